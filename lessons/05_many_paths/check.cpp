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

/// What may stand in a.grad after a step back through y = a * b or y = a + b, instead of its share
/// `slope` times y.grad beside what was there; `a` and `b` are the node and the other one, as they
/// were before, `later` what the other one has in grad if its line is run first.
std::vector<stepgrad::Slip> slips(const ::Node& a, const ::Node& b, const ::Node& y, double slope,
                                  bool is_sum, double later) {
  const double before = a.grad, share = slope * y.grad;
  const std::string of_slope =
      is_sum ? "The slope of a sum is 1 in each operand: y.grad goes on as it is."
             : "The slope of a product in a is the value of b, and in b the value of a.";
  return {{"What had come along other paths is lost: = replaces it, += adds to it.", share},
          {"It has not changed: is a line missing, or is a copy changed?", before},
          {"Only the slope is added: the chain rule multiplies it by y.grad.", before + slope},
          {"y.value stands where y.grad belongs.", before + slope * y.value},
          {"The grad of an operand stands where y.grad belongs: it is y.grad that is handed on.",
           before + slope * a.grad},
          {"The grad of an operand stands where y.grad belongs: it is y.grad that is handed on.",
           before + slope * b.grad},
          {"The grad of an operand stands where y.grad belongs: it is y.grad that is handed on.",
           before + slope * later},
          {"The grad of an operand stands where its value belongs.", before + b.grad * y.grad},
          {of_slope, before + a.value * y.grad},
          {of_slope, before + b.value * y.grad},
          {of_slope, before + y.value * y.grad},
          {of_slope, before + y.grad},
          {"The slope and y.grad are multiplied, not added.", before + slope + y.grad},
          {"What is there is multiplied: a share is added, with +=.", before * share},
          {"The share is taken away: it is added, with +=.", before - share},
          {"Half of the share is added: each operand gets all of it.", before + share / 2},
          {"The share is added twice.", before + 2 * share}};
}

/// One step on nodes of which all numbers differ, and a and b have gradient already.
void check_step(stepgrad::ExerciseCheck& exercise, char sign) {
  const bool is_sum = sign == '+';
  std::vector<stepgrad::Sample> of_a, of_b;
  for (const Numbers& at :
       {Numbers{2, 3, 7, -4, 5}, {-1.5, 0.5, 0.25, 2, -3}, {4, -2.5, -1, 6, 0.5}}) {
    const ::Node a{at[0], at[2]}, b{at[1], at[3]};
    const ::Node y{is_sum ? a.value + b.value : a.value * b.value, at[4]};
    ::Node yours_a = a, yours_b = b;
    using stepgrad::in_digits;
    const std::string where =
        std::string("one step back through y = a ") + sign +
        " b, where a.value = " + in_digits(a.value) + ", b.value = " + in_digits(b.value) +
        ", y.grad = " + in_digits(y.grad) + ", and before it a.grad = " + in_digits(a.grad) +
        ", b.grad = " + in_digits(b.grad);
    exercise.about_to(where);
    is_sum ? backward_sum(yours_a, yours_b, y) : backward_product(yours_a, yours_b, y);
    if (yours_a.value != a.value || yours_b.value != b.value)
      exercise.not_yet("the " + where.substr(4) + " changes a value",
                       "Values belong to the forward pass, and stay as they are. On the way back "
                       "only a.grad and b.grad change.\n");
    const double in_a = is_sum ? 1 : b.value, in_b = is_sum ? 1 : a.value;
    of_a.push_back(
        {where, yours_a.grad, a.grad + in_a * y.grad, slips(a, b, y, in_a, is_sum, yours_b.grad)});
    of_b.push_back(
        {where, yours_b.grad, b.grad + in_b * y.grad, slips(b, a, y, in_b, is_sum, yours_a.grad)});
  }
  exercise.numbers("a.grad", of_a, 1e-12);
  exercise.numbers("b.grad", of_b, 1e-12);
}

void check(stepgrad::ExerciseCheck& exercise) {
  check_step(exercise, '+');
  check_step(exercise, '*');
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
