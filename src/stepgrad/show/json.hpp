// What other programs read: the only place that knows a JSON library.
#pragma once

#include <span>
#include <string>

#include <stepgrad/scalar/trace.hpp>
#include <stepgrad/show/moments.hpp>

namespace stepgrad {

/// A trace for other programs: a contract, always whole.
///
///     {"formula", "output", "value", "inputs": {…}, "gradients": {…}, "nodes": […], "steps": […]}
///
/// Numbers read back as the same double; inf and nan are the strings "inf", "-inf", "nan". Throws
/// Error (machine) if the kit was built without nlohmann-json.
std::string json(const Trace& trace);

/// What the step player's script reads of each moment, as an array. All numbers are texts as people
/// read them ("drawn" as the diagram has them), for the script compares and shows them. Throws
/// Error as above.
std::string json(const Trace& trace, std::span<const Moment> moments);

/// Rows of the operation table for other programs. Throws Error as above.
std::string operations_json(std::span<const op::Op* const> table);

}  // namespace stepgrad
