// Plots: what is drawn stands where the axes say.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <regex>
#include <string>
#include <vector>

#include <stepgrad/plot/plot.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

std::vector<std::string> all(const std::string& text, const std::string& pattern) {
  std::vector<std::string> found;
  const std::regex expression(pattern);
  for (std::sregex_iterator match(text.begin(), text.end(), expression), end; match != end; ++match)
    found.push_back(match->str(1));
  return found;
}

Plot line() {
  return {.title = "a < b & c",
          .x = {.label = "x", .logarithmic = false},
          .y = {.label = "y", .logarithmic = false},
          .series = {{"one", {{0, 0}, {5, 50}, {10, 100}}}},
          .marks = {{{5, 50}, "middle"}}};
}

}  // namespace

TEST_CASE("a straight line is drawn straight, from corner to corner", "[plot]") {
  const std::string path =
      all(svg(line()), R"re(<path d="(M[^"]*)" fill="none" stroke="#0072b2")re").at(0);
  double x[3], y[3];
  REQUIRE(std::sscanf(path.c_str(), "M%lf %lfL%lf %lfL%lf %lf", x, y, x + 1, y + 1, x + 2, y + 2) ==
          6);
  CHECK(x[1] == Approx((x[0] + x[2]) / 2));
  CHECK(y[1] == Approx((y[0] + y[2]) / 2));
  CHECK(y[0] > y[2]);  // up is smaller in an SVG
}

TEST_CASE("a mark stands on its point", "[plot]") {
  const std::string page = svg(line());
  const std::string path = all(page, R"re(<path d="M[^ ]* [^L]*L([^L]*)L)re").at(0);
  const std::string circle = all(page, R"re(<circle cx="([^"]*)")re").at(0) + " " +
                             all(page, R"re(<circle[^>]*cy="([^"]*)")re").at(0);
  CHECK(path == circle);
}

TEST_CASE("titles and names are text, whatever is in them", "[plot]") {
  CHECK(svg(line()).find("a &lt; b &amp; c") != std::string::npos);
}

TEST_CASE("logarithmic axes are labelled by decades, and leave out what has no place", "[plot]") {
  Plot plot = line();
  plot.x.logarithmic = plot.y.logarithmic = true;
  plot.series[0].points = {{1e-3, 1e-6}, {1e-2, 0}, {1e-1, 1e-2}, {1, std::nan("")}, {10, 1}};
  const std::string page = svg(plot);
  CHECK(all(page, R"re(10<tspan[^>]*>(-?\d+)</tspan>)re").size() > 5);
  const std::string path =
      all(page, R"re(<path d="(M[^"]*)" fill="none" stroke="#0072b2")re").at(0);
  CHECK(std::count(path.begin(), path.end(), 'M') == 3);  // two gaps
  CHECK(page.find("nan") == std::string::npos);
}

TEST_CASE("the same plot is the same text, and one point or none is a plot too", "[plot]") {
  CHECK(svg(line()) == svg(line()));
  Plot plot = line();
  plot.series[0].points = {{3, 3}};
  CHECK(svg(plot).find("</svg>") != std::string::npos);
  plot.series[0].points.clear();
  CHECK(svg(plot).find("</svg>") != std::string::npos);
}

TEST_CASE("plots stand side by side", "[plot]") {
  const std::vector<Plot> plots(3, line());
  const std::string page = svg(plots);
  CHECK(page.find("width=\"1560\"") != std::string::npos);
  CHECK(all(page, R"re(<g transform="translate\((\d+) 0\)">)re") ==
        std::vector<std::string>{"0", "520", "1040"});
}

TEST_CASE("a legend has its names in columns, and long ones as far as there is room", "[plot]") {
  Plot plot = line();
  for (const char* name : {"two", "three"}) plot.series.push_back({name, {{0, 0}}});
  const std::string row = R"re(<text x="[^"]*" y="54.5">([^<]*)</text>)re";
  CHECK(all(svg(plot), row) == std::vector<std::string>{"one", "two", "three"});
  plot.series[1].name = std::string(500, 'x');
  const std::vector<std::string> first = all(svg(plot), row);
  CHECK(first == std::vector<std::string>{"one"});
  CHECK(svg(plot).find(std::string(100, 'x')) == std::string::npos);
}

TEST_CASE("a page is longer where the legend is, so that the plot keeps its room", "[plot]") {
  const auto room = [](std::size_t series) {
    Plot plot;
    for (std::size_t i = 0; i < series; ++i)
      plot.series.push_back({std::string(60, 'x'), {{0, 0}, {1, 1}}});
    std::vector<double> y;
    for (const std::string& path : all(svg(plot), R"re(<path d="M[\d.]+ ([\d.]+L[^"]*)" fill)re")) {
      double from = 0, x = 0, to = 0;
      REQUIRE(std::sscanf(path.c_str(), "%lfL%lf %lf", &from, &x, &to) == 3);
      y.push_back(std::abs(to - from));
    }
    REQUIRE(!y.empty());
    return y[0];
  };
  CHECK(room(10) == room(4));
  CHECK(room(200) == room(4));
}

TEST_CASE("an axis that counts has ticks at whole numbers alone", "[plot]") {
  Plot plot = line();
  plot.series[0].points = {{1, 1}, {2, 3}};
  CHECK(svg(plot).find(">1.5</text>") != std::string::npos);
  plot.x.whole = plot.y.whole = true;
  CHECK(svg(plot).find(">1.5</text>") == std::string::npos);
}

TEST_CASE("with a picture behind, axes end where it ends, and what is beyond is not drawn",
          "[plot]") {
  Plot plot = line();
  plot.series[0].look = Plot::Look::points;
  plot.series[0].points = {{0.5, 0.5}, {7, 0.5}};
  plot.behind = {{1, 1, Bitmap::Colors::grey, {128}}, 0.1, 1.1, 0.1, 1.1};
  const std::string page = svg(plot);
  const std::string image = all(page, R"re(<image ([^h]*width="[^"]*"))re").at(0);
  CHECK(image == "x=\"86.00\" y=\"68.00\" width=\"610.00\"");
  const std::string shapes = all(page, R"re(<path d="(M[^"]*)" fill="#0072b2")re").at(0);
  CHECK(std::count(shapes.begin(), shapes.end(), 'M') == 1);
}

TEST_CASE("for a phone a plot is half as wide, and its long names take several lines", "[plot]") {
  Plot plot = line();
  plot.title = "A title that is much longer than a phone is wide, but it is all there";
  plot.series[0].name = "and so is the name of this series, to the last letter of its last word";
  plot.marks[0] = {{10, 100}, "a mark at the right"};
  const std::string page = narrow_svg(plot);
  CHECK(page.find("width=\"360\"") != std::string::npos);
  for (const char* end : {"it is all there</text>", "last word</text>", "the right</text>"})
    CHECK(page.find(end) != std::string::npos);
  CHECK(all(page, ">([^<]{46,})</text>").empty());
}

TEST_CASE("few points are large, and many are small", "[plot]") {
  const auto radius = [](std::size_t points) {
    Plot plot{.title = "", .x = {.label = "x"}, .y = {.label = "y"}, .series = {}, .marks = {}};
    plot.series.push_back({"p", {}, Plot::Look::points});
    for (std::size_t i = 0; i < points; ++i)
      plot.series[0].points.push_back({static_cast<double>(i), 0});
    return all(svg(plot), R"re(a([0-9.]+) [0-9.]+ 0 1 0)re").at(0);
  };
  CHECK(radius(4) == "4.8");
  CHECK(radius(400) == "3");
}

TEST_CASE("the words of two marks at one place stand below and above it", "[plot]") {
  Plot plot{.title = "", .x = {.label = "x"}, .y = {.label = "y"}, .series = {}, .marks = {}};
  plot.series.push_back({"p", {{0, 0}, {10, 10}}, Plot::Look::line});
  plot.marks = {{{2, 5}, "one"}, {{2, 5}, "two"}};
  const auto base = [page = svg(plot)](const std::string& label) {
    return std::stod(all(page, "y=\"([0-9.]+)\"[^>]*>" + label + "<").at(0));
  };
  CHECK(base("one") - base("two") > 16);
}
