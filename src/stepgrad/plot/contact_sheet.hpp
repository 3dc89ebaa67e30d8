// Images side by side on one sheet.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <stepgrad/plot/bitmap.hpp>

namespace stepgrad {

/// Ink on paper: width × height numbers from 0 (paper) to 1 (ink), row after row from the top.
struct GreyImage {
  std::size_t width, height;
  std::vector<double> ink;
};

/// Dark on white; what is below 0, or no number, is paper, and what is above 1 is ink. Throws Error
/// if there is not one number a pixel.
Bitmap bitmap(const GreyImage& image);

/// The images in rows of `per_row`; one without pixels leaves its place white. All others must have
/// the same size, or Error is thrown.
Bitmap contact_sheet(std::span<const GreyImage> images, std::size_t per_row);

}  // namespace stepgrad
