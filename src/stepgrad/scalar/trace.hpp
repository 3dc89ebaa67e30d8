// The trace: what one forward and one backward pass did, copied out of the tape as plain data.
//
// Whatever narrates, draws or exports reads a Trace and nothing else.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <stepgrad/scalar/backward.hpp>
#include <stepgrad/scalar/formula_parser.hpp>

namespace stepgrad {

struct Trace {
  enum class Kind { input, constant, operation };
  struct Node {
    Id id;             // its place in `nodes`; operands stand before what is made of them
    std::string name;  // given, or v1, v2, … for results without a name; of a constant its number
    Kind kind;
    const op::Op* row;         // of an operation, else null
    std::vector<Id> operands;  // of an operation
    double value;
    double grad;   // dL/dthis, L being the output; 0 for constants
    bool named;    // was the name given?
    bool reached;  // does the output depend on it?
  };

  /// A comparison, `x > 0`, that was made while the graph was recorded, so that what
  /// follows may have been decided by it.
  struct Comparison {
    struct Side {
      std::optional<Id> node;  // none: a plain number
      double number;
    };
    Id before;  // the first node that was recorded after it
    Relation relation;
    Side a, b;
    bool held;
  };

  std::string formula;  // the source, or "" for an expression written in C++
  std::vector<Node> nodes;
  std::vector<Comparison> comparisons;
  std::vector<Step> steps;  // the backward pass, in its order
  Id output = 0;
  std::vector<std::shared_ptr<const op::Op>> own;  // rows of the nodes that are not in the table

  const Node& node(Id id) const { return nodes[id]; }

  /// The inputs' places, in the order in which they were made.
  std::vector<Id> inputs() const;

  /// What a letter of the slope in this operand stands for: y is the result, a and b are the first
  /// and the second operand; of operations of any arity, a is the operand itself and b its partner.
  const Node& meant(char letter, const Node& node, int operand = 0) const;
  /// Their numbers; b is 0 where there is no second operand.
  double a(const Node& node, int operand = 0) const;
  double b(const Node& node, int operand = 0) const;
};

/// Tells every step of the sweep back from `output`, from gradients of zero, and leaves those on
/// the tape as they are. `also` are Values to be listed even if the output does not depend on them.
/// Throws Error as `backward` does.
Trace trace(Value output, std::span<const Value> also = {});

/// Records the formula for these inputs in a scope of its own and traces it.
/// Throws Error as `parse` and `complete` do.
Trace trace(const Formula& formula, const Bindings& bindings);

/// Where numbers stopped being finite.
struct NonFinite {
  Id node;           // where it showed
  const Step* step;  // the step, if it was in the backward pass
};

/// The first inf or nan that came of finite numbers (or was put in): among what the output depends
/// on, else in the backward pass, else among the rest.
std::optional<NonFinite> first_non_finite(const Trace& trace);

/// Does this operation stand exactly at its kink, so that a slope had to be chosen?
bool at_kink(const Trace& trace, const Trace::Node& node);

}  // namespace stepgrad
