#include <stepgrad/page/lean_svg.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

/// What stands between these two, with the places around it.
struct Part {
  std::string_view before, inside, after;
};
std::optional<Part> part(std::string_view line, std::string_view open, std::string_view close) {
  const std::size_t begin = line.find(open);
  if (begin == line.npos) return std::nullopt;
  const std::size_t from = begin + open.size(), to = line.find(close, from);
  if (to == line.npos) return std::nullopt;
  return Part{line.substr(0, from), line.substr(from, to - from), line.substr(to)};
}

/// "12.5" and "-3": rounded to tenths, without a zero at the end.
std::string tenths(double number) {
  std::string text = fmt::format("{:.1f}", number);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

double number(std::string_view text) { return std::strtod(std::string(text).c_str(), nullptr); }

/// The numbers among letters, commas and blanks in tenths.
std::string all_in_tenths(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = text.find_first_not_of("-.0123456789");
    const std::string_view digits = text.substr(0, end);
    result += digits.empty() ? std::string(1, text[0]) : tenths(number(digits));
    text.remove_prefix(digits.empty() ? 1 : digits.size());
  }
  return result;
}

struct Rectangle {
  std::string_view look;  // fill and stroke
  double left, right, top, bottom;

  /// Are they one, side by side?
  bool goes_on_with(const Rectangle& next) const {
    return look == next.look && top == next.top && bottom == next.bottom && right == next.left;
  }
  std::string text() const {
    return fmt::format(R"(<rect {}x="{}" y="{}" width="{}" height="{}"/>)", look, tenths(left),
                       tenths(top), tenths(right - left), tenths(bottom - top));
  }
};

constexpr std::string_view polygon = "<polygon ", points = "points=\"";

/// A polygon of four corners with sides upright and level, as Graphviz writes a cell.
std::optional<Rectangle> rectangle(std::string_view line) {
  const auto found = line.starts_with(polygon) ? part(line, points, "\"") : std::nullopt;
  if (!found) return std::nullopt;
  std::vector<std::array<double, 2>> corners;
  for (const std::string_view corner : split(found->inside, ' ')) {
    const std::size_t comma = corner.find(',');
    corners.push_back({number(corner.substr(0, comma)), number(corner.substr(comma + 1))});
  }
  if (corners.size() != 5 || corners[0] != corners[4]) return std::nullopt;
  const auto [left, bottom] = corners[0];
  const auto [right, top] = corners[2];
  if (corners[1] != std::array{left, top} || corners[3] != std::array{right, bottom} ||
      right < left)
    return std::nullopt;
  return Rectangle{
      found->before.substr(polygon.size(), found->before.size() - polygon.size() - points.size()),
      left, right, std::min(top, bottom), std::max(top, bottom)};
}

/// Of a curve or an arrowhead.
std::string with_places_in_tenths(std::string_view line) {
  for (const std::string_view attribute : {std::string_view(" d=\""), points})
    if (const auto found = part(line, attribute, "\""))
      return std::string(found->before) + all_in_tenths(found->inside) + std::string(found->after);
  return std::string(line);
}

bool is_needless(std::string_view line) {
  const bool blank = line.starts_with("<text") && line.ends_with("> \u00a0</text>");
  const bool ground = line.starts_with("<polygon fill=\"white\" stroke=\"transparent\"");
  // An edge's title says from which value to which operation it goes; no other says anything new.
  const bool title = line.starts_with("<title>") &&
                     !(line.starts_with("<title>n") && line.find("&gt;") != line.npos);
  return line.empty() || line.starts_with("<!--") || blank || ground || title;
}

std::string in_short(std::string_view line) {
  std::string text = with_places_in_tenths(line);
  constexpr std::array<std::string_view, 4> said{" font-family=\"DejaVu Sans\"",
                                                 " font-size=\"11.00\"", " text-anchor=\"start\"",
                                                 " stroke-width=\"1.5\""};
  for (const std::string_view attribute : said) text = replaced(std::move(text), attribute, "");
  text = replaced(std::move(text), "&#45;", "-");
  if (text.starts_with("<g id=\"a_")) text = "<g>" + text.substr(text.find('>') + 1);
  return text;
}

}  // namespace

std::string lean_svg(std::string_view svg) {
  std::string result;
  std::optional<Rectangle> begun;
  for (const std::string_view line : split(svg, '\n')) {
    const std::optional<Rectangle> next = is_needless(line) ? std::nullopt : rectangle(line);
    if (begun && next && begun->goes_on_with(*next)) {
      begun->right = next->right;
      continue;
    }
    if (begun) result += begun->text() + "\n";
    begun = next;
    if (!next && !is_needless(line)) result += in_short(line) + "\n";
  }
  if (begun) result += begun->text() + "\n";
  if (!result.empty()) result.pop_back();
  return result;
}

}  // namespace stepgrad
