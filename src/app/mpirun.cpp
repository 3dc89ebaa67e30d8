#include "app/mpirun.hpp"

#include <chrono>
#include <cstdlib>
#include <thread>

namespace stepgrad::app {
namespace {

/// The number in a variable of Open MPI or else of MPICH and its like.
int number_in(const char* open_mpi, const char* others, int usual) {
  for (const char* name : {open_mpi, others})
    if (const char* text = std::getenv(name)) return std::atoi(text);
  return usual;
}

}  // namespace

MpiPlace place_under_mpirun() {
  return {number_in("OMPI_COMM_WORLD_RANK", "PMI_RANK", 0),
          number_in("OMPI_COMM_WORLD_SIZE", "PMI_SIZE", 1)};
}

void let_first_rank_speak() {
  if (place_under_mpirun().rank > 0) std::this_thread::sleep_for(std::chrono::milliseconds(300));
}

}  // namespace stepgrad::app
