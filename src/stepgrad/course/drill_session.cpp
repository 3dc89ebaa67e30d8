#include <stepgrad/course/drill_session.hpp>

#include <algorithm>
#include <iterator>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/random.hpp>

namespace stepgrad {
namespace {

/// Every kind comes once in a round; each round has an order of its own.
Problem::Kind kind_of(const DrillPlan& plan, std::size_t number) {
  const std::size_t kinds = plan.kinds.size();
  Random random(plan.seed + number / kinds);
  return plan.kinds[random.order(kinds)[number % kinds]];
}

/// Problem 3 of drill 42 has the seed 42003.
std::uint64_t seed_of(const DrillPlan& plan, std::size_t number) {
  constexpr std::uint64_t room = 1000;
  return plan.seed * room + number;
}

bool is_over(const Drill& drill) {
  return drill.plan.problems > 0 && drill.asked == drill.plan.problems;
}

void adapt(Drill& drill, Grade grade) {
  const bool at_once = grade == Grade::at_once;
  drill.rising = at_once ? drill.rising + 1 : 0;
  drill.falling = at_once ? 0 : drill.falling + 1;
  const int step = drill.rising == Drill::rise_after  ? 1
                 : drill.falling == Drill::fall_after ? -1
                                                      : 0;
  if (step == 0) return;
  drill.rising = drill.falling = 0;
  if (!drill.plan.steady)
    drill.level = std::clamp(drill.level + step, easiest_level, hardest_level);
}

void count_new(Drill& drill, const Turn& turn, Grade grade) {
  ++drill.asked;
  drill.at_once += grade == Grade::at_once;
  drill.later += grade == Grade::later;
  if (grade != Grade::at_once) drill.missed.push_back(turn);
  adapt(drill, grade);
}

/// It comes again until it comes at once; when the new ones are over, only one more time.
void plan_review(Drill& drill, Turn turn) {
  if (turn.again && is_over(drill)) return;
  turn.again = true;
  drill.reviews.push_back({turn, drill.turns + Drill::review_in});
}

}  // namespace

std::vector<Problem::Kind> kinds_of_formulas() {
  std::vector<Problem::Kind> kinds;
  for (const ProblemKind& row : problem_kinds)
    if (row.about == ProblemKind::About::formulas) kinds.push_back(row.kind);
  return kinds;
}

Drill begin(const DrillPlan& plan) {
  require_level(plan.level);
  if (plan.kinds.empty()) throw Error("a drill needs a kind of problem", "", "");
  Drill drill{.plan = plan, .level = plan.level, .reviews = {}, .missed = {}};
  for (Turn turn : plan.missed) {
    turn.again = true;
    drill.reviews.push_back({turn, 0});
  }
  return drill;
}

std::optional<Turn> next(const Drill& drill) {
  const bool over = is_over(drill);
  if (!drill.reviews.empty()) {
    const Drill::Review& review = drill.reviews.front();
    if (over || (review.due <= drill.turns && !drill.was_again)) return review.turn;
  }
  if (over) return std::nullopt;
  return Turn{kind_of(drill.plan, drill.asked), drill.level, seed_of(drill.plan, drill.asked)};
}

Drill after(Drill drill, Grade grade) {
  const std::optional<Turn> turn = next(drill);
  if (!turn) return drill;
  const bool at_once = grade == Grade::at_once;
  ++drill.turns;
  drill.streak = at_once ? drill.streak + 1 : 0;
  drill.best_streak = std::max(drill.best_streak, drill.streak);
  if (at_once) drill.score += static_cast<std::size_t>(turn->level);
  if (grade == Grade::later) drill.score += 1;
  drill.was_again = turn->again;
  if (turn->again) {
    drill.reviews.erase(drill.reviews.begin());
    drill.mastered += at_once;
  } else {
    count_new(drill, *turn, grade);
  }
  if (!at_once) plan_review(drill, *turn);
  return drill;
}

}  // namespace stepgrad
