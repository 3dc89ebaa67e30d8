#include <stepgrad/check/smoothness.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

namespace stepgrad {
namespace {

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
    const bool fair = error <= fairly_good * std::abs(value) ||
                      error <= 4 * machine_epsilon * std::abs(here) / step;
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
  double rounding() const { return 8 * machine_epsilon * (std::abs(here) / h + steepest()); }
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

double noise_at(const Sampling& sampling, double t) {
  const double noise = sampling.noise ? sampling.noise(t) : 0;
  return std::isnan(noise) ? std::numeric_limits<double>::infinity() : noise;
}

/// Does what looks broken from afar look whole from nearby? Near a kink is not at it. Followed down
/// to the numbers next to x, or until rounding hides what there is to see.
bool whole_nearby(const Curve& f, double x, double here, const Broken& broken,
                  const Sampling& sampling) {
  const double least = x == 0 ? 1e-30 : 0x1p-48 * std::abs(x);
  for (double h = broken.chords.h / 16; h > least; h /= 16) {
    const Chords chords(f, x, here, h);
    const double bend = std::max(broken.chords.bend(), chords.bend());
    if (chords.rounding() + noise_at(sampling, x + h) / h > 0.05 * bend) return false;
    if (chords.bend() < 0.1 * broken.chords.bend()) return true;
    if (chords.bend() / chords.steepest() < 0.1 * broken.chords.bend() / broken.chords.steepest())
      return true;
  }
  return false;
}

/// Do the chords grow as those of √|x| do, also where they are short beside x?
bool grows_nearby(const Curve& f, double x, double here) {
  if (x == 0) return true;
  const Chords far(f, x, here, 0x1p-8 * std::abs(x)), near(f, x, here, 0x1p-12 * std::abs(x));
  return near.steepest() > 1.2 * far.steepest();
}

/// A kink or a jump, if chords of two lengths show it (noise, too, looks like one now and then) and
/// no shorter ones show a smooth function; or chords that grow steadily.
std::optional<Broken> broken(const Curve& f, double x, double here, const Sampling& sampling) {
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
  if (!found && steadily && grows_nearby(f, x, here)) return Broken{Nature::steep, all.back()};
  if (found && whole_nearby(f, x, here, *found, sampling)) found.reset();
  return found;
}

/// Could there be a kink at x? The bend of a smooth function shrinks with h.
bool suspicious(const Curve& f, double x, double here) {
  const double far = farthest * size_of(x), near = far / 256;
  const double above = f(x + near), below = f(x - near);
  const double slope = std::abs(above - below) / (2 * near);
  const double bend = std::abs((above - here) - (here - below)) / near;
  const double bend_far = std::abs((f(x + far) - here) - (here - f(x - far))) / far;
  const double rounding = 8 * machine_epsilon * (std::abs(here) / near + slope);
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

/// An estimate from a few steps of about one size.
struct Window {
  Estimate slope;
  bool is_flat;  // f does not change in it at all
};

/// Windows from the size of x, at least 1, down to the numbers next to x, each a 64th of the one
/// before. Steps are powers of two, so that x ± h is exact.
std::vector<Window> windows(const Curve& f, double x, const Sampling& sampling) {
  constexpr int levels = 6;
  const double next_to_x = std::nextafter(std::abs(x), INFINITY) - std::abs(x);
  const double least = x == 0 ? 0x1p-1000 : 4 * next_to_x;
  std::vector<Window> all;
  for (double h = farthest * std::exp2(std::ilogb(size_of(x))); h / 32 >= least; h /= 64) {
    const double noise = std::max(noise_at(sampling, x + h / 32), noise_at(sampling, x - h / 32));
    Tableau tableau(f, x, h, noise);
    for (int level = 0; level < levels; ++level) tableau.refine();
    const std::vector<double>& differences = tableau.rows()[0];
    const bool is_flat =
        std::ranges::all_of(differences, [](double difference) { return difference == 0; });
    if (std::ranges::all_of(differences, [](double number) { return std::isfinite(number); }))
      all.push_back({tableau.best(), is_flat});
  }
  return all;
}

/// The best of the first estimate and those of all windows that no closer one contradicts. f may
/// vary at a scale that has nothing to do with the size of x: 1/(x - 1) near 1, relu just below 0.
///
/// A window in which f does not change tells nothing by itself: f may be rounded to steps.
Estimate closer_look(const Curve& f, double x, const Estimate& first, const Sampling& sampling) {
  std::vector<Window> all;
  for (const Window& window : windows(f, x, sampling))
    if (!window.is_flat || sampling.noise || sampling.expected == 0) all.push_back(window);
  const auto contradicts = [&](const Estimate& close, const Estimate& far) {
    const double difference = std::abs(close.value - far.value);
    return close.step < far.step && difference > 4 * (close.error + far.error) &&
           close.error <= 0.1 * difference;
  };
  // Who knows f's noise can trust one window; else another has to say the same, for rounded values
  // settle by chance now and then.
  const auto confirms = [](const Estimate& one, const Estimate& other) {
    const double size = std::max(std::abs(one.value), std::abs(other.value));
    return one.step != other.step && other.error <= 1e-3 * size &&
           std::abs(one.value - other.value) <= 4 * (one.error + other.error);
  };
  Estimate best = sampling.noise
                    ? Estimate{first.value, std::numeric_limits<double>::infinity(), first.step}
                    : first;
  for (const Window& window : all) {
    const bool is_sure = sampling.noise || std::ranges::any_of(all, [&](const Window& other) {
                           return confirms(window.slope, other.slope);
                         });
    if (!is_sure) continue;
    const bool stands = std::ranges::none_of(
        all, [&](const Window& other) { return contradicts(other.slope, window.slope); });
    const bool replaces = window.slope.error < best.error || contradicts(window.slope, best);
    if (stands && replaces) best = window.slope;
  }
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

FirstLooks first_looks(double x) {
  FirstLooks looks;
  double h = farthest * size_of(x);
  for (std::size_t i = 0; i < looks.size(); i += 2, h /= 2) {
    looks[i] = x + h;
    looks[i + 1] = x - h;
  }
  return looks;
}

Sampled sample(const Curve& f, double x, double here, const Sampling& sampling) {
  if (!std::isfinite(x) || !std::isfinite(here)) {
    const double none = std::numeric_limits<double>::quiet_NaN();
    return {Nature::outside, {none, none, 0}};
  }
  const bool suspected = suspicious(f, x, here);
  if (suspected)
    if (const auto found = broken(f, x, here, sampling)) return sampled(f, x, *found);

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
  const double wanted = sampling.precision * larger();
  if (!precise() || !as_expected() || (best.error > wanted && std::abs(x) < farthest)) {
    const Estimate closer = closer_look(f, x, best, sampling);
    const bool confirms = std::abs(closer.value - best.value) <= 4 * (closer.error + best.error) &&
                          closer.error <= wanted && best.error <= wanted;
    if (!confirms) best = closer;
  }
  if (!std::isfinite(best.value)) return {Nature::outside, best};
  if (!precise()) {
    if (!suspected)
      if (const auto found = broken(f, x, here, sampling)) return sampled(f, x, *found);
    return {Nature::noisy, best};
  }
  if (std::abs(best.value) <= best.error) best.value = 0;
  return {Nature::smooth, best};
}

Estimate one_sided_slope(const Curve& f, double x, double here, int side,
                         const Sampling& sampling) {
  constexpr std::size_t levels = 8;
  Estimate best{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                0};
  for (const double part : {0x1p-4, farthest, 0x1p-16, 0x1p-24}) {
    std::vector<double> chords;  // extrapolated k times, the last of each
    double h = part * std::exp2(std::ilogb(size_of(x)));
    const double noise = noise_at(sampling, x + side * h);
    for (std::size_t level = 0; level < levels; ++level, h /= 2) {
      double entry = (f(x + side * h) - here) / (side * h), power = 1;
      for (double& older : chords) {
        power *= 2;
        const double newer = entry;
        entry = newer + (newer - older) / (power - 1);
        const double rounding = 4 * (machine_epsilon * std::abs(here) + noise) / h;
        const double error = std::max(std::abs(entry - newer), std::abs(entry - older)) + rounding;
        if (error < best.error) best = {entry, error, h};
        older = newer;
      }
      chords.push_back(entry);
    }
  }
  return best;
}

}  // namespace stepgrad
