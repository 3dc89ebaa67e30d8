#include <stepgrad/plot/decision_regions.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/plot/palette.hpp>
#include <stepgrad/plot/region_color.hpp>

namespace stepgrad {
namespace {

/// Three bytes a pixel, and discs on it.
class Canvas {
 public:
  explicit Canvas(Bitmap& bitmap) : bitmap_(bitmap) {}

  /// A disc whose centre may lie between pixels; a pixel that it covers in part is mixed.
  void disc(double x, double y, double radius, Color color) {
    const auto first = [&](double center) {
      return static_cast<std::size_t>(std::max(0.0, std::floor(center - radius - 1)));
    };
    const auto last = [&](double center, std::size_t size) {
      return std::min(size, static_cast<std::size_t>(std::max(0.0, center + radius + 2)));
    };
    for (std::size_t j = first(y); j < last(y, bitmap_.height); ++j)
      for (std::size_t i = first(x); i < last(x, bitmap_.width); ++i) {
        const double distance =
            std::hypot(static_cast<double>(i) + 0.5 - x, static_cast<double>(j) + 0.5 - y);
        mix(j * bitmap_.width + i, color, std::clamp(radius + 0.5 - distance, 0.0, 1.0));
      }
  }

 private:
  void mix(std::size_t pixel, Color color, double share) {
    std::uint8_t* bytes = &bitmap_.bytes[3 * pixel];
    const Color result = mixed({bytes[0], bytes[1], bytes[2]}, color, share);
    bytes[0] = result.red, bytes[1] = result.green, bytes[2] = result.blue;
  }

  Bitmap& bitmap_;
};

/// The ends of one axis: those of the finite numbers, and a tenth of air.
class Span {
 public:
  void include(double number) {
    least = std::min(least, number);
    most = std::max(most, number);
  }
  void widen() {
    if (least > most) least = 0, most = 1;
    const double air = most > least ? (most - least) / 10 : 1;
    least -= air;
    most += air;
  }
  double least = std::numeric_limits<double>::infinity();
  double most = -std::numeric_limits<double>::infinity();
};

bool inside(const Area& area, const Place& place) {
  return place.x >= area.left && place.x <= area.right && place.y >= area.bottom &&
         place.y <= area.top;
}

bool is_right(const DecisionRegions::Sample& sample) { return sample.label == sample.said; }

/// Samples as the caption counts them.
std::string score(const DecisionRegions& regions) {
  const std::size_t all = regions.samples.size();
  if (all == 0) return "";
  const double percent = 100 * static_cast<double>(count_right(regions)) / static_cast<double>(all);
  return fmt::format("{} % right ({} of {})", shown(percent, 3), count_right(regions), all);
}

}  // namespace

Area around(std::span<const Place> places) {
  Span x, y;
  for (const Place& place : places)
    if (std::isfinite(place.x) && std::isfinite(place.y)) {
      x.include(place.x);
      y.include(place.y);
    }
  x.widen();
  y.widen();
  return {x.least, x.most, y.least, y.most};
}

std::vector<Place> centres(const Area& area, std::size_t columns, std::size_t rows) {
  std::vector<Place> places;
  places.reserve(columns * rows);
  const double width = (area.right - area.left) / static_cast<double>(columns);
  const double height = (area.top - area.bottom) / static_cast<double>(rows);
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t column = 0; column < columns; ++column)
      places.push_back({area.left + width * (static_cast<double>(column) + 0.5),
                        area.top - height * (static_cast<double>(row) + 0.5)});
  return places;
}

std::size_t count_right(const DecisionRegions& regions) {
  return static_cast<std::size_t>(
      std::count_if(regions.samples.begin(), regions.samples.end(), is_right));
}

void check(const DecisionRegions& regions) {
  if (regions.columns == 0 || regions.rows == 0 ||
      regions.cells.size() != regions.columns * regions.rows)
    throw Error(fmt::format("{} cells for {} × {} decision regions", regions.cells.size(),
                            regions.columns, regions.rows),
                "", "Give one for each of their centres.");
  for (const double side :
       {regions.area.right - regions.area.left, regions.area.top - regions.area.bottom})
    if (!(side > 0 && std::isfinite(side)))
      throw Error(fmt::format("decision regions {} wide or high", shown(side)), "",
                  "Right must be more than left, top more than bottom, and all finite.");
  const auto known = [&](int label) {
    return label >= 0 && static_cast<std::size_t>(label) < regions.class_names.size();
  };
  const auto refuse = [&](int label) {
    throw Error(fmt::format("decision regions of {} classes, and a label {}",
                            regions.class_names.size(), label),
                "", "Labels count the names of the classes from 0.");
  };
  for (const DecisionRegions::Cell& cell : regions.cells)
    if (!known(cell.label)) refuse(cell.label);
  for (const DecisionRegions::Sample& sample : regions.samples)
    for (const int label : {sample.label, sample.said})
      if (!known(label)) refuse(label);
}

double certainty(const DecisionRegions& regions, const DecisionRegions::Cell& cell) {
  const double guessing = 1 / static_cast<double>(regions.class_names.size());
  if (guessing == 1) return 1;
  const double certainty = (cell.confidence - guessing) / (1 - guessing);
  return std::isnan(certainty) ? 0 : std::clamp(certainty, 0.0, 1.0);
}

Color region_color(const DecisionRegions& regions, const DecisionRegions::Cell& cell) {
  constexpr double palest = 0.1, strongest = 0.55;  // samples stand out in the whole colour
  return mixed(white, palette(static_cast<std::size_t>(cell.label)),
               palest + (strongest - palest) * certainty(regions, cell));
}

std::string caption(const DecisionRegions& regions) {
  const std::string said = score(regions);
  return regions.title + (regions.title.empty() || said.empty() ? "" : ": ") + said;
}

Bitmap background(const DecisionRegions& regions) {
  check(regions);
  Bitmap bitmap{regions.columns, regions.rows, Bitmap::Colors::rgb, {}};
  for (const DecisionRegions::Cell& cell : regions.cells) {
    const Color color = region_color(regions, cell);
    bitmap.bytes.insert(bitmap.bytes.end(), {color.red, color.green, color.blue});
  }
  return bitmap;
}

Bitmap bitmap(const DecisionRegions& regions, std::size_t scale) {
  Bitmap picture = smoothed(background(regions), scale);
  Canvas canvas(picture);
  const Area& area = regions.area;
  const double width = static_cast<double>(picture.width);
  const double height = static_cast<double>(picture.height);
  // Many samples become small, so that the regions are still seen.
  const double crowd = 500 / std::max<double>(500, static_cast<double>(regions.samples.size()));
  const double radius = std::max(1.0, width / 150 * std::max(0.3, std::sqrt(crowd)));
  for (const bool wrong : {false, true})  // those in front
    for (const DecisionRegions::Sample& sample : regions.samples) {
      if (is_right(sample) == wrong || !inside(area, sample.place)) continue;
      const double x = (sample.place.x - area.left) / (area.right - area.left) * width;
      const double y = (area.top - sample.place.y) / (area.top - area.bottom) * height;
      canvas.disc(x, y, radius * (wrong ? 1.5 : 1.25), wrong ? Color{0, 0, 0} : white);
      canvas.disc(x, y, radius, palette(static_cast<std::size_t>(sample.label)));
    }
  return picture;
}

Plot plot(const DecisionRegions& regions) {
  constexpr std::size_t most_drawn = 2000;
  Plot plot;
  plot.title = caption(regions);
  plot.x.label = regions.x_label;
  plot.y.label = regions.y_label;
  for (const std::string& name : regions.class_names)
    plot.series.push_back({name, {}, Plot::Look::points});
  Plot::Series wrong{"mistakes", {}, Plot::Look::rings};
  const std::size_t stride = (regions.samples.size() + most_drawn - 1) / most_drawn;
  plot.behind = {background(regions), regions.area.left, regions.area.right, regions.area.bottom,
                 regions.area.top};
  for (std::size_t i = 0; i < regions.samples.size(); i += stride) {
    const DecisionRegions::Sample& sample = regions.samples[i];
    const Plot::Point point{sample.place.x, sample.place.y};
    plot.series[static_cast<std::size_t>(sample.label)].points.push_back(point);
    if (!is_right(sample)) wrong.points.push_back(point);
  }
  if (!wrong.points.empty()) plot.series.push_back(wrong);
  return plot;
}

}  // namespace stepgrad
