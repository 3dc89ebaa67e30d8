// A lesson read by a learner who types what the test says.
#include <deque>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/course/reader.hpp>

#include "catch.hpp"
#include "course/machine_lesson.hpp"

using namespace stepgrad;

namespace {

Lesson small_lesson() {
  Lesson lesson("03_small", "A small lesson");
  lesson.screen("How much is it?");
  lesson.predict("Two and two?", 4,
                 {.hints = {"Count.", "Count again."}, .reveal = "As everybody knows."});
  lesson.screen("Step by step");
  lesson.steps(traced("y = a * a", {{"a", 3}}), "Both shares.");
  lesson.screen("The end");
  lesson.derive("A formula of b?", "b", {"b"}, {.hints = {"It is short."}});
  return lesson;
}

struct Session {
  std::string shown;
  std::vector<std::size_t> reached;
  Ending ending;
};

/// What a learner sees who types these lines, and then closes the terminal.
Session read_with(std::deque<std::string> typed, std::size_t from = 0,
                  const Lesson& lesson = small_lesson(), std::size_t height = 0) {
  Session session;
  const Console console{.write = [&](std::string_view text) { session.shown += text; },
                        .read = [&]() -> std::optional<std::string> {
                          if (typed.empty()) return std::nullopt;
                          const std::string line = typed.front();
                          typed.pop_front();
                          return line;
                        },
                        .clear = [&] { session.shown += "---\n"; },
                        .set = [height] { return Typesetting{.height = height}; }};
  session.ending =
      read(lesson, from, console, [&](std::size_t screen) { session.reached.push_back(screen); });
  return session;
}

bool has(const Session& session, std::string_view text) {
  return session.shown.find(text) != std::string::npos;
}

using Screens = std::vector<std::size_t>;

}  // namespace

TEST_CASE("a lesson is read to its end, and says how many predictions were right", "[reader]") {
  const Session session = read_with({"4", "", "a", "", "b", ""});
  CHECK(session.ending == Ending::finished);
  CHECK(session.reached == Screens{0, 1, 2});
  CHECK(has(session, "Right: 4."));
  CHECK(has(session, "As everybody knows."));
  CHECK(has(session, "You predicted 2 of 2 at the first try."));
}

TEST_CASE("nothing is revealed before it is predicted", "[reader]") {
  CHECK(!has(read_with({}), "As everybody knows."));
  const Session wrong = read_with({"5"});
  CHECK(has(wrong, "Not yet"));
  CHECK(!has(wrong, "As everybody knows."));
  CHECK(has(read_with({"5", "s"}), "It is 4.\n\nAs everybody knows."));
}

TEST_CASE("hints come one at a time, and then no more", "[reader]") {
  const Session one = read_with({"?"});
  CHECK(has(one, "Hint 1 of 2: Count."));
  CHECK(!has(one, "Count again."));
  CHECK(has(read_with({"?", "hint", "?"}), "That was the last hint."));
  CHECK(has(read_with({"?", "5", "4", "", "a", "", "b", ""}),
            "You predicted 1 of 2 at the first try, 1 after another look."));
}

TEST_CASE("b goes back, and what was answered is not asked again", "[reader]") {
  const Session session = read_with({"4", "", "b", "", "q"});
  CHECK(session.reached == Screens{0, 1, 0, 1});
  CHECK(has(session, "You have answered this: it is 4."));
  CHECK(has(read_with({"b"}), "This is the first screen."));
}

TEST_CASE("q and the end of input leave, and the place is known", "[reader]") {
  for (const char* key : {"q", "Q", "quit", "exit"}) {
    const Session session = read_with({"4", "", key});
    CHECK(session.ending == Ending::left);
    CHECK(session.reached.back() == 1);
  }
  CHECK(read_with({}).ending == Ending::left);
  CHECK(read_with({"4"}).ending == Ending::left);
}

TEST_CASE("whoever returns goes on at the same place", "[reader]") {
  const Session session = read_with({"q"}, 1);
  CHECK(session.reached == Screens{1});
  CHECK(has(session, "Welcome back."));
  CHECK(read_with({"q"}, 99).reached == Screens{2});  // the lesson has become shorter
}

TEST_CASE("a step player shows one step at a time, back and forth", "[reader]") {
  const Session first = read_with({""}, 1);
  CHECK(has(first, "Step 1 of 2"));
  CHECK(!has(first, "Step 2 of 2"));
  CHECK(has(read_with({"", ""}, 1), "with the 3 it had"));
  CHECK(has(read_with({"a"}, 1), "Both shares."));
  const Session back = read_with({"", "b"}, 1);
  CHECK(back.shown.rfind("It starts at y") > back.shown.find("Step 1 of 2"));
  CHECK(read_with({"b"}, 1).reached == Screens{1, 0});
}

TEST_CASE("a name of the answer is an answer, even if it looks like a key", "[reader]") {
  CHECK(has(read_with({"b"}, 2), "Right: b."));
  CHECK(read_with({"q"}, 2).ending == Ending::left);
}

TEST_CASE("whatever else is typed is explained", "[reader]") {
  CHECK(has(read_with({"4", "what?"}), "There is no question open here."));
  CHECK(has(read_with({"x"}, 1), "Enter shows the next step"));
  CHECK(has(read_with({"banana"}), "That is not a number."));
}

TEST_CASE("a lesson takes the width that the terminal has when a screen begins", "[reader]") {
  Lesson lesson("03_wide", "A lesson");
  for (const char* title : {"First", "Second"}) {
    lesson.screen(title);
    lesson.say("Ten letters are needed to make these lines too long for it.");
  }
  std::string shown;
  std::size_t width = 40, screens = 0;
  read(lesson, 0,
       {.write = [&](std::string_view text) { shown += text; },
        .read = [] { return std::optional<std::string>(""); },
        .clear = [] {},
        .set = [&] { return Typesetting{.width = width}; }},
       [&](std::size_t) { width = ++screens == 1 ? 40 : 80; });
  CHECK(shown.find("First") != std::string::npos);
  CHECK(shown.find("Ten letters are needed to make these\n") != std::string::npos);
  CHECK(shown.find("Ten letters are needed to make these lines too long for it.\n") !=
        std::string::npos);
}

TEST_CASE("a low terminal is not filled with more than fits before something is typed",
          "[reader]") {
  Lesson lesson("03_long", "A long lesson");
  lesson.screen("How much is it?");
  for (int i = 1; i <= 9; ++i) lesson.say("Paragraph {}.", i);
  constexpr std::size_t height = 12;
  const Session high = read_with({""}, 0, lesson),
                low = read_with({"", "x", "", ""}, 0, lesson, height);
  CHECK(!has(high, "Enter shows more"));
  CHECK(has(low, "Paragraph 9."));
  CHECK(has(low, "There is more on this screen"));
  CHECK(low.ending == Ending::finished);
  std::size_t lines = 0;
  for (const std::string_view line : split(low.shown, '\n')) {
    lines = line.starts_with("> ") ? 0 : lines + 1;
    CHECK(lines < height);
  }
  CHECK(read_with({"q"}, 0, lesson, height).ending == Ending::left);
}

TEST_CASE("a film is gone through frame by frame, back, to its end or to one of its frames",
          "[reader]") {
  const Lesson lesson = test::machine_lesson();
  const auto after = [&](std::deque<std::string> typed) {
    const Session session = read_with(std::move(typed), 0, lesson);
    return session.shown.substr(session.shown.rfind("---\n"));
  };
  CHECK(after({}).find("step 0  (1 of 5)") != std::string::npos);
  CHECK(after({""}).find("step 1  (2 of 5)") != std::string::npos);
  CHECK(after({"", "", "b"}).find("w is 0.5.") != std::string::npos);
  CHECK(after({"4"}).find("w is 0.125.") != std::string::npos);
  CHECK(after({"9"}).find("a number from 1 to 5") != std::string::npos);
  CHECK(after({"a"}).find("The weight, step by step.") != std::string::npos);
}

TEST_CASE("an experiment takes any setting, asks what will come of it, and then tells",
          "[reader]") {
  const Lesson lesson = test::machine_lesson();
  const auto typing = [&](std::deque<std::string> typed) {
    typed.push_front("a");  // to the end of the film above
    return read_with(std::move(typed), 0, lesson);
  };
  CHECK(has(typing({""}), "Type a number from 0 to 4."));
  CHECK(has(typing({"5"}), "Type a number from 0 to 4."));
  CHECK(has(typing({"0,25"}), "2) it grows"));
  CHECK(!has(typing({"0.25"}), "0.75"));
  CHECK(has(typing({"0.25", "no"}), "A guess is enough."));
  const Session right = typing({"0.25", "1", "a"});
  CHECK(has(right, "rate 0.25: it shrinks."));
  CHECK(has(right, "As you said."));
  CHECK(has(typing({"3", "1", "a"}), "You said: it shrinks."));
  CHECK(typing({"3", "1", "a", "", ""}).reached == Screens{0, 1});
}
