#include <stepgrad/plot/bitmap.hpp>

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>
#ifdef STEPGRAD_PNG
#include <png.h>
#endif

#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

std::size_t channels(const Bitmap& bitmap) { return static_cast<std::size_t>(bitmap.colors); }

void check_size(const Bitmap& bitmap) {
  constexpr std::size_t widest = 1 << 15;
  if (bitmap.width == 0 || bitmap.height == 0 || bitmap.width > widest || bitmap.height > widest)
    throw Error(fmt::format("a picture cannot have {} × {} pixels", bitmap.width, bitmap.height),
                "", fmt::format("Give it 1 to {} each way.", widest));
  if (bitmap.bytes.size() != bitmap.width * bitmap.height * channels(bitmap))
    throw Error(fmt::format("{} bytes for {} × {} pixels", bitmap.bytes.size(), bitmap.width,
                            bitmap.height),
                "", fmt::format("A pixel takes {}.", channels(bitmap)));
}

/// The two pixels (of `size`) between whose centres the centre of the enlarged pixel `i` lies, and
/// how far it is on its way to the second. At the edges both are the same.
struct Neighbours {
  std::size_t first, second;
  double share;

  Neighbours(std::size_t i, std::size_t scale, std::size_t size) {
    const double place =
        std::clamp((static_cast<double>(i) + 0.5) / static_cast<double>(scale) - 0.5, 0.0,
                   static_cast<double>(size - 1));
    first = static_cast<std::size_t>(place);
    second = std::min(first + 1, size - 1);
    share = place - static_cast<double>(first);
  }
};

/// Six bits a letter (RFC 4648).
std::string base64(std::string_view text) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string coded;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    const std::string_view three = text.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k)
      bits = bits << 8 | (k < three.size() ? static_cast<unsigned char>(three[k]) : 0);
    for (std::size_t k = 0; k < 4; ++k)
      coded += k <= three.size() ? letters[bits >> (18 - 6 * k) & 63] : '=';
  }
  return coded;
}

}  // namespace

Bitmap enlarged(const Bitmap& bitmap, std::size_t scale) {
  check_size(bitmap);
  Bitmap large{bitmap.width * scale, bitmap.height * scale, bitmap.colors, {}};
  large.bytes.reserve(bitmap.bytes.size() * scale * scale);
  for (std::size_t y = 0; y < large.height; ++y)
    for (std::size_t x = 0; x < large.width; ++x) {
      const std::size_t pixel = y / scale * bitmap.width + x / scale;
      for (std::size_t k = 0; k < channels(bitmap); ++k)
        large.bytes.push_back(bitmap.bytes[pixel * channels(bitmap) + k]);
    }
  return large;
}

Bitmap smoothed(const Bitmap& bitmap, std::size_t scale) {
  Bitmap large = enlarged(bitmap, scale);
  std::uint8_t* to = large.bytes.data();
  for (std::size_t y = 0; y < large.height; ++y) {
    const Neighbours rows(y, scale, bitmap.height);
    for (std::size_t x = 0; x < large.width; ++x) {
      const Neighbours columns(x, scale, bitmap.width);
      for (std::size_t k = 0; k < channels(bitmap); ++k) {
        const auto at = [&](std::size_t row, std::size_t column) -> double {
          return bitmap.bytes[(row * bitmap.width + column) * channels(bitmap) + k];
        };
        const double above =
            std::lerp(at(rows.first, columns.first), at(rows.first, columns.second), columns.share);
        const double below = std::lerp(at(rows.second, columns.first),
                                       at(rows.second, columns.second), columns.share);
        *to++ = static_cast<std::uint8_t>(std::lround(std::lerp(above, below, rows.share)));
      }
    }
  }
  return large;
}

#ifdef STEPGRAD_PNG
std::string png(const Bitmap& bitmap) {
  check_size(bitmap);
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(bitmap.width);
  image.height = static_cast<png_uint_32>(bitmap.height);
  image.format = bitmap.colors == Bitmap::Colors::grey ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::string file(size, '\0');
  if (!png_image_write_to_memory(&image, file.data(), &size, 0, bitmap.bytes.data(), 0, nullptr))
    throw Error(fmt::format("libpng cannot write the picture: {}", image.message), "", "",
                Fault::machine);
  file.resize(size);
  return file;
}
#else
std::string png(const Bitmap&) {
  throw Error("this stepgrad was built without libpng, which writes pictures made of pixels", "",
              "Install libpng-dev and build again.", Fault::machine);
}
#endif

std::string data_link(const Bitmap& bitmap) {
  return "data:image/png;base64," + base64(png(bitmap));
}

std::string svg(const Bitmap& bitmap, std::size_t scale) {
  return fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}">)"
      "\n"
      R"(<image width="{0}" height="{1}" style="image-rendering:pixelated" )"
      R"(href="{2}"/>)"
      "\n</svg>\n",
      bitmap.width * scale, bitmap.height * scale, data_link(bitmap));
}

}  // namespace stepgrad
