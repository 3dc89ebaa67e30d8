// The smallest GPT in matrices: the scalar one's losses and gradients.
#include <string>
#include <vector>

#include <stepgrad/language/gpt.hpp>
#include <stepgrad/language/python_random.hpp>
#include <stepgrad/matrix/gpt.hpp>
#include <stepgrad/matrix/optimisers.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

constexpr GptShape small{.letters = 5, .layers = 2, .width = 4, .heads = 2, .context = 4};
constexpr GptShape real{.letters = 27};

using Documents = std::vector<std::vector<std::size_t>>;

std::vector<double> some_weights(const GptShape& shape, double deviation) {
  PythonRandom random(7);
  std::vector<double> weights(weights_of(shape));
  for (double& weight : weights) weight = random.normal(deviation);
  return weights;
}

/// The scalar model's mean loss over the documents, and its gradient.
struct Expected {
  double loss;
  std::vector<double> gradient;
};
Expected by_scalars(const GptShape& shape, const std::vector<double>& weights,
                    const Documents& documents) {
  const Scope scope;
  const Gpt gpt(shape, weights);
  std::vector<Value> losses;
  for (const auto& document : documents) losses.push_back(gpt.loss(document));
  const Value loss = mean(losses);
  backward(loss);
  const auto gradient = gpt.weights().grad();
  return {loss.data(), {gradient.begin(), gradient.end()}};
}

void compare(const GptShape& shape, double deviation, const Documents& documents) {
  const std::vector<double> weights = some_weights(shape, deviation);
  const Expected expected = by_scalars(shape, weights, documents);
  Graph<double> graph;
  MatrixGpt<double> gpt(graph, shape, weights);
  CHECK(gpt.weights() == weights);
  const Tensor<double> loss = gpt.loss(documents);
  backward(loss);
  CHECK(loss.item() == Approx(expected.loss).epsilon(1e-12));
  const std::vector<double> gradient = gpt.gradient();
  REQUIRE(gradient.size() == expected.gradient.size());
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    INFO("weight " << i);
    CHECK(gradient[i] == Approx(expected.gradient[i]).epsilon(1e-12).margin(1e-14));
  }
}

}  // namespace

TEST_CASE("in matrices a GPT has the losses and gradients that it has scalar by scalar", "[gpt]") {
  compare(small, 0.5, {{4, 0, 2, 2, 1, 4}});  // the last letter is beyond the context
  compare(small, 0.5, {{4, 0, 2, 4}, {4, 4}, {4, 1, 1, 3, 2, 0, 4}, {4, 3, 4}});
  compare(real, 0.08, {{26, 4, 12, 12, 0, 26}});
  compare(real, 0.3, {{26, 4, 12, 12, 0, 26}, {26, 0, 26}, {26, 9, 8, 7, 6, 5, 4, 3, 2, 1, 26}});
}

TEST_CASE("in matrices a GPT learns documents by heart", "[gpt]") {
  const Documents documents{{4, 0, 1, 4}, {4, 2, 3, 4}};
  Graph<float> graph;
  MatrixGpt<float> gpt(graph, small, some_weights(small, 0.2));
  Optimiser<float> adam(Adam{.beta1 = 0.85, .beta2 = 0.99}, gpt.parameters());
  std::vector<float> losses;
  for (int step = 0; step < 200; ++step) {
    const GraphScope scope(graph);
    const Tensor<float> loss = gpt.loss(documents);
    losses.push_back(loss.item());
    adam.descend(loss, 0.01);
  }
  CHECK(losses.front() == Approx(1.6).margin(0.2));    // ln 5: it knows nothing
  CHECK(losses.back() == Approx(0.231).margin(0.01));  // ln 2 / 3: which of the two, and no more
}

TEST_CASE("in matrices, too, a GPT that cannot be is refused", "[gpt]") {
  Graph<double> graph;
  CHECK_THAT(error_of([&] { MatrixGpt<double>(graph, small, {}); }),
             Catch::StartsWith("a GPT of this shape has"));
  MatrixGpt<double> gpt(graph, small, some_weights(small, 0.5));
  const auto error_for = [&](const Documents& documents) {
    return error_of([&] { gpt.loss(documents); });
  };
  CHECK(error_for({}) == "there is no document to read\nGive one at least.");
  CHECK_THAT(error_for({{4}}), Catch::StartsWith("a document is read from the end before it"));
  CHECK_THAT(error_for({{4, 7, 4}}), Catch::StartsWith("the number 7 for a table 4 x 5"));
  CHECK_THAT(error_for({{4, 5}}), Catch::StartsWith("the label 5 for logits 5 x 1"));
}
