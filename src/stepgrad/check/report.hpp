// The report of a gradient check: plain data, and the table that people read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stepgrad {

/// What is said of an entry, from good to bad.
enum class Verdict {
  agree,     // within the tolerance, and what the numerical derivative may itself be off by
  kink,      // there is no derivative: the slopes on the two sides differ
  noisy,     // f is not smooth at the scale of h, so no numerical derivative can be trusted
  rounding,  // f or its backward pass has lost the digits that would tell
  outside,   // f cannot be computed here, or not on both sides
  disagree,  // it is not the derivative
};

/// "agree", "kink", "noisy", "rounding", "outside" or "disagree".
std::string_view name_of(Verdict verdict);

/// The same as it is said of an entry: "agrees", "DISAGREES".
std::string in_words(Verdict verdict);

/// One entry of the gradient, judged.
struct GradientEntry {
  std::string name;               // x; or x[2], x[0][1]
  double given;                   // the one that is checked
  double numerical;               // the one that it is checked with
  std::optional<double> forward;  // by forward mode, where f can be run with Duals
  double step;                    // h of the numerical one; the smallest, if several went into it
  Verdict verdict;
  std::string diagnosis;                          // why, in a sentence; or ""
  std::vector<std::vector<double>> tableau = {};  // where extrapolation was asked for

  double absolute_error() const;  // |given - numerical|
  double relative_error()
      const;  // |given - numerical| / max(|given|, |numerical|); 0 if both are 0
};

/// The whole check.
struct GradientReport {
  std::string given;                   // what is checked: "reverse", "yours"
  std::string method;                  // how the numerical column was made
  double tolerance = 0;                // the largest relative error that agrees
  int digits = 7;                      // how many of a numerical derivative are worth a look
  std::vector<GradientEntry> entries;  // in the order of x
  std::string diagnosis;               // of all of them together, or ""

  /// Takes over the entries of another report, made in the same way.
  void join(GradientReport other);

  Verdict verdict() const;  // the worst of all; agree if there are no entries
  double max_relative_error() const;
};

/// A relative error in words, in bands as the notes of CS231n draw them: "happy" up to 1e-7, "fine
/// where there are kinks" up to 1e-4, "suspicious" up to 1e-2, else "almost surely wrong".
std::string_view band(double relative_error);

/// The table of the report, for whoever sets it otherwise: its heads, and a row for each entry, the
/// worst first.
std::vector<std::vector<std::string>> cells_of(const GradientReport& report);

/// What the report says of all entries, and why those that are wrong are so, where that is known: a
/// sentence or more each.
std::vector<std::string> findings_of(const GradientReport& report);

/// The report for people: a table with the worst entry first, what the numbers mean, and why
/// something is wrong, where that is known. At most `most` entries are shown; with `color`,
/// verdicts are coloured.
std::string as_text(const GradientReport& report, bool color = false, std::size_t most = 40);

}  // namespace stepgrad
