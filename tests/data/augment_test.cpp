// Augmentation: what a change does to a single pixel, and what it leaves alone.
#include <algorithm>
#include <numbers>
#include <vector>

#include <stepgrad/data/augment.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

constexpr int size = 9;

/// An image of 9 × 9 pixels with one that is lit.
struct Image {
  std::vector<double> pixels = std::vector<double>(size * size);
  Image(int x, int y) { pixels[static_cast<std::size_t>(y * size + x)] = 1; }
  double at(int x, int y) const { return pixels[static_cast<std::size_t>(y * size + x)]; }
  Image changed(const Change& change) const {
    Image other(0, 0);
    transform(pixels.data(), other.pixels.data(), size, size, change);
    return other;
  }
};

}  // namespace

TEST_CASE("no change leaves an image as it is", "[augment]") {
  const Image image(2, 5);
  CHECK(image.changed({}).pixels == image.pixels);
}

TEST_CASE("a shift moves to the right and down", "[augment]") {
  CHECK(Image(2, 5).changed({.shift_x = 3, .shift_y = -1}).at(5, 4) == 1);
}

TEST_CASE("half a pixel of shift shares the grey between two", "[augment]") {
  const Image image = Image(2, 5).changed({.shift_x = 0.5});
  CHECK(image.at(2, 5) == Approx(0.5));
  CHECK(image.at(3, 5) == Approx(0.5));
}

TEST_CASE("a quarter turn takes the right to the bottom", "[augment]") {
  CHECK(Image(7, 4).changed({.angle = std::numbers::pi / 2}).at(4, 7) == Approx(1));
}

TEST_CASE("twice the size is twice as far from the centre", "[augment]") {
  CHECK(Image(5, 4).changed({.scale = 2}).at(6, 4) == Approx(1));
}

TEST_CASE("what leaves the image is gone, and nothing comes in", "[augment]") {
  const Image image = Image(7, 4).changed({.shift_x = 100});
  CHECK(*std::max_element(image.pixels.begin(), image.pixels.end()) == 0);
}

TEST_CASE("each image of a batch changes its own way, the same for the same seed", "[augment]") {
  Matrix<double> batch = Matrix<double>::Zero(size * size, 2);
  batch.row(4 * size + 6).setOnes();
  const Matrix<double> original = batch;
  Matrix<double> again = batch;
  Augmenter<double> augment({.noise = 0.1}, size, size);
  Random random(1), same(1);
  augment(batch, random);
  augment(again, same);
  CHECK(batch == again);
  CHECK(batch.col(0) != original.col(0));
  CHECK(batch.col(0) != batch.col(1));
  CHECK(batch.minCoeff() >= 0);
  CHECK(batch.maxCoeff() <= 1);
}

TEST_CASE("what cannot be augmented is said", "[augment]") {
  CHECK(error_of([] { Augmenter<float>({}, 0, 0); }) ==
        "only images can be augmented\nThis data set has no width and height.");
  CHECK(error_of([] { Augmenter<float>({.rotation = -1}, 4, 4); }) ==
        "a bound of augmentation is 0 or more\nWrite 0 for no change.");
  CHECK(error_of([] { Augmenter<float>({.scale = 1}, 4, 4); }) ==
        "augmentation would scale images away\nUse a scale below 1, such as 0.1.");
  CHECK(error_of([] {
          Matrix<float> images(10, 1);
          Random random(1);
          Augmenter<float>({}, 4, 4)(images, random);
        }).find("columns of 10 numbers are not images of 4 × 4 pixels") == 0);
}
