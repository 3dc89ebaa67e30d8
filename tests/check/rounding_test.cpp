// What rounding takes away, known or in doubt, and what is said of it.
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/check/differentiable.hpp>
#include <stepgrad/check/lost_digits.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

const GradientEntry only_entry(const std::string& formula, double x) {
  return check_formula(parse(formula), {{"x", x}}).entries.at(0);
}

bool says(const GradientEntry& entry, const std::string& text) {
  UNSCOPED_INFO(entry.diagnosis);
  return entry.diagnosis.find(text) != std::string::npos;
}

Rounded value_of_trace(const std::string& formula, const Bindings& numbers) {
  const Trace t = trace(parse(formula), numbers);
  return rounded(t)[t.output];
}

}  // namespace

TEST_CASE("what sums, products, quotients and roots lose is known exactly", "[rounding]") {
  CHECK(value_of_trace("x + 1e20", {{"x", 1}}).lost == 1);
  CHECK(value_of_trace("x + 1e20 - 1e20", {{"x", 3}}).lost == 3);
  CHECK(value_of_trace("x * x", {{"x", 1 + 0x1p-30}}).lost == 0x1p-60);
  CHECK(value_of_trace("x / 3 * 3 - x", {{"x", 1}}).error() == Approx(0).margin(1e-30));
  const Rounded root = value_of_trace("sqrt(x)^2 - x", {{"x", 2}});
  CHECK(root.value + root.lost == Approx(0).margin(1e-30));
  CHECK(root.doubt == 0);
}

TEST_CASE("the error that is estimated covers the one that was made", "[rounding]") {
  struct Example {
    const char* formula;
    double x, right;
  };
  const Example examples[] = {
      {"(exp(x) - 1)/x", 1e-9, 1.0000000005},      {"(1 - cos(x))/x^2", 1e-5, 0.5 - 1e-10 / 24},
      {"log(1 + x)/x", 1e-12, 1 - 0.5e-12},        {"sqrt(x^2 + 1) - x", 1e9, 5e-10},
      {"1 - tanh(x)", 15, 1.8715247937260793e-13}, {"x^3 - 3*x^2 + 3*x - 1", 1 + 0x1p-20, 0x1p-60},
  };
  for (const auto& [formula, x, right] : examples) {
    const Rounded value = value_of_trace(formula, {{"x", x}});
    INFO(formula << ": " << value.value << " + " << value.lost << " within " << value.doubt);
    CHECK(std::abs(value.value + value.lost - right) <= 1.1 * value.doubt + 1e-12 * right);
    CHECK(value.error() > 1e-10 * std::abs(right));
  }
}

TEST_CASE("gradients whose digits are lost are called so, with what helps", "[rounding]") {
  struct Example {
    const char* formula;
    double x;
    const char* advice;
  };
  const Example examples[] = {
      {"(exp(x) - 1)/x", 1e-9, "Write expm1(x) for exp(x) - 1: it keeps its digits."},
      {"(1 - exp(2*x))/x", 1e-10, "Write -expm1(2 * x) for 1 - exp(2 * x)"},
      {"(1 - cos(x))/x^2", 1e-9, "Write 2 * sin(x / 2)^2 for 1 - cos(x)"},
      {"log(1 + x)/x", 1e-12, "Write log1p(x) for log(1 + x)"},
      {"log(1 + exp(x))", -40, "Write softplus(x) for log(1 + exp(x))"},
      {"sqrt(x^2 + 1) - x", 1e9, "Write 1 / (sqrt(x^2 + 1) + x) for sqrt(x^2 + 1) - x"},
      {"expm1(x)/x", 1e-20, "The shares that x receives, of the size of 1e+20, all but cancel"},
      {"t = x + 1e20*x; t - 1e20*x", 1, "x is lost beside 1e+20 * x"},
      {"(x + 1e16) - 1e16", 0.3, "x is lost beside 1e+16"},
  };
  for (const auto& [formula, x, advice] : examples) {
    INFO(formula << " at " << x);
    const GradientEntry entry = only_entry(formula, x);
    CHECK(entry.verdict == Verdict::rounding);
    CHECK(says(entry, advice));
  }
}

TEST_CASE("what rounding has taken is told from its estimate, whether or not there is advice",
          "[rounding]") {
  for (const char* formula :
       {"1 - sigmoid(x)", "sigmoid(x) - 1", "1 - tanh(x)", "tanh(x) - 1", "y = sigmoid(x); 1 - y",
        "0.5 - sigmoid(x)/2", "2 - sigmoid(x) - tanh(x)", "log(sigmoid(x))"}) {
    INFO(formula);
    for (const double x : {40.0, 100.0}) CHECK(only_entry(formula, x).verdict == Verdict::rounding);
    CHECK(only_entry(formula, 1).verdict == Verdict::agree);
  }
  CHECK(only_entry("1 - erf(x)", 6).verdict == Verdict::rounding);
  CHECK(says(only_entry("1 - erf(x)", 6), "Rearrange the formula"));
  CHECK(says(only_entry("1 - tanh(x)", 40), "Write 2 * sigmoid(-2 * x)"));
  for (const double x : {30, 34, 36}) {  // some digits are left, fewer than the tolerance asks for
    INFO(x);
    CHECK(only_entry("1 - sigmoid(x)", x).verdict == Verdict::rounding);
  }
}

TEST_CASE("the advice works: what is written instead agrees", "[rounding]") {
  for (const char* formula : {"expm1(x)", "2*sin(x/2)^2", "log1p(x)", "softplus(x)"})
    for (const double x : {1e-12, 1e-9, 1e-3, 0.5}) {
      INFO(formula << " at " << x);
      CHECK(only_entry(formula, x).verdict == Verdict::agree);
    }
}

TEST_CASE("every remedy is the same function as what it replaces", "[rounding]") {
  for (const auto& [loses, keeps] : remedies()) {
    const Formula one = parse(loses), other = parse(keeps);
    Bindings numbers;
    for (const std::string& name : one.inputs()) numbers[name] = name == "u" ? 0.7 : 0.3;
    INFO(loses << " = " << keeps);
    CHECK(evaluate(one, numbers) == Approx(evaluate(other, numbers)).epsilon(1e-12));
  }
}

TEST_CASE("a gradient that is 0 because equal things cancel has lost nothing", "[rounding]") {
  for (const char* formula : {"exp(x) - exp(x)", "x*1e20 - 1e20*x", "sin(x)^2 + cos(x)^2", "x - x",
                              "exp(x)*exp(-x)", "0*x", "tanh(50 + x)", "elu(sin(x)) - sin(x)",
                              "max(exp(x), 1) - exp(x)", "abs(log(x)) - log(x)"}) {
    INFO(formula);
    CHECK(only_entry(formula, 3).verdict == Verdict::agree);
  }
}

TEST_CASE("lost digits do not hide a mistake", "[rounding]") {
  const auto verdict = [](const std::string& in_x) {
    return check_formula(parse("(exp(x) - 1)/x"), {{"x", 1e-3}}, {}, {{"x", parse(in_x)}})
        .verdict();
  };
  CHECK(verdict("exp(x)/x - (exp(x) - 1)/x^2") == Verdict::agree);
  CHECK(verdict("exp(x)/x") == Verdict::disagree);
  CHECK(verdict("0.49") == Verdict::disagree);
}

TEST_CASE("a factor of 1 and an amount of 0 are never the culprit", "[rounding]") {
  for (const char* wrong : {"1.00001*cos(x)", "cos(x) + 1e-5", "0.99999*cos(x)", "cos(x) - 2e-6"})
    for (const char* formula : {"sin(x)", "1*sin(x)", "q = sin(x); 0*x + q", "relu(sin(x))"}) {
      const GradientEntry entry =
          check_formula(parse(formula), {{"x", 1}}, {}, {{"x", parse(wrong)}}).entries[0];
      INFO(formula << ", " << wrong << ": " << entry.diagnosis);
      CHECK(entry.verdict == Verdict::disagree);
      for (const char* culprit : {"which is 1,", "by 0 ", "brings 0.", "is 1 times"})
        CHECK(entry.diagnosis.find(culprit) == std::string::npos);
    }
}
