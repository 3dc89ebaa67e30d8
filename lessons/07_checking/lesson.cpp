// Lesson 7. Checking gradients: the slow method that is hard to get wrong judges the fast one that
// is easy to get wrong.
#include <algorithm>
#include <cmath>
#include <limits>

#include <stepgrad/check/differentiable.hpp>
#include <stepgrad/check/numerical.hpp>
#include <stepgrad/check/step_plot.hpp>
#include <stepgrad/check/step_sweep.hpp>
#include <stepgrad/course/lesson.hpp>

namespace stepgrad {
namespace {

// Published: Lecture 6. A loss, and the loss with one weight nudged by h.
constexpr double loss_before = 1.25742, loss_after = 1.25763, published_h = 0.0001;

// Published: measured with ADOL-C 2.7.2, the slope of abs(x) at 0 in its two modes.
constexpr double adolc_reverse = 0, adolc_forward = 1;

constexpr const char* loss = "square(w*x + b)";
const Bindings numbers{{"w", 0.5}, {"x", 2}, {"b", -0.4}};

double cube(double x) { return x * x * x; }
double relu(double x) { return std::max(0.0, x); }

double relative_error(double a, double b) {
  return std::abs(a - b) / std::max(std::abs(a), std::abs(b));
}

void is_it_right(Lesson& lesson) {
  lesson.screen("How do you know that your gradient is right?");
  lesson.say(
      "A program with a wrong gradient does not crash. The network trains, only worse than it "
      "could. You blame the data, the learning rate, the weather.");
  lesson.say(
      "So you need a judge, and you have one. You know two ways to a gradient: by nudging, which "
      "is called **numerical**, and by the rules of calculus, which is called **analytic**.");
  lesson.table({"", "numerical", "analytic"},
               {{"exact?", "approximate", "exact"},
                {"fast?", "slow: two runs for each input", "fast: one sweep for all"},
                {"easy to write?", "yes, three lines", "no, mistakes creep in"}});
  lesson.say(
      "One is slow, and too simple to be wrong. The other is fast, and easy to get wrong. So learn "
      "with the fast one, and let the slow one check it.");
}

void published_numbers(Lesson& lesson) {
  lesson.screen("A nudge, from a real lecture");
  lesson.say(
      "These numbers are from a lecture that is named at the end. A network has the weights 0.25, "
      "-1.56, 0.55 and many more. Its loss is {} (published). Somebody adds {} to the first "
      "weight, and the loss becomes {} (published).",
      loss_before, shown(published_h), loss_after);
  lesson.table({"", "first weight", "second", "third", "…", "loss"},
               {{"before", "0.25", "-1.56", "0.55", "…", exact(loss_before)},
                {"nudged", exact(0.25 + published_h), "-1.56", "0.55", "…", exact(loss_after)}});
  const double slope = (loss_after - loss_before) / published_h;
  lesson.predict(
      "What is the slope in the first weight?", slope,
      {.hints = {"How much did the loss change? Divide that by the nudge, as in [[01_derivative]].",
                 "0.00021 / 0.0001"},
       .remarks = {{loss_after - loss_before,
                    "that is how much the loss changed. Divide it by the nudge."},
                   {-slope, "the loss grew, so the slope is positive."},
                   {slope / 10, "the digits are right. Count the zeros once more."},
                   {slope * 10, "the digits are right. Count the zeros once more."}},
       .reveal = told("{}, and the lecture says the same: 2.1 (published). (Its slide calls the "
                      "weight the third one. But the first is the one that it nudges, and its "
                      "answer stands in the first place.)",
                      shown(slope, 3)),
       .within = 0.005});
  const double worst = 2 * 0.000005 / published_h;
  lesson.say(
      "How good is that number? The losses are printed with five decimals, so each may be off by "
      "0.000005, and their difference by twice that. Divided by the nudge, that is {}. All that we "
      "really know is that the slope lies between {} and {}.",
      worst, shown(slope - worst, 3), shown(slope + worst, 3));
  lesson.say("That is what few digits do to a difference. It is called **round-off**.");
}

void too_close(Lesson& lesson) {
  lesson.screen("Then let us take h as small as we can");
  const double tiny = 1e-16, found = forward_difference(cube, 2, tiny);
  lesson.say(
      "A computer keeps 16 digits of a number, not five, and can do better. In [[01_derivative]] "
      "every smaller $h$ that was tried came nearer to the slope of $x^3$ at $x = 2$. Why stop? "
      "Take $h = '1e-16'$, which is 0.0000000000000001, and be done.");
  lesson.choose(
      "The computer works out $((2 + '1e-16')^3 - 2^3) / '1e-16'$. "
      "The derivative is 12. What does it print?",
      {{"12, exactly", found == 12,
        "that is what everybody expects. Think of how a computer keeps $2 + '1e-16'$."},
       {"something very close to 12", found != 12 && std::abs(found - 12) < 0.1,
        "so it should be. But think of how a computer keeps $2 + '1e-16'$."},
       {"0", found == 0}},
      {.hints = {"A computer keeps about 16 digits of a number. Write 2.0000000000000001 down and "
                 "count its digits."},
       .reveal = told("It prints {}. With 16 digits, $2 + '1e-16'$ **is** 2. Both points are the "
                      "same point, and nothing goes up.",
                      found)});
  lesson.mistake(
      "To think: the smaller $h$, the better. With $h = '1e-8'$ the forward difference is off by "
      "{}. With $h = '1e-12'$ it is off by {}: that is worse. With $h = '1e-16'$ it is off by {}, "
      "and nothing is left of the slope.",
      shown(std::abs(forward_difference(cube, 2, 1e-8) - 12), 2),
      shown(std::abs(forward_difference(cube, 2, 1e-12) - 12), 2), shown(12 - found, 2));
}

void the_v(Lesson& lesson) {
  lesson.screen("Two errors that pull in opposite directions");
  lesson.say("There are two ways to be off. What helps against one makes the other worse.");
  lesson.point(
      "**$h$ too large**: the chord is not the tangent. This error shrinks as $h$ shrinks. It is "
      "called the truncation error.");
  lesson.point(
      "**$h$ too small**: $'f(x + h)'$ and $'f(x - h)'$ agree in nearly all of their 16 digits. "
      "Subtract them, and only the last digits are left, which are rounded. Then you divide by a "
      "tiny $h$, which makes the rounding large. This error "
      "grows as $h$ shrinks. It is called round-off.");
  const auto off = [](double h) { return std::abs(central_difference(cube, 2, h) - 12); };
  const auto best = [&](double h) {
    for (const double other : {1e-1, 1e-5, 1e-9, 1e-13})
      if (off(other) < off(h)) return false;
    return true;
  };
  lesson.choose(
      "Which $h$ brings the central difference nearest to 12?",
      {{"0.1", best(1e-1), "there the chord is still far from the tangent."},
       {"1e-5", best(1e-5)},
       {"1e-9", best(1e-9), "there round-off has taken over already."},
       {"1e-13", best(1e-13), "there hardly any digit is left of the difference."}},
      {.hints = {"Truncation is about $h^2$. Round-off is about $'1e-16' / h$.",
                 "Put $h = '1e-5'$ in: 1e-10 and 1e-11. Now $h = '1e-9'$: 1e-18 and 1e-7."},
       .reveal = told("It is off by {} there; at 0.1 by {}, at 1e-13 by {}.", shown(off(1e-5), 2),
                      shown(off(1e-1), 2), shown(off(1e-13), 2))});
  const StepSweep sweep = sweep_steps(
      {.value = [](const std::vector<double>& x) { return cube(x[0]); },
       .gradient =
           [](const std::vector<double>& x) { return std::vector<double>{3 * x[0] * x[0]}; },
       .names = {"x"},
       .shape = {}},
      {2.0});
  lesson.plot(plot(sweep, "How far off is the slope of x^3 at x = 2?"),
              "Read it from the right, where $h$ is large: the error falls as $h$ shrinks, until "
              "round-off takes over and it climbs again. A V for each formula. The central one "
              "falls faster and reaches deeper.");
  const double epsilon = std::numeric_limits<double>::epsilon();
  lesson.say(
      "Where is the best $h$? From 1 to the next larger number that a computer knows it is {}, "
      "which is called its precision. For the central difference the best $h$ is near the cube "
      "root of that, {}; for the forward difference near its square root, {}.",
      shown(epsilon, 2), shown(std::cbrt(epsilon), 1), shown(std::sqrt(epsilon), 2));
}

void how_near(Lesson& lesson) {
  lesson.screen("How near is near enough?");
  lesson.say(
      "The rules say 2.0, nudging says 2.1. Is that far apart? For slopes of 1000, a difference "
      "of 0.1 would be nothing. For slopes of 0.001 it would be everything. So measure the "
      "difference by the slopes themselves. Let $a$ be the "
      "analytic slope, and $n$ the numerical one:");
  lesson.formula("'relative error' = abs(a - n) / max(abs(a), abs(n))");
  lesson.predict("$a = 2.0$ and $n = 2.1$. What is the relative error?", relative_error(2.0, 2.1),
                 {.hints = {"The difference is 0.1. Divide by the larger of the two."},
                  .remarks = {{0.1, "that is the difference. Divide by the larger slope."},
                              {0.1 / 2.0, "divide by the larger one, 2.1."}},
                  .reveal = told("0.1 / 2.1 = {}.", shown(relative_error(2.0, 2.1), 3)),
                  .within = 0.005});
  lesson.say(
      "That is five per cent, and far too much: a good nudge comes much nearer than that. Here are "
      "some relative errors, and what stepgrad calls them by a common rule of thumb:");
  std::vector<std::vector<std::string>> rows;
  for (const double error : {1e-9, 1e-5, 1e-3, 0.05})
    rows.push_back({shown(error), std::string(band(error))});
  lesson.table({"relative error", "in words"}, rows);
  lesson.say("(A kink is a corner. We come to that.)");
}

void planted(Lesson& lesson) {
  lesson.screen("Catch the mistake");
  lesson.say("Here is a small loss, and three slopes of it that somebody worked out by hand:");
  lesson.formula("f = square(w*x + b)");
  const ByHand by_hand{
      {"w", parse("2*(w*x + b)")}, {"x", parse("2*(w*x + b)*w")}, {"b", parse("2*(w*x + b)")}};
  const GradientReport report = check_formula(parse(loss), numbers, {}, by_hand);
  lesson.table({"slope", "by hand"}, {{"$∂f/∂w$", "$2 * (w*x + b)$"},
                                      {"$∂f/∂x$", "$2 * (w*x + b) * w$"},
                                      {"$∂f/∂b$", "$2 * (w*x + b)$"}});
  const auto entry = [&](const char* name) {
    return *std::ranges::find(report.entries, name, &GradientEntry::name);
  };
  const auto choice = [&](const char* name, std::string why) {
    return Choice{fmt::format("$∂f/∂{}$", name), entry(name).verdict != Verdict::agree,
                  std::move(why)};
  };
  lesson.choose(
      "One of them is wrong. Which one will the check name?",
      {choice("w", ""), choice("x", "$w * x + b$ moves $w$ times as fast as $x$. That is there."),
       choice("b", "$w * x + b$ moves as fast as $b$. Nothing is missing.")},
      {.hints = {"Each is a chain: the slope of the square, times the slope of its inside.",
                 "How fast does $w * x + b$ move with $w$? With $x$? With $b$?"},
       .reveal = told("At $w = 0.5$, $x = 2$ and $b = -0.4$ the formula by hand gives {}, and "
                      "nudging $w$ gives {}. The other two agree. So the judge names the entry, "
                      "and you know where to look.",
                      entry("w").given, shown(entry("w").numerical))});
  lesson.derive(
      "Mend it: what is $∂f/∂w$?", "2*(w*x + b)*x", {"w", "x", "b"},
      {.hints = {"It is a chain: $w$ moves $w * x + b$, and that moves its square.",
                 "How fast does $w * x + b$ move with $w$?"},
       .remarks = {{"2*(w*x + b)",
                    "that is the slope of the square. How fast does its inside move with $w$?"},
                   {"2*(w*x + b)*w", "that is $∂f/∂x$."},
                   {"(w*x + b)*x", "the slope of a square is twice what is inside."},
                   {"2*(w*x + b) + x", "along a chain slopes multiply."},
                   {"2*x", "the slope of the square is taken at $w * x + b$."}},
       .reveal =
           "The inner slope, $x$, had been forgotten: that is the mistake of [[04_chain_rule]]. "
           "The report of stepgrad's checker even says so:"});
  lesson.report(report);
  lesson.say(
      "How to read it: `yours` is the slope that was claimed, `forward` that of forward mode, "
      "and `numerical` that of nudging, with steps about as large as $h$. `rel err` compares "
      "yours with the numerical one.");
}

void lucky(Lesson& lesson) {
  lesson.screen("A lucky place");
  lesson.say(
      "Somebody claims that the slope of $x^2$ is $x^2$ itself. You know better: it is $2 * x$. "
      "But you are careful, and let the checker decide, at $x = 2$.");
  const auto verdict = [](double x) {
    return check_formula(parse("x^2"), {{"x", x}}, {}, {{"x", parse("x^2")}}).verdict();
  };
  lesson.choose(
      "What does it say to the claim?",
      {{"it disagrees", verdict(2) == Verdict::disagree,
        "so it should. But work both out at $x = 2$: $2 * x$, and $x^2$."},
       {"it agrees", verdict(2) == Verdict::agree},
       {"it cannot tell", verdict(2) != Verdict::agree && verdict(2) != Verdict::disagree,
        "it has two numbers to compare. What are they?"}},
      {.hints = {"What is $2 * x$ at $x = 2$? And $x^2$?"},
       .reveal = "Both are 4. The check compares numbers, not formulas. Try it elsewhere, too:"});
  std::vector<std::vector<std::string>> rows;
  for (const double x : {0.0, 2.0, 1.3, -0.7})
    rows.push_back({shown(x), shown(x * x), shown(2 * x), in_words(verdict(x))});
  lesson.table({"x", "claimed", "right", "verdict"}, rows);
  lesson.mistake(
      "To check at 0, 1 or 2. At such numbers different formulas are equal: at 0 a missing factor "
      "does not show, at 1 a wrong power does not. Check at a few random points, as the exercises "
      "of this course do.");
}

void kinks(Lesson& lesson) {
  lesson.screen("When the judge is wrong");
  lesson.say(
      "$relu(x)$ is $x$ where $x$ is positive, and 0 elsewhere. It is in nearly every modern "
      "network. At 0 it has a corner, which is also called a **kink**:");
  Plot plot{.title = "relu, and a central difference across its corner",
            .x = {.label = "x"},
            .y = {.label = "y"},
            .series = {{"relu(x)", {}}, {"the chord from -0.5 to 0.5", {}}},
            .marks = {}};
  for (const double x : {-1.0, 0.0, 1.0}) plot.series[0].points.push_back({x, relu(x)});
  const double chord = central_difference(relu, 0, 0.5);
  for (const double x : {-0.5, 0.5})
    plot.series[1].points.push_back({x, relu(0.5) / 2 + chord * x});
  lesson.plot(
      plot,
      "To the left of the corner the slope is 0, to the right it is 1. At the corner there is "
      "none: chords from the left and from the right head for different numbers.");
  lesson.predict(
      "What does the central difference say about the slope at 0?",
      central_difference(relu, 0, 1e-5),
      {.hints = {"It is $(relu(h) - relu(-h)) / (2*h)$.", "$relu(h)$ is $h$, and $relu(-h)$ is 0."},
       .remarks = {{1.0, "that is what the forward difference says: the slope on the right."},
                   {0.0, "that is the slope on the left. The central difference looks at both."}},
       .reveal = told("{}, for every $h$: $h / (2 * h)$. The forward difference says {}, and "
                      "backpropagation here takes {}. None of them is wrong, for there is no "
                      "derivative at a corner.",
                      central_difference(relu, 0, 1e-5), forward_difference(relu, 0, 1e-5),
                      node_called(traced("relu(x)", {{"x", 0}}), "x").grad),
       .seen = "0.5 stands above as a weight and an input, of other formulas"});
  const auto magnitude = [](double x) { return std::abs(x); };
  lesson.predict(
      "One of the lectures even defines the derivative as what central differences head for. What "
      "does that give for $abs(x)$ at 0, whose corner is as sharp?",
      central_difference(magnitude, 0, 1e-5),
      {.hints = {"$abs(h) - abs(-h)$ is how much?"},
       .remarks = {{1.0, "that is the slope on the right, what a forward difference says."},
                   {-1.0, "that is the slope on the left."},
                   {0.5, "that was relu. Here the left side has the slope -1."}},
       .reveal =
           "0 for every $h$: it looks like a slope, where there is none. The limit of central "
           "differences can exist without a derivative.",
       .around = 1e-9,
       .seen = "0 stands above as a place, and as relu's slope on the left"});
  lesson.say(
      "A good checker does not call that a mistake. It says that there is a corner. (`reverse` is "
      "what backpropagation found.)");
  lesson.report(check_formula(parse("relu(x)"), {{"x", 0}}));
  lesson.say(
      "What is taken at a corner is a choice, and libraries choose differently. For the slope of "
      "$abs(x)$ at 0 this kit says {}, and TensorFlow.js 4.22 says -1 (published). One library "
      "even differs from itself: ADOL-C 2.7.2 says {} in reverse mode, and {} in forward mode "
      "(published). So where two of your results differ, look first whether you stand at a "
      "corner. `./stepgrad ops abs` lists what others take.",
      node_called(traced("abs(x)", {{"x", 0}}), "x").grad, adolc_reverse, adolc_forward);
}

void a_recipe(Lesson& lesson) {
  lesson.screen("A recipe for your own code");
  lesson.say("All that you need to check a gradient of your own, in five lines:");
  lesson.point("Take **doubles**. With the 7 digits of a float there is no room for a small $h$.");
  lesson.point(
      "Take the **central** difference with $h$ near {}, and "
      "multiply that by $x$ if $x$ is large.",
      shown(usual_step(Method::central, 1), 1));
  lesson.point("Compare by **relative error**, entry by entry, and look at the worst one first.");
  lesson.point("Check at **random places**, away from corners, before you train and not after.");
  lesson.point("Check a **small** network. What is right for ten weights is right for a million.");
  lesson.say("The kit does this for any formula. Try it on your homework:");
  lesson.listing("./stepgrad check \"x^2*y\" x=3 y=2 --against \"x=2*x\"");
  lesson.remember(
      "Nudging is approximate, slow and easy to write. The rules are exact, fast and easy to get "
      "wrong. So compute with the rules, and check by nudging.");
  lesson.say(
      "You can say now what every network does when it finds its slopes, number by number, and "
      "whether it is right. `./stepgrad drill` asks you for as many of them as you like, and "
      "`./stepgrad explain --model 2-2` shows the same rules at work in a small network.");
  lesson.say(
      "But nothing has learnt anything yet. What does one do with a gradient that is right? There "
      "learning begins: [[08_neuron]].");
}

void teach(Lesson& lesson) {
  is_it_right(lesson);
  published_numbers(lesson);
  too_close(lesson);
  the_v(lesson);
  how_near(lesson);
  planted(lesson);
  lucky(lesson);
  kinks(lesson);
  a_recipe(lesson);
  lesson.source(
      "Yang Li, Lecture 6: Backpropagation and Neural Networks (28 October 2022): the loss 1.25742 "
      "and 1.25763, the slope 2.1; numerical against analytic gradients.");
  lesson.source(
      "The slopes of abs(x) at 0 in other libraries: measured with ADOL-C 2.7.2 and TensorFlow.js "
      "4.22, and listed with others in src/stepgrad/base/elsewhere.cpp.");
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural Networks, section 3.2: "
      "the naive way to compute gradients, as a limit of central differences.");
  lesson.source(
      "Stanford CS231n, notes on learning, gradient checks: the rule of thumb for relative errors, "
      "kinks, and precision.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_07_checking{"07_checking", "Checking gradients", teach};
}

}  // namespace stepgrad
