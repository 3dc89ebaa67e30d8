// Lesson 27's looks into the graph of a GPT's training step: what each stage has put on the tape,
// where a weight's slope comes from, and by which paths.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <stepgrad/base/random.hpp>
#include <stepgrad/language/gpt_trainer.hpp>
#include <stepgrad/scalar/backward.hpp>

namespace stepgrad::one_graph {

using Numbers = std::vector<double>;

/// A training step on the tape, with a node for each operation: its loss, and where its stages begin.
struct GptStep {
  std::vector<std::size_t> letters;
  std::vector<GptStage> stages;
  Value loss;
  Unfolded unfolded;

  GptStep(const GptTrainer& trainer, const std::string& name)
      : letters(trainer.alphabet().numbers(name)),
        loss(trainer.gpt().loss(letters, &stages)),
        unfolded(stepgrad::tape()) {
    for (GptStage& stage : stages) stage.begin = unfolded.begin(stage.begin);
  }

  const Tape& tape() const { return unfolded.tape(); }
  Id id(const Value& v) const { return unfolded.id(stepgrad::tape().id(v)); }

  /// The stage that made this node.
  const GptStage& stage_of(Id node) const {
    const auto next =
        std::upper_bound(stages.begin(), stages.end(), node,
                         [](Id id, const GptStage& stage) { return id < stage.begin; });
    return *(next - 1);
  }
};

/// What some stages have put on the tape. A product of n pairs is one node with 2n edges; where every
/// operation has two operands, it is n products and n - 1 sums.
struct Counted {
  std::string name;
  double nodes = 0, edges = 0, of_two = 0;
};

inline std::string kind_of(std::string_view stage) {
  if (stage.starts_with("x after")) return "x + …";
  if (stage.starts_with("norm") || stage == "embedding") return "letter + place, norms";
  if (stage == "query" || stage == "key" || stage == "value") return "queries, keys, values";
  if (stage == "shares" || stage == "head" || stage == "out") return "attention";
  if (stage.starts_with("neurons")) return "neurons";
  return stage == "logits" ? "scores" : "softmax, loss";
}

inline std::vector<Counted> counted(const GptStep& step) {
  std::vector<Counted> all;
  const Id end = step.id(step.loss) + 1;
  for (Id node = step.stages[0].begin; node < end; ++node) {
    const std::string kind = kind_of(step.stage_of(node).name);
    auto place = std::ranges::find(all, kind, &Counted::name);
    if (place == all.end()) place = all.insert(all.end(), {kind});
    const auto edges = static_cast<double>(step.tape().operands(node).size());
    ++place->nodes;
    place->edges += edges;
    place->of_two += std::max(1.0, edges - 1);
  }
  return all;
}

/// What comes to a weight from each letter that is read.
inline Numbers by_position(const GptStep& step, Value weight) {
  Numbers shares(step.letters.size() - 1, 0.0);
  const Id to = step.id(weight);
  backward(step.unfolded, step.id(step.loss), [&](const Step& one) {
    if (one.to == to) shares[step.stage_of(one.from).position] += one.contribution;
  });
  return shares;
}

/// dL/dweight over all paths but those through what attention or the neurons have added: where both
/// are closed, x alone leads back.
inline double over_paths(const GptStep& step, Value weight, bool attention, bool neurons) {
  const Id output = step.id(step.loss);
  Numbers gradient(output + 1, 0.0);
  gradient[output] = 1;
  for (Id from = output + 1; from-- > step.stages[0].begin;) {
    const std::string_view stage = step.stage_of(from).name;
    const bool closed =
        (stage == "x after attention" && !attention) || (stage == "x after neurons" && !neurons);
    for (const Tape::Operand& operand : step.tape().operands(from))
      if (!operand.is_number && !(closed && operand.place == 1))
        gradient[operand.id] += gradient[from] * step.tape().slope(from, operand.place);
  }
  return gradient[step.id(weight)];
}

/// The length of dL/dx at the bottom of so many layers of neurons, with weights as a GPT begins with.
inline double slope_at_the_bottom(std::size_t layers, bool around, bool normed) {
  constexpr std::size_t width = 8, letters = 25;
  const Scope scope;
  Random random(27);
  const auto drawn = [&](std::size_t size, double deviation) {
    Numbers numbers(size);
    for (double& number : numbers) number = deviation * random.normal();
    return inputs(numbers);
  };
  const Values bottom = drawn(width, 1);
  Values x = bottom;
  for (std::size_t layer = 0; layer < layers; ++layer) {
    const WeightMatrix hidden{drawn(4 * width * width, 0.08), 4 * width},
        back{drawn(4 * width * width, 0.08), width};
    const Values units =
        each(hidden * (normed ? normalised(x) : x), [](Value sum) { return relu(sum); });
    const Values made = back * units;
    x = around ? x + made : made;
  }
  const WeightMatrix next{drawn(letters * width, 0.08), letters};
  const Value loss = -log(softmax(next * x)[0]);
  zero_grad();
  backward(loss);
  double squares = 0;
  for (const double slope : bottom.grad()) squares += slope * slope;
  return std::sqrt(squares);
}

}  // namespace stepgrad::one_graph
