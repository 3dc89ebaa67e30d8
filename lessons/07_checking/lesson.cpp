// Lesson 7. Checking gradients: the slow method that is hard to get wrong judges the fast one that
// is easy to get wrong.
#include <algorithm>
#include <cmath>

#include <stepgrad/check/differentiable.hpp>
#include <stepgrad/check/numerical.hpp>
#include <stepgrad/course/lesson.hpp>

namespace stepgrad {
namespace {

// Published: Lecture 6. A loss, and the loss with one weight nudged by h.
constexpr double loss_before = 1.25742, loss_after = 1.25763, published_h = 0.0001;

constexpr const char* loss = "square(w*x + b)";
const Bindings numbers{{"w", 0.5}, {"x", 2}, {"b", -0.4}};

double relu(double x) { return std::max(0.0, x); }

double relative_error(double a, double b) {
  return std::abs(a - b) / std::max(std::abs(a), std::abs(b));
}

void is_it_right(Lesson& lesson) {
  lesson.screen("How do you know that your gradient is right?");
  lesson.say(
      "A wrong gradient does not crash. The network trains, a little worse than it could. You "
      "blame "
      "the data, the learning rate, the weather.");
  lesson.say("So you need a judge. You have met both parties already:");
  lesson.table({"", "by nudging", "by the rules"},
               {{"exact?", "approximate", "exact"},
                {"fast?", "slow: two evaluations an input", "fast: one sweep for all"},
                {"easy to write?", "yes, three lines", "no, here mistakes are made"}});
  lesson.say(
      "One is slow and too simple to be wrong. The other is fast and easy to get wrong. Use the "
      "fast one to learn, and let the slow one check it.");
}

void published_numbers(Lesson& lesson) {
  lesson.screen("A nudge, from a real lecture");
  lesson.say(
      "A classifier has the weights [0.25, -1.56, 0.55, …]. Its loss is {} (published). Somebody "
      "adds "
      "{} to the third weight, and the loss becomes {} (published).",
      loss_before, shown(published_h), loss_after);
  const double slope = (loss_after - loss_before) / published_h;
  lesson.predict(
      "What is the slope in the third weight?", slope,
      {.hints = {"How much did the loss change? Divide that by the nudge.", "0.00021 / 0.0001"},
       .remarks = {{loss_after - loss_before,
                    "that is how much the loss changed. Divide it "
                    "by the nudge."},
                   {-slope, "the loss grew, so the slope is positive."}},
       .reveal = told("{}, and the lecture says the same: 2.1 (published).", shown(slope, 3)),
       .within = 0.005});
  const double worst = 2 * 0.000005 / published_h;
  lesson.say(
      "How good is that number? The losses are printed with five decimals, so each may be off by "
      "0.000005. Divided by the nudge that is {}. All we really know is that the slope lies "
      "between "
      "{} and {}.",
      worst, shown(slope - worst, 3), shown(slope + worst, 3));
  lesson.say("That is round-off, from lesson 1. A computer keeps 16 digits, and can do better.");
}

void how_near(Lesson& lesson) {
  lesson.screen("How near is near enough?");
  lesson.say(
      "The rules say 2.0, nudging says 2.1. Is 0.1 much? For a slope of 1000 it would be nothing. "
      "For "
      "a slope of 0.001 it would be nonsense. So compare with the slopes themselves:");
  lesson.formula("'relative error' = 'abs(a - n)' / 'max(abs(a), abs(n))'");
  lesson.predict("a = 2.0 and n = 2.1. What is the relative error?", relative_error(2.0, 2.1),
                 {.hints = {"The difference is 0.1. Divide by the larger of the two."},
                  .remarks = {{0.1, "that is the absolute error. Divide by the larger slope."},
                              {0.1 / 2.0, "divide by the larger one, 2.1."}},
                  .reveal = told("0.1 / 2.1 = {}.", shown(relative_error(2.0, 2.1), 3)),
                  .within = 0.005});
  lesson.say("As a rule of thumb, in double precision and with a good h:");
  std::vector<std::vector<std::string>> rows;
  for (const double error : {1e-9, 1e-5, 1e-3, 0.05})
    rows.push_back({shown(error), std::string(band(error))});
  lesson.table({"relative error", "the kit calls it"}, rows);
}

void planted(Lesson& lesson) {
  lesson.screen("Catch the mistake");
  lesson.say(
      "Here is a small loss, and three slopes that somebody worked out by hand, at w = 0.5, x = 2 "
      "and b = -0.4:");
  lesson.formula("f = square(w*x + b)");
  const ByHand by_hand{
      {"w", parse("2*(w*x + b)")}, {"x", parse("2*(w*x + b)*w")}, {"b", parse("2*(w*x + b)")}};
  const GradientReport report = check_formula(parse(loss), numbers, {}, by_hand);
  std::vector<std::vector<std::string>> rows;
  std::vector<Choice> choices;
  for (const char* name : {"w", "x", "b"}) {
    const auto entry = std::ranges::find(report.entries, name, &GradientEntry::name);
    rows.push_back({fmt::format("∂f/∂{}", name), shown(entry->given), shown(entry->numerical)});
    choices.push_back(
        {fmt::format("∂f/∂{}", name), entry->verdict != Verdict::agree, "its two numbers agree."});
  }
  lesson.table({"slope", "by hand", "by nudging"}, rows);
  lesson.choose("Which one is wrong?", choices,
                {.hints = {"Compare the two numbers of each row."},
                 .reveal = "The judge names the entry. You know where to look."});
  lesson.derive("Mend it: what is ∂f/∂w?", "2*(w*x + b)*x", {"w", "x", "b"},
                {.hints = {"It is a chain: w moves w*x + b, and that moves its square.",
                           "How fast does w*x + b move with w?"},
                 .remarks = {{"2*(w*x + b)",
                              "that is the slope of the square. How fast does its "
                              "inside move with w?"},
                             {"2*(w*x + b)*w", "that is ∂f/∂x."},
                             {"2*x", "the slope of the square is taken at w*x + b."}},
                 .reveal = "The inner slope, x, had been forgotten: lesson 4's mistake. The kit's "
                           "checker even says so:"});
  lesson.report(report);
}

void lucky(Lesson& lesson) {
  lesson.screen("A lucky place");
  lesson.say(
      "Somebody claims that the slope of x^2 is x^2 itself. You check it at x = 2. The right slope "
      "is "
      "2*x.");
  const auto verdict = [](double x) {
    return check_formula(parse("x^2"), {{"x", x}}, {}, {{"x", parse("x^2")}}).verdict();
  };
  lesson.choose(
      "What does the check at x = 2 say?",
      {{"it disagrees", verdict(2) == Verdict::disagree, "work both out at x = 2: 2*x, and x^2."},
       {"it agrees", verdict(2) == Verdict::agree},
       {"it cannot tell", verdict(2) != Verdict::agree && verdict(2) != Verdict::disagree,
        "it has two numbers to compare. What are they?"}},
      {.hints = {"What is 2*x at x = 2? And x^2?"},
       .reveal = "Both are 4. The check compares numbers, not formulas."});
  std::vector<std::vector<std::string>> rows;
  for (const double x : {0.0, 2.0, 1.3, -0.7})
    rows.push_back({shown(x), shown(x * x), shown(2 * x), in_words(verdict(x))});
  lesson.table({"x", "claimed", "right", "verdict"}, rows);
  lesson.mistake(
      "To check at 0, 1 or 2. Round numbers make different formulas equal: 0 hides every missing "
      "factor, 1 every power. Check at a few random points, as the exercises of this course do.");
}

void kinks(Lesson& lesson) {
  lesson.screen("When the judge is wrong");
  lesson.say(
      "relu(x) is x for positive x, and 0 for the rest. It is in nearly every modern network. At 0 "
      "it "
      "has a corner:");
  Plot plot{.title = "relu, and a central difference across its corner",
            .x = {.label = "x"},
            .y = {.label = "y"},
            .series = {{"relu(x)", {}}, {"the chord from -0.5 to 0.5", {}}},
            .marks = {}};
  for (double x = -1; x <= 1; x += 0.0625) plot.series[0].points.push_back({x, relu(x)});
  const double chord = central_difference(relu, 0, 0.5);
  for (const double x : {-0.5, 0.5})
    plot.series[1].points.push_back({x, relu(0.5) / 2 + chord * x});
  lesson.plot(plot,
              "On the left the slope is 0, on the right it is 1. At the corner there is none.");
  lesson.predict(
      "What does the central difference say at 0?", central_difference(relu, 0, 1e-5),
      {.hints = {"relu(h) is h, relu(-h) is 0. Divide by 2*h."},
       .remarks = {{1.0, "that is what the forward difference says."},
                   {0.0, "that is what a difference to the left says."}},
       .reveal = told("{}, for every h. Forward says {}, and the engine takes {}. Nobody is "
                      "wrong: there is no derivative at a corner.",
                      central_difference(relu, 0, 1e-5), forward_difference(relu, 0, 1e-5),
                      node_called(traced("relu(x)", {{"x", 0}}), "x").grad)});
  lesson.say("A good checker says so, and does not cry wolf:");
  lesson.report(check_formula(parse("relu(x)"), {{"x", 0}}));
}

void a_recipe(Lesson& lesson) {
  lesson.screen("A recipe for your own code");
  lesson.point("Take **doubles**. In single precision there is not enough room for a small h.");
  lesson.point(
      "Take the **central** difference with h near {}, times the size of x if that is large.",
      shown(usual_step(Method::central, 1), 1));
  lesson.point("Compare by **relative error**, entry by entry, and look at the worst one first.");
  lesson.point("Check at **random places**, away from corners, before you train and not after.");
  lesson.point("Check a **small** network. What is right for ten weights is right for a million.");
  lesson.say("The kit does this for any formula. Try your homework on it:");
  lesson.listing("./stepgrad check \"x^2*y\" x=3 y=2 --against \"x=2*x\"");
  lesson.remember(
      "Nudging is approximate, slow and easy to write. The rules are exact, fast and easy to get "
      "wrong. So compute with the rules, and check by nudging.");
}

void teach(Lesson& lesson) {
  is_it_right(lesson);
  published_numbers(lesson);
  how_near(lesson);
  planted(lesson);
  lucky(lesson);
  kinks(lesson);
  a_recipe(lesson);
  lesson.source(
      "Yang Li, Lecture 6: Backpropagation and Neural Networks (28 October 2022): the loss 1.25742 "
      "and 1.25763, the slope 2.1; numerical against analytic gradients.");
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural Networks, section 3.2: the naive way to "
      "compute "
      "gradients.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_07_checking{"07_checking", "Checking gradients", teach};
}

}  // namespace stepgrad
