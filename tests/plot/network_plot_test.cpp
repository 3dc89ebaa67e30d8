// Networks drawn in layers.
#include <stepgrad/base/error.hpp>
#include <stepgrad/plot/network_plot.hpp>

#include "catch.hpp"

using namespace stepgrad;

TEST_CASE("a network has a line for each weight, by its sign", "[plot]") {
  const Plot plot = network_plot("2-1", {{"x1", "x2"}, {"f"}}, {{{3, -1}}});
  REQUIRE(plot.series.size() == 3);
  CHECK(plot.series[0].points.size() == 3);  // two ends, and a gap
  CHECK(plot.series[0].points[0].y == 0.5);  // x1 stands above x2
  CHECK(plot.series[1].points[0].y == -0.5);
  CHECK(plot.series[2].points.size() == 3);
  CHECK(plot.marks[2].label == "f");
  CHECK(plot.marks[2].at.x == 1);
}

TEST_CASE("a weight of 0 has no line", "[plot]") {
  const Plot plot = network_plot("", {{"x"}, {"f"}}, {{{0}}});
  CHECK(plot.series[0].points.empty());
  CHECK(plot.series[1].points.empty());
}

TEST_CASE("weights that do not fit their layers are refused", "[plot]") {
  CHECK_THROWS_AS(network_plot("", {{"x"}, {"f"}}, {}), Error);
  CHECK_THROWS_AS(network_plot("", {{"x"}, {"f"}}, {{{1}, {2}}}), Error);
  CHECK_THROWS_AS(network_plot("", {{"x"}, {"f"}}, {{{1, 2}}}), Error);
}
