#include <stepgrad/data/digits.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/elementary.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/random.hpp>

namespace stepgrad {
namespace {

using std::numbers::pi;

/// In a square from (0, 0) at the upper left to (1, 1) at the lower right.
struct Dot {
  double x, y;
};
using Stroke = std::vector<Dot>;  // a line through these points
using Shape = std::vector<Stroke>;

/// Part of an ellipse. Angles are in degrees: 0 right, 90 down, 180 left, 270 up.
Stroke arc(Dot centre, double radius_x, double radius_y, double from, double to) {
  constexpr double step = 15;
  const int pieces = std::max(1, static_cast<int>(std::abs(to - from) / step));
  Stroke stroke;
  for (int i = 0; i <= pieces; ++i) {
    const double angle = (from + (to - from) * i / pieces) * pi / 180;
    stroke.push_back({centre.x + radius_x * elementary::cos(angle),
                      centre.y + radius_y * elementary::sin(angle)});
  }
  return stroke;
}

/// A straight line, in pieces that can wobble.
Stroke line(Dot from, Dot to) {
  constexpr int pieces = 6;
  Stroke stroke;
  for (int i = 0; i <= pieces; ++i)
    stroke.push_back(
        {from.x + (to.x - from.x) * i / pieces, from.y + (to.y - from.y) * i / pieces});
  return stroke;
}

/// The ways to write each digit.
const std::array<std::vector<Shape>, 10>& alphabet() {
  static const std::array<std::vector<Shape>, 10> shapes{{
      {{arc({.5, .5}, .25, .4, 0, 360)}},
      {{line({.5, .1}, {.5, .9})}, {line({.32, .3}, {.52, .1}), line({.52, .1}, {.52, .9})}},
      {{arc({.5, .33}, .24, .23, 190, 400), line({.68, .48}, {.26, .9}),
        line({.26, .9}, {.76, .9})},
       {arc({.48, .31}, .22, .21, 200, 420), arc({.38, .79}, .12, .11, 290, 10),
        line({.59, .49}, {.42, .69}), line({.5, .81}, {.76, .86})}},
      {{arc({.46, .3}, .22, .2, 200, 450), arc({.46, .7}, .26, .2, 270, 520)},
       {line({.27, .11}, {.7, .11}), line({.7, .11}, {.46, .42}),
        arc({.46, .66}, .26, .24, 270, 510)}},
      {{line({.62, .9}, {.62, .1}), line({.62, .1}, {.22, .62}), line({.22, .62}, {.8, .62})},
       {line({.3, .12}, {.26, .52}), line({.26, .52}, {.76, .52}), line({.68, .12}, {.64, .9})}},
      {{line({.72, .1}, {.33, .1}), line({.33, .1}, {.3, .46}),
        arc({.47, .66}, .26, .24, 225, 510)}},
      {{arc({.68, .6}, .42, .5, 270, 180), arc({.5, .67}, .23, .22, 180, 540)}},
      {{line({.24, .12}, {.76, .12}), line({.76, .12}, {.42, .9})},
       {line({.24, .12}, {.76, .12}), line({.76, .12}, {.42, .9}), line({.36, .5}, {.7, .5})}},
      {{arc({.5, .3}, .19, .19, 0, 360), arc({.5, .7}, .24, .21, 0, 360)}},
      {{arc({.48, .33}, .23, .22, 0, 360), line({.71, .33}, {.66, .9})},
       {arc({.5, .33}, .22, .21, 0, 360), arc({.3, .4}, .42, .5, 0, 80)}},
  }};
  return shapes;
}

/// How this one is written; every number drawn anew for each image.
struct Hand {
  explicit Hand(Random& random)
      : angle(random.uniform(-0.3, 0.3)),
        slant(random.uniform(-0.3, 0.3)),
        width(random.uniform(13, 22)),
        height(random.uniform(16, 22)),
        shift_x(random.uniform(-3, 3)),
        shift_y(random.uniform(-3, 3)),
        radius(random.uniform(0.6, 1.7)),
        ink(random.uniform(0.7, 1)),
        wobble(random.uniform(0, 1.1)) {
    for (double& phase : phases) phase = random.uniform(0, 2 * pi);
  }

  /// Where a point of the shape comes to stand, in pixels: slanted, stretched, turned, moved, and
  /// pulled a little by waves that run across the paper.
  Dot place(Dot p) const {
    const double x = width * (p.x - 0.5 - slant * (p.y - 0.5)), y = height * (p.y - 0.5);
    const double middle = (digit_size - 1) / 2.0;
    return {
        middle + shift_x + x * elementary::cos(angle) - y * elementary::sin(angle) + wave(p.y, 0),
        middle + shift_y + x * elementary::sin(angle) + y * elementary::cos(angle) + wave(p.x, 2)};
  }

  double angle, slant, width, height, shift_x, shift_y, radius, ink, wobble;
  std::array<double, 4> phases;

 private:
  double wave(double across, std::size_t first) const {
    return wobble * (elementary::sin(5 * across + phases[first]) +
                     elementary::sin(9 * across + phases[first + 1]) / 2);
  }
};

double distance(Dot p, Dot from, Dot to) {
  const double dx = to.x - from.x, dy = to.y - from.y;
  const double length = dx * dx + dy * dy;
  const double along =
      length > 0 ? std::clamp(((p.x - from.x) * dx + (p.y - from.y) * dy) / length, 0.0, 1.0) : 0;
  const double x = p.x - from.x - along * dx, y = p.y - from.y - along * dy;
  return std::sqrt(x * x + y * y);
}

/// Lays ink along the way: all of it within the radius of the pen, none a pixel further out.
void draw(Dot from, Dot to, const Hand& hand, Eigen::Ref<Eigen::VectorXd> image) {
  const double reach = hand.radius + 0.5;
  const auto first = [&](double a, double b) {
    return std::max(0, static_cast<int>(std::ceil(std::min(a, b) - reach)));
  };
  const auto last = [&](double a, double b) {
    return std::min(digit_size - 1, static_cast<int>(std::floor(std::max(a, b) + reach)));
  };
  for (int row = first(from.y, to.y); row <= last(from.y, to.y); ++row)
    for (int column = first(from.x, to.x); column <= last(from.x, to.x); ++column) {
      const Dot pixel{static_cast<double>(column), static_cast<double>(row)};
      double& grey = image[row * digit_size + column];
      const double covered = std::clamp(reach - distance(pixel, from, to), 0.0, 1.0);
      grey = std::max(grey, hand.ink * covered);
    }
}

void write(const Shape& shape, const Hand& hand, Eigen::Ref<Eigen::VectorXd> image) {
  for (const Stroke& stroke : shape)
    for (std::size_t i = 1; i < stroke.size(); ++i)
      draw(hand.place(stroke[i - 1]), hand.place(stroke[i]), hand, image);
}

/// As a scanner would see it: with noise, in 256 steps of grey.
void scan(Eigen::Ref<Eigen::VectorXd> image, double noise, Random& random) {
  for (double& grey : image)
    grey = std::round(255 * std::clamp(grey + noise * random.normal(), 0.0, 1.0)) / 255;
}

std::vector<std::string> pixel_names(int width, int height) {
  std::vector<std::string> names;
  for (int pixel = 0; pixel < width * height; ++pixel)
    names.push_back(fmt::format("p{}_{}", pixel / width, pixel % width));
  return names;
}

}  // namespace

Dataset digits(std::size_t samples, double noise, std::uint64_t seed) {
  Random random(seed);
  Dataset data;
  data.width = data.height = digit_size;
  data.inputs.setZero(digit_size * digit_size, static_cast<Eigen::Index>(samples));
  data.labels.resize(samples);
  std::size_t next = 0;
  for (const std::size_t sample : random.order(samples)) {
    const std::size_t digit = next++ % alphabet().size();
    const std::vector<Shape>& shapes = alphabet()[digit];
    const Shape& shape = shapes[random.below(shapes.size())];
    const Hand hand(random);
    auto image = data.inputs.col(static_cast<Eigen::Index>(sample));
    write(shape, hand, image);
    scan(image, noise, random);
    data.labels[sample] = static_cast<int>(digit);
  }
  for (std::size_t digit = 0; digit < alphabet().size(); ++digit)
    data.class_names.push_back(fmt::format("{}", digit));
  data.feature_names = pixel_names(digit_size, digit_size);
  return data;
}

Dataset halved(const Dataset& images) {
  if (!images.has_images() || images.width % 2 != 0 || images.height % 2 != 0)
    throw Error(
        fmt::format("images of {} x {} pixels cannot be halved", images.width, images.height), "",
        "Width and height have to be even, as 28 x 28 is.");
  Dataset small = images;
  small.width /= 2;
  small.height /= 2;
  small.inputs.resize(small.width * small.height, images.inputs.cols());
  for (Eigen::Index sample = 0; sample < small.inputs.cols(); ++sample)
    for (int pixel = 0; pixel < small.width * small.height; ++pixel) {
      const int corner = 2 * (pixel / small.width) * images.width + 2 * (pixel % small.width);
      double ink = 0;
      for (const int of_four : {0, 1, images.width, images.width + 1})
        ink += images.inputs(corner + of_four, sample) / 4;
      small.inputs(pixel, sample) = ink;
    }
  small.feature_names = pixel_names(small.width, small.height);
  return small;
}

Dataset small_digits(std::size_t samples, double noise, std::uint64_t seed) {
  return halved(digits(samples, noise, seed));
}

}  // namespace stepgrad
