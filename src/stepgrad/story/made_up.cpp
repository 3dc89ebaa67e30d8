#include <stepgrad/story/made_up.hpp>

#include <algorithm>
#include <cmath>
#include <random>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

/// A formula in which each ? is a gap for + - or *.
using Pattern = std::string_view;

constexpr Pattern first_steps[] = {
    "x * y",
    "x * y ? z",
    "q = x + y; f = q * z",
    "q = x - y; f = z * q",
    "q = x * y; f = q ? z",
    "q = x ? y; f = q * 2",
    "q = x * 3; f = q ? y",
};

/// A value that is used twice gets two shares.
constexpr Pattern reuse[] = {
    "q = x ? y; f = q * q",
    "q = x * y; f = q ? x",
    "q = x ? y; f = q * x",
    "p = x ? y; q = y ? z; f = p * q",
    "q = x * y; r = q ? z; f = r * q",
    "q = x ? y; r = q * z; f = r ? q",
    "x * x ? x * y",
};

constexpr Pattern switches[] = {
    "q = x ? y; f = relu(q) * z",   "q = x * y; f = max(q, z) ? x", "q = x ? y; f = max(q, z) * x",
    "q = min(x, y); f = q * z ? x", "q = x ? y; f = square(q) ? z", "q = x * y; f = abs(q) ? x",
    "q = x ? y; f = q / z",         "q = x / y; f = q * z ? x",
};

/// Functions, at places where their slopes are told from each other.
constexpr Pattern functions[] = {
    "x^2 * y ? z",
    "q = x ? y; f = q^2 * z",
    "q = x * y; f = q^3 ? z",
    "q = x ? y; f = sqrt(q) * z",
    "q = x * y - z; f = exp(q) * x",
    "q = x ? y; f = exp(q) ? z",
    "q = x ? y; f = log(q) * z",
    "q = x * y + z; f = tanh(q) * x",
    "q = x ? y; f = 1 / q^2",
    "q = x * y - z; f = sigmoid(q)",
    "q = x ? y; f = sin(q) * z",
};

constexpr Pattern networks[] = {
    "y = relu(w1 * x1 + w2 * x2 + b)",
    "y = w * x + b; loss = (y - t)^2",
    "y = relu(w * x + b); loss = (y - t)^2",
    "y = w1 * x1 + w2 * x2 + b; loss = (y - t)^2",
    "h = relu(w1 * x + b1); y = w2 * h + b2; loss = (y - t)^2",
    "h1 = relu(w1 * x); h2 = relu(w2 * x); y = v1 * h1 + v2 * h2; loss = (y - t)^2",
    "z = w1 * x1 + w2 * x2 + b; y = sigmoid(z); loss = (y - t)^2",
    "z1 = w1 * x; z2 = w2 * x; loss = max(z1 - z2 + 1, 0)",
};

constexpr std::span<const Pattern> levels[] = {first_steps, reuse, switches, functions, networks};

/// Numbers drawn from a Mersenne twister by rules of our own: what std::uniform_int_distribution
/// makes of it, the standard leaves open.
class Dice {
 public:
  Dice(int level, std::uint64_t seed) : engine_(seed * 16 + static_cast<std::uint64_t>(level)) {}

  /// 0, 1, …, count - 1, each as likely.
  std::size_t below(std::size_t count) {
    const std::uint64_t most = engine_.max() - engine_.max() % count;
    std::uint64_t drawn = engine_();
    while (drawn >= most) drawn = engine_();
    return static_cast<std::size_t>(drawn % count);
  }

  /// An integer from -5 to 5 but 0; now and then a half.
  double number() {
    const double size = static_cast<double>(below(5) + 1);
    const double half = below(6) == 0 ? 0.5 : 0;
    return (below(5) < 2 ? -1 : 1) * (size - half);
  }

 private:
  std::mt19937_64 engine_;
};

std::string with_signs(Pattern shape, Dice& dice) {
  std::string formula;
  for (const char c : shape) formula += c == '?' ? "+-*"[dice.below(3)] : c;
  return formula;
}

Bindings drawn_numbers(const Formula& formula, Dice& dice) {
  Bindings numbers;
  for (const std::string& name : formula.inputs()) numbers[name] = dice.number();
  return numbers;
}

constexpr const op::Op* functions_of_one[] = {&op::exp, &op::log, &op::tanh, &op::sigmoid,
                                              &op::sin, &op::cos, &op::sqrt};

/// Is it a function whose numbers mostly have no end? They are answered as arithmetic, 2*tanh(1).
bool is_function(const Trace::Node& node) {
  return node.row && std::ranges::count(functions_of_one, node.row);
}

/// A place that can be put into a function without a thought: whole or half, and not so far out
/// that the function has come to its end. Of a root the root itself is short.
bool at_a_short_place(const Trace& trace, const Trace::Node& node) {
  const double a = trace.a(node);
  if (*node.row == op::sqrt) return is_by_hand(a) && is_by_hand(node.value);
  return std::fmod(a, 0.5) == 0 && std::abs(a) <= (*node.row == op::log ? 5 : 2);
}

bool same(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b)); }

/// Would a wrong rule give the right slope here? A slope of 1 may be left out, one that is the
/// operand or the result may be taken for it; at 1 all powers are one, at 0 most functions are; and
/// of two equal factors nobody sees which is which. Sums and switches have no better places.
bool is_lucky(const Trace& trace, const Step& step) {
  constexpr const op::Op* powers[] = {&op::pow, &op::square, &op::sqrt,
                                      &op::log, &op::div,    &op::exp};
  const Trace::Node& from = trace.node(step.from);
  const double a = trace.node(step.to).value;
  if (*from.row == op::mul)
    return step.local == 1 ||
           (from.operands[0] != from.operands[1] && trace.a(from) == trace.b(from));
  const bool is_power = std::ranges::count(powers, from.row) > 0;
  if (!is_power && !is_function(from)) return false;
  return a == 0 || (is_power && std::abs(a) == 1) || same(step.local, 1) || same(step.local, a) ||
         (*from.row != op::exp && same(step.local, from.value));
}

/// Does it teach something: no slope that was only chosen or is right by luck, and at most one input
/// without gradient, at the levels without switches none?
bool is_telling(const Trace& trace, int level) {
  const auto at_its_kink = [&](const Trace::Node& node) { return at_kink(trace, node); };
  const auto in_vain = [](const Trace::Node& node) {
    return node.kind == Trace::Kind::input && node.grad == 0;
  };
  const auto& nodes = trace.nodes;
  const auto by_luck = [&](const Step& step) { return is_lucky(trace, step); };
  return std::none_of(nodes.begin(), nodes.end(), at_its_kink) &&
         std::ranges::none_of(trace.steps, by_luck) &&
         std::count_if(nodes.begin(), nodes.end(), in_vain) <= (level < 3 ? 0 : 1);
}

}  // namespace

void require_level(int level) {
  if (level < easiest_level || level > hardest_level)
    throw Error(fmt::format("there is no level {}", level), "",
                fmt::format("The levels are {} to {}.", easiest_level, hardest_level));
}

// Two decimals at most: what is farther from them than a rounding error is not.
bool is_by_hand(double number) {
  const double nearest = std::round(number * 100) / 100;
  return std::abs(number) <= 100 && std::abs(number - nearest) <= 1e-12 * std::abs(nearest);
}

bool is_by_hand(const Trace& trace) {
  std::vector<bool> endless(trace.nodes.size());  // is a function of one, or made of it
  const auto can_be_done = [](double number, bool is_endless) {
    return is_endless ? std::abs(number) <= 100 : is_by_hand(number);
  };
  for (const Trace::Node& node : trace.nodes) {
    if (is_function(node) && !at_a_short_place(trace, node)) return false;
    endless[node.id] = is_function(node) || std::ranges::any_of(node.operands, [&](Id operand) {
                         return endless[operand];
                       });
    if (!can_be_done(node.value, endless[node.id])) return false;
  }
  const bool with_function = std::ranges::count(endless, true) > 0;
  return std::ranges::all_of(trace.steps, [&](const Step& step) {
    return can_be_done(step.local, with_function) && can_be_done(step.total, with_function) &&
           can_be_done(step.contribution, with_function);
  });
}

MadeUp make_up(int level, std::uint64_t seed) {
  constexpr int tries = 500;  // with the numbers of one shape, so that the rarer ones have a chance
  require_level(level);
  const std::span<const Pattern> shapes = levels[level - 1];
  Dice dice(level, seed);
  for (;;) {
    const std::string text = with_signs(shapes[dice.below(shapes.size())], dice);
    const Formula formula = parse(text);
    for (int i = 0; i < tries; ++i) {
      const Bindings numbers = drawn_numbers(formula, dice);
      const Trace told = trace(formula, numbers);
      if (is_by_hand(told) && is_telling(told, level)) return {text, numbers};
    }
  }
}

}  // namespace stepgrad
