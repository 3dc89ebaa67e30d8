// How training went: loss and accuracy over the epochs, as plots and as lines for a terminal.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <stepgrad/base/epoch.hpp>
#include <stepgrad/plot/plot.hpp>

namespace stepgrad {

/// The epoch with the lowest validation loss, or training loss where nothing was kept apart; null
/// if none is finite.
const Epoch* best_epoch(std::span<const Epoch> epochs);

/// Two plots, or one where there is no accuracy: training drawn through, validation dashed, the
/// best epoch marked. The axis of the loss is logarithmic if it spans two decades. A loss that is
/// not finite leaves a gap, and the title says so. svg(learning_curves(epochs)) draws them side by
/// side.
std::vector<Plot> learning_curves(std::span<const Epoch> epochs);

/// The mean of each quantity over runs that differ in their seed alone, epoch by epoch, as far as the
/// shortest of them goes. Throws Error unless there is a run.
std::vector<Epoch> mean_of(std::span<const std::vector<Epoch>> runs);

/// The same of several runs: their means, with bands from the least to the most (seeds.hpp).
std::vector<Plot> learning_curves(std::span<const std::vector<Epoch>> runs);

/// The numbers as a line of blocks ▁▂▃▄▅▆▇█ from the least to the most, at most `width` columns: of
/// more numbers, neighbours are averaged. "×" stands for what is not finite.
std::string sparkline(std::span<const double> numbers, std::size_t width);

/// A line or two for a terminal: "validation loss 0.69 █▆▄▃▂▁▁▁ 0.02", and the same for accuracy;
/// the training's where nothing was kept apart. Numbers that reach over two decades are drawn by
/// their logarithms, as in the plot; at most `width` columns.
std::string text_curves(std::span<const Epoch> epochs, std::size_t width);

}  // namespace stepgrad
