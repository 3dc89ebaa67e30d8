// Mathematics: formulas, values, slopes and steps as small expression trees, and the languages that
// they are set in: LaTeX, MathML and plain text.
//
// Whoever builds a tree does so with the functions of the namespace `math`: they put parentheses in
// where reading needs them, so that the languages have nothing to decide and cannot differ.
//
// To show something new, build it in mathematics.cpp of what is there; a new kind of piece needs a
// case in latex_mathematics.cpp, mathml.cpp and plain_mathematics.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/scalar/trace.hpp>
#include <stepgrad/story/words.hpp>

namespace stepgrad {

/// A piece of mathematics. Parentheses are pieces of their own (`fenced`).
struct Math {
  enum class Kind {
    number,    // text: its digits, without a sign
    symbol,    // text: pi, e, inf, nan, or … for what is left out
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
  };
  Kind kind;
  std::string text = {};
  std::vector<Math> parts = {};
  int binding = 5;  // how tightly it holds: 0 =, 1 sum, 2 product, 3 sign, 4 power, 5 atom

  bool operator==(const Math&) const = default;
};

/// The mathematics as LaTeX for math mode; it needs amsmath, and nothing that GitHub refuses.
std::string latex(const Math& math);

/// Where MathML stands: in a line of text, or on a line of its own.
enum class Display { inline_, block };

/// The mathematics as a <math> element (MathML Core).
std::string mathml(const Math& math, Display display = Display::inline_);

/// The same without the <math> around it.
std::string mathml_inside(const Math& math);

/// The mathematics as plain text, in the words of the formula language.
std::string plain(const Math& math);

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

Math sum(const Math& a, const Math& b);
Math product(const Math& a, const Math& b);

// ---- values

/// Whether something is written in names, as in q · z, or in numbers, as in 3 · (-4).
enum class In { names, numbers };

/// What a node is called; a constant is its number.
Math name_of(const Trace::Node& node);

/// What a node computes: q · z or 3 · (-4).
Math computation(const Trace& trace, const Trace::Node& node, In in);

/// The node's line of the forward pass: f = q · z = 3 · (-4) = -12.
Math forward(const Trace& trace, const Trace::Node& node);

/// The formula: an equation for each result that has a name, or is used more than once, or would
/// make another's equation very long. Nothing if there would be more than `most`.
std::vector<Math> statements(const Trace& trace, std::size_t most = 20);

// ---- steps of the chain rule

/// ∂f/∂x, f being the output.
Math gradient(const Trace& trace, const Trace::Node& node);

/// ∂q/∂x, q being the step's operation. Where x reaches q in other ways, too, it is ∂q/∂x⁽²⁾: the
/// slope in the second operand alone.
Math local(const Trace& trace, const Step& step);

/// The slope as its rule has it: 1 - f² or 1 - 0.707107².
Math rule(const Trace& trace, const Step& step, In in);

/// The slope whole: ∂f/∂q = 1 - f² = 1 - 0.707107² = 0.5.
Math slope(const Trace& trace, const Step& step);

/// What the step hands on: ∂f/∂q · ∂q/∂x or -4 · 1.
Math share(const Trace& trace, const Step& step, In in);

/// The step whole: ∂f/∂x = ∂f/∂q · ∂q/∂x = -4 · 1 = -4; without ∂f/∂x where other paths add to it.
Math step(const Trace& trace, std::size_t index, const Paths& paths);

/// Does the step add its share to what its node had before?
bool adds(std::size_t index, const Paths& paths);

/// What the node has after a step that adds: ∂f/∂x = 2 + 1.5 = 3.5.
Math total(const Trace& trace, std::size_t index, const Paths& paths);

}  // namespace math
}  // namespace stepgrad
