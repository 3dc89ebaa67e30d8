#include <stepgrad/check/gradient.hpp>

#include <algorithm>
#include <cmath>
#include <random>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/check/diagnosis.hpp>
#include <stepgrad/check/judge.hpp>

namespace stepgrad {
namespace {

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

/// One check, at one x.
class Check {
 public:
  Check(const Subject& subject, const std::vector<double>& x, const CheckOptions& options)
      : subject_(subject), x_(x), options_(options), judge_(subject, x, options) {
    report_.given = subject.given;
    report_.method = method_in_words(options);
    report_.tolerance = options.tolerance;
    if (method_of(options)) report_.digits = 12;
  }

  GradientReport every_entry() && {
    std::vector<double> right;
    for (std::size_t i = 0; i < x_.size(); ++i) {
      Judge::Judged found = judge_.entry(i);
      report_.entries.push_back(std::move(found.entry));
      right.push_back(found.right);
    }
    std::size_t diagnosed = 0;
    for (std::size_t i = 0; i < x_.size(); ++i)
      if (report_.entries[i].verdict == Verdict::disagree && diagnosed++ < most_diagnosed)
        report_.entries[i].diagnosis = why_wrong(i);
    report_.diagnosis = diagnosis(report_, right, subject_.shape);
    return std::move(report_);
  }

  GradientReport along_directions() && {
    std::mt19937 generator(options_.seed);
    std::vector<double> wrong;  // the first direction that disagrees
    for (std::size_t k = 0; k < options_.projections; ++k) {
      const std::vector<double> direction = random_direction(generator);
      report_.entries.push_back(judge_.along(direction, fmt::format("direction {}", k + 1)));
      if (wrong.empty() && report_.entries.back().verdict == Verdict::disagree) wrong = direction;
    }
    if (!wrong.empty()) search(wrong);
    return std::move(report_);
  }

 private:
  // ---- diagnosis

  /// A point, with the whole gradient as it is given and by forward mode.
  struct Point {
    std::vector<double> x, given, forward;
  };

  /// x, and points nearby.
  const std::vector<Point>& points() {
    if (!points_.empty()) return points_;
    points_.push_back({x_, judge_.given(), judge_.forward()});
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
          sample(subject_.curves(x)(i), x[i], subject_.value(x), {.expected = given[i]});
      const double right = forward.empty() ? sampled.slope.value : forward[i];
      if (sampled.nature == Nature::smooth && std::isfinite(right))
        seen.push_back({given[i], right, suspects(x, i, right)});
    }
    return seen;
  }

  /// The mistake in an entry, as far as it can be told.
  std::string why_wrong(std::size_t i) {
    const std::string why = diagnosis(observations(i)), where = judge_.where_not_finite();
    if (std::isfinite(judge_.given()[i]) || where.empty()) return why;
    return fmt::format("{} {}", why.empty() ? "it is no finite number." : why, where);
  }

  /// What the subject suspects, and a factor that is one of the entries of x.
  std::vector<Suspect> suspects(const std::vector<double>& x, std::size_t i, double right) const {
    std::vector<Suspect> all;
    if (subject_.suspects) all = subject_.suspects(x, i);
    for (std::size_t j = 0; j < std::min(x.size(), most_factors); ++j) {
      all.push_back({fmt::format("the factor {} is missing.", judge_.name(j)), right / x[j]});
      all.push_back({fmt::format("there is a factor {} too many.", judge_.name(j)), right * x[j]});
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
        return judge_.along(half, "").absolute_error();
      };
      if (off_in(first, middle) > off_in(middle, last))
        last = middle;
      else
        first = middle;
    }
    GradientEntry entry = judge_.entry(first).entry;
    if (entry.verdict == Verdict::disagree) entry.diagnosis = why_wrong(first);
    report_.entries.push_back(std::move(entry));
  }

  const Subject& subject_;
  const std::vector<double>& x_;
  const CheckOptions& options_;
  Judge judge_;
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
