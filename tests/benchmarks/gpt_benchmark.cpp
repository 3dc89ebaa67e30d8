// How long the smallest GPT takes to learn names, scalar by scalar (language/gpt.hpp), beside the
// fastest port of microgpt.py where it was found (./stepgrad bench --peers DIR).
//
//   cmake --workflow --preset bench && build/bench/tests/benchmarks/gpt_benchmark
//   gpt_benchmark --names names.txt [--steps 1000]
//
// With the 32,033 names of Karpathy's makemore, one a line, it starts from the same weights as
// microgpt.py and meets the names in the same order: its losses are 3.3660 3.4243 3.1778 3.0664
// 3.2209 … 2.6497. Without a file it makes names up. The port takes 1,000 steps, whatever is asked
// for, and its time includes reading the names and saying twenty of its own, a hundredth of it.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/process.hpp>
#include <stepgrad/language/gpt_trainer.hpp>
#include <stepgrad/language/names.hpp>

#include "seconds.hpp"

using namespace stepgrad;

namespace {

constexpr int rounds = 5;

struct Contender {
  std::string name;
  std::function<double()> seconds;  // of a training
  std::vector<double> samples = {};
};

std::size_t nodes_of(const GptTrainer& trainer, const std::string& name) {
  const Scope scope;
  const std::size_t before = tape().size();
  trainer.gpt().loss(trainer.alphabet().numbers(name));
  return tape().size() - before;
}

double seconds_of_training(const std::vector<std::string>& names, std::size_t steps) {
  GptTrainer trainer({.steps = steps}, names);
  const double start = thread_seconds();
  while (!trainer.finished()) trainer.step();
  return thread_seconds() - start;
}

void tell_of_losses(const std::vector<std::string>& names, std::size_t steps) {
  GptTrainer trainer({.steps = steps}, names);
  std::size_t nodes = 0;
  std::printf("%zu steps, %zu parameters\nlosses", steps, trainer.gpt().weights().size());
  double last = 0;
  for (std::size_t step = 0; step < steps; ++step) {
    nodes += nodes_of(trainer, trainer.name(step));
    last = trainer.step();
    if (step < 5) std::printf(" %.4f", last);
  }
  std::printf(" ... %.4f, %zu nodes a step\n", last, nodes / steps);
}

#ifdef STEPGRAD_PORTS
double seconds_of_children() {
  rusage used;
  getrusage(RUSAGE_CHILDREN, &used);
  return static_cast<double>(used.ru_utime.tv_sec) +
         1e-6 * static_cast<double>(used.ru_utime.tv_usec);
}

/// A port reads input.txt where it is called.
void add_ports(std::vector<Contender>& contenders, const std::vector<std::string>& names) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "stepgrad_ports";
  std::filesystem::create_directories(folder);
  std::filesystem::current_path(folder);
  std::string all;
  for (const std::string& name : names) all += name + "\n";
  write_file("input.txt", all);
  for (const char* number : {"float", "double"})
    contenders.push_back({std::string("microgpt.cpp, ") + number, [number] {
                            const double start = seconds_of_children();
                            run_program(std::string(STEPGRAD_PORTS "/microgpt_") + number, {}, "",
                                        std::chrono::minutes(5));
                            return seconds_of_children() - start;
                          }});
}
#endif

void measure(const std::vector<std::string>& names, std::size_t steps) {
  tell_of_losses(names, steps);
  std::vector<Contender> contenders{
      {"stepgrad", [&] { return seconds_of_training(names, steps); }}};
#ifdef STEPGRAD_PORTS
  add_ports(contenders, names);
#endif
  for (int round = 0; round < rounds; ++round)
    for (Contender& contender : contenders) contender.samples.push_back(contender.seconds());
  const double ours = median(contenders.front().samples);
  for (const Contender& contender : contenders)
    std::printf("  %-22s %7.3f s   / stepgrad %5.2f\n", contender.name.c_str(),
                median(contender.samples), median(contender.samples) / ours);
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
    measure(names, static_cast<std::size_t>(steps));
  } catch (const Error& error) {
    std::fprintf(stderr, "gpt_benchmark: %s\n", error.what());
    return 2;
  }
}
