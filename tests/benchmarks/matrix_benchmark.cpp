// How long the matrix engine takes for an epoch of training, in float and double: beside the time that
// the products alone must take, two loops written by hand over Eigen, and PyTorch.
//
//   cmake --workflow --preset bench && build/bench/tests/benchmarks/matrix_benchmark [rounds]
//
// Everything that training does is in it: the graph, loss, the way back, the optimiser. Batches are
// slices of the data in its order, for all contenders. In each round they take their epochs in turn,
// so that what else the machine does meets all of them alike; what counts is the median of the
// processor time and, from machine to machine, the ratio. All use one thread and flush denormals.
// PyTorch is run as fast as it will go (torch.hpp).
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include <stepgrad/base/random.hpp>
#include <stepgrad/data/dataset.hpp>
#include <stepgrad/matrix/denormals.hpp>
#include <stepgrad/matrix/layers.hpp>
#include <stepgrad/matrix/optimisers.hpp>

#include "eigen_loop.hpp"
#include "torch.hpp"

using namespace stepgrad;

namespace {

constexpr Index samples = 60'000;

struct Workload {
  const char* letter;
  std::vector<Index> sizes;
  std::size_t batch;

  std::string name() const {
    std::string name;
    for (const Index size : sizes) name += (name.empty() ? "" : "-") + std::to_string(size);
    return name;
  }

  /// The multiplications and additions of an epoch's products: W X and G Xᵀ of each layer, Wᵀ G of
  /// each but the first.
  double operations() const {
    double count = 0;
    for (std::size_t i = 1; i < sizes.size(); ++i)
      count += (i == 1 ? 2 : 3) * 2.0 * static_cast<double>(sizes[i] * sizes[i - 1]);
    return count * samples;
  }
};

const std::vector<Workload> workloads{
    {"a", {784, 128, 64, 10}, 64}, {"b", {2, 16, 16, 2}, 32}, {"c", {784, 10}, 64}};

double median(std::vector<double> seconds) {
  const auto middle = seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2);
  std::nth_element(seconds.begin(), middle, seconds.end());
  return *middle;
}

double thread_seconds() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Calls step(inputs, labels) for each batch of an epoch. Returns the processor time.
template <class S, class Step>
double seconds_an_epoch(const DatasetOf<S>& data, std::size_t batch, Step step) {
  const FlushDenormals flush;
  const double start = thread_seconds();
  for (std::size_t first = 0; first < data.samples(); first += batch) {
    const std::size_t size = std::min(batch, data.samples() - first);
    step(data.inputs.middleCols(static_cast<Index>(first), static_cast<Index>(size)),
         std::span<const int>(data.labels).subspan(first, size));
  }
  return thread_seconds() - start;
}

// ---- what the processor can do ------------------------------------------------------------------

/// Multiplications and additions of floats in a second: sums enough to keep it busy, all in
/// registers. They begin at numbers that the compiler does not know, or it would see that some are
/// equal, and compute these once.
double operations_a_second() {
#if defined(__AVX512F__)
  constexpr int lanes = 16;
#elif defined(__AVX__)
  constexpr int lanes = 8;
#else
  constexpr int lanes = 4;
#endif
  typedef float Vector __attribute__((vector_size(lanes * sizeof(float))));
  constexpr int sums = 12, times = 1'000'000;
  volatile float begin = 0;
  Vector sum[sums], factor = Vector{} + 0.999f, term = Vector{} + 0.001f;
  for (Vector& one : sum) one = Vector{} + begin;
  const double start = thread_seconds();
  for (int i = 0; i < times; ++i) {
#pragma GCC unroll 12
    for (int k = 0; k < sums; ++k) sum[k] = sum[k] * factor + term;
  }
  const double seconds = thread_seconds() - start;
  volatile float seen = 0;
  for (const Vector& one : sum) seen = seen + one[0];
  return 2.0 * lanes * sums * times / seconds;
}

// ---- ours ---------------------------------------------------------------------------------------

/// Inputs from -1 to 1. The label is the largest of as many inputs as there are classes.
template <class S>
DatasetOf<S> made_up(const Workload& workload) {
  Random random(1);
  DatasetOf<S> data;
  data.inputs.resize(workload.sizes.front(), samples);
  for (Index i = 0; i < data.inputs.size(); ++i)
    data.inputs.data()[i] = static_cast<S>(2 * random.uniform() - 1);
  for (Index i = 0; i < samples; ++i) {
    Index label;
    data.inputs.col(i).head(workload.sizes.back()).maxCoeff(&label);
    data.labels.push_back(static_cast<int>(label));
  }
  return data;
}

template <class S>
class Stepgrad {
 public:
  Stepgrad(const Workload& workload, const DatasetOf<S>& data)
      : data_(data), batch_(workload.batch) {
    Random random(1);
    model_ = mlp<S>(graph_, workload.sizes, random);
    optimiser_ = std::make_unique<Optimiser<S>>(Sgd{.momentum = 0.9}, model_.parameters());
  }

  double seconds() {
    return seconds_an_epoch(data_, batch_, [&](const auto& inputs, std::span<const int> labels) {
      const GraphScope scope(graph_);
      const Tensor<S> logits = model_(graph_.constant(inputs), Pass::training);
      optimiser_->descend(softmax_cross_entropy(logits, labels), 0.01);
    });
  }

 private:
  const DatasetOf<S>& data_;
  std::size_t batch_;
  Graph<S> graph_;
  Sequential<S> model_;
  std::unique_ptr<Optimiser<S>> optimiser_;
};

// ---- by hand ------------------------------------------------------------------------------------

template <Written written>
class ByHand {
 public:
  ByHand(const Workload& workload, const DatasetOf<float>& data)
      : data_(data), batch_(workload.batch), loop_(workload.sizes) {}

  double seconds() {
    return seconds_an_epoch(data_, batch_, [&](const auto& inputs, std::span<const int> labels) {
      loop_.step(inputs, labels, 0.01f);
    });
  }

 private:
  const DatasetOf<float>& data_;
  std::size_t batch_;
  EigenLoop<float, written> loop_;
};

// ---- PyTorch ------------------------------------------------------------------------------------

struct TorchEpochs {
  std::string about;
  std::vector<double> seconds;
};

TorchEpochs torch_epochs(const std::string& python, const Workload& workload) {
  std::istringstream output(run_torch(
      python, {STEPGRAD_TORCH_EPOCHS, workload.name(), std::to_string(workload.batch), "3"}, ""));
  TorchEpochs epochs;
  for (std::string line; std::getline(output, line) && !line.empty();) epochs.about += line + "\n";
  for (double seconds; output >> seconds;) epochs.seconds.push_back(seconds);
  return epochs;
}

// ---- side by side -------------------------------------------------------------------------------

/// One line of figures. Returns what PyTorch says about itself.
std::string measure(const Workload& workload, const std::optional<std::string>& python,
                    int rounds) {
  const DatasetOf<float> data = made_up<float>(workload);
  const DatasetOf<double> precise = made_up<double>(workload);
  Stepgrad<float> single(workload, data);
  Stepgrad<double> twice(workload, precise);
  ByHand<Written::plainly> plain(workload, data);
  ByHand<Written::without_allocation> careful(workload, data);
  std::vector<double> bound, in_float, in_double, by_plain, by_careful, in_torch;
  std::string about;
  for (int round = 0; round < rounds; ++round) {
    for (int epoch = 0; epoch < 4; ++epoch) {
      const bool warms_up = round == 0 && epoch == 0;
      const auto take = [&](std::vector<double>& times, double seconds) {
        if (!warms_up) times.push_back(seconds);
      };
      take(bound, workload.operations() / operations_a_second());
      take(in_float, single.seconds());
      take(by_plain, plain.seconds());
      take(by_careful, careful.seconds());
      take(in_double, twice.seconds());
    }
    if (!python) continue;
    const TorchEpochs torch = torch_epochs(*python, workload);
    in_torch.insert(in_torch.end(), torch.seconds.begin(), torch.seconds.end());
    about = torch.about;
  }
  const double ours = median(in_float);
  std::printf("(%s) %-14s %3zu %8.4f", workload.letter, workload.name().c_str(), workload.batch,
              ours);
  for (const auto* others : {&bound, &in_double, &by_plain, &by_careful, &in_torch})
    if (!others->empty()) std::printf(" %8.4f %6.2f", median(*others), median(*others) / ours);
  std::printf("\n");
  std::fflush(stdout);
  return about;
}

}  // namespace

int main(int argc, char** argv) try {
  const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 3;
  tune_torch();
  const std::optional<std::string> python = python_with_torch();
  std::printf(
      "Seconds an epoch of %d samples, one thread, gradient descent with momentum; x: so many times\n"
      "what stepgrad takes in float. The bound: the products alone, at the speed of sums in registers.\n"
      "By hand: loops over Eigen, written plainly, and without allocation.\n\n",
      int{samples});
  std::printf("    %-14s %3s %8s", "network", "", "float");
  for (const char* other : {"bound", "double", "plain", "careful", "PyTorch"})
    if (other != std::string("PyTorch") || python) std::printf(" %8s %6s", other, "x");
  std::printf("\n");
  std::string about;
  for (const Workload& workload : workloads) about = measure(workload, python, rounds);
  if (!python)
    std::printf("\nNo PyTorch beside it: install python3-torch and libopenblas0-pthread.\n");
  else
    std::printf("\n%s", about.c_str());
  return 0;
} catch (const Error& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 3;
}
