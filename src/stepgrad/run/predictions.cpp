#include <stepgrad/run/predictions.hpp>

#include <filesystem>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/csv.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/run/folder.hpp>
#include <stepgrad/train/evaluation.hpp>

namespace stepgrad {

Reading reading_of_run(const std::string& folder) {
  std::filesystem::path file = RunFolder{folder}.configuration();
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored))
    file = RunFolder{std::filesystem::path(folder).parent_path()}.configuration();
  if (!std::filesystem::exists(file, ignored)) return {};
  return read_configuration(read_file(file), file.string());
}

template <class S>
DatasetOf<S> kept_for_test(const std::string& folder) {
  const std::filesystem::path file = RunFolder{folder}.configuration();
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored))
    throw Error("which samples?", "", "Name them: --data FILE, a folder, or a made-up data set.");
  const Configuration configuration = read_configuration(read_file(file), file.string());
  require_data(configuration.data, "Say where samples are: --data FILE, or --data - for a pipe.");
  RunData<S> run = load_data<S>(configuration);
  if (run.test.samples() == 0)
    throw Error("the run has kept no samples apart for a test", "",
                "Name others: --data FILE, a folder, or a made-up data set.");
  return std::move(run.test);
}

template <class S>
std::string prediction_table(Model<S>& model, const DatasetOf<S>& data,
                             const PredictionColumns& columns) {
  const Purpose& purpose = model.purpose();
  const bool classes = !purpose.class_names.empty();
  if (columns.drawn_by && !classes)
    throw Error("only classes can be sampled; this model says numbers", "", "Leave --sampled out.");
  if (columns.probabilities && !classes)
    throw Error("only classes have probabilities; this model says numbers", "",
                "Leave --probabilities out.");
  const bool reduced = model.architecture().is_reduced();
  if (columns.probabilities && reduced)
    throw Error("a reduction has votes, and no probabilities", "", "Leave --probabilities out.");
  const Matrix<S> said = predictions(model, data);
  Random random(columns.drawn_by.value_or(0));
  std::vector<int> chances;
  if (columns.drawn_by)
    chances = reduced ? drawn_of_tied(verdicts(model, data), random) : drawn<S>(said, random);
  std::vector<std::string> names = purpose.target_names;
  if (classes) names = {"prediction"};
  if (classes && columns.probabilities)
    for (const std::string& name : purpose.class_names) names.push_back(fmt::format("p({})", name));
  std::string table = spreadsheet_line(names);
  for (Index i = 0; i < said.cols(); ++i) {
    std::vector<std::string> row;
    if (classes) {
      const int k = columns.drawn_by ? chances[static_cast<std::size_t>(i)] : likeliest<S>(said, i);
      row.push_back(purpose.class_names[static_cast<std::size_t>(k)]);
    }
    if (!classes || columns.probabilities)
      for (Index k = 0; k < said.rows(); ++k)
        row.push_back(shown(static_cast<double>(said(k, i)), 9));
    table += spreadsheet_line(row);
  }
  return table;
}

#define STEPGRAD_PREDICTIONS(S)                            \
  template DatasetOf<S> kept_for_test(const std::string&); \
  template std::string prediction_table(Model<S>&, const DatasetOf<S>&, const PredictionColumns&);
STEPGRAD_PREDICTIONS(float)
STEPGRAD_PREDICTIONS(double)
#undef STEPGRAD_PREDICTIONS

}  // namespace stepgrad
