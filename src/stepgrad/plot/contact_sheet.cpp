#include <stepgrad/plot/contact_sheet.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {

Bitmap bitmap(const GreyImage& image) {
  if (image.ink.size() != image.width * image.height)
    throw Error(fmt::format("{} numbers for an image of {} × {} pixels", image.ink.size(),
                            image.width, image.height),
                "", "Give one for each pixel.");
  Bitmap bitmap{image.width, image.height, Bitmap::Colors::grey, {}};
  for (const double ink : image.ink) {
    const double seen = ink > 0 ? std::min(ink, 1.0) : 0;
    bitmap.bytes.push_back(static_cast<std::uint8_t>(std::lround(255 * (1 - seen))));
  }
  return bitmap;
}

Bitmap contact_sheet(std::span<const GreyImage> images, std::size_t per_row) {
  const auto drawn = std::find_if(images.begin(), images.end(),
                                  [](const GreyImage& image) { return !image.ink.empty(); });
  if (drawn == images.end() || per_row == 0)
    throw Error("a sheet without images", "", "Give it one or more, and room for them.");
  const std::size_t width = drawn->width, height = drawn->height;
  const std::size_t columns = std::min(per_row, images.size());
  const std::size_t rows = (images.size() + columns - 1) / columns;
  Bitmap sheet{width * columns, height * rows, Bitmap::Colors::grey, {}};
  sheet.bytes.assign(sheet.width * sheet.height, 255);
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (images[i].ink.empty()) continue;
    if (images[i].width != width || images[i].height != height)
      throw Error(fmt::format("images of {} × {} and {} × {} pixels on one sheet", width, height,
                              images[i].width, images[i].height),
                  "", "Give it images of one size.");
    const Bitmap image = bitmap(images[i]);
    const std::size_t corner = i / columns * height * sheet.width + i % columns * width;
    for (std::size_t row = 0; row < height; ++row)
      std::copy_n(image.bytes.begin() + static_cast<std::ptrdiff_t>(row * width), width,
                  sheet.bytes.begin() + static_cast<std::ptrdiff_t>(corner + row * sheet.width));
  }
  return sheet;
}

}  // namespace stepgrad
