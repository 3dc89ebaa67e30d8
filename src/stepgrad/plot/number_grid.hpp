// A matrix as a grid of numbers in colours: blue above zero, orange below, stronger the larger.
// Where the numbers have no room, the colours stand alone: a picture of the matrix, its zeros blank.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace stepgrad {

struct NumberGrid {
  std::string name;
  std::vector<std::vector<double>> rows;                       // all of the same length
  std::vector<std::string> row_names = {}, column_names = {};  // as many as there are, or none
  bool as_picture = false;  // colours alone, even where there is room for the numbers

  std::size_t columns() const { return rows.empty() ? 0 : rows.front().size(); }
};

// All throw Error for rows of different lengths, and names that are not one a row or a column.

/// Side by side if they fit, on one scale. Of letters by letters cells are square, and nan is a gap.
std::string svg(std::span<const NumberGrid> grids);

/// The same for a phone, `narrow_width` wide (svg_page.hpp).
std::string narrow_svg(std::span<const NumberGrid> grids);

/// Side by side where they fit into `width` columns, else one below another. `color`: numbers in
/// the colours of their signs. Of a picture each entry is a block, or, without colours, its sign.
std::string text_grids(std::span<const NumberGrid> grids, std::size_t width, bool color);

}  // namespace stepgrad
