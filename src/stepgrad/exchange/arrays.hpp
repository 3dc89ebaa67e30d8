// Arrays by name, with texts beside them: what safetensors and npz files hold, and all that models of
// other programs are.
//
// Whatever a file keeps its numbers as (half a float or a whole number), here they are doubles, which
// hold all of them exactly but whole numbers beyond 2⁵³. They stand as C and numpy have them, the last
// index running fastest: a matrix row after row. (Eigen's stand column after column.)
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/matrix/eigen.hpp>

namespace stepgrad {

/// How a file keeps a number: what numpy and safetensors call that ("" where they have no such), how
/// many bytes it takes, and the number that these bytes are, the first of them in the lowest place.
struct ElementType {
  std::string_view name, in_npy, in_safetensors;
  std::size_t bytes;
  double (*number)(std::uint64_t bits);
};

struct NamedArray {
  std::string name;
  std::string type;                // "float32", one of the names above
  std::vector<std::size_t> shape;  // empty: one number
  std::vector<double> numbers;     // as many as the shape says
};

struct ArrayFile {
  std::vector<NamedArray> arrays;
  std::map<std::string, std::string> texts = {};
};

/// A matrix as an array of that type, and a vector as one of one dimension.
NamedArray array_of(std::string name, const Matrix<double>& matrix, std::string type);
NamedArray array_of(std::string name, const Eigen::VectorXd& vector, std::string type);
/// The array as a matrix; one of one dimension becomes a column. Throws Error for other dimensions.
Matrix<double> matrix_of(const NamedArray& array);

/// "16×2", "16", or "one number".
std::string shown_shape(const std::vector<std::size_t>& shape);

/// The type of that name in files of numpy or of safetensors. Throws Error for one that is not read;
/// `place` says where it stands.
const ElementType& npy_type(std::string_view name, const std::string& place);
const ElementType& safetensors_type(std::string_view name, const std::string& place);
/// By its own name, one of "float32" and "float64".
const ElementType& type_named(std::string_view name);

/// How many numbers a shape has. Throws Error where so many cannot stand in so many bytes.
std::size_t count_of(const std::vector<std::size_t>& shape, const ElementType& type,
                     std::size_t bytes, const std::string& place);

enum class Order { lowest_first, highest_first };  // of the bytes of a number

/// The numbers that these bytes are.
std::vector<double> numbers_in(std::string_view bytes, const ElementType& type,
                               Order order = Order::lowest_first);
/// The bytes of an array's numbers, which are float32 or float64, the lowest first.
std::string bytes_of(const NamedArray& array);

/// A whole number from its bytes, and back: the lowest first.
std::uint64_t whole_in(std::string_view bytes, Order order = Order::lowest_first);
void append_whole(std::string& bytes, std::uint64_t number, std::size_t count);

}  // namespace stepgrad
