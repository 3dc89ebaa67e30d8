// What lesson 13 shows: the samples, a learner of two classes, and the plane as its answers colour it.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <stepgrad/base/random.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/scalar/functions.hpp>
#include <stepgrad/train/reductions.hpp>

namespace stepgrad::reductions_lesson {

using Names = std::vector<std::string>;
inline const Names good_order{"cat", "dog", "car", "ship"}, bad_order{"cat", "ship", "dog", "car"};

/// Where the samples of a class lie: animals on the left, vehicles on the right.
inline Place corner(const std::string& name) {
  return {name == "cat" || name == "dog" ? -1.0 : 1.0, name == "cat" || name == "car" ? 1.0 : -1.0};
}

/// Samples of these classes, each spread evenly around its place.
inline Dataset around_places(const Names& order, const std::vector<Place>& places, int each,
                             double spread) {
  Dataset data;
  data.class_names = order;
  data.feature_names = {"x1", "x2"};
  const int samples = each * static_cast<int>(places.size());
  data.inputs.resize(2, samples);
  Random random(13);
  for (int i = 0; i < samples; ++i) {
    const Place& place = places[static_cast<std::size_t>(i / each)];
    data.inputs(0, i) = place.x + random.uniform(-spread, spread);
    data.inputs(1, i) = place.y + random.uniform(-spread, spread);
    data.labels.push_back(i / each);
  }
  return data;
}

/// 12 samples around each corner, the same ones for every order of the classes.
inline Dataset animals_and_vehicles(const Names& order) {
  std::vector<Place> corners;
  for (const std::string& name : good_order) corners.push_back(corner(name));
  Dataset data = around_places(order, corners, 12, 1.2);
  for (int& label : data.labels) {
    const std::string& name = good_order[static_cast<std::size_t>(label)];
    label = static_cast<int>(std::find(order.begin(), order.end(), name) - order.begin());
  }
  return data;
}

/// Logistic regression by 100 steps of descent, in a loop as plain as that of lesson 11: it comes
/// to the same numbers on every machine.
inline Scorer<double> learnt(const Dataset& two) {
  double w1 = 0, w2 = 0, b = 0;
  const auto n = static_cast<double>(two.samples());
  for (int step = 0; step < 100; ++step) {
    double d1 = 0, d2 = 0, db = 0;
    for (Eigen::Index i = 0; i < two.inputs.cols(); ++i) {
      const double x1 = two.inputs(0, i), x2 = two.inputs(1, i);
      const double error = sigmoid(w1 * x1 + w2 * x2 + b) - two.labels[static_cast<std::size_t>(i)];
      d1 += error * x1 / n;
      d2 += error * x2 / n;
      db += error / n;
    }
    w1 -= d1, w2 -= d2, b -= db;
  }
  return [=](const Matrix<double>& inputs) {
    std::vector<double> scores;
    for (Eigen::Index i = 0; i < inputs.cols(); ++i)
      scores.push_back(w1 * inputs(0, i) + w2 * inputs(1, i) + b);
    return scores;
  };
}

/// Softmax regression on the same samples, by as many steps.
inline int right_by_softmax(const Dataset& data) {
  std::array<std::array<double, 3>, 4> w{};  // a row for each class, the bias last
  const auto scores = [&](Eigen::Index i) {
    std::vector<double> f;
    for (const auto& row : w)
      f.push_back(row[0] * data.inputs(0, i) + row[1] * data.inputs(1, i) + row[2]);
    return f;
  };
  const Eigen::Index n = data.inputs.cols();
  for (int step = 0; step < 100; ++step) {
    std::array<std::array<double, 3>, 4> slopes{};
    for (Eigen::Index i = 0; i < n; ++i) {
      std::vector<double> error = softmax(scores(i));
      error[static_cast<std::size_t>(data.labels[static_cast<std::size_t>(i)])] -= 1;
      const std::array<double, 3> x{data.inputs(0, i), data.inputs(1, i), 1};
      for (std::size_t k = 0; k < 4; ++k)
        for (std::size_t j = 0; j < 3; ++j)
          slopes[k][j] += error[k] * x[j] / static_cast<double>(n);
    }
    for (std::size_t k = 0; k < 4; ++k)
      for (std::size_t j = 0; j < 3; ++j) w[k][j] -= slopes[k][j];
  }
  int count = 0;
  for (Eigen::Index i = 0; i < n; ++i) {
    const std::vector<double> f = scores(i);
    count += std::ranges::max_element(f) - f.begin() == data.labels[static_cast<std::size_t>(i)];
  }
  return count;
}

inline int right(const Dataset& data, const Reduction<double>& model) {
  const std::vector<int> said = model.labels(data.inputs);
  int count = 0;
  for (std::size_t i = 0; i < said.size(); ++i) count += said[i] == data.labels[i];
  return count;
}

/// The classes whose own classifier says yes.
inline std::vector<int> claims(const Decoded& decoded) {
  std::vector<int> yes;
  for (std::size_t k = 0; k < decoded.scores.size(); ++k)
    if (decoded.scores[k] > 0) yes.push_back(static_cast<int>(k));
  return yes;
}

/// What becomes of the samples of which so many classifiers are wrong.
struct Judged {
  int samples = 0, unclaimed = 0, surest_wrong = 0;
  double lot_wrong = 0;  // on average, of those that are claimed
};

/// By the number of classifiers that err: none, one, more.
inline std::array<Judged, 3> judged(const Dataset& data, const Reduction<double>& model) {
  std::array<Judged, 3> all;
  const std::vector<Decoded> decoded = model.predict(data.inputs);
  for (std::size_t i = 0; i < decoded.size(); ++i) {
    const std::vector<int> yes = claims(decoded[i]);
    const bool owned = std::find(yes.begin(), yes.end(), data.labels[i]) != yes.end();
    const std::size_t err = yes.size() + (owned ? 0 : 1) - (owned ? 1 : 0);
    Judged& row = all[std::min<std::size_t>(err, 2)];
    ++row.samples;
    row.unclaimed += yes.empty();
    row.surest_wrong += decoded[i].label != data.labels[i];
    if (!yes.empty()) row.lot_wrong += 1 - (owned ? 1.0 / static_cast<double>(yes.size()) : 0);
  }
  return all;
}

/// The plane, each cell with the label that `say` gives it.
template <class Say>
inline DecisionRegions regions(const Dataset& data, const Reduction<double>& model,
                               std::string title, Names names, Say say) {
  DecisionRegions drawn{.title = std::move(title),
                        .area = {-2.4, 2.4, -2.4, 2.4},
                        .columns = 40,
                        .rows = 30,
                        .class_names = std::move(names)};
  const std::vector<Place> places = centres(drawn.area, drawn.columns, drawn.rows);
  Matrix<double> at(2, static_cast<Eigen::Index>(places.size()));
  for (std::size_t i = 0; i < places.size(); ++i) {
    at(0, static_cast<Eigen::Index>(i)) = places[i].x;
    at(1, static_cast<Eigen::Index>(i)) = places[i].y;
  }
  for (const Decoded& decoded : model.predict(at)) drawn.cells.push_back({say(decoded), 1});
  const std::vector<Decoded> decoded = model.predict(data.inputs);
  for (std::size_t i = 0; i < decoded.size(); ++i) {
    const auto column = static_cast<Eigen::Index>(i);
    drawn.samples.push_back(
        {{data.inputs(0, column), data.inputs(1, column)}, data.labels[i], say(decoded[i])});
  }
  return drawn;
}

inline DecisionRegions classes(const Dataset& data, const Reduction<double>& model,
                               std::string title) {
  return regions(data, model, std::move(title), data.class_names,
                 [](const Decoded& decoded) { return decoded.label; });
}

/// With the classes in this order, so that each has the colour that it has elsewhere.
inline DecisionRegions in_order(DecisionRegions drawn, const Names& order) {
  const auto moved = [&](int& label) {
    const std::string& name = drawn.class_names[static_cast<std::size_t>(label)];
    label = static_cast<int>(std::find(order.begin(), order.end(), name) - order.begin());
  };
  for (DecisionRegions::Cell& cell : drawn.cells) moved(cell.label);
  for (DecisionRegions::Sample& sample : drawn.samples) moved(sample.label), moved(sample.said);
  drawn.class_names = order;
  return drawn;
}

inline DecisionRegions claimed(const Dataset& data, const Reduction<double>& model) {
  Names names = data.class_names;
  const int none = static_cast<int>(names.size()), several = none + 1;
  names.insert(names.end(), {"nobody", "two or more"});
  return regions(data, model, "Who says yes?", names, [=](const Decoded& decoded) {
    const std::vector<int> yes = claims(decoded);
    return yes.empty() ? none : yes.size() > 1 ? several : yes[0];
  });
}

/// One question of one versus all: is it this class, or any other?
inline DecisionRegions own(const Dataset& data, const Reduction<double>& model, std::size_t k) {
  const std::string& name = data.class_names[k];
  DecisionRegions drawn =
      regions(data, model, told("{}, or not?", name), {name, "not " + name},
              [k](const Decoded& decoded) { return decoded.scores[k] > 0 ? 0 : 1; });
  for (DecisionRegions::Sample& sample : drawn.samples)
    sample.label = sample.label != static_cast<int>(k);
  return drawn;
}

}  // namespace stepgrad::reductions_lesson
