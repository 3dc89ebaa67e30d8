// A training run in C++: what `stepgrad train` does, and what it leaves.
#include <filesystem>

#include <stepgrad/base/files.hpp>
#include <stepgrad/run/predictions.hpp>
#include <stepgrad/run/training_run.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "workplace.hpp"

using namespace stepgrad;
using stepgrad::test::Workplace;

namespace {

Configuration two_moons(std::size_t epochs) {
  Configuration asked;
  asked.data = "moons";
  asked.samples = 200;
  asked.epochs = epochs;
  return asked;
}

/// Asks to stop after so many questions.
auto after(int steps) {
  return [steps]() mutable { return --steps < 0; };
}

}  // namespace

TEST_CASE("ten lines of C++ do what stepgrad train does", "[run]") {
  const Workplace place;
  TrainingRun<float> run(two_moons(20), place / "run", Begin::anew);
  CHECK(run.description()[0] ==
        "moons: 2 features, 2 classes; 144 samples to learn from, 16 for validation, "
        "40 for the test");
  CHECK(run.train());
  CHECK(run.finish() ==
        std::vector<std::string>{"curves.svg", "regions.svg", "regions.png", "confusion.svg"});
  CHECK(run.epochs().size() == 20);
  CHECK(run.epochs().back().loss < run.epochs().front().loss / 2);
  CHECK(result_text(run.model(), run.shown_data()).find("accuracy") != std::string::npos);
  for (const char* name : {"configuration.txt", "model.stepgrad", "log.csv", "curves.svg"})
    CHECK(std::filesystem::exists(place / ("run/" + std::string(name))));
}

TEST_CASE("a run that was interrupted goes on in its folder and ends with the same bits", "[run]") {
  const Workplace place;
  for (const char* name : {"whole", "parted"}) {
    TrainingRun<float> run(two_moons(6), place / name, Begin::anew);
    if (name == std::string("parted")) {
      CHECK_FALSE(run.train({}, after(13)));
      continue;
    }
    CHECK(run.train());
    run.finish();
  }
  TrainingRun<float> again(resumed(place / "parted", {}), place / "parted",
                           Begin::where_it_stopped);
  CHECK(again.train());
  again.finish();
  CHECK(read_file(place / "parted/model.stepgrad") == read_file(place / "whole/model.stepgrad"));
  CHECK(kept_for_test<float>(place / "whole").samples() == 40);
}

TEST_CASE("a run goes on as it began", "[run]") {
  const Workplace place;
  { TrainingRun<float>(two_moons(1), place / "run", Begin::anew).train(); }
  Configuration other;
  other.optimiser = "adam";
  CHECK(error_of([&] { resumed(place / "run", other); }) ==
        "a run goes on as it began; optimiser cannot be changed\n"
        "With --resume, only --epochs may be given. Else begin a new run.");
  Configuration longer;
  longer.epochs = 9;
  CHECK(resumed(place / "run", longer).epochs == 9);
  CHECK(error_of([&] {
          TrainingRun<float>(two_moons(1), place / "run", Begin::anew);
        }).starts_with("there is a run in"));
}
