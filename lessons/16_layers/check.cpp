// The check of exercise 16: errors and slopes of single layers, first with as many units as inputs
// and samples, where wrong indices still find numbers; then whole steps of networks, with all that
// may go wrong between their layers played through as well.
#include <stepgrad/course/exercise_training.hpp>

#include <cmath>
#include <functional>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::MatrixSample;
using stepgrad::MatrixSlip;
using stepgrad::product_of_rows;
using stepgrad::random_rows;
using stepgrad::Rows;
using stepgrad::transposed_rows;
using Row = std::vector<double>;
using Labels = std::vector<std::size_t>;

std::string shape(const Rows& a) {
  return std::to_string(a.size()) + " x " + std::to_string(a[0].size());
}

/// Entry by entry.
template <class Make>
Rows made(Rows a, const Rows& b, Make&& make) {
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < a[i].size(); ++j) a[i][j] = make(a[i][j], b[i][j]);
  return a;
}

Rows scaled(const Rows& a, double factor) {
  return made(a, a, [&](double number, double) { return factor * number; });
}

Row row_sums(const Rows& a) {
  Row all;
  for (const Row& row : a) {
    all.push_back(0);
    for (const double number : row) all.back() += number;
  }
  return all;
}

// ---- the error of the last layer

Rows probabilities(Rows scores) {
  for (std::size_t s = 0; s < scores[0].size(); ++s) {
    double sum = 0;
    for (Row& row : scores) sum += row[s] = std::exp(row[s]);
    for (Row& row : scores) row[s] /= sum;
  }
  return scores;
}

Rows onehot(const Rows& scores, const Labels& labels) {
  Rows all(scores.size(), Row(labels.size(), 0.0));
  for (std::size_t s = 0; s < labels.size(); ++s) all[labels[s]][s] = 1;
  return all;
}

Rows right_error(const Rows& scores, const Labels& labels) {
  return scaled(made(probabilities(scores), onehot(scores, labels), std::minus<>()),
                1 / static_cast<double>(labels.size()));
}

void check_last_error(stepgrad::ExerciseCheck& exercise) {
  std::vector<MatrixSample> samples;
  for (std::size_t n = 2; n < 9; ++n) {
    const Rows scores = random_rows(3, n);
    Labels labels;
    for (std::size_t s = 0; s < n; ++s) labels.push_back((s * s + n) % 3);
    const std::string where = std::to_string(n) + " samples";
    exercise.about_to("last_error, with " + where);
    const Rows p = probabilities(scores), y = onehot(scores, labels),
               right = right_error(scores, labels);
    const auto bend = [](double error, double p) { return error * p * (1 - p); };
    const Rows alone = made(right, y, std::multiplies<>());
    samples.push_back(
        {where,
         {last_error(scores, labels), right, n},
         {{"Only the label's row is in it: that comes of taking softmax's slope entry by entry. "
           "Every p depends on all scores, and the error is p - onehot(y).",
           alone},
          {"Only the label's row is in it, and the mean is missing. Every p depends on all scores, "
           "and the error is p - onehot(y).",
           scaled(alone, static_cast<double>(n))},
          {"p - onehot(y) is the slope in the scores already: no p * (1 - p) is multiplied to it.",
           made(right, p, bend)},
          {"p - onehot(y) is the slope in the scores already: no p * (1 - p) is multiplied to it. "
           "And the mean is missing.",
           scaled(made(right, p, bend), static_cast<double>(n))},
          {"1 has to be taken away at the label.", scaled(p, 1 / static_cast<double>(n))},
          {"The scores have to become probabilities first, by softmax.",
           scaled(made(scores, y, std::minus<>()), 1 / static_cast<double>(n))}}});
  }
  stepgrad::check_matrices(exercise, "the error of the last layer", samples, 1e-12);
}

// ---- activations

/// One of three, so that nobody's slope fits them all.
const Activation& activation(std::size_t which) {
  static const Activation all[] = {
      {[](double a) { return std::tanh(a); }, [](double o) { return 1 - o * o; }},
      {[](double a) { return a > 0 ? a : 0.0; }, [](double o) { return o > 0 ? 1.0 : 0.0; }},
      {[](double a) { return 1 / (1 + std::exp(-a)); }, [](double o) { return o * (1 - o); }}};
  return all[which % 3];
}

std::string called(std::size_t which) {
  return std::vector<std::string>{"tanh", "relu", "sigmoid"}[which % 3];
}

/// What an activation makes of sums.
Rows said(const Activation& h, const Rows& a) {
  return made(a, a, [&](double a, double) { return h.value(a); });
}

// ---- one layer down, and slopes

Rows right_below(const Rows& W, const Rows& above, const Rows& o, const Activation& h) {
  return made(product_of_rows(transposed_rows(W), above), o,
              [&](double slope, double o) { return slope * h.slope(o); });
}

void check_error_below(stepgrad::ExerciseCheck& exercise, bool square) {
  std::vector<MatrixSample> samples;
  for (std::size_t i = 0; i < 8; ++i) {
    const std::size_t above = 2 + i % 2, below = square ? above : 3 + (i + 1) % 3,
                      n = square ? above : 1 + i % 5;
    const Activation& h = activation(i);
    const Rows W = random_rows(above, below), error = random_rows(above, n),
               o = said(h, random_rows(below, n));
    const std::string where =
        called(i) + ", W of " + shape(W) + ", " + std::to_string(n) + " samples";
    exercise.about_to("error_below, with " + where);
    const Rows arrives = product_of_rows(transposed_rows(W), error);
    const auto bent = [&](const auto& slope) {
      return made(arrives, o, [&](double a, double o) { return a * slope(o); });
    };
    samples.push_back(
        {where,
         {error_below(W, error, o, h), right_below(W, error, o, h)},
         {{"The slope of the activation is missing: h.slope(o).", arrives},
          {"That is the slope of tanh, 1 - o*o, whatever the activation is. Ask h.slope(o).",
           bent([](double o) { return 1 - o * o; })},
          {"That is the slope of a relu, whatever the activation is. Ask h.slope(o).",
           bent([](double o) { return o > 0; })},
          {"The slope is taken at the wrong place: o is h.value(a) already, so it is h.slope(o).",
           bent([&](double o) { return h.slope(h.value(o)); })},
          {"What is multiplied is the slope of the activation at o, not its value.", bent(h.value)},
          {"W is not turned: unit j of the layer below is heard with column j, W[i][j].",
           square ? right_below(transposed_rows(W), error, o, h) : Rows{}},
          {"The slope is taken where the layer above stands. It belongs to the layer below, whose "
           "error this is.",
           square
               ? product_of_rows(transposed_rows(W),
                                 made(error, o, [&](double e, double o) { return e * h.slope(o); }))
               : Rows{}}}});
  }
  stepgrad::check_matrices(exercise, "the error of the layer below", samples, 1e-12);
}

void check_slopes(stepgrad::ExerciseCheck& exercise, bool square) {
  std::vector<MatrixSample> weights, biases;
  for (std::size_t i = 0; i < 8; ++i) {
    const std::size_t units = 2 + i % 2, below = square ? units : 3 + (i + 1) % 3,
                      n = square ? units : 2 + i % 4;
    const Rows error = random_rows(units, n), o = random_rows(below, n);
    const std::string where = "an error of " + shape(error) + ", o of " + shape(o);
    exercise.about_to("slopes, with " + where);
    const auto yours = slopes(error, o);
    const Rows right = product_of_rows(error, transposed_rows(o));
    const double share = 1 / static_cast<double>(n);
    weights.push_back({where,
                       {yours.W, right, n},
                       {{"It lies on its side: row i belongs to unit i.", transposed_rows(right)},
                        {"The mean is in the error already. Here the samples are added up.",
                         scaled(right, share)},
                        {"o is not turned: error[i][s] * o[j][s], with the same sample s in both.",
                         square ? product_of_rows(error, o) : Rows{}}}});
    const Row sums = row_sums(error);
    biases.push_back(
        {where,
         {{yours.b}, {sums}},
         {{"The biases move L, too: their slopes are the sums of the error over the samples.",
           {Row(units, 0.0)}},
          {"The mean is in the error already. Here the samples are added up.",
           scaled({sums}, share)},
          {"It is summed over the units. Unit i has one bias, and row i of the error is summed.",
           square ? Rows{row_sums(transposed_rows(error))} : Rows{}}}});
  }
  stepgrad::check_matrices(exercise, "the slopes in W", weights, 1e-12);
  stepgrad::check_matrices(exercise, "the slopes in b", biases, 1e-12);
}

// ---- whole steps

struct Weights {
  Rows W;
  Row b;
};

struct Case {
  std::vector<Weights> layers;
  Rows X;
  Labels labels;
  double rate;
  std::size_t h;  // which activation
};

/// How a step may go wrong.
struct Way {
  double rate = 1;  // times the rate
  bool overwritten = false, biases = true, top_alone = false, bent_on_top = false;
};

Rows sums(const Weights& layer, const Rows& o) {
  Rows a = product_of_rows(layer.W, o);
  for (std::size_t i = 0; i < a.size(); ++i)
    for (double& number : a[i]) number += layer.b[i];
  return a;
}

std::vector<Weights> stepped(const Case& at, const Way& way = {}) {
  std::vector<Rows> o{at.X};
  for (std::size_t l = 0; l < at.layers.size(); ++l) {
    const bool bent = l + 1 < at.layers.size() || way.bent_on_top;
    const Rows a = sums(at.layers[l], o[l]);
    o.push_back(bent ? said(activation(at.h), a) : a);
  }
  std::vector<Weights> moved = at.layers;
  Rows error = right_error(o.back(), at.labels);
  for (std::size_t l = at.layers.size(); l-- > 0;) {
    const Rows now = error;
    const auto down = [&](double w, double slope) { return w - way.rate * at.rate * slope; };
    moved[l].W = made(moved[l].W, product_of_rows(now, transposed_rows(o[l])), down);
    if (way.biases) moved[l].b = made({moved[l].b}, {row_sums(now)}, down)[0];
    if (way.top_alone) break;
    if (l == 0) break;
    error = right_below(way.overwritten ? moved[l].W : at.layers[l].W, now, o[l], activation(at.h));
  }
  return moved;
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const std::vector<std::size_t>& sizes :
       {std::vector<std::size_t>{3, 3, 3}, {3, 3, 3, 3}, {2, 4, 3}, {3, 5, 4, 2}, {4, 3}}) {
    Case next{{},
              random_rows(sizes[0], sizes.back() + 1, 1),
              {},
              stepgrad::random_eighth(0.25, 1),
              all.size()};
    for (std::size_t l = 1; l < sizes.size(); ++l)
      next.layers.push_back(
          {random_rows(sizes[l], sizes[l - 1], 1), random_rows(1, sizes[l], 1)[0]});
    for (std::size_t s = 0; s < next.X[0].size(); ++s) next.labels.push_back(s * s % sizes.back());
    all.push_back(next);
  }
  return all;
}

/// W with b as its last column.
Rows whole(const Rows& W, const Row& b) {
  Rows all = W;
  for (std::size_t i = 0; i < all.size() && i < b.size(); ++i) all[i].push_back(b[i]);
  return all;
}

void check_step(stepgrad::ExerciseCheck& exercise) {
  std::vector<MatrixSample> samples;
  for (const Case& at : cases()) {
    std::string where = called(at.h) + ", a network " + std::to_string(at.X.size());
    std::vector<Layer> given;
    for (const Weights& layer : at.layers) {
      where += "-" + std::to_string(layer.W.size());
      given.push_back({layer.W, layer.b});
    }
    exercise.about_to("step, with " + where);
    const auto yours = step(given, at.X, at.labels, at.rate, activation(at.h));
    if (yours.size() != given.size())
      exercise.not_yet("The network has not as many layers as before.",
                       "step returns all layers, those that have moved.");
    const auto right = stepped(at);
    const std::vector<std::pair<std::string, std::vector<Weights>>> wrongs{
        {"W has moved before the layer below had its error. Take error_below with the "
         "old W, and move then.",
         stepped(at, {.overwritten = true})},
        {"That is uphill: rate times the slope is taken away.", stepped(at, {.rate = -1})},
        {"The rate is missing.", stepped(at, {.rate = 1 / at.rate})},
        {"The biases have not moved.", stepped(at, {.biases = false})},
        {"Only the last layer has moved.", stepped(at, {.top_alone = true})},
        {"The last layer gives scores: no activation.", stepped(at, {.bent_on_top = true})},
        {"Nothing has moved.", at.layers}};
    for (std::size_t l = given.size(); l-- > 0;) {
      MatrixSample sample{where + ", layer " + std::to_string(l + 1),
                          {whole(yours[l].W, yours[l].b), whole(right[l].W, right[l].b)}};
      for (const auto& [sentence, layers] : wrongs)
        sample.slips.push_back({sentence, whole(layers[l].W, layers[l].b)});
      samples.push_back(sample);
    }
  }
  stepgrad::check_matrices(exercise, "W and b after the step", samples, 1e-12);
}

void check(stepgrad::ExerciseCheck& exercise) {
  check_last_error(exercise);
  for (const bool square : {true, false}) {
    check_error_below(exercise, square);
    check_slopes(exercise, square);
  }
  check_step(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
