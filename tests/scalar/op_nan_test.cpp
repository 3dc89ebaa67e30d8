// One convention for nan and for 0 * inf: in values, slopes and words, in reverse and forward mode.
#include <cmath>
#include <limits>

#include <stepgrad/scalar/forward.hpp>
#include <stepgrad/scalar/functions.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
const double numbers[] = {not_a_number, infinity, -infinity, -1.5, 0, 2};

bool is_same(double one, double other) {
  return (std::isnan(one) && std::isnan(other)) || one == other ||
         std::abs(one - other) <= 1e-12 * std::abs(one);
}

/// The rule of a slope in words, with these numbers.
double said(const op::Op& row, std::size_t operand, double a, double b, double y) {
  const Formula& formula = rule(row, operand);
  const auto leaf = [&](const Formula::Term& term) {
    return term.kind == Formula::Kind::number ? term.number
         : term.name == "a"                   ? a
         : term.name == "b"                   ? b
                                              : y;
  };
  return evaluate_terms<double>(formula, leaf, op::value)[formula.output];
}

}  // namespace

TEST_CASE("a slope is what its words compute to, of nan and infinities too", "[nan]") {
  for (const op::Op* row : op::all) {
    if (row->arity == op::any || *row == op::pow) continue;  // pow has slopes by choice at 0
    for (const double a : numbers)
      for (const double b : numbers) {
        if (row->arity == 1 && !is_same(a, b)) continue;
        const double y = row->value(a, b);
        for (int i = 0; i < row->arity; ++i) {
          INFO(row->name << " in operand " << i << " at " << a << ", " << b);
          const double slope = row->slope[i](a, b, y);
          const double words = said(*row, static_cast<std::size_t>(i), a, b, y);
          INFO("slope " << slope << ", in words " << words);
          CHECK(is_same(slope, words));
        }
      }
  }
}

TEST_CASE("an operation of nan is nan, and so is every slope that was chosen by it", "[nan]") {
  for (const op::Op* row : op::all) {
    if (row->arity == op::any || *row == op::pow) continue;  // nan^0 is 1
    for (const double other : {-1.5, 0.0, 2.0}) {
      INFO(row->name << " of nan and " << other);
      CHECK(std::isnan(row->value(not_a_number, other)));
      if (row->arity == 2) CHECK(std::isnan(row->value(other, not_a_number)));
      const bool is_bracket = *row == op::greater || *row == op::equal;  // flat, whatever is in it
      if (!row->kink.gap || is_bracket) continue;
      CHECK(std::isnan(row->slope[0](not_a_number, other, not_a_number)));
      if (row->arity == 2) CHECK(std::isnan(row->slope[1](other, not_a_number, not_a_number)));
    }
  }
}

TEST_CASE("forward and reverse mode are nan for the same inputs", "[nan]") {
  struct Example {
    const char* formula;
    double x, y;
  };
  const Example examples[] = {
      {"sqrt(x^2) + y", 0, 1},
      {"sqrt(x)^2 * y", 0, 1},
      {"sqrt(x)*y", 0, 2},
      {"max(log(x), 0) + y", -1, 1},
      {"relu(log(x))*y", -1, 2},
      {"abs(sqrt(x))*y", -1, 0},
      {"log(x^2)*y", 0, 1},
      {"sqrt(square(x))*0 + y", 0, 1},
      {"x/y", 0, 0},
      {"(x - y)/(x - y)", 1, 1},
      {"min(x, y/y)", 1, 0},
      {"0*log(x) + y", 0, 1},
      {"exp(x)/exp(x) + y", 1000, 1},
      {"leaky_relu(log(x))", -1, 1},
      {"elu(x - y)", 1e308, -1e308},
      {"dot(sqrt(x), 0, y, 1)", 0, 3},
      {"x^y", 0, 0},
  };
  for (const auto& [formula, x, y] : examples) {
    Bindings at{{"x", x}};
    const Formula parsed = parse(formula);
    if (parsed.inputs().size() == 2) at["y"] = y;
    const Trace t = trace(parsed, at);
    const std::vector<double> forward = forward_gradient(t);
    const std::vector<Id> inputs = t.inputs();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const double reverse = t.node(inputs[i]).grad;
      INFO(formula << ", input " << i << ": reverse " << reverse << ", forward " << forward[i]);
      CHECK(is_same(reverse, forward[i]));
    }
  }
}

TEST_CASE("a dual that depends on x moves, even where its tangent is 0", "[nan]") {
  CHECK(std::isnan(sqrt(square(Dual(0, 1))).tangent));
  CHECK((sqrt(Dual(0)) * Dual(2, 1)).tangent == 0);
}
