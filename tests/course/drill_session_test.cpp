// The drill's session: what comes next depends on the plan and the grades, and on nothing else.
#include <set>

#include <stepgrad/course/drill_session.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

/// The drill after these grades: "++-" is twice at once, then shown; "?" is after another look.
Drill graded(Drill drill, const std::string& grades) {
  for (const char c : grades)
    drill = after(drill, c == '+' ? Grade::at_once : c == '?' ? Grade::later : Grade::shown);
  return drill;
}

bool same(const Turn& one, const Turn& other) {
  return one.kind == other.kind && one.level == other.level && one.seed == other.seed;
}

}  // namespace

TEST_CASE("three in a row at once lead a level up, two that were not lead down", "[drill]") {
  const std::pair<std::string, int> cases[] = {
      {"", 2},      {"++", 2},  {"+++", 3},    {"++-+", 2},   {"--", 1},   {"-?", 1},
      {"+++--", 2}, {"-+-", 2}, {"++++++", 4}, {"------", 1}, {"++?++", 2}};
  for (const auto& [grades, level] : cases) {
    INFO(grades);
    CHECK(graded(begin({.seed = 1, .level = 2}), grades).level == level);
  }
}

TEST_CASE("the level stays between the easiest and the hardest", "[drill]") {
  CHECK(graded(begin({.level = 5}), "+++++++++").level == 5);
  CHECK(graded(begin({.level = 1}), "----").level == 1);
  CHECK(graded(begin({.level = 2, .steady = true}), "++++++").level == 2);
  CHECK_THROWS_WITH(begin({.level = 0}), "there is no level 0\nThe levels are 1 to 5.");
}

TEST_CASE("the score counts the level at once, and one after another look", "[drill]") {
  CHECK(graded(begin({.level = 3}), "+").score == 3);
  CHECK(graded(begin({.level = 3}), "?").score == 1);
  CHECK(graded(begin({.level = 3}), "-").score == 0);
  CHECK(graded(begin({.level = 3}), "++++").score == 3 + 3 + 3 + 4);
}

TEST_CASE("a streak ends with what does not come at once, and the best one is kept", "[drill]") {
  const Drill drill = graded(begin({.seed = 4}), "++++?+");
  CHECK(drill.streak == 1);
  CHECK(drill.best_streak == 4);
}

TEST_CASE("what did not come at once is asked again, until it does", "[drill]") {
  Drill drill = begin({.seed = 4});
  const Turn missed = *next(drill);
  drill = graded(drill, "-+++");
  REQUIRE(next(drill)->again);
  CHECK(same(*next(drill), missed));
  CHECK(drill.asked == 4);
  drill = graded(drill, "?+++");
  REQUIRE(next(drill)->again);
  drill = after(drill, Grade::at_once);
  CHECK(drill.mastered == 1);
  CHECK(drill.reviews.empty());
  CHECK(drill.missed.size() == 1);
}

TEST_CASE("a new problem comes between two that are asked again", "[drill]") {
  Drill drill = graded(begin({.seed = 4}), "---");
  for (int i = 0; i < 20; ++i) {
    const bool again = next(drill)->again;
    drill = after(drill, Grade::shown);
    if (again) CHECK_FALSE(next(drill)->again);
  }
}

TEST_CASE("a session of so many problems ends after them and their reviews", "[drill]") {
  for (const char* grades : {"+++++", "-----", "-+-+-"}) {
    INFO(grades);
    Drill drill = graded(begin({.seed = 9, .problems = 5}), grades);
    std::size_t more = 0;
    for (; next(drill); ++more) {
      REQUIRE(more < 15);
      drill = after(drill, Grade::shown);
    }
    CHECK(drill.asked == 5);
    CHECK(drill.at_once + drill.later + drill.missed.size() == 5);
    CHECK(after(drill, Grade::at_once).turns == drill.turns);  // nothing more to answer
  }
}

TEST_CASE("every kind comes once in a round, or only the one that is asked for", "[drill]") {
  std::vector<Problem::Kind> all;
  for (const ProblemKind& row : problem_kinds) all.push_back(row.kind);
  Drill drill = begin({.seed = 3, .kinds = all, .steady = true});
  for (int round = 0; round < 4; ++round) {
    std::set<Problem::Kind> kinds;
    for (std::size_t i = 0; i < std::size(problem_kinds); ++i) {
      kinds.insert(next(drill)->kind);
      drill = after(drill, Grade::at_once);
    }
    CHECK(kinds.size() == std::size(problem_kinds));
  }
  drill = begin({.seed = 3, .kinds = {Problem::Kind::bug}});
  for (int i = 0; i < 10; ++i, drill = after(drill, Grade::at_once))
    CHECK(next(drill)->kind == Problem::Kind::bug);
}

TEST_CASE("the same plan and grades lead to the same problems", "[drill]") {
  Drill one = begin({.seed = 12, .level = 2}), other = begin({.seed = 12, .level = 2});
  for (const char grade : std::string("++-+?--++++-+")) {
    REQUIRE(same(*next(one), *next(other)));
    one = graded(one, {grade});
    other = graded(other, {grade});
  }
  CHECK_FALSE(next(begin({.seed = 12}))->seed == next(begin({.seed = 13}))->seed);
}

TEST_CASE("the problems of a steady drill are the same for who misses some", "[drill]") {
  const auto new_seeds = [](const std::string& grades) {
    std::vector<std::uint64_t> seeds;
    Drill drill = begin({.seed = 5, .level = 2, .steady = true});
    for (const char grade : grades) {
      if (const Turn turn = *next(drill); !turn.again) seeds.push_back(turn.seed);
      drill = graded(drill, {grade});
    }
    seeds.resize(5, 0);
    return seeds;
  };
  CHECK(new_seeds("+++++") == new_seeds("----------"));
}
