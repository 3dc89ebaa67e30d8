// The pages of a story: golden ones, and checks that the words say what the numbers are.
#include <stepgrad/story/text_page.hpp>

#include <cctype>
#include <cmath>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/scalar/functions.hpp>
#include <stepgrad/story/latex_page.hpp>
#include <stepgrad/story/markdown_page.hpp>

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
                                 as_text(trace_of(example))) == "");
  }
}

TEST_CASE("the Markdown page is the golden one", "[show]") {
  for (const Example& example : examples()) {
    INFO(example.formula);
    CHECK(difference_from_golden(fmt::format("explain/{}.md", example.name),
                                 as_markdown(trace_of(example))) == "");
  }
}

TEST_CASE("the LaTeX page is the golden one", "[show]") {
  for (const Example& example : examples()) {
    INFO(example.formula);
    CHECK(difference_from_golden(fmt::format("explain/{}.tex", example.name),
                                 as_latex(trace_of(example))) == "");
  }
}

TEST_CASE("no line of text is wider than the terminal", "[show]") {
  for (const Example& example : examples())
    for (const std::size_t width : {40u, 80u, 100u}) {
      Telling telling;
      telling.width = width;
      const std::string page = as_text(trace_of(example), telling);
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
    std::string page = as_text(trace_of(example), colored);
    CHECK(page.find("\x1b[32m") != std::string::npos);
    while (page.find('\x1b') != std::string::npos) {
      const std::size_t start = page.find('\x1b');
      page.erase(start, page.find('m', start) - start + 1);
    }
    CHECK(page == as_text(trace_of(example)));
  }
}

TEST_CASE("an operation in numbers has the value of the node", "[show]") {
  for (const Example& example : examples()) {
    const Trace told = trace_of(example);
    for (const Trace::Node& node : told.nodes) {
      if (!node.row || !std::isfinite(node.value)) continue;
      const std::string in_numbers = as_formula(tell(told, node).in_numbers);
      INFO(in_numbers);
      CHECK(computed(in_numbers) == Approx(node.value).epsilon(1e-4));
    }
  }
}

TEST_CASE("a name that is not there is an error with the nearest one", "[show]") {
  const Trace told = trace(parse("weight * input"), {{"weight", 1}, {"input", 2}});
  Telling telling;
  telling.only = {"wieght"};
  CHECK_THROWS_WITH(as_text(told, telling), "nothing is called 'wieght'\ndid you mean 'weight'?");
  telling.only = {"zzz"};
  CHECK_THROWS_WITH(as_text(told, telling),
                    "nothing is called 'zzz'\nThere is weight, input and f.");
}

TEST_CASE("Markdown finds none of its own signs in mathematics", "[show]") {
  const Value odd(2.0, "a|b`c_*d$<e>\\"), leaky(3.0, "_x"), accented(4.0, "größe_1");
  const Trace told = trace(leaky_relu(odd * leaky) * abs(accented) + leaky_relu(odd), {});
  const std::string page = as_markdown(told);
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
