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
  lesson.say(
      "Do as in [[02_graph]], and look inside. It is two easy functions, one inside the other. "
      "First $g$, then the square of it:");
  lesson.formula("g = 2*x^2 + 1");
  lesson.formula("F = g^2");
  lesson.say("At $x = 1$, $g$ is {} and $F$ is {}. So what is the slope of $F$ in $x$?", g(1),
             F(1));
  lesson.graph(traced(chain, {{"x", 1}}),
               "$x$ makes $g$, and $g$ makes $F$. ($v1$ and "
               "$v2$ are small steps on the way to $g$.)");
}

void gears(Lesson& lesson) {
  lesson.screen("Gears");
  lesson.say(
      "Think of three gears. Turn the first: it turns the second, 2 times as fast. The second "
      "turns the third, 5 times as fast as itself. Then the third turns 10 times as fast as the "
      "first. Speeds along the way multiply.");
  lesson.say("$x$, $g$ and $F$ are such gears. Take the two links one by one:");
  lesson.point("From $x$ to $g$: the slope of $2 * x^2 + 1$ is $4 * x$. At $x = 1$ that is {}.",
               4 * 1);
  lesson.point("From $g$ to $F$: the slope of $g^2$ is $2 * g$. At $g = {}$ that is {}.", g(1),
               2 * g(1));
  lesson.predict(
      "So what is the slope of $F$ in $x$, at $x = 1$?", grad(1, "x"),
      {.hints = {"$x$ moves by a little. $g$ moves 4 times "
                 "that. $F$ moves 6 times what $g$ moves.",
                 "4 times 6."},
       .remarks = {{4 + 2 * g(1), "slopes along a chain multiply. Think of the gears."},
                   {2 * g(1), "that is the slope of $F$ in $g$. How fast does $x$ turn $g$?"},
                   {4.0, "that is the slope of $g$ in $x$. $g$ goes on to turn $F$."},
                   {8.0, "the slope of $g^2$ is taken at $g$, which is 3, and not at $x$."},
                   {F(1), "that is $F$ itself. We want its slope."}},
       .reveal =
           told("${} * {} = {}$. A nudge agrees: from $x = 1$ to $x = 1.001$ $F$ grows by {}, and "
                "divided by 0.001 that is about {}.",
                4, 2 * g(1), grad(1, "x"), shown(F(1.001) - F(1), 4),
                shown((F(1.001) - F(1)) / 0.001, 3))});
}

void the_rule(Lesson& lesson) {
  lesson.screen("The chain rule");
  lesson.formula("dF/dx = (dF/dg) * (dg/dx)");
  lesson.say(
      "Each link has a slope of its own, and along a chain the slopes are multiplied. "
      "That is the whole rule.");
  lesson.say("From now on we read it from the output's end. Stand at $x$, and look towards $F$:");
  lesson.point(
      "$dF/dg$ arrives from the output's side. It is called the **upstream gradient**: how much "
      "$F$ answers when $g$ moves.");
  lesson.point(
      "$dg/dx$ is the slope of this link alone. It is called the **local derivative**: whoever "
      "computes $g$ from $x$ knows it, and need not know what becomes of $g$.");
  lesson.point("What $x$ gets is **upstream times local**.");
  lesson.derive(
      "Put it together: what is $dF/dx$ for $F = (2 * x^2 + 1)^2$, as a formula of $x$?",
      "2*(2*x^2 + 1)*4*x", {"x"},
      {.hints = {"The outer slope is $2 * g$. Write $g$ out: $2 * (2 * x^2 + 1)$.",
                 "Times the inner slope, $4 * x$."},
       .remarks = {{"2*(2*x^2 + 1)",
                    "that is $dF/dg$. The inner slope, $4 * "
                    "x$, is missing: how fast does $g$ move?"},
                   {"4*x", "that is $dg/dx$. Multiply it by how fast $F$ moves with $g$."},
                   {"2*x * 4*x", "the outer slope is $2 * g$, taken at $g$, not at $x$."},
                   {"2*(2*x^2 + 1) + 4*x", "along a chain slopes multiply."},
                   {"2*(4*x)", "the outer slope is taken at $g$ itself, not at its slope."},
                   {"(2*x^2 + 1)*4*x",
                    "nearly! A 2 is missing: the outer slope is "
                    "$2 * g$, and the inner one $4 * x$."},
                   {"2*(2*x^2 + 1)*4", "nearly! The inner slope is $4 * x$, not 4."},
                   {"(2*x^2 + 1)^2", "that is $F$ itself. We want its slope."}},
       .reveal =
           told("Any other way to write it is as good, $16 * x^3 + 8 * x$ for example. At $x = "
                "1$ it is {}, as you found. At $x = 0$ it is {}: there $g$ is at its lowest "
                "point, and does not move for a moment.",
                grad(1, "x"), grad(0, "x"))});
}

void step_by_step(Lesson& lesson) {
  lesson.screen("One link at a time");
  lesson.say(
      "$g$ is itself a chain: first the square, $v1$, then times 2, $v2$, then plus 1. The "
      "computer walks back link by link, with one multiplication for each. It needs no formula "
      "for the whole, only the slopes of +, * and ^2.");
  lesson.say(
      "Now you are the computer, at another place: $x = 0.5$. Before each step, ask what "
      "arrives, and what the local slope is.");
  lesson.steps(traced(chain, {{"x", 0.5}}),
               "Each step is upstream times local. The formula of the last screen says the same "
               "at $x = 0.5$, and you did not need it.");
}

void forgotten(Lesson& lesson) {
  lesson.screen("The inner slope, forgotten");
  const char* outer_alone = "2*(2*x^2 + 1)";
  const double claimed = evaluate(parse(outer_alone), {{"x", 2}}), inner = 4 * 2;
  lesson.say(
      "Somebody differentiates the square, is pleased, and stops: $dF/dx = 2 * (2 * x^2 + 1)$. "
      "At $x = 2$ that makes {}.",
      claimed);
  lesson.predict("What is the right slope at $x = 2$?", grad(2, "x"),
                 {.hints = {told("{} is $dF/dg$. Which slope is still missing?", claimed),
                            told("$dg/dx$ is $4 * x$. At $x = 2$ that is {}.", inner)},
                  .remarks = {{claimed, "that is what they said. It is the slope of $F$ in $g$."},
                              {claimed + inner, "multiply, do not add."},
                              {grad(1, "x"), "that was at $x = 1$."},
                              {claimed * 4, "$dg/dx$ is $4 * x$, and $x$ is 2."}},
                  .reveal = told("{} * {} = {}.", claimed, inner, grad(2, "x"))});
  lesson.say(
      "Here is what stepgrad's gradient checker says to that {}. Look at two of its columns: "
      "`yours` is the slope that was claimed, and `numerical` "
      "the one that it found by nudging $x$.",
      claimed);
  lesson.report(check_formula(parse(chain), {{"x", 2}}, {}, {{"x", parse(outer_alone)}}));
  lesson.mistake(
      "To forget the inner derivative. {} is the slope of $F$ in $g$, so it is right for "
      "somebody who moves $g$. But we move $x$, and at $x = 2$ $g$ moves {} times as fast as $x$.",
      claimed, inner);
}

void why(Lesson& lesson) {
  lesson.screen("Why may one multiply?");
  lesson.say(
      "Gears are a picture, not a proof. For a proof go back to chords. Take a step $h$ in $x$. "
      "Then $g$ makes a step, which we call $'Δg'$, and $F$ makes a step $'ΔF'$. Write the slope "
      "of $F$'s chord, and slip $'Δg'$ in between:");
  lesson.formula("'ΔF' / h = ('ΔF' / 'Δg') * ('Δg' / h)");
  lesson.say(
      "$'Δg'$ cancels, so this is true for **every** $h$, large or small. Nothing is approximate "
      "yet. Now let $h$ shrink, at $x = 1$:");
  std::vector<std::vector<std::string>> rows;
  for (const double h : {1.0, 0.1, 0.01, 0.001}) {
    const double step_g = g(1 + h) - g(1), step_F = F(1 + h) - F(1);
    rows.push_back({shown(h), shown(step_F / step_g), shown(step_g / h),
                    shown(step_F / step_g * (step_g / h)), shown(step_F / h)});
  }
  lesson.table({"$h$", "$'ΔF' / 'Δg'$", "$'Δg' / h$", "product", "$'ΔF' / h$"}, rows);
  lesson.say(
      "$'ΔF' / 'Δg'$ is a chord of the square, and heads for its slope, $2 * g = {}$. $'Δg' / h$ "
      "is a chord of $g$, and heads for {}. So the product heads for {}, and with it the last "
      "column: the slope of $F$ in $x$.",
      2 * g(1), 4, grad(1, "x"));
  lesson.say(
      "(The small print: where $'Δg'$ is 0 one cannot divide by it. But then $F$ does not move "
      "either, so $'ΔF' / h$ and $'Δg' / h$ are both 0, and the rule holds all the same.)");
}

void longer(Lesson& lesson) {
  lesson.screen("Longer chains");
  lesson.say(
      "Nothing stops at two links. A deep network is a chain of a hundred functions, and its slope "
      "is a product of a hundred slopes. Here are three:");
  lesson.formula("u = 3*x");
  lesson.formula("v = u^2");
  lesson.formula("L = 1 - v");
  const Trace three = traced("u = 3*x; v = u^2; L = 1 - v", {{"x", 1}});
  const double u = node_called(three, "u").value, du = 3, dv = 2 * u, dL = -1;
  const double whole = node_called(three, "x").grad;
  lesson.predict(
      "What is $dL/dx$ at $x = 1$?", whole,
      {.hints = {told("Go forward first: $u$ is {}. Then take the slope of each link there.", u),
                 told("The slopes are {} ($u$ in $x$), $2 * u = "
                      "{}$ ($v$ in $u$) and {} ($L$ in $v$).",
                      du, dv, dL)},
       .remarks = {{du + dv + dL, "multiply, do not add."},
                   {dv * dL,
                    told("a factor is missing. The chain has three links, and the slope of $u^2$ "
                         "is $2 * u$, taken at $u = {}$.",
                         u)},
                   {du * dv, "the size is right. What is the slope of $1 - v$ in $v$?"}},
       .reveal = told("{} * {} * ({}) = {}.", du, dv, dL, whole)});
  lesson.diagram(three,
                 "Every gradient is the one before it on the way back, times the slope of the "
                 "link in between.");
  lesson.remember(
      "Slopes along a chain multiply: what arrives from upstream, times the local derivative. Each "
      "operation needs to know nothing but its own slope.");
  lesson.say(
      "In a chain there is only one way from $x$ to $L$. In [[02_graph]] you saw a number that "
      "goes two ways. What then? That is [[05_many_paths]].");
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
      "Ritambhara Singh, CSCI 1470/2470, Optimization and Backpropagation (its slides say both "
      "Spring 2022 and 2 February 2024): the chain rule, applied to F(x) = (2x² + 1)².");
  lesson.source(
      "Linear Algebraic View of Backpropagation (lecture of 3 March): the chain rule from the "
      "limit, with the step of g slipped in between.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_04_chain_rule{"04_chain_rule", "The chain rule", teach};
}

}  // namespace stepgrad
