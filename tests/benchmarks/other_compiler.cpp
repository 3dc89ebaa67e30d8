#include "other_compiler.hpp"

#include <stepgrad/scalar/functions.hpp>

#include "workloads.hpp"

using namespace stepgrad;
using namespace stepgrad::benchmarks;

namespace {

struct Stepgrad {
  using Number = Value;
  static double value(Value number) { return number.data(); }
};

template <class Workload>
std::vector<double> gradients(const Data& data) {
  const Scope sample;
  const std::vector<double>& numbers = Workload::inputs(data);
  const std::vector<Value> inputs(numbers.begin(), numbers.end());
  backward(Workload::template output<Stepgrad>(data, inputs));
  std::vector<double> gradients;
  gradients.reserve(inputs.size());
  for (const Value& input : inputs) gradients.push_back(input.grad());
  return gradients;
}

}  // namespace

std::vector<double> gradients_by_other_compiler(const std::string& workload) {
  static const Data data;
  if (workload == Network::name) return gradients<Network>(data);
  if (workload == Softmax::name) return gradients<Softmax>(data);
  if (workload == Chain::name) return gradients<Chain>(data);
  return gradients<Reuse>(data);
}
