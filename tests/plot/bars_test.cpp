// Bars and grids of numbers, as text and as SVG.
#include <limits>

#include <stepgrad/base/error.hpp>
#include <stepgrad/plot/bars.hpp>
#include <stepgrad/plot/number_grid.hpp>

#include "catch.hpp"

using namespace stepgrad;

TEST_CASE("bars are as long as their numbers say", "[bars]") {
  const Bars bars{.title = "", .bars = {{"cat", 1}, {"dog", 0.5}, {"owl", 0}}};
  CHECK(text_bars(bars, 25, false) == "cat    1 ████████████████\ndog  0.5 ████████\nowl    0\n");
}

TEST_CASE("a histogram counts each number once, the ends included", "[bars]") {
  const double numbers[] = {0, 0.1, 0.5, 1, 2, -1, std::numeric_limits<double>::quiet_NaN()};
  const Bars bars = histogram("", numbers, 0, 1, 2);
  REQUIRE(bars.bars.size() == 2);
  CHECK(bars.bars[0].length == 2);
  CHECK(bars.bars[1].length == 2);
  CHECK(bars.bars[0].name == "0.25");
  CHECK_THROWS_AS(histogram("", numbers, 1, 1, 2), Error);
}

TEST_CASE("what is not finite has no bar, and says so", "[bars]") {
  const Bars bars{.title = "", .bars = {{"a", std::numeric_limits<double>::infinity()}, {"b", 1}}};
  CHECK(text_bars(bars, 30, false).starts_with("a  inf\n"));
}

TEST_CASE("grids stand side by side as long as they fit", "[grid]") {
  const NumberGrid grids[] = {{"W", {{1, -2}, {0.5, 3}}}, {"b", {{0}, {1}}, {"u", "v"}}};
  CHECK(text_grids(grids, 40, false) == "W          b\n  1  -2    u  0\n0.5   3    v  1\n");
  CHECK(text_grids(grids, 9, false) == "W\n  1  -2\n0.5   3\n\nb\nu  0\nv  1\n");
  const NumberGrid ragged[] = {{"R", {{1, 2}, {3}}}};
  CHECK_THROWS_AS(text_grids(ragged, 40, false), Error);
}

TEST_CASE("long names of bars take lines of their own, so that a phone has room for the bars",
          "[bars]") {
  const Bars bars{.title = "", .bars = {{"the share of all the samples that are right", 1}}};
  const std::string drawn = narrow_svg(bars);
  CHECK(drawn.find("width=\"360\"") != drawn.npos);
  CHECK(drawn.find("the share of all<") != drawn.npos);
  CHECK(drawn.find("are right<") != drawn.npos);
}

TEST_CASE("a matrix whose numbers have no room is a picture, its zeros blank", "[grid]") {
  NumberGrid jacobian{"J", {std::vector<double>(36, 0.0), std::vector<double>(36, 0.0)}};
  jacobian.rows[0][0] = 0.125;
  jacobian.rows[1][35] = -2;
  const std::string drawn = narrow_svg(std::vector{jacobian});
  CHECK(drawn.find("in-cell") == drawn.npos);
  CHECK(drawn.find("fill=\"#ffffff\" stroke") != drawn.npos);
  const std::string blank(34, ' ');
  CHECK(text_grids(std::vector{jacobian}, 40, false) ==
        "J\n│+ " + blank + "│\n│ " + blank + "-│\n");
  const NumberGrid small{.name = "", .rows = {{1, 0, -1}}, .as_picture = true};
  CHECK(text_grids(std::vector{small}, 40, false) == "│++  --│\n");
}

TEST_CASE("of a table of letters by letters what is no number is left out, and cells are square",
          "[grid]") {
  const std::vector<std::string> ab{"a", "b"};
  const double gap = std::numeric_limits<double>::quiet_NaN();
  NumberGrid map{"heeds", {{100, gap}, {40, 60}}, ab, ab};
  CHECK(text_grids(std::vector{map}, 40, false) == "heeds\n     a   b\na  100\nb   40  60\n");
  const std::string drawn = svg(std::vector{map});
  std::size_t cells = 0;
  for (std::size_t at = 0; (at = drawn.find("class=\"cell\"", at)) != drawn.npos; ++at) ++cells;
  CHECK(cells == 3);
  CHECK(drawn.find("width=\"34.00\" height=\"34.00\"") != drawn.npos);
  map.as_picture = true;
  CHECK(text_grids(std::vector{map}, 40, false) == "heeds\na │++··│\nb │++++│\n");
}
