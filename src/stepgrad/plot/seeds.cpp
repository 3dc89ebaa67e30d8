#include <stepgrad/plot/seeds.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

/// How far the band reaches at point i, from and to.
std::pair<double, double> edges(std::span<const Run> runs, std::size_t i, double mean,
                                Spread spread) {
  double least = runs[0][i].y, most = least, squares = 0;
  for (const Run& run : runs) {
    least = std::min(least, run[i].y);
    most = std::max(most, run[i].y);
    squares += (run[i].y - mean) * (run[i].y - mean);
  }
  if (spread == Spread::least_to_most) return {least, most};
  const double others = static_cast<double>(runs.size()) - 1;
  const double deviation = others > 0 ? std::sqrt(squares / others) : 0;
  return {mean - deviation, mean + deviation};
}

}  // namespace

Plot::Series with_spread(std::string name, std::span<const Run> runs, Spread spread) {
  if (runs.empty()) throw Error("the mean of no runs", "", "Give one or more.");
  for (const Run& run : runs)
    if (!std::ranges::equal(run, runs[0], {}, &Plot::Point::x, &Plot::Point::x))
      throw Error("runs that do not stand at the same x", "", "Give points at the same places.");
  Plot::Series series{std::move(name), {}, Plot::Look::line};
  for (std::size_t i = 0; i < runs[0].size(); ++i) {
    const double x = runs[0][i].x;
    double mean = 0;
    for (const Run& run : runs) mean += run[i].y / static_cast<double>(runs.size());
    const auto [low, high] = edges(runs, i, mean, spread);
    series.points.push_back({x, mean});
    series.below.push_back({x, low});
    series.above.push_back({x, high});
  }
  return series;
}

Plot::Series points_of(std::string name, std::span<const Run> runs) {
  Plot::Series series{std::move(name), {}, Plot::Look::points};
  for (const Run& run : runs) series.points.insert(series.points.end(), run.begin(), run.end());
  return series;
}

}  // namespace stepgrad
