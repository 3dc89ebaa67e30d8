// A layered layout: boxes in columns, wires from one column to a later one.
//
// After Sugiyama, Tagawa and Toda (1981), in three steps:
//
//   1. A box stands one column after the last of those that it hangs on; what hangs on nothing, just
//      before the first that uses it.
//   2. A wire that goes past a column gets a place in it, as a box would, and so does its label, in a
//      column of its own. Columns are swept to and fro: each item moves to the mean place of its
//      neighbours, and the order with the fewest crossings is kept.
//   3. Items come as near to their neighbours as those above and below leave room: least squares with
//      distances kept, which pooling solves exactly (isotonic regression).
//
// It knows sizes and nothing else, so the same sizes give the same places, whatever the numbers are.
#pragma once

#include <cstddef>
#include <vector>

namespace stepgrad {

struct LayeredGraph {
  /// How far something reaches in the direction of flow, and across it.
  struct Size {
    double along, across;
  };
  struct Wire {
    std::size_t from, to;  // places in `boxes`; `from` stands before `to`
    Size label;            // the wire goes through its middle
  };
  std::vector<Size> boxes;
  std::vector<Wire> wires;
};

struct LayeredLayout {
  struct Point {
    double along, across;
  };
  struct Way {
    std::vector<Point> bends;  // where a wire is between its ends; the last two bound its label
  };
  LayeredGraph::Size size;   // of everything
  std::vector<Point> boxes;  // the middle of the side at which wires arrive
  std::vector<Way> wires;
};

/// The same graph gives the same layout. Parts that do not hang together stand one below the other,
/// in their order.
LayeredLayout layered_layout(const LayeredGraph& graph);

}  // namespace stepgrad
