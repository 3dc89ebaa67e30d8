// What one pass over the training data did: the plain record between training, which makes it, and
// whatever shows it.
#pragma once

#include <limits>

namespace stepgrad {

struct Epoch {
  static constexpr double none = std::numeric_limits<double>::quiet_NaN();

  int number = 0;                 // from 1
  double learning_rate = 0;       // of its last step
  double loss = 0;                // the mean over its samples, as they were met while training
  double accuracy = none;         // 0 … 1, likewise; none where there are no classes
  double validation_loss = none;  // after it, on samples kept apart
  double validation_accuracy = none;
  double seconds = 0;
  double samples_per_second = 0;  // while training
};

}  // namespace stepgrad
