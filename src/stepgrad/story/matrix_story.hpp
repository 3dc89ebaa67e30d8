// The story of a matrix trace: what is said of every matrix and every step, put into words and
// mathematics once, as plain data: dW1 = dA1 Xᵀ, (3×2) = (3×4)(4×2).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <stepgrad/base/matrix_trace.hpp>
#include <stepgrad/story/mathematics.hpp>

namespace stepgrad {

/// How many significant digits the numbers of a matrix have.
inline constexpr int matrix_digits = 4;

struct MatrixStory {
  using Numbers = MatrixTrace::Numbers;
  using Words = MatrixTrace::Words;

  /// A matrix of the trace, which the story must not outlive.
  struct Node {
    MatrixTrace::Kind kind;
    Math name, gradient;           // W1, ∂L/∂W1; in text dW1 for short
    Math rule;                     // W1 X + b1 1ᵀ
    std::string where;             // what else the rules name, or ""
    std::string shapes;            // "(3×4) = (3×2)(2×4) + (3×1)(1×4)"
    std::vector<int> labels;       // of a loss against labels
    const Words* in_numbers;       // the rule, for matrices in the place of names
    const Numbers *value, *slope;  // its numbers, and those of its gradient
  };

  /// One use of the chain rule: of `from` into a matrix that it is made of.
  struct Step {
    std::size_t number, from;      // counted from 1; its place in `nodes`
    Math name, gradient;           // W1, ∂L/∂W1
    Math rule;                     // dA1 Xᵀ
    std::string shapes;            // "(3×2) = (3×4)(4×2)"
    bool adds;                     // is its share added to what the matrix had?
    const Words* in_numbers;       // the rule, for matrices in the place of names
    const Numbers *share, *total;  // what the rule gives, and what the matrix has now
  };

  std::string title;
  std::vector<Node> nodes;  // as in the trace
  std::vector<Step> backward;
  std::size_t output;
  std::string non_finite;  // where inf or nan arose first, in a sentence, or ""
};
MatrixStory story(const MatrixTrace& trace);

/// One new matrix: what an operation gives, or what a backward step does. The story must outlive it.
struct MatrixChange {
  const MatrixStory::Node* from;  // whose rule it is
  const MatrixStory::Step* step;  // none in the forward pass

  const Math& name() const { return step ? step->gradient : from->name; }
  const Math& rule() const { return step ? step->rule : from->rule; }
  const std::string& shapes() const { return step ? step->shapes : from->shapes; }
  const MatrixStory::Words& in_numbers() const {
    return step ? *step->in_numbers : *from->in_numbers;
  }
  const MatrixStory::Numbers& share() const { return step ? *step->share : *from->value; }
  /// The share and what was there before it.
  const MatrixStory::Numbers& total() const { return step ? *step->total : *from->value; }
  bool adds() const { return step && step->adds; }
};

/// All of them, forward and then backward, in their order.
std::vector<MatrixChange> changes(const MatrixStory& story);

/// Is it a matrix that has to be told before the forward pass?
inline bool is_given(const MatrixStory::Node& node) {
  return node.kind == MatrixTrace::Kind::parameter || node.kind == MatrixTrace::Kind::constant;
}

/// The words of an operation: W1 X + b1 1ᵀ, in text with dA1 for ∂L/∂A1.
Math in_names(const MatrixTrace& trace, const MatrixTrace::Words& words);

/// "(3×2)(2×4) + (3×1)(1×4)"; "" if there is more to it than sums and products
/// of matrices.
std::string in_shapes(const MatrixTrace& trace, const MatrixTrace::Words& words);

/// "3×2".
std::string shape(const MatrixTrace::Numbers& matrix);

/// Is it few enough numbers to be shown one by one?
bool is_small(const MatrixTrace::Numbers& matrix);

/// How large the numbers are altogether: "norm 5.2" (Frobenius), or "with inf or nan".
std::string norm(const MatrixTrace::Numbers& matrix);

/// A large matrix in a line: "128×64, from -0.3 to 0.4, norm 5.2".
std::string summary(const MatrixTrace::Numbers& matrix);

}  // namespace stepgrad
