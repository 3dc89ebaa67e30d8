#include <stepgrad/plot/text_plot.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr std::array<char, 5> pens{'o', 'x', '+', '*', '#'};
constexpr char mark_pen = '@';

/// An axis of so many cells, and the places of its first and its last.
struct CellAxis {
  const Plot::Axis& axis;
  std::size_t cells;
  Range range;

  /// Counted from the axis' beginning, with parts of a cell.
  std::optional<double> at(double number) const {
    const double place = axis.place_of(number);
    if (!std::isfinite(place)) return std::nullopt;
    if (range.most <= range.least) return 0;
    return (place - range.least) / (range.most - range.least) * static_cast<double>(cells - 1);
  }

  std::string label(double place) const {
    if (!std::isfinite(place)) return "";
    return shown(axis.logarithmic ? std::pow(10, place) : place, 2);
  }
  std::string first() const { return label(range.least); }
  std::string last() const { return label(range.most); }
};

/// A cell is about twice as high as it is wide.
PlotRanges ranges_in_cells(const Plot& plot, std::size_t width, std::size_t height) {
  return ranges_of(plot, static_cast<double>(width), 2 * static_cast<double>(height));
}

class Grid {
 public:
  Grid(const Plot& plot, std::size_t width, std::size_t height)
      : plot_(plot),
        x_{plot.x, width, ranges_in_cells(plot, width, height).x},
        y_{plot.y, height, ranges_in_cells(plot, width, height).y},
        rows_(height, std::string(width, ' ')) {
    for (std::size_t i = 0; i < plot.series.size(); ++i)
      draw(plot.series[i], pens[i % pens.size()]);
    for (const Plot::Mark& mark : plot.marks)
      if (const auto cell = cell_of(mark.at)) put(*cell, mark_pen);
  }

  std::string text() const {
    const std::string top = y_.last(), bottom = y_.first();
    const std::size_t margin = std::max(columns(top), columns(bottom));
    std::string result = fmt::format("{}\n{}\n", plot_.title, plot_.y.label);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const std::string label = i == 0 ? top : i + 1 == rows_.size() ? bottom : "";
      result += fmt::format("{:>{}} │{}", label, margin, rows_[i]);
      result.erase(result.find_last_not_of(' ') + 1);
      result += '\n';
    }
    result += fmt::format("{:>{}} └{:─>{}}\n", "", margin, "", rows_[0].size());
    const std::size_t room = rows_[0].size() - columns(x_.first()) - columns(x_.last());
    result +=
        fmt::format("{:>{}}  {}{:^{}}{}\n", "", margin, x_.first(), plot_.x.label, room, x_.last());
    for (std::size_t i = 0; i < plot_.series.size(); ++i)
      result +=
          fmt::format("{:>{}}  {} {}\n", "", margin, pens[i % pens.size()], plot_.series[i].name);
    for (const Plot::Mark& mark : plot_.marks)
      result += fmt::format("{:>{}}  {} {}\n", "", margin, mark_pen, mark.label);
    return result;
  }

 private:
  struct Cell {
    double x, y;
  };

  std::optional<Cell> cell_of(const Plot::Point& point) const {
    const auto x = x_.at(point.x), y = y_.at(point.y);
    if (!x || !y) return std::nullopt;
    return Cell{*x, *y};
  }

  void put(const Cell& cell, char pen) {
    const auto column = static_cast<std::size_t>(std::lround(cell.x));
    const auto row = rows_.size() - 1 - static_cast<std::size_t>(std::lround(cell.y));
    rows_[row][column] = pen;
  }

  static bool is_line(const Plot::Series& series) {
    return series.look == Plot::Look::curve || series.look == Plot::Look::line;
  }

  /// A mark in each cell on the way from one point to the next.
  void draw(const Plot::Series& series, char pen) {
    std::optional<Cell> before;
    for (const Plot::Point& point : series.points) {
      const std::optional<Cell> cell = cell_of(point);
      if (cell && before && is_line(series)) {
        const double far = std::max(std::abs(cell->x - before->x), std::abs(cell->y - before->y));
        for (double t = 0; t < far; ++t)
          put({before->x + (cell->x - before->x) * t / far,
               before->y + (cell->y - before->y) * t / far},
              pen);
      }
      if (cell) put(*cell, pen);
      before = cell;
    }
  }

  const Plot& plot_;
  CellAxis x_, y_;
  std::vector<std::string> rows_;
};

}  // namespace

std::string text_plot(const Plot& plot, std::size_t width, std::size_t height) {
  return Grid(plot, width, height).text();
}

}  // namespace stepgrad
