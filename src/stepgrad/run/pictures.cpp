#include <stepgrad/run/pictures.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/data/pixels.hpp>
#include <stepgrad/plot/decision_regions.hpp>
#include <stepgrad/plot/learning_curves.hpp>
#include <stepgrad/plot/worst_mistakes.hpp>
#include <stepgrad/train/evaluation.hpp>

namespace stepgrad {
namespace {

/// A feature as it was before it was scaled for the model.
template <class S>
double unscaled(const Purpose& purpose, Index feature, S number) {
  return purpose.features.undone(feature, static_cast<double>(number));
}

template <class S>
DatasetOf<S> at_places(const Purpose& purpose, const std::vector<Place>& places) {
  DatasetOf<S> data;
  data.inputs.resize(2, static_cast<Index>(places.size()));
  for (std::size_t i = 0; i < places.size(); ++i)
    data.inputs.col(static_cast<Index>(i)) << static_cast<S>(places[i].x),
        static_cast<S>(places[i].y);
  data.feature_names = purpose.given_features();
  see(data, purpose);
  return data;
}

template <class S>
DecisionRegions regions_of(const std::string& title, Model<S>& model, const DatasetOf<S>& data,
                           std::size_t columns, std::size_t rows) {
  const Purpose& purpose = model.purpose();
  std::vector<Place> places;
  for (Index i = 0; i < data.inputs.cols(); ++i)
    places.push_back(
        {unscaled(purpose, 0, data.inputs(0, i)), unscaled(purpose, 1, data.inputs(1, i))});
  DecisionRegions regions{.title = title,
                          .area = around(places),
                          .columns = columns,
                          .rows = rows,
                          .cells = {},
                          .samples = {},
                          .x_label = purpose.feature_names[0],
                          .y_label = purpose.feature_names[1],
                          .class_names = purpose.class_names};
  const Matrix<S> cells = predictions(
      model, at_places<S>(purpose, centres(regions.area, regions.columns, regions.rows)));
  for (Index i = 0; i < cells.cols(); ++i) {
    const int label = likeliest<S>(cells, i);
    regions.cells.push_back({label, static_cast<double>(cells(label, i))});
  }
  const Matrix<S> said = predictions(model, data);
  for (std::size_t i = 0; i < places.size(); ++i)
    regions.samples.push_back(
        {places[i], data.labels[i], likeliest<S>(said, static_cast<Index>(i))});
  return regions;
}

template <class S>
std::vector<Mistake> mistakes_of(Model<S>& model, const DatasetOf<S>& data) {
  constexpr std::size_t most = 40;
  const Matrix<S> said = predictions(model, data);
  const std::vector<std::string>& names = model.purpose().class_names;
  std::vector<Mistake> mistakes;
  for (const std::size_t sample : worst_mistakes<S>(said, data.labels, most)) {
    const auto column = static_cast<Index>(sample);
    const int guess = likeliest<S>(said, column);
    GreyImage image{
        static_cast<std::size_t>(data.width), static_cast<std::size_t>(data.height), {}};
    const Eigen::VectorX<S> pixels = numbers_of(data, sample);
    for (Index p = 0; p < pixels.size(); ++p)
      image.ink.push_back(unscaled(model.purpose(), p, pixels[p]));
    mistakes.push_back({std::move(image), names[static_cast<std::size_t>(data.labels[sample])],
                        names[static_cast<std::size_t>(guess)],
                        static_cast<double>(said(guess, column))});
  }
  return mistakes;
}

/// What a model of one feature says over its range, beside what the samples are.
template <class S>
Plot curve_of(const std::string& title, Model<S>& model, const DatasetOf<S>& data) {
  const Matrix<S> said = predictions(model, data);
  const Purpose& purpose = model.purpose();
  std::vector<Index> order(static_cast<std::size_t>(data.inputs.cols()));
  std::iota(order.begin(), order.end(), Index{0});
  std::sort(order.begin(), order.end(),
            [&](Index a, Index b) { return data.inputs(0, a) < data.inputs(0, b); });
  Plot plot{.title = title,
            .x = {purpose.feature_names[0]},
            .y = {purpose.target_names[0]},
            .series = {{"the model", {}}, {"samples", {}, Plot::Look::points}},
            .marks = {}};
  for (const Index i : order) {
    const double x = unscaled(purpose, 0, data.inputs(0, i));
    plot.series[0].points.push_back({x, static_cast<double>(said(0, i))});
    plot.series[1].points.push_back(
        {x, purpose.targets.undone(0, static_cast<double>(data.targets(0, i)))});
  }
  return plot;
}

bool is_plane(const Purpose& purpose) {
  return purpose.given_features().size() == 2 && !purpose.class_names.empty();
}
bool is_line(const Purpose& purpose) {
  return purpose.given_features().size() == 1 && purpose.target_names.size() == 1;
}

}  // namespace

template <class S>
std::vector<std::string> write_pictures(const std::string& folder, const std::string& title,
                                        const std::vector<Epoch>& epochs, Model<S>& model,
                                        const DatasetOf<S>& data,
                                        const ConfusionMatrix& confusion) {
  std::vector<std::string> names;
  const auto write = [&](const std::string& name, const std::string& bytes) {
    write_file(std::filesystem::path(folder) / name, bytes);
    names.push_back(name);
  };
  if (!epochs.empty()) write("curves.svg", svg(learning_curves(epochs)));
  if (data.samples() == 0) return names;
  if (is_line(model.purpose())) write("curve.svg", svg(curve_of(title, model, data)));
  if (is_plane(model.purpose())) {
    const DecisionRegions regions = regions_of(title, model, data, 150, 120);
    write("regions.svg", svg(plot(regions)));
    write("regions.png", png(bitmap(regions, 4)));
  }
  if (!data.labels.empty()) write("confusion.svg", svg(confusion));
  if (!data.labels.empty() && data.has_images()) {
    const std::vector<Mistake> mistakes = mistakes_of(model, data);
    std::vector<GreyImage> images;
    for (const Mistake& mistake : mistakes) images.push_back(mistake.image);
    write("mistakes.svg", svg(mistakes));
    if (!images.empty()) write("mistakes.png", png(enlarged(contact_sheet(images, 8), 3)));
  }
  return names;
}

template <class S>
std::string text_picture(const std::string& title, Model<S>& model, const DatasetOf<S>& data,
                         const ConfusionMatrix& confusion, std::size_t width, bool color) {
  if (data.labels.empty() || data.samples() == 0) return "";
  if (is_plane(model.purpose())) {
    constexpr std::size_t columns = 60, rows = 40;  // two rows a line
    return text_map(regions_of(title, model, data, std::min(columns, width), rows), width, color);
  }
  return text_table(confusion, width, color);
}

#define STEPGRAD_RUN_PICTURES(S)                                                                 \
  template std::vector<std::string> write_pictures(const std::string&, const std::string&,       \
                                                   const std::vector<Epoch>&, Model<S>&,         \
                                                   const DatasetOf<S>&, const ConfusionMatrix&); \
  template std::string text_picture(const std::string&, Model<S>&, const DatasetOf<S>&,          \
                                    const ConfusionMatrix&, std::size_t, bool);
STEPGRAD_RUN_PICTURES(float)
STEPGRAD_RUN_PICTURES(double)
#undef STEPGRAD_RUN_PICTURES

}  // namespace stepgrad
