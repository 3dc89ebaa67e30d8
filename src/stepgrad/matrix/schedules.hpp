// Schedules: the learning rate as a function of the step, counted from 0.
//
// To add a schedule:
//
//   1. Declare its function here, with its formula, and define it in schedules.cpp.
//   2. Add its row to `schedules` in schedules.cpp. Leaving out a part of it does not compile.
//
// `stepgrad train --schedule` and its help and configurations read that row.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace stepgrad {

using Schedule = std::function<double(int step)>;

/// A schedule by its name, made for a learning rate and how many steps the run has, 2 or more.
struct ScheduleRow {
  std::string_view name, about;
  Schedule (*make)(double rate, int steps);
};
std::span<const ScheduleRow> schedules();

/// η.
Schedule constant_rate(double rate);

/// η·factor^⌊step / every⌋: a drop now and then. Throws Error unless every > 0.
Schedule step_decay(double rate, double factor, int every);

/// η·factor^step.
Schedule exponential_decay(double rate, double factor);

/// η·(1 - step / steps)^power, then 0: the polynomial decay of PyTorch. Throws Error unless
/// steps > 0.
Schedule polynomial_decay(double rate, double power, int steps);

/// η / (1 + decay · step)^power: with the power 1 as 1/t, for which descent in random steps is known
/// to converge (Robbins and Monro 1951), with 1/2 as 1/√t (Murphy 2022 calls all of them
/// polynomial).
Schedule inverse_decay(double rate, double decay, double power);

/// η until the first change, then η times the factor of the last change that has come.
struct RateChange {
  int step;
  double factor;
};
Schedule piecewise(double rate, std::vector<RateChange> changes);

/// From `high` to `low` along half a cosine (Loshchilov and Hutter 2017), then `low`:
/// low + (high - low)·(1 + cos(π step / steps)) / 2. Throws Error unless steps > 0.
Schedule cosine(double high, double low, int steps);

/// One cycle (Smith and Topin 2019): from peak/25 up to the peak in the first 30 % of the steps,
/// then down to peak/250000, both along a cosine, as PyTorch has it. Throws Error unless steps > 1.
Schedule one_cycle(double peak, int steps);

/// Grows in a straight line over the first `steps` steps, from 1/steps of what `then` has there to
/// all of it. Throws Error unless steps > 0.
Schedule warm_up(int steps, Schedule then);

}  // namespace stepgrad
