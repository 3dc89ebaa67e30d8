// A network to play with: a trial that is stepped, looked into, changed by hand and taken back.
//
// It is the run of `stepgrad train` (run/trial.hpp): the same settings and seed come to the same
// numbers. Going back costs little: a snapshot is kept every few epochs, and what lies between is
// trained again, which ends with the same bits.
//
//     snapshots    0       8       16      24                 of every 8th epoch
//     epochs       |-------|-------|-------|----> 29          go_to(21): from 16 on, 5 epochs
//                                  16 . . 21
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <stepgrad/plot/plot.hpp>
#include <stepgrad/run/trial.hpp>
#include <stepgrad/train/evaluation.hpp>

namespace stepgrad::playground {

/// What is known of the run behind an epoch; number 0 is how it begins.
struct NetworkMoment {
  Epoch epoch;
  Score test;
};

class NetworkSession {
 public:
  /// Begins anew. Settings are those of a configuration, a line "name = value" each; what is not said
  /// is as usual. Throws Error as Trial does, and for a reduction or a precision that is not
  /// float; what was there before stays.
  void begin(const std::string& settings);
  /// Other settings for what is there. Those that only decide how it goes on (rate, momentum, l1, l2,
  /// clip, schedule, epochs, patience, …) are taken over where it stands, and true is answered; else
  /// it begins anew. Throws Error as above.
  bool change(const std::string& settings);

  // ---- the run: all throw Error where it diverges, in the words of divergence.hpp

  /// One batch; with the last one of an epoch the epoch is over. False if the run is over.
  bool step();
  /// To the end of this epoch. False if the run is over.
  bool epoch();
  /// Back, or forward, to the end of an epoch; at most to where the run is over. What was reached, and
  /// what was changed on the way, is found again.
  void go_to(int epoch);
  bool is_over() const;

  // ---- what it is: settings, samples and parameters do not move while it runs

  const Trial<float>& trial() const { return *trial_; }
  Model<float>& model() { return trial_->model; }
  /// What repeats it, unless it was changed by hand or on the way.
  const std::string& command() const { return command_; }
  bool is_repeatable() const;

  // ---- how it stands

  int epochs_done() const { return trial_->trainer.epochs_done(); }
  int steps_done() const { return trial_->trainer.steps_done(); }
  /// A moment for each epoch that was reached, also those that lie ahead after going back.
  const std::vector<NetworkMoment>& moments() const { return moments_; }
  /// "epoch 60, loss 0.0047; of the test: loss 0.0102, 3 of 40 wrong".
  std::string sentence();

  /// The file that `stepgrad predict` and others read: of the best weights where patience is over.
  std::string model_file();

  // ---- changed by hand

  /// Puts a number into a parameter. What lies ahead is forgotten. Throws Error for a place that there
  /// is not, and a number that is not finite.
  void set(std::size_t parameter, Index row, Index column, float number);

 private:
  struct Snapshot {
    int steps;
    std::string settings;
    Archive<float> archive;
    bool begins_a_branch;  // so that it cannot be trained again from the one before
  };

  void take(std::string settings);
  void train_until(int epoch, bool one_step);
  void keep_snapshot(bool begins_a_branch);
  void thin_snapshots();
  void restore(const Snapshot& snapshot);
  /// Goes on as from here, without what was changed further on.
  void leave_branches_ahead();
  /// From here on it is another run: what lay ahead is gone.
  void branch();
  NetworkMoment moment(Epoch epoch);

  std::string settings_, command_;
  std::unique_ptr<Trial<float>> trial_;
  std::vector<NetworkMoment> moments_;
  std::vector<Snapshot> snapshots_;
  int spacing_ = 8;  // epochs between them
};

}  // namespace stepgrad::playground
