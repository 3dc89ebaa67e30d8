// What tables of a class have in common: a column of names, and one sign for each exercise under
// its number, so that two dozen exercises and some words fit on a line.
//
//             1
//      1234567890
//   ada  ++-+.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <stepgrad/course/exercise.hpp>

namespace stepgrad {

/// A line of a table: a name, its signs, and what comes behind them.
struct ClassLine {
  std::string name, signs, rest;
  std::vector<std::string> colors = {};  // of the signs, where there are some
};

/// The table; `rest` of the head stands over what comes behind. Lines are cut at `width`.
std::string class_table(const std::vector<Exercise>& exercises, const std::string& rest,
                        std::span<const ClassLine> lines, std::size_t width, bool color);

}  // namespace stepgrad
