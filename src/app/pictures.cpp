#include "app/pictures.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>

namespace stepgrad::app {

std::optional<Format> format_of(const std::filesystem::path& path) {
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (ending == ".svg") return Format::svg;
  if (ending == ".png") return Format::png;
  if (ending == ".pdf") return Format::pdf;
  if (ending == ".dot") return std::nullopt;
  throw Error(fmt::format("cannot draw '{}': {}", path.string(),
                          ending.empty() ? "the name has no ending"
                                         : fmt::format("no format ends in '{}'", ending)),
              "", "The name must end in .svg, .png, .pdf or .dot.");
}

void write_drawing(const Drawing& drawing, Style style, const std::filesystem::path& path) {
  const std::string text = dot(drawing, style);
  const std::optional<Format> format = format_of(path);
  write_file(path, format ? picture(text, *format) : text);
}

}  // namespace stepgrad::app
