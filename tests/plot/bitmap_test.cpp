// Bitmaps, read back by librsvg: what decodes and shows the PNG within the SVG.
#include <fmt/format.h>

#include <stepgrad/plot/bitmap.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "programs.hpp"

using namespace stepgrad;

namespace {

Bitmap gradient(std::size_t width, std::size_t height) {
  Bitmap bitmap{width, height, Bitmap::Colors::rgb, {}};
  for (std::size_t i = 0; i < width * height * 3; ++i)
    bitmap.bytes.push_back(static_cast<std::uint8_t>(i * 7));
  return bitmap;
}

}  // namespace

TEST_CASE("a PNG is the bytes that the standard asks for", "[bitmap]") {
  // One white pixel, written with Python's zlib.
  const std::string expected =
      "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b"
      "550000000d494441547801010200fdff00ff01010100608712b5000000004945"
      "4e44ae426082";
  std::string made;
  for (const char c : png({1, 1, Bitmap::Colors::grey, {255}}))
    made += fmt::format("{:02x}", static_cast<unsigned char>(c));
  CHECK(made == expected);
}

TEST_CASE("pictures of every size are read back by another program", "[bitmap]") {
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
