// The check of exercise 23: small networks whose numbers are known, first with as many units as images,
// where wrong indices still find numbers; then a thousand digits, beside the kit's own network.
// Seconds: 30
#include <stepgrad/course/exercise_training.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <span>

#include <fmt/format.h>

#include EXERCISE

#include <stepgrad/base/random.hpp>
#include <stepgrad/data/digits.hpp>
#include <stepgrad/data/prepare.hpp>
#include <stepgrad/train/evaluation.hpp>
#include <stepgrad/train/trainer.hpp>

namespace checking {  // apart from whatever names the learner uses

using stepgrad::Index;
using stepgrad::MatrixSample;
using stepgrad::MatrixSlip;

// ---- what is right, and what goes wrong

enum class Twist {
  none,
  relu_at_end,     // forward
  no_relu,         //
  relu_at_images,  //
  label_before,    // backward
  label_after,     //
  mask_too_late,   //
  from_the_front,  //
  outputs_for_inputs,
  not_passed_on,
};

void cut_off(Rows& A) {
  for (Numbers& row : A)
    for (double& number : row) number = std::max(number, 0.0);
}

std::vector<Rows> went(const Network& network, const Rows& X, Twist twist = Twist::none) {
  std::vector<Rows> u{X};
  if (twist == Twist::relu_at_images) cut_off(u[0]);
  for (std::size_t l = 0; l < network.size(); ++l) {
    Rows V(network[l].W.size(), Numbers(X[0].size()));
    for (std::size_t i = 0; i < V.size(); ++i)
      for (std::size_t s = 0; s < V[i].size(); ++s) {
        V[i][s] = network[l].b[i];
        for (std::size_t j = 0; j < u[l].size(); ++j) V[i][s] += network[l].W[i][j] * u[l][j][s];
      }
    const bool last = l + 1 == network.size();
    if (last ? twist == Twist::relu_at_end : twist != Twist::no_relu) cut_off(V);
    u.push_back(V);
  }
  return u;
}

/// Softmax of each column.
Rows probabilities(const Rows& scores) {
  Rows P = scores;
  for (std::size_t k = 0; k < P.size(); ++k)
    for (std::size_t s = 0; s < P[k].size(); ++s) {
      double sum = 0;
      for (const Numbers& row : scores) sum += std::exp(row[s] - scores[k][s]);
      P[k][s] = 1 / sum;
    }
  return P;
}

double log_loss(const Rows& scores, const Labels& labels, std::size_t further = 0) {
  const Rows P = probabilities(scores);
  double sum = 0;
  for (std::size_t s = 0; s < labels.size(); ++s) sum -= std::log(P[labels[s] + further][s]);
  return sum / static_cast<double>(labels.size());
}

/// The slopes of the mean log loss in the scores.
Rows last_error(const Rows& scores, const Labels& labels, Twist twist) {
  Rows G = probabilities(scores);
  for (std::size_t s = 0; s < labels.size(); ++s)
    G[labels[s] - (twist == Twist::label_before) + (twist == Twist::label_after)][s] -= 1;
  for (Numbers& row : G)
    for (double& slope : row) slope /= static_cast<double>(labels.size());
  return G;
}

/// What is 0 where u is not above 0.
void mask(Rows& G, const Rows& u) {
  for (std::size_t j = 0; j < G.size(); ++j)
    for (std::size_t s = 0; s < G[j].size(); ++s)
      if (u[j][s] <= 0) G[j][s] = 0;
}

Layer slopes_of(const Rows& u, const Rows& G) {
  Layer slopes{Rows(G.size(), Numbers(u.size(), 0.0)), Numbers(G.size(), 0.0)};
  for (std::size_t i = 0; i < G.size(); ++i)
    for (std::size_t s = 0; s < G[i].size(); ++s) {
      slopes.b[i] += G[i][s];
      for (std::size_t j = 0; j < u.size(); ++j) slopes.W[i][j] += G[i][s] * u[j][s];
    }
  return slopes;
}

Rows below(const Rows& W, const Rows& G) {
  Rows U(W[0].size(), Numbers(G[0].size(), 0.0));
  for (std::size_t i = 0; i < W.size(); ++i)
    for (std::size_t j = 0; j < W[i].size(); ++j)
      for (std::size_t s = 0; s < G[i].size(); ++s) U[j][s] += W[i][j] * G[i][s];
  return U;
}

Network slopes(const Network& network, const Rows& X, const Labels& labels,
               Twist twist = Twist::none) {
  const std::vector<Rows> u = went(network, X);
  Network all = network;
  Rows G = last_error(u.back(), labels, twist);
  for (std::size_t step = 0; step < network.size(); ++step) {
    const std::size_t l = twist == Twist::from_the_front ? step : network.size() - 1 - step;
    all[l] = slopes_of(u[twist == Twist::outputs_for_inputs ? l + 1 : l], G);
    if (twist == Twist::not_passed_on || l == 0) continue;
    G = below(network[l].W, G);
    mask(G, u[twist == Twist::mask_too_late ? l + 1 : l]);
  }
  return all;
}

/// W, and b as one column more.
Rows with_bias(const Layer& layer) {
  Rows all = layer.W;
  for (std::size_t i = 0; i < all.size() && i < layer.b.size(); ++i) all[i].push_back(layer.b[i]);
  return all;
}

// ---- a relu

void check_relu(stepgrad::ExerciseCheck& exercise) {
  std::vector<stepgrad::Sample> values, slopes;
  for (const double a : {-2.5, -0.25, 0.0, 0.25, 3.0}) {
    const double right = std::max(a, 0.0);
    const std::string where = "a = " + stepgrad::in_digits(a);
    exercise.about_to("relu, " + where);
    values.push_back({where,
                      relu(a),
                      right,
                      {{"It is max(0, a): what is below 0 becomes 0, not positive.", std::abs(a)},
                       {"That is its slope. Its value is max(0, a).", a > 0 ? 1.0 : 0.0},
                       {"That is min(0, a).", std::min(a, 0.0)}}});
    if (a < 0) continue;
    exercise.about_to("relu_slope, o = " + stepgrad::in_digits(a));
    slopes.push_back(
        {"o = " + stepgrad::in_digits(a),
         relu_slope(a),
         a > 0 ? 1.0 : 0.0,
         {{"Where a relu has said 0, its slope is 0. And o >= 0 holds for all that a relu says: ask "
           "whether o > 0.",
           1},
          {"That is the value of the relu. Its slope is 1 where it has let a pass.", a}}});
  }
  exercise.numbers("the relu", values, 0);
  exercise.numbers("the slope of the relu", slopes, 0);
}

// ---- small networks

struct Case {
  Network network;
  Rows X;
  Labels labels;
  bool square;

  std::string story() const {
    std::string text = "a network " + std::to_string(X.size());
    for (const Layer& layer : network) text += "-" + std::to_string(layer.W.size());
    return text + ", " + std::to_string(labels.size()) + " images";
  }
};

Rows any(std::size_t rows, std::size_t columns) {
  Rows all(rows, Numbers(columns));
  for (Numbers& row : all)
    for (double& number : row) number = stepgrad::random_eighth(-1, 1) + 1.0 / 16;  // never 0
  return all;
}

/// Labels are neither the first nor the last class, so that those beside them are classes, too.
Case any_case(const std::vector<std::size_t>& sizes, std::size_t images) {
  Case one{{}, any(sizes[0], images), {}, true};
  for (std::size_t l = 1; l < sizes.size(); ++l) {
    one.network.push_back({any(sizes[l], sizes[l - 1]), any(1, sizes[l])[0]});
    one.square = one.square && sizes[l] == images && sizes[l - 1] == images;
  }
  for (std::size_t s = 0; s < images; ++s) one.labels.push_back(1 + s % (sizes.back() - 2));
  return one;
}

std::vector<Case> cases(bool square) {
  std::vector<Case> all;
  for (int i = 0; i < 4; ++i)
    if (square)
      all.push_back(any_case({4, 4, 4, 4}, 4));
    else
      all.push_back(i % 2 ? any_case({3, 5, 4}, 6) : any_case({5, 3, 6, 4}, 2));
  return all;
}

void check_forward(stepgrad::ExerciseCheck& exercise, bool square) {
  std::vector<std::vector<MatrixSample>> samples(4);  // by the layer
  for (const Case& at : cases(square)) {
    exercise.about_to("forward, with " + at.story());
    const std::vector<Rows> yours = forward(at.network, at.X), right = went(at.network, at.X);
    if (yours.size() != right.size())
      exercise.not_yet(
          fmt::format("forward returns {} matrices, expected {}", yours.size(), right.size()),
          "What goes into each layer, and the scores: the images come first, so there is one more "
          "than there are layers.\n");
    const auto slip = [&](Twist twist, std::size_t u) { return went(at.network, at.X, twist)[u]; };
    for (std::size_t u = 0; u < right.size(); ++u)
      samples[u].push_back(
          {at.story(),
           {yours[u], right[u]},
           {{"The last layer has no relu: scores may be below 0.", slip(Twist::relu_at_end, u)},
            {"The relu is missing: a number below 0 becomes 0, in all layers but the last.",
             slip(Twist::no_relu, u)},
            {"The relu stands behind a layer, not before it: the images go in as they are.",
             slip(Twist::relu_at_images, u)}}});
  }
  for (std::size_t u = 0; u < 4; ++u)
    if (!samples[u].empty())
      stepgrad::check_matrices(exercise, fmt::format("u[{}]", u), samples[u], 1e-10);
}

void check_loss(stepgrad::ExerciseCheck& exercise) {
  std::vector<stepgrad::Sample> samples;
  for (const Case& at : cases(false)) {
    const Rows scores = went(at.network, at.X).back();
    const double right = log_loss(scores, at.labels);
    const auto n = static_cast<double>(at.labels.size());
    exercise.about_to("loss of " + at.story());
    samples.push_back(
        {at.story(),
         loss(scores, at.labels),
         right,
         {{"That is the sum over the samples. Divide it by their number.", n * right},
          {"Minus is missing: the logarithm of a probability is below 0.", -right},
          {"Divide by the number of samples, not of classes.",
           n * right / static_cast<double>(scores.size())},
          {"That is to the base 10: take std::log.", right / std::log(10.0)},
          {"Labels count from 0, as the rows of the scores do.",
           log_loss(scores, at.labels, std::numeric_limits<std::size_t>::max())},
          {"Labels count from 0, as the rows of the scores do.", log_loss(scores, at.labels, 1)}}});
  }
  exercise.numbers("the loss", samples, 1e-9);
}

std::vector<MatrixSlip> slips_of_gradient(const Case& at, std::size_t l) {
  const auto slip = [&](const char* sentence, Twist twist, bool only_square = false) {
    return MatrixSlip{sentence, only_square && !at.square
                                    ? Rows{}
                                    : with_bias(slopes(at.network, at.X, at.labels, twist)[l])};
  };
  const char* from_0 = "Labels count from 0: they go to lesson16::last_error as they are.";
  MatrixSlip no_bias{"The slopes of b are missing: lesson16::slopes gives .b, too.",
                     with_bias(slopes(at.network, at.X, at.labels)[l])};
  for (Numbers& row : no_bias.rows) row.back() = 0;
  return {
      slip(from_0, Twist::label_before),
      slip(from_0, Twist::label_after),
      no_bias,
      slip("The relu is asked for its slope at the wrong place: what the layer below layer l has "
           "said is u[l], not u[l + 1].",
           Twist::mask_too_late, true),
      slip("Every layer gets the same error. What lesson16::error_below gives is that of the "
           "next.",
           Twist::not_passed_on, true),
      slip("The way back begins at the last layer, where the error is: count l down.",
           Twist::from_the_front, true),
      slip("lesson16::slopes wants what went into the layer, u[l], not what came out of it.",
           Twist::outputs_for_inputs, true)};
}

bool same(const Network& a, const Network& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Layer& one, const Layer& two) {
    return one.W == two.W && one.b == two.b;
  });
}

void check_gradient(stepgrad::ExerciseCheck& exercise, bool square) {
  std::vector<std::vector<MatrixSample>> samples(3);  // from the last layer on
  for (const Case& at : cases(square)) {
    exercise.about_to("gradient, with " + at.story());
    const Network yours = gradient(at.network, at.X, at.labels),
                  right = slopes(at.network, at.X, at.labels);
    if (yours.size() != right.size())
      exercise.not_yet(
          fmt::format("gradient returns {} layers, expected {}", yours.size(), right.size()),
          "There are slopes for each layer. Network slopes(network.size()); makes room for them.\n");
    if (!same(gradient(at.network, at.X, at.labels), yours))
      exercise.not_yet(
          "asked once more for the same, gradient says something else",
          "The slopes of the last batch are still there: they are not cleared. Does a "
          "variable keep them from call to call (static, or outside of the function)?\n");
    for (std::size_t l = right.size(); l-- > 0;)
      samples[right.size() - 1 - l].push_back(
          {at.story(),
           {with_bias(yours[l]), with_bias(right[l]), at.labels.size()},
           slips_of_gradient(at, l)});
  }
  const char* const names[] = {"the last layer's slopes, W and b",
                               "the slopes of the layer before the last, W and b",
                               "the slopes of the layer two before the last, W and b"};
  for (std::size_t k = 0; k < samples.size(); ++k)
    if (!samples[k].empty()) stepgrad::check_matrices(exercise, names[k], samples[k], 1e-9);
}

// ---- a step

enum class Way {
  right,
  uphill,
  biases_still,
  exchanged,
  not_kept,
  forgets,
  shared,
  without_velocity,
  nothing,
  overwritten,
};

struct Moved {
  Network network, velocity;
};

void move(Numbers& w, Numbers& v, const Numbers& g, double rate, double alpha) {
  for (std::size_t i = 0; i < w.size(); ++i) {
    v[i] = alpha * v[i] + g[i];
    w[i] -= rate * v[i];
  }
}

Moved moved(const Case& at, Network velocity, double rate, double alpha, Way way = Way::right) {
  const Network old = velocity;
  Network network = at.network;
  if (way == Way::exchanged) std::swap(rate, alpha);
  if (way == Way::uphill) rate = -rate;
  if (way == Way::forgets || way == Way::without_velocity) alpha = 0;
  if (way == Way::nothing) return {network, velocity};
  const std::vector<Rows> u = went(network, at.X);
  Rows error = last_error(u.back(), at.labels, Twist::none);
  for (std::size_t l = network.size(); l-- > 0;) {
    const Layer by = slopes_of(u[l], error);
    for (std::size_t i = 0; i < by.W.size(); ++i)
      move(network[l].W[i], velocity[l].W[way == Way::shared ? 0 : i], by.W[i], rate, alpha);
    if (way != Way::biases_still) move(network[l].b, velocity[l].b, by.b, rate, alpha);
    if (l == 0) break;
    error = below(way == Way::overwritten ? network[l].W : at.network[l].W, error);
    mask(error, u[l]);
  }
  if (way == Way::not_kept || way == Way::without_velocity) velocity = old;
  return {network, velocity};
}

/// All numbers of a layer and of its velocities, which stand below.
Rows all_of_layer(const Moved& moved, std::size_t l) {
  Rows all = with_bias(moved.network[l]);
  for (const Numbers& row : with_bias(moved.velocity[l])) all.push_back(row);
  return all;
}

void check_step(stepgrad::ExerciseCheck& exercise) {
  constexpr double rate = 0.25, alpha = 0.75;
  std::vector<std::vector<MatrixSample>> samples(3);
  for (const Case& at : cases(false)) {
    Network velocity = at.network;
    for (Layer& layer : velocity)
      layer = {any(layer.W.size(), layer.W[0].size()), any(1, layer.b.size())[0]};
    exercise.about_to("step, with " + at.story());
    Moved yours{at.network, velocity};
    step(yours.network, yours.velocity, at.X, at.labels, rate, alpha);
    if (yours.network.size() != at.network.size() || yours.velocity.size() != at.network.size())
      exercise.not_yet("after step, there are not as many layers as before",
                       "The numbers in network and velocity change, not how many there are.\n");
    const auto slip = [&](const char* sentence, Way way, std::size_t l) {
      return MatrixSlip{sentence, all_of_layer(moved(at, velocity, rate, alpha, way), l)};
    };
    for (std::size_t l = 0; l < at.network.size(); ++l)
      samples[l].push_back(
          {at.story(),
           {all_of_layer(yours, l), all_of_layer(moved(at, velocity, rate, alpha), l)},
           {slip("That is uphill: the rate goes to lesson18::step as it is.", Way::uphill, l),
            slip("The biases have not moved. They are learnt, too.", Way::biases_still, l),
            slip("The rate and alpha have changed places.", Way::exchanged, l),
            slip("The velocities have not changed. They are there for the next step: change those "
                 "that were given, not a copy.",
                 Way::not_kept, l),
            slip("Nothing is remembered: the velocities of the step before were set to 0.",
                 Way::forgets, l),
            slip("Nothing is remembered: that is a step without the velocities.",
                 Way::without_velocity, l),
            slip("All units share the velocities of the first. Row i of W goes with row i of its "
                 "velocities.",
                 Way::shared, l),
            slip("Nothing has moved.", Way::nothing, l),
            slip("W has moved while it was still needed: the error goes down through the weights "
                 "that the scores were made with. First all slopes, then all steps.",
                 Way::overwritten, l)}});
  }
  for (std::size_t l = 0; l < samples.size(); ++l)
    if (!samples[l].empty())
      stepgrad::check_matrices(exercise,
                               fmt::format("layer {} after a step, and its velocities below", l),
                               samples[l], 1e-9);
}

// ---- a thousand digits

constexpr std::size_t batch = 20;
constexpr int epochs = 12;
constexpr double rate = 0.02, alpha = 0.9;

Rows columns_of(const stepgrad::Dataset& data, std::span<const std::size_t> samples) {
  Rows X(data.features(), Numbers(samples.size()));
  for (std::size_t s = 0; s < samples.size(); ++s)
    for (std::size_t i = 0; i < X.size(); ++i)
      X[i][s] = data.inputs(static_cast<Index>(i), static_cast<Index>(samples[s]));
  return X;
}

/// With the weights with which the kit's begins.
Network beginning(const stepgrad::Model<float>& model) {
  Network network;
  const auto parameters = model.parameters();
  for (std::size_t p = 0; p < parameters.size(); p += 2) {
    const auto &W = parameters[p].value(), &b = parameters[p + 1].value();
    Layer layer{Rows(static_cast<std::size_t>(W.rows())), Numbers(b.data(), b.data() + b.size())};
    for (Index i = 0; i < W.rows(); ++i)
      for (Index j = 0; j < W.cols(); ++j)
        layer.W[static_cast<std::size_t>(i)].push_back(static_cast<double>(W(i, j)));
    network.push_back(layer);
  }
  return network;
}

template <class Act>
double seconds_of(Act&& act) {
  const auto begin = std::chrono::steady_clock::now();
  act();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

struct Result {
  std::size_t right;
  double loss, per_second;
};

Result train_yours(stepgrad::ExerciseCheck& exercise, Network network,
                   const stepgrad::Dataset& data, const stepgrad::Dataset& test) {
  stepgrad::Random random(1);
  Network velocity = network;
  for (Layer& layer : velocity) {
    for (Numbers& row : layer.W) row.assign(row.size(), 0);
    layer.b.assign(layer.b.size(), 0);
  }
  double seconds = 0;
  for (int epoch = 1; epoch <= epochs; ++epoch) {
    exercise.about_to(fmt::format("training on digits, epoch {} of {}", epoch, epochs));
    const std::vector<std::size_t> order = random.order(data.samples());
    for (std::size_t from = 0; from < order.size(); from += batch) {
      const std::span samples = std::span(order).subspan(from, batch);
      const Rows X = columns_of(data, samples);
      Labels labels;
      for (const std::size_t sample : samples)
        labels.push_back(static_cast<std::size_t>(data.labels[sample]));
      seconds += seconds_of([&] { step(network, velocity, X, labels, rate, alpha); });
    }
  }
  const Rows scores = forward(network, columns_of(test, test.all_samples())).back();
  const Labels labels(test.labels.begin(), test.labels.end());
  std::size_t right = 0;
  for (std::size_t s = 0; s < labels.size(); ++s) {
    std::size_t best = 0;
    for (std::size_t k = 1; k < scores.size(); ++k)
      if (scores[k][s] > scores[best][s]) best = k;
    right += best == labels[s];
  }
  return {right, loss(scores, labels), epochs * static_cast<double>(data.samples()) / seconds};
}

Result train_kits(stepgrad::Model<float>& model, const stepgrad::DatasetOf<float>& data,
                  const stepgrad::DatasetOf<float>& test) {
  stepgrad::Trainer<float> trainer(model, all_of(data),
                                   {.optimiser = stepgrad::Sgd{.momentum = alpha},
                                    .learning_rate = stepgrad::constant_rate(rate),
                                    .epochs = epochs,
                                    .batch = batch});
  const double seconds = seconds_of([&] { trainer.run(); });
  const auto score = stepgrad::score(model, test, test.all_samples());
  return {
      static_cast<std::size_t>(std::lround(score.accuracy * static_cast<double>(test.samples()))),
      score.loss, epochs * static_cast<double>(data.samples()) / seconds};
}

void check_digits(stepgrad::ExerciseCheck& exercise) {
  const stepgrad::Dataset data = stepgrad::small_digits(1000, 0.1, 1),
                          test = stepgrad::small_digits(500, 0.1, 2);
  const auto small = stepgrad::converted<float>(data),
             small_test = stepgrad::converted<float>(test);
  stepgrad::Model<float> model({.sizes = {196, 24, 10}}, stepgrad::purpose_of(small), 1);
  const Result yours = train_yours(exercise, beginning(model), data, test),
               kits = train_kits(model, small, small_test);
  if (yours.right < test.samples() * 2 / 5)
    exercise.not_yet(
        fmt::format("after training, {} of {} digits are right", yours.right, test.samples()),
        "Each function is right on small networks, and yet this one does not learn. Does a size "
        "stand somewhere as a number, or does something stay from step to step?\n");
  exercise.tell(fmt::format(
      "Your network, 196-24-10, has read {} digits, {} times each. Of {} that it\nhad never seen:\n\n"
      "             right   loss   digits a second, learning\n"
      "  yours      {:>5}  {:>5.2f}   {:>9.0f}\n"
      "  the kit's  {:>5}  {:>5.2f}   {:>9.0f}\n\n"
      "Guessing would have 50 right. The kit begins with the same weights and does the\nsame sums, "
      "in floats and several at once.\n",
      data.samples(), epochs, test.samples(), yours.right, yours.loss, yours.per_second, kits.right,
      kits.loss, kits.per_second));
}

void check(stepgrad::ExerciseCheck& exercise) {
  check_relu(exercise);
  for (const bool square : {true, false}) check_forward(exercise, square);
  check_loss(exercise);
  for (const bool square : {true, false}) check_gradient(exercise, square);
  check_step(exercise);
  check_digits(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
