// The sum over ranks, by MPI.
//
//   every rank sends piece r of its numbers to rank r        alltoallv
//   rank r adds what it has got, in the order of ranks
//   every rank sends its piece, summed, to all               allgatherv
//
// So each number is added once, in one order, whatever MPI does inside; and each rank sends and gets
// 2 (n - 1)/n of the numbers, the least that there is for n ranks. A few numbers, which take less time
// than a message does, go to all in one.
//
// Nobody waits inside MPI, which would wait for ever for a rank that is gone: mpirun tells the others
// by a signal, and who has been told and still sees nobody come gives up.
#include "app/mpi/module.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <vector>

#include <mpi.h>

namespace stepgrad::app {
namespace {

int rank, size;

constexpr int note = 1;  // by its tag: rank 0 has told that a rank is gone

MPI_Datatype type_of(float) { return MPI_FLOAT; }
MPI_Datatype type_of(double) { return MPI_DOUBLE; }

/// Waits, and asks `interrupted` meanwhile. False if it was, and this has not ended for a while. mpirun
/// waits a second before it kills; within that rank 0 has the first word.
bool done(MPI_Request request, bool (*interrupted)()) {
  using Clock = std::chrono::steady_clock;
  const auto patience = std::chrono::milliseconds(rank == 0 ? 150 : 300);
  Clock::time_point told = {};
  for (int is_done = 0;;) {
    MPI_Test(&request, &is_done, MPI_STATUS_IGNORE);
    if (is_done) return true;
    if (!interrupted()) continue;
    const Clock::time_point now = Clock::now();
    if (told == Clock::time_point{}) told = now;
    if (now - told > patience) return false;
  }
}

/// Another rank is gone. One tells it: rank 0, and where that is gone, rank 1.
int give_up() {
  if (rank == 0) {
    for (int other = 1; other < size; ++other) {
      MPI_Request request;
      MPI_Isend(nullptr, 0, MPI_BYTE, other, note, MPI_COMM_WORLD, &request);
    }
  } else {
    int is_told = 0;
    MPI_Iprobe(0, note, MPI_COMM_WORLD, &is_told, MPI_STATUS_IGNORE);
    constexpr int machine_lacks = 3;
    if (is_told || rank > 1) std::_Exit(machine_lacks);
  }
  return -1;
}

/// numbers[i] ← Σᵣ received[r · count + i], in the order of r.
template <class Number>
void add_up(const std::vector<Number>& received, Number* numbers, std::size_t count) {
  std::copy_n(received.begin(), count, numbers);
  for (int r = 1; r < size; ++r) {
    const Number* from = received.data() + static_cast<std::size_t>(r) * count;
    for (std::size_t i = 0; i < count; ++i) numbers[i] += from[i];
  }
}

template <class Number>
int sum(Number* numbers, std::size_t count, bool (*interrupted)()) {
  constexpr std::size_t few = 2048;
  const MPI_Datatype type = type_of(Number());
  MPI_Request request;
  int here = interrupted(), anywhere = 0;
  MPI_Request flag;
  MPI_Iallreduce(&here, &anywhere, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD, &flag);

  static std::vector<Number> received, piece;
  if (count <= few) {
    received.resize(count * static_cast<std::size_t>(size));
    const int all = static_cast<int>(count);
    MPI_Iallgather(numbers, all, type, received.data(), all, type, MPI_COMM_WORLD, &request);
    if (!done(request, interrupted) || !done(flag, interrupted)) return give_up();
    add_up(received, numbers, count);
    return anywhere;
  }

  std::vector<int> counts, begins, own_counts, own_begins;
  const auto border = [&](int r) {
    return static_cast<int>(count * static_cast<std::size_t>(r) / static_cast<std::size_t>(size));
  };
  const int own = border(rank + 1) - border(rank);
  for (int r = 0; r < size; ++r) {
    begins.push_back(border(r));
    counts.push_back(border(r + 1) - border(r));
    own_begins.push_back(r * own);
    own_counts.push_back(own);
  }
  received.resize(static_cast<std::size_t>(own) * static_cast<std::size_t>(size));
  piece.resize(static_cast<std::size_t>(own));
  MPI_Ialltoallv(numbers, counts.data(), begins.data(), type, received.data(), own_counts.data(),
                 own_begins.data(), type, MPI_COMM_WORLD, &request);
  if (!done(request, interrupted) || !done(flag, interrupted)) return give_up();
  add_up(received, piece.data(), piece.size());
  MPI_Iallgatherv(piece.data(), own, type, numbers, counts.data(), begins.data(), type,
                  MPI_COMM_WORLD, &request);
  return done(request, interrupted) ? anywhere : give_up();
}

void end() { MPI_Finalize(); }

MpiModule begin() {
  MPI_Init(nullptr, nullptr);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  return {rank, size, sum<float>, sum<double>, end};
}

}  // namespace
}  // namespace stepgrad::app

extern "C" stepgrad::app::MpiModule stepgrad_begin_mpi() { return stepgrad::app::begin(); }
