// Which model is looked at, and which name it reads: what gpt explain and gpt draw are asked for.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include <stepgrad/language/gpt_state.hpp>

#include "app/options.hpp"

namespace stepgrad::app {

/// The settings of a GPT that are given, by name.
using GivenSettings = std::map<std::string, const std::optional<double>*>;
GivenSettings& given_settings(Options& options);

/// Settings with what is given.
GptSettings settings_of(const std::string& data, const GivenSettings& given);

struct GptSubjectArguments {
  Options& options;
  Options::Text run =
      options.word("run", "RUN", "The folder of a run; without it, a model is trained anew");
  const std::optional<std::size_t>& step = options.whole(
      "--step", "Just before this step of the training (1; of a RUN, when it has ended)");
  Options::Text name = options.text("--name", "NAME", "Read this name, and not that of the step");
  Options::Text data =
      options.text("--data", "FILE", "Names to learn from, one a line; without it, made-up ones");
  const GivenSettings& given = given_settings(options);
};

/// A model before a step of its training, and the name that it reads.
struct GptSubject {
  std::unique_ptr<GptTrainer> trainer;
  std::string name;
};
GptSubject subject_of(const GptSubjectArguments& arguments);

}  // namespace stepgrad::app
