// Batches: a data set handed out a few columns at a time, in an order that changes every epoch.
//
//   Batches<float> batches(data, 64);
//   for (int epoch = 0; epoch < 10; ++epoch) {
//     batches.shuffle(random);
//     for (std::size_t i = 0; i < batches.count(); ++i) {
//       const auto [inputs, labels, targets, weights] = batches[i];
//       seen += inputs.cols();
//     }
//   }
//
// The columns of a batch are copied together into memory that is taken once: matrix products want
// neighbours, and training wants no allocation. Images that are kept as bytes become numbers there.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/data/dataset.hpp>
#include <stepgrad/data/pixels.hpp>

namespace stepgrad {

/// A few samples, seen in the memory of the Batches that they come from.
template <class Scalar>
struct Batch {
  Eigen::Map<Matrix<Scalar>> inputs;  // features × samples; to be changed at will (augmentation)
  std::span<const int> labels;
  Eigen::Map<const Matrix<Scalar>> targets;
  Eigen::Map<const Matrix<Scalar>> weights;  // 1 × samples; without rows: all count alike
};

/// What a batch is copied together in.
template <class Scalar>
struct BatchMemory {
  Matrix<Scalar> inputs, targets, weights;
  std::vector<int> labels;
};

/// How many batches of `size` there are in so many samples: a single one that is left over joins the
/// batch before it, for alone it would be its own mean (batch normalisation would see only zeros).
inline std::size_t batch_count(std::size_t samples, std::size_t size) {
  size = std::min(size, std::max<std::size_t>(samples, 1));
  const bool one_is_left = size > 1 && samples > size && samples % size == 1;
  return (samples + size - 1) / size - (one_is_left ? 1 : 0);
}

template <class Scalar>
class Batches {
 public:
  /// Batches of `size` samples, the last one of what is left (see batch_count), in the order of the
  /// data set, which must live as long. Throws Error if the size is 0.
  Batches(const DatasetOf<Scalar>& data, std::size_t size)
      : Batches(data, size, data.all_samples()) {}

  /// The same of some samples only, such as those that are not kept apart. Throws Error also for a
  /// number that is not there.
  Batches(const DatasetOf<Scalar>& data, std::size_t size, std::vector<std::size_t> samples)
      : data_(data),
        size_(std::min(size, std::max<std::size_t>(samples.size(), 1))),
        samples_(std::move(samples)),
        order_(samples_) {
    if (size == 0) throw Error("a batch needs a sample", "", "Use batches of 1 or more.");
    for (const std::size_t sample : samples_)
      if (sample >= data.samples())
        throw Error(fmt::format("there is no sample {} of {}", sample, data.samples()), "",
                    "Samples count from 0.");
  }
  Batches(DatasetOf<Scalar>&&, std::size_t) = delete;  // would be gone
  Batches(DatasetOf<Scalar>&&, std::size_t, std::vector<std::size_t>) = delete;

  /// For the largest batch.
  BatchMemory<Scalar> memory() const {
    const std::size_t most = std::min(size_ + 1, std::max<std::size_t>(samples_.size(), 1));
    const auto columns = static_cast<Eigen::Index>(most);
    return {Matrix<Scalar>(data_.inputs.rows(), columns),
            Matrix<Scalar>(data_.targets.rows(), columns),
            Matrix<Scalar>(data_.weights.rows(), columns),
            std::vector<int>(data_.labels.empty() ? 0 : most)};
  }

  std::size_t samples() const { return samples_.size(); }
  std::size_t count() const { return batch_count(order_.size(), size_); }

  /// How many samples batch `i` has.
  std::size_t size_of(std::size_t i) const {
    return i + 1 == count() ? order_.size() - i * size_ : size_;
  }

  /// Another order. It depends on the state of `random` alone, not on the orders before.
  void shuffle(Random& random) {
    order_ = samples_;
    random.shuffle(std::span(order_));
  }

  /// As many samples again, each drawn from all of them (with replacement): in an epoch some come
  /// twice, and about 1/e of them not at all. Each batch is then an independent estimate, its variance
  /// 1/batch of a sample's.
  void draw(Random& random) {
    for (std::size_t& sample : order_) sample = samples_[random.below(samples_.size())];
  }

  /// Batch `i` of count(), good until the next is asked for.
  Batch<Scalar> operator[](std::size_t i) {
    if (!memory_) memory_ = memory();
    return copied(i, *memory_);
  }

  /// The same in a memory() of the caller's, who may ask for another batch meanwhile.
  Batch<Scalar> copied(std::size_t i, BatchMemory<Scalar>& into) const {
    auto& [inputs, targets, weights, labels] = into;
    const std::span batch = std::span(order_).subspan(i * size_).first(size_of(i));
    for (std::size_t k = 0; k < batch.size(); ++k) {
      const auto to = static_cast<Eigen::Index>(k), from = static_cast<Eigen::Index>(batch[k]);
      if (k + ahead < batch.size()) fetch(batch[k + ahead]);
      if (data_.pixels.size() > 0)
        to_numbers(data_.pixels.col(from).data(), inputs.rows(), inputs.col(to).data());
      else
        inputs.col(to) = data_.inputs.col(from);
      if (targets.rows() > 0) targets.col(to) = data_.targets.col(from);
      if (weights.rows() > 0) weights.col(to) = data_.weights.col(from);
      if (!labels.empty()) labels[k] = data_.labels[batch[k]];
    }
    const auto columns = static_cast<Eigen::Index>(batch.size());
    return {{inputs.data(), inputs.rows(), columns},
            std::span<const int>(labels).first(labels.empty() ? 0 : batch.size()),
            {targets.data(), targets.rows(), columns},
            {weights.data(), weights.rows(), columns}};
  }

 private:
  /// In a random order no processor guesses which sample comes next; told two samples ahead, it has
  /// them when they are wanted.
  static constexpr std::size_t ahead = 2;
  void fetch(std::size_t sample) const {
    const auto column = static_cast<Eigen::Index>(sample);
    const auto begin_to_end = [](const auto& numbers) {
      constexpr Eigen::Index line = 64 / sizeof(*numbers.data());
      for (Eigen::Index i = 0; i < numbers.size(); i += line)
        __builtin_prefetch(numbers.data() + i);
    };
    if (data_.pixels.size() > 0)
      begin_to_end(data_.pixels.col(column));
    else
      begin_to_end(data_.inputs.col(column));
  }

  const DatasetOf<Scalar>& data_;
  std::size_t size_;
  std::vector<std::size_t> samples_, order_;
  std::optional<BatchMemory<Scalar>> memory_;
};

}  // namespace stepgrad
