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

}  // namespace

template <class S>
Error diverged(const Learner<S>& learner, Tensor<S> loss, const Divergence& here) {
  const double value = static_cast<double>(loss.item());
  const std::vector<std::string> ways = remedies(learner, here);
  const std::string first = learner.graph().first_not_finite(loss);
  return Error(fmt::format("training diverged: the loss is {} in epoch {}, batch {}", shown(value),
                           here.epoch, here.batch),
               fmt::format("  the first to hold an inf or a nan: {}\n"
                           "  the learning rate was {}, the largest weight {}",
                           first, shown(here.learning_rate), shown(largest_number(learner))),
               ways.empty() ? "Is one of the numbers in the data far beyond the others?"
                            : fmt::format("Try {}.", one_of(ways)));
}

template Error diverged(const Learner<float>&, Tensor<float>, const Divergence&);
template Error diverged(const Learner<double>&, Tensor<double>, const Divergence&);

}  // namespace stepgrad
