// Losses: at logits of a thousand, with one class and with one sample, by hand.
#include <vector>

#include <stepgrad/matrix/functions.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "matrix/some.hpp"

using namespace stepgrad;

TEST_CASE("losses are stable for logits of a thousand", "[losses]") {
  Graph<double> graph;
  M z(2, 2);
  z << 1000, -1000, -1000, 1000;
  const std::vector<int> wrong{1, 0};
  M swapped(2, 2);
  swapped << 0, 1, 1, 0;

  const T logits = graph.parameter(z);
  const T loss = softmax_cross_entropy(logits, wrong);
  CHECK(loss.item() == 2000);
  backward(loss);
  CHECK(logits.grad()(0, 0) == 0.5);

  const T again = graph.parameter(z);
  const T soft = softmax_cross_entropy(again, graph.constant(swapped));
  CHECK(soft.item() == 2000);
  backward(soft);
  CHECK(again.grad() == logits.grad());

  const T logs = log_softmax(logits);
  CHECK(logs.value()(1, 0) == -2000);
  CHECK(logs.value()(0, 0) == 0);
  CHECK(multiclass_hinge(logits, wrong).item() == 2001);
  CHECK(hinge(logits, graph.constant(M::Ones(2, 2))).item() == 500.5);
  CHECK(sigmoid_cross_entropy(logits, graph.constant(M::Ones(2, 2))).item() == 500);
  CHECK(softplus(logits).value()(0, 0) == 1000);
  CHECK(sigmoid(logits).value()(0, 1) == 0);
}

TEST_CASE("of one class there is nothing to learn", "[losses]") {
  Graph<double> graph;
  const std::vector<int> only{0, 0, 0};
  const T logits = graph.parameter(M::Constant(1, 3, 1000));
  for (const T& loss : {softmax_cross_entropy(logits, only), multiclass_hinge(logits, only),
                        softmax_cross_entropy(logits, graph.constant(M::Ones(1, 3)))}) {
    graph.zero_grad();
    backward(loss);
    CHECK(loss.item() == 0);
    CHECK(logits.grad() == M::Zero(1, 3));
  }
}

TEST_CASE("labels are probabilities of 0 and 1", "[losses]") {
  Graph<double> graph;
  const std::vector<int> labels{2, 0, 1, 2};
  M targets = M::Zero(3, 4);
  for (Index s = 0; s < 4; ++s) targets(labels[static_cast<std::size_t>(s)], s) = 1;
  const T a = graph.parameter(some(3, 4)), b = graph.parameter(some(3, 4));
  const T hard = softmax_cross_entropy(a, labels);
  const T soft = softmax_cross_entropy(b, graph.constant(targets));
  backward(hard);
  backward(soft);
  CHECK(soft.item() == Approx(hard.item()).epsilon(1e-14));
  CHECK(b.grad().isApprox(a.grad(), 1e-14));
}

TEST_CASE("the hinge losses count what is within the margin", "[losses]") {
  Graph<double> graph;
  M scores(3, 2);  // the two samples of CS231n's notes on the hinge loss
  scores << 3.2, 1.3, 5.1, 4.9, -1.7, 2.0;
  const T z = graph.parameter(scores);
  const T loss = multiclass_hinge(z, std::vector<int>{0, 1});
  backward(loss);
  CHECK(loss.item() == Approx(2.9 / 2));
  M expected(3, 2);
  expected << -0.5, 0, 0.5, 0, 0, 0;
  CHECK(z.grad() == expected);

  M a(1, 4), t(1, 4), slope(1, 4);
  a << 0.5, -0.5, 1, 3;
  t << 1, -1, 1, -1;
  slope << -0.25, 0.25, 0, 0.25;
  const T one = graph.parameter(a);
  const T binary = hinge(one, graph.constant(t));
  backward(binary);
  CHECK(binary.item() == (0.5 + 0.5 + 0 + 4) / 4);
  CHECK(one.grad() == slope);
}

TEST_CASE("of several largest entries each gets its part", "[losses]") {
  Graph<double> graph;
  M a(2, 2), parts(2, 2);
  a << 3, 1, 3, 2;
  parts << 0.5, 0, 0.5, 0;
  const T x = graph.parameter(a);
  backward(max(x));
  CHECK(x.grad() == parts);
}

TEST_CASE("a loss names itself and what does not fit it", "[losses]") {
  Graph<double> graph;
  const T a = graph.constant(M::Zero(2, 3)), b = graph.constant(M::Zero(3, 2));
  const std::vector<int> labels{0, 7, 1};
  CHECK(error_of([&] { softmax_cross_entropy(a, labels); }) ==
        "the label 7 for logits 2 x 3\nLabels count the rows of the logits from 0: 0 to 1.");
  CHECK(error_of([&] { softmax_cross_entropy(b, labels); }) ==
        "softmax_cross_entropy of logits 3 x 2 and 3 labels\n"
        "Each column of the logits is a sample and needs one label.");
  CHECK(error_of([&] { multiclass_hinge(b, labels); }) ==
        "multiclass_hinge of logits 3 x 2 and 3 labels\n"
        "Each column of the logits is a sample and needs one label.");
  CHECK(error_of([&] { softmax_cross_entropy(a, b); }) ==
        "softmax_cross_entropy of 2 x 3 and 3 x 2\nEach entry needs its target.");
  CHECK(error_of([&] { hinge(a, b); }) == "hinge of 2 x 3 and 3 x 2\nEach entry needs its target.");
  CHECK(error_of([&] { graph.constant(M(0, 3)); }) ==
        "a matrix of 0 x 3\nIt needs an entry: check the data that it is made of.");
}

TEST_CASE("every loss of the table has the slope of its numbers", "[losses]") {
  M place(3, 4), targets(3, 4);
  place << 0.3, -1.2, 2.1, 0.7, 1.4, 0.2, -0.6, -2.2, -0.9, 1.1, 0.5, 1.6;
  targets << 1.3, 0.4, -0.7, 0.1, -0.2, 1.9, 0.8, -1.1, 0.6, -1.5, 2.4, 0.9;
  const std::vector<int> labels{0, 2, 1, 1};
  M some(1, 4);
  some << 0.5, 2, 0, 1.5;
  for (const Loss& loss : losses())
    for (const M& weights : {M(), some}) {
      INFO(loss.name << (weights.size() > 0 ? ", weighted" : ""));
      const auto at = [&](const M& outputs) {
        Graph<double> graph;
        return loss_of<double>(loss, graph.constant(outputs), labels, targets, weights).item();
      };
      Graph<double> graph;
      const T outputs = graph.parameter(place);
      backward(loss_of<double>(loss, outputs, labels, targets, weights));
      for (Index i = 0; i < place.size(); ++i) {
        constexpr double h = 1e-6;
        M above = place, below = place;
        above.data()[i] += h;
        below.data()[i] -= h;
        CHECK(outputs.grad().data()[i] == Approx((at(above) - at(below)) / (2 * h)).margin(1e-8));
      }
      CHECK((loss.suits == Task::numbers) == (loss.off_by != nullptr));
    }
}

TEST_CASE("weights of 1 change no loss, and a weight of 2 is a sample that is there twice",
          "[losses]") {
  M place(3, 3), twice(3, 4), weights(1, 3);
  place << 0.3, -1.2, 2.1, 1.4, 0.2, -0.6, -0.9, 1.1, 0.5;
  twice << place, place.col(1);
  weights << 1, 2, 1;
  const std::vector<int> labels{0, 2, 1}, labels_twice{0, 2, 1, 2};
  for (const Loss& loss : losses()) {
    INFO(loss.name);
    Graph<double> graph;
    const M once = M::Ones(3, 3), all = M::Ones(3, 4);
    const double plain = loss_of<double>(loss, graph.constant(place), labels, once).item();
    CHECK(loss_of<double>(loss, graph.constant(place), labels, once, M::Ones(1, 3)).item() ==
          Approx(plain).epsilon(1e-12));
    CHECK(3 * loss_of<double>(loss, graph.constant(place), labels, once, weights).item() ==
          Approx(4 * loss_of<double>(loss, graph.constant(twice), labels_twice, all).item()));
  }
}
