// stepgrad evaluate and stepgrad predict: what a trained model says of samples, with or without
// the truth beside it.
#include <string>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/run/data.hpp>
#include <stepgrad/run/folder.hpp>
#include <stepgrad/run/pictures.hpp>
#include <stepgrad/run/predictions.hpp>

#include "app/commands.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

/// Calls use(model) with the model at the path, in its precision.
template <class Use>
int with_model(const std::string& path, Use use) {
  const std::string file = model_at(path).string();
  const std::string bytes = read_file(file);
  return in_precision(precision_of(bytes, file), [&]<class S>() {
    auto model = Model<S>::load(Archive<S>::from_bytes(bytes, file));
    return use(model);
  });
}

Configuration asked_for(const SampleArguments& samples) {
  Configuration configuration;
  configuration.data = samples.data;
  configuration.label = samples.label;
  configuration.samples = samples.samples;
  configuration.noise = samples.noise;
  configuration.seed = samples.seed;
  return configuration;
}

/// The samples asked for; without a word, those that its run has kept apart for the test.
template <class S>
DatasetOf<S> samples_for(const Model<S>& model, const SampleArguments& samples, Truth truth) {
  return samples.data.empty() ? kept_for_test<S>(samples.model)
                              : load_for<S>(model.purpose(), asked_for(samples), truth);
}

}  // namespace

int evaluate(const EvaluateArguments& arguments) {
  return with_model(arguments.samples.model, [&]<class S>(Model<S>& model) {
    const DatasetOf<S> data = samples_for(model, arguments.samples, Truth::wanted);
    if (data.labels.empty() && data.targets.rows() == 0)
      throw Error("the data does not say what is right", "",
                  "Give a file with its label column, or use `stepgrad predict`.");
    const std::string title = fmt::format("{} samples", data.samples());
    deliver(text_picture(title, model, data, terminal_width(), wants_color(arguments.color)) +
            fmt::format("{}: {}\n", title, result_text(model, data)));
    if (arguments.out.empty()) return 0;
    make_directory(arguments.out);
    write_pictures(arguments.out, title, {}, model, data);
    return 0;
  });
}

int predict(const PredictArguments& arguments) {
  return with_model(arguments.samples.model, [&]<class S>(Model<S>& model) {
    const DatasetOf<S> data = samples_for(model, arguments.samples, Truth::skipped);
    PredictionColumns columns{.probabilities = arguments.probabilities};
    if (arguments.sampled) columns.drawn_by = arguments.seed;
    deliver(prediction_table(model, data, columns), arguments.output);
    return 0;
  });
}

}  // namespace stepgrad::app
