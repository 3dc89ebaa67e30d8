// What is done to a data set before training: shuffle, split, standardise.
//
// Whatever is learnt here, such as a mean, is learnt from the training part alone and applied to
// both: a test that the model has looked at is no test.
#pragma once

#include <cstddef>
#include <span>

#include <stepgrad/base/random.hpp>
#include <stepgrad/data/dataset.hpp>

namespace stepgrad {

/// The samples of these numbers, in this order. Throws Error for a number that is not there.
template <class Scalar>
DatasetOf<Scalar> chosen(const DatasetOf<Scalar>& data, std::span<const std::size_t> samples);

/// The samples in random order.
template <class Scalar>
DatasetOf<Scalar> shuffled(const DatasetOf<Scalar>& data, Random& random);

/// The numbers in another precision.
template <class To, class From>
DatasetOf<To> converted(const DatasetOf<From>& data);

enum class Strata {
  none,     // any samples
  classes,  // of every class the same share
};

/// Keeps `test_share` of the samples (rounded; with strata, of every class, or one of some where
/// every class is too small for its share) apart, chosen at random. Throws Error unless the share
/// is in [0, 1] and leaves something to train on, and if there are no classes to stratify by.
template <class Scalar>
SplitOf<Scalar> split(const DatasetOf<Scalar>& data, double test_share, Random& random,
                      Strata strata = Strata::none);

/// Moves and scales every feature to mean 0 and deviation 1: z = (x - mean) / deviation.
///
/// A feature that is constant but for rounding only moves: it becomes 0 in what was fitted.
class Standardiser {
 public:
  using Vector = Eigen::VectorXd;

  /// One for numbers that are known, such as those of a model file.
  Standardiser(Vector mean, Vector deviation);

  /// Learns mean and deviation of each feature (of the whole population: divided by the count of
  /// samples). Throws Error if there are no samples.
  template <class Scalar>
  static Standardiser fit(const DatasetOf<Scalar>& data);

  /// Throws Error if the data set has other features than that which was fitted.
  template <class Scalar>
  void apply(DatasetOf<Scalar>& data) const;

  const Vector& mean() const { return mean_; }
  const Vector& deviation() const { return deviation_; }

 private:
  Vector mean_, deviation_;
};

}  // namespace stepgrad
