// A network as it is drawn on blackboards: layers of units as circles in columns, each weight a line
// from unit to unit.
// It is made of a step in matrices, layered_network(trace(loss)), or of labels and weights.
//
// A line is the wider the larger its weight is beside the largest of its layer; weights above 0 are
// whole and blue, those below 0 dashed and orange, so that print tells them apart, too.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include <stepgrad/base/matrix_trace.hpp>
#include <stepgrad/plot/plot.hpp>

namespace stepgrad {

struct LayeredNetwork {
  struct Layer {
    std::string name;
    std::size_t units = 1;
    std::vector<std::string> labels = {};    // within the circles; none: nothing
    std::set<std::size_t> crossed_out = {};  // units that dropout has taken away
  };
  using Numbers = MatrixTrace::Numbers;

  std::string title;
  std::vector<Layer> layers;
  std::vector<Numbers> weights;  // between each layer and the next: units of the next × units
  std::vector<Numbers> gradients = {};  // of the weights, or none
};

/// The network of a trace: a layer for each product of weights with what comes in. Throws Error for
/// a trace without any, or one whose layers do not follow each other.
LayeredNetwork layered_network(const MatrixTrace& trace);

/// The network of units with these labels, layer by layer, and the weights between a layer and the
/// next: a row for each unit of the next, a column for each of the one before. Throws Error for rows
/// that are not of one length.
LayeredNetwork layered_network(std::string title,
                               const std::vector<std::vector<std::string>>& labels,
                               const std::vector<std::vector<std::vector<double>>>& weights);

/// As an SVG document. Few weights have their numbers on the lines, green, and their gradients below
/// them, red; of large layers the first and the last units are drawn. Lines from and to units that
/// are crossed out are left out. Throws Error unless there is a matrix of the right shape between
/// all layers, and gradients, if any, are like them.
std::string svg(const LayeredNetwork& network);

/// The same for a phone, `narrow_width` wide (svg_page.hpp), without numbers on the lines.
std::string narrow_svg(const LayeredNetwork& network);

/// As a plot, which can be drawn with letters: weights above 0, those below 0 and the units are its
/// series, and a mark has each unit's label. Throws Error as svg does.
Plot plot(const LayeredNetwork& network);

}  // namespace stepgrad
