// Processes that train one model together, each on its share of every batch.
//
// A gradient is a mean over samples: every rank computes that of its own samples, the sums go over all
// ranks, and all take the same step. What a Trainer needs for that is a sum. The program has one by
// MPI (app/mpi), a test one of threads.
#pragma once

#include <cstddef>
#include <span>

#include <stepgrad/base/error.hpp>

namespace stepgrad {

/// This process is `rank` of 0 … `size` - 1.
class Communicator {
 public:
  virtual ~Communicator() = default;
  virtual int rank() const = 0;
  virtual int size() const = 0;

  /// Each entry becomes its sum over all ranks, added in the order of ranks: the same bits in all of
  /// them and every time. All ranks must ask for it, with as many numbers. Throws RankLost if one of
  /// them will not any more; the numbers are then as they were.
  virtual void sum(std::span<float> numbers) = 0;
  virtual void sum(std::span<double> numbers) = 0;
};

/// Another process of the run has ended before its time.
class RankLost : public Error {
 public:
  RankLost()
      : Error("another process of this run has ended", "", "Its own message may say why.",
              Fault::machine) {}
};

/// So many samples of a batch, from the first on.
struct BatchShare {
  std::size_t first, count;
};

/// The part of `samples` that one of `size` ranks takes: as near to equal as whole samples can be, in
/// the order of ranks; where there are fewer samples than ranks, some take none.
inline BatchShare share_of(std::size_t samples, int rank, int size) {
  const auto border = [&](int r) {
    return samples * static_cast<std::size_t>(r) / static_cast<std::size_t>(size);
  };
  return {border(rank), border(rank + 1) - border(rank)};
}

}  // namespace stepgrad
