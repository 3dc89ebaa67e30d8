// stepgrad drill from outside: lines in, as a learner would type them or send them through a pipe.
#include <regex>

#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>

#include "catch.hpp"
#include "program.hpp"

using namespace stepgrad;
using stepgrad::test::Workplace;

namespace {

/// A learner with a checkout, and so a progress.txt, of their own.
class Learner {
 public:
  Outcome drill(std::vector<std::string> words, const std::string& typed = "") const {
    words.insert(words.begin(), "drill");
    return stepgrad::test::stepgrad(std::move(words), typed,
                                    {"STEPGRAD_CHECKOUT=" + checkout_ / "."});
  }

  void set_progress(const std::string& text) const { write_file(checkout_ / "progress.txt", text); }
  std::string progress() const { return read_file(checkout_ / "progress.txt"); }

 private:
  Workplace checkout_;
};

/// The answers that a sheet tells, a line each: of a choice its number.
std::string answers(const std::string& sheet) {
  std::string typed;
  for (const std::string_view line : split(sheet, '\n')) {
    constexpr std::string_view mark = "  answer: ";
    if (!line.starts_with(mark)) continue;
    const std::string answer(line.substr(mark.size()));
    typed += answer.substr(0, answer.find_first_of(") ")) + '\n';
  }
  return typed;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::vector<std::string> steady{"--seed",      "7",  "--level", "2",
                                      "--questions", "10", "--steady"};

std::vector<std::string> with(std::vector<std::string> words, const std::string& word) {
  words.push_back(word);
  return words;
}

}  // namespace

TEST_CASE("who types what the sheet answers has everything at the first try", "[app]") {
  const Learner learner;
  const Outcome sheet = learner.drill(with(steady, "--auto"));
  CHECK(sheet.status == 0);
  CHECK(has(sheet.output, "Problem 10, level 2"));
  const Outcome drill = learner.drill(steady, answers(sheet.output));
  CHECK(drill.status == 0);
  CHECK(drill.errors == "");
  CHECK(has(drill.output, "10 of 10 at the first try."));
  CHECK(has(drill.output, "Score 20, best streak 10, level 2."));
  CHECK_FALSE(has(drill.output, "Not yet"));
  CHECK_FALSE(has(drill.output, "To look at again"));
  CHECK(has(learner.progress(), "drill answered 10\ndrill at_once 10\ndrill score 20\n"));
}

TEST_CASE("the same seed makes the same sheet for everybody", "[app]") {
  const Learner one, other;
  CHECK(one.drill(with(steady, "--auto")).output == other.drill(with(steady, "--auto")).output);
  const std::string any = one.drill({"--auto"}).output;
  std::smatch found;
  REQUIRE(std::regex_search(any, found, std::regex("--seed (\\d+)")));
  CHECK(other.drill({"--auto", "--seed", found[1]}).output == any);
}

TEST_CASE("a sheet for students has the problems of its key, and neither answers nor its command",
          "[app]") {
  const Learner learner;
  const std::string key = learner.drill(with(steady, "--auto")).output;
  const Outcome sheet = learner.drill(with(steady, "--sheet"));
  CHECK(sheet.errors == "");
  CHECK(has(sheet.output, "Name: ____"));
  for (const char* hidden : {"stepgrad", "because", "seed", "Drill 7"})
    CHECK_FALSE(has(sheet.output, hidden));
  std::size_t questions = 0;
  for (const std::string_view line : split(sheet.output, '\n')) {
    if (line.starts_with("? ")) CHECK(has(key, std::string(line)));
    if (line.starts_with("  answer:")) CHECK(line == "  answer: ____________");
    questions += line.starts_with("? ");
  }
  CHECK(questions >= 10);
  CHECK(has(learner.drill({"--sheet"}).errors, "note: its key: stepgrad drill --seed "));
}

TEST_CASE("every kind and level makes a sheet of that kind", "[app]") {
  const std::pair<std::string, std::string> kinds[] = {{"forward", "the forward pass"},
                                                       {"slope", "the slope of one operation"},
                                                       {"gradient", "the whole gradient"},
                                                       {"bug", "spot the bug"},
                                                       {"match", "match the diagram"}};
  const Learner learner;
  for (const auto& [kind, title] : kinds) {
    const Outcome sheet = learner.drill(
        {"--auto", "--kind", kind, "--level", "5", "--questions", "2", "--seed", "3"});
    CHECK(sheet.status == 0);
    CHECK(has(sheet.output, "Problem 2, level 5: " + title));
  }
}

TEST_CASE("an answer may be arithmetic, a slip is recognised, and it is never called wrong",
          "[app]") {
  const Learner learner;
  const std::vector<std::string> words{"--seed", "7", "--kind", "gradient", "--level", "1"};
  // q = x * y, f = q + z or the like: look at the sheet for what is asked first.
  const std::string sheet = learner.drill(with(words, "--auto")).output;
  const std::string first = answers(sheet).substr(0, answers(sheet).find('\n'));
  const std::string half = "2*" + first + "/2\nq\n";
  CHECK(has(learner.drill(words, half).output, "Right: " + first + "."));
  const std::string turned = "-(" + first + ")\nq\n";
  const std::string said = learner.drill(words, turned).output;
  CHECK(has(said, "Not yet: "));
  CHECK_FALSE(has(said, "wrong"));
}

TEST_CASE("what is mistyped is told kindly and costs nothing", "[app]") {
  const Learner learner;
  const std::string typed = "\nhello\n3 +\n\xff\xfe\n1/0*0\n";
  const Outcome drill = learner.drill({"--seed", "7", "--kind", "forward", "--level", "1"}, typed);
  CHECK(drill.status == 0);
  CHECK(has(drill.output, "That is not a number."));
  CHECK(has(drill.output, "Type a number. A guess is enough."));
  CHECK(has(drill.output, "You have not answered anything yet."));
  const Outcome choice =
      learner.drill({"--seed", "7", "--kind", "match", "--level", "1"}, "9\n0\nx * y\n");
  CHECK(has(choice.output, "Type the number of your choice: 1, 2, 3 or 4."));
}

TEST_CASE("hints come one at a time, and then the answer is right but not at once", "[app]") {
  const Learner learner;
  const std::vector<std::string> words{"--seed",  "7", "--kind",      "slope",
                                       "--level", "2", "--questions", "1"};
  const std::string right = answers(learner.drill(with(words, "--auto")).output);
  const std::string said = learner.drill(words, "?\nhint\n?\n" + right).output;
  CHECK(has(said, "Hint 1 of 2: "));
  CHECK(has(said, "Hint 2 of 2: "));
  CHECK(has(said, "That was the last hint."));
  CHECK(has(said, "Right: "));
  CHECK(has(said, "0 of 1 at the first try, 1 after another look."));
}

TEST_CASE("what was skipped is asked again and told in full at the end", "[app]") {
  const Learner learner;
  const std::vector<std::string> words{"--seed",  "7", "--kind",      "slope",
                                       "--level", "2", "--questions", "1"};
  const std::string right = answers(learner.drill(with(words, "--auto")).output);
  const std::string said = learner.drill(words, "s\n" + right).output;
  CHECK(has(said, "It is "));
  CHECK(has(said, "That one will come again."));
  CHECK(has(said, "Once more, level 2"));
  CHECK(has(said, "0 of 1 at the first try, 1 shown; 1 came at once when asked again."));
  CHECK(has(said, "To look at again"));
  CHECK(has(said, "Backward: from f to its inputs."));
}

TEST_CASE("three tries, then the answer is shown", "[app]") {
  const Learner learner;
  const std::string said =
      learner.drill({"--seed", "7", "--kind", "forward"}, "1001\n1002\n1003\nq\n").output;
  CHECK(has(said, "It is "));
  CHECK(has(said, "0 of 1 at the first try, 1 shown."));
}

TEST_CASE("a drill goes on at the level where the last one ended", "[app]") {
  const Learner learner;
  std::vector<std::string> words{"--seed", "7", "--level", "2", "--questions", "3"};
  const std::string right = answers(learner.drill(with(words, "--auto")).output);
  CHECK(has(learner.drill(words, right).output, "3 in a row: up to level 3."));
  CHECK(has(learner.progress(), "drill level 3\n"));
  CHECK(has(learner.drill({"--seed", "1"}, "q\n").output, "Problem 1, level 3"));
  CHECK(has(learner.drill({"--seed", "1", "--level", "1"}, "q\n").output, "Problem 1, level 1"));
}

TEST_CASE("without a checkout practice goes on, and is not kept", "[app]") {
  const Outcome drill = stepgrad::test::stepgrad({"drill", "--seed", "7"}, "q\n",
                                                 {"STEPGRAD_CHECKOUT=/there/is/none"});
  CHECK(drill.status == 0);
  CHECK(has(drill.output, "This session is not kept: "));
  CHECK(has(drill.output, "Problem 1, level 1"));
}

TEST_CASE("what a drill cannot be made of is said", "[app]") {
  const Learner learner;
  const std::pair<std::vector<std::string>, std::string> mistakes[] = {
      {{"--level", "6"}, "stepgrad: there is no level 6\nThe levels are 1 to 5.\n"},
      {{"--kind", "bugs"}, "stepgrad: --kind cannot be 'bugs'"},
      {{"--seed", "x"}, "stepgrad: --seed: 'x' is not a whole number\nWrite 0, 1, 2, ...\n"},
  };
  for (const auto& [words, said] : mistakes) {
    const Outcome outcome = learner.drill(words);
    CHECK(outcome.status == 2);
    CHECK(outcome.output == "");
    CHECK(has(outcome.errors, said));
  }
}

TEST_CASE("kinds are named one by one or by a word for several, and a mistyped one is helped",
          "[app]") {
  const Learner learner;
  const std::string both =
      learner.drill({"--seed", "7", "--kind", "adam, softmax", "--auto"}).output;
  CHECK(has(both, "--kind softmax,adam --questions 10 --steady"));
  CHECK(has(both, ": a step of Adam"));
  CHECK(has(both, ": the gradient of a softmax"));
  CHECK_FALSE(has(both, ": spot the bug"));
  CHECK(has(learner.drill({"--seed", "7", "--kind", "training", "--auto"}).output,
            "--kind training --questions"));
  const Outcome mistyped = learner.drill({"--kind", "softmx"});
  CHECK(mistyped.status == 2);
  CHECK(has(mistyped.errors, "--kind cannot be 'softmx'"));
  CHECK(has(mistyped.errors, "did you mean 'softmax'?"));
}

TEST_CASE("what a finished lesson teaches is practised, unless a seed says what everybody is asked",
          "[app]") {
  const Learner learner;
  CHECK_FALSE(has(learner.drill({"--auto"}).output, "--kind"));
  learner.set_progress("finished 10_descent 2026-11-01T09:00Z\n");
  CHECK(has(learner.drill({"--auto"}).output,
            "--kind forward,slope,gradient,bug,match,sgd,curves --questions"));
  CHECK_FALSE(has(learner.drill({"--seed", "4", "--auto"}).output, "--kind"));
}

TEST_CASE("what was missed on an earlier day comes first, and less often each time", "[app]") {
  const Learner learner;
  learner.set_progress("review sgd-1-3000 2026-01-02/3d\nreview adam-1-3000 9999-01-02/3d\n");
  const std::string said = learner.drill({"--kind", "forward"}, "2.2\nq\n").output;
  CHECK(has(said, "A problem of an earlier day comes first."));
  CHECK(has(said, "Once more, level 1: a step of gradient descent"));
  CHECK(has(said, "Right: 2.2."));
  CHECK(std::regex_search(learner.progress(),
                          std::regex("review sgd-1-3000 20\\d\\d-\\d\\d-\\d\\d/7d\n")));
  CHECK(has(learner.progress(), "review adam-1-3000 9999-01-02/3d\n"));
}

TEST_CASE("what is missed today is noted for tomorrow", "[app]") {
  const Learner learner;
  learner.drill({"--seed", "7", "--kind", "forward", "--level", "1"}, "s\nq\n");
  CHECK(std::regex_search(learner.progress(),
                          std::regex("review forward-1-7000 20\\d\\d-\\d\\d-\\d\\d/1d\n")));
}
