// The matchers, in the version of Catch2 that is installed here.
#include <stepgrad/check/catch2.hpp>

#include "catch.hpp"
#include "check/matrix.hpp"

using namespace stepgrad;

TEST_CASE("functions of Values match where reverse mode is right", "[catch2]") {
  const auto neuron = [](const std::vector<Value>& x) { return tanh(x[0] * x[1] + x[2]); };
  REQUIRE_THAT(neuron, has_correct_gradient_at({0.5, 2.0, -1.0}));
  REQUIRE_THAT([](Value x) { return sin(x) * x; }, has_correct_gradient_at(0.7));
}

TEST_CASE("gradients by hand match where they are right", "[catch2]") {
  const auto f = [](const Matrix& w) { return w(0, 1) * w(1, 0); };
  const auto right = [](const Matrix& w) { return Matrix(2, 2, {0, w(1, 0), w(0, 1), 0}); };
  const auto wrong = [](const Matrix& w) { return Matrix(2, 2, {0, w(0, 1), w(1, 0), 0}); };
  const Matrix at(2, 2, {1, 2, 3, 4});
  REQUIRE_THAT(with_gradient(f, right), has_correct_gradient_at(at));
  CHECK_FALSE(has_correct_gradient_at(at).match(with_gradient(f, wrong)));
}

TEST_CASE("a matcher that fails shows the report", "[catch2]") {
  const auto f = [](double x) { return x * x; };
  const auto wrong = [](double x) { return -2 * x; };
  const auto matcher = has_correct_gradient_at(3.0);
  CHECK_FALSE(matcher.match(with_gradient(f, wrong)));
  const auto copy = matcher;  // as Catch2 makes one
  CHECK(copy.toString() == "has a correct gradient\n" + as_text(check_gradient(f, wrong, 3.0)));
  CHECK(copy.toString().find("the sign is flipped.") != std::string::npos);
}

TEST_CASE("the matcher takes the options of the check", "[catch2]") {
  const auto f = [](double x) { return x * x; };
  const auto nearly = [](double x) { return 2.0001 * x; };
  CHECK_FALSE(has_correct_gradient_at(3.0).match(with_gradient(f, nearly)));
  REQUIRE_THAT(with_gradient(f, nearly), has_correct_gradient_at(3.0, {.tolerance = 1e-3}));
}

TEST_CASE("a point at a kink does not match: the test should stand beside it", "[catch2]") {
  CHECK_FALSE(has_correct_gradient_at(0.0).match([](Value x) { return abs(x); }));
}
