#include <stepgrad/plot/network_plot.hpp>

#include <cmath>
#include <cstddef>
#include <utility>

#include <stepgrad/base/error.hpp>

namespace stepgrad {

namespace {

/// Where a neuron stands: layers from the left, each in the middle of the height, from the top.
Plot::Point place_of(std::size_t layer, std::size_t neuron, std::size_t of) {
  return {static_cast<double>(layer),
          static_cast<double>(of - 1) / 2 - static_cast<double>(neuron)};
}

[[noreturn]] void refuse_weights() {
  throw Error("the weights of the network do not fit its layers", "",
              "Between two layers stands a matrix with a row for each neuron of the second, and a "
              "column for each of the first.");
}

}  // namespace

Plot network_plot(std::string title, const std::vector<std::vector<std::string>>& layers,
                  const std::vector<std::vector<std::vector<double>>>& weights) {
  if (weights.size() + 1 != layers.size()) refuse_weights();
  Plot plot{.title = std::move(title),
            .x = {.label = "layer", .whole = true},
            .y = {},
            .series = {{"weights above 0", {}, Plot::Look::line},
                       {"below 0", {}, Plot::Look::line},
                       {"neurons", {}, Plot::Look::points}},
            .marks = {}};
  for (std::size_t l = 0; l < weights.size(); ++l) {
    const std::size_t from = layers[l].size(), to = layers[l + 1].size();
    if (weights[l].size() != to) refuse_weights();
    for (std::size_t i = 0; i < to; ++i) {
      if (weights[l][i].size() != from) refuse_weights();
      for (std::size_t j = 0; j < from; ++j)
        if (const double w = weights[l][i][j]; w != 0)
          for (const Plot::Point& end : {place_of(l, j, from), place_of(l + 1, i, to),
                                         Plot::Point{std::nan(""), std::nan("")}})
            plot.series[w > 0 ? 0 : 1].points.push_back(end);
    }
  }
  for (std::size_t l = 0; l < layers.size(); ++l)
    for (std::size_t i = 0; i < layers[l].size(); ++i) {
      plot.series[2].points.push_back(place_of(l, i, layers[l].size()));
      plot.marks.push_back({plot.series[2].points.back(), layers[l][i]});
    }
  plot.area = Area{-0.2, static_cast<double>(weights.size()) + 0.2, 0, 0};
  return plot;
}

}  // namespace stepgrad
