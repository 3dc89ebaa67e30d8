// The formula language: what each formula means.
#include <stepgrad/scalar/formula_parser.hpp>

#include <cmath>
#include <numbers>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

/// The formula's output as calls alone, so that the reader sees what binds what.
std::string meaning(std::string_view source) {
  const Formula formula = parse(source);
  const auto leaf = [](const Formula::Term& term) {
    return term.kind == Formula::Kind::input ? term.name : shown(term.number);
  };
  const auto call = [](const op::Op& row, std::span<const std::string> operands) {
    return fmt::format("{}({})", row.name, fmt::join(operands, ", "));
  };
  return evaluate_terms<std::string>(formula, leaf, call)[formula.output];
}

double value(std::string_view source, const Bindings& bindings = {}) {
  return evaluate(parse(source, bindings), bindings);
}

struct Row {
  std::string_view source, meaning;
};

void check_meanings(std::initializer_list<Row> table) {
  for (const auto& [source, expected] : table) {
    INFO(source);
    CHECK(meaning(source) == expected);
  }
}

using Names = std::vector<std::string>;

}  // namespace

// ---- expressions --------------------------------------------------------------------------------

TEST_CASE("products bind before sums, powers before products", "[formula]") {
  check_meanings({
      {"a + b * c", "add(a, mul(b, c))"},
      {"a * b + c", "add(mul(a, b), c)"},
      {"(a + b) * c", "mul(add(a, b), c)"},
      {"a * b^c", "mul(a, pow(b, c))"},
      {"a^b * c", "mul(pow(a, b), c)"},
      {"a - b / c", "sub(a, div(b, c))"},
      {"(a)", "a"},
      {"((a + b))", "add(a, b)"},
  });
}

TEST_CASE("operators of one strength group from the left, powers from the right", "[formula]") {
  check_meanings({
      {"a - b - c", "sub(sub(a, b), c)"},
      {"a - b + c", "add(sub(a, b), c)"},
      {"a / b / c", "div(div(a, b), c)"},
      {"a / b * c", "mul(div(a, b), c)"},
      {"a - (b - c)", "sub(a, sub(b, c))"},
      {"2^3^2", "pow(2, pow(3, 2))"},
      {"(2^3)^2", "pow(pow(2, 3), 2)"},
  });
}

TEST_CASE("a sign binds before a product and after a power", "[formula]") {
  check_meanings({
      {"-x^2", "neg(pow(x, 2))"},
      {"(-x)^2", "pow(neg(x), 2)"},
      {"-a * b", "mul(neg(a), b)"},
      {"a * -b", "mul(a, neg(b))"},
      {"a - -b", "sub(a, neg(b))"},
      {"a + -b * c", "add(a, mul(neg(b), c))"},
      {"2^-3", "pow(2, neg(3))"},
      {"2^-x^2", "pow(2, neg(pow(x, 2)))"},
      {"--x", "neg(neg(x))"},
      {"-+-x", "neg(neg(x))"},
      {"+x", "x"},
      {"a + +b", "add(a, b)"},
  });
}

TEST_CASE("numbers are read as everywhere", "[formula]") {
  const std::pair<std::string_view, double> table[] = {
      {"2", 2},        {"2.5", 2.5},  {".5", 0.5},
      {"5.", 5},       {"1e3", 1000}, {"1E-3", 0.001},
      {"1.5e+2", 150}, {"007", 7},    {"4.9e-324", 4.9e-324},
      {"1e-999", 0},   {"0.1", 0.1},  {"1.7976931348623157e308", 1.7976931348623157e308}};
  for (const auto& [source, number] : table) {
    INFO(source);
    CHECK(value(source) == number);
  }
}

TEST_CASE("an e after a number is an exponent only before digits", "[formula]") {
  CHECK(value("2e1") == 20);
  CHECK(value("2*e") == 2 * std::numbers::e);
  CHECK(error_of([] { parse("2e"); }).starts_with("a '*' is missing"));
}

TEST_CASE("every row of the table can be called", "[formula]") {
  for (const op::Op* row : op::all) {
    const std::string call = fmt::format("{}({})", row->name, row->arity == 1 ? "a" : "a, b");
    INFO(call);
    CHECK(meaning(call) == call);
  }
  CHECK(meaning("sum(a)") == "sum(a)");
  CHECK(meaning("sum(a, b, c + d)") == "sum(a, b, add(c, d))");
  CHECK(meaning("dot(a, b, c, d)") == "dot(a, b, c, d)");
}

TEST_CASE("some functions are made of several rows", "[formula]") {
  check_meanings({
      {"max(a, b, c)", "max(max(a, b), c)"},
      {"min(a, b, c, d)", "min(min(min(a, b), c), d)"},
      {"mean(a)", "div(sum(a), 1)"},
      {"mean(a, b, c + d)", "div(sum(a, b, add(c, d)), 3)"},
      {"clamp(x, 0, 1)", "max(0, min(x, 1))"},
      {"select([x > 0], a, b)", "add(mask(a, greater(x, 0)), mask(b, equal(greater(x, 0), 0)))"},
  });
}

TEST_CASE("arguments are expressions", "[formula]") {
  check_meanings({
      {"max(a + b, -c)", "max(add(a, b), neg(c))"},
      {"tanh(relu(x) * 2)", "tanh(mul(relu(x), 2))"},
      {"-tanh(x)^2", "neg(pow(tanh(x), 2))"},
  });
}

TEST_CASE("a comparison in brackets is 1 where it is true and 0 elsewhere", "[formula]") {
  check_meanings({
      {"[a > b]", "greater(a, b)"},
      {"[a < b]", "greater(b, a)"},
      {"[a = b]", "equal(a, b)"},
      {"2 * [a + 1 > -b]^2", "mul(2, pow(greater(add(a, 1), neg(b)), 2))"},
      {"[[a > b] > [b > a]]", "greater(greater(a, b), greater(b, a))"},
  });
  CHECK(value("[2 > 1] + 10*[1 > 2] + 100*[1 > 1]") == 1);
  CHECK(value("[2 < 1] + 10*[1 < 2] + 100*[1 < 1]") == 10);
  CHECK(value("[2 = 1] + 10*[1 = 2] + 100*[1 = 1]") == 100);
}

// ---- statements ---------------------------------------------------------------------------------

TEST_CASE("the last statement is the output", "[formula]") {
  check_meanings({
      {"q = x + y; f = q * z", "mul(add(x, y), z)"},
      {"q = x + y\nf = q * z", "mul(add(x, y), z)"},
      {"q = x + y; q", "add(x, y)"},
      {"x + y; x * y", "mul(x, y)"},
      {"q = x; q * q", "mul(x, x)"},
  });
}

TEST_CASE("empty statements, blanks and comments mean nothing", "[formula]") {
  check_meanings({
      {"  x  ", "x"},
      {";;x;;", "x"},
      {"\n\n  x\n;\n", "x"},
      {"x # y", "x"},
      {"# first\nx * y # then\n# last", "mul(x, y)"},
      {"a = x # one; b = 2\na", "x"},
      {"x\t*\ty\r\n", "mul(x, y)"},
      {"x#", "x"},
      {"\xef\xbb\xbfx", "x"},  // a byte order mark
  });
}

TEST_CASE("inside parentheses a line may end anywhere", "[formula]") {
  check_meanings({
      {"(x +\n y)", "add(x, y)"},
      {"max(\n  x,  # the first\n  y\n)", "max(x, y)"},
      {"[x\n>\ny]", "greater(x, y)"},
      {"a = (x\n)\na * y", "mul(x, y)"},
  });
  CHECK(meaning("x\n-y") == "neg(y)");  // outside, the line's end ends the statement
}

TEST_CASE("a name stands for one term wherever it is used", "[formula]") {
  const Formula formula = parse("q = x * y; f = q + q");
  CHECK(formula.terms.size() == 4);
  CHECK(formula.terms[3].operands == std::vector<Id>{2, 2});
  CHECK(formula.terms[2].name == "q");
  CHECK(formula.terms[3].name == "f");
}

TEST_CASE("another name for a result leaves the result its first name", "[formula]") {
  const Formula formula = parse("q = x * y; r = q; r + q");
  CHECK(formula.terms[2].name == "q");
  CHECK(formula.terms[3].operands == std::vector<Id>{2, 2});
}

TEST_CASE("names have letters of any language, digits and underscores", "[formula]") {
  check_meanings({
      {"w_1 * x2", "mul(w_1, x2)"},
      {"_a", "_a"},
      {"α*β + 数", "add(mul(α, β), 数)"},
      {"größe", "größe"},
      {"x₁ + x′", "add(x₁, x′)"},
      {"E + PI", "add(E, PI)"},
  });
}

TEST_CASE("a function's name may name a value as well", "[formula]") {
  check_meanings({
      {"max = a + b; max(max, a)", "max(add(a, b), a)"},
      {"sum + 1", "add(sum, 1)"},
  });
}

// ---- inputs -------------------------------------------------------------------------------------

TEST_CASE("names that nothing computes are inputs, in the order in which they appear",
          "[formula]") {
  CHECK(parse("q = z * y; f = q + x * z").inputs() == Names{"z", "y", "x"});
  CHECK(parse("1 + 2").inputs() == Names{});
}

TEST_CASE("a plain number makes an input with a value of its own", "[formula]") {
  for (const std::string_view source :
       {"x = -2; x * x", "x = (-2); x * x", "x = 2; x * x", "x = +2; x * x"}) {
    INFO(source);
    const Formula formula = parse(source);
    CHECK(formula.inputs() == Names{"x"});
    CHECK(evaluate(formula, {}) == 4);
    CHECK(evaluate(formula, {{"x", 3}}) == 9);
  }
  CHECK(parse("x = 1 + 1; x").inputs() == Names{});
}

TEST_CASE("an input may be given its value after it was used", "[formula]") {
  CHECK(value("y = x * x; x = 3; y") == 9);
  CHECK(value("y = x * x; x = 3; y", {{"x", 5}}) == 25);
}

TEST_CASE("pi and e are numbers", "[formula]") {
  CHECK(value("pi") == std::numbers::pi);
  CHECK(value("e^2") == std::pow(std::numbers::e, 2));
  CHECK(parse("2 * pi * r").inputs() == Names{"r"});
}

TEST_CASE("pi and e can be names of other things", "[formula]") {
  CHECK(value("e = a * b; e + 1", {{"a", 2}, {"b", 3}}) == 7);
  CHECK(value("pi = 3; pi * 2") == 6);
  CHECK(value("pi = 3; pi * 2", {{"pi", 4}}) == 8);
  CHECK(value("e * 2", {{"e", 5}}) == 10);
  CHECK(parse("e * 2", {{"e", 5}}).inputs() == Names{"e"});
}

TEST_CASE("every input gets its binding or its own value", "[formula]") {
  const Bindings numbers = complete(parse("x = 1; y = 2; x * y * z"), {{"y", 20}, {"z", 30}});
  CHECK(numbers == Bindings{{"x", 1}, {"y", 20}, {"z", 30}});
}

// ---- recording ----------------------------------------------------------------------------------

TEST_CASE("a recorded formula has Values for its inputs and its statements", "[formula]") {
  const Scope scope;
  const Recorded recorded = record(parse("q = x + y; f = q * z"), {{"x", -2}, {"y", 5}, {"z", -4}});
  REQUIRE(recorded.inputs.size() == 3);
  CHECK(recorded.inputs[0].first == "x");
  CHECK(recorded.inputs[0].second.name() == "x");
  CHECK(recorded.output.name() == "f");
  CHECK(recorded.output.data() == -12);
  backward(recorded.output);
  CHECK(recorded.inputs[0].second.grad() == -4);
  CHECK(recorded.inputs[1].second.grad() == -4);
  CHECK(recorded.inputs[2].second.grad() == 3);
  CHECK(recorded.terms.size() == 5);
  CHECK(recorded.terms[2].name() == "q");
}

TEST_CASE("another name for an input leaves the input its name", "[formula]") {
  const Scope scope;
  const Recorded recorded = record(parse("y = x; z = y * x"), {{"x", 3}});
  CHECK(recorded.inputs[0].second.name() == "x");
  CHECK(recorded.output.name() == "z");
  CHECK(recorded.output.data() == 9);
}

// ---- size ---------------------------------------------------------------------------------------

TEST_CASE("a sum of a hundred thousand terms is fine", "[formula]") {
  std::string source = "x";
  for (int i = 0; i < 100000; ++i) source += " + x";
  CHECK(value(source, {{"x", 2}}) == 200002);
}

TEST_CASE("a chain of a hundred thousand statements is fine", "[formula]") {
  std::string source = "a0 = x + 1";
  for (int i = 1; i <= 100000; ++i) source += fmt::format("\na{} = a{} + 1", i, i - 1);
  const Scope scope;
  const Recorded recorded = record(parse(source), {{"x", 2}});
  CHECK(recorded.output.data() == 100003);
  backward(recorded.output);
  CHECK(recorded.inputs[0].second.grad() == 1);
}

TEST_CASE("nearly two hundred levels are fine", "[formula]") {
  CHECK(value(std::string(199, '(') + "x" + std::string(199, ')'), {{"x", 2}}) == 2);
  CHECK(value(std::string(198, '-') + "x", {{"x", 2}}) == 2);
}
