// Training takes its memory in its first step, and none after it: every allocation is counted.
//
// Replacing `operator new` would miss Eigen, which calls malloc. So it is the allocator that
// counts: the address sanitizer's tells a hook, and glibc's is called through functions of our own.
#include <atomic>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <stepgrad/data/batches.hpp>
#include <stepgrad/data/generators.hpp>
#include <stepgrad/data/prepare.hpp>
#include <stepgrad/matrix/layers.hpp>
#include <stepgrad/matrix/optimisers.hpp>

#include "catch.hpp"

#if defined(__SANITIZE_ADDRESS__)
#define STEPGRAD_ADDRESS_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define STEPGRAD_ADDRESS_SANITIZER
#endif
#endif

namespace {

std::atomic<long> allocations = 0;

}  // namespace

#if defined(STEPGRAD_ADDRESS_SANITIZER)

extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void*,
                                                                           std::size_t),
                                                         void (*on_free)(const volatile void*));

namespace {

constexpr bool counted = true;
const int installed = __sanitizer_install_malloc_and_free_hooks(
    [](const volatile void*, std::size_t) { ++allocations; }, [](const volatile void*) {});

}  // namespace

#elif defined(__GLIBC__)

extern "C" {

void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);

void* malloc(std::size_t size) { return ++allocations, __libc_malloc(size); }
void* calloc(std::size_t count, std::size_t size) {
  return ++allocations, __libc_calloc(count, size);
}
void* realloc(void* memory, std::size_t size) {
  return ++allocations, __libc_realloc(memory, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return ++allocations, __libc_memalign(alignment, size);
}

}  // extern "C"

namespace {

constexpr bool counted = true;

}  // namespace

#else

namespace {

constexpr bool counted = false;  // a C library that does not say how to count

}  // namespace

#endif

using namespace stepgrad;

namespace {

using T = Tensor<float>;
using Goal = std::function<T(T logits, const Batch<float>& batch)>;

/// Everything that a step of training may do: batch normalisation, dropout, a regulariser,
/// clipping.
class Training {
 public:
  explicit Training(const OptimiserRule& rule, Index classes = 3)
      : data_(converted<float>(make("blobs", {.samples = 90}))), batches_(data_, 30) {
    Random random(1);
    const auto weights = [&](Index outputs, Index inputs) {
      return he<float>(outputs, inputs, random);
    };
    model_.add<Linear<float>>(graph_, weights(20, data_.inputs.rows()))
        .add<BatchNorm<float>>(graph_, 20)
        .add<Activation<float>>("relu")
        .add<Dropout<float>>(0.2, 1)
        .add<Linear<float>>(graph_, weights(20, 20))
        .add<Activation<float>>("tanh")
        .add<Linear<float>>(graph_, weights(classes, 20));
    parameters_ = model_.parameters();
    optimiser_ = std::make_unique<Optimiser<float>>(rule, parameters_);
  }

  void step(const Goal& loss) {
    const Batch<float> batch = batches_[next_++ % batches_.count()];
    const GraphScope scope(graph_);
    graph_.zero_grad();
    const T logits = model_(graph_.constant(batch.inputs), Pass::training);
    backward(loss(logits, batch) + 0.01f * half_square_sum(parameters_.front()));
    clip_gradients(parameters_, 0.1);
    optimiser_->step(0.01);
  }

 private:
  DatasetOf<float> data_;
  Batches<float> batches_;
  std::size_t next_ = 0;
  Graph<float> graph_;
  Sequential<float> model_;
  std::vector<T> parameters_;
  std::unique_ptr<Optimiser<float>> optimiser_;
};

/// How often memory is taken in twenty steps, the first not counted.
long allocations_of(Training& training, const Goal& loss) {
  training.step(loss);
  const long before = allocations;
  for (int step = 0; step < 20; ++step) training.step(loss);
  return allocations - before;
}

T cross_entropy(T logits, const Batch<float>& batch) {
  return softmax_cross_entropy(logits, batch.labels);
}

}  // namespace

TEST_CASE("allocations are counted, Eigen's too", "[allocation]") {
  if (!counted) return;
  const long before = allocations;
  auto number = std::make_unique<int>(1);
  CHECK(allocations == before + 1);
  const Matrix<float> matrix = Matrix<float>::Zero(10, 10);
  CHECK(allocations == before + 2);
  CHECK(matrix.size() + *number == 101);
}

TEST_CASE("no step after the first allocates, whatever the optimiser", "[allocation]") {
  const std::vector<std::pair<std::string, OptimiserRule>> rules{
      {"SGD", Sgd{}},
      {"momentum", Sgd{.momentum = 0.9}},
      {"Nesterov", Sgd{.momentum = 0.9, .nesterov = true}},
      {"Adagrad", Adagrad{}},
      {"RMSProp", RmsProp{}},
      {"Adam", Adam{}},
      {"AdamW", Adam{.weight_decay = 0.01}}};
  for (const auto& [name, rule] : rules) {
    Training training(rule);
    INFO(name);
    CHECK(allocations_of(training, cross_entropy) == 0);
  }
}

TEST_CASE("no step after the first allocates, whatever the loss", "[allocation]") {
  const std::vector<std::pair<std::string, Goal>> losses{
      {"softmax, then its mean", [](T z, const Batch<float>&) { return mean(softmax(z)); }},
      {"squares", [](T z, const Batch<float>&) { return mean_squared_error(z, square(z)); }},
      {"sigmoid", [](T z, const Batch<float>&) { return sigmoid_cross_entropy(z, sigmoid(z)); }},
      {"a transposed product",
       [](T z, const Batch<float>&) { return sum(matmul(z, transpose(z))); }},
      {"plain numbers, a column and a row",
       [](T z, const Batch<float>&) {
         return sum(pow(1 - z / row_sums(exp(z)), 2) * column_means(z));
       }},
      {"arithmetic",
       [](T z, const Batch<float>&) { return sum((z - z * z) / (square(z) + exp(z))); }}};
  for (const auto& [name, loss] : losses)
    for (const Index outputs : {1, 3}) {
      Training training(Sgd{}, outputs);
      INFO(name << ", outputs: " << outputs);
      CHECK(allocations_of(training, loss) == 0);
    }
}
