// A training run in C++: what `stepgrad train` does, and what it leaves.
#include <algorithm>
#include <filesystem>

#include <stepgrad/base/files.hpp>
#include <stepgrad/run/input_gradients.hpp>
#include <stepgrad/run/predictions.hpp>
#include <stepgrad/run/training_run.hpp>
#include <stepgrad/train/evaluation.hpp>

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
  CHECK(run.tally().result_text().find("accuracy") != std::string::npos);
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
        "With --resume, only --epochs, and --data for where the data is now, may be given. "
        "Else begin a new run.");
  Configuration longer;
  longer.epochs = 9;
  CHECK(resumed(place / "run", longer).epochs == 9);
  CHECK(error_of([&] {
          TrainingRun<float>(two_moons(1), place / "run", Begin::anew);
        }).starts_with("there is a run in"));
}

TEST_CASE("only what a run has begun is its to remove or to write over", "[run]") {
  const Workplace place;
  const std::string folder = place / "mine";
  std::filesystem::create_directory(folder);
  for (const char* foreign : {"thesis.part", "notes.txt.12.part", "log.csv.old.part", "log.csv",
                              "configuration.txt", ".hidden"}) {
    INFO(foreign);
    write_file(folder + "/" + foreign, "mine");
    CHECK(error_of([&] {
            TrainingRun<float>(two_moons(1), folder, Begin::anew);
          }).starts_with("'" + folder + "' holds something that is no run of stepgrad"));
    CHECK(read_file(folder + "/" + foreign) == "mine");
    std::filesystem::remove(folder + "/" + foreign);
  }
  write_file(folder + "/thesis.txt", "mine");
  TrainingRun<float>(two_moons(1), folder + "/run", Begin::anew).train();  // as the message advises
  CHECK(read_file(folder + "/thesis.txt") == "mine");
}

TEST_CASE("what a killed run was just writing goes, and nothing else does", "[run]") {
  const Workplace place;
  const std::string folder = place / "run";
  {
    TrainingRun<float> run(two_moons(1), folder, Begin::anew);
    run.train();
    run.finish();
  }
  std::vector<std::string> own;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    own.push_back(entry.path().string());
  CHECK(own.size() == 8);
  for (const std::string& file : own) write_file(file + ".123.part", "half");
  write_file(folder + "/thesis.part", "mine");
  write_file(folder + "/notes.txt.12.part", "mine");
  TrainingRun<float>(resumed(folder, {}), folder, Begin::where_it_stopped);
  for (const std::string& file : own) CHECK_FALSE(std::filesystem::exists(file + ".123.part"));
  CHECK(std::filesystem::exists(folder + "/thesis.part"));
  CHECK(std::filesystem::exists(folder + "/notes.txt.12.part"));
}

TEST_CASE("a run whose checkpoint is gone does not begin anew over its model", "[run]") {
  const Workplace place;
  const std::string folder = place / "run";
  {
    TrainingRun<float> run(two_moons(3), folder, Begin::anew);
    run.train();
    run.finish();
  }
  const std::string model = read_file(folder + "/model.stepgrad");
  std::filesystem::remove(folder + "/checkpoint.stepgrad");
  CHECK(error_of([&] {
          TrainingRun<float>(resumed(folder, {}), folder, Begin::where_it_stopped);
        }).starts_with("there is no checkpoint in '" + folder + "' to go on from"));
  CHECK(read_file(folder + "/model.stepgrad") == model);
}

TEST_CASE("a longer run says if its rate jumps where it goes on", "[run]") {
  const Workplace place;
  for (const std::string schedule : {"one_cycle", "constant"}) {
    const std::string folder = place / schedule;
    Configuration asked = two_moons(2);
    asked.schedule = schedule;
    { TrainingRun<float>(asked, folder, Begin::anew).train(); }
    Configuration longer;
    longer.epochs = 6;
    TrainingRun<float> run(resumed(folder, longer), folder, Begin::where_it_stopped);
    std::string said;
    for (const std::string& line : run.description()) said += line + "\n";
    INFO(said);
    const bool jumps = said.find("note: the rate jumps from 2e-07 to ") != std::string::npos;
    CHECK(jumps == (schedule == "one_cycle"));
  }
}

TEST_CASE("a run whose data has moved is told where it is", "[run]") {
  const Workplace place;
  const std::string folder = place / "run", before = place / "a\nb \\n.csv";
  write_file(before, "x,kind\n1,a\n2,b\n3,a\n4,b\n5,a\n6,b\n7,a\n8,b\n9,a\n10,b\n");
  Configuration asked;
  asked.data = before;
  asked.epochs = 1;
  { TrainingRun<float>(asked, folder, Begin::anew).train(); }
  CHECK(resumed(folder, {}).data == before);  // whatever is in its name
  std::filesystem::rename(before, place / "moved.csv");
  const std::string text = error_of([&] { resumed(folder, {}); });
  CHECK(text.starts_with("the data of this run is not where it was\n  " + (place / "a b ")));
  CHECK(text.ends_with("Say where it is now: stepgrad train --resume " + folder +
                       " --data PATH (of a pipe: --data -)"));
  Configuration moved;
  moved.data = place / "moved.csv";
  moved.epochs = 2;
  CHECK(TrainingRun<float>(resumed(folder, moved), folder, Begin::where_it_stopped).train());
  CHECK(resumed(folder, {}).data == place / "moved.csv");
  write_file(place / "other.csv", "x,kind\n1,a\n2,b\n3,a\n4,b\n");
  moved.data = place / "other.csv";
  CHECK(error_of([&] {
          TrainingRun<float>(resumed(folder, moved), folder, Begin::where_it_stopped);
        }).starts_with("the data is not what this run began with"));
}

TEST_CASE("a setting that would change nothing is refused", "[run]") {
  const Workplace place;
  const auto refusal = [&](auto change) {
    Configuration asked = two_moons(5);
    change(asked);
    return error_of([&] { TrainingRun<float>(asked, place / "run", Begin::anew); });
  };
  const auto adam = [](Configuration& c) { c.optimiser = "adam", c.momentum = 0.5; };
  const auto sgd = [](Configuration& c) { c.weight_decay = 0.1; };
  const auto norm = [](Configuration& c) { c.model = "softmax", c.batch_norm = true; };
  const auto tanh = [](Configuration& c) { c.model = "2-2", c.activation = "tanh"; };
  CHECK(refusal(adam) ==
        "--momentum has no effect: the optimiser adam does not read it\nLeave --momentum out.");
  CHECK(refusal(sgd).starts_with("--weight-decay has no effect: the optimiser sgd"));
  CHECK(refusal(norm).starts_with("--batch-norm has no effect: the model 2-2 has no hidden layer"));
  CHECK(refusal(tanh).starts_with("--activation has no effect"));
  const auto images = [&](Configuration& c) { c = {}, c.data = place / "", c.test = 0.5; };
  CHECK(refusal(images).starts_with("--test has no effect: a folder of IDX files"));
  CHECK(refusal([](Configuration& c) { c.rate = 1e-50; }).starts_with("--rate cannot be 1e-50"));
  CHECK(refusal([](Configuration& c) { c.rate = 0; }).starts_with("--rate cannot be 0"));
  CHECK(refusal([](Configuration& c) { c.momentum = 1; }).starts_with("--momentum cannot be 1"));
  CHECK(refusal([](Configuration& c) { c.warm_up = 300; }) ==
        "--warm-up cannot be 300\nIt is from 0 to 5.");
}

namespace {

/// Writes IDX files of images, a class for each of three patterns, and all a little different.
void write_images(const Workplace& place, const std::string& part, unsigned char count,
                  unsigned char height, unsigned char width) {
  const auto header = [](char dimensions, std::vector<unsigned char> sizes) {
    std::string bytes{'\0', '\0', '\x08', dimensions};
    for (const unsigned char size : sizes) bytes += std::string(3, '\0') + static_cast<char>(size);
    return bytes;
  };
  std::string images = header(3, {count, height, width}), labels = header(1, {count});
  for (int i = 0; i < count; ++i) {
    labels += static_cast<char>(i % 3);
    for (int p = 0; p < height * width; ++p)
      images += static_cast<char>(p % 3 == i % 3 ? 255 - i : 3 * i);
  }
  write_file(place / ("images/" + part + "-images-idx3-ubyte"), images);
  write_file(place / ("images/" + part + "-labels-idx1-ubyte"), labels);
}

Configuration images_in(const Workplace& place, unsigned char height, unsigned char width) {
  std::filesystem::create_directories(place / "images");
  write_images(place, "train", 60, height, width);
  write_images(place, "t10k", 12, height, width);
  Configuration asked;
  asked.data = place / "images";
  asked.epochs = 40;
  return asked;
}

}  // namespace

TEST_CASE("a run learns from a folder of images, and goes on from them", "[run]") {
  const Workplace place;
  Configuration asked = images_in(place, 3, 4);
  SECTION("as they are") {}
  SECTION("standardised") { asked.standardise = "yes"; }
  SECTION("weighed by their classes") { asked.class_weights = "1,2,1"; }
  {
    TrainingRun<float> run(asked, place / "run", Begin::anew);
    CHECK(run.train());
    CHECK(run.finish() == std::vector<std::string>{"curves.svg", "confusion.svg", "mistakes.svg"});
    const DatasetOf<float> test = kept_for_test<float>(place / "run");
    CHECK(score<float>(run.model(), test, test.all_samples()).accuracy == 1);
    CHECK(input_gradient_sheet(run.model(), test).width > 0);
  }

  Configuration more;
  more.epochs = 41;
  CHECK(TrainingRun<float>(resumed(place / "run", more), place / "run", Begin::where_it_stopped)
            .epochs_done() == 40);
  write_images(place, "train", 57, 3, 4);
  CHECK(error_of([&] {
          TrainingRun<float>(resumed(place / "run", more), place / "run", Begin::where_it_stopped);
        }) != "(no error)");
}

TEST_CASE("images of two pixels are drawn in a plane", "[run]") {
  const Workplace place;
  TrainingRun<float> run(images_in(place, 1, 2), place / "run", Begin::anew);
  CHECK(run.train());
  const std::vector<std::string> pictures = run.finish();
  CHECK(std::find(pictures.begin(), pictures.end(), "regions.svg") != pictures.end());
}
