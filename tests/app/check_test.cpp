// stepgrad check, end to end: what a person types, sees, and gets wrong.
#include <cmath>

#include <fmt/format.h>

#include "app/program.hpp"
#include "catch.hpp"
#include "golden.hpp"

using stepgrad::Outcome;
using stepgrad::read_file;
using stepgrad::test::difference_from_golden;
using stepgrad::test::Workplace;

namespace {

Outcome check(std::vector<std::string> words) {
  words.insert(words.begin(), "check");
  return stepgrad::test::stepgrad(std::move(words));
}

bool says(const Outcome& outcome, const std::string& text) {
  UNSCOPED_INFO(outcome.output << outcome.errors);
  return outcome.output.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("check prints the golden page and ends with 0 where all agree", "[app]") {
  const Outcome outcome = check({"q = x + y; f = q * z", "x=-2", "y=5", "z=-4"});
  CHECK(outcome.status == 0);
  CHECK(outcome.errors == "");
  CHECK(difference_from_golden("check/product.txt", outcome.output) == "");
}

TEST_CASE("wrong homework ends with 1 and says what is missing", "[app]") {
  const Outcome outcome = check({"x^2*y", "x=3", "y=2", "--against", "x=2*x"});
  CHECK(outcome.status == 1);
  CHECK(says(outcome, "DISAGREES"));
  CHECK(says(outcome, "x: the slope of x^2 * y in x^2, which is 2, is missing"));
  CHECK(check({"x^2*y", "x=3", "y=2", "--against", "x=2*x*y", "--against", "y=x^2"}).status == 0);
}

TEST_CASE("kinks and points outside the domain end with 1, for nothing has been confirmed",
          "[app]") {
  const Outcome kink = check({"relu(x)", "x=0"});
  CHECK(kink.status == 1);
  CHECK(says(kink, "its slope is 0 from below and 1 from above"));
  CHECK(check({"log(x)", "x=-1"}).status == 1);
}

TEST_CASE("an estimate is made with the method and the step that were asked for", "[app]") {
  const Outcome central = check({"exp(x)", "x=1", "--method", "central", "--step", "0.1"});
  CHECK(central.status == 0);
  CHECK(says(central, fmt::format("{:.12g}", (std::exp(1.1) - std::exp(0.9)) / 0.2)));
  CHECK(says(check({"exp(x)", "x=1", "--step", "0.1"}), "(f(x + h) - f(x - h)) / 2h, h = 0.1"));
  const Outcome tableau =
      check({"x*exp(x)", "x=2", "--method", "ridders", "--step", "0.2", "--levels", "3"});
  CHECK(says(tableau, "22.414160657 22.2287868803 22.1825648578\n  22.1669956214"));
}

TEST_CASE("second derivatives are checked too", "[app]") {
  const Outcome outcome = check({"x^2*y", "x=3", "y=2", "--second"});
  CHECK(outcome.status == 0);
  CHECK(says(outcome, "The second derivatives of x^2*y at x = 3, y = 2"));
  CHECK(says(outcome, "d2f/dxdy      6"));
}

TEST_CASE("the sweep is printed, and drawn where a file is named", "[app]") {
  const Workplace place;
  const Outcome outcome = check({"exp(x)", "x=1", "--sweep", "-o", place / "steps.svg"});
  CHECK(outcome.status == 0);
  CHECK(says(outcome, "Best: forward difference h = "));
  const std::string svg = read_file(place / "steps.svg");
  CHECK(svg.find("The error of difference quotients of exp(x) at x = 1") != std::string::npos);
  CHECK(svg.find("best h = ") != std::string::npos);
  CHECK(check({"exp(x)", "x=1", "--sweep", "-o", place / "steps.png"}).errors ==
        fmt::format("stepgrad: cannot draw '{}': the plot is an SVG\nThe name must end in .svg.\n",
                    place / "steps.png"));
}

TEST_CASE("explain --check puts the numerical derivative beside each gradient", "[app]") {
  const auto explain = [](const std::string& format) {
    return stepgrad::test::stepgrad(
        {"explain", "x*y + relu(z)", "x=3", "y=2", "z=0", "--check", "--format", format});
  };
  CHECK(says(explain("text"), "df/dx = 2   numerically 2: agrees\n"));
  CHECK(says(explain("text"), "df/dz = 0   numerically 0.5: kink\n"));
  CHECK(says(explain("markdown"), " | numerically 2: agrees |\n"));
  CHECK(explain("json").status == 2);
}

TEST_CASE("what check cannot use is said in one shape", "[app]") {
  struct Mistake {
    std::vector<std::string> words;
    std::string errors;
  };
  const Mistake mistakes[] = {
      {{"x*y", "x=3", "y=2", "--against", "x"},
       "stepgrad: 'x' is not NAME=EXPRESSION\n"
       "Write the gradient that you have worked out, such as --against \"x=2*x*y\".\n"},
      {{"x*y", "x=3", "y=2", "--against", "z=y"},
       "stepgrad: the formula has no input 'z'\nIts inputs are x and y.\n"},
      {{"x*y", "x=3", "y=2", "--against", "x=y", "--against", "x=2"},
       "stepgrad: x is given two gradients\nGive each input one.\n"},
      {{"x*y", "x=3", "y=2", "--method", "ridder"},
       "stepgrad: --method cannot be 'ridder'\ndid you mean 'ridders'?\n"},
      {{"x*y", "x=3", "y=2", "--step", "small"},
       "stepgrad: --step: 'small' is not a number\nWrite 0.01 or 1e-5.\n"},
      {{"x*y", "x=3", "y=2", "--step", "0"},
       "stepgrad: the step is 0\nChoose a step above 0, such as 1e-5.\n"},
      {{"x*y", "x=3", "y=2", "--method", "ridders", "--levels", "0"},
       "stepgrad: a tableau of 0 levels\nChoose from 1 to 30 levels.\n"},
      {{"x*y", "x=3"}, "stepgrad: no value for y\nGive it a number: y=1\n"},
  };
  for (const auto& [words, errors] : mistakes) {
    const Outcome outcome = check(words);
    CHECK(outcome.status == 2);
    CHECK(outcome.output == "");
    CHECK(outcome.errors == errors);
  }
}
