// The check of exercise 6: the learner's sweep over tapes that nobody has seen before.
#include <stepgrad/course/exercise_check.hpp>
#include <stepgrad/course/random_graph.hpp>

#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::SmallGraph;
using Numbers = std::vector<double>;

Kind kind_of(char sign) {
  return sign == '+' ? Kind::add
       : sign == '*' ? Kind::multiply
       : sign == 't' ? Kind::tanh
                     : Kind::input;
}

/// The learner's gradients of all entries.
Numbers all_gradients(stepgrad::ExerciseCheck& exercise, const std::vector<Entry>& tape) {
  const Numbers all = gradients(tape);
  if (all.size() != tape.size())
    exercise.not_yet("there are " + std::to_string(all.size()) + " gradients, expected " +
                         std::to_string(tape.size()),
                     "One for each entry of the tape, the inputs among them. (A vector made with "
                     "(n, 0.0) has n entries, one made with {n, 0.0} has two.)\n");
  return all;
}

/// The inputs' gradients, as the learner's sweep makes them.
Numbers gradient(stepgrad::ExerciseCheck& exercise, const SmallGraph& graph, const Numbers& at) {
  const Numbers values = graph.values(at);
  std::vector<Entry> tape;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const SmallGraph::Operation& made = graph.operations[i];
    const bool has_b = made.sign == '+' || made.sign == '*';
    tape.push_back({kind_of(made.sign), made.a, has_b ? made.b : 0, values[i]});
  }
  const Numbers all = all_gradients(exercise, tape);
  Numbers result;
  for (std::size_t i = 0; i < tape.size(); ++i)
    if (tape[i].kind == Kind::input) result.push_back(all[i]);
  return result;
}

/// With what does the sweep begin? Nothing is handed on here.
void check_start(stepgrad::ExerciseCheck& exercise) {
  exercise.about_to("a tape of three inputs");
  const Numbers yours = all_gradients(
      exercise, {{Kind::input, 0, 0, 5.0}, {Kind::input, 0, 0, 3.0}, {Kind::input, 0, 0, 4.0}});
  const Numbers expected{0, 0, 1};
  for (std::size_t i = 0; i < expected.size(); ++i)
    if (yours[i] != expected[i])
      exercise.not_yet(
          "the gradient of entry " + std::to_string(i) + " is " + stepgrad::in_digits(yours[i]) +
              ", expected " + stepgrad::in_digits(expected[i]),
          "The tape has three entries, the inputs 5, 3 and 4. The last one is the output: its "
          "slope in itself is 1. Every other gradient starts at 0, and here it stays 0.\n");
}

/// Does every entry hand on what it has? Three entries of one kind, one after the other: no share of
/// theirs is 0, and none cancels another.
void check_handing_on(stepgrad::ExerciseCheck& exercise, Kind kind, const std::string& line,
                      const std::string& question) {
  std::vector<Entry> tape{{Kind::input, 0, 0, 0.5}, {Kind::input, 0, 0, 1.5}};
  for (std::size_t i = 2; i < 5; ++i) {
    const double a = tape[i - 1].value, b = tape[0].value;
    tape.push_back({kind, i - 1, 0,
                    kind == Kind::add        ? a + b
                    : kind == Kind::multiply ? a * b
                                             : std::tanh(a)});
  }
  const std::string where = "a tape of two inputs and three entries after them, each " + line;
  exercise.about_to(where);
  const Numbers yours = all_gradients(exercise, tape);
  const auto hands_on = [&](std::size_t i) { return yours[i] == 0 || yours[i - 1] != 0; };
  for (std::size_t i = 4; i >= 2; --i) {
    if (hands_on(i)) continue;
    const bool others = hands_on(2) || (yours[4] != 0 && yours[3] != 0);
    const std::string why = i == 4 ? question
                          : i == 2 && others
                              ? "Does the loop end too early? It has "
                                "to reach every entry that is no input."
                              : "Is it visited before its own gradient has arrived? The walk goes "
                                "from the last entry to the first.";
    exercise.not_yet(
        "entry " + std::to_string(i) + " hands nothing on to entry " + std::to_string(i - 1),
        "That is on " + where + ". The gradient of entry " + std::to_string(i) + " is " +
            stepgrad::in_digits(yours[i]) + ", but that of entry " + std::to_string(i - 1) +
            ", of which it is made, is 0.\n\n" + why + '\n');
  }
}

/// Do the results have their gradients, too? a = 2, b = 3, p = a b, q = p + p, L = q p = 2 p^2: so
/// dL/dp = 4 p = 24.
void check_results(stepgrad::ExerciseCheck& exercise) {
  const std::vector<Entry> tape{{Kind::input, 0, 0, 2.0},
                                {Kind::input, 0, 0, 3.0},
                                {Kind::multiply, 0, 1, 6.0},
                                {Kind::add, 2, 2, 12.0},
                                {Kind::multiply, 3, 2, 72.0}};
  const Numbers yours = all_gradients(exercise, tape), expected{72, 48, 24, 6, 1};
  for (std::size_t i = 0; i < expected.size(); ++i)
    if (yours[i] != expected[i])
      exercise.not_yet("the gradient of entry " + std::to_string(i) + " is " +
                           stepgrad::in_digits(yours[i]) + ", expected " +
                           stepgrad::in_digits(expected[i]),
                       "The inputs' gradients are right. But those of all entries are wanted, "
                       "of the results in between and of the output, too: are they cleared, "
                       "or left out?\n");
}

/// Is every entry visited once, however many paths lead through it?
void check_paths(stepgrad::ExerciseCheck& exercise) {
  const std::string where =
      "a tape of 50 sums, each of the entry before it with itself: 51 entries to visit once each, "
      "but 2^50 paths through them, more than anybody can walk one by one";
  exercise.about_to(where);
  std::vector<Entry> tape{{Kind::input, 0, 0, 1.0}};
  while (tape.size() <= 50)
    tape.push_back({Kind::add, tape.size() - 1, tape.size() - 1, 2 * tape.back().value});
  exercise.numbers("the gradient of entry 0",
                   {{where, all_gradients(exercise, tape)[0], tape.back().value}}, 1e-12);
}

void check(stepgrad::ExerciseCheck& exercise) {
  const auto look = [&](const SmallGraph& graph, const Numbers& at) {
    exercise.gradient({.formula = graph.formula(), .points = {at}, .random = 2},
                      [&](const Numbers& there) { return gradient(exercise, graph, there); });
  };
  check_start(exercise);
  check_handing_on(exercise, Kind::add, "the entry before it plus entry 0",
                   "Does the walk begin with the last entry of the tape, at place tape.size() - 1, "
                   "and is there a line for Kind::add?");
  check_handing_on(exercise, Kind::multiply, "the entry before it times entry 0",
                   "Is there a line for Kind::multiply, and does it multiply by the value of the "
                   "other operand, tape[y.b].value? (Its gradient may still be 0.)");
  check_handing_on(exercise, Kind::tanh, "tanh of the entry before it",
                   "Is there a line for Kind::tanh?");
  constexpr char in = SmallGraph::input;
  look({{{in}, {in}, {'+', 0, 1}}}, {2, 3});
  look({{{in}, {in}, {'*', 0, 1}}}, {2, 3});
  look({{{in}, {'t', 0}}}, {0.5});
  look({{{in}, {in}, {in}, {'+', 0, 1}, {'*', 3, 2}}}, {-2, 5, -4});
  look({{{in}, {'*', 0, 0}, {'*', 1, 0}}}, {3});
  look({{{in}, {'t', 0}, {'*', 1, 0}}}, {0.5});
  look({{{in}, {in}, {'*', 0, 1}, {in}, {'+', 2, 3}, {'t', 4}, {'*', 5, 2}}}, {0.5, 2, -0.75});
  for (int i = 0; i < 20; ++i) {
    const SmallGraph graph = stepgrad::random_graph("+*t", 4, 8);
    look(graph, Numbers(graph.inputs(), 0.75));
  }
  check_results(exercise);
  check_paths(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
