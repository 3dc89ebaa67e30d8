// Observers of a training run: each does one thing, and any of them may be left out.
//
// What a run needs to go on later is kept by the Checkpoints. They hold what the History and the
// EarlyStopping know as well, so that a run that goes on stops where it would have stopped.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <stepgrad/train/trainer.hpp>

namespace stepgrad {

/// Keeps every Epoch.
class History : public Observer {
 public:
  Next on_epoch(const Epoch& epoch) override;
  const std::vector<Epoch>& epochs() const { return epochs_; }
  /// A table for other programs, a line each epoch; what there is none of is empty.
  std::string csv() const;

  template <class Scalar>
  void save(Archive<Scalar>& archive) const;
  template <class Scalar>
  void restore(const Archive<Scalar>& archive);

 private:
  std::vector<Epoch> epochs_;
};

/// Ends a run that no longer gets better: after `patience` epochs without a lower loss on the
/// samples that are watched (on those it learns from, if none are). Keeps the best weights.
template <class Scalar>
class EarlyStopping : public Observer {
 public:
  EarlyStopping(Learner<Scalar>& learner, int patience) : learner_(learner), patience_(patience) {}

  Next on_epoch(const Epoch& epoch) override;
  /// The number of the best epoch; 0 before the first.
  int best_epoch() const { return best_epoch_; }
  /// Has it ended the run?
  bool is_over() const { return last_epoch_ - best_epoch_ >= patience_; }
  /// Puts the weights of the best epoch back into the learner.
  void restore_best();

  void save(Archive<Scalar>& archive) const;
  void restore(const Archive<Scalar>& archive);

 private:
  Learner<Scalar>& learner_;
  int patience_;
  int best_epoch_ = 0, last_epoch_ = 0;
  double best_loss_ = 0;
  std::vector<Matrix<Scalar>> best_;
};

/// Writes a checkpoint after an epoch (where epochs are short, once a second), at the end, and when
/// the run is interrupted: whole, or not at all.
template <class Scalar>
class Checkpoints : public Observer {
 public:
  /// `interrupted` is asked after every step; once it is true the run is ended. The early stopping
  /// may be null. `data` stands for the data that the run learns from, such as a checksum.
  Checkpoints(std::filesystem::path file, std::string data, Trainer<Scalar>& trainer,
              History& history, EarlyStopping<Scalar>* early_stopping,
              std::function<bool()> interrupted);

  Next on_step(const RunProgress& progress) override;
  Next on_epoch(const Epoch& epoch) override;

  /// Goes on from the file. Throws Error if it is not there, damaged, of another run or of other
  /// data.
  void restore();

  /// Writes one now.
  void write();
  /// Writes none from here on: another rank of the run does. It still ends where that one does.
  void leave_writing() { writes_ = false; }

 private:
  std::filesystem::path file_;
  std::string data_;
  Trainer<Scalar>& trainer_;
  History& history_;
  EarlyStopping<Scalar>* early_stopping_;
  std::function<bool()> interrupted_;
  bool writes_ = true;
  std::chrono::steady_clock::time_point last_ = {};
};

}  // namespace stepgrad
