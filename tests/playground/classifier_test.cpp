// A linear classifier to play with: its losses, its gradients, and what is told of them.
#include "playground/classifier.hpp"

#include <cmath>

#include <stepgrad/scalar/trace.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;
using namespace stepgrad::playground;

namespace {

ClassifierSession begun(std::string_view loss) {
  ClassifierSession session;
  session.begin(9, 3, 4);
  session.set_loss(loss);
  session.set_rules(0.1, 0);
  return session;
}

/// The mean of the losses of the points.
double loss_of(ClassifierSession& session) {
  const std::vector<double>& points = session.points();
  double sum = 0;
  for (std::size_t i = 4; i < points.size(); i += 5) sum += points[i];
  return sum / static_cast<double>(points.size() / 5);
}

}  // namespace

TEST_CASE("the gradient of each number is the slope of the mean loss", "[classifier]") {
  for (const ClassifierLoss& loss : classifier_losses()) {
    INFO(loss.name);
    ClassifierSession session = begun(loss.name);
    const std::vector<double> numbers = session.numbers(), gradients = session.gradients();
    constexpr double h = 1e-6;
    for (std::size_t i = 0; i < 9; ++i) {
      const auto row = static_cast<Index>(i / 3), column = static_cast<Index>(i % 3);
      session.set(row, column, numbers[i] + h);
      const double above = loss_of(session);
      session.set(row, column, numbers[i] - h);
      const double below = loss_of(session);
      session.set(row, column, numbers[i]);
      CHECK(gradients[i] == Approx((above - below) / (2 * h)).margin(1e-7));
    }
  }
}

TEST_CASE("a point's formula has its loss", "[classifier]") {
  for (const ClassifierLoss& loss : classifier_losses()) {
    INFO(loss.name);
    ClassifierSession session = begun(loss.name);
    const std::vector<double> points = session.points();
    for (std::size_t i = 0; i < 9; ++i)
      CHECK(evaluate(parse(session.formula(i)), {}) == Approx(points[5 * i + 4]).margin(1e-12));
  }
}

TEST_CASE("steps make the loss smaller, and in the end the clouds are told apart", "[classifier]") {
  for (const ClassifierLoss& loss : classifier_losses()) {
    INFO(loss.name);
    ClassifierSession session = begun(loss.name);
    const double before = loss_of(session);
    session.step(500);
    CHECK(loss_of(session) < before);
    CHECK(session.steps_done() == 500);
    CHECK(session.standing().find("0 of 9 wrong") != std::string::npos);
  }
}

TEST_CASE("a line of a class is where its score is zero, and the arrow where it grows",
          "[classifier]") {
  ClassifierSession session = begun("softmax");
  session.set(0, 2, 0.7);
  const std::vector<double> n = session.numbers(), lines = session.lines({-3, 3, -3, 3});
  for (std::size_t k = 0; k < 3; ++k) {
    const auto score = [&](double x, double y) {
      return n[3 * k] * x + n[3 * k + 1] * y + n[3 * k + 2];
    };
    const double* const line = &lines[6 * k];
    CHECK(score(line[0], line[1]) == Approx(0).margin(1e-9));
    CHECK(score(line[2], line[3]) == Approx(0).margin(1e-9));
    CHECK(score(line[0] + line[4], line[1] + line[5]) > 0);
  }
  session.set(1, 0, 0);
  session.set(1, 1, 0);
  CHECK(std::isnan(session.lines({-3, 3, -3, 3})[6]));
}

TEST_CASE("points are moved, added and taken away", "[classifier]") {
  ClassifierSession session = begun("svm");
  session.move(2, 1.5, -1);
  CHECK(session.points()[10] == 1.5);
  session.add(0, 0, 2);
  CHECK(session.points().size() == 50);
  session.remove(0);
  CHECK(session.points().size() == 45);
  CHECK(session.points()[5] == 1.5);
  CHECK(error_of([&] { session.move(9, 0, 0); }) ==
        "there is no point 10 of 9\nPoints count from 1.");
  CHECK(error_of([&] { session.set_loss("sfotmax"); }).find("did you mean 'softmax'?") !=
        std::string::npos);
}

TEST_CASE("weights that run away are stopped with a word", "[classifier]") {
  ClassifierSession session = begun("svm");
  session.set_rules(100, 1);
  const std::string error = error_of([&] { session.step(1000); });
  CHECK(error.find("the weights run away in step") == 0);
  CHECK(std::isfinite(session.numbers()[0]));
}

TEST_CASE("two to five classes can be told apart", "[classifier]") {
  for (const int classes : {2, 4, 5}) {
    INFO(classes);
    ClassifierSession session;
    session.begin(3 * classes, classes, 4);
    session.set_rules(0.1, 0);
    CHECK(session.numbers().size() == static_cast<std::size_t>(3 * classes));
    const double before = loss_of(session);
    session.step(200);
    CHECK(loss_of(session) < before / 2);
    CHECK(evaluate(parse(session.formula(1)), {}) == Approx(session.points()[9]).margin(1e-12));
  }
  ClassifierSession session;
  CHECK(error_of([&] { session.begin(9, 1, 4); }) == "1 classes\nChoose from 2 to 5.");
  CHECK(error_of([&] { session.begin(9, 6, 4); }) == "6 classes\nChoose from 2 to 5.");
}
