// The headers of the room `language`: a GPT that learns names, with a folder and without one.
#include <filesystem>
#include <iostream>

#include <stepgrad/language/gpt_run.hpp>
#include <stepgrad/language/names.hpp>

using namespace stepgrad;

namespace {

/// language/gpt_trainer.hpp
void without_a_folder() {
  // clang-format off
  GptTrainer trainer({.steps = 100}, made_up_names());
  while (!trainer.finished()) trainer.step();   // each returns its loss
  trainer.sample(0.5);                          // a name that nobody has heard
  // clang-format on
  std::cout << trainer.steps_done() << " steps\n";
}

/// language/gpt_run.hpp
void with_a_folder() {
  // clang-format off
  GptRun run({.training = {.steps = 100}}, "runs/names");
  run.train();                                  // to the end, or until it is interrupted
  // clang-format on
  std::cout << std::filesystem::exists("runs/names/log.csv") << '\n';
}

}  // namespace

int main() {
  std::filesystem::remove_all("runs/names");
  without_a_folder();
  with_a_folder();
}

// Prints:
// 100 steps
// 1
