// Ways to look at what lesson 23 has trained: its confusions, its units, its work and its time.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <lessons/23_digits/reader.hpp>
#include <stepgrad/plot/confusion_matrix.hpp>

namespace stepgrad::reading {

inline ConfusionMatrix confusions(Reader& reader) {
  const Dataset& test = *reader.unseen;
  ConfusionMatrix matrix(test.class_names);
  const Matrix<double> p = predictions(reader.model, test);
  for (std::size_t i = 0; i < test.samples(); ++i)
    matrix.add(test.labels[i], likeliest<double>(p, static_cast<Index>(i)));
  return matrix;
}

/// The images of the test about which it is surest, and wrong: "8 as 3, 98 %".
inline Images worst_of(Reader& reader, std::size_t most) {
  const Dataset& test = *reader.unseen;
  const Matrix<double> p = predictions(reader.model, test);
  Images images{{}, {}};
  for (const std::size_t place : worst_mistakes<double>(p, test.labels, most)) {
    const int said = likeliest<double>(p, static_cast<Index>(place));
    images.images.push_back(grey(image_of(test, place)));
    images.names.push_back(
        std::to_string(test.labels[place]) + " as " + std::to_string(said) + ", " +
        std::to_string(std::lround(100 * p(said, static_cast<Index>(place)))) + " %");
  }
  return images;
}

/// As a table without recall and precision, which is narrow enough for a terminal. Wrong ones are
/// counted with a minus.
inline NumberGrid grid_of(const ConfusionMatrix& matrix) {
  NumberGrid grid{"", {}, matrix.class_names(), matrix.class_names()};
  for (std::size_t truth = 0; truth < matrix.classes(); ++truth) {
    grid.rows.emplace_back();
    for (std::size_t said = 0; said < matrix.classes(); ++said) {
      const auto count = static_cast<double>(matrix.count(truth, said));
      grid.rows.back().push_back(truth == said ? count : -count);
    }
  }
  return grid;
}

/// The two digits that are taken for each other most often.
inline std::pair<std::size_t, std::size_t> most_confused(const ConfusionMatrix& matrix) {
  std::pair<std::size_t, std::size_t> worst{0, 1};
  const auto count = [&](std::size_t a, std::size_t b) {
    return matrix.count(a, b) + matrix.count(b, a);
  };
  for (std::size_t a = 0; a < matrix.classes(); ++a)
    for (std::size_t b = a + 1; b < matrix.classes(); ++b)
      if (count(a, b) > count(worst.first, worst.second)) worst = {a, b};
  return worst;
}

/// The units whose weights have changed most since the beginning.
inline std::vector<Index> busiest(const Reader& reader, std::size_t count) {
  const Matrix<double> change = reader.first_weights.back() - reader.first_weights.front();
  std::vector<Index> units;
  for (Index i = 0; i < change.rows(); ++i) units.push_back(i);
  std::ranges::sort(units, [&](Index a, Index b) {
    return change.row(a).squaredNorm() > change.row(b).squaredNorm();
  });
  units.resize(count);
  return units;
}

/// The 4 of the test that it reads rightly and nearly surely.
inline std::size_t a_four(Reader& reader) {
  const Matrix<double> p = predictions(reader.model, test_digits());
  std::size_t best = 0;
  double nearest = 1;
  for (std::size_t i = 0; i < test_digits().samples(); ++i) {
    if (test_digits().labels[i] != 4) continue;
    const double off = std::abs(p(4, static_cast<Index>(i)) - 0.97);
    if (off < nearest) {
      nearest = off;
      best = i;
    }
  }
  return best;
}

// ---- how much, and how long

/// Parameters of a layer, and the products that it takes for an image.
struct Count {
  double weights = 0, products = 0;
};

/// The convolutions of VGG-16, whose sizes are published: channels, and the side of the image.
inline Count vgg_convolutions() {
  const std::vector<std::pair<double, double>> layers{
      {3, 64},    {64, 64},   {64, 128},  {128, 128}, {128, 256}, {256, 256}, {256, 256},
      {256, 512}, {512, 512}, {512, 512}, {512, 512}, {512, 512}, {512, 512}};
  const std::vector<double> sides{224, 224, 112, 112, 56, 56, 56, 28, 28, 28, 14, 14, 14};
  Count all;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const auto [from, to] = layers[i];
    all.weights += 9 * from * to + to;
    all.products += 9 * from * to * sides[i] * sides[i];
  }
  return all;
}

inline Count dense(double from, double to) { return {from * to + to, from * to}; }

template <class Act>
double microseconds_of(Act&& act) {
  const auto begin = std::chrono::steady_clock::now();
  act();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin)
      .count();
}

/// The microseconds of forward pass, backward pass and update of one batch of 32.
inline std::array<double, 3> time_of_a_batch(const Reader& reader) {
  Graph<double> graph;
  std::vector<Tensor<double>> learnt;
  for (const Tensor<double>& one : reader.model.parameters())
    learnt.push_back(graph.parameter(one.value()));
  Batches<double> batches(training_digits(), 32);
  std::array<double, 3> all{};
  constexpr int times = 20;
  for (int time = 0; time < times; ++time) {
    const GraphScope<double> scope(graph);
    const Batch<double> batch = batches[static_cast<std::size_t>(time)];
    std::optional<Tensor<double>> loss;
    all[0] += microseconds_of([&] {
                const Tensor<double> h =
                    relu(affine(learnt[0], graph.constant(batch.inputs), learnt[1]));
                loss = softmax_cross_entropy(affine(learnt[2], h, learnt[3]), batch.labels);
              }) /
              times;
    all[1] += microseconds_of([&] { backward(*loss); }) / times;
    all[2] += microseconds_of([&] {
                for (const Tensor<double>& one : learnt) graph.change(one) -= 0.0 * one.grad();
              }) /
              times;
  }
  return all;
}

}  // namespace stepgrad::reading
