// What lesson 23 trains: a reader of digits, watched epoch by epoch, and the gradient in its pixels.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <stepgrad/course/picture.hpp>
#include <stepgrad/data/digits.hpp>
#include <stepgrad/train/evaluation.hpp>
#include <stepgrad/train/trainer.hpp>

namespace stepgrad::reading {

using Numbers = std::vector<double>;
using Rows = std::vector<Numbers>;

inline constexpr Index side = 14, pixels = side * side, classes = 10;

inline const Dataset& training_digits() {
  static const Dataset data = small_digits(2000, 0.1, 1);
  return data;
}

inline const Dataset& test_digits() {
  static const Dataset data = small_digits(500, 0.1, 2);
  return data;
}

/// A model, and what was true of it before the first epoch and after some.
struct Reader {
  Model<double> model;
  const Dataset* unseen;                        // the test
  std::vector<int> epochs = {};                 // after how many
  std::vector<Score> test = {}, training = {};  // the latter only where not every epoch is seen
  std::vector<Matrix<double>> first_weights = {};

  std::size_t right() const {
    return static_cast<std::size_t>(
        std::lround(test.back().accuracy * static_cast<double>(unseen->samples())));
  }
};

class Watcher : public Observer {
 public:
  /// Looks after every so many epochs.
  Watcher(Reader& reader, const Dataset& learnt, int every)
      : reader_(reader), learnt_(learnt), every_(every) {
    look(0);
  }
  Next on_epoch(const Epoch& epoch) override {
    if (epoch.number % every_ == 0) look(epoch.number);
    return Next::go_on;
  }

 private:
  void look(int epoch) {
    const Dataset& test = *reader_.unseen;
    reader_.epochs.push_back(epoch);
    reader_.test.push_back(score(reader_.model, test, test.all_samples()));
    reader_.first_weights.push_back(reader_.model.parameters()[0].value());
    if (every_ > 1)
      reader_.training.push_back(score(reader_.model, learnt_, learnt_.all_samples()));
  }

  Reader& reader_;
  const Dataset& learnt_;
  int every_;
};

/// Learns from these digits, in batches of 32, and looks after every so many epochs.
inline Reader trained(std::vector<Index> sizes, const Dataset& data, int epochs, int every = 1,
                      const Dataset& unseen = test_digits()) {
  Reader reader{Model<double>({.sizes = std::move(sizes)}, purpose_of(data), 1), &unseen};
  Watcher watcher(reader, data, every);
  Trainer<double>(reader.model, all_of(data), {.epochs = epochs}).run({&watcher});
  return reader;
}

// ---- pictures

inline Matrix<double> image_of(const Dataset& data, std::size_t sample) {
  return data.inputs.col(static_cast<Index>(sample));
}

inline GreyImage grey(const Matrix<double>& image) {
  return {static_cast<std::size_t>(side), static_cast<std::size_t>(side),
          Numbers(image.data(), image.data() + image.size())};
}

/// One image of each class.
inline Images one_of_each(const Dataset& data) {
  Images some{{}, {}};
  for (int label = 0; label < classes; ++label) {
    const auto first = std::ranges::find(data.labels, label);
    if (first == data.labels.end()) continue;
    const auto sample = static_cast<std::size_t>(first - data.labels.begin());
    some.images.push_back(grey(image_of(data, sample)));
    some.names.push_back(std::to_string(label));
  }
  return some;
}

/// A number for each pixel, in colours, as a share of the largest; less than a fifth is left blank.
inline NumberGrid in_colours(std::string name, const Matrix<double>& numbers) {
  const Matrix<double> shares = numbers / numbers.cwiseAbs().maxCoeff();
  NumberGrid grid{std::move(name), Rows(side, Numbers(side))};
  for (Index i = 0; i < pixels; ++i)
    if (std::abs(shares(i)) >= 0.2)
      grid.rows[static_cast<std::size_t>(i / side)][static_cast<std::size_t>(i % side)] = shares(i);
  grid.as_picture = true;
  return grid;
}

// ---- the gradient in the pixels

/// Of each class the probability.
inline Matrix<double> said_of(Reader& reader, const Matrix<double>& image) {
  const GraphScope<double> scope(reader.model.graph());
  return reader.model.said(reader.model(reader.model.graph().constant(image)));
}

/// dL/dx: the image is a parameter as weights are.
inline Matrix<double> pixel_gradient(Reader& reader, const Matrix<double>& image, int label) {
  Graph<double> graph;
  const std::vector<Tensor<double>> learnt = reader.model.parameters();
  const Tensor<double> x = graph.parameter(image, "x");
  Tensor<double> o = x;
  for (std::size_t i = 0; i < learnt.size(); i += 2) {
    if (i > 0) o = relu(o);
    o = affine(graph.constant(learnt[i].value()), o, graph.constant(learnt[i + 1].value()));
  }
  const std::vector<int> labels{label};
  backward(softmax_cross_entropy(o, labels));
  return x.grad();
}

}  // namespace stepgrad::reading
