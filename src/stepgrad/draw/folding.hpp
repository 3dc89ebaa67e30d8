// Folding: a long drawing is broken into rows, as text is broken into lines.
//
// Graphviz draws a chain of 150 operations as a strip nine metres long, and a value that is used
// all along the way as a bundle of wires as long. So the rows of a large drawing are kept apart: a
// value from another row is drawn again where it is used, under its name, as circuit diagrams do
// it. Small drawings stay whole.
#pragma once

#include <cstddef>
#include <vector>

#include <stepgrad/scalar/trace.hpp>

namespace stepgrad {

/// Which row each operation stands in, and how inputs are drawn.
struct Folding {
  std::vector<std::size_t> row;  // by node, of operations: operands never stand in a later row
  std::size_t rows;              // how many there are
  bool repeats_inputs;           // is an input drawn again for every use?
};

/// One row for up to 16 operations behind one another, else rows of at most about 12. Inputs are
/// drawn again for every use where there are several rows or more than 100 nodes.
Folding fold(const Trace& trace);

}  // namespace stepgrad
