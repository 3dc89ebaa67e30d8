// The smallest GPT: its shape, its gradients, and that no letter sees those that follow.
#include <string>
#include <vector>

#include <stepgrad/language/alphabet.hpp>
#include <stepgrad/language/gpt.hpp>
#include <stepgrad/language/python_random.hpp>
#include <stepgrad/scalar/forward.hpp>
#include <stepgrad/scalar/trace.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "numerical.hpp"

using namespace stepgrad;

namespace {

constexpr GptShape small{.letters = 5, .layers = 2, .width = 4, .heads = 2, .context = 4};
constexpr GptShape real{.letters = 27};

std::vector<double> some_weights(const GptShape& shape, double deviation) {
  PythonRandom random(7);
  std::vector<double> weights(weights_of(shape));
  for (double& weight : weights) weight = random.normal(deviation);
  return weights;
}

/// The gradient of the loss in weight i, by moving it.
double numerical(const Gpt& gpt, std::vector<double> weights, std::size_t i,
                 const std::vector<std::size_t>& name) {
  const double slope = numerical_slope(
      [&](double w) {
        std::vector<double> moved = weights;
        moved[i] = w;
        gpt.weights().set(moved);
        const Scope scope;
        return gpt.loss(name).data();
      },
      weights[i]);
  gpt.weights().set(weights);
  return slope;
}

}  // namespace

TEST_CASE("the weights have the names, the order and the count of microgpt.py", "[gpt]") {
  CHECK(weights_of(real) == 4192);
  const Scope scope;
  const Gpt gpt(small, some_weights(small, 0.1));
  std::vector<std::string> names;
  std::size_t count = 0;
  for (const Gpt::Part& part : gpt.parts()) {
    names.push_back(part.name);
    CHECK(part.begin == count);
    CHECK(part.weights.entries.range().first == gpt.weights().range().first + count);
    count += part.weights.entries.size();
  }
  CHECK(count == gpt.weights().size());
  CHECK(names == std::vector<std::string>{"wte", "wpe", "lm_head", "layer0.attn_wq",
                                          "layer0.attn_wk", "layer0.attn_wv", "layer0.attn_wo",
                                          "layer0.mlp_fc1", "layer0.mlp_fc2", "layer1.attn_wq",
                                          "layer1.attn_wk", "layer1.attn_wv", "layer1.attn_wo",
                                          "layer1.mlp_fc1", "layer1.mlp_fc2"});
}

TEST_CASE("gradients are those of forward mode, and of numerical differentiation", "[gpt]") {
  const Scope scope;
  const std::vector<double> weights = some_weights(small, 0.5);
  const Gpt gpt(small, weights);
  const std::vector<std::size_t> name{4, 0, 2, 2, 1, 4};  // the last letter is beyond the context
  const Value loss = gpt.loss(name);
  backward(loss);
  const std::vector<double> gradient(gpt.weights().grad().begin(), gpt.weights().grad().end());
  std::vector<Value> all;
  for (const Value& weight : gpt.weights()) all.push_back(weight);
  const std::vector<double> forward = forward_gradient(trace(loss, all));
  REQUIRE(forward.size() == weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    INFO("weight " << i);
    CHECK(forward[i] == Approx(gradient[i]).epsilon(1e-10).margin(1e-14));
  }
  for (std::size_t i = 0; i < weights.size(); i += 3) {
    INFO("weight " << i);
    CHECK(numerical(gpt, weights, i, name) == Approx(gradient[i]).epsilon(1e-6).margin(1e-9));
  }
}

TEST_CASE("at the real size, too, gradients are those of numerical differentiation", "[gpt]") {
  const Scope scope;
  const std::vector<double> weights = some_weights(real, 0.08);
  const Gpt gpt(real, weights);
  const std::vector<std::size_t> name{26, 4, 12, 12, 0, 26};
  std::vector<double> gradient;
  {
    const Scope step;
    backward(gpt.loss(name));
    gradient.assign(gpt.weights().grad().begin(), gpt.weights().grad().end());
  }
  for (std::size_t place = 5; const Gpt::Part& part : gpt.parts()) {
    const std::size_t i =
        part.begin + (part.name == "wte" ? 4 * 16 : 0) + place++;  // of a letter read
    INFO(part.name << ", weight " << i);
    CHECK(gradient[i] != 0);
    CHECK(numerical(gpt, weights, i, name) == Approx(gradient[i]).epsilon(1e-6).margin(1e-9));
  }
}

TEST_CASE("what is said after a letter does not depend on those that follow", "[gpt]") {
  const Scope scope;
  const Gpt gpt(small, some_weights(small, 0.5));
  GptPast one = gpt.past(), other = gpt.past();
  const std::vector<std::size_t> first{4, 1, 2, 3}, second{4, 1, 2, 0};
  for (std::size_t i = 0; i < 4; ++i) {
    const Values a = gpt.logits(first[i], one), b = gpt.logits(second[i], other);
    INFO("position " << i);
    CHECK((a[0].data() == b[0].data()) == (i < 3));
  }
}

TEST_CASE("the gradient of a position's loss reaches no later letter", "[gpt]") {
  const Scope scope;
  const Gpt gpt(small, some_weights(small, 0.5));
  GptPast past = gpt.past();
  gpt.logits(4, past);
  const Value said = gpt.logits(1, past)[0];
  gpt.logits(2, past);
  gpt.logits(3, past);
  backward(said);
  const Values letters = gpt.parts()[0].weights.entries, places = gpt.parts()[1].weights.entries;
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(letters[4 * 4 + i].grad() != 0);  // read before it, and so heard
    CHECK(letters[1 * 4 + i].grad() != 0);
    CHECK(letters[2 * 4 + i].grad() == 0);
    CHECK(letters[3 * 4 + i].grad() == 0);
    CHECK(places[1 * 4 + i].grad() != 0);
    CHECK(places[2 * 4 + i].grad() == 0);
  }
}

TEST_CASE("the stages of a name follow one another without a gap", "[gpt]") {
  const Scope scope;
  const Gpt gpt(small, some_weights(small, 0.5));
  const std::vector<std::size_t> name{4, 0, 2, 4};
  const std::size_t begin = tape().size();
  std::vector<GptStage> stages;
  const Value loss = gpt.loss(name, &stages);
  const auto count = [&](std::string_view stage) {
    return std::count_if(stages.begin(), stages.end(),
                         [&](const GptStage& s) { return s.name == stage; });
  };
  CHECK(stages.front().begin == begin);
  CHECK(stages.back().name == "mean");
  CHECK(stages.back().begin < tape().size());
  for (std::size_t i = 0; i + 1 < stages.size(); ++i) CHECK(stages[i].begin < stages[i + 1].begin);
  CHECK(count("embedding") == 3);
  CHECK(count("query") == 3 * 2);
  CHECK(count("head") == 3 * 2 * 2);
  CHECK(count("loss") == 3);
  CHECK(loss.data() == gpt.loss(name).data());
}

TEST_CASE("a GPT that cannot be is refused", "[gpt]") {
  CHECK(error_of([] { weights_of({.letters = 27, .width = 16, .heads = 3}); }) ==
        "3 heads cannot share a width of 16\n"
        "Each head gets as many numbers as the others: "
        "give a width that is a multiple of the heads.");
  CHECK_THAT(error_of([] { weights_of({.letters = 27, .layers = 0}); }),
             Catch::StartsWith("a GPT has at least one letter, layer, head"));
  CHECK(error_of([] { weights_of({.letters = 27, .width = 1u << 31, .heads = 1}); }) ==
        "a GPT of 55340232371452510208 weights is too large\n"
        "Make it smaller: 20000000 is the most.");
  const Scope scope;
  const Gpt gpt(small, some_weights(small, 0.5));
  CHECK_THAT(error_of([&] { gpt.loss(std::vector<std::size_t>{4}); }),
             Catch::StartsWith("a name is read from the end"));
  CHECK(error_of([&] {
          gpt.loss(std::vector<std::size_t>{4, 5});
        }) == "5 is the number of no letter\nThere are 5, counted from 0.");
  CHECK(error_of([&] {
          GptPast past = gpt.past();
          for (int i = 0; i < 5; ++i) gpt.logits(0, past);
        }) ==
        "this GPT reads 4 letters at most\nBegin a new past, or make one with a larger context.");
}
