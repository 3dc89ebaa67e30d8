// Plots: curves and clouds of points over labelled axes, as an SVG that reads well on a screen and
// in print.
//
// Series differ by colour (a palette that colour-blind readers can tell apart), by dashes and by
// the shape of their points, so that a black-and-white print still tells them apart.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <stepgrad/plot/bitmap.hpp>
#include <stepgrad/plot/range.hpp>

namespace stepgrad {

/// Part of a plane.
struct Area {
  double left, right, bottom, top;
};

struct Plot {
  struct Point {
    double x, y;
  };
  enum class Look { curve, line, points, rings };  // a line has no marks at its points
  struct Series {
    std::string name;
    std::vector<Point> points;  // what has no place (nan, 0 on a logarithmic axis) leaves a gap
    Look look = Look::curve;
    std::vector<Point> below = {}, above = {};  // the edges of a band around it, if it has one
  };
  struct Mark {
    Point at;
    std::string label;
  };
  struct Axis {
    std::string label;
    bool logarithmic = false;
    bool whole = false;  // it counts: ticks stand at whole numbers

    /// Where a number stands: on a logarithmic axis by its logarithm; nan where it has no place.
    double place_of(double number) const;
  };
  struct Picture {
    Bitmap bitmap;
    Area area;  // where its edges are on the axes
  };

  std::string title;
  Axis x, y;
  std::vector<Series> series;
  std::vector<Mark> marks;             // points worth a word
  std::optional<Picture> behind = {};  // behind the series; the axes end where it ends
  std::optional<Area> area = {};       // held besides the points, as when plots are to be compared
  bool same_units = false;  // a unit is as long on both axes: right angles are seen as such
};

/// The least area that holds the points of all these plots; nothing if none of them has any.
std::optional<Area> common_area(std::span<const Plot* const> plots);

/// What the axes have to hold, in places on them: the picture behind, else the points of all
/// series. With `same_units` one of them holds more, so that units are as long on both where the
/// axes are drawn `width` wide and `height` high.
struct PlotRanges {
  Range x, y;
};
PlotRanges ranges_of(const Plot& plot, double width, double height);

/// The plot as an SVG document of 720 x 480 units, longer where the legend is long. The same plot
/// gives the same text, byte for byte.
std::string svg(const Plot& plot);

/// The same for a phone: 360 units wide, with letters of the same size, and long names in lines.
std::string narrow_svg(const Plot& plot);

/// Where the axes of svg(plot) or narrow_svg(plot) stand, in its units, and what they hold, in places on them.
struct PlotFrame {
  double left, right, bottom, top;
  Area area;
};
PlotFrame frame_of(const Plot& plot);
PlotFrame narrow_frame_of(const Plot& plot);

/// The plots side by side, of 520 x 400 units each.
std::string svg(std::span<const Plot> plots);

}  // namespace stepgrad
