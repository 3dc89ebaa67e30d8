#include "app/training/ranks.hpp"

#include <exception>
#include <filesystem>

#include <dlfcn.h>
#include <fmt/format.h>

#include <stepgrad/base/process.hpp>

#include "app/interrupt.hpp"
#include "app/mpirun.hpp"

namespace stepgrad::app {
namespace {

constexpr const char* module_file = "stepgrad_mpi.so";

/// Beside the program where it was built, or with the libraries where it is installed; null if there is
/// none that can be loaded.
void* loaded_module() {
  const std::filesystem::path folder = program_path().parent_path();
  const std::filesystem::path installed =
      (folder / STEPGRAD_PREFIX_OF_PROGRAM).lexically_normal() / STEPGRAD_LIBRARY;
  for (const std::filesystem::path& place : {folder, installed})
    if (void* module = ::dlopen((place / module_file).c_str(), RTLD_NOW | RTLD_GLOBAL))
      return module;  // MPI's own modules look for its names
  return nullptr;
}

}  // namespace

MpiRanks::~MpiRanks() {
  if (std::uncaught_exceptions() == 0) module_.end();
}

void MpiRanks::sum(std::span<float> numbers) {
  note(module_.sum_floats(numbers.data(), numbers.size(), Interrupt::came));
}

void MpiRanks::sum(std::span<double> numbers) {
  note(module_.sum_doubles(numbers.data(), numbers.size(), Interrupt::came));
}

void MpiRanks::note(int answer) {
  if (answer < 0) throw RankLost();
  interrupted_ = answer > 0;
}

std::unique_ptr<MpiRanks> ranks_of_this_run() {
  const MpiPlace place = place_under_mpirun();
  if (place.size < 2) return nullptr;
  void* const module = loaded_module();
  if (!module)
    throw Error(
        fmt::format("mpirun has started {} processes, and this stepgrad knows no MPI", place.size),
        "",
        "They would all train the same. Install libopenmpi-dev and build stepgrad again (a package: stepgrad-mpi), or "
        "start it without mpirun.",
        Fault::machine);
  const auto begin = reinterpret_cast<BeginMpi>(::dlsym(module, begin_mpi_name));
  auto ranks = std::make_unique<MpiRanks>(begin());
  if (ranks->size() != place.size)
    throw Error(fmt::format("mpirun has started {} processes, which do not find each other: it is "
                            "of another MPI than Open MPI",
                            place.size),
                "", "Start them with Open MPI's: mpirun.openmpi.", Fault::machine);
  return ranks;
}

}  // namespace stepgrad::app
