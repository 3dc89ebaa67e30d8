#include "playground/classifier.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/base/table.hpp>
#include <stepgrad/matrix/functions.hpp>
#include <stepgrad/plot/decision_regions.hpp>
#include <stepgrad/story/json.hpp>

namespace stepgrad::playground {
namespace {

constexpr double furthest = 1e6;

/// Of one-versus-all: each score on its own, which is to be 1 or more for the class, else -1 or less.
Tensor<double> each_one_versus_all(Tensor<double> scores, Tensor<double> targets) {
  return column_sums(relu(1.0 - (2.0 * targets - 1.0) * scores));
}

const std::array<ClassifierLoss, 3> all_losses{{
    {"softmax", "-log P of the class, P being the softmax of the scores",
     loss_named("cross_entropy").each<double>()},
    {"svm", "the sum of max(0, score - that of the class + 1) over the other classes",
     loss_named("hinge").each<double>()},
    {"one-versus-all",
     "of each score max(0, 1 - score) for the class, max(0, 1 + score) for others",
     each_one_versus_all},
}};

/// Throws Error unless |number| <= 1e6.
void require_finite(double number) {
  if (!(std::abs(number) <= furthest))
    throw Error(fmt::format("{} cannot stand here", shown(number)), "",
                "Write a number from -1e6 to 1e6.");
}

}  // namespace

std::span<const ClassifierLoss> classifier_losses() { return all_losses; }

void ClassifierSession::begin(int points, int classes, std::uint64_t seed) {
  if (points < 1 || points > most_points)
    throw Error(fmt::format("{} points", points), "",
                fmt::format("Choose from 1 to {}.", most_points));
  if (classes < 2 || classes > most_classes)
    throw Error(fmt::format("{} classes", classes), "",
                fmt::format("Choose from 2 to {}.", most_classes));
  Random random(seed);
  places_.clear();
  labels_.clear();
  for (int i = 0; i < points; ++i) {  // around the corners of a polygon
    const int label = i % classes;
    const double turn = 2 * std::numbers::pi * label / classes;
    const double x = 2 * std::sin(turn) + 0.6 * random.normal();
    places_.push_back({x, 2 * std::cos(turn) + 0.6 * random.normal()});
    labels_.push_back(label);
  }
  w_.resize(classes, 2);
  for (double& number : w_.reshaped()) number = random.normal();
  b_ = Matrix<double>::Zero(classes, 1);
  steps_ = 0;
}

void ClassifierSession::set_loss(std::string_view name) {
  loss_ = &row_named(all_losses, "loss", name);
}

void ClassifierSession::set_rules(double rate, double l2) {
  if (!(rate > 0 && rate <= furthest) || !(l2 >= 0 && l2 <= furthest))
    throw Error("the rate and l2 are from 0 to 1e6", "", "Try a rate of 0.1 and an l2 of 0.1.");
  rate_ = rate;
  l2_ = l2;
}

void ClassifierSession::require_point(std::size_t point) const {
  if (point >= places_.size())
    throw Error(fmt::format("there is no point {} of {}", point + 1, places_.size()), "",
                "Points count from 1.");
}

void ClassifierSession::move(std::size_t point, double x, double y) {
  require_point(point);
  require_finite(x);
  require_finite(y);
  places_[point] = {x, y};
}

void ClassifierSession::add(double x, double y, int label) {
  require_finite(x);
  require_finite(y);
  if (label < 0 || label >= classes() || places_.size() >= most_points)
    throw Error(
        "no point can be added", "",
        fmt::format("There are {} classes, and {} points at most.", classes(), most_points));
  places_.push_back({x, y});
  labels_.push_back(label);
}

void ClassifierSession::remove(std::size_t point) {
  require_point(point);
  if (places_.size() == 1) throw Error("a loss needs a point", "", "Add another one first.");
  const auto i = static_cast<std::ptrdiff_t>(point);
  places_.erase(places_.begin() + i);
  labels_.erase(labels_.begin() + i);
}

void ClassifierSession::set(Index row, Index column, double number) {
  require_finite(number);
  if (row < 0 || row >= classes() || column < 0 || column > 2)
    throw Error("there is no such weight", "", "Rows count the classes from 0; column 2 is b.");
  (column == 2 ? b_(row, 0) : w_(row, column)) = number;
}

ClassifierSession::Judged ClassifierSession::judged() const {
  Graph<double> graph;
  const auto count = static_cast<Index>(places_.size());
  Matrix<double> x(2, count);
  for (Index i = 0; i < count; ++i) {
    x(0, i) = places_[static_cast<std::size_t>(i)].x;
    x(1, i) = places_[static_cast<std::size_t>(i)].y;
  }
  const Tensor<double> w = graph.parameter(w_, "W"), b = graph.parameter(b_, "b");
  const Tensor<double> scores = affine(w, graph.constant(x), b);
  const Tensor<double> each =
      loss_->each(scores, graph.constant(one_hot<double>(labels_, classes())));
  const Tensor<double> data = mean(each), weights = l2_ * half_square_sum(w);
  backward(data + weights);
  return {each.value().row(0).transpose(),
          scores.value(),
          w.grad(),
          b.grad(),
          data.item(),
          weights.item()};
}

void ClassifierSession::step(int steps) {
  for (int i = 0; i < steps; ++i) {
    const Judged now = judged();
    const Matrix<double> w = w_ - rate_ * now.dw, b = b_ - rate_ * now.db;
    if (!(w.cwiseAbs().maxCoeff() <= furthest && b.cwiseAbs().maxCoeff() <= furthest))
      throw Error(
          fmt::format("the weights run away in step {}", steps_ + 1), "",
          fmt::format("Each step with the rate {} goes further than it should: take a smaller "
                      "one, or a smaller l2.",
                      shown(rate_)));
    w_ = w;
    b_ = b;
    ++steps_;
  }
}

const std::vector<double>& ClassifierSession::points() {
  const Judged now = judged();
  points_.clear();
  for (std::size_t i = 0; i < places_.size(); ++i) {
    Index said = 0;
    now.scores.col(static_cast<Index>(i)).maxCoeff(&said);
    points_.insert(points_.end(), {places_[i].x, places_[i].y, static_cast<double>(labels_[i]),
                                   static_cast<double>(said), now.losses[static_cast<Index>(i)]});
  }
  return points_;
}

const std::vector<double>& ClassifierSession::numbers() {
  numbers_.clear();
  for (Index row = 0; row < classes(); ++row)
    numbers_.insert(numbers_.end(), {w_(row, 0), w_(row, 1), b_(row, 0)});
  return numbers_;
}

const std::vector<double>& ClassifierSession::gradients() {
  const Judged now = judged();
  gradients_.clear();
  for (Index row = 0; row < classes(); ++row)
    gradients_.insert(gradients_.end(), {now.dw(row, 0), now.dw(row, 1), now.db(row, 0)});
  return gradients_;
}

const std::vector<double>& ClassifierSession::lines(const Area& area) {
  lines_.clear();
  const double reach = std::hypot(area.right - area.left, area.top - area.bottom);
  const Plot::Point centre{(area.left + area.right) / 2, (area.bottom + area.top) / 2};
  for (Index row = 0; row < classes(); ++row) {
    const double u = w_(row, 0), v = w_(row, 1), length = std::hypot(u, v);
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    if (length < 1e-9) {
      lines_.insert(lines_.end(), 6, none);
      continue;
    }
    // The foot of the centre on the line, and from there along it to both sides.
    const double score = (u * centre.x + v * centre.y + b_(row, 0)) / length;
    const double x = centre.x - score * u / length, y = centre.y - score * v / length;
    const double along_x = -v / length * reach, along_y = u / length * reach;
    lines_.insert(lines_.end(),
                  {x - along_x, y - along_y, x + along_x, y + along_y, u / length, v / length});
  }
  return lines_;
}

const std::vector<float>& ClassifierSession::regions(const Area& area, int cells) {
  if (cells < 2 || cells > 400)
    throw Error(fmt::format("a map of {} cells", cells), "", "Choose from 2 to 400.");
  regions_.clear();
  const auto wide = static_cast<std::size_t>(cells);
  for (const Place& place : centres(area, wide, wide)) {
    Index said = 0;
    (w_ * Eigen::Vector2d(place.x, place.y) + b_).col(0).maxCoeff(&said);
    regions_.push_back(static_cast<float>(said));
  }
  return regions_;
}

std::string ClassifierSession::standing() {
  const Judged now = judged();
  int wrong = 0;
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    Index said = 0;
    now.scores.col(static_cast<Index>(i)).maxCoeff(&said);
    wrong += said != labels_[i];
  }
  const std::string sentence =
      fmt::format("step {}, loss {} = {} of the points + {} of the weights, {} of {} wrong", steps_,
                  shown(now.data_loss + now.weight_loss, 4), shown(now.data_loss, 4),
                  shown(now.weight_loss, 4), wrong, labels_.size());
  return fmt::format(R"({{"steps": {}, "points": {}, "loss": {}, "about": {}, "sentence": {}}})",
                     steps_, labels_.size(), json_text(loss_->name), json_text(loss_->about),
                     json_text(sentence));
}

std::string ClassifierSession::formula(std::size_t point) const {
  require_point(point);
  const auto [x, y] = places_[point];
  const int label = labels_[point];
  std::string text = fmt::format("x1 = {}; x2 = {}\n", exact(x), exact(y));
  for (Index k = 0; k < classes(); ++k)
    text += fmt::format("W{0}_1 = {1}; W{0}_2 = {2}; b{0} = {3}\n", k + 1, exact(w_(k, 0)),
                        exact(w_(k, 1)), exact(b_(k, 0)));
  std::vector<std::string> terms;
  for (int k = 0; k < classes(); ++k) {
    text += fmt::format("s{0} = W{0}_1*x1 + W{0}_2*x2 + b{0}\n", k + 1);
    if (loss_->name == "softmax")
      terms.push_back(fmt::format("exp(s{})", k + 1));
    else if (loss_->name == "svm" && k != label)
      terms.push_back(fmt::format("max(0, s{} - s{} + 1)", k + 1, label + 1));
    else if (loss_->name == "one-versus-all")
      terms.push_back(fmt::format("max(0, 1 {} s{})", k == label ? "-" : "+", k + 1));
  }
  const std::string sum = fmt::format("{}", fmt::join(terms, " + "));
  return text + (loss_->name == "softmax" ? fmt::format("L = log({}) - s{}", sum, label + 1)
                                          : "L = " + sum);
}

}  // namespace stepgrad::playground
