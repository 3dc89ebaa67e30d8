// Contour lines, as on a hiker's map: along each of them a function of two numbers keeps its height.
//
// contours() gives a series for each line, and arrow() one that points uphill; both go into a Plot.
//
// Where the lines run straight uphill is the gradient's direction: it stands upright on them, which
// a picture shows if a unit is as long on both axes (`Plot::same_units`).
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/plot/plot.hpp>

namespace stepgrad {

/// A function of two numbers; nan where it has no height.
using Surface = std::function<double(double x, double y)>;

/// The lines on which f(x, y) is one of the levels: a series for each level, called "f = 2"; a
/// point of nan stands between the pieces of a level.
///
/// Found by marching squares on `cells` × `cells` cells, in each of which f counts as straight:
/// what is smaller than a cell may be missed. Throws Error for an area that is empty or not finite.
std::vector<Plot::Series> contours(std::string_view f, const Surface& surface, const Area& area,
                                   const std::vector<double>& levels, std::size_t cells = 64);

/// An arrow as a series: its shaft, and a head of two strokes.
Plot::Series arrow(std::string name, const Plot::Point& from, const Plot::Point& to);

}  // namespace stepgrad
