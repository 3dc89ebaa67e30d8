// src/stepgrad/run/seeds.hpp
#include <cstdio>
#include <filesystem>

#include <stepgrad/base/parallel.hpp>
#include <stepgrad/run/seeds.hpp>

using namespace stepgrad;

int main() {
  std::filesystem::remove_all("runs/moons");  // of the last time
  // clang-format off
  Configuration asked;
  asked.data = "moons";
  const std::vector<std::string> folders = new_seed_runs(asked, 10, "runs/moons");
  const std::vector<SeedRun> runs = train_seeds<float>(folders, {}, processors());
  std::string text = seeds_text(runs);  // "accuracy 97.25 % ± 0.42 (from …"
  // clang-format on
  std::printf("%zu runs\n%s\n", runs.size(), text.substr(0, 8).c_str());
}

// Prints:
// 10 runs
// accuracy
