// The training loop: batches in, steps of the optimiser out, and an Epoch for each pass.
//
//   Trainer<float> trainer(model, all_of(data), {.epochs = 10});
//   trainer.run({&history, &early_stopping});
//
// Everything random (the order of the samples, dropout, augmentation) is drawn from the seed and
// the number of the epoch or step. So what a run has reached is its weights, the optimiser's
// memory and a few numbers; a run that goes on from there ends with the same bits as one that was
// never stopped.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <future>
#include <optional>
#include <utility>
#include <vector>

#include <stepgrad/base/epoch.hpp>
#include <stepgrad/data/augment.hpp>
#include <stepgrad/data/batches.hpp>
#include <stepgrad/matrix/optimisers.hpp>
#include <stepgrad/matrix/schedules.hpp>
#include <stepgrad/train/communicator.hpp>
#include <stepgrad/train/divergence.hpp>
#include <stepgrad/train/learner.hpp>
#include <stepgrad/train/model.hpp>

namespace stepgrad {

struct Score;

/// How a model is trained.
struct Regime {
  OptimiserRule optimiser = Sgd{.momentum = 0.9};
  Schedule learning_rate = constant_rate(0.05);  // by the step, counted from 0
  int epochs = 10;
  std::size_t batch = 32;
  double l1 = 0;                    // adds l1 · Σ |w| to the loss, over weights (no biases)
  double l2 = 0;                    // adds l2 / 2 · Σ w²
  std::optional<double> clip = {};  // the most that the length of all gradients may be
  std::optional<Augmentation> augmentation = {};
  std::uint64_t seed = 1;
  bool with_replacement = false;  // is each sample drawn from all of them? else each comes once
};

/// What a training run learns from. The data must live as long as the run.
template <class Scalar>
struct TrainingData {
  const DatasetOf<Scalar>& data;
  std::vector<std::size_t> training;    // the samples to learn from
  std::vector<std::size_t> validation;  // those to watch; none: nothing is watched
};

/// All samples to learn from, none to watch.
template <class Scalar>
TrainingData<Scalar> all_of(const DatasetOf<Scalar>& data) {
  return {data, data.all_samples(), {}};
}
template <class Scalar>
TrainingData<Scalar> all_of(DatasetOf<Scalar>&&) = delete;  // would be gone

/// Where a run stands, within an epoch.
struct RunProgress {
  int epoch = 1, epochs = 0;                // from 1
  std::size_t batch = 0, batches = 0;       // done, and in an epoch
  double loss = 0, accuracy = Epoch::none;  // of this epoch so far
  double samples_per_second = 0;
  double seconds_left = 0;  // of the whole run
};

enum class Next { go_on, stop };

/// Somebody who watches a run, and may end it.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual Next on_step(const RunProgress&) { return Next::go_on; }
  virtual Next on_epoch(const Epoch&) { return Next::go_on; }
};

template <class Scalar>
class Trainer {
 public:
  /// A Model, or any other Learner. Throws Error if there are no samples to learn from, it has no
  /// parameters, or the data does not fit it.
  Trainer(Learner<Scalar>& learner, TrainingData<Scalar> samples, Regime regime);

  /// Takes a share of every batch from here on, and the other ranks theirs: each must have such a
  /// Trainer, with the same samples and regime, in a process built alike. All reach the same bits, and
  /// those of one alone to rounding. Throws Error for a learner with running averages: those of batch
  /// normalisation are over whole batches. `ranks` must live as long.
  void share(Communicator& ranks);

  /// Trains until all epochs are done or an observer ends it. Every observer is told each thing,
  /// in order. Throws Error where the loss is no longer a number, and says where that arose; also
  /// where the last step of an epoch leaves weights that are not finite. Throws RankLost where another
  /// rank has ended: what was reached until then can be saved.
  void run(const std::vector<Observer*>& observers = {});

  /// Throws Error, in the words of divergence, if the loss of what is learnt from is not finite.
  void require_finite_loss();

  bool finished() const { return epoch_ >= regime_.epochs; }
  int epochs_done() const { return epoch_; }
  int steps_done() const { return optimiser_.steps(); }

  /// Writes the learner and all that decides how the run goes on.
  void save(Archive<Scalar>& archive) const;
  /// Goes on from there. Throws Error if the archive is of another run.
  void restore(const Archive<Scalar>& archive);

 private:
  void step();
  void step_together();
  Batch<Scalar> batch_of_step(std::size_t i, std::uint64_t step, BatchShare share);
  Batch<Scalar> next_batch(int rank, int size);
  Tensor<Scalar> with_cost_of_weights(Tensor<Scalar> loss);
  void require_finite(Tensor<Scalar> minimised, const Batch<Scalar>& batch) const;
  Score watched();
  RunProgress progress() const;
  Epoch finish_epoch();
  Next tell_step(const std::vector<Observer*>& observers);
  Divergence here(double largest_feature) const;

  Learner<Scalar>& learner_;
  TrainingData<Scalar> samples_;
  Regime regime_;
  Batches<Scalar> batches_;
  std::array<BatchMemory<Scalar>, 2>
      memories_;  // of this step's batch; of the next one's, if it is
                  // made meanwhile
  Optimiser<Scalar> optimiser_;
  std::optional<Augmenter<Scalar>> augmenter_;
  Communicator* ranks_ = nullptr;  // none: nobody else
  std::vector<Scalar> sums_;       // over the ranks: gradients, and what is told of the batch

  // What it has reached: so many epochs, and so many batches of the next one with these sums.
  int epoch_ = 0;
  std::size_t batch_ = 0;
  double loss_sum_ = 0, right_ = 0;
  double seconds_ = 0;  // spent on this epoch
  double run_seconds_ = 0;
  std::size_t run_steps_ = 0;

  std::future<Batch<Scalar>> ahead_;  // the next step's batch, where it is made meanwhile
};

}  // namespace stepgrad
