// Whatever stands in a data set, CSV carries it; whatever stands in a file, reading it ends well.
#include <rapidcheck.h>

#include <set>
#include <string>
#include <vector>

#include <stepgrad/base/error.hpp>
#include <stepgrad/data/csv.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

using Pieces = std::vector<std::string>;

/// All that CSV makes difficult.
const Pieces difficult{"a", "b", ",", ";", "\"", "\n", "\t", "\r", " ", "'", "1", ".", "é"};

rc::Gen<std::string> text_of(const Pieces& pieces) {
  return rc::gen::map(rc::gen::container<Pieces>(rc::gen::elementOf(pieces)),
                      [](const Pieces& chosen) {
                        std::string text;
                        for (const std::string& piece : chosen) text += piece;
                        return text;
                      });
}

}  // namespace

TEST_CASE("any data set is the same after a round trip through CSV", "[csv]") {
  CHECK(rc::check([] {
    const auto samples = *rc::gen::inRange<std::size_t>(1, 9);
    const auto features = *rc::gen::inRange<std::size_t>(1, 5);
    Dataset data;
    data.inputs.resize(static_cast<Eigen::Index>(features), static_cast<Eigen::Index>(samples));
    for (double& number : data.inputs.reshaped()) {
      number = *rc::gen::arbitrary<double>();
      RC_PRE(std::isfinite(number));
    }
    for (std::size_t i = 0; i < features; ++i)
      data.feature_names.push_back("f" + std::to_string(i) + *text_of(difficult));
    std::set<std::string> names;
    for (std::size_t i = 0; i < samples; ++i) names.insert("c" + *text_of(difficult));
    data.class_names.assign(names.begin(), names.end());
    for (std::size_t i = 0; i < samples; ++i)
      data.labels.push_back(static_cast<int>(i % names.size()));

    const Dataset back = parse_csv(csv(data), "t.csv", {.delimiter = ','});
    RC_ASSERT(back.inputs == data.inputs);
    RC_ASSERT(back.labels == data.labels);
    RC_ASSERT(back.class_names == data.class_names);
    RC_ASSERT(back.feature_names == data.feature_names);
  }));
}

TEST_CASE("any text is a data set or an error", "[csv]") {
  Pieces pieces = difficult;
  pieces.push_back("\xc3");  // begins what is not UTF-8 without its second byte
  CHECK(rc::check([&] {
    try {
      const Dataset data = parse_csv(*text_of(pieces), "t.csv");
      RC_ASSERT(data.inputs.allFinite());
      RC_ASSERT(data.samples() > 0);
    } catch (const Error&) {
    }
  }));
}
