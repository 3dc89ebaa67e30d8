#include <stepgrad/plot/contours.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>

namespace stepgrad {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The surface at the corners of cells × cells squares.
struct Heights {
  Area area;
  std::size_t cells;
  std::vector<double> at;  // row after row from the bottom, cells + 1 in each

  std::size_t corner(std::size_t column, std::size_t row) const {
    return row * (cells + 1) + column;
  }

  Plot::Point place(std::size_t corner) const {
    const double n = static_cast<double>(cells);
    const double x = static_cast<double>(corner % (cells + 1)) / n;
    const double y = static_cast<double>(corner / (cells + 1)) / n;
    return {std::lerp(area.left, area.right, x), std::lerp(area.bottom, area.top, y)};
  }
};

Heights measured(const Surface& surface, const Area& area, std::size_t cells) {
  Heights heights{area, cells, {}};
  for (std::size_t i = 0; i < (cells + 1) * (cells + 1); ++i) {
    const Plot::Point place = heights.place(i);
    heights.at.push_back(surface(place.x, place.y));
  }
  return heights;
}

/// The side of a square, by the corners at its ends, the lower one first. A line enters a square
/// through one side and leaves it through another, which is where it enters the next.
using Side = std::pair<std::size_t, std::size_t>;

/// The sides that a line goes on to from each side: one at an end of it, two elsewhere.
using Links = std::map<Side, std::vector<Side>>;

/// Joins the sides between which the line crosses one square.
void cross(const Heights& heights, std::size_t column, std::size_t row, double level,
           Links& links) {
  const std::array corners{heights.corner(column, row), heights.corner(column + 1, row),
                           heights.corner(column + 1, row + 1), heights.corner(column, row + 1)};
  const auto above = [&](std::size_t i) { return heights.at[corners[i % 4]] >= level; };
  double sum = 0;
  for (const std::size_t corner : corners) sum += heights.at[corner];
  if (!std::isfinite(sum)) return;
  std::vector<Side> crossed;  // in the order of the corners, round the square
  for (std::size_t i = 0; i < 4; ++i)
    if (above(i) != above(i + 1))
      crossed.emplace_back(std::minmax({corners[i], corners[(i + 1) % 4]}));
  const auto join = [&](const Side& a, const Side& b) {
    links[a].push_back(b);
    links[b].push_back(a);
  };
  if (crossed.size() == 2) join(crossed[0], crossed[1]);
  if (crossed.size() < 4) return;
  // A saddle: the middle says whether the first corner is cut off from the third, or joined to it.
  const bool joined = (sum / 4 >= level) == above(0);
  join(crossed[0], crossed[joined ? 1 : 3]);
  join(crossed[2], crossed[joined ? 3 : 1]);
}

/// Where the level lies between the ends of a side.
Plot::Point crossing(const Heights& heights, const Side& side, double level) {
  const Plot::Point a = heights.place(side.first), b = heights.place(side.second);
  const double t =
      (level - heights.at[side.first]) / (heights.at[side.second] - heights.at[side.first]);
  return {std::lerp(a.x, b.x, t), std::lerp(a.y, b.y, t)};
}

/// The line that begins at this side, as far as it leads, or round.
std::vector<Side> followed(const Links& links, const Side& start, std::set<Side>& seen) {
  std::vector<Side> line;
  for (const Side* side = &start; side;) {
    line.push_back(*side);
    seen.insert(*side);
    const Side* next = nullptr;
    for (const Side& other : links.at(*side))
      if (!seen.contains(other)) next = &other;
    side = next;
  }
  const std::vector<Side>& last = links.at(line.back());
  const bool round = line.size() > 2 && std::ranges::find(last, start) != last.end();
  if (round) line.push_back(start);
  return line;
}

std::vector<Plot::Point> lines(const Heights& heights, double level) {
  Links links;
  for (std::size_t row = 0; row < heights.cells; ++row)
    for (std::size_t column = 0; column < heights.cells; ++column)
      cross(heights, column, row, level, links);
  std::vector<Plot::Point> points;
  std::set<Side> seen;
  const auto add_from = [&](const Side& start) {
    if (seen.contains(start)) return;
    if (!points.empty()) points.push_back({nan, nan});
    for (const Side& side : followed(links, start, seen))
      points.push_back(crossing(heights, side, level));
  };
  for (const auto& [side, others] : links)  // those with ends first: the rest are rings
    if (others.size() == 1) add_from(side);
  for (const auto& [side, others] : links) add_from(side);
  return points;
}

}  // namespace

std::vector<Plot::Series> contours(std::string_view f, const Surface& surface, const Area& area,
                                   const std::vector<double>& levels, std::size_t cells) {
  const double width = area.right - area.left, height = area.top - area.bottom;
  if (!std::isfinite(width) || !std::isfinite(height) || !(width > 0) || !(height > 0) ||
      cells == 0)
    throw Error("the area of the contour lines is empty", "",
                "Give left < right and bottom < top, and one cell at least.");
  const Heights heights = measured(surface, area, cells);
  std::vector<Plot::Series> series;
  for (const double level : levels)
    series.push_back({.name = fmt::format("{} = {}", f, shown(level)),
                      .points = lines(heights, level),
                      .look = Plot::Look::line});
  return series;
}

Plot::Series arrow(std::string name, const Plot::Point& from, const Plot::Point& to) {
  constexpr double head = 0.22, half = 0.09;  // of the arrow's length
  const double x = to.x - from.x, y = to.y - from.y;
  const Plot::Point back{to.x - head * x, to.y - head * y};
  return {.name = std::move(name),
          .points = {from,
                     to,
                     {back.x - half * y, back.y + half * x},
                     to,
                     {back.x + half * y, back.y - half * x}},
          .look = Plot::Look::line};
}

}  // namespace stepgrad
