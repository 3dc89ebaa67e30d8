// The narrators: a Trace told as text for a terminal and as Markdown.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <stepgrad/check/report.hpp>
#include <stepgrad/scalar/trace.hpp>

namespace stepgrad {

/// How much of a long story is told, and how.
struct Telling {
  std::optional<std::size_t>
      last;  // only the last so many operations, and the steps that start from them
  std::vector<std::string> only;  // only what computes, uses or gives gradient to these names
  std::optional<GradientReport> check = {};  // its numbers stand beside the gradients
  bool color = false;                        // ANSI colours: values green, gradients red
  std::size_t width = 80;                    // columns
};

/// The forward pass line by line, every backward step, the gradients. Throws Error for an unknown
/// name in `only`.
std::string text(const Trace& trace, const Telling& telling = {});

/// The same as Markdown, with tables, mathematics ($…$, as GitHub reads it) and, where `diagram` is
/// a path, a picture.
std::string markdown(const Trace& trace, const Telling& telling = {},
                     const std::string& diagram = "");

/// What the check says of an input: "numerically -4: agrees"; "" without a check.
std::string checked(const Telling& telling, const Trace::Node& input);

/// What of a trace is told: which operations, and which steps by their place in trace.steps.
struct Selection {
  std::vector<Id> operations;
  std::vector<std::size_t> steps;
  std::size_t operations_left_out = 0, steps_left_out = 0;
  bool by_name = false;  // what was left out was not asked for by name
};
Selection select(const Trace& trace, const Telling& telling);

}  // namespace stepgrad
