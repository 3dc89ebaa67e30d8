// README, "Training in C++".
#include <cstdio>

#include <stepgrad/data/generators.hpp>
#include <stepgrad/train/evaluation.hpp>
#include <stepgrad/train/observers.hpp>

using namespace stepgrad;

int main() {
  // clang-format off
  const auto data = converted<float>(make("moons", {.samples = 1000}));
  Model<float> model({.sizes = {2, 16, 16, 2}}, purpose_of(data), /*seed=*/1);
  History history;
  Trainer<float> trainer(model, all_of(data), {.optimiser = Adam{}, .epochs = 50});
  trainer.run({&history});          // history.epochs().back().accuracy
  // clang-format on
  std::printf("%zu epochs, accuracy %.2f\n", history.epochs().size(),
              history.epochs().back().accuracy);
}

// Prints:
// 50 epochs, accuracy 1.00
