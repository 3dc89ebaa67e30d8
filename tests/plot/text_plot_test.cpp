// Plots in text: what a terminal shows of them.
#include <stepgrad/base/text.hpp>
#include <stepgrad/plot/text_plot.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

Plot line() {
  return {.title = "A line",
          .x = {.label = "x"},
          .y = {.label = "y"},
          .series = {{"one", {{0, 0}, {3, 30}}}},
          .marks = {{{3, 30}, "the end"}}};
}

}  // namespace

TEST_CASE("a plot in text has ticks with numbers, and a legend with the sign of each series",
          "[text_plot]") {
  CHECK(text_plot(line(), {.width = 24, .height = 10}) ==
        "y         A line\n"
        "30 ┤                oA\n"
        "   │            oooo\n"
        "20 ┤         ooo\n"
        "10 ┤      ooo\n"
        "   │  oooo\n"
        " 0 ┤oo\n"
        "   └┬──────────┬────── x\n"
        "    0          2\n"
        "o one   A: the end\n");
}

TEST_CASE("with colours a curve is drawn in dots, and the legend has its colour", "[text_plot]") {
  CHECK(text_plot(line(), {.width = 24, .height = 10, .color = true}) ==
        "y         A line\n"
        "30 ┤               \033[36m⣀⠔\033[0m\033[1mA\033[0m\n"
        "   │            \033[36m⣀⠔⠊\033[0m\n"
        "20 ┤         \033[36m⣀⠔⠊\033[0m\n"
        "10 ┤      \033[36m⡠⠔⠉\033[0m\n"
        "   │   \033[36m⡠⠔⠉\033[0m\n"
        " 0 ┤\033[36m⡠⠔⠉\033[0m\n"
        "   └┬──────────┬────── x\n"
        "    0          2\n"
        "\033[36m⠤⠤⠤⠤\033[0m one   \033[1mA\033[0m: the end\n");
}

TEST_CASE("a plot in text is as large as it is told", "[text_plot]") {
  Plot plot = line();
  plot.series.push_back({"a name that is so long that there is no room for it", {{1, 5}}});
  for (const bool color : {false, true})
    for (const std::size_t width : {30, 50, 76})
      for (const std::size_t height : {12, 14, 20}) {
        const std::string text =
            text_plot(plot, {.width = width, .height = height, .color = color});
        const std::vector<std::string_view> lines = split(text, '\n');
        CHECK(lines.size() == height + 1);
        for (const std::string_view one : lines)
          if (!color) CHECK(columns(one) <= width);
      }
}

TEST_CASE("what has no place on an axis is left out, and no points leave axes", "[text_plot]") {
  const Plot nothing{.title = "", .x = {}, .y = {}, .series = {{"none", {}}}, .marks = {}};
  CHECK(has(text_plot(nothing, {.width = 20, .height = 6}), "┤"));
  Plot flat{.title = "",
            .x = {.label = "", .logarithmic = true},
            .y = {},
            .series = {{"flat", {{0, 1}, {1, 1}, {10, 1}}}},
            .marks = {}};
  CHECK(has(text_plot(flat), "ooooo"));
  CHECK(has(text_plot(flat, {.color = true}), "⠒⠒⠒"));
}

TEST_CASE("points of several series keep their shapes, and rings are rings", "[text_plot]") {
  Plot cloud{.title = "Points",
             .x = {},
             .y = {},
             .series = {{"a", {{0, 0}}, Plot::Look::points},
                        {"b", {{1, 1}}, Plot::Look::points},
                        {"wrong", {{2, 0}}, Plot::Look::rings}},
             .marks = {}};
  const std::string plain = text_plot(cloud), colors = text_plot(cloud, {.color = true});
  CHECK(has(plain, "o a   x b   + wrong"));
  CHECK(has(colors, "\033[36m●\033[0m a   \033[33m■\033[0m b   ○ wrong"));
}

TEST_CASE("a picture lies behind a plot, in colours or in shades", "[text_plot]") {
  Plot plot = line();
  plot.behind = {{2, 2, Bitmap::Colors::rgb, {255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 0, 255}},
                 {0, 3, 0, 30}};
  const std::string plain = text_plot(plot), colors = text_plot(plot, {.color = true});
  CHECK(has(plain, "▓"));
  CHECK(has(colors, "\033[38;2;255;255;255;48;2;255;255;255m▀"));
  CHECK(has(colors, "48;2;0;0;255m"));
}

TEST_CASE("with the same units on both axes a plot is about as wide as what it holds",
          "[text_plot]") {
  Plot square = line();
  square.series[0].points = {{0, 0}, {1, 1}};
  square.marks.clear();
  square.same_units = true;
  const std::string text = text_plot(square);
  for (const std::string_view one : split(text, '\n')) CHECK(columns(one) < 65);
}

TEST_CASE("the number at the end of the axis stays within the width", "[plot]") {
  const Plot plot{.title = "",
                  .x = {.label = "number of features", .logarithmic = true},
                  .y = {},
                  .series = {{"f", {{1, 0}, {1000, 1}}}},
                  .marks = {}};
  const std::string text = text_plot(plot, {.width = 40, .height = 12});
  CHECK(text.find("1000") != std::string::npos);
  for (const std::string_view line : split(text, '\n')) CHECK(columns(line) <= 40);
}
