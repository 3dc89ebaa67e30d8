// A GPT as its run has left it, and the text that says it: the settings, the letters, the weights and
// what Adam remembers of them.
//
//     stepgrad gpt 1
//     data names.txt
//     names 32033 8e1f3a0c5b7d9246        how many, and a sum over them
//     letters abcdefghijklmnopqrstuvwxyz
//     steps 1000
//     …                                   the other settings
//     done 300                            steps so far
//     weights 0.1 -0.02 …                 exact, in the order of Gpt::parts
//     m …
//     v …
//     end 2b7e151628aed2a6                a sum over all before it
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/language/gpt_trainer.hpp>

namespace stepgrad {

struct GptSettings {
  std::string data = {};  // a file of names, one a line; "": they are made up
  GptOptions training = {};
  double temperature = 0.5;  // of the names that it says
};

/// Calls visit(name, field, what it is) for all but `data`.
template <class Settings, class Visit>
void for_each_setting(Settings& settings, Visit&& visit) {
  visit("steps", settings.training.steps, "Steps of training, a name each");
  visit("layers", settings.training.layers, "Layers of attention and neurons");
  visit("width", settings.training.width, "Numbers for each letter on its way through the layers");
  visit("heads", settings.training.heads, "Heads of attention, which share the width");
  visit("context", settings.training.context, "Letters that it looks back at most");
  visit("seed", settings.training.seed, "Of all that is random, as in Python");
  visit("temperature", settings.temperature,
        "Of what it says: low, the likeliest; 1, as it believes");
}

/// A model as its run has left it.
struct GptState {
  GptSettings settings;
  std::size_t names = 0;             // how many there are
  std::uint64_t names_checksum = 0;  // so that others are found out
  std::vector<std::string> letters;
  std::vector<double> weights;
  AdamOnTape::Memory memory;

  GptShape shape() const;
  /// The random numbers that follow those of the weights.
  PythonRandom random_after_weights() const;

  /// As a text, and back. Throws Error for what is no such text, or is damaged; `name` is how it
  /// calls it.
  std::string text() const;
  static GptState from_text(std::string_view text, const std::string& name);
};

}  // namespace stepgrad
