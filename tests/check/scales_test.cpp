// Right gradients at every scale: from 1e-300 to 1e300, beside poles, kinks and edges.
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/check/differentiable.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

GradientReport check(const std::string& formula, const Bindings& numbers) {
  return check_formula(parse(formula), numbers);
}

/// Checks the gradient of each formula at ±10^k for these k; both signs where f has both.
void all_agree(std::initializer_list<const char*> formulas, int from, int to, bool negative_too) {
  for (const char* formula : formulas)
    for (int k = from; k <= to; k += 7)
      for (const double sign : {1.0, -1.0}) {
        if (sign < 0 && !negative_too) continue;
        const double x = sign * 1.234567 * std::pow(10, k);
        const GradientReport report = check(formula, {{"x", x}});
        INFO(formula << " at " << x << '\n' << as_text(report));
        CHECK(report.verdict() == Verdict::agree);
      }
}

}  // namespace

TEST_CASE("slopes near a pole or an edge at 0 are seen at the scale of x", "[scales]") {
  all_agree({"1/x", "x^3", "x", "x*abs(x)"}, -90, 90, true);
  all_agree({"1/(1 + x^2)", "x^1.5", "1/sqrt(x)"}, -60, 60, false);
  all_agree({"log(x)", "sqrt(x)", "log(x)^2", "x^0.1"}, -290, 290, false);
  all_agree({"log(abs(x))", "abs(x)", "relu(x)", "leaky_relu(x)", "max(x, -x)", "min(x, 2*x)"},
            -290, 290, true);
  all_agree({"exp(x)", "sin(x)", "tanh(x)", "expm1(x)", "log1p(x)", "erf(x)", "elu(x)", "gelu(x)"},
            -300, -1, true);
}

TEST_CASE("slopes near a pole, an edge or a kink elsewhere are seen at the distance from it",
          "[scales]") {
  for (const char* formula :
       {"1/(x - 1)", "log(abs(x - 1))", "abs(x - 1)", "relu(x - 1)", "relu(1 - x)", "max(x, 1)",
        "min(x, 1)", "leaky_relu(x - 1)", "abs(x - 1)^1.5", "1/(x - 1)^2"})
    for (const double distance : {1e-3, 1e-5, 1e-7, 1e-9, 1e-11})
      for (const double sign : {1.0, -1.0}) {
        const GradientReport report = check(formula, {{"x", 1 + sign * distance}});
        INFO(formula << " at 1 + " << sign * distance << '\n' << as_text(report));
        CHECK(report.verdict() == Verdict::agree);
      }
}

TEST_CASE("a kink that rounding hides is passed by on one side", "[scales]") {
  for (const char* formula : {"abs(x) + 1e6", "relu(x) + 1", "max(x, 0) * 3 + exp(x)",
                              "[x > 0] + x", "sqrt(x^2) + 100", "min(x, 2*x) - 7"})
    for (const double x : {1e-17, -1e-17, 1e-9, -1e-9, 1e-30, -1e-30}) {
      const GradientReport report = check(formula, {{"x", x}});
      INFO(formula << " at " << x << '\n' << as_text(report));
      CHECK(report.verdict() == Verdict::agree);
    }
}

TEST_CASE("wrong gradients are found at every scale too", "[scales]") {
  for (const char* formula : {"1/x", "log(abs(x))", "abs(x)", "x^3", "relu(x) - relu(-x)"})
    for (int k = -90; k <= 90; k += 9) {
      const double x = -1.234567 * std::pow(10, k);
      Subject subject = subject_of(parse(formula));
      subject.forward = {};
      subject.gradient = [right = subject.gradient](const std::vector<double>& there) {
        return std::vector<double>{1.001 * right(there)[0]};
      };
      const GradientReport report = check_gradient(subject, {x});
      INFO(formula << " at " << x << '\n' << as_text(report));
      CHECK(report.verdict() == Verdict::disagree);
    }
}

TEST_CASE("at a kink, however steep or slight, it is said to be one", "[scales]") {
  for (const char* formula : {"abs(x - y)", "max(x, y)", "1e20*abs(x - y)", "1e-20*abs(x - y)",
                              "abs(x - y) + exp(x/1e6)"})
    for (const double at : {1e-8, 1.0, -3.0, 1e6}) {
      const GradientReport report = check(formula, {{"x", at}, {"y", at}});
      INFO(formula << " at " << at << '\n' << as_text(report));
      CHECK(report.entries[0].verdict == Verdict::kink);
    }
}

TEST_CASE("the slopes on both sides of a kink are told apart in their digits", "[scales]") {
  const GradientReport report = check("x + 1e-5*abs(x)", {{"x", 0}});
  CHECK(report.entries[0].diagnosis.starts_with(
      "f has a kink here: its slope is 0.99999 from below and 1.00001 from above. "
      "1 is a fair choice between the two."));
}

TEST_CASE("where f has no number on either side there is no slope", "[scales]") {
  const GradientReport report = check("a^b", {{"a", -2}, {"b", 3}});
  CHECK(report.entries[0].verdict == Verdict::agree);
  CHECK(report.entries[1].verdict == Verdict::outside);
  CHECK(report.entries[1].diagnosis ==
        "f has a number at this point but on neither side of it: its slope does not exist.");
}

TEST_CASE("a difference that is no number is never said to agree", "[scales]") {
  for (const Method method : {Method::forward, Method::central, Method::ridders})
    for (const double step : {1e308, 1e300, 1e5}) {
      const GradientReport report =
          check_formula(parse("exp(x)"), {{"x", 1}}, {.method = method, .step = step});
      INFO(as_text(report));
      CHECK((report.verdict() == Verdict::agree) == std::isfinite(report.entries[0].numerical));
      if (report.verdict() == Verdict::agree) continue;
      CHECK(report.verdict() == Verdict::outside);
      CHECK(as_text(report).find("It agrees") == std::string::npos);
      CHECK(report.entries[0].diagnosis.find("Choose a smaller step") != std::string::npos);
    }
}
