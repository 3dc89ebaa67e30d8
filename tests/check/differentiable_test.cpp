// Reverse mode, forward mode and numerical differentiation side by side; homework checked.
#include <cmath>

#include <stepgrad/check/differentiable.hpp>
#include <stepgrad/check/smoothness.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

GradientReport check(const std::string& formula, const Bindings& numbers,
                     const std::map<std::string, std::string>& by_hand = {}) {
  ByHand parsed;
  for (const auto& [name, expression] : by_hand) parsed[name] = parse(expression);
  return check_formula(parse(formula), numbers, {}, parsed);
}

const GradientEntry& entry(const GradientReport& report, const std::string& name) {
  for (const GradientEntry& candidate : report.entries)
    if (candidate.name == name) return candidate;
  throw std::out_of_range(name);
}

/// What is said of the gradient in x that somebody has worked out.
std::string homework(const std::string& formula, const Bindings& numbers, const std::string& in_x) {
  const GradientReport report = check(formula, numbers, {{"x", in_x}});
  return entry(report, "x").verdict == Verdict::disagree ? entry(report, "x").diagnosis
                                                         : "it is right";
}

}  // namespace

TEST_CASE("a formula's gradient agrees three ways", "[differentiable]") {
  const GradientReport report = check("q = x + y; f = q * z", {{"x", -2}, {"y", 5}, {"z", -4}});
  CHECK(report.verdict() == Verdict::agree);
  CHECK(entry(report, "x").given == -4);
  CHECK(entry(report, "x").forward == -4);
  CHECK(entry(report, "z").numerical == Approx(3).epsilon(1e-10));
}

TEST_CASE("a function of Values is checked without more ado", "[differentiable]") {
  const auto neuron = [](const std::vector<Value>& x) { return tanh(x[0] * x[1] + x[2]); };
  const GradientReport report = check_gradient(neuron, std::vector<double>{0.5, 2, -1});
  CHECK(report.verdict() == Verdict::agree);
  CHECK(report.given == "reverse");
  CHECK(report.entries[1].forward.has_value());
  CHECK(check_gradient([](Value x) { return x * sin(x); }, 3.0).verdict() == Verdict::agree);
  CHECK(check_gradient([](Value x) { return relu(x); }, 0.0).verdict() == Verdict::kink);
}

TEST_CASE("homework is checked, and what it lacks is named", "[differentiable]") {
  const Bindings at{{"x", 3}, {"y", 2}};
  CHECK(homework("x^2*y", at, "2*x*y") == "it is right");
  CHECK(homework("x^2*y", at, "2*x") ==
        "the slope of x^2 * y in x^2, which is 2, is missing: the chain rule multiplies by it.");
  CHECK(homework("x^2*y", at, "-2*x*y") == "the sign is flipped.");
  CHECK(homework("x*x + y", at, "x") ==
        "of what x receives, only the share along x * x is in it: are shares overwritten (=) where "
        "they should be added (+=)?");
  CHECK(homework("x*y + sin(x) - y", at, "cos(x)") ==
        "the share along x * y + sin(x) into x * y is missing, which brings 2.");
  CHECK(homework("q = x^2; sin(q) * y", at, "y * cos(x^2)") ==
        "the slope of q = x^2 in x, which is 6, is missing: the chain rule multiplies by it.");
}

TEST_CASE("inputs that were not worked out by hand are marked", "[differentiable]") {
  const GradientReport report = check("x*y", {{"x", 3}, {"y", 2}}, {{"x", "y"}});
  CHECK(report.given == "yours");
  CHECK(entry(report, "x").diagnosis == "");
  CHECK(entry(report, "y").diagnosis == "not given by hand, so this is reverse mode's.");
}

TEST_CASE("homework in other names than the inputs is refused", "[differentiable]") {
  const Bindings at{{"width", 3}, {"y", 2}};
  CHECK(error_of([&] {
          check("width*y", at, {{"widht", "y"}});
        }) == "the formula has no input 'widht'\ndid you mean 'width'?");
  CHECK(error_of([&] {
          check("width*y", at, {{"width", "z"}});
        }) ==
        "the formula has no input 'z'\nin the gradient by hand width = z\n"
        "Its inputs are width and y.");
}

TEST_CASE("kinks are reported as kinks, whatever they are made of", "[differentiable]") {
  const char* const formulas[] = {"relu(x)",
                                  "abs(x)",
                                  "max(x, 0)",
                                  "min(2*x, x)",
                                  "leaky_relu(x)",
                                  "sqrt(x^2)",
                                  "relu(x) - relu(-x) + max(x, 2*x)",
                                  "abs(sin(x))"};
  for (const char* formula : formulas) {
    INFO(formula);
    CHECK(check(formula, {{"x", 0}}).verdict() == Verdict::kink);
    CHECK(check(formula, {{"x", 0.01}}).verdict() == Verdict::agree);
  }
  CHECK(check("relu(x)^2", {{"x", 0}}).verdict() == Verdict::agree);  // smooth after all
  const GradientReport tie = check("max(x, y)", {{"x", 2}, {"y", 2}});
  CHECK(entry(tie, "x").verdict == Verdict::kink);
  CHECK(entry(tie, "y").verdict == Verdict::kink);
}

TEST_CASE("points outside the domain are called so", "[differentiable]") {
  CHECK(entry(check("log(x)", {{"x", -1}}), "x").diagnosis ==
        "f is nan at this point: it has no value here. "
        "The first nan arises in log(x) = log(-1) = nan.");
  CHECK(entry(check("sqrt(x)", {{"x", 0}}), "x").diagnosis ==
        "f has no number on one side of this point: it is at the edge of the domain.");
}

TEST_CASE("where numbers stop being finite is said: in what f depends on, or on the way back",
          "[differentiable]") {
  const auto says = [](const char* formula, const Bindings& numbers, const std::string& part) {
    const std::string diagnosis = entry(check(formula, numbers), "x").diagnosis;
    INFO(formula << ": " << diagnosis);
    CHECK(diagnosis.find(part) != std::string::npos);
  };
  const Bindings far{{"x", 1000}};
  says("log(exp(x))", far,
       "f is inf at this point: it has no value here. "
       "The first inf arises in exp(x) = exp(1000) = inf.");
  says("exp(x)/exp(x)", far, "The first inf arises in exp(x) = exp(1000) = inf.");
  says("q = exp(x); h = q + 1; 1/h - q", far, "arises in q = exp(x) = exp(1000) = inf.");
  says("h = log(k); exp(x)", {{"x", 1000}, {"k", -1}}, "The first inf arises in exp(x)");
  says("exp(-exp(x))", far, "it is no finite number. The first inf arises in exp(x)");
  says("sqrt(x^2)", {{"x", 0}},
       "All values are finite, but the slope of sqrt(x^2) in x^2 is inf, and 1 * inf = inf.");
}

TEST_CASE("an entry is told of the kinks that stand on its own ways to f, and of no others",
          "[differentiable]") {
  const GradientReport report =
      check("abs(x) + max(y, 2) + abs(5 - 5)*z + z^2", {{"x", 0}, {"y", 2}, {"z", 1}});
  const auto told = [&](const char* name, const char* operation) {
    return entry(report, name).diagnosis.find(fmt::format("{}: ", operation)) != std::string::npos;
  };
  CHECK(told("x", "abs"));
  CHECK(!told("x", "max"));
  CHECK(told("y", "max"));
  CHECK(!told("y", "abs"));
  CHECK(entry(report, "z").verdict == Verdict::agree);
}

TEST_CASE("along a direction rounding is a verdict, too, and kinks are those of all entries",
          "[differentiable]") {
  const auto along = [](const char* formula, const Bindings& numbers) {
    const GradientReport report = check_formula(parse(formula), numbers, {.projections = 2});
    INFO(as_text(report));
    REQUIRE(report.entries.size() == 2);
    CHECK(report.entries[0].verdict == report.entries[1].verdict);
    return report.entries[0];
  };
  CHECK(along("(exp(x) - 1)/x", {{"x", 1e-9}}).verdict == Verdict::rounding);
  CHECK(along("1 - sigmoid(x)", {{"x", 40}}).verdict == Verdict::rounding);
  CHECK(along("t = x + 1e20*x; t - 1e20*x", {{"x", 1}}).verdict == Verdict::rounding);
  CHECK(along("(x + 1e16) - 1e16 + y", {{"x", 0.3}, {"y", 1}}).verdict == Verdict::rounding);
  CHECK(along("tanh(x)*y", {{"x", 0.3}, {"y", 1}}).verdict == Verdict::agree);
  const GradientEntry kink = along("abs(x) + max(y, 2)", {{"x", 0}, {"y", 2}});
  CHECK(kink.verdict == Verdict::kink);
  CHECK(kink.diagnosis.find("abs: ") != std::string::npos);
  CHECK(kink.diagnosis.find("max: ") != std::string::npos);
}

TEST_CASE("second derivatives are checked against differences of the gradient",
          "[differentiable]") {
  const GradientReport report =
      check_hessian(parse("f = x^2*y + tanh(y*z)"), {{"x", 3}, {"y", 0.2}, {"z", 1.5}});
  CHECK(report.verdict() == Verdict::agree);
  REQUIRE(report.entries.size() == 9);
  CHECK(entry(report, "d2f/dxdy").given == 6);
  CHECK(entry(report, "d2f/dzdy").given == entry(report, "d2f/dydz").given);
  std::string many = "0";
  for (int i = 0; i < 31; ++i) many += fmt::format(" + x{0}^2", i);
  Bindings numbers;
  for (int i = 0; i < 31; ++i) numbers[fmt::format("x{}", i)] = 1;
  CHECK(error_of([&] { check_hessian(parse(many), numbers); }) ==
        "31 inputs have 961 second derivatives\n"
        "Second derivatives are checked for up to 30 inputs.");
}

TEST_CASE("a formula along one input is the formula", "[differentiable]") {
  for (const char* text :
       {"q = x*y; r = exp(q) + z; sum(r, q, x) / z", "x + y + z + x", "x*x + y*y + sin(z) + 1",
        "s = x + y; t = s + 2; u = t + z; t * u", "p = x + y; p + z", "z + (y + (x + x))"}) {
    INFO(text);
    const Subject subject = subject_of(parse(text));
    const std::vector<double> x{0.3, -0.7, 2};
    const Curves curves = subject.along(x);
    for (std::size_t i = 0; i < 3; ++i) {
      const Curve fast = curves(i), slow = along_entry(subject.value, x, i);
      for (const double t : {x[i], 0.9, -2.0, 0.9}) CHECK(fast(t) == slow(t));
    }
  }
}

TEST_CASE("a formula along each of forty inputs is the formula, wherever a check looks",
          "[differentiable]") {
  std::string chain = "x0", sums = "sum(x0", products = "dot(x0";
  std::vector<double> x{0.5};
  for (int i = 1; i < 40; ++i) {
    chain += i % 3 == 0 ? fmt::format(" * tanh(x{})", i) : fmt::format(" + x{}^2", i);
    sums += fmt::format(", x{}", i);
    products += fmt::format(", x{}", i);
    x.push_back(0.1 * i - 1.7);
  }
  for (const std::string& text : {chain, sums + ")", products + ")"}) {
    INFO(text);
    const Subject subject = subject_of(parse(text));
    const Curves curves = subject.along(x);
    for (const std::size_t i : {0u, 5u, 17u, 3u, 39u, 38u}) {  // to and fro between the lanes
      const Curve fast = curves(i), slow = along_entry(subject.value, x, i);
      CHECK(fast(1.25) == slow(1.25));
      for (const double t : first_looks(x[i])) CHECK(fast(t) == slow(t));
      CHECK(fast(-3) == slow(-3));
      CHECK(fast(x[i]) == subject.value(x));
    }
  }
}
