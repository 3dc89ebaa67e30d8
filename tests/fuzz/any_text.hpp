// What holds for any text that is given to the formula language, be it a formula or not.
#pragma once

#include <string>
#include <string_view>

#include <stepgrad/base/number.hpp>
#include <stepgrad/scalar/trace.hpp>

#include "fuzz/parser.hpp"
#include "numerical.hpp"

namespace any_text {

using stepgrad::test::require;

/// Numbers for all inputs that have none of their own.
inline stepgrad::Bindings some_numbers(const stepgrad::Formula& formula) {
  stepgrad::Bindings numbers;
  for (const stepgrad::Formula::Term& term : formula.terms)
    if (term.kind == stepgrad::Formula::Kind::input && !term.has_number)
      numbers[term.name] = 0.75 * static_cast<double>(numbers.size() + 1);
  return stepgrad::complete(formula, numbers);
}

/// Written and read again, the formula has the same value.
inline void check_round_trip(const stepgrad::Formula& formula, const stepgrad::Bindings& numbers,
                             double value) {
  const std::string text =
      stepgrad::write(formula, [](const stepgrad::Formula::Term& term) {
        return stepgrad::written_atom(term.kind == stepgrad::Formula::Kind::number
                                          ? stepgrad::exact(term.number)
                                          : term.name);
      }).text;
  const stepgrad::Formula back = stepgrad::parse(text, numbers);
  stepgrad::Bindings used;
  for (const std::string& name : back.inputs()) used[name] = numbers.at(name);
  require(same_number(stepgrad::evaluate(back, used), value), "what is written has another value");
}

/// Recorded and swept back, the output has the formula's value and the tape is given back.
inline void check_trace(const stepgrad::Formula& formula, const stepgrad::Bindings& numbers,
                        double value) {
  const std::size_t size = stepgrad::tape().size();
  const stepgrad::Trace trace = stepgrad::trace(formula, numbers);
  require(same_number(trace.node(trace.output).value, value), "the trace has another value");
  require(stepgrad::tape().size() == size, "the tape is not given back");
}

inline void check_formula(std::string_view source) {
  const stepgrad::Formula formula = stepgrad::parse(source);
  const stepgrad::Bindings numbers = some_numbers(formula);
  const double value = stepgrad::evaluate(formula, numbers);
  if (formula.terms.size() <= 1000) check_trace(formula, numbers, value);
  if (formula.terms.size() <= 16) check_round_trip(formula, numbers, value);
}

/// Reads the text, and if it is a formula does with it what can be done. Throws std::logic_error if
/// something does not hold.
inline void check(std::string_view source) {
  stepgrad::test::told_well([&] { check_formula(source); });
}

}  // namespace any_text
