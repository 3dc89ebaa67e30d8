// Lesson 3. Partial derivatives: with several inputs there is a slope for each, found by holding
// all the others still.
#include <stepgrad/check/differentiable.hpp>
#include <stepgrad/course/lesson.hpp>

namespace stepgrad {
namespace {

constexpr const char* line = "f = w*x + b";
const Bindings numbers{{"w", -3}, {"x", 2}, {"b", 1}};

/// f where some inputs have other numbers.
double f_at(const Bindings& others) {
  Bindings inputs = numbers;
  for (const auto& [name, number] : others) inputs[name] = number;
  return evaluate(parse(line), inputs);
}

/// f when one input goes t away from its number, and the others stay.
double moved(const std::string& name, double t) {
  return f_at({{name, numbers.find(name)->second + t}});
}

double partial(const std::string& name) { return node_called(traced(line, numbers), name).grad; }

void three_inputs(Lesson& lesson) {
  lesson.screen("Three inputs, one output: which slope?");
  lesson.say("Here is the smallest part of a neural network:");
  lesson.formula("f = w * x + b");
  lesson.say(
      "x is what comes in. The **weight** w says how much it counts, and the **bias** b shifts the "
      "result. With w = -3, x = 2 and b = 1, f is {}.",
      f_at({}));
  lesson.say(
      "In lesson 1 a slope said how f answers when x changes. Now three numbers can change. Which "
      "one do we mean? And if all three move at once, who was it?");
  lesson.graph(traced(line, numbers),
               "Three inputs, one output. v1 is a name that the kit made up for w * x.");
}

void hold_the_others(Lesson& lesson) {
  lesson.screen("Move one, hold the others still");
  lesson.say(
      "The way out is simple. Move one input, and hold all the others still, as if they were plain "
      "numbers. With x = 2 and b = 1 held, only w is left:");
  lesson.formula("f = w * 2 + 1");
  lesson.say("That is a straight line in w. You know its slope from lesson 1.");
  lesson.predict(
      "w grows by 0.01, from -3 to -2.99. By how much does f change?", moved("w", 0.01) - f_at({}),
      {.hints = {"f is w * 2 + 1. The 1 does not move.", "0.01 * 2 is how much?"},
       .remarks = {{2.0, "that is how much f changes for each 1 of w. Here w moves 0.01."},
                   {0.01, "that is how much w moves. f moves x times as much."},
                   {moved("w", 0.01), "that is where f arrives. How far did it move?"}},
       .reveal = told("f goes from {} to {}. Two for each one: the slope of f in w is {}, "
                      "and that is x.",
                      f_at({}), moved("w", 0.01), partial("w"))});
}

void the_sign(Lesson& lesson) {
  lesson.screen("A new letter for it");
  lesson.say("This slope is called the **partial derivative** of f with respect to w. One writes");
  lesson.formula("df/dw = x");
  lesson.say(
      "On paper the d is round, ∂. It says: there are other inputs, and they were held still. You "
      "work it out with the rules that you know, and treat every other letter as a number:");
  lesson.point("`w*x` with x held is \"w times a number\". Its slope is that number, x.");
  lesson.point("`b` is held, so it does not change. Its slope in w is 0.");
  lesson.point("Together: x + 0 = x.");
  lesson.derive(
      "Now the other one. What is ∂f/∂x, as a formula of w, x and b?", "w", {"w", "x", "b"},
      {.hints = {"Hold w and b. Then f is \"a number times x, plus a number\"."},
       .remarks = {{"x", "that is the slope in w. Now x moves, and w is held."},
                   {"w + b", "b is held still, so it adds nothing to the slope."},
                   {"w*x", "that is a part of f itself. How does it change with x?"},
                   {"w*x + b", "that is f. By how much does it change for each 1 of x?"},
                   {"1", "f does not change 1 for 1: x is multiplied by something."}},
       .reveal = told("∂f/∂x = w, which is {} here. When x grows, f falls.", partial("x"))});
}

void all_of_them(Lesson& lesson) {
  lesson.screen("All of them: the gradient");
  lesson.say("Do it for each input in turn, a nudge of 0.01 and all the others held:");
  std::vector<std::vector<std::string>> rows;
  for (const std::string name : {"w", "x", "b"}) {
    const double change = moved(name, 0.01) - f_at({});
    rows.push_back({name, shown(moved(name, 0.01)), shown(change), shown(change / 0.01)});
  }
  lesson.table({"nudged", "f becomes", "change", "change / 0.01"}, rows);
  lesson.predict("b has no factor in front of it. What is ∂f/∂b?", partial("b"),
                 {.hints = {"f is \"a number, plus b\". If b grows by 1, f grows by …"},
                  .remarks = {{0.0, "b is held still when w or x moves. Now b itself moves."}},
                  .reveal = "The last row says so, too: as much as b grows, f grows."});
  lesson.say("The list of all partial derivatives is called the **gradient** of f:");
  lesson.formula("'gradient of f' = '(∂f/∂w, ∂f/∂x, ∂f/∂b)'");
  lesson.say("One number for each input. Here it is {}, {} and {}.", partial("w"), partial("x"),
             partial("b"));
}

Plot three_lines() {
  Plot plot{.title = "f = w*x + b, one input moved and the others held",
            .x = {.label = "how far the input is moved"},
            .y = {.label = "f"},
            .series = {},
            .marks = {{{0, f_at({})}, "here we are"}}};
  for (const std::string name : {"w", "x", "b"}) {
    Plot::Series series{fmt::format("{} moved: slope {}", name, shown(partial(name))), {}};
    for (double t = -1; t <= 1; t += 0.0625) series.points.push_back({t, moved(name, t)});
    plot.series.push_back(series);
  }
  return plot;
}

void a_picture(Lesson& lesson) {
  lesson.screen("Three slopes at one place");
  lesson.say(
      "Think of standing on a hillside. It is steep to the north, gentle to the east. One place, "
      "one height, and a slope for each direction that you can go.");
  lesson.plot(three_lines(),
              "All three lines go through the same point. Each shows one way to leave it.");
  lesson.choose("You want f to grow, and may move one input by 0.1. Which move helps most?",
                {{"w up by 0.1", false, "that brings 0.2. There is something steeper."},
                 {"x up by 0.1", false, "look at the sign: along x, f falls."},
                 {"x down by 0.1", moved("x", -0.1) > moved("w", 0.1)},
                 {"b up by 0.1", false, "that brings 0.1. There are steeper ways."}},
                {.hints = {"The steepest line is the one for x. Which way does it rise?"},
                 .reveal = told("∂f/∂x is {}: down in x is up in f, by {}. This is how networks "
                                "learn. They look at the gradient, and move each weight the way "
                                "that helps.",
                                partial("x"), moved("x", -0.1) - f_at({}))});
}

void at_once(Lesson& lesson) {
  lesson.screen("And if several move at once?");
  lesson.say(
      "For small moves the shares simply add up. Each input brings its own slope times its own "
      "move:");
  lesson.formula(
      "'change of f' = (df/dw) * 'move of w' + (df/dx) * 'move of x' + (df/db) * 'move of b'");
  const double predicted = partial("w") * 0.01 + partial("b") * 0.02;
  lesson.predict(
      "w grows by 0.01 and b by 0.02; x stays. By about how much does f change?", predicted,
      {.hints = {told("∂f/∂w is {}, ∂f/∂b is {}.", partial("w"), partial("b")),
                 "0.01 * 2, and 0.02 * 1, together."},
       .remarks = {{0.03, "that is how far the inputs move. Multiply each by its slope."},
                   {0.02, "that is one of the two shares."}},
       .reveal = told("In truth: {}.", shown(f_at({{"w", -2.99}, {"b", 1.02}}) - f_at({})))});
  const double both = (f_at({{"w", -2.99}, {"x", 2.01}}) - f_at({})) / 0.01;
  lesson.mistake(
      "To let two inputs move while you measure the slope of one. Move w **and** x by 0.01, divide "
      "the change by 0.01, and you get {}. That is neither ∂f/∂w = {} nor ∂f/∂x = {}, but their "
      "sum (and a little more, because both moved). Hold the others still.",
      both, partial("w"), partial("x"));
}

void somewhere_else(Lesson& lesson) {
  lesson.screen("At another place, another gradient");
  lesson.say(
      "∂f/∂w = x is a formula. It gives another number wherever x is another number. So a gradient "
      "always belongs to a place: these inputs, now.");
  const Bindings other{{"w", 0.5}, {"x", -4}, {"b", 10}};
  lesson.predict("At w = 0.5, x = -4 and b = 10: what is ∂f/∂w?",
                 node_called(traced(line, other), "w").grad,
                 {.hints = {"∂f/∂w = x."},
                  .remarks = {{0.5, "that is w, which is ∂f/∂x."},
                              {2.0, "that was x before. Now it is another number."}},
                  .reveal = "It is x, wherever you are."});
  lesson.say(
      "Here is the kit's own check at the first place. It works every partial derivative out by "
      "its rules, again by a second method, and by nudging:");
  lesson.report(check_formula(parse(line), numbers));
  lesson.remember(
      "A partial derivative is the slope in one input with all the others held still. The gradient "
      "is the list of them: one number for each input, at one place.");
}

void teach(Lesson& lesson) {
  three_inputs(lesson);
  hold_the_others(lesson);
  the_sign(lesson);
  all_of_them(lesson);
  a_picture(lesson);
  at_once(lesson);
  somewhere_else(lesson);
  lesson.source(
      "Ritambhara Singh, CSCI 1470/2470, Optimization and Backpropagation (2 February 2024): "
      "partial derivatives of f(x, w, b) = wx + b.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_03_partials{"03_partials", "Partial derivatives", teach};
}

}  // namespace stepgrad
