#include <stepgrad/matrix/losses.hpp>

#include <array>
#include <cmath>

#include <stepgrad/matrix/functions.hpp>

namespace stepgrad {
namespace {

/// A loss of classes has no size in the units of what is predicted.
constexpr double (*no_size)(double) = nullptr;

template <class S>
Tensor<S> each_cross_entropy(Tensor<S> outputs, Tensor<S> targets) {
  return -column_sums(targets * log_softmax(outputs));
}

template <class S>
Tensor<S> each_hinge(Tensor<S> outputs, Tensor<S> targets) {
  const Tensor<S> margins = outputs - column_sums(targets * outputs) + S(1);
  return column_sums((S(1) - targets) * relu(margins));
}

template <class S>
Tensor<S> each_squared_error(Tensor<S> outputs, Tensor<S> targets) {
  return column_means(square(outputs - targets));
}

constexpr std::array all_losses{
    Loss{.name = "cross_entropy",
         .about = "-log P of the label, P being the softmax of the outputs",
         .suits = Task::classes,
         .in_float = matrix_op::softmax_cross_entropy<float>,
         .in_double = matrix_op::softmax_cross_entropy<double>,
         .each_in_float = each_cross_entropy<float>,
         .each_in_double = each_cross_entropy<double>,
         .typical = "",
         .off_by = no_size},
    Loss{.name = "hinge",
         .about = "the sum of max(0, output - that of the label + 1) over the other classes",
         .suits = Task::classes,
         .in_float = matrix_op::multiclass_hinge<float>,
         .in_double = matrix_op::multiclass_hinge<double>,
         .each_in_float = each_hinge<float>,
         .each_in_double = each_hinge<double>,
         .typical = "",
         .off_by = no_size},
    Loss{.name = "mse",
         .about = "(output - target)^2",
         .suits = Task::numbers,
         .in_float = matrix_op::mean_squared_error<float>,
         .in_double = matrix_op::mean_squared_error<double>,
         .each_in_float = each_squared_error<float>,
         .each_in_double = each_squared_error<double>,
         .typical = "the root of the mean square",
         .off_by = [](double loss) { return std::sqrt(loss); }},
};

}  // namespace

std::span<const Loss> losses() { return all_losses; }

const Loss& loss_named(std::string_view name) { return row_named(all_losses, "loss", name); }

template <class S>
Matrix<S> one_hot(std::span<const int> labels, Index rows) {
  Matrix<S> ones = Matrix<S>::Zero(rows, static_cast<Index>(labels.size()));
  for (Index s = 0; s < ones.cols(); ++s) {
    const int label = labels[static_cast<std::size_t>(s)];
    if (label < 0 || label >= rows)
      throw Error(fmt::format("a label {} of {} classes", label, rows), "",
                  "Labels count the classes from 0.");
    ones(label, s) = 1;
  }
  return ones;
}

template <class S>
Tensor<S> loss_of(const Loss& loss, Tensor<S> outputs, std::span<const int> labels,
                  const Eigen::Ref<const Matrix<S>>& targets,
                  const Eigen::Ref<const Matrix<S>>& weights) {
  if (weights.size() > 0) {
    Graph<S>& graph = outputs.graph();
    const Tensor<S> truth = graph.constant(
        loss.suits == Task::classes ? one_hot<S>(labels, outputs.rows()) : Matrix<S>(targets));
    return mean(graph.constant(weights) * loss.each<S>()(outputs, truth));
  }
  const MatrixOp<S>& operation = loss.operation<S>();
  if (loss.suits == Task::classes) return detail::against_labels(operation, outputs, labels);
  return detail::against_targets(operation, outputs, outputs.graph().constant(targets));
}

template <class S>
Tensor<S> penalised(Tensor<S> loss, const std::vector<Tensor<S>>& weights, double l1, double l2) {
  for (const Tensor<S>& w : weights) {
    if (l2 != 0) loss = loss + static_cast<S>(l2) * half_square_sum(w);
    if (l1 != 0) loss = loss + static_cast<S>(l1) * abs_sum(w);
  }
  return loss;
}

#define STEPGRAD_LOSSES(S)                                                 \
  template Matrix<S> one_hot(std::span<const int>, Index);                 \
  template Tensor<S> loss_of(const Loss&, Tensor<S>, std::span<const int>, \
                             const Eigen::Ref<const Matrix<S>>&,           \
                             const Eigen::Ref<const Matrix<S>>&);          \
  template Tensor<S> penalised(Tensor<S>, const std::vector<Tensor<S>>&, double, double);
template Tensor<float> softmax(Tensor<float>);
template Tensor<double> softmax(Tensor<double>);
STEPGRAD_LOSSES(float)
STEPGRAD_LOSSES(double)
#undef STEPGRAD_LOSSES

}  // namespace stepgrad
