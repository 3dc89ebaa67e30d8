// Mathematics as MathML Core, which browsers set without any library.
#include <fmt/format.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/show/math_names.hpp>
#include <stepgrad/show/mathematics.hpp>

namespace stepgrad {
namespace {

using Kind = Math::Kind;

constexpr std::string_view minus_sign = "−", apply_function = "&#x2061;";

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : printable(text))
    if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else if (c == '&')
      result += "&amp;";
    else
      result += c;
  return result;
}

std::string element(std::string_view tag, std::string_view inside) {
  return fmt::format("<{0}>{1}</{0}>", tag, inside);
}

std::string sign(std::string_view text) {
  const std::string_view written = text == "-"   ? minus_sign
                                   : text == "*" ? "⋅"
                                   : text == "x" ? "×"
                                   : text == ">" ? "&gt;"
                                                 : text;
  return element("mo", written);
}

std::string symbol(std::string_view text) {
  if (text == "…") return element("mo", text);
  return element("mi", text == "pi" ? "π" : text == "inf" ? "∞" : text);
}

/// A letter is set in italics, a word upright, as <mi> does by itself.
std::string identifier(std::string_view text) {
  if (const Greek* letter = greek(text)) return element("mi", letter->letter);
  return element(!text.empty() && is_digits(text) ? "mn" : "mi", escaped(text));
}

std::string name(std::string_view given) {
  const auto [base, indices] = name_parts(given);
  if (indices.empty()) return identifier(base);
  std::string below;
  for (const std::string& index : indices)
    below += (below.empty() ? "" : element("mo", ",")) + identifier(index);
  if (indices.size() > 1) below = element("mrow", below);
  return element("msub", identifier(base) + below);
}

/// A function's name, its underscores as spaces.
std::string function(std::string_view given) {
  std::string text;
  for (const char c : given) text += c == '_' ? std::string("\u00a0") : std::string(1, c);
  return element("mi", escaped(text)) + element("mo", apply_function);
}

std::string fenced(std::string_view fence, std::string_view inside) {
  const std::string_view closing = fence == "(" ? ")" : fence == "[" ? "]" : fence;
  return element("mrow", fmt::format("<mo form=\"prefix\">{}</mo>{}<mo form=\"postfix\">{}</mo>",
                                     fence, inside, closing));
}

}  // namespace

std::string mathml_inside(const Math& math) {
  const auto part = [&](std::size_t i) { return mathml_inside(math.parts[i]); };
  switch (math.kind) {
    case Kind::number:
      return element("mn", math.text);
    case Kind::symbol:
      return symbol(math.text);
    case Kind::name:
      return name(math.text);
    case Kind::words:
      return element("mtext", "\u00a0" + escaped(math.text));
    case Kind::blank:
      return R"(<mspace class="blank" width="5em" height="1em" depth="0.3em"></mspace>)";
    case Kind::infix: {
      std::string row = part(0);
      for (std::size_t i = 1; i < math.parts.size(); ++i) row += sign(math.text) + part(i);
      return element("mrow", row);
    }
    case Kind::minus:
      return element("mrow", element("mo", minus_sign) + part(0));
    case Kind::fraction:
      return element("mfrac", part(0) + part(1));
    case Kind::power:
    case Kind::index:
      return element("msup", part(0) + part(1));
    case Kind::root:
      return element("msqrt", part(0));
    case Kind::partial:
      return element("mrow", "<mi mathvariant=\"normal\">∂</mi>" + part(0));
    case Kind::call:
      return element("mrow", function(math.text) + fenced("(", part(0)));
    case Kind::fenced:
      return fenced(math.text, part(0));
  }
  return "";
}

std::string mathml(const Math& math, Display display) {
  return fmt::format("<math{}>{}</math>", display == Display::block ? " display=\"block\"" : "",
                     mathml_inside(math));
}

}  // namespace stepgrad
