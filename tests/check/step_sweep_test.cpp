// The V-shaped curve: errors of difference quotients over the step.
#include <cmath>

#include <stepgrad/check/differentiable.hpp>
#include <stepgrad/check/step_plot.hpp>
#include <stepgrad/check/step_sweep.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

TEST_CASE("the best steps are where theory puts them", "[sweep]") {
  const StepSweep sweep = sweep_steps(subject_of(parse("exp(x)")), {1});
  // √ε ≈ 1e-8 and ∛ε ≈ 6e-6, within a decade and a half
  CHECK(std::abs(std::log10(sweep.best_forward.h) + 8) <= 1.5);
  CHECK(std::abs(std::log10(sweep.best_central.h) + 5.2) <= 1.5);
  CHECK(sweep.best_central.central < sweep.best_forward.forward);
  CHECK(sweep.errors.front().h == 1);
  CHECK(sweep.errors.back().h == Approx(1e-16));
}

TEST_CASE("both branches of the V have their slopes", "[sweep]") {
  const StepSweep sweep = sweep_steps(subject_of(parse("sin(x) * y")), {1, 2});
  const auto at = [&](double h) {
    for (const StepError& error : sweep.errors)
      if (std::abs(error.h / h - 1) < 1e-6) return error;
    throw std::out_of_range("no such step");
  };
  CHECK(at(1e-2).forward / at(1e-3).forward == Approx(10).epsilon(0.05));
  CHECK(at(1e-1).central / at(1e-2).central == Approx(100).epsilon(0.05));
  CHECK(at(1e-14).forward > 100 * at(1e-10).forward);
  CHECK(at(1e-16).forward == Approx(1).epsilon(0.3));  // x + h is x: no slope at all
}

TEST_CASE("where the gradient is 0 the error is not divided by it", "[sweep]") {
  const StepSweep sweep = sweep_steps(subject_of(parse("cos(x)")), {0});
  CHECK_FALSE(sweep.relative);
  CHECK(sweep.errors[4].forward == Approx(0.05).epsilon(0.01));  // h/2
}

TEST_CASE("the V is drawn beside its numbers", "[sweep]") {
  const std::string page = as_text(sweep_steps(subject_of(parse("exp(x)")), {1}));
  CHECK(page.find("  0.01     0.005   1.7e-05") != std::string::npos);
  CHECK(page.find("Best: forward difference h = ") != std::string::npos);
}

TEST_CASE("there is no sweep where f is not finite", "[sweep]") {
  CHECK(error_of([] { sweep_steps(subject_of(parse("log(x)")), {0}); }) ==
        "the error of a step cannot be told where f or its gradient is not finite\n"
        "Choose other numbers for the inputs.");
}

TEST_CASE("the sweep is plotted with the best step of both formulas marked", "[sweep]") {
  StepSweep sweep{.errors = {{1, 0.5, 0.1}, {1e-8, 1e-8, 1e-9}, {1e-16, 1, 0}},
                  .best_forward = {1e-8, 1e-8, 1e-9},
                  .best_central = {1e-16, 1, 0},
                  .relative = true};
  const Plot drawn = plot(sweep, "title");
  REQUIRE(drawn.marks.size() == 2);
  CHECK(drawn.marks[0].at.x == 1e-8);
  CHECK(drawn.marks[0].label == "forward: best h = 1e-08");
  CHECK(drawn.marks[1].label.starts_with("central: best h = "));
  CHECK(drawn.marks[1].at.y == 1e-17);  // an error of 0 stands at the lower end
  CHECK(drawn.y.label == "relative error of the gradient");
}
