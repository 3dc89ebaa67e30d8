// Images as their file has them: a byte a pixel.
//
// That is a quarter of the memory of floats, and a quarter of what must be fetched from it for a
// sample. They become numbers when somebody wants them: training, a batch at a time.
#pragma once

#include <cstddef>
#include <cstdint>

#include <stepgrad/data/dataset.hpp>

namespace stepgrad {

/// The bytes 0 … 255 as 0 … 1: each is byte / 255, rounded once.
template <class Scalar>
void to_numbers(const std::uint8_t* pixels, Eigen::Index count, Scalar* numbers) {
  // In float the product with 1 / 255 in double, rounded, is that: a test looks at all 256. It takes
  // half the time of a division.
  constexpr double part = 1 / 255.0;
  for (Eigen::Index i = 0; i < count; ++i)
    if constexpr (sizeof(Scalar) < sizeof(double))
      numbers[i] = static_cast<Scalar>(pixels[i] * part);
    else
      numbers[i] = static_cast<Scalar>(pixels[i]) / 255;
}

/// The numbers of a sample, however they are kept.
template <class Scalar>
Eigen::VectorX<Scalar> numbers_of(const DatasetOf<Scalar>& data, std::size_t sample) {
  const auto column = static_cast<Eigen::Index>(sample);
  if (data.pixels.size() == 0) return data.inputs.col(column);
  Eigen::VectorX<Scalar> numbers(data.pixels.rows());
  to_numbers(data.pixels.col(column).data(), numbers.size(), numbers.data());
  return numbers;
}

/// Keeps numbers from here on, if it has kept bytes.
template <class Scalar>
void unpack(DatasetOf<Scalar>& data) {
  if (data.pixels.size() == 0) return;
  data.inputs.resize(data.pixels.rows(), data.pixels.cols());
  to_numbers(data.pixels.data(), data.pixels.size(), data.inputs.data());
  data.pixels.resize(0, 0);
}

}  // namespace stepgrad
