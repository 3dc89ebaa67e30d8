// Lesson 3. Partial derivatives: with several inputs there is a slope for each, found by holding
// all the others still. All of them together point uphill.
#include <cmath>

#include <stepgrad/check/numerical.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/plot/contours.hpp>

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
  lesson.say("Here is the inside of a neuron:");
  lesson.formula("f = w * x + b");
  lesson.say(
      "$x$ is what comes in. The **weight** $w$ says how much $x$ counts, and the **bias** $b$ "
      "shifts the result. With $w = -3$, $x = 2$ and $b = 1$, $f$ is {}.",
      f_at({}));
  lesson.say(
      "In [[01_derivative]] a slope said how $f$ answers when $x$ changes. Now three numbers can "
      "change. Which one do we mean? And if all three move at once, which of them moved $f$?");
  lesson.graph(traced(line, numbers),
               "Three inputs, one output. The product $w * x$ has no name of its own, so the kit "
               "calls it $v1$.");
}

void hold_the_others(Lesson& lesson) {
  lesson.screen("Move one, hold the others still");
  lesson.say(
      "The way out is simple. Move one input, and hold all the others still, as if they were "
      "plain numbers. With $x = 2$ and $b = 1$ held, only $w$ is left:");
  lesson.formula("f = w * 2 + 1");
  lesson.say(
      "That is a straight line. Only one number is left to move, and the slope means again what it "
      "meant in [[01_derivative]].");
  lesson.predict(
      "$w$ grows by 0.01, from -3 to -2.99. By how much does $f$ change?",
      moved("w", 0.01) - f_at({}),
      {.hints = {"$f$ is $w * 2 + 1$. The 1 does not move.", "$0.01 * 2$ is how much?"},
       .remarks = {{2.0, "that is how much $f$ changes for each 1 of $w$. Here $w$ moves 0.01."},
                   {0.01, "that is how much $w$ moves. $f$ moves $x$ times as much."},
                   {moved("w", 0.01), "that is where $f$ arrives. How far did it move?"},
                   {0.03, "that uses $w$. What is $w$ multiplied by?"},
                   {-0.03, "that uses $w$. What is $w$ multiplied by?"}},
       .reveal = told("$f$ goes from {} to {}, which is {} times as far as $w$ went. The slope "
                      "of $f$ in $w$ is {}, and that is $x$.",
                      f_at({}), moved("w", 0.01), partial("w"), partial("w"))});
}

void the_sign(Lesson& lesson) {
  lesson.screen("A new letter for it");
  lesson.say(
      "This slope is called the **partial derivative** "
      "of $f$ with respect to $w$. One writes");
  lesson.formula("∂f/∂w = x");
  lesson.say(
      "The round ∂ says: there are other inputs, and they were held still. (stepgrad's own "
      "reports write a plain d, as in `df/dw`, because it can be typed.)");
  lesson.say(
      "To work it out you need no new rules. Take those that you know, and treat every other "
      "letter as a number:");
  lesson.point("$w * x$ with $x$ held is \"$w$ times a number\". Its slope is that number, $x$.");
  lesson.point("$b$ is held, so it does not change. Its slope in $w$ is 0.");
  lesson.point("Together: $x + 0 = x$.");
  lesson.derive(
      "Now the other one. What is $∂f/∂x$, as a formula of $w$, $x$ and $b$?", "w", {"w", "x", "b"},
      {.hints = {"Hold $w$ and $b$. Then $f$ is \"a number times $x$, plus a number\".",
                 "The slope of $5 * x + 7$ is 5. Which letter is the 5 here?"},
       .remarks = {{"x", "that is the slope in $w$. Now $x$ moves, and $w$ is held."},
                   {"w + b", "$b$ is held still, so it adds nothing to the slope."},
                   {"w + 1", "$b$ is held still. Its slope in $x$ is 0, not 1."},
                   {"w*x", "that is a part of $f$ itself. How does it change with $x$?"},
                   {"w*x + b", "that is $f$. By how much does it change for each 1 of $x$?"},
                   {"1", "$f$ does not change 1 for 1: $x$ is multiplied by something."},
                   {"0", "$w$ is held, but $x$ moves, and $f$ moves with it."},
                   {"-3", "at this place it is. And for any $w$?"}},
       .reveal = told("$∂f/∂x = w$, which is {} here. It is negative: when $x$ grows, $f$ falls.",
                      partial("x"))});
}

void all_of_them(Lesson& lesson) {
  lesson.screen("All of them: the gradient");
  lesson.say("Two of the three are found: $∂f/∂w = {}$ and $∂f/∂x = {}$. One is left.",
             partial("w"), partial("x"));
  lesson.predict("$b$ is added, and nothing multiplies it. What is $∂f/∂b$?", partial("b"),
                 {.hints = {"$f$ is \"a number, plus $b$\". If $b$ grows by 1, $f$ grows by …"},
                  .remarks = {{0.0,
                               "$b$ is held still when "
                               "$w$ or $x$ moves. Now $b$ itself moves."},
                              {f_at({}),
                               "that is $f$. By how "
                               "much does it change for each 1 of $b$?"},
                              {-6.0, "that is $w * x$, which is held still and does not change."}},
                  .reveal = "As much as $b$ grows, $f$ grows."});
  lesson.say(
      "Are all three right? Nudge each input by 0.01 in turn, with the others held, and look:");
  std::vector<std::vector<std::string>> rows;
  for (const std::string name : {"w", "x", "b"}) {
    const double change = moved(name, 0.01) - f_at({});
    rows.push_back({name, shown(moved(name, 0.01)), shown(change), shown(change / 0.01)});
  }
  lesson.table({"nudged", "f becomes", "change", "change / 0.01"}, rows);
  lesson.say(
      "The list of all partial derivatives is called the **gradient** of $f$. Its sign is ∇, a "
      "triangle on its tip:");
  lesson.formula("'∇f' = '(∂f/∂w, ∂f/∂x, ∂f/∂b)'");
  lesson.say("One number for each input. Here it is ({}, {}, {}).", partial("w"), partial("x"),
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
    for (const double t : {-1.0, 1.0}) series.points.push_back({t, moved(name, t)});
    plot.series.push_back(series);
  }
  return plot;
}

void a_picture(Lesson& lesson) {
  lesson.screen("Three slopes at one place");
  lesson.say(
      "Stand on a hillside. It is steep to the north and gentle to the east. You are at one "
      "place and one height, and there is a slope for each direction that you can take. Our $f$ "
      "has three directions: $w$, $x$ and $b$.");
  lesson.plot(
      three_lines(),
      "All three lines go through the same point, where we are. Each shows one way to leave it.");
  lesson.choose("You want $f$ to grow, and may move one input by 0.1. Which move helps most?",
                {{"$w$ up by 0.1", false, "that brings 0.2. There is something steeper."},
                 {"$x$ up by 0.1", false, "look at the sign: along $x$, $f$ falls."},
                 {"$x$ down by 0.1", moved("x", -0.1) > moved("w", 0.1)},
                 {"$b$ up by 0.1", false, "that brings 0.1. There are steeper ways."}},
                {.hints = {"The steepest line is the one for $x$. Which way does it rise?"},
                 .reveal = told("$∂f/∂x$ is {}: down in $x$ is up in $f$, by {}. This is how "
                                "networks learn. The gradient says for each weight which way "
                                "helps, and how much.",
                                partial("x"), moved("x", -0.1) - f_at({}))});
}

void at_once(Lesson& lesson) {
  lesson.screen("And if several move at once?");
  lesson.say(
      "For small moves the shares simply add up. Each input brings its own slope times its own "
      "move. Write $'Δw'$ for how far $w$ moves, and so on:");
  lesson.formula("'Δf' = (∂f/∂w) * 'Δw' + (∂f/∂x) * 'Δx' + (∂f/∂b) * 'Δb'");
  const double of_w = partial("w") * 0.01, of_x = partial("x") * 0.02;
  const double truth = f_at({{"w", -2.99}, {"x", 2.02}}) - f_at({});
  lesson.predict(
      "$w$ grows by 0.01 and $x$ by 0.02; $b$ stays. By about how much does $f$ change?",
      of_w + of_x,
      {.hints = {told("$∂f/∂w$ is {}, and $∂f/∂x$ is {}.", partial("w"), partial("x")),
                 told("0.01 * {}, and 0.02 * ({}), together.", partial("w"), partial("x"))},
       .remarks = {{0.03, "that is how far the inputs move. Multiply each by its slope."},
                   {of_w, "that is $w$'s share. $x$ brings one, too."},
                   {of_x, "that is $x$'s share. $w$ brings one, too."},
                   {of_w - of_x, "mind the sign: $∂f/∂x$ is negative."},
                   {truth, "that is the truth, to all digits. What do the slopes say?"}},
       .reveal =
           told("{} from $w$ and {} from $x$. In truth $f$ changes by {}: the slopes told nearly "
                "all of it. What they miss is {}, both moves multiplied, and for small moves "
                "that is next to nothing.",
                of_w, of_x, truth, shown(truth - (of_w + of_x), 2)),
       .within = 0.001});
  const double both = (f_at({{"w", -2.99}, {"x", 2.01}}) - f_at({})) / 0.01;
  lesson.mistake(
      "To let two inputs move while you measure the slope of one. Move $w$ **and** $x$ by 0.01, "
      "divide the change by 0.01, and you get {}. That is neither $∂f/∂w = {}$ nor $∂f/∂x = {}$. "
      "It is about their sum, and nobody can take a sum apart again. Hold the others still.",
      both, partial("w"), partial("x"));
}

/// f from above, where w and x move and b is held: lines of the same height around the first place.
Plot seen_from_above() {
  Plot map{.title = "f = w*x + 1 from above",
           .x = {.label = "w"},
           .y = {.label = "x"},
           .series = contours("f",
                              [](double w, double x) {
                                return f_at({{"w", w}, {"x", x}});
                              },
                              {-5.2, -0.8, 0.8, 3.2}, {-9, -7, -5, -3}),
           .marks = {{{-3, 2}, "we are here"}},
           .same_units = true};
  return map;
}

/// How far f rises when one goes so far from the first place in the direction (w, x).
double rise(double w, double x, double far) {
  const double length = std::hypot(w, x);
  return f_at({{"w", -3 + far * w / length}, {"x", 2 + far * x / length}}) - f_at({});
}

void uphill(Lesson& lesson) {
  lesson.screen("Which way is steepest?");
  lesson.say(
      "Now $w$ and $x$ may move together, and $b$ is held at 1. Look at $f$ from above, as on a "
      "hiker's map. Along each line $f$ keeps its height:");
  lesson.plot(seen_from_above(),
              "Below and to the right $f$ is larger. Who goes along a line stays at one height, "
              "who crosses lines climbs or descends.");
  const double far = 0.1, across = rise(partial("w"), partial("x"), far);
  const auto way = [&](const char* text, double w, double x, const char* why) {
    return Choice{text, rise(w, x, far) == across, why};
  };
  lesson.choose(
      "You may go 0.1 far from where we are, in any direction. Which way raises $f$ most?",
      {way("to the right: $w$ alone grows", 1, 0,
           "that crosses the lines aslant. Is there a shorter way to the next one?"),
       way("straight down: $x$ alone falls", 0, -1,
           "nearly! Of the inputs alone $x$ is steepest. But both may move."),
       way("along the line", -partial("x"), partial("w"), "along a line $f$ stays as it is."),
       way("straight across the lines, down and to the right", partial("w"), partial("x"), "")},
      {.hints = {"Which way leads to the next higher line in the fewest steps?"},
       .reveal = told("$w$ alone brings {}, $x$ alone {}. Straight across the lines it is {}.",
                      shown(rise(1, 0, far), 2), shown(rise(0, -1, far), 2), shown(across, 2))});
  Plot map = seen_from_above();
  map.series.push_back(
      arrow("the gradient", {-3, 2}, {-3 + 0.3 * partial("w"), 2 + 0.3 * partial("x")}));
  lesson.plot(
      map, told("The arrow is the gradient, ({}, {}), drawn 0.3 times as long: {} in $w$ for every "
                "{} in $x$. It stands upright on the line of its height, and points uphill.",
                partial("w"), partial("x"), partial("w"), partial("x")));
  const double length = std::hypot(partial("w"), partial("x"));
  lesson.predict(
      "How steep is it that way: how much does $f$ rise for each 1 of the way, on a short way?",
      length,
      {.hints = {"The arrow goes 2 to the right and 3 down. How long is it, by Pythagoras?",
                 "A way as long as the arrow brings $2 * 2$ from $w$ and $(-3) * (-3)$ from $x$. "
                 "Divide by its length."},
       .remarks = {{3.0, "that is straight down alone. This way is steeper."},
                   {5.0, "the two sides of a right angle do not add up to the third."},
                   {13.0, "that is what a way as long as the arrow brings. For each 1 of it?"},
                   {-1.0, "the shares are $2 * 2$ and $(-3) * (-3)$, and both are positive."}},
       .reveal = told("{}: the length of the arrow, the root of $2 * 2 + 3 * 3$. No other "
                      "direction is as steep. Therefore one calls the gradient the **direction "
                      "of steepest ascent**. Its opposite "
                      "leads down fastest, and that is where learning goes.",
                      shown(length, 3))});
}

void somewhere_else(Lesson& lesson) {
  lesson.screen("At another place, another gradient");
  const Bindings other{{"w", 0.5}, {"x", -4}, {"b", 10}};
  const auto there = [&](const char* name) { return node_called(traced(line, other), name).grad; };
  lesson.say(
      "On the map the lines lie closer at one place than at another. So a gradient always "
      "belongs to a place: these inputs, now. Move to $w = 0.5$, $x = -4$ and $b = 10$.");
  lesson.predict_all(
      "What is the gradient of $f = w * x + b$ there?",
      {{"$∂f/∂w$", there("w")}, {"$∂f/∂x$", there("x")}, {"$∂f/∂b$", there("b")}},
      {.hints = {"Hold $x$ and $b$, and move $w$. What is $w$ multiplied by, here?",
                 "$∂f/∂w$ is $x$, $∂f/∂x$ is $w$, and $∂f/∂b$ is always the same."},
       .remarks = {{"0.5 -4 1",
                    "what $w$ is multiplied by is $x$, and the other way round: the first two "
                    "stand in each other's place."},
                   {"2 -3 1", "those are of the place before. The inputs have moved."},
                   {"-4 0.5 10", "$b$ is added, not multiplied. If it grows by 1?"},
                   {"-4 0.5 0", "$b$ is held while $w$ or $x$ moves. Now $b$ itself moves."}},
       .reveal = "The formulas are the same, $x$, $w$ and 1. Their numbers are new.",
       .seen = "they are the numbers of the place: which is which, is asked"});
  std::vector<std::vector<std::string>> rows;
  const auto row = [&](const char* name, const char* formula) {
    rows.push_back({fmt::format("$∂f/∂{}$", name), fmt::format("${}$", formula),
                    shown(partial(name)),
                    shown(central_difference([&](double t) { return moved(name, t); }, 0, 1e-5), 6),
                    shown(there(name))});
  };
  row("w", "x");
  row("x", "w");
  row("b", "1");
  lesson.say("All of it in one table. The last column is for the second place:");
  lesson.table({"slope", "formula", "at the first place", "by nudging", "at the second"}, rows);
  lesson.derive(
      "And another formula: what is $∂h/∂x$ of $h = w * "
      "x^2 + b$, for any $w$, $x$ and $b$?",
      "2*w*x", {"w", "x", "b"},
      {.hints = {"Hold $w$ and $b$. How did $x^2$ answer, in [[01_derivative]]?",
                 "$5 * x^2 + 7$ has the slope $10 * x$. Which letter is the 5 here?"},
       .remarks = {{"2*x", "$w$ is held, but it is a factor: it counts."},
                   {"x^2", "that is $∂h/∂w$. Now $x$ moves, and $w$ is held."},
                   {"w*x", "nearly! How does $x^2$ answer? A 2 is missing."},
                   {"2*w*x + b", "$b$ is held still, so it adds nothing to the slope."},
                   {"2*w*x + 1", "$b$ is held still. Its slope in $x$ is 0, not 1."},
                   {"w*x^2",
                    "that is a part of $h$ "
                    "itself. How does it change with $x$?"},
                   {"w", "that would be for $w * x$. Here $x$ is squared."}},
       .reveal = "The slope of $x^2$ is $2 * x$, and $w$ counts it."});
  lesson.remember(
      "A partial derivative is the slope in one input with all the others held still. The "
      "gradient is the list of them, at one place. It points where $f$ rises fastest.");
  lesson.say(
      "Here every input went straight into $f$. In a network there are many operations in "
      "between. How does a slope get through them? That is [[04_chain_rule]].");
}

void teach(Lesson& lesson) {
  three_inputs(lesson);
  hold_the_others(lesson);
  the_sign(lesson);
  all_of_them(lesson);
  a_picture(lesson);
  at_once(lesson);
  uphill(lesson);
  somewhere_else(lesson);
  lesson.source(
      "Ritambhara Singh, CSCI 1470/2470, Optimization and Backpropagation (its slides say both "
      "Spring 2022 and 2 February 2024): partial derivatives of f(x, w, b) = wx + b.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_03_partials{"03_partials", "Partial derivatives", teach};
}

}  // namespace stepgrad
