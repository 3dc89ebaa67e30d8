// A network as people draw it: neurons in columns, a line for each weight.
#pragma once

#include <string>
#include <vector>

#include <stepgrad/plot/plot.hpp>

namespace stepgrad {

/// The names of the neurons, layer by layer, and the weights between a layer and the next: a row
/// for each neuron of the next, a column for each of the one before. Lines of weights below 0 are
/// a series of their own; a weight of 0 has no line. Throws Error for shapes that do not fit.
Plot network_plot(std::string title, const std::vector<std::vector<std::string>>& layers,
                  const std::vector<std::vector<std::vector<double>>>& weights);

}  // namespace stepgrad
