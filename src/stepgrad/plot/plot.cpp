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
#include <stepgrad/plot/ticks.hpp>

namespace stepgrad {
namespace {

constexpr double legend_line = 20, wide_letter = 7.8;  // a letter of an axis or a legend is so wide

/// How a plot lies on its page: where its parts are, in units of the SVG.
struct Layout {
  double width, height;
  double left = 86, right = 24, bottom = 64;  // around the axes
  double legend_left = 100;
  double title_size = 16;
  int most_ticks = 9;
  bool wraps = false;  // titles and names take as many lines as they need, the legend one column
};
constexpr Layout page_wide{.width = 720, .height = 480};
constexpr Layout side_by_side{.width = 520, .height = 400};
constexpr Layout for_phones{.width = narrow_width,
                            .height = 330,
                            .left = 46,
                            .right = 16,
                            .bottom = 58,
                            .legend_left = 10,
                            .title_size = 14,
                            .most_ticks = 5,
                            .wraps = true};

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
  Scale(const Plot::Axis& axis, Range range, bool ends_at_ticks, int most_ticks, double from,
        double to)
      : axis_(axis), from_(from), to_(to), range_(shown_range(range)) {
    step_ = tick_step(axis, range_, most_ticks);
    if (!ends_at_ticks) return;
    range_.least = std::floor(range_.least / step_) * step_;
    range_.most = std::ceil(range_.most / step_) * step_;
  }

  /// Nothing for a number that has no place on it.
  std::optional<double> at(double number) const {
    const double place = axis_.place_of(number);
    if (!(place >= range_.least && place <= range_.most)) return std::nullopt;
    return position(place);
  }

  double least() const { return range_.least; }
  double most() const { return range_.most; }

  struct Tick {
    double position;
    std::string label;  // may hold a tspan
    std::size_t letters;
  };
  double widest_label() const {
    std::size_t most = 0;
    for (const Tick& tick : ticks()) most = std::max(most, tick.letters);
    return static_cast<double>(most);
  }
  std::vector<Tick> ticks() const {
    std::vector<Tick> ticks;
    for (const double place : tick_places(range_, step_))
      ticks.push_back({position(place), label(place), letters(place)});
    return ticks;
  }

 private:
  double position(double place) const {
    return from_ + (place - range_.least) / (range_.most - range_.least) * (to_ - from_);
  }

  std::string label(double place) const {
    if (!axis_.logarithmic) return tick_label(place, step_);
    if (place == 0) return "1";
    return fmt::format("10<tspan dy=\"-6\" font-size=\"10\">{}</tspan>", shown(place));
  }

  std::size_t letters(double place) const {
    if (!axis_.logarithmic) return label(place).size();
    return place == 0 ? 1 : 2 + shown(place).size();
  }

  const Plot::Axis& axis_;
  double from_, to_;
  Range range_;
  double step_;
};

/// The names of the series in as many columns as fit.
struct Legend {
  Legend(const Plot& plot, const Layout& layout) {
    const double room =
        layout.width - (layout.wraps ? layout.legend_left : layout.left) - layout.right;
    const double name_room = room - 42;
    std::size_t longest = 0;
    for (const Plot::Series& series : plot.series) {
      names.push_back(layout.wraps
                          ? lines_within(series.name, name_room)
                          : std::vector{shortened(
                                series.name, static_cast<std::size_t>(name_room / wide_letter))});
      longest = std::max(longest, stepgrad::columns(names.back()[0]));
    }
    entry_width = 76 + wide_letter * static_cast<double>(longest);
    columns = layout.wraps ? 1
                           : std::clamp<std::size_t>(static_cast<std::size_t>(room / entry_width),
                                                     1, std::max<std::size_t>(1, names.size()));
  }

  /// How many lines the first so many names take.
  std::size_t lines(std::size_t entries) const {
    if (columns > 1) return (entries + columns - 1) / columns;
    std::size_t lines = 0;
    for (std::size_t i = 0; i < entries; ++i) lines += names[i].size();
    return lines;
  }
  double height() const { return legend_line * static_cast<double>(lines(names.size())); }
  /// What a page with it is to be longer, so that the plot keeps its room.
  double surplus() const { return std::max(0.0, height() - 4 * legend_line); }

  std::vector<std::vector<std::string>> names;  // in lines
  double entry_width;
  std::size_t columns;
};

/// Where the parts of a plot are on a page that is as large as it is told.
struct PlotRoom {
  PlotRoom(const Plot& plot, const Layout& layout, double surplus)
      : legend(plot, layout),
        title(title_lines(plot, layout)),
        left(left_of(plot, layout)),
        right(layout.width - layout.right),
        bottom(layout.height + surplus - layout.bottom),
        top(legend_top() + legend.height() + 8),
        ranges(ranges_of(plot, right - left, bottom - top)),
        x(plot.x, ranges.x, ends_at_ticks(plot), layout.most_ticks, left, right),
        y(plot.y, ranges.y, ends_at_ticks(plot), layout.most_ticks, bottom, top) {}

  double legend_top() const { return 40 + title_line * static_cast<double>(title.size() - 1); }

  /// How much longer the page is to be, so that the plot keeps its room.
  static double surplus(const Plot& plot, const Layout& layout) {
    const double more = title_line * static_cast<double>(title_lines(plot, layout).size() - 1);
    const Legend legend(plot, layout);
    return more + (layout.wraps ? legend.height() : legend.surplus());
  }

  Legend legend;
  std::vector<std::string> title;   // in lines
  double left, right, bottom, top;  // where the axes end and begin, below title and legend
  PlotRanges ranges;
  Scale x, y;

  static constexpr double title_line = 18;

 private:
  static std::vector<std::string> title_lines(const Plot& plot, const Layout& layout) {
    if (!layout.wraps) return {plot.title};
    return lines_within(plot.title, layout.width - layout.right, layout.title_size);
  }
  static bool ends_at_ticks(const Plot& plot) { return !plot.behind && !plot.same_units; }

  /// Where the upright axis stands: where its numbers have room.
  static double left_of(const Plot& plot, const Layout& layout) {
    if (!layout.wraps) return layout.left;
    const Scale y(plot.y, ranges_of(plot, 1, 1).y, ends_at_ticks(plot), layout.most_ticks, 1, 0);
    return layout.left + wide_letter * y.widest_label();
  }
};

/// One plot on a page.
class Panel {
 public:
  Panel(SvgPage& page, const Plot& plot, const Layout& layout, double surplus)
      : page_(page), plot_(plot), layout_(layout), room_(plot, layout, surplus) {}

  void draw() {
    const double middle = layout_.wraps ? layout_.width / 2 : (room_.left + room_.right) / 2;
    for (std::size_t i = 0; i < room_.title.size(); ++i)
      page_.add(R"(<text x="{}" y="{}" font-size="{}" text-anchor="middle">{}</text>)", middle,
                26 + PlotRoom::title_line * static_cast<double>(i), layout_.title_size,
                escaped(room_.title[i]));
    if (plot_.behind) picture();
    axes();
    for (std::size_t i = 0; i < plot_.series.size(); ++i) band(plot_.series[i], i);
    for (std::size_t i = 0; i < plot_.series.size(); ++i) series(plot_.series[i], i);
    for (const Plot::Mark& mark : plot_.marks) note(mark);
    legend();
  }

 private:
  void picture() {
    const Area& area = plot_.behind->area;
    const auto x = room_.x.at(area.left), y = room_.y.at(area.top);
    if (!x || !y) return;
    page_.add(
        R"(<image x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}" preserveAspectRatio="none" )"
        R"(href="{}"/>)",
        *x, *y, room_.x.at(area.right).value_or(*x) - *x, room_.y.at(area.bottom).value_or(*y) - *y,
        data_link(plot_.behind->bitmap));
  }

  /// On a line of its own: what films have in every frame is written once on a page
  /// (page/markup.hpp).
  void axes() {
    std::string parts;
    const auto add = [&]<class... Args>(fmt::format_string<Args...> format, Args&&... args) {
      fmt::format_to(std::back_inserter(parts), format, std::forward<Args>(args)...);
    };
    for (const auto& [x, label, letters] : room_.x.ticks()) {
      parts += grid_line(fmt::format("M{:.2f} {}V{}", x, room_.top, room_.bottom));
      const double half = wide_letter * static_cast<double>(letters) / 2;  // it stays on the page
      add(R"(<text x="{:.2f}" y="{}" text-anchor="middle">{}</text>)",
          std::min(x, layout_.width - half - 2), room_.bottom + 20, label);
    }
    for (const auto& [y, label, letters] : room_.y.ticks()) {
      parts += grid_line(fmt::format("M{} {:.2f}H{}", room_.left, y, room_.right));
      add(R"(<text x="{}" y="{:.2f}" text-anchor="end">{}</text>)", room_.left - 8, y + 4.5, label);
    }
    add(R"(<path d="M{0} {1}V{2}H{3}" fill="none" stroke="#222222"/>)", room_.left, room_.top,
        room_.bottom, room_.right);
    add(R"(<text x="{}" y="{}" text-anchor="middle">{}</text>)", (room_.left + room_.right) / 2,
        room_.bottom + layout_.bottom - 16, escaped(plot_.x.label));
    add(R"-(<text transform="translate(20 {}) rotate(-90)" text-anchor="middle">{}</text>)-",
        (room_.top + room_.bottom) / 2, escaped(plot_.y.label));
    page_.add("<g>{}</g>", parts);
  }

  /// Over a picture it lets the picture through.
  std::string grid_line(const std::string& path) const {
    return fmt::format(R"(<path d="{}" stroke="{}"{}/>)", path,
                       plot_.behind ? "#ffffff" : "#dddddd",
                       plot_.behind ? R"( stroke-opacity="0.5")" : "");
  }

  void series(const Plot::Series& series, std::size_t place) {
    std::string path, points;
    bool pen_down = false;
    for (const Plot::Point& point : series.points) {
      const auto x = room_.x.at(point.x), y = room_.y.at(point.y);
      if (!x || !y) {
        pen_down = false;
        continue;
      }
      path += fmt::format("{}{:.2f} {:.2f}", pen_down ? "L" : "M", *x, *y);
      points += series.look == Plot::Look::rings ? circle(*x, *y, ring_radius(series))
                                                 : shape(*x, *y, place, size(series));
      pen_down = true;
    }
    if (is_drawn(series)) curve(path, place);
    if (has_shapes(series)) shapes(points, series.look, place);
  }

  /// Along the edge above and back along the one below; edges are dotted, so that bands of different
  /// series stay apart in print. What has no place is left out.
  void band(const Plot::Series& series, std::size_t place) {
    std::string above = edge(series.above),
                below = edge({series.below.rbegin(), series.below.rend()});
    if (above.empty() || below.empty()) return;
    below.front() = 'L';
    page_.add(R"(<path d="{}{}Z" fill="{}" fill-opacity="0.16" stroke="{}" stroke-width="0.8" )"
              R"(stroke-dasharray="1 2"/>)",
              above, below, pen(place).color, pen(place).color);
  }

  std::string edge(const std::vector<Plot::Point>& points) const {
    std::string path;
    for (const Plot::Point& point : points)
      if (const auto x = room_.x.at(point.x), y = room_.y.at(point.y); x && y)
        path += fmt::format("{}{:.2f} {:.2f}", path.empty() ? "M" : "L", *x, *y);
    return path;
  }

  /// Is there a line from point to point?
  static bool is_drawn(const Plot::Series& series) {
    return series.look == Plot::Look::curve || series.look == Plot::Look::line;
  }

  /// Those of a curve are left out where they are too near to each other to be seen.
  bool has_shapes(const Plot::Series& series) const {
    constexpr double room = 10;
    const bool dense = static_cast<double>(series.points.size()) * room > room_.right - room_.left;
    return series.look != Plot::Look::line && !(series.look == Plot::Look::curve && dense);
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
    return fmt::format(
        "M{0:.2f} {1:.2f}a{2:.4g} {2:.4g} 0 1 0 {3:.4g} 0a{2:.4g} {2:.4g} 0 1 0 -{3:.4g} 0z",
        x - radius, y, radius, 2 * radius);
  }

  /// Many rings are small.
  static double ring_radius(const Plot::Series& series) {
    return series.points.size() > 50 ? 4 : 6;
  }

  /// Points that stand for themselves are large where they are few.
  static double size(const Plot::Series& series) {
    constexpr std::size_t few = 60;
    return series.look == Plot::Look::points && series.points.size() <= few ? 1.6 : 1;
  }

  /// A small circle, square or triangle around a point.
  static std::string shape(double x, double y, std::size_t place, double size) {
    const double side = 5.4 * size;
    switch (place % 3) {
      case 0:
        return circle(x, y, 3 * size);
      case 1:
        return fmt::format("M{:.2f} {:.2f}h{:.4g}v{:.4g}h{:.4g}z", x - side / 2, y - side / 2, side,
                           side, -side);
      default:
        return fmt::format("M{:.2f} {:.2f}l{:.4g} {:.4g}h{:.4g}z", x, y - 4 * size, 3.6 * size,
                           6.2 * size, -7.2 * size);
    }
  }

  /// Its words stand below it, or above where those of another mark are in the way.
  void note(const Plot::Mark& mark) {
    const auto x = room_.x.at(mark.at.x), y = room_.y.at(mark.at.y);
    if (!x || !y) return;
    const bool at_right = *x > room_.right * 0.64;
    const double wide = wide_letter * static_cast<double>(columns(mark.label));
    const bool at_bottom = *y > room_.bottom - 12;  // there the numbers of the axis stand below
    const double begin = std::clamp(at_right ? *x - 12 - wide : *x + 12, room_.left + 4,
                                    std::max(room_.left + 4, layout_.width - 4 - wide));
    page_.add(
        R"(<circle cx="{:.2f}" cy="{:.2f}" r="7" fill="none" stroke="#222222" stroke-width="1.5"/>)",
        *x, *y);
    const auto is_taken = [&](double base) {
      return std::ranges::any_of(words_, [&](const Words& other) {
        return begin < other.end && other.begin < begin + wide && std::abs(base - other.base) < 16;
      });
    };
    const double base = at_bottom || is_taken(*y + 18) ? *y - 12 : *y + 18;
    words_.push_back({begin, begin + wide, base});
    page_.add(
        R"(<text x="{:.2f}" y="{:.2f}" text-anchor="{}" paint-order="stroke" stroke="#ffffff" stroke-width="4">{}</text>)",
        at_right ? begin + wide : begin, base, at_right ? "end" : "start", escaped(mark.label));
  }

  void legend() {
    for (std::size_t i = 0; i < plot_.series.size(); ++i) {
      const Plot::Series& series = plot_.series[i];
      const double x = layout_.legend_left +
                       room_.legend.entry_width * static_cast<double>(i % room_.legend.columns);
      const std::size_t lines_before = room_.legend.lines(i - i % room_.legend.columns);
      const double y = room_.legend_top() + legend_line * (0.5 + static_cast<double>(lines_before));
      if (is_drawn(series)) curve(fmt::format("M{} {}h34", x, y), i);
      const bool ring = series.look == Plot::Look::rings;
      if (series.look != Plot::Look::line)
        shapes(ring ? circle(x + 17, y, 6) : shape(x + 17, y, i, size(series)), series.look, i);
      for (std::size_t line = 0; line < room_.legend.names[i].size(); ++line)
        page_.add(R"(<text x="{}" y="{}">{}</text>)", x + 42,
                  y + 4.5 + legend_line * static_cast<double>(line),
                  escaped(room_.legend.names[i][line]));
    }
  }

  struct Words {
    double begin, end, base;
  };

  SvgPage& page_;
  const Plot& plot_;
  const Layout& layout_;
  const PlotRoom room_;
  std::vector<Words> words_;  // of the marks
};

std::string one_plot(const Plot& plot, const Layout& layout) {
  const double surplus = PlotRoom::surplus(plot, layout);
  SvgPage page(layout.width, layout.height + surplus, plot.title);
  Panel(page, plot, layout, surplus).draw();
  return std::move(page).finish();
}

PlotFrame frame_in(const Plot& plot, const Layout& layout) {
  const PlotRoom room(plot, layout, PlotRoom::surplus(plot, layout));
  return {room.left,
          room.right,
          room.bottom,
          room.top,
          {room.x.least(), room.x.most(), room.y.least(), room.y.most()}};
}

/// The picture behind, else the points of all series.
PlotRanges held_by(const Plot& plot) {
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
  if (plot.area) {
    include(plot.area->left, plot.area->bottom);
    include(plot.area->right, plot.area->top);
  }
  for (const Plot::Series& series : plot.series)
    for (const auto* points : {&series.points, &series.below, &series.above})
      for (const Plot::Point& point : *points) include(point.x, point.y);
  return ranges;
}

/// The range with as much more at both ends as makes it so long.
Range widened(const Range& range, double length) {
  const double more = std::max(0.0, length - (range.most - range.least)) / 2;
  return {range.least - more, range.most + more};
}

}  // namespace

double Plot::Axis::place_of(double number) const {
  if (!logarithmic) return number;
  return number > 0 ? std::log10(number) : std::numeric_limits<double>::quiet_NaN();
}

PlotRanges ranges_of(const Plot& plot, double width, double height) {
  PlotRanges ranges = held_by(plot);
  if (!plot.same_units || ranges.x.empty()) return ranges;
  const double unit =
      std::max((ranges.x.most - ranges.x.least) / width, (ranges.y.most - ranges.y.least) / height);
  return {widened(ranges.x, unit * width), widened(ranges.y, unit * height)};
}

std::optional<Area> common_area(std::span<const Plot* const> plots) {
  Range x, y;
  for (const Plot* plot : plots)
    for (const Plot::Series& series : plot->series)
      for (const auto* points : {&series.points, &series.below, &series.above})
        for (const Plot::Point& point : *points) {
          if (!std::isfinite(plot->x.place_of(point.x)) ||
              !std::isfinite(plot->y.place_of(point.y)))
            continue;
          x.include(point.x);
          y.include(point.y);
        }
  if (x.empty()) return std::nullopt;
  return Area{x.least, x.most, y.least, y.most};
}

std::string svg(const Plot& plot) { return one_plot(plot, page_wide); }
std::string narrow_svg(const Plot& plot) { return one_plot(plot, for_phones); }
PlotFrame frame_of(const Plot& plot) { return frame_in(plot, page_wide); }
PlotFrame narrow_frame_of(const Plot& plot) { return frame_in(plot, for_phones); }

std::string svg(std::span<const Plot> plots) {
  const Layout& layout = side_by_side;
  double surplus = 0;
  std::vector<std::string> titles;
  for (const Plot& plot : plots) {
    titles.push_back(plot.title);
    surplus = std::max(surplus, PlotRoom::surplus(plot, layout));
  }
  SvgPage page(layout.width * static_cast<double>(std::max<std::size_t>(1, plots.size())),
               layout.height + surplus, listed(titles));
  for (std::size_t i = 0; i < plots.size(); ++i) {
    page.add(R"-(<g transform="translate({} 0)">)-", layout.width * static_cast<double>(i));
    Panel(page, plots[i], layout, surplus).draw();
    page.add("</g>");
  }
  return std::move(page).finish();
}

}  // namespace stepgrad
