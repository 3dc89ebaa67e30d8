#include <stepgrad/matrix/schedules.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

void require_steps(int steps, int least, std::string_view what) {
  if (steps < least)
    throw Error(fmt::format("{} over {} steps", what, steps), "",
                fmt::format("It needs {} or more.", least));
}

/// From `begin` to `end` along half a cosine, at `part` of the way, 0 to 1.
double along_cosine(double begin, double end, double part) {
  return end + (begin - end) * (1 + std::cos(std::numbers::pi * std::clamp(part, 0.0, 1.0))) / 2;
}

constexpr ScheduleRow all_schedules[] = {
    {.name = "constant",
     .about = "the same rate throughout",
     .make = [](double rate, int) { return constant_rate(rate); }},
    {.name = "step",
     .about = "a tenth after each third of the run",
     .make = [](double rate, int steps) { return step_decay(rate, 0.1, std::max(1, steps / 3)); }},
    {.name = "exponential",
     .about = "evenly down to a hundredth at the end",
     .make = [](double rate,
                int steps) { return exponential_decay(rate, std::pow(0.01, 1.0 / steps)); }},
    {.name = "polynomial",
     .about = "along a parabola down to 0, η (1 - t/T)²",
     .make = [](double rate, int steps) { return polynomial_decay(rate, 2, steps); }},
    {.name = "inverse",
     .about = "as 1/t, down to a tenth at the end",
     .make = [](double rate, int steps) { return inverse_decay(rate, 9.0 / steps, 1); }},
    {.name = "inverse_root",
     .about = "as 1/√t, down to a tenth at the end",
     .make = [](double rate, int steps) { return inverse_decay(rate, 99.0 / steps, 0.5); }},
    {.name = "piecewise",
     .about =
         "a tenth from half of the run on, a hundredth from three quarters; --drops says others",
     .make =
         [](double rate, int steps) {
           return piecewise(rate, {{steps / 2, 0.1}, {steps - steps / 4, 0.01}});
         }},
    {.name = "cosine",
     .about = "along half a cosine down to 0",
     .make = [](double rate, int steps) { return cosine(rate, 0, steps); }},
    {.name = "one_cycle",
     .about = "up to the rate and down to nearly 0, both along a cosine",
     .make = [](double rate, int steps) { return one_cycle(rate, steps); }},
};

}  // namespace

std::span<const ScheduleRow> schedules() { return all_schedules; }

Schedule constant_rate(double rate) {
  return [rate](int) { return rate; };
}

Schedule step_decay(double rate, double factor, int every) {
  require_steps(every, 1, "a decay");
  return [=](int step) { return rate * std::pow(factor, step / every); };
}

Schedule exponential_decay(double rate, double factor) {
  return [=](int step) { return rate * std::pow(factor, step); };
}

Schedule polynomial_decay(double rate, double power, int steps) {
  require_steps(steps, 1, "a decay");
  return [=](int step) {
    return rate * std::pow(std::max(0.0, 1 - static_cast<double>(step) / steps), power);
  };
}

Schedule inverse_decay(double rate, double decay, double power) {
  return [=](int step) { return rate * std::pow(1 + decay * step, -power); };
}

Schedule piecewise(double rate, std::vector<RateChange> changes) {
  std::ranges::stable_sort(changes, {}, &RateChange::step);
  return [rate, changes = std::move(changes)](int step) {
    double factor = 1;
    for (const RateChange& change : changes)
      if (step >= change.step) factor = change.factor;
    return rate * factor;
  };
}

Schedule cosine(double high, double low, int steps) {
  require_steps(steps, 1, "a cosine");
  return [=](int step) { return along_cosine(high, low, static_cast<double>(step) / steps); };
}

Schedule one_cycle(double peak, int steps) {
  require_steps(steps, 2, "one cycle");
  const double turn = std::max(0.3 * steps - 1, 1.0), last = steps - 1;
  return [=](int step) {
    return step <= turn ? along_cosine(peak / 25, peak, step / turn)
                        : along_cosine(peak, peak / 25e4, (step - turn) / (last - turn));
  };
}

Schedule warm_up(int steps, Schedule then) {
  require_steps(steps, 1, "a warm-up");
  return [steps, then = std::move(then)](int step) {
    return then(step) * std::min(1.0, static_cast<double>(step + 1) / steps);
  };
}

}  // namespace stepgrad
