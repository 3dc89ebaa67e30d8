// stepgrad data: a data set as CSV, as a scatter plot, or as a sheet of images.
#include <cstdio>
#include <filesystem>

#include <fmt/format.h>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/data/csv.hpp>
#include <stepgrad/data/generators.hpp>
#include <stepgrad/plot/bitmap.hpp>
#include <stepgrad/plot/contact_sheet.hpp>
#include <stepgrad/plot/plot.hpp>
#include <stepgrad/run/formula_data.hpp>
#include <stepgrad/run/reading.hpp>

#include "app/commands.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

struct DataArguments {
  Options& options;
  Options::Text name = options.word(
      "name", "NAME",
      "Which data set, or a formula: \"class = x1*x2\"; without a name they are listed");
  const std::size_t& samples = options.whole("--samples", 200, "How many");
  const std::optional<double>& noise = options.real(
      "--noise", "The deviation of its noise; without it, what suits the data set", "S");
  Options::Text share =
      options.text("--share", "TEXT", "The shares of its classes, such as 0.9,0.1; else all alike");
  const std::size_t& seed = options.whole("--seed", 1, "Which of the many");
  Options::Text output = options.output("Write to a file, by its ending csv, svg or png");
};

enum class Form { csv, svg, png };

Form form_of(const std::string& path) {
  if (path.empty() || path == "-") return Form::csv;
  const std::string ending = std::filesystem::path(path).extension().string();
  if (ending == ".csv") return Form::csv;
  if (ending == ".svg") return Form::svg;
  if (ending == ".png") return Form::png;
  throw Error(fmt::format("a data set cannot be written as '{}'", path), "",
              "The name must end in .csv, .svg or .png.");
}

/// A row for each class, ten images long.
Bitmap class_sheet(const Dataset& data) {
  constexpr std::size_t per_row = 10;
  const auto width = static_cast<std::size_t>(data.width);
  const auto height = static_cast<std::size_t>(data.height);
  const auto classes = static_cast<std::size_t>(data.classes());
  std::vector<GreyImage> images(classes * per_row);
  std::vector<std::size_t> shown(classes);
  for (std::size_t i = 0; i < data.samples(); ++i) {
    const auto row = static_cast<std::size_t>(data.labels[i]);
    if (shown[row] == per_row) continue;
    const auto ink = data.inputs.col(static_cast<Eigen::Index>(i));
    images[row * per_row + shown[row]++] = {width, height, {ink.begin(), ink.end()}};
  }
  return contact_sheet(images, per_row);
}

/// Two features against each other, a series for each class; or the target over the one feature.
Plot scatter_plot(const std::string& title, const Dataset& data) {
  const bool regression = data.classes() == 0;
  Plot plot;
  plot.title = title;
  plot.x.label = data.feature_names[0];
  plot.y.label = regression ? data.target_names[0] : data.feature_names[1];
  for (const std::string& name : data.class_names)
    plot.series.push_back({"class " + name, {}, Plot::Look::points});
  if (regression) plot.series.push_back({"samples", {}, Plot::Look::points});
  for (Eigen::Index i = 0; i < data.inputs.cols(); ++i) {
    const std::size_t series =
        regression ? 0 : static_cast<std::size_t>(data.labels[static_cast<std::size_t>(i)]);
    plot.series[series].points.push_back(
        {data.inputs(0, i), regression ? data.targets(0, i) : data.inputs(1, i)});
  }
  return plot;
}

/// Throws Error unless the samples are points: of two features and a class, or one and a number.
void require_plane(const Dataset& data) {
  const std::size_t wanted = data.classes() == 0 ? 1 : 2;
  if (data.features() == wanted) return;
  throw Error(fmt::format("a scatter plot of {}", counted(data.features(), "feature")), "",
              wanted == 1 ? "Numbers are drawn over one feature: y = sin(3*x)."
                          : "Classes are drawn over two features: class = x1*x2.");
}

std::string picture(const std::string& title, const Dataset& data, Form form) {
  constexpr std::size_t scale = 2;
  if (!data.has_images() && form == Form::png)
    throw Error("a scatter plot is not drawn as PNG", "", "Let the name end in .svg.");
  if (!data.has_images()) {
    require_plane(data);
    return svg(scatter_plot(title, data));
  }
  const Bitmap sheet = class_sheet(data);
  return form == Form::png ? png(enlarged(sheet, scale)) : svg(sheet, scale);
}

std::string list() {
  std::string text = "Data sets (stepgrad data NAME):\n";
  for (const Generator& generator : generators())
    text += fmt::format("  {:8}  {}\n", generator.name, generator.about);
  return text;
}

int make_data(const DataArguments& arguments) {
  if (arguments.name.empty()) {
    deliver(list(), arguments.output);
    return 0;
  }
  const Form form = form_of(arguments.output);
  const std::vector<double> shares =
      arguments.share.empty() ? std::vector<double>() : number_list("--share", arguments.share);
  const Dataset data =
      make_up(arguments.name, {arguments.samples, arguments.noise, arguments.seed, shares});
  const std::string count = counted(static_cast<std::size_t>(data.samples()), "sample");
  const std::string title = fmt::format("{}: {}", arguments.name, count);
  deliver(form == Form::csv ? csv(data) : picture(title, data, form), arguments.output);
  if (!arguments.output.empty() && arguments.output != "-")
    std::fprintf(stderr, "%s: %s\n", printable(arguments.output).c_str(), count.c_str());
  return 0;
}

}  // namespace

Action data(Options& options) { return action<DataArguments>(options, make_data); }

}  // namespace stepgrad::app
