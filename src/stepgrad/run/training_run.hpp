// A training run from data to pictures, everything that came of it left in a folder: what `stepgrad
// train` does, for a program of one's own.
//
//   Configuration asked;                        // as on the command line, setting by setting
//   asked.data = "spirals";
//   asked.activation = "tanh";
//   asked.epochs = 40;
//   TrainingRun<float> run(asked, "runs/spirals", Begin::anew);
//   run.train();
//   run.finish();
//   std::puts(run.tally().result_text().c_str());
//
// A run that was stopped goes on in its folder: TrainingRun<float>(resumed("runs/spirals", {}),
// "runs/spirals", Begin::where_it_stopped) ends with the same bits as one that was never stopped.
//
// Several processes train one model together where each makes such a run with a Communicator: rank 0
// writes, and the others leave nothing.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <stepgrad/run/comparison.hpp>
#include <stepgrad/run/folder.hpp>
#include <stepgrad/run/pictures.hpp>
#include <stepgrad/run/tally.hpp>
#include <stepgrad/run/trial.hpp>

namespace stepgrad {

enum class Begin { anew, where_it_stopped };

/// The configuration of the run in this folder, to go on with it. Of what is asked for, only
/// `epochs` may be another, and `data` where the same data is found now: throws Error for the rest,
/// and if there is no run, or its data is not where it was.
Configuration resumed(const std::string& folder, const Configuration& asked);

template <class Scalar>
class TrainingRun {
 public:
  /// A Trial in a folder ("": a new one under runs/). Throws Error as that does, and for a
  /// folder with another run, or with anything that no run has begun, in it.
  TrainingRun(Configuration configuration, const std::string& folder, Begin begin,
              const std::function<void(const std::string&)>& warn = {},
              Communicator* ranks = nullptr);
  TrainingRun(const TrainingRun&) = delete;
  TrainingRun& operator=(const TrainingRun&) = delete;

  /// What is to be learnt, from what and how: a line each, what is odd about the data among them.
  std::vector<std::string> description();

  /// Trains to the end, and leaves the log. False if it was interrupted: `interrupted` is asked
  /// after every step, and must say the same in all ranks. Throws Error where training diverges, and
  /// RankLost where another rank has ended: rank 0 has then left a checkpoint.
  bool train(
      std::vector<Observer*> observers = {},
      std::function<bool()> interrupted = [] { return false; });

  /// Leaves the model, with its best weights where there is patience, and the pictures. Returns the
  /// names of these. Throws Error, and leaves neither, where training has diverged at its very end.
  /// It is for rank 0 alone.
  std::vector<std::string> finish();

  /// What the model is worth on `shown_data`, when it is finished.
  const Tally<Scalar>& tally() const { return *tally_; }

  /// Of a reduction, when it is finished (by rank 0; all ranks must ask): what it and a softmax model that is trained now, with the
  /// same layers, data and regime, come to; left as comparison.json, too. Empty where training was
  /// interrupted.
  std::vector<Contender> compare();

  const Configuration& configuration() const { return run_.configuration; }
  const std::string& folder() const { return folder_name_; }
  Model<Scalar>& model() { return run_.model; }
  const std::vector<Epoch>& epochs() const { return history_.epochs(); }
  int epochs_done() const { return run_.trainer.epochs_done(); }
  /// The epoch whose weights are kept; 0 without patience.
  int best_epoch() const { return run_.early_stopping ? run_.early_stopping->best_epoch() : 0; }
  /// What is kept for the test; if nothing is, all the rest.
  const DatasetOf<Scalar>& shown_data() const { return tested() ? run_.data.test : run_.data.data; }
  bool tested() const { return run_.data.test.samples() > 0; }
  /// "moons, 2-16-16-2".
  std::string title() const;

 private:
  void open_folder(const std::string& folder, Begin begin);
  void note_jump_of_rate();
  bool is_first() const { return !ranks_ || ranks_->rank() == 0; }

  Trial<Scalar> run_;
  Communicator* ranks_;
  History history_;
  std::optional<Tally<Scalar>> tally_;
  RunFolder folder_;
  std::string folder_name_;
  std::optional<RunLock> lock_;
  std::function<bool()> interrupted_ = [] { return false; };
  std::optional<Checkpoints<Scalar>> checkpoints_;
};

}  // namespace stepgrad
