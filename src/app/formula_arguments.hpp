// FORMULA name=value …, or a network made up instead: what most commands are given.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <stepgrad/scalar/formula.hpp>

#include "app/options.hpp"

namespace stepgrad::app {

/// FORMULA name=value …, or a file with the formula and name=value ….
struct FormulaArguments {
  Options& options;
  Options::Texts words = options.words(
      "formula", "FORMULA NAME=VALUE ...",
      "A formula in quotes, \"q = x + y; f = q * z\", then a number for each input, x=-2 y=5 z=-4. "
      "The last statement is the output. '-' reads the formula from standard input.");
  Options::Text file =
      options.text("--file", "FILE", "Read the formula from a file; '-' is standard input");

  bool are_there() const { return !words.empty() || !file.empty(); }
};

/// The formula and its numbers, read from the words.
struct FormulaAndNumbers {
  Formula formula;
  Bindings numbers;
};

/// Reads FORMULA name=value …, the formula from `file` unless that is "". Throws Error that says
/// which word cannot be used, and how it should look.
FormulaAndNumbers read_formula(std::vector<std::string> words, const std::string& file);

inline FormulaAndNumbers read_formula(const FormulaArguments& arguments) {
  return read_formula(arguments.words, arguments.file);
}

/// A network instead of a formula: made up, or one that was trained.
struct ModelArguments {
  Options& options;
  Options::Text sizes = options.text(
      "--model", "2-3-2",
      "Instead of a formula: a training step, in matrices, of a made-up network with so many inputs, "
      "hidden units and outputs; or of a model, by the folder of its run");
  Options::Text activation = options.text(
      "--activation", "NAME", "With --model 2-3-2: the function between layers", "relu");
  const std::size_t& samples = options.whole("--samples", 3, "With --model: how many");
  const std::size_t& seed = options.whole("--seed", 1, "With --model: which of the many");
};

}  // namespace stepgrad::app
