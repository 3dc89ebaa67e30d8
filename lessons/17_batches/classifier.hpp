// Three classes in a plane, told apart by a linear classifier: what lesson 17 trains.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

#include <stepgrad/base/random.hpp>
#include <stepgrad/plot/decision_regions.hpp>
#include <stepgrad/scalar/functions.hpp>

namespace stepgrad::classifier {

using Numbers = std::vector<double>;
using Places = std::vector<std::size_t>;  // of samples in their list

struct Sample {
  Numbers x;  // x1, x2, and 1 for the bias
  std::size_t label;
};

inline std::vector<Sample> make_samples() {
  constexpr std::array<Place, 3> middle{{{-1, -0.7}, {1, -0.7}, {0, 1}}};
  std::vector<Sample> all;
  Random random(17);
  for (std::size_t i = 0; i < 200; ++i) {
    const Place& at = middle[i % 3];
    const double x1 = at.x + random.uniform(-1.2, 1.2), x2 = at.y + random.uniform(-1.2, 1.2);
    all.push_back({{x1, x2, 1}, i % 3});
  }
  return all;
}

inline const std::vector<Sample>& samples() {
  static const std::vector<Sample> all = make_samples();
  return all;
}

inline Places everybody() {
  Places all(samples().size());
  std::iota(all.begin(), all.end(), 0u);
  return all;
}

using Weights = std::array<Numbers, 3>;  // a row for each class
inline const Weights zero{Numbers(3), Numbers(3), Numbers(3)};

inline Numbers probabilities(const Weights& W, const Numbers& x) {
  Numbers scores;
  for (const Numbers& row : W)
    scores.push_back(std::inner_product(row.begin(), row.end(), x.begin(), 0.0));
  return softmax(scores);
}

/// The mean log loss of all samples.
inline double loss(const Weights& W) {
  double sum = 0;
  for (const Sample& sample : samples()) sum -= std::log(probabilities(W, sample.x)[sample.label]);
  return sum / static_cast<double>(samples().size());
}

/// The slopes of the mean log loss of a batch: the mean of (p - onehot) times x.
inline Weights slopes(const Weights& W, const Places& batch) {
  Weights sum = zero;
  for (const std::size_t place : batch) {
    const Sample& sample = samples()[place];
    const Numbers p = probabilities(W, sample.x);
    for (std::size_t k = 0; k < 3; ++k)
      for (std::size_t i = 0; i < 3; ++i)
        sum[k][i] +=
            (p[k] - (k == sample.label ? 1 : 0)) * sample.x[i] / static_cast<double>(batch.size());
  }
  return sum;
}

inline Weights stepped(Weights W, const Weights& by, double rate, double l2 = 0) {
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t i = 0; i < 3; ++i)
      W[k][i] -= rate * (by[k][i] + (i < 2 ? l2 * W[k][i] : 0));  // none for the bias
  return W;
}

inline double squares(const Weights& W) {
  double sum = 0;
  for (const Numbers& row : W) sum += row[0] * row[0] + row[1] * row[1];
  return sum;
}

inline double likelihood(const Weights& W) {
  double sum = 0;
  for (const Sample& sample : samples()) sum += probabilities(W, sample.x)[sample.label];
  return sum / static_cast<double>(samples().size());
}

// ---- training

struct Run {
  std::size_t batch;
  double rate;
  int epochs;
  bool shuffled = true;
  double l2 = 0;
  std::size_t every = 1;  // the loss is worked out after so many updates
};

struct Trained {
  Weights W = zero;
  std::vector<Weights> after_epoch{zero};
  std::vector<Plot::Point> losses{{0, std::log(3)}};  // by updates
  std::size_t updates = 0;
};

/// `order` is that of the first epoch; then it is shuffled, if at all.
inline Trained train(const Run& run, Places order = everybody()) {
  Trained result;
  Random random(5);
  for (int epoch = 0; epoch < run.epochs; ++epoch) {
    if (run.shuffled) random.shuffle(std::span(order));
    for (std::size_t from = 0; from < order.size(); from += run.batch) {
      const auto begin = order.begin() + static_cast<std::ptrdiff_t>(from);
      const std::size_t size = std::min(run.batch, order.size() - from);
      const Places batch(begin, begin + static_cast<std::ptrdiff_t>(size));
      result.W = stepped(result.W, slopes(result.W, batch), run.rate, run.l2);
      if (++result.updates % run.every == 0)
        result.losses.push_back({static_cast<double>(result.updates), loss(result.W)});
    }
    result.after_epoch.push_back(result.W);
  }
  return result;
}

inline std::size_t updates_of_epoch(std::size_t batch) {
  return (samples().size() + batch - 1) / batch;
}

}  // namespace stepgrad::classifier
