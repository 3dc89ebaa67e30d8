#include <stepgrad/page/markup.hpp>

#include <fmt/format.h>

namespace stepgrad {
namespace {

/// An <svg> element of its own, from where its attributes begin. Graphviz calls each graph by the
/// same id, which may stand on a page once only.
std::string inline_svg(std::string_view svg) {
  const std::size_t graph = svg.find("<g id="), after = svg.find(" class=\"graph\"", graph);
  return fmt::format(
      "<svg role=\"img\" aria-label=\"Values run from left to right, gradients from "
      "right to left\"{}<g{}</svg>",
      svg.substr(0, graph), svg.substr(after));
}

}  // namespace

// In JSON a < can only stand in a string.
std::string within_script(std::string_view json) {
  std::string result;
  for (const char c : json) result += c == '<' ? "\\u003c" : std::string(1, c);
  return result;
}

std::string filled(std::string_view form,
                   const std::vector<std::pair<std::string_view, std::string>>& places) {
  std::string result;
  while (true) {
    const std::size_t begin = form.find("{{"), end = form.find("}}", begin);
    result += form.substr(0, begin);
    if (end == std::string_view::npos) return result;
    const std::string_view place = form.substr(begin + 2, end - begin - 2);
    for (const auto& [name, text] : places)
      if (name == place) result += text;
    form.remove_prefix(end + 2);
  }
}

std::vector<std::string> inline_svgs(std::string_view drawn) {
  constexpr std::string_view begin = "<svg", end = "</svg>";
  std::vector<std::string> found;
  for (std::size_t at = drawn.find(begin); at != drawn.npos; at = drawn.find(begin, at)) {
    at += begin.size();
    found.push_back(inline_svg(drawn.substr(at, drawn.find(end, at) - at)));
  }
  return found;
}

std::string without(std::string_view text, std::string_view begin, std::string_view end) {
  std::string result;
  while (true) {
    const std::size_t from = text.find(begin);
    const std::size_t to = from == text.npos ? from : text.find(end, from + begin.size());
    if (to == text.npos) return result + std::string(text);
    result += text.substr(0, from);
    text.remove_prefix(to + end.size());
  }
}

}  // namespace stepgrad
