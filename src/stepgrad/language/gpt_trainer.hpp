// Training a GPT on names: a name a step, as microgpt.py does it, whose numbers it repeats.
//
//     GptTrainer trainer({.steps = 1000}, made_up_names());
//     while (!trainer.finished()) trainer.step();   // each returns its loss
//     trainer.sample(0.5);                          // a name that nobody has heard
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <stepgrad/language/alphabet.hpp>
#include <stepgrad/language/gpt.hpp>
#include <stepgrad/language/python_random.hpp>

namespace stepgrad {

/// Adam (Kingma and Ba 2015) over inputs of the tape: m and v are running means of the gradient g
/// and of its square. At step t = 1, 2, …:
///
///     m <- 0.85 m + 0.15 g                             v <- 0.99 v + 0.01 g²
///     w <- w - rate m' / (sqrt(v') + 1e-8)             m' = m / (1 - 0.85^t), v' = v / (1 - 0.99^t)
class AdamOnTape {
 public:
  /// What is remembered from step to step, for each weight.
  struct Memory {
    std::vector<double> m, v;
    std::size_t t = 0;
  };

  explicit AdamOnTape(std::size_t size)
      : memory_{std::vector<double>(size), std::vector<double>(size)} {}

  /// Moves the weights against their gradients.
  void step(const Values& weights, double rate);

  const Memory& memory() const { return memory_; }
  void restore(Memory memory) { memory_ = std::move(memory); }

 private:
  Memory memory_;
  std::vector<double> moved_;
};

/// How a GPT is made and trained.
struct GptOptions {
  std::size_t layers = 1, width = 16, heads = 4, context = 16;
  std::size_t steps = 1000;
  std::uint64_t seed = 42;
  double rate = 0.01;  // at the first step; from there it falls in a line, to 0 after the last
};

/// Throws Error for a temperature below 0.001.
void check_temperature(double temperature);

/// A name letter by letter, each drawn from softmax(logits / temperature): near 0 the likeliest
/// letters alone, at 1 as the model believes. It is over with the end, or with the context. Throws
/// Error as `check_temperature` does.
std::string sampled(const Gpt& gpt, const Alphabet& alphabet, double temperature,
                    PythonRandom& random);

class GptTrainer {
 public:
  /// Shuffles the names and draws the weights from a normal distribution with deviation 0.08, with
  /// the numbers of Python's random.seed(seed). The weights are inputs on the tape: a trainer is made
  /// outside of the scope of a step. Throws Error as Alphabet and Gpt do.
  GptTrainer(const GptOptions& options, std::vector<std::string> names);

  const GptOptions& options() const { return options_; }
  const Gpt& gpt() const { return gpt_; }
  const Alphabet& alphabet() const { return alphabet_; }

  std::size_t steps_done() const { return adam_.memory().t; }
  bool finished() const { return steps_done() >= options_.steps; }

  /// In the order in which they are met, again and again.
  const std::vector<std::string>& names() const { return names_; }
  /// The name of a step, counted from 0.
  const std::string& name(std::size_t step) const { return names_[step % names_.size()]; }

  /// One step of training on the next name: its loss before the step.
  double step();

  /// A new name, with the random numbers that follow those of the weights, as in microgpt.py.
  std::string sample(double temperature) { return sampled(gpt_, alphabet_, temperature, random_); }

  /// To go on where another trainer, of the same options and names, was.
  void restore(std::span<const double> weights, AdamOnTape::Memory memory);
  const AdamOnTape::Memory& memory() const { return adam_.memory(); }

 private:
  GptOptions options_;
  PythonRandom random_;
  Alphabet alphabet_;
  std::vector<std::string> names_;
  Gpt gpt_;
  AdamOnTape adam_;
};

}  // namespace stepgrad
