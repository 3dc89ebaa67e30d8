// The gradient check: a gradient that somebody has worked out, entry by entry beside one that takes
// no thought, and a verdict on each.
//
//   check_gradient(f, gradient_of_f, x)            a function and its gradient, written by hand
//   check_gradient(f, x)                           a function of Values; differentiable.hpp
//   check_formula(formula, numbers)                a formula; differentiable.hpp
//   REQUIRE_THAT(f, has_correct_gradient_at(x))    in tests of your own; catch2.hpp
//
// x is a number, a vector or a matrix (entries.hpp).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <stepgrad/check/entries.hpp>
#include <stepgrad/check/numerical.hpp>
#include <stepgrad/check/report.hpp>

namespace stepgrad {

/// How it is checked.
struct CheckOptions {
  double tolerance = 1e-6;            // the largest relative error that agrees
  std::optional<Method> method = {};  // of the numerical column; without one the kit takes care
  std::optional<double> step = {};    // its h; without one usual_step
  std::size_t levels = 6;             // of Method::ridders
  std::size_t projections = 0;        // so many random directions instead of every entry
  std::uint32_t seed = 1;             // of the directions
};

/// From a vector to a vector as long.
using Gradient = std::function<std::vector<double>(const std::vector<double>&)>;

/// A mistake that may have been made, and what the entry would be then.
struct Suspect {
  std::string mistake;
  double value;
};

/// What is known of an entry of the gradient by one who knows what f is made of.
struct Known {
  bool is_smooth = false;           // has every operation on its ways to f a derivative here?
  std::set<std::string> elsewhere;  // what other libraries take at the kinks there, in sentences
  double given_error = 0;           // how far off the given gradient may be,
  double forward_error = 0;         // and that of forward mode
  double lost = 0;                  // what the given gradient is known to lack
};

/// The same of f at x.
struct Inside {
  double value_error = 0;  // how far off f(x) may be
  std::string not_finite;  // where numbers stop being finite, in a sentence, or ""
  std::vector<Known> entries;
};

/// Where digits went, in a sentence, and what to write instead, in another; either may be "".
struct LostDigits {
  std::string cause, remedy;
};

/// A function of a vector, with the gradient that is to be checked.
struct Subject {
  Function value;
  Gradient gradient;
  std::string given = "yours";     // the head of its column
  Gradient forward = {};           // the same by forward mode, where that can be had
  std::vector<std::string> names;  // of the entries
  Shape shape;                     // of x, whose entries come row by row

  /// f along each entry from x, as along_entry has it, where that can be had faster; may be empty.
  std::function<Curves(const std::vector<double>& x)> along = {};

  /// The same, the faster way where there is one.
  Curves curves(const std::vector<double>& x) const {
    if (along) return along(x);
    return [f = value, x](std::size_t i) { return along_entry(f, x, i); };
  }

  /// What rounding does to f and its gradient, where that is known (rounding.hpp): all of it at x;
  /// how far off the value is, anywhere; and where the digits went, in words. All may be empty.
  std::function<Inside(const std::vector<double>& x)> inside = {};
  Function value_error = {};
  std::function<LostDigits(const std::vector<double>& x)> where_digits_went = {};

  /// Mistakes in entry i that one can think of who knows how f is made; may be empty. The same
  /// mistakes in the same order for every x.
  std::function<std::vector<Suspect>(const std::vector<double>& x, std::size_t i)> suspects = {};
};

/// Checks the gradient at x.
///
/// Verdicts come from a derivative that is extrapolated to h = 0 and knows its own error
/// (smoothness.hpp), also where the options have the numerical column made in another way. An entry
/// agrees if |given - numerical| ≤ tolerance·max(|given|, |numerical|) + 4·error, and if forward
/// mode, where there is one, says the same within 1e-8. Where rounding may have done what differs,
/// or is known to have taken more than the tolerance from an entry, the verdict is rounding.
///
/// With projections, gradient · d is compared with the slope of f along d, for random directions d
/// of length 1; a wrong entry is then searched for by halves. So a million inputs take a few
/// dozen evaluations instead of millions. An error is overlooked only if it is orthogonal to every
/// d.
///
/// Throws Error if the gradient has not as many entries as x, or an option cannot be used.
GradientReport check_gradient(const Subject& subject, const std::vector<double>& x,
                              const CheckOptions& options = {});

/// Throws Error that names both shapes if they differ.
void require_same_shape(Shape gradient, Shape x);

/// f and its gradient at points of the shape of x, as functions of a vector.
template <class F, class G, class X>
Subject subject_by_hand(F f, G gradient, const X& x) {
  return {.value =
              [f, x](const std::vector<double>& numbers) mutable {
                return static_cast<double>(f(with_entries(x, numbers)));
              },
          .gradient =
              [gradient, x](const std::vector<double>& numbers) mutable {
                const auto result = gradient(with_entries(x, numbers));
                require_same_shape(shape(result), shape(x));
                return entries(result);
              },
          .names = entry_names(x),
          .shape = shape(x)};
}

/// A function and its gradient, both written by hand; the gradient has the shape of x. Throws Error
/// if it has not.
template <class F, class G, Enterable X>
GradientReport check_gradient(F f, G gradient, const X& x, const CheckOptions& options = {}) {
  return check_gradient(subject_by_hand(std::move(f), std::move(gradient), x), entries(x), options);
}

}  // namespace stepgrad
