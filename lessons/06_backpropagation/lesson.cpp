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

/// What it takes to get the slope in each of n inputs, counted in operations, and in slopes that
/// are multiplied by, one for each edge.
struct Cost {
  std::size_t evaluation, numerical, forward, reverse;
};

/// (tanh(w1*x1 + … + w_n*x_n) - 1)^2 for n weights. The x are plain numbers.
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
  const std::size_t sweep = operations + trace.steps.size();  // forward or backward, it is the same
  return {operations, 2 * n * operations, n * sweep, sweep};
}

void a_million_slopes(Lesson& lesson) {
  lesson.screen("A million inputs. How do you get all their slopes at once?");
  lesson.say(
      "A network has a million weights, and one number at its end that says how wrong it is: the "
      "**loss**, L. To learn, it needs ∂L/∂w for each weight. Work the chain rule out a million "
      "times? Nudge a million times?");
  lesson.say(
      "There is a better way, and you know both of its rules already: multiply along paths, add "
      "where they meet. All that is new is the order.");
  lesson.say("Here is a small graph on which everything can be seen:");
  lesson.formula("a = w * x");
  lesson.formula("c = a + b");
  lesson.formula("L = a * c");
  lesson.graph(traced(example, numbers), "Look at `a`: it goes into c, and into L as well.");
  lesson.say(
      "Keep an eye on a. From w there are two paths to L, and both go through a. Whoever follows "
      "each path from end to end does the last piece twice. With many layers, the number of paths "
      "explodes, as in lesson 2.");
}

void what_a_node_knows(Lesson& lesson, const Trace& trace) {
  lesson.screen("Each node needs one number");
  lesson.say(
      "Give every node v one number: ∂L/∂v, how much L answers when v moves. For short it is "
      "called the **gradient** of v. Start at the end, where it is easy: L answers to itself "
      "one for one.");
  lesson.formula("∂L/∂L = 1");
  lesson.say(
      "Now take any other node v. The nodes that **use** v are called its **consumers**; "
      "let them be u1, u2 and so on. If their gradients are known, v's is a sum over them, "
      "upstream times local:");
  lesson.formula("∂L/∂v = (∂L/∂u1) * (∂u1/∂v) + (∂L/∂u2) * (∂u2/∂v) + '…'");
  lesson.say(
      "That is lesson 5, one link long. Whatever lies beyond the consumers is in their numbers "
      "already. Try it. The values are a = {}, c = {} and L = {}.",
      node_called(trace, "a").value, node_called(trace, "c").value, node_called(trace, "L").value);
  lesson.predict(
      "Begin with c. Its only consumer is L = a * c. What is ∂L/∂c?", node_called(trace, "c").grad,
      {.hints = {"Upstream is ∂L/∂L, which is 1.",
                 "Local: the slope of a product in one factor is the other factor."},
       .remarks = {{node_called(trace, "c").value, "that is c. The slope is the other factor."},
                   {1.0, "that is upstream. Times the slope of a * c in c."},
                   {node_called(trace, "L").value, "that is L itself. We want a slope."}},
       .reveal = told("Upstream 1, times the other factor a: {}.", node_called(trace, "c").grad)});
  lesson.predict("And ∂L/∂a? Node a has two consumers: L = a * c, and c = a + b.",
                 node_called(trace, "a").grad,
                 {.hints = {"Through L = a * c: 1 times c, which is 5.",
                            "Through c = a + b: ∂L/∂c is 6, times 1."},
                  .remarks = {{node_called(trace, "c").value,
                               "that is the share from L. Another one comes from c."},
                              {6.0, "that is the share from c. Another one comes from L itself."},
                              {30.0, "along a path multiply, but where paths meet, add."}},
                  .reveal = "5 from L and 6 from c: 11."});
}

void the_order(Lesson& lesson, const Trace& trace) {
  lesson.screen("Whose turn is it?");
  lesson.say(
      "Now turn it around. Do not ask where a node's shares come from: let each node **hand on** "
      "its gradient, to each of its operands, times the local slope. When it does, it is that "
      "node's turn. Whose turn is when?");
  lesson.choose(
      "When may a hand its gradient on to w and x?",
      {{"as soon as L has had its turn", false,
        "then a has 5. The share from c is still on its way."},
       {"as soon as c has had its turn, before L", false,
        "c itself gets its gradient from L, so L comes first."},
       {"when both its consumers, L and c, have had their turns", true}},
      {.hints = {"From whom does a receive a share?"},
       .reveal =
           "Every node waits for all of its consumers. The tape of lesson 2 makes that easy: "
           "operands stand before results. So whoever walks it **backwards** meets every node "
           "after all of its consumers. Here that is L, c, a, and then the inputs."});
  lesson.predict("Then a hands on. What is ∂L/∂w? (a = w * x, with w = 2 and x = 3.)",
                 node_called(trace, "w").grad,
                 {.hints = {"∂L/∂a is 11.", "The slope of w * x in w is x."},
                  .remarks = {{gradient_in_order(trace, {"L", "a", "c"}, "w"),
                               "that is what comes of a's first share alone, 5."},
                              {22.0, "that is ∂L/∂x. In w the slope is x."},
                              {11.0, "that is upstream. Times the slope of w * x in w."},
                              {3.0, "that is the local slope. Times what arrives at a."}},
                  .reveal = "11 * 3 = 33."});
}

void too_early(Lesson& lesson, const Trace& trace) {
  lesson.screen("Too early");
  const std::vector<std::string> right{"L", "c", "a"}, wrong{"L", "a", "c"};
  const auto row = [&](const std::vector<std::string>& order) {
    return std::vector<std::string>{
        fmt::format("{}", fmt::join(order, ", ")), shown(gradient_in_order(trace, order, "w")),
        shown(gradient_in_order(trace, order, "x")), shown(gradient_in_order(trace, order, "b"))};
  };
  lesson.say(
      "What if somebody does not wait? Let L have its turn, then a, and only then c. Nobody gets "
      "a second turn.");
  const double early = gradient_in_order(trace, wrong, "w");
  lesson.predict("What does w receive in that order?", early,
                 {.hints = {"When it is a's turn, only L's share has arrived.",
                            "That is 5, times the slope x = 3."},
                  .remarks = {{node_called(trace, "w").grad,
                               "that is the right slope. But what has a got when its turn comes?"},
                              {5.0, "that is what a has. What does it hand on to w?"},
                              {18.0, "that is what comes of c's share, 6. It arrives too late."}},
                  .reveal = told("a has only 5, so w gets 5 * 3 = {}. Then c hands its 6 to a, and "
                                 "nobody passes them on.",
                                 early)});
  lesson.table({"order of turns", "∂L/∂w", "∂L/∂x", "∂L/∂b"}, {row(right), row(wrong)});
  lesson.mistake(
      "To take a node's turn before all of its consumers have had theirs. a had {} of its {}, "
      "so w and x got too little. b looks fine, which makes the mistake hard to find. "
      "It happens to people who walk from the output along the lines, and take each node "
      "when they first reach it.",
      5, node_called(trace, "a").grad);
}

void the_sweep(Lesson& lesson, const Trace& trace) {
  lesson.screen("The whole algorithm");
  lesson.say(
      "It fits on four lines. First a forward pass, which computes all values and writes the tape. "
      "All gradients begin at 0. Then:");
  lesson.listing(
      "grad[output] = 1;\n"
      "for (node from the last to the first)\n"
      "  for (operand of node)\n"
      "    grad[operand] += grad[node] * slope(node, operand);\n");
  lesson.say(
      "This is all of **backpropagation**. You know every piece: the walk backwards, the += of "
      "lesson 5, and upstream times local. One walk, and every node has its gradient. Go through "
      "it, and say each number before you look:");
  lesson.steps(trace,
               "Six steps, one for each line of the graph. The same walk serves all three inputs, "
               "and each line is used once.");
}

void counting(Lesson& lesson) {
  lesson.screen("What does it cost?");
  lesson.say("Count. Take one neuron with n weights, and its loss. The x's are plain numbers:");
  lesson.formula("L = (tanh(w1*x1 + '…' + wn*xn) - 1)^2");
  lesson.say("There are three ways to get all n slopes:");
  lesson.point(
      "**Nudging**, as in lesson 1: two evaluations of the whole formula for each weight.");
  lesson.point(
      "**Forward mode**: go through the graph from the inputs to L, and work out for every node "
      "its slope **in one weight**. It is exact, by the chain rule. But it tells about one weight, "
      "so it takes n sweeps.");
  lesson.point(
      "**Backpropagation**: one evaluation, and one sweep back, with the slope **of L** "
      "in every node.");
  const Cost small = cost(3), large = cost(1000);
  lesson.predict(
      told("With n = 3 an evaluation takes {} operations: 3 products, 2 sums, tanh, the - 1 and "
           "the square. How many does nudging take for all three slopes?",
           small.evaluation),
      static_cast<double>(small.numerical),
      {.hints = {"Two evaluations for each of three weights."},
       .remarks = {{3.0 * static_cast<double>(small.evaluation),
                    "each weight is nudged up **and** down: two evaluations."},
                   {2.0 * static_cast<double>(small.evaluation), "that is for one weight."}},
       .reveal =
           told("2 * 3 * {} = {}. That is nothing. But with 1000 weights it is {}: a thousand "
                "times as many weights, and an evaluation takes longer, too.",
                small.evaluation, small.numerical, shown(static_cast<double>(large.numerical), 8)),
       .within = 1e-9});
  lesson.choose(
      "And backpropagation: what happens to its cost when n grows?",
      {{"it grows as n times n, as that of nudging does", false,
        "one sweep serves all inputs. What does one sweep cost?"},
       {"it grows as n: a small multiple of one evaluation", large.reverse < 4 * large.evaluation},
       {"it stays the same for every n", false, "the graph grows with n, and is walked once."}},
      {.hints =
           {"Each operation has one or two operands. So how many lines has the graph, compared "
            "with its operations?"},
       .reveal = told(
           "At n = 1000 one evaluation has {} operations. The sweep multiplies once for each line. "
           "Together that is {}, or {} evaluations, for a thousand slopes.",
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
  lesson.say("Operations, and multiplications by a slope, for all n slopes:");
  lesson.table({"n", "nudging", "forward mode", "backpropagation"}, rows);
  lesson.plot(plot,
              "Every factor of ten is equally long, on both axes. For ten times as many "
              "weights, nudging and forward mode take a hundred times as long, "
              "and backpropagation ten times.");
  lesson.say(
      "A sweep forward costs as much as a sweep back. The difference is what it serves: forward, "
      "one **input**; backward, one **output**. A network has a million inputs to change and one "
      "loss, so backward wins.");
  const Trace trace = neuron_with_weights(1000);
  const std::vector<double> forward = forward_gradient(trace);
  std::size_t agree = 0;
  for (std::size_t i = 0; i < forward.size(); ++i)
    agree += std::abs(forward[i] - trace.node(trace.inputs()[i]).grad) < 1e-12;
  lesson.say(
      "And it is the same gradient. With 1000 weights, forward mode and backpropagation agree in "
      "{} of {} slopes, to 12 decimals.",
      agree, forward.size());
  lesson.say(
      "VGGNet, a network that recognises photographs, has 138 million weights (published: Simonyan "
      "and Zisserman, 2014). Nudging it would take {} million evaluations for a single step of "
      "learning. Backpropagation takes the time of a few.",
      2 * 138);
}

void not_everything(Lesson& lesson) {
  lesson.screen("What it is, and what it is not");
  lesson.say(
      "The idea is that of lesson 2: compute what is shared once, and keep it. "
      "Each ∂L/∂v is worked out one time, and used for all of v's operands. "
      "Programmers call that dynamic programming.");
  lesson.say(
      "Backpropagation finds slopes. It does not learn. Learning is what one does with them: "
      "change each weight a little, the way that makes L smaller, and begin again. That is called "
      "gradient descent, and `./stepgrad train` shows it at work.");
  lesson.remember(
      "Forward: compute every value. Backward: start with 1 at the output, walk the tape in "
      "reverse, and add upstream times local into each operand. One walk, all slopes.");
  lesson.say("It is fast, and easy to get wrong. How to find out is lesson 7.");
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
      "CS 181, Lecture of 20 February, scribe notes: backpropagation on a network, "
      "and what it pays off.");
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
