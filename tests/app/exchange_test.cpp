// stepgrad export and stepgrad import: every format from a run, and networks as runs.
#ifdef STEPGRAD_EXCHANGE
#include <stepgrad/base/files.hpp>

#include "app/training.hpp"
#include "catch.hpp"

using stepgrad::Outcome;
using stepgrad::read_file;
using stepgrad::write_file;
using stepgrad::test::contains;
using stepgrad::test::run;
using stepgrad::test::with;
using stepgrad::test::Workplace;

namespace {

/// A run that has learnt a table with a scaled, a named and a made feature.
std::string trained(const Workplace& place) {
  write_file(place / "iris.csv", stepgrad::test::iris_like);
  const Outcome outcome =
      run({"train", "--data", place / "iris.csv", "--features", "length*width", "--model", "3-4-2",
           "--test", "0", "--validation", "0", "--epochs", "30", "--out", place / "run"});
  INFO(outcome.errors);
  REQUIRE(outcome.status == 0);
  return place / "run";
}

std::string predicted(const Workplace& place, const std::string& model) {
  const Outcome said = run({"predict", model, "--data", place / "iris.csv", "--probabilities"});
  INFO(said.errors);
  CHECK(said.status == 0);
  return said.output;
}

}  // namespace

TEST_CASE("a run is exported by the ending of the file, and comes back the same", "[app]") {
  const Workplace place;
  const std::string model = trained(place);
  for (const char* ending : {".onnx", ".hpp", ".json", ".formula"}) {
    const Outcome outcome = run({"export", model, "-o", place / "iris" + ending});
    CHECK(outcome.status == 0);
    CHECK(contains(outcome.output, std::string("iris") + ending + ": 3-4-2\n"));
  }
  CHECK(contains(read_file(place / "iris.onnx"), "length*width"));
  CHECK(contains(read_file(place / "iris.hpp"), "\"a\", \"b, c\""));
  CHECK(contains(read_file(place / "iris.json"), "\"features\""));
  const Outcome told = run({"explain", "--file", place / "iris.formula"});
  CHECK(told.status == 0);
  CHECK(contains(told.output, "Gradients: how much L changes for each unit of an input\n"));

  for (const char* ending : {".safetensors", ".npz"}) {
    CHECK(run({"export", model, "-o", place / "iris" + ending}).status == 0);
    const std::string folder = place / ending;
    const Outcome read = run({"import", place / "iris" + ending, "--out", folder});
    INFO(read.errors);
    CHECK(read.status == 0);
    CHECK(contains(read.output, "features length, width and length*width; classes a and b, c\n"));
    CHECK(read_file(folder + "/model.stepgrad") == read_file(model + "/model.stepgrad"));
    CHECK(predicted(place, folder) == predicted(place, model));
    CHECK(run({"evaluate", folder, "--data", place / "iris.csv"}).status == 0);
    CHECK(contains(run({"explain", "--model", folder}).output, "A1 = W1 X + b1 1ᵀ   (4×3)"));
  }
}

TEST_CASE("a reduction is exported as one network, whose learners vote, and comes back the same",
          "[app]") {
  const Workplace place;
  const std::string model = place / "tree";
  CHECK(run({"train", "--data", "blobs", "--samples", "60", "--epochs", "2", "--model", "2-4-1",
             "--reduction", "tree", "--tree", "((2 0) 1)", "--out", model})
            .status == 0);
  CHECK(run({"export", model, "-o", place / "tree.onnx"}).status == 0);
  CHECK(run({"export", model, "-o", place / "tree.safetensors"}).status == 0);
  CHECK(run({"export", model, "-o", place / "tree.formula"}).status == 2);
  const std::string again = place / "again";
  const Outcome read = run({"import", place / "tree.safetensors", "--out", again});
  INFO(read.output << read.errors);
  CHECK(read.status == 0);
  CHECK(contains(read.output, "tree of 2 learners 2-4-1"));
  CHECK(read_file(again + "/model.stepgrad") == read_file(model + "/model.stepgrad"));
}

TEST_CASE("what cannot be exported or imported is said, and nothing is written", "[app]") {
  const Workplace place;
  const std::string model = trained(place);
  const auto refused = [&](std::vector<std::string> words, int status, const std::string& part) {
    const Outcome outcome = run(std::move(words));
    INFO(outcome.errors);
    CHECK(outcome.status == status);
    CHECK(contains(outcome.errors, part));
  };
  refused({"export", model, "-o", place / "iris.pt"}, 2, ".safetensors  for PyTorch");
  refused({"export", model}, 2, "it is not said where");
  refused({"export", place / "none", "-o", place / "a.onnx"}, 3, "cannot read");
  refused({"export", model, "-o", place / "no/iris.onnx"}, 3, "no/iris.onnx");
  refused({"import", place / "none.npz"}, 3, "cannot read");
  refused({"import", place / "iris.csv", "--out", place / "b"}, 2, "this is no file of arrays");
  CHECK(run({"export", model, "-o", place / "iris.npz"}).status == 0);
  refused({"import", place / "iris.npz", "--out", model}, 2, "there is a run in");
  const std::string whole = read_file(place / "iris.npz");
  write_file(place / "cut.npz", whole.substr(0, whole.size() / 2));
  refused({"import", place / "cut.npz", "--out", place / "b"}, 2, "the zip archive is cut off");
  CHECK_FALSE(std::filesystem::exists(place / "b"));
}
#endif
