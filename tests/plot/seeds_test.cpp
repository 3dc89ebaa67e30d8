// Many seeds on one plot: the mean, the band around it, and every point.
#include <stepgrad/plot/seeds.hpp>

#include <algorithm>
#include <cmath>

#include <stepgrad/plot/text_plot.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

const std::vector<Run> three{
    {{0, 1}, {1, 4}, {2, 2}}, {{0, 3}, {1, 4}, {2, 8}}, {{0, 2}, {1, 7}, {2, 5}}};

Plot plot_of(Plot::Series series) {
  return {
      .title = "seeds", .x = {"epoch"}, .y = {"error"}, .series = {std::move(series)}, .marks = {}};
}

}  // namespace

TEST_CASE("the band goes from the least to the most of the runs, around their mean", "[plot]") {
  const Plot::Series series = with_spread("error", three);
  for (const auto& [i, least, mean, most] : {std::tuple{0, 1, 2, 3}, {1, 4, 5, 7}, {2, 2, 5, 8}}) {
    const auto at = static_cast<std::size_t>(i);
    CHECK(series.points[at].x == i);
    CHECK(series.below[at].y == least);
    CHECK(series.points[at].y == Approx(mean));
    CHECK(series.above[at].y == most);
  }
  CHECK(points_of("all", three).points.size() == 9);
}

TEST_CASE("or one standard deviation to each side", "[plot]") {
  const Plot::Series series = with_spread("error", three, Spread::deviation);
  CHECK(series.above[0].y == Approx(3));  // 1, 2, 3 deviate by 1
  CHECK(series.below[2].y == Approx(2));  // 2, 5, 8 by 3
  const Plot::Series alone = with_spread("error", std::span(three).first(1), Spread::deviation);
  CHECK(alone.below[1].y == 4);
  CHECK(alone.above[1].y == 4);
}

TEST_CASE("runs must stand at the same places", "[plot]") {
  CHECK(error_of([] { with_spread("", {}); }) == "the mean of no runs\nGive one or more.");
  const std::vector<Run> other{{{0, 1}, {1, 2}}, {{0, 1}, {3, 2}}};
  CHECK(error_of([&] { with_spread("", other); }) ==
        "runs that do not stand at the same x\nGive points at the same places.");
}

TEST_CASE("a plot holds its bands, and draws them behind the curves", "[plot]") {
  const Plot plot = plot_of(with_spread("error", three));
  CHECK(ranges_of(plot, 1, 1).y.most == 8);
  CHECK(common_area(std::vector<const Plot*>{&plot})->top == 8);
  const std::string page = svg(plot);
  const std::size_t band = page.find("fill-opacity"),
                    curve = page.find("fill=\"none\" stroke=\"#0072b2\"");
  REQUIRE(band != std::string::npos);
  CHECK(band < curve);
  CHECK(std::count(page.begin() + static_cast<std::ptrdiff_t>(page.rfind("<path", band)),
                   page.begin() + static_cast<std::ptrdiff_t>(band), 'L') == 5);  // 3 + 3 places
}

TEST_CASE("on a terminal a band is dotted, and the curve stands out from it", "[plot]") {
  const Plot plot = plot_of(with_spread("error", three));
  const std::string text = text_plot(plot, {.width = 60, .height = 20, .color = false});
  INFO(text);
  CHECK(std::count(text.begin(), text.end(), '.') > 100);
  CHECK(std::count(text.begin(), text.end(), 'o') >= 30);
  CHECK(text_plot(plot, {.width = 60, .height = 20, .color = true}).find("⠑") == std::string::npos);
}
