// Contour lines: every point of one has its height, and the lines are whole.
#include <stepgrad/plot/contours.hpp>

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "error_text.hpp"
#include "rendered.hpp"

using namespace stepgrad;

namespace {

constexpr Area square{-2, 2, -2, 2};

std::size_t pieces(const Plot::Series& series) {
  std::size_t count = !series.points.empty();
  for (const Plot::Point& point : series.points) count += std::isnan(point.x);
  return count;
}

double bowl(double x, double y) { return x * x + y * y; }
double saddle(double x, double y) { return x * y; }

}  // namespace

TEST_CASE("every point of a contour line has its height", "[contours]") {
  for (const Surface& surface : {Surface(bowl), Surface(saddle)})
    for (const Plot::Series& line : contours("f", surface, square, {0.5, 1, 2}, 100)) {
      const double level = std::stod(line.name.substr(4));
      REQUIRE(line.points.size() > 20);
      for (const Plot::Point& point : line.points)
        if (!std::isnan(point.x)) CHECK(std::abs(surface(point.x, point.y) - level) < 1e-3);
    }
}

TEST_CASE("a ring closes, and comes round once", "[contours]") {
  const Plot::Series ring = contours("f", bowl, square, {1})[0];
  CHECK(ring.name == "f = 1");
  CHECK(pieces(ring) == 1);
  CHECK(ring.points.front().x == ring.points.back().x);
  CHECK(ring.points.front().y == ring.points.back().y);
  double around = 0;
  for (std::size_t i = 1; i < ring.points.size(); ++i)
    around += std::hypot(ring.points[i].x - ring.points[i - 1].x,
                         ring.points[i].y - ring.points[i - 1].y);
  CHECK(around == Approx(2 * std::acos(-1.0)).epsilon(1e-3));
}

TEST_CASE("a saddle has two lines at each height, and they do not touch", "[contours]") {
  const Plot::Series above = contours("f", saddle, square, {0.01}, 21)[0];
  CHECK(pieces(above) == 2);
  const Plot::Series below = contours("f", saddle, square, {-0.01}, 21)[0];
  CHECK(pieces(below) == 2);
  for (const Plot::Point& point : below.points)
    if (!std::isnan(point.x)) CHECK(point.x * point.y <= 0);
}

TEST_CASE("a height that is not reached has no line, nor has a place without height",
          "[contours]") {
  CHECK(contours("f", bowl, square, {-1})[0].points.empty());
  const auto half = [](double x, double y) { return x < 0 ? std::log(x) : y; };
  const Plot::Series line = contours("f", half, square, {0.5})[0];
  for (const Plot::Point& point : line.points) CHECK(point.x >= 0);
}

TEST_CASE("an area without extent is told", "[contours]") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const Area& area : {Area{1, 1, 0, 2}, Area{0, 1, 2, 0}, Area{0, infinity, 0, 2}})
    CHECK_THAT(error_of([&] { contours("f", bowl, area, {1}); }),
               Catch::Matchers::StartsWith("the area of the contour lines is empty"));
}

TEST_CASE("where a unit is as long on both axes, an arrow uphill stands upright on its line",
          "[contours][plot]") {
  Plot map{.title = "a slope",
           .x = {.label = "x"},
           .y = {.label = "y"},
           .series = {},
           .marks = {},
           .same_units = true};
  map.series = contours("f", [](double x, double y) { return x + 2 * y; }, {-1, 1, -3, 3}, {0});
  map.series.push_back(arrow("uphill", {0, 0}, {1, 2}));
  const PlotRanges wide = ranges_of(map, 600, 300), tall = ranges_of(map, 100, 300);
  CHECK((wide.x.most - wide.x.least) / (wide.y.most - wide.y.least) == Approx(2));
  CHECK((tall.x.most - tall.x.least) / (tall.y.most - tall.y.least) == Approx(1.0 / 3));
  CHECK(wide.x.least + wide.x.most == Approx(0).margin(1e-12));  // as much more at both ends
  map.same_units = false;
  CHECK(ranges_of(map, 600, 300).x.most == 1);
  CHECK(test::faults_of(svg(map)) == "");
}
