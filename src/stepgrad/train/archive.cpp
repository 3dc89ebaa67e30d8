#include <stepgrad/train/archive.hpp>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <type_traits>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t longest_side = std::size_t{1} << 31;  // rows or columns
constexpr std::string_view magic = "stepgrad archive 1 ";

template <class Scalar>
using Bits = std::conditional_t<sizeof(Scalar) == 4, std::uint32_t, std::uint64_t>;

[[noreturn]] void refuse(const std::string& what, const std::string& name) {
  throw Error(what, fmt::format("  {}", name),
              "Is it a file that stepgrad has written, and whole? "
              "Another copy, or a new run, mends it.");
}

template <class Scalar>
void append(std::string& bytes, const Matrix<Scalar>& matrix) {
  for (Index i = 0; i < matrix.size(); ++i) {
    const auto bits = std::bit_cast<Bits<Scalar>>(matrix.data()[i]);
    for (std::size_t byte = 0; byte < sizeof bits; ++byte)
      bytes += static_cast<char>(bits >> (8 * byte) & 0xff);
  }
}

/// Takes an archive apart, from its beginning on.
class Reader {
 public:
  Reader(std::string_view bytes, const std::string& name) : rest_(bytes), name_(name) {}

  bool at_end() const { return rest_.empty(); }
  std::string_view line() {
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) refuse("the file is cut off", name_);
    return take(end + 1).substr(0, end);
  }
  std::string_view take(std::size_t bytes) {
    if (bytes > rest_.size()) refuse("the file is cut off", name_);
    const std::string_view taken = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return taken;
  }
  std::size_t size(std::string_view digits) const {
    std::size_t number = 0;
    const char* end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, number);
    if (error != std::errc() || rest != end) refuse("the file is damaged", name_);
    return number;
  }
  template <class Scalar>
  Matrix<Scalar> matrix(std::size_t rows, std::size_t columns) {
    const std::size_t most = rest_.size() / sizeof(Scalar);
    if (rows > longest_side || columns > longest_side || (rows > 0 && columns > most / rows))
      refuse("the file is cut off", name_);
    const std::string_view bytes = take(rows * columns * sizeof(Scalar));
    Matrix<Scalar> matrix(static_cast<Index>(rows), static_cast<Index>(columns));
    for (std::size_t i = 0; i < rows * columns; ++i) {
      Bits<Scalar> bits = 0;
      for (std::size_t byte = 0; byte < sizeof bits; ++byte)
        bits |= static_cast<Bits<Scalar>>(static_cast<unsigned char>(bytes[i * sizeof bits + byte]))
             << (8 * byte);
      matrix.data()[i] = std::bit_cast<Scalar>(bits);
    }
    return matrix;
  }

 private:
  std::string_view rest_;
  const std::string& name_;
};

template <class Items>
const auto* found(const Items& items, std::string_view name) {
  const auto item =
      std::find_if(items.begin(), items.end(), [&](const auto& i) { return i.first == name; });
  return item == items.end() ? nullptr : &item->second;
}

/// What comes before the line with the sum. Throws Error where the sum is another.
std::string_view without_sum(std::string_view bytes, const std::string& name) {
  constexpr std::size_t length = 4 + 16 + 1;  // "end ", the digits, the end of the line
  if (bytes.size() < length || bytes.back() != '\n') refuse("the file is cut off", name);
  const std::string_view body = bytes.substr(0, bytes.size() - length);
  if (bytes.substr(body.size()) != fmt::format("end {:016x}\n", checksum(body)))
    refuse("the file is cut off or damaged", name);
  return body;
}

}  // namespace

std::string precision_of(std::string_view bytes, const std::string& name) {
  if (!bytes.starts_with(magic)) refuse("this is no model of stepgrad", name);
  const std::string_view word = Reader(bytes.substr(magic.size()), name).line();
  const std::vector<std::string> names = names_of(precisions);
  if (std::find(names.begin(), names.end(), word) == names.end())
    refuse(fmt::format("this model has numbers of a kind that is not known, '{}'",
                       shortened(printable(word), 20)),
           name);
  return std::string(word);
}

template <class Scalar>
void Archive<Scalar>::put(std::string name, std::string text) {
  texts_.emplace_back(std::move(name), std::move(text));
}

template <class Scalar>
void Archive<Scalar>::put(std::string name, double number) {
  put(std::move(name), exact(number));
}

template <class Scalar>
void Archive<Scalar>::put(std::string name, Matrix<Scalar> matrix) {
  matrices_.emplace_back(std::move(name), std::move(matrix));
}

template <class Scalar>
bool Archive<Scalar>::has(std::string_view name) const {
  return found(texts_, name) || found(matrices_, name);
}

template <class Scalar>
std::size_t Archive<Scalar>::numbers() const {
  std::size_t count = 0;
  for (const auto& [name, matrix] : matrices_) count += static_cast<std::size_t>(matrix.size());
  return count;
}

template <class Scalar>
const std::string& Archive<Scalar>::text(std::string_view name) const {
  const std::string* text = found(texts_, name);
  if (!text) refuse(fmt::format("there is no '{}' in the file", name), name_);
  return *text;
}

template <class Scalar>
double Archive<Scalar>::number(std::string_view name) const {
  const std::optional<double> number = read_number(text(name));
  if (!number) refuse(fmt::format("'{}' is not a number in the file", name), name_);
  return *number;
}

template <class Scalar>
std::uint64_t Archive<Scalar>::count(std::string_view name) const {
  const double number = this->number(name);
  if (!(number >= 0 && number <= 0x1p53) || number != std::floor(number))
    refuse(fmt::format("'{}' is no count in the file", name), name_);
  return static_cast<std::uint64_t>(number);
}

template <class Scalar>
const Matrix<Scalar>& Archive<Scalar>::matrix(std::string_view name) const {
  const Matrix<Scalar>* matrix = found(matrices_, name);
  if (!matrix) refuse(fmt::format("there is no '{}' in the file", name), name_);
  return *matrix;
}

template <class Scalar>
const Matrix<Scalar>& Archive<Scalar>::matrix(std::string_view name, Index rows,
                                              Index columns) const {
  const Matrix<Scalar>& matrix = this->matrix(name);
  if (matrix.rows() != rows || matrix.cols() != columns)
    refuse(fmt::format("'{}' has {} x {} numbers in the file, {} x {} are wanted", name,
                       matrix.rows(), matrix.cols(), rows, columns),
           name_);
  return matrix;
}

template <class Scalar>
std::string Archive<Scalar>::bytes() const {
  std::string bytes = fmt::format("{}{}\n", magic, precision_name<Scalar>);
  for (const auto& [name, text] : texts_)
    bytes += fmt::format("text {} {}\n{}\n", name, text.size(), text);
  for (const auto& [name, matrix] : matrices_) {
    bytes += fmt::format("matrix {} {} {}\n", name, matrix.rows(), matrix.cols());
    append(bytes, matrix);
    bytes += '\n';
  }
  return bytes + fmt::format("end {:016x}\n", checksum(bytes));
}

template <class Scalar>
Archive<Scalar> Archive<Scalar>::from_bytes(std::string_view bytes, const std::string& name) {
  if (const std::string held = precision_of(bytes, name); held != precision_name<Scalar>)
    refuse(
        fmt::format("the numbers of this file are {}, {} is wanted", held, precision_name<Scalar>),
        name);
  const std::string_view body = without_sum(bytes, name);
  Reader reader(body, name);
  reader.line();
  Archive archive;
  archive.name_ = name;
  while (!reader.at_end()) {
    const std::vector<std::string_view> words = split(reader.line(), ' ');
    if (words.size() == 3 && words[0] == "text")
      archive.put(std::string(words[1]), std::string(reader.take(reader.size(words[2]))));
    else if (words.size() == 4 && words[0] == "matrix")
      archive.put(std::string(words[1]),
                  reader.matrix<Scalar>(reader.size(words[2]), reader.size(words[3])));
    else
      refuse("the file is damaged", name);
    if (!reader.line().empty()) refuse("the file is damaged", name);
  }
  return archive;
}

template class Archive<float>;
template class Archive<double>;

}  // namespace stepgrad
