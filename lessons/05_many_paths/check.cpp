// The check of exercise 5: the learner's two steps, driven back through graphs with many paths.
#include <stepgrad/course/exercise_check.hpp>
#include <stepgrad/course/random_graph.hpp>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::SmallGraph;
using Numbers = std::vector<double>;

/// The inputs' gradients, as the learner's steps make them.
Numbers gradient(stepgrad::ExerciseCheck& exercise, const SmallGraph& graph, const Numbers& at) {
  std::vector<::Node> nodes;
  const Numbers values = graph.values(at);
  for (const double value : values) nodes.push_back({value, 0});
  nodes.back().grad = 1;
  for (std::size_t i = nodes.size(); i-- > 0;) {
    const SmallGraph::Operation& made = graph.operations[i];
    if (made.sign == '+') backward_sum(nodes[made.a], nodes[made.b], nodes[i]);
    if (made.sign == '*') backward_product(nodes[made.a], nodes[made.b], nodes[i]);
    if (nodes[made.a].value != values[made.a] || nodes[made.b].value != values[made.b])
      exercise.not_yet("the step back through " + graph.formula() + " changes a value",
                       "Values belong to the forward pass, and stay as they are. On the way back "
                       "only a.grad and b.grad change.\n");
  }
  Numbers result;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (graph.operations[i].sign == SmallGraph::input) result.push_back(nodes[i].grad);
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
  look({{{in}, {in}, {'+', 0, 1}, {'*', 2, 1}}}, {2, 3});
  look({{{in}, {'+', 0, 0}}}, {3});
  look({{{in}, {'*', 0, 0}}}, {3});
  look({{{in}, {in}, {'*', 0, 1}, {'+', 2, 0}, {'*', 3, 2}}}, {2, 3});
  for (int i = 0; i < 20; ++i) {
    const SmallGraph graph = stepgrad::random_graph("+*", 3, 6);
    look(graph, Numbers(graph.inputs(), 1.5));
  }
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
