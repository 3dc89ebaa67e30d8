#include <stepgrad/check/diagnosis.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>

namespace stepgrad {
namespace {

bool same(double a, double b) {
  return std::abs(a - b) <= 1e-5 * std::max(std::abs(a), std::abs(b)) || a == b;
}

bool is_whole(double number) { return number >= 1.5 && same(number, std::round(number)); }

/// What all entries have in common that maps `right` to `given`: their ratio.
std::optional<double> common_ratio(const std::vector<Observation>& observations) {
  std::optional<double> ratio;
  for (const Observation& seen : observations) {
    if (seen.right == 0) {
      if (seen.given != 0) return std::nullopt;
      continue;
    }
    const double here = seen.given / seen.right;
    if (!std::isfinite(here) || (ratio && !same(*ratio, here))) return std::nullopt;
    ratio = here;
  }
  return ratio;
}

/// The right number varies from point to point, so that what stays the same means something.
bool varies(const std::vector<Observation>& observations) {
  const double first = observations[0].right;
  return std::ranges::any_of(observations, [&](const Observation& seen) {
    return std::abs(seen.right - first) > 1e-3 * std::abs(first);
  });
}

/// "3 times", "a third of", "-2 times", "0.37 times"; "" for a ratio that tells nothing.
std::string times(double ratio, bool any) {
  const double size = std::abs(ratio);
  if (is_whole(size)) return fmt::format("{} times", shown(std::round(ratio)));
  if (is_whole(1 / size) && size > 0)
    return fmt::format("{}1/{} of", ratio < 0 ? "-" : "", shown(std::round(1 / size)));
  return any ? fmt::format("{} times", shown(ratio)) : "";
}

std::string of_ratio(const std::vector<Observation>& observations) {
  const std::optional<double> ratio = common_ratio(observations);
  if (!ratio || same(*ratio, 1)) return "";
  const std::string factor = times(*ratio, varies(observations));
  if (factor.empty()) return "";
  return fmt::format("it is {} what is right: off by a factor of {}{}", factor, shown(*ratio),
                     *ratio < 0 ? ", the sign with it." : ".");
}

std::string of_difference(const std::vector<Observation>& observations) {
  const double difference = observations[0].given - observations[0].right;
  const bool always = std::ranges::all_of(observations, [&](const Observation& seen) {
    return same(seen.given - seen.right, difference);
  });
  if (!always || observations.size() < 2 || !varies(observations)) return "";
  if (same(observations[0].given, observations[0].right)) return "";
  return fmt::format("it is too {} by {} wherever you look: a term {}.",
                     difference > 0 ? "large" : "small", shown(std::abs(difference)),
                     difference > 0 ? "too many" : "is missing");
}

/// The first of the suspects that explains all. A mistake that would change nothing (a factor of 1
/// that is missing, a share of 0) explains nothing.
std::string of_suspects(const std::vector<Observation>& observations) {
  for (std::size_t k = 0; k < observations[0].suspects.size(); ++k) {
    if (same(observations[0].suspects[k].value, observations[0].right)) continue;
    const bool explains = std::ranges::all_of(observations, [&](const Observation& seen) {
      return k < seen.suspects.size() && same(seen.given, seen.suspects[k].value);
    });
    if (explains) return observations[0].suspects[k].mistake;
  }
  return "";
}

}  // namespace

std::string diagnosis(const std::vector<Observation>& observations) {
  const auto all = [&](auto&& holds) { return std::ranges::all_of(observations, holds); };
  if (observations.empty()) return "";
  if (!std::isfinite(observations[0].given))
    return fmt::format("it is {}, although the function is smooth here.",
                       shown(observations[0].given));
  if (all([](const Observation& seen) { return seen.given == 0; }))
    return "it is zero: no gradient arrives here.";
  if (all([](const Observation& seen) { return same(seen.given, -seen.right); }))
    return "the sign is flipped.";
  for (const auto& pattern : {of_suspects, of_ratio, of_difference})
    if (std::string sentence = pattern(observations); !sentence.empty()) return sentence;
  return "";
}

namespace {

using Wrong = std::vector<std::size_t>;

/// The observations of some entries, at the point of the report.
std::vector<Observation> observed(const GradientReport& report, const std::vector<double>& right,
                                  const Wrong& which) {
  std::vector<Observation> all;
  for (const std::size_t i : which) all.push_back({report.entries[i].given, right[i], {}});
  return all;
}

/// Is what was given for each entry right for another one?
template <class Other>
bool belongs_to(const GradientReport& report, const std::vector<double>& right, Other&& other) {
  for (std::size_t i = 0; i < right.size(); ++i)
    if (!same(report.entries[i].given, right[other(i)])) return false;
  return true;
}

std::string of_places(const GradientReport& report, const std::vector<double>& right,
                      const Wrong& wrong, Shape shape) {
  const std::size_t size = shape.columns;
  const auto transposed = [size](std::size_t i) { return i % size * size + i / size; };
  if (size > 1 && shape.rows == size && belongs_to(report, right, transposed))
    return "It is transposed: each entry [i][j] holds what belongs to [j][i].";
  const auto exchanged = [&](std::size_t i) {
    return i == wrong[0] ? wrong[1] : i == wrong[1] ? wrong[0] : i;
  };
  if (wrong.size() == 2 && belongs_to(report, right, exchanged))
    return fmt::format("{} and {} are exchanged.", report.entries[wrong[0]].name,
                       report.entries[wrong[1]].name);
  return "";
}

/// Only what has a shape is a sum over data: the inputs of a formula have none.
std::string of_common_factor(const std::vector<Observation>& observations, Shape shape) {
  const std::optional<double> ratio = common_ratio(observations);
  if (!ratio || same(*ratio, 1)) return "";
  if (same(*ratio, -1)) return "The sign is flipped in all of them.";
  const std::string factor = times(*ratio, observations.size() > 2);
  if (factor.empty()) return "";
  const double size = std::abs(*ratio);
  const bool data = shape.rows * shape.columns > 1;
  const std::string question =
      same(size, 2)                ? ": is a factor of 2 too many, or was backward run twice?"
      : data && is_whole(size)     ? ": is a sum taken where a mean over the batch is meant?"
      : same(size, 0.5)            ? ": is a factor of 2 missing?"
      : data && is_whole(1 / size) ? ": is it divided by the size of the batch once too often?"
                                   : ".";
  return fmt::format("They are all {} what is right{}", factor, question);
}

/// A factor for each row of a matrix, or for each column: what multiplies a whole row on its way
/// back is the slope of an elementwise function.
std::string of_factors_by_line(const GradientReport& report, const std::vector<double>& right,
                               Shape shape) {
  if (shape.rows < 2 || shape.columns < 2) return "";
  const auto each_has_one = [&](std::size_t lines, std::size_t length, std::size_t step,
                                std::size_t next) {
    for (std::size_t line = 0; line < lines; ++line) {
      Wrong entries;
      for (std::size_t k = 0; k < length; ++k) entries.push_back(line * next + k * step);
      if (!common_ratio(observed(report, right, entries))) return false;
    }
    return true;
  };
  const bool by_row = each_has_one(shape.rows, shape.columns, 1, shape.columns);
  if (!by_row && !each_has_one(shape.columns, shape.rows, shape.columns, 1)) return "";
  return fmt::format(
      "Each {} is off by a factor of its own: is the slope of an elementwise function missing, "
      "or taken at the wrong place?",
      by_row ? "row" : "column");
}

}  // namespace

std::string diagnosis(const GradientReport& report, const std::vector<double>& right, Shape shape) {
  Wrong wrong;
  for (std::size_t i = 0; i < report.entries.size(); ++i)
    if (report.entries[i].verdict == Verdict::disagree) wrong.push_back(i);
  if (wrong.size() < 2) return "";
  if (std::ranges::all_of(report.entries, [](const auto& entry) { return entry.given == 0; }))
    return "It is zero everywhere: "
           "is the gradient read before the backward pass, or cleared after it?";
  if (std::string sentence = of_places(report, right, wrong, shape); !sentence.empty())
    return sentence;
  const std::string factor = of_common_factor(observed(report, right, wrong), shape);
  return factor.empty() ? of_factors_by_line(report, right, shape) : factor;
}

}  // namespace stepgrad
