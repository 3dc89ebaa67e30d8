// Pictures of a lesson as they stand on a terminal.
#include <algorithm>

#include <stepgrad/base/error.hpp>
#include <stepgrad/course/film.hpp>
#include <stepgrad/course/picture.hpp>

#include "catch.hpp"

using namespace stepgrad;

TEST_CASE("images stand side by side in half blocks, each over its name, as many as fit",
          "[picture]") {
  const GreyImage corner{3, 3, {1, 0, 0, 1, 0, 0, 1, 1, 1}}, dot{3, 3, {0, 0, 0, 0, 1, 0, 0, 0, 0}};
  const Images images{{corner, dot}, {"ell", "dot"}};
  CHECK(picture_text(images, {.width = 8}) == "█     ▄\n▀▀▀\nell  dot\n");
  CHECK(picture_text(images, {.width = 7}) == "█\n▀▀▀\nell\n\n ▄\n\ndot\n");
  CHECK(picture_text(Images{{dot}}, {}) == " ▄\n\n");
}

TEST_CASE("pictures stand side by side where a terminal is wide enough, else one below the other",
          "[picture]") {
  const SideBySide both{
      {Bars{"", {{"a", 2}, {"b", 1}}}, std::vector<NumberGrid>{{"W", {{1, -2}, {0.5, 3}}}}}};
  const std::string wide = picture_text(both, {.width = 76});
  const std::string first = wide.substr(0, wide.find('\n'));
  CHECK(first.starts_with("a  2 █"));
  CHECK(first.ends_with("   W"));
  CHECK(std::count(wide.begin(), wide.end(), '\n') == 3);
  CHECK(picture_text(both, {.width = 40}).ends_with("\n\nW\n  1  -2\n0.5   3\n"));
}

TEST_CASE(
    "side by side two drawings for phones make a wide one, and lie below each other on a phone",
    "[picture]") {
  const Plot plot{
      .title = "", .x = {}, .y = {}, .series = {{"one", {{0, 0}, {1, 1}}}}, .marks = {}};
  const SideBySide both{{plot, Bars{"", {{"a", 2}}}}};
  CHECK(picture_svg(both).find("width=\"732\"") != std::string::npos);
  CHECK(picture_svg(both).find("<svg x=\"372\" y=\"0\"") != std::string::npos);
  CHECK(narrow_picture_svg(both).find("<svg x=\"0\" y=\"362\"") != std::string::npos);
  CHECK_THROWS_AS(picture_svg(SideBySide{{MatrixMoment{}}}), Error);
}

TEST_CASE("plots of a film keep their axes, also beside another picture", "[picture]") {
  const auto frame = [](double y) {
    const Plot plot{
        .title = "", .x = {}, .y = {}, .series = {{"loss", {{0, 1}, {1, y}}}}, .marks = {}};
    return Film::Frame{"", SideBySide{{Bars{"", {{"p", y}}}, plot}}};
  };
  const Film film = with_common_axes({{frame(2), frame(8)}});
  for (Film::Frame shown : film.frames) CHECK(plots_in(shown.picture)[0]->area->top == 8);
}
