// Numbers as bars: probabilities of classes, or how many fall where (a histogram).
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace stepgrad {

struct Bars {
  struct Bar {
    std::string name;
    double length;     // below 0 it goes to the left; what is not finite has no length
    bool lit = false;  // is it the one that is spoken of?
  };

  std::string title;
  std::vector<Bar> bars;
  double full = 0;  // the length that fills the room; 0: that of the longest
};

/// How many of the numbers fall into each of `count` equal parts from `least` to `most`, each with
/// its middle as its name; what lies outside is left out. Throws Error unless least < most.
Bars histogram(std::string title, std::span<const double> numbers, double least, double most,
               std::size_t count);

/// A bar a line, its name at the left and its number behind it; long names take several lines.
std::string svg(const Bars& bars);

/// The same for a phone, `narrow_width` wide (svg_page.hpp).
std::string narrow_svg(const Bars& bars);

/// The same for a terminal, of blocks, `width` columns at most. `color`: those that are lit stand
/// out.
std::string text_bars(const Bars& bars, std::size_t width, bool color);

}  // namespace stepgrad
