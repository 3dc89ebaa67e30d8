// The check of exercise 17: orders, batches, their gradients, and whole epochs, beside what comes of
// the mistakes that are easily made in each.
#include <stepgrad/course/exercise_check.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::ExerciseCheck;
using stepgrad::in_digits;
using stepgrad::Sample;

std::string listed(const Places& places) {
  std::string text;
  for (const std::size_t place : places) text += (text.empty() ? "" : " ") + std::to_string(place);
  return text;
}

std::string listed(const std::vector<Places>& batches) {
  std::string text;
  for (const Places& batch : batches) text += (text.empty() ? "" : " | ") + listed(batch);
  return text;
}

// ---- the order

std::size_t below(std::size_t count) {
  static unsigned long long state = 17;
  state = state * 6364136223846793005ULL + 1442695040888963407ULL;
  return count == 0 ? 0 : static_cast<std::size_t>((state >> 33) % count);
}

void check_is_an_order(ExerciseCheck& exercise, std::size_t n) {
  exercise.about_to("shuffled, of " + std::to_string(n));
  const Places order = shuffled(n, below);
  const std::string yours = "  yours: " + listed(order) + "\n\n";
  if (order.size() != n)
    exercise.not_yet("The order of " + std::to_string(n) + " samples has " +
                         std::to_string(order.size()) + " places.",
                     yours + "each of 0 … n-1 has to stand in it once.");
  for (const std::size_t place : order)
    if (place >= n)
      exercise.not_yet(
          "There is no sample " + std::to_string(place) + " of " + std::to_string(n) + ".",
          yours + "places count from 0, and below(k) is one of 0 … k-1.");
  if (std::set<std::size_t>(order.begin(), order.end()).size() != n)
    exercise.not_yet("A sample stands in the order twice, and another one nowhere.",
                     yours +
                         "that is drawn as if each were put back. Within an epoch each comes "
                         "once: begin with 0 … n-1, and exchange places.");
}

void check_shuffled(ExerciseCheck& exercise) {
  for (const std::size_t n : {1, 2, 5, 12}) check_is_an_order(exercise, n);
  exercise.about_to("shuffled, of 3, many times");
  constexpr int draws = 24000;
  std::map<Places, int> seen;
  for (int i = 0; i < draws; ++i) ++seen[shuffled(3, below)];
  std::string table;
  bool even = seen.size() == 6;
  for (const auto& [order, count] : seen) {
    table += "  " + listed(order) + "   " + std::to_string(count) + " times\n";
    even = even && std::abs(count - draws / 6) < 300;
  }
  if (seen.size() == 1)
    exercise.not_yet("The order is always the same.",
                     table + "\nevery epoch wants another one: draw with below.");
  if (!even)
    exercise.not_yet("Some orders come more often than others.",
                     table +
                         "\nof 24000 shuffles of three, each of the six orders should come some "
                         "4000 times. After a place has been drawn for, it must not be drawn "
                         "again: for the last place draw below n, for the one before it below "
                         "n - 1, and so on.");
}

// ---- batches

std::vector<Places> right_cut(const Places& order, std::size_t size) {
  std::vector<Places> batches;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i % size == 0) batches.emplace_back();
    batches.back().push_back(order[i]);
  }
  return batches;
}

/// What is wrong with these batches, as far as it is known.
std::string advice_on_cut(const Places& order, std::size_t size, const std::vector<Places>& yours) {
  const std::vector<Places> right = right_cut(order, size);
  Places all;
  for (const Places& batch : yours) all.insert(all.end(), batch.begin(), batch.end());
  Places places(order.size());
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
  std::vector<Places> full = right;
  if (!full.empty() && full.back().size() < size) full.pop_back();
  if (yours == full) return "the last batch is missing: it is short, but its samples count, too.";
  if (yours == right_cut(places, size))
    return "those are the places 0, 1, 2, … The samples "
           "stand in the order that was drawn: order[i].";
  if (!yours.empty() && yours.back().empty())
    return "the last batch is empty. Begin a new one only when there is a sample for it.";
  if (all.size() > order.size())
    return "there are more places than samples: the last batch "
           "has what is left, and is not filled up.";
  if (yours.size() > 1 && std::all_of(yours.begin(), yours.end(),
                                      [&](const Places& batch) { return batch == yours.front(); }))
    return "all batches are the same. The next one begins where the last one ended.";
  if (yours.size() == size && yours.size() != right.size())
    return "there are `size` batches; but `size` is how many samples a batch has.";
  return "each batch has the next `size` places of the order, the last one what is left.";
}

void check_cut(ExerciseCheck& exercise) {
  for (const std::size_t n : {6, 7, 1, 8, 5}) {
    Places order;
    for (std::size_t i = 0; i < n; ++i) order.push_back((i * (n == 6 ? 5 : 3) + 2) % n);
    for (const std::size_t size : {2, 3, 4, 1, 10}) {
      const std::string where =
          "the order " + listed(order) + ", in batches of " + std::to_string(size);
      exercise.about_to("cut, " + where);
      const std::vector<Places> yours = cut(order, size), right = right_cut(order, size);
      if (yours == right) continue;
      exercise.not_yet("The batches are not yet right.",
                       "  " + where + "\n\n  yours:    " + listed(yours) + "\n  expected: " +
                           listed(right) + "\n\n" + advice_on_cut(order, size, yours));
    }
  }
}

// ---- gradients

struct Case {
  Numbers x, y;
  Places batch;
  Fit fit;

  std::string story() const {
    return std::to_string(x.size()) + " samples, batch " + listed(batch) +
           ", w = " + in_digits(fit.w) + ", b = " + in_digits(fit.b);
  }
};

std::vector<Case> cases() {
  const auto any = [] { return stepgrad::random_eighth(-2, 2); };
  std::vector<Case> all;
  for (std::size_t i = 0; i < 16; ++i) {
    Case next{{}, {}, {}, {any(), any()}};
    for (std::size_t k = 0; k < 4 + i % 5; ++k) next.x.push_back(any()), next.y.push_back(any());
    for (std::size_t k = 0; k < 1 + i % 3; ++k) next.batch.push_back(next.x.size() - 1 - 2 * k % 4);
    all.push_back(next);
  }
  return all;
}

/// The sum of the slopes over these samples.
Fit sum_over(const Case& at, const Places& places) {
  Fit sum{0, 0};
  for (const std::size_t i : places) {
    const double error = at.fit.w * at.x[i] + at.fit.b - at.y[i];
    sum.w += 2 * error * at.x[i];
    sum.b += 2 * error;
  }
  return sum;
}

Places first(std::size_t count) {
  Places places;
  for (std::size_t i = 0; i < count; ++i) places.push_back(i);
  return places;
}

constexpr double Fit::*rows[] = {&Fit::w, &Fit::b};
constexpr const char* names[] = {"w", "b"};

void check_gradient(ExerciseCheck& exercise, std::size_t row) {
  std::vector<Sample> samples;
  for (const Case& at : cases()) {
    exercise.about_to("gradient, " + at.story());
    const double n = static_cast<double>(at.x.size());
    const double b = static_cast<double>(at.batch.size());
    const double sum = sum_over(at, at.batch).*rows[row];
    samples.push_back(
        {at.story(),
         gradient(at.x, at.y, at.batch, at.fit).*rows[row],
         sum / b,
         {{"that is the sum over the batch. The mean is wanted.", sum},
          {"the sum over the batch is divided by the number "
           "of **all** samples. In the batch are batch.size().",
           sum / n},
          {"that is the gradient of all samples; only those of the batch are asked.",
           sum_over(at, first(at.x.size())).*rows[row] / n},
          {"those are the first samples of the list. The batch says which: x[batch[k]].",
           sum_over(at, first(at.batch.size())).*rows[row] / b},
          {"the slope of a square has a 2 in it.", sum / b / 2},
          {"the sign is turned: the error is what the line says, less y.", -sum / b},
          {row == 0 ? "that is the slope in b. In w each error is multiplied by its x."
                    : "that is the slope in w. In b the errors are not multiplied by x.",
           sum_over(at, at.batch).*rows[1 - row] / b},
          {"that is what it says of the sum of all. The mean over the batch is wanted here.",
           sum * n / b}}});
  }
  exercise.numbers(std::string("gradient: dL/d") + names[row], samples, 1e-12);
}

void check_gradient_of_sum(ExerciseCheck& exercise, std::size_t row) {
  std::vector<Sample> samples;
  for (const Case& at : cases()) {
    exercise.about_to("gradient_of_sum, " + at.story());
    const double n = static_cast<double>(at.x.size());
    const double b = static_cast<double>(at.batch.size());
    const double sum = sum_over(at, at.batch).*rows[row];
    samples.push_back(
        {at.story(),
         gradient_of_sum(at.x, at.y, at.batch, at.fit).*rows[row],
         sum * n / b,
         {{"that is the sum over the batch. Each of its "
           "samples stands for n / batch.size() of all.",
           sum},
          {"that is the mean over the batch, an estimate of "
           "the mean over all. The sum is n times that.",
           sum / b},
          {"n and batch.size() are exchanged: the sum over the batch is too small.", sum * b / n},
          {"n times the **sum** over the batch: that is batch.size() times too much.", sum * n},
          {"that is the gradient of all samples; only those of the batch are asked.",
           sum_over(at, first(at.x.size())).*rows[row]},
          {"that is the mean times batch.size() twice.", sum * b}}});
  }
  exercise.numbers(std::string("gradient_of_sum: dF/d") + names[row], samples, 1e-12);
}

// ---- epochs

struct Epoch {
  Case at;
  std::vector<Places> batches;
  double rate;
};

Fit stepped(Fit from, Fit by, double rate) { return {from.w - rate * by.w, from.b - rate * by.b}; }

Fit over(const Case& at, const Places& batch, Fit fit, double count) {
  Case there = at;
  there.fit = fit;
  const Fit sum = sum_over(there, batch);
  return {sum.w / count, sum.b / count};
}

enum class Way { right, first_batch, from_the_start, added_up, uphill, no_rate, largest };

Fit walked(const Epoch& run, Way way) {
  Fit fit = run.at.fit, added{0, 0};
  for (const Places& one : run.batches) {
    const Places& batch = way == Way::first_batch ? run.batches.front() : one;
    const auto count =
        static_cast<double>(way == Way::largest ? run.batches.front().size() : batch.size());
    const Fit own = over(run.at, batch, way == Way::from_the_start ? run.at.fit : fit, count);
    added = way == Way::added_up ? Fit{added.w + own.w, added.b + own.b} : own;
    const double rate = way == Way::uphill ? -run.rate : way == Way::no_rate ? 1 : run.rate;
    fit = stepped(fit, added, rate);
  }
  return fit;
}

Fit one_step(const Epoch& run) {
  Places all;
  for (const Places& batch : run.batches) all.insert(all.end(), batch.begin(), batch.end());
  return stepped(run.at.fit, over(run.at, all, run.at.fit, static_cast<double>(all.size())),
                 run.rate);
}

void check_epoch(ExerciseCheck& exercise, std::size_t row) {
  std::vector<Sample> samples;
  for (Case at : cases()) {
    Places order = first(at.x.size());
    std::rotate(order.begin(), order.begin() + 2, order.end());
    const Epoch run{at, right_cut(order, 3), stepgrad::random_eighth(0.125, 0.5)};
    const std::string where = "batches " + listed(run.batches) +
                              ", from w = " + in_digits(at.fit.w) + ", b = " + in_digits(at.fit.b) +
                              ", rate = " + in_digits(run.rate);
    exercise.about_to("epoch, " + where);
    const auto to = [&](Way way) { return walked(run, way).*rows[row]; };
    const Fit once = stepped(
        at.fit, over(at, run.batches[0], at.fit, static_cast<double>(run.batches[0].size())),
        run.rate);
    samples.push_back(
        {where,
         epoch(at.x, at.y, run.batches, at.fit, run.rate).*rows[row],
         to(Way::right),
         {{"every step uses the first batch. Each batch has its turn.", to(Way::first_batch)},
          {"every slope is taken where the epoch began. The line has moved since: take it at fit.",
           to(Way::from_the_start)},
          {"old slopes are still in the gradient: it begins at 0 for every batch.",
           to(Way::added_up)},
          {"that is uphill: take rate times the slope away.", to(Way::uphill)},
          {"the rate is missing.", to(Way::no_rate)},
          {"that is one step by all samples. Each batch makes a step of its own.",
           one_step(run).*rows[row]},
          {"that is the line after the first batch. Is there a return within the loop?",
           once.*rows[row]},
          {"the last batch is short, and its mean is over those that are in it.", to(Way::largest)},
          {"the line has not moved.", at.fit.*rows[row]}}});
  }
  exercise.numbers(std::string("epoch: the new ") + names[row], samples, 1e-9);
}

void check(ExerciseCheck& exercise) {
  check_shuffled(exercise);
  check_cut(exercise);
  for (const std::size_t row : {0, 1}) check_gradient(exercise, row);
  for (const std::size_t row : {0, 1}) check_gradient_of_sum(exercise, row);
  for (const std::size_t row : {0, 1}) check_epoch(exercise, row);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
