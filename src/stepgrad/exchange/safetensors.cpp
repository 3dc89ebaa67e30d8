#include <stepgrad/exchange/safetensors.hpp>

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

using Header = nlohmann::ordered_json;

constexpr std::size_t length_bytes = 8;
constexpr const char* texts_entry = "__metadata__";

[[noreturn]] void refuse_tensors(const std::string& what, const std::string& name) {
  throw Error(what, "  " + name, "Is it whole? safetensors.torch.save_file writes such files.");
}

struct Placed {
  NamedArray array;
  const ElementType* type;
  std::size_t begin, end;
};

std::vector<std::size_t> whole_numbers(const Header& list, const std::string& place) {
  std::vector<std::size_t> numbers;
  if (!list.is_array()) refuse_tensors("the header is damaged", place);
  for (const Header& number : list) {
    if (!number.is_number_unsigned())
      refuse_tensors("in the header stands a number that is not whole", place);
    numbers.push_back(number.get<std::size_t>());
  }
  return numbers;
}

Placed read_entry(const std::string& array, const Header& entry, std::size_t bytes,
                  const std::string& name) {
  const std::string place = fmt::format("{}, {}", name, shortened(printable(array), 60));
  for (const char* part : {"dtype", "shape", "data_offsets"})
    if (!entry.is_object() || !entry.contains(part))
      refuse_tensors(fmt::format("the header says no {}", part), place);
  if (!entry["dtype"].is_string()) refuse_tensors("the header is damaged", place);
  Placed placed;
  placed.type = &safetensors_type(entry["dtype"].get<std::string>(), place);
  placed.array = {array, std::string(placed.type->name), whole_numbers(entry["shape"], place), {}};
  const std::vector<std::size_t> offsets = whole_numbers(entry["data_offsets"], place);
  const std::size_t count = count_of(placed.array.shape, *placed.type, bytes, place);
  if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > bytes ||
      offsets[1] - offsets[0] != count * placed.type->bytes)
    refuse_tensors("the array is not where the header says, or has another size", place);
  placed.begin = offsets[0];
  placed.end = offsets[1];
  return placed;
}

std::map<std::string, std::string> read_texts(const Header& entry, const std::string& name) {
  std::map<std::string, std::string> texts;
  if (!entry.is_object()) refuse_tensors("the metadata is damaged", name);
  for (const auto& [key, text] : entry.items()) {
    if (!text.is_string()) refuse_tensors("the metadata holds something that is no text", name);
    texts[key] = text.get<std::string>();
  }
  return texts;
}

/// Throws Error unless they fill the bytes, one behind the other.
void check_places(std::vector<Placed>& arrays, std::size_t bytes, const std::string& name) {
  std::ranges::stable_sort(arrays, {},
                           [](const Placed& array) { return std::pair(array.begin, array.end); });
  std::size_t end = 0;
  for (const Placed& array : arrays) {
    if (array.begin != end)
      refuse_tensors(array.begin < end ? "two arrays overlap" : "between two arrays is a gap",
                     fmt::format("{}, {}", name, shortened(printable(array.array.name), 60)));
    end = array.end;
  }
  if (end != bytes) refuse_tensors("behind the arrays stands something else", name);
}

}  // namespace

std::string as_safetensors(const ArrayFile& file) {
  Header header = Header::object();
  if (!file.texts.empty()) header[texts_entry] = file.texts;
  std::string numbers;
  for (const NamedArray& array : file.arrays) {
    const std::size_t begin = numbers.size();
    numbers += bytes_of(array);
    header[array.name] = {{"dtype", type_named(array.type).in_safetensors},
                          {"shape", array.shape},
                          {"data_offsets", {begin, numbers.size()}}};
  }
  std::string text = header.dump(-1, ' ', false, Header::error_handler_t::replace);
  text.append((length_bytes - text.size() % length_bytes) % length_bytes, ' ');
  std::string bytes;
  append_whole(bytes, text.size(), length_bytes);
  return bytes + text + numbers;
}

ArrayFile read_safetensors(std::string_view bytes, const std::string& name) {
  if (bytes.size() < length_bytes) refuse_tensors("this is no file of safetensors", name);
  const std::uint64_t length = whole_in(bytes.substr(0, length_bytes));
  if (length > bytes.size() - length_bytes)
    refuse_tensors("this is no file of safetensors, or it is cut off in its header", name);
  const Header header =
      Header::parse(bytes.substr(length_bytes, length), nullptr, /*allow_exceptions=*/false);
  if (!header.is_object()) refuse_tensors("the header is not JSON as it should be", name);
  const std::string_view numbers = bytes.substr(length_bytes + length);
  ArrayFile file;
  std::vector<Placed> arrays;
  for (const auto& [array, entry] : header.items())
    if (array == texts_entry)
      file.texts = read_texts(entry, name);
    else
      arrays.push_back(read_entry(array, entry, numbers.size(), name));
  check_places(arrays, numbers.size(), name);
  for (Placed& placed : arrays) {
    placed.array.numbers =
        numbers_in(numbers.substr(placed.begin, placed.end - placed.begin), *placed.type);
    file.arrays.push_back(std::move(placed.array));
  }
  return file;
}

}  // namespace stepgrad
