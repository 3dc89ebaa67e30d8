// What is odd about data, said before a model learns from it: nobody should have to wonder later
// why it knows so much, or so little.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <stepgrad/data/dataset.hpp>

namespace stepgrad {

/// A sentence for features that only number the samples (from 0 or 1, under no name or one like
/// "id"), and one for those that never change.
std::vector<std::string> doubts_about_features(const Dataset& data);

/// Features and numbers to predict of which one is so far off that the others look alike beside it.
std::vector<std::string> doubts_about_outliers(const Dataset& data);

/// A sentence where there are about as many classes as samples, and one for classes of which there
/// is no sample among those to learn from. Throws Error if there is but one class.
template <class Scalar>
std::vector<std::string> doubts_about_classes(const DatasetOf<Scalar>& data,
                                              std::span<const std::size_t> training);

}  // namespace stepgrad
