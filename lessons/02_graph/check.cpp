// The check of exercise 2: what the graph computes, what it depends on, and how many nodes it has.
#include <stepgrad/course/exercise_check.hpp>
#include <stepgrad/scalar/trace.hpp>
#include <stepgrad/story/story.hpp>

#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using Numbers = std::vector<double>;

struct Graph {
  explicit Graph(const Numbers& at)
      : inputs{Value(at[0], "w"), Value(at[1], "x"), Value(at[2], "b"), Value(at[3], "y")},
        output(squared_error(inputs[0], inputs[1], inputs[2], inputs[3])) {}
  std::vector<Value> inputs;
  Value output;
};

std::string where(const Numbers& at) {
  using stepgrad::in_digits;
  return "L = (w*x + b - y) * (w*x + b - y) at w = " + in_digits(at[0]) +
         ", x = " + in_digits(at[1]) + ", b = " + in_digits(at[2]) + ", y = " + in_digits(at[3]);
}

void check_value(stepgrad::ExerciseCheck& exercise) {
  std::vector<stepgrad::Sample> samples;
  std::vector<Numbers> points{{2, 3, 1, 4}, {0, 5, 0, 2}, {1, 2, 3, 5}};
  for (int i = 0; i < 20; ++i) {
    points.emplace_back();
    for (int j = 0; j < 4; ++j) points.back().push_back(stepgrad::random_eighth(-3, 3));
  }
  for (const Numbers& at : points) {
    exercise.about_to(where(at));
    const stepgrad::Scope scope;
    const double error = at[0] * at[1] + at[2] - at[3];
    samples.push_back(
        {where(at),
         Graph(at).output.data(),
         error * error,
         {{"It is not squared yet.", error},
          {"error + error is twice the error: squared is error * error.", 2 * error},
          {"Is there a bracket too many? Only w and x are multiplied, then b is added.",
           std::pow(at[0] * (at[1] + at[2]) - at[3], 2)},
          {"b is missing.", (error - at[2]) * (error - at[2])},
          {"y - w * x + b takes away w * x alone: y - (w * x + b) needs the bracket.",
           std::pow(at[3] - at[0] * at[1] + at[2], 2)},
          {"b should be added, not taken away.", std::pow(error - 2 * at[2], 2)},
          {"The absolute value says how far, but not squared: multiply the error by itself.",
           std::abs(error)},
          {"Half of it is a habit of some books: here the loss is the whole square.",
           error * error / 2},
          {"w and x are multiplied, not added.", std::pow(at[0] + at[1] + at[2] - at[3], 2)},
          {"The error is multiplied by itself once too often.", error * error * error},
          {"It is below 0: is the sign turned?", -error * error},
          {"Mind the brackets: * comes before + and -, so a + b * a + b multiplies b by a alone.",
           at[0] * at[1] + at[2] - at[3] * at[0] * at[1] + at[2] - at[3]},
          {"y should be taken away, not added.", (error + 2 * at[3]) * (error + 2 * at[3])},
          {"y is missing.", (error + at[3]) * (error + at[3])}}});
  }
  exercise.numbers("L", samples, 1e-12);
}

/// Is there a node that is used twice, as the bracket is in the formula?
void check_square(stepgrad::ExerciseCheck& exercise, const stepgrad::Trace& trace) {
  const stepgrad::Trace::Node& output = trace.node(trace.output);
  if (!output.row || *output.row == stepgrad::op::mul) return;
  exercise.not_yet("your graph ends with " + as_formula(stepgrad::tell(trace, output).rule()) +
                       ", expected a product",
                   "The number is right, and so are its slopes. But this exercise is about one "
                   "node that is used twice, along two edges: multiply the error by itself, "
                   "error * error.\n");
}

void check_shape(stepgrad::ExerciseCheck& exercise) {
  exercise.about_to("the shape of the graph");
  const stepgrad::Scope scope;
  const Graph graph({2, 3, 1, 4});
  const stepgrad::Trace trace = stepgrad::trace(graph.output, graph.inputs);
  std::size_t operations = 0;
  std::string list;
  for (const auto& node : trace.nodes) {
    const bool input = node.kind == stepgrad::Trace::Kind::input;
    if (input && node.named && !node.reached)
      exercise.not_yet("in your graph L does not depend on " + node.name,
                       "The number is right, but no edge leads there. Compute with the Values "
                       "themselves: w.data() is a plain number, which has left the graph.\n");
    if (!node.row || !node.reached) continue;
    ++operations;
    list += "  " + node.name + " = " + as_formula(stepgrad::tell(trace, node).in_names) + '\n';
  }
  if (operations > 4)
    exercise.not_yet("your graph has " + std::to_string(operations) + " operations, expected 4",
                     "What it computes is right, but not in the shortest way:\n\n" + list +
                         "\nIf the bracket is in it twice, keep w * x + b - y in a variable, and "
                         "use that twice.\n");
  check_square(exercise, trace);
}

void check(stepgrad::ExerciseCheck& exercise) {
  check_value(exercise);
  check_shape(exercise);
  exercise.gradient({.formula = "e = w*x + b - y; L = e*e", .points = {{2, 3, 1, 4}}},
                    [](const Numbers& at) {
                      const stepgrad::Scope scope;
                      const Graph graph(at);
                      stepgrad::backward(graph.output);
                      Numbers gradient;
                      for (const Value& input : graph.inputs) gradient.push_back(input.grad());
                      return gradient;
                    });
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
