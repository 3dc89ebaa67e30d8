#include <stepgrad/train/divergence.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>

namespace stepgrad {
namespace {

template <class S>
double largest_number(const Learner<S>& learner) {
  double largest = 0;
  for (const Tensor<S>& parameter : learner.parameters())
    largest = std::max(
        largest, static_cast<double>(
                     parameter.value().array().abs().template maxCoeff<Eigen::PropagateNaN>()));
  return largest;
}

/// What could help here. Gradients that are cut to a length of 1 move the weights by the learning
/// rate: that helps only where the rate is small.
template <class S>
std::vector<std::string> remedies(const Learner<S>& learner, const Divergence& here) {
  constexpr double careful_rate = 0.01, small_rate = 0.1, large_feature = 10;
  std::vector<std::string> ways;
  if (here.learning_rate * here.l2 > 1)  // each step turns the weights round, and makes them larger
    return {fmt::format("a smaller cost of weights (--l2 {})", shown(0.1 / here.learning_rate, 1))};
  if (here.steps > 0)
    ways.push_back(fmt::format("a learning rate of {} (--rate)",
                               shown(std::min(here.learning_rate / 10, careful_rate))));
  if (here.steps > 0 && !here.clipped && here.learning_rate <= small_rate)
    ways.emplace_back("gradients cut to a length of 1 (--clip 1)");
  if (!learner.is_scaled() && here.largest_feature > large_feature)
    ways.emplace_back("features that are standardised (--standardise yes)");
  if (ways.empty() && std::is_same_v<S, float>)
    ways.emplace_back("numbers with a larger range (--precision double)");
  return ways;
}

/// "a, b or c".
std::string one_of(const std::vector<std::string>& ways) {
  std::string text = ways[0];
  for (std::size_t i = 1; i < ways.size(); ++i)
    text += (i + 1 < ways.size() ? ", " : " or ") + ways[i];
  return text;
}

/// `first` is what first held an inf or a nan, in words; "" if nothing does that is left.
template <class S>
Error error_of(const std::string& happened, const std::string& first, const Learner<S>& learner,
               const Divergence& here) {
  const std::vector<std::string> ways = remedies(learner, here);
  return Error(
      "training diverged: " + happened,
      fmt::format(
          "{}  the learning rate was {}, the largest weight {}",
          first.empty() ? "" : fmt::format("  the first to hold an inf or a nan: {}\n", first),
          shown(here.learning_rate), shown(largest_number(learner))),
      ways.empty() ? "Is one of the numbers in the data far beyond the others?"
                   : fmt::format("Try {}.", one_of(ways)));
}

}  // namespace

template <class S>
Error diverged(const Learner<S>& learner, Tensor<S> loss, const Divergence& here) {
  return error_of(fmt::format("the loss is {} in epoch {}, batch {}",
                              shown(static_cast<double>(loss.item())), here.epoch, here.batch),
                  learner.graph().first_not_finite(loss), learner, here);
}

template <class S>
Error diverged_at_end(const Learner<S>& learner, double loss, const Divergence& here) {
  const std::string weights = weights_not_finite(learner);
  return error_of(weights.empty()
                      ? fmt::format("the loss is {} after epoch {}", shown(loss), here.epoch)
                      : fmt::format("the weights are not finite after epoch {}", here.epoch),
                  weights, learner, here);
}

template <class S>
std::string weights_not_finite(const Learner<S>& learner) {
  for (const Tensor<S>& parameter : learner.parameters())
    if (!parameter.value().allFinite()) return learner.graph().first_not_finite(parameter);
  for (const Matrix<S>* average : learner.averages())
    if (!average->allFinite()) return "a running average of batch normalisation";
  return "";
}

#define STEPGRAD_DIVERGENCE(S)                                                  \
  template Error diverged(const Learner<S>&, Tensor<S>, const Divergence&);     \
  template Error diverged_at_end(const Learner<S>&, double, const Divergence&); \
  template std::string weights_not_finite(const Learner<S>&);
STEPGRAD_DIVERGENCE(float)
STEPGRAD_DIVERGENCE(double)
#undef STEPGRAD_DIVERGENCE

}  // namespace stepgrad
