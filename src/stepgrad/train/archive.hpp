// The file in which a model, or a run half done, is kept: texts and matrices by name.
//
// It begins with lines that a person can read, and goes on with the numbers as the machine has
// them, the lowest byte first, so that what is read back is what was written, bit for bit:
//
//     stepgrad archive 1 float
//     text architecture 8
//     784-10
//     matrix W1 10 784
//     (10 · 784 numbers, column after column)
//     end 2b7e151628aed2a6
//
// The last line is a sum over all before it (FNV-1a): a file that was cut off or changed is
// refused.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <stepgrad/base/checksum.hpp>
#include <stepgrad/matrix/eigen.hpp>
#include <stepgrad/matrix/precision.hpp>
#include <stepgrad/matrix/shapes.hpp>

namespace stepgrad {

template <class Scalar>
class Archive {
 public:
  void put(std::string name, std::string text);
  void put(std::string name, double number);  // reads back bit for bit
  void put(std::string name, Matrix<Scalar> matrix);

  bool has(std::string_view name) const;
  /// How many numbers its matrices have together.
  std::size_t numbers() const;
  /// What stands under that name. Throws Error if it is not there, or is something else.
  const std::string& text(std::string_view name) const;
  double number(std::string_view name) const;
  /// Throws Error also for a number that is not whole, or below 0, or beyond 2⁵³.
  std::uint64_t count(std::string_view name) const;
  const Matrix<Scalar>& matrix(std::string_view name) const;
  /// The same, of a shape that is known. Throws Error also for another.
  const Matrix<Scalar>& matrix(std::string_view name, Index rows, Index columns) const;

  std::string bytes() const;
  /// Throws Error for bytes that are no archive of this precision, or are damaged; `name` is how
  /// it calls them. Sizes are compared with what is there before memory is taken.
  static Archive from_bytes(std::string_view bytes, const std::string& name);

 private:
  std::string name_;  // of the file, for errors
  std::vector<std::pair<std::string, std::string>> texts_;
  std::vector<std::pair<std::string, Matrix<Scalar>>> matrices_;
};

/// "float" or "double": what the archive in these bytes holds. Throws Error for no archive.
std::string precision_of(std::string_view bytes, const std::string& name);

}  // namespace stepgrad
