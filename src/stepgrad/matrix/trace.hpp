// The trace of a graph of matrices: one forward and one backward pass as plain data.
//
// It does what `backward` does, by the same loop, and copies what the loop tells.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <stepgrad/base/matrix_trace.hpp>
#include <stepgrad/matrix/graph.hpp>

namespace stepgrad {

namespace detail {

template <class Scalar>
MatrixTrace::Numbers numbers(const Matrix<Scalar>& matrix) {
  return {static_cast<std::size_t>(matrix.rows()), static_cast<std::size_t>(matrix.cols()),
          std::vector<double>(matrix.data(), matrix.data() + matrix.size())};
}

/// The words of an operation, without what they stand for.
struct OperationWords {
  std::string_view operands, definition, where;
  std::array<std::string_view, 3> rule;
  double number;            // what k stands for
  std::size_t first, last;  // and p and q
  bool own;                 // made at run time: other letters are its own
};

/// Puts the matrices of the trace in the place of letters: in the definition of the node, in what
/// is said besides or, given an operand, in the rule of its gradient. Where the operand is spread
/// over a larger result, as a column that every sample uses, the rule is a sum over its uses.
MatrixTrace::Words definition_of(const MatrixTrace& trace, const MatrixTrace::Node& node,
                                 const OperationWords& words);
MatrixTrace::Words where_of(const MatrixTrace& trace, const MatrixTrace::Node& node,
                            const OperationWords& words);
MatrixTrace::Words rule_of(const MatrixTrace& trace, const MatrixTrace::Node& node,
                           std::size_t operand, const OperationWords& words);

/// Names the nodes that have no name by their letters, and numbers those whose names are alike.
void name_nodes(MatrixTrace& trace, const std::vector<char>& letters);

/// Is a constant of that name a plain number?
bool is_number(const std::string& name);

/// Copies out of a graph what an output depends on.
template <class Scalar>
class MatrixTracer {
 public:
  explicit MatrixTracer(Tensor<Scalar> output) : graph_(output.graph()), last_(graph_.id(output)) {
    std::vector<bool> reached(last_ + 1);
    reached[last_] = true;
    for (std::uint32_t id = last_ + 1; id-- > 0;)
      for (std::size_t i = 0; reached[id] && i < graph_.node(id).count; ++i)
        reached[graph_.node(id).operands[i]] = true;
    place_.resize(last_ + 1);
    for (std::uint32_t id = 0; id <= last_; ++id)
      if (reached[id]) add(id);
    trace_.output = trace_.nodes.size() - 1;
    graph_.backward(output, [this](auto... share) { add_step(share...); });
    for (std::uint32_t id = 0; id <= last_; ++id)
      if (const auto& node = graph_.node(id); reached[id] && node.has_gradient)
        trace_.nodes[place_[id]].gradient = numbers(node.gradient);
  }

  MatrixTrace trace() && {
    name_nodes(trace_, letters_);
    return std::move(trace_);
  }

 private:
  OperationWords words(std::uint32_t id) const {
    const auto& node = graph_.node(id);
    const auto first = static_cast<std::size_t>(node.settings.first);
    return {node.op->operands,
            node.op->definition,
            node.op->where,
            node.op->rule,
            static_cast<double>(node.settings.number),
            first,
            first + static_cast<std::size_t>(node.settings.count) - 1,
            node.settings.owner != nullptr};
  }

  void add(std::uint32_t id) {
    const auto& from = graph_.node(id);
    MatrixTrace::Node node{.id = trace_.nodes.size(),
                           .name = from.name,
                           .kind = from.op             ? MatrixTrace::Kind::operation
                                 : from.wants_gradient ? MatrixTrace::Kind::parameter
                                 : from.value.size() == 1 && is_number(from.name)
                                     ? MatrixTrace::Kind::number
                                     : MatrixTrace::Kind::constant,
                           .operation = from.op ? std::string(from.op->name) : "",
                           .definition = {},
                           .where = {},
                           .operands = {},
                           .labels = {},
                           .value = numbers(from.value),
                           .gradient = {}};
    for (std::size_t i = 0; i < from.count; ++i) node.operands.push_back(place_[from.operands[i]]);
    if (from.op) {
      node.labels = from.labels;
      node.definition = definition_of(trace_, node, words(id));
      node.where = where_of(trace_, node, words(id));
    }
    letters_.push_back(from.op ? from.op->letter : from.wants_gradient ? 'W' : 'C');
    place_[id] = node.id;
    trace_.nodes.push_back(std::move(node));
  }

  void add_step(std::uint32_t from, std::size_t operand, const Matrix<Scalar>& contribution,
                const Matrix<Scalar>& total) {
    const MatrixTrace::Node& node = trace_.nodes[place_[from]];
    trace_.steps.push_back({node.id, node.operands[operand], operand,
                            rule_of(trace_, node, operand, words(from)), numbers(contribution),
                            numbers(total)});
  }

  Graph<Scalar>& graph_;
  std::uint32_t last_;
  std::vector<std::size_t> place_;
  std::vector<char> letters_;
  MatrixTrace trace_;
};

}  // namespace detail

/// Does what `backward(output)` does, and tells every step of it; of the graph, what the output
/// depends on. Throws Error as `backward` does.
template <class Scalar>
MatrixTrace trace(Tensor<Scalar> output) {
  return detail::MatrixTracer<Scalar>(output).trace();
}

}  // namespace stepgrad
