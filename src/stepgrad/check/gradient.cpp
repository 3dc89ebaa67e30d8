#include <stepgrad/check/gradient.hpp>

#include <algorithm>
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

std::string side(double slope) { return std::abs(slope) > 1e6 ? "without end" : shown(slope, 4); }

/// What is wrong with f itself at this point, in a sentence.
std::string about_nature(const Sampled& sampled, double here, double given) {
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
               ? "f has no number on one side of this point: it is at the edge of the domain."
               : fmt::format("f is {} at this point: it has no value here.", shown(here));
    case Nature::kink:
      break;
  }
  const auto [low, high] = std::minmax(sampled.below, sampled.above);
  const double room = 1e-6 * std::max(std::abs(low), std::abs(high));
  return fmt::format("f has a kink here: its slope is {} from below and {} from above. {} is {}.",
                     side(sampled.below), side(sampled.above), shown(given),
                     given >= low - room && given <= high + room ? "a fair choice between the two"
                                                                 : "not between the two");
}

/// Why an entry agrees although its relative error is large.
std::string about_far_off(const GradientEntry& entry, bool method_was_chosen) {
  return method_was_chosen
           ? fmt::format("agrees with the derivative; it is this difference that is {} off.",
                         shown(entry.absolute_error(), 2))
           : "it is too small to be seen beside f, so that its relative error says little.";
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

bool near(double a, double b, double relative, double absolute = 0) {
  return std::abs(a - b) <= relative * std::max(std::abs(a), std::abs(b)) + absolute;
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
                std::string name) const {
    const Sampled sampled =
        sample(f, x, here_, {.expected = given, .tolerance = options_.tolerance});
    GradientEntry entry{.name = std::move(name),
                        .given = given,
                        .numerical = sampled.slope.value,
                        .forward = forward,
                        .step = sampled.slope.step,
                        .verdict = verdict_of(sampled.nature),
                        .diagnosis = about_nature(sampled, here_, given)};
    if (entry.verdict == Verdict::agree) entry.verdict = compare(sampled.slope, given, forward, x);
    if (entry.verdict == Verdict::noisy && entry.diagnosis.empty())
      entry.diagnosis = "f changes too fast for any difference to show its slope.";
    if (const auto method = method_of(options_)) fill_in(entry, *method, f, x);
    if (entry.verdict == Verdict::agree && entry.relative_error() > options_.tolerance)
      entry.diagnosis = about_far_off(entry, method_of(options_).has_value());
    return {std::move(entry), forward ? *forward : sampled.slope.value};
  }

  Judged judged_entry(std::size_t i) const {
    return judged(subject_.curve(x_, i), x_[i], given_[i], forward_at(i), name(i));
  }

  /// Is the given derivative the one that sampling has found?
  Verdict compare(const Estimate& slope, double given, const std::optional<double>& forward,
                  double x) const {
    if (forward && !near(given, *forward, forward_tolerance)) return Verdict::disagree;
    if (near(given, slope.value, options_.tolerance, 4 * slope.error)) return Verdict::agree;
    return forward && too_steep_to_see(given, x, here_) ? Verdict::noisy : Verdict::disagree;
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
