// Bitmaps, read back by librsvg: what decodes and shows the PNG within the SVG.
#include <fmt/format.h>

#include <stepgrad/plot/bitmap.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "plot/png.hpp"
#include "programs.hpp"
#include "rendered.hpp"

using namespace stepgrad;

namespace {

Bitmap gradient(std::size_t width, std::size_t height) {
  Bitmap bitmap{width, height, Bitmap::Colors::rgb, {}};
  for (std::size_t i = 0; i < width * height * 3; ++i)
    bitmap.bytes.push_back(static_cast<std::uint8_t>(i * 7));
  return bitmap;
}

}  // namespace

TEST_CASE("a PNG is read back pixel for pixel by another program", "[bitmap]") {
  if (!test::has_libpng()) return;
  if (!test::has_imagemagick()) return;
  const Bitmap bitmap = gradient(40, 30);
  const std::string file = png(bitmap);
  for (const auto& [x, y] : {std::pair{0, 0}, {39, 0}, {0, 29}, {17, 11}}) {
    const std::uint8_t* bytes = &bitmap.bytes[3 * (static_cast<std::size_t>(y) * 40 + x)];
    CHECK(test::pixel(file, x, y) == fmt::format("{},{},{}", bytes[0], bytes[1], bytes[2]));
  }
}

TEST_CASE("a PNG of one colour is small", "[bitmap]") {
  if (!test::has_libpng()) return;
  const std::string file = png({200, 100, Bitmap::Colors::grey, std::vector<std::uint8_t>(20000)});
  CHECK(file.starts_with("\x89PNG\r\n\x1a\n"));
  CHECK(file.size() < 500);
}

TEST_CASE("pictures of every size are read back by another program", "[bitmap]") {
  if (!test::has_libpng()) return;
  if (!test::has("rsvg-convert", "librsvg2-bin")) return;
  for (const auto& [width, height] :
       std::vector<std::pair<std::size_t, std::size_t>>{{1, 1}, {2, 3}, {300, 200}}) {
    const Outcome shown = run_program("rsvg-convert", {"-f", "png"},
                                      svg(gradient(width, height), 2), std::chrono::seconds(60));
    INFO(width << " x " << height);
    CHECK(shown.errors == "");
    CHECK(shown.output.find("IHDR") != std::string::npos);
  }
}

TEST_CASE("an enlarged picture repeats its pixels both ways", "[bitmap]") {
  const Bitmap large = enlarged({2, 1, Bitmap::Colors::grey, {1, 2}}, 2);
  CHECK(large.width == 4);
  CHECK(large.height == 2);
  CHECK(large.bytes == std::vector<std::uint8_t>{1, 1, 2, 2, 1, 1, 2, 2});
}

TEST_CASE("a smoothed picture changes gradually between the centres of its pixels", "[bitmap]") {
  const Bitmap large = smoothed({2, 1, Bitmap::Colors::grey, {0, 200}}, 2);
  CHECK(large.bytes == std::vector<std::uint8_t>{0, 50, 150, 200, 0, 50, 150, 200});
  CHECK(smoothed({1, 1, Bitmap::Colors::rgb, {1, 2, 3}}, 1).bytes ==
        std::vector<std::uint8_t>{1, 2, 3});
}

TEST_CASE("a picture that does not fit its size is refused", "[bitmap]") {
  CHECK(error_of([] {
          png({0, 4, Bitmap::Colors::grey, {}});
        }) == "a picture cannot have 0 × 4 pixels\nGive it 1 to 32768 each way.");
  CHECK(error_of([] {
          png({2, 2, Bitmap::Colors::rgb, {1, 2}});
        }) == "2 bytes for 2 × 2 pixels\nA pixel takes 3.");
}
