// Images that are kept as bytes: whoever asks gets the numbers that they would have been.
#include <array>
#include <cstdint>
#include <numeric>

#include <stepgrad/data/batches.hpp>
#include <stepgrad/data/bytes.hpp>
#include <stepgrad/data/pixels.hpp>
#include <stepgrad/data/prepare.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

/// Twelve images of 5 × 7 pixels.
template <class S>
DatasetOf<S> grey_images() {
  DatasetOf<S> data;
  data.width = 5;
  data.height = 7;
  data.pixels.resize(35, 12);
  std::uint8_t next = 0;
  for (std::uint8_t& pixel : data.pixels.reshaped()) pixel = next = std::uint8_t(next * 13 + 5);
  data.inputs.resize(35, 0);
  for (int i = 0; i < 12; ++i) data.labels.push_back(i % 3);
  data.class_names = {"0", "1", "2"};
  return data;
}

template <class S>
DatasetOf<S> unpacked(DatasetOf<S> data) {
  unpack(data);
  return data;
}

template <class S>
void check_each_byte() {
  std::array<std::uint8_t, 256> bytes;
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
  std::array<S, 256> numbers;
  to_numbers(bytes.data(), 256, numbers.data());
  for (int byte = 0; byte < 256; ++byte) {
    INFO(byte);
    CHECK(numbers[static_cast<std::size_t>(byte)] == static_cast<S>(byte) / 255);
  }
}

}  // namespace

TEST_CASE("a byte is its 255th part, rounded once", "[pixels]") {
  check_each_byte<float>();
  check_each_byte<double>();
}

TEST_CASE("batches of bytes are those of the numbers", "[pixels]") {
  const DatasetOf<float> bytes = grey_images<float>(), numbers = unpacked(bytes);
  CHECK(bytes.samples() == 12);
  CHECK(bytes.features() == 35);
  Batches<float> packed(bytes, 5), plain(numbers, 5);
  Random one(3), other(3);
  packed.shuffle(one);
  plain.shuffle(other);
  for (std::size_t i = 0; i < plain.count(); ++i) {
    const Matrix<float> inputs = packed[i].inputs;
    CHECK(inputs == plain[i].inputs);
  }
}

TEST_CASE("samples that are chosen, converted or standardised are the same", "[pixels]") {
  const DatasetOf<double> bytes = grey_images<double>(), numbers = unpacked(bytes);
  const std::array<std::size_t, 3> few{7, 0, 11};
  CHECK(unpacked(chosen<double>(bytes, few)).inputs == chosen<double>(numbers, few).inputs);
  CHECK(numbers_of(bytes, 7) == numbers.inputs.col(7));
  CHECK(numbers_of(numbers, 7) == numbers.inputs.col(7));
  CHECK(unpacked(converted<float>(bytes)).inputs == unpacked(grey_images<float>()).inputs);
  const Standardiser fitted = Standardiser::fit(bytes);
  CHECK(fitted.mean() == Standardiser::fit(numbers).mean());
  DatasetOf<double> one = bytes, other = numbers;
  fitted.apply(one);
  fitted.apply(other);
  CHECK(one.inputs == other.inputs);
}

TEST_CASE("the check number of bytes goes on from that of those before", "[pixels]") {
  CHECK(check_number("123456789") == 0xcbf43926);  // as every CRC-32 has it
  CHECK(check_number("6789", check_number("12345")) == 0xcbf43926);
  CHECK(check_number("123456788") != 0xcbf43926);
  CHECK(check_number({}, 0xcbf43926) == 0xcbf43926);
}
