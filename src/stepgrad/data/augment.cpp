#include <stepgrad/data/augment.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include <stepgrad/base/elementary.hpp>
#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

/// The grey at a place between pixels; 0 beyond the border.
template <class Scalar>
double grey(const Scalar* image, int width, int height, double x, double y) {
  if (!(x > -1 && y > -1 && x < width && y < height)) return 0;
  const int left = static_cast<int>(std::floor(x)), top = static_cast<int>(std::floor(y));
  const double right_part = x - left, lower_part = y - top;
  const auto at = [&](int column, int row) -> double {
    const bool inside = column >= 0 && row >= 0 && column < width && row < height;
    return inside ? static_cast<double>(image[row * width + column]) : 0;
  };
  return (1 - lower_part) * ((1 - right_part) * at(left, top) + right_part * at(left + 1, top)) +
         lower_part * ((1 - right_part) * at(left, top + 1) + right_part * at(left + 1, top + 1));
}

}  // namespace

template <class Scalar>
void transform(const Scalar* from, Scalar* to, int width, int height, const Change& change) {
  // Each pixel of the result asks where it comes from: p = centre + R(-angle) (q - shift - centre)
  // / scale.
  const double c = elementary::cos(change.angle) / change.scale;
  const double s = elementary::sin(change.angle) / change.scale;
  const double middle_x = (width - 1) / 2.0, middle_y = (height - 1) / 2.0;
  for (int row = 0; row < height; ++row)
    for (int column = 0; column < width; ++column) {
      const double x = column - middle_x - change.shift_x, y = row - middle_y - change.shift_y;
      to[row * width + column] = static_cast<Scalar>(
          grey(from, width, height, middle_x + c * x + s * y, middle_y - s * x + c * y));
    }
}

template <class Scalar>
Augmenter<Scalar>::Augmenter(const Augmentation& bounds, int width, int height)
    : bounds_(bounds), width_(width), height_(height) {
  if (width < 1 || height < 1)
    throw Error("only images can be augmented", "", "This data set has no width and height.");
  for (const double bound : {bounds.shift, bounds.rotation, bounds.scale, bounds.noise})
    if (!(bound >= 0) || std::isinf(bound))
      throw Error("a bound of augmentation is 0 or more", "", "Write 0 for no change.");
  if (bounds.scale >= 1)
    throw Error("augmentation would scale images away", "", "Use a scale below 1, such as 0.1.");
  original_.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
}

template <class Scalar>
void Augmenter<Scalar>::operator()(Eigen::Ref<Matrix<Scalar>> images, Random& random) {
  if (images.rows() != static_cast<Eigen::Index>(original_.size()))
    throw Error(fmt::format("columns of {} numbers are not images of {} × {} pixels", images.rows(),
                            width_, height_),
                "", "Augment the data set that the augmenter was made for.");
  const auto within = [&](double bound) { return random.uniform(-bound, bound); };
  for (Eigen::Index i = 0; i < images.cols(); ++i) {
    Scalar* image = images.col(i).data();
    const double angle = within(bounds_.rotation) * std::numbers::pi / 180;
    const double scale = 1 + within(bounds_.scale);
    const double shift_x = within(bounds_.shift), shift_y = within(bounds_.shift);
    std::copy_n(image, original_.size(), original_.begin());
    transform(original_.data(), image, width_, height_, {angle, scale, shift_x, shift_y});
    if (bounds_.noise == 0) continue;
    for (std::size_t p = 0; p < original_.size(); ++p)
      image[p] = static_cast<Scalar>(
          std::clamp(static_cast<double>(image[p]) + bounds_.noise * random.normal(), 0.0, 1.0));
  }
}

template <class Scalar>
void Augmenter<Scalar>::pass_over(std::size_t images, Random& random) const {
  constexpr int numbers_of_change = 4;
  for (; images > 0; --images) {
    for (int i = 0; i < numbers_of_change; ++i) random.uniform();
    if (bounds_.noise == 0) continue;
    for (std::size_t p = 0; p < original_.size(); ++p) random.normal();
  }
}

template void transform(const float*, float*, int, int, const Change&);
template void transform(const double*, double*, int, int, const Change&);
template class Augmenter<float>;
template class Augmenter<double>;

}  // namespace stepgrad
