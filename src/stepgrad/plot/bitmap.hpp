// Pictures made of pixels, as PNG (which libpng writes) or within an SVG.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad {

/// Grey (one byte a pixel, 0 black) or red, green, blue (three), row after row from the top.
struct Bitmap {
  enum class Colors { grey = 1, rgb = 3 };
  std::size_t width, height;
  Colors colors;
  std::vector<std::uint8_t> bytes;  // width × height × 1 or 3
};

/// The picture, each pixel a square of `scale` × `scale`.
Bitmap enlarged(const Bitmap& bitmap, std::size_t scale);

/// As large, but smooth: colours change gradually between the centres of the pixels (bilinear
/// interpolation).
Bitmap smoothed(const Bitmap& bitmap, std::size_t scale);

/// As a PNG file. Throws Error for a picture without pixels, and one whose bytes do not fit its
/// size; Error (machine) if the kit was built without libpng.
std::string png(const Bitmap& bitmap);

/// As a link that holds the PNG: data:image/png;base64,… Throws as png does.
std::string data_link(const Bitmap& bitmap);

/// As an SVG that holds the PNG, each pixel `scale` units wide. Throws as png does.
std::string svg(const Bitmap& bitmap, std::size_t scale = 1);

}  // namespace stepgrad
