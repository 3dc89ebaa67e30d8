#include <stepgrad/plot/text_plot.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/plot/text_canvas.hpp>
#include <stepgrad/plot/ticks.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t least_width = 16, least_height = 6;  // of what is between the axes
constexpr std::string_view bold = "1", letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

std::string_view letter(std::size_t mark) { return letters.substr(mark % letters.size(), 1); }

std::size_t lines_in(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

std::string centred(std::string_view text, std::size_t width) {
  const std::size_t room = width - std::min(width, columns(text));
  return std::string(room / 2, ' ') + std::string(text);
}

/// Does it fit beside an axis?
bool is_short(std::string_view label) { return columns(label) <= 8; }

/// What is left of a room, or the least.
std::size_t at_least(std::size_t least, std::size_t room, std::size_t taken) {
  return room > taken + least ? room - taken : least;
}

/// An axis: where numbers stand on it, from 0 to 1, and its ticks.
class TextAxis {
 public:
  TextAxis(const Plot::Axis& axis, const Range& range, std::size_t most_ticks)
      : axis_(axis), range_(shown_range(range)) {
    const double step = tick_step(axis, range_, static_cast<int>(most_ticks));
    for (const double place : tick_places(range_, step)) add_tick(place, step);
    if (ticks_.size() >= 2) return;
    ticks_.clear();
    for (const double place : {range_.least, range_.most}) add_tick(place, step);
  }

  /// Nothing for a number that has no place on it.
  std::optional<double> at(double number) const {
    const double place = axis_.place_of(number);
    if (!(place >= range_.least && place <= range_.most)) return std::nullopt;
    return share(place);
  }

  struct Tick {
    double at;
    std::string label;
  };
  const std::vector<Tick>& ticks() const { return ticks_; }
  std::size_t widest_label() const {
    std::size_t widest = 0;
    for (const Tick& tick : ticks_) widest = std::max(widest, columns(tick.label));
    return widest;
  }

 private:
  double share(double place) const { return (place - range_.least) / (range_.most - range_.least); }
  void add_tick(double place, double step) {
    ticks_.push_back(
        {share(place), axis_.logarithmic ? shown(std::pow(10, place)) : tick_label(place, step)});
  }

  const Plot::Axis& axis_;
  Range range_;
  std::vector<Tick> ticks_;
};

// ---- the legend

bool is_line(const Plot::Series& series) {
  return series.look == Plot::Look::curve || series.look == Plot::Look::line;
}

/// How the legend shows a series: as the plot does.
std::string sample(const Plot::Series& series, std::size_t place, bool color) {
  const TextPen& pen = text_pen(place);
  if (!color) return std::string(pen.plain);
  if (series.look == Plot::Look::rings) return "○";
  if (series.look == Plot::Look::points) return colored(pen.color, pen.shape, true);
  TextCanvas canvas(4, 1, true);
  for (double x = 0; x <= canvas.last_x(); ++x)
    if (pen.dashes[static_cast<std::size_t>(x) % pen.dashes.size()] == '#')
      canvas.dot({x, 1}, place);
  return canvas.row(0);
}

/// Series and marks, as many on a line as fit.
std::string legend(const Plot& plot, const TextPlotLook& look) {
  constexpr std::string_view gap = "   ";
  std::string text;
  std::size_t taken = 0;
  const auto add = [&](const std::string& sign, std::size_t sign_columns, std::string_view name) {
    const std::string short_name = shortened(name, look.width - sign_columns - 2);
    const std::size_t wide = sign_columns + 1 + columns(short_name);
    const bool fits = taken > 0 && taken + gap.size() + wide <= look.width;
    if (taken > 0) text += fits ? gap : "\n";
    taken = fits ? taken + gap.size() + wide : wide;
    text += sign + ' ' + short_name;
  };
  for (std::size_t i = 0; i < plot.series.size(); ++i) {
    const Plot::Series& series = plot.series[i];
    add(sample(series, i, look.color), look.color && is_line(series) ? 4 : 1, series.name);
  }
  for (std::size_t i = 0; i < plot.marks.size(); ++i)
    add(colored(bold, letter(i), look.color) + ':', 2, plot.marks[i].label);
  return text.empty() ? "" : text + '\n';
}

// ---- what is between the axes

class TextPanel {
 public:
  TextPanel(const Plot& plot, const TextAxis& x, const TextAxis& y, TextCanvas& canvas, bool color)
      : x_(x), y_(y), canvas_(canvas), color_(color) {
    if (plot.behind) canvas.lay(plot.behind->bitmap);
    for (std::size_t i = 0; i < plot.series.size(); ++i) band(plot.series[i], i);
    for (std::size_t i = 0; i < plot.series.size(); ++i)
      is_line(plot.series[i]) ? curve(plot.series[i], i) : points(plot.series[i], i);
    for (std::size_t i = 0; i < plot.marks.size(); ++i)
      if (const auto dot = dot_of(plot.marks[i].at)) canvas.stamp(*dot, letter(i), {});
  }

 private:
  using Dot = TextCanvas::Dot;

  std::optional<Dot> dot_of(const Plot::Point& point) const {
    const auto x = x_.at(point.x), y = y_.at(point.y);
    if (!x || !y) return std::nullopt;
    return Dot{*x * canvas_.last_x(), *y * canvas_.last_y()};
  }

  void points(const Plot::Series& series, std::size_t place) {
    const TextPen& pen = text_pen(place);
    const std::string_view ring = "○", shape = series.look == Plot::Look::rings ? ring : pen.shape;
    for (const Plot::Point& point : series.points)
      if (const auto dot = dot_of(point)) canvas_.stamp(*dot, color_ ? shape : pen.plain, place);
  }

  /// Sparse dots between the edges, or in plain text a point in each column's middle rows.
  void band(const Plot::Series& series, std::size_t place) {
    for (std::size_t i = 1; i < std::min(series.below.size(), series.above.size()); ++i) {
      const auto from = dot_of(series.below[i - 1]), to = dot_of(series.below[i]);
      const auto from_above = dot_of(series.above[i - 1]), to_above = dot_of(series.above[i]);
      if (!from || !to || !from_above || !to_above) continue;
      for (double x = std::ceil(from->x); x <= to->x; ++x) {
        const double t = to->x > from->x ? (x - from->x) / (to->x - from->x) : 0;
        const double low = std::lerp(from->y, to->y, t),
                     high = std::lerp(from_above->y, to_above->y, t);
        for (double y = std::ceil(low); y <= high; ++y)
          if (!color_)
            canvas_.stamp({x, y}, ".", place);
          else if (std::fmod(x, 2) == 0 && std::fmod(x / 2 + y, 2) == 0)
            canvas_.dot({x, y}, place);
      }
    }
  }

  void curve(const Plot::Series& series, std::size_t place) {
    std::optional<Dot> before;
    double way = 0;
    for (const Plot::Point& point : series.points) {
      const std::optional<Dot> dot = dot_of(point);
      if (dot) way = line(before.value_or(*dot), *dot, place, way);
      before = dot;
    }
  }

  /// The dots from one point to the next that the dashes leave; returns the way so far.
  double line(const Dot& from, const Dot& to, std::size_t place, double way) {
    const std::string_view dashes = color_ ? text_pen(place).dashes : "#";
    const double far = std::max(std::abs(to.x - from.x), std::abs(to.y - from.y));
    const double steps = std::max(1.0, std::ceil(far));
    for (double i = 0; i <= steps; ++i) {
      const double t = i / steps;
      const auto along = static_cast<std::size_t>(way + t * far);
      if (dashes[along % dashes.size()] == '#')
        canvas_.dot({from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t}, place);
    }
    return way + far;
  }

  const TextAxis &x_, &y_;
  TextCanvas& canvas_;
  bool color_;
};

// ---- what stands around it

/// The title above the middle, and what the upright axis shows above that, on a line of its own if
/// they do not fit on one.
std::string head(const Plot& plot, std::size_t margin, std::size_t width) {
  const std::string& label = plot.y.label;
  const std::string title = std::string(margin, ' ') + centred(plot.title, width);
  if (plot.title.empty()) return label.empty() ? "" : label + '\n';
  const std::size_t free = title.find_first_not_of(' ');
  if (label.empty()) return title + '\n';
  if (columns(label) + 2 > free) return title + '\n' + label + '\n';
  return label + title.substr(columns(label)) + '\n';
}

/// The rows of the canvas, with the upright axis and its numbers before them.
std::string rows_of(const TextCanvas& canvas, std::size_t rows, const TextAxis& axis,
                    std::size_t margin) {
  std::vector<std::string> labels(rows);
  for (const TextAxis::Tick& tick : axis.ticks())
    labels[canvas.row_at(tick.at * canvas.last_y())] = tick.label;
  std::string text;
  for (std::size_t i = 0; i < rows; ++i) {
    text += right_aligned(labels[i], margin - 1) + (labels[i].empty() ? " │" : " ┤");
    text += canvas.row(i) + '\n';
  }
  return text;
}

/// The axis along the bottom with its numbers below. What it shows stands at its end, if that is
/// short, or in the middle of a line of its own.
std::string bottom_axis(const TextCanvas& canvas, std::size_t width, const Plot& plot,
                        const TextAxis& axis, std::size_t margin) {
  const std::string& label = plot.x.label;
  const bool at_end = is_short(label) && !label.empty();
  const std::size_t room = margin + 1 + width + (at_end ? columns(label) + 1 : 0);
  std::vector<std::string_view> line(width, "─");
  std::string numbers;
  for (const TextAxis::Tick& tick : axis.ticks()) {
    const std::size_t column = canvas.column_at(tick.at * canvas.last_x());
    const std::size_t middle = margin + 1 + column, half = tick.label.size() / 2;
    const std::size_t begin =
        std::min(middle - std::min(middle, half), room - std::min(room, tick.label.size()));
    if (!numbers.empty() && begin < numbers.size() + 2) continue;
    line[column] = "┬";
    numbers.resize(begin, ' ');
    numbers += tick.label;
  }
  return fmt::format(
      "{}└{}{}\n{}\n{}", std::string(margin, ' '), fmt::join(line, ""), at_end ? ' ' + label : "",
      numbers, is_short(label) ? "" : std::string(margin + 1, ' ') + centred(label, width) + '\n');
}

/// The axes of a plot whose canvas is so large; a cell is about twice as high as it is wide.
struct TextAxes {
  TextAxes(const Plot& plot, std::size_t width, std::size_t height)
      : ranges(ranges_of(plot, static_cast<double>(width), 2 * static_cast<double>(height))),
        x(plot.x, ranges.x, std::clamp<std::size_t>(width / 9, 2, 9)),
        y(plot.y, ranges.y, std::clamp<std::size_t>(height / 2, 2, 8)) {}

  std::size_t margin() const { return y.widest_label() + 1; }

  PlotRanges ranges;
  TextAxis x, y;
};

/// With the same units on both axes a plot is not to be much wider than what it holds.
std::size_t widest(const Plot& plot, std::size_t height) {
  constexpr double least = 32, cells = 2, air = 1.3;  // a cell is twice as high as it is wide
  Plot free = plot;
  free.same_units = false;
  const PlotRanges held = ranges_of(free, 1, 1);
  const double up = held.y.most - held.y.least;
  if (!plot.same_units || !(up > 0)) return std::numeric_limits<std::size_t>::max();
  const double wide = cells * air * static_cast<double>(height) * (held.x.most - held.x.least) / up;
  return static_cast<std::size_t>(std::clamp(wide, least, 1000.0));
}

}  // namespace

std::string text_plot(const Plot& plot, const TextPlotLook& look) {
  const std::string below = legend(plot, look);
  const std::size_t beside = is_short(plot.x.label) ? columns(plot.x.label) + 1 : 0;
  const std::size_t under = lines_in(below) + (is_short(plot.x.label) ? 2 : 3);
  const std::size_t margin = TextAxes(plot, look.width, look.height).margin();
  const std::size_t width =
      std::min(at_least(least_width, look.width, margin + 1 + beside), widest(plot, look.height));
  const std::string above = head(plot, margin + 1, width);
  const std::size_t height = at_least(least_height, look.height, lines_in(above) + under);
  const TextAxes axes(plot, width, height);
  TextCanvas canvas(width, height, look.color);
  TextPanel(plot, axes.x, axes.y, canvas, look.color);
  return above + rows_of(canvas, height, axes.y, margin) +
         bottom_axis(canvas, width, plot, axes.x, margin) + below;
}

}  // namespace stepgrad
