// The check of exercise 7: relative errors of all sizes, then gradients with and without a slip
// in them.
#include <stepgrad/course/exercise_check.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::in_digits;
using Numbers = std::vector<double>;
using Place = std::optional<std::size_t>;

/// The error divided by the size as an int has it; beyond all ints that is the smallest one.
double divided_by_whole(double error, double size) {
  if (size < 1) return 0;
  return error / (size < 2147483648.0 ? std::trunc(size) : -2147483648.0);
}

void check_relative_error(stepgrad::ExerciseCheck& exercise) {
  std::vector<std::pair<double, double>> pairs{{6, 2},       {2, 6},       {0, 0},      {0, 3},
                                               {3, 0},       {-4, -5},     {-2, 2},     {5, 5},
                                               {1e-6, 3e-6}, {2e9, 2.5e9}, {-1e-9, 0.0}};
  for (int i = 0; i < 20; ++i)
    pairs.push_back({stepgrad::random_eighth(-5, 5), stepgrad::random_eighth(-5, 5)});
  std::vector<stepgrad::Sample> samples;
  for (const auto& [a, b] : pairs) {
    const std::string where = "a = " + in_digits(a) + ", b = " + in_digits(b);
    exercise.about_to("relative_error with " + where);
    const double larger = std::max(std::abs(a), std::abs(b)), error = std::abs(a - b);
    const double yours = relative_error(a, b);
    if (a == 0 && b == 0 && std::isnan(yours))
      exercise.not_yet("relative_error(0, 0) is nan, expected 0",
                       "0 / 0 is not a number. Two slopes that are both 0 agree: say so first.\n");
    if (a == 0 && b == 0 && yours != 0)
      exercise.not_yet("relative_error(0, 0) is " + in_digits(yours) + ", expected 0",
                       "Two slopes that are both 0 agree: there is no error.\n");
    samples.push_back(
        {where,
         yours,
         larger == 0 ? 0 : error / larger,
         {{"That is the absolute error: divide it by the larger of |a| and |b|.", error},
          {"It can become negative: take the absolute value of the difference.",
           larger == 0 ? 0 : (a - b) / larger},
          {"Divided by |a|, it is not the same when a and b change places.", error / std::abs(a)},
          {"Divided by |b|, it is not the same when a and b change places.", error / std::abs(b)},
          {"|a| and |b| have to be compared, not a and b: -5 is larger than 2 here.",
           error / std::max(a, b)},
          {"Divided by the smaller of |a| and |b|: the larger one is meant.",
           error / std::min(std::abs(a), std::abs(b))},
          {"Divided by |a| + |b|: the larger of the two is meant.",
           error / (std::abs(a) + std::abs(b))},
          {"Divided by the mean of |a| and |b|: the larger of the two is meant.",
           2 * error / (std::abs(a) + std::abs(b))},
          {"Divided by |a + b|, which may be 0: the larger of |a| and |b| is meant.",
           error / std::abs(a + b)},
          {"Squared, large errors look larger and small ones smaller: the absolute value is meant.",
           error * error / (larger * larger)},
          {"Only one of them is taken as |.|: both slopes may be below 0.",
           error / std::max(std::abs(a), b)},
          {"Only one of them is taken as |.|: both slopes may be below 0.",
           error / std::max(a, std::abs(b))},
          {"Take the difference first, then its absolute value: 2 and -2 are 4 apart.",
           std::abs(std::abs(a) - std::abs(b)) / larger},
          {"It is the difference that counts, a - b, not the sum.", std::abs(a + b) / larger},
          {"Mind the brackets: a - b / c divides b alone.", std::abs(a - b / larger)},
          {"The size is cut to a whole number: is there an int where a double is meant?",
           divided_by_whole(error, larger)}}});
    for (const double tiny : {1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16})
      for (const double size :
           {larger + tiny, std::abs(a) + std::abs(b) + tiny, std::max(larger, tiny)})
        samples.back().slips.push_back(
            {"The size is not |a| and |b| alone: with " + in_digits(tiny) +
                 " in it, two small slopes seem to agree that do not. Only where both are 0 there "
                 "is nothing to divide by: say so first.",
             error / size});
  }
  exercise.numbers("relative_error(a, b)", samples, 1e-12);
}

/// A function with its gradient, and what was done to one entry.
struct Case {
  std::string story;
  Function f;
  Numbers gradient, x;
  Place wrong;
};

Case product(std::string story, const Numbers& gradient, Place wrong) {
  return {std::move(story),
          [](const Numbers& x) { return x[0] * x[1] * x[2]; },
          gradient,
          {2, 3, 4},
          wrong};
}

/// scale x0^2 + x1, whose first slope is scale 2 x0.
Case scaled(std::string story, double scale, double factor, Place wrong) {
  return {std::move(story),
          [=](const Numbers& x) { return scale * x[0] * x[0] + x[1]; },
          {factor * scale * 2 * 3, 1},
          {3, 0},
          wrong};
}

Case random_case(Place wrong, double factor) {
  Numbers a(6), x(6), gradient(6);
  for (std::size_t i = 0; i < x.size(); ++i) {
    a[i] = stepgrad::random_eighth(0.5, 3);
    x[i] = stepgrad::random_eighth(0.5, 2);
    gradient[i] = a[i] * std::cos(x[i]);
  }
  if (wrong) gradient[*wrong] *= factor;
  const auto f = [a](const Numbers& x) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += a[i] * std::sin(x[i]);
    return sum;
  };
  return {wrong
              ? "Entry " + std::to_string(*wrong) + " was multiplied by " + in_digits(factor) + "."
              : "All entries are right.",
          f, gradient, x, wrong};
}

std::vector<Case> cases() {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<Case> all{
      product("f = x0 x1 x2: all entries are right.", {12, 8, 6}, {}),
      product("f = x0 x1 x2: entry 1 lacks the factor x2.", {12, 2, 6}, 1),
      product("f = x0 x1 x2: entry 2 has the wrong sign.", {12, 8, -6}, 2),
      product("f = x0 x1 x2: entry 0 is zero.", {0, 8, 6}, 0),
      product("f = x0 x1 x2: entries 0 and 2 are wrong, and 2 is farther off.", {12.1, 8, 9}, 2),
      product("f = x0 x1 x2: entries 0 and 2 are wrong, and 0 is farther off.", {18, 8, 6.1}, 0),
      product("f = x0 x1 x2: all entries are wrong, and 1 is farthest off.", {12.1, 4, 6.1}, 1),
      product("f = x0 x1 x2: 1 is off by the most, but 2 by the most of its size.", {12, 12, 1}, 2),
      product("f = x0 x1 x2: entry 1 is not a number.", {12, nan, 6}, 1),
      product("f = x0 x1 x2: entry 1 is not a number, and entry 2 is wrong, too.", {12, nan, 7}, 1),
      scaled("A small slope, 0.006, that is off by 0.05%.", 1e-3, 1.0005, 0),
      // So large a value would lose another entry, 1, in its rounding.
      {"Slopes of 6e8, all of them right: rounding alone is larger than 1e-5 there.",
       [](const Numbers& x) { return 1e8 * x[0] * x[0]; },
       {6e8, 0},
       {3, 0},
       {}},
      {"f = x0: the slope in x1 is 0, and so is the entry.",
       [](const Numbers& x) { return x[0]; },
       {1, 0},
       {1, 2},
       {}}};
  for (const double factor : {2.0, 0.5, -1.0, 1.001}) {
    all.push_back(random_case({}, 1));
    all.push_back(random_case(all.size() % 6, factor));
  }
  return all;
}

std::string in_words(Place place) { return place ? "entry " + std::to_string(*place) : "nothing"; }

std::string in_words(const Numbers& numbers) {
  std::string words;
  for (const double number : numbers) words += (words.empty() ? "" : ", ") + in_digits(number);
  return "{" + words + "}";
}

/// What the places where f was called say about a search that went wrong; "" if nothing.
std::string about(const std::vector<Numbers>& asked, const Numbers& x) {
  if (asked.empty()) return "f is never called: what are the entries compared with?";
  Numbers right(x.size()), left(x.size());  // the longest steps
  for (const Numbers& place : asked) {
    if (place.size() != x.size())
      return "f is called with " + std::to_string(place.size()) + " numbers, expected " +
             std::to_string(x.size()) + ".";
    std::size_t nudged = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      nudged += place[i] != x[i];
      right[i] = std::max(right[i], place[i] - x[i]);
      left[i] = std::max(left[i], x[i] - place[i]);
    }
    if (nudged > 1)
      return "f is called at " + in_words(place) +
             ", where more than one number is nudged. Begin each nudge with a fresh copy of x.";
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::string name = "x" + std::to_string(i);
    if (right[i] == 0 && left[i] == 0)
      return name +
             " is never nudged. Does the loop reach every place, or does it return at the first "
             "entry that is off?";
    const double h = std::max(right[i], left[i]);
    if (h > 1e-3) return name + " is nudged by " + in_digits(h) + ": try a shorter step.";
    if (h < 1e-9) return name + " is nudged by " + in_digits(h) + ": try a longer step.";
    if (right[i] == 0 || left[i] == 0)
      return name + " is nudged to one side only: the central difference takes both.";
  }
  return "";
}

/// Is this entry of the gradient far from the slope there?
bool is_off(const Case& example, std::size_t place) {
  constexpr double h = 1e-5;
  Numbers left = example.x, right = example.x;
  left[place] -= h;
  right[place] += h;
  const double slope = (example.f(right) - example.f(left)) / (2 * h);
  return !(std::abs(example.gradient[place] - slope) <= 1e-5 * std::abs(slope));
}

/// What to look at when the search has found `yours` instead of what is wrong.
std::string advice(const Case& example, const std::vector<Numbers>& asked, Place yours) {
  if (std::ranges::any_of(example.gradient, [](double entry) { return std::isnan(entry); }))
    return "A comparison like error > worst is false if error is not a number: look for that "
           "first, with std::isnan.";
  if (std::string sentence = about(asked, example.x); !sentence.empty()) return sentence;
  if (!example.wrong)
    return "No error is larger than 1e-5 here. Is the difference divided by the whole distance, "
           "2 * h? Are relative errors compared, and with 1e-5?";
  if (!yours)
    return "Its relative error is larger than 1e-5. Is it the relative one that is compared, and "
           "is its place returned?";
  if (*yours >= example.x.size())
    return "There are only " + std::to_string(example.x.size()) + " entries, from 0 on.";
  if (!is_off(example, *yours))
    return "Entry " + std::to_string(*yours) +
           " is right. Is the place of the largest error remembered together with it?";
  const std::string other = "Entry " + std::to_string(*yours) + " is off, too, but entry " +
                            std::to_string(*example.wrong) + " is farther off, by its own size. ";
  if (*yours < *example.wrong)
    return other +
           "Does the search end, or keep its place, at the first entry that is off? Go on, "
           "and compare each relative error with the largest so far.";
  return other +
         "Is the last entry over 1e-5 returned? An entry counts if its relative error is "
         "larger than the largest so far: raise that with each one that is kept.";
}

void check_wrong_entry(stepgrad::ExerciseCheck& exercise) {
  for (const Case& example : cases()) {
    exercise.about_to("wrong_entry. " + example.story);
    std::vector<Numbers> asked;
    const auto watched = [&](const Numbers& at) {
      asked.push_back(at);
      return example.f(at);
    };
    const Place yours = wrong_entry(watched, example.gradient, example.x);
    if (yours == example.wrong) continue;
    exercise.not_yet(
        "wrong_entry finds " + in_words(yours) + ", expected " + in_words(example.wrong),
        example.story + "\n\n  gradient = " + in_words(example.gradient) +
            "\n  x = " + in_words(example.x) + "\n\n" + advice(example, asked, yours) + '\n');
  }
}

void check(stepgrad::ExerciseCheck& exercise) {
  check_relative_error(exercise);
  check_wrong_entry(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
