// Several ranks, here threads, train what one alone would.
#include <algorithm>
#include <barrier>
#include <functional>
#include <limits>
#include <optional>
#include <thread>

#include <stepgrad/data/generators.hpp>
#include <stepgrad/train/evaluation.hpp>
#include <stepgrad/train/observers.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

/// Ranks that are threads. One may leave at its k-th sum, and the others lose it.
class ThreadRanks {
 public:
  explicit ThreadRanks(int size)
      : size_(size), numbers_(static_cast<std::size_t>(size)), all_(size) {}

  class Rank : public Communicator {
   public:
    Rank(ThreadRanks& ranks, int rank) : ranks_(ranks), rank_(rank) {}
    int rank() const override { return rank_; }
    int size() const override { return ranks_.size_; }
    void sum(std::span<float> numbers) override { ranks_.sum(rank_, numbers); }
    void sum(std::span<double> numbers) override { ranks_.sum(rank_, numbers); }

   private:
    ThreadRanks& ranks_;
    int rank_;
  };

  /// Every rank does this in a thread of its own.
  void run(const std::function<void(Communicator&)>& work) {
    std::vector<std::jthread> threads;
    for (int rank = 0; rank < size_; ++rank)
      threads.emplace_back([this, rank, &work] {
        Rank one(*this, rank);
        work(one);
      });
  }

  int lost_at = 0;  // at this sum; 0: never

 private:
  template <class S>
  void sum(int rank, std::span<S> numbers) {
    if (rank == 0) ++sums_;
    numbers_[static_cast<std::size_t>(rank)].assign(numbers.begin(), numbers.end());
    all_.arrive_and_wait();
    const bool lost = sums_ == lost_at;
    if (!lost)
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        S sum = 0;
        for (const std::vector<double>& of_rank : numbers_) sum += static_cast<S>(of_rank[i]);
        numbers[i] = sum;
      }
    all_.arrive_and_wait();
    if (lost) throw RankLost();
  }

  int size_;
  int sums_ = 0;
  std::vector<std::vector<double>> numbers_;
  std::barrier<> all_;
};

/// What training comes to.
template <class S>
struct Reached {
  std::vector<Matrix<S>> weights;
  std::vector<Epoch> epochs;
};

/// Of every rank; of one alone where `size` is 1.
template <class S>
std::vector<Reached<S>> trained(int size, const DatasetOf<S>& data,
                                const Architecture& architecture, const Regime& regime) {
  std::vector<Reached<S>> reached(static_cast<std::size_t>(size));
  const std::size_t kept = data.samples() / 4;
  const std::vector<std::size_t> all = data.all_samples();
  const auto work = [&](Communicator* ranks, Reached<S>& result) {
    Model<S> model(architecture, purpose_of(data), 1);
    Trainer<S> trainer(model,
                       {data,
                        {all.begin() + static_cast<long>(kept), all.end()},
                        {all.begin(), all.begin() + static_cast<long>(kept)}},
                       regime);
    if (ranks) trainer.share(*ranks);
    History history;
    trainer.run({&history});
    result = {model.weights(), history.epochs()};
  };
  if (size == 1) return work(nullptr, reached[0]), reached;
  ThreadRanks(size).run(
      [&](Communicator& ranks) { work(&ranks, reached[static_cast<std::size_t>(ranks.rank())]); });
  return reached;
}

template <class S>
double distance(const Reached<S>& a, const Reached<S>& b) {
  double most = 0;
  for (std::size_t i = 0; i < a.weights.size(); ++i)
    most = std::max(most, static_cast<double>((a.weights[i] - b.weights[i]).cwiseAbs().maxCoeff()));
  return most;
}

const Regime all_of_it{.optimiser = Adam{},
                       .learning_rate = one_cycle(0.01, 40),
                       .epochs = 2,
                       .batch = 7,
                       .l1 = 1e-4,
                       .l2 = 1e-2,
                       .clip = 0.5};

}  // namespace

TEST_CASE("shares are whole samples in order, near to equal, and some are none", "[train]") {
  const auto counts = [](std::size_t samples, int size) {
    std::vector<std::size_t> all;
    std::size_t next = 0;
    for (int rank = 0; rank < size; ++rank) {
      const BatchShare share = share_of(samples, rank, size);
      CHECK(share.first == next);
      next += share.count;
      all.push_back(share.count);
    }
    return all;
  };
  CHECK(counts(8, 2) == std::vector<std::size_t>{4, 4});
  CHECK(counts(7, 3) == std::vector<std::size_t>{2, 2, 3});
  CHECK(counts(2, 4) == std::vector<std::size_t>{0, 1, 0, 1});
}

TEST_CASE("ranks come to what one comes to, with all that training can be told", "[train]") {
  auto data = converted<double>(make("digits", {.samples = 60}));
  Regime regime = all_of_it;
  regime.augmentation = Augmentation{.noise = 0.05};
  const Architecture architecture{.sizes = {784, 6, 5, 10}, .activation = "tanh", .dropout = 0.3};
  const Reached<double> alone = trained(1, data, architecture, regime)[0];
  for (const int size : {2, 3, 9}) {  // of 7 samples in a batch
    INFO(size << " ranks");
    const auto all = trained(size, data, architecture, regime);
    for (const Reached<double>& one : all) {
      CHECK(distance(one, all[0]) == 0);
      CHECK(distance(one, alone) < 1e-12);
      REQUIRE(one.epochs.size() == 2);
      for (std::size_t i = 0; i < 2; ++i) {
        CHECK(one.epochs[i].loss == Approx(alone.epochs[i].loss).epsilon(1e-12));
        CHECK(one.epochs[i].accuracy == Approx(alone.epochs[i].accuracy).epsilon(1e-12));
        CHECK(one.epochs[i].validation_loss ==
              Approx(alone.epochs[i].validation_loss).epsilon(1e-12));
        CHECK(one.epochs[i].validation_accuracy ==
              Approx(alone.epochs[i].validation_accuracy).epsilon(1e-12));
      }
    }
  }
}

TEST_CASE("the same ranks come to the same bits", "[train]") {
  const auto data = converted<float>(make("moons", {.samples = 101}));
  const Architecture architecture{.sizes = {2, 8, 2}};
  const auto first = trained(3, data, architecture, all_of_it);
  CHECK(distance(first[0], trained(3, data, architecture, all_of_it)[0]) == 0);
  CHECK(distance(first[0], trained(1, data, architecture, all_of_it)[0]) < 1e-4);
}

TEST_CASE("samples that count differently do so in every share", "[train]") {
  auto data = converted<double>(make("moons", {.samples = 60}));
  data.weights = Matrix<double>::Random(1, 60).cwiseAbs();
  const Architecture architecture{.sizes = {2, 8, 2}};
  CHECK(distance(trained(3, data, architecture, all_of_it)[2],
                 trained(1, data, architecture, all_of_it)[0]) < 1e-12);
}

TEST_CASE("where one rank is lost, the others can save what all had reached", "[train]") {
  const auto data = converted<double>(make("moons", {.samples = 40}));
  const Architecture architecture{.sizes = {2, 8, 2}};
  Regime regime{.epochs = 3, .batch = 8};
  const auto run_until = [&](int lost_at, std::optional<Archive<double>> from, int size) {
    Archive<double> archive;
    ThreadRanks ranks(size);
    ranks.lost_at = lost_at;
    ranks.run([&](Communicator& rank) {
      Model<double> model(architecture, purpose_of(data), 1);
      Trainer<double> trainer(model, {data, data.all_samples(), {}}, regime);
      trainer.share(rank);
      if (from) trainer.restore(*from);
      try {
        trainer.run();
        CHECK(lost_at == 0);
      } catch (const RankLost&) {
        CHECK(trainer.steps_done() == lost_at - 1);
      }
      if (rank.rank() == 0) trainer.save(archive);
    });
    return archive;
  };
  const Archive<double> whole = run_until(0, {}, 2), part = run_until(8, {}, 2);
  const auto first_weights = [](const Archive<double>& archive) {
    Model<double> model = Model<double>::load(archive);
    return model.weights();
  };
  CHECK(first_weights(run_until(0, part, 2)) == first_weights(whole));
  const auto by_three = first_weights(run_until(0, part, 3));  // and on another number of ranks
  for (std::size_t i = 0; i < by_three.size(); ++i)
    CHECK((by_three[i] - first_weights(whole)[i]).cwiseAbs().maxCoeff() < 1e-12);
}

TEST_CASE("batch normalisation does not go with ranks", "[train]") {
  const auto data = converted<float>(make("moons", {.samples = 40}));
  Model<float> model({.sizes = {2, 8, 2}, .batch_norm = true}, purpose_of(data), 1);
  Trainer<float> trainer(model, all_of(data), {});
  ThreadRanks ranks(1);
  ThreadRanks::Rank rank(ranks, 0);
  CHECK_THAT(error_of([&] { trainer.share(rank); }),
             Catch::StartsWith("batch normalisation is not for several processes"));
}

TEST_CASE("what diverges in one share is told by all ranks as by one", "[train]") {
  auto data = converted<float>(make("moons", {.samples = 40}));
  data.inputs(0, 20) = std::numeric_limits<float>::infinity();
  const auto told = [&](Communicator* ranks) {
    Model<float> model({.sizes = {2, 8, 2}}, purpose_of(data), 1);
    Trainer<float> trainer(model, all_of(data), {.epochs = 3, .batch = 10});
    if (ranks) trainer.share(*ranks);
    return error_of([&] { trainer.run(); });
  };
  const std::string alone = told(nullptr);
  REQUIRE_THAT(alone, Catch::StartsWith("training diverged"));
  ThreadRanks(2).run([&](Communicator& ranks) {
    if (told(&ranks) != alone) std::abort();  // Catch2 is not for threads
  });
}
