#include <stepgrad/exchange/export.hpp>

#include <filesystem>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/exchange/cpp_header.hpp>
#include <stepgrad/exchange/description.hpp>
#include <stepgrad/exchange/formula_text.hpp>
#include <stepgrad/exchange/npy.hpp>
#include <stepgrad/exchange/onnx.hpp>
#include <stepgrad/exchange/safetensors.hpp>

namespace stepgrad {
namespace {

std::string one_array(const PlainModel& plain, const std::string& name) {
  const ArrayFile file = arrays_of(plain);
  std::vector<std::string> names;
  for (const NamedArray& array : file.arrays) {
    if (array.name == name) return as_npy(array);
    names.push_back(array.name);
  }
  throw Error(fmt::format("the model has no array '{}'", shortened(printable(name), 40)), "",
              fmt::format("A .npy file holds one, and is called after it: {}.npy. There are {}.",
                          names.front(), listed(names)));
}

constexpr ExportFormat all_formats[] = {
    {".onnx", "for onnxruntime and other programs; in float",
     [](const PlainModel& plain, const std::string&) { return as_onnx(plain); }},
    {".safetensors", "for PyTorch: names as in torch.nn.Sequential",
     [](const PlainModel& plain, const std::string&) { return as_safetensors(arrays_of(plain)); }},
    {".npz", "for numpy, under the same names",
     [](const PlainModel& plain, const std::string&) { return as_npz(arrays_of(plain)); }},
    {".npy", "one of these arrays, by its name: 0.weight.npy", one_array},
    {".hpp", "a C++20 header with predict(), which needs nothing else",
     [](const PlainModel& plain, const std::string& name) { return as_cpp_header(plain, name); }},
    {".json", "everything as text, with examples to try a reader on",
     [](const PlainModel& plain, const std::string&) { return as_json(plain); }},
    {".formula", "a small model as a formula, for `stepgrad explain --file` and its step player",
     [](const PlainModel& plain, const std::string&) { return as_formula_text(plain); }},
};

}  // namespace

std::span<const ExportFormat> export_formats() { return all_formats; }

const ExportFormat& export_format_of(const std::string& path) {
  for (const ExportFormat& format : all_formats)
    if (path.ends_with(format.ending)) return format;
  std::string lines;
  for (const ExportFormat& format : all_formats)
    lines += fmt::format("{}  {:<14}{}", lines.empty() ? "" : "\n", format.ending, format.about);
  throw Error(fmt::format("a model cannot be exported as '{}'", shortened(printable(path), 60)), "",
              "The name must end in one of these:\n" + lines);
}

std::string exported(const PlainModel& plain, const std::string& path) {
  return export_format_of(path).written(plain, std::filesystem::path(path).stem().string());
}

}  // namespace stepgrad
