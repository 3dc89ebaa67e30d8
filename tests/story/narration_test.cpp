// The narrators: golden pages, and checks that the words say what the numbers are.
#include <stepgrad/story/narration.hpp>

#include <cctype>
#include <cmath>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/scalar/functions.hpp>
#include <stepgrad/story/latex.hpp>
#include <stepgrad/story/words.hpp>

#include "catch.hpp"
#include "golden.hpp"

using namespace stepgrad;
using stepgrad::test::difference_from_golden;

namespace {

struct Example {
  const char* name;
  const char* formula;
  Bindings numbers;
};

const std::vector<Example>& examples() {
  static const std::vector<Example> examples = {
      {"product", "q = x + y; f = q * z", {{"x", -2}, {"y", 5}, {"z", -4}}},
      {"neuron",
       "tanh(w1*x1 + w2*x2 + b)",
       {{"x1", 2}, {"x2", 0}, {"w1", -3}, {"w2", 1}, {"b", 6.8813735870195432}}},
      {"twice", "a + a", {{"a", 3}}},
      {"paths", "b = a * a; c = b * a + 2 * b; c - a", {{"a", 1.5}}},
      {"kinks", "relu(x) + abs(x) + max(x, y) + min(y, 0)", {{"x", 0}, {"y", 0}}},
      {"many",
       "s = sum(a, b, c); d = dot(a, b, c, s); log_sum_exp(d, s, 1)",
       {{"a", 1}, {"b", -1}, {"c", 0.5}}},
      {"infinite", "y = log(x); z = y * 0; z + w", {{"x", 0}, {"w", 1}}},
      {"steep", "sqrt(x) * w", {{"x", 0}, {"w", 2}}},
      {"power", "x^y", {{"x", 0}, {"y", 0}}},
      {"unused", "a = x * 2; b = y * 3; b", {{"x", 1}, {"y", 2}}},
      {"constant", "2 * 3 + 4", {}},
      {"lines", "# a file\nx = -2\ny = 5\nf = x * y  # the end", {}},
  };
  return examples;
}

Trace trace_of(const Example& example) {
  return trace(parse(example.formula, example.numbers), example.numbers);
}

/// A formula without inputs, such as "1 - 0.707107^2", as a number.
double computed(const std::string& expression) { return evaluate(parse(expression), {}); }

}  // namespace

TEST_CASE("the text page is the golden one", "[show]") {
  for (const Example& example : examples()) {
    INFO(example.formula);
    CHECK(difference_from_golden(fmt::format("explain/{}.txt", example.name),
                                 text(trace_of(example))) == "");
  }
}

TEST_CASE("the Markdown page is the golden one", "[show]") {
  for (const Example& example : examples()) {
    INFO(example.formula);
    CHECK(difference_from_golden(fmt::format("explain/{}.md", example.name),
                                 markdown(trace_of(example))) == "");
  }
}

TEST_CASE("the LaTeX page is the golden one", "[show]") {
  for (const Example& example : examples()) {
    INFO(example.formula);
    CHECK(difference_from_golden(fmt::format("explain/{}.tex", example.name),
                                 latex(trace_of(example))) == "");
  }
}

TEST_CASE("no line of text is wider than the terminal", "[show]") {
  for (const Example& example : examples())
    for (const std::size_t width : {40u, 80u, 100u}) {
      Telling telling;
      telling.width = width;
      const std::string page = text(trace_of(example), telling);
      for (const std::string_view line : split(page, '\n')) {
        INFO(line);
        CHECK(columns(line) <= width);
      }
    }
}

TEST_CASE("colours change nothing but the colours", "[show]") {
  Telling colored;
  colored.color = true;
  for (const Example& example : examples()) {
    std::string page = text(trace_of(example), colored);
    CHECK(page.find("\x1b[32m") != std::string::npos);
    while (page.find('\x1b') != std::string::npos) {
      const std::size_t start = page.find('\x1b');
      page.erase(start, page.find('m', start) - start + 1);
    }
    CHECK(page == text(trace_of(example)));
  }
}

TEST_CASE("the slope in numbers is the slope that was used", "[show]") {
  for (const op::Op* row : op::all)
    for (const auto& [a, b] : row->probes) {
      const Value x(a, "x"), z(b, "z");
      std::vector<Value> operands{x, z};
      if (row->arity == 1) operands.pop_back();
      const Trace told = trace(tape().record(*row, operands));
      for (const Step& step : told.steps) {
        INFO(row->name << " at " << a << ", " << b << ": " << slope_in_numbers(told, step));
        CHECK(computed(slope_in_numbers(told, step)) ==
              Approx(step.local).epsilon(1e-3).margin(1e-4));
      }
    }
}

TEST_CASE("an operation in numbers has the value of the node", "[show]") {
  for (const Example& example : examples()) {
    const Trace told = trace_of(example);
    for (const Trace::Node& node : told.nodes) {
      if (!node.row || !std::isfinite(node.value)) continue;
      INFO(in_numbers(told, node));
      CHECK(computed(in_numbers(told, node)) == Approx(node.value).epsilon(1e-4));
    }
  }
}

TEST_CASE("where paths meet, each says what was there before it", "[show]") {
  const Value a(3.0, "a");
  const Trace told = trace(named(a * a, "y"));
  const Paths ways = paths(told);
  CHECK(ways.into[0] == 2);
  CHECK(sentence(told, 0, ways) == "a gets 1 * 3 = 3 through y = a * a");
  CHECK(sentence(told, 1, ways) ==
        "a gets 1 * 3 = 3 through y = a * a; with the 3 it had, that makes 6");
}

TEST_CASE("a leaf that brings gradient along from an earlier sweep says so", "[show]") {
  const Value a(3.0, "a");
  const Value y = named(2.0 * a, "y");
  backward(y);
  const Trace told = trace(y);
  CHECK(sentence(told, 0, paths(told)) ==
        "a gets 1 * 2 = 2 through y = 2 * a; with the 2 it had, that makes 4");
}

TEST_CASE("the last operations tell the end of a long story", "[show]") {
  const Trace told = trace(parse("a = x * 2; b = a * 3; c = b * 4"), {{"x", 1}});
  Telling telling;
  telling.last = 1;
  const Selection selection = select(told, telling);
  REQUIRE(selection.operations.size() == 1);
  CHECK(told.node(selection.operations[0]).name == "c");
  REQUIRE(selection.steps.size() == 1);
  CHECK(told.node(told.steps[selection.steps[0]].to).name == "b");
  CHECK(selection.operations_left_out == 2);
  CHECK(selection.steps_left_out == 2);
}

TEST_CASE("only a name: what computes it, what uses it, and the steps into it", "[show]") {
  const Trace told =
      trace(parse("a = x * y; b = a * z; c = b + w"), {{"x", 1}, {"y", 2}, {"z", 3}, {"w", 4}});
  Telling telling;
  telling.only = {"a"};
  const Selection selection = select(told, telling);
  REQUIRE(selection.operations.size() == 2);
  CHECK(told.node(selection.operations[0]).name == "a");
  CHECK(told.node(selection.operations[1]).name == "b");
  REQUIRE(selection.steps.size() == 1);
  CHECK(told.steps[selection.steps[0]].to == told.node(selection.operations[0]).id);
}

TEST_CASE("a name that is not there is an error with the nearest one", "[show]") {
  const Trace told = trace(parse("weight * input"), {{"weight", 1}, {"input", 2}});
  Telling telling;
  telling.only = {"wieght"};
  CHECK_THROWS_WITH(text(told, telling), "nothing is called 'wieght'\ndid you mean 'weight'?");
  telling.only = {"zzz"};
  CHECK_THROWS_WITH(text(told, telling), "nothing is called 'zzz'\nThere is weight, input and f.");
}

TEST_CASE("a sum of a thousand operands is written with its first and its last", "[show]") {
  std::vector<Value> operands;
  for (int i = 0; i < 1000; ++i) operands.emplace_back(i, fmt::format("a{}", i));
  const Trace told = trace(sum(operands));
  CHECK(in_names(told, told.node(told.output)) == "sum(a0, a1, a2, a3, ..., a999)");
}

TEST_CASE("Markdown finds none of its own signs in mathematics", "[show]") {
  const Value odd(2.0, "a|b`c_*d$<e>\\"), leaky(3.0, "_x"), accented(4.0, "größe_1");
  const Trace told = trace(leaky_relu(odd * leaky) * abs(accented) + leaky_relu(odd), {});
  const std::string page = markdown(told);
  bool within = false;
  for (std::size_t i = 0; i < page.size(); ++i) {
    if (page[i] == '$') within = !within;
    if (!within) continue;
    INFO(page.substr(i > 40 ? i - 40 : 0, 60));
    CHECK(std::string_view("|`*<~").find(page[i]) == std::string_view::npos);
    if (page[i] == '\\') CHECK((std::isalpha(page[i + 1]) || page[i + 1] == ' '));
    if (page[i] == '_') CHECK(std::isalnum(page[i - 1]));
  }
  CHECK(!within);
  CHECK(page.find("ａ") == std::string::npos);
  CHECK(page.find("a｜b｀c＿＊d＄＜e＞＼") != std::string::npos);
}
