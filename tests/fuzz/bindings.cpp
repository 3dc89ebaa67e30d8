// The words of a command that takes a formula, one a line: FORMULA name=value …
#include <stepgrad/base/text.hpp>

#include "app/commands.hpp"
#include "fuzz/parser.hpp"

using namespace stepgrad;

void any_bytes(std::string_view bytes) {
  app::FormulaArguments arguments;
  for (const std::string_view word : split(bytes, '\n')) arguments.words.emplace_back(word);
  if (arguments.words.front() == "-") return;  // standard input
  test::told_well([&] {
    const app::FormulaAndNumbers read = app::read_formula(arguments);
    complete(read.formula, read.numbers);
  });
}
