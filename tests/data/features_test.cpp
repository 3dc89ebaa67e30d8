// Features made of others: products of powers and sines, by names and places; and those left out.
#include <stepgrad/data/features.hpp>

#include <cmath>

#include <stepgrad/data/generators.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

Dataset two_samples() {
  Dataset data;
  data.inputs.resize(2, 2);
  data.inputs << 2, -3, 5, 0.5;
  data.feature_names = {"length", "x1"};
  return data;
}

}  // namespace

TEST_CASE("products of powers stand behind the features that there are", "[features]") {
  Dataset data = two_samples();
  add_features(data, "length*x1, length^2*2^3,x2");
  CHECK(data.feature_names ==
        std::vector<std::string>{"length", "x1", "length*x1", "length^2*2^3", "x2"});
  Matrix<double> expected(5, 2);
  expected << 2, -3, 5, 0.5, 10, -1.5, 500, 1.125, 5, 0.5;  // a name goes before a place: x1 is 5
  CHECK(data.inputs.isApprox(expected));
  add_features(data, "");
  CHECK(data.features() == 5);
}

TEST_CASE("a factor may be the sine of a feature", "[features]") {
  Dataset data = two_samples();
  add_features(data, "sin(length), x1*sin( 2 )^2");
  CHECK(data.feature_names.back() == "x1*sin( 2 )^2");
  for (Eigen::Index i = 0; i < 2; ++i) {
    const double length = data.inputs(0, i), x1 = data.inputs(1, i);
    CHECK(data.inputs(2, i) == Approx(std::sin(length)));
    CHECK(data.inputs(3, i) == Approx(x1 * std::sin(x1) * std::sin(x1)));
  }
}

TEST_CASE("a minus leaves a feature out, by its name or place, which stays to make others of",
          "[features]") {
  const std::vector<std::string> names{"length", "x1", "-x3"};
  CHECK(read_features("length*x1, -length", names).left_out == std::vector<std::size_t>{0});
  CHECK(read_features("- x1,-3", names).left_out == std::vector<std::size_t>{1, 2});
  CHECK(read_features("--x3", names).left_out == std::vector<std::size_t>{2});
  CHECK(read_features("length^2, -1, -2, -3", names).made.size() == 1);
  CHECK(count_made("length*x1, -length, 2^2") == 2);
  CHECK(count_made("") == 0);
  Dataset data = two_samples();
  add_features(data, "-length, length^2");
  CHECK(data.feature_names == std::vector<std::string>{"length", "x1", "length^2"});
}

TEST_CASE("what is no feature is refused, with the nearest", "[features]") {
  Dataset data = two_samples();
  for (const auto& [text, error] :
       {std::pair{"lenght*x1", "there is no feature 'lenght'\ndid you mean 'length'?"},
        {"x3", "there is no feature 'x3'\ndid you mean 'x1'?"},
        {"sin(width)", "there is no feature 'width'\nThere are length and x1."},
        {"sin(x1", "there is no feature 'sin(x1'\nThere are length and x1."},
        {"length^0",
         "'length^0' is no power of a feature\n"
         "Powers are whole numbers from 1 to 9: x1^2."},
        {"length^0.5",
         "'length^0.5' is no power of a feature\n"
         "Powers are whole numbers from 1 to 9: x1^2."},
        {"length", "there is a feature 'length' already\nName each product once."},
        {"length^2,length^2", "there is a feature 'length^2' already\nName each product once."},
        {"-lenght", "there is no feature 'lenght'\ndid you mean 'length'?"},
        {"length^2, -length^2", "there is no feature 'length^2'\ndid you mean 'length'?"},
        {"-", "there is no feature ''\nThere are length and x1."},
        {"-length, -1", "'length' is left out twice\nName each feature once."},
        {"-1, -2",
         "no feature is left\n"
         "Keep one of length and x1, or make one of them: \"x1^2, -x1\"."}}) {
    INFO(text);
    CHECK(error_of([&, text = text] { add_features(data, text); }) == error);
  }
  CHECK(data.features() == 2);
  Dataset images = make("digits", {.samples = 2});
  CHECK(error_of([&] { add_features(images, "1*2"); }) ==
        "products of pixels are no features\nLeave --features out for images.");
  CHECK(error_of([&] { add_features(images, "-1"); }) ==
        "products of pixels are no features\nLeave --features out for images.");
}
