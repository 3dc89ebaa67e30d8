// The words of the command line: what is an option, what is its value, and what is a formula.
#include <algorithm>
#include <filesystem>
#include <regex>

#include <stepgrad/base/text.hpp>

#include "app/program.hpp"
#include "catch.hpp"

using stepgrad::Outcome;
using stepgrad::test::Workplace;

namespace {

Outcome run(const std::vector<std::string>& words) { return stepgrad::test::stepgrad(words); }

bool says(const std::string& text, const std::string& what) {
  UNSCOPED_INFO(text);
  return text.find(what) != std::string::npos;
}

}  // namespace

TEST_CASE("a file's name may be joined to its option, with any signs in it", "[app]") {
  const Workplace place;
  for (const std::string option : {"--output=", "-o"}) {
    const std::string path = place / (option + "a b.dot");
    const Outcome outcome = run({"draw", "a*b", "a=1", "b=2", option + path});
    INFO(outcome.errors);
    CHECK(outcome.status == 0);
    CHECK(std::filesystem::exists(path));
  }
  CHECK(says(run({"course", "--html=/dev/null/my book"}).errors, "'/dev/null/my book'"));
  CHECK(says(run({"explain", "--file=/no/such (file)"}).errors, "'/no/such (file)'"));
}

TEST_CASE("the value behind an option may begin with a minus or a bracket", "[app]") {
  CHECK(says(run({"explain", "--file", "-dash.txt"}).errors, "'-dash.txt'"));
  CHECK(says(run({"explain", "--file", "[a, b]"}).errors, "'[a, b]'"));
  CHECK(says(run({"check", "x^2", "x=3", "--step", "-1"}).errors, "-1"));
  CHECK(run({"check", "a + b*1", "a=1", "b=2", "--against=a=b-1"}).status == 0);
  CHECK(run({"check", "a*b", "a=1", "b=2", "--against", "a=-(-b)"}).status == 0);
}

TEST_CASE("a formula may look like an option, wherever it stands", "[app]") {
  CHECK(says(run({"explain", "-o * 2", "o=3"}).output, "df/do = -2"));
  CHECK(says(run({"explain", "-h^2", "h=3"}).output, "df/dh = -6"));
  CHECK(says(run({"explain", "--format", "text", "-x^2", "x=3"}).output, "df/dx = -6"));
  CHECK(says(run({"explain", "--", "-o", "o=3"}).output, "df/do = -1"));
}

TEST_CASE("a word that a command has no use for is named, and so is one that is missing", "[app]") {
  CHECK(says(run({"gallery", "here", "there"}).errors, "not expected: there"));
  CHECK(says(run({"drill", "-x"}).errors, "not expected: -x"));
  CHECK(says(run({"draw", "a*b", "a=1", "b=2", "--outptu=o.svg"}).errors,
             "there is no option '--outptu'\ndid you mean '--output'?"));
}

TEST_CASE("an empty value is refused for every option: it may be a variable that is not set",
          "[app]") {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"train", "--resume", ""},
                                                {"train", "--resume="},
                                                {"train", "--epochs=", "--out", "x"},
                                                {"draw", "a*b", "a=1", "b=2", "-o", ""},
                                                {"explain", "a*b", "a=1", "b=2", "--output", ""},
                                                {"data", "moons", "--noise", ""},
                                                {"predict", "run", "--data", ""}}) {
    const Outcome outcome = run(words);
    INFO(outcome.errors);
    CHECK(outcome.status == 2);
    CHECK(says(outcome.errors, "is empty\nIs a variable not set?"));
  }
}

TEST_CASE("every option of every command that takes a value refuses an empty one", "[app]") {
  const std::regex takes_value("^ +(?:-\\w,)?(--[\\w-]+) \\S");  // "  -o,--output FILE"
  std::size_t count = 0;
  bool joined = false;  // --option= and --option "" in turn
  for (const char* command :
       {"explain", "draw",   "check",    "worksheet",      "gallery", "ops",      "lesson",
        "drill",   "course", "watch",    "check-exercise", "hint",    "solution", "reset",
        "data",    "train",  "evaluate", "predict",        "export",  "import",   "gpt"}) {
    const std::string help = run({command, "--help"}).output;
    for (const std::string_view line : stepgrad::split(help, '\n')) {
      std::cmatch found;
      if (!std::regex_search(line.begin(), line.end(), found, takes_value)) continue;
      const std::string option = found[1];
      joined = !joined;
      const Outcome outcome = joined ? run({command, option + "="}) : run({command, option, ""});
      INFO(command << " " << option << ": " << outcome.errors);
      CHECK(outcome.status == 2);
      CHECK(says(outcome.errors, "the value of " + option + " is empty"));
      ++count;
    }
  }
  CHECK(count > 50);
}

#ifdef STEPGRAD_TRAIN
TEST_CASE("COLUMNS says how wide the lines are, down to 20", "[app]") {
  const Workplace place;
  REQUIRE(run({"train", "--epochs", "1", "--out", place / "run"}).status == 0);
  for (const std::size_t width : {20u, 33u, 50u}) {
    const Outcome outcome =
        stepgrad::test::stepgrad({"evaluate", place / "run"}, "",
                                 {"COLUMNS=" + std::to_string(width), "PATH=/usr/bin:/bin"});
    INFO(outcome.output);
    const std::string map = outcome.output.substr(0, outcome.output.rfind("200 samples: "));
    std::size_t longest = 0;
    for (const std::string_view line : stepgrad::split(map, '\n'))
      longest = std::max(longest, stepgrad::columns(line));
    CHECK(longest == width);
  }
}

TEST_CASE("on a narrow terminal every line of training and judging fits", "[app]") {
  const Workplace place;
  for (const std::string data : {"moons", "sine"})
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"train", "--data", data, "--epochs", "3", "--samples", "60",
                                   "--out", "r-" + data},
          {"evaluate", "r-" + data}}) {
      std::string command = "cd \"$0\" && exec \"$@\"";
      std::vector<std::string> all{"-c", command, place / "", STEPGRAD_PROGRAM};
      all.insert(all.end(), words.begin(), words.end());
      all.insert(all.begin(), {"COLUMNS=32", "bash"});
      const Outcome outcome = stepgrad::run_program("env", all, "", std::chrono::minutes(1));
      INFO(outcome.output << outcome.errors);
      CHECK(outcome.status == 0);
      for (const std::string_view line : stepgrad::split(outcome.output, '\n'))
        CHECK(stepgrad::columns(line) <= 32);
    }
}

TEST_CASE("a run's folder and its data may be joined to their options", "[app]") {
  const Workplace place;
  const Outcome trained = run({"train", "--epochs=1", "--samples=20", "--out=" + (place / "r 1")});
  INFO(trained.errors);
  REQUIRE(trained.status == 0);
  CHECK(run({"data", "moons", "--samples=9", "--output=" + (place / "m.csv")}).status == 0);
  CHECK(run({"evaluate", place / "r 1", "--data=" + (place / "m.csv")}).status == 0);
  CHECK(says(run({"evaluate", place / "r 1", "--data", "-dash.csv"}).errors, "-dash.csv"));
  CHECK(says(run({"evaluate"}).errors, "model is required"));
}
#endif
