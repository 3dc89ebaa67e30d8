#include <stepgrad/check/smoothness.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

namespace stepgrad {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

// Where sampling begins, times the size of x: extrapolated from there, a function whose derivatives
// are about as large as itself is exact to 12 digits.
constexpr double farthest = 0x1p-10;

double size_of(double x) { return std::max(std::abs(x), 1.0); }

/// Refines from the step part·size until the estimate is good, or until smaller steps are no use:
/// below size·2⁻⁴⁰, rounding x + h alone costs more than four digits.
Estimate refined(const Curve& f, double x, double here, double part, double size) {
  constexpr double least = 0x1p-40, good = 1e-10, fairly_good = 1e-7;
  Tableau tableau(f, x, part * size);
  for (double h = part; h > least; h /= 2) {
    tableau.refine();
    if (!std::isfinite(tableau.rows()[0].back())) {  // h still reaches out of the domain
      tableau = Tableau(f, x, h / 2 * size);
      continue;
    }
    const auto [value, error, step] = tableau.best();
    const bool enough = error <= good * std::abs(value);
    const bool fair =
        error <= fairly_good * std::abs(value) || error <= 4 * epsilon * std::abs(here) / step;
    const bool no_longer_better = step > 4 * h * size;  // rounding has taken over
    if (enough || (fair && no_longer_better)) break;
  }
  return tableau.best();
}

/// f at x ± h and x ± h/2, as chords.
struct Chords {
  double h, here;                               // here: f(x)
  double above, above_half, below, below_half;  // slopes

  Chords(const Curve& f, double x, double here, double h)
      : h(h),
        here(here),
        above((f(x + h) - here) / h),
        above_half((f(x + h / 2) - here) / (h / 2)),
        below((here - f(x - h)) / h),
        below_half((here - f(x - h / 2)) / (h / 2)) {}

  bool on_both_sides() const { return std::isfinite(bend()) && std::isfinite(unrest()); }
  double steepest() const { return std::max(std::abs(above), std::abs(below)); }
  double rounding() const { return 8 * epsilon * (std::abs(here) / h + steepest()); }
  double bend() const { return std::abs(above - below); }
  double unrest() const { return std::abs(above - above_half) + std::abs(below - below_half); }

  /// Do the sides differ by much more than each has moved from h to h/2? For a smooth function the
  /// bend is twice the unrest, for |x|^1.5 it is three times.
  bool kink() const { return bend() > 8 * unrest() && bend() > 1e-6 * steepest() + rounding(); }

  /// Is the way to either side much more than what it changes by from h to h/2? For a continuous
  /// function it is twice that, for √|x| three times.
  bool jump() const {
    const double way = h * (std::abs(above) + std::abs(below));
    const double change = h * (std::abs(above - above_half / 2) + std::abs(below - below_half / 2));
    return way > 8 * change && way > h * rounding();
  }
};

/// What is broken at x, and the closest chords that show it.
struct Broken {
  Nature nature;
  Chords chords;
};

/// A kink or a jump, if chords of two lengths show it (noise, too, looks like one now and then) and
/// no shorter ones show a smooth function; or chords that grow steadily.
std::optional<Broken> broken(const Curve& f, double x, double here) {
  std::optional<Broken> found;
  std::vector<Chords> all;
  bool before = false, steadily = true;
  for (double h = farthest * size_of(x); h > 1.4e-8 * size_of(x); h /= 16) {
    const Chords chords(f, x, here, h);
    const bool now = chords.kink() || chords.jump();
    if (now && before)
      found = Broken{chords.jump() ? Nature::jump : Nature::kink, chords};
    else if (found && chords.bend() < 0.1 * found->chords.bend())
      found.reset();
    before = now;
    if (!all.empty()) {
      const double growth = chords.steepest() / all.back().steepest();
      const double first = all.size() > 1 ? all[1].steepest() / all[0].steepest() : growth;
      steadily = steadily && growth > 1.2 && std::abs(growth / first - 1) < 0.1;
    }
    steadily = steadily && chords.on_both_sides();
    all.push_back(chords);
  }
  if (!found && steadily) return Broken{Nature::steep, all.back()};
  return found;
}

/// Could there be a kink at x? The bend of a smooth function shrinks with h.
bool suspicious(const Curve& f, double x, double here) {
  const double far = farthest * size_of(x), near = far / 256;
  const double above = f(x + near), below = f(x - near);
  const double slope = std::abs(above - below) / (2 * near);
  const double bend = std::abs((above - here) - (here - below)) / near;
  const double bend_far = std::abs((f(x + far) - here) - (here - f(x - far))) / far;
  const double rounding = 8 * epsilon * (std::abs(here) / near + slope);
  return !(bend <= bend_far / 64 + 1e-6 * slope + rounding);
}

/// The most precise of several estimates, whose error covers what most of the others say.
///
/// x may be small beside 1 and f vary at its scale (log(x) near 0). Or f may be rough, and only
/// steps that are large beside the roughness tell its slope: there the steps have odd ratios, for
/// what looked settled by chance (f computed in single precision, a fast ripple) will not settle at
/// the same slope again.
Estimate second_opinion(const Curve& f, double x, double here, Estimate first) {
  std::vector<Estimate> all{first};
  for (const double part : {0.043, 7.7e-4, 2.3e-5})
    all.push_back(refined(f, x, here, part, size_of(x)));
  if (x != 0) all.push_back(refined(f, x, here, 0.07, std::abs(x)));
  Estimate best = *std::ranges::min_element(all, {}, &Estimate::error);
  std::vector<double> differences;
  for (const Estimate& other : all)
    if (std::isfinite(other.value))
      differences.push_back(std::abs(other.value - best.value) - 4 * other.error);
  std::ranges::sort(differences);
  // The first is its own, the second may be chance.
  if (differences.size() > 2) best.error = std::max(best.error, differences[2]);
  return best;
}

Sampled sampled(const Curve& f, double x, const Broken& broken) {
  const Chords& chords = broken.chords;
  const double below = 2 * chords.below_half - chords.below;
  const double above = 2 * chords.above_half - chords.above;
  const double mean = central_difference(f, x, chords.h / 2);
  return {broken.nature, {mean, std::abs(above - below) / 2, chords.h / 2}, below, above};
}

}  // namespace

Sampled sample(const Curve& f, double x, double here, const Sampling& sampling) {
  if (!std::isfinite(x) || !std::isfinite(here)) {
    const double none = std::numeric_limits<double>::quiet_NaN();
    return {Nature::outside, {none, none, 0}};
  }
  const bool suspected = suspicious(f, x, here);
  if (suspected)
    if (const auto found = broken(f, x, here)) return sampled(f, x, *found);

  const double size = size_of(x);
  const double expected = std::isfinite(sampling.expected) ? sampling.expected : 0;
  Estimate best = refined(f, x, here, farthest, size);
  const double chord = std::abs(f(x + farthest * size) - here) / (farthest * size);
  const double too_small_to_see =
      1e-10 * std::abs(here) / size + (std::isfinite(chord) ? 1e-8 * chord : 0);
  const auto larger = [&] { return std::max(std::abs(best.value), std::abs(expected)); };
  const auto precise = [&] {
    return best.error <= std::max(sampling.precision * larger(), too_small_to_see);
  };
  const auto as_expected = [&] {
    return std::abs(best.value - expected) <= sampling.tolerance * larger() + 4 * best.error;
  };
  if (!precise() || !as_expected()) best = second_opinion(f, x, here, best);
  if (!std::isfinite(best.value)) return {Nature::outside, best};
  if (!precise()) {
    if (!suspected)
      if (const auto found = broken(f, x, here)) return sampled(f, x, *found);
    return {Nature::noisy, best};
  }
  if (std::abs(best.value) <= best.error) best.value = 0;
  return {Nature::smooth, best};
}

}  // namespace stepgrad
