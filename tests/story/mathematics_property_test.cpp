// Properties of mathematics that hold for every formula: each language says what the formula says.
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/scalar/formula_parser.hpp>
#include <stepgrad/story/latex.hpp>
#include <stepgrad/story/mathml.hpp>
#include <stepgrad/story/plain_text.hpp>

#include "catch.hpp"
#include "scalar/random_formula.hpp"
#include "story/read_mathematics.hpp"

using namespace stepgrad;
using namespace random_formula;
using stepgrad::test::from_latex;
using stepgrad::test::from_mathml;

namespace {

/// The rows that mathematics writes with a sign of their own, so that the sign says which row.
std::vector<const op::Op*> rows_with_a_sign() {
  std::vector<const op::Op*> rows;
  for (const op::Op* row : op::all)
    if (*row != op::square && row->arity != op::any) rows.push_back(row);
  return rows;
}

Formula any_formula() {
  auto chosen = *choices();
  if (chosen.size() > 12) chosen.resize(12);  // a term used twice is written twice
  return formula_of(chosen, rows_with_a_sign());
}

Math math_of(const Formula& formula) {
  const auto leaf = [](const Formula::Term& term) {
    return term.kind == Formula::Kind::number ? math::constant(term.number) : math::name(term.name);
  };
  return evaluate_terms<Math>(formula, leaf, math::operation)[formula.output];
}

}  // namespace

TEST_CASE("mathematics reads back as the formula that it was made from", "[property]") {
  CHECK(rc::check("LaTeX, MathML and plain text say the formula", [] {
    const Formula formula = any_formula();
    const std::string in_latex = as_latex(math_of(formula)),
                      in_mathml = as_mathml(math_of(formula));
    RC_LOG() << text_of(formula) << '\n' << in_latex << '\n' << in_mathml << '\n';
    RC_ASSERT(text_of(parse(from_latex(in_latex))) == text_of(formula));
    RC_ASSERT(text_of(parse(from_mathml(in_mathml))) == text_of(formula));
    RC_ASSERT(text_of(parse(as_plain_text(math_of(formula)))) == text_of(formula));
    RC_ASSERT(text_of(parse(as_formula(math_of(formula)))) == text_of(formula));
  }));
}

TEST_CASE("no pair of parentheses in mathematics could be left away, but those for the eye",
          "[property]") {
  CHECK(rc::check("each pair changes the meaning", [] {
    const Formula formula = any_formula();
    std::string fenced = as_mathml(math_of(formula));
    const std::string fixed = " stretchy=\"false\"";
    for (std::size_t at = fenced.find(fixed); at != std::string::npos; at = fenced.find(fixed))
      fenced.erase(at, fixed.size());
    const std::string open = "<mo form=\"prefix\">(</mo>", close = "<mo form=\"postfix\">)</mo>";
    for (std::size_t at = fenced.find(open); at != std::string::npos;
         at = fenced.find(open, at + 1)) {
      const std::string before = fenced.substr(0, at), after = fenced.substr(at + open.size());
      const bool of_a_call = before.ends_with("&#x2061;</mo><mrow>");
      std::string_view inside = after;
      while (inside.starts_with("<mrow>")) inside.remove_prefix(6);
      const bool for_the_eye = inside.starts_with("<mo>−</mo>") || inside.starts_with("<mfrac>");
      if (of_a_call || for_the_eye) continue;
      std::size_t end = at;
      int depth = 0;
      do {
        if (fenced.compare(end, open.size(), open) == 0) ++depth;
        if (fenced.compare(end, close.size(), close) == 0) --depth;
      } while (depth > 0 && ++end);
      std::string without = fenced;
      without.erase(end, close.size()).erase(at, open.size());
      RC_LOG() << text_of(formula) << "  without a pair: " << from_mathml(without) << '\n';
      RC_ASSERT(text_of(parse(from_mathml(without))) != text_of(formula));
    }
  }));
}
