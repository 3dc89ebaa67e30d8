#include <stepgrad/exchange/npy.hpp>

#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/base/whole.hpp>
#include <stepgrad/exchange/zip.hpp>

namespace stepgrad {
namespace {

constexpr std::string_view npy_magic = "\x93NUMPY", npy_ending = ".npy";
constexpr std::size_t npy_alignment = 64;

[[noreturn]] void refuse_npy(const std::string& what, const std::string& name) {
  throw Error(what, "  " + name, "Is it whole? numpy.save and numpy.savez write such files.");
}

/// What stands behind 'KEY': in the header, up to one of the signs.
std::string_view entry_of(std::string_view header, std::string_view key, std::string_view ends,
                          const std::string& name) {
  const std::string quoted = fmt::format("'{}':", key);
  const std::size_t place = header.find(quoted);
  const std::size_t begin = header.find_first_not_of(' ', place + quoted.size());
  const std::size_t end = header.find_first_of(ends, begin);
  if (place == header.npos || begin == header.npos || end == header.npos)
    refuse_npy(fmt::format("the header of the array says no {}", key), name);
  return header.substr(begin, end - begin);
}

/// "(16, 2" and "(16," and "(".
std::vector<std::size_t> read_shape(std::string_view text, const std::string& name) {
  constexpr std::size_t most_dimensions = 32, most = std::size_t{1} << 53;
  std::vector<std::size_t> shape;
  if (!text.starts_with('(')) refuse_npy("the header of the array says no shape", name);
  for (const std::string_view word : split(text.substr(1), ',')) {
    const std::string digits = trimmed(word);
    if (digits.empty()) continue;
    const std::optional<std::size_t> size = read_whole(digits, 0, most);
    if (!size || shape.size() == most_dimensions)
      refuse_npy(fmt::format("'{}' is no shape", shortened(printable(text), 60)), name);
    shape.push_back(*size);
  }
  return shape;
}

/// Numbers that came with the first index running fastest, with the last one running fastest.
std::vector<double> turned(const std::vector<double>& numbers,
                           const std::vector<std::size_t>& shape) {
  std::vector<double> result;
  result.reserve(numbers.size());
  std::vector<std::size_t> index(shape.size(), 0);
  while (result.size() < numbers.size()) {
    std::size_t place = 0;
    for (std::size_t i = shape.size(); i-- > 0;) place = place * shape[i] + index[i];
    result.push_back(numbers[place]);
    for (std::size_t i = shape.size(); i-- > 0 && ++index[i] == shape[i];) index[i] = 0;
  }
  return result;
}

}  // namespace

std::string as_npy(const NamedArray& array) {
  // Python writes one in brackets as (16,).
  std::string header = fmt::format("{{'descr': '<{}', 'fortran_order': False, 'shape': ({}{}), }}",
                                   type_named(array.type).in_npy, fmt::join(array.shape, ", "),
                                   array.shape.size() == 1 ? "," : "");
  const std::size_t before = npy_magic.size() + 2 + 2;
  const std::size_t size = before + header.size() + 1;
  header.append((npy_alignment - size % npy_alignment) % npy_alignment, ' ');
  header += '\n';
  std::string bytes(npy_magic);
  append_whole(bytes, 1, 2);  // version 1.0
  append_whole(bytes, header.size(), 2);
  return bytes + header + bytes_of(array);
}

NamedArray read_npy(std::string_view bytes, const std::string& name) {
  const std::size_t after_magic = npy_magic.size() + 2;
  if (!bytes.starts_with(npy_magic) || bytes.size() < after_magic + 4)
    refuse_npy("this is no array of numpy", name);
  const std::size_t digits = bytes[npy_magic.size()] == 1 ? 2 : 4;  // versions 2 and 3: longer ones
  const std::uint64_t length = whole_in(bytes.substr(after_magic, digits));
  const std::string_view rest = bytes.substr(after_magic + digits);
  if (length > rest.size()) refuse_npy("the array is cut off in its header", name);
  const std::string_view header = rest.substr(0, length), content = rest.substr(length);

  const std::string_view described = entry_of(header, "descr", ",}", name);
  if (described.size() < 3 || described.front() != '\'' || described.back() != '\'')
    refuse_npy("the array is one of records, not of numbers", name);
  const char order = described[1];
  const ElementType& type = npy_type(described.substr(2, described.size() - 3), name);
  NamedArray array{name, std::string(type.name), {}, {}};
  array.shape = read_shape(entry_of(header, "shape", ")", name), name);
  const std::size_t count = count_of(array.shape, type, content.size(), name);
  if (content.size() != count * type.bytes)
    refuse_npy("the array has more bytes than it says", name);
  array.numbers =
      numbers_in(content, type, order == '>' ? Order::highest_first : Order::lowest_first);
  if (entry_of(header, "fortran_order", ",}", name) == "True")
    array.numbers = turned(array.numbers, array.shape);
  return array;
}

std::string as_npz(const ArrayFile& file) {
  std::vector<ZipEntry> entries;
  for (const NamedArray& array : file.arrays)
    entries.push_back({array.name + std::string(npy_ending), as_npy(array)});
  for (const auto& [name, text] : file.texts) entries.push_back({name, text});
  return zip(entries);
}

ArrayFile read_npz(std::string_view bytes, const std::string& name) {
  ArrayFile file;
  for (ZipEntry& entry : unzipped(bytes, name)) {
    if (!entry.name.ends_with(npy_ending)) {
      file.texts.emplace(std::move(entry.name), std::move(entry.bytes));
      continue;
    }
    const std::string array = entry.name.substr(0, entry.name.size() - npy_ending.size());
    file.arrays.push_back(read_npy(entry.bytes, array));
  }
  return file;
}

}  // namespace stepgrad
