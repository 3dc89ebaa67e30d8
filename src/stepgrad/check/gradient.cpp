#include <stepgrad/check/gradient.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/check/diagnosis.hpp>
#include <stepgrad/check/smoothness.hpp>

namespace stepgrad {
namespace {

constexpr double forward_tolerance = 1e-8;
constexpr std::size_t points_for_diagnosis = 3;
constexpr std::size_t most_diagnosed = 20;
constexpr std::size_t most_factors = 20;
constexpr const char* beyond_all_numbers =
    "its slope is beyond the largest number that a double can hold.";

void check_options(const CheckOptions& options) {
  if (options.step && !(*options.step > 0 && std::isfinite(*options.step)))
    throw Error(fmt::format("the step is {}", shown(*options.step)), "",
                "Choose a step above 0, such as 1e-5.");
  if (!(options.tolerance > 0))
    throw Error(fmt::format("the tolerance is {}", shown(options.tolerance)), "",
                "Choose a tolerance above 0, such as 1e-6.");
}

/// The method that makes the numerical column, if one is asked for. A step alone means the central
/// difference.
std::optional<Method> method_of(const CheckOptions& options) {
  if (!options.method && options.step) return Method::central;
  return options.method;
}

std::string method_in_words(const CheckOptions& options) {
  const std::string step =
      options.step ? fmt::format("h = {}", exact(*options.step)) : "h by the size of x";
  const std::string judged = "; verdicts come from central differences extrapolated to h = 0";
  const std::optional<Method> method = method_of(options);
  if (!method) return "central differences, extrapolated to h = 0";
  switch (*method) {
    case Method::forward:
      return fmt::format("the forward difference (f(x + h) - f(x)) / h, {}{}", step, judged);
    case Method::central:
      return fmt::format("the central difference (f(x + h) - f(x - h)) / 2h, {}{}", step, judged);
    case Method::ridders:
      break;
  }
  return fmt::format("{} levels of extrapolated central differences, {}{}", options.levels, step,
                     options.levels > 1 ? " halved at each" : "");
}

bool near(double a, double b, double relative, double absolute = 0) {
  return std::abs(a - b) <= relative * std::max(std::abs(a), std::abs(b)) + absolute;
}

/// Three numbers with as many digits as tell them apart, at least so many.
std::array<std::string, 3> told_apart(std::array<double, 3> numbers, int digits) {
  const auto look_the_same = [&](double a, double b) {
    return !near(a, b, 1e-6) && shown(a, digits) == shown(b, digits);
  };
  const auto [a, b, c] = numbers;
  while (digits < 17 && (look_the_same(a, b) || look_the_same(b, c) || look_the_same(a, c)))
    ++digits;
  return {shown(a, digits), shown(b, digits), shown(c, digits)};
}

std::string without_end(double slope, std::string said) {
  return std::abs(slope) > 1e6 ? "without end" : said;
}

/// On which sides of x has f no number, as near as one can stand?
std::string about_edge(const Curve& f, double x, double given) {
  const double step = x == 0 ? 1e-8 : 4 * (std::nextafter(std::abs(x), INFINITY) - std::abs(x));
  const bool below = std::isfinite(f(x - step)), above = std::isfinite(f(x + step));
  if (below && above && std::isinf(given)) return beyond_all_numbers;
  if (below && above)
    return "f has no number close to this point, and the numbers next to it are too far away to "
           "show a slope.";
  if (!below && !above)
    return "f has a number at this point but on neither side of it: its slope does not exist.";
  return "f has no number on one side of this point: it is at the edge of the domain.";
}

/// What is wrong with f itself at this point, in a sentence.
std::string about_nature(const Sampled& sampled, const Curve& f, double x, double here,
                         double given) {
  switch (sampled.nature) {
    case Nature::smooth:
      return "";
    case Nature::jump:
      return "f jumps here, so it has no derivative.";
    case Nature::steep:
      return "f gets steeper without end here, so it has no derivative.";
    case Nature::noisy:
      return fmt::format(
          "f is not smooth at the scale of h: the numerical derivative is only known to within {}.",
          shown(sampled.slope.error, 2));
    case Nature::outside:
      return std::isfinite(here)
               ? about_edge(f, x, given)
               : fmt::format("f is {} at this point: it has no value here.", shown(here));
    case Nature::kink:
      break;
  }
  const auto [low, high] = std::minmax(sampled.below, sampled.above);
  const double room = 1e-6 * std::max(std::abs(low), std::abs(high));
  const auto [below, above, chosen] = told_apart({sampled.below, sampled.above, given}, 4);
  return fmt::format("f has a kink here: its slope is {} from below and {} from above. {} is {}.",
                     without_end(sampled.below, below), without_end(sampled.above, above),
                     chosen.size() < shown(given).size() ? shown(given) : chosen,
                     given >= low - room && given <= high + room ? "a fair choice between the two"
                     : std::isnan(given)                         ? "no slope"
                                                                 : "not between the two");
}

/// Why an entry agrees although its relative error is large.
std::string about_far_off(const GradientEntry& entry, double x, bool method_was_chosen) {
  if (method_was_chosen && x + entry.step == x)
    return "agrees with the derivative; the step is lost beside x: in a double, x + h is x.";
  return method_was_chosen
           ? fmt::format("agrees with the derivative; it is this difference that is {} off.",
                         shown(entry.absolute_error(), 2))
           : "it is too small to be seen beside f, so that its relative error says little.";
}

/// Why a difference that was asked for is no number.
std::string about_difference(double numerical, double h, double x) {
  return fmt::format("with h = {} the difference is {}: {}. Choose a smaller step, such as {}.",
                     shown(h), shown(numerical),
                     std::isfinite(x + h) && std::isfinite(x - h)
                         ? "f has no finite number so far away"
                         : "x + h is too large for a double",
                     shown(usual_step(Method::central, x), 1));
}

Verdict verdict_of(Nature nature) {
  switch (nature) {
    case Nature::smooth:
      return Verdict::agree;
    case Nature::kink:
    case Nature::jump:
    case Nature::steep:
      return Verdict::kink;
    case Nature::noisy:
      return Verdict::noisy;
    case Nature::outside:
      break;
  }
  return Verdict::outside;
}

/// Would f, with this slope, change by more than its own size within the smallest useful step? Then
/// no difference can show the slope.
bool too_steep_to_see(double slope, double x, double here) {
  const double smallest = 1e-10 * std::max(std::abs(x), 1.0);
  return std::abs(slope) * smallest > std::abs(here) + 1;
}

/// One check, at one x.
class Check {
 public:
  Check(const Subject& subject, const std::vector<double>& x, const CheckOptions& options)
      : subject_(subject), x_(x), options_(options), here_(subject.value(x)) {
    report_.given = subject.given;
    report_.method = method_in_words(options);
    report_.tolerance = options.tolerance;
    if (method_of(options)) report_.digits = 12;
    given_ = gradient_of(subject.gradient, "the gradient");
    if (subject.forward) forward_ = gradient_of(subject.forward, "forward mode");
    if (subject.inside && options.projections == 0) inside_ = subject.inside(x);
    may_look_inside_ = inside_ && subject.value_error;
  }

  GradientReport every_entry() && {
    std::vector<double> right;
    for (std::size_t i = 0; i < x_.size(); ++i) {
      Judged found = judged_entry(i);
      report_.entries.push_back(std::move(found.entry));
      right.push_back(found.right);
    }
    std::size_t diagnosed = 0;
    for (std::size_t i = 0; i < x_.size(); ++i)
      if (report_.entries[i].verdict == Verdict::disagree && diagnosed++ < most_diagnosed)
        report_.entries[i].diagnosis = diagnosis(observations(i));
    report_.diagnosis = diagnosis(report_, right, subject_.shape);
    return std::move(report_);
  }

  GradientReport along_directions() && {
    std::mt19937 generator(options_.seed);
    std::vector<double> wrong;  // the first direction that disagrees
    for (std::size_t k = 0; k < options_.projections; ++k) {
      const std::vector<double> direction = random_direction(generator);
      report_.entries.push_back(judged_direction(direction, fmt::format("direction {}", k + 1)));
      if (wrong.empty() && report_.entries.back().verdict == Verdict::disagree) wrong = direction;
    }
    if (!wrong.empty()) search(wrong);
    return std::move(report_);
  }

 private:
  std::vector<double> gradient_of(const Gradient& gradient, std::string_view what) const {
    std::vector<double> result = gradient(x_);
    if (result.size() != x_.size())
      throw Error(fmt::format("{} has {} entries, x has {}", what, result.size(), x_.size()), "",
                  "The gradient of a number has an entry for each entry of x.");
    return result;
  }

  std::string name(std::size_t i) const {
    return i < subject_.names.size() ? subject_.names[i] : fmt::format("x[{}]", i);
  }
  std::optional<double> forward_at(std::size_t i) const {
    return forward_.empty() ? std::nullopt : std::optional(forward_[i]);
  }

  /// An entry with its verdict, and what would be right.
  struct Judged {
    GradientEntry entry;
    double right;
  };
  Judged judged(const Curve& f, double x, double given, std::optional<double> forward,
                std::string name, std::optional<std::size_t> i = {}) const {
    const Sampling sampling{.expected = given,
                            .tolerance = options_.tolerance,
                            .noise = i && may_look_inside_ ? noise_along(*i) : Curve{}};
    const Sampled sampled = sample(f, x, here_, sampling);
    GradientEntry entry{.name = std::move(name),
                        .given = given,
                        .numerical = sampled.slope.value,
                        .forward = forward,
                        .step = sampled.slope.step,
                        .verdict = verdict_of(sampled.nature),
                        .diagnosis = about_nature(sampled, f, x, here_, given)};
    const Known known = known_of(i);
    if (entry.verdict == Verdict::agree)
      compare(entry, sampled.slope, known, x);
    else if (entry.verdict != Verdict::outside && inside_)
      look_inside(entry, f, x, sampled.nature, known, sampling);
    if (entry.verdict == Verdict::disagree && inside_ && inside_->is_smooth)
      look_at_one_side(entry, f, x, options_.tolerance, known, sampling);
    if (entry.verdict == Verdict::noisy && entry.diagnosis.empty())
      entry.diagnosis = "f changes too fast for any difference to show its slope.";
    if (const auto method = method_of(options_)) fill_in(entry, *method, f, x);
    if (entry.verdict == Verdict::agree && entry.relative_error() > options_.tolerance &&
        entry.diagnosis.empty())
      entry.diagnosis = about_far_off(entry, x, method_of(options_).has_value());
    if (entry.verdict == Verdict::kink && inside_) entry.diagnosis += inside_->elsewhere;
    const bool sure = forward && known.forward_error <= options_.tolerance * std::abs(*forward);
    return {std::move(entry), sure ? *forward : sampled.slope.value};
  }

  Judged judged_entry(std::size_t i) const {
    return judged(subject_.curve(x_, i), x_[i], given_[i], forward_at(i), name(i), i);
  }

  /// What is known of the errors of an entry; nothing of a direction.
  struct Known {
    double given_error = 0, forward_error = 0, lost = 0;
  };
  Known known_of(const std::optional<std::size_t>& i) const {
    if (!i || !inside_) return {};
    return {inside_->gradient_errors[*i], inside_->forward_errors[*i], inside_->lost[*i]};
  }

  /// How far off f may be along entry i.
  Curve noise_along(std::size_t i) const { return along_entry(subject_.value_error, x_, i); }

  /// Does forward mode say the same, where there is one?
  static bool is_as_forward(const GradientEntry& entry, const Known& known) {
    return !entry.forward || near(entry.given, *entry.forward, forward_tolerance,
                                  known.given_error + known.forward_error);
  }

  /// Is the given derivative the one that sampling has found?
  void compare(GradientEntry& entry, const Estimate& slope, const Known& known, double x) const {
    const double given = entry.given;
    const bool as_forward = is_as_forward(entry, known);
    const bool as_sampled = near(given, slope.value, options_.tolerance, 4 * slope.error);
    if (as_forward && as_sampled) {
      if (has_lost_digits(given, known) || is_all_rounding(given, known)) round_off(entry, known);
    } else if (near(given, slope.value, 0, 2 * known.given_error + 4 * slope.error) &&
               known.given_error > slope.error) {
      round_off(entry, known);
    } else {
      entry.verdict = as_forward && entry.forward && too_steep_to_see(given, x, here_)
                        ? Verdict::noisy
                        : Verdict::disagree;
    }
  }

  /// Is an entry known to lack more than the tolerance, and to be a number other than 0 with it?
  bool has_lost_digits(double given, const Known& known) const {
    const double right = given + known.lost, doubt = known.given_error - std::abs(known.lost);
    const double rounding = 0x1p-100 * std::abs(known.lost) + 10 * std::abs(doubt);
    return std::abs(known.lost) > options_.tolerance * std::abs(right) &&
           std::abs(right) > rounding && std::abs(right) > 1e-300;
  }

  /// Have both f and an entry nothing left but rounding, although there is a way that keeps it?
  bool is_all_rounding(double given, const Known& known) const {
    constexpr double smallest = 1e-290;  // what is nearer to 0 is as good as 0
    return inside_ && subject_.where_digits_went &&
           inside_->value_error > std::max(std::abs(here_), smallest) &&
           known.given_error > std::max(std::abs(given), smallest) &&
           !subject_.where_digits_went(x_).remedy.empty();
  }

  void round_off(GradientEntry& entry, const Known& known) const {
    entry.verdict = Verdict::rounding;
    entry.diagnosis =
        has_lost_digits(entry.given, known)
            ? fmt::format("rounding has taken {} from it. ", shown(known.lost, 3))
        : known.given_error > options_.tolerance * std::abs(entry.given)
            ? fmt::format("rounding may have moved it by {}. ", shown(known.given_error, 2))
            : "rounding has taken the digits of f, so that no difference shows its slope. ";
    if (!subject_.where_digits_went) return;
    const auto [cause, remedy] = subject_.where_digits_went(x_);
    entry.diagnosis += cause.empty() ? "" : cause + " ";
    entry.diagnosis += remedy.empty()
                         ? "Rearrange the formula so that nearly equal numbers are not "
                           "subtracted, or check at another point."
                         : remedy;
  }

  /// Near a kink only one side shows the slope. Where every operation has a derivative, an entry
  /// agrees if it is the slope on a side, which must be known to `precision`.
  bool look_at_one_side(GradientEntry& entry, const Curve& f, double x, double precision,
                        const Known& known, const Sampling& sampling) const {
    if (!inside_->is_smooth || !entry.forward || !is_as_forward(entry, known)) return false;
    if (inside_->value_error > 1e-8 * std::abs(here_)) return false;  // it is rounding that bends
    const Estimate below = one_sided_slope(f, x, here_, -1, sampling);
    const Estimate above = one_sided_slope(f, x, here_, 1, sampling);
    const double far = 1e-3 * std::max(std::abs(x), 1.0);
    const double steepest =
        std::max({std::abs(below.value), std::abs(above.value), std::abs(f(x + far) - here_) / far,
                  std::abs(f(x - far) - here_) / far});
    for (const Estimate* side : {&below, &above}) {
      if (!(side->error <= precision * steepest) ||
          !near(entry.given, side->value, options_.tolerance, 4 * side->error))
        continue;
      entry.verdict = Verdict::agree;
      entry.numerical = std::abs(side->value) <= side->error ? 0 : side->value;
      entry.step = side->step;
      entry.diagnosis = fmt::format(
          "f bends so near to this point that only the side {} it shows the slope; it is right.",
          side == &below ? "below" : "above");
      return true;
    }
    return false;
  }

  /// What looks broken from outside need not be: each operation may have a derivative here, and a
  /// kink be only near; or what looks like a kink or noise is rounding.
  void look_inside(GradientEntry& entry, const Curve& f, double x, Nature nature,
                   const Known& known, const Sampling& sampling) const {
    if (look_at_one_side(entry, f, x, 1e-4, known, sampling)) return;
    const double given = entry.given;
    if (std::isinf(given) && entry.forward && std::isinf(*entry.forward) &&
        nature != Nature::noisy && (nature == Nature::jump || x != 0)) {
      entry.verdict = Verdict::outside;
      entry.diagnosis = beyond_all_numbers;
      return;
    }
    const double size = std::max(std::abs(given), std::abs(entry.numerical));
    if (known.given_error > options_.tolerance * size ||
        inside_->value_error > 1e-8 * std::abs(here_)) {
      round_off(entry, known);
    } else if (inside_->is_smooth) {
      entry.verdict = Verdict::noisy;
      entry.diagnosis = "";
    }
  }

  /// The numerical column as the options ask for it.
  void fill_in(GradientEntry& entry, Method method, const Curve& f, double x) const {
    const double h = options_.step.value_or(usual_step(method, x));
    entry.step = h;
    if (method == Method::forward) {
      entry.numerical = forward_difference(f, x, h);
    } else if (method == Method::central) {
      entry.numerical = central_difference(f, x, h);
    } else {
      const Tableau tableau = ridders(f, x, h, options_.levels);
      entry.numerical = tableau.best().value;
      entry.tableau = tableau.rows();
    }
    if (entry.verdict == Verdict::agree && !std::isfinite(entry.numerical)) {
      entry.verdict = Verdict::outside;
      entry.diagnosis = about_difference(entry.numerical, h, x);
    }
  }

  // ---- diagnosis

  /// A point, with the whole gradient as it is given and by forward mode.
  struct Point {
    std::vector<double> x, given, forward;
  };

  /// x, and points nearby.
  const std::vector<Point>& points() {
    if (!points_.empty()) return points_;
    points_.push_back({x_, given_, forward_});
    for (std::size_t k = 1; k < points_for_diagnosis; ++k) {
      std::vector<double> there = x_;
      for (std::size_t j = 0; j < there.size(); ++j)
        there[j] +=
            0.03 * std::sin(static_cast<double>(k + 2 * j + 1)) * std::max(std::abs(there[j]), 0.1);
      points_.push_back({there, subject_.gradient(there),
                         subject_.forward ? subject_.forward(there) : std::vector<double>{}});
    }
    return points_;
  }

  /// What entry i is, and what it should be, wherever f is smooth.
  std::vector<Observation> observations(std::size_t i) {
    std::vector<Observation> seen;
    for (const auto& [x, given, forward] : points()) {
      const Sampled sampled =
          sample(subject_.curve(x, i), x[i], subject_.value(x), {.expected = given[i]});
      const double right = forward.empty() ? sampled.slope.value : forward[i];
      if (sampled.nature == Nature::smooth && std::isfinite(right))
        seen.push_back({given[i], right, suspects(x, i, right)});
    }
    return seen;
  }

  /// What the subject suspects, and a factor that is one of the entries of x.
  std::vector<Suspect> suspects(const std::vector<double>& x, std::size_t i, double right) const {
    std::vector<Suspect> all;
    if (subject_.suspects) all = subject_.suspects(x, i);
    for (std::size_t j = 0; j < std::min(x.size(), most_factors); ++j) {
      all.push_back({fmt::format("the factor {} is missing.", name(j)), right / x[j]});
      all.push_back({fmt::format("there is a factor {} too many.", name(j)), right * x[j]});
    }
    return all;
  }

  // ---- projections

  /// Of length 1, each entry with the same weight and a random sign: no entry is overlooked for
  /// being small.
  std::vector<double> random_direction(std::mt19937& generator) const {
    std::vector<double> direction(x_.size());
    const double length = 1 / std::sqrt(static_cast<double>(x_.size()));
    for (double& entry : direction) entry = generator() % 2 == 0 ? length : -length;
    return direction;
  }

  GradientEntry judged_direction(const std::vector<double>& direction, std::string name) const {
    const auto project = [&](const std::vector<double>& gradient) {
      return std::inner_product(gradient.begin(), gradient.end(), direction.begin(), 0.0);
    };
    return judged(along_line(subject_.value, x_, direction), 0, project(given_),
                  forward_.empty() ? std::nullopt : std::optional(project(forward_)),
                  std::move(name))
        .entry;
  }

  /// Finds an entry that is wrong by halves: of two halves of a direction that disagrees, at least
  /// one disagrees. Adds that entry to the report.
  void search(const std::vector<double>& direction) {
    std::size_t first = 0, last = x_.size();
    while (last - first > 1) {
      const std::size_t middle = first + (last - first) / 2;
      const auto off_in = [&](std::size_t from, std::size_t to) {
        std::vector<double> half(x_.size());
        std::copy(direction.begin() + static_cast<std::ptrdiff_t>(from),
                  direction.begin() + static_cast<std::ptrdiff_t>(to),
                  half.begin() + static_cast<std::ptrdiff_t>(from));
        return judged_direction(half, "").absolute_error();
      };
      if (off_in(first, middle) > off_in(middle, last))
        last = middle;
      else
        first = middle;
    }
    GradientEntry entry = judged_entry(first).entry;
    if (entry.verdict == Verdict::disagree) entry.diagnosis = diagnosis(observations(first));
    report_.entries.push_back(std::move(entry));
  }

  const Subject& subject_;
  const std::vector<double>& x_;
  const CheckOptions& options_;
  double here_;
  std::vector<double> given_, forward_;
  std::optional<Inside> inside_;
  bool may_look_inside_ = false;
  std::vector<Point> points_;  // of the diagnosis
  GradientReport report_;
};

}  // namespace

GradientReport check_gradient(const Subject& subject, const std::vector<double>& x,
                              const CheckOptions& options) {
  check_options(options);
  Check check(subject, x, options);
  return options.projections > 0 && !x.empty() ? std::move(check).along_directions()
                                               : std::move(check).every_entry();
}

void require_same_shape(Shape gradient, Shape x) {
  if (gradient == x) return;
  const bool turned = gradient.rows == x.columns && gradient.columns == x.rows;
  const auto said = [](Shape shape) { return fmt::format("{} x {}", shape.rows, shape.columns); };
  throw Error(fmt::format("the gradient is {}, x is {}", said(gradient), said(x)), "",
              turned
                  ? "It is transposed: entry [i][j] of the gradient belongs to entry [i][j] of x."
                  : "The gradient of a number has the shape of x.");
}

}  // namespace stepgrad
