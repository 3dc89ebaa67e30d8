// Lesson 5. Many paths: where a value reaches the output in several ways, the shares add up.
#include <map>

#include <stepgrad/check/differentiable.hpp>
#include <stepgrad/course/lesson.hpp>

namespace stepgrad {
namespace {

constexpr const char* two_roads = "g1 = 2*w; g2 = w + 1; f = g1 * g2";

/// What a backward pass does with a share that arrives.
enum class Gather { add, overwrite };

/// dL/dinput as it comes out of the steps of the trace, gathered in this way. With `add` that is
/// backpropagation; with `overwrite` it is the bug that every beginner writes once.
double gradient(const Trace& trace, const char* input, Gather gather) {
  std::map<Id, double> grad{{trace.output, 1}};
  for (const Step& step : trace.steps) {
    const double share = grad[step.from] * step.local;
    if (gather == Gather::add)
      grad[step.to] += share;
    else
      grad[step.to] = share;
  }
  return grad[node_called(trace, input).id];
}

void two_ways(Lesson& lesson) {
  const Trace trace = traced(two_roads, {{"w", 3}});
  lesson.screen("What if the same number reaches the output by two roads?");
  lesson.say(
      "In the chains of [[04_chain_rule]] there was one way from the input to the output. Now "
      "$w$ goes two ways:");
  lesson.formula("g1 = 2*w");
  lesson.formula("g2 = w + 1");
  lesson.formula("f = g1 * g2");
  lesson.graph(trace, "Two paths lead from $w$ to $f$: one through $g1$, and one through $g2$.");
  lesson.say(
      "At $w = 3$, $g1$ is {}, $g2$ is {} and $f$ is {}. If $w$ grows a little, **both** factors "
      "grow. How much does $f$ grow?",
      node_called(trace, "g1").value, node_called(trace, "g2").value,
      trace.node(trace.output).value);
}

void path_by_path(Lesson& lesson) {
  const Trace trace = traced(two_roads, {{"w", 3}});
  const double g1 = node_called(trace, "g1").value, g2 = node_called(trace, "g2").value;
  lesson.screen("One path at a time");
  lesson.say(
      "Do as in [[03_partials]]: let one thing move and hold the other still. First only the "
      "path through $g1$ is open, and $g2$ is held at {}. That is a plain chain:",
      g2);
  lesson.formula("'share of path 1' = (∂f/∂g1) * (dg1/dw)");
  lesson.say(
      "$f$ is $g1 * g2$. With $g2$ held, that is \"$g1$ times a number\", so $∂f/∂g1$ is the "
      "other factor, $g2$. And $g1$ is $2 * w$, so $dg1/dw$ is 2. ($g1$ has one input only, so "
      "there is nothing to hold, and the d is straight.)");
  lesson.predict("What is the share of path 1?", g2 * 2,
                 {.hints = {"Upstream times local, as in [[04_chain_rule]].",
                            told("Upstream is $g2$, which is {}. Local is 2.", g2)},
                  .remarks = {{g1 * 2, "$∂f/∂g1$ is the **other** factor, $g2$."},
                              {g2, "that is $∂f/∂g1$. Times how fast $g1$ moves with $w$."},
                              {2.0, "that is $dg1/dw$. Times what arrives from $f$."},
                              {g2 + 2, "along a path, multiply."}},
                  .reveal = told("{} * 2 = {}.", g2, g2 * 2)});
  lesson.predict(
      "Now path 2: $g1$ is held, and $g2 = w + 1$ moves. What is its share?", g1 * 1,
      {.hints = {told("$∂f/∂g2$ is $g1$, which is {}.", g1), "$g2$ moves as fast as $w$."},
       .remarks = {{g2, "$∂f/∂g2$ is the **other** factor, $g1$."},
                   {1.0, "that is $dg2/dw$. Times what arrives from $f$."},
                   {g1 * 2,
                    "that is $g1$ times the "
                    "2 of path 1. How fast does $g2$ move?"}},
       .reveal = told("{} * 1 = {}.", g1, g1),
       .seen = "the slope is the value of the other factor: which one, is asked"});
}

void together(Lesson& lesson) {
  const Trace trace = traced(two_roads, {{"w", 3}});
  const auto f = [](double w) { return 2 * w * (w + 1); };
  const double df = node_called(trace, "w").grad;
  lesson.screen("Where paths meet, gradients add");
  lesson.say(
      "In truth $w$ moves both at once. You know from [[03_partials]] what happens when several "
      "things move a little: their shares add up.");
  lesson.predict(
      "So what is $df/dw$, the slope of $f$ in $w$ with both paths open?", df,
      {.hints = {"One path brings 8, the other 6.", "Do they multiply or add?"},
       .remarks = {{8.0 * 6, "along one path slopes multiply. Paths add."},
                   {8.0, "that is one path. The other one brings something, too."},
                   {6.0, "that is one path. The other one brings something, too."}},
       .reveal =
           told("$8 + 6 = {}$. A nudge agrees: from $w = 3$ to $w = 3.001$ $f$ grows by {}, and "
                "divided by 0.001 that is {}.",
                df, shown(f(3.001) - f(3), 5), shown((f(3.001) - f(3)) / 0.001, 5))});
  lesson.say("The rule for any number of paths:");
  lesson.formula("df/dw = (∂f/∂g1) * (dg1/dw) + (∂f/∂g2) * (dg2/dw) + '…'");
  lesson.diagram(trace,
                 "Multiply along a path, add where paths meet. At $w$ both shares come together: "
                 "8 through $g1$ and 6 through $g2$.");
  lesson.remember("Along a path: multiply. Where paths meet: add. There is no third rule.");
}

void same_value_twice(Lesson& lesson) {
  lesson.screen("The smallest case: a + a");
  lesson.say(
      "A path need not be long. In `a + a` the same number is both operands: two lines lead from a "
      "into one +. Each is a path of its own.");
  const Trace sum = traced("y = a + a", {{"a", 3}}), square = traced("y = b * b", {{"b", 5}});
  lesson.predict("$y = a + a$. What is $dy/da$?", node_called(sum, "a").grad,
                 {.hints = {"The slope of + in each operand is 1.", "Two paths, 1 each."},
                  .remarks = {{1.0, "that is one of the two paths."},
                              {0.0, "$a$ moves, and $y$ moves with it."}},
                  .reveal = "$1 + 1 = 2$. It must be so, for $y$ is $2 * a$."});
  lesson.predict("$y = b * b$, with $b = 5$. What is $dy/db$?", node_called(square, "b").grad,
                 {.hints = {"The slope of * in one operand is the other operand.",
                            "Two paths, and the other operand is 5 each time."},
                  .remarks = {{5.0, "that is one of the two paths."},
                              {25.0, "that is $5 * 5$. Where paths meet, add."},
                              {2.0, "that is for $a + a$. Here each slope is the other operand."}},
                  .reveal = "5 from each side. That is $2 * b$, the slope of the square that you "
                            "found in [[01_derivative]]."});
  lesson.say(
      "Three paths are no harder. In $q = a * a$, $y = q * a$ the number $a$ is used three times, "
      "at $a = 3$. Find its gradient, a share at a time:");
  lesson.steps(traced("q = a * a; y = q * a", {{"a", 3}}),
               "No share replaces another: each is added. Three equal ones make $3 * a^2$, the "
               "slope of the cube.");
}

void overwritten(Lesson& lesson) {
  const Trace sum = traced("y = a + a", {{"a", 3}}), square = traced("y = b * b", {{"b", 3}}),
              roads = traced(two_roads, {{"w", 3}});
  lesson.screen("One character");
  lesson.say(
      "Now in code. Going back through the graph, each line from a result to an operand brings one "
      "share. This is what most people write at first:");
  lesson.listing("grad[operand] = grad[result] * slope;");
  lesson.say(
      "Upstream times local. It works for every chain, and everything in [[04_chain_rule]] comes "
      "out right. Then somebody uses a value twice. Let it run on `a + a`:");
  const double bug = gradient(sum, "a", Gather::overwrite);
  lesson.predict("What does this code find for the slope of $a + a$?", bug,
                 {.hints = {"The line runs twice, once for each operand.",
                            "The first share is 1. What does the second = do to it?"},
                  .remarks = {{gradient(sum, "a", Gather::add),
                               "that would be right. But look at the = in the code."},
                              {0.0, "something arrives: the last share stays."}},
                  .reveal = "The second share overwrites the first. Nothing crashes, "
                            "and nothing complains."});
  std::vector<std::vector<std::string>> rows;
  const auto row = [&](const char* formula, const Trace& trace, const char* input) {
    rows.push_back({formula, shown(gradient(trace, input, Gather::overwrite)),
                    shown(gradient(trace, input, Gather::add)),
                    shown(node_called(trace, input).grad)});
  };
  row("a + a", sum, "a");
  row("b * b", square, "b");
  row("g1 * g2", roads, "w");
  lesson.say(
      "Here are the three formulas of this lesson, once with = and once with +=, beside what "
      "stepgrad's own engine finds. With =, the share that comes last is all that is left:");
  lesson.table({"formula", "with =", "with +=", "the engine"}, rows);
  lesson.mistake(
      "`=` where `+=` should be. There is a famous video in which micrograd, a small engine for "
      "teaching, is written from nothing. Its first version has this very mistake. Its author "
      "shows it on `a + a`, and mends it before everybody's eyes. It happens to the best.");
}

void caught(Lesson& lesson) {
  lesson.screen("Who would have told us?");
  lesson.say(
      "A network with this mistake still trains, only worse, and nobody knows why. But a check "
      "by nudging knows nothing of paths. It nudges $w$, and looks what $f$ does. Here it checks "
      "the {} that the code with = has found for $g1 * g2$:",
      gradient(traced(two_roads, {{"w", 3}}), "w", Gather::overwrite));
  const char* overwritten = "2*(w + 1)";  // the share that came last, through g1
  lesson.report(check_formula(parse(two_roads), {{"w", 3}}, {}, {{"w", parse(overwritten)}}));
  lesson.say(
      "It even has an idea of what went wrong. Make it a habit: no backward pass without a check. "
      "That is what [[07_checking]] is about.");
}

void product_rule(Lesson& lesson) {
  lesson.screen("An old acquaintance");
  lesson.say(
      "You have learnt the product rule, perhaps by heart. Now see where it comes from. "
      "Here is a product:");
  lesson.formula("y = x * sin(x)");
  lesson.graph(traced("s = sin(x); y = x * s", {{"x", 2}}),
               "$x$ reaches $y$ directly, as the first factor. And it reaches $y$ through the "
               "sine, as the second one.");
  lesson.derive(
      "Add over the two paths: what is $dy/dx$, as a formula of $x$?", "sin(x) + x*cos(x)", {"x"},
      {.hints = {"Path 1: the slope of the product in its "
                 "first factor is the second one, $sin(x)$.",
                 "Path 2: upstream is $x$, and the slope of $sin(x)$ is $cos(x)$."},
       .remarks =
           {{"cos(x)",
             "that is the slope of one factor times that of the other. The slope of a product in "
             "one factor is the other factor."},
            {"sin(x)", "that is path 1. Add path 2."},
            {"x*cos(x)", "that is path 2. Add path 1."},
            {"sin(x) + cos(x)", "path 2 is upstream times local, and upstream is $x$."},
            {"sin(x) - x*cos(x)", "the slope of sin is cos, with a plus."},
            {"sin(x)*x*cos(x)", "along a path multiply, but where paths meet, add."}},
       .reveal =
           "$sin(x)$ along path 1, and $x * cos(x)$ along path 2. The product rule is what comes "
           "out when you add over paths. So is the quotient "
           "rule, and you need not remember either."});
}

void twice_called(Lesson& lesson) {
  lesson.screen("Adding up, once too often");
  Value b(3.0, "b");
  const Value y = b * b;
  backward(y);
  const double once = b.grad();
  backward(y);
  const double twice = b.grad();
  zero_grad();
  lesson.say(
      "In stepgrad, `backward(y)` finds all slopes of $y$. It adds them to what the inputs have "
      "already, as PyTorch does. That is useful: call it for several outputs, and you have the "
      "gradient of their sum.");
  lesson.listing("backward(y);      // b.grad() is " + shown(once) +
                 "\nbackward(y);      // and now?");
  lesson.predict(
      "$y = b * b$, $b = 3$. What is `b.grad()` after the second call?", twice,
      {.hints = {"The second call adds once more what the first one found."},
       .remarks = {{once, "the second call does not begin at 0."},
                   {once * once, "it adds, it does not multiply."}},
       .reveal = told("{0} + {0} = {1}. Nothing has changed in $y$, and yet the slope seems "
                      "twice as large. So call `zero_grad()` in between, if you want each "
                      "gradient for itself. Forgetting that is "
                      "the other classic mistake of this lesson.",
                      once, twice)});
  lesson.say(
      "Now you know both rules, multiply and add. What is left is to apply them to a million "
      "inputs at once, in the right order. That is backpropagation, and [[06_backpropagation]].");
}

void teach(Lesson& lesson) {
  two_ways(lesson);
  path_by_path(lesson);
  together(lesson);
  same_value_twice(lesson);
  overwritten(lesson);
  caught(lesson);
  product_rule(lesson);
  twice_called(lesson);
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural Networks, section 3.2: the chain rule for "
      "f(g1(w), …, gd(w)), and its simplest example, the product g1(w)·g2(w).");
  lesson.source(
      "Andrej Karpathy, The spelled-out intro to neural networks and backpropagation: building "
      "micrograd (video, 2022): the mistake on a + a.");
  lesson.source(
      "Linear Algebraic View of Backpropagation (lecture of 3 March): the derivative of "
      "f(g1(x), …, gm(x)) as a sum over all ways. (In its first term it prints g(x) for g1(x).)");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_05_many_paths{"05_many_paths", "Many paths", teach};
}

}  // namespace stepgrad
