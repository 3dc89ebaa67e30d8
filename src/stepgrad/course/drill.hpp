// The drill: problems that can be done by hand, about random formulas, and about what their gradients
// are used for.
//
// A problem is made from its kind, its level and its seed, and is the same on every machine. What
// it asks are Questions as lessons ask them: answers are judged by answer.hpp, and typical mistakes
// are remarks, computed by making them (misstep.hpp). drill_session.hpp says which problem comes
// when.
//
// To add a kind of problem: a name at the end of Problem::Kind and a row in problem_kinds, and a
// function that asks, in drill_formulas.cpp or its like; the tests try it at every level.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/course/lesson.hpp>

namespace stepgrad {

struct Problem {
  enum class Kind {
    forward,    // what is the output?
    slope,      // of one operation in one operand, the others held
    gradient,   // of the output in every input
    bug,        // which step of this backward pass goes wrong?
    match,      // which formula is this the diagram of?
    sgd,        // a step of gradient descent
    curves,     // which rate made this curve?
    softmax,    // its gradient with cross-entropy
    shapes,     // of a layer's matrices and gradients
    momentum,   // a few rounds
    adam,       // a step of it
    attention,  // a head, forwards and backwards
  };
  Kind kind;
  int level;
  std::uint64_t seed;
  std::optional<Trace> trace;       // of its formula, if it is about one: as_text is the story
  std::vector<Piece> given;         // stands above the questions
  std::vector<Question> questions;  // one; of a gradient one for each input
};

/// A kind by the name that `--kind` takes, and what is practised.
struct ProblemKind {
  enum class About { formulas, layers, training, language };
  Problem::Kind kind;
  About about;
  std::string_view name, title;
  std::string_view lesson;  // that teaches it; "" if one can do it from the beginning
};
inline constexpr ProblemKind problem_kinds[] = {
    {Problem::Kind::forward, ProblemKind::About::formulas, "forward", "the forward pass", ""},
    {Problem::Kind::slope, ProblemKind::About::formulas, "slope", "the slope of one operation", ""},
    {Problem::Kind::gradient, ProblemKind::About::formulas, "gradient", "the whole gradient", ""},
    {Problem::Kind::bug, ProblemKind::About::formulas, "bug", "spot the bug", ""},
    {Problem::Kind::match, ProblemKind::About::formulas, "match", "match the diagram", ""},
    {Problem::Kind::sgd, ProblemKind::About::training, "sgd", "a step of gradient descent",
     "10_descent"},
    {Problem::Kind::curves, ProblemKind::About::training, "curves", "which rate was it?",
     "10_descent"},
    {Problem::Kind::softmax, ProblemKind::About::layers, "softmax", "the gradient of a softmax",
     "12_softmax"},
    {Problem::Kind::shapes, ProblemKind::About::layers, "shapes", "the shapes of a layer",
     "15_matrices"},
    {Problem::Kind::momentum, ProblemKind::About::training, "momentum", "a step with momentum",
     "18_momentum"},
    {Problem::Kind::adam, ProblemKind::About::training, "adam", "a step of Adam", "19_rates"},
    {Problem::Kind::attention, ProblemKind::About::language, "attention", "a head of attention",
     "26_attention"},
};

/// Its row in the table.
const ProblemKind& row_of(Problem::Kind kind);

/// The problem of this kind, level (made_up.hpp) and seed. Throws Error for another level.
Problem make_problem(Problem::Kind kind, int level, std::uint64_t seed);

/// A step of a backward pass on one line: "`f = q * z` into q: `df/dq = 1 * (-4) = -4`"; where
/// paths meet "`y = a * a` into a, path 2 of 2: `dy/da = 3 + 1 * 3 = 6`". A step that adds the slope
/// to what arrives says so: "`df/dq = 1 + (-4) = -3`".
std::string step_line(const Trace& trace, const std::vector<Step>& steps, std::size_t index);

}  // namespace stepgrad
