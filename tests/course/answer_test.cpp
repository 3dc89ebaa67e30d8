// What learners type, and what they are told.
#include <stepgrad/course/answer.hpp>

#include "catch.hpp"
#include "course/machine_lesson.hpp"

using namespace stepgrad;

namespace {

Question only_question(const Lesson& lesson) {
  return std::get<Question>(lesson.screens.at(0).pieces.at(0));
}

Question number(double answer, Help help) {
  Lesson lesson("01_test", "Test");
  lesson.screen("?");
  lesson.predict("How much?", answer, std::move(help));
  return only_question(lesson);
}

Question formula() {
  Lesson lesson("01_test", "Test");
  lesson.screen("?");
  lesson.derive("What?", "2*x*w", {"x", "w"},
                {.hints = {"h"}, .remarks = {{"2*x", "you forgot w."}}});
  return only_question(lesson);
}

Question choice() {
  Lesson lesson("01_test", "Test");
  lesson.screen("?");
  lesson.choose("Which?", {{"up", false, "no, look down."}, {"down", true}}, {.hints = {"h"}});
  return only_question(lesson);
}

struct Case {
  std::string typed;
  bool read, right;
  std::string say;
};

void check(const Question& question, const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    INFO("typed: " << one.typed);
    const Reply reply = judge(question, one.typed);
    CHECK(reply.read == one.read);
    CHECK(reply.right == one.right);
    CHECK(reply.say.substr(0, one.say.size()) == one.say);
  }
}

}  // namespace

TEST_CASE("a number may be typed in many ways", "[answer]") {
  for (const char* typed : {"-0.25", " -.25 ", "-1/4", "−0.25", "-0,25", "-2.5e-1", "1/4 - 1/2",
                            "dy/dx = -0.25", "-0.2501"}) {
    INFO(typed);
    CHECK(judge(number(-0.25, {.hints = {}}), typed).right);
  }
}

TEST_CASE("a number that is not right is answered by what it tells of the slip", "[answer]") {
  check(number(6.1, {.hints = {}, .remarks = {{0.61, "divide it."}}, .within = 0.002}),
        {{"0.61", true, false, "Not yet: divide it."},
         {"-6.1", true, false, "Not yet: the size is right; look at the sign."},
         {"6.15", true, false, "Not yet: very near."},
         {"3.05", true, false, "Not yet: that is half of it."},
         {"12.2", true, false, "Not yet: that is twice as much"},
         {"0.061", true, false, "Not yet: the digits are right"},
         {"610", true, false, "Not yet: the digits are right"},
         {"7", true, false, "Not yet: guess again"},
         {"inf", false, false, "That is not a number."},
         {"six", false, false, "That is not a number."},
         {"6.1.2", false, false, "That is not a number."},
         {"", false, false, "Type a number."},
         {"\xff\xfe", false, false, "Type a number."}});
}

TEST_CASE("a comma marks the decimals, or groups the digits of a whole number", "[answer]") {
  const Question whole = number(1023, {.hints = {}}), half = number(0.5, {.hints = {}});
  CHECK(judge(whole, "1,023").right);
  CHECK(judge(whole, " 1,023 ").right);
  CHECK(!judge(whole, "10,23").right);
  CHECK(!judge(whole, "1,0230").right);
  CHECK(judge(number(4004000, {.hints = {}}), "4,004,000").right);
  CHECK(judge(half, "0,500").right);
  CHECK(!judge(number(500, {.hints = {}}), "0,500").right);
}

TEST_CASE("a slip within the tolerance is told from the answer by being nearer", "[answer]") {
  const Question question = number(1023, {.hints = {}, .remarks = {{1024, "one less."}}});
  CHECK(judge(question, "1023").right);
  CHECK(judge(question, "1024").say == "Not yet: one less.");
}

TEST_CASE("a formula is right if it has the same value wherever it is tried", "[answer]") {
  for (const char* typed : {"2*x*w", "w*x + x*w", "dL/dw = 2·x·w", "(x + w)^2 - x² - w**2", "2x*w",
                            "2 x w", "2(x)(w)", "x(w) + w(x)", "2.0e0x * (1)w", "1e1x*w - 8x*w"}) {
    INFO(typed);
    CHECK(judge(formula(), typed).right);
  }
  check(formula(),
        {{"2*x", true, false, "Not yet: you forgot w."},
         {"x*w", true, false, "Not yet: everywhere it is half of what it should be."},
         {"-2*x*w", true, false, "Not yet: only the sign is not right."},
         {"6*x*w", true, false, "Not yet: everywhere it is 3 times what it should be."},
         {"0", true, false, "Not yet: at x = "},
         {"x*w + 1", true, false, "Not yet: at x = "},
         {"2*y", false, false, "There is no y here: write it with x and w."},
         {std::string(1000, 'n'), false, false, "There is no " + std::string(30, 'n') + "… here"},
         {std::string(1000, '('), false, false, "That cannot be read as a formula"},
         {"x 2", false, false, "That cannot be read as a formula: an operator is missing"},
         {"sqrt(-1)", true, false, "Not yet: at x = "},
         {"   ", false, false, "Type a formula of x and w."}});
}

TEST_CASE("a choice is typed as its place", "[answer]") {
  check(choice(), {{"2", true, true, "Right: 2) down."},
                   {" 2) ", true, true, "Right"},
                   {"1", true, false, "Not yet: no, look down."},
                   {"3", false, false, "Type the number of your choice: 1 or 2."},
                   {"12", false, false, "Type the number"},
                   {"down", false, false, "Type the number"}});
}

namespace {

/// The n-th question of the lesson that has all kinds.
Question question_of_machine(std::size_t n) {
  const Lesson lesson = test::machine_lesson();
  std::vector<Question> questions;
  for (const Screen& screen : lesson.screens)
    for (const Piece& piece : screen.pieces)
      if (const Question* question = std::get_if<Question>(&piece)) questions.push_back(*question);
  return questions.at(n);
}

}  // namespace

TEST_CASE("several numbers are read as people separate them, and judged one by one", "[answer]") {
  const Question gradient = question_of_machine(0);
  for (const char* typed : {"2 -3 1", "2, -3, 1", "2,-3,1", "(2; -3; 1)", "[2 -3 1]",
                            "dL/dw = 2 dL/dx=-3 dL/db= 1", "4/2 -3 1"}) {
    INFO(typed);
    CHECK(judge(gradient, typed).right);
  }
  CHECK(!judge(gradient, "2 -3").read);
  CHECK(judge(gradient, "2 -3").say ==
        "Type 3 numbers with blanks between them: dL/dw, dL/dx and dL/db.");
  CHECK(judge(gradient, "2 -3 0").say == "Not yet: b moves, too.");
  CHECK(judge(gradient, "20 -30 10").say == "Not yet: ten times too much.");
  CHECK(judge(gradient, "-2 3 -1").say ==
        "Not yet: the sizes are right; look at the signs: all of them are turned round.");
  CHECK(judge(gradient, "-3 2 1").say ==
        "Not yet: these are the right numbers, but not all in their places.");
  CHECK(judge(gradient, "2 7 1").say == "Not yet: dL/dw and dL/db are right. Look at dL/dx again.");
  CHECK(shown_answer(gradient) == "dL/dw = 2, dL/dx = -3, dL/db = 1");
}

TEST_CASE("a matrix with rows and columns exchanged is told so", "[answer]") {
  const Question matrix = question_of_machine(1);
  CHECK(judge(matrix, "1 2; 3 4").right);
  CHECK(judge(matrix, "1 3 2 4").say ==
        "Not yet: that is the transposed matrix: rows and columns are exchanged.");
  CHECK(shown_answer(matrix) == "1 2; 3 4");
}

TEST_CASE("an order is typed as places, and the first thing in a wrong one is told", "[answer]") {
  const Question order = question_of_machine(2);
  CHECK(order.choices[0].text == "a step downhill");  // never in the right order
  CHECK(judge(order, "3 2 1").right);
  CHECK(judge(order, "321").right);
  CHECK(judge(order, "3, 1, 2").say ==
        "Not yet: the first is right; after it, 'a step downhill' does not come next.");
  CHECK(judge(order, "2 3 1").say == "Not yet: it does not begin with 'backward'.");
  for (const char* typed : {"3 2", "3 3 1", "3 2 1 4", "a b c"}) CHECK(!judge(order, typed).read);
}

TEST_CASE("a place and a count are right when they are near enough, and remarks may be rules",
          "[answer]") {
  const Question place = question_of_machine(3), count = question_of_machine(5);
  CHECK(judge(place, "0.2 -0.1").right);
  CHECK(!judge(place, "0.4 0").right);
  CHECK(judge(count, "33").right);
  CHECK(!judge(count, "51").right);
  CHECK(judge(count, "500").say == "Not yet: so long it does not take.");
  CHECK(judge(count, "1").say == "Not yet: one step does not do.");
}
