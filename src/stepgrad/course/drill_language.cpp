#include <stepgrad/course/drill_language.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/course/drill_kinds.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t query_width = 4;  // of queries and keys: its root is 2

double dot_of(const DrillNumbers& a, const DrillNumbers& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// Shares of three letters, 1 together and each of one digit; no two are equal.
DrillNumbers some_shares(Random& random) {
  constexpr std::array<std::array<double, 3>, 4> known{
      {{0.5, 0.3, 0.2}, {0.6, 0.3, 0.1}, {0.7, 0.2, 0.1}, {0.5, 0.4, 0.1}}};
  const auto& drawn = known[random.below(known.size())];
  DrillNumbers shares(drawn.begin(), drawn.end());
  random.shuffle(std::span(shares));
  return shares;
}

/// A letter that listens to three, itself among them. What they tell is one number each, and
/// g = dL/dy arrives for what it hears.
struct Listening {
  DrillNumbers shares, values;
  double g;

  /// y = a1 v1 + a2 v2 + a3 v3.
  double heard() const { return dot_of(shares, values); }
  /// dL/ds_t = a_t (v_t - y) g: a score makes its own share grow, and all others shrink.
  double of_score(std::size_t t) const { return shares[t] * (values[t] - heard()) * g; }
};

Listening some_listening(Random& random) {
  for (;;) {
    const Listening made{some_shares(random), several(3, random), small_number(random)};
    if (made.values[0] != made.values[1] && made.values[1] != made.values[2] &&
        std::abs(made.heard()) > 1e-9)
      return made;
  }
}

std::string told(const Listening& made) {
  return fmt::format("the shares are a = {}\nthe values are v = {}", in_brackets(made.shares),
                     in_brackets(made.values));
}

const std::string mean_rule = "What is heard is the mean of the values, each with its share.";
const std::string score_rule =
    "A score has a path through every share. Together: its share, times its value less what is "
    "heard, times what arrives.";

void ask_heard(Problem& problem, Random& random) {
  const Listening made = some_listening(random);
  problem.given = {Listing{told(made)}};
  const double sum = made.values[0] + made.values[1] + made.values[2];
  const auto most = std::ranges::max_element(made.shares) - made.shares.begin();
  DrillRemarks remarks(made.heard());
  remarks.add(sum / 3, "that is the plain mean. Each value counts by its share.");
  remarks.add(sum, "that is their sum. Each value counts by its share.");
  remarks.add(made.values[static_cast<std::size_t>(most)],
              "that is the value with the largest share. The others are heard, too.");
  problem.questions = {number_asked(
      "What does this letter hear: what is y?", made.heard(),
      {.hints = {mean_rule, "`y = a1 v1 + a2 v2 + a3 v3`."},
       .remarks = std::move(remarks).take(),
       .reveal = fmt::format("`{} * {} + {} * {} + {} * {} = {}`.", shown(made.shares[0]),
                             factor(made.values[0]), shown(made.shares[1]), factor(made.values[1]),
                             shown(made.shares[2]), factor(made.values[2]), shown(made.heard()))})};
}

/// Letter 2 of three asks: it may hear the first and itself.
void ask_scores(Problem& problem, Random& random) {
  const DrillNumbers query = several(query_width, random);
  const std::vector<DrillNumbers> keys{several(query_width, random), several(query_width, random),
                                       several(query_width, random)};
  DrillNumbers fits;
  for (const DrillNumbers& key : keys) fits.push_back(dot_of(query, key));
  const DrillNumbers two{fits[0], fits[1]}, scores = scaled(two, 0.5);
  problem.given = {Listing{fmt::format(
      "letter 2 asks, with q = {}\n"
      "the keys are k1 = {}, k2 = {}, k3 = {}\n"
      "a mask lets it hear letter 1 and itself",
      in_brackets(query), in_brackets(keys[0]), in_brackets(keys[1]), in_brackets(keys[2]))}};
  DrillRemarks remarks(scores);
  remarks.add(two, "those are q k. They are divided by the root of the width, 2.");
  remarks.add(scaled(two, 0.25), "by the root of the width, and not by the width.");
  remarks.add({fits[1] / 2, fits[2] / 2}, "letter 3 comes later: the mask takes it.");
  problem.questions = {numbers_asked(
      "Which two scores does softmax get?", {"s1", "s2"}, scores,
      {.hints = {"A score is `q k`, number by number and added up, over the root of the width.",
                 "The width of q is 4, and its root is 2."},
       .remarks = std::move(remarks).take(),
       .reveal = fmt::format("`q k` is {} and {}; half of that: {}. Of letter 3 nothing is asked.",
                             shown(fits[0]), shown(fits[1]), in_brackets(scores))})};
}

void ask_slope_of_score(Problem& problem, Random& random) {
  const Listening made = some_listening(random);
  const std::size_t t = random.below(3);
  const double share = made.shares[t], value = made.values[t];
  problem.given = {Listing{
      told(made) + fmt::format("\nthe gradient that arrives is dL/dy = {}", shown(made.g))}};
  DrillRemarks remarks(made.of_score(t));
  remarks.add(share * value * made.g,
              "that is `a v g`: but where one share grows, the others shrink. v less y.");
  remarks.add((value - made.heard()) * made.g, "that is without the share.");
  remarks.add(share * (value - made.heard()), "what arrives, dL/dy, is left out.");
  remarks.add(value * made.g, "that is the slope of the share. And the share's in its score?");
  remarks.add(share * (1 - share) * made.g, "`a (1 - a)` is the slope of the share alone.");
  remarks.add(-made.of_score(t), "the other sign: its value less what is heard.");
  problem.questions = {number_asked(
      fmt::format("The shares are softmax of s. What is `dL/ds{}`?", t + 1), made.of_score(t),
      {.hints = {score_rule,
                 fmt::format("`a{0} (v{0} - y) g`, and y is {1}.", t + 1, shown(made.heard()))},
       .remarks = std::move(remarks).take(),
       .reveal = fmt::format("y is {}, so it is `{} * ({} - {}) * {} = {}`.", shown(made.heard()),
                             shown(share), shown(value), factor(made.heard()), factor(made.g),
                             shown(made.of_score(t)))})};
}

void ask_key(Problem& problem, Random& random) {
  const DrillNumbers query = several(query_width, random);
  const double slope = small_number(random) / 10;
  const DrillNumbers answer = scaled(query, slope / 2);
  problem.given = {
      Listing{fmt::format("a letter asks, with q = {}\n"
                          "k is the key of another, and the slope of their score is "
                          "dL/ds = {}",
                          in_brackets(query), shown(slope))}};
  DrillRemarks remarks(answer);
  remarks.add(scaled(query, slope),
              "the score is divided by the root of the width, 2. So its slope.");
  remarks.add(scaled(query, slope / 4), "by the root of the width, and not by the width.");
  remarks.add(scaled(query, 0.5),
              "that is the slope of the score. What arrives there is left out.");
  remarks.add(scaled(answer, -1), "that is the way down; the gradient points up the loss.");
  problem.questions = {numbers_asked(
      "What is `dL/dk`, from this letter?", {"first", "second", "third", "fourth"}, answer,
      {.hints = {"The score is `q k / 2`. What is its slope in each number of k?",
                 "The query, over 2, times dL/ds."},
       .remarks = std::move(remarks).take(),
       .reveal = fmt::format("`q / 2` times {}: {}.", shown(slope), in_brackets(answer))})};
}

/// Three letters ask. What comes back to a value: a share from each letter that may hear it.
void ask_value(Problem& problem, Random& random) {
  const DrillNumbers last = some_shares(random), g = several(3, random);
  const double first = (1.0 + static_cast<double>(random.below(9))) / 10;
  const DrillNumbers middle{first, 1 - first};
  const std::size_t t = random.below(2);
  const DrillNumbers own =
      t == 0 ? DrillNumbers{1, middle[0], last[0]} : DrillNumbers{0, middle[1], last[1]};
  const double answer = dot_of(own, g);
  problem.given = {
      Listing{fmt::format("letter 1 hears itself alone\nthe shares of letter 2 are {}\n"
                          "the shares of letter 3 are {}\n"
                          "at what they hear arrives dL/dy = {}, a number each",
                          in_brackets(middle), in_brackets(last), in_brackets(g))}};
  DrillRemarks remarks(answer);
  remarks.add(own[2] * g[2], "that is what letter 3 sends back. All that hear it do.");
  remarks.add(g[0] + g[1] + g[2], "each sends its share of what arrives.");
  remarks.add(own[t] * g[t], "that is what comes from itself. Later letters hear it, too.");
  remarks.add(-answer, "that is the way down; the gradient points up the loss.");
  problem.questions = {number_asked(
      fmt::format("What is `dL/dv{}`, of the value of letter {}?", t + 1, t + 1), answer,
      {.hints = {"Which letters hear it? With a mask: itself and those behind it.",
                 "From each: its share of this value, times what arrives there. They add up."},
       .remarks = std::move(remarks).take(),
       .reveal =
           fmt::format("{}`{} * {}` from letter 2 and `{} * {}` from letter 3: {}.",
                       t == 0 ? fmt::format("`1 * {}` from itself, ", factor(g[0])) : "",
                       shown(own[1]), factor(g[1]), shown(own[2]), factor(g[2]), shown(answer))})};
}

}  // namespace

bool ask_of_language(Problem& problem, Random& random) {
  constexpr std::array asks{ask_heard, ask_scores, ask_slope_of_score, ask_key, ask_value};
  asks[static_cast<std::size_t>(problem.level - 1)](problem, random);
  return true;
}

}  // namespace stepgrad
