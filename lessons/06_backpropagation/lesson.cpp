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
      "**loss**, $L$. To learn, it needs $∂L/∂w$ for each weight. Work the chain rule out a "
      "million times? Nudge a million times?");
  lesson.say(
      "There is a better way, and you know both of its rules already: multiply along paths, add "
      "where they meet. All that is new is the order.");
  lesson.say("Here is a small graph on which everything can be seen:");
  lesson.formula("a = w * x");
  lesson.formula("c = a + b");
  lesson.formula("L = a * c");
  lesson.graph(traced(example, numbers), "Look at $a$: it goes into $c$, and into $L$ as well.");
  lesson.say(
      "Keep an eye on $a$. From $w$ there are two paths to $L$, and both go through $a$. Whoever "
      "follows each path from end to end does the last piece twice. With many layers, the number "
      "of paths explodes, as in [[02_graph]].");
}

void what_a_node_knows(Lesson& lesson, const Trace& trace) {
  lesson.screen("Each node needs one number");
  lesson.say(
      "Give every node $v$ one number: $∂L/∂v$, how much $L$ answers when $v$ moves. For short "
      "it is called the **gradient** of $v$. Start at the end, where it is easy: $L$ answers to "
      "itself one for one.");
  lesson.formula("∂L/∂L = 1");
  lesson.say(
      "Now take any other node $v$. The nodes that **use** $v$ are called its **consumers**; let "
      "them be $u1$, $u2$ and so on. If their gradients are known, $v$'s is a sum over them, "
      "upstream times local:");
  lesson.formula("∂L/∂v = (∂L/∂u1) * (∂u1/∂v) + (∂L/∂u2) * (∂u2/∂v) + '…'");
  lesson.say(
      "That is [[05_many_paths]], one link long. Whatever lies beyond the consumers is in their "
      "numbers already. Try it. The values are $a = {}$, $c = {}$ and $L = {}$.",
      node_called(trace, "a").value, node_called(trace, "c").value, node_called(trace, "L").value);
  lesson.predict(
      "Begin with $c$. Its only consumer is $L = a * c$. What is $∂L/∂c$?",
      node_called(trace, "c").grad,
      {.hints = {"Upstream is $∂L/∂L$, which is 1.",
                 "Local: the slope of a product in one factor is the other factor."},
       .remarks = {{node_called(trace, "c").value, "that is $c$. The slope is the other factor."},
                   {1.0, "that is upstream. Times the slope of $a * c$ in $c$."},
                   {node_called(trace, "L").value, "that is $L$ itself. We want a slope."}},
       .reveal = told("Upstream 1, times the other factor $a$: {}.", node_called(trace, "c").grad),
       .seen = "the slope is the value of the other factor: which one, is asked"});
  lesson.predict("And $∂L/∂a$? Node $a$ has two consumers: $L = a * c$, and $c = a + b$.",
                 node_called(trace, "a").grad,
                 {.hints = {"Through $L = a * c$: 1 times $c$, which is 5.",
                            "Through $c = a + b$: $∂L/∂c$ is 6, times 1."},
                  .remarks = {{node_called(trace, "c").value,
                               "that is the share from $L$. Another one comes from $c$."},
                              {6.0,
                               "that is the share from "
                               "$c$. Another one comes from $L$ itself."},
                              {30.0, "along a path multiply, but where paths meet, add."}},
                  .reveal = "5 from $L$ and 6 from $c$: 11."});
}

void the_order(Lesson& lesson, const Trace& trace) {
  lesson.screen("Whose turn is it?");
  lesson.say(
      "Now turn it around. Do not ask where a node's shares come from: let each node **hand on** "
      "its gradient, to each of its operands, times the local slope. When it does, it is that "
      "node's turn. Whose turn is when?");
  lesson.choose(
      "When may $a$ hand its gradient on to $w$ and $x$?",
      {{"as soon as $L$ has had its turn", false,
        "then $a$ has 5. The share from $c$ is still on its way."},
       {"as soon as $c$ has had its turn, before $L$", false,
        "$c$ itself gets its gradient from $L$, so $L$ comes first."},
       {"when both its consumers, $L$ and $c$, have had their turns", true}},
      {.hints = {"From whom does $a$ receive a share?"},
       .reveal =
           "Every node waits for all of its consumers. The tape of [[02_graph]] makes that easy: "
           "operands stand before results. So whoever walks it **backwards** meets every node "
           "after all of its consumers. Here that is $L$, $c$, $a$, and then the inputs."});
  lesson.predict("Then $a$ hands on. What is $∂L/∂w$? ($a = w * x$, with $w = 2$ and $x = 3$.)",
                 node_called(trace, "w").grad,
                 {.hints = {"$∂L/∂a$ is 11.", "The slope of $w * x$ in $w$ is $x$."},
                  .remarks = {{gradient_in_order(trace, {"L", "a", "c"}, "w"),
                               "that is what comes of $a$'s first share alone, 5."},
                              {22.0, "that is $∂L/∂x$. In $w$ the slope is $x$."},
                              {11.0, "that is upstream. Times the slope of $w * x$ in $w$."},
                              {3.0, "that is the local slope. Times what arrives at a."}},
                  .reveal = "$11 * 3 = 33$."});
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
      "What if somebody does not wait? Let $L$ have its turn, then $a$, and only then $c$. Nobody "
      "gets a second turn.");
  const double early = gradient_in_order(trace, wrong, "w");
  lesson.predict("What does $w$ receive in that order?", early,
                 {.hints = {"When it is $a$'s turn, only $L$'s share has arrived.",
                            "That is 5, times the slope $x = 3$."},
                  .remarks = {{node_called(trace, "w").grad,
                               "that is the right slope. But what has a got when its turn comes?"},
                              {5.0, "that is what $a$ has. What does it hand on to $w$?"},
                              {18.0, "that is what comes of $c$'s share, 6. It arrives too late."}},
                  .reveal = told("$a$ has only 5, so $w$ gets $5 * 3 = {}$. Then $c$ hands its 6 "
                                 "to $a$, and nobody passes them on.",
                                 early)});
  lesson.table({"order of turns", "$∂L/∂w$", "$∂L/∂x$", "$∂L/∂b$"}, {row(right), row(wrong)});
  lesson.mistake(
      "To take a node's turn before all of its consumers have had theirs. $a$ had {} of its {}, so "
      "$w$ and $x$ got too little. $b$ looks fine, which makes the mistake hard to find. It "
      "happens to people who walk from the output along the lines, and take each node when they "
      "first reach it.",
      5, node_called(trace, "a").grad);
}

void the_sweep(Lesson& lesson) {
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
      "[[05_many_paths]], and upstream times local. Now walk it yourself, with other inputs: $w "
      "= -1$, $x = 2$ and $b = 5$. Each number before you see it:");
  lesson.steps(traced(example, {{"w", -1}, {"x", 2}, {"b", 5}}),
               "Six steps, one for each line of the graph. The same walk serves all three inputs, "
               "and each line is used once.");
}

/// Upstream 3 into a sum, a product and a maximum.
void gates(Lesson& lesson) {
  const Trace trace = traced("p = x * y; m = max(u, v); s = p + m; f = 3 * s",
                             {{"x", 2}, {"y", -5}, {"u", 4}, {"v", 1}});
  const auto grad = [&](const char* name) { return node_called(trace, name).grad; };
  lesson.screen("Every gate has a habit");
  lesson.say(
      "Operations are also called **gates**, for gradients pass through them. Whoever knows a few "
      "reads a backward pass without working it out. Here are three kinds of gates:");
  lesson.graph(trace, "$f$ is 3 times $s$, so 3 arrives at the sum.");
  lesson.choose(
      "The sum hands 3 on to $p$ and to $m$. What do $u$ and $v$ get from $m = max(u, v)$?",
      {{"3 each", grad("u") == 3 && grad("v") == 3,
        "that is the habit of a sum. Does $m$ move with $v$?"},
       {"1.5 each", grad("u") == 1.5 && grad("v") == 1.5,
        "does $m$ move if $v$ grows from "
        "1 to 1.01?"},
       {"3 for $u$, and 0 for $v$", grad("u") == 3 && grad("v") == 0},
       {"12 for $u$, and 3 for $v$", grad("u") == 12 && grad("v") == 3,
        "that would be 4 and 1 times. Nudge $u$: how much does $m$ answer?"}},
      {.hints = {"$m$ is 4. If $u$ grows by 0.01, $m$ grows by 0.01. And if $v$ does?"},
       .reveal = "$m$ is $u$ as long as $u$ is larger: it "
                 "answers $u$ one for one, and $v$ not at all."});
  lesson.predict_all(
      "And through the product $p = x * y$, at which 3 arrives, too?",
      {{"$∂f/∂x$", grad("x")}, {"$∂f/∂y$", grad("y")}},
      {.hints = {"Upstream times local. The slope of a product in one factor is the other factor."},
       .remarks = {{"6 -15", "the right numbers in each other's place. The slope in $x$ is $y$."},
                   {"-5 2", "those are the local slopes. 3 arrives."},
                   {"3 3",
                    "that is the habit of a sum. The slope of a product is the other factor."}},
       .reveal = told("$3 * (-5) = {}$ and $3 * 2 = {}$.", grad("x"), grad("y"))});
  lesson.table({"gate", "what its operands get", "it"},
               {{"+", "what arrives, each of them", "hands on"},
                {"*", "what arrives, times the other factor", "exchanges"},
                {"max", "the larger all of it, the other nothing", "chooses"}});
  lesson.say(
      "A product brings surprises. Of a small factor and a large one, the small one gets the large "
      "gradient. So inputs that are a thousand times as large make the gradients of their weights a "
      "thousand times as large.");
}

constexpr const char* neuron = "z = w1*x1 + w2*x2 + b; s = sigmoid(z)";
const Bindings neuron_numbers{{"w1", 1}, {"x1", 2}, {"w2", -1}, {"x2", 3}, {"b", 1.5}};

void one_gate_of_many(Lesson& lesson) {
  lesson.screen("Many gates in one");
  const Trace small = traced("e = exp(-z); d = 1 + e; s = 1 / d", {{"z", 0.5}});
  const double s = node_called(small, "s").value, slope = node_called(small, "z").grad;
  lesson.say(
      "The **sigmoid** squeezes any number between 0 and 1, and many neurons end in it. It is a "
      "formula of small gates:");
  lesson.formula("s = 1 / (1 + exp(-z))");
  lesson.graph(small, "At $z = 0.5$, from $z$ to $s$: minus, exp, plus 1, and 1 divided by that.");
  lesson.say(
      "Backpropagation could walk through all of them. But their slopes, multiplied out, come to "
      "something short. The gate of $exp(-z)$ has the slope "
      "$-e$, and that of $1 / d$ has $-1 / d^2$:");
  lesson.formula("ds/dz = e / d^2");
  lesson.derive(
      "With $s = 1 / d$, $e / d^2$ can be said by $s$ alone. What is it?", "s*(1 - s)", {"s"},
      {.hints = {"$e / d^2$ is $(1 / d) * (e / d)$. What is $1 / d$?",
                 "$e$ is $d - 1$. So $e / d$ is $(d - 1) / d$, which is $1 - 1 / d$."},
       .remarks = {{"s^2", "that is $1 / d^2$. There is an $e$, too, and $e$ is $d - 1$."},
                   {"s", "that is $1 / d$. Times $e / d$, which is $1 - 1 / d$."},
                   {"1 - s", "that is $e / d$. Times $1 / d$."},
                   {"s*(s - 1)", "the size is right. $e / d$ is $1 - 1 / d$."},
                   {"1 - s^2", "that is the slope of tanh."}},
       .reveal = told("At $z = 0.5$, $s$ is {}, and its slope ${} * (1 - {}) = {}$. Whoever has "
                      "the value has the slope, with one subtraction and one product. So the "
                      "kit, as others do, takes the sigmoid as **one gate**.",
                      shown(s, 4), shown(s, 4), shown(s, 4), shown(slope, 4))});
  const Trace trace = traced(neuron, neuron_numbers);
  lesson.say(
      "Now a whole neuron: two inputs, their weights, a bias, and the sigmoid as its last gate.");
  lesson.graph(trace, "The sum $z$ happens to be 0.5, as above.");
  const auto grad = [&](const char* name) { return node_called(trace, name).grad; };
  const double dz = grad("z");
  std::vector<std::pair<std::string, double>> all;
  for (const char* name : {"z", "w1", "x1", "w2", "x2", "b"})
    all.emplace_back(fmt::format("$∂s/∂{}$", name), grad(name));
  lesson.predict_all(
      "Find all six gradients, to two digits or better.", all,
      {.hints = {told("Begin with $z$: $s * (1 - s)$, at $s = {}$.", shown(s, 4)),
                 "Sums hand on: $b$ and both products get what $z$ has.",
                 "Products exchange: $w1$ gets that times $x1$, and $x1$ gets it times $w1$."},
       .remarks = {{fmt::format("{0} {0} {1} {2} {3} {0}", exact(dz), exact(2 * dz), exact(-dz),
                                exact(3 * dz)),
                    "products exchange: $w1$ gets what arrives times $x1$, and $x1$ times $w1$."},
                   {fmt::format("{} 2 1 3 -1 1", exact(dz)),
                    "those are the slopes of $z$. Multiply them by what arrives at $z$."}},
       .reveal =
           told("$z$ has {}, and from there no gate needed more than its habit.", shown(dz, 3)),
       .within = 0.03});
}

void counting(Lesson& lesson) {
  lesson.screen("What does it cost?");
  lesson.say("Count. Take one neuron with $n$ weights, and its loss. The $x$'s are plain numbers:");
  lesson.formula("L = (tanh(w1*x1 + '…' + wn*xn) - 1)^2");
  lesson.say("There are three ways to get all $n$ slopes:");
  lesson.point(
      "**Nudging** up and down, as in [[01_derivative]]: two evaluations of the whole formula "
      "for each weight. (With the forward difference it is one "
      "for each, and one for all: $n + 1$.)");
  lesson.point(
      "**Forward mode**: go through the graph from the inputs to $L$, and work out for every "
      "node its slope **in one weight**. It is exact, by the chain rule. But it tells about one "
      "weight, so it takes $n$ sweeps.");
  lesson.point(
      "**Backpropagation**: one evaluation, and one sweep "
      "back, with the slope **of $L$** in every node.");
  const Cost small = cost(3), large = cost(1000);
  lesson.predict(
      told("With $n = 3$ an evaluation takes {} operations: 3 products, 2 sums, tanh, the - 1 "
           "and the square. How many does nudging take for all three slopes?",
           small.evaluation),
      static_cast<double>(small.numerical),
      {.hints = {"Two evaluations for each of three weights."},
       .remarks = {{3.0 * static_cast<double>(small.evaluation),
                    "each weight is nudged up **and** down: two evaluations."},
                   {2.0 * static_cast<double>(small.evaluation), "that is for one weight."}},
       .reveal =
           told("$2 * 3 * {} = {}$. That is nothing. But with 1000 weights it is {}: a thousand "
                "times as many weights, and an evaluation takes longer, too.",
                small.evaluation, small.numerical, shown(static_cast<double>(large.numerical), 8)),
       .within = 1e-9});
  lesson.choose(
      "And backpropagation: what happens to its cost when $n$ grows?",
      {{"it grows as $n$ times $n$, as that of nudging does", false,
        "one sweep serves all inputs. What does one sweep cost?"},
       {"it grows as $n$: a small multiple of one evaluation",
        large.reverse < 4 * large.evaluation},
       {"it stays the same for every $n$", false, "the graph grows with $n$, and is walked once."}},
      {.hints =
           {"Each operation has one or two operands. So how many lines has the graph, compared "
            "with its operations?"},
       .reveal = told(
           "At $n = 1000$ one evaluation has {} operations. The sweep multiplies once for each "
           "line. Together that is {}, or {} evaluations, for a thousand slopes.",
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
  lesson.say("Operations, and multiplications by a slope, for all $n$ slopes:");
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
      "and Zisserman, 2014). Nudging each of them takes {} million evaluations for a single step of "
      "learning, or 138 million and one with forward differences. "
      "Backpropagation takes the time of a few.",
      2 * 138);
}

/// The loss of the small graph for other w, and its tangent at w = 2.
Plot loss_along_w() {
  const auto loss = [](double w) { return 3 * w * (3 * w - 1); };
  const double slope = node_called(traced(example, numbers), "w").grad;
  Plot plot{.title = "L for other w, x and b held",
            .x = {.label = "w"},
            .y = {.label = "L"},
            .series = {{"L = a * c", {}}, {"its tangent at w = 2", {}}},
            .marks = {{{2, loss(2)}, "w = 2"}}};
  for (double w = -1; w <= 3; w += 0.0625) plot.series[0].points.push_back({w, loss(w)});
  for (const double w : {1.2, 2.8}) plot.series[1].points.push_back({w, loss(2) + slope * (w - 2)});
  return plot;
}

void not_everything(Lesson& lesson, const Trace& trace) {
  lesson.screen("What it is, and what it is not");
  lesson.say(
      "The idea is that of [[02_graph]]: compute what is shared once, and keep it. Each $∂L/∂v$ "
      "is worked out one time, and used for all of $v$'s "
      "operands. Programmers call that dynamic programming.");
  lesson.say(
      "And what is a slope good for? Here is $L$ of the small graph, if $w$ were another number:");
  lesson.plot(loss_along_w(),
              told("At $w = 2$ the slope is {}, as you found.", node_called(trace, "w").grad));
  lesson.choose(
      "$L$ is to become smaller. Which way should $w$ go?",
      {{"up", node_called(trace, "w").grad < 0, "there $L$ grows. Look at the tangent."},
       {"down", node_called(trace, "w").grad > 0},
       {"it should stay", node_called(trace, "w").grad == 0,
        "at the bottom it should. Is the slope 0 here?"}},
      {.hints = {"The slope is positive: $L$ goes up when $w$ goes up."},
       .reveal = "Against the slope. A little at a time, for the slope changes on the way."});
  lesson.say(
      "Backpropagation finds slopes. It does not learn. Learning is what one does with them: "
      "change each weight a little, the way that makes $L$ smaller, and begin again. That is "
      "called gradient descent, and `./stepgrad train` shows it at work.");
  lesson.remember(
      "Forward: compute every value. Backward: start with 1 at the output, walk the tape in "
      "reverse, and add upstream times local into each operand. One walk, all slopes.");
  lesson.say("It is fast, and easy to get wrong. How to find out is [[07_checking]].");
}

void teach(Lesson& lesson) {
  const Trace trace = traced(example, numbers);
  a_million_slopes(lesson);
  what_a_node_knows(lesson, trace);
  the_order(lesson, trace);
  too_early(lesson, trace);
  the_sweep(lesson);
  gates(lesson);
  one_gate_of_many(lesson);
  counting(lesson);
  the_race(lesson);
  not_everything(lesson, trace);
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
