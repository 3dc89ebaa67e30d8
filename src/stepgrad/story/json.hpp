// What other programs read: the only place that knows a JSON library.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/check/report.hpp>
#include <stepgrad/check/step_sweep.hpp>
#include <stepgrad/scalar/formula_parser.hpp>
#include <stepgrad/scalar/trace.hpp>

namespace stepgrad {

/// A trace for other programs: a contract, always whole.
///
///     {"formula", "output", "value", "inputs": {…}, "gradients": {…}, "nodes": […], "steps": […]}
///
/// Numbers read back as the same double; inf and nan are the strings "inf", "-inf", "nan". Throws
/// Error (machine) if the kit was built without nlohmann-json.
std::string as_json(const Trace& trace);

/// The same in pieces, a line or more each: a long trace takes no memory but its own.
void write_json(const Trace& trace, const std::function<void(std::string_view)>& write);

/// A gradient check for other programs, a contract too:
///
///     {"verdict", "max_relative_error", "tolerance", "diagnosis", "inputs": [{"name", "reverse",
///      "forward", "numerical", "step", "absolute_error", "relative_error", "verdict",
///      "diagnosis"}]}
///
/// "reverse" is the gradient that is checked, also where it was worked out by hand. Inputs that
/// were extrapolated on demand have their "tableau", row by row. Throws Error as above.
std::string as_json(const GradientReport& report);

/// The error of every step for other programs. Throws Error as above.
///
///     {"relative", "best_forward": {…}, "best_central": {…}, "errors": [{"h", "forward",
///     "central"}]}
std::string as_json(const StepSweep& sweep);

/// Rows of the operation table for other programs, then the functions that are made of several.
/// Throws Error as above.
std::string as_json(std::span<const op::Op* const> table, std::span<const Composition> made = {});

/// A text as a string of JSON. Throws Error as above.
std::string json_text(std::string_view text);

/// An array with a line for each entry, which is JSON already.
std::string json_lines(const std::vector<std::string>& entries);

}  // namespace stepgrad
