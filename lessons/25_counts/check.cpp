// The check of exercise 25: counts of names, shares of rows, losses, temperatures, and draws.
#include <stepgrad/course/exercise_training.hpp>

#include <algorithm>
#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::MatrixSample;
using stepgrad::Rows;
using stepgrad::Sample;
using Row = std::vector<double>;
using Name = std::vector<std::size_t>;
using Names = std::vector<Name>;

std::string story(const Row& row) {
  std::string all;
  for (const double number : row) all += (all.empty() ? "" : " ") + stepgrad::in_digits(number);
  return all;
}

std::string told(const Names& names) {
  std::string all;
  for (const Name& name : names) {
    all += all.empty() ? "{" : ", {";
    for (const std::size_t letter : name) all += static_cast<char>('0' + letter);
    all += "}";
  }
  return all;
}

/// Names of so many letters; the same ones in every run.
Names some_names(std::size_t letters, std::size_t count) {
  Names names(count);
  for (Name& name : names) {
    const auto length = static_cast<std::size_t>(stepgrad::random_eighth(1, 5));
    for (std::size_t i = 0; i < length; ++i)
      name.push_back(
          static_cast<std::size_t>(stepgrad::random_eighth(0, static_cast<double>(letters))));
  }
  return names;
}

// ---- counts

struct Pairs {
  bool begin = true, end = true, turned = false;
};

template <class Visit>
void for_each_pair(const Names& names, std::size_t end, const Pairs& pairs, Visit&& visit) {
  for (const Name& name : names) {
    Name all = name;
    if (pairs.begin) all.insert(all.begin(), end);
    if (pairs.end) all.push_back(end);
    for (std::size_t i = 1; i < all.size(); ++i)
      pairs.turned ? visit(all[i], all[i - 1]) : visit(all[i - 1], all[i]);
  }
}

Rows counted(const Names& names, std::size_t end, const Pairs& pairs = {}) {
  Rows all(end + 1, Row(end + 1, 0.0));
  for_each_pair(names, end, pairs, [&](std::size_t i, std::size_t j) { ++all[i][j]; });
  return all;
}

/// One name after the other, with one end between them.
Rows in_one_line(const Names& names, std::size_t end) {
  Rows all(end + 1, Row(end + 1, 0.0));
  std::size_t before = end;
  bool first = true;
  for (const Name& name : names)
    for (const std::size_t letter : name) {
      if (!first) ++all[before][letter];
      first = false;
      before = letter;
    }
  return all;
}

void check_counts(stepgrad::ExerciseCheck& exercise) {
  std::vector<MatrixSample> samples;
  std::vector<Names> cases{{{0, 1, 1}}, {{0, 1, 1}, {0, 1, 1, 0}, {1, 0, 1, 0}}};
  for (std::size_t i = 0; i < 5; ++i) cases.push_back(some_names(3, 6));
  for (const Names& names : cases) {
    const std::size_t end = cases.size() > 0 && samples.size() < 2 ? 2 : 3;
    const std::string where = told(names) + ", end " + std::to_string(end);
    exercise.about_to("counts, of " + where);
    samples.push_back(
        {where,
         {counts(names, end), counted(names, end)},
         {{"The end before each name is missing: its first letter comes after the end.",
           counted(names, end, {.begin = false})},
          {"The end behind each name is missing: after its last letter comes the end.",
           counted(names, end, {.end = false})},
          {"Both ends are missing: each name has one before it and one behind it.",
           counted(names, end, {.begin = false, .end = false})},
          {"It lies on its side: the row is that of the first letter of a pair.",
           counted(names, end, {.turned = true})},
          {"Where a name is over, the next begins behind it, as if they were one. Each has an end "
           "before it and one behind it.",
           in_one_line(names, end)}}});
  }
  stepgrad::check_matrices(exercise, "the counts", samples, 1e-12);
}

// ---- rows of probabilities

/// Each number of a row, by its own.
template <class Make>
Row each(Row row, Make&& make) {
  for (double& number : row) number = make(number);
  return row;
}

double sum_of(const Row& row) {
  double sum = 0;
  for (const double number : row) sum += number;
  return sum;
}

Row shares(const Row& row) {
  return each(row, [sum = sum_of(row)](double number) { return number / sum; });
}

void check_probabilities(stepgrad::ExerciseCheck& exercise) {
  std::vector<MatrixSample> samples;
  for (const auto& [row, added] : {std::pair{Row{3, 2, 1}, 0.0},
                                   {Row{3, 2, 1}, 1.0},
                                   {Row{0, 0, 5, 3}, 0.5},
                                   {Row{0, 2}, 1.0}}) {
    const std::string where = "counts " + story(row) + ", " + stepgrad::in_digits(added) + " added";
    exercise.about_to("probabilities, " + where);
    const double sum = sum_of(row), letters = static_cast<double>(row.size());
    samples.push_back(
        {where,
         {Rows{probabilities(row, added)},
          Rows{shares(each(row, [&](double count) { return count + added; }))}},
         {{"What is added is added to every count of the row, so the sum grows by it "
           "once for each letter.",
           {each(row, [&](double count) { return (count + added) / (sum + added); })}},
          {"What is added is missing in the sum: then they are more than 1 together.",
           {each(row, [&](double count) { return (count + added) / sum; })}},
          {"What is added is missing above the line.",
           {each(row, [&](double count) { return count / (sum + letters * added); })}},
          {"Nothing is added.", {shares(row)}},
          {"It is divided by the number of letters. Divide by the sum of the row.",
           {each(row, [&](double count) { return (count + added) / letters; })}}}});
  }
  stepgrad::check_matrices(exercise, "p", samples, 1e-12);
}

// ---- the loss

/// The sum of -log p, and of how many.
struct Paid {
  double sum = 0, pairs = 0;
};

Paid paid(const Rows& p, const Names& names, const Pairs& pairs = {}) {
  Paid all;
  for_each_pair(names, p.size() - 1, pairs, [&](std::size_t i, std::size_t j) {
    all.sum -= std::log(p[i][j]);
    ++all.pairs;
  });
  return all;
}

double mean_of(const Paid& all) { return all.sum / all.pairs; }

double mean_of_names(const Rows& p, const Names& names) {
  double sum = 0;
  for (const Name& name : names) sum += mean_of(paid(p, {name}));
  return sum / static_cast<double>(names.size());
}

void check_loss(stepgrad::ExerciseCheck& exercise) {
  std::vector<Sample> samples;
  for (int i = 0; i < 8; ++i) {
    const Names names = some_names(3, 4);
    Rows p = stepgrad::random_rows(4, 4);
    for (Row& row : p)
      row = shares(each(row, [](double number) { return 0.25 + std::abs(number); }));
    exercise.about_to("loss, of " + told(names));
    const Paid right = paid(p, names);
    samples.push_back(
        {"names " + told(names),
         loss(p, names),
         mean_of(right),
         {{"That is the sum. The loss is the mean over all pairs.", right.sum},
          {"The sign is turned: -log p.", -mean_of(right)},
          {"It is the mean over the letters, without the ends. There is a pair more in each name.",
           right.sum / (right.pairs - static_cast<double>(names.size()))},
          {"It is divided by the number of names. The mean is over all pairs.",
           right.sum / static_cast<double>(names.size())},
          {"It is the mean of the names' means. A long name has more pairs than a short one, and "
           "each pair counts once.",
           mean_of_names(p, names)},
          {"The end before each name is missing.", mean_of(paid(p, names, {.begin = false}))},
          {"The end behind each name is missing: that it stops is said, too.",
           mean_of(paid(p, names, {.end = false}))},
          {"p is read the wrong way round: p[i][j] is for j after i.",
           mean_of(paid(p, names, {.turned = true}))},
          {"That is the logarithm to the base 2. Take std::log.", mean_of(right) / std::log(2.0)},
          {"That is the logarithm to the base 10. Take std::log.",
           mean_of(right) / std::log(10.0)}}});
  }
  exercise.numbers("the loss", samples, 1e-12);
}

// ---- temperature, and draws

void check_heated(stepgrad::ExerciseCheck& exercise) {
  std::vector<MatrixSample> samples;
  for (const auto& [p, temperature] : {std::pair{Row{0.5, 0.375, 0.125}, 0.5},
                                       {Row{0.5, 0.375, 0.125}, 1.0},
                                       {Row{0.125, 0.875}, 2.0},
                                       {Row{0.25, 0, 0.25, 0.5}, 4.0}}) {
    const std::string where = "p " + story(p) + ", temperature " + stepgrad::in_digits(temperature);
    exercise.about_to("heated, " + where);
    const auto power = [&](double by) {
      return each(p, [&](double share) { return std::pow(share, by); });
    };
    const auto soft = [&](double by) {
      return shares(each(p, [&](double share) { return std::exp(share * by); }));
    };
    samples.push_back({where,
                       {Rows{heated(p, temperature)}, Rows{shares(power(1 / temperature))}},
                       {{"The sum has to be 1 again.", {power(1 / temperature)}},
                        {"The power is 1/temperature, not temperature: cold "
                         "makes the likeliest likelier.",
                         {shares(power(temperature))}},
                        {"p itself is divided by the temperature. It is the scores that are "
                         "divided, the logarithms of p: p to the power 1/temperature.",
                         {each(p, [&](double share) { return share / temperature; })}},
                        {"softmax of p divided by the temperature: softmax wants the scores, the "
                         "logarithms of p.",
                         {soft(1 / temperature)}},
                        {"Nothing has changed: the temperature is not used.", {p}}}});
  }
  stepgrad::check_matrices(exercise, "p at the temperature", samples, 1e-12);
}

/// The first letter for which `is_it` holds of its share and the sum up to it; else the last.
template <class IsIt>
double first(const Row& p, IsIt&& is_it) {
  double sum = 0;
  for (std::size_t letter = 0; letter < p.size(); ++letter)
    if (is_it(p[letter], sum += p[letter])) return static_cast<double>(letter);
  return static_cast<double>(p.size() - 1);
}

void check_pick(stepgrad::ExerciseCheck& exercise) {
  std::vector<Sample> samples;
  for (const Row& p : {Row{0.25, 0.5, 0.25}, Row{0.5, 0.25, 0.125, 0.125}, Row{0, 0.5, 0, 0.5}})
    for (const double u : {0.0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 0.96875}) {
      const std::string where = "p " + story(p) + ", u = " + stepgrad::in_digits(u);
      exercise.about_to("pick, " + where);
      const double letter = first(p, [&](double, double sum) { return u < sum; });
      samples.push_back(
          {where,
           static_cast<double>(pick(p, u)),
           letter,
           {{"Letter 0 has all u **below** p[0]: where u is the sum, it is the next letter's.",
             first(p, [&](double, double sum) { return u <= sum; })},
            {"That is the likeliest letter, whatever u is.",
             static_cast<double>(std::max_element(p.begin(), p.end()) - p.begin())},
            {"u is compared with the share of each letter. Compare it with the sum of "
             "the shares so far.",
             first(p, [&](double share, double) { return u < share; })},
            {"It is the letter behind the right one: the sum is compared before the share of the "
             "letter is in it.",
             std::min(letter + 1, static_cast<double>(p.size() - 1))},
            {"u is taken for a place along the letters, as if all were equally likely.",
             std::floor(u * static_cast<double>(p.size()))}}});
    }
  exercise.numbers("the letter", samples, 1e-12);
}

void check(stepgrad::ExerciseCheck& exercise) {
  check_counts(exercise);
  check_probabilities(exercise);
  check_loss(exercise);
  check_heated(exercise);
  check_pick(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
