// Writing formulas: the parentheses that are needed, and those that help the eye.
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/base/number.hpp>
#include <stepgrad/scalar/formula_parser.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

std::string written(std::string_view source) {
  return write(parse(source),
               [](const Formula::Term& term) {
                 return term.kind == Formula::Kind::number ? written_number(term.number)
                                                           : written_atom(term.name);
               })
      .text;
}

}  // namespace

TEST_CASE("a formula is written with the parentheses that it needs", "[writing]") {
  for (const std::string_view source : {
           "a + b + c",
           "a + (b + c)",
           "a - b - c",
           "a - (b - c)",
           "a * b * c",
           "a * (b * c)",
           "a / b / c",
           "a / (b / c)",
           "a / (b * c)",
           "a + b * c",
           "(a + b) * c",
           "a * (b + c)",
           "a - b / c",
           "a^2",
           "(a + b)^2",
           "(a * b)^2",
           "(a^b)^c",
           "a^b * c",
           "-a",
           "-a * b",
           "-(a * b)",
           "-(a + b)",
           "-a + b",
           "-a^2",
           "(-a)^2",
           "-(-a)",
           "tanh(a + b)",
           "tanh(a) * b",
           "max(a, b - c)",
           "sum(a, b, c)",
           "dot(a, b, c, d)",
           "[a > b]",
           "[a + b > c]^2",
           "[a = -b] * c",
           "a * b + c * d",
           "2 * a + 0.5",
           "-2 * a",
           "a / (1 + a^2)",
       })
    CHECK(written(source) == source);
}

TEST_CASE("a minus after an operator and a long exponent get parentheses for the eye",
          "[writing]") {
  const std::pair<std::string_view, std::string_view> table[] = {
      {"a - -b", "a - (-b)"}, {"a * -b", "a * (-b)"}, {"a + -b * c", "a + (-b * c)"},
      {"a - -2", "a - (-2)"}, {"a^-1", "a^(-1)"},     {"2^3^2", "2^(3^2)"},
      {"--a", "-(-a)"},
  };
  for (const auto& [source, text] : table) CHECK(written(source) == text);
}

TEST_CASE("parentheses that are not needed are left away", "[writing]") {
  const std::pair<std::string_view, std::string_view> table[] = {
      {"((a))", "a"},
      {"(a + b) + c", "a + b + c"},
      {"(a * b) + c", "a * b + c"},
      {"a + (b * c)", "a + b * c"},
      {"(a^b) * c", "a^b * c"},
      {"-(a^2)", "-a^2"},
      {"(-a) * b", "-a * b"},
      {"tanh((a))", "tanh(a)"},
      {"[(a) > (b + c)]", "[a > b + c]"},
  };
  for (const auto& [source, text] : table) CHECK(written(source) == text);
}

TEST_CASE("a comparison the other way round is written with >", "[writing]") {
  CHECK(written("[a < b]") == "[b > a]");
}

TEST_CASE("a negative number binds like a sign", "[writing]") {
  CHECK(written_number(2).binding == written_atom("x").binding);
  CHECK(written_number(-2).binding < written_number(2).binding);
  const std::vector<Written> operands{written_number(-2), written_number(2)};
  CHECK(write_operation(op::pow, operands).text == "(-2)^2");
  CHECK(write_operation(op::mul, operands).text == "-2 * 2");
}
