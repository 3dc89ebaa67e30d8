// Lesson 1. What is a derivative? Slopes of chords that become the slope at a point, and what the
// number is good for.
#include <cmath>

#include <stepgrad/check/numerical.hpp>
#include <stepgrad/course/lesson.hpp>

namespace stepgrad {
namespace {

double square(double x) { return x * x; }
double cube(double x) { return x * x * x; }

/// The curve y = x², a long chord from x = 3, and the tangent there.
Plot chord_and_tangent() {
  Plot plot{
      .title = "y = x², a chord and the tangent at x = 3",
      .x = {.label = "x"},
      .y = {.label = "y"},
      .series = {{"y = x²", {}}, {"the chord through x = 3 and x = 5", {}}, {"the tangent", {}}},
      .marks = {{{3, square(3)}, "x = 3"}}};
  const double chord = forward_difference(square, 3, 2), tangent = 6;
  for (double x = 1; x <= 5.5; x += 0.0625) plot.series[0].points.push_back({x, square(x)});
  for (const double x : {2.0, 5.5}) {
    plot.series[1].points.push_back({x, square(3) + chord * (x - 3)});
    plot.series[2].points.push_back({x, square(3) + tangent * (x - 3)});
  }
  return plot;
}

/// The slope of the chord from x = 3 for every step h, to the left and to the right; none for h = 0.
Plot slopes_of_chords() {
  Plot plot{.title = "the slope of the chord, for every h but 0",
            .x = {.label = "h"},
            .y = {.label = "slope"},
            .series = {{"h < 0", {}}, {"h > 0", {}}},
            .marks = {{{0, 6}, "no chord here"}}};
  for (int i = 1; i <= 16; ++i)
    for (const int side : {-1, 1}) {
      const double h = side * i / 16.0;
      plot.series[side > 0].points.push_back({h, forward_difference(square, 3, h)});
    }
  return plot;
}

/// The slope of x² at many places, found with tiny chords.
Plot slope_everywhere() {
  Plot plot{.title = "the curve y = x², and its slope",
            .x = {.label = "x"},
            .y = {.label = "y"},
            .series = {{"y = x²", {}}, {"the slope of a tiny chord there", {}, Plot::Look::points}},
            .marks = {}};
  for (double x = -2; x <= 2; x += 0.0625) plot.series[0].points.push_back({x, square(x)});
  for (double x = -2; x <= 2; x += 0.5)
    plot.series[1].points.push_back({x, central_difference(square, x, 1e-5)});
  return plot;
}

/// The curve and its tangent from so near that they are hard to tell apart.
Plot from_near() {
  Plot plot{.title = "from near, the curve is its tangent",
            .x = {.label = "x"},
            .y = {.label = "y"},
            .series = {{"y = x²", {}}, {"the tangent at x = 3", {}}},
            .marks = {{{3, square(3)}, "x = 3"}}};
  for (double x = 2.95; x <= 3.0501; x += 0.01) {
    plot.series[0].points.push_back({x, square(x)});
    plot.series[1].points.push_back({x, square(3) + 6 * (x - 3)});
  }
  return plot;
}

/// A chord to the right and one through a point on each side, beside the tangent of x³ at 2.
Plot two_chords() {
  Plot plot{.title = "two chords of y = x³ around x = 2, with h = 1",
            .x = {.label = "x"},
            .y = {.label = "y"},
            .series = {{"y = x³", {}},
                       {"forward: through x and x + h", {}},
                       {"central: through x - h and x + h", {}}},
            .marks = {{{2, cube(2)}, "x = 2"}}};
  for (double x = 1; x <= 3; x += 0.0625) plot.series[0].points.push_back({x, cube(x)});
  for (const double x : {1.0, 3.0}) {
    plot.series[1].points.push_back({x, cube(2) + forward_difference(cube, 2, 1) * (x - 2)});
    plot.series[2].points.push_back({x, cube(x)});
  }
  return plot;
}

void a_slope_needs_two_points(Lesson& lesson) {
  lesson.screen("How steep is a curve at one single point?");
  lesson.say(
      "A road sign says 12 %. Go 100 metres along, and you are 12 metres higher. That is a slope: "
      "how far up, divided by how far along.");
  lesson.say(
      "A straight road has the same slope everywhere. A curve does not: it may be flat here and "
      "steep there. Take $y = x^2$ at $x = 3$, where $y$ is {}. How steep is the curve there?",
      square(3));
  lesson.say(
      "At one single point there is no \"up\" and no \"along\". A slope needs two points. So let "
      "us take a second point nearby, and see what happens.");
  lesson.plot(
      chord_and_tangent(),
      told("The chord cuts the curve at $x = 3$ and at $x = 5$: up {}, along 2, so its slope is "
           "{}. The tangent only touches the curve, at $x = 3$. Its slope is what we want.",
           square(5) - square(3), forward_difference(square, 3, 2)));
  lesson.choose(
      "You move the second point from $x = 5$ towards $x = 3$. What does the chord do?",
      {{"it gets steeper", forward_difference(square, 3, 1) > forward_difference(square, 3, 2),
        "the curve is flatter nearer to $x = 3$. Look at the picture once more."},
       {"it gets less steep, and turns towards the tangent",
        forward_difference(square, 3, 1) < forward_difference(square, 3, 2)},
       {"it keeps its slope", forward_difference(square, 3, 1) == forward_difference(square, 3, 2),
        "on a straight road it would. This one is curved."}},
      {.hints = {"Which is steeper in the picture, the chord or the tangent?"},
       .reveal = "The nearer the second point, the more the chord looks like the tangent. "
                 "That is the whole idea. Now in numbers."});
}

void a_chord(Lesson& lesson) {
  lesson.screen("Two points make a chord");
  lesson.say(
      "Write $'f(x)'$ for the height of the curve at $x$, so $'f(x)' = x^2$. Write $h$ for how "
      "far along we go. The slope of the chord is");
  lesson.formula("slope = ('f(3 + h)' - 'f(3)') / h");
  lesson.say(
      "Begin with a big step, $h = 1$. Then $'f(4)'$ is {} and $'f(3)'$ is {}. The chord goes up "
      "{} for 1 along, so its slope is {}.",
      square(4), square(3), square(4) - square(3), forward_difference(square, 3, 1));
  const double rise = square(3.1) - square(3);
  lesson.predict("Now a smaller step, $h = 0.1$. What is the slope of that chord?",
                 forward_difference(square, 3, 0.1),
                 {.hints = {told("How far up? 3.1 squared is {}.", square(3.1)),
                            told("It goes up {}. Divide that by how far along you went.", rise)},
                  .remarks = {{rise, "that is how far up it goes. Now divide by how far along."},
                              {square(3.1), "that is the height at 3.1. How much of it is new?"},
                              {square(3.1) / 0.1,
                               "you divided the "
                               "whole height. How far up is it from $'f(3)'$?"},
                              {6.0, "so near! That is where we are heading. Work this one out."}},
                  .reveal = told("From {} to {} it goes up {}, and ${} / 0.1$ is {}.", square(3),
                                 square(3.1), rise, rise, forward_difference(square, 3, 0.1)),
                  .within = 0.002});
}

void closer(Lesson& lesson) {
  lesson.screen("Move the second point closer");
  lesson.say("Go on like that. In each row the step is ten times smaller:");
  std::vector<std::vector<std::string>> rows;
  for (const double h : {1.0, 0.1, 0.01, 0.001})
    rows.push_back({shown(h), shown(square(3 + h), 7), shown(forward_difference(square, 3, h))});
  lesson.table({"h", "f(3 + h)", "slope of the chord"}, rows);
  lesson.predict(
      "Look down the last column. Which number are the slopes heading for?", 6,
      {.hints = {"Take the $h$ away from each slope. What is left?"},
       .remarks = {{0.0, "$h$ goes to 0. The slope goes somewhere else."},
                   {6.001, "that is the last one in the table. And if $h$ shrinks on?"},
                   {6.0001, "that would be the next one. And if $h$ shrinks on and on?"}},
       .reveal = told("They are $6 + h$, every one of them. As $h$ fades away, 6 stays. From the "
                      "left it is the same: with $h = -0.001$ the slope is {}.",
                      forward_difference(square, 3, -0.001)),
       .within = 1e-9});
}

void without_a_computer(Lesson& lesson) {
  lesson.screen("Why 6?");
  lesson.say("You can see it without a computer. Multiply $'f(3 + h)'$ out:");
  lesson.formula("(3 + h)^2 = 9 + 6*h + h^2");
  lesson.say("Take $'f(3)'$ away, which is 9, and divide the rest by $h$:");
  lesson.formula("(6*h + h^2) / h = 6 + h");
  const double at_once = forward_difference(square, 3, 0);
  lesson.choose(
      "If 6 is what we want, why not put $h = 0$ in at the beginning, into $('f(3 + h)' - "
      "'f(3)') / h$?",
      {{"one may: it comes to 6", at_once == 6,
        "that is where the slopes head. But work it out: how far up, and how far along?"},
       {"it comes to 0", at_once == 0, "nothing goes up, but nothing goes along, either."},
       {"it comes to 0 / 0, which is no number", std::isnan(at_once)}},
      {.hints = {"With $h = 0$ both points are the same point.",
                 "$'f(3)' - 'f(3)'$ is 0. And "
                 "$h$ is 0."},
       .reveal = "With one point alone there is no chord. What is left is to ask where the slopes "
                 "of the others are **heading**."});
  lesson.plot(slopes_of_chords(),
              "Every chord has a slope, from the left and from the right. Only $h = 0$ has none: "
              "a hole. Both sides head for the same number.");
  lesson.mistake(
      "To put $h = 0$ in before dividing. First divide by $h$ "
      "while it is not 0, and then let it fade.");
  lesson.say(
      "The number that the slopes head for is called the limit, and for $f$ at 3 it is called "
      "the **derivative** of $f$ at 3. You may know it as `f'(3)`. We write it as a quotient, "
      "for that is where it comes from: a tiny change of $f$ over a tiny change of $x$. Here lim "
      "stands for the limit as $h$ goes to 0:");
  lesson.formula("df/dx = 'lim (f(x + h) - f(x)) / h'");
}

void everywhere(Lesson& lesson) {
  lesson.screen("The same at every x");
  lesson.say(
      "There was nothing special about 3. Do the same once more with the letter $x$ in its "
      "place: multiply $(x + h)^2$ out, take $x^2$ away, divide by $h$, and let $h$ fade.");
  lesson.derive(
      "So what is the derivative of $x^2$, as a formula of $x$?", "2*x", {"x", "h"},
      {.hints = {"$(x + h)^2$ is $x^2 + 2*x*h + h^2$.",
                 "Without the $x^2$, and divided by $h$, that is $2 * x + h$."},
       .remarks = {{"2*x + h", "that is the slope of the chord. Now let $h$ fade away to 0."},
                   {"2*x + 1", "$h$ fades away to 0, not to 1. What is left without it?"},
                   {"2", "nearly! An $x$ is missing. How steep is it at $x = 3$?"},
                   {"6", "that is right at $x = 3$. And at another $x$?"},
                   {"x^2", "that is the height. We want the slope."},
                   {"x",
                    "nearly! Multiply $(x + h)^2$ out once more. How many $x * h$ are there?"}},
       .reveal = "At $x = 3$ it is 6, as we found. At $x = 0$ it is 0: the bottom of the curve "
                 "is flat. For negative $x$ it is negative: there the curve goes down."});
  lesson.plot(
      slope_everywhere(),
      "One slope for each $x$, and together they make a line: $2 * x$. Where the curve falls, "
      "the slope is below 0, and where it turns, the slope crosses 0.");
}

void what_it_is_good_for(Lesson& lesson) {
  lesson.screen("What the number tells you");
  lesson.say(
      "Think of a derivative as an exchange rate. At $x = 3$ the rate is 6: for each bit that "
      "$x$ grows, $y$ grows 6 times as much, **as long as the bits are small**.");
  lesson.predict("$x$ grows from 3 to 3.02. By about how much does $x^2$ grow? Use the 6.",
                 6 * 0.02,
                 {.hints = {"$x$ grows by 0.02, at 6 for each 1.", "$6 * 0.02$ is how much?"},
                  .remarks = {{9.12, "that is where it arrives. By how much did it grow?"},
                              {0.02, "that is how much $x$ grows. $y$ grows 6 times as much."}},
                  .reveal = told("In truth it grows by {}. The 6 told you nearly all of it, and "
                                 "you did not have to square anything.",
                                 square(3.02) - square(3)),
                  .within = 0.01});
  lesson.plot(
      from_near(),
      "A twentieth to the left and to the right of 3. So near, the curve can hardly be told "
      "from its tangent: that is why the 6 tells nearly all.");
  lesson.say(
      "This is why the whole course is about derivatives. A neural network has a million numbers "
      "in it that can be changed, and an error that should become small. For each of the numbers "
      "the derivative says: change me a little, and this is how the error answers.");
}

void both_sides(Lesson& lesson) {
  lesson.screen("A fairer chord");
  lesson.say(
      "From now on a computer is to find slopes for us. It cannot take a limit, but it can take "
      "a small $h$. So far our second point was on the right of $x$. That is the **forward "
      "difference**, and its chord leans to one side.");
  lesson.say("The **central difference** takes a point on each side, and $x$ in the middle:");
  lesson.formula("slope = ('f(x + h)' - 'f(x - h)') / (2*h)");
  lesson.plot(two_chords(), "The slope of the curve at $x = 2$ is wanted. Which chord leans less?");
  lesson.say(
      "Try both on $'f(x)' = x^3$ at $x = 2$. Its derivative is $3 * x^2$, which is {} there, so "
      "we can see how far off they are:",
      3 * square(2));
  const auto off = [](const auto& difference, double h) { return difference(cube, 2, h) - 12; };
  std::vector<std::vector<std::string>> rows;
  for (const double h : {1.0, 0.1, 0.01})
    rows.push_back({shown(h), shown(forward_difference(cube, 2, h)),
                    shown(off(forward_difference, h)), shown(central_difference(cube, 2, h)),
                    shown(off(central_difference, h))});
  lesson.table({"h", "forward", "off by", "central", "off by"}, rows);
  const double next = 0.001 * 0.001;
  lesson.predict(
      "The next row has $h = 0.001$. How far off is the central difference there?", next,
      {.hints = {"Go down the last column. By what is it divided from row to row?",
                 told("{} divided by 100.", off(central_difference, 0.01))},
       .remarks = {{off(central_difference, 0.01) / 10,
                    "ten times less, that is what the forward difference does. "
                    "Look at the last column."},
                   {off(forward_difference, 0.001), "that is the forward difference."},
                   {12 + next, "that is the slope it finds. How far is that from 12?"}},
       .reveal = told(
           "With each row it is a hundred times less: it is off by $h^2$. (The computer finds "
           "{}; the last bit is rounding.) Multiply $(2 + h)^3$ and $(2 - h)^3$ out and you see "
           "why: the central difference is $12 + h^2$, while the forward one is $12 + 6 * h + "
           "h^2$. What leans to one side cancels.",
           off(central_difference, 0.001))});
  lesson.remember(
      "The derivative is where the slopes of chords are heading as $h$ goes to 0: how much the "
      "result answers, for each bit that the input changes. A "
      "computer has to stop at a small $h$.");
  lesson.say(
      "How small? A computer keeps about 16 digits, and a step that is too short drowns in their "
      "rounding. Near 1e-5 is a good place for the central difference; why, [[07_checking]] shows.");
  lesson.say(
      "But whoever finds slopes by trying has to try for every number of a network, and is never "
      "exact. There is a better way. It begins with a close "
      "look at how a formula is computed, in [[02_graph]].");
}

void teach(Lesson& lesson) {
  a_slope_needs_two_points(lesson);
  a_chord(lesson);
  closer(lesson);
  without_a_computer(lesson);
  everywhere(lesson);
  what_it_is_good_for(lesson);
  both_sides(lesson);
  lesson.source(
      "Yang Li, Lecture 6: Backpropagation and Neural Networks (28 October 2022): the derivative "
      "as a limit, and the difference that takes its place.");
  lesson.source(
      "Linear Algebraic View of Backpropagation (lecture of 3 March): the limit that the chain "
      "rule is built on.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_01_derivative{"01_derivative", "What is a derivative?", teach};
}

}  // namespace stepgrad
