// A descent to play with: optimisers on a function of two numbers that is typed.
//
// Values and gradients are the scalar engine's, the steps those of the optimisers that train networks
// (matrix/optimisers.hpp), and what is said of the rate comes of the Hessian: near a place the
// function is a bowl that is steepest along one of its eigenvectors, and for a bowl it is known which
// rates go down (csci567, "Momentum"; Goh 2017, "Why Momentum Really Works"):
//
//     gradient descent        0 < η < 2 / λ_max,              fastest at η = 2 / (λ_min + λ_max)
//     momentum μ              0 < η < 2 (1 + μ) / λ_max,      fastest at η = (2 / (√λ_min + √λ_max))²,
//                                                             μ = ((√κ - 1) / (√κ + 1))², κ = λ_max / λ_min
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/matrix/optimisers.hpp>
#include <stepgrad/plot/plot.hpp>
#include <stepgrad/scalar/trace.hpp>

namespace stepgrad::playground {

/// A step of the way: where it is, and how high.
struct DescentStep {
  double x, y, height;
};

/// How a way is taken.
struct DescentRules {
  std::string optimiser = "sgd";      // one of `optimisers`
  std::string schedule = "constant";  // one of `schedules`
  double rate = 0.02, momentum = 0.9;
  int steps = 100;
};

class DescentSession {
 public:
  /// Reads a function of two inputs, the first going to the right, the second up. Throws Error as
  /// `parse` does, and for other than two inputs; what was there before stays.
  void read(const std::string& source);
  /// The names of both inputs.
  const std::vector<std::string>& names() const { return names_; }

  double height(double x, double y) const;
  /// The heights at the centres of cells × cells, row after row from the top.
  const std::vector<float>& heights(const Area& area, int cells);
  /// Contour lines at so many levels, which lie closer where it is lower: x and y of each point, and nan
  /// twice where a line ends.
  const std::vector<float>& lines(const Area& area, int levels);

  /// The way down from a place, the place first; it ends early where it is no longer finite. Throws
  /// Error for names that there are not, and numbers that make no sense.
  std::vector<DescentStep> descend(double x, double y, const DescentRules& rules) const;

  /// Both eigenvalues of the Hessian at a place, the lower one first, with the gradient there.
  struct Curvature {
    double height, slope_x, slope_y;
    double xx, xy, yy;        // of the Hessian
    double least, most;       // its eigenvalues
    double along_x, along_y;  // the eigenvector of the larger one, of length 1
  };
  Curvature curvature(double x, double y) const;
  /// What that says of rate and momentum, a sentence each.
  static std::vector<std::string> about(const Curvature& there, double rate, double momentum);

 private:
  Trace trace_at(double x, double y) const;

  Formula formula_;
  std::vector<std::string> names_;
  std::vector<float> heights_, lines_;
};

/// [{"name", "about", "rate"}]: the optimisers that there are, each with its usual rate.
std::string optimiser_choices();

/// A curvature as JSON for the page: {"height", "gradient", "hessian", "eigenvalues", "sentences"}.
std::string as_json(const DescentSession::Curvature& there, double rate, double momentum);

}  // namespace stepgrad::playground
