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
  lesson.say("So far there was one way from each input to the output. Now w goes two ways:");
  lesson.formula("g1 = 2*w");
  lesson.formula("g2 = w + 1");
  lesson.formula("f = g1 * g2");
  lesson.graph(trace, "Two paths lead from w to f: one through g1, one through g2.");
  lesson.say(
      "At w = 3, g1 is {}, g2 is {} and f is {}. If w grows a little, **both** factors grow. How "
      "much does f grow?",
      node_called(trace, "g1").value, node_called(trace, "g2").value,
      trace.node(trace.output).value);
}

void path_by_path(Lesson& lesson) {
  const Trace trace = traced(two_roads, {{"w", 3}});
  const double g1 = node_called(trace, "g1").value, g2 = node_called(trace, "g2").value;
  lesson.screen("One path at a time");
  lesson.say(
      "Do as in lesson 3: let one thing move and hold the other still. First only the path through "
      "g1 is open, and g2 is held at {}. That is a plain chain:",
      g2);
  lesson.formula("'share of path 1' = (df/dg1) * (dg1/dw)");
  lesson.say("f is g1 * g2, so ∂f/∂g1 is the other factor, {}. And g1 is 2*w, so ∂g1/∂w is 2.", g2);
  lesson.predict("What is the share of path 1?", g2 * 2,
                 {.hints = {"Upstream times local, as in lesson 4.", told("{} * 2", g2)},
                  .remarks = {{g1 * 2, "∂f/∂g1 is the **other** factor, g2."},
                              {g2, "that is ∂f/∂g1. Times how fast g1 moves with w."}},
                  .reveal = told("{} * 2 = {}.", g2, g2 * 2)});
  lesson.predict("Now path 2: g1 is held, and g2 = w + 1 moves. What is its share?", g1 * 1,
                 {.hints = {told("∂f/∂g2 is g1, which is {}.", g1), "g2 moves as fast as w."},
                  .remarks = {{g2, "∂f/∂g2 is the **other** factor, g1."}},
                  .reveal = told("{} * 1 = {}.", g1, g1)});
}

void together(Lesson& lesson) {
  const Trace trace = traced(two_roads, {{"w", 3}});
  const auto f = [](double w) { return 2 * w * (w + 1); };
  const double df = node_called(trace, "w").grad;
  lesson.screen("Where paths meet, gradients add");
  lesson.say(
      "In truth w moves both at once. You know from lesson 3 what small moves do: they add.");
  lesson.predict(
      "So what is ∂f/∂w?", df,
      {.hints = {"One path brings 8, the other 6."},
       .remarks = {{8.0 * 6, "along one path slopes multiply. Paths add."},
                   {8.0, "that is one path. The other one brings something, too."},
                   {6.0, "that is one path. The other one brings something, too."}},
       .reveal = told("8 + 6 = {}. A nudge agrees: f(3.001) - f(3) is {}, {} for each 1.", df,
                      shown(f(3.001) - f(3), 4), shown((f(3.001) - f(3)) / 0.001, 3))});
  lesson.say("The rule for any number of paths:");
  lesson.formula("df/dw = (df/dg1) * (dg1/dw) + (df/dg2) * (dg2/dw) + '…'");
  lesson.diagram(trace,
                 "Multiply along a path, add where paths meet. At w both shares come together.");
  lesson.remember("Along a path: multiply. Where paths meet: add. There is no third rule.");
}

void same_value_twice(Lesson& lesson) {
  lesson.screen("The smallest case: a + a");
  lesson.say(
      "A path need not be long. In `a + a` the same number is both operands: two edges lead from a "
      "into one +. Each is a path of its own.");
  const Trace sum = traced("y = a + a", {{"a", 3}}), square = traced("y = b * b", {{"b", 3}});
  lesson.predict("y = a + a. What is ∂y/∂a?", node_called(sum, "a").grad,
                 {.hints = {"The slope of + in each operand is 1.", "Two paths, 1 each."},
                  .remarks = {{1.0, "that is one of the two edges."}},
                  .reveal = "Of course: y is 2*a."});
  lesson.predict("y = b * b, with b = 3. What is ∂y/∂b?", node_called(square, "b").grad,
                 {.hints = {"The slope of * in one operand is the other operand.",
                            "Two paths, and the other operand is 3 each time."},
                  .remarks = {{3.0, "that is one of the two edges."}, {9.0, "that is y itself."}},
                  .reveal = "3 from each side: 2*b, as you know it from the square."});
  lesson.steps(square, "The second share does not replace the first. It is added to it.");
}

void overwritten(Lesson& lesson) {
  const Trace sum = traced("y = a + a", {{"a", 3}}), square = traced("y = b * b", {{"b", 3}}),
              roads = traced(two_roads, {{"w", 3}});
  lesson.screen("One character");
  lesson.say("Here is the heart of a backward pass, as many a beginner writes it:");
  lesson.listing("grad[operand] = grad[result] * slope;");
  lesson.say(
      "It works for every chain. All the tests of lesson 4 pass. Then somebody uses a value twice. "
      "We let it run on `a + a`, with the very steps of the engine:");
  const double bug = gradient(sum, "a", Gather::overwrite);
  lesson.predict("What does this code say for ∂(a + a)/∂a?", bug,
                 {.hints = {"The first share is 1. What does the second one do to it?"},
                  .remarks = {{gradient(sum, "a", Gather::add),
                               "that would be right. But look at the "
                               "= in the code."},
                              {0.0, "something arrives: the last share stays."}},
                  .reveal = "The second share overwrites the first. Nothing crashes. Nothing "
                            "complains."});
  std::vector<std::vector<std::string>> rows;
  const auto row = [&](const char* formula, const Trace& trace, const char* input) {
    rows.push_back({formula, shown(gradient(trace, input, Gather::overwrite)),
                    shown(gradient(trace, input, Gather::add)),
                    shown(node_called(trace, input).grad)});
  };
  row("a + a", sum, "a");
  row("b * b", square, "b");
  row("g1 * g2", roads, "w");
  lesson.table({"formula", "with =", "with +=", "the engine"}, rows);
  lesson.mistake(
      "`=` where `+=` should be. There is a famous video in which the small teaching engine "
      "micrograd "
      "is written from nothing. Its author makes this very mistake, finds it on `a + a`, and mends "
      "it "
      "before everybody's eyes. It happens to the best.");
}

void caught(Lesson& lesson) {
  lesson.screen("Who would have told us?");
  lesson.say(
      "The network would have trained, only worse. Nobody would have known why. But a check by "
      "nudging knows nothing of paths. It just nudges w, and looks:");
  const char* overwritten = "2*(w + 1)";  // the share that came last, through g1
  lesson.report(check_formula(parse(two_roads), {{"w", 3}}, {}, {{"w", parse(overwritten)}}));
  lesson.say("Make it a habit: no backward pass without a check. Lesson 7 is about that.");
}

void product_rule(Lesson& lesson) {
  lesson.screen("An old acquaintance");
  lesson.say("You learnt the product rule at school, perhaps by heart. Look at it as two paths:");
  lesson.formula("y = x * sin(x)");
  lesson.say(
      "x reaches y directly, as the first factor. And it reaches y through the sine, as the second "
      "one.");
  lesson.derive(
      "What is ∂y/∂x?", "sin(x) + x*cos(x)", {"x"},
      {.hints = {"Path 1: the slope of the product in its first factor is the second one, "
                 "sin(x).",
                 "Path 2: upstream is x, and the slope of sin(x) is cos(x)."},
       .remarks = {{"cos(x)",
                    "that is the slope of one factor times that of the other. The "
                    "slope of a product in a factor is the other factor."},
                   {"sin(x)", "that is path 1. Add path 2."},
                   {"x*cos(x)", "that is path 2. Add path 1."},
                   {"sin(x)*x*cos(x)", "along a path multiply, but where paths meet, add."}},
       .reveal = "Nobody has to learn the product rule, or the quotient rule. They are "
                 "what comes out when you add over paths."});
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
      "stepgrad's `backward(y)` adds into the gradients of the inputs, as PyTorch does. That is "
      "useful: call it for several outputs, and their gradients add up.");
  lesson.listing("backward(y);      // b.grad() is " + shown(once) +
                 "\nbackward(y);      // and now?");
  lesson.predict("y = b * b, b = 3. What is b.grad() after the second call?", twice,
                 {.hints = {"The second call adds once more what the first one found."},
                  .remarks = {{once, "the second call does not begin at 0."}},
                  .reveal = "So whoever takes many steps has to call `zero_grad()` in between. "
                            "Forgetting it is the other classic mistake of this lesson."});
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
      "Linear Algebraic View of Backpropagation (lecture of 3 March): the derivative of "
      "f(g1(x), …, gm(x)) as a sum over all ways.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_05_many_paths{"05_many_paths", "Many paths", teach};
}

}  // namespace stepgrad
