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
PredictionTable<S>::PredictionTable(Model<S>& model, const PredictionColumns& columns)
    : model_(model), columns_(columns), random_(columns.drawn_by.value_or(0)) {
  const std::vector<std::string>& classes = model.purpose().class_names;
  if (columns.drawn_by && classes.empty())
    throw Error("only classes can be sampled; this model says numbers", "", "Leave --sampled out.");
  if (columns.probabilities && classes.empty())
    throw Error("only classes have probabilities; this model says numbers", "",
                "Leave --probabilities out.");
  if (columns.probabilities && model.architecture().is_reduced())
    throw Error("a reduction has votes, and no probabilities", "", "Leave --probabilities out.");
  for (const std::string& name : classes) {
    class_cells_.push_back(spreadsheet_line({&name, 1}));
    class_cells_.back().pop_back();  // the line's end
  }
}

template <class S>
std::string PredictionTable<S>::header() const {
  const Purpose& purpose = model_.purpose();
  if (purpose.class_names.empty()) return spreadsheet_line(purpose.target_names);
  std::vector<std::string> names{"prediction"};
  if (columns_.probabilities)
    for (const std::string& name : purpose.class_names) names.push_back(fmt::format("p({})", name));
  return spreadsheet_line(names);
}

template <class S>
std::string PredictionTable<S>::lines(const DatasetOf<S>& data) {
  const Matrix<S> said = predictions(model_, data);
  std::vector<int> chances;
  if (columns_.drawn_by)
    chances = model_.architecture().is_reduced() ? drawn_of_tied(verdicts(model_, data), random_)
                                                 : drawn<S>(said, random_);
  std::string text;
  for (Index i = 0; i < said.cols(); ++i) {
    if (!class_cells_.empty()) {
      const int k =
          columns_.drawn_by ? chances[static_cast<std::size_t>(i)] : likeliest<S>(said, i);
      text += class_cells_[static_cast<std::size_t>(k)] + ',';
    }
    if (class_cells_.empty() || columns_.probabilities)
      for (Index k = 0; k < said.rows(); ++k)
        text += shown(static_cast<double>(said(k, i)), 9) + ',';
    text.back() = '\n';
  }
  return text;
}

#define STEPGRAD_PREDICTIONS(S)                            \
  template DatasetOf<S> kept_for_test(const std::string&); \
  template class PredictionTable<S>;
STEPGRAD_PREDICTIONS(float)
STEPGRAD_PREDICTIONS(double)
#undef STEPGRAD_PREDICTIONS

}  // namespace stepgrad
