// No false alarm on right gradients, and none missed that is off by a thousandth.
#include <cmath>

#include <stepgrad/check/differentiable.hpp>
#include <stepgrad/check/rounding.hpp>

#include "catch.hpp"
#include "scalar/random_formula.hpp"

using namespace stepgrad;
using namespace random_formula;

namespace {

const op::Op* const smooth[] = {
    &op::add,      &op::sub,  &op::mul,  &op::neg, &op::square,     &op::sin,
    &op::cos,      &op::atan, &op::tanh, &op::elu, &op::sigmoid,    &op::gelu,
    &op::softplus, &op::erf,  &op::sum,  &op::dot, &op::log_sum_exp};

/// A number from 0 to below `limit`, the same on every platform.
std::size_t draw(std::mt19937& generator, std::size_t limit) { return generator() % limit; }

struct Example {
  Formula formula;
  Bindings numbers;
};

/// A random smooth expression of 1 to 40 operations over x, y and z, of a moderate value.
Example example(std::mt19937& generator) {
  while (true) {
    Choices chosen(1 + draw(generator, 40));
    for (Choice& choice : chosen)
      choice = {static_cast<std::uint8_t>(draw(generator, 256)),
                static_cast<std::uint8_t>(draw(generator, 256)),
                static_cast<std::uint8_t>(draw(generator, 256))};
    Example made{formula_of(chosen, smooth), {}};
    for (const char* name : {"x", "y", "z"})
      made.numbers[name] = static_cast<double>(draw(generator, 65)) / 8 - 4;
    if (std::abs(evaluate(made.formula, made.numbers)) < 1e6) return made;
  }
}

}  // namespace

TEST_CASE("ten thousand right gradients raise no alarm, but where f is nothing but rounding",
          "[property]") {
  std::mt19937 generator(1);
  int lost = 0;
  for (int i = 0; i < 10000; ++i) {
    const auto [formula, numbers] = example(generator);
    const GradientReport report = check_formula(formula, numbers);
    if (report.verdict() == Verdict::agree) continue;
    const Trace traced = trace(formula, numbers);
    const Rounded value = rounded(traced)[traced.output];
    INFO(text_of(formula) << '\n' << as_text(report));
    CHECK(report.verdict() == Verdict::rounding);
    CHECK(value.error() >= std::abs(value.value));
    ++lost;
  }
  CHECK(lost < 10);
}

TEST_CASE("a thousand gradients that are off by a thousandth are all found", "[property]") {
  std::mt19937 generator(2);
  for (int planted = 0; planted < 1000;) {
    const auto [formula, numbers] = example(generator);
    Subject subject = subject_of(formula);
    const std::vector<double> x = input_numbers(formula, numbers);
    const std::size_t wrong = draw(generator, 3);
    // A derivative below 1e-8 of f cannot be seen in f: only forward mode could tell.
    const bool visible =
        std::abs(subject.gradient(x)[wrong]) > 1e-8 * (1 + std::abs(subject.value(x)));
    if (!visible && subject.gradient(x)[wrong] == 0) continue;
    if (visible) subject.forward = {};
    subject.gradient = [right = subject.gradient, wrong](const std::vector<double>& there) {
      std::vector<double> gradient = right(there);
      gradient[wrong] *= 1.001;
      return gradient;
    };
    ++planted;
    const GradientReport report = check_gradient(subject, x);
    for (std::size_t i = 0; i < 3; ++i) {
      const Verdict expected = i == wrong ? Verdict::disagree : Verdict::agree;
      if (report.entries[i].verdict == expected) continue;
      INFO(text_of(formula) << '\n' << as_text(report));
      CHECK(report.entries[i].verdict == expected);
    }
  }
}
