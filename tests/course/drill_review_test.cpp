// What was missed comes again after days: the dates, and the lines of progress.txt that keep them.
#include <stepgrad/course/drill_review.hpp>
#include <stepgrad/course/progress.hpp>

#include <stepgrad/base/files.hpp>

#include "catch.hpp"
#include "workplace.hpp"

using namespace stepgrad;
using namespace std::chrono_literals;
using std::chrono::days;

namespace {

constexpr Day monday = std::chrono::sys_days(2026y / 11 / 30);
const Turn problem{Problem::Kind::slope, 3, 7002};

}  // namespace

TEST_CASE(
    "what is answered at once each time is asked after 1, 3, 7 and 21 days, and is then known",
    "[drill]") {
  std::optional<DrillReview> review = reviewed(std::nullopt, Grade::shown, monday);
  Day day = monday;
  for (const int wait : {1, 3, 7, 21}) {
    REQUIRE(review);
    CHECK(review->due - day == days(wait));
    day = review->due;
    review = reviewed(review, Grade::at_once, day);
  }
  CHECK_FALSE(review);
}

TEST_CASE("what is missed once more begins again with a day", "[drill]") {
  const DrillReview week{monday, 7};
  CHECK(reviewed(week, Grade::later, monday)->due == monday + days(1));
  CHECK(reviewed(week, Grade::shown, monday)->after == 1);
}

TEST_CASE("a problem that comes again on the day it was missed is still asked tomorrow",
          "[drill]") {
  const auto missed = reviewed(std::nullopt, Grade::later, monday);
  CHECK(reviewed(missed, Grade::at_once, monday)->due == monday + days(1));
  CHECK_FALSE(reviewed(std::nullopt, Grade::at_once, monday));
}

TEST_CASE("a learner who comes late goes on from the day they come", "[drill]") {
  const auto after = reviewed(DrillReview{monday, 3}, Grade::at_once, monday + days(40));
  CHECK(after->due == monday + days(47));
}

TEST_CASE("reviews and problems are read back from their text, and nothing else is taken for one",
          "[drill]") {
  const DrillReview review{monday, 7};
  CHECK(as_text(review) == "2026-11-30/7d");
  CHECK(read_review(as_text(review))->due == review.due);
  CHECK(read_review(as_text(review))->after == 7);
  for (const char* text : {"", "2026-11-30", "2026-11-31/7d", "2026-13-01/7d", "2026-11-30/d",
                           "2026-11-30/-1d", "2026-11-30/7", "2026-11-30/99999999999999999999d",
                           "2026/11/30/7d", "26-11-30/7d", "2026-1a-30/7d"}) {
    INFO(text);
    CHECK_FALSE(read_review(text));
  }
  CHECK(name_of(problem) == "slope-3-7002");
  CHECK(read_turn("slope-3-7002")->seed == 7002);
  for (const char* text : {"", "slope", "slope-3", "hill-3-7002", "slope-9-7002", "slope-3-",
                           "slope-3-7002-1", "slope--3-7", "slope-0-7"}) {
    INFO(text);
    CHECK_FALSE(read_turn(text));
  }
}

TEST_CASE("progress keeps the problems that come again, the earliest first", "[drill][progress]") {
  const stepgrad::test::Workplace folder;
  const std::string file = folder / "progress.txt";
  {
    Progress progress(file);
    progress.set_review(problem, DrillReview{monday + days(2), 3});
    progress.set_review({Problem::Kind::bug, 1, 5}, DrillReview{monday, 1});
    progress.set_review({Problem::Kind::adam, 2, 9}, DrillReview{monday, 1});
    progress.set_review({Problem::Kind::adam, 2, 9}, std::nullopt);
  }
  CHECK(read_file(file).ends_with(
      "review slope-3-7002 2026-12-02/3d\nreview bug-1-5 2026-11-30/1d\n"));
  CHECK(Progress(file).review(problem)->after == 3);
  CHECK_FALSE(Progress(file).review({Problem::Kind::adam, 2, 9}));
  const auto reviews = Progress(file).reviews();
  REQUIRE(reviews.size() == 2);
  CHECK(name_of(reviews[0].first) == "bug-1-5");
  CHECK(reviews[1].second.due == monday + days(2));
}

TEST_CASE("a damaged review is set aside, and one of a newer stepgrad is left alone",
          "[drill][progress]") {
  const stepgrad::test::Workplace folder;
  const std::string file = folder / "progress.txt";
  write_file(file, "review slope-3-7002 2026-99-02/3d\nreview convolution-3-7 2026-12-02/3d\n");
  std::string told;
  Progress progress(file, [&](const std::string& said) { told = said; });
  CHECK(told == "progress.txt: line 1 could not be read and is set aside; all others count.");
  CHECK(progress.reviews().empty());
  progress.set_review(problem, DrillReview{monday, 1});
  CHECK(read_file(file).find("\nreview convolution-3-7 2026-12-02/3d\n") != std::string::npos);
}
