// Augmentation: images turned, shifted, scaled and speckled a little, another way every time they
// are seen.
//
// A network that never sees the same image twice learns what stays the same: the digit.
//
// To add a way to augment, add its row to `augmentations` in this file: `stepgrad train --augment`
// and its help and configurations read it. To add a kind of change, give `Augmentation` a member
// and `Augmenter` what it does.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <stepgrad/base/random.hpp>
#include <stepgrad/data/dataset.hpp>

namespace stepgrad {

/// How far an image may be changed; each image draws its own change, uniform within the bounds.
struct Augmentation {
  double shift = 2;      // pixels, to either side
  double rotation = 10;  // degrees, either way
  double scale = 0.1;    // part of the size, larger or smaller; below 1
  double noise = 0;      // deviation of the normal noise added to each pixel
};

/// An augmentation by its name.
struct AugmentationRow {
  std::string_view name, about;
  std::optional<Augmentation> bounds;  // none: images stay as they are
};

inline constexpr AugmentationRow augmentations[] = {
    {.name = "none", .about = "images as they are", .bounds = std::nullopt},
    {.name = "light",
     .about = "up to 1 pixel, 8 degrees and 8 % of the size",
     .bounds = Augmentation{.shift = 1, .rotation = 8, .scale = 0.08}},
    {.name = "normal", .about = "up to 2 pixels, 10 degrees and 10 %", .bounds = Augmentation{}},
};

/// One image seen through q = centre + scale · R(angle) (p - centre) + shift, where q is where the
/// pixel p of `from` comes to stand in `to`. Between four pixels the grey is their mean, weighted
/// by nearness (bilinear); beyond the border all is 0. Angles are in radians and turn the x axis
/// (right) towards the y axis (down).
struct Change {
  double angle = 0, scale = 1, shift_x = 0, shift_y = 0;
};
template <class Scalar>
void transform(const Scalar* from, Scalar* to, int width, int height, const Change& change);

/// Changes batches of images; its memory is taken once.
template <class Scalar>
class Augmenter {
 public:
  /// Throws Error if the bounds make no sense, or the images have no size.
  Augmenter(const Augmentation& bounds, int width, int height);

  /// Changes each column in place; pixels stay within [0, 1]. Throws Error if the columns are not
  /// width × height pixels.
  void operator()(Eigen::Ref<Matrix<Scalar>> images, Random& random);

  /// Draws what so many images would, and changes none.
  void pass_over(std::size_t images, Random& random) const;

 private:
  Augmentation bounds_;
  int width_, height_;
  std::vector<Scalar> original_;
};

}  // namespace stepgrad
