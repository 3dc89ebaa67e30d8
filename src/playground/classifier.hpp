// A linear classifier to play with, as in CS231n: scores = W x + b of points in the plane, a row of W
// for each class, and a loss that says how wrong they are.
//
// The loss of all is the mean over the points and l2 / 2 · Σ W² (matrix/losses.hpp); a step is one of
// gradient descent. Points can be moved and numbers set, and all that is told follows.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/matrix/graph.hpp>
#include <stepgrad/plot/plot.hpp>

namespace stepgrad::playground {

/// The losses of the points, 1 × points, of scores against targets: 1 at the class, else 0.
struct ClassifierLoss {
  std::string_view name, about;
  Tensor<double> (*each)(Tensor<double> scores, Tensor<double> targets);
};
std::span<const ClassifierLoss> classifier_losses();

class ClassifierSession {
 public:
  static constexpr int most_classes = 5, most_points = 200;

  /// So many points in a cloud for each class, W drawn and b zeros, as the seed has them. Throws Error
  /// for fewer than one point or too many, and for other than 2 to 5 classes.
  void begin(int points, int classes, std::uint64_t seed);
  int classes() const { return static_cast<int>(w_.rows()); }

  // ---- changed by hand: throw Error for places that there are not, and numbers that make no sense

  void set_loss(std::string_view name);
  void set_rules(double rate, double l2);
  void move(std::size_t point, double x, double y);
  void add(double x, double y, int label);
  void remove(std::size_t point);
  /// Entry of W (columns 0 and 1) or b (column 2).
  void set(Index row, Index column, double number);

  /// Steps down the gradient of all points.
  void step(int steps);
  int steps_done() const { return steps_; }

  // ---- what is seen

  /// Of each point x, y, its class, what is said of it, and its loss.
  const std::vector<double>& points();
  /// W and b side by side, row after row; and their gradients.
  const std::vector<double>& numbers();
  const std::vector<double>& gradients();
  /// Of each class the ends of its line w·x + b = 0 in the area, x y x y, and a step along w: dx, dy,
  /// where the score grows; nan where there is no line.
  const std::vector<double>& lines(const Area& area);
  /// The class that is said at the centres of cells × cells, row after row from the top.
  const std::vector<float>& regions(const Area& area, int cells);
  /// {"steps", "sentence", "data_loss", "weight_loss", "loss", "losses": [{"name", "about"}]}.
  std::string standing();
  /// The loss of one point as a formula: its place and its scores.
  std::string formula(std::size_t point) const;

 private:
  struct Judged {
    Eigen::VectorXd losses;
    Matrix<double> scores, dw, db;
    double data_loss, weight_loss;
  };
  Judged judged() const;
  void require_point(std::size_t point) const;

  const ClassifierLoss* loss_ = &classifier_losses().front();
  double rate_ = 0.1, l2_ = 0.1;
  int steps_ = 0;
  std::vector<Plot::Point> places_;
  std::vector<int> labels_;
  Matrix<double> w_, b_;
  std::vector<double> points_, numbers_, gradients_, lines_;
  std::vector<float> regions_;
};

}  // namespace stepgrad::playground
