// Data sets that a formula makes: what they are, and what is refused.
#include <stepgrad/run/formula_data.hpp>

#include <cmath>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

TEST_CASE("a formula called class decides the classes by its sign", "[run]") {
  const Dataset data = make_up("class = x2 - x1", {.samples = 50});
  CHECK(data.feature_names == std::vector<std::string>{"x1", "x2"});
  CHECK(data.class_names == std::vector<std::string>{"0", "1"});
  REQUIRE(data.samples() == 50);
  CHECK((data.inputs.array().abs() <= 1).all());
  for (Eigen::Index i = 0; i < 50; ++i)
    CHECK(data.labels[static_cast<std::size_t>(i)] == (data.inputs(1, i) > data.inputs(0, i)));
  const Dataset moved = make_up("class = x2 - x1", {.samples = 50, .noise = 0.5});
  CHECK(moved.labels[0] == data.labels[0]);  // decided before
  CHECK(moved.inputs(0, 0) != data.inputs(0, 0));
}

TEST_CASE("by any other name a formula is a number to predict", "[run]") {
  const Dataset data =
      make_up("a = 3; height = sin(a*time)", {.samples = 20, .noise = {}, .seed = 7});
  CHECK(data.feature_names == std::vector<std::string>{"time"});
  CHECK(data.target_names == std::vector<std::string>{"height"});
  CHECK(data.labels.empty());
  for (Eigen::Index i = 0; i < 20; ++i)
    CHECK(data.targets(0, i) == Approx(std::sin(3 * data.inputs(0, i))));
  const Dataset again = make_up("height = sin(3*time)", {.samples = 20, .noise = {}, .seed = 7});
  CHECK(again.inputs == data.inputs);
}

TEST_CASE("a data set by its name is made as ever", "[run]") {
  CHECK(make_up("moons", {.samples = 10}).inputs == make("moons", {.samples = 10}).inputs);
  CHECK_FALSE(is_formula("moons"));
  CHECK_FALSE(is_formula("x1*x2"));
  CHECK(is_formula("class = x1/x2"));
}

TEST_CASE("a formula that makes no data says why", "[run]") {
  for (const auto& [formula, error] :
       {std::pair{"class = x1 * tahn(x2)", "unknown function 'tahn'"},
        {"class = 3", "'class = 3' has no features\nName them in the formula: class = x1*x2."},
        {"a = 2; a*x1",
         "'a = 2; a*x1' does not say what is to be learnt\n"
         "Begin its last statement with that: class = x1*x2 for classes, else y = x1*x2."},
        {"y = log(x1)", "'y = log(x1)' is nan at x1 = -"}}) {
    INFO(formula);
    CHECK(error_of([&, formula = formula] { make_up(formula, {}); }).starts_with(error));
  }
  CHECK(error_of([] { make_up("class = x1", {.samples = 0}); }) ==
        "a data set needs a sample\nAsk for 1 or more.");
  CHECK(error_of([] {
          make_up("class = x1", {.shares = {1, 2}});
        }) == "shares of classes that a formula decides\nLeave --share out.");
  CHECK(error_of([] { make_up("class = x1", {.noise = -1}); }) ==
        "noise cannot be -1\nIt is a deviation: 0, 0.1, ...");
}
