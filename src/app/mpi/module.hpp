// Between the program and MPI: plain C, for what stands on MPI is a module of its own, which is
// loaded only where mpirun has started the program. Nobody else waits for MPI, or needs it installed.
#pragma once

#include <cstddef>

namespace stepgrad::app {

/// What the module gives. While a sum waits for other ranks it asks `interrupted`; where that is so and
/// they do not come, it gives up.
struct MpiModule {
  int rank, size;
  /// Sums over all ranks, as Communicator::sum says. 1: a rank was interrupted before it came to this
  /// sum; 0: none was; -1: another rank does not come.
  int (*sum_floats)(float* numbers, std::size_t count, bool (*interrupted)());
  int (*sum_doubles)(double* numbers, std::size_t count, bool (*interrupted)());
  /// All ranks call it at their end, but not where one of them is gone.
  void (*end)();
};

/// Its one function, by this name: MPI begins.
using BeginMpi = MpiModule (*)();
inline constexpr const char* begin_mpi_name = "stepgrad_begin_mpi";

}  // namespace stepgrad::app
