// One entry of a gradient, judged: the number that is given beside the one that sampling finds and,
// of a function that is known from inside, beside what kinks and rounding may have done to both.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <stepgrad/check/gradient.hpp>
#include <stepgrad/check/smoothness.hpp>

namespace stepgrad {

/// The method that makes the numerical column, if one is asked for. A step alone means the central
/// difference.
std::optional<Method> method_of(const CheckOptions& options);

/// Judges a gradient at one point; all three must outlive it.
class Judge {
 public:
  /// Works out the gradients. Throws Error if one has not as many entries as x.
  Judge(const Subject& subject, const std::vector<double>& x, const CheckOptions& options);

  /// An entry with its verdict, and what would be right.
  struct Judged {
    GradientEntry entry;
    double right;
  };
  Judged entry(std::size_t i) const;

  /// gradient · direction, beside the slope of f along it.
  GradientEntry along(const std::vector<double>& direction, std::string name) const;

  std::string name(std::size_t i) const;
  const std::vector<double>& given() const { return given_; }
  const std::vector<double>& forward() const { return forward_; }  // empty if it cannot be had
  /// Where numbers stop being finite, in a sentence; "" if nowhere, or if that is not known.
  std::string where_not_finite() const { return inside_ ? inside_->not_finite : ""; }

 private:
  /// A way through x on which f has a slope, that of `given`.
  struct Line {
    Curve f;
    double x;  // where on it
    double given;
    std::optional<double> forward;
    Known known;
    Sampling sampling;
  };

  std::vector<double> gradient_of(const Gradient& gradient, std::string_view what) const;
  Sampling sampling(double given, Curve noise) const;
  Curve noise_along(std::size_t i) const;
  Known known_along(const std::vector<double>& direction) const;

  Judged judged(const Line& line, std::string name) const;
  void compare(GradientEntry& entry, const Estimate& slope, const Line& line) const;
  void look_inside(GradientEntry& entry, Nature nature, const Line& line) const;
  bool look_at_one_side(GradientEntry& entry, double precision, const Line& line) const;
  void fill_in(GradientEntry& entry, Method method, const Line& line) const;

  bool has_lost_digits(const Line& line) const;
  bool is_rounding(const Line& line) const;
  void round_off(GradientEntry& entry, const Line& line) const;

  const Subject& subject_;
  const std::vector<double>& x_;
  const CheckOptions& options_;
  double here_;  // f(x)
  Curves curves_;
  std::vector<double> given_, forward_;
  std::optional<Inside> inside_;
};

}  // namespace stepgrad
