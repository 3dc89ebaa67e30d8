// Lesson 4. The chain rule: the slope of a function inside a function is a product of slopes.
#include <stepgrad/check/differentiable.hpp>
#include <stepgrad/course/lesson.hpp>

namespace stepgrad {
namespace {

constexpr const char* chain = "g = 2*x^2 + 1; F = g^2";

double g(double x) { return 2 * x * x + 1; }
double f_of_g(double u) { return u * u; }
double F(double x) { return f_of_g(g(x)); }

double grad(double x, const char* name) {
  return node_called(traced(chain, {{"x", x}}), name).grad;
}

void inside(Lesson& lesson) {
  lesson.screen("What is the slope of a function inside a function?");
  lesson.say("Here is a function that you would not like to differentiate in one go:");
  lesson.formula("F = (2*x^2 + 1)^2");
  lesson.say("But it is two easy ones, one inside the other. First g, then the square of it:");
  lesson.formula("g = 2*x^2 + 1");
  lesson.formula("F = g^2");
  lesson.say("At x = 1, g is {} and F is {}. So what is the slope of F in x?", g(1), F(1));
  lesson.graph(traced(chain, {{"x", 1}}), "x makes g, and g makes F.");
}

void gears(Lesson& lesson) {
  lesson.screen("Two gears");
  lesson.say(
      "Think of gears. Turn the first, it turns the second, and that turns the third. If the "
      "second turns 4 times as fast as the first, and the third 6 times as fast as the second: how "
      "fast is the third?");
  lesson.say("Now the same with our numbers. Take the two links one by one:");
  lesson.point("From x to g: the slope of `2*x^2 + 1` is `4*x`. At x = 1 that is {}.", 4 * 1);
  lesson.point("From g to F: the slope of `g^2` is `2*g`. At g = {} that is {}.", g(1), 2 * g(1));
  lesson.predict(
      "What is the slope of F in x, at x = 1?", grad(1, "x"),
      {.hints = {"x moves by a little. g moves 4 times that. F moves 6 times what g moves.",
                 "4 times 6."},
       .remarks = {{4 + 2 * g(1), "slopes along a chain multiply. Think of the gears."},
                   {2 * g(1), "that is the slope of F in g. Who turns g?"},
                   {4.0, "that is the slope of g in x. g goes on to turn F."}},
       .reveal =
           told("{} * {} = {}. Nudge x to 1.001, and F grows by {}: {} for each 1.", 4, 2 * g(1),
                grad(1, "x"), shown(F(1.001) - F(1), 4), shown((F(1.001) - F(1)) / 0.001, 3))});
}

void the_rule(Lesson& lesson) {
  lesson.screen("The chain rule");
  lesson.formula("dF/dx = (dF/dg) * (dg/dx)");
  lesson.say(
      "Each link has a slope of its own. Along a chain the slopes are multiplied. That is the "
      "whole rule.");
  lesson.say("Read it from the output's end, as we will from now on:");
  lesson.point(
      "dF/dg arrives from the output's side. It is called the **upstream gradient**: how much F "
      "cares about g.");
  lesson.point(
      "dg/dx is the slope of one operation in its own operand. It is called the **local "
      "derivative**: the operation knows it without knowing anything else.");
  lesson.point("What x gets is **upstream times local**.");
  lesson.derive(
      "Put it together: what is dF/dx for F = (2*x^2 + 1)^2, as a formula of x?",
      "2*(2*x^2 + 1)*4*x", {"x"},
      {.hints = {"The outer slope is 2*g. Write g out: 2*(2*x^2 + 1).",
                 "Times the inner slope, 4*x."},
       .remarks = {{"2*(2*x^2 + 1)",
                    "that is dF/dg. The inner slope, 4*x, is missing: "
                    "how fast does g move?"},
                   {"4*x", "that is dg/dx. Multiply it by how fast F moves with g."},
                   {"2*x * 4*x", "the outer slope is 2*g, taken at g, not at x."},
                   {"2*(2*x^2 + 1) + 4*x", "along a chain slopes multiply."},
                   {"2*(4*x)", "the outer slope is taken at g itself, not at its slope."}},
       .reveal = told("At x = 1: {}. At x = 2: {}. At x = 0: {}, for there g stands still "
                      "for a moment.",
                      grad(1, "x"), grad(2, "x"), grad(0, "x"))});
}

void step_by_step(Lesson& lesson) {
  lesson.screen("One link at a time");
  lesson.say(
      "g is itself a chain: first the square, then times 2, then plus 1. The computer walks back "
      "link by link, one multiplication each. It never needs a clever formula.");
  lesson.steps(traced(chain, {{"x", 1}}),
               "Every line is upstream times local. The last one is the slope that you predicted.");
}

void forgotten(Lesson& lesson) {
  lesson.screen("The inner slope, forgotten");
  lesson.say(
      "Somebody differentiates the square, is pleased, and stops: dF/dx = 2*(2*x^2 + 1). Let the "
      "gradient checker have a look at it, at x = 2:");
  const GradientReport report =
      check_formula(parse(chain), {{"x", 2}}, {}, {{"x", parse("2*(2*x^2 + 1)")}});
  lesson.report(report);
  lesson.mistake(
      "To forget the inner derivative. What came out, {}, is the slope of F in g. It is right for "
      "somebody who turns g. But we turn x, and at x = 2 g moves {} times as fast as x.",
      report.entries.at(0).given, 4 * 2);
  lesson.predict(
      "So what is the right slope at x = 2?", grad(2, "x"),
      {.hints = {told("{} times {}.", report.entries.at(0).given, 4 * 2)},
       .remarks = {{report.entries.at(0).given + 8, "multiply, do not add."}},
       .reveal = told("{} * {} = {}.", report.entries.at(0).given, 4 * 2, grad(2, "x"))});
}

void why(Lesson& lesson) {
  lesson.screen("Why may one multiply?");
  lesson.say(
      "Go back to chords. Take a step h in x. Then g makes some step, and F makes some step. Write "
      "the slope of the long chord, and slip the step of g in between:");
  lesson.formula("'step of F' / h = ('step of F' / 'step of g') * ('step of g' / h)");
  lesson.say(
      "The step of g cancels, so this is true for **every** h, large or small. Nothing is "
      "approximate yet. Now let h shrink:");
  std::vector<std::vector<std::string>> rows;
  for (const double h : {1.0, 0.1, 0.01, 0.001}) {
    const double step_g = g(1 + h) - g(1), step_F = F(1 + h) - F(1);
    rows.push_back({shown(h), shown(step_F / step_g), shown(step_g / h),
                    shown(step_F / step_g * (step_g / h)), shown(step_F / h)});
  }
  lesson.table({"h", "step F / step g", "step g / h", "product", "step F / h"}, rows);
  lesson.say(
      "Each column has a limit. The second heads for the slope of g², 2*g = {}. The third heads "
      "for "
      "the slope of g, {}. So the product heads for {}, and so does the last.",
      2 * g(1), 4, grad(1, "x"));
  lesson.say(
      "(One small print: where the step of g is 0 you cannot divide by it. Then F does not move "
      "either, both sides are 0, and the rule holds all the same.)");
}

void longer(Lesson& lesson) {
  lesson.screen("Longer chains");
  lesson.say(
      "Nothing stops at two. A deep network is a chain of a hundred functions, and its slope is a "
      "product of a hundred slopes.");
  const Trace three = traced("u = 3*x; v = u^2; L = 1 - v", {{"x", 1}});
  const double du = 3, dv = 2 * node_called(three, "u").value, dL = -1;
  lesson.predict(
      told("u = 3*x, then v = u^2, then L = 1 - v. At x = 1 the three slopes are {}, {} "
           "and {}. What is dL/dx?",
           du, dv, dL),
      node_called(three, "x").grad,
      {.hints = {"Multiply all three, and mind the sign."},
       .remarks = {{du + dv + dL, "multiply, do not add."}},
       .reveal = told("{} * {} * ({}) = {}.", du, dv, dL, node_called(three, "x").grad)});
  lesson.diagram(three,
                 "Values in green, gradients in red. Each gradient is the one of what the node "
                 "goes into, times the slope in between.");
  lesson.remember(
      "Slopes along a chain multiply: what arrives from upstream, times the local derivative. Each "
      "operation needs to know nothing but its own slope.");
}

void teach(Lesson& lesson) {
  inside(lesson);
  gears(lesson);
  the_rule(lesson);
  step_by_step(lesson);
  forgotten(lesson);
  why(lesson);
  longer(lesson);
  lesson.source(
      "Ritambhara Singh, CSCI 1470/2470, Optimization and Backpropagation (2 February 2024): the "
      "chain rule, applied to F(x) = (2x² + 1)².");
  lesson.source(
      "Linear Algebraic View of Backpropagation (lecture of 3 March): the chain rule from the "
      "limit, with the step of g slipped in between.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_04_chain_rule{"04_chain_rule", "The chain rule", teach};
}

}  // namespace stepgrad
