// The digits: inked as promised, and neither too easy nor too hard to learn.

#include <stepgrad/data/digits.hpp>

#include <cmath>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

double squared_distance(const Eigen::VectorXd& a, const Eigen::VectorXd& b) {
  return (a - b).squaredNorm();
}

/// The share of `test` whose nearest column in `known` has the same label.
double accuracy_of_nearest(const Matrix<double>& known, const std::vector<int>& labels,
                           const Dataset& test) {
  int right = 0;
  for (Eigen::Index i = 0; i < test.inputs.cols(); ++i) {
    Eigen::Index best = 0;
    (known.colwise() - test.inputs.col(i)).colwise().squaredNorm().minCoeff(&best);
    right += labels[static_cast<std::size_t>(best)] == test.labels[static_cast<std::size_t>(i)];
  }
  return right / static_cast<double>(test.samples());
}

}  // namespace

TEST_CASE("digits are 28 x 28 pixels of grey between paper and ink", "[digits]") {
  const Dataset data = digits(50, 0.1, 1);
  CHECK(data.width == 28);
  CHECK(data.height == 28);
  CHECK(data.features() == 784);
  CHECK(data.inputs.minCoeff() >= 0);
  CHECK(data.inputs.maxCoeff() <= 1);
  const auto steps = (data.inputs * 255).array();
  CHECK((steps - steps.round()).abs().maxCoeff() < 1e-9);
}

TEST_CASE("small digits are the same with a pixel for every four", "[digits]") {
  const Dataset whole = digits(20, 0.1, 1), half = small_digits(20, 0.1, 1);
  CHECK(half.labels == whole.labels);
  CHECK(half.width == 14);
  CHECK(half.height == 14);
  CHECK(half.features() == 196);
  const auto pixel = [&](Eigen::Index row, Eigen::Index column) {
    return whole.inputs(28 * row + column, 7);
  };
  // row 5, column 9 of the small one
  const double mean = (pixel(10, 18) + pixel(10, 19) + pixel(11, 18) + pixel(11, 19)) / 4;
  CHECK(std::abs(half.inputs(14 * 5 + 9, 7) - mean) < 1e-15);
  CHECK(half.feature_names[14 * 5 + 9] == "p5_9");
  Dataset odd = half;
  odd.width = 7;
  CHECK(error_of([&] { halved(odd); }).find("images of 7 x 14 pixels cannot be halved") == 0);
}

TEST_CASE("without noise the paper is white, and every digit leaves ink on it", "[digits]") {
  const Dataset data = digits(300, 0, 2);
  for (Eigen::Index i = 0; i < data.inputs.cols(); ++i) {
    const auto ink = (data.inputs.col(i).array() > 0).count();
    INFO("digit " << data.labels[static_cast<std::size_t>(i)] << ", image " << i);
    CHECK(ink > 20);
    CHECK(ink < 784 / 2);
  }
}

TEST_CASE("no two digits are written alike", "[digits]") {
  const Dataset data = digits(60, 0, 3);
  for (Eigen::Index i = 0; i < 60; ++i)
    for (Eigen::Index j = 0; j < i; ++j)
      CHECK(squared_distance(data.inputs.col(i), data.inputs.col(j)) > 1);
}

TEST_CASE("one template a digit is not enough, many examples are", "[digits]") {
  const Dataset train = digits(2000, 0.1, 4), test = digits(300, 0.1, 5);
  Matrix<double> centroids = Matrix<double>::Zero(784, 10);
  std::vector<int> names(10);
  for (int digit = 0; digit < 10; ++digit) names[static_cast<std::size_t>(digit)] = digit;
  for (Eigen::Index i = 0; i < 2000; ++i)
    centroids.col(train.labels[static_cast<std::size_t>(i)]) += train.inputs.col(i) / 200;
  const double by_template = accuracy_of_nearest(centroids, names, test);
  const double by_example = accuracy_of_nearest(train.inputs, train.labels, test);
  CHECK(by_template > 0.3);
  CHECK(by_template < 0.8);
  CHECK(by_example > by_template + 0.1);
}
