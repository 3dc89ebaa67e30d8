// What a classifier says everywhere in a plane: each class a region of its own colour, lighter
// where the model is less sure, and the samples on it.
//
//   DecisionRegions regions{.title = "above the line", .area = around(places), .columns = 40, .rows = 30};
//   regions.class_names = {"below", "above"};
//   for (const Place& place : places) regions.samples.push_back({place, 1});
//   write_file("regions.svg", svg(plot(filled(regions, said_at))));
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <stepgrad/plot/bitmap.hpp>
#include <stepgrad/plot/plot.hpp>

namespace stepgrad {

using Place = Plot::Point;

struct DecisionRegions {
  struct Cell {
    int label;          // what the model says at the cell's centre
    double confidence;  // its probability for that: 1 / classes … 1
  };
  struct Sample {
    Place place;
    int label, said = 0;  // what it is, and what the model says it is
    bool is_right() const { return label == said; }
  };

  std::string title;
  Area area;
  std::size_t columns, rows;
  std::vector<Cell> cells = {};  // columns × rows, row after row from the top
  std::vector<Sample> samples = {};
  std::string x_label = "x1", y_label = "x2";
  std::vector<std::string> class_names = {};
};

/// The area that holds the places with a tenth of air around them; what is not finite is left out.
Area around(std::span<const Place> places);

/// Where the cells have their centres, in their order.
std::vector<Place> centres(const Area& area, std::size_t columns, std::size_t rows);

/// The regions with all that the classifier says: in every cell at its centre, and of every sample.
DecisionRegions filled(DecisionRegions regions,
                       const std::function<DecisionRegions::Cell(const Place&)>& says);

/// What a classifier says that gives these probabilities: the largest one's class.
DecisionRegions::Cell surest(std::span<const double> probabilities);

// All pictures throw Error for cells that are not columns × rows, labels without a class name, and
// an area that is empty or not finite.

/// The regions alone, a pixel for each cell.
Bitmap background(const DecisionRegions& regions);

/// Each cell a square of `scale` × `scale`, smoothed; samples are discs in the colour of what they
/// are, with a dark rim where the model is wrong. Pixels at their edges are mixed.
Bitmap bitmap(const DecisionRegions& regions, std::size_t scale);

/// With axes and legend; mistakes are ringed, and the title says the accuracy. Of more than 2000
/// samples every n-th is drawn.
Plot plot(const DecisionRegions& regions);

/// For a terminal, `width` columns at most.
///
/// In colours (24 bits) each character shows two cells, one above the other; samples are "●", or
/// "×" where the model is wrong. Without colours, regions are small letters (none where the model
/// is not sure: less than half-way from guessing to certainty) and samples capital ones.
std::string text_map(const DecisionRegions& regions, std::size_t width, bool color);

}  // namespace stepgrad
