// A still picture of a lesson, of whatever kind, and how it stands on a terminal and on a page.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <stepgrad/base/matrix_trace.hpp>
#include <stepgrad/course/typesetting.hpp>
#include <stepgrad/plot/bars.hpp>
#include <stepgrad/plot/confusion_matrix.hpp>
#include <stepgrad/plot/contact_sheet.hpp>
#include <stepgrad/plot/decision_regions.hpp>
#include <stepgrad/plot/layered_network.hpp>
#include <stepgrad/plot/number_grid.hpp>
#include <stepgrad/plot/plot.hpp>

namespace stepgrad {

/// Images side by side, each with a word below.
struct Images {
  std::vector<GreyImage> images;        // all of the same size
  std::vector<std::string> names = {};  // one for each, or none
};

/// A matrix trace at one moment: after its forward pass (step 0), or after so many backward steps.
/// Without a step, when all is done.
struct MatrixMoment {
  std::shared_ptr<const MatrixTrace> trace;
  std::optional<std::size_t> step;
};

struct SideBySide;
using Picture = std::variant<Plot, DecisionRegions, Bars, std::vector<NumberGrid>, Images,
                             ConfusionMatrix, LayeredNetwork, MatrixMoment, SideBySide>;

/// Several pictures that are looked at together: a learning curve beside the regions, a histogram
/// for each layer. On a page two in a row, on a phone and where a terminal is narrow one below the
/// other. A MatrixMoment is not among them.
struct SideBySide {
  std::vector<Picture> pictures;
};

/// All plots of the picture, in their order.
std::vector<Plot*> plots_in(Picture& picture);

/// The picture in lines of at most `set.width` columns.
std::string picture_text(const Picture& picture, const Typesetting& set);

/// As an SVG document. Throws Error (machine) for a MatrixMoment where there is no Graphviz,
/// and Error for one that stands beside other pictures.
std::string picture_svg(const Picture& picture);

/// The same for a phone: `narrow_width` wide (svg_page.hpp), a MatrixMoment from top to bottom.
std::string narrow_picture_svg(const Picture& picture);

/// What it is of, in a sentence, for those who cannot see it.
std::string picture_label(const Picture& picture);

}  // namespace stepgrad
