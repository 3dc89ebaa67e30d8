// Handwritten digits that nobody wrote: the kit draws them itself.
//
// Each digit has one or two shapes made of strokes. A hand that writes differs every time: the
// strokes are turned, slanted, stretched and moved, they wobble, the pen is thick or thin, and the
// paper is noisy. Straight templates fail at that, which is the point: softmax regression sees one
// blurred template a class, an MLP learns more.
#pragma once

#include <cstdint>

#include <stepgrad/data/dataset.hpp>

namespace stepgrad {

/// The side of the square images, in pixels.
inline constexpr int digit_size = 28;

/// Images of 28 × 28 pixels from 0 (paper) to 1 (ink), in steps of 1/255; the classes are the
/// digits, equally many of each, in random order. `noise` is the deviation of the normal noise
/// added to each pixel.
Dataset digits(std::size_t samples, double noise, std::uint64_t seed);

/// Images at half their width and height: each pixel is the mean of four. They are learnt four times as
/// fast, and a terminal has room for several. Throws Error unless both sides are even.
Dataset halved(const Dataset& images);

/// The digits above, halved: 14 × 14.
Dataset small_digits(std::size_t samples, double noise, std::uint64_t seed);

}  // namespace stepgrad
