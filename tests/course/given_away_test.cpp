// Answers that stand above their questions, in lessons made up for it.
#include <stepgrad/course/given_away.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

/// A lesson of two screens: the first as it is written, the second asks for 7.
template <class Write>
std::vector<std::string> given_by(Write&& write, Help help = {.hints = {}},
                                  const std::string& ask = "How much?") {
  Lesson lesson("01_test", "Test");
  lesson.screen("What?");
  write(lesson);
  lesson.screen("A question");
  lesson.predict(ask, 7, std::move(help));
  return given_away(lesson);
}

}  // namespace

TEST_CASE("an answer is found wherever it was shown before", "[given_away]") {
  const Trace seven = traced("f = x + y", {{"x", 3}, {"y", 4}});
  const Plot plot{.title = "A plot",
                  .x = {.label = "x"},
                  .y = {.label = "y"},
                  .series = {},
                  .marks = {{{1, 1}, "here it is 7"}}};
  CHECK(given_by([](Lesson& lesson) { lesson.say("It comes to {}.", 7.0); }).size() == 1);
  CHECK(given_by([](Lesson& lesson) { lesson.formula("f = x + 7"); }).size() == 1);
  CHECK(given_by([](Lesson& lesson) { lesson.listing("f = 7;"); }).size() == 1);
  CHECK(given_by([](Lesson& lesson) { lesson.table({"a"}, {{"7"}}); }).size() == 1);
  CHECK(given_by([&](Lesson& lesson) { lesson.graph(seven, ""); }).size() == 1);
  CHECK(given_by([&](Lesson& lesson) { lesson.plot(plot, ""); }).size() == 1);
  CHECK(given_by([](Lesson& lesson) { lesson.predict("First?", 7, {.hints = {}}); }).size() == 1);
}

TEST_CASE("the sentence says where it stands, and how to mend it", "[given_away]") {
  CHECK(
      given_by([](Lesson& lesson) { lesson.say("It comes to 7."); }) ==
      std::vector<std::string>{
          "screen 2 asks \"How much?\", and its answer, 7, stands on screen 1: \"It comes to 7.\"; "
          "ask for another, or say in Help{.seen = …} why it may be seen"});
}

TEST_CASE("what is no answer, is given or may be seen is left alone", "[given_away]") {
  const auto nothing = [](const auto& faults) { return faults.empty(); };
  CHECK(nothing(given_by([](Lesson& lesson) { lesson.say("17, 0.7, 7.5, -7, x7 and 1e7"); })));
  CHECK(nothing(given_by([](Lesson& lesson) {
    lesson.graph(traced("f = x + 1", {{"x", 7}}), "x is 7.");
  })));
  const auto seven = [](Lesson& lesson) { lesson.say("7"); };
  CHECK(nothing(given_by(seven, {.hints = {}}, "x is 7. What is x * 1?")));
  CHECK(nothing(given_by(seven, {.hints = {}, .seen = "It is asked which it is."})));
}

TEST_CASE("of several numbers all have to stand in one place", "[given_away]") {
  const auto given_by_row = [](const std::string& row) {
    Lesson lesson("01_test", "Test");
    lesson.screen("What?");
    lesson.say("{}", row);
    lesson.predict_all("How much?", {{"a", 7}, {"b", -8}, {"c", 1}}, {.hints = {}});
    return given_away(lesson).size();
  };
  CHECK(given_by_row("They are 7, -8 and 1.") == 1);
  CHECK(given_by_row("It is 7, and another is 1.") == 0);
}

TEST_CASE("a formula is found in whatever way it was written", "[given_away]") {
  Lesson lesson("01_test", "Test");
  lesson.screen("What?");
  lesson.formula("dy/dx = x*2");
  lesson.derive("What is dy/dx?", "2*x", {"x"}, {.hints = {}});
  CHECK(given_away(lesson).size() == 1);
  Lesson sentence("01_test", "Test");
  sentence.screen("What?");
  sentence.say("So the slope is $x + x$.");
  sentence.derive("What is dy/dx?", "2*x", {"x"}, {.hints = {}});
  CHECK(given_away(sentence).size() == 1);
  Lesson other("01_test", "Test");
  other.screen("What?");
  other.say("The square is `x^2`, its slope at 1 is `2`, and `x` is its input.");
  other.derive("What is dy/dx?", "2*x", {"x"}, {.hints = {}});
  CHECK(given_away(other).empty());
}
