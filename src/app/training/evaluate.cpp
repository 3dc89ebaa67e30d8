// stepgrad evaluate and stepgrad predict: what a trained model says of samples, with or without
// the truth beside it.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <iterator>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/data/csv.hpp>
#include <stepgrad/run/data.hpp>
#include <stepgrad/run/folder.hpp>
#include <stepgrad/run/pictures.hpp>
#include <stepgrad/run/setup.hpp>
#include <stepgrad/train/evaluation.hpp>

#include "app/terminal.hpp"
#include "app/training/commands.hpp"

namespace stepgrad::app {
namespace {

/// Calls use(model) with the model at the path, in its precision.
template <class Use>
int with_model(const std::string& path, Use use) {
  const std::string file = model_at(path).string();
  const std::string bytes = read_file(file);
  if (precision_of(bytes, file) == "double") {
    auto model = Model<double>::load(Archive<double>::from_bytes(bytes, file));
    return use(model);
  }
  auto model = Model<float>::load(Archive<float>::from_bytes(bytes, file));
  return use(model);
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
  if (!samples.data.empty()) return load_for<S>(model.purpose(), asked_for(samples), truth);
  const RunFolder folder{samples.model};
  std::error_code ignored;
  if (!std::filesystem::exists(folder.configuration(), ignored))
    throw Error("which samples?", "", "Name them: --data FILE, a folder, or a made-up data set.");
  const std::string name = folder.configuration().string();
  RunData<S> run = load_data<S>(read_configuration(read_file(name), name));
  if (run.test.samples() == 0)
    throw Error("the run has kept no samples apart for a test", "",
                "Name others: --data FILE, a folder, or a made-up data set.");
  return std::move(run.test);
}

template <class S>
std::string prediction_table(Model<S>& model, const DatasetOf<S>& data,
                             const PredictArguments& arguments) {
  const Purpose& purpose = model.purpose();
  const Matrix<S> said = predictions(model, data);
  Random random(arguments.seed);
  const bool classes = !purpose.class_names.empty();
  const std::vector<int> chances = arguments.sampled ? drawn<S>(said, random) : std::vector<int>();
  std::vector<std::vector<std::string>> rows(1);
  if (classes) rows[0].push_back("prediction");
  if (classes && arguments.probabilities)
    for (const std::string& name : purpose.class_names)
      rows[0].push_back(fmt::format("p({})", name));
  if (!classes) rows[0] = purpose.target_names;
  for (Index i = 0; i < said.cols(); ++i) {
    std::vector<std::string>& row = rows.emplace_back();
    if (classes) {
      const int k =
          arguments.sampled ? chances[static_cast<std::size_t>(i)] : likeliest<S>(said, i);
      row.push_back(purpose.class_names[static_cast<std::size_t>(k)]);
    }
    if (!classes || arguments.probabilities)
      for (Index k = 0; k < said.rows(); ++k)
        row.push_back(shown(static_cast<double>(said(k, i)), 9));
  }
  std::string table;
  for (const std::vector<std::string>& row : rows) table += csv_line(row);
  return table;
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
    if (arguments.sampled && model.purpose().class_names.empty())
      throw Error("only classes can be sampled; this model says numbers", "",
                  "Leave --sampled out.");
    const DatasetOf<S> data = samples_for(model, arguments.samples, Truth::skipped);
    deliver(prediction_table(model, data, arguments), arguments.output);
    return 0;
  });
}

}  // namespace stepgrad::app
