// stepgrad gpt: the smallest GPT from the command line.
#include <filesystem>
#include <string>

#include <stepgrad/base/files.hpp>

#include "app/training.hpp"
#include "catch.hpp"

using namespace stepgrad;
using stepgrad::test::contains;
using stepgrad::test::run;
using stepgrad::test::with;
using stepgrad::test::Workplace;

namespace {

const std::vector<std::string> small{"gpt",       "--steps", "40",      "--width", "8",
                                     "--context", "8",       "--heads", "2"};

std::string both_files(const std::string& folder) {
  const std::filesystem::path path(folder);
  return read_file(path / "gpt.txt") + read_file(path / "log.csv");
}

}  // namespace

TEST_CASE("gpt learns made-up names, says what it does, and leaves model and log", "[app]") {
  const Workplace place;
  const Outcome outcome = run(with(small, {"--out", place / "run"}));
  INFO(outcome.output << outcome.errors);
  REQUIRE(outcome.status == 0);
  CHECK(
      outcome.output.starts_with("2000 made-up names, of 24 letters\n"
                                 "1 layer, width 8, 2 heads, context 8: 1232 weights\n"
                                 "step  4/40  loss 3."));
  CHECK(contains(outcome.output, "step 40/40  loss "));
  CHECK(contains(outcome.output, "\nnew names: "));
  CHECK(contains(read_file(place / "run/loss.svg"), "guessing: ln 25 = 3.22"));
  const Outcome said = run({"gpt", "sample", place / "run", "--count", "2"});
  const std::string first = said.output.substr(0, said.output.find('\n'));
  CHECK(contains(outcome.output, "new names: " + first + " "));
  CHECK(run({"gpt", "sample", place / "run", "--seed", "1"}).output ==
        run({"gpt", "sample", place / "run", "--seed", "1"}).output);
}

TEST_CASE("a gpt that is killed goes on, and ends with the same bytes", "[app]") {
  const Workplace place;
  const std::vector<std::string> words{"gpt", "--steps", "600", "--layers", "2"};
  REQUIRE(run(with(words, {"--out", place / "whole"})).status == 0);
  std::vector<std::string> killed = with(words, {"--out", place / "killed"});
  run_program(STEPGRAD_PROGRAM, killed, "", std::chrono::milliseconds(1300));
  REQUIRE(std::filesystem::exists(place / "killed/gpt.txt"));
  const Outcome resumed = run({"gpt", "--resume", place / "killed"});
  INFO(resumed.output << resumed.errors);
  REQUIRE(resumed.status == 0);
  CHECK(both_files(place / "killed") == both_files(place / "whole"));
}

TEST_CASE("what gpt cannot use is said, with how to mend it", "[app]") {
  const Workplace place;
  const auto refused = [](const std::vector<std::string>& words) {
    const Outcome outcome = run(words);
    return std::to_string(outcome.status) + " " + outcome.errors;
  };
  CHECK(refused({"gpt", "smaple", "run"}) ==
        "2 stepgrad: there is no command 'gpt smaple'\ndid you mean 'sample'?\n");
  CHECK(refused({"gpt", "--heads", "3", "--out", place / "r"}) ==
        "2 stepgrad: 3 heads cannot share a width of 16\n"
        "Each head gets as many numbers as the others: "
        "give a width that is a multiple of the heads.\n");
  CHECK(refused({"gpt", "--temperature", "0"}) ==
        "2 stepgrad: a temperature of 0 is too low\nGive one from 0.001 on: 0.5, say.\n");
  CHECK(contains(refused({"gpt", "--data", place / "none.txt"}), "3 stepgrad: "));
  CHECK(contains(refused({"gpt", "--resume", place / "none"}), "3 stepgrad: there is no GPT in"));
  CHECK(contains(refused({"gpt", "--resume", place / "r", "--steps", "5", "--width", "8"}),
                 "2 stepgrad: a run goes on as it began; --steps and --width cannot be changed"));
  write_file(place / "empty.txt", "\n\n");
  CHECK(
      contains(refused({"gpt", "--data", place / "empty.txt"}), "2 stepgrad: there are no names"));
  CHECK(contains(refused({"gpt", "sample"}), "2 stepgrad: "));
}

TEST_CASE("gpt explain tells the story of a weight at a step of the training", "[app]") {
  const Workplace place;
  const std::vector<std::string> explain{"gpt",     "explain", "--weight", "layer0.attn_wq[3][5]",
                                         "--width", "8",       "--heads",  "2",
                                         "--steps", "9"};
  const Outcome first = run(explain), third = run(with(explain, {"--step", "3"}));
  CHECK(first.status == 0);
  CHECK(contains(first.output, "The gradient of layer0.attn_wq[3][5] while the name \""));
  CHECK(contains(first.output, "together  =  "));
  CHECK(contains(first.output, "\nThe heaviest of the "));
  CHECK(run(with(explain, {"--step", "1"})).output == first.output);
  CHECK(third.output != first.output);
  REQUIRE(
      run({"gpt", "--width", "8", "--heads", "2", "--steps", "9", "--out", place / "run"}).status ==
      0);
  const std::vector<std::string> of_run{"gpt", "explain", place / "run", "--weight",
                                        "layer0.attn_wq[3][5]"};
  CHECK(run(with(of_run, {"--step", "3"})).output == third.output);
  CHECK(contains(run(with(of_run, {"--name", "anna"})).output, "the name \"anna\" is read"));
  CHECK(contains(run(with(of_run, {"--name", "Anna"})).errors, "the letter 'A' of 'Anna'"));
  CHECK(contains(run(with(of_run, {"--step", "10"})).errors, "there is no step 10"));
  CHECK(contains(run(with(of_run, {"--width", "8"})).errors, "a run has settings of its own"));
  CHECK(contains(run({"gpt", "explain"}).errors, "which weight's gradient is to be explained?"));
  CHECK(contains(run({"gpt", "explain", "--weight", "layer0.atn_wq[3][5]"}).errors,
                 "did you mean 'layer0.attn_wq'?"));
}

TEST_CASE("gpt draw draws a head, as DOT where no file is named", "[app]") {
  const Outcome outcome = run({"gpt", "draw", "--name", "ann", "--position", "1"});
  CHECK(outcome.status == 0);
  CHECK(outcome.output.starts_with("digraph"));
  CHECK(contains(outcome.output, "share_1"));
  CHECK(!contains(outcome.output, "share_2"));
  CHECK(contains(run({"gpt", "draw", "--head", "4"}).errors, "there is no head 4"));
  CHECK(contains(run({"gpt", "draw", "-o", "head.bmp"}).errors, "head.bmp"));
}

TEST_CASE("gpt draw shows what each head heeds, as text and as a picture", "[app]") {
  const Workplace place;
  const std::vector<std::string> words{"gpt", "draw", "--maps", "--name", "ann"};
  const Outcome outcome = run(words);
  CHECK(outcome.status == 0);
  CHECK(outcome.output.starts_with("What each letter of 'ann' heeds, in percent: "));
  CHECK(contains(outcome.output, "head 0"));
  CHECK(contains(outcome.output, "head 3"));
  CHECK(contains(outcome.output, ".  100"));
  REQUIRE(run(with(words, {"-o", place / "maps.svg"})).status == 0);
  CHECK(contains(read_file(place / "maps.svg"), "<title>&#39;ann&#39;, head 0, in percent, "));
  CHECK(
      contains(run(with(words, {"-o", place / "maps.png"})).errors, "The name must end in .svg."));
  CHECK(contains(run(with(words, {"--head", "1"})).errors, "--maps shows all heads"));
}
