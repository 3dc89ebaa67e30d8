// A lesson read by a learner who types what the test says.
#include <algorithm>
#include <deque>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/course/reader.hpp>

#include "catch.hpp"
#include "course/machine_lesson.hpp"
#include "small_matrix_trace.hpp"

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

std::ptrdiff_t count(std::string_view text, char sign) { return std::ranges::count(text, sign); }

/// A plot and a question on one screen, and on the next a question alone.
Lesson lesson_with_plot() {
  Lesson lesson("03_plot", "A lesson with a plot");
  lesson.screen("How steep?");
  lesson.plot(Plot{.title = "The title",
                   .x = {.label = "x"},
                   .y = {.label = "y"},
                   .series = {{"a line", {{0, 0}, {3, 30}}}},
                   .marks = {}},
              "The caption says in words what there is to be seen, as far as it is not the answer, "
              "and takes two lines.");
  lesson.choose("Is it steep?", {{"yes", true}, {"no", false}, {"as it may be", false}},
                {.hints = {}});
  lesson.screen("And now?");
  lesson.predict("One and one?", 2, {.hints = {}});
  return lesson;
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

TEST_CASE("a step of a player is made by the learner before it is shown", "[reader]") {
  const Session asked = read_with({}, 1);
  CHECK(has(asked, "? Step 1 of 2, through y = a * a back to a. It is the first of 2 shares."));
  CHECK(!has(asked, "Step 1 of 2: "));
  const Session first = read_with({"3"}, 1);
  CHECK(has(first, "Right: 3."));
  CHECK(has(first, "Step 1 of 2: "));
  CHECK(has(first, "a has 3 so far. With this share"));
  CHECK(!has(first, "Step 2 of 2: "));
  const Session both = read_with({"3", "6"}, 1);
  CHECK(has(both, "with the 3 it had"));
  CHECK(has(both, "Both shares."));
  CHECK(has(read_with({"a"}, 1), "Both shares."));
}

TEST_CASE("a slip in a step is told, and hints say what arrives and what is local", "[reader]") {
  CHECK(has(read_with({"3", "3"}, 1), "Not yet: that is what this path brings; add the 3"));
  CHECK(has(read_with({"1"}, 1), "Not yet: that is what arrives."));
  CHECK(has(read_with({"4"}, 1), "Not yet: along a path slopes multiply."));
  const Session hinted = read_with({"?", "?"}, 1);
  CHECK(has(hinted, "Hint 1 of 2: Upstream is dy/dy = 1."));
  CHECK(has(hinted, "Hint 2 of 2: The local slope is a = 3. Multiply."));
  CHECK(has(read_with({"s"}, 1), "It is 3."));
  CHECK(has(read_with({"x"}, 1), "That is not a number."));
}

TEST_CASE("steps that are known are gone through, back and forth", "[reader]") {
  const Session back = read_with({"3", "b"}, 1);
  CHECK(back.shown.rfind("It starts at y") > back.shown.find("Step 1 of 2: "));
  CHECK(has(back, "Enter the next step"));
  CHECK(has(read_with({"3", "b", "", "6"}, 1), "Both shares."));
  CHECK(read_with({"b"}, 1).reached == Screens{1, 0});
  CHECK(has(read_with({"3", "b", "what"}, 1), "Enter shows the next step"));
}

TEST_CASE("steps count as predictions, and those that are skipped do not", "[reader]") {
  CHECK(has(read_with({"3", "4", "6", "", "b", ""}, 1),
            "You predicted 2 of 3 at the first try, 1 after another look."));
}

TEST_CASE("a name of the answer is an answer, even if it looks like a key", "[reader]") {
  CHECK(has(read_with({"b"}, 2), "Right: b."));
  CHECK(read_with({"q"}, 2).ending == Ending::left);
}

TEST_CASE("a key that is a name of the answer is told by its word", "[reader]") {
  CHECK(has(read_with({"q"}, 2), "? hint   s show it   back   q leave"));
  Lesson lesson("03_s", "A lesson");
  lesson.screen("What is it?");
  lesson.derive("The slope?", "s*(1 - s)", {"s"}, {.hints = {}});
  CHECK(has(read_with({"s"}, 0, lesson), "Not yet"));
  CHECK(has(read_with({"show"}, 0, lesson), "? hint   show it   b back"));
  CHECK(has(read_with({"show"}, 0, lesson), "It is s*(1 - s)."));
}

TEST_CASE("where several numbers are asked for, their names stand above the prompt", "[reader]") {
  Lesson lesson("03_all", "A lesson");
  lesson.screen("How much?");
  lesson.predict_all("The gradient?", {{"$∂f/∂w$", 7}, {"$∂f/∂x$", -8}}, {.hints = {}});
  const Session session = read_with({"7 -8"}, 0, lesson);
  CHECK(has(session, "Type 2 numbers with blanks between them: ∂f/∂w and ∂f/∂x.\n"));
  CHECK(has(session, "\n2 numbers   ? hint   s show it"));
  CHECK(has(session, "Right"));
}

TEST_CASE("whatever else is typed is explained", "[reader]") {
  CHECK(has(read_with({"4", "what?"}), "There is no question open here."));
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

TEST_CASE("a figure and the question after it are seen at once on 24 rows", "[reader]") {
  const Session session = read_with({"q"}, 0, lesson_with_plot(), 24);
  CHECK(!has(session, "Enter shows more"));
  CHECK(has(session, "Is it steep?"));
  CHECK(count(session.shown, '\n') <= 24);
  CHECK(count(read_with({"q"}, 0, lesson_with_plot(), 50).shown, '\n') >
        count(session.shown, '\n'));
}

TEST_CASE("f shows the figure before a question again, and the question", "[reader]") {
  const Session session = read_with({"f", "figure", "1", "", "f"}, 0, lesson_with_plot(), 24);
  std::size_t figures = 0, questions = 0, captions = 0;
  for (const std::string_view line : split(session.shown, '\n')) {
    figures += line.find("The title") != line.npos;
    captions += line.find("The caption") != line.npos;
    questions += line.find("Is it steep?") != line.npos;
  }
  CHECK(figures == 3);
  CHECK(questions == 3);
  CHECK(captions == 1);
  CHECK(has(session, "f figure"));
  CHECK(has(session, "There is no figure before this question."));
}

TEST_CASE("f is a name where an answer has it, and the word shows the figure", "[reader]") {
  Lesson lesson("03_f", "A lesson");
  lesson.screen("What is it?");
  lesson.graph(traced("f = a * a", {{"a", 3}}), "");
  lesson.derive("The slope of f in f?", "2*f", {"f"}, {.hints = {}});
  CHECK(has(read_with({"f"}, 0, lesson), "Not yet"));
  CHECK(has(read_with({"q"}, 0, lesson), "show it   figure   b back"));
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
  // What came of it follows on the last frame of its film, which is not shown once more.
  const std::string after = right.shown.substr(right.shown.find("rate 0.25: it shrinks."));
  CHECK(after.find("  (") == std::string::npos);
  CHECK(has(typing({"3", "1", "a"}), "You said: it shrinks."));
  CHECK(typing({"3", "1", "a", "", ""}).reached == Screens{0, 1});
  CHECK(has(typing({"3", "b", "0.25", "1", "a"}), "rate 0.25: it shrinks."));
}

TEST_CASE("the last frame of an experiment's film is not shown a second time", "[reader]") {
  const std::string shown = read_with({"a", "0.25", "1", "a"}, 0, test::machine_lesson()).shown;
  const std::string_view after =
      std::string_view(shown).substr(shown.find("What will come of it?"));
  const std::size_t frame = after.find("(5 of 5)");
  REQUIRE(frame != after.npos);
  CHECK(after.find("(5 of 5)", frame + 1) == after.npos);
}

TEST_CASE("where a setting changes nothing, its film has one frame", "[reader]") {
  const Experiment::Run run([](double times) {
    Film film;
    for (const double share : {0.0, 0.5, 1.0})
      film.frames.push_back({told("times {}", 1 + share * (times - 1)), Bars{}});
    return Experiment::Trial{0, film};
  });
  CHECK(run({{1, "1"}}).film.frames.size() == 1);
  CHECK(run({{3, "3"}}).film.frames.size() == 3);
}

TEST_CASE(
    "two settings are chosen one after the other, names by their beginning, and b goes back one",
    "[reader]") {
  const Lesson lesson = test::machine_lesson();
  const auto typing = [&](std::deque<std::string> typed) {
    return read_with(std::move(typed), 2, lesson);
  };
  CHECK(has(typing({"rleu"}), "did you mean 'relu'?"));
  CHECK(has(typing({"tanh"}), "Type one of sigmoid and relu."));
  CHECK(has(typing({"relu", "0.5"}), "Type one of -1 and 1."));
  const Session right = typing({"r", "-1", "1"});
  CHECK(has(right, "activation relu, z -1: it is 0."));
  CHECK(has(right, "As you said."));
  CHECK(has(typing({"relu", "b", "sig", "-1", "1"}), "You said: it is 0."));
  CHECK(typing({"relu", "1", "2", "", ""}).reached.size() == 1);
}

TEST_CASE("a matrix player asks for shape and entry of every matrix, forward and backward",
          "[reader]") {
  Lesson lesson("15_x", "x");
  lesson.screen("Which shapes?");
  lesson.steps(test::small_matrix_trace(), "All of it.");
  const Session start = read_with({}, 0, lesson);
  CHECK(has(start, "How many rows and columns has A"));
  CHECK(has(start, "= ?"));
  CHECK(!has(start, "24"));
  CHECK(has(read_with({"3 1 15"}, 0, lesson), "that is the transposed shape"));
  const Session forward = read_with({"1 3 15", "45"}, 0, lesson);
  CHECK(has(forward, "Right: rows = 1, columns = 3"));
  CHECK(has(forward, "What is L?"));
  CHECK(has(forward, "Backward:"));
  CHECK(has(read_with({"a"}, 0, lesson), "All of it."));
  CHECK(piece_text(lesson.screens[0].pieces[0], {}).find("dW = dA X") != std::string::npos);
}

TEST_CASE("a frame of a film fits on 24 rows, with its words and its keys", "[reader]") {
  const Session session = read_with({"", ""}, 0, test::machine_lesson(), 24);
  CHECK(count(session.shown.substr(session.shown.rfind("---\n")), '\n') <= 24);
  CHECK(has(session, "step 2  (3 of 5)"));
}

TEST_CASE("a figure whose question is too far away is as high as the terminal lets it be",
          "[reader]") {
  Lesson near = lesson_with_plot(), far = lesson_with_plot();
  std::vector<Piece>& pieces = far.screens[0].pieces;
  for (int i = 0; i < 6; ++i)
    pieces.insert(pieces.begin() + 1, Paragraph{Paragraph::Kind::plain, "Some words."});
  const auto rows = [](const Lesson& lesson) {
    const std::string shown = read_with({}, 0, lesson, 24).shown;
    return count(shown.substr(0, shown.find("The caption")), '\n');
  };
  CHECK(rows(far) > rows(near));
}

TEST_CASE("on the way back an answered question waits, too, before lines leave the terminal",
          "[reader]") {
  Lesson lesson = lesson_with_plot();
  lesson.screen("Behind it");
  std::get<Question>(lesson.screens[0].pieces.back()).help.reveal =
      "A reason.\n" + std::string(6 * 80, 'x');
  const Session session = read_with({"1", "", "b"}, 0, lesson, 24);
  const std::string back = session.shown.substr(session.shown.rfind("---\n"));
  CHECK(back.find("Enter shows more") != std::string::npos);
  CHECK(back.find("You have answered this") == std::string::npos);
}
