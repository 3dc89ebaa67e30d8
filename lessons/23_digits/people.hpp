// The screen that lesson 23 has once more where STEPGRAD_MNIST names a folder with MNIST's files: the
// same two models, on digits that people have written.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include <lessons/23_digits/looks.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/data/idx.hpp>

namespace stepgrad::reading {

/// "" where none is named.
inline std::string mnist_folder() {
  const char* const folder = std::getenv("STEPGRAD_MNIST");
  return folder ? folder : "";
}

/// MNIST's images at the size of this lesson's. Throws Error if the folder has no such files.
inline Split halved_mnist(const std::string& folder) {
  const Split whole = read_idx_folder<double>(folder);
  if (whole.test.width != 2 * side || whole.test.height != 2 * side || whole.test.classes() != 10 ||
      whole.train.samples() == 0 || whole.test.samples() == 0)
    throw Error(
        "the files in STEPGRAD_MNIST are not MNIST's", folder,
        "They have ten digits, in images of 28 x 28, some to learn from and others as test.");
  return {halved(whole.train), halved(whole.test)};
}

inline std::string percent(double share) { return shown(100 * share, 3); }

inline void by_people(Lesson& lesson, const std::string& folder) {
  constexpr int epochs = 2;
  const Split mnist = halved_mnist(folder);
  lesson.screen("Digits that people wrote");
  lesson.say(
      "STEPGRAD_MNIST names a folder with {} digits to learn from and {} others. They are halved to "
      "14 x 14 pixels here, so that both models are those from above.",
      mnist.train.samples(), mnist.test.samples());
  lesson.plot(one_of_each(mnist.train), "One of each class.");
  Reader linear = trained({pixels, classes}, mnist.train, epochs, 1, mnist.test),
         network = trained({pixels, 32, classes}, mnist.train, epochs, 1, mnist.test);
  const double right = 100 * linear.test.back().accuracy,
               better = 100 * network.test.back().accuracy;
  lesson.predict(
      told("After {} epochs, softmax regression is right about {} % of the test. How many percent "
           "will 196-32-10 have? A guess within 1.5 is a good one.",
           epochs, shown(right, 3)),
      better,
      {.hints = {told("Of the mistakes of softmax regression, {} % are left.",
                      shown(100 * (100 - better) / std::max(100 - right, 1e-9), 2))},
       .remarks = {Remark::above(100, "there are not so many."),
                   Remark::below(right, "it can do all that softmax regression can, and more.")},
       .reveal = told("{} %.", shown(better, 3)),
       .around = 1.5});
  lesson.plot(
      std::vector<NumberGrid>{in_colours("for 0", linear.first_weights.back().row(0).transpose()),
                              in_colours("for 3", linear.first_weights.back().row(3).transpose())},
      "Templates of softmax regression. Its pixels at the edge have never had ink.");
  NumberGrid confused = grid_of(confusions(network));
  for (Numbers& row : confused.rows) {
    double all = 0;
    for (const double count : row) all += std::abs(count);
    for (double& count : row) count = std::round(100 * count / std::max(all, 1.0));
  }
  lesson.plot(std::vector<NumberGrid>{confused},
              "The network's confusions, in percent: a row for what it is, a column for what was "
              "said.");
  lesson.plot(worst_of(network, 5), "Sure, and wrong. Would you have known?");
}

}  // namespace stepgrad::reading
