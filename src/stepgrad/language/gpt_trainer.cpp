#include <stepgrad/language/gpt_trainer.hpp>

#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

std::vector<std::string> shuffled(std::vector<std::string> names, PythonRandom& random) {
  random.shuffle(names);
  return names;
}

std::vector<double> first_weights(const GptShape& shape, PythonRandom& random) {
  std::vector<double> weights(weights_of(shape));
  for (double& weight : weights) weight = random.normal(0.08);
  return weights;
}

GptShape shape_of(const GptOptions& options, const Alphabet& alphabet) {
  return {.letters = alphabet.size(),
          .layers = options.layers,
          .width = options.width,
          .heads = options.heads,
          .context = options.context};
}

}  // namespace

void AdamOnTape::step(const Values& weights, double rate) {
  constexpr double beta1 = 0.85, beta2 = 0.99;
  auto& [m, v, t] = memory_;
  const double steps = static_cast<double>(++t);
  const double step = rate / (1 - std::pow(beta1, steps)), of_v = 1 / (1 - std::pow(beta2, steps));
  const std::span<const double> data = weights.data(), grad = weights.grad();
  moved_.resize(m.size());
  for (std::size_t i = 0; i < m.size(); ++i) {
    m[i] = beta1 * m[i] + (1 - beta1) * grad[i];
    v[i] = beta2 * v[i] + (1 - beta2) * grad[i] * grad[i];
    moved_[i] = data[i] - step * m[i] / (std::sqrt(v[i] * of_v) + 1e-8);
  }
  weights.set(moved_);
}

void check_temperature(double temperature) {
  if (!(temperature >= 0.001))
    throw Error(fmt::format("a temperature of {} is too low", temperature), "",
                "Give one from 0.001 on: 0.5, say.");
}

std::string sampled(const Gpt& gpt, const Alphabet& alphabet, double temperature,
                    PythonRandom& random) {
  check_temperature(temperature);
  const Scope scope;
  GptPast past = gpt.past();
  std::string name;
  std::size_t letter = alphabet.end();
  while (past.read < gpt.shape().context) {
    const Values logits = gpt.logits(letter, past);
    const Values chances = softmax(logits * (1 / temperature));
    letter = random.choice(chances.data());
    if (letter == alphabet.end()) break;
    name += alphabet.letter(letter);
  }
  return name;
}

GptTrainer::GptTrainer(const GptOptions& options, std::vector<std::string> names)
    : options_(options),
      random_(options.seed),
      alphabet_(names),
      names_(shuffled(std::move(names), random_)),
      gpt_(shape_of(options, alphabet_), first_weights(shape_of(options, alphabet_), random_)),
      adam_(gpt_.weights().size()) {}

double GptTrainer::step() {
  const std::size_t done = steps_done();
  const double part = static_cast<double>(done) / static_cast<double>(options_.steps);
  const Scope scope;
  const Value loss = gpt_.loss(alphabet_.numbers(name(done)));
  zero_grad();
  backward(loss);
  const double before = loss.data();
  adam_.step(gpt_.weights(), options_.rate * (1 - part));
  return before;
}

void GptTrainer::restore(std::span<const double> weights, AdamOnTape::Memory memory) {
  gpt_.weights().set(weights);
  adam_.restore(std::move(memory));
}

}  // namespace stepgrad
