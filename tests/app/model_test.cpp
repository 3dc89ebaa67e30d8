// explain --model and draw --model: a network's step in matrices, from outside.
#include "catch.hpp"
#include "golden.hpp"
#include "program.hpp"

using stepgrad::Outcome;
using stepgrad::test::difference_from_golden;

#ifdef STEPGRAD_TRAIN

namespace {

Outcome explain(std::vector<std::string> words) {
  words.insert(words.begin(), "explain");
  return stepgrad::test::stepgrad(words);
}

}  // namespace

TEST_CASE("a network's step is told in matrices", "[app]") {
  for (const char* format : {"text", "markdown"}) {
    const Outcome outcome =
        explain({"--model", "2-3-2", "--activation", "tanh", "--format", format});
    CHECK(outcome.status == 0);
    CHECK(outcome.errors == "");
    const std::string ending = std::string(format) == "text" ? "txt" : "md";
    CHECK(difference_from_golden("explain/network." + ending, outcome.output) == "");
  }
}

TEST_CASE("a network's seed decides its numbers", "[app]") {
  const std::string first = explain({"--model", "2-2"}).output;
  CHECK(explain({"--model", "2-2", "--seed", "1"}).output == first);
  CHECK(explain({"--model", "2-2", "--seed", "2"}).output != first);
}

TEST_CASE("a network of one output has two classes", "[app]") {
  CHECK(explain({"--model", "2-1"}).output.find("P = sigmoid(A)") != std::string::npos);
}

TEST_CASE("what is no network is refused with the right way to write it", "[app]") {
  const auto errors = [](std::vector<std::string> words) {
    const Outcome outcome = explain(words);
    CHECK(outcome.status == 2);
    return outcome.errors;
  };
  CHECK(errors({"--model", "2-x"}) ==
        "stepgrad: '2-x' is no list of sizes\n"
        "Write the features, the hidden layers and the outputs, each from 1 to 1000000, "
        "such as 784-128-64-10.\n");
  CHECK(errors({"--model", "7"}).starts_with("stepgrad: '7' has no layer\n"));
  CHECK(errors({"--model", "99999-99999"}).find("too large to be looked at") != std::string::npos);
  CHECK(errors({"--model", "2-2-2", "--activation", "rel"}) ==
        "stepgrad: there is no activation 'rel'\ndid you mean 'relu'?\n");
  CHECK(errors({"--model", "2-2", "a+b"}) ==
        "stepgrad: a formula and --model\nGive one of them.\n");
  CHECK(errors({"--model", "2-2", "--samples", "0"}).find("--samples 1") != std::string::npos);
  CHECK(errors({"--model", "2-2", "--format", "json"}).find("text, markdown or dot") !=
        std::string::npos);
}

TEST_CASE("a network is drawn with the shapes of its matrices", "[app]") {
  const Outcome outcome = stepgrad::test::stepgrad({"draw", "--model", "2-16-2"});
  CHECK(outcome.status == 0);
  CHECK(outcome.output.find("16×2") != std::string::npos);
  CHECK(outcome.output.find("dA2 Hᵀ") != std::string::npos);
}

#endif
