// A training run without a folder: the data, the model and its trainer, made of a Configuration.
//
// TrainingRun is one that leaves everything in a folder; the playground steps one to and fro.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <stepgrad/run/configuration.hpp>
#include <stepgrad/run/data.hpp>
#include <stepgrad/train/observers.hpp>
#include <stepgrad/train/trainer.hpp>

namespace stepgrad {

template <class Scalar>
struct Trial {
  /// Reads the data and decides what was left open. Throws Error for a configuration that makes no
  /// sense; also (machine) for a model that takes more memory than there is. Of one that takes much,
  /// `warn` is told before it is taken.
  explicit Trial(Configuration asked, const std::function<void(const std::string&)>& warn = {});
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  std::size_t steps_an_epoch() const;

  /// What is to be learnt, from what and how: a line each, what is odd about the data among them.
  std::vector<std::string> description();

  /// "moons", "iris.csv".
  std::string data_name() const;

  Configuration configuration;  // with what was left open decided
  RunData<Scalar> data;
  Model<Scalar> model;
  Trainer<Scalar> trainer;
  std::optional<EarlyStopping<Scalar>> early_stopping;  // where there is patience
};

/// The seed of the weights: a model of another kind for the same run begins with it, too.
std::uint64_t seed_of_weights(const Configuration& configuration);

/// What repeats it: "stepgrad train --data moons --seed 7", with every setting that is not the usual
/// one, in quotes where a shell would take it apart.
std::string command_line(const Configuration& configuration);

}  // namespace stepgrad
