// What learners of two classes cost and bring beside one model of all: how many are trained, how many
// a prediction asks, and how often it is right.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <stepgrad/base/random.hpp>
#include <stepgrad/train/model.hpp>

namespace stepgrad {

struct Contender {
  std::string name;          // "one-versus-all"
  std::size_t learners = 1;  // trained
  double asked = 1;          // of them for a prediction, in the mean over the samples
  double accuracy = 0;
  std::size_t tied = 0;  // samples with a tied vote
};

/// "2-16-3", or of a reduction "one-versus-all of 3 learners 2-16-1".
std::string described(const Architecture& architecture);

/// The model's row: of a reduction as it decides.
template <class Scalar>
Contender contender(Model<Scalar>& model, const DatasetOf<Scalar>& data);

/// A reduction's row and, where votes may be tied, a second one with the ties broken by chance. Of
/// other models the row alone.
template <class Scalar>
std::vector<Contender> contenders(Model<Scalar>& model, const DatasetOf<Scalar>& data,
                                  Random& random);

/// Rows over so many samples, and the same over more of them: makes the former those over all.
void merge(std::vector<Contender>& rows, std::size_t samples, const std::vector<Contender>& more,
           std::size_t more_samples);

/// A table with a line for each, and a sentence on ties where there are any.
std::string comparison_text(const std::vector<Contender>& contenders, std::size_t samples);

/// [{"name", "learners", "asked", "accuracy", "tied"}, …], a line each.
std::string as_json(const std::vector<Contender>& contenders);

}  // namespace stepgrad
