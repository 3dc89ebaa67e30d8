// stepgrad train --reduction, and one output for two classes: trained, evaluated, predicted, resumed.
#ifdef STEPGRAD_TRAIN
#include <fmt/format.h>

#include "app/training.hpp"
#include "catch.hpp"

using stepgrad::Outcome;
using stepgrad::read_file;
using stepgrad::test::contains;
using stepgrad::test::run;
using stepgrad::test::with;
using stepgrad::test::Workplace;

TEST_CASE("every reduction says what it trains and asks, beside softmax", "[app]") {
  const Workplace place;
  for (const auto& [name, learners, asked] : {std::tuple{"one-versus-all", "3", "3"},
                                              {"one-versus-one", "3", "3"},
                                              {"codes", "3", "3"},
                                              {"tree", "2", "1.67"}}) {
    const std::string folder = place / name;
    const Outcome outcome = run({"train", "--data", "blobs", "--samples", "300", "--epochs", "20",
                                 "--reduction", name, "--out", folder});
    INFO(outcome.output << outcome.errors);
    REQUIRE(outcome.status == 0);
    CHECK(contains(outcome.output, fmt::format("{} of {} learners 2-1", name, learners)));
    CHECK(contains(outcome.output, "learners     asked  accuracy\n"));
    CHECK(contains(outcome.output, fmt::format("{:>8}  {:>8}  ", learners, asked)));
    CHECK(contains(outcome.output, "\nsoftmax "));
    const std::string json = read_file(folder + "/comparison.json");
    CHECK(contains(json, fmt::format("{{\"name\": \"{}\", \"learners\": {},", name, learners)));
    const Outcome again = run({"evaluate", folder});
    CHECK(again.status == 0);
    const std::string accuracy = again.output.substr(again.output.rfind("loss "), 30);
    CHECK(contains(outcome.output, accuracy));  // the same samples, the same learners
    CHECK(contains(run({"predict", folder, "--data", "blobs", "--probabilities"}).errors,
                   "a reduction has votes, and no probabilities"));
    const Outcome said = run({"predict", folder, "--data", "blobs", "--samples", "5"});
    CHECK(std::count(said.output.begin(), said.output.end(), '\n') == 6);
    CHECK(run({"predict", folder, "--data", "blobs", "--samples", "5", "--sampled"}).status == 0);
  }
}

TEST_CASE("a reduction goes on where it stopped, and ends with the same bits", "[app]") {
  const Workplace place;
  const std::vector<std::string> command{"train", "--data",      "blobs",    "--samples",
                                         "200",   "--reduction", "tree",     "--model",
                                         "2-4-1", "--tree",      "((2 0) 1)"};
  REQUIRE(run(with(command, {"--epochs", "6", "--out", place / "whole"})).status == 0);
  REQUIRE(run(with(command, {"--epochs", "3", "--out", place / "parted"})).status == 0);
  const Outcome rest = run({"train", "--resume", place / "parted", "--epochs", "6"});
  CHECK(rest.status == 0);
  CHECK(contains(rest.output, "\nsoftmax "));
  CHECK(read_file(place / "parted/model.stepgrad") == read_file(place / "whole/model.stepgrad"));
}

TEST_CASE("what contradicts a reduction is said before anything is learnt", "[app]") {
  const Workplace place;
  for (const auto& [words, error] :
       {std::pair{std::vector<std::string>{"--data", "blobs", "--reduction", "tree", "--tree",
                                           "((0 1) 1)"},
                  "is no tree of the classes: class '1' is there twice"},
        {{"--tree", "((0 1) 2)"}, "--tree is for the reduction tree"},
        {{"--data", "blobs", "--reduction", "codes", "--model", "2-4-3"},
         "its last 1: --model 2-16-1"},
        {{"--reduction", "codes", "--loss", "hinge"}, "a reduction learns by cross-entropy"},
        {{"--reduction", "codes", "--data", "sine"}, "a reduction is for classes"}}) {
    const Outcome outcome = run(with({"train", "--out", place / "run"}, words));
    INFO(outcome.errors);
    CHECK(outcome.status == 2);
    CHECK(contains(outcome.errors, error));
  }
}

TEST_CASE("two classes may have one output", "[app]") {
  const Workplace place;
  const Outcome outcome = run({"train", "--data", "moons", "--samples", "300", "--model", "2-8-1",
                               "--activation", "tanh", "--epochs", "30", "--out", place / "run"});
  INFO(outcome.errors);
  REQUIRE(outcome.status == 0);
  CHECK(contains(outcome.output, "model 2-8-1, 33 parameters"));
  CHECK(contains(run({"evaluate", place / "run"}).output, "accuracy"));
  const Outcome said =
      run({"predict", place / "run", "--data", "moons", "--samples", "2", "--probabilities"});
  CHECK(contains(said.output, "prediction,p(0),p(1)\n"));
  CHECK(
      contains(run({"train", "--data", "blobs", "--model", "2-8-1", "--out", place / "no"}).errors,
               "its last the classes"));
}
#endif
