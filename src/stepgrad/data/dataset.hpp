// A data set: what goes in, and what should come out. Columns are samples, as everywhere in the
// matrix engine.
//
// Plain data: generators and readers fill it, prepare.hpp splits and scales it, batches.hpp hands
// it to training.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include <stepgrad/matrix/eigen.hpp>

namespace stepgrad {

/// A byte for each pixel: pixels × samples (pixels.hpp).
using Pixels = Eigen::Matrix<std::uint8_t, Eigen::Dynamic, Eigen::Dynamic>;

/// Inputs, and a class label or numbers to be predicted for each of them. `Scalar` is how the
/// numbers are kept: float takes half of the memory, and training in float wants no more.
template <class Scalar>
struct DatasetOf {
  Matrix<Scalar> inputs;    // features × samples; of images that are kept as bytes without columns
  Pixels pixels;            // and here they are; else empty
  std::vector<int> labels;  // classification: a class for each sample, from 0; else empty
  Matrix<Scalar> targets;   // regression: numbers × samples; else without rows
  Matrix<Scalar> weights;   // how much each sample counts in the loss, 1 × samples; else empty: 1
  std::vector<std::string> feature_names;
  std::vector<std::string> class_names;   // as many as there are classes
  std::vector<std::string> target_names;  // as many as targets has rows
  std::string label_name;                 // the column of a file that says what is right; or ""
  int width = 0, height = 0;              // images: features are pixels 0 … 1, row after row
  bool features_are_named = true;         // else they are called x1, x2, … for want of a header
  // Of a file:
  std::vector<std::size_t> lines;  // where each sample stands; else empty
  std::string read_as;             // how it was read
  std::vector<std::string> notes;  // what speaks against that, and what was left out

  std::size_t samples() const {
    return static_cast<std::size_t>(std::max(inputs.cols(), pixels.cols()));
  }
  std::size_t features() const { return static_cast<std::size_t>(inputs.rows()); }
  int classes() const { return static_cast<int>(class_names.size()); }
  bool has_images() const { return width > 0; }

  /// 0, 1, 2, … to the last sample.
  std::vector<std::size_t> all_samples() const {
    std::vector<std::size_t> all(samples());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
  }
};

using Dataset = DatasetOf<double>;

/// What is learnt from, and what is kept apart to see how well.
template <class Scalar>
struct SplitOf {
  DatasetOf<Scalar> train, test;
};

using Split = SplitOf<double>;

/// How many numbers a data set may hold: a file or an option that asks for more is refused before
/// any memory is taken.
inline constexpr std::size_t most_numbers = std::size_t{1} << 29;

}  // namespace stepgrad
