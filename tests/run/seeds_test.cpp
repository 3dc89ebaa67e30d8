// Runs that differ in their seed alone: each as if it were alone, and what they come to together.
#include <atomic>
#include <filesystem>

#include <stepgrad/base/files.hpp>
#include <stepgrad/run/seeds.hpp>
#include <stepgrad/run/training_run.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "workplace.hpp"

using namespace stepgrad;
using stepgrad::test::Workplace;

namespace {

Configuration two_moons() {
  Configuration asked;
  asked.data = "moons";
  asked.samples = 100;
  asked.epochs = 4;
  asked.seed = 5;
  return asked;
}

std::string model_in(const std::string& folder) {
  return read_file(std::filesystem::path(folder) / "model.stepgrad");
}

}  // namespace

TEST_CASE("several seeds at a time make the models that each makes alone, bit for bit", "[run]") {
  const Workplace place;
  const auto folders = new_seed_runs(two_moons(), 5, place / "runs");
  REQUIRE(folders.size() == 5);
  CHECK(std::filesystem::path(folders[0]).filename() == "seed_5");
  CHECK(seed_runs_in(place / "runs") == folders);
  std::vector<std::uint64_t> finished;
  const auto runs = train_seeds<float>(
      folders, {.finished = [&](const SeedRun& run) { finished.push_back(run.seed); }}, 3);
  CHECK(finished == std::vector<std::uint64_t>{5, 6, 7, 8, 9});
  for (std::size_t i = 0; i < folders.size(); ++i) {
    Configuration alone = two_moons();
    alone.seed = 5 + i;
    const std::string folder = place / ("alone_" + std::to_string(i));
    TrainingRun<float> run(alone, folder, Begin::anew);
    run.train();
    run.finish();
    CHECK(model_in(folders[i]) == model_in(folder));
    CHECK(runs[i].loss == run.tally().loss());
    CHECK(runs[i].accuracy == run.tally().confusion().accuracy());
    CHECK(runs[i].tested);
    CHECK(runs[i].epochs.size() == 4);
  }
  CHECK(model_in(folders[0]) != model_in(folders[1]));
}

TEST_CASE("seeds that were interrupted go on, those that had not begun, too", "[run]") {
  const Workplace place;
  const auto whole = new_seed_runs(two_moons(), 3, place / "whole");
  const auto parted = new_seed_runs(two_moons(), 3, place / "parted");
  train_seeds<float>(whole, {}, 2);
  std::atomic<int> steps = 0;
  const auto some = train_seeds<float>(parted, {.interrupted = [&] { return ++steps > 11; }}, 2);
  CHECK(some.size() < 3);
  CHECK(train_seeds<float>(parted, {}, 2).size() == 3);
  for (std::size_t i = 0; i < 3; ++i) CHECK(model_in(whole[i]) == model_in(parted[i]));
}

TEST_CASE("a seed whose training diverges is told, and the others go on", "[run]") {
  const Workplace place;
  Configuration wild = two_moons();
  wild.rate = 1e5;
  const auto runs = train_seeds<float>(new_seed_runs(wild, 2, place / "wild"), {}, 2);
  REQUIRE(runs.size() == 2);
  CHECK(seed_line(runs[0]).find("seed  5: training diverged") == 0);
  CHECK(seeds_text(runs) == "2 of 2 runs came to nothing\n");
}

TEST_CASE("what seeds come to is their mean, their standard deviation and their extremes",
          "[run]") {
  std::vector<SeedRun> runs;
  for (const double accuracy : {0.9, 0.96, 0.93})
    runs.push_back({.seed = runs.size() + 1, .epochs = {}, .loss = 0.5, .accuracy = accuracy});
  CHECK(seeds_text(runs) ==
        "accuracy 93.00 % ± 3.00 % (from 90.00 % with seed 1 to 96.00 % with seed 2)\n"
        "loss 0.5000 with every seed\n");
  runs.push_back({.seed = 4, .epochs = {}, .fault = "training diverged\nTry a smaller rate."});
  CHECK(seed_line(runs[3]) == "seed  4: training diverged");
  CHECK(seeds_text(runs).ends_with("1 of 4 runs came to nothing\n"));
}

TEST_CASE("runs with other seeds want an empty folder", "[run]") {
  const Workplace place;
  new_seed_runs(two_moons(), 1, place / "runs");
  CHECK(error_of([&] {
          new_seed_runs(two_moons(), 1, place / "runs");
        }).find("there are runs in") == 0);
  std::filesystem::create_directory(place / "other");
  write_file(std::filesystem::path(place / "other") / "letter.txt", "dear");
  CHECK(error_of([&] { new_seed_runs(two_moons(), 1, place / "other"); }).find("is not empty") !=
        std::string::npos);
  CHECK(seed_runs_in(place / "other").empty());
}
