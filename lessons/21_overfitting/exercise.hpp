// Exercise 21. Dropout that is right on average, and a stop that keeps the best weights.
#pragma once

#include <cstddef>
#include <vector>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

using Numbers = std::vector<double>;

/// What the hidden units h say after dropout. p is the share that is deleted. luck[i] is a random
/// number from 0 to below 1 for unit i: it is deleted where luck[i] < p. On average each unit has
/// to say h[i], in training as in use, and in use nothing is deleted.
inline Numbers dropout(const Numbers& h, double p, const Numbers& luck, bool training) {
  todo();  // replace this line; it ends with: return y;
}

/// The way back while training: g has the slopes of the loss in what `dropout` returned. Returns
/// those in h.
inline Numbers dropout_backward(const Numbers& g, double p, const Numbers& luck) {
  todo();  // replace this line; it ends with: return slopes;
}

/// Early stopping. After each epoch, `epoch_done` is told the validation loss and the weights. It
/// returns true if training has to end: if in the last `patience` epochs there was none with a lower
/// loss than all before. Afterwards `best` has the weights of the epoch with the lowest loss; of
/// several equally low ones the first.
struct EarlyStopping {
  int patience;
  Numbers best = {};

  // What else you want to keep from epoch to epoch stands here.

  bool epoch_done(double validation_loss, const Numbers& weights) {
    todo();  // replace this line; it ends with: return end;
  }
};
