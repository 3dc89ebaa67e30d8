// What a learner has written: the slopes of L = w*x + b in w, x and b.
#pragma once

#include <vector>

inline std::vector<double> slopes(const std::vector<double>& at) { return {at[1], at[0], 1}; }
