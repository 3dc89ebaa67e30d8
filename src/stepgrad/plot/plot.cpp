#include <stepgrad/plot/plot.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/plot/palette.hpp>
#include <stepgrad/plot/svg_page.hpp>

namespace stepgrad {
namespace {

constexpr double left = 86, right = 24, bottom = 64;
constexpr double title_height = 40, legend_line = 20;
constexpr double legend_letter = 7.8;
constexpr double page_width = 720;  // of a plot alone
constexpr int most_ticks = 9;

struct Pen {
  std::string color;
  std::string_view dashes;
};

Pen pen(std::size_t place) {
  constexpr std::array<std::string_view, 5> dashes{"none", "7 4", "2 3", "9 3 2 3", "4 2"};
  return {hex(palette(place)), dashes[place % dashes.size()]};
}

/// One axis: where numbers go on it, and where its ticks are. Positions are in units of the SVG.
class Scale {
 public:
  /// `ends_at_ticks`: it may hold more than the range, so that it begins and ends at a tick.
  Scale(const Plot::Axis& axis, Range range, bool ends_at_ticks, double from, double to)
      : axis_(axis), from_(from), to_(to), least_(range.least), most_(range.most) {
    if (range.empty()) least_ = 0, most_ = 1;
    if (least_ == most_) least_ -= 1, most_ += 1;
    step_ = round_step((most_ - least_) / most_ticks);
    if (!ends_at_ticks) return;
    least_ = std::floor(least_ / step_) * step_;
    most_ = std::ceil(most_ / step_) * step_;
  }

  /// Nothing for a number that has no place on it.
  std::optional<double> at(double number) const {
    const double place = axis_.place_of(number);
    if (!(place >= least_ && place <= most_)) return std::nullopt;
    return position(place);
  }

  double least() const { return least_; }
  double most() const { return most_; }

  struct Tick {
    double position;
    std::string label;  // may hold a tspan
  };
  std::vector<Tick> ticks() const {
    constexpr double rounding = 1e-6;
    std::vector<Tick> ticks;
    const double last = std::floor(most_ / step_ + rounding);
    for (double i = std::ceil(least_ / step_ - rounding); i <= last; ++i)
      ticks.push_back({position(i * step_), label(i * step_)});
    return ticks;
  }

 private:
  double position(double place) const {
    return from_ + (place - least_) / (most_ - least_) * (to_ - from_);
  }

  /// A step of 1, 2 or 5 times a power of ten; on a logarithmic axis and one that counts, a whole
  /// number.
  double round_step(double step) const {
    const double power = std::pow(10, std::floor(std::log10(step)));
    for (const double nice : {1.0, 2.0, 5.0, 10.0})
      if (nice * power >= step * 0.999)
        return axis_.logarithmic || axis_.whole ? std::max(1.0, nice * power) : nice * power;
    return 10 * power;
  }

  std::string label(double place) const {
    if (!axis_.logarithmic) return shown(std::abs(place) < step_ / 1e6 ? 0 : place, 5);
    if (place == 0) return "1";
    return fmt::format("10<tspan dy=\"-6\" font-size=\"10\">{}</tspan>", shown(place));
  }

  const Plot::Axis& axis_;
  double from_, to_, least_, most_, step_;
};

/// The names of the series in as many columns as fit.
struct Legend {
  Legend(const Plot& plot, double width) {
    const double room = width - left - right;
    std::size_t longest = 0;
    for (const Plot::Series& series : plot.series) {
      names.push_back(
          shortened(series.name, static_cast<std::size_t>((room - 42) / legend_letter)));
      longest = std::max(longest, stepgrad::columns(names.back()));
    }
    entry_width = 76 + legend_letter * static_cast<double>(longest);
    columns = std::clamp<std::size_t>(static_cast<std::size_t>(room / entry_width), 1,
                                      std::max<std::size_t>(1, names.size()));
  }

  double height() const {
    return legend_line * static_cast<double>((names.size() + columns - 1) / columns);
  }
  /// What a page with it is to be longer, so that the plot keeps its room.
  double surplus() const { return std::max(0.0, height() - 4 * legend_line); }

  std::vector<std::string> names;
  double entry_width;
  std::size_t columns;
};

/// One plot on a page, as large as it is told.
class Panel {
 public:
  Panel(SvgPage& page, const Plot& plot, double width, double height)
      : page_(page),
        plot_(plot),
        legend_(plot, width),
        right_(width - right),
        bottom_(height - bottom),
        top_(title_height + legend_.height() + 8),
        x_(plot.x, ranges_of(plot).x, !plot.behind, left, right_),
        y_(plot.y, ranges_of(plot).y, !plot.behind, bottom_, top_) {}

  PlotFrame frame() const {
    return {left, right_, bottom_, top_, {x_.least(), x_.most(), y_.least(), y_.most()}};
  }

  void draw() {
    page_.add(R"(<text x="{}" y="26" font-size="16" text-anchor="middle">{}</text>)",
              (left + right_) / 2, escaped(plot_.title));
    if (plot_.behind) picture();
    axes();
    for (std::size_t i = 0; i < plot_.series.size(); ++i) series(plot_.series[i], i);
    for (const Plot::Mark& mark : plot_.marks) note(mark);
    legend();
  }

 private:
  void picture() {
    const Area& area = plot_.behind->area;
    const auto x = x_.at(area.left), y = y_.at(area.top);
    if (!x || !y) return;
    page_.add(
        R"(<image x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}" preserveAspectRatio="none" )"
        R"(href="{}"/>)",
        *x, *y, x_.at(area.right).value_or(*x) - *x, y_.at(area.bottom).value_or(*y) - *y,
        data_link(plot_.behind->bitmap));
  }

  void axes() {
    for (const auto& [x, label] : x_.ticks()) {
      grid_line(fmt::format("M{:.2f} {}V{}", x, top_, bottom_));
      page_.add(R"(<text x="{:.2f}" y="{}" text-anchor="middle">{}</text>)", x, bottom_ + 20,
                label);
    }
    for (const auto& [y, label] : y_.ticks()) {
      grid_line(fmt::format("M{} {:.2f}H{}", left, y, right_));
      page_.add(R"(<text x="{}" y="{:.2f}" text-anchor="end">{}</text>)", left - 8, y + 4.5, label);
    }
    page_.add(R"(<path d="M{0} {1}V{2}H{3}" fill="none" stroke="#222222"/>)", left, top_, bottom_,
              right_);
    page_.add(R"(<text x="{}" y="{}" text-anchor="middle">{}</text>)", (left + right_) / 2,
              bottom_ + 48, escaped(plot_.x.label));
    page_.add(R"-(<text transform="translate(20 {}) rotate(-90)" text-anchor="middle">{}</text>)-",
              (top_ + bottom_) / 2, escaped(plot_.y.label));
  }

  /// Over a picture it lets the picture through.
  void grid_line(const std::string& path) {
    page_.add(R"(<path d="{}" stroke="{}"{}/>)", path, plot_.behind ? "#ffffff" : "#dddddd",
              plot_.behind ? R"( stroke-opacity="0.5")" : "");
  }

  void series(const Plot::Series& series, std::size_t place) {
    std::string path, points;
    bool pen_down = false;
    for (const Plot::Point& point : series.points) {
      const auto x = x_.at(point.x), y = y_.at(point.y);
      if (!x || !y) {
        pen_down = false;
        continue;
      }
      path += fmt::format("{}{:.2f} {:.2f}", pen_down ? "L" : "M", *x, *y);
      points += series.look == Plot::Look::rings ? circle(*x, *y, ring_radius(series))
                                                 : shape(*x, *y, place);
      pen_down = true;
    }
    if (series.look == Plot::Look::curve) curve(path, place);
    if (series.look != Plot::Look::curve || !is_dense(series)) shapes(points, series.look, place);
  }

  /// Are the points of a curve too near to each other to be seen?
  bool is_dense(const Plot::Series& series) const {
    constexpr double room = 10;
    return static_cast<double>(series.points.size()) * room > right_ - left;
  }

  void curve(const std::string& path, std::size_t place) {
    page_.add(R"(<path d="{}" fill="none" stroke="{}" stroke-width="1.8" stroke-dasharray="{}"/>)",
              path, pen(place).color, pen(place).dashes);
  }

  void shapes(const std::string& path, Plot::Look look, std::size_t place) {
    if (look == Plot::Look::rings)
      page_.add(R"(<path d="{}" fill="none" stroke="#222222" stroke-width="1.5"/>)", path);
    else
      page_.add(R"(<path d="{}" fill="{}"{}/>)", path, pen(place).color,
                plot_.behind ? R"( stroke="#ffffff" stroke-width="0.7")" : "");
  }

  static std::string circle(double x, double y, double radius) {
    return fmt::format("M{0:.2f} {1:.2f}a{2} {2} 0 1 0 {3} 0a{2} {2} 0 1 0 -{3} 0z", x - radius, y,
                       radius, 2 * radius);
  }

  /// Many rings are small.
  static double ring_radius(const Plot::Series& series) {
    return series.points.size() > 50 ? 4 : 6;
  }

  /// A small circle, square or triangle around a point.
  static std::string shape(double x, double y, std::size_t place) {
    switch (place % 3) {
      case 0:
        return circle(x, y, 3);
      case 1:
        return fmt::format("M{:.2f} {:.2f}h5.4v5.4h-5.4z", x - 2.7, y - 2.7);
      default:
        return fmt::format("M{:.2f} {:.2f}l3.6 6.2h-7.2z", x, y - 4);
    }
  }

  void note(const Plot::Mark& mark) {
    const auto x = x_.at(mark.at.x), y = y_.at(mark.at.y);
    if (!x || !y) return;
    const bool at_right = *x > right_ * 0.64;
    page_.add(
        R"(<circle cx="{:.2f}" cy="{:.2f}" r="7" fill="none" stroke="#222222" stroke-width="1.5"/>)",
        *x, *y);
    page_.add(
        R"(<text x="{:.2f}" y="{:.2f}" text-anchor="{}" paint-order="stroke" stroke="#ffffff" stroke-width="4">{}</text>)",
        *x + (at_right ? -12 : 12), *y + 18, at_right ? "end" : "start", escaped(mark.label));
  }

  void legend() {
    for (std::size_t i = 0; i < plot_.series.size(); ++i) {
      const Plot::Series& series = plot_.series[i];
      const double x = left + 14 + legend_.entry_width * static_cast<double>(i % legend_.columns);
      const double y =
          title_height + legend_line * (0.5 + static_cast<double>(i / legend_.columns));
      if (series.look == Plot::Look::curve) curve(fmt::format("M{} {}h34", x, y), i);
      const bool ring = series.look == Plot::Look::rings;
      shapes(ring ? circle(x + 17, y, 6) : shape(x + 17, y, i), series.look, i);
      page_.add(R"(<text x="{}" y="{}">{}</text>)", x + 42, y + 4.5, escaped(legend_.names[i]));
    }
  }

  SvgPage& page_;
  const Plot& plot_;
  Legend legend_;
  double right_, bottom_, top_;  // where the axes end and begin, below title and legend
  Scale x_, y_;
};

double page_height(const Plot& plot) { return 480 + Legend(plot, page_width).surplus(); }

}  // namespace

double Plot::Axis::place_of(double number) const {
  if (!logarithmic) return number;
  return number > 0 ? std::log10(number) : std::numeric_limits<double>::quiet_NaN();
}

PlotRanges ranges_of(const Plot& plot) {
  PlotRanges ranges;
  const auto include = [&](double x, double y) {
    if (!std::isfinite(x) || !std::isfinite(y)) return;
    ranges.x.include(plot.x.place_of(x));
    ranges.y.include(plot.y.place_of(y));
  };
  if (plot.behind) {
    include(plot.behind->area.left, plot.behind->area.bottom);
    include(plot.behind->area.right, plot.behind->area.top);
    return ranges;
  }
  for (const Plot::Series& series : plot.series)
    for (const Plot::Point& point : series.points) include(point.x, point.y);
  return ranges;
}

std::string svg(const Plot& plot) {
  SvgPage page(page_width, page_height(plot), plot.title);
  Panel(page, plot, page_width, page_height(plot)).draw();
  return std::move(page).finish();
}

PlotFrame frame_of(const Plot& plot) {
  SvgPage page(page_width, page_height(plot), plot.title);
  return Panel(page, plot, page_width, page_height(plot)).frame();
}

std::string svg(std::span<const Plot> plots) {
  constexpr double width = 520;
  double height = 400;
  std::vector<std::string> titles;
  for (const Plot& plot : plots) {
    titles.push_back(plot.title);
    height = std::max(height, 400 + Legend(plot, width).surplus());
  }
  SvgPage page(width * static_cast<double>(std::max<std::size_t>(1, plots.size())), height,
               listed(titles));
  for (std::size_t i = 0; i < plots.size(); ++i) {
    page.add(R"-(<g transform="translate({} 0)">)-", width * static_cast<double>(i));
    Panel(page, plots[i], width, height).draw();
    page.add("</g>");
  }
  return std::move(page).finish();
}

}  // namespace stepgrad
