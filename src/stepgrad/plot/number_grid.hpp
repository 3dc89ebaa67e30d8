// A matrix as a grid of numbers in colours: blue above zero, orange below, stronger the larger.
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

  std::size_t columns() const { return rows.empty() ? 0 : rows.front().size(); }
};

// All throw Error for rows of different lengths, and names that are not one a row or a column.

/// Side by side, the colours on one scale.
std::string svg(std::span<const NumberGrid> grids);

/// Side by side where they fit into `width` columns, else one below another. `color`: numbers in
/// the colours of their signs.
std::string text_grids(std::span<const NumberGrid> grids, std::size_t width, bool color);

}  // namespace stepgrad
