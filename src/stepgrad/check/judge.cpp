#include <stepgrad/check/judge.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/check/remarks.hpp>

namespace stepgrad {
namespace {

bool near(double a, double b, double relative, double absolute = 0) {
  return std::abs(a - b) <= relative * std::max(std::abs(a), std::abs(b)) + absolute;
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

/// Does forward mode say the same, where there is one?
bool is_as_forward(const GradientEntry& entry, const Known& known) {
  constexpr double tolerance = 1e-8;
  return !entry.forward ||
         near(entry.given, *entry.forward, tolerance, known.given_error + known.forward_error);
}

double product(const std::vector<double>& gradient, const std::vector<double>& direction) {
  return std::inner_product(gradient.begin(), gradient.end(), direction.begin(), 0.0);
}

}  // namespace

std::optional<Method> method_of(const CheckOptions& options) {
  if (!options.method && options.step) return Method::central;
  return options.method;
}

Judge::Judge(const Subject& subject, const std::vector<double>& x, const CheckOptions& options)
    : subject_(subject),
      x_(x),
      options_(options),
      here_(subject.value(x)),
      curves_(subject.curves(x)) {
  given_ = gradient_of(subject.gradient, "the gradient");
  if (subject.forward) forward_ = gradient_of(subject.forward, "forward mode");
  if (subject.inside) inside_ = subject.inside(x);
}

std::vector<double> Judge::gradient_of(const Gradient& gradient, std::string_view what) const {
  std::vector<double> result = gradient(x_);
  if (result.size() != x_.size())
    throw Error(fmt::format("{} has {} entries, x has {}", what, result.size(), x_.size()), "",
                "The gradient of a number has an entry for each entry of x.");
  return result;
}

std::string Judge::name(std::size_t i) const {
  return i < subject_.names.size() ? subject_.names[i] : fmt::format("x[{}]", i);
}

Sampling Judge::sampling(double given, Curve noise) const {
  return {.expected = given, .tolerance = options_.tolerance, .noise = std::move(noise)};
}

/// What f may be off by along an entry. It is seldom asked for, and x may be long: so nothing is
/// copied yet.
Curve Judge::noise_along(std::size_t i) const {
  return [this, i](double t) { return along_entry(subject_.value_error, x_, i)(t); };
}

Judge::Judged Judge::entry(std::size_t i) const {
  const bool knows_noise = inside_ && subject_.value_error;
  return judged({.f = curves_(i),
                 .x = x_[i],
                 .given = given_[i],
                 .forward = forward_.empty() ? std::nullopt : std::optional(forward_[i]),
                 .known = inside_ ? inside_->entries[i] : Known{},
                 .sampling = sampling(given_[i], knows_noise ? noise_along(i) : Curve{})},
                name(i));
}

GradientEntry Judge::along(const std::vector<double>& direction, std::string name) const {
  const bool knows_noise = inside_ && subject_.value_error;
  const double given = product(given_, direction);
  return judged(
             {.f = along_line(subject_.value, x_, direction),
              .x = 0,
              .given = given,
              .forward =
                  forward_.empty() ? std::nullopt : std::optional(product(forward_, direction)),
              .known = known_along(direction),
              .sampling = sampling(
                  given, knows_noise ? along_line(subject_.value_error, x_, direction) : Curve{})},
             std::move(name))
      .entry;
}

/// What is known of gradient · direction: of each entry as much as the direction takes of it.
Known Judge::known_along(const std::vector<double>& direction) const {
  Known all;
  if (!inside_) return all;
  all.is_smooth = true;
  for (std::size_t i = 0; i < direction.size(); ++i) {
    const Known& entry = inside_->entries[i];
    const double part = direction[i];
    if (part == 0) continue;
    all.is_smooth = all.is_smooth && entry.is_smooth;
    all.elsewhere.insert(entry.elsewhere.begin(), entry.elsewhere.end());
    all.given_error += std::abs(part) * entry.given_error;
    all.forward_error += std::abs(part) * entry.forward_error;
    all.lost += part * entry.lost;
  }
  return all;
}

Judge::Judged Judge::judged(const Line& line, std::string name) const {
  const Sampled sampled = sample(line.f, line.x, here_, line.sampling);
  GradientEntry entry{.name = std::move(name),
                      .given = line.given,
                      .numerical = sampled.slope.value,
                      .forward = line.forward,
                      .step = sampled.slope.step,
                      .verdict = verdict_of(sampled.nature),
                      .diagnosis = about_nature(sampled, line.f, line.x, here_, line.given)};
  if (entry.verdict == Verdict::agree)
    compare(entry, sampled.slope, line);
  else if (entry.verdict != Verdict::outside && inside_)
    look_inside(entry, sampled.nature, line);
  if (entry.verdict == Verdict::disagree) look_at_one_side(entry, options_.tolerance, line);
  if (entry.verdict == Verdict::noisy && entry.diagnosis.empty())
    entry.diagnosis = "f changes too fast for any difference to show its slope.";
  if (const std::string where = where_not_finite(); !where.empty())
    if (!std::isfinite(here_) || (entry.verdict == Verdict::kink && std::isnan(line.given)))
      entry.diagnosis += " " + where;
  const auto method = method_of(options_);
  if (method) fill_in(entry, *method, line);
  if (entry.verdict == Verdict::agree && entry.relative_error() > options_.tolerance &&
      entry.diagnosis.empty())
    entry.diagnosis = about_far_off(entry, line.x, method.has_value());
  if (entry.verdict == Verdict::kink)
    for (const std::string& sentence : line.known.elsewhere) entry.diagnosis += " " + sentence;
  const bool sure =
      line.forward && line.known.forward_error <= options_.tolerance * std::abs(*line.forward);
  return {std::move(entry), sure ? *line.forward : sampled.slope.value};
}

/// Is the given derivative the one that sampling has found?
void Judge::compare(GradientEntry& entry, const Estimate& slope, const Line& line) const {
  const double given = line.given, given_error = line.known.given_error;
  const bool as_forward = is_as_forward(entry, line.known);
  const bool as_sampled = near(given, slope.value, options_.tolerance, 4 * slope.error);
  if (as_forward && as_sampled) {
    if (has_lost_digits(line) || is_rounding(line)) round_off(entry, line);
  } else if (near(given, slope.value, 0, 2 * given_error + 4 * slope.error) &&
             given_error > slope.error) {
    round_off(entry, line);
  } else {
    entry.verdict = as_forward && entry.forward && too_steep_to_see(given, line.x, here_)
                      ? Verdict::noisy
                      : Verdict::disagree;
  }
}

/// What looks broken from outside need not be: each operation may have a derivative here, and a
/// kink be only near; or what looks like a kink or noise is rounding.
void Judge::look_inside(GradientEntry& entry, Nature nature, const Line& line) const {
  if (look_at_one_side(entry, 1e-4, line)) return;
  const double given = line.given;
  if (std::isinf(given) && entry.forward && std::isinf(*entry.forward) && nature != Nature::noisy &&
      (nature == Nature::jump || line.x != 0)) {
    entry.verdict = Verdict::outside;
    entry.diagnosis = beyond_all_numbers;
    return;
  }
  const double size = std::max(std::abs(given), std::abs(entry.numerical));
  if (line.known.given_error > options_.tolerance * size ||
      inside_->value_error > 1e-8 * std::abs(here_)) {
    round_off(entry, line);
  } else if (line.known.is_smooth) {
    entry.verdict = Verdict::noisy;
    entry.diagnosis = "";
  }
}

/// Near a kink only one side shows the slope. Where every operation has a derivative, an entry
/// agrees if it is the slope on a side, which must be known to `precision`.
bool Judge::look_at_one_side(GradientEntry& entry, double precision, const Line& line) const {
  if (!line.known.is_smooth || !entry.forward || !is_as_forward(entry, line.known)) return false;
  if (inside_->value_error > 1e-8 * std::abs(here_)) return false;  // it is rounding that bends
  const Curve& f = line.f;
  const double x = line.x;
  const Estimate below = one_sided_slope(f, x, here_, -1, line.sampling);
  const Estimate above = one_sided_slope(f, x, here_, 1, line.sampling);
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

/// The numerical column as the options ask for it.
void Judge::fill_in(GradientEntry& entry, Method method, const Line& line) const {
  const double h = options_.step.value_or(usual_step(method, line.x));
  entry.step = h;
  if (method == Method::forward) {
    entry.numerical = forward_difference(line.f, line.x, h);
  } else if (method == Method::central) {
    entry.numerical = central_difference(line.f, line.x, h);
  } else {
    const Tableau tableau = ridders(line.f, line.x, h, options_.levels);
    entry.numerical = tableau.best().value;
    entry.tableau = tableau.rows();
  }
  if (entry.verdict == Verdict::agree && !std::isfinite(entry.numerical)) {
    entry.verdict = Verdict::outside;
    entry.diagnosis = about_difference(entry.numerical, h, line.x);
  }
}

// ---- rounding

/// Is an entry known to lack more than the tolerance, and to be a number other than 0 with it?
bool Judge::has_lost_digits(const Line& line) const {
  const double lost = line.known.lost;
  const double right = line.given + lost, doubt = line.known.given_error - std::abs(lost);
  const double rounding = 0x1p-100 * std::abs(lost) + 10 * std::abs(doubt);
  return std::abs(lost) > options_.tolerance * std::abs(right) && std::abs(right) > rounding &&
         std::abs(right) > 1e-300;
}

/// May both f and an entry have lost more than the tolerance to rounding? Then that they agree says
/// nothing.
bool Judge::is_rounding(const Line& line) const {
  constexpr double smallest = 1e-290;  // what is nearer to 0 is as good as 0
  const auto is_lost = [&](double error, double number) {
    return error > std::max(options_.tolerance * std::abs(number), smallest);
  };
  return inside_ && is_lost(inside_->value_error, here_) &&
         is_lost(line.known.given_error, line.given);
}

void Judge::round_off(GradientEntry& entry, const Line& line) const {
  const Known& known = line.known;
  entry.verdict = Verdict::rounding;
  entry.diagnosis =
      has_lost_digits(line) ? fmt::format("rounding has taken {} from it. ", shown(known.lost, 3))
      : known.given_error > options_.tolerance * std::abs(entry.given)
          ? fmt::format("rounding may have moved it by {}. ", shown(known.given_error, 2))
          : "rounding has taken the digits of f, so that no difference shows its slope. ";
  if (!subject_.where_digits_went) return;
  const auto [cause, remedy] = subject_.where_digits_went(x_);
  entry.diagnosis += cause.empty() ? "" : cause + " ";
  entry.diagnosis += remedy.empty() ? "Rearrange the formula so that nearly equal numbers are not "
                                      "subtracted, or check at another point."
                                    : remedy;
}

}  // namespace stepgrad
