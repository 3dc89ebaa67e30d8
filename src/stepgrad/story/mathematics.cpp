#include <stepgrad/story/mathematics.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/story/slopes.hpp>

namespace stepgrad {
namespace {

using Kind = Math::Kind;

constexpr std::size_t most_terms_written = 8;

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

Math partial(Math of, Math in) {
  return fraction(of_parts(Kind::partial, {std::move(of)}),
                  of_parts(Kind::partial, {std::move(in)}));
}

/// Of very many terms the first and the last.
std::vector<Math> abridged(std::vector<Math> terms) {
  if (terms.size() <= most_terms_written) return terms;
  const Math last = terms.back();
  terms.resize(most_terms_written / 2, last);
  terms.push_back(atom(Kind::symbol, "…"));
  terms.push_back(last);
  return terms;
}

Math sum_of(std::vector<Math> terms) {
  if (terms.empty()) return math::number(0);
  terms = abridged(std::move(terms));
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

/// The node's operation over what `leaf` makes of its operands.
template <class Leaf>
Math over_operands(const Trace& trace, const Trace::Node& node, Leaf&& leaf) {
  if (!node.row) return leaf(node);
  std::vector<Math> operands;
  for (const Id operand : node.operands) operands.push_back(leaf(trace.node(operand)));
  return math::operation(*node.row, operands);
}

/// Does the operand reach the step's operation, or the output, in another way, too? Then the slope
/// in this operand alone is not the whole derivative.
bool has_other_ways(const Trace& trace, const Step& step) {
  const std::vector<Id>& operands = trace.node(step.from).operands;
  if (std::count(operands.begin(), operands.end(), step.to) > 1) return true;
  return step.from == trace.output &&
         std::any_of(trace.steps.begin(), trace.steps.end(), [&](const Step& other) {
           return other.to == step.to && other.from != step.from;
         });
}

Math leaf(const Trace::Node& node, math::In in) {
  return in == math::In::names ? math::name_of(node) : math::number(node.value);
}

}  // namespace

double breadth(const Math& math) {
  double parts = 0;
  for (const Math& part : math.parts) parts += breadth(part);
  const double letters = 0.5 * static_cast<double>(columns(math.text));
  switch (math.kind) {
    case Kind::number:
    case Kind::name:
    case Kind::words:
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
  }
  return parts;
}

bool is_tall(const Math& math) {
  return math.kind == Kind::fraction || math.kind == Kind::root ||
         std::any_of(math.parts.begin(), math.parts.end(), is_tall);
}

namespace math {

// ---- pieces

Math number(double number) {
  if (std::isnan(number)) return atom(Kind::symbol, "nan");
  const Math size =
      std::isinf(number) ? atom(Kind::symbol, "inf") : digits(shown(std::abs(number)));
  return number < 0 ? minus(size) : size;
}

Math constant(double number) {
  if (number == std::numbers::pi) return atom(Kind::symbol, "pi");
  if (number == std::numbers::e) return atom(Kind::symbol, "e");
  return math::number(number);
}

Math name(std::string_view name) { return atom(Kind::name, name); }
Math words(std::string_view words) { return atom(Kind::words, words); }
Math blank() { return atom(Kind::blank, ""); }

Math operation(const op::Op& row, std::span<const Math> operands) {
  const Math& a = operands.front();
  const Math& b = operands.back();
  if (row == op::greater || row == op::equal) return fenced("[", infix(row.symbol, {a, b}, 0));
  if (row == op::add || row == op::sub) return chain(row.symbol, operands, 1);
  if (row == op::mul) return chain("*", operands, 2);
  if (row == op::div) return fraction(a, b);
  if (row == op::neg) return minus(a);
  if (row == op::pow) return power(a, b);
  if (row == op::square) return power(a, number(2));
  if (row == op::sqrt) return of_parts(Kind::root, {a});
  if (row == op::abs) return fenced("|", a);
  if (row == op::sum) return sum_of({operands.begin(), operands.end()});
  if (row == op::dot) return dot_product(operands);
  if (row == op::log_sum_exp) return log_of_sum_of_exp(operands);
  if (row == op::atan) return call("arctan", a);
  if (row.arity == 1) return call(row.name, a);
  return call(row.name, infix(",", abridged({operands.begin(), operands.end()}), 0));
}

Math equation(const std::vector<Math>& sides) {
  std::vector<Math> kept;
  for (const Math& side : sides)
    if (kept.empty() || side != kept.back()) kept.push_back(side);
  return kept.size() == 1 ? kept[0] : infix("=", std::move(kept), 0);
}

Math sum(const Math& a, const Math& b) { return chain("+", std::array{a, b}, 1); }
Math product(const Math& a, const Math& b) { return chain("*", std::array{a, b}, 2); }

// ---- values

Math name_of(const Trace::Node& node) {
  return node.kind == Trace::Kind::constant ? constant(node.value) : name(node.name);
}

Math computation(const Trace& trace, const Trace::Node& node, In in) {
  return over_operands(trace, node, [&](const Trace::Node& operand) { return leaf(operand, in); });
}

Math forward(const Trace& trace, const Trace::Node& node) {
  return equation({name_of(node), computation(trace, node, In::names),
                   computation(trace, node, In::numbers), number(node.value)});
}

std::vector<Math> statements(const Trace& trace, std::size_t most) {
  constexpr std::size_t most_operations = 24;  // in one equation
  constexpr double broadest = 24;
  std::vector<int> uses(trace.nodes.size());
  for (const Trace::Node& node : trace.nodes)
    for (const Id operand : node.operands) ++uses[operand];
  std::vector<Math> equations;
  std::vector<Math> written;  // by node: how it stands in another's equation
  std::vector<std::size_t> operations(trace.nodes.size());
  written.reserve(trace.nodes.size());
  for (const Trace::Node& node : trace.nodes) {
    const auto as_written = [&](const Trace::Node& operand) { return written[operand.id]; };
    Math whole = node.row ? over_operands(trace, node, as_written) : name_of(node);
    operations[node.id] = 1;
    for (const Id operand : node.operands) operations[node.id] += operations[operand];
    const bool own = node.named || uses[node.id] != 1 || operations[node.id] > most_operations ||
                     breadth(whole) > broadest;
    if (node.row && own) {
      if (equations.size() == most) return {};
      equations.push_back(equation({name(node.name), std::move(whole)}));
      operations[node.id] = 0;
      whole = name(node.name);
    }
    written.push_back(std::move(whole));
  }
  if (equations.empty()) equations.push_back(name_of(trace.node(trace.output)));
  return equations;
}

// ---- steps of the chain rule

Math gradient(const Trace& trace, const Trace::Node& node) {
  return partial(name_of(trace.node(trace.output)), name_of(node));
}

Math local(const Trace& trace, const Step& step) {
  Math in = name_of(trace.node(step.to));
  if (has_other_ways(trace, step))
    in = of_parts(Kind::index, {std::move(in), fenced("(", number(step.operand + 1))});
  return partial(name_of(trace.node(step.from)), std::move(in));
}

Math rule(const Trace& trace, const Step& step, In in) {
  const auto written = [&](const Formula::Term& term) {
    if (term.kind == Formula::Kind::number) return constant(term.number);
    return leaf(meant_by(term.name, trace, step), in);
  };
  const Formula& formula = slope_rule(trace, step);
  return evaluate_terms<Math>(formula, written, operation)[formula.output];
}

Math slope(const Trace& trace, const Step& step) {
  if (outdoes_its_rule(trace, step))
    return infix(",",
                 {equation({local(trace, step), rule(trace, step, In::names)}),
                  words(fmt::format("taken as {} here", shown(step.local)))},
                 0);
  return equation({local(trace, step), rule(trace, step, In::names), rule(trace, step, In::numbers),
                   number(step.local)});
}

Math share(const Trace& trace, const Step& step, In in) {
  if (in == In::numbers) return product(number(step.upstream), number(step.local));
  return product(gradient(trace, trace.node(step.from)), local(trace, step));
}

Math step(const Trace& trace, std::size_t index, const Paths& paths) {
  const Step& step = trace.steps[index];
  std::vector<Math> sides{share(trace, step, In::names), share(trace, step, In::numbers),
                          number(step.contribution)};
  if (paths.into[step.to] == 1 && !adds(index, paths))
    sides.insert(sides.begin(), gradient(trace, trace.node(step.to)));
  return equation(sides);
}

bool adds(std::size_t index, const Paths& paths) {
  return paths.order[index] > 1 || paths.before[index] != 0;
}

Math total(const Trace& trace, std::size_t index, const Paths& paths) {
  const Step& step = trace.steps[index];
  return equation({gradient(trace, trace.node(step.to)),
                   sum(number(paths.before[index]), number(step.contribution)),
                   number(step.total)});
}

}  // namespace math
}  // namespace stepgrad
