// What a training run is asked for. One line says everything about a setting: its name, where it
// is kept, what it does, and its choices; the command line, the file in the run's folder and
// --resume all read that line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <stepgrad/base/table.hpp>
#include <stepgrad/run/reading.hpp>

namespace stepgrad {

struct Configuration : Reading {
  std::string data = "moons";
  std::optional<std::size_t> samples;
  std::optional<double> noise;
  std::string share;
  std::string label;
  double test = 0.2;
  double validation = 0.1;
  std::string standardise = "auto";
  std::string features;
  std::string class_weights;

  std::string model;
  std::string reduction = "none";
  std::string tree;
  std::string activation = "relu";
  bool batch_norm = false;
  double dropout = 0;
  std::string init = "auto";
  std::string loss = "auto";

  std::string optimiser = "sgd";
  std::optional<double> rate;
  double momentum = 0.9;
  double weight_decay = 0.01;
  std::string schedule = "constant";
  std::string drops;
  double warm_up = 0;
  std::optional<std::size_t> epochs;
  std::size_t batch = 32;
  std::string sampling = "shuffle";
  double l1 = 0, l2 = 0;
  std::optional<double> clip;
  std::string augment = "none";
  std::optional<std::size_t> patience;
  std::uint64_t seed = 1;
  std::string precision = "float";
};

/// What there is to choose from for those settings that are a word, read from the tables of the
/// rooms below.
struct RunChoices {
  std::vector<Named> standardise, reduction, activation, init, loss, optimiser, schedule, sampling,
      augment, precision;
};
const RunChoices& run_choices();

/// Calls visit(name, setting, help, choices) for each setting; without choices anything goes that
/// its type can hold.
template <class Settings, class Visit>
void for_each_setting(Settings& s, Visit visit) {
  const std::vector<Named> any;
  const RunChoices& choices = run_choices();
  visit(
      "data", s.data,
      "A made-up data set (moons, ...), a formula (\"class = x1*x2\", \"y = sin(3*x)\"), a CSV file "
      "or a folder of IDX files",
      any);
  visit("samples", s.samples, "How many: to make up, or to take of a file", any);
  visit("noise", s.noise, "The deviation of the noise of what is made up", any);
  visit("share", s.share, "The shares of the classes of what is made up, such as 0.9,0.1", any);
  visit("label", s.label, "CSV: the column to predict, by name or number (else the last)", any);
  for_each_setting_of_files(s, visit);
  for_each_setting_of_learning(s, visit);
  visit("test", s.test, "The share kept apart for the test (IDX folders have their own)", any);
  visit("validation", s.validation, "The share of the rest that is watched, not learnt from", any);
  visit("standardise", s.standardise,
        "Move and scale features, and numbers to predict, to mean 0 and deviation 1; auto: those "
        "of a CSV file",
        choices.standardise);
  visit(
      "features", s.features,
      "More features, made of those that there are: \"x1*x2, x1^2, sin(x1)\", by names or numbers; "
      "behind a minus those that are left out: \"x1*x2, -x2\"",
      any);
  visit(
      "class_weights", s.class_weights,
      "How much the samples of each class count: 1,5,... in the order of the classes; or balanced, "
      "so that each class counts as much as any other",
      any);
  visit("model", s.model,
        "Features, hidden layers and outputs, such as 784-128-64-10; or softmax, "
        "for no hidden layer; two classes may have one output, 2-4-1",
        any);
  visit("reduction", s.reduction,
        "Many classes by learners of two, each with one output (--model 2-4-1, or else linear); "
        "softmax is trained beside them",
        choices.reduction);
  visit("tree", s.tree,
        "Of the reduction tree: its forks, \"((0 1) (2 3))\", by names or numbers of classes", any);
  visit("activation", s.activation, "The function after each hidden layer", choices.activation);
  visit("batch_norm", s.batch_norm, "Batch normalisation before each activation", any);
  visit("dropout", s.dropout, "The share of hidden values dropped while training", any);
  visit("init", s.init, "How weights begin; auto: glorot or he, as it suits the activation",
        choices.init);
  visit("loss", s.loss, "What is minimised; auto: cross_entropy for classes, mse for numbers",
        choices.loss);
  visit("optimiser", s.optimiser, "How a step is made", choices.optimiser);
  visit("rate", s.rate, "The learning rate; without it, what suits the optimiser", any);
  visit("momentum", s.momentum, "Of sgd and nesterov", any);
  visit("weight_decay", s.weight_decay, "Of adamw", any);
  visit("schedule", s.schedule, "How the rate changes over the run", choices.schedule);
  visit("drops", s.drops,
        "Of the schedule piecewise: after which epoch which part of the rate, 30:0.1,60:0.01", any);
  visit("warm_up", s.warm_up, "So many epochs in which the rate grows from 0", any);
  visit("epochs", s.epochs, "Passes over the data; without it 100, or 10 for much data", any);
  visit("batch", s.batch, "Samples a step", any);
  visit("sampling", s.sampling, "Where the samples of an epoch come from", choices.sampling);
  visit("l1", s.l1, "Adds l1 * sum |w| to the loss", any);
  visit("l2", s.l2, "Adds l2 / 2 * sum w^2 to the loss", any);
  visit("clip", s.clip, "The most that the length of the gradient may be", any);
  visit("augment", s.augment, "Images: shift, turn and scale them a little, another way each time",
        choices.augment);
  visit("patience", s.patience,
        "End after so many epochs without a lower validation loss, and keep the best weights", any);
  visit("seed", s.seed, "Which of the many runs", any);
  visit("precision", s.precision, "Of the numbers", choices.precision);
}

/// A line for each setting, "name = value"; what is left open is left empty. A line's end in a value
/// is \n, a backslash \\.
std::string written(const Configuration& configuration);

/// Was the text made by `written`, and by nobody else?
bool is_written_configuration(std::string_view text);

/// Throws Error for a line that is none of these; `name` is how it calls the text.
Configuration read_configuration(const std::string& text, const std::string& name);

/// The settings that are not the usual ones, in their order, each with its value in words.
std::vector<std::pair<std::string, std::string>> changed_settings(
    const Configuration& configuration);

/// The names of the settings that differ from the others'.
std::vector<std::string> differences(const Configuration& a, const Configuration& b);

}  // namespace stepgrad
