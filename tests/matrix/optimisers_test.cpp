// Optimisers and schedules, against steps worked out by hand.
#include <cmath>
#include <utility>
#include <vector>

#include <stepgrad/base/random.hpp>
#include <stepgrad/matrix/functions.hpp>
#include <stepgrad/matrix/optimisers.hpp>
#include <stepgrad/matrix/schedules.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

using M = Matrix<double>;
using T = Tensor<double>;

/// The values of w = 1 after each of three steps on the loss w², whose gradient is 2w.
std::vector<double> path(const OptimiserRule& rule, double rate) {
  Graph<double> graph;
  const T w = graph.parameter(M::Ones(1, 1));
  Optimiser<double> optimiser(rule, {w});
  std::vector<double> values;
  for (int step = 0; step < 3; ++step) {
    const GraphScope scope(graph);
    graph.zero_grad();
    backward(sum(w * w));
    optimiser.step(rate);
    values.push_back(w.item());
  }
  return values;
}

void check_path(const std::vector<double>& values, const std::vector<double>& expected) {
  for (std::size_t i = 0; i < expected.size(); ++i) {
    INFO("step " << i + 1);
    CHECK(values[i] == Approx(expected[i]).epsilon(1e-12));
  }
}

}  // namespace

TEST_CASE("each optimiser takes the steps of its rule", "[optimisers]") {
  SECTION("gradient descent shrinks w by 2η") { check_path(path(Sgd{}, 0.1), {0.8, 0.64, 0.512}); }
  SECTION("momentum: v = 2, 0.9·2 + 1.6 = 3.4, 0.9·3.4 + 0.92 = 3.98") {
    check_path(path(Sgd{.momentum = 0.9}, 0.1), {0.8, 0.46, 0.062});
  }
  SECTION("Nesterov: the first step is η (g + 0.9 v) = 0.1·3.8") {
    const double w1 = 1 - 0.38, v2 = 0.9 * 2 + 2 * w1, w2 = w1 - 0.1 * (2 * w1 + 0.9 * v2);
    check_path(path(Sgd{.momentum = 0.9, .nesterov = true}, 0.1), {w1, w2});
  }
  SECTION("Adagrad: the first step is η, whatever the gradient") {
    const double w1 = 0.9, s2 = 4 + 4 * w1 * w1, w2 = w1 - 0.1 * 2 * w1 / std::sqrt(s2);
    check_path(path(Adagrad{.epsilon = 0}, 0.1), {w1, w2});
  }
  SECTION("RMSProp: the first step is η / √(1 - ρ)") {
    const double w1 = 1 - 0.01 / std::sqrt(0.01), s2 = 0.99 * 0.04 + 0.01 * 4 * w1 * w1;
    check_path(path(RmsProp{.epsilon = 0}, 0.01), {w1, w1 - 0.01 * 2 * w1 / std::sqrt(s2)});
  }
  SECTION("Adam: the first step is η, corrected for having started at 0") {
    const double w1 = 0.9, m2 = 0.9 * 0.2 + 0.1 * 2 * w1, v2 = 0.999 * 0.004 + 0.001 * 4 * w1 * w1;
    const double w2 = w1 - 0.1 * (m2 / (1 - 0.81)) / std::sqrt(v2 / (1 - 0.998001));
    check_path(path(Adam{.epsilon = 0}, 0.1), {w1, w2});
  }
  SECTION("AdamW shrinks w first") {
    Adam rule{.weight_decay = 0.5};
    rule.epsilon = 0;
    check_path(path(rule, 0.1), {0.95 - 0.1});
  }
}

TEST_CASE("gradients are cut to their length where the squares are too large for their numbers",
          "[optimisers]") {
  const auto clipped = [](auto number) {
    using S = decltype(number);
    Graph<S> graph;
    const Tensor<S> w = graph.parameter(Matrix<S>::Zero(1, 2));
    graph.zero_grad();
    graph.change_grad(w) << 3 * number, -4 * number;
    CHECK(clip_gradients<S>({w}, 1) == Approx(5 * static_cast<double>(number)));
    return std::pair<double, double>(w.grad()(0, 0), w.grad()(0, 1));
  };
  for (const auto& [a, b] : {clipped(1e30F), clipped(1e300)}) {
    CHECK(a == Approx(0.6));
    CHECK(b == Approx(-0.8));
  }
}

TEST_CASE("clipping keeps the direction of all gradients together", "[optimisers]") {
  Graph<double> graph;
  const T a = graph.parameter(M::Constant(1, 1, 3)), b = graph.parameter(M::Constant(1, 1, 4));
  const auto run = [&] {
    graph.zero_grad();
    backward(half_square_sum(a) + half_square_sum(b));  // gradients 3 and 4, together 5
  };
  run();
  CHECK(clip_gradients<double>({a, b}, 10) == 5);
  CHECK(a.grad()(0, 0) == 3);
  run();
  CHECK(clip_gradients<double>({a, b}, 1) == 5);
  CHECK(a.grad()(0, 0) == Approx(0.6));
  CHECK(b.grad()(0, 0) == Approx(0.8));
}

TEST_CASE("schedules are what their formulas say", "[schedules]") {
  CHECK(constant_rate(0.1)(1000) == 0.1);
  CHECK(step_decay(0.8, 0.5, 10)(9) == 0.8);
  CHECK(step_decay(0.8, 0.5, 10)(25) == 0.2);
  CHECK(exponential_decay(1, 0.9)(2) == Approx(0.81));
  CHECK(polynomial_decay(0.8, 2, 10)(5) == Approx(0.2));
  CHECK(polynomial_decay(0.8, 2, 10)(11) == 0);
  CHECK(inverse_decay(0.8, 0.5, 1)(6) == Approx(0.2));
  CHECK(inverse_decay(0.8, 0.5, 0.5)(6) == Approx(0.4));
  const Schedule free = piecewise(0.1, {{30, 0.5}, {10, 2}});
  for (const auto& [step, rate] : {std::pair{9, 0.1}, {10, 0.2}, {29, 0.2}, {30, 0.05}})
    CHECK(free(step) == Approx(rate));
  const Schedule wave = cosine(1, 0.1, 100);
  CHECK(wave(0) == 1);
  CHECK(wave(50) == Approx(0.55));
  CHECK(wave(100) == Approx(0.1));
  CHECK(wave(1000) == Approx(0.1));
  const Schedule cycle = one_cycle(0.5, 100);  // turns at step 29, ends at 99
  CHECK(cycle(0) == Approx(0.02));
  CHECK(cycle(29) == Approx(0.5));
  CHECK(cycle(64) == Approx(0.25).epsilon(1e-4));
  CHECK(cycle(99) == Approx(2e-6));
  const Schedule warm = warm_up(4, constant_rate(1));
  CHECK(warm(0) == 0.25);
  CHECK(warm(3) == 1);
  CHECK(warm(100) == 1);
  CHECK(error_of([] { cosine(1, 0, 0); }) == "a cosine over 0 steps\nIt needs 1 or more.");
}

TEST_CASE("every optimiser of the table goes downhill at its usual rates", "[optimisers]") {
  for (const OptimiserRow& row : optimisers)
    for (const double rate : {row.rate, row.careful_rate}) {
      INFO(row.name << " at " << rate);
      const std::vector<double> values = path(row.make({}), rate);
      CHECK(values.back() < 1);
      CHECK(values.back() > 0);
    }
}

TEST_CASE("every schedule of the table stays between 0 and the rate", "[schedules]") {
  for (const ScheduleRow& row : schedules())
    for (const int steps : {2, 3, 100})
      for (int step = 0; step < steps; ++step) {
        INFO(row.name << " at step " << step << " of " << steps);
        const double rate = row.make(0.1, steps)(step);
        CHECK(rate >= 0);
        CHECK(rate <= 0.1 * (1 + 1e-12));
      }
}

namespace {

/// A loss with every kind of gradient: of W1 and the last one products; W2 and W3 are multiplied with
/// each other, V is used twice, and of two weights the square costs.
struct Mixed {
  Graph<float> graph;
  std::vector<Tensor<float>> all;
  std::vector<int> labels = {0, 2, 1, 1, 0, 2, 2, 1, 0};
  Matrix<float> inputs;

  Mixed() {
    Random random(3);
    const auto some = [&](Index rows, Index columns) {
      Matrix<float> matrix(rows, columns);
      for (float& entry : matrix.reshaped()) entry = static_cast<float>(random.normal());
      return matrix;
    };
    inputs = some(50, 9);
    for (const auto& [rows, columns] :
         {std::pair<Index, Index>{37, 50}, {37, 1}, {37, 20}, {20, 37}, {37, 37}, {3, 37}, {1, 3}})
      all.push_back(graph.parameter(some(rows, columns)));
  }

  Tensor<float> loss() {
    Tensor<float> h = tanh(affine(all[0], graph.constant(inputs), all[1]));
    h = tanh(matmul(matmul(all[2], all[3]), h));
    h = tanh(matmul(all[4], matmul(all[4], h)));
    const Tensor<float> logits = matmul(all[5], h);
    return softmax_cross_entropy(logits, labels) + sum(matmul(all[6], logits)) +
           0.1f * half_square_sum(all[0]) + 0.1f * half_square_sum(all[5]);
  }
};

}  // namespace

TEST_CASE("a descent is a sweep and a step, bit for bit", "[optimisers]") {
  for (const OptimiserRow& row : optimisers) {
    INFO(row.name);
    Mixed one, other;
    Optimiser<float> descends(row.make({}), one.all), steps(row.make({}), other.all);
    for (int step = 0; step < 3; ++step) {
      const GraphScope scope(one.graph), other_scope(other.graph);
      descends.descend(one.loss(), 0.01);
      other.graph.zero_grad();
      backward(other.loss());
      steps.step(0.01);
      for (std::size_t i = 0; i < one.all.size(); ++i) {
        INFO("parameter " << i << " after step " << step + 1);
        CHECK(one.all[i].value() == other.all[i].value());
        CHECK(one.all[i].grad().isZero(0));
      }
    }
  }
}

TEST_CASE("a descent leaves parameters alone that are not the optimiser's", "[optimisers]") {
  Mixed mixed;
  const Matrix<float> before = mixed.all[0].value();
  Optimiser<float> optimiser(Sgd{}, {mixed.all[5]});
  const GraphScope scope(mixed.graph);
  optimiser.descend(mixed.loss(), 0.1);
  CHECK(mixed.all[0].value() == before);
  backward(mixed.loss());  // nothing is left over from the descent
  const Matrix<float> once = mixed.all[0].grad();
  mixed.graph.zero_grad();
  backward(mixed.loss());
  CHECK(mixed.all[0].grad() == once);
}
