// The story of a trace: what is said of values and of steps, in mathematics and in words.
#include <stepgrad/story/story.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/scalar/functions.hpp>
#include <stepgrad/scalar/operation.hpp>
#include <stepgrad/story/latex.hpp>
#include <stepgrad/story/mathml.hpp>

#include "catch.hpp"
#include "story/read_mathematics.hpp"

using namespace stepgrad;
using stepgrad::test::from_latex;
using stepgrad::test::from_mathml;

namespace {

Trace trace_of(std::string_view formula, const Bindings& numbers) {
  return trace(parse(formula, numbers), numbers);
}

/// A formula without inputs, such as "1 - 0.707107^2", as a number.
double computed(const std::string& expression) { return evaluate(parse(expression), {}); }

std::string sentence(const Story::Step& step) { return set(step.sentence(), as_formula); }

}  // namespace

TEST_CASE("what a node computes, in names and in numbers", "[story]") {
  const Story told = story(trace_of("q = x + y; f = q * z", {{"x", -2}, {"y", 5}, {"z", -4}}));
  CHECK(as_latex(told.output.in_names) == "q \\cdot z");
  CHECK(as_latex(told.output.in_numbers) == "3 \\cdot (-4)");
  CHECK(as_latex(told.output.computation()) == "f = q \\cdot z = 3 \\cdot (-4) = -12");
  CHECK(as_formula(told.output.computation()) == "f = q * z = 3 * (-4) = -12");
}

TEST_CASE("a step: the chain rule, then the same with numbers", "[story]") {
  const Story told = story(trace_of("q = x + y; f = q * z", {{"x", -2}, {"y", 5}, {"z", -4}}));
  CHECK(as_latex(told.backward[0].slope()) == "\\frac{\\partial f}{\\partial q} = z = -4");
  CHECK(as_formula(told.backward[0].slope()) == "z = -4");
  const Story::Step& step = told.backward[2];
  CHECK(step.number == 3);
  CHECK(as_latex(step.share_in_names) ==
        "\\frac{\\partial f}{\\partial q} \\cdot \\frac{\\partial q}{\\partial x}");
  CHECK(as_latex(step.share_in_numbers) == "-4 \\cdot 1");
  CHECK(!step.adds());
  CHECK(as_latex(step.so_far()) == "\\frac{\\partial f}{\\partial x} = -4");
  CHECK(sentence(step) == "x gets -4 * 1 = -4 through q = x + y");
}

TEST_CASE("where paths meet, each step says what was there before it", "[story]") {
  const Value a(3.0, "a");
  const Story told = story(trace(named(a * a, "y")));
  REQUIRE(told.backward.size() == 2);
  for (const Story::Step& step : told.backward) CHECK(step.path.of == 2);
  CHECK(as_latex(told.backward[0].share_in_names) ==
        "\\frac{\\partial y}{\\partial y} \\cdot \\frac{\\partial y}{\\partial a^{(1)}}");
  CHECK(sentence(told.backward[0]) == "a gets 1 * 3 = 3 through y = a * a");
  CHECK(!told.backward[0].adds());
  REQUIRE(told.backward[1].adds());
  CHECK(as_latex(told.backward[1].so_far()) == "\\frac{\\partial y}{\\partial a} = 3 + 3 = 6");
  CHECK(sentence(told.backward[1]) ==
        "a gets 1 * 3 = 3 through y = a * a; with the 3 it had, that makes 6");
}

TEST_CASE("the sentences alone are those of the story", "[story]") {
  const auto check = [](const Trace& told) {
    const std::vector<Story::Step> steps = story(told).backward;
    std::size_t heard = 0;
    for_each_sentence(told, [&](std::size_t i, std::string_view said) {
      CHECK(i == heard++);
      CHECK(said == sentence(steps.at(i)));
    });
    CHECK(heard == steps.size());
  };
  for (const op::Op* row : op::all)
    for (const auto& [a, b] : row->probes) {
      const Scope scope;
      const Value x(a, "x"), z(b, "z");
      std::vector<Value> operands{x, z};
      if (row->arity == 1) operands.pop_back();
      check(trace(tape().record(*row, operands) + x * x));
    }
  check(
      trace_of("-x * pi + max(k, 0) + log(n) * 1e300 - (-2) ^ 3", {{"x", -1}, {"k", 0}, {"n", 0}}));
  check(trace_of("sum(x, x, x, y, y, y, 1, 2, 3, x * y)", {{"x", 1.0 / 3}, {"y", -1e-7}}));
  const Scope scope;
  const Value x(2.0, "x");
  check(trace(5 * on_gradient(x, "clip", [](double gradient) { return std::min(gradient, 1.0); })));
}

TEST_CASE("a slope in one operand is not taken for the whole derivative", "[story]") {
  const Story told = story(trace_of("c = a * 2; f = c - a", {{"a", 3}}));
  CHECK(as_latex(told.backward[0].local) == "\\frac{\\partial f}{\\partial c}");
  CHECK(as_latex(told.backward[1].local) == "\\frac{\\partial f}{\\partial a^{(2)}}");
  CHECK(as_latex(told.backward[2].local) == "\\frac{\\partial c}{\\partial a}");
}

TEST_CASE("a slope whose rule comes to no number says what it comes to and which number is taken",
          "[story]") {
  const Story told = story(trace_of("x^y", {{"x", 0}, {"y", 0}}));
  CHECK(as_latex(told.backward[1].slope()) ==
        "\\frac{\\partial f}{\\partial y} = f \\cdot \\log(x) = 1 \\cdot \\log(0) = -\\infty, "
        "\\text{ for which 0 is taken}");
  CHECK(as_formula(told.backward[0].slope()) ==
        "y * x^(y - 1) = 0 * 0^(0 - 1) = nan, for which 0 is taken");
  CHECK(as_formula(told.backward[1].slope()) ==
        "f * log(x) = 1 * log(0) = -inf, for which 0 is taken");
}

TEST_CASE("a kink says which slope is taken, also between a value and itself", "[story]") {
  const Story told = story(trace_of("max(x, x)", {{"x", 2}}));
  CHECK(set(told.output.kink, as_formula).starts_with("at the kink x = x "));
  CHECK(set(told.output.kink, as_latex).starts_with("at the kink x = x "));
}

TEST_CASE("the slope in numbers, read back, is the slope that was used", "[story]") {
  for (const op::Op* row : op::all)
    for (const auto& [a, b] : row->probes) {
      const Value x(a, "x"), z(b, "z");
      std::vector<Value> operands{x, z};
      if (row->arity == 1) operands.pop_back();
      const Trace trace = stepgrad::trace(tape().record(*row, operands));
      for (const Step& step : trace.steps) {
        const Math slope = tell(trace, step).rule_in_numbers;
        INFO(row->name << " at " << a << ", " << b << ": " << as_formula(slope));
        for (const std::string& back :
             {as_formula(slope), from_latex(as_latex(slope)), from_mathml(as_mathml(slope))})
          CHECK(computed(back) == Approx(step.local).epsilon(1e-3).margin(1e-4));
      }
    }
}

TEST_CASE("the last operations tell the end of a long story", "[story]") {
  Telling telling;
  telling.last = 1;
  const Story told = story(trace_of("a = x * 2; b = a * 3; c = b * 4", {{"x", 1}}), telling);
  REQUIRE(told.forward.size() == 1);
  CHECK(as_formula(told.forward[0].name) == "c");
  REQUIRE(told.backward.size() == 1);
  CHECK(as_formula(told.backward[0].name) == "b");
  CHECK(told.operations_left_out == 2);
  CHECK(told.steps_left_out == 2);
}

TEST_CASE("only a name: what computes it, what uses it, and the steps into it", "[story]") {
  Telling telling;
  telling.only = {"a"};
  const Story told =
      story(trace_of("a = x * y; b = a * z; c = b + w", {{"x", 1}, {"y", 2}, {"z", 3}, {"w", 4}}),
            telling);
  REQUIRE(told.forward.size() == 2);
  CHECK(as_formula(told.forward[0].name) == "a");
  CHECK(as_formula(told.forward[1].name) == "b");
  REQUIRE(told.backward.size() == 1);
  CHECK(as_formula(told.backward[0].name) == "a");
  REQUIRE(told.asked.size() == 1);
  CHECK(as_formula(told.asked[0].name) == "a");
}

TEST_CASE("the formula as equations: one for each name, and one for what is used twice",
          "[story]") {
  const auto equations = [](const Trace& trace) {
    std::vector<std::string> texts;
    for (const Math& equation : statements(trace)) texts.push_back(as_latex(equation));
    return texts;
  };
  using Texts = std::vector<std::string>;
  CHECK(equations(trace_of("tanh(w*x + b)", {{"w", 1}, {"x", 2}, {"b", 3}})) ==
        Texts{"f = \\tanh(w \\cdot x + b)"});
  CHECK(equations(trace_of("q = x + y; q * 2", {{"x", 1}, {"y", 2}})) ==
        Texts{"q = x + y", "f = q \\cdot 2"});
  const Value x(2.0, "x");
  const Value twice = x * x;
  CHECK(equations(trace(twice + twice)) == Texts{"v_{1} = x \\cdot x", "f = v_{1} + v_{1}"});
  CHECK(equations(trace_of("x", {{"x", 1}})) == Texts{"x"});
}

TEST_CASE("a long formula becomes many equations, none of them long, or none at all", "[story]") {
  Value chain(0.5, "x");
  for (int i = 0; i < 5000; ++i) chain = tanh(chain + 1.0);
  CHECK(statements(trace(chain)).empty());
  CHECK(statements(trace(chain), 5000).size() > 100);
  for (const Math& equation : statements(trace(chain), 5000))
    REQUIRE(as_latex(equation).size() < 1000);
}

TEST_CASE("mathematics writes a sum of a thousand operands with its first and its last",
          "[story]") {
  std::vector<Value> operands;
  for (int i = 0; i < 1000; ++i) operands.emplace_back(i, fmt::format("a{}", i));
  const Story told = story(trace(sum(operands)));
  CHECK(as_latex(told.output.in_names) == "a_{0} + a_{1} + a_{2} + a_{3} + \\ldots + a_{999}");
  CHECK(as_formula(told.output.in_names) == "sum(a0, a1, a2, a3, ..., a999)");
}
