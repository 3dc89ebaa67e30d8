// The check of exercise 15: layers of several shapes there and back, first with as many units as
// inputs and samples, where wrong indices still find numbers.
#include <stepgrad/course/exercise_training.hpp>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::MatrixSample;
using stepgrad::MatrixSlip;
using stepgrad::product_of_rows;
using stepgrad::random_rows;
using stepgrad::Rows;
using stepgrad::transposed_rows;
using Row = std::vector<double>;

struct Case {
  Rows W;
  Row b;
  Rows U, G;

  std::string story() const {
    const auto shape = [](const Rows& a) {
      return std::to_string(a.size()) + " x " + std::to_string(a[0].size());
    };
    return "W of " + shape(W) + ", U of " + shape(U);
  }
};

/// Layers with as many units as inputs and samples, or of any shape.
std::vector<Case> cases(bool square) {
  std::vector<Case> all;
  for (std::size_t i = 0; i < 8; ++i) {
    const std::size_t units = 2 + i % 2, inputs = square ? units : 3 + (i + 1) % 3,
                      samples = square ? units : 1 + i % 5;
    all.push_back({random_rows(units, inputs), random_rows(1, units)[0],
                   random_rows(inputs, samples), random_rows(units, samples)});
  }
  return all;
}

Rows scaled(Rows a, double factor) {
  for (Row& row : a)
    for (double& number : row) number *= factor;
  return a;
}

/// With this number for each row added in all its columns.
Rows plus(Rows a, const Row& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    for (double& number : a[i]) number += b[i];
  return a;
}

/// The same matrix with only its last column.
Rows last_column(const Rows& a) {
  Rows last;
  for (const Row& row : a) last.push_back({row.back()});
  return last;
}

/// The sum of each row.
Row sums(const Rows& a) {
  Row all;
  for (const Row& row : a) {
    all.push_back(0);
    for (const double number : row) all.back() += number;
  }
  return all;
}

void check_layer(stepgrad::ExerciseCheck& exercise, bool square) {
  std::vector<MatrixSample> samples;
  for (const Case& at : cases(square)) {
    exercise.about_to("layer, with " + at.story());
    const Rows product = product_of_rows(at.W, at.U);
    samples.push_back(
        {at.story(),
         {layer(at.W, at.b, at.U), plus(product, at.b)},
         {{"The bias is missing.", product},
          {"W is turned: unit i has row i of W, W[i][j].",
           square ? plus(product_of_rows(transposed_rows(at.W), at.U), at.b) : Rows{}},
          {"U is turned: sample s is column s of U, U[j][s].",
           square ? plus(product_of_rows(at.W, transposed_rows(at.U)), at.b) : Rows{}},
          {"The bias is added for every input. Once for each unit is enough.",
           plus(product, scaled({at.b}, static_cast<double>(at.U.size()))[0])}}});
  }
  stepgrad::check_matrices(exercise, "V", samples, 1e-12);
}

void check_weights(stepgrad::ExerciseCheck& exercise, bool square) {
  std::vector<MatrixSample> samples;
  for (const Case& at : cases(square)) {
    exercise.about_to("backward, with " + at.story());
    samples.push_back(
        {at.story(),
         {backward(at.W, at.U, at.G).W, product_of_rows(at.G, transposed_rows(at.U)),
          at.G[0].size()},
         {{"That is U G': it lies on its side. Row i of dW belongs to unit i.",
           product_of_rows(at.U, transposed_rows(at.G))},
          {"U is not turned: a weight's share is G[i][s] * U[j][s], with the same sample s in both.",
           square ? product_of_rows(at.G, at.U) : Rows{}},
          {"That is a mean over the samples. Here the sum is wanted: the loss has taken its mean "
           "already, if it is one.",
           scaled(product_of_rows(at.G, transposed_rows(at.U)),
                  1.0 / static_cast<double>(at.G[0].size()))},
          {"Only the last sample is in it: add up, with +=.",
           product_of_rows(last_column(at.G), transposed_rows(last_column(at.U)))}}});
  }
  stepgrad::check_matrices(exercise, "the gradient in W", samples, 1e-12);
}

void check_bias(stepgrad::ExerciseCheck& exercise, bool square) {
  std::vector<MatrixSample> samples;
  for (const Case& at : cases(square)) {
    const Row sum = sums(at.G);
    samples.push_back(
        {at.story(),
         {{backward(at.W, at.U, at.G).b}, {sum}},
         {{"b moves every sample: its gradient is the sum of G over them, and not 0.",
           {Row(sum.size(), 0.0)}},
          {"It is summed over the units. Unit i has one bias, and row i of G is summed.",
           square ? Rows{sums(transposed_rows(at.G))} : Rows{}},
          {"That is a mean over the samples. Here the sum is wanted.",
           scaled({sum}, 1.0 / static_cast<double>(at.G[0].size()))},
          {"It is added once for every input. Take it out of that loop.",
           scaled({sum}, static_cast<double>(at.U.size()))},
          {"Only the last sample is in it: add up, with +=.",
           transposed_rows(last_column(at.G))}}});
  }
  stepgrad::check_matrices(exercise, "the gradient in b", samples, 1e-12);
}

void check_inputs(stepgrad::ExerciseCheck& exercise, bool square) {
  std::vector<MatrixSample> samples;
  for (const Case& at : cases(square)) {
    Rows last(at.U.size(), Row(at.U[0].size()));
    for (std::size_t j = 0; j < last.size(); ++j)
      for (std::size_t s = 0; s < last[j].size(); ++s) last[j][s] = at.W.back()[j] * at.G.back()[s];
    samples.push_back(
        {at.story(),
         {backward(at.W, at.U, at.G).U, product_of_rows(transposed_rows(at.W), at.G)},
         {{"That is W G. Input j is reached by column j of W: its share is W[i][j] * G[i][s].",
           square ? product_of_rows(at.W, at.G) : Rows{}},
          {"Only the last unit is in it: an input reaches all units, so add up, with +=.", last},
          {"That is the gradient in W. In U each weight stands, and not each input.",
           square ? product_of_rows(at.G, transposed_rows(at.U)) : Rows{}}}});
  }
  stepgrad::check_matrices(exercise, "the gradient in U", samples, 1e-12);
}

void check(stepgrad::ExerciseCheck& exercise) {
  for (const bool square : {true, false}) {
    check_layer(exercise, square);
    check_weights(exercise, square);
    check_bias(exercise, square);
    check_inputs(exercise, square);
  }
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
