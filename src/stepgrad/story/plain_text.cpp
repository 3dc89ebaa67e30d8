#include <stepgrad/story/plain_text.hpp>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

using Kind = Math::Kind;

/// How tightly the text holds: a fraction in a line of text is a quotient, and a sign in front of a
/// number with a power of ten, a product.
int binding(const Math& math) {
  const bool is_gradient = math.kind == Kind::fraction && math.parts[0].kind == Kind::partial;
  if (math.kind == Kind::fraction && !is_gradient) return 2;
  return math.kind == Kind::infix && math.text == "x" ? 2 : math.binding;
}

/// In parentheses unless it holds at least so tightly.
std::string plain_at_least(int least, const Math& math) {
  return binding(math) >= least ? as_plain_text(math) : fmt::format("({})", as_plain_text(math));
}

std::string joined(const Math& math) {
  const int whole = binding(math);
  std::string row = plain_at_least(whole, math.parts[0]);
  for (std::size_t i = 1; i < math.parts.size(); ++i)
    row += fmt::format("{}{} {}", math.text == "," ? "" : " ", math.text == "x" ? "*" : math.text,
                       plain_at_least(whole == 0 ? 0 : whole + 1, math.parts[i]));
  return row;
}

std::string fraction(const Math& math) {
  const bool is_gradient = math.parts[0].kind == Kind::partial;
  const bool is_negative = math.parts[1].kind == Kind::minus;  // 6 / (-4)
  return fmt::format("{}{}{}", plain_at_least(2, math.parts[0]), is_gradient ? "/" : " / ",
                     plain_at_least(is_negative ? 5 : 3, math.parts[1]));
}

std::string fenced(const Math& math) {
  const std::string inside = as_plain_text(math.parts[0]);
  if (math.text == "|") return fmt::format("abs({})", inside);
  return math.text == "[" ? fmt::format("[{}]", inside) : fmt::format("({})", inside);
}

}  // namespace

std::string as_plain_text(const Math& math) {
  switch (math.kind) {
    case Kind::number:
    case Kind::words:
      return math.text;
    case Kind::symbol:
      return math.text == "…" ? "..." : math.text;
    case Kind::name:
      return printable(math.text);
    case Kind::blank:
      return "________";
    case Kind::infix:
      return joined(math);
    case Kind::minus:
      return "-" + plain_at_least(4, math.parts[0]);
    case Kind::fraction:
      return fraction(math);
    case Kind::power:
      return fmt::format("{}^{}", plain_at_least(5, math.parts[0]),
                         plain_at_least(5, math.parts[1]));
    case Kind::index:
      return as_plain_text(math.parts[0]) + as_plain_text(math.parts[1]);
    case Kind::root:
      return fmt::format("sqrt({})", as_plain_text(math.parts[0]));
    case Kind::partial:
      return (math.text.empty() ? "d" : math.text) + as_plain_text(math.parts[0]);
    case Kind::call:
      return fmt::format("{}({})",
                         math.text.starts_with("arc") ? "a" + math.text.substr(3) : math.text,
                         as_plain_text(math.parts[0]));
    case Kind::fenced:
      return fenced(math);
    case Kind::row:
    case Kind::transposed:
    case Kind::signs:
      return as_formula(math);
  }
  return "";
}

}  // namespace stepgrad
