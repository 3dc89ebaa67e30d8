// A drawing as a circuit in SVG that holds still: every number has its room from the beginning.
//
// It looks as dot.hpp's circuits do, and needs no Graphviz: the layout is of its own
// (layered_layout.hpp) and looks at the structure alone. So the drawing of the same formula with other
// numbers fits the same layout, and a page has but to replace the texts.
#pragma once

#include <string>
#include <vector>

#include <stepgrad/draw/dot.hpp>
#include <stepgrad/draw/drawing.hpp>
#include <stepgrad/draw/layered_layout.hpp>

namespace stepgrad {

/// Where everything stands.
struct CircuitPlan {
  Flow flow = Flow::right;
  LayeredLayout layout = {};
};

/// The plan for all drawings of this structure. Of scalars: the nodes of matrices have no grids here.
CircuitPlan circuit_plan(const Drawing& drawing, Flow flow);

/// An <svg> and what stands in its <text> elements, in their order.
struct CircuitPicture {
  std::string svg;
  std::vector<std::string> texts;
};

/// The picture, with the ids of the drawing (the operation that makes n3 is g3). An edge's <title>
/// says where it goes: n1->g3.
CircuitPicture circuit_picture(const Drawing& drawing, const CircuitPlan& plan);

/// The texts of that picture alone, for a page that has it and gets other numbers.
std::vector<std::string> circuit_texts(const Drawing& drawing, const CircuitPlan& plan);

}  // namespace stepgrad
