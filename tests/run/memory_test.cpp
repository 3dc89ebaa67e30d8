// How much memory a run takes, and that it is known before it is taken.
#include <stepgrad/run/memory.hpp>
#include <stepgrad/run/training_run.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "workplace.hpp"

using namespace stepgrad;

TEST_CASE("training takes four numbers for each parameter, and for each output of each sample",
          "[memory]") {
  CHECK(parameters_of({2, 3, 1}) == 2 * 3 + 3 + 3 + 1);
  CHECK(memory_for({2, 3, 1}, 5, 8) == 4 * 8 * (13 + 5 * 4));
  CHECK(memory_there() > 1e6);
}

TEST_CASE("a model for which there is not memory enough is refused before any is taken",
          "[memory]") {
  const double needed = memory_for({64, 1'000'000, 4}, 32, 4);
  CHECK(error_of([&] {
          require_memory({64, 1'000'000, 4}, needed, 1e9);
        }) ==
        "training a model 64-1000000-4 takes 1.6 GB of memory and more; there are 1.0 GB\n"
        "Try smaller layers (--model) or smaller batches (--batch).");
  CHECK(error_of([&] { require_memory({64, 1'000'000, 4}, needed, 2e9); }) == "(no error)");
}

TEST_CASE("of a large model it is said what it takes before that is taken", "[memory]") {
  const stepgrad::test::Workplace place;
  Configuration asked;
  asked.samples = 20;
  asked.batch = 1;
  asked.model = "2-5000-2000-2";
  struct Stop {};
  std::string said;
  const auto warn = [&](const std::string& line) {
    said = line;
    throw Stop();  // so that none is taken
  };
  CHECK_THROWS_AS(TrainingRun<float>(asked, place / "run", Begin::anew, warn), Stop);
  CHECK(said ==
        "note: 10021002 parameters take 0.2 GB of memory and more; "
        "smaller layers (--model) may do");
}
