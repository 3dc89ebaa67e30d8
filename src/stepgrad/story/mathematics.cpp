#include <stepgrad/story/mathematics.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

using Kind = Math::Kind;

// ---- parentheses

bool starts_with_minus(const Math& math) {
  return math.kind == Kind::minus || (math.kind == Kind::infix && starts_with_minus(math.parts[0]));
}

Math fenced(std::string_view fence, Math inside) {
  return {.kind = Kind::fenced, .text = std::string(fence), .parts = {std::move(inside)}};
}

/// In parentheses unless it holds at least so tightly.
Math at_least(int binding, const Math& math) {
  return math.binding >= binding ? math : fenced("(", math);
}

/// As it stands behind an operator: -2 · x reads well, x · -2 does not.
Math behind(int binding, const Math& math) {
  return at_least(starts_with_minus(math) ? 5 : binding, math);
}

// ---- pieces

Math atom(Kind kind, std::string_view text) { return {.kind = kind, .text = std::string(text)}; }

Math of_parts(Kind kind, std::vector<Math> parts, int binding = 5) {
  return {.kind = kind, .text = {}, .parts = std::move(parts), .binding = binding};
}

Math call(std::string_view function, Math argument) {
  return {.kind = Kind::call, .text = std::string(function), .parts = {std::move(argument)}};
}

Math infix(std::string_view sign, std::vector<Math> parts, int binding) {
  return {.kind = Kind::infix,
          .text = std::string(sign),
          .parts = std::move(parts),
          .binding = binding};
}

/// A sum, a product, a difference: the first part may hold as loosely as the whole.
Math chain(std::string_view sign, std::span<const Math> operands, int binding) {
  std::vector<Math> parts{at_least(binding, operands[0])};
  for (const Math& operand : operands.subspan(1)) parts.push_back(behind(binding + 1, operand));
  return infix(sign, std::move(parts), binding);
}

Math minus(const Math& math) { return of_parts(Kind::minus, {at_least(4, math)}, 3); }

Math fraction(Math above, Math below) {
  return of_parts(Kind::fraction, {std::move(above), std::move(below)}, 4);
}

Math power(const Math& base, Math exponent) {
  return of_parts(Kind::power, {at_least(5, base), std::move(exponent)}, 4);
}

Math sum_of(std::vector<Math> terms) {
  if (terms.empty()) return math::number(0);
  terms = abridged(std::move(terms), atom(Kind::symbol, "…"));
  return terms.size() == 1 ? terms[0] : chain("+", terms, 1);
}

/// a1 · b1 + a2 · b2 + …, the first half of the operands being a1, a2, …
Math dot_product(std::span<const Math> operands) {
  std::vector<Math> terms;
  const std::size_t half = operands.size() / 2;
  for (std::size_t i = 0; i < half; ++i)
    terms.push_back(math::product(operands[i], operands[half + i]));
  return sum_of(std::move(terms));
}

Math log_of_sum_of_exp(std::span<const Math> operands) {
  std::vector<Math> terms;
  for (const Math& operand : operands) terms.push_back(call("exp", operand));
  return call("log", sum_of(std::move(terms)));
}

/// Digits, "1.5e-07" as 1.5 × 10^-7, without the sign.
Math digits(const std::string& text) {
  const std::size_t e = text.find('e');
  if (e == std::string::npos) return atom(Kind::number, text);
  const int exponent = std::stoi(text.substr(e + 1));
  const Math ten = power(atom(Kind::number, "10"), math::number(exponent));
  if (text.substr(0, e) == "1") return ten;
  return infix("x", {atom(Kind::number, text.substr(0, e)), ten}, 4);
}

/// How an operation is set.
Math laid_out(const op::Op& row, std::span<const Math> operands) {
  if (operands.empty()) return call(row.name, infix(",", {}, 0));  // a part made of numbers alone
  const Math& a = operands.front();
  const Math& b = operands.back();
  if (row == op::greater || row == op::equal) return fenced("[", infix(row.symbol, {a, b}, 0));
  if (row == op::add || row == op::sub) return chain(row.symbol, operands, 1);
  if (row == op::mul) return chain("*", operands, 2);
  if (row == op::div) return fraction(a, b);
  if (row == op::neg) return minus(a);
  if (row == op::pow) return power(a, b);
  if (row == op::square) return power(a, math::number(2));
  if (row == op::sqrt) return of_parts(Kind::root, {a});
  if (row == op::abs) return fenced("|", a);
  if (row == op::sum) return sum_of({operands.begin(), operands.end()});
  if (row == op::dot) return dot_product(operands);
  if (row == op::log_sum_exp) return log_of_sum_of_exp(operands);
  if (row == op::asin || row == op::acos || row == op::atan)
    return call(fmt::format("arc{}", row.name.substr(1)), a);
  return call(row.name, row.arity == 1 ? a : infix(",", {operands.begin(), operands.end()}, 0));
}

/// The sides without those that say the same as what stands before them.
std::vector<Math> different(const std::vector<Math>& sides) {
  std::vector<Math> kept;
  for (const Math& side : sides)
    if (kept.empty() || side != kept.back()) kept.push_back(side);
  return kept;
}

std::vector<Written> formulas(std::span<const Math> parts) {
  std::vector<Written> written;
  for (const Math& part : parts) written.push_back(part.formula);
  return written;
}

Math in_formula(Math math, Written formula) {
  math.formula = std::move(formula);
  return math;
}

}  // namespace

bool Math::operator==(const Math& other) const {
  return kind == other.kind && text == other.text && parts == other.parts &&
         binding == other.binding;
}

std::string set(const Sentence& sentence, const Setter& setter) {
  std::string text;
  for (const auto& piece : sentence) {
    const Math* math = std::get_if<Math>(&piece);
    text += math ? setter(*math) : std::get<std::string>(piece);
  }
  return text;
}

double breadth(const Math& math) {
  double parts = 0;
  for (const Math& part : math.parts) parts += breadth(part);
  const double letters = 0.5 * static_cast<double>(columns(math.text));
  switch (math.kind) {
    case Kind::number:
    case Kind::name:
    case Kind::words:
    case Kind::signs:
      return letters;
    case Kind::symbol:
      return 1;
    case Kind::blank:
      return 4;
    case Kind::infix:
      return parts + (math.text == "," ? 0.8 : 1.3) * static_cast<double>(math.parts.size() - 1);
    case Kind::minus:
    case Kind::root:
    case Kind::fenced:
    case Kind::transposed:
      return parts + 0.8;
    case Kind::fraction:
      return std::max(breadth(math.parts[0]), breadth(math.parts[1])) + 0.3;
    case Kind::power:
    case Kind::index:
      return breadth(math.parts[0]) + 0.7 * breadth(math.parts[1]);
    case Kind::partial:
      return parts + 0.6;
    case Kind::call:
      return parts + letters + 0.8;
    case Kind::row:
      break;
  }
  return parts;
}

bool is_tall(const Math& math) {
  return math.kind == Kind::fraction || math.kind == Kind::root ||
         std::any_of(math.parts.begin(), math.parts.end(), is_tall);
}

namespace math {

Math number(double number) {
  const Written written = written_number(number);
  if (std::isnan(number)) return in_formula(atom(Kind::symbol, "nan"), written);
  const Math size =
      std::isinf(number) ? atom(Kind::symbol, "inf") : digits(shown(std::abs(number)));
  return in_formula(number < 0 ? minus(size) : size, written);
}

Math constant(double number) {
  if (number == std::numbers::pi)
    return in_formula(atom(Kind::symbol, "pi"), written_number(number));
  if (number == std::numbers::e) return in_formula(atom(Kind::symbol, "e"), written_number(number));
  return math::number(number);
}

Math name(std::string_view name) {
  return in_formula(atom(Kind::name, name), written_atom(std::string(name)));
}
Math words(std::string_view words) { return atom(Kind::words, words); }
Math blank() { return atom(Kind::blank, ""); }

Math operation(const op::Op& row, std::span<const Math> operands) {
  return in_formula(laid_out(row, operands), written_operation(row, formulas(operands)));
}

Math equation(const std::vector<Math>& sides) {
  std::vector<Math> kept = different(sides);
  return in_formula(kept.size() == 1 ? kept[0] : infix("=", std::move(kept), 0),
                    written_equation(formulas(sides)));
}

Math equal(const Math& a, const Math& b) {
  return in_formula(infix("=", {a, b}, 0),
                    {fmt::format("{} = {}", as_formula(a), as_formula(b)), 0});
}

Math sum(const Math& a, const Math& b) { return operation(op::add, std::vector{a, b}); }
Math product(const Math& a, const Math& b) { return operation(op::mul, std::vector{a, b}); }

Math derivative(const Math& y, const Math& x) {
  return in_formula(fraction(of_parts(Kind::partial, {y}), of_parts(Kind::partial, {x})),
                    written_atom(fmt::format("d{}/d{}", as_formula(y), as_formula(x))));
}

Math numbered(const Math& x, int number) {
  return in_formula(of_parts(Kind::index, {x, fenced("(", math::number(number))}),
                    written_atom(fmt::format("{}({})", as_formula(x), number)));
}

Math with_words(const Math& math, std::string_view words) {
  return in_formula(infix(",", {math, math::words(words)}, 0),
                    {fmt::format("{}, {}", as_formula(math), words), 0});
}

Math row(std::vector<Math> parts) {
  std::string text;
  for (const Math& part : parts) text += as_formula(part);
  return in_formula(of_parts(Kind::row, std::move(parts)), written_atom(std::move(text)));
}

Math transposed(const Math& matrix) {
  return in_formula(of_parts(Kind::transposed, {matrix}), written_atom(as_formula(matrix) + "ᵀ"));
}

Math signs(std::string_view signs) {
  return in_formula(atom(Kind::signs, signs),
                    written_atom(replaced(replaced(std::string(signs), "*", "∘"), "^2", "²")));
}

Math ones() { return in_formula(atom(Kind::symbol, "1"), written_atom("1")); }

}  // namespace math

Written written_operation(const op::Op& row, std::vector<Written> operands) {
  return write_operation(row, abridged(std::move(operands), written_atom("...")));
}

Written written_equation(std::span<const Written> sides) {
  std::string text = sides[0].text;
  for (std::size_t i = 1; i < sides.size(); ++i)
    if (sides[i].text != sides[i - 1].text) text += " = " + sides[i].text;
  return {text, 0};
}

}  // namespace stepgrad
