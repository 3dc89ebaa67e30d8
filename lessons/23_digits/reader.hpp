// What lesson 23 trains: a reader of digits, watched epoch by epoch, and the gradient in its pixels.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <stepgrad/data/digits.hpp>
#include <stepgrad/plot/contact_sheet.hpp>
#include <stepgrad/plot/number_grid.hpp>
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
  std::vector<int> epochs = {};                 // after how many
  std::vector<Score> test = {}, training = {};  // the latter only where not every epoch is seen
  std::vector<Matrix<double>> first_weights = {};

  std::size_t right() const {
    return static_cast<std::size_t>(
        std::lround(test.back().accuracy * static_cast<double>(test_digits().samples())));
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
    const Dataset& test = test_digits();
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
inline Reader trained(std::vector<Index> sizes, const Dataset& data, int epochs, int every = 1) {
  Reader reader{Model<double>({.sizes = std::move(sizes)}, purpose_of(data), 1)};
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
