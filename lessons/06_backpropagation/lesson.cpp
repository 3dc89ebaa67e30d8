// Lesson 6. Backpropagation: one walk backwards through the graph gives the slope in every input.
#include <cmath>
#include <map>

#include <stepgrad/base/random.hpp>
#include <stepgrad/check/differentiable.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/scalar/forward.hpp>

namespace stepgrad {
namespace {

constexpr const char* example = "a = w * x; c = a + b; L = a * c";
const Bindings numbers{{"w", 2}, {"x", 3}, {"b", -1}};

/// The gradient of an input if the nodes hand their gradients on in this order of names. What a
/// node receives after its turn is never handed on.
double gradient_in_order(const Trace& trace, const std::vector<std::string>& order,
                         const char* input) {
  std::map<Id, double> grad{{trace.output, 1}};
  for (const std::string& name : order)
    for (const Step& step : trace.steps)
      if (trace.node(step.from).name == name) grad[step.to] += grad[step.from] * step.local;
  return grad[node_called(trace, input).id];
}

/// What it takes to get the slope in each of n inputs, counted in operations done or undone.
struct Cost {
  std::size_t inputs, evaluation, numerical, forward, reverse;
};

/// (tanh(w1*x1 + … + wn*xn) - 1)^2 for n weights. The x are plain numbers.
Trace neuron_with_weights(std::size_t n) {
  Random random(n);
  std::vector<Value> w;
  const Scope scope;
  for (std::size_t i = 0; i < n; ++i)
    w.emplace_back(random.uniform(-1, 1) / std::sqrt(static_cast<double>(n)),
                   fmt::format("w{}", i + 1));
  Value sum = w[0] * random.uniform(-1, 1);
  for (std::size_t i = 1; i < n; ++i) sum = sum + w[i] * random.uniform(-1, 1);
  return trace(pow(tanh(sum) - 1.0, 2), w);
}

Cost cost(std::size_t n) {
  const Trace trace = neuron_with_weights(n);
  std::size_t operations = 0;
  for (const Trace::Node& node : trace.nodes) operations += node.row != nullptr;
  return {n, operations, 2 * n * operations, n * operations, operations + trace.steps.size()};
}

void a_million_slopes(Lesson& lesson) {
  lesson.screen("A million inputs. How do you get all their slopes at once?");
  lesson.say(
      "A network has a million weights, and one loss L. To learn, it needs ∂L/∂w for each weight. "
      "Work the chain rule out for each one, a million times? Nudge each one, a million times?");
  lesson.say(
      "There is a better way, and you know both of its rules: multiply along paths, add where they "
      "meet. What is new is only the order in which to do it.");
  lesson.say("Here is a small graph on which everything can be seen:");
  lesson.formula("a = w * x");
  lesson.formula("c = a + b");
  lesson.formula("L = a * c");
  lesson.graph(traced(example, numbers), "Look at `a`: it goes into c, and into L as well.");
}

void what_a_node_knows(Lesson& lesson, const Trace& trace) {
  lesson.screen("Each node needs one number");
  lesson.say(
      "Give every node v a number: ∂L/∂v, how much L answers when v moves. Start at the end, where "
      "it is easy: L answers to itself one for one.");
  lesson.formula("dL/dL = 1");
  lesson.say(
      "Now suppose you know that number for all nodes that **use** v; call them v's consumers. "
      "Then v's own number is the sum over them, upstream times local:");
  lesson.formula("dL/dv = (dL/du1) * (du1/dv) + (dL/du2) * (du2/dv) + '…'");
  lesson.say(
      "Nothing else of the graph matters to v. Try it. The values are a = {}, c = {}, L = {}.",
      node_called(trace, "a").value, node_called(trace, "c").value, node_called(trace, "L").value);
  lesson.predict(
      "L = a * c. What is ∂L/∂c?", node_called(trace, "c").grad,
      {.hints = {"The slope of a product in one factor is the other factor."},
       .remarks = {{node_called(trace, "c").value, "that is c. The slope is the other one."}},
       .reveal = "Upstream 1, times the other factor a."});
  lesson.predict(
      "And ∂L/∂a? a has two consumers: L itself, and c.", node_called(trace, "a").grad,
      {.hints = {"Through L = a * c: 1 times c, which is 5.",
                 "Through c = a + b: ∂L/∂c is 6, times 1."},
       .remarks = {{node_called(trace, "c").value,
                    "that is the share through L. Another one "
                    "comes through c."},
                   {6.0, "that is the share through c. Another one comes from L itself."}},
       .reveal = "5 directly and 6 through c: 11."});
}

void the_order(Lesson& lesson, const Trace& trace) {
  lesson.screen("Whose turn is it?");
  lesson.say("So a can only hand its number on when it is complete.");
  lesson.choose(
      "When may a pass its gradient on to w and x?",
      {{"as soon as L has been visited", false, "then it has 5. A share is still on its way."},
       {"as soon as c has been visited, before L", false,
        "c itself gets its number from L, so L comes first."},
       {"when both its consumers, L and c, have been visited", true}},
      {.hints = {"From whom does a receive?"},
       .reveal =
           "Every node waits for all its consumers. The tape of lesson 2 makes that easy: "
           "operands stand before results, so walking it **backwards** meets every node after "
           "all of its consumers."});
  lesson.predict("Then a hands on. What is ∂L/∂w? (a = w * x, with x = 3.)",
                 node_called(trace, "w").grad,
                 {.hints = {"∂L/∂a is 11. The slope of w * x in w is x."},
                  .remarks = {{gradient_in_order(trace, {"L", "a", "c"}, "w"),
                               "that is what comes of a's first share alone, 5."},
                              {22.0, "that is ∂L/∂x. In w the slope is x."}},
                  .reveal = "11 * 3 = 33."});
}

void too_early(Lesson& lesson, const Trace& trace) {
  lesson.screen("Too early");
  const auto row = [&](std::vector<std::string> order) {
    return std::vector<std::string>{
        fmt::format("{}", fmt::join(order, ", ")), shown(gradient_in_order(trace, order, "w")),
        shown(gradient_in_order(trace, order, "x")), shown(gradient_in_order(trace, order, "b"))};
  };
  lesson.say(
      "Let us see what the wrong order does. First the right one, then one in which `a` comes too "
      "early:");
  lesson.table({"order of visits", "∂L/∂w", "∂L/∂x", "∂L/∂b"},
               {row({"L", "c", "a"}), row({"L", "a", "c"})});
  lesson.mistake(
      "To visit a node before all of its consumers. a had {} of its {} when it handed on, so w and "
      "x "
      "got too little. b looks fine, which makes it hard to find. It happens to whoever walks the "
      "graph from the output by following edges, and stops at nodes already seen.",
      5, node_called(trace, "a").grad);
}

void the_sweep(Lesson& lesson, const Trace& trace) {
  lesson.screen("The whole algorithm");
  lesson.say("It fits on four lines. This is all of backpropagation:");
  lesson.listing(
      "grad[output] = 1;\n"
      "for (node from the last to the first)\n"
      "  for (operand of node)\n"
      "    grad[operand] += grad[node] * slope(node, operand);\n");
  lesson.say("One walk, backwards, and every node has its number. Go through it step by step:");
  lesson.steps(trace,
               "Six steps, one for each edge. All three inputs are served by the same walk.");
}

void counting(Lesson& lesson) {
  lesson.screen("What does it cost?");
  lesson.say(
      "Count. Take one neuron with n weights and its loss. There are three ways to all n slopes:");
  lesson.point("**Nudging**: two evaluations of the whole for each weight (central differences).");
  lesson.point(
      "**Forward mode**: send a derivative along with each number, from one input to the output. "
      "One run gives the slope in one input, so n runs.");
  lesson.point("**Backpropagation**: one evaluation, and one walk back over its edges.");
  const Cost small = cost(3), large = cost(1000);
  lesson.predict(
      told(
          "With n = 3 an evaluation takes {} operations. How many operations does nudging take for "
          "all three slopes?",
          small.evaluation),
      static_cast<double>(small.numerical),
      {.hints = {"Two evaluations for each of three weights."},
       .remarks = {{static_cast<double>(small.forward),
                    "each weight is nudged up and down: two "
                    "evaluations."},
                   {2.0 * static_cast<double>(small.evaluation), "that is one weight."}},
       .reveal = told("2 * 3 * {} = {}. And with 1000 weights it is {}.", small.evaluation,
                      small.numerical, shown(static_cast<double>(large.numerical), 8)),
       .within = 1e-9});
  lesson.choose(
      "And backpropagation: what happens to its cost when n grows?",
      {{"it grows as n times n, as the others", false,
        "one walk serves all inputs. What does one walk cost?"},
       {"it grows as n: a small multiple of one evaluation", large.reverse < 4 * large.evaluation},
       {"it stays the same for every n", false, "the graph grows with n, and is walked once."}},
      {.hints = {"How many edges has the graph, compared with its operations?"},
       .reveal = told(
           "At n = 1000 one evaluation has {} operations. Evaluation and walk "
           "together take {}: {} times as many, for a thousand slopes.",
           large.evaluation, large.reverse,
           shown(static_cast<double>(large.reverse) / static_cast<double>(large.evaluation), 3))});
}

void the_race(Lesson& lesson) {
  lesson.screen("A thousand weights");
  Plot plot{.title = "Operations for all slopes of a neuron with n weights",
            .x = {.label = "n", .logarithmic = true},
            .y = {.label = "operations", .logarithmic = true},
            .series = {{"nudging", {}}, {"forward mode", {}}, {"backpropagation", {}}},
            .marks = {}};
  std::vector<std::vector<std::string>> rows;
  for (const std::size_t n : {1, 3, 10, 30, 100, 300, 1000}) {
    const Cost c = cost(n);
    const std::size_t counts[] = {c.numerical, c.forward, c.reverse};
    for (std::size_t i = 0; i < 3; ++i)
      plot.series[i].points.push_back({static_cast<double>(n), static_cast<double>(counts[i])});
    if (n == 1 || n == 10 || n == 100 || n == 1000)
      rows.push_back({fmt::format("{}", n), fmt::format("{}", c.numerical),
                      fmt::format("{}", c.forward), fmt::format("{}", c.reverse)});
  }
  lesson.table({"n", "nudging", "forward mode", "backpropagation"}, rows);
  lesson.plot(plot,
              "Each square to the right is ten times more weights. Two lines climb two "
              "squares for it; backpropagation climbs one.");
  const Trace trace = neuron_with_weights(1000);
  const std::vector<double> forward = forward_gradient(trace);
  std::size_t agree = 0;
  for (std::size_t i = 0; i < forward.size(); ++i)
    agree += std::abs(forward[i] - trace.node(trace.inputs()[i]).grad) < 1e-12;
  lesson.say(
      "And it is the same gradient: in {} of {} slopes forward mode and backpropagation agree to "
      "12 "
      "digits.",
      agree, forward.size());
  lesson.say(
      "VGGNet has 138 million weights (published: Simonyan and Zisserman, 2014). Nudging it would "
      "take {} million evaluations for a single step of learning. Now you know why nobody does.",
      2 * 138);
}

void not_everything(Lesson& lesson) {
  lesson.screen("What it is, and what it is not");
  lesson.say(
      "The idea is to compute what is shared once, and to keep it: each ∂L/∂v is worked out one "
      "time, and used by all of v's operands. Programmers call that dynamic programming.");
  lesson.say(
      "Backpropagation finds slopes. It does not learn. What to do with the slopes is another "
      "matter: lesson 10, gradient descent.");
  lesson.remember(
      "Forward: compute every value. Backward: start with 1 at the output, walk the tape in "
      "reverse, "
      "and add upstream times local into each operand. One walk, all slopes.");
}

void teach(Lesson& lesson) {
  const Trace trace = traced(example, numbers);
  a_million_slopes(lesson);
  what_a_node_knows(lesson, trace);
  the_order(lesson, trace);
  too_early(lesson, trace);
  the_sweep(lesson, trace);
  counting(lesson);
  the_race(lesson);
  not_everything(lesson);
  lesson.source(
      "CS 181, Lecture of 20 February, scribe notes: backpropagation on a network, and what it "
      "pays off.");
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural Networks, section 3.2: backpropagation as a "
      "use of the chain rule similar to dynamic programming.");
  lesson.source(
      "Linear Algebraic View of Backpropagation (lecture of 3 March): what is already known, "
      "forward and backward.");
  lesson.source("Yang Li, Lecture 6 (28 October 2022): the number of parameters of VGGNet.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_06_backpropagation{"06_backpropagation", "Backpropagation", teach};
}

}  // namespace stepgrad
