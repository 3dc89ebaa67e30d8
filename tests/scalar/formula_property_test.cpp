// Properties of the formula language that hold for every formula.
#include <cctype>
#include <cmath>
#include <string>
#include <vector>

#include "catch.hpp"
#include "fuzz/any_text.hpp"
#include "numerical.hpp"
#include "scalar/random_formula.hpp"

using namespace stepgrad;
using namespace random_formula;

namespace {

Formula any_formula() {
  auto chosen = *choices();
  if (chosen.size() > 12)
    chosen.resize(12);  // a term used twice is written twice, so that texts grow fast
  return formula_of(chosen, op::all);
}

/// The numbers that a text of the formula asks for: those of its inputs that it has.
Bindings only_used(const Formula& formula, const Bindings& numbers) {
  Bindings used;
  for (const std::string& name : formula.inputs()) used[name] = numbers.at(name);
  return used;
}

}  // namespace

TEST_CASE("what is written reads back as the same formula", "[property]") {
  CHECK(rc::check("parse(write(formula)) is the formula", [] {
    const Formula formula = any_formula();
    const std::string text = text_of(formula);
    RC_LOG() << text << '\n';
    const Formula back = parse(text);
    RC_ASSERT(text_of(back) == text);
    const Bindings numbers = *bindings();
    RC_ASSERT(same_number(evaluate(back, only_used(back, numbers)), evaluate(formula, numbers)));
  }));
}

TEST_CASE("no pair of parentheses could be left away, but those for the eye", "[property]") {
  CHECK(rc::check("each pair changes the meaning", [] {
    const std::string text = text_of(any_formula());
    for (std::size_t open = 0; open < text.size(); ++open) {
      const bool groups = text[open] == '(' &&
                          (open == 0 || !std::isalnum(static_cast<unsigned char>(text[open - 1])));
      const bool for_the_eye =
          groups && (text[open + 1] == '-' || (open > 0 && text[open - 1] == '^'));
      if (!groups || for_the_eye) continue;
      std::size_t close = open;
      int depth = 0;
      do depth += text[close] == '(' ? 1 : text[close] == ')' ? -1 : 0;
      while (depth > 0 && ++close);
      std::string without = text;
      without.erase(close, 1).erase(open, 1);
      RC_LOG() << text << "  without parentheses at " << open << ": " << without << '\n';
      RC_ASSERT(text_of(parse(without)) != text);
    }
  }));
}

TEST_CASE("blanks and parentheses around a formula change nothing", "[property]") {
  CHECK(rc::check("( formula ) is the formula", [] {
    const std::string text = text_of(any_formula());
    RC_ASSERT(text_of(parse(" ( \n" + text + "\t) # and a comment")) == text);
  }));
}

TEST_CASE("any text is a formula or an Error", "[property]") {
  CHECK(rc::check("pieces of formulas in any order", [] {
    const auto piece = rc::gen::element<std::string>(
        "x", "y", "e", "2", "1e", ".5", "tanh", "max", "sum", "dot", "(", ")", "[", "]", ",", ";",
        "\n", "+", "-", "*", "/", "^", "=", ">", "<", "#", " ", "α", "²", "$", "\t");
    std::string source;
    for (const std::string& next : *rc::gen::container<std::vector<std::string>>(piece))
      source += next;
    any_text::check(source);
  }));
}
