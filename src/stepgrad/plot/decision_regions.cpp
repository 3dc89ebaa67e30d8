#include <stepgrad/plot/decision_regions.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/plot/palette.hpp>

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

/// Where in the area it is: (0, 0) at the upper left, (1, 1) at the lower right.
Place within(const Area& area, const Place& place) {
  return {(place.x - area.left) / (area.right - area.left),
          (area.top - place.y) / (area.top - area.bottom)};
}

std::size_t count_right(const DecisionRegions& regions) {
  return static_cast<std::size_t>(
      std::count_if(regions.samples.begin(), regions.samples.end(),
                    [](const DecisionRegions::Sample& sample) { return sample.is_right(); }));
}

/// Throws Error for cells that are not columns × rows, a label without a class name, and an area
/// that is empty or not finite.
void check_regions(const DecisionRegions& regions) {
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

/// 0 where the model guesses (all classes are as likely), 1 where it is certain.
double certainty(const DecisionRegions& regions, const DecisionRegions::Cell& cell) {
  const double guessing = 1 / static_cast<double>(regions.class_names.size());
  if (guessing == 1) return 1;
  const double certainty = (cell.confidence - guessing) / (1 - guessing);
  return std::isnan(certainty) ? 0 : std::clamp(certainty, 0.0, 1.0);
}

/// The colour of the class, lighter where the model is less certain.
Color region_color(const DecisionRegions& regions, const DecisionRegions::Cell& cell) {
  constexpr double palest = 0.1, strongest = 0.55;  // samples stand out in the whole colour
  return mixed(white, palette(static_cast<std::size_t>(cell.label)),
               palest + (strongest - palest) * certainty(regions, cell));
}

/// The title, and how many samples the model is right about.
std::string region_caption(const DecisionRegions& regions) {
  const std::size_t all = regions.samples.size(), right = count_right(regions);
  if (all == 0) return regions.title;
  const double percent = 100 * static_cast<double>(right) / static_cast<double>(all);
  return fmt::format("{}{}{} % right ({} of {})", regions.title, regions.title.empty() ? "" : ": ",
                     shown(percent, 3), right, all);
}

// ---- for a terminal -----------------------------------------------------------------------------

constexpr std::size_t map_width = 60;

/// What follows 38 (letters) or 48 (their ground): 24 bits, since a palette of 256 colours has
/// other hues between a pale and a strong one.
std::string terminal_color(Color color) {
  return fmt::format("2;{};{};{}", color.red, color.green, color.blue);
}

/// "a", "b", … for the classes; the letters of more than 26 come again.
char letter_of(int label, char first) { return static_cast<char>(first + label % 26); }

/// The map, a character a field; a field is as high as two of its widths.
class RegionMap {
 public:
  RegionMap(const DecisionRegions& regions, std::size_t width)
      : regions_(regions),
        width_(std::clamp<std::size_t>(width, 1, map_width)),
        height_(std::max<std::size_t>(1, width_ / 3)),
        samples_(width_ * height_) {
    for (const DecisionRegions::Sample& sample : regions.samples) place(sample);
  }

  std::string text(bool color) const {
    std::string text;
    for (std::size_t row = 0; row < height_; ++row) {
      for (std::size_t column = 0; column < width_; ++column)
        text += color ? colored_field(column, row) : std::string(1, plain_field(column, row));
      if (!color) text.erase(text.find_last_not_of(' ') + 1);
      text += color ? "\x1b[0m\n" : "\n";
    }
    return text;
  }

 private:
  /// A mistake is shown before a sample that is right.
  void place(const DecisionRegions::Sample& sample) {
    const auto [x, y] = within(regions_.area, sample.place);
    if (!(x >= 0 && x < 1 && y >= 0 && y < 1)) return;
    const auto column = static_cast<std::size_t>(x * static_cast<double>(width_));
    const auto row = static_cast<std::size_t>(y * static_cast<double>(height_));
    const DecisionRegions::Sample*& field = samples_[row * width_ + column];
    if (!field || !sample.is_right()) field = &sample;
  }

  /// The cell at a place of the map that has `rows` rows.
  const DecisionRegions::Cell& cell(std::size_t column, std::size_t row, std::size_t rows) const {
    const std::size_t x = (2 * column + 1) * regions_.columns / (2 * width_);
    const std::size_t y = (2 * row + 1) * regions_.rows / (2 * rows);
    return regions_.cells[y * regions_.columns + x];
  }

  std::string colored_field(std::size_t column, std::size_t row) const {
    const auto background = [&](const DecisionRegions::Cell& cell) {
      return terminal_color(region_color(regions_, cell));
    };
    if (const DecisionRegions::Sample* sample = samples_[row * width_ + column]) {
      return fmt::format("\x1b[{};38;{};48;{}m{}", sample->is_right() ? "22" : "1",
                         terminal_color(palette(static_cast<std::size_t>(sample->label))),
                         background(cell(column, row, height_)), sample->is_right() ? "●" : "×");
    }
    return fmt::format("\x1b[22;38;{};48;{}m▀", background(cell(column, 2 * row, 2 * height_)),
                       background(cell(column, 2 * row + 1, 2 * height_)));
  }

  char plain_field(std::size_t column, std::size_t row) const {
    if (const DecisionRegions::Sample* sample = samples_[row * width_ + column])
      return letter_of(sample->label, 'A');
    const DecisionRegions::Cell& here = cell(column, row, height_);
    return certainty(regions_, here) < 0.5 ? ' ' : letter_of(here.label, 'a');
  }

  const DecisionRegions& regions_;
  std::size_t width_, height_;
  std::vector<const DecisionRegions::Sample*> samples_;  // one a field, or null
};

/// A letter or a dot for each class, as many a line as fit.
std::string region_legend(const DecisionRegions& regions, std::size_t width, bool color) {
  std::string lines;
  std::size_t taken = 0;
  const auto add = [&](const std::string& sign, const std::string& name) {
    const std::string text = shortened(printable(name), std::max<std::size_t>(width, 12) - 2);
    const std::size_t needed = 2 + columns(text);
    if (taken > 0) lines += taken + 2 + needed > width ? (taken = 0, "\n") : "  ";
    taken += (taken > 0 ? 2 : 0) + needed;
    lines += fmt::format("{} {}", sign, text);
  };
  for (std::size_t i = 0; i < regions.class_names.size(); ++i)
    add(color ? colored("38;" + terminal_color(palette(i)), "●", true)
              : std::string(1, letter_of(static_cast<int>(i), 'A')),
        regions.class_names[i]);
  if (color && count_right(regions) < regions.samples.size()) add("×", "mistake");
  return lines + "\n";
}

}  // namespace

Area around(std::span<const Place> places) {
  Range x, y;
  for (const Place& place : places)
    if (std::isfinite(place.x) && std::isfinite(place.y)) {
      x.include(place.x);
      y.include(place.y);
    }
  for (Range* ends : {&x, &y}) {
    if (ends->empty()) *ends = {0, 1};
    const double air = ends->most > ends->least ? (ends->most - ends->least) / 10 : 1;
    ends->least -= air;
    ends->most += air;
  }
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

DecisionRegions filled(DecisionRegions regions,
                       const std::function<DecisionRegions::Cell(const Place&)>& says) {
  regions.cells.clear();
  for (const Place& place : centres(regions.area, regions.columns, regions.rows))
    regions.cells.push_back(says(place));
  for (DecisionRegions::Sample& sample : regions.samples) sample.said = says(sample.place).label;
  return regions;
}

DecisionRegions::Cell surest(std::span<const double> probabilities) {
  const auto largest = std::ranges::max_element(probabilities);
  return {static_cast<int>(largest - probabilities.begin()), *largest};
}

Bitmap background(const DecisionRegions& regions) {
  check_regions(regions);
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
  const double width = static_cast<double>(picture.width);
  const double height = static_cast<double>(picture.height);
  // Many samples become small, so that the regions are still seen.
  const double crowd = 500 / std::max<double>(500, static_cast<double>(regions.samples.size()));
  const double radius = std::max(1.0, width / 150 * std::max(0.3, std::sqrt(crowd)));
  for (const bool wrong : {false, true})  // those in front
    for (const DecisionRegions::Sample& sample : regions.samples) {
      const auto [x, y] = within(regions.area, sample.place);
      if (sample.is_right() == wrong || !(x >= 0 && x <= 1 && y >= 0 && y <= 1)) continue;
      canvas.disc(x * width, y * height, radius * (wrong ? 1.5 : 1.25),
                  wrong ? Color{0, 0, 0} : white);
      canvas.disc(x * width, y * height, radius, palette(static_cast<std::size_t>(sample.label)));
    }
  return picture;
}

Plot plot(const DecisionRegions& regions) {
  constexpr std::size_t most_drawn = 2000;
  Plot plot;
  plot.title = region_caption(regions);
  plot.x.label = regions.x_label;
  plot.y.label = regions.y_label;
  for (const std::string& name : regions.class_names)
    plot.series.push_back({name, {}, Plot::Look::points});
  Plot::Series wrong{"mistakes", {}, Plot::Look::rings};
  const std::size_t stride = (regions.samples.size() + most_drawn - 1) / most_drawn;
  plot.behind = {background(regions), regions.area};
  for (std::size_t i = 0; i < regions.samples.size(); i += stride) {
    const DecisionRegions::Sample& sample = regions.samples[i];
    plot.series[static_cast<std::size_t>(sample.label)].points.push_back(sample.place);
    if (!sample.is_right()) wrong.points.push_back(sample.place);
  }
  if (!wrong.points.empty()) plot.series.push_back(wrong);
  return plot;
}

std::string text_map(const DecisionRegions& regions, std::size_t width, bool color) {
  check_regions(regions);
  const RegionMap map(regions, width);
  const Area& area = regions.area;
  const auto axis = [](const std::string& name, double from, double to) {
    return fmt::format("{} from {} to {}", printable(name), shown(from, 3), shown(to, 3));
  };
  std::string page;
  if (const std::string title = region_caption(regions); !title.empty())
    page += wrapped(printable(title), width);
  page += map.text(color);
  page += wrapped(fmt::format("{}, {}", axis(regions.x_label, area.left, area.right),
                              axis(regions.y_label, area.bottom, area.top)),
                  width);
  return page + region_legend(regions, width, color);
}

}  // namespace stepgrad
