// How long the smallest GPT takes for a name in matrices (matrix/gpt.hpp), beside scalar by scalar,
// and beside PyTorch, where it is installed.
//
//   cmake --workflow --preset bench && build/bench/tests/benchmarks/gpt_matrix_benchmark [rounds]
//
// All start from the same weights and meet the same names; a step is the loss, the way back and
// Adam. In each round they take their steps in turn; what counts is the median of the processor time.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <stepgrad/base/error.hpp>
#include <stepgrad/language/gpt_trainer.hpp>
#include <stepgrad/language/names.hpp>
#include <stepgrad/matrix/gpt.hpp>
#include <stepgrad/matrix/optimisers.hpp>

#include "torch.hpp"

using namespace stepgrad;

namespace {

constexpr std::size_t names_a_round = 192;

double thread_seconds() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double median(std::vector<double> all) {
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  std::nth_element(all.begin(), middle, all.end());
  return *middle;
}

/// Training in matrices, so many names a step.
template <class S>
class InMatrices {
 public:
  InMatrices(const GptTrainer& names, std::size_t batch)
      : names_(names),
        documents_(batch),
        gpt_(graph_, names.gpt().shape(), names.gpt().weights().data()),
        adam_(Adam{.beta1 = 0.85, .beta2 = 0.99}, gpt_.parameters()) {}

  void steps() {
    for (std::size_t done = 0; done < names_a_round; done += documents_.size()) {
      for (auto& document : documents_) document = names_.alphabet().numbers(names_.name(next_++));
      const GraphScope scope(graph_);
      adam_.descend(gpt_.loss(documents_), 0.001);
    }
  }

 private:
  const GptTrainer& names_;
  std::vector<std::vector<std::size_t>> documents_;
  std::size_t next_ = 0;
  Graph<S> graph_;
  MatrixGpt<S> gpt_;
  Optimiser<S> adam_;
};

/// PyTorch's seconds for the names of a round, so many a step; the median of three rounds.
double seconds_in_torch(const std::string& python, const GptTrainer& trainer, std::size_t batch) {
  std::string input;
  for (std::size_t i = 0; i < names_a_round; ++i) {
    for (const std::size_t number : trainer.alphabet().numbers(trainer.name(i)))
      input += std::to_string(number) + " ";
    input += "\n";
  }
  const GptShape& shape = trainer.gpt().shape();
  std::istringstream output(run_torch(python,
                                      {STEPGRAD_TORCH_GPT, std::to_string(shape.width),
                                       std::to_string(shape.letters), std::to_string(batch), "4"},
                                      input));
  double loss;
  output >> loss;
  std::vector<double> seconds;
  for (double second; output >> second;) seconds.push_back(second);
  return median(seconds);
}

void measure(std::size_t width, std::size_t rounds, const std::optional<std::string>& python) {
  GptTrainer scalar({.width = width, .steps = names_a_round * (rounds + 1), .rate = 0.001},
                    made_up_names());
  InMatrices<double> in_double(scalar, 1), many_in_double(scalar, 32);
  InMatrices<float> in_float(scalar, 1), many_in_float(scalar, 32);
  const std::vector<std::function<void()>> contenders{
      [&] {
        for (std::size_t i = 0; i < names_a_round; ++i) scalar.step();
      },
      [&] { in_double.steps(); }, [&] { many_in_double.steps(); }, [&] { in_float.steps(); },
      [&] { many_in_float.steps(); }};
  std::vector<std::vector<double>> seconds(contenders.size());
  for (std::size_t round = 0; round <= rounds; ++round)
    for (std::size_t i = 0; i < contenders.size(); ++i) {
      const double start = thread_seconds();
      contenders[i]();
      if (round > 0) seconds[i].push_back(thread_seconds() - start);  // the first warms up
    }
  const double by_scalars = median(seconds[0]);
  std::vector<double> others;
  for (std::size_t i = 1; i < seconds.size(); ++i) others.push_back(median(seconds[i]));
  for (const std::size_t batch : {1, 32})
    if (python) others.push_back(seconds_in_torch(*python, scalar, batch));
  std::printf("%6zu %8zu %8.1f", width, scalar.gpt().weights().size(),
              1e6 * by_scalars / names_a_round);
  for (const double other : others)
    std::printf(" %8.1f %5.2f", 1e6 * other / names_a_round, by_scalars / other);
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) try {
  const auto rounds = static_cast<std::size_t>(argc > 1 ? std::max(1, std::atoi(argv[1])) : 11);
  tune_torch();
  const std::optional<std::string> python = python_with_torch();
  std::printf(
      "Microseconds a name of training the smallest GPT; x: so many times as fast as scalar by scalar.\n"
      "In matrices one name a step, or 32. PyTorch: in float, one thread.\n\n"
      " width  weights   scalar   double     x  32 each     x    float     x  32 each     x%s\n",
      python ? "  PyTorch     x  32 each     x" : "");
  for (const std::size_t width : {16, 64}) measure(width, rounds, python);
  if (!python)
    std::printf("\nNo PyTorch beside it: install python3-torch and libopenblas0-pthread.\n");
} catch (const Error& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 3;
}
