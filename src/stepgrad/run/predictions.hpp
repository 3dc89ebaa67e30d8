// What a trained model says of samples, as a table; and the samples that its run has kept apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <stepgrad/run/data.hpp>
#include <stepgrad/train/model.hpp>

namespace stepgrad {

/// What a run in this folder has kept apart for the test, as its model sees it. Throws Error if
/// there is no run, or it has kept none.
template <class Scalar>
DatasetOf<Scalar> kept_for_test(const std::string& folder);

struct PredictionColumns {
  bool probabilities = false;                  // of each class, beside the class
  std::optional<std::uint64_t> drawn_by = {};  // a seed: draw the class with its probability
};

/// A line of CSV for each sample, under one with the names: the class that is likeliest, or the
/// numbers. Throws Error if the data has other features, or numbers are to be drawn.
template <class Scalar>
std::string prediction_table(Model<Scalar>& model, const DatasetOf<Scalar>& data,
                             const PredictionColumns& columns = {});

}  // namespace stepgrad
