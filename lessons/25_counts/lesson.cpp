// Lesson 25. A language from counts: which letter follows which, what a guess costs, the same table
// learnt by descent, names drawn from it, and why more letters back soon are too many.
#include <algorithm>
#include <cmath>
#include <cstddef>

#include <lessons/25_counts/letter_counts.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/language/names.hpp>
#include <stepgrad/scalar/functions.hpp>

namespace stepgrad {
namespace {

using namespace letter_counts;
using Rows = std::vector<Numbers>;

const std::vector<std::string> few{"ann", "anna", "nana"};
constexpr std::size_t a = 0, n = 1, end = 2;  // their letters

/// A table of letters by letters.
Rows table_of(const Alphabet& alphabet, std::span<const std::string> names) {
  const LetterCounts counts(alphabet, names, 1);
  Rows rows;
  for (std::size_t letter = 0; letter < alphabet.size(); ++letter)
    rows.push_back(counts.after({letter}));
  return rows;
}

Numbers shares(Numbers row) {
  double sum = 0;
  for (const double number : row) sum += number;
  for (double& number : row) number /= sum;
  return row;
}

Rows rounded(Rows rows) {
  for (Numbers& row : rows)
    for (double& number : row) number = std::round(1000 * number) / 1000;
  return rows;
}

std::vector<std::string> letters_of(const Alphabet& alphabet) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < alphabet.size(); ++i) all.push_back(alphabet.letter(i));
  return all;
}

NumberGrid grid(std::string name, const Rows& rows, const Alphabet& alphabet) {
  const std::vector<std::string> letters = letters_of(alphabet);
  return {std::move(name), rounded(rows), letters, letters};
}

// ---- three names

void pairs(Lesson& lesson, const Rows& counts) {
  const Alphabet alphabet(few);
  lesson.screen("Which letter comes next?");
  lesson.say(
      "A language model reads letters, and says of each letter how likely it is to come next. That "
      "is all it does. Names are a language that is small enough to look at. Take three of them, "
      "with a dot before each and behind it, for where names begin and end is part of it:");
  lesson.listing(".ann.\n.anna.\n.nana.\n");
  lesson.predict(
      "The simplest model looks at one letter, and says what comes after it. How many pairs of "
      "neighbours has .ann.?",
      4,
      {.hints = {"The dots are neighbours, too."},
       .remarks = {{2,
                    "those are an and nn. The first letter and the end have to be guessed, too."},
                   {3, "one of the two dots is missing."}},
       .reveal = ".a, an, nn and n. are four. Each is a sample: a letter, and the one that came.",
       .within = 1e-9});
  lesson.predict_all("Count in all three names: what came after n?",
                     {{"a", counts[n][a]}, {"n", counts[n][n]}, {"the end", counts[n][end]}},
                     {.hints = {"n stands twice in each of them. Look at what follows each."},
                      .remarks = {Remark::entry(0, 2, "nana has na twice, anna once."),
                                  Remark("3 2 0", "ann ends with n.")},
                      .reveal = "Six times n, and what followed. That is a row of a table."});
  lesson.plot(std::vector<NumberGrid>{grid("counts", counts, alphabet)},
              "A row for each letter, a column for what came next. 14 pairs.");
  lesson.predict_all("Make probabilities of the row of n.",
                     {{"a", 0.5}, {"n", 1.0 / 3}, {"the end", 1.0 / 6}},
                     {.hints = {"Six in all."},
                      .remarks = {Remark::times(6, "now divide by their sum."),
                                  Remark::times(6.0 / 14, "not of all pairs: of those after n."),
                                  Remark::entry(0, 1, "that is the share of its column.")},
                      .seen = "the counts are given"});
  const double of_column = counts[a][n] / (counts[a][n] + counts[n][n] + counts[end][n]);
  lesson.choose(
      told("Somebody divides by the sums of the columns, and gets {} for a, then n. What is that?",
           of_column),
      {{"how likely n is after a", false, "that is 3 of the 5 that follow an a."},
       {"how likely an a stood before, where there is an n", true},
       {"how likely the pair an is among all pairs", false, "that is 3 of 14."}},
      {.hints = {"The column of n holds all that came before an n."},
       .reveal =
           "Both tables are of probabilities, and nothing complains. But who writes from left "
           "to right needs rows."});
  Rows p;
  for (const Numbers& row : counts) p.push_back(shares(row));
  lesson.plot(std::vector<NumberGrid>{grid("p(next)", p, alphabet)}, "Each row has the sum 1.");
}

// ---- the loss

void what_it_costs(Lesson& lesson) {
  lesson.screen("What does a guess cost?");
  const double p = 2.0 / 3 * 3 / 5 * 1 / 3 * 1 / 6,
               letters = static_cast<double>(Alphabet(made_up_names()).size());
  lesson.say(
      "What comes next is a class, and the table gives each class its p. So its loss is the one of "
      "[[12_softmax]]: $-log(p)$ of what came, the mean over all letters.");
  lesson.predict("How likely is ann as a whole, by the table?", p,
                 {.hints = {"Four pairs: .a, an, nn and n. One after the other: multiply.",
                            "2/3 * 3/5 * 1/3 * 1/6."},
                  .remarks = {{2.0 / 3 * 3 / 5 * 1 / 3, "and it has to end there: n."}},
                  .reveal = "1 in 45."});
  lesson.predict("So what is its loss, a letter?", -std::log(p) / 4,
                 {.hints = {"log(45), over how many letters that were said?"},
                  .remarks = {{-std::log(p), "that is the sum over its letters."},
                              {-std::log(p) / 3, "the end has been said, too: four."}},
                  .reveal = told("{}. e to that is {}: it hesitates as between so many letters.",
                                 shown(-std::log(p) / 4, 4), shown(std::pow(p, -0.25), 3))});
  lesson.predict(
      told(
          "The kit makes up 2000 names, of {} letters; the end makes {}. A model that knows nothing "
          "gives each the same p. What is its loss?",
          letters - 1, letters),
      std::log(letters),
      {.hints = {"p is 1/25, whatever comes.", "log(25), the natural logarithm."},
       .remarks = {{1 / letters, "that is p. The loss is -log of it."},
                   {std::log10(letters), "log is the natural logarithm."},
                   {std::log(letters - 1), "the end is one of them."}},
       .reveal = "ln 25. Whoever is above has learnt less than nothing."});
  lesson.table({"a model of names", "loss"},
               {{"guessing, 25 letters", shown(std::log(letters), 5)},
                {"guessing, 27 letters", shown(std::log(27.0), 5)},
                {"microgpt.py, 27 letters, first step", "3.3660 (published)"},
                {"microgpt.py, after 1,000 steps", "2.6497 (published)"}});
  lesson.choose(
      "microgpt.py, a small GPT, begins at 3.3660, a little above ln 27. Why not at ln 27 exactly?",
      {{"it has learnt something from the first name", false,
        "this loss is of before its first step. And then it would be below."},
       {"its weights are random: it prefers some letters, for no reason", true},
       {"names are harder than other texts", false, "guessing costs the same whatever comes."}},
      {.hints = {"What would its scores have to be for ln 27?"},
       .reveal = "All scores equal make ln 27. That is the first thing to look at in any training "
                 "of a classifier: does it begin near ln of the number of classes?"});
}

// ---- two thousand names

Rows logarithms(Rows counts) {
  for (Numbers& row : counts)
    for (double& count : row) count = std::log1p(count);
  return counts;
}

struct Corpus {
  std::vector<std::string> names = made_up_names();
  Alphabet alphabet{names};
  std::span<const std::string> read{names.data(), names.size() - 200};
  std::span<const std::string> others{names.data() + names.size() - 200, 200};
};

const Corpus& corpus() {
  static const Corpus all;
  return all;
}

Experiment::Trial count_names(double how_many, double added) {
  const auto& [names, alphabet, read, others] = corpus();
  const auto some = read.first(static_cast<std::size_t>(how_many));
  const LetterCounts counts(alphabet, some, 1);
  const double guess = std::log(static_cast<double>(alphabet.size()));
  const double own = counts.loss(some, added), other = counts.loss(others, added);
  const auto cut = [](double loss) { return std::round(1000 * loss) / 1000; };
  return {std::isinf(other) ? 0u
          : other > guess   ? 1u
                            : 2u,
          still(Bars{.title = told("{} names, {} added", how_many, added),
                     .bars = {{"names it read", cut(own)},
                              {"200 others", cut(other), true},
                              {"guessing", cut(guess)}},
                     .full = 4}),
          std::isinf(other) ? "Some pair of the 200 was not among those it read." : ""};
}

void many_names(Lesson& lesson) {
  const auto& [names, alphabet, read, others] = corpus();
  lesson.screen("Two thousand names, and a pair that never came");
  lesson.say(
      "The same table, of names such as {}, {} and {}. 1800 of them are read, and 200 kept "
      "to see what it makes of names that it has not read.",
      names[2], names[4], names[10]);
  Film film{
      {}, "Rows: a letter. Columns, in the same order: what came next. Stronger: more often.", {1}};
  std::size_t seen = 0;
  for (const std::size_t some : {10u, 100u, 1800u}) {
    NumberGrid picture = grid("next", logarithms(table_of(alphabet, read.first(some))), alphabet);
    picture.as_picture = true;
    seen = 0;
    for (const Numbers& row : picture.rows)
      for (const double count : row) seen += count > 0;
    film.frames.push_back({told("{} names", some), std::vector<NumberGrid>{picture},
                           told("{} pairs have been seen.", seen)});
  }
  film.stills = {2};
  lesson.predict(
      "How many pairs are possible?", 625,
      {.hints = {"25 letters, the end among them, and each may be followed by each."},
       .remarks = {{600, "the end may follow the end: an empty name. It only never does."},
                   {50, "25 times 25."}},
       .reveal = told("{} of them occur. After an m there is always a vowel.", seen),
       .within = 1e-9});
  lesson.film(film);
  lesson.choose(
      "Counts of 10 names. Among the 200 others comes a pair that was in none of the 10. What is "
      "the loss of the 200?",
      {{"a little higher for it", false, "what p has the pair, and what is -log of that?"},
       {"infinite", std::isinf(LetterCounts(alphabet, read.first(10), 1).loss(others, 0))},
       {"it does not change: what was not counted is left out", false,
        "every letter that comes has to be paid for."}},
      {.hints = {"A count of 0 is a p of 0."},
       .reveal = "p is 0, and -log(0) is infinite. It was sure that this never happens."});
  lesson.mistake(
      "To give what has not been seen a p of 0. One new name, and the loss is infinite: the "
      "model had taken \"not yet\" for \"never\".");
  lesson.say(
      "So one **adds** something to every count, as if each pair had been seen a little before the "
      "first name was read.");
  lesson.experiment(
      {.ask =
           "Choose how many names are read, and what is added to each count. What is the loss of "
           "the 200 others?",
       .settings =
           {{.name = "names", .offered = {10, 100, 1800}, .least = 1, .most = 1800, .whole = true},
            {.name = "added", .offered = {0, 0.01, 1, 100}, .least = 0, .most = 10000}},
       .outcomes = {"infinite", "worse than guessing", "better than guessing"},
       .run = [](double how_many, double added) { return count_names(how_many, added); }});
  lesson.say(
      "The more names, the less it matters. What is added is a belief, and counts outweigh it.");
}

// ---- learnt

/// One step down the mean loss of the pairs: a row of weights for each letter, softmax of it is p.
void descend(Rows& weights, const Rows& counts, double rate) {
  double pairs = 0;
  for (const Numbers& row : counts)
    for (const double count : row) pairs += count;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const Numbers p = softmax(weights[i]);
    double times = 0;
    for (const double count : counts[i]) times += count;
    for (std::size_t j = 0; j < p.size(); ++j)
      weights[i][j] -= rate * (times * p[j] - counts[i][j]) / pairs;
  }
}

double mean_loss(const Rows& weights, const Rows& counts) {
  double total = 0, pairs = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const Numbers p = softmax(weights[i]);
    for (std::size_t j = 0; j < p.size(); ++j)
      total -= counts[i][j] * std::log(p[j]), pairs += counts[i][j];
  }
  return total / pairs;
}

void learnt(Lesson& lesson, const Rows& counts) {
  const Alphabet alphabet(few);
  lesson.screen("The same table, learnt");
  lesson.say(
      "Now without counting. Give each pair a weight, all 0 at first. The weights in a letter's row "
      "are its scores; softmax makes p of them; every pair of the three names is a sample, and the "
      "loss is the mean over all 14. Go downhill.");
  lesson.predict(
      "Before the first step every p is 1/3. What is the slope in the weight of an: from a, to n?",
      (5.0 / 3 - 3) / 14,
      {.hints = {"A sample has the slope p - 1 where n came, and p where something else came. a is "
                 "followed 5 times, and 3 times by n.",
                 "(5 * 1/3 - 3)/14."},
       .remarks = {{5.0 / 3 - 3, "that is the sum. The loss is a mean over 14."},
                   {(3 - 5.0 / 3) / 14,
                    "n came more often than expected: its weight has to grow, "
                    "and a step goes against the slope."},
                   {-3.0 / 14, "that are the 3 with n. The other 2 push its p down."},
                   {(5.0 / 3 - 3) / 5, "the mean is over all pairs, not over those after a."}},
       .reveal = "How often n was expected, less how often it came."});
  lesson.diagram(
      traced("s = log_sum_exp(wa, wn, we); L = s - wn", {{"wa", 0}, {"wn", 0}, {"we", 0}}),
      "The loss of one pair, n after a; wa, wn and we are the weights of the row of a, and s is "
      "log(e^wa + e^wn + e^we).");
  lesson.choose(
      "Where is that slope 0?",
      {{"where all p are 1/3", false, "there we were just now."},
       {"where p of n after a is 3/5, as counted", true},
       {"nowhere: the weight grows without end", false, "that would make p of n 1."}},
      {.hints = {"5 * p - 3 has to be 0."},
       .reveal =
           "For every pair: descent rests where the share expected is the share counted. No "
           "table has a lower loss on these names. **Counting was learning, all the time.**"});
  Film film{{}, "Softmax of each row of weights, and at last what was counted.", {0, 3}};
  Rows weights(3, Numbers(3, 0.0));
  for (std::size_t step = 0; step <= 1000; ++step) {
    if (step == 0 || step == 10 || step == 100 || step == 1000) {
      Rows p;
      for (const Numbers& row : weights) p.push_back(softmax(row));
      film.frames.push_back({told("step {}", step),
                             std::vector<NumberGrid>{grid("p(next)", p, alphabet)},
                             told("The loss is {}.", shown(mean_loss(weights, counts), 4))});
    }
    descend(weights, counts, 1);
  }
  lesson.film(film);
  lesson.choose(
      "aa never came. What becomes of its weight, if descent goes on for ever?",
      {{"it comes to rest somewhere below 0", false,
        "its slope is 5 * p/14, and no p of a softmax is 0."},
       {"it falls for ever, more and more slowly", true},
       {"it is minus infinity after finitely many steps", false, "the slope fades as p does."}},
      {.hints = {"Which weight makes p = 0?"},
       .reveal = "So it never says \"never\". Who stops early keeps a little belief in what "
                 "has not been seen, as who adds to counts does."});
}

// ---- talking

/// Which letter it is, if u is drawn from [0, 1).
std::size_t pick(const Numbers& p, double u) {
  std::size_t letter = 0;
  for (double sum = p[0]; u >= sum && letter + 1 < p.size(); sum += p[letter]) ++letter;
  return letter;
}

/// p^(1/T), made a probability again.
Numbers heated(const Numbers& p, double temperature) {
  const double largest = *std::max_element(p.begin(), p.end());
  Numbers all;
  for (const double share : p) all.push_back(std::pow(share / largest, 1 / temperature));
  return shares(all);
}

std::string drawn(const Rows& counts, double temperature, Random& random) {
  const Alphabet& alphabet = corpus().alphabet;
  std::string name;
  for (std::size_t letter = alphabet.end(); name.size() < 12;) {
    letter = pick(heated(shares(counts[letter]), temperature), random.uniform());
    if (letter == alphabet.end()) break;
    name += alphabet.letter(letter);
  }
  return name;
}

std::string likeliest(const Rows& counts) {
  const Alphabet& alphabet = corpus().alphabet;
  std::string name;
  for (std::size_t letter = alphabet.end(); name.size() < 12;) {
    const Numbers& row = counts[letter];
    letter = static_cast<std::size_t>(std::max_element(row.begin(), row.end()) - row.begin());
    if (letter == alphabet.end()) break;
    name += alphabet.letter(letter);
  }
  return name;
}

Experiment::Trial talk(const Rows& counts, double temperature) {
  const Alphabet& alphabet = corpus().alphabet;
  const Numbers p = heated(shares(counts[alphabet.numbers("n")[1]]), temperature);
  std::vector<Bars::Bar> bars;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (counts[alphabet.numbers("n")[1]][i] > 0)
      bars.push_back({alphabet.letter(i), std::round(1000 * p[i]) / 1000});
  std::ranges::stable_sort(bars, [](const auto& x, const auto& y) { return x.length > y.length; });
  if (bars.size() > 8) bars.resize(8);
  const double most = bars[0].length;
  Random random(25);
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) names.push_back(drawn(counts, temperature, random));
  return {
      most > 0.9   ? 0u
      : most > 0.2 ? 1u
                   : 2u,
      still(Bars{.title = told("What follows n, T = {}", temperature), .bars = bars, .full = 1}),
      fmt::format("It says: {}.", fmt::join(names, ", "))};
}

void talking(Lesson& lesson, const Rows& counts) {
  const Alphabet& alphabet = corpus().alphabet;
  const Rows all = table_of(alphabet, corpus().names);
  lesson.screen("Let it talk");
  lesson.say(
      "A model that says what comes next can write: begin with the dot, draw a letter by its row, go "
      "on from that letter, and stop when the end is drawn. To draw, take a random number u "
      "from 0 to 1, and lay the shares of the row one after the other: where u falls, that is it.");
  lesson.plot(Bars{.title = "The row of n",
                   .bars = {{"a", 0.5}, {"n", std::round(1000.0 / 3) / 1000}, {"the end", 0.167}},
                   .full = 1},
              "Of the three names, in this order.");
  lesson.choose("u is 0.6. What comes after n?",
                {{"a", false, "a has all u below 0.5."},
                 {"n", pick(shares(counts[n]), 0.6) == n},
                 {"the end", false, "that begins at 0.833."}},
                {.hints = {"a has 0 to 0.5, and n what follows."}});
  lesson.choose("Why not simply take the likeliest letter every time?",
                {{"it would be slower", false, "it would be a little faster."},
                 {"it would say the same name for ever", true},
                 {"the likeliest letter is often the wrong one", false,
                  "it is right more often than any other."}},
                {.hints = {"What is random in it then?"}});
  lesson.mistake(
      "To take the likeliest letter for the model's word. Of the 2000 names it makes \"{}\", "
      "again and again, and that is not even one of them: each letter is likely, and the whole is not.",
      likeliest(all));
  lesson.say(
      "In between lies the **temperature** T: divide all scores by it before softmax, which raises "
      "each p to the power 1/T and makes the sum 1 again.");
  const Numbers p = shares(counts[n]), cold = heated(p, 0.5), hot = heated(p, 2);
  lesson.predict_all(
      "The row of n, 1/2, 1/3 and 1/6, at T = 0.5?",
      {{"a", cold[a]}, {"n", cold[n]}, {"the end", cold[end]}},
      {.hints = {"1/T is 2: squares, and then divided by their sum.", "9, 4 and 1, of 14."},
       .remarks = {Remark(exact(Numbers{0.25, 1.0 / 9, 1.0 / 36}),
                          "now the sum has to be 1 again."),
                   Remark(exact(hot), "that is T = 2: roots for squares.")},
       .reveal = "Colder: what is likely becomes likelier. Near 0 it is the likeliest alone."});
  lesson.experiment({.ask = "Choose a temperature for the 2000 names. How large will the largest p "
                            "after n be?",
                     .setting = "temperature",
                     .offered = {0.1, 0.5, 1, 3, 50},
                     .least = 0.01,
                     .most = 1000,
                     .outcomes = {"above 0.9", "from 0.2 to 0.9", "below 0.2"},
                     .run = [all](double temperature) { return talk(all, temperature); }});
}

// ---- further back

void further_back(Lesson& lesson) {
  const auto& [names, alphabet, read, others] = corpus();
  lesson.screen("Two letters back, or five?");
  lesson.say(
      "One letter is little to go by: after n, it does not know whether a name has just begun. So "
      "let it look at the last two letters, or three: a row for each **combination**.");
  lesson.predict("How many rows has the table for three letters back?", 25.0 * 25 * 25,
                 {.hints = {"25 for the first, for each of them 25 for the second, ..."},
                  .remarks = {{75, "each with each: multiply."}},
                  .reveal = "And 25 numbers in each row.",
                  .within = 1e-9});
  Plot plot{.title = "Loss, by letters looked at",
            .x = {.label = "letters back", .whole = true},
            .y = {.label = "loss"},
            .series = {{"names it read", {}}, {"200 others", {}}},
            .marks = {},
            .area = Area{0, 5, 0, 3}};
  std::size_t rows = 0, best = 0;
  for (std::size_t back = 0; back <= 5; ++back) {
    const LetterCounts counts(alphabet, read, back);
    for (const auto& [series, loss] :
         {std::pair{0u, counts.loss(read, 0.01)}, {1u, counts.loss(others, 0.01)}})
      plot.series[series].points.push_back({static_cast<double>(back), loss});
    if (plot.series[1].points[back].y < plot.series[1].points[best].y) best = back;
    if (back == 3) rows = counts.rows();
  }
  lesson.choose(
      "Counted on 1800 names, with a little added. What does the loss of the 200 others do, "
      "as it looks back further?",
      {{"it falls, the further the better", false, "for the names that it read."},
       {"it falls, and then it rises", 0 < best && best < 5},
       {"it rises from the beginning", false, "one letter back is better than none."}},
      {.hints = {"How often has each row been seen, if there are 15625?"}});
  lesson.plot(plot, told("With 3 letters back, {} of 15625 rows were seen at all.", rows));
  lesson.say(
      "It knows the names it read by heart, as in [[21_overfitting]], and of others it has not seen "
      "the row. For kel and kal are two rows: what it learns of one says nothing of the other. Nor "
      "can it learn \"somewhere before there was a k\".");
  lesson.remember(
      "A language model says p for what comes next, and pays -log(p). Guessing costs ln of the "
      "number of letters. Counts are what descent arrives at; temperature is a divisor of the scores.");
  lesson.say(
      "What is missing is a way to look at all letters before at once, without a row for each "
      "combination: letters that choose which of the others to listen to: [[26_attention]].");
}

void teach(Lesson& lesson) {
  const Rows counts = table_of(Alphabet(few), few);
  pairs(lesson, counts);
  what_it_costs(lesson);
  many_names(lesson);
  learnt(lesson, counts);
  talking(lesson, counts);
  further_back(lesson);
  lesson.source(
      "Claude E. Shannon, A Mathematical Theory of Communication (1948): letters drawn by what "
      "stands before them.");
  lesson.source(
      "Andrej Karpathy, microgpt.py (February 2026): its losses, and names as a language.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_25_counts{"25_counts", "A language from counts", teach};
}

}  // namespace stepgrad
