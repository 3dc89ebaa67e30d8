// What a trained model says of samples, as a table; and the samples that its run has kept apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <stepgrad/run/data.hpp>
#include <stepgrad/train/model.hpp>

namespace stepgrad {

/// What a run in this folder has kept apart for the test, as its model sees it. Throws Error if
/// there is no run, or it has kept none.
template <class Scalar>
DatasetOf<Scalar> kept_for_test(const std::string& folder);

/// How the run in this folder, or that of this model file, has read its data; as a new run does if
/// there is no configuration beside the model.
Reading reading_of_run(const std::string& folder);

struct PredictionColumns {
  bool probabilities = false;                  // of each class, beside the class
  std::optional<std::uint64_t> drawn_by = {};  // a seed: draw the class with its probability, or
                                               // of a reduction from those whose vote is tied
};

/// A line of CSV for each sample, under one with the names: the class that is likeliest, or the
/// numbers. A class that a spreadsheet would take for a formula ("=1+1") gets an apostrophe before
/// it. The samples may come in pieces.
template <class Scalar>
class PredictionTable {
 public:
  /// Throws Error for columns that the model has not: numbers are not drawn, say.
  PredictionTable(Model<Scalar>& model, const PredictionColumns& columns = {});

  std::string header() const;

  /// The lines of the next samples. Throws Error if they have other features, or what is said of one
  /// is not finite.
  std::string lines(const DatasetOf<Scalar>& data);

 private:
  Model<Scalar>& model_;
  PredictionColumns columns_;
  std::vector<std::string> class_cells_;  // the names of the classes, as they stand in a line
  Random random_;
};

}  // namespace stepgrad
