// An operation of one's own: a value, its slope, and the slope in words. It is recorded, told and checked
// as the kit's own are; a wrong slope is found out.
#include <cmath>
#include <iostream>
#include <vector>

#include <stepgrad/check/differentiable.hpp>
#include <stepgrad/stepgrad.hpp>

using namespace stepgrad;

int main() {
  // softsign(a) = a / (1 + |a|), a tanh that flattens out slowly
  const Operation softsign(
      {.name = "softsign", .rule = "1 / (1 + abs(a))^2"},
      [](double a) { return a / (1 + std::abs(a)); },
      [](double a) { return 1 / ((1 + std::abs(a)) * (1 + std::abs(a))); });
  Value x(-2.0, "x"), w(0.25, "w");
  Value y = named(softsign(w * x), "y");
  backward(y);
  std::cout << as_text(trace(y)) << '\n';

  const Operation wrong(
      {.name = "wrong", .rule = "1 / (1 + a)^2"}, [](double a) { return a / (1 + std::abs(a)); },
      [](double a) { return 1 / ((1 + a) * (1 + a)); });  // |a| is forgotten
  const auto by_softsign = [&](const std::vector<Value>& v) { return softsign(v[0]); };
  const auto by_wrong = [&](const std::vector<Value>& v) { return wrong(v[0]); };
  const std::vector<double> at{-0.7};
  const GradientReport right = check_gradient(by_softsign, at);
  const GradientReport report = check_gradient(by_wrong, at);
  std::cout << as_text(right) << '\n' << as_text(report);
  return right.verdict() == Verdict::agree && report.verdict() == Verdict::disagree ? 0 : 1;
}
