// What is told of operations of one's own, and of branches.
#include <algorithm>
#include <stepgrad/check/operation.hpp>
#include <stepgrad/scalar/operation.hpp>
#include <stepgrad/story/json.hpp>
#include <stepgrad/story/latex_page.hpp>
#include <stepgrad/story/markdown_page.hpp>
#include <stepgrad/story/text_page.hpp>
#include <string>

#include "catch.hpp"

using namespace stepgrad;
using Catch::Contains;

namespace {

Value cube(Value x) {
  return custom(
      x, [](double a) { return a * a * a; }, [](double a) { return 3 * a * a; },
      {.name = "cube", .rule = "3 * a^2"});
}

}  // namespace

TEST_CASE("an operation of one's own is told in its words", "[own]") {
  const Scope scope;
  const Trace told = trace(named(cube(Value(2.0, "x")), "y"));
  CHECK_THAT(as_text(told), Contains("y = cube(x) = cube(2) = 8"));
  CHECK_THAT(as_text(told), Contains("its slope in x is 3 * x^2 = 3 * 2^2 = 12."));
  CHECK_THAT(as_json(told), Contains("\"rule\":\"3 * a^2\""));
  CHECK_THAT(as_latex(told), Contains("\\mathrm{cube}"));
}

TEST_CASE("without a rule the slope is told as the number that it is", "[own]") {
  const Scope scope;
  const Value x(2.0, "x");
  const Value y = custom(
      x, [](double a) { return 7 * a; }, [](double) { return 7.0; }, {.name = "mystery"});
  CHECK_THAT(as_text(trace(y)), Contains("f = mystery(x): its slope in x is 7.\n"));
}

TEST_CASE("what changes a gradient stands in the words of the step", "[own]") {
  const Scope scope;
  const Value x(2.0, "x");
  const Value clipped =
      on_gradient(x, "clip", [](double gradient) { return std::clamp(gradient, -1.0, 1.0); });
  CHECK_THAT(as_text(trace(5 * clipped)), Contains("clip(5 * 1) = 1"));
}

TEST_CASE("the branches that were taken are told on every page", "[own]") {
  const Scope scope;
  const Value x(-3.0, "x");
  const Trace told = trace(x < 0 ? -x : 2 * x);
  CHECK_THAT(as_text(told), Contains("  Branches taken: x is less than 0 (x = -3).\n"));
  CHECK_THAT(as_markdown(told), Contains("Branches taken: "));
  CHECK_THAT(as_latex(told), Contains("Branches taken: "));
  CHECK_THAT(as_json(told),
             Contains("\"branches\": \"Branches taken: x is less than 0 (x = -3).\""));
}
