// The check of exercise 21: dropout there and back for several shares, and runs of losses with
// ties, late surprises and losses that are large.
#include <stepgrad/course/exercise_training.hpp>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::MatrixSample;
using stepgrad::MatrixSlip;
using stepgrad::Rows;
using Row = std::vector<double>;

Row any(std::size_t size, double from, double to) {
  Row all;
  for (std::size_t i = 0; i < size; ++i) all.push_back(stepgrad::random_eighth(from, to));
  return all;
}

std::string story(const Row& numbers) {
  std::string all;
  for (const double number : numbers) all += " " + stepgrad::in_digits(number);
  return all;
}

// ---- dropout

struct Case {
  Row h;
  double p;
  Row luck;

  std::string story() const {
    return "p = " + stepgrad::in_digits(p) + ", luck" + checking::story(luck);
  }
};

/// Shares to either side of one half.
std::vector<Case> cases() {
  std::vector<Case> all;
  for (const double p : {0.1, 0.25, 0.75, 0.2}) {
    all.push_back({any(5, 1, 4), p, any(5, 0, 1)});
    all.back().luck[1] = 0.05, all.back().luck[3] = 0.875;  // one goes, one stays
    all.back().luck[4] = p;                                 // just not deleted
  }
  return all;
}

/// Each number times `deleted` or `kept`, by its luck.
Row times(const Case& at, double deleted, double kept) {
  Row all;
  for (std::size_t i = 0; i < at.h.size(); ++i)
    all.push_back(at.h[i] * (at.luck[i] < at.p ? deleted : kept));
  return all;
}

std::vector<MatrixSlip> wrongs(const Case& at) {
  const double p = at.p, scale = 1 / (1 - p);
  Row turned, edge;
  for (std::size_t i = 0; i < at.h.size(); ++i) {
    turned.push_back(at.luck[i] < p ? at.h[i] * scale : 0);
    edge.push_back(at.luck[i] <= p ? 0 : at.h[i] * scale);
  }
  return {
      {"Nothing is scaled: on average only (1 - p) of it is left, and in use all of it.",
       {times(at, 0, 1)}},
      {"That makes it smaller still. What is left makes up for what "
       "is deleted: divide by 1 - p.",
       {times(at, 0, 1 - p)}},
      {"That divides by p, as if p were the share that is kept. It is the share that is deleted.",
       {times(at, 0, 1 / p)}},
      {"p is the share that is deleted, not the one that is kept: a unit goes "
       "where its luck is below p.",
       {turned}},
      {"p is taken for the share that is kept.", {times(at, 1 / p, 0)}},
      {"Where the luck is just p the unit stays: it is deleted where luck[i] < p.", {edge}},
      {"All are scaled, and none is deleted.", {times(at, scale, scale)}},
      {"Nothing is deleted.", {times(at, 1, 1)}}};
}

void check_dropout(stepgrad::ExerciseCheck& exercise) {
  std::vector<MatrixSample> training, in_use, back;
  for (const Case& at : cases()) {
    const double p = at.p;
    const Row right = times(at, 0, 1 / (1 - p));
    exercise.about_to("dropout in training, " + at.story());
    training.push_back({at.story(), {Rows{dropout(at.h, p, at.luck, true)}, {right}}, wrongs(at)});
    exercise.about_to("dropout in use, " + at.story());
    in_use.push_back(
        {at.story() + ", in use",
         {Rows{dropout(at.h, p, at.luck, false)}, {at.h}},
         {{"It is scaled in use, too. That has been done while training: in use h stays as it is.",
           {times(at, 1 - p, 1 - p)}},
          {"It is scaled in use, too. That belongs to training alone: in use h stays as it is.",
           {times(at, 1 / (1 - p), 1 / (1 - p))}},
          {"Units are deleted in use, too. In use all are there.", {right}},
          {"Units are deleted in use, too. In use all are there.", {times(at, 0, 1)}}}});
    exercise.about_to("dropout_backward, " + at.story());
    back.push_back({at.story(), {Rows{dropout_backward(at.h, p, at.luck)}, {right}}, {}});
    back.back().slips = {
        {"The factor is missing: on the way there what is kept was divided by 1 - p, so its slope is "
         "1 / (1 - p).",
         {times(at, 0, 1)}},
        {"A unit that was deleted has no say in the loss: its slope is 0.",
         {times(at, 1 / (1 - p), 1 / (1 - p))}},
        {"A unit that was deleted has no say in the loss: its slope is 0.", {times(at, 1, 1)}},
        {"On the way there what is kept was divided by 1 - p. The way back divides, too.",
         {times(at, 0, 1 - p)}}};
  }
  stepgrad::check_matrices(exercise, "what the units say in training", training, 1e-12);
  stepgrad::check_matrices(exercise, "what the units say in use", in_use, 1e-12);
  stepgrad::check_matrices(exercise, "the slopes in h", back, 1e-12);
  const Row h{1, 2};
  if (dropout(h, 0, {0, 0.5}, true) != h)
    exercise.not_yet("With p = 0 nothing is deleted, and all units say what they say.",
                     "A luck of 0 is not below p = 0.");
}

// ---- early stopping

/// How a run ends: after which epoch (0: it goes on), and with the weights of which.
struct End {
  int after, best;
  bool operator==(const End&) const = default;
};

/// A stop, with what may be wrong in it.
struct Way {
  bool tie_is_progress = false, than_last = false, count_all = false;
  int late = 0;          // ends so many epochs too late
  double first = 1e300;  // what the first loss is compared with
};

End ended(const Row& losses, int patience, const Way& way = {}) {
  double lowest = way.first, last = way.first;
  int since = 0, best = 0;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    const double than = way.than_last ? last : lowest;
    ++since;
    if (losses[i] < than || (way.tie_is_progress && losses[i] == than)) {
      if (!way.count_all) since = 0;
      best = static_cast<int>(i) + 1;
      lowest = losses[i];
    }
    last = losses[i];
    if (since >= patience + way.late) return {static_cast<int>(i) + 1, best};
  }
  return {0, best};
}

const std::vector<std::pair<Row, int>>& runs() {
  static const std::vector<std::pair<Row, int>> all{
      {{0.9, 0.7, 0.6, 0.65, 0.6, 0.62, 0.55, 0.5}, 3},
      {{9, 8, 7, 6, 5, 4, 3, 2}, 2},
      {{5, 6, 4, 6, 5, 4.5, 3, 2, 1}, 3},
      {{3, 2, 2, 2, 2, 2, 2}, 2},
      {{2, 3, 1, 5, 4, 3, 2.5, 2}, 4},
      {{1, 0.5, 0.75, 0.25, 0.5}, 1},
      {{0.5, 0.25, 0.4, 0.3, 0.35, 0.2, 0.3, 0.3, 0.3}, 4}};
  return all;
}

/// The number of an epoch is its only weight.
End yours(const Row& losses, int patience) {
  EarlyStopping stopping{.patience = patience};
  End end{0, 0};
  for (std::size_t i = 0; i < losses.size() && end.after == 0; ++i)
    if (stopping.epoch_done(losses[i], {static_cast<double>(i + 1)}))
      end.after = static_cast<int>(i) + 1;
  if (stopping.best.size() == 1) end.best = static_cast<int>(stopping.best[0]);
  return end;
}

std::string told(const End& end) {
  return (end.after ? "ends after epoch " + std::to_string(end.after) : "does not end") + ", " +
         (end.best ? "best has the weights of epoch " + std::to_string(end.best)
                   : std::string("best has no weights of any epoch"));
}

void check_stopping(stepgrad::ExerciseCheck& exercise) {
  const std::vector<std::pair<const char*, Way>> ways{
      {"A tie counts as progress there. Only a loss that is lower than all before does.",
       {.tie_is_progress = true}},
      {"It compares with the epoch before. A loss has to be lower than the lowest so far.",
       {.than_last = true}},
      {"Bad epochs are counted from the beginning. When there is a lower loss, the count begins anew.",
       {.count_all = true}},
      {"It ends one epoch too late: the patience is used up when so many epochs were not better.",
       {.late = 1}},
      {"It ends one epoch too early: so many epochs as the patience says may be no better.",
       {.late = -1}},
      {"The lowest loss begins at 0, and no loss is ever below. Begin with infinity, "
       "or with the first loss.",
       {.first = 0}},
      {"The lowest loss begins too low: losses may be larger than 1. Begin with infinity.",
       {.first = 1}}};
  std::vector<End> all;
  for (const auto& [losses, patience] : runs()) {
    exercise.about_to("early stopping, patience " + std::to_string(patience) + ", losses" +
                      story(losses));
    all.push_back(yours(losses, patience));
  }
  const auto explains = [&](auto&& end_of) {
    for (std::size_t i = 0; i < runs().size(); ++i)
      if (!(all[i] == end_of(runs()[i].first, runs()[i].second))) return false;
    return true;
  };
  std::string advice;
  for (const auto& [sentence, way] : ways)
    if (explains([&](const Row& losses, int patience) { return ended(losses, patience, way); }))
      advice = sentence;
  if (explains([](const Row& losses, int patience) {
        const int after = ended(losses, patience).after;
        return End{after, after ? after : static_cast<int>(losses.size())};
      }))
    advice =
        "It ends in time, but with the last weights. Copy them only when their "
        "loss is lower than all before.";
  if (explains([](const Row& losses, int patience) {
        return End{ended(losses, patience).after, 0};
      }))
    advice = "Nothing is put into best. Copy the weights whenever their loss is the lowest so far.";
  if (explains([](const Row& losses, int) { return End{0, ended(losses, 0x7fff).best}; }))
    advice = "It never ends. Count the epochs that bring no lower loss.";
  if (explains([](const Row& losses, int patience) {
        return End{ended(losses, patience).after, 1};
      }))
    advice = "The first weights stay. Copy them again whenever the loss is lower than all before.";
  for (std::size_t i = 0; i < runs().size(); ++i) {
    const auto& [losses, patience] = runs()[i];
    const End right = ended(losses, patience);
    if (all[i] == right) continue;
    exercise.not_yet("With patience " + std::to_string(patience) + " and the losses" +
                         story(losses) + " yours " + told(all[i]) + ".",
                     "What is wanted: " + told(right) + ". " + advice);
  }
}

void check(stepgrad::ExerciseCheck& exercise) {
  check_dropout(exercise);
  check_stopping(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
