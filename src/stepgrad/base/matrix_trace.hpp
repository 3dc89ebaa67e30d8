// What one forward and one backward pass of the matrix engine did: the plain record between the
// engine, which makes it (matrix/trace.hpp), and whatever shows it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace stepgrad {

struct MatrixTrace {
  /// A matrix as plain numbers, column by column.
  struct Numbers {
    std::size_t rows = 0, columns = 0;
    std::vector<double> all = {};

    double operator()(std::size_t i, std::size_t j) const { return all[j * rows + i]; }
  };

  /// A piece of what is said of an operation: a matrix of the trace, or anything else as text.
  ///
  /// Text is ASCII: " " between matrices multiplies them, " * " works entry by entry.
  struct Piece {
    enum class Kind { text, value, gradient, ones };
    Kind kind = Kind::text;
    std::string text = {};
    std::size_t node = 0;    // whose value or gradient it is
    std::size_t length = 0;  // of a vector of ones
    bool transposed = false;
  };
  using Words = std::vector<Piece>;

  /// A number is a plain one, as the 2 of W / 2, which is its own name.
  enum class Kind { parameter, constant, number, operation };
  struct Node {
    std::size_t id;    // its place in `nodes`; operands stand before what is made of them
    std::string name;  // given, or A1, H1, … by the operation; alike ones are numbered
    Kind kind;
    std::string operation;  // "affine"; "" of parameters and constants
    Words definition;       // W1 X + b1 1'
    Words where;            // what else the definition and the rules name
    std::vector<std::size_t> operands;
    std::vector<int> labels;  // of a loss against labels
    Numbers value;
    Numbers gradient;  // dL/dthis, L being the output; no numbers where no gradient is wanted
  };

  /// One use of the chain rule: `to`, an operand of `from`, receives its share of the gradient.
  /// What arrives upstream is the gradient of `from`, complete by then.
  struct Step {
    std::size_t from, to;
    std::size_t operand;   // which operand of `from`
    Words rule;            // dA1 X'
    Numbers contribution;  // what the rule gives
    Numbers total;         // dL/dto so far
  };

  std::string title;  // what it is a pass of, or ""
  std::vector<Node> nodes;
  std::vector<Step> steps;  // the backward pass, in its order
  std::size_t output = 0;

  const Node& node(std::size_t id) const { return nodes[id]; }
};

}  // namespace stepgrad
