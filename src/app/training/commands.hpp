// What the commands that need matrices are asked for, and their functions.
#pragma once

#include <cstddef>
#include <optional>

#include <stepgrad/run/configuration.hpp>

#include "app/options.hpp"

namespace stepgrad::app {

struct DataArguments {
  Options& options;
  Options::Text name =
      options.word("name", "NAME", "Which data set; without a name they are listed");
  const std::size_t& samples = options.whole("--samples", 200, "How many");
  const std::optional<double>& noise = options.real(
      "--noise", "The deviation of its noise; without it, what suits the data set", "S");
  const std::size_t& seed = options.whole("--seed", 1, "Which of the many");
  Options::Text output = options.output("Write to a file, by its ending csv, svg or png");
};
int data(const DataArguments& arguments);

/// Every setting of a configuration as an option.
const Configuration& settings(Options& options);

struct TrainArguments {
  Options& options;
  const Configuration& configuration = settings(options);
  Options::Text out =
      options.text("--out", "DIR", "The folder of the run; without it, one under runs/");
  Options::Text resume = options.text("--resume", "DIR", "Go on with the run in this folder");
  Options::Text color = options.color();
};
int train(const TrainArguments& arguments);

/// A trained model, and samples for it.
struct SampleArguments {
  Options& options;
  Options::Text model =
      options.word("model", "DIR", "The folder of a run, or a model file", "", true);
  Options::Text data = options.text(
      "--data", "TEXT",
      "A CSV file ('-': standard input), a folder of IDX files or a made-up data set; without it, "
      "what the run has kept apart");
  Options::Text label = options.text(
      "--label", "TEXT", "CSV: the label column, by name or number (else as in training)");
  const std::optional<std::size_t>& samples = options.whole("--samples", "How many to make up");
  const std::optional<double>& noise = options.real("--noise", "The noise of what is made up");
  const std::size_t& seed =  // not that of the samples it has learnt from
      options.whole("--seed", 2, "Which of what is made up");
};

struct EvaluateArguments {
  Options& options;
  SampleArguments samples{options};
  Options::Text out = options.text("--out", "DIR", "A folder for pictures");
  Options::Text color = options.color();
};
int evaluate(const EvaluateArguments& arguments);

struct PredictArguments {
  Options& options;
  SampleArguments samples{options};
  const bool& probabilities = options.flag("--probabilities", "The probability of each class");
  const bool& sampled =
      options.flag("--sampled", "Draw the class with its probability, instead of the likeliest");
  const std::size_t& seed = options.whole("--sampling-seed", 1, "Which of the many draws");
  Options::Text output = options.output();
};
int predict(const PredictArguments& arguments);

}  // namespace stepgrad::app
