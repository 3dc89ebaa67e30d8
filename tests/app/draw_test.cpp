// stepgrad draw, from outside: files by their endings, frames, what is said, what goes wrong.
#include <set>

#include <stepgrad/base/text.hpp>

#include "catch.hpp"
#include "program.hpp"

using stepgrad::Outcome;
using stepgrad::read_file;
using stepgrad::test::Workplace;

namespace {

Outcome draw(std::vector<std::string> options, std::vector<std::string> environment = {}) {
  std::vector<std::string> words{"draw", "q = x + y; f = q * z", "x=-2", "y=5", "z=-4"};
  words.insert(words.end(), options.begin(), options.end());
  return stepgrad::test::stepgrad(words, "", environment);
}

/// Nothing is said to be wrong but Graphviz is missing on this machine.
bool no_graphviz(const Outcome& outcome) {
  if (outcome.status != 3 || outcome.errors.find("Graphviz is missing") == std::string::npos)
    return false;
  WARN("skipped: install graphviz to have it");
  return true;
}

std::set<std::string> files_in(const std::string& directory) {
  std::set<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(directory))
    names.insert(file.path().filename().string());
  return names;
}

}  // namespace

TEST_CASE("the ending of the file decides what is drawn", "[draw]") {
  const struct {
    const char *ending, *beginning;
  } table[] = {{"dot", "digraph circuit {"},
               {"svg", "<?xml"},
               {"png", "\x89PNG"},
               {"pdf", "%PDF"},
               {"SVG", "<?xml"}};
  for (const auto& [ending, beginning] : table) {
    const Workplace place;
    const std::string path = place / (std::string("picture.") + ending);
    const Outcome outcome = draw({"-o", path});
    if (no_graphviz(outcome)) continue;
    CHECK(outcome.status == 0);
    CHECK(outcome.output == "");
    CHECK(outcome.errors == path + ": 5 nodes, 4 steps\n");
    CHECK(read_file(path).starts_with(beginning));
  }
}

TEST_CASE("without a file DOT goes to standard output", "[draw]") {
  const Outcome outcome = draw({});
  CHECK(outcome.status == 0);
  CHECK(outcome.errors == "");
  CHECK(outcome.output.starts_with("digraph circuit {\n"));
  CHECK(draw({"-o", "-"}).output == outcome.output);
  CHECK(draw({"--style", "record"}).output.starts_with("digraph record {\n"));
}

TEST_CASE("with --collapse a named result is one box, and steps go from box to box", "[draw]") {
  const auto collapsed = [](std::vector<std::string> options) {
    std::vector<std::string> words{"draw", "h = tanh(w*x + b); y = v*h + c*x", "--collapse"};
    for (const char* number : {"w=1", "x=2", "b=0", "v=3", "c=1"}) words.emplace_back(number);
    words.insert(words.end(), options.begin(), options.end());
    return stepgrad::test::stepgrad(words);
  };
  CHECK(collapsed({}).output.find("3 operations") != std::string::npos);
  CHECK(collapsed({"--step", "2"}).output.find("step 2 of 3") != std::string::npos);
  CHECK(collapsed({"--step", "4"}).status == 2);
  const Workplace place;
  const Outcome frames = collapsed({"--frames", place / "frames"});
  if (no_graphviz(frames)) return;
  CHECK(files_in(place / "frames").size() == 4);
}

TEST_CASE("with --step the diagram is drawn as it stands then", "[draw]") {
  CHECK(draw({"--step", "3"}).output.find("step 3 of 4:  x gets -4 * 1 = -4") != std::string::npos);
  const Outcome outcome = draw({"--step", "5"});
  CHECK(outcome.status == 2);
  CHECK(outcome.errors ==
        "stepgrad: there is no step 5\nThe backward pass has 4 steps; 0 shows how it starts.\n");
}

TEST_CASE("draw --frames writes a picture for every step, and makes the directory", "[draw]") {
  const Workplace place;
  const std::string directory = place / "a/b";
  const Outcome outcome = draw({"--frames", directory, "-o", place / "whole.dot"});
  if (no_graphviz(outcome)) return;
  CHECK(outcome.status == 0);
  CHECK(outcome.output == "");
  CHECK(outcome.errors == place / "whole.dot" + ": 5 nodes, 4 steps\n" + directory +
                              ": 5 pictures, the last is step_04.svg\n");
  CHECK(files_in(directory) == std::set<std::string>{"step_00.svg", "step_01.svg", "step_02.svg",
                                                     "step_03.svg", "step_04.svg"});
  CHECK(read_file(directory + "/step_02.svg").find(">step 2 of 4:") != std::string::npos);
}

TEST_CASE("an ending that is no format is an error that lists the four", "[draw]") {
  const Outcome other = draw({"-o", "picture.jpg"});
  CHECK(other.status == 2);
  CHECK(other.errors ==
        "stepgrad: cannot draw 'picture.jpg': no format ends in '.jpg'\n"
        "The name must end in .svg, .png, .pdf or .dot.\n");
  const Outcome none = draw({"-o", "picture"});
  CHECK(none.status == 2);
  CHECK(none.errors ==
        "stepgrad: cannot draw 'picture': the name has no ending\n"
        "The name must end in .svg, .png, .pdf or .dot.\n");
}

TEST_CASE("without Graphviz a picture is the machine's fault, DOT is not", "[draw]") {
  const Workplace place;
  const std::vector<std::string> nothing_on_path{"PATH="};
  const Outcome picture = draw({"-o", place / "q.svg"}, nothing_on_path);
  CHECK(picture.status == 3);
  CHECK(picture.errors.find("graphviz") != std::string::npos);
  CHECK(!std::filesystem::exists(place / "q.svg"));
  CHECK(draw({"-o", place / "q.dot"}, nothing_on_path).status == 0);
}

TEST_CASE("what cannot be written is the machine's fault", "[draw]") {
  const Workplace place;
  CHECK(draw({"-o", place / "no/such/directory/q.dot"}).status == 3);
  CHECK(draw({"-o", place / "file.dot"}).status == 0);
  const Outcome outcome = draw({"--frames", place / "file.dot"});
  CHECK(outcome.status == 3);
  CHECK(outcome.errors.find("cannot make the directory") != std::string::npos);
}

TEST_CASE("what Graphviz would take minutes for is written as DOT, and is not what was asked for",
          "[draw]") {
  std::string formula = "x1 = sin(x)";
  for (int i = 2; i <= 1200; ++i)
    formula += "; x" + std::to_string(i) + " = sin(x" + std::to_string(i - 1) + ")";
  const Workplace place;
  const Outcome outcome =
      stepgrad::test::stepgrad({"draw", formula, "x=1", "-o", place / "long.svg"});
  CHECK(outcome.status == 3);
  CHECK(outcome.errors.starts_with(place / "long.dot" + ": 1201 nodes, 1200 steps\n"));
  CHECK(outcome.errors.find("Graphviz would take minutes") != std::string::npos);
  CHECK(files_in(place / "") == std::set<std::string>{"long.dot"});
  CHECK(stepgrad::test::stepgrad({"draw", formula, "x=1", "-o", place / "asked.dot"}).status == 0);
  const Outcome less = stepgrad::test::stepgrad(
      {"draw", formula, "x=1", "--collapse", "-o", place / "collapsed.dot"});
  CHECK(less.status == 0);
}
