// A GPT's run: its folder, stopped and resumed, and what its file refuses.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>

#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/language/gpt_run.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "workplace.hpp"

using namespace stepgrad;

namespace {

const GptSettings small{
    .training = {.layers = 2, .width = 8, .heads = 2, .context = 8, .steps = 40, .seed = 5}};

std::string file(const std::string& folder, const char* name) {
  return read_file(std::filesystem::path(folder) / name);
}

/// Trains so many steps of a run, and stops.
void train(GptRun run, std::size_t steps) {
  run.train([] {}, [&] { return run.trainer().steps_done() == steps; });
}

}  // namespace

TEST_CASE("a run that was stopped goes on, and ends with the same bytes", "[gpt_run]") {
  const test::Workplace place;
  const Scope scope;
  GptRun whole(small, place / "whole");
  CHECK(whole.train());
  train(GptRun(small, place / "stopped"), 7);
  train(GptRun::resumed(place / "stopped"), 19);
  CHECK(file(place / "stopped", "gpt.txt") != file(place / "whole", "gpt.txt"));
  GptRun last = GptRun::resumed(place / "stopped");
  CHECK(last.losses().size() == 19);
  CHECK(last.train());
  CHECK(file(place / "stopped", "gpt.txt") == file(place / "whole", "gpt.txt"));
  CHECK(file(place / "stopped", "log.csv") == file(place / "whole", "log.csv"));
  CHECK(last.trainer().sample(0.5) == whole.trainer().sample(0.5));
}

TEST_CASE("the curve of a run is of means, beside the loss of guessing", "[gpt_run]") {
  std::vector<double> losses;
  for (int i = 0; i < 100; ++i) losses.push_back(i % 2);
  const Plot curve = loss_curve(losses, 27);
  REQUIRE(curve.series[0].points.size() == 50);
  CHECK(curve.series[0].points[0].x == 1.5);  // between the first step and the second
  for (const Plot::Point& point : curve.series[0].points) CHECK(point.y == 0.5);
  CHECK(curve.series[1].points[0].y == Approx(std::log(27.0)));
  CHECK(curve.series[1].name == "guessing: ln 27 = 3.30");
  CHECK(loss_curve(std::span(losses).first(3), 27).series[0].points.size() == 3);
}

TEST_CASE("lines of the log that came after the model was written are done again", "[gpt_run]") {
  const test::Workplace place;
  const Scope scope;
  train(GptRun(small, place / "run"), 40);
  const std::string log = file(place / "run", "log.csv");
  CHECK(log.starts_with("step,loss\n1,"));
  CHECK(std::count(log.begin(), log.end(), '\n') == 41);
  train(GptRun(small, place / "killed"), 10);
  write_file(place / "killed/log.csv", log.substr(0, log.find("\n17,")) + "\n");
  CHECK(GptRun::resumed(place / "killed").train());
  CHECK(file(place / "killed", "log.csv") == log);
}

TEST_CASE("a trained model says what its trainer would say next", "[gpt_run]") {
  const test::Workplace place;
  const Scope scope;
  GptRun run(small, place / "run");
  run.train();
  const GptState state = read_gpt(place / "run");
  const Gpt gpt(state.shape(), state.weights);
  PythonRandom random = state.random_after_weights();
  for (int i = 0; i < 3; ++i)
    CHECK(sampled(gpt, Alphabet(state.letters), 0.5, random) == run.trainer().sample(0.5));
}

TEST_CASE("a run wants a folder of its own, and the names with which it began", "[gpt_run]") {
  const test::Workplace place;
  const Scope scope;
  write_file(place / "names.txt", "anna\nbob\n");
  GptSettings settings = small;
  settings.data = place / "names.txt";
  train(GptRun(settings, place / "run"), 3);
  CHECK_THAT(error_of([&] { GptRun(settings, place / "run"); }),
             Catch::Contains("there is a run in '" + place / "run" + "' already"));
  CHECK_THAT(error_of([&] { GptRun(settings, place / ""); }), Catch::Contains("is not empty"));
  write_file(place / "names.txt", "anna\nbob\neve\n");
  CHECK_THAT(error_of([&] { GptRun::resumed(place / "run"); }),
             Catch::StartsWith("these are not the names that this run began with"));
  std::filesystem::remove(place / "names.txt");
  CHECK_THAT(error_of([&] { GptRun::resumed(place / "run"); }),
             Catch::StartsWith("the names of this run are not where they were"));
  write_file(place / "moved.txt", "anna\nbob\n");
  CHECK(GptRun::resumed(place / "run", place / "moved.txt").train());
}

TEST_CASE("what is no GPT, or a damaged one, is refused", "[gpt_run]") {
  const test::Workplace place;
  const Scope scope;
  CHECK(error_of([&] { read_gpt("nowhere"); }) ==
        "there is no GPT in 'nowhere'\n"
        "Give the folder of a run: 'stepgrad gpt' makes one, and says where.");
  train(GptRun(small, place / "run"), 2);
  const std::string text = file(place / "run", "gpt.txt");
  CHECK(GptState::from_text(text, "gpt.txt").text() == text);
  const auto refused = [](const std::string& other) {
    return error_of([&] { GptState::from_text(other, "gpt.txt"); });
  };
  CHECK_THAT(refused("hello\n"), Catch::StartsWith("this is no GPT of stepgrad\n  gpt.txt"));
  CHECK_THAT(refused(text.substr(0, text.size() / 2)), Catch::StartsWith("this is no GPT"));
  CHECK_THAT(refused(replaced(text, "width 8", "width 9")),
             Catch::StartsWith("this GPT is cut off or damaged"));
}
