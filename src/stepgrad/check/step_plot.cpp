#include <stepgrad/check/step_plot.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>

namespace stepgrad {

Plot plot(const StepSweep& sweep, const std::string& title) {
  // An error of 0 has no place on a logarithmic axis; it is less than what a double can tell.
  const auto drawn = [](double error) {
    return std::isnan(error) ? error : std::max(error, 1e-17);
  };
  Plot plot{
      .title = title,
      .x = {.label = "step h", .logarithmic = true},
      .y = {.label = sweep.relative ? "relative error of the gradient" : "error of the gradient",
            .logarithmic = true},
      .series = {{"forward difference (f(x + h) - f(x)) / h", {}},
                 {"central difference (f(x + h) - f(x - h)) / 2h", {}}},
      .marks = {}};
  for (const StepError& error : sweep.errors) {
    plot.series[0].points.push_back({error.h, drawn(error.forward)});
    plot.series[1].points.push_back({error.h, drawn(error.central)});
  }
  const auto mark = [&](const char* difference, double h, double error) {
    plot.marks.push_back(
        {{h, drawn(error)}, fmt::format("{}: best h = {}", difference, shown(h, 2))});
  };
  mark("forward", sweep.best_forward.h, sweep.best_forward.forward);
  mark("central", sweep.best_central.h, sweep.best_central.central);
  return plot;
}

}  // namespace stepgrad
