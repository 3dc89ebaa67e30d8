// A plot in text, for a terminal: curves and points between axes with numbers, and a legend.
#pragma once

#include <cstddef>
#include <string>

#include <stepgrad/plot/plot.hpp>

namespace stepgrad {

struct TextPlotLook {
  std::size_t width = 76;   // columns and rows that the whole may take, axes and legend included;
  std::size_t height = 20;  // the curves have 16 columns and 6 rows at least
  bool color = false;       // dots of braille in colours, and pictures; else a sign for each series
};

/// The plot. Where curves meet, the last one is seen. Series are told apart by colours and dashes,
/// or by signs, and marks are letters: the legend says whose they are.
std::string text_plot(const Plot& plot, const TextPlotLook& look = {});

}  // namespace stepgrad
