#include <stepgrad/course/drill.hpp>

#include <algorithm>

#include <stepgrad/course/drill_formulas.hpp>
#include <stepgrad/course/drill_language.hpp>
#include <stepgrad/course/drill_layers.hpp>
#include <stepgrad/course/drill_training.hpp>
#include <stepgrad/story/made_up.hpp>

namespace stepgrad {
namespace {

bool ask(Problem& problem, Random& random) {
  switch (row_of(problem.kind).about) {
    case ProblemKind::About::formulas:
      return ask_of_formulas(problem, random);
    case ProblemKind::About::layers:
      return ask_of_layers(problem, random);
    case ProblemKind::About::language:
      return ask_of_language(problem, random);
    case ProblemKind::About::training:
      break;
  }
  return ask_of_training(problem, random);
}

}  // namespace

const ProblemKind& row_of(Problem::Kind kind) {
  return *std::ranges::find(problem_kinds, kind, &ProblemKind::kind);
}

Problem make_problem(Problem::Kind kind, int level, std::uint64_t seed) {
  constexpr std::uint64_t levels = hardest_level + 1,
                          room = 5;  // problems that printed drills name
  require_level(level);
  const std::uint64_t number = static_cast<std::uint64_t>(kind);
  const std::uint64_t own =
      (seed * levels + static_cast<std::uint64_t>(level)) * room + number % room;
  Random random(number < room ? own : seed_for(own, number / room));
  for (;;) {
    Problem problem{kind, level, seed, {}, {}, {}};
    if (ask(problem, random)) return problem;
  }
}

}  // namespace stepgrad
