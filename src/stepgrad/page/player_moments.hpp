// Moments: a Trace told as a film is cut, one new number at a time.
//
// The inputs are given; then every operation gets its value, the output its gradient 1, every node
// its shares of the gradient; at the end all of it is known. The step player shows these
// moments and counts them as its steps.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <stepgrad/scalar/trace.hpp>

namespace stepgrad {

/// One moment, and what is new in it.
struct Moment {
  enum class Kind {
    given,  // the inputs have their numbers
    value,  // an operation computes `node`
    seed,   // the output's gradient of itself is 1
    share,  // `node` receives a share of its gradient along trace.steps[step]
    known,  // nothing is new: this is what came out
  };
  Kind kind;
  Id node = 0;
  std::size_t step = 0;
  std::optional<Id> part = {};  // the result of the part it is inside of, where parts are rolled up
};

/// All moments of the forward pass and then of the backward pass, in their order.
std::vector<Moment> moments(const Trace& trace);

/// What the step player's script reads of each moment, as an array. All numbers are texts as people
/// read them ("drawn" as the diagram has them), for the script compares and shows them.
/// Throws Error (machine) if the kit was built without nlohmann-json.
std::string moments_json(const Trace& trace, std::span<const Moment> moments);

/// The number that each moment brings into the diagram, as it is drawn there; "" of one without.
std::vector<std::string> drawn_numbers(const Trace& trace, std::span<const Moment> moments);

}  // namespace stepgrad
