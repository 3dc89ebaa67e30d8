// stepgrad data, end to end.
#ifdef STEPGRAD_TRAIN
#include <algorithm>

#include "app/program.hpp"
#include "catch.hpp"
#include "programs.hpp"

using stepgrad::Outcome;
using stepgrad::read_file;
using stepgrad::test::Workplace;

namespace {

Outcome run(std::vector<std::string> words) {
  words.insert(words.begin(), "data");
  return stepgrad::test::stepgrad(std::move(words));
}

}  // namespace

TEST_CASE("a data set goes to standard output as CSV", "[app]") {
  const Outcome outcome = run({"moons", "--samples", "4", "--noise", "0"});
  CHECK(outcome.status == 0);
  CHECK(outcome.errors == "");
  CHECK(outcome.output.find("x1,x2,label\n") == 0);
  CHECK(std::count(outcome.output.begin(), outcome.output.end(), '\n') == 5);
}

TEST_CASE("without a name the data sets are listed", "[app]") {
  const Outcome outcome = run({});
  CHECK(outcome.status == 0);
  for (const char* name : {"moons", "xor", "digits", "sine"})
    CHECK(outcome.output.find(name) != std::string::npos);
}

TEST_CASE("Python reads the same numbers from the CSV", "[app]") {
  if (!stepgrad::test::has("python3", "python3")) return;
  const Workplace place;
  CHECK(run({"digits", "--samples", "20", "-o", place / "digits.csv"}).errors ==
        (place / "digits.csv") + ": 20 samples\n");
  const std::string script =
      "import csv, sys\n"
      "rows = list(csv.reader(open(sys.argv[1], newline='')))\n"
      "print(len(rows), {len(row) for row in rows}, sorted(row[-1] for row in rows[1:]))\n"
      "print(all(float(x) * 255 % 1 in (0, 1) or abs((float(x) * 255 + .5) % 1 - .5) < 1e-9\n"
      "          for row in rows[1:] for x in row[:-1]))\n";
  const Outcome read = stepgrad::run_program("python3", {"-c", script, place / "digits.csv"}, "",
                                             std::chrono::seconds(60));
  CHECK(read.errors == "");
  CHECK(read.output.find("21 {785} ['0', '0', '1', '1', '2', '2',") == 0);
  CHECK(read.output.find("\nTrue\n") != std::string::npos);
}

TEST_CASE("every data set has its picture", "[app]") {
  const Workplace place;
  const std::string svg = place / "picture.svg";
  for (const char* name : {"moons", "circles", "spirals", "xor", "blobs", "digits", "linear"}) {
    INFO(name);
    CHECK(run({name, "-o", svg}).status == 0);
    const std::string text = read_file(svg);
    CHECK(text.find("<svg ") == 0);
    if (!stepgrad::test::has("rsvg-convert", "librsvg2-bin")) continue;
    CHECK(stepgrad::run_program("rsvg-convert", {"-o", place / "picture.png", svg}, "",
                                std::chrono::seconds(60))
              .errors == "");
  }
  CHECK(run({"digits", "-o", place / "digits.png"}).status == 0);
  CHECK(read_file(place / "digits.png").find("PNG") == 1);
}

TEST_CASE("what the command data cannot do is said", "[app]") {
  const auto refuses = [](std::vector<std::string> words, const std::string& error) {
    const Outcome outcome = run(std::move(words));
    CHECK(outcome.status == 2);
    CHECK(outcome.output == "");
    CHECK(outcome.errors == "stepgrad: " + error + "\n");
  };
  refuses({"mons"}, "there is no data set 'mons'\ndid you mean 'moons'?");
  refuses({"moons", "-o", "moons.jpg"},
          "a data set cannot be written as 'moons.jpg'\n"
          "The name must end in .csv, .svg or .png.");
  refuses({"moons", "-o", "moons.png"},
          "a scatter plot is not drawn as PNG\nLet the name end in .svg.");
  refuses({"moons", "--samples", "0"}, "a data set needs a sample\nAsk for 1 or more.");
  refuses({"digits", "--samples", "999999999"},
          "999999999 samples are too many\nAsk for at most 684784.");
  refuses({"moons", "--noise", "inf"}, "noise cannot be inf\nIt is a deviation: 0, 0.1, ...");
}
#endif
