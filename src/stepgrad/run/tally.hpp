// What a model is worth on samples that may come in pieces, so that there may be more of them than
// memory holds: nothing is kept but counts and sums.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <stepgrad/base/epoch.hpp>
#include <stepgrad/plot/confusion_matrix.hpp>
#include <stepgrad/run/comparison.hpp>
#include <stepgrad/train/model.hpp>

namespace stepgrad {

/// Four digits after the point, or three significant ones where these would show nothing.
std::string loss_text(double loss);

template <class Scalar>
class Tally {
 public:
  /// Of this model, which must live as long. Tied votes of a reduction are drawn with the seed.
  explicit Tally(Model<Scalar>& model, std::uint64_t seed = 0);

  /// Counts these samples, as the model takes them. Throws Error if the data has other features or does
  /// not say what is right, or what the model says or its loss is not finite.
  void add(const DatasetOf<Scalar>& data);

  std::size_t samples() const { return samples_; }
  /// The mean over them.
  double loss() const { return samples_ > 0 ? loss_ : Epoch::none; }
  /// Of a model of classes; of others without samples.
  const ConfusionMatrix& confusion() const { return confusion_; }
  /// The rows of a reduction (comparison.hpp), by all samples.
  const std::vector<Contender>& contenders() const { return contenders_; }

  /// "loss 0.0736, accuracy 96.67 %", or of numbers how far off they are in the units of the data;
  /// and beside it what one answer for all would reach: less than that is nothing learnt.
  std::string result_text() const;

 private:
  void require_finite_loss(double loss, const DatasetOf<Scalar>& data);
  void add_targets(const DatasetOf<Scalar>& data);
  std::string result_of_classes(const std::string& loss) const;
  std::string result_of_numbers(const std::string& loss) const;

  Model<Scalar>& model_;
  Random random_;
  std::size_t samples_ = 0;
  double loss_ = 0;  // the mean over the samples
  ConfusionMatrix confusion_;
  std::vector<Contender> contenders_;
  double target_mean_ = 0, squares_from_target_mean_ = 0;  // of the one number to predict
};

}  // namespace stepgrad
