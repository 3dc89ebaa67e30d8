// How long the scalar engine takes for a gradient, beside plain doubles and other tape libraries.
//
//   cmake --workflow --preset bench && build/bench/tests/benchmarks/scalar_benchmark [samples] [PAGE]
//
// One sample is a fresh recording, the reverse sweep, reading every gradient and giving the tape
// back. The contenders take their samples in turn, so that what else the machine does meets all of
// them alike, and each turn in another order. Whoever comes behind a large one finds the caches
// emptied, as a training step behind another does not: so each runs once before it is timed. What
// counts is the median of the thread's processor time and, from machine to machine, the ratio. Google Benchmark times one contender to its end before the next
// begins, hence this program of its own.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <stepgrad/scalar/fast/lanes.hpp>
#include <stepgrad/scalar/functions.hpp>

#include "other_compiler.hpp"
#include "peers.hpp"
#include "seconds.hpp"
#include "tricks.hpp"
#include "workloads.hpp"

using namespace stepgrad;
using namespace stepgrad::benchmarks;

namespace {

// ---- engines ------------------------------------------------------------------------------------

struct Doubles {
  using Number = double;
  static double value(double number) { return number; }
};

struct Stepgrad {
  using Number = Value;
  static double value(Value number) { return number.data(); }
};

std::vector<Value> inputs_of(const std::vector<double>& numbers) {
  std::vector<Value> inputs;
  inputs.reserve(numbers.size());
  for (const double number : numbers) inputs.emplace_back(number);
  return inputs;
}

std::vector<double> gradients_of(const std::vector<Value>& inputs) {
  std::vector<double> gradients;
  gradients.reserve(inputs.size());
  for (const Value& input : inputs) gradients.push_back(input.grad());
  return gradients;
}

// ---- contenders ---------------------------------------------------------------------------------

struct Contender {
  std::string name;
  std::function<std::vector<double>()> sample;  // gives the gradients; of plain doubles the output
  std::vector<double> seconds = {};
  std::vector<double> result = {};
};

void take_samples(std::vector<Contender>& contenders, int samples) {
  std::vector<Contender*> order;
  for (Contender& contender : contenders) order.push_back(&contender);
  std::mt19937 random(1);
  for (int sample = 0; sample < samples; ++sample) {
    std::shuffle(order.begin(), order.end(), random);
    for (Contender* contender : order) {
      contender->sample();
      const double start = thread_seconds();
      contender->result = contender->sample();
      contender->seconds.push_back(thread_seconds() - start);
    }
  }
}

/// Infinite where one of them is not a number.
double largest_relative_difference(const std::vector<double>& a, const std::vector<double>& b) {
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double difference = a[i] == b[i] ? 0 : std::abs(a[i] - b[i]) / std::abs(b[i]);
    if (std::isnan(difference)) return std::numeric_limits<double>::infinity();
    largest = std::max(largest, difference);
  }
  return largest;
}

Medians medians_of(const char* workload, const std::vector<Contender>& contenders) {
  Medians medians{workload, {}};
  for (const Contender& contender : contenders)
    medians.of.emplace_back(contender.name, median(contender.seconds));
  return medians;
}

/// Prints the figures; false if the gradients differ by more than rounding explains.
bool report(std::vector<Contender>& contenders, const char* workload, double bytes) {
  const double plain = median(contenders.front().seconds);
  Contender& reference = contenders.back();
  bool agree = true;
  std::printf("%s (%.2f bytes an operation)\n", workload, bytes);
  for (Contender& contender : contenders) {
    const double middle = median(contender.seconds);
    std::printf("  %-28s %10.0f us %7.1f x plain", contender.name.c_str(), 1e6 * middle,
                middle / plain);
    if (&contender != &contenders.front()) {
      const double difference = largest_relative_difference(contender.result, reference.result);
      agree = agree && difference < 1e-12;
      std::printf("   %s / this: %5.2f   differs by %.0e", reference.name.c_str(),
                  median(reference.seconds) / middle, difference);
    }
    std::printf("\n");
  }
  return agree;
}

/// A graph that is recorded once and computed again for each sample. Nothing else is recorded
/// meanwhile, so it takes its samples alone.
template <class Workload>
Contender replayed(const Data& data, int samples) {
  const Scope scope;
  const std::vector<double>& numbers = Workload::inputs(data);
  const std::vector<Value> inputs = inputs_of(numbers);
  const Value output = Workload::template output<Stepgrad>(data, inputs);
  std::vector<Contender> alone{{"stepgrad, replayed", [&] {
                                  inputs.front().set(numbers.front());
                                  replay();
                                  zero_grad();
                                  backward(output);
                                  return gradients_of(inputs);
                                }}};
  take_samples(alone, samples);
  return alone.front();
}

/// The graph of one sample, recorded once and computed for sixteen samples at a time.
template <class Workload>
void add_lanes(std::vector<Contender>&, const Data&, const std::vector<Value>&) {}

template <>
void add_lanes<Network>(std::vector<Contender>& contenders, const Data& data,
                        const std::vector<Value>& parameters) {
  std::vector<double> samples;
  for (const Point& point : data.points)
    samples.insert(samples.end(), {point.x, point.y, point.side});
  const auto lanes = std::make_shared<Lanes>(
      [&](const std::vector<Value>& x) {
        return Network::square_error(parameters.data(), x[0], x[1], x[2]);
      },
      parameters, samples, 3);
  contenders.push_back({"stepgrad, in lanes", [=] {
                          lanes->zero_grad();
                          lanes->backward(samples, 0.01);
                          std::vector<double> gradients = lanes->gradients();
                          for (std::size_t i = 0; i < gradients.size(); ++i)
                            gradients[i] += 2e-4 * parameters[i].data();
                          return gradients;
                        }});
}

/// Its label is ten numbers, 1 for the right class; nothing is taken out of exp, for what that is
/// would be another number for each sample.
template <>
void add_lanes<Softmax>(std::vector<Contender>& contenders, const Data& data,
                        const std::vector<Value>& parameters) {
  std::vector<double> samples;
  for (const Picture& picture : data.pictures) {
    samples.insert(samples.end(), picture.pixels.begin(), picture.pixels.end());
    for (std::size_t label = 0; label < 10; ++label) samples.push_back(label == picture.label);
  }
  const auto lanes = std::make_shared<Lanes>(
      [&](const std::vector<Value>& x) {
        const Value* weight = parameters.data();
        Value total(0.0), right(0.0);
        for (std::size_t label = 0; label < 10; ++label, weight += 65) {
          Value logit = weight[64];
          for (std::size_t i = 0; i < 64; ++i) logit += weight[i] * x[i];
          total += exp(logit);
          right += x[64 + label] * logit;
        }
        return log(total) - right;
      },
      parameters, samples, 74);
  contenders.push_back({"stepgrad, in lanes", [=] {
                          lanes->zero_grad();
                          lanes->backward(samples, 1.0 / 64);
                          return lanes->gradients();
                        }});
}

template <class Workload>
bool measure(const Data& data, int samples, std::vector<Medians>& measured) {
  const Scope scope;
  const std::vector<Value> parameters = inputs_of(Workload::inputs(data));
  double bytes = 0;
  std::vector<Contender> contenders;
  contenders.push_back({"plain double, no gradient", [&] {
                          return std::vector{
                              Workload::template output<Doubles>(data, Workload::inputs(data))};
                        }});
  contenders.push_back({"stepgrad", [&] {
                          const Scope sample;
                          const std::size_t before = tape().bytes();
                          const std::vector<Value> inputs = inputs_of(Workload::inputs(data));
                          backward(Workload::template output<Stepgrad>(data, inputs));
                          bytes =
                              static_cast<double>(tape().bytes() - before) / Workload::operations;
                          return gradients_of(inputs);
                        }});
  contenders.push_back({"stepgrad, inputs kept", [&] {  // as training does
                          const Scope sample;
                          zero_grad();
                          backward(Workload::template output<Stepgrad>(data, parameters));
                          return gradients_of(parameters);
                        }});
  contenders.push_back({"stepgrad, after other work", [&] {
                          const Scope sample;
                          const Value other(1.0);
                          [[maybe_unused]] const Value unrelated = other * 2.0;
                          const std::vector<Value> inputs = inputs_of(Workload::inputs(data));
                          backward(Workload::template output<Stepgrad>(data, inputs));
                          return gradients_of(inputs);
                        }});
  contenders.push_back({"stepgrad, swept as told", [&] {
                          const Scope sample;
                          const std::vector<Value> inputs = inputs_of(Workload::inputs(data));
                          return read_gradients(Workload::template output<Stepgrad>(data, inputs),
                                                inputs);
                        }});
  contenders.push_back({"stepgrad, one by one", [&] {
                          const Scope sample;
                          const std::vector<double>& numbers = Workload::inputs(data);
                          const std::vector<Single> singles(numbers.begin(), numbers.end());
                          backward(Workload::template output<OneByOne>(data, singles).value);
                          std::vector<double> gradients;
                          for (const Single& input : singles)
                            gradients.push_back(input.value.grad());
                          return gradients;
                        }});
  if constexpr (std::same_as<Workload, Softmax>)
    contenders.push_back({"stepgrad, in ranges", [&] { return softmax_in_ranges(data); }});
  add_lanes<Workload>(contenders, data, parameters);
#ifdef STEPGRAD_OTHER_COMPILER
  contenders.push_back(
      {"stepgrad, by clang++", [&] { return gradients_by_other_compiler(Workload::name); }});
#endif
#ifdef STEPGRAD_ADEPT
  contenders.push_back({"Adept", [&] { return Adept::gradients<Workload>(data); }});
#endif
#ifdef STEPGRAD_CODIPACK
  contenders.push_back({"CoDiPack", [&] { return CodiPack::gradients<Workload>(data); }});
#endif
#ifdef STEPGRAD_ADOLC
  Adolc::record<Workload>(data);
  contenders.push_back({"ADOL-C, recording kept", [&] { return Adolc::kept<Workload>(data); }});
  contenders.push_back({"ADOL-C", [&] { return Adolc::gradients<Workload>(data); }});
#endif
  take_samples(contenders, samples);
  contenders.insert(contenders.end() - 1, replayed<Workload>(data, samples));
  measured.push_back(medians_of(Workload::name, contenders));
  return report(contenders, Workload::name, bytes);
}

}  // namespace

int main(int argc, char** argv) {
  const int samples = argc > 1 ? std::max(1, std::atoi(argv[1])) : 101;
  const int few = std::max(1, samples / 10);  // of the deep ones
  const std::string page = argc > 2 ? std::filesystem::absolute(argv[2]).string() : "";
  std::filesystem::current_path(std::filesystem::temp_directory_path());  // ADOL-C leaves files
  const Data data;
  std::vector<Medians> measured;
  bool agree = measure<Network>(data, samples, measured);
  agree = measure<Softmax>(data, samples, measured) && agree;
  agree = measure<Chain>(data, few, measured) && agree;
  agree = measure<Reuse>(data, few, measured) && agree;
  if (!page.empty()) {
    if (!write_page(page, measured)) return std::perror(page.c_str()), 3;
    std::printf("What each trick brings: %s\n", page.c_str());
  }
  if (!agree) std::printf("The gradients disagree.\n");
  return agree ? 0 : 1;
}
