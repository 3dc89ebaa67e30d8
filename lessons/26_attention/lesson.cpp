// Lesson 26. Attention: a letter asks, the letters before answer; why the scores are divided by the
// root of the width, why nobody may look ahead, and what the gradient does to a key.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include <lessons/26_attention/copying.hpp>
#include <stepgrad/course/lesson.hpp>

namespace stepgrad {
namespace {

using namespace copying;
using Rows = std::vector<Numbers>;
constexpr double masked = std::numeric_limits<double>::quiet_NaN();  // leaves a gap

Rows rounded(Rows rows, double parts = 1000) {
  for (Numbers& row : rows)
    for (double& number : row) number = std::round(parts * number) / parts;
  return rows;
}

double dot_of(const Numbers& a, const Numbers& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// ---- three letters, by hand

const Numbers q{1, 0, 2, 1};
const Rows keys{{0, 1, 0, 0}, {0, 0, 1, 0}, {2, 0, 1, 0}}, values{{4, 0}, {0, 4}, {2, 2}};

/// What the third letter heeds, what it hears, and the slopes of L in all of it, where dL/dy = (1, 0).
struct Heard {
  Numbers shares, y;
  Numbers of_query;
  Rows of_keys, of_values;
};

Heard heard_with(const Numbers& query, const Rows& with) {
  const Scope scope;
  const Values asks = inputs(query);
  std::vector<Values> k, v;
  for (const Numbers& key : with) k.push_back(inputs(key));
  for (const Numbers& value : values) v.push_back(inputs(value));
  const Values shares = attention_shares(asks, k), y = attended(shares, v);
  zero_grad();
  backward(y[0] + 0.0 * y[1]);
  const auto copied = [](std::span<const double> numbers) {
    return Numbers(numbers.begin(), numbers.end());
  };
  Heard heard{copied(shares.data()), copied(y.data()), copied(asks.grad()), {}, {}};
  for (const Values& key : k) heard.of_keys.push_back(copied(key.grad()));
  for (const Values& value : v) heard.of_values.push_back(copied(value.grad()));
  return heard;
}

Bars bars_of(std::string title, const Numbers& shares) {
  Bars bars{.title = std::move(title), .bars = {}, .full = 1};
  for (std::size_t t = 0; t < shares.size(); ++t)
    bars.bars.push_back({told("letter {}", t + 1), std::round(1000 * shares[t]) / 1000});
  return bars;
}

Numbers softmax_of(Numbers scores) {
  double sum = 0;
  const double largest = *std::max_element(scores.begin(), scores.end());
  for (double& score : scores) sum += score = std::exp(score - largest);
  for (double& score : scores) score /= sum;
  return scores;
}

void by_hand(Lesson& lesson, const Heard& heard) {
  lesson.screen("Which of the letters before should it listen to?");
  lesson.say(
      "The table of [[25_counts]] with a row for each combination of letters is too large to learn. And "
      "the mean of all letters before forgets which was where. In between: each letter **chooses** whom to listen to. "
      "For that it has three lists of numbers, each made by a matrix of weights from the vector x "
      "that stands for it:");
  lesson.table({"", "made of x by", "what it is for"},
               {{"query q", "Wq x", "what this letter is looking for"},
                {"key k", "Wk x", "what a letter can be found by"},
                {"value v", "Wv x", "what it tells those who listen"}});
  lesson.say(
      "Three letters have been read, and the third asks. How well a key fits is its product "
      "with the query, number by number, added up.");
  lesson.plot(std::vector<NumberGrid>{{"q", {q}, {"letter 3"}},
                                      {"keys", keys, {"letter 1", "letter 2", "letter 3"}},
                                      {"values", values, {"letter 1", "letter 2", "letter 3"}}},
              "d = 4 numbers in the query and in each key. Values may be of another width.");
  Numbers fits;
  for (const Numbers& key : keys) fits.push_back(dot_of(q, key));
  lesson.predict_all("How well does each key fit?",
                     {{"letter 1", fits[0]}, {"letter 2", fits[1]}, {"letter 3", fits[2]}},
                     {.hints = {"1 * 0 + 0 * 1 + 2 * 0 + 1 * 0 is 0. And the others?"},
                      .remarks = {Remark::entry(2, 3, "2 * 1 + 1 * 2 is 4.")},
                      .seen = "such numbers stand everywhere"});
  const Numbers undivided = softmax_of(fits);
  lesson.predict_all(
      "These are divided by the root of d, and softmax makes shares of them. What are they?",
      {{"letter 1", heard.shares[0]}, {"letter 2", heard.shares[1]}, {"letter 3", heard.shares[2]}},
      {.hints = {"The root of 4 is 2: the scores are 0, 1 and 2.",
                 "1, 2.718 and 7.389, divided by their sum, 11.107."},
       .remarks = {Remark(exact(undivided), "that is softmax of 0, 2 and 4. Divide by 2 first."),
                   Remark("0 0.3333 0.6667", "those are 0, 1 and 2 by their sum. Softmax.")},
       .reveal = "The third listens to itself most, to the second a little."});
  lesson.plot(bars_of("What letter 3 heeds", heard.shares), "Shares: together they are 1.");
  lesson.predict_all(
      "What it hears is the mean of the values, each with its share. What is y?",
      {{"y1", heard.y[0]}, {"y2", heard.y[1]}},
      {.hints = {"y1 is 0.090 * 4 + 0.245 * 0 + 0.665 * 2."},
       .remarks = {{"2 2", "that is the plain mean. Each value counts by its share."}},
       .reveal = told("{} and {}. That is all of attention: fit, softmax, mean.",
                      shown(heard.y[0], 4), shown(heard.y[1], 4))});
  lesson.formula("y = a1*v1 + a2*v2 + a3*v3");
  lesson.choose("A query of zeros: what does that letter hear?",
                {{"nothing: y is 0", false, "the scores are 0. And e^0?"},
                 {"the plain mean of all values", true},
                 {"its own value", false, "no key fits better than the others."}},
                {.hints = {"All scores are 0. What are the shares?"},
                 .reveal = "Shares are always 1 together: it cannot listen to nobody."});
}

// ---- the root of d

struct Sharpness {
  Numbers sorted = Numbers(8, 0.0);  // the mean share of the best fit, of the second, …
  double slope = 0;                  // the mean of a (1 - a) of the best
};

/// Random queries and keys: numbers with deviation 1, eight letters to choose from.
Sharpness sharpness(std::size_t d, bool divided) {
  constexpr int draws = 200;
  Random random(d);
  Sharpness mean;
  for (int draw = 0; draw < draws; ++draw) {
    Numbers query(d), scores;
    for (double& number : query) number = random.normal();
    for (int t = 0; t < 8; ++t) {
      double sum = 0;
      for (const double number : query) sum += number * random.normal();
      scores.push_back(divided ? sum / std::sqrt(static_cast<double>(d)) : sum);
    }
    Numbers shares = softmax_of(scores);
    std::ranges::sort(shares, std::greater<>());
    for (std::size_t i = 0; i < shares.size(); ++i) mean.sorted[i] += shares[i] / draws;
    mean.slope += shares[0] * (1 - shares[0]) / draws;
  }
  return mean;
}

Experiment::Trial choose_width(double d, std::string_view how) {
  const Sharpness mean = sharpness(static_cast<std::size_t>(d), how == "divided");
  Bars bars{.title = told("d = {}, {}", d, how), .bars = {}, .full = 1};
  for (std::size_t i = 0; i < 8; ++i)
    bars.bars.push_back({told("fit {}", i + 1), std::round(100 * mean.sorted[i]) / 100});
  return {mean.sorted[0] < 0.65  ? 0u
          : mean.sorted[0] < 0.9 ? 1u
                                 : 2u,
          still(bars),
          told("The mean of 200 draws. The slope of the largest share in its score is {}.",
               shown(mean.slope, 1))};
}

void root_of_width(Lesson& lesson) {
  lesson.screen("Why divide by the root of d?");
  lesson.say(
      "At the beginning all weights are random, so queries and keys are, too. Say each of "
      "their numbers has mean 0 and deviation 1.");
  lesson.predict(
      "The product of two such numbers has the deviation 1 again. A score adds up 64 of them, d = "
      "64. What is the deviation of the score?",
      8,
      {.hints = {"Variances add up: 64. And the deviation?"},
       .remarks = {{64, "that is the variance. The deviation is its root."},
                   {1, "they are added, not averaged."}},
       .reveal = "The root of d: scores such as -8, 3 and 11. Divided by it, the deviation is 1, "
                 "whatever the width."});
  lesson.experiment(
      {.ask = "Eight letters with random keys. Choose d, and whether scores are divided. How "
              "large is the largest share, in the mean?",
       .settings = {{.name = "d", .offered = {1, 16, 256}, .least = 1, .most = 1024, .whole = true},
                    {.name = "scores", .names = {"divided", "not divided"}}},
       .outcomes = {"below 0.65: several are heard", "from 0.65 to 0.9", "above 0.9: one alone"},
       .run = choose_width});
  Plot share{.title = "Largest share of eight",
             .x = {.label = "d", .logarithmic = true},
             .y = {.label = "share"},
             .series = {{"divided", {}}, {"not divided", {}}},
             .marks = {},
             .area = Area{1, 256, 0, 1}};
  Plot slope = share;
  slope.title = "Slope of that share";
  slope.y.label = "a*(1 - a)";
  slope.area = Area{1, 256, 0, 0.3};
  for (const std::size_t d : {1u, 4u, 16u, 64u, 256u})
    for (const bool divided : {true, false}) {
      const Sharpness mean = sharpness(d, divided);
      share.series[divided ? 0 : 1].points.push_back({static_cast<double>(d), mean.sorted[0]});
      slope.series[divided ? 0 : 1].points.push_back({static_cast<double>(d), mean.slope});
    }
  lesson.choose(
      "Not divided, d = 256: before anything is learnt, one letter has nearly all. Why is that bad?",
      {{"it listens to one, and should always listen to all", false,
        "it may learn to listen to one, if that helps. But here it was chance."},
       {"softmax is saturated: its slopes are nearly 0, and it cannot learn to look elsewhere",
        true},
       {"the numbers overflow", false, "the largest score is taken away first."}},
      {.hints = {"The slope of a share a in its own score is a * (1 - a)."},
       .reveal = "As with a sigmoid far out, in [[20_deep]]: where a is 1 or 0, nothing moves."});
  lesson.plot(Picture(SideBySide{{share, slope}}),
              "The wider, the surer by mere chance, and the less it can learn, unless divided.");
  lesson.mistake(
      "To forget the root of d. Nothing crashes, and small models learn all the same; the wider "
      "it is, the more it stays with whom chance has given it.");
}

// ---- no looking ahead

std::vector<NumberGrid> map_of(const State& state, Sight sight) {
  const std::vector<std::string> at{".", "x", "y", "z", "x", "y"};
  Rows map = rounded(state.map, 100);
  for (std::size_t t = 0; t < positions; ++t)
    for (std::size_t later = t + 1; later < positions && sight == Sight::masked; ++later)
      map[t][later] = masked;
  return {{"heeds", map, at, at}};
}

struct Learnt {
  Film film;
  State last;
  double in_use;  // with nothing ahead
};

Learnt learnt(Sight sight) {
  const Scope scope;
  Training training(sight, 26);
  Learnt learnt{
      {{}, "A row for each letter that listens, a column for each that is heard."}, {}, 0};
  for (const std::size_t step : {0u, 50u, 100u, 300u}) {
    training.until(step);
    learnt.last = state_of(training.head(), sight);
    learnt.film.frames.push_back(
        {told("step {}", step), map_of(learnt.last, sight),
         told("The loss is {}.", fmt::format("{:.2f}", learnt.last.loss))});
  }
  learnt.film.stills = {0, 3};
  learnt.in_use = state_of(training.head(), Sight::masked).loss;
  return learnt;
}

void no_looking_ahead(Lesson& lesson) {
  const Learnt honest = learnt(Sight::masked), cheat = learnt(Sight::everything);
  lesson.screen("No looking ahead");
  lesson.say(
      "Words of a toy language: a dot, three letters drawn from four, and the same three again, as in "
      ".badbad. One head of attention reads them, and says after each letter which comes next. While "
      "it learns, the whole word is there. So a **mask** takes away what comes later: a letter hears "
      "itself and those before.");
  lesson.predict(
      "It reads six letters, the dot among them. Of the 36 shares, how many does the mask take?",
      15,
      {.hints = {"The first may not hear 5 others, the second 4, ..."},
       .remarks = {{18, "half of all. But each hears itself."}, {21, "those remain."}},
       .reveal = "5 + 4 + 3 + 2 + 1 + 0. They are 0 exactly, as if they were not there.",
       .within = 1e-9});
  lesson.predict(
      "Nobody can know the first three letters, each one of four. The other three can be known. What "
      "is the lowest mean loss of the six that can be reached honestly?",
      std::log(4.0) / 2,
      {.hints = {"log(4) for the first three each, and 0 for the others.", "3 * log(4)/6."},
       .remarks = {{std::log(4.0), "that is guessing all six."}, {0, "and the first three?"}},
       .reveal = "log(2), 0.693. No model can do better than what can be known."});
  lesson.choose(
      "To say the letter behind the second x, it has to find y. How far back is that, from x?",
      {{"one letter", false, "before the second x stands z."},
       {"two letters", true},
       {"three letters", false, "three back is the first x, itself."}},
      {.hints = {". x y z x y z: it stands on the second x, and y comes next."},
       .reveal = "Which letter it is does not matter, only where. So x is the sum of two vectors, "
                 "one of the letter and one of the place."});
  lesson.film(honest.film);
  lesson.say(
      "At the end it stands on z and looks at the first x, on x at y, on y at z. While nothing can be "
      "known, it looks at the dot. Nobody told it; only the loss did. It is {} now.",
      fmt::format("{:.2f}", honest.last.loss));
  lesson.choose(
      "Now somebody forgets the mask. What will the loss come to?",
      {{"log(2) as well: there is nothing more to know", false, "is there not? What stands ahead?"},
       {"nearly 0", cheat.last.loss < 0.05},
       {"it will not learn: later letters only disturb", false, "one of them is the answer."}},
      {.hints = {"Which letter would you look at, if you could?"},
       .reveal = "Better than what can be known. A loss that is too good is a warning."});
  lesson.film(cheat.film);
  lesson.plot(Bars{.title = "Loss",
                   .bars = {{"with a mask", std::round(100 * honest.last.loss) / 100},
                            {"no mask, while it learnt", std::round(100 * cheat.last.loss) / 100},
                            {"no mask, in use", std::round(100 * cheat.in_use) / 100, true},
                            {"guessing", std::round(100 * std::log(4.0)) / 100}},
                   .full = 2},
              "In use nothing stands ahead: whoever writes a name has not written its end.");
  lesson.mistake(
      "No mask: it learns to read off the answer. The loss falls faster than ever, and in use it is "
      "{} than guessing.",
      cheat.in_use > std::log(4.0) ? "worse" : "hardly better");
}

// ---- the way back

Experiment::Trial pull(double rate) {
  Rows moved = keys;
  Film film{{}, "What letter 3 heeds, while the keys go downhill."};
  Heard now;
  for (int step = 0; step <= 20; ++step) {
    now = heard_with(q, moved);
    if (step % 5 == 0)
      film.frames.push_back({told("step {}", step), bars_of("Shares", now.shares),
                             told("y1 is {}.", shown(now.y[0], 3))});
    for (std::size_t t = 0; t < moved.size(); ++t)
      for (std::size_t i = 0; i < moved[t].size(); ++i) moved[t][i] -= rate * now.of_keys[t][i];
  }
  return {static_cast<std::size_t>(std::max_element(now.shares.begin(), now.shares.end()) -
                                   now.shares.begin()),
          film};
}

double nudged_fit(std::size_t letter) {
  constexpr double h = 1e-5;
  const auto y1 = [&](double by) {
    Numbers scores{0, 1, 2};
    scores[letter] += by;
    const Numbers shares = softmax_of(scores);
    return 4 * shares[0] + 2 * shares[2];
  };
  return (y1(h) - y1(-h)) / (2 * h);
}

void to_a_key(Lesson& lesson, const Heard& heard) {
  lesson.screen("What the gradient does to a key");
  lesson.say(
      "Back to the three letters. y goes on into the network, and from there a gradient comes back. "
      "Say it is g = (1, 0): the loss would grow with y1. What reaches the values is "
      "simple, each gets its share of g. And the scores?");
  const Numbers a = heard.shares;
  const double y1 = heard.y[0];
  Numbers slopes, without;
  for (std::size_t t = 0; t < 3; ++t) {
    slopes.push_back(a[t] * (values[t][0] - y1));
    without.push_back(a[t] * values[t][0]);
  }
  lesson.predict(
      told(
          "Score 2 grows a little. Then share 2 grows by a2 * (1 - a2), and the others shrink, by "
          "a2 * a1 and a2 * a3. y1 is a1 * 4 + a2 * 0 + a3 * 2. With the shares {}, {} and {}: what "
          "is the slope of y1 in score 2?",
          shown(a[0], 3), shown(a[1], 3), shown(a[2], 3)),
      slopes[1],
      {.hints = {"-a2 * a1 * 4 + a2 * (1 - a2) * 0 - a2 * a3 * 2.",
                 "In short: a2 * (0 - y1), and y1 is 1.69."},
       .remarks = {{0, "its own value has y1 = 0. But what it gains, the others lose."},
                   {-slopes[1], "which way does y1 go, if more is heard of a value with 0?"},
                   {a[1] * (1 - a[1]), "that is how fast the share itself grows."}},
       .reveal = "Its value, less what is heard already, times its share."});
  lesson.formula("ds2 = a2*(v2 - y)*g");
  std::vector<std::vector<std::string>> rows;
  for (std::size_t t = 0; t < 3; ++t)
    rows.push_back(
        {told("{}", t + 1), shown(without[t], 4), shown(slopes[t], 4), shown(nudged_fit(t), 4)});
  lesson.table({"score", "a*v*g", "a*(v - y)*g", "by nudging"}, rows);
  lesson.mistake(
      "a*v*g: to forget that shares are 1 together. Each score has a second path, through the sum "
      "below the line, to everybody's share. (The right three have the sum 0: all scores "
      "may grow by the same.)");
  lesson.predict_all(
      told("A score is $q*k/2$. With {} as the slope of score 2, what is the gradient in key 2?",
           shown(slopes[1], 4)),
      {{"first", heard.of_keys[1][0]},
       {"second", heard.of_keys[1][1]},
       {"third", heard.of_keys[1][2]},
       {"fourth", heard.of_keys[1][3]}},
      {.hints = {"Each number of the key is multiplied by that of the query, over 2.",
                 "-0.4137 times (1, 0, 2, 1), over 2."},
       .remarks = {Remark::times(2, "the score is divided by the root of d, and so is its slope."),
                   Remark::times(-1, "the slope of the score is below 0.")},
       .reveal =
           "The query, times a number. A key knows of nothing but the queries that came to it."});
  lesson.choose(
      "A step downhill: where does key 2 go?",
      {{"towards the query", heard.of_keys[1][2] < 0},
       {"away from it", false,
        "its gradient is a negative number times q, and a step goes against it."},
       {"towards value 2", false, "no value is in it but by that number."}},
      {.hints = {"Minus minus."},
       .reveal = "Value 2 has less of what hurts than the mean has. So it is to be found more "
                 "easily. **A key moves towards the queries that its value helps.**"});
  lesson.experiment({.ask =
                         "20 steps of descent, the three keys alone. Which letter will be heeded "
                         "most? Choose a rate.",
                     .setting = "rate",
                     .offered = {0.01, 0.1, 1},
                     .least = 0.001,
                     .most = 10,
                     .outcomes = {"letter 1", "letter 2", "letter 3"},
                     .run = pull});
  lesson.diagram(
      traced("s1 = q*k1; s2 = q*k2; a2 = sigmoid(s2 - s1); y = (1 - a2)*v1 + a2*v2",
             {{"q", 1}, {"k1", 0}, {"k2", 1}, {"v1", 4}, {"v2", 0}}),
      "A head of two letters, d = 1: of two scores softmax is the sigmoid of the difference. Every "
      "score has two paths to y, one by way of each value.");
  lesson.predict_all(
      "Three letters, each asks, with a mask. From how many queries does each key get gradient?",
      {{"key 1", 3}, {"key 2", 2}, {"key 3", 1}},
      {.hints = {"Who may hear letter 1?"},
       .remarks = {{"1 2 3", "turned: a letter hears those **before** it."},
                   {"3 3 3", "the mask."},
                   {"1 1 1", "all that hear it send something back."}},
       .reveal = "And they add up. Who writes = for += keeps the last "
                 "query alone, as in [[05_many_paths]].",
       .seen = "such numbers stand everywhere"});
}

// ---- heads

void several_heads(Lesson& lesson) {
  lesson.screen("Several heads");
  lesson.say(
      "One head has one mean. Who wants to look for a vowel and for the beginning takes two: the "
      "first has the first half of q, k and v, the second the other half, and what they hear stands "
      "side by side.");
  lesson.predict_all(
      "A width of 16, and 4 heads. How wide is each, and by "
      "what are its scores divided?",
      {{"width", 4}, {"divisor", 2}},
      {.hints = {"Each has its part of the 16.", "The root of its own width."},
       .remarks = {{"4 4", "the root of the head's width."}, {"16 4", "the heads share the 16."}},
       .seen = "such numbers stand everywhere"});
  lesson.choose("Wq, Wk and Wv are 16 x 16. What do four heads cost beside one of 16?",
                {{"four times the weights", false, "each has a quarter of the rows."},
                 {"the same weights, four means instead of one", true},
                 {"a quarter of the weights", false, "all rows are used."}},
                {.hints = {"Head 1 has rows 1 to 4 of each matrix."}});
  const std::vector<std::string> kal{"k", "a", "l"};
  lesson.plot(
      std::vector<NumberGrid>{
          {"head 1", {{1, masked, masked}, {1, 0, masked}, {1, 0, 0}}, kal, kal},
          {"head 2", {{1, masked, masked}, {0.5, 0.5, masked}, {0, 1, 0}}, kal, kal}},
      "What two heads might heed in kal: one how it began, the other the vowel.");
  lesson.remember(
      "Fit q*k over the root of d, softmax, mean of the values. No root: it saturates. No mask: it "
      "cheats. A score's slope is its share times (its value less what is heard), and keys move "
      "towards the queries they help.");
  lesson.say(
      "Attention mixes what letters know. What makes a model of it that speaks is little more: "
      "[[27_gpt]] has all of it in one graph.");
}

void teach(Lesson& lesson) {
  const Heard heard = heard_with(q, keys);
  by_hand(lesson, heard);
  root_of_width(lesson);
  no_looking_ahead(lesson);
  to_a_key(lesson, heard);
  several_heads(lesson);
  lesson.source(
      "Ashish Vaswani and others, Attention Is All You Need (2017), section 3.2: the root "
      "of d, the mask, several heads.");
  lesson.source("Andrej Karpathy, microgpt.py (February 2026): attention over scalars.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_26_attention{"26_attention", "Attention", teach};
}

}  // namespace stepgrad
