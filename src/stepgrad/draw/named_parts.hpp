// Parts: a large trace rolled up, so that it can be seen as a whole and opened where one looks.
//
// A part is a named result together with what is computed for it alone: in `h = tanh(w*x + b)` the
// product, the sum and tanh. Rolled up it is one operation, whose slope in x is that of all paths
// through it; opened it is a small trace of its own. Both are drawn like any other trace.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <stepgrad/draw/drawing.hpp>
#include <stepgrad/scalar/trace.hpp>

namespace stepgrad {

/// Which nodes belong together.
struct NamedParts {
  std::vector<Id> part;  // by node: the result of its part; of a shared leaf the leaf itself
  std::vector<std::size_t> size;  // by result: how many operations its part has; else 0
};
NamedParts named_parts(const Trace& trace);

/// The operations in stretches of about 24, in the order in which they are done, for a trace that is
/// too large for names to help: each ends, if it can, with a result that has a name.
NamedParts stretches(const Trace& trace);

/// A trace made of parts of another one.
struct Excerpt {
  Trace trace;
  std::vector<Id> nodes;           // by node: which node of the other trace it is
  std::vector<std::size_t> steps;  // by step: which step; empty if steps are several of them
};

/// The trace with each part of two or more operations as one operation.
Excerpt rolled_up(const Trace& trace, const NamedParts& parts);

/// The inside of the part with this result; what it uses from elsewhere are inputs.
Excerpt inside(const Trace& trace, const NamedParts& parts, Id result);

/// The drawing of a trace rolled up, after so many of the steps between its parts. Throws Error as
/// `drawing` does.
Drawing rolled_up_drawing(const Trace& trace, std::optional<std::size_t> step = std::nullopt);

/// The drawing of the inside of the part with this result.
Drawing inside_drawing(const Trace& trace, const NamedParts& parts, Id result);

}  // namespace stepgrad
