// Training by several processes: `mpirun -n 4 stepgrad train …`.
#pragma once

#include <memory>
#include <string>

#include <stepgrad/train/communicator.hpp>

#include "app/mpi/module.hpp"

namespace stepgrad::app {

/// The processes that mpirun has started.
class MpiRanks : public Communicator {
 public:
  explicit MpiRanks(const MpiModule& module) : module_(module) {}
  ~MpiRanks() override;
  MpiRanks(const MpiRanks&) = delete;
  MpiRanks& operator=(const MpiRanks&) = delete;

  int rank() const override { return module_.rank; }
  int size() const override { return module_.size; }
  void sum(std::span<float> numbers) override;
  void sum(std::span<double> numbers) override;

  /// Had one of them been interrupted when they last added up? All say the same.
  bool interrupted() const { return interrupted_; }

 private:
  void note(int answer);

  MpiModule module_;
  bool interrupted_ = false;
};

/// Null where this process is alone. Throws Error (machine) where it is one of several and there is no
/// MPI: they would all train the same.
std::unique_ptr<MpiRanks> ranks_of_this_run();

}  // namespace stepgrad::app
