// The scalar engine as another compiler makes it, in the same program.
//
// The engine and the workloads are compiled a second time, by clang++, with the namespace stepgrad
// called another name; so both stand side by side and take their samples in turn.
#pragma once

#include <string>
#include <vector>

/// The gradients of a workload of workloads.hpp, recorded anew.
std::vector<double> gradients_by_other_compiler(const std::string& workload);
