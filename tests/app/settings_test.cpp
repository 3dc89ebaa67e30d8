// What a run can be told of its features, classes, beginnings, rates and draws, end to end.
#ifdef STEPGRAD_TRAIN
#include <filesystem>

#include "app/training.hpp"
#include "catch.hpp"

using stepgrad::Outcome;
using stepgrad::read_file;
using stepgrad::test::contains;
using stepgrad::test::run;
using stepgrad::test::with;
using stepgrad::test::Workplace;

namespace {

/// The last "accuracy 98.50 %" of a text, in percent.
double accuracy_of(const std::string& text) {
  const std::size_t at = text.rfind("accuracy ");
  return at == text.npos ? -1 : std::stod(text.substr(at + 9));
}

}  // namespace

TEST_CASE("with the product of its features one neuron tells XOR apart", "[app]") {
  const Workplace place;
  const std::vector<std::string> neuron{"train",  "--data", "xor", "--samples", "400", "--model",
                                        "linear", "--rate", "1",   "--epochs",  "60"};
  const Outcome plain = run(with(neuron, {"--out", place / "plain"}));
  const Outcome mapped =
      run({"train", "--data", "xor", "--samples", "400", "--model", "3-1", "--rate", "1",
           "--epochs", "60", "--features", "x1*x2", "--out", place / "mapped"});
  INFO(mapped.output << mapped.errors);
  REQUIRE(mapped.status == 0);
  CHECK(accuracy_of(plain.output) < 75);
  CHECK(accuracy_of(mapped.output) > 95);
  CHECK(std::filesystem::exists(place / "mapped/regions.svg"));  // the plane is still one
  const Outcome said = run({"predict", place / "mapped", "--data", "-"},
                           "x1,x2\n0.5,0.5\n-0.5,0.5\n"
                           "-0.5,-0.5\n0.5,-0.5\n");
  CHECK(said.output == "prediction\n0\n1\n0\n1\n");
  CHECK(accuracy_of(run({"evaluate", place / "mapped", "--data", "xor"}).output) > 95);
  CHECK(
      contains(run({"train", "--data", "xor", "--features", "x1*x3", "--out", place / "no"}).errors,
               "there is no feature 'x3'"));
}

TEST_CASE("a feature is left out of the network, and its plane is drawn all the same", "[app]") {
  const Workplace place;
  const std::vector<std::string> command{"train",  "--data", "xor",      "--samples", "400",
                                         "--rate", "1",      "--epochs", "60",        "--model"};
  const Outcome product =
      run(with(command, {"linear", "--features", "x1*x2, -x1, -x2", "--out", place / "product"}));
  INFO(product.output << product.errors);
  REQUIRE(product.status == 0);
  CHECK(contains(product.output, "xor: 1 feature, 2 classes"));
  CHECK(contains(product.output, "model 1-2"));
  CHECK(accuracy_of(product.output) > 95);
  CHECK(std::filesystem::exists(place / "product/regions.svg"));
  const Outcome said =
      run({"predict", place / "product", "--data", "-"}, "x2,x1\n0.5,0.5\n-0.5,0.5\n");
  CHECK(said.output == "prediction\n0\n1\n");
  CHECK(accuracy_of(run({"evaluate", place / "product", "--data", "xor"}).output) > 95);

  const Outcome one = run(with(command, {"1-4-2", "--features", "-x2", "--out", place / "one"}));
  REQUIRE(one.status == 0);
  CHECK(accuracy_of(one.output) < 75);

  for (const auto& [features, error] :
       {std::pair{"-x1,-x2", "no feature is left"}, {"-x3", "there is no feature 'x3'"}}) {
    const Outcome refused =
        run({"train", "--data", "xor", "--features", features, "--out", place / "no"});
    CHECK(refused.status == 2);
    CHECK(contains(refused.errors, error));
  }
}

TEST_CASE("a formula is a data set to learn, to judge by and to look at", "[app]") {
  const Workplace place;
  const std::string disc = "class = x1^2 + x2^2 - 0.5";
  const Outcome learnt = run({"train", "--data", disc, "--samples", "400", "--model", "2-6-2",
                              "--activation", "tanh", "--out", place / "disc"});
  INFO(learnt.output << learnt.errors);
  REQUIRE(learnt.status == 0);
  CHECK(contains(learnt.output, disc + ": 2 features, 2 classes"));
  CHECK(accuracy_of(run({"evaluate", place / "disc", "--data", disc, "--seed", "5"}).output) > 90);
  CHECK(contains(run({"data", "height = sin(3*x)", "--samples", "2"}).output, "x,height\n"));
  CHECK(run({"data", disc, "-o", place / "disc.svg"}).status == 0);
  CHECK(contains(run({"data", "y = a*b", "-o", place / "no.svg"}).errors,
                 "Numbers are drawn over one feature: y = sin(3*x)."));
  const Outcome refused = run({"train", "--data", "class = x1*tahn(x2)", "--out", place / "no"});
  CHECK(refused.status == 2);
  CHECK(contains(refused.errors, "did you mean 'tanh'?"));
}

TEST_CASE("class weights bring up the class that is rare", "[app]") {
  const Workplace place;
  const std::vector<std::string> command{
      "train",   "--data",        "blobs",   "--samples", "600",      "--noise", "1.5",
      "--share", "0.9,0.05,0.05", "--model", "softmax",   "--epochs", "30"};
  REQUIRE(run(with(command, {"--out", place / "plain"})).status == 0);
  const Outcome balanced =
      run(with(command, {"--class-weights", "balanced", "--out", place / "even"}));
  INFO(balanced.output << balanced.errors);
  REQUIRE(balanced.status == 0);
  CHECK(contains(balanced.output, "note: samples weigh 0.37"));
  const auto even = [](const std::string& folder) {  // on classes of the same size
    return accuracy_of(run({"evaluate", folder, "--data", "blobs", "--noise", "1.5"}).output);
  };
  CHECK(even(place / "even") > even(place / "plain") + 5);
  for (const char* weights : {"1,2", "1,-1,1", "0,0,0", "balance"})
    CHECK(run(with(command, {"--class-weights", weights, "--out", place / "no"})).status == 2);
  CHECK(contains(
      run({"train", "--data", "sine", "--class-weights", "1", "--out", place / "no"}).errors,
      "--class-weights is for classes"));
}

TEST_CASE("a data set has the shares of classes that it is asked for", "[app]") {
  const Outcome data = run({"data", "moons", "--samples", "100", "--share", "0.9,0.1"});
  CHECK(data.status == 0);
  std::size_t ones = 0;
  for (std::size_t at = 0; (at = data.output.find(",1\n", at)) != std::string::npos; ++at) ++ones;
  CHECK(ones == 10);
  CHECK(contains(run({"data", "moons", "--share", "0.9"}).errors, "1 shares for 2 classes"));
  CHECK(contains(run({"data", "moons", "--share", "much"}).errors, "--share cannot be 'much'"));
}

TEST_CASE("a hidden layer that begins at 0 learns nothing", "[app]") {
  const Workplace place;
  const std::vector<std::string> command{"train", "--data",       "moons", "--samples",
                                         "300",   "--activation", "tanh",  "--epochs",
                                         "20",    "--init"};
  const Outcome zero = run(with(command, {"zero", "--out", place / "zero"}));
  const Outcome glorot = run(with(command, {"glorot", "--out", place / "glorot"}));
  REQUIRE(zero.status == 0);
  CHECK(accuracy_of(zero.output) < 60);
  CHECK(accuracy_of(glorot.output) > 80);
  CHECK(contains(run(with(command, {"xavier", "--out", place / "no"})).errors, "--init"));
}

TEST_CASE("rates of one's own and draws with replacement go on where they stopped", "[app]") {
  const Workplace place;
  const std::vector<std::string> command{
      "train",      "--data",    "moons",   "--samples",  "200", "--sampling", "with-replacement",
      "--schedule", "piecewise", "--drops", "2:0.5,4:0.1"};
  REQUIRE(run(with(command, {"--epochs", "6", "--out", place / "whole"})).status == 0);
  REQUIRE(run(with(command, {"--epochs", "3", "--out", place / "parted"})).status == 0);
  REQUIRE(run({"train", "--resume", place / "parted", "--epochs", "6"}).status == 0);
  CHECK(read_file(place / "parted/model.stepgrad") == read_file(place / "whole/model.stepgrad"));
  const std::string log = read_file(place / "whole/log.csv");
  for (const char* line : {"\n2,0.05,", "\n3,0.025,", "\n5,0.005"}) {
    INFO(log);
    CHECK(contains(log, line));
  }
  CHECK(contains(run({"train", "--drops", "3:0.1", "--out", place / "no"}).errors,
                 "--drops has no effect: the schedule constant does not read it"));
  CHECK(contains(
      run(with({"train", "--schedule", "piecewise", "--out", place / "no", "--drops"}, {"3"}))
          .errors,
      "--drops cannot be '3'"));
}

TEST_CASE("the gradient of an input is a table, and of images a picture", "[app]") {
  const Workplace place;
  REQUIRE(run({"train", "--data", "digits", "--samples", "300", "--model", "softmax", "--epochs",
               "5", "--out", place / "digits"})
              .status == 0);
  for (const char* name : {"g.png", "g.svg", "g.csv"}) {
    const Outcome outcome = run({"evaluate", place / "digits", "--input-gradient", place / name});
    INFO(outcome.errors);
    CHECK(outcome.status == 0);
    CHECK(std::filesystem::file_size(place / name) > 500);
  }
  REQUIRE(run({"train", "--data", "moons", "--samples", "100", "--epochs", "5", "--out",
               place / "moons"})
              .status == 0);
  REQUIRE(run({"evaluate", place / "moons", "--input-gradient", place / "m.csv"}).status == 0);
  const std::string table = read_file(place / "m.csv");
  CHECK(table.starts_with("x1,x2\n"));
  CHECK(std::count(table.begin(), table.end(), '\n') == 21);
  CHECK(contains(run({"evaluate", place / "moons", "--input-gradient", place / "m.png"}).errors,
                 "Let the name end in .csv."));
  CHECK(contains(run({"evaluate", place / "moons", "--input-gradient", place / "m.txt"}).errors,
                 "The name must end in .csv"));
}

TEST_CASE("a network is drawn in layers", "[app]") {
  const Outcome drawn = run({"draw", "--model", "2-3-1", "--layers"});
  CHECK(drawn.status == 0);
  CHECK(drawn.output.starts_with("<svg"));
  CHECK(contains(drawn.output, ">hidden 1<"));
  CHECK(
      contains(run({"draw", "x*y", "x=1", "y=2", "--layers"}).errors, "--layers draws a made-up"));
  CHECK(contains(run({"draw", "--model", "2-2", "--layers", "-o", "x.png"}).errors, "end in .svg"));
}
#endif
