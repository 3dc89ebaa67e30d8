// The check of exercise 6: the learner's sweep over tapes that nobody has seen before.
#include <stepgrad/course/exercise_check.hpp>
#include <stepgrad/course/random_graph.hpp>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::SmallGraph;
using Numbers = std::vector<double>;

Kind kind_of(char sign) {
  return sign == '+'   ? Kind::add
         : sign == '*' ? Kind::multiply
         : sign == 't' ? Kind::tanh
                       : Kind::input;
}

/// The inputs' gradients, as the learner's sweep makes them.
Numbers gradient(stepgrad::ExerciseCheck& exercise, const SmallGraph& graph, const Numbers& at) {
  const Numbers values = graph.values(at);
  std::vector<Entry> tape;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const SmallGraph::Operation& made = graph.operations[i];
    tape.push_back({kind_of(made.sign), made.a, made.b, values[i]});
  }
  const Numbers all = gradients(tape);
  if (all.size() != tape.size())
    exercise.not_yet("there are " + std::to_string(all.size()) + " gradients, expected " +
                         std::to_string(tape.size()),
                     "One for each entry of the tape, the inputs among them.\n");
  Numbers result;
  for (std::size_t i = 0; i < tape.size(); ++i)
    if (tape[i].kind == Kind::input) result.push_back(all[i]);
  return result;
}

void check(stepgrad::ExerciseCheck& exercise) {
  const auto look = [&](const SmallGraph& graph, const Numbers& at) {
    exercise.gradient({.formula = graph.formula(), .points = {at}, .random = 2},
                      [&](const Numbers& there) { return gradient(exercise, graph, there); });
  };
  constexpr char in = SmallGraph::input;
  look({{{in}, {in}, {'+', 0, 1}}}, {2, 3});
  look({{{in}, {in}, {'*', 0, 1}}}, {2, 3});
  look({{{in}, {'t', 0}}}, {0.5});
  look({{{in}, {in}, {in}, {'+', 0, 1}, {'*', 3, 2}}}, {-2, 5, -4});
  look({{{in}, {'*', 0, 0}, {'*', 1, 0}}}, {3});
  look({{{in}, {in}, {'*', 0, 1}, {in}, {'+', 2, 3}, {'t', 4}, {'*', 5, 2}}}, {0.5, 2, -0.75});
  for (int i = 0; i < 20; ++i) {
    const SmallGraph graph = stepgrad::random_graph("+*t", 4, 8);
    look(graph, Numbers(graph.inputs(), 0.75));
  }
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
