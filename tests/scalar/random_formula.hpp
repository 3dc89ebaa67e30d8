// Random formulas for properties, made so that a failing one shrinks to a small one.
//
// A formula is a list of choices: each does one operation on earlier results, counted modulo how
// many there are. Every list is a formula, so that rapidcheck may leave choices out and make
// numbers smaller.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <ostream>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include <rapidcheck.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/scalar/formula_parser.hpp>

namespace random_formula {

/// One operation: which row, over which of the earlier results.
struct Choice {
  std::uint8_t row, a, b;
};

inline std::ostream& operator<<(std::ostream& out, const Choice& choice) {
  return out << '{' << int{choice.row} << ", " << int{choice.a} << ", " << int{choice.b} << '}';
}

using Choices = std::vector<Choice>;

inline rc::Gen<Choices> choices() {
  return rc::gen::container<Choices>(rc::gen::construct<Choice>(
      rc::gen::arbitrary<std::uint8_t>(), rc::gen::arbitrary<std::uint8_t>(),
      rc::gen::arbitrary<std::uint8_t>()));
}

/// Up to 24 of them, where nothing is to be shrunk.
inline Choices choices(std::mt19937& random) {
  Choices choices(1 + random() % 24);
  for (auto& [row, a, b] : choices) {
    row = static_cast<std::uint8_t>(random());
    a = static_cast<std::uint8_t>(random());
    b = static_cast<std::uint8_t>(random());
  }
  return choices;
}

/// Numbers for the inputs: multiples of an eighth from -4 to 4.
inline rc::Gen<stepgrad::Bindings> bindings() {
  const auto eighths = rc::gen::inRange(-32, 33);
  return rc::gen::map(
      rc::gen::tuple(eighths, eighths, eighths), [](const std::tuple<int, int, int>& n) {
        return stepgrad::Bindings{
            {"x", std::get<0>(n) / 8.0}, {"y", std::get<1>(n) / 8.0}, {"z", std::get<2>(n) / 8.0}};
      });
}

/// The formula over x, y, z and two numbers whose operations are chosen from `rows`; its last
/// result is the output.
inline stepgrad::Formula formula_of(const Choices& choices,
                                    std::span<const stepgrad::op::Op* const> rows) {
  using stepgrad::Formula;
  Formula formula;
  for (const char* name : {"x", "y", "z"})
    formula.terms.push_back({.kind = Formula::Kind::input, .name = name});
  for (const double number : {0.5, 3.0})
    formula.terms.push_back({.kind = Formula::Kind::number, .number = number});
  for (const auto& [row_number, a, b] : choices) {
    const std::size_t known = formula.terms.size();
    const stepgrad::op::Op& row = *rows[row_number % rows.size()];
    std::vector<stepgrad::Id> operands{static_cast<stepgrad::Id>(a % known)};
    if (row.arity != 1) operands.push_back(static_cast<stepgrad::Id>(b % known));
    formula.terms.push_back({.kind = Formula::Kind::operation, .row = &row, .operands = operands});
  }
  formula.output = static_cast<stepgrad::Id>(formula.terms.size() - 1);
  return formula;
}

/// The formula's output as text that reads back as the same formula.
inline std::string text_of(const stepgrad::Formula& formula) {
  return stepgrad::write(
             formula,
             [](const stepgrad::Formula::Term& term) {
               return stepgrad::written_atom(term.kind == stepgrad::Formula::Kind::number
                                                 ? stepgrad::exact(term.number)
                                                 : term.name);
             })
      .text;
}

}  // namespace random_formula
