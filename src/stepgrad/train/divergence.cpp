#include <stepgrad/train/divergence.hpp>

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>

namespace stepgrad {
namespace {

template <class S>
double largest_number(const Model<S>& model) {
  double largest = 0;
  for (const Tensor<S>& parameter : model.parameters())
    largest = std::max(
        largest, static_cast<double>(
                     parameter.value().array().abs().template maxCoeff<Eigen::PropagateNaN>()));
  return largest;
}

}  // namespace

template <class S>
Error diverged(Model<S>& model, Tensor<S> loss, int epoch, std::size_t batch,
               double learning_rate) {
  const double value = static_cast<double>(loss.item());
  const std::string first = model.graph().first_not_finite(loss);
  return Error(
      fmt::format("training diverged: the loss is {} in epoch {}, batch {}", shown(value), epoch,
                  batch),
      fmt::format("  the first to hold an inf or a nan: {}\n"
                  "  the learning rate was {}, the largest weight {}",
                  first, shown(learning_rate), shown(largest_number(model))),
      fmt::format(
          "Try a learning rate of {} (--rate), gradients cut to a length of 1 (--clip 1), or "
          "features that are standardised.",
          shown(learning_rate / 10)));
}

template Error diverged(Model<float>&, Tensor<float>, int, std::size_t, double);
template Error diverged(Model<double>&, Tensor<double>, int, std::size_t, double);

}  // namespace stepgrad
