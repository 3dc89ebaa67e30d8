#include <stepgrad/run/input_gradients.hpp>

#include <algorithm>
#include <vector>

#include <stepgrad/base/csv.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/data/pixels.hpp>
#include <stepgrad/data/prepare.hpp>
#include <stepgrad/plot/contact_sheet.hpp>
#include <stepgrad/train/evaluation.hpp>

namespace stepgrad {

std::string input_gradient_header(const Purpose& purpose) {
  return csv_line(purpose.feature_names);
}

template <class S>
std::string input_gradient_lines(Model<S>& model, const DatasetOf<S>& data) {
  const Matrix<S> gradients = input_gradients(model, data);
  std::string table;
  for (Index i = 0; i < gradients.cols(); ++i) {
    std::vector<std::string> row;
    for (const S slope : gradients.col(i)) row.push_back(shown(static_cast<double>(slope), 9));
    table += csv_line(row);
  }
  return table;
}

template <class S>
Bitmap input_gradient_sheet(Model<S>& model, const DatasetOf<S>& data) {
  constexpr std::size_t most = 10;
  if (!data.has_images())
    throw Error("the gradients of samples that are no images are no picture", "",
                "Let the name end in .csv.");
  std::vector<std::size_t> first = data.all_samples();
  first.resize(std::min(first.size(), most));
  DatasetOf<S> some = chosen<S>(data, first);
  unpack(some);
  const Matrix<S> gradients = input_gradients(model, some);
  const auto width = static_cast<std::size_t>(data.width),
             height = static_cast<std::size_t>(data.height);
  std::vector<GreyImage> images(2 * first.size(), {width, height, {}});
  for (std::size_t i = 0; i < first.size(); ++i) {
    const auto column = static_cast<Index>(i);
    const double largest = static_cast<double>(gradients.col(column).cwiseAbs().maxCoeff());
    for (Index p = 0; p < gradients.rows(); ++p) {
      const auto pixel = static_cast<double>(some.inputs(p, column));
      const auto slope = static_cast<double>(gradients(p, column));
      images[i].ink.push_back(model.purpose().features.undone(p, pixel));
      images[first.size() + i].ink.push_back(0.5 + (largest > 0 ? slope / largest / 2 : 0));
    }
  }
  return contact_sheet(images, first.size());
}

#define STEPGRAD_INPUT_GRADIENTS(S)                                          \
  template std::string input_gradient_lines(Model<S>&, const DatasetOf<S>&); \
  template Bitmap input_gradient_sheet(Model<S>&, const DatasetOf<S>&);
STEPGRAD_INPUT_GRADIENTS(float)
STEPGRAD_INPUT_GRADIENTS(double)
#undef STEPGRAD_INPUT_GRADIENTS

}  // namespace stepgrad
