// stepgrad export and stepgrad import: models that leave, and networks that come in.
#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/exchange/export.hpp>
#include <stepgrad/exchange/foreign.hpp>
#include <stepgrad/matrix/activations.hpp>
#include <stepgrad/run/comparison.hpp>
#include <stepgrad/run/folder.hpp>

#include "app/commands.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

// ---- export

/// The formats, for the end of the help.
std::string told_formats() {
  std::string lines;
  for (const ExportFormat& format : export_formats())
    lines += fmt::format("\n  {:<14}{}", format.ending, format.about);
  return "\n\nThe ending of FILE says what it becomes:" + lines;
}

struct ExportArguments {
  explicit ExportArguments(Options& of) : options(of) { options.add_to_help(told_formats()); }

  Options& options;
  Options::Text model =
      options.word("model", "DIR", "The folder of a run, or a model file", "", true);
  Options::Text output = options.output("Write to this file, in the format of its ending");
};

int write_exported(const ExportArguments& arguments) {
  if (arguments.output.empty())
    throw Error("it is not said where the model is to be written", "",
                "Name a file, as in -o model.onnx: its ending says the format.");
  export_format_of(arguments.output);  // throws before a model is read
  const std::string file = model_at(arguments.model).string();
  const std::string bytes = read_file(file);
  in_precision(precision_of(bytes, file), [&]<class S>() {
    auto model = Model<S>::load(Archive<S>::from_bytes(bytes, file));
    const PlainModel plain = plain_model(model);
    write_file(arguments.output, exported(plain, arguments.output));
    deliver(fitted(fmt::format("{}: {}", arguments.output, described(plain.architecture))));
  });
  return 0;
}

// ---- import

struct ImportArguments {
  Options& options;
  Options::Text file = options.word(
      "file", "FILE", "A .safetensors or .npz file of PyTorch or scikit-learn", "", true);
  Options::Text layers =
      options.text("--layers", "NAMES", "The layers in their order, by name: \"fc1,fc2\"");
  Options::Text units =
      options.choice("--units", {"auto", "rows", "columns"},
                     "Where the weights of a unit stand: PyTorch has rows, scikit-learn columns");
  Options::Text activation = options.text(
      "--activation", "NAME", "The function behind each layer but the last: relu, tanh, ...");
  Options::Text classes =
      options.text("--classes", "NAMES", "The classes, by their outputs: no,yes");
  Options::Text targets = options.text("--targets", "NAMES", "Or the numbers that it says: price");
  Options::Text features = options.text("--features", "NAMES", "What goes in; else x1, x2, ...");
  Options::Text out =
      options.text("--out", "DIR", "A folder for the model; without it, one under runs/");
};

ForeignFacts facts_of(const ImportArguments& arguments) {
  return {.layers = arguments.layers,
          .units = arguments.units == "auto" ? "" : arguments.units,
          .activation = arguments.activation,
          .classes = arguments.classes,
          .targets = arguments.targets,
          .features = arguments.features};
}

/// What was understood, and how it would be said otherwise.
std::string told_model(const PlainModel& plain) {
  const Purpose& purpose = plain.purpose;
  const std::vector<std::string>& said =
      plain.says_classes() ? purpose.class_names : purpose.target_names;
  return fmt::format(
      "{}{}{}{}; features {}; {} {}", plain.architecture.is_reduced() ? "" : "a model ",
      described(plain.architecture),
      plain.layers.size() > 1 ? ", " + plain.architecture.activation : "",
      plain.architecture.batch_norm ? " after batch normalisation" : "",
      shortened(printable(listed(purpose.feature_names)), 200),
      plain.says_classes() ? "classes" : "numbers", shortened(printable(listed(said)), 200));
}

template <class S>
void keep_model(const PlainModel& plain, const RunFolder& folder) {
  Archive<S> archive;
  model_of<S>(plain).save(archive);
  write_file(folder.model(), archive.bytes(), Durable::yes);
}

int read_foreign(const ImportArguments& arguments) {
  const ArrayFile file = read_arrays(read_file(arguments.file), arguments.file);
  const PlainModel plain = understood(file, facts_of(arguments));
  deliver(fmt::format("{}\n{}\n", printable(arguments.file), listed_arrays(file.arrays)));
  deliver(fitted(told_model(plain)));
  const RunFolder folder = new_run_folder(arguments.out, arguments.file);
  const RunLock lock(folder);
  require_no_run(folder);
  if (plain.type == "float64")
    keep_model<double>(plain, folder);
  else
    keep_model<float>(plain, folder);
  deliver(fitted(fmt::format("in {}: model.stepgrad", folder.path.string())));
  return 0;
}

}  // namespace

Action export_model(Options& options) { return action<ExportArguments>(options, write_exported); }
Action import_model(Options& options) { return action<ImportArguments>(options, read_foreign); }

}  // namespace stepgrad::app
