#include "playground/network.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/run/pictures.hpp>
#include <stepgrad/run/tally.hpp>

namespace stepgrad::playground {
namespace {

constexpr std::size_t most_snapshots = 256, most_numbers_kept = 8'000'000;

/// How a run goes on, and not what it is: it can be changed on the way.
constexpr const char* changeable[] = {"rate",  "momentum", "weight_decay", "schedule",
                                      "drops", "warm_up",  "epochs",       "l1",
                                      "l2",    "clip",     "patience"};

Configuration read(const std::string& settings) {
  Configuration asked = read_configuration(settings, "the settings");
  if (asked.reduction != Configuration().reduction)
    throw Error("a reduction is many networks, and cannot be drawn as one", "",
                "Leave it out here; 'stepgrad train' trains it.");
  if (asked.precision != Configuration().precision)
    throw Error("the playground computes in float", "", "Leave the precision out.");
  return asked;
}

/// Ends a run after a step, or after an epoch.
struct Until : Observer {
  bool one_step = false;
  Next on_step(const RunProgress& now) override {
    return one_step && now.batch < now.batches ? Next::stop : Next::go_on;
  }
  Next on_epoch(const Epoch&) override { return Next::stop; }
};

struct Recorder : Observer {
  std::optional<Epoch> epoch;
  Next on_epoch(const Epoch& done) override {
    epoch = done;
    return Next::go_on;
  }
};

/// "loss 0.0102, 3 of 40 wrong".
std::string in_words(const Score& score, std::size_t samples) {
  std::string text = "loss " + loss_text(score.loss);
  if (std::isnan(score.accuracy)) return text;
  const auto count = static_cast<double>(samples);
  return text + fmt::format(", {:.0f} of {} wrong", (1 - score.accuracy) * count, samples);
}

}  // namespace

void NetworkSession::take(std::string settings) {
  command_ = command_line(read(settings));
  settings_ = std::move(settings);
}

void NetworkSession::begin(const std::string& settings) {
  trial_ = std::make_unique<Trial<float>>(read(settings));
  take(settings);
  snapshots_.clear();
  spacing_ = 8;
  const Score begins = score<float>(model(), trial_->data.data, trial_->data.training);
  const Score watched = score<float>(model(), trial_->data.data, trial_->data.validation);
  moments_ = {moment({.learning_rate = 0,
                      .loss = begins.loss,
                      .accuracy = begins.accuracy,
                      .validation_loss = watched.loss,
                      .validation_accuracy = watched.accuracy})};
  keep_snapshot(false);
}

bool NetworkSession::change(const std::string& settings) {
  if (!trial_) return begin(settings), false;
  const std::vector<std::string> others = differences(read(settings), read(settings_));
  const bool goes_on = std::ranges::all_of(others, [](const std::string& name) {
    return std::ranges::find(changeable, name) != std::end(changeable);
  });
  if (!goes_on || steps_done() == 0) return begin(settings), false;
  const bool only_longer = others == std::vector<std::string>{"epochs"} &&
                           trial_->configuration.schedule == Configuration().schedule;
  auto next = std::make_unique<Trial<float>>(read(settings));
  Archive<float> archive;
  trial_->trainer.save(archive);
  next->trainer.restore(archive);
  trial_ = std::move(next);
  take(settings);
  if (!only_longer) branch();
  return true;
}

bool NetworkSession::is_over() const {
  return trial_->trainer.finished() ||
         (trial_->early_stopping && trial_->early_stopping->best_epoch() > 0 &&
          trial_->early_stopping->is_over());
}

bool NetworkSession::step() {
  leave_branches_ahead();
  if (!is_over()) train_until(epochs_done() + 1, true);
  return !is_over();
}

bool NetworkSession::epoch() {
  leave_branches_ahead();
  if (!is_over()) train_until(epochs_done() + 1, false);
  return !is_over();
}

void NetworkSession::train_until(int epoch, bool one_step) {
  Until until;
  until.one_step = one_step;
  Recorder recorder;
  std::vector<Observer*> observers{&recorder, &until};
  if (trial_->early_stopping) observers.insert(observers.begin(), &*trial_->early_stopping);
  while (epochs_done() < epoch && !is_over()) {
    recorder.epoch.reset();
    trial_->trainer.run(observers);
    if (!recorder.epoch) return;  // within an epoch
    const auto number = static_cast<std::size_t>(recorder.epoch->number);
    const NetworkMoment now = moment(*recorder.epoch);
    if (number < moments_.size())
      moments_[number] = now;
    else
      moments_.push_back(now);
    if (epochs_done() % spacing_ == 0) keep_snapshot(false);
  }
}

void NetworkSession::go_to(int epoch) {
  const int steps = std::max(epoch, 0) * static_cast<int>(trial_->steps_an_epoch());
  const auto after = std::ranges::find_if(
      snapshots_, [&](const Snapshot& snapshot) { return snapshot.steps > steps; });
  const Snapshot& nearest = *std::prev(after);  // the first is of step 0
  if (steps < steps_done() || nearest.steps > steps_done()) restore(nearest);
  train_until(epoch, false);
}

void NetworkSession::keep_snapshot(bool begins_a_branch) {
  const int steps = steps_done();
  const auto at = std::ranges::find_if(
      snapshots_, [&](const Snapshot& snapshot) { return snapshot.steps >= steps; });
  if (at != snapshots_.end() && at->steps == steps) return;  // it was there before
  Snapshot snapshot{steps, settings_, {}, begins_a_branch};
  trial_->trainer.save(snapshot.archive);
  if (trial_->early_stopping) trial_->early_stopping->save(snapshot.archive);
  snapshots_.insert(at, std::move(snapshot));
  thin_snapshots();
}

/// Of too many, every second one goes.
void NetworkSession::thin_snapshots() {
  const std::size_t numbers = snapshots_.front().archive.numbers();
  const std::size_t most = std::clamp<std::size_t>(
      most_numbers_kept / std::max<std::size_t>(numbers, 1), 4, most_snapshots);
  if (snapshots_.size() <= most) return;
  spacing_ *= 2;
  const int kept = spacing_ * static_cast<int>(trial_->steps_an_epoch());
  std::erase_if(snapshots_, [&](const Snapshot& snapshot) {
    return snapshot.steps % kept != 0 && !snapshot.begins_a_branch;
  });
}

void NetworkSession::restore(const Snapshot& snapshot) {
  if (snapshot.settings != settings_) {
    trial_ = std::make_unique<Trial<float>>(read(snapshot.settings));
    take(snapshot.settings);
  }
  trial_->trainer.restore(snapshot.archive);
  if (trial_->early_stopping) trial_->early_stopping->restore(snapshot.archive);
}

bool NetworkSession::is_repeatable() const {
  return std::ranges::none_of(snapshots_, [&](const Snapshot& snapshot) {
    return snapshot.begins_a_branch && snapshot.steps <= steps_done();
  });
}

void NetworkSession::leave_branches_ahead() {
  const int here = steps_done();
  const auto branch = std::ranges::find_if(snapshots_, [&](const Snapshot& snapshot) {
    return snapshot.begins_a_branch && snapshot.steps > here;
  });
  if (branch == snapshots_.end()) return;
  std::erase_if(snapshots_, [&](const Snapshot& snapshot) { return snapshot.steps > here; });
  moments_.resize(static_cast<std::size_t>(epochs_done()) + 1);
}

void NetworkSession::branch() {
  const int here = steps_done();
  std::erase_if(snapshots_, [&](const Snapshot& snapshot) { return snapshot.steps >= here; });
  moments_.resize(static_cast<std::size_t>(epochs_done()) + 1);
  keep_snapshot(true);
}

NetworkMoment NetworkSession::moment(Epoch epoch) {
  const DatasetOf<float>& test = trial_->data.test;
  if (test.samples() == 0) return {epoch, {}};
  return {epoch, score<float>(model(), test, test.all_samples())};
}

std::string NetworkSession::sentence() {
  const RunData<float>& data = trial_->data;
  const NetworkMoment& now = moments_[static_cast<std::size_t>(epochs_done())];
  std::string text = fmt::format("epoch {}, ", epochs_done()) +
                     in_words({now.epoch.loss, now.epoch.accuracy}, data.training.size());
  if (data.test.samples() > 0) text += "; of the test: " + in_words(now.test, data.test.samples());
  return text;
}

std::string NetworkSession::model_file() {
  std::optional<EarlyStopping<float>>& early = trial_->early_stopping;
  const std::vector<Matrix<float>> now = model().weights();
  if (early && early->best_epoch() > 0 && is_over()) early->restore_best();
  Archive<float> archive;
  model().save(archive);
  model().set_weights(now);
  return archive.bytes();
}

void NetworkSession::set(std::size_t parameter, Index row, Index column, float number) {
  const std::vector<Tensor<float>> all = model().parameters();
  if (parameter >= all.size() || row < 0 || row >= all[parameter].rows() || column < 0 ||
      column >= all[parameter].columns())
    throw Error("there is no such weight", "", "Rows and columns count from 0.");
  if (!std::isfinite(number))
    throw Error("a weight must be a finite number", "", "Write a number such as 0.5.");
  model().graph().change(all[parameter])(row, column) = number;
  branch();
}

}  // namespace stepgrad::playground
