#include <stepgrad/matrix/optimisers.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace stepgrad {
namespace {

constexpr Index stretch = 1024;

/// Calls update(w, g, first, second) for the `size` entries from `begin`; g points at the first.
template <class S, class Update>
void apply_to(const Update& update, Matrix<S>& w, const S* g, Memory<S>& memory, Index begin,
              Index size) {
  using Array = Eigen::Array<S, Eigen::Dynamic, 1>;
  const auto of = [&](Matrix<S>& all) { return Eigen::Map<Array>(all.data() + begin, size); };
  update(of(w), Eigen::Map<const Array>(g, size), of(memory.first), of(memory.second));
}

/// The same for each stretch of a parameter.
template <class S, class Update>
void apply(const Update& update, Matrix<S>& w, const Matrix<S>& g, Memory<S>& memory) {
  for (Index i = 0; i < w.size(); i += stretch)
    apply_to(update, w, g.data() + i, memory, i, std::min(stretch, w.size() - i));
}

/// And where the gradient is a product, still to be computed, so many columns at a time that they
/// are about a stretch, and whole tiles of it.
template <class S, class Update>
void apply(const Update& update, Matrix<S>& w, const Product<S>& g, Memory<S>& memory,
           Matrix<S>& columns) {
  constexpr Index tile = 8;
  const Index step = std::max(stretch / w.rows() / tile, Index{1}) * tile;
  columns.resize(w.rows(), step);
  for (Index j = 0; j < w.cols(); j += step) {
    const Index count = std::min(step, w.cols() - j);
    compute_columns(g, j, count, columns.data());
    apply_to(update, w, columns.data(), memory, j * w.rows(), count * w.rows());
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
        for (std::size_t i = 0; i < parameters_.size(); ++i) {
          Tensor<S>& parameter = parameters_[i];
          Matrix<S>& w = parameter.graph().change(parameter);
          if (const auto product = parameter.graph().take_product(parameter))
            apply(update, w, *product, memories_[i], columns_);
          else
            apply(update, w, parameter.grad(), memories_[i]);
        }
      },
      rule_);
}

template <class S>
void Optimiser<S>::descend(Tensor<S> loss, double learning_rate) {
  Graph<S>& graph = loss.graph();
  graph.zero_grad();
  try {
    graph.backward(loss, {}, Graph<S>::Products::left);
    step(learning_rate);
  } catch (...) {  // of a function of somebody's own
    graph.zero_grad();
    throw;
  }
  graph.zero_grad();
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
