// Where the data of stepgrad train comes from, and where its memory ends.
#ifdef STEPGRAD_TRAIN
#include <sys/stat.h>

#include "app/training.hpp"
#include "catch.hpp"

#if defined(__SANITIZE_ADDRESS__)
#define STEPGRAD_ADDRESS_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define STEPGRAD_ADDRESS_SANITIZER
#endif
#endif

using stepgrad::Outcome;
using stepgrad::test::contains;
using stepgrad::test::iris_like;
using stepgrad::test::run;
using stepgrad::test::with;
using stepgrad::test::Workplace;

TEST_CASE("data comes through a pipe as well", "[app]") {
  const Workplace place;
  stepgrad::write_file(place / "d.csv", iris_like);
  const Outcome outcome =
      stepgrad::run_program("bash",
                            {"-c", "\"$0\" train --data <(cat \"$1\") --epochs 3 --out \"$2\"",
                             STEPGRAD_PROGRAM, place / "d.csv", place / "run"},
                            "", std::chrono::seconds(60));
  INFO(outcome.output << outcome.errors);
  CHECK(outcome.status == 0);
  CHECK(contains(run({"evaluate", place / "run"}).errors, "came through a pipe, and are gone"));
}

TEST_CASE("a run goes on with data that comes through a pipe once more, and with no other",
          "[app]") {
  const Workplace place;
  const std::string folder = place / "run";
  const std::vector<std::string> longer{"train", "--resume", folder, "--epochs"};
  REQUIRE(run({"train", "--data", "-", "--epochs", "2", "--out", folder}, iris_like).status == 0);
  const Outcome unsaid = run(with(longer, {"4"}));
  CHECK(unsaid.status == 2);
  CHECK(contains(unsaid.errors, "Say where it is now: stepgrad train --resume " + folder +
                                    " --data PATH (of a pipe: --data -)"));
  CHECK(run(with(longer, {"4", "--data", "-"}), iris_like).status == 0);
  const Outcome other = run(with(longer, {"6", "--data", "-"}), iris_like + "1,5,a\n");
  CHECK(other.status == 2);
  CHECK(contains(other.errors, "the data is not what this run began with"));
  CHECK(run(with(longer, {"6", "--data", "-"})).status == 2);  // nothing came
}

TEST_CASE("data comes from a named pipe, and training that goes on asks where it is", "[app]") {
  const Workplace place;
  stepgrad::write_file(place / "d.csv", iris_like);
  REQUIRE(::mkfifo((place / "pipe").c_str(), 0600) == 0);
  const Outcome outcome = stepgrad::run_program(
      "bash",
      {"-c",
       "cat \"$1/d.csv\" > \"$1/pipe\" & \"$0\" train --data \"$1/pipe\" --epochs 3 --out \"$1/run\"",
       STEPGRAD_PROGRAM, place / ""},
      "", std::chrono::seconds(60));
  INFO(outcome.output << outcome.errors);
  CHECK(outcome.status == 0);
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"train", "--resume", place / "run", "--epochs", "4"},
        {"evaluate", place / "run"}}) {
    const Outcome gone = run(words);  // and does not wait for somebody to write
    CHECK(gone.status == 2);
    CHECK(contains(gone.errors, "came through a pipe, and are gone"));
  }
}

#ifndef STEPGRAD_ADDRESS_SANITIZER  // which takes terabytes of addresses
TEST_CASE("where memory ends, it is said what to make smaller", "[app]") {
  const Workplace place;
  const auto within = [&](const std::string& kilobytes, const std::string& words) {
    return stepgrad::run_program(
        "bash",
        {"-c", "ulimit -v " + kilobytes + "; \"$0\" train --out \"$1\" " + words, STEPGRAD_PROGRAM,
         place / "run"},
        "", std::chrono::minutes(4));
  };
  const Outcome large = within("400000", "--model 2-1000000-20-2 --batch 8");
  CHECK(large.status == 3);
  CHECK(
      contains(large.errors,
               "training a model 2-1000000-20-2 takes 0.5 GB of memory and more; there are 0.4 GB\n"
               "Try smaller layers (--model) or smaller batches (--batch).\n"));
  const Outcome many = within("200000", "--data digits --samples 90000");
  INFO(many.output << many.errors);
  CHECK(many.status == 3);
  CHECK(contains(many.errors,
                 "out of memory\n"
                 "Try a smaller model (--model), smaller batches (--batch) "
                 "or fewer samples (--samples).\n"));
}
#endif
#endif
