#include <stepgrad/check/operation.hpp>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/check/diagnosis.hpp>
#include <stepgrad/check/gradient.hpp>
#include <stepgrad/scalar/formula.hpp>

namespace stepgrad {
namespace {

/// A rule of which a part has been left out.
struct Shortened {
  std::string missing;
  Formula rule;
};

/// The rule with each of its parts left out in turn, large parts first: y * (1 - y) without 1 - y,
/// without y, then without the parts of 1 - y.
std::vector<Shortened> shortened(const Formula& rule) {
  const auto leaf = [](const Formula::Term& term) {
    return term.kind == Formula::Kind::number ? written_number(term.number)
                                              : written_atom(term.name);
  };
  const std::vector<Written> parts = evaluate_terms<Written>(rule, leaf, write_operation);
  std::vector<Shortened> all;
  for (std::size_t i = rule.terms.size(); i-- > 0;) {
    const Formula::Term& term = rule.terms[i];
    if (term.operands.size() != 2 || *term.row == op::pow) continue;
    for (const std::size_t kept : {0u, 1u}) {
      Formula without = rule;
      // The part that is kept stands where the whole stood.
      for (Formula::Term& other : without.terms)
        for (Id& operand : other.operands)
          if (operand == i) operand = term.operands[kept];
      if (without.output == i) without.output = term.operands[kept];
      all.push_back({parts[term.operands[1 - kept]].text, std::move(without)});
    }
  }
  return all;
}

std::vector<Suspect> forgotten_parts(const op::Op& row, std::size_t operand, double a, double b,
                                     double y) {
  std::vector<Suspect> suspects;
  for (const auto& [missing, rule] : shortened(rule(row, operand))) {
    const auto leaf = [&](const Formula::Term& term) {
      return term.kind == Formula::Kind::number ? term.number
           : term.name == "a"                   ? a
           : term.name == "b"                   ? b
                                                : y;
    };
    suspects.push_back({fmt::format("{} is forgotten: the slope of {} is {}.", missing, row.name,
                                    row.rule[op::slope_of(row, operand)]),
                        evaluate_terms<double>(rule, leaf, op::value)[rule.output]});
  }
  return suspects;
}

/// The operation as a function of all its operands. An operation of any arity gets two; `dot` takes
/// them for a vector of one entry each.
Subject subject(const op::Op& row) {
  const std::size_t count = row.arity == 1 ? 1 : 2;
  const auto value = [&row](const std::vector<double>& x) { return op::value(row, x); };
  const auto slope = [&row, value](const std::vector<double>& x, std::size_t i) {
    return op::slope(row, x, i, value(x));
  };
  return {.value = value,
          .gradient =
              [slope, count](const std::vector<double>& x) {
                std::vector<double> gradient;
                for (std::size_t i = 0; i < count; ++i) gradient.push_back(slope(x, i));
                return gradient;
              },
          .given = "slope",
          .names = {},
          .shape = {count, 1},
          .suspects =
              [&row, value](const std::vector<double>& x, std::size_t i) {
                const bool any = row.arity == op::any;
                return forgotten_parts(row, i, any ? x[i] : x[0],
                                       any ? x[op::partner(row, i, x.size())] : x.back(), value(x));
              }};
}

}  // namespace

GradientReport check_operation(const op::Op& row) {
  GradientReport whole;
  for (const op::Probe& probe : row.probes) {
    Subject checked = subject(row);
    std::vector<double> x{probe.a};
    if (checked.shape.rows == 2) x.push_back(probe.b);
    for (std::size_t i = 0; i < x.size(); ++i)
      checked.names.push_back(fmt::format(
          "{} in {} at {}", row.name, i == 0 ? "a" : "b",
          x.size() == 1 ? shown(x[0]) : fmt::format("{}, {}", shown(x[0]), shown(x[1]))));
    whole.join(check_gradient(checked, x));
  }
  return whole;
}

}  // namespace stepgrad
