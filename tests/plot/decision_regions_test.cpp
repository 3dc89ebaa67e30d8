// Decision regions: each place has the colour of the class that is said there.
#include <stepgrad/plot/decision_regions.hpp>

#include <array>
#include <cmath>
#include <limits>

#include <stepgrad/base/text.hpp>
#include <stepgrad/plot/palette.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "plot/png.hpp"
#include "rendered.hpp"
#include "svg.hpp"

using namespace stepgrad;

namespace {

/// Class 0 at the left of x = 0, class 1 at the right, surer the further away.
DecisionRegions halves() {
  DecisionRegions regions{.title = "halves",
                          .area = {-3, 3, -1, 1},
                          .columns = 60,
                          .rows = 20,
                          .samples = {{{-2, 0}, 0, 0}, {{2, 0}, 1, 1}, {{1, 0.5}, 0, 1}},
                          .x_label = "x1",
                          .y_label = "x2",
                          .class_names = {"left", "right"}};
  for (const auto& [x, y] : centres(regions.area, regions.columns, regions.rows))
    regions.cells.push_back({x > 0, 1 / (1 + std::exp(-4 * std::abs(x)))});
  return regions;
}

/// As many classes as asked for, in stripes.
DecisionRegions stripes(int classes, std::size_t samples) {
  DecisionRegions regions{.title = "",
                          .area = {0, 1, 0, 1},
                          .columns = 100,
                          .rows = 80,
                          .x_label = "x",
                          .y_label = "<&>"};
  const auto stripe = [&](double x) { return static_cast<int>(x * classes); };
  for (int k = 0; k < classes; ++k) regions.class_names.push_back(std::to_string(k));
  for (const auto& [x, y] : centres(regions.area, regions.columns, regions.rows))
    regions.cells.push_back({stripe(x), 1});
  for (std::size_t i = 0; i < samples; ++i) {
    const double x = (static_cast<double>(i) + 0.5) / static_cast<double>(samples);
    regions.samples.push_back(
        {{x, std::fmod(x * 7, 1)}, stripe(x), (stripe(x) + (i % 2 == 0)) % classes});
  }
  return regions;
}

}  // namespace

TEST_CASE("the area holds all places with air around them", "[regions]") {
  const Area area = around(std::vector<Place>{{0, 5}, {10, 5}, {NAN, 100}});
  CHECK(area.left == -1);
  CHECK(area.right == 11);
  CHECK(area.bottom == 4);  // one number alone has 1 on both sides
  CHECK(area.top == 6);
  CHECK(around({}).left < around({}).right);
}

TEST_CASE("centres go row after row from the top", "[regions]") {
  const std::vector<Place> places = centres({0, 4, 0, 2}, 2, 2);
  REQUIRE(places.size() == 4);
  CHECK(places[0].x == 1);
  CHECK(places[0].y == 1.5);
  CHECK(places[1].x == 3);
  CHECK(places[2].y == 0.5);
}

TEST_CASE("regions are filled with what is said in each cell and of each sample", "[regions]") {
  const DecisionRegions regions = filled(
      {.title = "", .area = {0, 4, 0, 2}, .columns = 2, .rows = 1, .samples = {{{0.5, 1}, 1}}},
      [](const Place& at) {
        return surest(std::array{at.x / 4, 1 - at.x / 4});
      });
  REQUIRE(regions.cells.size() == 2);
  CHECK(regions.cells[0].label == 1);  // the centre is at x = 1
  CHECK(regions.cells[0].confidence == 0.75);
  CHECK(regions.cells[1].label == 0);
  CHECK(regions.samples[0].said == 1);
  CHECK(regions.samples[0].is_right());
}

TEST_CASE("a region has its class's colour, paler where the model is less sure", "[regions]") {
  const Bitmap picture = background(halves());
  const auto green = [&](std::size_t x) { return picture.bytes[3 * x + 1]; };
  const auto red = [&](std::size_t x) { return picture.bytes[3 * x]; };
  CHECK(red(0) < red(29));       // blue, then nearly white
  CHECK(green(30) > green(59));  // nearly white, then vermilion
  CHECK(red(59) > red(0));
}

TEST_CASE("in the PNG a sample has its own colour, and a mistake a dark rim", "[regions]") {
  if (!test::has_libpng()) return;
  const std::string picture = png(bitmap(halves(), 10));  // 600 × 200
  if (!test::has_imagemagick()) return;
  CHECK(test::pixel(picture, 100, 100) == "0,114,178");  // at (-2, 0): class 0
  CHECK(test::pixel(picture, 500, 100) == "213,94,0");   // at (2, 0): class 1
  CHECK(test::pixel(picture, 400, 50) == "0,114,178");   // at (1, 0.5): class 0, said 1
  CHECK(test::pixel(picture, 404, 50) == "0,0,0");
  CHECK(test::pixel(picture, 0, 0) != test::pixel(picture, 599, 0));
}

TEST_CASE("the plot says the accuracy, names the classes and rings mistakes", "[regions]") {
  if (!test::has_libpng()) return;
  const Plot drawn = plot(halves());
  CHECK(drawn.title == "halves: 66.7 % right (2 of 3)");
  REQUIRE(drawn.series.size() == 3);
  CHECK(drawn.series[0].points.size() == 2);
  CHECK(drawn.series[2].name == "mistakes");
  CHECK(drawn.series[2].points[0].x == 1);
  CHECK(svg(drawn).find("data:image/png") != std::string::npos);
}

TEST_CASE("few classes or many, few samples or many: all can be drawn", "[regions]") {
  if (!test::has_libpng()) return;
  for (const int classes : {1, 2, 3, 10, 30})
    for (const std::size_t samples : {0, 1, 300, 20000}) {
      INFO(classes << " classes, " << samples << " samples");
      const DecisionRegions regions = stripes(classes, samples);
      const std::string page = svg(plot(regions));
      CHECK(test::faults_of(page) == "");
      CHECK(page.size() < 400000);
      CHECK(png(bitmap(regions, 2)).find("IHDR") != std::string::npos);
      CHECK_FALSE(text_map(regions, 80, false).empty());
    }
}

TEST_CASE("a terminal without colours shows regions as small letters, samples as large ones",
          "[regions]") {
  const std::string map = text_map(halves(), 36, false);
  const std::vector<std::string_view> lines = split(map, '\n');
  REQUIRE(lines.size() >= 15);
  CHECK(lines[0] == "halves: 66.7 % right (2 of 3)");
  CHECK(lines[1].substr(0, 3) == "aaa");
  CHECK(lines[1].substr(33) == "bbb");
  CHECK(lines[1].substr(17, 2) == "  ");  // not sure in the middle
  CHECK(lines[7][6] == 'A');
  CHECK(lines[7][30] == 'B');
  CHECK(lines[4][24] == 'A');  // a mistake, within b
  CHECK(lines[13] == "x1 from -3 to 3, x2 from -1 to 1");
  CHECK(lines[14] == "A left  B right");
}

TEST_CASE("in colours each line is as wide as asked for, and ends without colours", "[regions]") {
  const std::string map = text_map(halves(), 30, true);
  const std::vector<std::string_view> lines = split(map, '\n');
  for (std::size_t row = 1; row <= 10; ++row) {
    std::string plain;
    for (std::size_t i = 0; i < lines[row].size(); ++i)
      if (lines[row][i] == '\x1b')
        i = lines[row].find('m', i);
      else
        plain += lines[row][i];
    CHECK(columns(plain) == 30);
    CHECK(lines[row].ends_with("\x1b[0m"));
  }
  CHECK(map.find("×") != std::string::npos);
}

TEST_CASE("the names of classes are not torn apart at the end of a line", "[regions]") {
  DecisionRegions regions = halves();
  regions.class_names = {"on the left side", "on the right side"};
  const std::string page = text_map(regions, 30, false);
  CHECK(page.find("A on the left side\nB on the right side\n") != std::string::npos);
}

TEST_CASE("any place can be a sample", "[regions]") {
  if (!test::has_libpng()) return;
  DecisionRegions regions = halves();
  for (const double x : {-3.0, 3.0, 100.0, std::nan(""), std::numeric_limits<double>::infinity()})
    regions.samples.push_back({{x, x}, 0, 0});
  CHECK(test::faults_of(svg(plot(regions))) == "");
  CHECK_NOTHROW(bitmap(regions, 3));
  CHECK_NOTHROW(text_map(regions, 60, true));
}

TEST_CASE("regions that do not fit are refused", "[regions]") {
  DecisionRegions short_of = halves();
  short_of.cells.pop_back();
  CHECK(error_of([&] { background(short_of); }) ==
        "1199 cells for 60 × 20 decision regions\nGive one for each of their centres.");
  DecisionRegions unknown = halves();
  unknown.samples[0].said = 2;
  CHECK(error_of([&] { text_map(unknown, 80, false); }) ==
        "decision regions of 2 classes, and a label 2\n"
        "Labels count the names of the classes from 0.");
  DecisionRegions endless = halves();
  endless.area = around(std::vector<Place>{{-1e308, 0}, {1e308, 0}});
  CHECK(error_of([&] { bitmap(endless, 1); }) ==
        "decision regions inf wide or high\n"
        "Right must be more than left, top more than bottom, and all finite.");
}
