// Images on sheets: what is ink is dark, each in its place, with its caption.
#include <stepgrad/plot/worst_mistakes.hpp>

#include <cmath>

#include "catch.hpp"
#include "error_text.hpp"
#include "plot/png.hpp"
#include "rendered.hpp"
#include "svg.hpp"

using namespace stepgrad;

namespace {

GreyImage pair(double left, double right) { return {2, 1, {left, right}}; }

}  // namespace

TEST_CASE("ink is dark, and what is beyond 0 and 1 is paper and ink", "[images]") {
  CHECK(bitmap({5, 1, {0, 1, -3, 7, NAN}}).bytes == std::vector<std::uint8_t>{255, 0, 255, 0, 255});
}

TEST_CASE("a contact sheet has its images in rows, and a gap for one without pixels", "[images]") {
  const std::vector<GreyImage> images{pair(1, 0), {}, pair(0, 1)};
  const Bitmap sheet = contact_sheet(images, 2);
  CHECK(sheet.width == 4);
  CHECK(sheet.height == 2);
  CHECK(sheet.bytes == std::vector<std::uint8_t>{0, 255, 255, 255, 255, 0, 255, 255});
}

TEST_CASE("ImageMagick reads a sheet's pixels", "[images]") {
  if (!test::has_libpng()) return;
  if (!test::has_imagemagick()) return;
  const std::vector<GreyImage> images{pair(1, 0), pair(0, 1)};
  const std::string sheet = png(enlarged(contact_sheet(images, 1), 3));
  CHECK(test::pixel(sheet, 1, 1) == "0,0,0");
  CHECK(test::pixel(sheet, 4, 1) == "255,255,255");
  CHECK(test::pixel(sheet, 4, 4) == "0,0,0");
}

TEST_CASE("images that do not fit are refused", "[images]") {
  CHECK(error_of([] {
          bitmap({2, 2, {1}});
        }) == "1 numbers for an image of 2 × 2 pixels\nGive one for each pixel.");
  CHECK(error_of([] {
          contact_sheet(std::vector<GreyImage>{pair(0, 0), {1, 1, {0}}}, 2);
        }) == "images of 2 × 1 and 1 × 1 pixels on one sheet\nGive it images of one size.");
  CHECK(error_of([] { contact_sheet({}, 2); }) ==
        "a sheet without images\nGive it one or more, and room for them.");
}

TEST_CASE("a mistake says what it is, what was said, and how surely", "[images]") {
  if (!test::has_libpng()) return;
  const std::vector<Mistake> mistakes{{pair(1, 0), "4", "9", 0.984}, {pair(0, 1), "<a>", "b", 0.5}};
  const std::string page = svg(mistakes);
  CHECK(test::faults_of(page) == "");
  CHECK(test::texts(page) == std::vector<std::string>{"The worst mistakes", "is 4,",
                                                      "said 9 (98 %)", "is <a>,", "said b (50 %)"});
}

TEST_CASE("many mistakes fit, and none is said to be none", "[images]") {
  if (!test::has_libpng()) return;
  CHECK(test::texts(svg(std::span<const Mistake>())) == std::vector<std::string>{"No mistakes"});
  CHECK(test::faults_of(svg(std::vector<Mistake>(100, {pair(1, 0), "4", "9", 1}))) == "");
}
