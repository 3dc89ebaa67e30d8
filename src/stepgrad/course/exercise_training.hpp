// The check of an exercise that trains: matrices and loops of gradient descent that the learner's
// code has computed, beside the right ones, with the misstep that explains them
// (training_misstep.hpp).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <stepgrad/course/exercise_check.hpp>
#include <stepgrad/course/training_misstep.hpp>

namespace stepgrad {

// Matrices for checks to compare with; the names leave `times` and its like to the learner.

/// A B; where their shapes do not fit, nothing.
Rows product_of_rows(const Rows& a, const Rows& b);

/// Random eighths from [-most, most), row after row. The same sequence in every run.
Rows random_rows(std::size_t rows, std::size_t columns, double most = 2);

/// A mistake that is easily made in this exercise, as a sentence, and the matrix that comes of it.
struct MatrixSlip {
  std::string sentence;
  Rows rows;
};

struct MatrixSample {
  std::string where;  // "W = 0, two samples"
  MatrixFinding finding;
  std::vector<MatrixSlip> slips = {};  // the same ones in the same order in every sample
};

/// Ends the check at the first matrix that is not the right one, each number of which may be off by
/// `tolerance` relative to the larger of 1 and itself. Shows both, side by side, and what explains
/// all that are wrong: a slip, else a misstep.
void check_matrices(ExerciseCheck& exercise, const std::string& name,
                    const std::vector<MatrixSample>& samples, double tolerance = 1e-9);

/// The same of a loop: where the mistake arrives.
struct DescentSlip {
  std::string sentence;
  std::vector<double> arrived;
};

struct DescentSample {
  std::string where;  // "L = w0² + w1², rate 0.1, 3 steps"
  DescentFinding finding;
  std::vector<DescentSlip> slips = {};  // the same ones in the same order in every sample
};

/// Ends the check at the first loop that has not arrived where it leads, within the same tolerance,
/// and tells what explains all that have not: a slip, else a misstep.
void check_descents(ExerciseCheck& exercise, const std::string& name,
                    const std::vector<DescentSample>& samples, double tolerance = 1e-9);

}  // namespace stepgrad
