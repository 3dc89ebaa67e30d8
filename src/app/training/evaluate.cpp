// stepgrad evaluate and stepgrad predict: what a trained model says of samples, with or without
// the truth beside it.
#include <algorithm>
#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/run/comparison.hpp>
#include <stepgrad/run/data.hpp>
#include <stepgrad/run/folder.hpp>
#include <stepgrad/run/input_gradients.hpp>
#include <stepgrad/run/pictures.hpp>
#include <stepgrad/run/predictions.hpp>
#include <stepgrad/run/tally.hpp>

#include "app/commands.hpp"
#include "app/terminal.hpp"
#include "app/training/progress.hpp"

namespace stepgrad::app {
namespace {

/// How files are read, where it is to be otherwise than in training.
const Reading& reading(Options& options) {
  Reading& asked = options.kept(Reading());
  for_each_setting_of_files(asked, [&](std::string name, std::string& field, std::string help,
                                       const std::vector<Named>& choices) {
    std::replace(name.begin(), name.end(), '_', '-');
    field.clear();
    options.setting("--" + name, field, help + " (else as in training)", names_of(choices));
  });
  return asked;
}

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
  const Reading& read = reading(options);
  const std::optional<std::size_t>& samples = options.whole("--samples", "How many to make up");
  const std::optional<double>& noise = options.real("--noise", "The noise of what is made up");
  const std::optional<std::size_t>& seed = options.whole(
      "--seed", "Which of what is made up; without it 2, for the model has learnt from 1");
};

struct EvaluateArguments {
  Options& options;
  SampleArguments samples{options};
  Options::Text out = options.text("--out", "DIR", "A folder for pictures");
  Options::Text gradients = options.text(
      "--input-gradient", "FILE",
      "Write dL/dx, how the loss of each sample changes with its features: a table, .csv; of "
      "images also a picture, .png or .svg, dark where more ink would make the loss grow");
  Options::Text color = options.color();
};

struct PredictArguments {
  Options& options;
  SampleArguments samples{options};
  const bool& probabilities = options.flag("--probabilities", "The probability of each class");
  const bool& sampled =
      options.flag("--sampled",
                   "Draw the class with its probability, instead of the likeliest; of a reduction, "
                   "one of those whose vote is tied (one-versus-all: that say yes)");
  const std::optional<std::size_t>& seed =
      options.whole("--sampling-seed", "Which of the many draws; without it 1");
  Options::Text output = options.output();
};

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
  static_cast<Reading&>(configuration) = samples.read;
  configuration.data = samples.data;
  configuration.label = samples.label;
  configuration.samples = samples.samples;
  configuration.noise = samples.noise;
  configuration.seed = samples.seed.value_or(2);
  return configuration;
}

/// Throws Error for options that say something of data when none is named, or none that is made up.
void check_options(const SampleArguments& samples) {
  const bool said = !samples.label.empty() || samples.samples || samples.noise || samples.seed ||
                    overrules_csv(samples.read) || overrules_idx(samples.read);
  if (samples.data.empty() && said)
    throw Error("it is said how samples are read, but not which", "",
                "Name them: --data FILE, a folder, or a made-up data set.");
  if (samples.data.empty() || is_made_up(samples.data)) return;
  for (const auto& [option, said_of] : {std::pair{"--samples", samples.samples.has_value()},
                                        std::pair{"--seed", samples.seed.has_value()}})
    if (said_of)
      throw Error(fmt::format("{} is for data that is made up", option), "", "Leave it out.");
}

/// Uses the samples asked for, those of a large file piece by piece.
template <class S>
void use_samples_for(const Model<S>& model, const SampleArguments& samples, Truth truth,
                     const std::function<void(DatasetOf<S>)>& use) {
  check_options(samples);
  if (samples.data.empty()) return use(kept_for_test<S>(samples.model));
  load_for<S>(model.purpose(), asked_for(samples), truth, reading_of_run(samples.model), use);
}

/// Where gradients in the inputs go, by the ending of the name: into a table, piece by piece, or into
/// a picture of the first images. Without a name, nowhere.
template <class S>
class InputGradients {
 public:
  InputGradients(const std::string& path, Model<S>& model) : path_(path), model_(model) {
    if (path.empty() || path.ends_with(".png") || path.ends_with(".svg")) return;
    if (!path.ends_with(".csv"))
      throw Error(fmt::format("gradients cannot be written as '{}'", path), "",
                  "The name must end in .csv, or of images .png or .svg.");
    table_.emplace(path);
    table_->write(input_gradient_header(model.purpose()));
  }

  void add(const DatasetOf<S>& data) {
    if (table_) table_->write(input_gradient_lines(model_, data));
  }

  void finish(const DatasetOf<S>& first) {
    constexpr std::size_t scale = 3;
    if (table_) return table_->finish();
    if (path_.ends_with(".png"))
      write_file(path_, png(enlarged(input_gradient_sheet(model_, first), scale)));
    if (path_.ends_with(".svg")) write_file(path_, svg(input_gradient_sheet(model_, first), scale));
  }

 private:
  const std::string& path_;
  Model<S>& model_;
  std::optional<Delivery> table_;
};

int evaluate_model(const EvaluateArguments& arguments) {
  return with_model(arguments.samples.model, [&]<class S>(Model<S>& model) {
    Tally<S> tally(model, arguments.samples.seed.value_or(2));
    InputGradients<S> gradients(arguments.gradients, model);
    DatasetOf<S> first;  // of a large file the first samples: they are drawn
    {
      const ReadingPrinter reading;
      use_samples_for<S>(model, arguments.samples, Truth::wanted, [&](DatasetOf<S> data) {
        tally.add(data);
        gradients.add(data);
        if (first.samples() == 0) first = std::move(data);
      });
    }
    const std::string title = fmt::format("{} samples", tally.samples());
    if (!first.read_as.empty()) deliver(fitted("note: " + printable(first.read_as)));
    for (const std::string& line : first.notes) deliver(fitted("note: " + printable(line)));
    const std::string drawn =
        first.samples() == tally.samples()
            ? title
            : fmt::format("{}, of which the first {} are drawn", title, first.samples());
    deliver(text_picture(drawn, model, first, tally.confusion(), terminal_width(),
                         wants_color(arguments.color)) +
            fitted(fmt::format("{}: {}", title, tally.result_text())));
    if (!tally.contenders().empty())
      deliver("\n" + comparison_text(tally.contenders(), tally.samples()));
    gradients.finish(first);
    if (arguments.out.empty()) return 0;
    make_directory(arguments.out);
    write_pictures(arguments.out, drawn, {}, model, first, tally.confusion());
    return 0;
  });
}

PredictionColumns columns_of(const PredictArguments& arguments) {
  PredictionColumns columns{.probabilities = arguments.probabilities};
  if (arguments.seed && !arguments.sampled)
    throw Error("--sampling-seed has no effect without --sampled", "",
                "Add --sampled, or leave it out.");
  if (arguments.sampled) columns.drawn_by = arguments.seed.value_or(1);
  return columns;
}

int say_predictions(const PredictArguments& arguments) {
  const bool is_data = !arguments.output.empty() || !::isatty(STDOUT_FILENO);
  return with_model(arguments.samples.model, [&]<class S>(Model<S>& model) {
    PredictionTable<S> table(model, columns_of(arguments));
    std::optional<Delivery> delivery;
    const auto write = [&](const std::string& lines) {
      delivery->write(is_data ? lines : printable_lines(lines));
    };
    const ReadingPrinter reading(is_data);
    use_samples_for<S>(model, arguments.samples, Truth::skipped, [&](const DatasetOf<S>& data) {
      const std::string lines = table.lines(data);
      if (!delivery) {
        for (const std::string& line : data.notes)  // not into the table
          std::fprintf(stderr, "note: %s\n", printable(line).c_str());
        delivery.emplace(arguments.output);
        write(table.header());
      }
      write(lines);
    });
    if (delivery) delivery->finish();
    return 0;
  });
}

}  // namespace

Action evaluate(Options& options) { return action<EvaluateArguments>(options, evaluate_model); }
Action predict(Options& options) { return action<PredictArguments>(options, say_predictions); }

}  // namespace stepgrad::app
