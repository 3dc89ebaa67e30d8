// Mathematics as small expression trees, and sentences with mathematics in them.
//
// Whoever builds a tree does so with the functions of the namespace `math`: they put parentheses in
// where reading needs them, so that the languages have nothing to decide and cannot differ. The
// languages are LaTeX (latex.hpp), MathML (mathml.hpp) and plain text (plain_text.hpp). Beside the
// tree stands the same in the formula language, which has no fractions, roots or powers of ten.
//
// To show something new, build it of what is there; a new kind of piece needs a case in each
// language.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <stepgrad/scalar/formula.hpp>

namespace stepgrad {

/// A piece of mathematics. Parentheses are pieces of their own (`fenced`).
struct Math {
  enum class Kind {
    number,    // text: its digits, without a sign
    symbol,    // text: pi, e, inf, nan, 1 for a vector of ones, or … for what is left out
    name,      // text: any name; w1, x_12 and alpha become w₁, x₁₂ and α
    words,     // text: plain words within a formula
    blank,     // a place to write into
    infix,     // text: + - * x = > or a comma; the parts, with it between them ("x": powers of ten)
    minus,     // -part
    fraction,  // part over part
    power,     // part to the power part; the exponent needs no parentheses
    index,     // part with a raised mark, part: which of several it is
    root,      // the square root of part
    partial,   // ∂part, in plain text dpart; with a text, that in place of the sign
    call,      // text: the function's name; part in parentheses
    fenced,    // text: ( [ or |; part between the pair
    row,       // of matrices: the parts side by side, as they are multiplied
    transposed,  // partᵀ
    signs,       // text: what stands between matrices, as in " * " (entry by entry) or "sum("
  };
  Kind kind;
  std::string text = {};
  std::vector<Math> parts = {};
  int binding = 5;  // how tightly it holds: 0 =, 1 sum, 2 product, 3 sign, 4 power, 5 atom
  Written formula = {"", 5};  // in the formula language: sum(a, b) where the tree has a + b

  /// Does it look the same?
  bool operator==(const Math& other) const;
};

/// The mathematics in the formula language, as a terminal shows it: "x * square(y)".
inline const std::string& as_formula(const Math& math) { return math.formula.text; }

/// Words with mathematics in them. A page sets the mathematics in its own way.
using Sentence = std::vector<std::variant<std::string, Math>>;
using Setter = std::function<std::string(const Math&)>;
std::string set(const Sentence& sentence, const Setter& setter);

/// About how wide it is set, in ems.
double breadth(const Math& math);

/// Does it stand higher than a line of text, so that what is around it must grow?
bool is_tall(const Math& math);

namespace math {

// ---- pieces

/// A number as people read it, six digits: "-4", "1.5 × 10^-7", ∞.
Math number(double number);

/// A number that a formula names: π and e by their letters, others by their digits.
Math constant(double number);

Math name(std::string_view name);
Math words(std::string_view words);
Math blank();

/// An operation over its operands; of more than eight the first and the last.
Math operation(const op::Op& row, std::span<const Math> operands);

/// a = b = c, leaving out what says the same as what stands before it.
Math equation(const std::vector<Math>& sides);

/// a = b, even if they look the same.
Math equal(const Math& a, const Math& b);

Math sum(const Math& a, const Math& b);
Math product(const Math& a, const Math& b);

/// ∂y/∂x
Math derivative(const Math& y, const Math& x);

/// x⁽²⁾, the second of several.
Math numbered(const Math& x, int number);

/// f · log(x), and words about it.
Math with_words(const Math& math, std::string_view words);

// Of matrices; see MatrixTrace::Piece.
Math row(std::vector<Math> parts);
Math transposed(const Math& matrix);
Math signs(std::string_view signs);
Math ones();

}  // namespace math

/// The same without the trees, for those who want the formula language alone: what stands in `formula`
/// of an operation, and of an equation.
Written written_operation(const op::Op& row, std::vector<Written> operands);
Written written_equation(std::span<const Written> sides);

}  // namespace stepgrad
