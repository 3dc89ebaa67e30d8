// How long the matrix engine takes for an epoch of training, in float and double, beside PyTorch.
//
//   cmake --workflow --preset bench && build/bench/tests/benchmarks/matrix_benchmark [rounds]
//
// Everything that training does is in it: the graph, loss, the way back, the optimiser. Batches are
// slices of the data in its order, for PyTorch as for us. In each round the contenders take their
// epochs in turn, so that what else the machine does meets all of them alike; what counts is the
// median of the processor time and, from machine to machine, the ratio. All use one thread and
// flush denormals. PyTorch is run as fast as it will go: Debian's OpenBLAS does not know recent
// processors, and computes with a quarter of their width unless told.
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include <stepgrad/base/process.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/data/dataset.hpp>
#include <stepgrad/matrix/denormals.hpp>
#include <stepgrad/matrix/layers.hpp>
#include <stepgrad/matrix/optimisers.hpp>

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
  explicit Stepgrad(const Workload& workload)
      : data_(made_up<S>(workload)), batch_(static_cast<Index>(workload.batch)) {
    Random random(1);
    model_ = mlp<S>(graph_, workload.sizes, random);
    optimiser_ = std::make_unique<Optimiser<S>>(Sgd{.momentum = 0.9}, model_.parameters());
  }

  double seconds_an_epoch() {
    const FlushDenormals flush;
    const double start = thread_seconds();
    for (Index first = 0; first < samples; first += batch_) {
      const Index size = std::min(batch_, samples - first);
      const auto inputs = data_.inputs.middleCols(first, size);
      const auto labels =
          std::span<const int>(data_.labels)
              .subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(size));
      const GraphScope scope(graph_);
      graph_.zero_grad();
      const Tensor<S> logits = model_(graph_.constant(inputs), Pass::training);
      backward(softmax_cross_entropy(logits, labels));
      optimiser_->step(0.01);
    }
    return thread_seconds() - start;
  }

 private:
  DatasetOf<S> data_;
  Index batch_;
  Graph<S> graph_;
  Sequential<S> model_;
  std::unique_ptr<Optimiser<S>> optimiser_;
};

// ---- PyTorch ------------------------------------------------------------------------------------

/// The first Python that has PyTorch.
std::optional<std::string> python_with_torch() {
  for (const char* python : {"python3", "/usr/bin/python3"}) {
    const Outcome outcome =
        run_program(python, {"-c", "import torch"}, "", std::chrono::seconds(60));
    if (outcome.end == Outcome::End::finished && outcome.status == 0) return python;
  }
  return std::nullopt;
}

void tune_torch() {
  setenv("OMP_NUM_THREADS", "1", 1);
#if defined(__AVX512F__)
  setenv("OPENBLAS_CORETYPE", "SkylakeX", 1);
  setenv("ATEN_CPU_CAPABILITY", "avx512", 1);
#endif
}

struct TorchEpochs {
  std::string about;
  std::vector<double> seconds;
};

TorchEpochs torch_epochs(const std::string& python, const Workload& workload) {
  const Outcome outcome = run_program(
      python, {STEPGRAD_TORCH_EPOCHS, workload.name(), std::to_string(workload.batch), "3"}, "",
      std::chrono::minutes(10));
  if (outcome.end != Outcome::End::finished || outcome.status != 0)
    throw Error("torch_epochs.py has failed", outcome.errors, "", Fault::machine);
  TorchEpochs epochs;
  std::istringstream output(outcome.output);
  std::getline(output, epochs.about);
  for (double seconds; output >> seconds;) epochs.seconds.push_back(seconds);
  return epochs;
}

// ---- side by side -------------------------------------------------------------------------------

/// One line of figures. Returns what PyTorch says about itself.
std::string measure(const Workload& workload, const std::optional<std::string>& python,
                    int rounds) {
  Stepgrad<float> single(workload);
  Stepgrad<double> twice(workload);
  single.seconds_an_epoch();
  twice.seconds_an_epoch();
  std::vector<double> in_float, in_double, in_torch;
  std::string about;
  for (int round = 0; round < rounds; ++round) {
    for (int epoch = 0; epoch < 3; ++epoch) {
      in_float.push_back(single.seconds_an_epoch());
      in_double.push_back(twice.seconds_an_epoch());
    }
    if (!python) continue;
    const TorchEpochs torch = torch_epochs(*python, workload);
    in_torch.insert(in_torch.end(), torch.seconds.begin(), torch.seconds.end());
    about = torch.about;
  }
  const double ours = median(in_float);
  std::printf("(%s) %-15s %5zu %10.4f %10.4f %8.1f", workload.letter, workload.name().c_str(),
              workload.batch, ours, median(in_double), median(in_double) / ours);
  if (!in_torch.empty()) std::printf(" %11.4f %8.1f", median(in_torch), median(in_torch) / ours);
  std::printf("\n");
  std::fflush(stdout);
  return about;
}

}  // namespace

int main(int argc, char** argv) try {
  const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 3;
  tune_torch();
  const std::optional<std::string> python = python_with_torch();
  std::printf("Seconds an epoch of %d samples, one thread, SGD with momentum\n\n", int{samples});
  std::printf("    %-15s %5s %10s %10s %8s", "network", "batch", "float", "double", "x float");
  if (python) std::printf(" %11s %8s", "PyTorch f.", "x float");
  std::printf("\n");
  std::string about;
  for (const Workload& workload : workloads) about = measure(workload, python, rounds);
  if (!python)
    std::printf("\nNo PyTorch beside it: install python3-torch and libopenblas0-pthread.\n");
  else
    std::printf("\n%s.\n", about.c_str());
  return 0;
} catch (const Error& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 3;
}
