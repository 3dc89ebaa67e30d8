// Drawings as DOT, the language of Graphviz.
//
// The same drawing gives the same text, byte for byte, and every step of one trace has the same
// layout: numbers get the room that the widest of all steps takes.
#pragma once

#include <string>

#include <stepgrad/draw/drawing.hpp>

namespace stepgrad {

enum class Style {
  circuit,  // as in the lecture notes of CS231n: the value above the wire, the gradient below
  record,   // as micrograd draws it: boxes { name | data | grad } and small operation ovals
  plain,    // for programs: boxes, ovals and text alone, no ports and no label in HTML
};

/// Which way values go. Downwards, for a narrow page, a value stands at the left of its wire and the
/// gradient at the right; matrices, which are wide, stay above and below.
enum class Flow { right, down };

/// The drawing as a `digraph`. In the SVG that Graphviz makes of it, nodes and edges have the ids
/// of the drawing (the operation that makes n3 is g3) and their `about` as a tooltip. These names
/// need no quotes, for readers of DOT take what follows a quoted one for a part of it.
std::string dot_source(const Drawing& drawing, Style style = Style::circuit,
                       Flow flow = Flow::right);

}  // namespace stepgrad
