#include <stepgrad/exchange/arrays.hpp>

#include <bit>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/table.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

double from_float(std::uint64_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
}

/// IEEE 754's half: a sign, 5 bits of exponent, 10 of fraction.
double from_half(std::uint64_t bits) {
  const int exponent = static_cast<int>(bits >> 10 & 0x1f);
  const auto fraction = static_cast<double>(bits & 0x3ff);
  const double size = exponent == 0x1f ? (fraction == 0 ? HUGE_VAL : std::nan(""))
                    : exponent == 0    ? std::ldexp(fraction, -24)
                                       : std::ldexp(1024 + fraction, exponent - 25);
  return bits >> 15 & 1 ? -size : size;
}

/// A float without its lower half.
double from_bfloat(std::uint64_t bits) { return from_float(bits << 16); }

template <class Whole>
double from_whole(std::uint64_t bits) {
  return static_cast<double>(static_cast<Whole>(bits));
}

constexpr ElementType types[] = {
    {"float64", "f8", "F64", 8, [](std::uint64_t bits) { return std::bit_cast<double>(bits); }},
    {"float32", "f4", "F32", 4, from_float},
    {"float16", "f2", "F16", 2, from_half},
    {"bfloat16", "", "BF16", 2, from_bfloat},
    {"int64", "i8", "I64", 8, from_whole<std::int64_t>},
    {"int32", "i4", "I32", 4, from_whole<std::int32_t>},
    {"int16", "i2", "I16", 2, from_whole<std::int16_t>},
    {"int8", "i1", "I8", 1, from_whole<std::int8_t>},
    {"uint8", "u1", "U8", 1, from_whole<std::uint8_t>},
    {"bool", "b1", "BOOL", 1, from_whole<std::uint8_t>},
};

const ElementType& type_called(std::string_view ElementType::*name, std::string_view called,
                               const std::string& place) {
  std::vector<std::string> names;
  for (const ElementType& type : types) {
    if (type.*name == called && !called.empty()) return type;
    if (!(type.*name).empty()) names.emplace_back(type.*name);
  }
  throw Error(
      fmt::format("numbers of the kind '{}' are not read", shortened(printable(called), 40)),
      "  " + place, fmt::format("Read are {}.", listed(names)));
}

}  // namespace

NamedArray array_of(std::string name, const Matrix<double>& matrix, std::string type) {
  const auto rows = static_cast<std::size_t>(matrix.rows());
  const auto columns = static_cast<std::size_t>(matrix.cols());
  NamedArray array{std::move(name), std::move(type), {rows, columns}, {}};
  for (Eigen::Index row = 0; row < matrix.rows(); ++row)
    for (Eigen::Index column = 0; column < matrix.cols(); ++column)
      array.numbers.push_back(matrix(row, column));
  return array;
}

NamedArray array_of(std::string name, const Eigen::VectorXd& vector, std::string type) {
  return {std::move(name),
          std::move(type),
          {static_cast<std::size_t>(vector.size())},
          {vector.begin(), vector.end()}};
}

Matrix<double> matrix_of(const NamedArray& array) {
  if (array.shape.empty() || array.shape.size() > 2)
    throw Error(fmt::format("'{}' is no matrix: its shape is {}", printable(array.name),
                            shown_shape(array.shape)),
                "", "Of networks, fully connected layers are read.");
  const auto rows = static_cast<Eigen::Index>(array.shape[0]);
  const auto columns =
      array.shape.size() == 1 ? Eigen::Index{1} : static_cast<Eigen::Index>(array.shape[1]);
  Matrix<double> matrix(rows, columns);
  auto next = array.numbers.begin();
  for (Eigen::Index row = 0; row < rows; ++row)
    for (Eigen::Index column = 0; column < columns; ++column) matrix(row, column) = *next++;
  return matrix;
}

std::string shown_shape(const std::vector<std::size_t>& shape) {
  return shape.empty() ? "one number" : fmt::format("{}", fmt::join(shape, "×"));
}

const ElementType& npy_type(std::string_view name, const std::string& place) {
  return type_called(&ElementType::in_npy, name, place);
}

const ElementType& safetensors_type(std::string_view name, const std::string& place) {
  return type_called(&ElementType::in_safetensors, name, place);
}

const ElementType& type_named(std::string_view name) {
  return row_named(types, "kind of numbers", name);
}

std::size_t count_of(const std::vector<std::size_t>& shape, const ElementType& type,
                     std::size_t bytes, const std::string& place) {
  const std::size_t most = bytes / type.bytes;
  std::size_t count = 1;
  for (const std::size_t size : shape) {
    if (size > most || (size > 0 && count > most / size))
      throw Error(fmt::format("an array of {} {} numbers in {} bytes", shown_shape(shape),
                              type.name, bytes),
                  "  " + place, "The file is cut off or damaged. Fetch it again.");
    count *= size;
  }
  return count;
}

std::uint64_t whole_in(std::string_view bytes, Order order) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::size_t place = order == Order::lowest_first ? bytes.size() - 1 - i : i;
    number = number << 8 | static_cast<unsigned char>(bytes[place]);
  }
  return number;
}

void append_whole(std::string& bytes, std::uint64_t number, std::size_t count) {
  for (; count > 0; --count, number >>= 8) bytes += static_cast<char>(number & 0xff);
}

std::vector<double> numbers_in(std::string_view bytes, const ElementType& type, Order order) {
  std::vector<double> numbers;
  numbers.reserve(bytes.size() / type.bytes);
  for (std::size_t place = 0; place + type.bytes <= bytes.size(); place += type.bytes)
    numbers.push_back(type.number(whole_in(bytes.substr(place, type.bytes), order)));
  return numbers;
}

std::string bytes_of(const NamedArray& array) {
  std::string bytes;
  const bool in_float = type_named(array.type).bytes == sizeof(float);
  for (const double number : array.numbers)
    if (in_float)
      append_whole(bytes, std::bit_cast<std::uint32_t>(static_cast<float>(number)), sizeof(float));
    else
      append_whole(bytes, std::bit_cast<std::uint64_t>(number), sizeof(double));
  return bytes;
}

}  // namespace stepgrad
