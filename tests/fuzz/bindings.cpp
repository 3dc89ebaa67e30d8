// The words of a command that takes a formula, one a line: FORMULA name=value …
#include <stepgrad/base/text.hpp>

#include "app/formula_arguments.hpp"
#include "fuzz/parser.hpp"

using namespace stepgrad;

void any_bytes(std::string_view bytes) {
  std::vector<std::string> words;
  for (const std::string_view word : split(bytes, '\n')) words.emplace_back(word);
  if (words.front() == "-") return;  // standard input
  test::told_well([&] {
    const app::FormulaAndNumbers read = app::read_formula(words, "");
    complete(read.formula, read.numbers);
  });
}
