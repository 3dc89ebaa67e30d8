// Several processes that train one model: mpirun -n 2 stepgrad train.
#ifdef STEPGRAD_TRAIN
#include <cmath>
#include <filesystem>
#include <sstream>

#include "app/training.hpp"
#include "catch.hpp"
#include "programs.hpp"

using stepgrad::Outcome;
using stepgrad::read_file;
using stepgrad::test::contains;
using stepgrad::test::run;
using stepgrad::test::with;
using stepgrad::test::Workplace;
namespace fs = std::filesystem;

namespace {

bool has_mpi() {
  if (!stepgrad::test::has("mpirun", "openmpi-bin and libopenmpi-dev")) return false;
  if (fs::exists(fs::path(STEPGRAD_PROGRAM).parent_path() / "stepgrad_mpi.so")) return true;
  WARN("skipped: install libopenmpi-dev to have it");
  return false;
}

/// What starts so many; MPI itself does not give all back that it has taken.
std::vector<std::string> mpirun(int processes, const std::string& program = STEPGRAD_PROGRAM) {
  return {"-u",     "OMPI_COMM_WORLD_SIZE",    "ASAN_OPTIONS=detect_leaks=0",
          "mpirun", "--allow-run-as-root",     "--oversubscribe",
          "-n",     std::to_string(processes), program};
}

Outcome run_by(int processes, const std::vector<std::string>& words) {
  return stepgrad::run_program("env", with(mpirun(processes), words), "", std::chrono::minutes(4));
}

/// Each epoch's loss and accuracy, and those on validation.
std::vector<double> losses(const std::string& folder) {
  std::istringstream log(read_file(folder + "/log.csv"));
  std::vector<double> all;
  std::string line, cell;
  std::getline(log, line);
  while (std::getline(log, line)) {
    std::istringstream cells(line);
    for (int i = 0; std::getline(cells, cell, ','); ++i)
      if (i >= 2 && i <= 5) all.push_back(std::stod(cell));
  }
  return all;
}

bool are_near(const std::string& a, const std::string& b) {
  const std::vector<double> of_a = losses(a), of_b = losses(b);
  if (of_a.empty() || of_a.size() != of_b.size()) return false;
  for (std::size_t i = 0; i < of_a.size(); ++i)
    if (std::abs(of_a[i] - of_b[i]) > 1e-9 * (1 + std::abs(of_b[i]))) return false;
  return true;
}

std::string model_in(const std::string& folder) { return read_file(folder + "/model.stepgrad"); }

/// Rounding grows with the steps; in double it stays out of sight.
const std::vector<std::string> moons{"train",     "--samples",  "201",    "--epochs",    "8",
                                     "--dropout", "0.2",        "--l2",   "0.001",       "--clip",
                                     "1",         "--schedule", "cosine", "--precision", "double"};

}  // namespace

TEST_CASE("two processes come to the same bits each time, and to what one comes to", "[app]") {
  if (!has_mpi()) return;
  const Workplace place;
  const Outcome first = run_by(2, with(moons, {"--out", place / "first"}));
  INFO(first.output << first.errors);
  REQUIRE(first.status == 0);
  CHECK(contains(first.output, "2 processes share each batch\n"));
  CHECK(first.output.find("test: ") == first.output.rfind("test: "));  // one of them speaks
  REQUIRE(run_by(2, with(moons, {"--out", place / "second"})).status == 0);
  CHECK(model_in(place / "first") == model_in(place / "second"));
  REQUIRE(run(with(moons, {"--out", place / "alone"})).status == 0);
  CHECK(are_near(place / "first", place / "alone"));
}

TEST_CASE("batches with fewer samples than processes, patience and reductions work, too", "[app]") {
  if (!has_mpi()) return;
  const Workplace place;
  const std::vector<std::string> words{
      "train",    "--data",      "blobs",   "--samples",   "40",
      "--epochs", "12",          "--batch", "3",           "--patience",
      "2",        "--precision", "double",  "--reduction", "one-versus-all"};
  const Outcome four = run_by(4, with(words, {"--out", place / "four"}));
  INFO(four.output << four.errors);
  REQUIRE(four.status == 0);
  REQUIRE(run(with(words, {"--out", place / "alone"})).status == 0);
  CHECK(are_near(place / "four", place / "alone"));
  CHECK(read_file(place / "four/comparison.json") == read_file(place / "alone/comparison.json"));
}

TEST_CASE("a process that dies ends the run, which goes on by as many as one likes", "[app]") {
  if (!has_mpi()) return;
  const Workplace place;
  const std::vector<std::string> words{"train", "--samples", "2001", "--seed", "3"};
  // The last rank ends by a signal of its own once there is a checkpoint.
  const std::string script =
      "if [ $OMPI_COMM_WORLD_RANK = 1 ]; then\n"
      "  \"$@\" & one=$!\n"
      "  while [ ! -f " +
      (place / "run/checkpoint.stepgrad") +
      " ]; do sleep 0.05; done\n"
      "  kill -9 $one; wait $one\n"
      "else exec \"$@\"; fi\n";
  stepgrad::write_file(place / "dies.sh", script);
  const std::vector<std::string> start =
      with(mpirun(2, "sh"), {place / "dies.sh", STEPGRAD_PROGRAM});
  const Outcome died = stepgrad::run_program(
      "env", with(start, with(words, {"--epochs", "100000", "--out", place / "run"})), "",
      std::chrono::minutes(2));
  INFO(died.output << died.errors);
  CHECK(died.end == Outcome::End::finished);
  CHECK(died.status != 0);
  CHECK(contains(died.errors, "stepgrad: another process of this run has ended\n"));
  CHECK(contains(died.errors, "stepgrad train --resume " + (place / "run")));
  CHECK(run_by(3, {"train", "--resume", place / "run", "--epochs", "100"}).status == 0);
  CHECK(run({"evaluate", place / "run", "--data", "moons"}).status == 0);
}

TEST_CASE("what is wrong is told once", "[app]") {
  if (!has_mpi()) return;
  const Workplace place;
  const auto times = [](const std::string& text, const std::string& part) {
    int count = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != text.npos; ++at) ++count;
    return count;
  };
  const Outcome norm = run_by(2, {"train", "--batch-norm", "--out", place / "run"});
  CHECK(times(norm.errors, "batch normalisation is not for several processes") >= 1);
  CHECK(norm.status == 2);
  const Outcome rate = run_by(2, {"train", "--rate", "1e6", "--out", place / "far"});
  CHECK(contains(rate.errors, "training diverged"));
  CHECK(contains(run_by(2, {"train", "--data", "-"}).errors,
                 "reach only one of several runs or processes"));
}

TEST_CASE("under mpirun a program without MPI says so, and trains nothing", "[app]") {
  const Workplace place;
  fs::copy(STEPGRAD_PROGRAM, place / "stepgrad");  // its module is not beside it
  const Outcome outcome =
      stepgrad::run_program("env",
                            {"OMPI_COMM_WORLD_SIZE=4", "OMPI_COMM_WORLD_RANK=0", place / "stepgrad",
                             "train", "--out", place / "run"},
                            "", std::chrono::minutes(1));
  CHECK(outcome.status == 3);
  CHECK(contains(outcome.errors,
                 "stepgrad: mpirun has started 4 processes, and this stepgrad knows no MPI\n"));
  CHECK(!fs::exists(place / "run"));
}
#endif
