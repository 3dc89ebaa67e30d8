// One of several processes? What mpirun says to each that it starts.
#pragma once

namespace stepgrad::app {

struct MpiPlace {
  int rank = 0, size = 1;
};

/// By the environment, before MPI begins: 0 of 1 where no mpirun has started this process.
MpiPlace place_under_mpirun();

/// Before an error is told: most errors are all processes', and one of them should tell it. Rank 0 does
/// and ends; mpirun then ends the others, which wait for that here. Whoever is not ended tells its own.
void let_first_rank_speak();

}  // namespace stepgrad::app
