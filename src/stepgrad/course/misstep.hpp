// Missteps: the mistakes that learners make in a step of the backward pass, and what the rest of
// the pass makes of them.
//
// A right step of the chain rule is dL/dto += dL/dfrom * dfrom/dto. Each misstep does a piece of it
// in another way. Every step after it is right in itself: it goes on with what it is given. So a
// pass with a misstep is a puzzle (which step was it?), and its gradients tell an answer that came
// of this mistake from one that came of another.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <stepgrad/scalar/trace.hpp>

namespace stepgrad {

enum class Misstep {
  overwritten,       // = in the place of +=: the share replaces those of other paths
  without_slope,     // dfrom/dto is left out
  value_for_slope,   // the value of `to` in the place of dfrom/dto
  without_upstream,  // dL/dfrom is left out
  turned,            // dfrom/dto with the other sign
  added,             // dL/dfrom + dfrom/dto
};

/// From the most likely to the least.
inline constexpr Misstep all_missteps[] = {Misstep::overwritten,     Misstep::without_slope,
                                           Misstep::value_for_slope, Misstep::without_upstream,
                                           Misstep::turned,          Misstep::added};

/// Are two gradients the same but for rounding?
bool nearly_same(double a, double b);

/// The backward pass when step `index` goes wrong like that; nothing if it made no difference
/// there.
std::optional<std::vector<Step>> backward_with(Misstep misstep, const Trace& trace,
                                               std::size_t index);

/// dL/dnode as these steps leave it; 0 if none leads there.
double gradient_after(const std::vector<Step>& steps, Id node);

/// What went wrong and how it should be: "the slope of f = q * z in q, which is z = -4, is left
/// out: the chain rule multiplies by it".
std::string in_words(Misstep misstep, const Trace& trace, std::size_t index);

/// A right pass, and the gradients that somebody found for its inputs, in their order.
struct Finding {
  Trace right;
  std::vector<double> gradients;
};

/// The misstep that, made in every step or in every step back through one operation, explains all
/// of these, or a pass that begins with the output's value where 1 belongs: a sentence about the
/// first place where it shows in the first of them. "" if none does.
/// One finding proves little: at 2 + 2 = 2 * 2 many missteps lead to the same number.
std::string habit(std::span<const Finding> findings);

/// Where all gradients of the first finding are right but for one factor, a sentence about what they
/// share: the way from the output back to the last node through which everything goes. It says what
/// arrives there and what should, and which slope of the way is taken at the wrong place if that
/// explains all findings; otherwise it lists the slopes. "" if there is no such factor, or no way
/// that all share.
std::string shared_factor(std::span<const Finding> findings);

}  // namespace stepgrad
