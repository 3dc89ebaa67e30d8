#include <stepgrad/matrix/optimisers.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace stepgrad {
namespace {

/// Calls update(w, g, first, second) for each stretch of a parameter.
template <class S, class Update>
void apply(const Update& update, Tensor<S> parameter, Memory<S>& memory) {
  constexpr Index stretch = 1024;
  Matrix<S>& w = parameter.graph().change(parameter);
  const Matrix<S>& g = parameter.grad();
  using Array = Eigen::Array<S, Eigen::Dynamic, 1>;
  for (Index i = 0; i < w.size(); i += stretch) {
    const Index size = std::min(stretch, w.size() - i);
    const auto of = [&](Matrix<S>& all) { return Eigen::Map<Array>(all.data() + i, size); };
    update(of(w), Eigen::Map<const Array>(g.data() + i, size), of(memory.first), of(memory.second));
  }
}

}  // namespace

template <class S>
Optimiser<S>::Optimiser(OptimiserRule rule, std::vector<Tensor<S>> parameters)
    : rule_(std::move(rule)), parameters_(std::move(parameters)) {
  for (const Tensor<S>& parameter : parameters_) {
    const Matrix<S> zeros = Matrix<S>::Zero(parameter.rows(), parameter.columns());
    memories_.push_back({zeros, zeros});
  }
}

template <class S>
void Optimiser<S>::step(double learning_rate) {
  ++steps_;
  std::visit(
      [&](const auto& rule) {
        const auto update = rule.update(static_cast<S>(learning_rate), steps_);
        for (std::size_t i = 0; i < parameters_.size(); ++i)
          apply(update, parameters_[i], memories_[i]);
      },
      rule_);
}

template <class S>
void Optimiser<S>::resume(int steps, std::vector<Memory<S>> memories) {
  steps_ = steps;
  memories_ = std::move(memories);
}

template <class S>
double clip_gradients(const std::vector<Tensor<S>>& parameters, double most) {
  double largest = 0;  // squares overflow long before their root does: of shares of it they do not
  for (const Tensor<S>& parameter : parameters)
    largest = std::max(largest, static_cast<double>(parameter.grad().cwiseAbs().maxCoeff()));
  if (largest == 0) return 0;
  double squares = 0;
  for (const Tensor<S>& parameter : parameters)
    squares += (parameter.grad().template cast<double>() / largest).squaredNorm();
  const double length = largest * std::sqrt(squares);
  if (length > most)
    for (const Tensor<S>& parameter : parameters) {
      Matrix<S>& gradient = parameter.graph().change_grad(parameter);
      gradient = (gradient.template cast<double>() * (most / length)).template cast<S>();
    }
  return length;
}

template class Optimiser<float>;
template class Optimiser<double>;
template double clip_gradients(const std::vector<Tensor<float>>&, double);
template double clip_gradients(const std::vector<Tensor<double>>&, double);

}  // namespace stepgrad
