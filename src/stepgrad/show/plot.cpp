#include <stepgrad/show/plot.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr double width = 720, height = 480;
constexpr double left = 86, right = 24, bottom = 64;
constexpr double title_height = 40, legend_line = 20;
constexpr int most_ticks = 9;

struct Pen {
  std::string_view color, dashes;
};
// Okabe and Ito's colours (2008), the darker ones first.
constexpr std::array<Pen, 5> pens{{{"#0072b2", ""},
                                   {"#d55e00", "7 4"},
                                   {"#009e73", "2 3"},
                                   {"#cc79a7", "9 3 2 3"},
                                   {"#000000", "4 2"}}};

/// One axis: where numbers go on it, and where its ticks are. Positions are in units of the SVG.
class Scale {
 public:
  Scale(const Plot::Axis& axis, double from, double to) : axis_(axis), from_(from), to_(to) {}

  /// Widens to hold this number.
  void include(double number) {
    const double place = placed(number);
    if (!std::isfinite(place)) return;
    least_ = std::min(least_, place);
    most_ = std::max(most_, place);
  }

  /// Rounds the ends outwards to ticks.
  void settle() {
    if (least_ > most_) least_ = 0, most_ = 1;
    if (least_ == most_) least_ -= 1, most_ += 1;
    step_ = round_step((most_ - least_) / most_ticks);
    least_ = std::floor(least_ / step_) * step_;
    most_ = std::ceil(most_ / step_) * step_;
  }

  std::optional<double> at(double number) const {
    const double place = placed(number);
    if (!std::isfinite(place)) return std::nullopt;
    return from_ + (place - least_) / (most_ - least_) * (to_ - from_);
  }

  struct Tick {
    double position;
    std::string label;  // may hold a tspan
  };
  std::vector<Tick> ticks() const {
    std::vector<Tick> ticks;
    const int count = static_cast<int>(std::lround((most_ - least_) / step_));
    for (int i = 0; i <= count; ++i) {
      const double place = least_ + i * step_;
      ticks.push_back({from_ + (place - least_) / (most_ - least_) * (to_ - from_), label(place)});
    }
    return ticks;
  }

 private:
  double placed(double number) const {
    if (!axis_.logarithmic) return number;
    return number > 0 ? std::log10(number) : std::numeric_limits<double>::quiet_NaN();
  }

  /// A step of 1, 2 or 5 times a power of ten; whole decades on a logarithmic axis.
  double round_step(double step) const {
    const double power = std::pow(10, std::floor(std::log10(step)));
    for (const double nice : {1.0, 2.0, 5.0, 10.0})
      if (nice * power >= step * 0.999)
        return axis_.logarithmic ? std::max(1.0, nice * power) : nice * power;
    return 10 * power;
  }

  std::string label(double place) const {
    if (!axis_.logarithmic) return shown(std::abs(place) < step_ / 1e6 ? 0 : place, 5);
    if (place == 0) return "1";
    return fmt::format("10<tspan dy=\"-6\" font-size=\"10\">{}</tspan>", shown(place));
  }

  const Plot::Axis& axis_;
  double from_, to_, step_ = 1;
  double least_ = std::numeric_limits<double>::infinity();
  double most_ = -std::numeric_limits<double>::infinity();
};

class Sheet {
 public:
  explicit Sheet(const Plot& plot)
      : plot_(plot),
        top_(title_height + legend_line * static_cast<double>(plot.series.size()) + 8),
        x_(plot.x, left, width - right),
        y_(plot.y, height - bottom, top_) {
    for (const Plot::Series& series : plot.series)
      for (const Plot::Point& point : series.points)
        if (std::isfinite(point.x) && std::isfinite(point.y)) {
          x_.include(point.x);
          y_.include(point.y);
        }
    x_.settle();
    y_.settle();
  }

  std::string draw() && {
    add(R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" )"
        R"(font-family="DejaVu Sans, Helvetica, Arial, sans-serif" font-size="13" fill="#222222">)",
        width, height);
    add("<title>{}</title>", escaped(plot_.title));
    add(R"(<rect width="{}" height="{}" fill="#ffffff"/>)", width, height);
    add(R"(<text x="{}" y="26" font-size="16" text-anchor="middle">{}</text>)",
        (left + width - right) / 2, escaped(plot_.title));
    axes();
    for (std::size_t i = 0; i < plot_.series.size(); ++i) curve(plot_.series[i], i);
    for (const Plot::Mark& mark : plot_.marks) note(mark);
    legend();
    add("</svg>");
    return std::move(text_);
  }

 private:
  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
    text_ += '\n';
  }

  void axes() {
    for (const auto& [x, label] : x_.ticks()) {
      add(R"(<path d="M{0:.2f} {1}V{2}" stroke="#dddddd"/>)", x, top_, height - bottom);
      add(R"(<text x="{:.2f}" y="{}" text-anchor="middle">{}</text>)", x, height - bottom + 20,
          label);
    }
    for (const auto& [y, label] : y_.ticks()) {
      add(R"(<path d="M{} {:.2f}H{}" stroke="#dddddd"/>)", left, y, width - right);
      add(R"(<text x="{}" y="{:.2f}" text-anchor="end">{}</text>)", left - 8, y + 4.5, label);
    }
    add(R"(<path d="M{0} {1}V{2}H{3}" fill="none" stroke="#222222"/>)", left, top_, height - bottom,
        width - right);
    add(R"(<text x="{}" y="{}" text-anchor="middle">{}</text>)", (left + width - right) / 2,
        height - 16, escaped(plot_.x.label));
    add(R"-(<text transform="translate(20 {}) rotate(-90)" text-anchor="middle">{}</text>)-",
        (top_ + height - bottom) / 2, escaped(plot_.y.label));
  }

  void curve(const Plot::Series& series, std::size_t place) {
    const Pen& pen = pens[place % pens.size()];
    std::string path, points;
    bool pen_down = false;
    for (const Plot::Point& point : series.points) {
      const auto x = x_.at(point.x), y = y_.at(point.y);
      if (!x || !y) {
        pen_down = false;
        continue;
      }
      path += fmt::format("{}{:.2f} {:.2f}", pen_down ? "L" : "M", *x, *y);
      points += shape(*x, *y, place);
      pen_down = true;
    }
    const bool cloud = series.look == Plot::Look::points;
    if (!cloud)
      add(R"(<path d="{}" fill="none" stroke="{}" stroke-width="1.8" stroke-dasharray="{}"/>)",
          path, pen.color, pen.dashes.empty() ? "none" : pen.dashes);
    if (cloud || series.points.size() <= 60) add(R"(<path d="{}" fill="{}"/>)", points, pen.color);
  }

  /// A small circle, square or triangle around a point.
  static std::string shape(double x, double y, std::size_t place) {
    switch (place % 3) {
      case 0:
        return fmt::format("M{:.2f} {:.2f}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z", x - 3, y);
      case 1:
        return fmt::format("M{:.2f} {:.2f}h5.4v5.4h-5.4z", x - 2.7, y - 2.7);
      default:
        return fmt::format("M{:.2f} {:.2f}l3.6 6.2h-7.2z", x, y - 4);
    }
  }

  void note(const Plot::Mark& mark) {
    const auto x = x_.at(mark.at.x), y = y_.at(mark.at.y);
    if (!x || !y) return;
    const bool at_right = *x > width * 0.62;
    add(R"(<circle cx="{:.2f}" cy="{:.2f}" r="7" fill="none" stroke="#222222" stroke-width="1.5"/>)",
        *x, *y);
    add(R"(<text x="{:.2f}" y="{:.2f}" text-anchor="{}" paint-order="stroke" stroke="#ffffff" stroke-width="4">{}</text>)",
        *x + (at_right ? -12 : 12), *y + 18, at_right ? "end" : "start", escaped(mark.label));
  }

  void legend() {
    double y = title_height + legend_line / 2;
    for (std::size_t i = 0; i < plot_.series.size(); ++i, y += legend_line) {
      const Pen& pen = pens[i % pens.size()];
      if (plot_.series[i].look == Plot::Look::curve)
        add(R"(<path d="M{} {}h34" stroke="{}" stroke-width="1.8" stroke-dasharray="{}"/>)",
            left + 14, y, pen.color, pen.dashes.empty() ? "none" : pen.dashes);
      add(R"(<path d="{}" fill="{}"/>)", shape(left + 31, y, i), pen.color);
      add(R"(<text x="{}" y="{}">{}</text>)", left + 56, y + 4.5, escaped(plot_.series[i].name));
    }
  }

  const Plot& plot_;
  double top_;  // where the axes begin, below title and legend
  Scale x_, y_;
  std::string text_;
};

}  // namespace

std::string svg(const Plot& plot) { return Sheet(plot).draw(); }

}  // namespace stepgrad
