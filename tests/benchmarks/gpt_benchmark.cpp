// How long the smallest GPT takes to learn names, scalar by scalar: language/gpt.hpp.
//
//   cmake --workflow --preset bench && build/bench/tests/benchmarks/gpt_benchmark
//   gpt_benchmark --names names.txt [--steps 1000]
//
// With the 32,033 names of Karpathy's makemore, one a line, it starts from the same weights as
// microgpt.py and meets the names in the same order: its losses are 3.3660 3.4243 3.1778 3.0664
// 3.2209 … 2.6497. Without a file it makes names up.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/base/error.hpp>
#include <stepgrad/language/gpt_trainer.hpp>
#include <stepgrad/language/names.hpp>

using namespace stepgrad;

namespace {

double thread_seconds() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

std::size_t nodes_of(const GptTrainer& trainer, const std::string& name) {
  const Scope scope;
  const std::size_t before = tape().size();
  trainer.gpt().loss(trainer.alphabet().numbers(name));
  return tape().size() - before;
}

void measure(std::vector<std::string> names, std::size_t steps) {
  GptTrainer trainer({.steps = steps}, std::move(names));
  std::vector<double> losses;
  const double start = thread_seconds();
  while (!trainer.finished()) losses.push_back(trainer.step());
  const double seconds = thread_seconds() - start;
  std::size_t nodes = 0;
  for (std::size_t step = 0; step < steps; ++step) nodes += nodes_of(trainer, trainer.name(step));
  std::printf("%zu steps, %zu parameters: %.3f s, %.1f us a step, %zu nodes a step\nlosses", steps,
              trainer.gpt().weights().size(), seconds, 1e6 * seconds / static_cast<double>(steps),
              nodes / steps);
  for (std::size_t step = 0; step < std::min<std::size_t>(5, steps); ++step)
    std::printf(" %.4f", losses[step]);
  std::printf(" ... %.4f\n", losses.back());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    std::vector<std::string> names;
    int steps = 1000;
    for (int i = 1; i + 1 < argc; i += 2) {
      if (std::string_view(argv[i]) == "--names") names = read_names(argv[i + 1]);
      if (std::string_view(argv[i]) == "--steps") steps = std::max(1, std::atoi(argv[i + 1]));
    }
    if (names.empty()) names = made_up_names();
    measure(std::move(names), static_cast<std::size_t>(steps));
  } catch (const Error& error) {
    std::fprintf(stderr, "gpt_benchmark: %s\n", error.what());
    return 2;
  }
}
