// Drawings as DOT, the language of Graphviz.
//
// The same drawing gives the same text, byte for byte, and every step of one trace has the same
// layout: numbers get the room that the widest of all steps takes.
#pragma once

#include <optional>
#include <string>

#include <stepgrad/draw/drawing.hpp>

namespace stepgrad {

enum class Style {
  circuit,  // as in the lecture notes of CS231n: the value above the wire, the gradient below
  record,   // as micrograd draws it: boxes { name | data | grad } and small operation ovals
};

/// What of a trace is drawn, and how.
struct Look {
  Style style = Style::circuit;
  std::optional<std::size_t> step = std::nullopt;  // as it stands after so many backward steps
};

/// The drawing as a `digraph`. In the SVG that Graphviz makes of it, nodes and edges have the ids
/// of the drawing (the operation that makes n3 is g3) and their `about` as a tooltip.
std::string dot(const Drawing& drawing, Style style = Style::circuit);

/// The drawing of this trace. Throws Error if there is no such step.
std::string dot(const Trace& trace, const Look& look = {});

}  // namespace stepgrad
