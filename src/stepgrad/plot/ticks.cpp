#include <stepgrad/plot/ticks.hpp>

#include <algorithm>
#include <cmath>

#include <stepgrad/base/number.hpp>

namespace stepgrad {

double tick_step(const Plot::Axis& axis, const Range& range, int most) {
  const double step = (range.most - range.least) / most;
  const double power = std::pow(10, std::floor(std::log10(step)));
  for (const double nice : {1.0, 2.0, 5.0, 10.0})
    if (nice * power >= step * 0.999)
      return axis.logarithmic || axis.whole ? std::max(1.0, nice * power) : nice * power;
  return 10 * power;
}

std::vector<double> tick_places(const Range& range, double step) {
  constexpr double rounding = 1e-6;
  std::vector<double> places;
  const double last = std::floor(range.most / step + rounding);
  for (double i = std::ceil(range.least / step - rounding); i <= last; ++i)
    places.push_back(i * step);
  return places;
}

std::string tick_label(double place, double step) {
  return shown(std::abs(place) < step / 1e6 ? 0 : place, 5);
}

Range shown_range(const Range& range) {
  if (range.empty()) return {0, 1};
  if (range.least == range.most) return {range.least - 1, range.most + 1};
  return range;
}

}  // namespace stepgrad
