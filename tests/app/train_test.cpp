// stepgrad train, evaluate and predict, end to end: killed, resumed, and read by other programs.
#ifdef STEPGRAD_TRAIN
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stepgrad/base/random.hpp>

#include "app/training.hpp"
#include "catch.hpp"
#include "programs.hpp"

using stepgrad::Outcome;
using stepgrad::read_file;
using stepgrad::test::contains;
using stepgrad::test::iris_like;
using stepgrad::test::run;
using stepgrad::test::with;
using stepgrad::test::Workplace;
namespace fs = std::filesystem;

namespace {

/// Starts the program and sends it a signal when it is time; false if it had ended by itself. What
/// it prints goes into a file.
bool run_and_signal(const std::vector<std::string>& words, int signal,
                    const std::function<bool()>& is_time,
                    const std::string& printed = "/dev/null") {
  const pid_t child = ::fork();
  if (child == 0) {
    std::vector<char*> arguments{const_cast<char*>(STEPGRAD_PROGRAM)};
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    if (!std::freopen(printed.c_str(), "w", stdout)) ::_exit(126);
    ::execv(STEPGRAD_PROGRAM, arguments.data());
    ::_exit(127);
  }
  while (!is_time()) {
    if (::waitpid(child, nullptr, WNOHANG) != 0) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  if (::waitpid(child, nullptr, WNOHANG) != 0) return false;
  ::kill(child, signal);
  ::waitpid(child, nullptr, 0);
  return true;
}

}  // namespace

TEST_CASE("training leaves a folder with configuration, model, log and pictures", "[app]") {
  const Workplace place;
  const Outcome outcome = run({"train", "--epochs", "60", "--out", place / "moons"});
  INFO(outcome.output << outcome.errors);
  REQUIRE(outcome.status == 0);
  CHECK(contains(outcome.output, "epoch 60/60  loss "));
  CHECK(contains(outcome.output, "% right"));
  for (const char* name : {"configuration.txt", "checkpoint.stepgrad", "model.stepgrad", "log.csv",
                           "curves.svg", "regions.svg", "regions.png", "confusion.svg"}) {
    INFO(name);
    CHECK(fs::file_size(fs::path(place / "moons") / name) > 0);
  }
  const std::string log = read_file(place / "moons/log.csv");
  CHECK(std::count(log.begin(), log.end(), '\n') == 61);
  const Outcome again = run({"evaluate", place / "moons"});
  CHECK(again.status == 0);
  const std::string accuracy = again.output.substr(again.output.rfind("accuracy"));
  CHECK(contains(outcome.output, accuracy));  // the same samples, the same model
}

TEST_CASE("a run that is killed at any moment goes on and ends with the same bits", "[app]") {
  const Workplace place;
  const std::vector<std::string> command{
      "train",     "--data",    "digits",      "--samples", "300",          "--epochs",   "5",
      "--dropout", "0.2",       "--augment",   "light",     "--batch-norm", "--patience", "2",
      "--model",   "784-12-10", "--optimiser", "adam",      "--schedule",   "one_cycle"};
  REQUIRE(run(with(command, {"--out", place / "whole"})).status == 0);
  stepgrad::Random random(7);
  for (const int signal : {SIGKILL, SIGINT, SIGTERM, SIGKILL}) {
    const std::string folder = place / ("run" + std::to_string(random.below(1'000'000)));
    std::vector<std::string> words = with(command, {"--out", folder});
    for (int kills = 0; kills < 20; ++kills) {
      const auto then =
          std::chrono::steady_clock::now() + std::chrono::milliseconds(50 + random.below(400));
      if (!run_and_signal(words, signal, [&] { return std::chrono::steady_clock::now() >= then; }))
        break;
      if (fs::exists(folder + "/configuration.txt")) words = {"train", "--resume", folder};
    }
    if (!fs::exists(folder + "/model.stepgrad")) REQUIRE(run(words).status == 0);
    for (const auto& entry : fs::directory_iterator(folder)) {
      INFO(entry.path());
      CHECK(entry.path().extension() != ".part");
    }
    CHECK(read_file(folder + "/model.stepgrad") == read_file(place / "whole/model.stepgrad"));
  }
}

TEST_CASE("an interrupted run says how to go on, and a run goes on as it began", "[app]") {
  const Workplace place;
  const std::string folder = place / "run";
  run_and_signal({"train", "--epochs", "1000000", "--out", folder}, SIGINT,
                 [&] { return fs::exists(folder + "/checkpoint.stepgrad"); });
  CHECK(fs::exists(folder + "/checkpoint.stepgrad"));
  CHECK(!fs::exists(folder + "/model.stepgrad"));
  CHECK(contains(run({"evaluate", folder}).errors, "is not finished\nTo go on with it: stepgrad "));
  const Outcome other = run({"train", "--resume", folder, "--rate", "1"});
  CHECK(other.status == 2);
  CHECK(contains(other.errors, "a run goes on as it began; rate cannot be changed"));
  CHECK(contains(run({"train", "--out", folder}).errors, "there is a run in"));
}

TEST_CASE("a run does not go on with other data", "[app]") {
  const Workplace place;
  stepgrad::write_file(place / "data.csv", iris_like);
  REQUIRE(run({"train", "--data", place / "data.csv", "--epochs", "2", "--out", place / "run"})
              .status == 0);
  stepgrad::write_file(place / "data.csv", iris_like + "1,5,a\n");
  const Outcome outcome = run({"train", "--resume", place / "run", "--epochs", "4"});
  CHECK(outcome.status == 2);
  CHECK(contains(outcome.errors, "the data is not what this run began with"));
}

TEST_CASE("predictions of a CSV file come with or without its label, and in any order of columns",
          "[app]") {
  const Workplace place;
  stepgrad::write_file(place / "data.csv", iris_like);
  REQUIRE(run({"train", "--data", place / "data.csv", "--validation", "0", "--out", place / "run"})
              .status == 0);
  const std::string said = "prediction\na\n\"b, c\"\n";
  for (const std::string samples :
       {"length,width\n1,5\n4,1\n", "width,length\n5,1\n1,4\n", "1,5\n4,1\n",
        "length,width,kind\n1,5,a\n4,1,a\n", "length,width,kind\n1,5,?\n4,1,unknown\n"}) {
    INFO(samples);
    const Outcome outcome = run({"predict", place / "run", "--data", "-"}, samples);
    CHECK(outcome.errors == "");
    CHECK(outcome.output == said);
  }
  const Outcome table =
      run({"predict", place / "run/model.stepgrad", "--data", "-", "--probabilities"}, "1,5\n");
  CHECK(contains(table.output, "prediction,p(a),\"p(b, c)\"\na,0.9"));
  for (const std::string bad : {"1,2,3,4\n", "", "a,b\n1,x\n", "lenght,width\n1,5\n"}) {
    INFO(bad);
    const Outcome outcome = run({"predict", place / "run", "--data", "-"}, bad);
    CHECK(outcome.status == 2);
    CHECK(outcome.output == "");
  }
}

TEST_CASE("sampled predictions follow their seed, and both classes come where both are likely",
          "[app]") {
  const Workplace place;
  REQUIRE(run({"train", "--epochs", "1", "--noise", "1", "--rate", "0.001", "--out", place / "run"})
              .status == 0);
  const std::vector<std::string> words{"predict", place / "run", "--data", "moons", "--sampled"};
  const std::string once = run(words).output;
  CHECK(run(words).output == once);
  CHECK(run(with(words, {"--sampling-seed", "2"})).output != once);
  CHECK((contains(once, "\n0\n") && contains(once, "\n1\n")));
}

TEST_CASE("a regression is trained, judged and asked", "[app]") {
  const Workplace place;
  const Outcome trained = run(
      {"train", "--data", "linear", "--noise", "0", "--model", "linear", "--out", place / "run"});
  CHECK(trained.status == 0);
  CHECK(fs::exists(place / "run/curve.svg"));
  CHECK(!contains(trained.output, "accuracy"));
  const Outcome said = run({"predict", place / "run", "--data", "-"}, "0.5\n");  // y = 2x - 1
  CHECK(said.output.substr(0, 2) == "y\n");
  CHECK(std::abs(std::stod(said.output.substr(2))) < 1e-3);
}

TEST_CASE("numbers far from 1 are learnt and predicted in their own units", "[app]") {
  const Workplace place;
  std::string houses = "size,price\n";
  for (int i = 0; i < 100; ++i)
    houses += std::to_string(50 + i) + "," + std::to_string(1000 * (50 + i)) + "\n";
  stepgrad::write_file(place / "houses.csv", houses);
  const Outcome trained =
      run({"train", "--data", place / "houses.csv", "--model", "linear", "--out", place / "run"});
  INFO(trained.output << trained.errors);
  CHECK(trained.status == 0);
  CHECK(contains(trained.output, "; price is off by "));
  const Outcome said = run({"predict", place / "run", "--data", "-"}, "size\n80\n");
  CHECK(std::abs(std::stod(said.output.substr(6)) - 80'000) < 500);
  const std::string judged = run({"evaluate", place / "run"}).output;
  CHECK(contains(judged, "20 samples: loss "));
  CHECK(contains(judged, "; always saying its mean would be off by "));
}

TEST_CASE("samples for a model are read by the names of its columns", "[app]") {
  const Workplace place;
  stepgrad::write_file(place / "data.csv", "kind,a,b\nx,1,5\nx,2,6\nx,1,6\ny,9,0\ny,8,1\ny,9,1\n");
  REQUIRE(run({"train", "--data", place / "data.csv", "--label", "kind", "--test", "0", "--out",
               place / "run"})
              .status == 0);
  const std::string other = "id,b,kind,note,a\n7,5,x,hello,1\n8,0,y,,9\n";
  CHECK(run({"predict", place / "run", "--data", "-"}, other).output == "prediction\nx\ny\n");
  CHECK(contains(run({"evaluate", place / "run", "--data", "-"}, other).output,
                 "accuracy 100.00 %; always saying 'x' would reach 50.00 %"));
  const Outcome less = run({"predict", place / "run", "--data", "-"}, "kind,a\nx,1\n");
  CHECK(less.status == 2);
  CHECK(contains(less.errors, "there is no column 'b'"));
}

TEST_CASE("what is odd about data is said before it is learnt", "[app]") {
  const Workplace place;
  std::string text = "id,a,same,kind\n";
  for (int i = 0; i < 20; ++i)
    text += std::to_string(i + 1) + "," + std::to_string(i * i % 7) + ",3," + (i % 2 ? "u" : "v") +
            "\n";
  const std::vector<std::string> words{"train", "--data", "-", "--epochs", "1"};
  const std::string said = run(with(words, {"--out", place / "run"}), text).output;
  INFO(said);
  CHECK(contains(said, "note: feature 'id' seems to number the samples"));
  CHECK(contains(said,
                 "note: the same in every sample, so nothing is learnt from it: feature 'same'"));
  CHECK(!contains(said, "'a'"));
  std::string women = "height,shoe,weight\n";  // R's: inches one by one, and no numbers of samples
  for (int i = 0; i < 15; ++i)
    women += std::to_string(58 + i) + "," + std::to_string(i % 4) + "," +
             std::to_string(115 + 3 * i) + ".5\n";
  CHECK(
      !contains(run(with(words, {"--out", place / "women"}), women).output, "number the samples"));
  CHECK(contains(run(with(words, {"--out", place / "names"}), "a,who\n1,Ann\n2,Ben\n3,Cy\n").output,
                 "note: 3 classes in 3 samples: is the label in another column?"));
  const Outcome one = run(with(words, {"--out", place / "one"}), "a,kind\n1,x\n2,x\n");
  CHECK(one.status == 2);
  CHECK(contains(one.errors, "all samples are of one class, 'x'"));
}

TEST_CASE("how a file is read is said, kept, and done again for its model", "[app]") {
  const Workplace place;
  std::string text = "colour;weight;junk;grade\n";
  for (int i = 0; i < 40; ++i)
    text += std::string(i % 2 ? "red" : "green") + ";" +
            (i == 4 ? "NA" : std::to_string(i % 7) + ",5") + ";?;" +
            std::to_string(i % 2 ? 10 : 5) + "\n";
  stepgrad::write_file(place / "d.csv", text);
  const Outcome trained = run({"train", "--data", place / "d.csv", "--missing", "mean", "--words",
                               "columns", "--without", "junk", "--labels", "numbers", "--epochs",
                               "60", "--model", "linear", "--out", place / "run"});
  INFO(trained.output << trained.errors);
  REQUIRE(trained.status == 0);
  CHECK(contains(trained.output,
                 "note: read with a header, semicolons between the columns, "
                 "decimal commas; 'grade' holds numbers\n"));
  CHECK(contains(trained.output, "note: 1 of 40 lines has a missing value"));
  CHECK(contains(trained.output, "note: the words of 'colour' are spread over 2 columns"));
  const std::string kept = read_file(place / "run/configuration.txt");
  CHECK(contains(kept, "\nmissing = mean\n"));
  CHECK(contains(kept, "\nwithout = junk\n"));
  const Outcome said =
      run({"predict", place / "run", "--data", "-"}, "weight;colour\n1,5;green\n?;red\n");
  CHECK(said.errors == "note: 1 of 2 lines has a missing value; a mean is taken for it\n");
  CHECK(said.output.starts_with("grade\n"));
  CHECK(std::abs(std::stod(said.output.substr(6)) - 5) < 0.5);
  CHECK(contains(run({"evaluate", place / "run", "--data", place / "d.csv"}).output,
                 "note: read with a header, semicolons between"));
  CHECK(contains(
      run({"predict", place / "run", "--data", "-", "--delimiter", "tab"}, "weight;b\n1;2\n")
          .errors,
      "there is but one column"));
  CHECK(contains(run({"evaluate", place / "run", "--label", "x"}).errors, "but not which"));
  CHECK(contains(run({"train", "--data", "moons", "--header", "no", "--out", place / "x"}).errors,
                 "how a CSV file is read is said of data that is none"));
}

TEST_CASE("a small table has a test, and a result says of what it is", "[app]") {
  const Workplace place;
  std::string text = "a,b,kind\n";
  for (int i = 0; i < 20; ++i)
    text += std::to_string(i % 3) + "," + std::to_string(i) + ",k" + std::to_string(i / 2) + "\n";
  const std::vector<std::string> words{"train", "--data", "-", "--epochs", "1"};
  CHECK(contains(run(with(words, {"--out", place / "a"}), text).output, ", 4 for the test\n"));
  const std::string untested = run(with(words, {"--test", "0", "--out", place / "b"}), text).output;
  CHECK(contains(untested, "no samples are kept for a test: of those learnt from"));
  CHECK(contains(untested, "\nof those learnt from: loss "));
}

TEST_CASE("columns are never taken by their place where they have names", "[app]") {
  const Workplace place;
  REQUIRE(run({"train", "--epochs", "5", "--out", place / "run"}).status == 0);
  const std::vector<std::string> words{"predict", place / "run", "--data", "-", "--probabilities"};
  const std::string right = run(words, "x1,x2\n2,-0.5\n").output;
  CHECK(run(words, "x2,x1\n-0.5,2\n").output == right);
  for (const char* other : {"X2,X1\n-0.5,2\n", "id,X1,X2\n7,2,-0.5\n", "a,b\n2,-0.5\n"}) {
    const Outcome refused = run(words, other);
    INFO(other << refused.output);
    CHECK(refused.status == 2);
    CHECK(contains(refused.errors, "there is no column 'x1'"));
  }
}

TEST_CASE("what somebody else wrote does nothing in a terminal or a spreadsheet", "[app]") {
  const Workplace place;
  const std::string evil = "\x1b]0;title\a\u009b31m\u202e";
  std::string text = "a" + evil + ",b,kind\n";
  for (int i = 0; i < 12; ++i)
    text += std::to_string(i % 5) + "," + (i % 2 ? "1,=cmd|' /C calc'!A0" : "5,x" + evil) + "\n";
  stepgrad::write_file(place / "d.csv", text);
  const Outcome trained =
      run({"train", "--data", place / "d.csv", "--color", "never", "--out", place / "run"});
  const Outcome judged = run({"evaluate", place / "run", "--data", place / "d.csv"});
  const Outcome refused = run({"predict", place / "run", "--data", "-"}, "a,b\n1,2\n");
  REQUIRE(trained.status == 0);
  for (const std::string& said :
       {trained.output, trained.errors, judged.output, judged.errors, refused.errors})
    for (const char* part : {"\x1b", "\a", "\u009b", "\u202e"}) CHECK(!contains(said, part));
  const Outcome table = run({"predict", place / "run", "--data", "-"}, "1,1\n1,5\n");
  CHECK(table.output ==
        "prediction\n'=cmd|' /C calc'!A0\n\"x" + evil + "\"\n");  // as data it stays
}

TEST_CASE("a folder's name does nothing in a terminal either", "[app]") {
  const Workplace place;
  const std::string folder = place / "run\x1b[31m\u202e";
  const std::string printed = place / "printed.txt";
  REQUIRE(run_and_signal(
      {"train", "--out", folder, "--epochs", "1000000"}, SIGINT,
      [&] { return fs::exists(fs::path(folder) / "checkpoint.stepgrad"); }, printed));
  const std::string stopped = read_file(printed);
  const Outcome done = run({"train", "--epochs", "1", "--out", folder + "2"});
  const Outcome refused = run({"train", "--epochs", "1", "--out", folder});
  CHECK(contains(stopped, "to go on: stepgrad train --resume " + (place / "run\uFFFD[31m")));
  CHECK(contains(done.output, "in " + (place / "run\uFFFD[31m")));
  for (const std::string& said : {stopped, done.output, refused.errors})
    for (const char* part : {"\x1b", "\u202e"}) CHECK(!contains(said, part));
}

TEST_CASE("a run whose checkpoint is gone is not begun anew", "[app]") {
  const Workplace place;
  REQUIRE(run({"train", "--epochs", "2", "--out", place / "run"}).status == 0);
  const std::string model = read_file(place / "run/model.stepgrad");
  fs::remove(place / "run/checkpoint.stepgrad");
  const Outcome outcome = run({"train", "--resume", place / "run", "--epochs", "3"});
  CHECK(outcome.status == 3);
  CHECK(contains(outcome.errors, "The finished model is there and stays as it is."));
  CHECK(read_file(place / "run/model.stepgrad") == model);
}

TEST_CASE("numbers that float cannot tell apart are scaled before they become float", "[app]") {
  const Workplace place;
  std::string text = "seconds,kind\n";
  for (int i = 0; i < 60; ++i)
    text += std::to_string(1'700'000'000 + i / 30 * 30 + i) + (i < 30 ? ",early\n" : ",late\n");
  const Outcome outcome =
      run({"train", "--data", "-", "--test", "0.2", "--out", place / "run"}, text);
  CHECK(outcome.status == 0);
  CHECK(contains(outcome.output, "accuracy 100.00 %; always saying"));
  const Outcome large = run({"train", "--data", "-", "--standardise", "no", "--out", place / "no"},
                            "a,kind\n1e200,x\n2,y\n3,x\n4,y\n");
  CHECK(large.status == 2);
  CHECK(contains(large.errors, "too large for the precision float\n  line 2, feature 'a'\n"));
  const Outcome far = run({"predict", place / "run", "--data", "-"}, "seconds\n1e300\n");
  CHECK(far.status == 2);
  CHECK(contains(far.errors, "  line 2, feature 'seconds'\nIt is far from all"));
}

TEST_CASE("two trainers do not share a folder", "[app]") {
  const Workplace place;
  const std::string folder = place / "run";
  REQUIRE(run({"train", "--epochs", "1", "--out", folder}).status == 0);
  const int other = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  REQUIRE(::flock(other, LOCK_EX) == 0);
  const Outcome second = run({"train", "--resume", folder, "--epochs", "2"});
  ::close(other);
  CHECK(second.status == 3);
  CHECK(contains(second.errors, "another stepgrad trains in '" + folder + "' just now"));
  CHECK(run({"train", "--resume", folder, "--epochs", "2"}).status == 0);
}

TEST_CASE("a run that is made longer remembers how long", "[app]") {
  const Workplace place;
  REQUIRE(run({"train", "--epochs", "2", "--out", place / "run"}).status == 0);
  REQUIRE(run({"train", "--resume", place / "run", "--epochs", "4"}).status == 0);
  CHECK(contains(read_file(place / "run/configuration.txt"), "\nepochs = 4\n"));
}

TEST_CASE("what cannot be trained is refused with what to do", "[app]") {
  const Workplace place;
  struct Case {
    std::vector<std::string> words;
    int status;
    std::string part;
  };
  const Case cases[] = {
      {{"--data", "mons"}, 2, "did you mean 'moons'?"},
      {{"--data", place / "none.csv"}, 3, "there is no such file"},
      {{"--data", "moons", "--model", "3-2"}, 2, "Its first size must be the features"},
      {{"--rate", "-1"}, 2, "--rate cannot be -1"},
      {{"--dropout", "1"}, 2, "--dropout cannot be 1"},
      {{"--test", "1"}, 2, "is no share of the samples"},
      {{"--optimiser", "adm"}, 2, "did you mean 'adam'?"},
      {{"--data", "moons", "--augment", "light"}, 2, "augmentation is for images"},
      {{"--data", "moons", "--loss", "mse"}, 2, "For classes: --loss cross_entropy or hinge."},
      {{"--rate", "1e6"}, 2, "training diverged: the loss is"},
      {{"--model", "sofmax"}, 2, "did you mean 'softmax'?"},
      {{"--model", "2-0-2"}, 2, "each from 1 to 1000000"},
      {{"--batch-norm", "--batch", "1"}, 2, "batch normalisation of batches of one sample"},
      {{"--data", "moons", "--label", "x"}, 2, "--label is for CSV files"},
      {{"--resume", place / "nowhere"}, 3, "there is no run in"},
  };
  for (const Case& wrong : cases) {
    std::vector<std::string> words{"train"};
    words = with(words, wrong.words);
    if (wrong.words[0] != "--resume") words = with(words, {"--out", place / "run"});
    const Outcome outcome = run(words);
    INFO(wrong.words[0] << " " << wrong.words[1] << ": " << outcome.errors);
    CHECK(outcome.status == wrong.status);
    CHECK(contains(outcome.errors, wrong.part));
  }
}

TEST_CASE("numbers that are not finite do not leave the program", "[app]") {
  const Workplace place;
  REQUIRE(run({"train", "--epochs", "2", "--out", place / "run"}).status == 0);
  const Outcome large = run({"predict", place / "run", "--data", "-"}, "0,0\n3e38,1\n");
  CHECK(large.status == 2);
  CHECK(large.output == "");
  CHECK(contains(large.errors,
                 "what the model says of line 2 is not a finite number\n"
                 "  its largest feature, 'x1', is 3e+38"));
  CHECK(run({"evaluate", place / "run", "--data", "-"}, "0,0,0\n3e38,1,1\n").status == 2);
  stepgrad::write_file(place / "data.csv", iris_like);
  REQUIRE(run({"train", "--data", place / "data.csv", "--epochs", "2", "--out", place / "scaled"})
              .status == 0);
  const Outcome beyond =
      run({"predict", place / "scaled", "--data", "-"}, "length,width\n1,5\n1,1e300\n");
  CHECK(beyond.status == 2);
  CHECK(contains(beyond.errors, "too large for the precision float\n  line 3, feature 'width'\n"));
}

TEST_CASE("a run whose last step diverges does not say that it is finished", "[app]") {
  const Workplace place;
  for (const std::string scale : {"e17", "e8"}) {  // the weights overflow; what they say does
    std::string text = "x,y\n";
    for (int i = 1; i < 21; ++i)
      text += std::to_string(i) + scale + "," + std::to_string(3 * i % 7) + scale + "\n";
    const Outcome outcome =
        run({"train", "--data", "-", "--standardise", "no", "--model", "linear", "--epochs", "1",
             "--batch", "20", "--rate", "1e6", "--labels", "numbers", "--out", place / scale},
            text);
    INFO(outcome.output << outcome.errors);
    CHECK(outcome.status == 2);
    CHECK(contains(outcome.errors, "training diverged: the "));
    CHECK(contains(outcome.errors, " after epoch 1\n"));
    CHECK(contains(outcome.errors, "--standardise yes"));
    CHECK(!fs::exists(place / (scale + "/model.stepgrad")));
  }
}

TEST_CASE("targets that say nothing are refused, and one that drowns the others is named",
          "[app]") {
  const Workplace place;
  const std::vector<std::string> words{"train", "--data", "-", "--epochs", "1"};
  const Outcome same = run(with(words, {"--out", place / "a"}), "x,y\n1,2.5\n2,2.5\n3,2.5\n");
  CHECK(same.status == 2);
  CHECK(contains(same.errors, "'y' is the same in all samples"));
  std::string text = "x,y\n";
  for (int i = 0; i < 20; ++i) text += std::to_string(i) + "," + std::to_string(i * 0.5) + "\n";
  const Outcome far = run(with(words, {"--out", place / "b"}), text + "20,1e15\n");
  CHECK(contains(far.output, "note: 'y' is 1e+15 in sample 21: beside it all others look alike"));
  CHECK(!contains(run(with(words, {"--out", place / "c"}), text).output, "look alike"));
}

TEST_CASE("options that would change nothing are refused", "[app]") {
  const Workplace place;
  REQUIRE(run({"train", "--epochs", "1", "--out", place / "run"}).status == 0);
  for (const std::string option : {"--label", "--samples", "--noise", "--seed"}) {
    const Outcome outcome = run({"evaluate", place / "run", option, "3"});
    CHECK(outcome.status == 2);
    CHECK(contains(outcome.errors, "it is said how samples are read, but not which"));
  }
  for (const std::string option : {"--samples", "--noise", "--seed"}) {
    const Outcome outcome = run({"evaluate", place / "run", "--data", "-", option, "3"}, "1,2,0\n");
    CHECK(outcome.status == 2);
    CHECK(contains(outcome.errors, option + " is for data that is made up\nLeave it out."));
  }
  CHECK(contains(run({"predict", place / "run", "--sampling-seed", "3"}).errors,
                 "--sampling-seed has no effect without --sampled"));
}

TEST_CASE("a model file that is cut off or changed is refused", "[app]") {
  const Workplace place;
  REQUIRE(run({"train", "--epochs", "1", "--out", place / "run"}).status == 0);
  const std::string bytes = read_file(place / "run/model.stepgrad");
  for (const std::size_t length :
       {std::size_t{0}, std::size_t{10}, bytes.size() / 2, bytes.size() - 1}) {
    stepgrad::write_file(place / "cut", bytes.substr(0, length));
    const Outcome outcome = run({"predict", place / "cut", "--data", "moons"});
    CHECK(outcome.status == 2);
    CHECK(contains(outcome.errors, "Is it a file that stepgrad has written"));
  }
}

TEST_CASE("other programs read the pictures and the log of a run", "[app]") {
  if (!stepgrad::test::has("xmllint", "libxml2-utils")) return;
  if (!stepgrad::test::has("python3", "python3")) return;
  const Workplace place;
  REQUIRE(run({"train", "--data", "digits", "--samples", "200", "--epochs", "2", "--model",
               "softmax", "--out", place / "run"})
              .status == 0);
  for (const char* name : {"curves.svg", "confusion.svg", "mistakes.svg"}) {
    const Outcome read = stepgrad::run_program(
        "xmllint", {"--noout", place / (std::string("run/") + name)}, "", std::chrono::seconds(60));
    INFO(name << read.errors);
    CHECK(read.status == 0);
  }
  const Outcome log = stepgrad::run_program(
      "python3",
      {"-c",
       "import csv, sys\nrows = list(csv.DictReader(open(sys.argv[1])))\n"
       "print([row['epoch'] for row in rows], all(float(row['loss']) > 0 for row in rows))",
       place / "run/log.csv"},
      "", std::chrono::seconds(60));
  CHECK(log.output == "['1', '2'] True\n");
}
TEST_CASE("train --seeds trains several runs, says how far they differ, and goes on with them",
          "[app]") {
  const Workplace place;
  const std::string folder = place / "runs";
  const std::vector<std::string> small{"train", "--samples", "60", "--epochs", "3"};
  const Outcome outcome = run(with(small, {"--seeds", "3", "--seed", "7", "--out", folder}));
  INFO(outcome.output << outcome.errors);
  CHECK(outcome.status == 0);
  for (const char* line :
       {"seed  7: loss ", "seed  8: loss ", "seed  9: loss ", "accuracy ", " ± "})
    CHECK(contains(outcome.output, line));
  CHECK(read_file(folder + "/seeds.csv").starts_with("seed,epochs,loss,accuracy\n7,3,0."));
  CHECK(contains(read_file(folder + "/curves.svg"), "mean of 3 runs"));
  const Outcome alone = run(with(small, {"--seed", "8", "--out", place / "alone"}));
  CHECK(alone.status == 0);
  CHECK(read_file(folder + "/seed_8/model.stepgrad") == read_file(place / "alone/model.stepgrad"));
  CHECK(run({"evaluate", folder + "/seed_9", "--data", "moons"}).status == 0);
  CHECK(run(with(small, {"--seeds", "3", "--out", folder})).status == 2);
  const Outcome longer = run({"train", "--resume", folder, "--epochs", "4"});
  CHECK(longer.status == 0);
  CHECK(contains(read_file(folder + "/seeds.csv"), "\n9,4,0."));
}

TEST_CASE("train --seeds that cannot be is refused with what to do", "[app]") {
  const Workplace place;
  CHECK(contains(run({"train", "--seeds", "0"}).errors, "Give a number from 1 to 1000."));
  CHECK(contains(run({"train", "--seeds", "2", "--data", "-"}, iris_like).errors,
                 "reach only one of several runs"));
  CHECK(contains(run({"train", "--seeds", "2", "--resume", place / "none"}).errors,
                 "not several runs in this folder"));
  const Outcome wild = run({"train", "--seeds", "2", "--rate", "1e5", "--samples", "60", "--out",
                            place / "wild", "--epochs", "2"});
  CHECK(wild.status == 2);
  CHECK(contains(wild.errors, "no run came to its end"));
  CHECK(contains(wild.errors, "training diverged"));
}
#endif
