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

/// Functions at the few places where they come out even.
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

/// exp, tanh and their like come out even at 0 alone, log at 1; what looks even elsewhere, as tanh
/// does at 20, was rounded.
bool comes_out_even(const Trace& trace, const Trace::Node& node) {
  constexpr const op::Op* algebraic[] = {
      &op::add,     &op::sub,   &op::mul,  &op::div, &op::neg,       &op::pow,
      &op::square,  &op::sqrt,  &op::relu, &op::abs, &op::max,       &op::min,
      &op::greater, &op::equal, &op::sum,  &op::dot, &op::leaky_relu};
  if (!node.row ||
      std::find(std::begin(algebraic), std::end(algebraic), node.row) != std::end(algebraic))
    return true;
  return node.row->arity == 1 && trace.a(node) == (*node.row == op::log ? 1 : 0);
}

/// Does it teach something: no slope that was only chosen, and at most one input without gradient,
/// at the levels without switches none?
bool is_telling(const Trace& trace, int level) {
  const auto at_its_kink = [&](const Trace::Node& node) { return at_kink(trace, node); };
  const auto in_vain = [](const Trace::Node& node) {
    return node.kind == Trace::Kind::input && node.grad == 0;
  };
  const auto& nodes = trace.nodes;
  return std::none_of(nodes.begin(), nodes.end(), at_its_kink) &&
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
  return std::all_of(trace.nodes.begin(), trace.nodes.end(),
                     [&](const Trace::Node& node) {
                       return is_by_hand(node.value) && comes_out_even(trace, node);
                     }) &&
         std::all_of(trace.steps.begin(), trace.steps.end(), [](const Step& step) {
           return is_by_hand(step.local) && is_by_hand(step.contribution) && is_by_hand(step.total);
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
