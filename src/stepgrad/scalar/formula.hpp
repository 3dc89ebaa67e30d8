// A formula, "q = x + y; f = q * z": its terms, its value, and how it is written.
//
// What it looks like stands in formula_parser.hpp; here is what it means.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <stepgrad/scalar/functions.hpp>

namespace stepgrad {

/// A formula, taken apart: terms in an order in which operands stand before what is made of them.
struct Formula {
  enum class Kind { number, input, operation };
  struct Term {
    Kind kind;
    double number = 0;              // of a number; of an input that has a value of its own
    bool has_number = false;        // does the input have a value of its own?
    const op::Op* row = nullptr;    // of an operation
    std::vector<Id> operands = {};  // of an operation: places in `terms`
    std::string name = {};          // of an input; of what a statement computes
    std::size_t position = 0;       // where it stands in the source
  };

  std::string source;
  std::vector<Term> terms;
  Id output = 0;

  /// The names of the inputs, in the order in which they appear.
  std::vector<std::string> inputs() const;
};

/// Numbers for inputs, by name.
using Bindings = std::map<std::string, double, std::less<>>;

/// The formula's value for these inputs. Throws Error that lists the inputs without a number.
double evaluate(const Formula& formula, const Bindings& bindings);

/// Every input's number: its binding or its own. Throws Error that lists the inputs without one, or
/// names a binding that the formula does not use.
Bindings complete(const Formula& formula, const Bindings& bindings);

/// A formula recorded on the tape of this thread: handles to its terms, inputs and statements
/// named.
struct Recorded {
  std::vector<Value> terms;
  Value output;
  std::vector<std::pair<std::string, Value>> inputs;
};
Recorded record(const Formula& formula, const Bindings& bindings);

/// Computes every term with numbers of type T: `number(term)` gives a leaf and `apply(row,
/// operands)` an operation.
template <class T, class Number, class Apply>
std::vector<T> evaluate_terms(const Formula& formula, Number&& number, Apply&& apply) {
  std::vector<T> results;
  results.reserve(formula.terms.size());
  std::vector<T> operands;
  for (const Formula::Term& term : formula.terms) {
    if (term.kind != Formula::Kind::operation) {
      results.push_back(number(term));
      continue;
    }
    operands.clear();
    for (const Id operand : term.operands) operands.push_back(results[operand]);
    results.push_back(apply(*term.row, std::span<const T>(operands)));
  }
  return results;
}

/// A piece of a written expression, and how tightly its outermost operation binds.
struct Written {
  std::string text;
  int binding;  // 1 sum, 2 product, 3 sign, 4 power, 5 atom
};
Written written_atom(std::string text);

/// A number as an atom; a negative one binds like a sign, so that it gets its parentheses.
Written written_number(double number);

/// An operation written over its operands, with the parentheses that it needs and, for the eye,
/// around an exponent that is not an atom and around a minus that follows an operator: 2^(-x), a -
/// (-b).
Written write_operation(const op::Op& row, std::span<const Written> operands);

/// What is written of an operation's operands or terms: of very many the first and the last.
template <class T>
std::vector<T> abridged(std::vector<T> operands, const T& dots) {
  constexpr std::size_t most = 8;
  if (operands.size() <= most) return operands;
  const T last = operands.back();
  operands.resize(most / 2, last);
  operands.push_back(dots);
  operands.push_back(last);
  return operands;
}

/// The formula's output as text, with `leaf(term)` in the place of its inputs and numbers.
template <class Leaf>
Written write(const Formula& formula, Leaf&& leaf) {
  return evaluate_terms<Written>(formula, leaf, write_operation)[formula.output];
}

/// The slope of a row in its operand `i` as a formula of a, b and y: its rule, read once. Without
/// terms for an operation of one's own that tells no rule. Throws Error if it does not parse.
const Formula& rule(const op::Op& row, std::size_t operand);

}  // namespace stepgrad
