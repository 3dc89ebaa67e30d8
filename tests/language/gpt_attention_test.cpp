// The maps of attention are what the heads compute, and nothing that comes later is in them.
#include <cmath>

#include <stepgrad/language/gpt_attention.hpp>
#include <stepgrad/language/gpt_head.hpp>
#include <stepgrad/language/python_random.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

constexpr GptShape shape{.letters = 4, .layers = 2, .width = 4, .heads = 2, .context = 5};

Gpt some_gpt() {
  PythonRandom random(3);
  std::vector<double> weights(weights_of(shape));
  for (double& weight : weights) weight = random.normal(0.8);
  return Gpt(shape, weights);
}

}  // namespace

TEST_CASE("each row of an attention map is 1 together, and what comes later has no share",
          "[attention]") {
  const Alphabet abc(std::vector<std::string>{"abc"});
  const std::vector<NumberGrid> maps = attention_maps(some_gpt(), abc, "cab");
  REQUIRE(maps.size() == 4);
  CHECK(maps[1].name == "head 1, layer 0");
  for (const NumberGrid& map : maps) {
    CHECK(map.row_names == std::vector<std::string>{".", "c", "a", "b"});
    for (std::size_t i = 0; i < map.rows.size(); ++i) {
      double sum = 0;
      for (std::size_t j = 0; j < map.columns(); ++j) {
        CHECK(std::isnan(map.rows[i][j]) == (j > i));
        if (j <= i) sum += map.rows[i][j];
      }
      CHECK(std::abs(sum - 1) < 1e-12);
    }
  }
  CHECK(attention_maps(some_gpt(), abc, "cabcabcab")[0].rows.size() == shape.context);
}

TEST_CASE("the shares of a map are those that are drawn of its head", "[attention]") {
  const Alphabet abc(std::vector<std::string>{"abc"});
  const Gpt gpt = some_gpt();
  const NumberGrid map = attention_maps(gpt, abc, "cab")[3];
  const Trace head = head_trace(gpt, abc, "cab", 1, 1, 2);
  std::size_t found = 0;
  for (const auto& node : head.nodes)
    for (std::size_t t = 0; t <= 2; ++t)
      if (node.name == "share_" + std::to_string(t)) {
        ++found;
        CHECK(std::abs(node.value - map.rows[2][t]) < 1e-15);
      }
  CHECK(found == 3);
}

TEST_CASE("in percent a map has whole numbers", "[attention]") {
  const NumberGrid map = in_percent({{"", {{1, 0}, {0.337, 0.663}}}})[0];
  CHECK(map.rows == std::vector<std::vector<double>>{{100, 0}, {34, 66}});
}
