#include <stepgrad/train/trainer.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <span>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/parallel.hpp>
#include <stepgrad/matrix/denormals.hpp>
#include <stepgrad/train/evaluation.hpp>

namespace stepgrad {
namespace {

using Clock = std::chrono::steady_clock;

// Which part of the experiment a seed is for.
constexpr std::uint64_t for_order = 1, for_dropout = 2, for_augmentation = 3;

template <class Numbers>
double largest(const Eigen::MatrixBase<Numbers>& inputs) {
  return static_cast<double>(inputs.cwiseAbs().maxCoeff());
}

template <class S>
double largest(const DatasetOf<S>& data) {
  return data.pixels.size() > 0 ? data.pixels.maxCoeff() / 255.0 : largest(data.inputs);
}

/// So many of its samples, seen in its memory.
template <class S>
Batch<S> part_of(const Batch<S>& batch, BatchShare share) {
  const auto columns = [&](auto matrix) {
    const auto begin = matrix.data() + matrix.rows() * static_cast<Index>(share.first);
    return decltype(matrix)(begin, matrix.rows(), static_cast<Index>(share.count));
  };
  return {columns(batch.inputs),
          batch.labels.empty() ? batch.labels : batch.labels.subspan(share.first, share.count),
          columns(batch.targets), columns(batch.weights)};
}

}  // namespace

template <class S>
Trainer<S>::Trainer(Learner<S>& learner, TrainingData<S> samples, Regime regime)
    : learner_(learner),
      samples_(std::move(samples)),
      regime_(std::move(regime)),
      batches_(samples_.data, regime_.batch, samples_.training),
      memories_{batches_.memory()},
      optimiser_(regime_.optimiser, learner.parameters()) {
  if (samples_.training.empty())
    throw Error("there are no samples to learn from", "", "Keep fewer samples apart.");
  learner_.graph();  // throws without parameters
  learner_.check(samples_.data);
  if (regime_.augmentation) {
    augmenter_.emplace(*regime_.augmentation, samples_.data.width, samples_.data.height);
    memories_[1] = batches_.memory();
  }
}

template <class S>
void Trainer<S>::share(Communicator& ranks) {
  if (!learner_.averages().empty())
    throw Error("batch normalisation is not for several processes", "",
                "Means and deviations are over a whole batch, and each sees a share of it: leave "
                "--batch-norm out, or train in one process.");
  ranks_ = &ranks;
}

template <class S>
void Trainer<S>::run(const std::vector<Observer*>& observers) {
  const FlushDenormals fast;
  ahead_ = {};  // of a run that ended within an epoch
  run_seconds_ = 0;
  run_steps_ = 0;
  while (!finished()) {
    Random order(seed_for(seed_for(regime_.seed, for_order), static_cast<std::uint64_t>(epoch_)));
    regime_.with_replacement ? batches_.draw(order) : batches_.shuffle(order);
    while (batch_ < batches_.count()) {
      const Clock::time_point start = Clock::now();
      ranks_ ? step_together() : step();
      const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
      seconds_ += seconds;
      run_seconds_ += seconds;
      ++run_steps_;
      if (tell_step(observers) == Next::stop) return;
    }
    const Epoch epoch = finish_epoch();
    Next next = Next::go_on;
    for (Observer* observer : observers)
      if (observer->on_epoch(epoch) == Next::stop) next = Next::stop;
    if (next == Next::stop) return;
  }
}

template <class S>
Next Trainer<S>::tell_step(const std::vector<Observer*>& observers) {
  const RunProgress now = progress();
  Next next = Next::go_on;
  for (Observer* observer : observers)
    if (observer->on_step(now) == Next::stop) next = Next::stop;
  return next;
}

/// What this rank takes of batch `i` of this epoch in step `step`, its images changed where there is
/// augmentation. What is random about a sample does not depend on who takes it.
template <class S>
Batch<S> Trainer<S>::batch_of_step(std::size_t i, std::uint64_t step, BatchShare share) {
  Batch<S> batch = part_of(batches_.copied(i, memories_[augmenter_ ? step % 2 : 0]), share);
  if (augmenter_) {
    Random random(seed_for(seed_for(regime_.seed, for_augmentation), step));
    augmenter_->pass_over(share.first, random);
    (*augmenter_)(batch.inputs, random);
  }
  return batch;
}

/// The next batch, or this rank's share of it. Where images are changed, which takes as long as
/// learning from them, the batch after it is made meanwhile by another processor.
template <class S>
Batch<S> Trainer<S>::next_batch(int rank, int size) {
  const auto steps = static_cast<std::uint64_t>(optimiser_.steps());
  const BatchShare share = share_of(batches_.size_of(batch_), rank, size);
  const Batch<S> batch = ahead_.valid() ? ahead_.get() : batch_of_step(batch_, steps, share);
  learner_.reseed(seed_for(seed_for(regime_.seed, for_dropout), steps));
  learner_.pass_over(share.first);
  if (augmenter_ && !ranks_ && processors() > 1 && batch_ + 1 < batches_.count())
    ahead_ = std::async([this, i = batch_ + 1, step = steps + 1] {
      const FlushDenormals fast;
      return batch_of_step(i, step, share_of(batches_.size_of(i), 0, 1));
    });
  return batch;
}

template <class S>
Tensor<S> Trainer<S>::with_cost_of_weights(Tensor<S> loss) {
  const bool weights_cost = regime_.l1 != 0 || regime_.l2 != 0;
  return weights_cost ? penalised(loss, learner_.regularised(), regime_.l1, regime_.l2) : loss;
}

template <class S>
void Trainer<S>::require_finite(Tensor<S> minimised, const Batch<S>& batch) const {
  if (!std::isfinite(minimised.item()))
    throw diverged(learner_, minimised, here(largest(batch.inputs)));
}

/// One step of training: forward, backward, and down the slope.
template <class S>
void Trainer<S>::step() {
  const Batch<S> batch = next_batch(0, 1);
  Graph<S>& graph = learner_.graph();
  const GraphScope<S> scope(graph);
  const auto [loss, outputs] = learner_.judge(batch, Pass::training);
  const Tensor<S> minimised = with_cost_of_weights(loss);
  require_finite(minimised, batch);

  const double rate = regime_.learning_rate(optimiser_.steps());
  if (regime_.clip) {
    graph.zero_grad();
    backward(minimised);
    clip_gradients(learner_.parameters(), *regime_.clip);
    optimiser_.step(rate);
  } else {
    optimiser_.descend(minimised, rate);
  }

  ++batch_;
  loss_sum_ += static_cast<double>(loss.item()) * static_cast<double>(batch.inputs.cols());
  right_ += outputs ? static_cast<double>(right(outputs->value(), batch.labels)) : Epoch::none;
}

/// The same step by all ranks. Of nᵣ samples rank r finds the gradient gᵣ; that of the batch is
///
///     g = Σ nᵣ gᵣ / Σ nᵣ
///
/// and so are its losses, of which one is 0 over no samples.
template <class S>
void Trainer<S>::step_together() {
  const std::vector<Tensor<S>> parameters = learner_.parameters();
  Graph<S>& graph = learner_.graph();
  graph.zero_grad();
  const Batch<S> share = next_batch(ranks_->rank(), ranks_->size());
  const S samples = static_cast<S>(share.inputs.cols());
  std::array<S, 4> told{};
  if (samples > 0) {
    const GraphScope<S> scope(graph);
    const auto [loss, outputs] = learner_.judge(share, Pass::training);
    const Tensor<S> minimised = with_cost_of_weights(loss);
    backward(minimised);
    const S hits = outputs ? static_cast<S>(right(outputs->value(), share.labels))
                           : static_cast<S>(Epoch::none);
    told = {samples, samples * minimised.item(), samples * loss.item(), hits};
  }
  sums_.clear();
  for (const Tensor<S>& parameter : parameters)
    for (const S g : parameter.grad().reshaped()) sums_.push_back(samples * g);
  sums_.insert(sums_.end(), told.begin(), told.end());
  ranks_->sum(std::span<S>(sums_));

  std::copy_n(sums_.end() - 4, told.size(), told.begin());
  const auto [all, minimised, loss, hits] = told;
  if (!std::isfinite(minimised)) {  // whosever share it was, all say what one alone would
    const Batch<S> whole = next_batch(0, 1);
    const GraphScope<S> scope(graph);
    require_finite(with_cost_of_weights(learner_.judge(whole, Pass::training).loss), whole);
  }
  const S* sum = sums_.data();
  for (const Tensor<S>& parameter : parameters) {
    Matrix<S>& gradient = graph.change_grad(parameter);
    gradient = Eigen::Map<const Matrix<S>>(sum, gradient.rows(), gradient.cols()) / all;
    sum += gradient.size();
  }
  if (regime_.clip) clip_gradients(parameters, *regime_.clip);
  optimiser_.step(regime_.learning_rate(optimiser_.steps()));
  graph.zero_grad();

  ++batch_;
  loss_sum_ += static_cast<double>(loss);
  right_ += static_cast<double>(hits);
}

/// The score on the samples that are watched, each rank's on its share of them.
template <class S>
Score Trainer<S>::watched() {
  const std::vector<std::size_t>& all = samples_.validation;
  if (!ranks_ || all.empty()) return score<S>(learner_, samples_.data, all);
  const BatchShare share = share_of(all.size(), ranks_->rank(), ranks_->size());
  const auto count = static_cast<double>(share.count), whole = static_cast<double>(all.size());
  std::array<double, 2> sums{};
  if (share.count > 0) {
    const Score own =
        score<S>(learner_, samples_.data, std::span(all).subspan(share.first, share.count));
    sums = {count * own.loss, count * own.accuracy};
  }
  ranks_->sum(sums);
  return {sums[0] / whole, sums[1] / whole};
}

/// Where the run stands, for an error.
template <class S>
Divergence Trainer<S>::here(double largest_feature) const {
  return {.epoch = epoch_ + 1,
          .batch = batch_ + 1,
          .steps = optimiser_.steps(),
          .learning_rate = regime_.learning_rate(optimiser_.steps()),
          .clipped = regime_.clip.has_value(),
          .l2 = regime_.l2,
          .largest_feature = largest_feature};
}

template <class S>
void Trainer<S>::require_finite_loss() {
  const double loss = score<S>(learner_, samples_.data, samples_.training).loss;
  if (std::isfinite(loss)) return;
  Divergence end = here(largest(samples_.data));
  end.epoch = epoch_;
  throw diverged_at_end(learner_, loss, end);
}

template <class S>
RunProgress Trainer<S>::progress() const {
  const double batches = static_cast<double>(batches_.count());
  const double done = static_cast<double>(epoch_) * batches + static_cast<double>(batch_);
  const std::size_t samples =
      batch_ == batches_.count() ? batches_.samples() : batch_ * regime_.batch;
  const auto count = static_cast<double>(samples);
  const double a_step = run_seconds_ / static_cast<double>(run_steps_);
  return {.epoch = epoch_ + 1,
          .epochs = regime_.epochs,
          .batch = batch_,
          .batches = batches_.count(),
          .loss = loss_sum_ / count,
          .accuracy = samples_.data.labels.empty() ? Epoch::none : right_ / count,
          .samples_per_second = static_cast<double>(regime_.batch) / a_step,
          .seconds_left = (static_cast<double>(regime_.epochs) * batches - done) * a_step};
}

template <class S>
Epoch Trainer<S>::finish_epoch() {
  const auto samples = static_cast<double>(batches_.samples());
  if (!weights_not_finite(learner_).empty())  // a next step, which would say so, may never come
    throw diverged_at_end(learner_, loss_sum_ / samples, here(largest(samples_.data)));
  const Score watched = this->watched();
  ++epoch_;
  const Epoch epoch{.number = epoch_,
                    .learning_rate = regime_.learning_rate(optimiser_.steps() - 1),
                    .loss = loss_sum_ / samples,
                    .accuracy = samples_.data.labels.empty() ? Epoch::none : right_ / samples,
                    .validation_loss = watched.loss,
                    .validation_accuracy = watched.accuracy,
                    .seconds = seconds_,
                    .samples_per_second = samples / seconds_};
  batch_ = 0;
  loss_sum_ = right_ = seconds_ = 0;
  return epoch;
}

template <class S>
void Trainer<S>::save(Archive<S>& archive) const {
  learner_.save(archive);
  archive.put("epoch", epoch_);
  archive.put("batch", static_cast<double>(batch_));
  archive.put("steps", optimiser_.steps());
  archive.put("loss_sum", loss_sum_);
  archive.put("right", right_);
  archive.put("seconds", seconds_);
  for (std::size_t i = 0; i < optimiser_.memories().size(); ++i) {
    archive.put(fmt::format("first{}", i), optimiser_.memories()[i].first);
    archive.put(fmt::format("second{}", i), optimiser_.memories()[i].second);
  }
}

template <class S>
void Trainer<S>::restore(const Archive<S>& archive) {
  if (archive.count("batch") > batches_.count())
    throw Error("the checkpoint is of another run", "",
                "Resume with the configuration and the data that it began with.");
  ahead_ = {};
  learner_.restore(archive);
  epoch_ = static_cast<int>(archive.count("epoch"));
  batch_ = archive.count("batch");
  loss_sum_ = archive.number("loss_sum");
  right_ = archive.number("right");
  seconds_ = archive.number("seconds");
  std::vector<Memory<S>> memories = optimiser_.memories();
  for (std::size_t i = 0; i < memories.size(); ++i) {
    Memory<S>& memory = memories[i];
    memory.first =
        archive.matrix(fmt::format("first{}", i), memory.first.rows(), memory.first.cols());
    memory.second =
        archive.matrix(fmt::format("second{}", i), memory.second.rows(), memory.second.cols());
  }
  optimiser_.resume(static_cast<int>(archive.count("steps")), std::move(memories));
}

template class Trainer<float>;
template class Trainer<double>;

}  // namespace stepgrad
