#include <stepgrad/page/markup.hpp>

#include <map>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

/// An <svg> element of its own, from where its attributes begin. Graphviz calls each graph by the
/// same id, which may stand on a page once only.
std::string inline_svg(std::string_view svg) {
  const std::size_t graph = svg.find("<g id="), after = svg.find(" class=\"graph\"", graph);
  return fmt::format(
      "<svg role=\"img\" aria-label=\"Values run "
      "along the arrows, gradients against them\"{}<g{}</svg>",
      svg.substr(0, graph), svg.substr(after));
}

constexpr std::string_view image_begin = "<image ", data = "href=\"data:";

bool is_image(std::string_view line) {
  return line.starts_with(image_begin) && line.find(data) != line.npos;
}

/// A whole curve or group that takes more than a <use>.
bool is_long_part(std::string_view line) {
  constexpr std::size_t of_use = 60;
  return line.size() > of_use && ((line.starts_with("<path ") && line.ends_with("/>")) ||
                                  (line.starts_with("<g>") && line.ends_with("</g>")));
}

/// What is written once.
class SharedParts {
 public:
  /// The <use> of an image's pixels, as large as the image was.
  std::string image(std::string_view line) {
    const std::size_t href = line.find(data), end = line.find('"', href + data.size()) + 1;
    const std::size_t attributes = image_begin.size();
    return use(line.substr(href, end - href), line.substr(attributes, href - attributes),
               R"(<symbol id="shared-{0}" viewBox="0 0 1 1" preserveAspectRatio="none">)"
               R"(<image width="1" height="1" preserveAspectRatio="none" {1}/></symbol>)");
  }

  /// The <use> of a line as it is.
  std::string part(std::string_view line) { return use(line, "", R"(<g id="shared-{0}">{1}</g>)"); }

  /// An SVG that is not seen; in it the colours of plots mean what they mean elsewhere.
  std::string definitions() const {
    if (numbers_.empty()) return "";
    return fmt::format(
        R"(<div class="plot view"><svg width="0" height="0" style="position:absolute" )"
        R"(aria-hidden="true"><defs>{}{}</defs></svg></div>{})",
        '\n', definitions_, '\n');
  }

 private:
  std::string use(std::string_view what, std::string_view attributes, std::string_view definition) {
    const auto [number, is_new] = numbers_.try_emplace(std::string(what), numbers_.size() + 1);
    if (is_new) definitions_ += fmt::format(fmt::runtime(definition), number->second, what) + '\n';
    return fmt::format(R"(<use {}href="#shared-{}"/>)", attributes, number->second);
  }

  std::map<std::string, std::size_t> numbers_;  // by what they hold
  std::string definitions_;
};

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

double svg_length(std::string_view svg, std::string_view attribute) {
  const std::string opening = fmt::format(" {}=\"", attribute);
  const std::size_t begin = svg.find(opening) + opening.size();
  return std::stod(std::string(svg.substr(begin, svg.find('"', begin) - begin)));
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

std::string with_shared_parts(std::string_view page) {
  const std::vector<std::string_view> lines = split(page, '\n');
  std::map<std::string_view, std::size_t> times;
  for (const std::string_view line : lines) times[line] += is_long_part(line);
  SharedParts shared;
  std::string rest;
  for (const std::string_view line : lines) {
    rest += rest.empty() ? "" : "\n";
    rest += is_image(line)     ? shared.image(line)
          : times.at(line) > 1 ? shared.part(line)
                               : std::string(line);
  }
  return shared.definitions() + rest;
}

}  // namespace stepgrad
