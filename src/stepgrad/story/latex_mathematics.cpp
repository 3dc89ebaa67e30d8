// Mathematics as LaTeX, in the words that TeX with amsmath, MathJax and GitHub have in common.
//
// GitHub refuses \operatorname, and Markdown takes \_ \{ and \, apart before mathematics is seen:
// none of them is written for names and functions of the formula language. Indices of a word stand
// inside its braces, and \text has none, because Markdown may take }_ for the start of emphasis.
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include <stepgrad/story/latex_pieces.hpp>
#include <stepgrad/story/math_names.hpp>
#include <stepgrad/story/mathematics.hpp>

namespace stepgrad {
namespace {

using Kind = Math::Kind;

bool is_ascii_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

/// A letter or digits: italic and upright by themselves.
std::string index(std::string_view text) {
  if (const Greek* letter = greek(text)) return fmt::format("\\{}", letter->command);
  if (is_ascii_word(text) && (is_letter(text) || is_digits(text))) return std::string(text);
  return is_ascii_word(text) ? fmt::format("\\mathrm{{{}}}", text)
                             : fmt::format("\\text{{{}}}", latex_text(text));
}

std::string name(std::string_view given) {
  const auto [base, indices] = name_parts(given);
  const std::string above = index(base);
  if (indices.empty()) return above;
  if (above.starts_with("\\text")) return index(shown_whole(given));
  std::string below;
  for (const std::string& i : indices) below += (below.empty() ? "" : ",") + index(i);
  if (above.starts_with("\\mathrm")) return fmt::format("\\mathrm{{{}_{{{}}}}}", base, below);
  return fmt::format("{}_{{{}}}", above, below);
}

std::string_view sign(std::string_view text) {
  if (text == "*") return " \\cdot ";
  if (text == "x") return " \\times ";
  if (text == ",") return ", ";
  if (text == "+") return " + ";
  if (text == "-") return " - ";
  return text == ">" ? " > " : " = ";
}

std::string_view symbol(std::string_view text) {
  if (text == "pi") return "\\pi";
  if (text == "inf") return "\\infty";
  if (text == "nan") return "\\mathrm{nan}";
  return text == "e" ? "e" : "\\ldots";
}

/// A function's name, its underscores as spaces.
std::string function(std::string_view name) {
  constexpr std::string_view known[] = {"exp",    "log",  "sin", "cos", "tan",
                                        "arctan", "tanh", "max", "min"};
  if (std::find(std::begin(known), std::end(known), name) != std::end(known))
    return fmt::format("\\{}", name);
  std::string upright;
  for (const char c : name) upright += c == '_' ? std::string("\\ ") : std::string(1, c);
  return fmt::format("\\mathrm{{{}}}", upright);
}

std::string fenced(std::string_view fence, const Math& inside) {
  const std::string_view opening = fence == "|" ? "\\lvert " : fence;
  const std::string_view closing = fence == "(" ? ")" : fence == "[" ? "]" : " \\rvert";
  const bool tall = is_tall(inside);
  return fmt::format("{}{}{}{}{}", tall ? "\\left" : "", opening, latex(inside),
                     tall ? "\\right" : "", tall && fence == "|" ? "\\rvert" : closing);
}

}  // namespace

std::string latex(const Math& math) {
  const auto part = [&](std::size_t i) { return latex(math.parts[i]); };
  switch (math.kind) {
    case Kind::number:
      return math.text;
    case Kind::symbol:
      return std::string(symbol(math.text));
    case Kind::name:
      return name(math.text);
    case Kind::words:
      return fmt::format("\\text{{ {}}}", latex_text(math.text));
    case Kind::blank:
      return "\\underline{\\qquad\\qquad}";
    case Kind::infix: {
      std::string row = part(0);
      for (std::size_t i = 1; i < math.parts.size(); ++i)
        row += fmt::format("{}{}", sign(math.text), part(i));
      return row;
    }
    case Kind::minus:
      return "-" + part(0);
    case Kind::fraction:
      return fmt::format("\\frac{{{}}}{{{}}}", part(0), part(1));
    case Kind::power:
    case Kind::index:
      return fmt::format("{}^{{{}}}", part(0), part(1));
    case Kind::root:
      return fmt::format("\\sqrt{{{}}}", part(0));
    case Kind::partial:
      return (math.text == "d" ? "\\mathrm{d} " : "\\partial ") + part(0);
    case Kind::call:
      return function(math.text) + fenced("(", math.parts[0]);
    case Kind::fenced:
      return fenced(math.text, math.parts[0]);
  }
  return "";
}

}  // namespace stepgrad
