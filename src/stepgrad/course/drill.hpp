// The drill: problems about random formulas that can be done by hand.
//
// A problem is made from its kind, its level and its seed, and is the same on every machine. What
// it asks are Questions as lessons ask them: answers are judged by answer.hpp, and typical mistakes
// are remarks, computed by making them (misstep.hpp). drill_session.hpp says which problem comes
// when.
//
// To add a kind of problem: a name in Problem::Kind and in problem_kinds, and a function in
// drill.cpp that asks; the tests try it at every level.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/course/lesson.hpp>

namespace stepgrad {

struct Problem {
  enum class Kind {
    forward,   // what is the output?
    slope,     // of one operation in one operand, the others held
    gradient,  // of the output in every input
    bug,       // which step of this backward pass goes wrong?
    match,     // which formula is this the diagram of?
  };
  Kind kind;
  int level;
  std::uint64_t seed;
  Trace trace;                      // of its formula; as_text(trace) is the whole story
  std::vector<Piece> given;         // stands above the questions
  std::vector<Question> questions;  // one; of a gradient one for each input
};

/// A kind by the name that `--kind` takes, and what is practised.
struct ProblemKind {
  Problem::Kind kind;
  std::string_view name, title;
};
inline constexpr ProblemKind problem_kinds[] = {
    {Problem::Kind::forward, "forward", "the forward pass"},
    {Problem::Kind::slope, "slope", "the slope of one operation"},
    {Problem::Kind::gradient, "gradient", "the whole gradient"},
    {Problem::Kind::bug, "bug", "spot the bug"},
    {Problem::Kind::match, "match", "match the diagram"},
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
