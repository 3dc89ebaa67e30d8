#include <stepgrad/train/observers.hpp>

#include <array>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

/// The numbers of an Epoch besides its own, in the order of the table.
struct Column {
  const char* name;
  double Epoch::*number;
};
constexpr std::array<Column, 7> columns_of_history{{
    {"learning_rate", &Epoch::learning_rate},
    {"loss", &Epoch::loss},
    {"accuracy", &Epoch::accuracy},
    {"validation_loss", &Epoch::validation_loss},
    {"validation_accuracy", &Epoch::validation_accuracy},
    {"seconds", &Epoch::seconds},
    {"samples_per_second", &Epoch::samples_per_second},
}};

}  // namespace

Next History::on_epoch(const Epoch& epoch) {
  epochs_.push_back(epoch);
  return Next::go_on;
}

std::string History::csv() const {
  std::string text = "epoch";
  for (const Column& column : columns_of_history) text += fmt::format(",{}", column.name);
  for (const Epoch& epoch : epochs_) {
    text += fmt::format("\n{}", epoch.number);
    for (const Column& column : columns_of_history) {
      const double number = epoch.*column.number;
      text += std::isnan(number) ? "," : "," + exact(number);
    }
  }
  return text + "\n";
}

template <class S>
void History::save(Archive<S>& archive) const {
  std::string text;
  for (const Epoch& epoch : epochs_)
    for (const Column& column : columns_of_history) text += exact(epoch.*column.number) + "\n";
  archive.put("history", text);
}

template <class S>
void History::restore(const Archive<S>& archive) {
  epochs_.clear();
  std::size_t next = 0;
  for (const std::string_view line : split(archive.text("history"), '\n')) {
    if (line.empty()) break;
    const std::size_t column = next++ % columns_of_history.size();
    if (column == 0) epochs_.push_back({.number = static_cast<int>(epochs_.size()) + 1});
    epochs_.back().*columns_of_history[column].number = read_number(line).value_or(Epoch::none);
  }
}

template <class S>
Next EarlyStopping<S>::on_epoch(const Epoch& epoch) {
  const double loss = std::isnan(epoch.validation_loss) ? epoch.loss : epoch.validation_loss;
  if (best_epoch_ == 0 || loss < best_loss_) {
    best_epoch_ = epoch.number;
    best_loss_ = loss;
    best_ = learner_.weights();
  }
  last_epoch_ = epoch.number;
  return is_over() ? Next::stop : Next::go_on;
}

template <class S>
void EarlyStopping<S>::restore_best() {
  if (!best_.empty()) learner_.set_weights(best_);
}

template <class S>
void EarlyStopping<S>::save(Archive<S>& archive) const {
  archive.put("best_epoch", best_epoch_);
  archive.put("last_epoch", last_epoch_);
  archive.put("best_loss", best_loss_);
  for (std::size_t i = 0; i < best_.size(); ++i) archive.put(fmt::format("best{}", i), best_[i]);
}

template <class S>
void EarlyStopping<S>::restore(const Archive<S>& archive) {
  best_epoch_ = static_cast<int>(archive.count("best_epoch"));
  last_epoch_ = static_cast<int>(archive.count("last_epoch"));
  best_loss_ = archive.number("best_loss");
  best_.clear();
  if (best_epoch_ == 0) return;
  best_ = learner_.weights();
  for (std::size_t i = 0; i < best_.size(); ++i)
    best_[i] = archive.matrix(fmt::format("best{}", i), best_[i].rows(), best_[i].cols());
}

template <class S>
Checkpoints<S>::Checkpoints(std::filesystem::path file, std::string data, Trainer<S>& trainer,
                            History& history, EarlyStopping<S>* early_stopping,
                            std::function<bool()> interrupted)
    : file_(std::move(file)),
      data_(std::move(data)),
      trainer_(trainer),
      history_(history),
      early_stopping_(early_stopping),
      interrupted_(std::move(interrupted)) {}

template <class S>
Next Checkpoints<S>::on_step(const RunProgress& progress) {
  if (!interrupted_()) return Next::go_on;
  // After an epoch's last step its end is still to come, and with it a checkpoint.
  if (progress.batch == progress.batches) return Next::go_on;
  write();
  return Next::stop;
}

template <class S>
Next Checkpoints<S>::on_epoch(const Epoch&) {
  const bool ends =
      interrupted_() || trainer_.finished() || (early_stopping_ && early_stopping_->is_over());
  if (ends || std::chrono::steady_clock::now() - last_ > std::chrono::seconds(1)) write();
  return interrupted_() ? Next::stop : Next::go_on;
}

template <class S>
void Checkpoints<S>::write() {
  if (!writes_) return;
  Archive<S> archive;
  archive.put("data", data_);
  trainer_.save(archive);
  history_.save(archive);
  if (early_stopping_) early_stopping_->save(archive);
  write_file(file_, archive.bytes(), Durable::yes);
  last_ = std::chrono::steady_clock::now();
}

template <class S>
void Checkpoints<S>::restore() {
  const auto archive = Archive<S>::from_bytes(read_file(file_), file_.string());
  if (archive.text("data") != data_)
    throw Error("the data is not what this run began with", fmt::format("  {}", file_.string()),
                "Put it back as it was, or begin a new run.");
  trainer_.restore(archive);
  history_.restore(archive);
  if (early_stopping_) early_stopping_->restore(archive);
}

#define STEPGRAD_OBSERVERS(S)                        \
  template void History::save(Archive<S>&) const;    \
  template void History::restore(const Archive<S>&); \
  template class EarlyStopping<S>;                   \
  template class Checkpoints<S>;
STEPGRAD_OBSERVERS(float)
STEPGRAD_OBSERVERS(double)
#undef STEPGRAD_OBSERVERS

}  // namespace stepgrad
