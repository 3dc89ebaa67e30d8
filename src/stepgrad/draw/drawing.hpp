// A drawing: what a diagram shows, as plain data, before it is decided how it looks.
//
// A Trace tells what was computed; a Drawing tells what is seen of it at one moment of the backward
// pass: what has a gradient by then, which edge is lit, what is drawn twice. Renderers (dot.hpp)
// read a Drawing and nothing else. A matrix trace has the same diagram (matrix_drawing.hpp), with
// matrices for numbers.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/scalar/trace.hpp>

namespace stepgrad {

/// Nodes and the edges between them, after some steps of the backward pass.
struct Drawing {
  /// A matrix as a diagram shows it: its numbers in rows or, where they are too many, a summary.
  struct Grid {
    std::string shape;  // "3×2"
    std::vector<std::vector<std::string>> value, gradient;
    bool has_gradient = false;  // by now? Its room is kept all the same
  };

  /// A value and its gradient, together with the operation that makes it.
  struct Node {
    std::string id;         // of its element in an SVG: n3
    std::string name;       // as shown, given or made up (v1); "" for a constant
    bool named = true;      // was it given, or is it needed to find the value again in another row?
    std::string gate = {};  // the operation: "+", "tanh"; "" for an input or a constant
    std::optional<double> value = {};  // none where it is to be found out
    std::optional<double> gradient =
        {};  // so far; none before the first share, and none for a constant
    std::size_t gradient_columns =
        0;                          // of the widest gradient of any step, so that no step moves it
    bool constant = false;          // does it depend on no input?
    bool reached = true;            // does the output depend on it?
    bool at_kink = false;           // was a slope chosen where there is none?
    bool breaks_down = false;       // did the first inf or nan arise here?
    bool lit = false;               // did it just hand on or receive gradient?
    bool again = false;             // is it a result that comes from another row?
    std::string about = {};         // everything, in exact numbers, in lines: a tooltip
    std::size_t operations = 1;     // that it stands for: more where a part is rolled up
    std::optional<Grid> grid = {};  // of a matrix, instead of value and gradient
  };

  /// One use of a value as an operand, and the step of the chain rule that goes back along it.
  struct Edge {
    std::string id;                           // e7: the seventh step goes along it
    std::size_t from, to;                     // places in `nodes`: the operand and the result
    std::optional<double> local = {};         // dto/dfrom; none where no gradient flows
    std::optional<double> contribution = {};  // where paths meet: what this one brings, once it has
    std::size_t contribution_columns = 0;     // that it takes, sooner or later, where paths meet
    bool lit = false;                         // is it the step just made?
    std::string about = "no gradient flows here";
    std::string rule = {};  // of a matrix, instead of local: dA1 Xᵀ
  };

  std::vector<Node> nodes;  // operands stand before what is made of them
  std::vector<Edge> edges;
  bool folded = false;  // into several rows?
  bool bare = false;    // are there too many wires for numbers on them?
  std::string caption;  // the step just made, in numbers; "" for the whole pass
};

/// How many significant digits a diagram shows.
inline constexpr int drawn_digits = 4;

/// A name as a diagram shows it: of a very long one the beginning.
std::string drawn_name(std::string_view name);

/// The diagram after the whole backward pass, or as it stands after `step` steps of it. A constant
/// is drawn once for every use. Throws Error if there are not that many steps.
Drawing drawing(const Trace& trace, std::optional<std::size_t> step = std::nullopt);

/// Throws Error if a backward pass of so many steps has no such step.
void check_step(std::optional<std::size_t> step, std::size_t steps);

/// The diagram of an exercise: only the inputs have their values, every result has its name, and
/// there is room for the rest.
Drawing drawing_to_fill_in(const Trace& trace);

}  // namespace stepgrad
