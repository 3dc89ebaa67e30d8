#include "app/formula_arguments.hpp"

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/scalar/formula_parser.hpp>

namespace stepgrad::app {
namespace {

bool is_name(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  for (const char c : text)
    if (!(std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80))) return false;
  return true;
}

/// A number, or an expression of numbers such as pi/4.
double number(const std::string& name, const std::string& text) {
  if (const auto plain = read_number(text)) return *plain;
  std::string where;
  try {
    const Formula formula = parse(text);
    const bool one_expression = text.find_first_of(";=\n") == std::string::npos;
    if (one_expression && formula.inputs().empty()) return evaluate(formula, {});
  } catch (const Error& error) {
    if (!text.empty()) where = error.what();
  }
  throw Error(fmt::format("{} has no number in '{}={}'", name, name, text), where,
              fmt::format("Write {0}=2, {0}=-0.5, {0}=1e-3 or {0}=pi/4.", name));
}

void bind(Bindings& numbers, const std::string& word) {
  const std::size_t equals = word.find('=');
  const std::string name = trimmed(std::string_view(word).substr(0, equals));
  if (equals == std::string::npos || !is_name(name))
    throw Error(
        fmt::format("'{}' is not name=value", trimmed(word)), "",
        "The formula comes first, in quotes; then a number for each input: \"x * y\" x=2 y=3.");
  const std::string text = trimmed(std::string_view(word).substr(equals + 1));
  if (!numbers.emplace(name, number(name, text)).second)
    throw Error(fmt::format("{} is given two numbers", name), "", "Give each input one number.");
}

}  // namespace

FormulaAndNumbers read_formula(std::vector<std::string> words, const std::string& file) {
  std::string source;
  if (!file.empty()) {
    source = file == "-" ? read_standard_input() : read_file(file);
  } else {
    if (words.empty())
      throw Error(
          "no formula is given", "",
          "It comes first, in quotes, then its numbers: \"q = x + y; f = q * z\" x=-2 y=5 z=-4");
    source = words[0] == "-" ? read_standard_input() : trimmed(words[0]);
    words.erase(words.begin());
  }
  FormulaAndNumbers read;
  for (const std::string& word : words) bind(read.numbers, word);
  read.formula = parse(source, read.numbers);
  return read;
}

}  // namespace stepgrad::app
