// An operation of the table in the words of others. What a language has itself, such as Tanh in ONNX
// or std::tanh in C++, is said by that; anything else by its definition in the table, taken apart:
//
//     swish(a) = a * sigmoid(a)      ONNX: Mul(a, Sigmoid(a))      C++: a * (1 / (1 + std::exp(-a)))
//
// So a function that is added to the table can be exported at once.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/scalar/formula_parser.hpp>

namespace stepgrad {

/// What op(operands) is, T being a piece of the other language: `number(x)` is a number in it, and
/// `known(row, operands)` an operation, or nothing if the language has not got it. Throws Error where
/// a definition leads to no operation that is known.
template <class T, class Number, class Known>
T expanded(const op::Op& row, std::span<const T> operands, const Number& number, const Known& known,
           int depth = 0) {
  if (std::optional<T> direct = known(row, operands)) return *std::move(direct);
  constexpr int deepest = 8;
  if (depth == deepest)
    throw Error(fmt::format("the function {} cannot be said in this format", row.name), "",
                "Export as .safetensors, .npz or .json, which only name it.");
  const Formula definition = parse(row.definition);
  const auto leaf = [&](const Formula::Term& term) {
    if (term.kind == Formula::Kind::number) return number(term.number);
    return operands[term.name == "a" ? 0 : operands.size() - 1];
  };
  const auto apply = [&](const op::Op& part, std::span<const T> of) {
    return expanded<T>(part, of, number, known, depth + 1);
  };
  return evaluate_terms<T>(definition, leaf, apply)[definition.output];
}

}  // namespace stepgrad
