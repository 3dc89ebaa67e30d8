#include <stepgrad/run/tally.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/train/evaluation.hpp>

namespace stepgrad {

std::string loss_text(double loss) {
  const bool plain = loss == 0 || (loss >= 0.001 && loss < 10'000);
  return plain ? fmt::format("{:.4f}", loss) : fmt::format("{:.2e}", loss);
}

template <class S>
Tally<S>::Tally(Model<S>& model, std::uint64_t seed)
    : model_(model), random_(seed), confusion_(model.purpose().class_names) {}

template <class S>
void Tally<S>::add(const DatasetOf<S>& data) {
  if (data.samples() == 0) return;
  if (data.labels.empty() && data.targets.rows() == 0)
    throw Error("the data does not say what is right", "",
                "Give a file with its label column, or use `stepgrad predict`.");
  const double loss = score<S>(model_, data, data.all_samples()).loss;
  require_finite_loss(loss, data);
  if (!data.labels.empty()) {
    const Matrix<S> said = predictions(model_, data);
    for (std::size_t i = 0; i < data.labels.size(); ++i)
      confusion_.add(data.labels[i], likeliest<S>(said, static_cast<Index>(i)));
  }
  if (data.targets.rows() == 1) add_targets(data);
  if (model_.architecture().is_reduced())
    merge(contenders_, samples_, stepgrad::contenders(model_, data, random_), data.samples());
  const auto more = static_cast<double>(data.samples());
  loss_ += (loss - loss_) * more / (static_cast<double>(samples_) + more);
  samples_ += data.samples();
}

template <class S>
void Tally<S>::require_finite_loss(double loss, const DatasetOf<S>& data) {
  if (std::isfinite(loss)) return;
  predictions(model_, data);  // says which sample is to blame, if one is
  throw Error(fmt::format("the loss is {}: what is said to be right "
                          "is too far from what the model says",
                          loss_text(loss)),
              "",
              "Is a number to predict far beyond the others? Or train with --precision double.");
}

/// Mean and squares of the samples before and of these make those of all (Chan, Golub and LeVeque
/// 1979).
template <class S>
void Tally<S>::add_targets(const DatasetOf<S>& data) {
  const Eigen::RowVectorXd targets = data.targets.row(0).template cast<double>();
  const auto before = static_cast<double>(samples_), more = static_cast<double>(targets.size());
  const double mean = targets.mean(), apart = mean - target_mean_;
  squares_from_target_mean_ +=
      (targets.array() - mean).square().sum() + apart * apart * before * more / (before + more);
  target_mean_ += apart * more / (before + more);
}

template <class S>
std::string Tally<S>::result_text() const {
  const std::string loss = "loss " + loss_text(this->loss());
  if (samples_ == 0) return loss;
  return model_.purpose().class_names.empty() ? result_of_numbers(loss) : result_of_classes(loss);
}

template <class S>
std::string Tally<S>::result_of_classes(const std::string& loss) const {
  std::size_t commonest = 0;
  for (std::size_t k = 1; k < confusion_.classes(); ++k)
    if (confusion_.of_class(k) > confusion_.of_class(commonest)) commonest = k;
  return fmt::format(
      "{}, accuracy {:.2f} %; always saying '{}' would reach {:.2f} %", loss,
      100 * confusion_.accuracy(), shortened(printable(confusion_.class_names()[commonest]), 40),
      100 * static_cast<double>(confusion_.of_class(commonest)) / static_cast<double>(samples_));
}

/// The loss of always saying the mean is the mean square of the targets from it.
template <class S>
std::string Tally<S>::result_of_numbers(const std::string& loss) const {
  const Purpose& purpose = model_.purpose();
  if (purpose.target_names.size() != 1 || !model_.loss().off_by) return loss;
  const double unit = purpose.targets.is_set() ? purpose.targets.deviation[0] : 1;
  const auto off_by = [&](double cost) { return shown(model_.loss().off_by(cost) * unit, 3); };
  return fmt::format("{}; {} is off by {} ({}); always saying its mean would be off by {}", loss,
                     shortened(printable(purpose.target_names[0]), 40), off_by(loss_),
                     model_.loss().typical,
                     off_by(squares_from_target_mean_ / static_cast<double>(samples_)));
}

template class Tally<float>;
template class Tally<double>;

}  // namespace stepgrad
