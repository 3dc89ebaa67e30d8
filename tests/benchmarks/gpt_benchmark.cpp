// How long the smallest GPT takes to learn names, scalar by scalar: gpt.hpp.
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
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "gpt.hpp"
#include "python_random.hpp"

using namespace stepgrad;
using namespace stepgrad::benchmarks;

namespace {

double thread_seconds() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

std::vector<std::string> names_in(const char* file) {
  std::vector<std::string> names;
  std::ifstream in(file);
  for (std::string name; std::getline(in, name);)
    if (!name.empty()) names.push_back(name);
  return names;
}

/// Two to four syllables each, of a consonant and a vowel, some with a consonant at the end.
std::vector<std::string> made_up_names() {
  constexpr std::string_view consonants = "bcdfghjklmnpqrstvwxyz", vowels = "aeiou";
  PythonRandom random(1);
  const auto one_of = [&](std::string_view letters) {
    return letters[static_cast<std::size_t>(random.unit() * static_cast<double>(letters.size()))];
  };
  std::vector<std::string> names(2000);
  for (std::string& name : names) {
    const int syllables = 2 + static_cast<int>(3 * random.unit());
    for (int i = 0; i < syllables; ++i) {
      name += one_of(consonants);
      name += one_of(vowels);
    }
    if (random.unit() < 0.4) name += one_of(consonants);
  }
  return names;
}

/// The letters' numbers from 0 on in the order of the alphabet, and before and behind them one more.
std::vector<std::size_t> numbered(const std::string& name, const std::string& alphabet) {
  std::vector<std::size_t> letters{alphabet.size()};
  for (const char letter : name) letters.push_back(alphabet.find(letter));
  letters.push_back(alphabet.size());
  return letters;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> names = made_up_names();
  int steps = 1000;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::string_view(argv[i]) == "--names") names = names_in(argv[i + 1]);
    if (std::string_view(argv[i]) == "--steps") steps = std::max(1, std::atoi(argv[i + 1]));
  }
  if (names.empty()) {
    std::fprintf(stderr, "gpt_benchmark: there are no names in that file\n");
    return 2;
  }
  PythonRandom random(42);
  random.shuffle(names);
  std::string alphabet;
  for (const std::string& name : names) alphabet += name;
  std::sort(alphabet.begin(), alphabet.end());
  alphabet.erase(std::unique(alphabet.begin(), alphabet.end()), alphabet.end());

  const Gpt::Shape shape{.letters = alphabet.size() + 1};
  std::vector<double> weights(Gpt::parameters_of(shape));
  for (double& weight : weights) weight = random.normal(0.08);
  const Gpt gpt(shape, weights);
  Adam adam(weights.size());

  std::vector<double> losses, seconds;
  std::size_t operations = 0;
  for (int step = 0; step < steps; ++step) {
    const double start = thread_seconds();
    {
      const Scope scope;
      const std::size_t before = tape().size();
      const auto letters = numbered(names[static_cast<std::size_t>(step) % names.size()], alphabet);
      const Value loss = gpt.loss(letters);
      losses.push_back(loss.data());
      zero_grad();
      backward(loss);
      adam.step(gpt.parameters(), 0.01 * (1 - static_cast<double>(step) / steps));
      operations += tape().size() - before;
    }
    seconds.push_back(thread_seconds() - start);
  }

  double total = 0;
  for (const double second : seconds) total += second;
  std::printf("%d steps, %zu parameters: %.3f s, %.1f us a step, %zu nodes a step\nlosses", steps,
              weights.size(), total, 1e6 * total / steps,
              operations / static_cast<std::size_t>(steps));
  for (int step = 0; step < std::min(5, steps); ++step)
    std::printf(" %.4f", losses[static_cast<std::size_t>(step)]);
  std::printf(" ... %.4f\n", losses.back());
}
