// A plot in plain text, for a terminal: its curves as marks on a grid, between labelled axes.
#pragma once

#include <cstddef>
#include <string>

#include <stepgrad/plot/plot.hpp>

namespace stepgrad {

/// The plot on a grid of `width` × `height` characters, axes and legend around it. Where curves
/// meet, the last one is seen.
std::string text_plot(const Plot& plot, std::size_t width = 64, std::size_t height = 14);

}  // namespace stepgrad
