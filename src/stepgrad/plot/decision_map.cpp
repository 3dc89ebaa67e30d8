// Decision regions for a terminal.
#include <algorithm>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/plot/decision_regions.hpp>
#include <stepgrad/plot/palette.hpp>
#include <stepgrad/plot/region_color.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t map_width = 60;

/// What follows 38 (letters) or 48 (their ground): 24 bits, since a palette of 256 colours has
/// other hues between a pale and a strong one.
std::string terminal_color(Color color) {
  return fmt::format("2;{};{};{}", color.red, color.green, color.blue);
}

/// "a", "b", … for the classes; the letters of more than 26 come again.
char letter(int label, char first) { return static_cast<char>(first + label % 26); }

/// The map, a character a field; a field is as high as two of its widths.
class Map {
 public:
  Map(const DecisionRegions& regions, std::size_t width)
      : regions_(regions),
        width_(std::clamp<std::size_t>(width, 1, map_width)),
        height_(std::max<std::size_t>(1, width_ / 3)),
        samples_(width_ * height_) {
    for (const DecisionRegions::Sample& sample : regions.samples) place(sample);
  }

  std::string colored() const {
    std::string text;
    for (std::size_t row = 0; row < height_; ++row) {
      for (std::size_t column = 0; column < width_; ++column) text += colored_field(column, row);
      text += "\x1b[0m\n";
    }
    return text;
  }

  std::string plain() const {
    std::string text;
    for (std::size_t row = 0; row < height_; ++row) {
      for (std::size_t column = 0; column < width_; ++column) text += plain_field(column, row);
      text.erase(text.find_last_not_of(' ') + 1);
      text += '\n';
    }
    return text;
  }

 private:
  /// A mistake is shown before a sample that is right.
  void place(const DecisionRegions::Sample& sample) {
    const Area& area = regions_.area;
    const double x = (sample.place.x - area.left) / (area.right - area.left);
    const double y = (area.top - sample.place.y) / (area.top - area.bottom);
    if (!(x >= 0 && x < 1 && y >= 0 && y < 1)) return;
    const auto column = static_cast<std::size_t>(x * static_cast<double>(width_));
    const auto row = static_cast<std::size_t>(y * static_cast<double>(height_));
    const DecisionRegions::Sample*& field = samples_[row * width_ + column];
    if (!field || sample.label != sample.said) field = &sample;
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
      const bool right = sample->label == sample->said;
      const Color color = palette(static_cast<std::size_t>(sample->label));
      return fmt::format("\x1b[{};38;{};48;{}m{}", right ? "22" : "1", terminal_color(color),
                         background(cell(column, row, height_)), right ? "●" : "×");
    }
    return fmt::format("\x1b[22;38;{};48;{}m▀", background(cell(column, 2 * row, 2 * height_)),
                       background(cell(column, 2 * row + 1, 2 * height_)));
  }

  char plain_field(std::size_t column, std::size_t row) const {
    if (const DecisionRegions::Sample* sample = samples_[row * width_ + column])
      return letter(sample->label, 'A');
    const DecisionRegions::Cell& here = cell(column, row, height_);
    return certainty(regions_, here) < 0.5 ? ' ' : letter(here.label, 'a');
  }

  const DecisionRegions& regions_;
  std::size_t width_, height_;
  std::vector<const DecisionRegions::Sample*> samples_;  // one a field, or null
};

/// A letter or a dot for each class, as many a line as fit.
std::string legend(const DecisionRegions& regions, std::size_t width, bool color) {
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
    add(color ? fmt::format("\x1b[38;{}m●\x1b[0m", terminal_color(palette(i)))
              : std::string(1, letter(static_cast<int>(i), 'A')),
        regions.class_names[i]);
  if (color && count_right(regions) < regions.samples.size()) add("×", "mistake");
  return lines + "\n";
}

}  // namespace

std::string text(const DecisionRegions& regions, std::size_t width, bool color) {
  check(regions);
  const Map map(regions, width);
  const Area& area = regions.area;
  const auto axis = [](const std::string& name, double from, double to) {
    return fmt::format("{} from {} to {}", printable(name), shown(from, 3), shown(to, 3));
  };
  std::string page;
  if (const std::string title = caption(regions); !title.empty())
    page += wrapped(printable(title), width);
  page += color ? map.colored() : map.plain();
  page += wrapped(fmt::format("{}, {}", axis(regions.x_label, area.left, area.right),
                              axis(regions.y_label, area.bottom, area.top)),
                  width);
  return page + legend(regions, width, color);
}

}  // namespace stepgrad
