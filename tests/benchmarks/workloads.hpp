// Four gradients on which scalar engines are timed, small enough to read and unlike each other:
//
//   network  a multi-layer perceptron 2-16-16-1 with tanh on 100 points: short sums of products
//   softmax  a linear classifier of 64 pixels into 10 classes on 64 pictures: long sums, half
//            of the operands plain numbers
//   chain    x = sin(x) * a + x, a million times: as deep as it is long
//   reuse    y = product of (1 + x_i * y), a thousand times over a thousand inputs: every input is
//            used a thousand times, and the tape fits no cache
//
// A workload is a template over an engine, so that plain doubles, stepgrad and its peers run the
// same lines, one scalar operation at a time. An engine has a type Number and a function
// value(Number).
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace stepgrad::benchmarks {

/// Knuth's congruential generator (MMIX): the same numbers on every machine.
class Random {
 public:
  /// In [0, 1).
  double unit() {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return std::ldexp(static_cast<double>(state_ >> 11), -53);
  }

  /// In [-1, 1).
  double symmetric() { return 2 * unit() - 1; }

  std::vector<double> symmetric(std::size_t count, double scale) {
    std::vector<double> numbers(count);
    for (double& number : numbers) number = scale * symmetric();
    return numbers;
  }

 private:
  std::uint64_t state_ = 12345;
};

struct Point {
  double x, y;
  double side;  // of which moon it is: -1 or 1
};

struct Picture {
  std::array<double, 64> pixels;
  std::size_t label;
};

/// What the workloads compute on, and where they are differentiated.
struct Data {
  std::array<Point, 100> points;
  std::array<Picture, 64> pictures;
  std::vector<double> network_inputs, softmax_inputs, chain_inputs, reuse_inputs;

  Data() {
    Random random;
    bool lower = false;
    for (Point& point : points) {
      const double angle = std::numbers::pi * random.unit();
      point.x = (lower ? 1 - std::cos(angle) : std::cos(angle)) + 0.1 * random.symmetric();
      point.y = (lower ? 0.5 - std::sin(angle) : std::sin(angle)) + 0.1 * random.symmetric();
      point.side = lower ? 1 : -1;
      lower = !lower;
    }
    for (Picture& picture : pictures) {
      for (double& pixel : picture.pixels) pixel = random.unit();
      picture.label = static_cast<std::size_t>(10 * random.unit());
    }
    network_inputs = random.symmetric(337, 0.5);
    softmax_inputs = random.symmetric(650, 0.1);
    chain_inputs = {1.0, 1e-6};
    reuse_inputs = random.symmetric(1000, 1e-3);
  }
};

struct Network {
  static constexpr const char* name = "network";
  static constexpr double operations = 64'977;
  static const std::vector<double>& inputs(const Data& data) { return data.network_inputs; }

  /// The mean squared error, and 1e-4 times the sum of the squares of all parameters.
  template <class Engine, class T = typename Engine::Number>
  [[gnu::noinline]] static T output(const Data& data, const std::vector<T>& parameters) {
    T error(0.0);
    for (const Point& point : data.points)
      error += square_error(parameters.data(), point.x, point.y, point.side);
    T squares(0.0);
    for (const T& parameter : parameters) squares += parameter * parameter;
    return error * 0.01 + squares * 1e-4;
  }

  /// Of one point; its numbers are plain, or inputs.
  template <class T, class X>
  [[gnu::always_inline]] static T square_error(const T* weight, X x, X y, X side) {
    using std::tanh;
    std::array<T, 16> first, second;
    for (T& neuron : first) {
      T sum = weight[2];
      sum += weight[0] * x;
      sum += weight[1] * y;
      neuron = tanh(sum);
      weight += 3;
    }
    for (T& neuron : second) {
      neuron = tanh(weighted(weight, first));
      weight += 17;
    }
    const T miss = weighted(weight, second) - side;
    return miss * miss;
  }

 private:
  /// The bias stands behind the weights.
  template <class T>
  [[gnu::always_inline]] static T weighted(const T* weight, const std::array<T, 16>& neurons) {
    T sum = weight[16];
    for (std::size_t i = 0; i < 16; ++i) sum += weight[i] * neurons[i];
    return sum;
  }
};

struct Softmax {
  static constexpr const char* name = "softmax";
  static constexpr double operations = 84'097;
  static const std::vector<double>& inputs(const Data& data) { return data.softmax_inputs; }

  /// The mean cross-entropy; the largest logit is taken out first, so that exp does not overflow.
  template <class Engine, class T = typename Engine::Number>
  [[gnu::noinline]] static T output(const Data& data, const std::vector<T>& parameters) {
    using std::exp, std::log;
    T loss(0.0);
    for (const Picture& picture : data.pictures) {
      const T* weight = parameters.data();
      std::array<T, 10> logits;
      double largest = -1e300;
      for (T& logit : logits) {
        T sum = weight[64];
        for (std::size_t i = 0; i < 64; ++i) sum += weight[i] * picture.pixels[i];
        logit = sum;
        largest = std::fmax(largest, Engine::value(logit));
        weight += 65;
      }
      T total(0.0);
      for (const T& logit : logits) total += exp(logit - largest);
      loss += log(total) + largest - logits[picture.label];
    }
    return loss * (1.0 / 64);
  }
};

struct Chain {
  static constexpr const char* name = "chain";
  static constexpr double operations = 3'000'000;
  static const std::vector<double>& inputs(const Data& data) { return data.chain_inputs; }

  template <class Engine, class T = typename Engine::Number>
  [[gnu::noinline]] static T output(const Data&, const std::vector<T>& inputs) {
    using std::sin;
    T x = inputs[0];
    for (int k = 0; k < 1'000'000; ++k) x = sin(x) * inputs[1] + x;
    return x;
  }
};

struct Reuse {
  static constexpr const char* name = "reuse";
  static constexpr double operations = 3'000'000;
  static const std::vector<double>& inputs(const Data& data) { return data.reuse_inputs; }

  template <class Engine, class T = typename Engine::Number>
  [[gnu::noinline]] static T output(const Data&, const std::vector<T>& inputs) {
    T y(1.0);
    for (int round = 0; round < 1000; ++round) {
      T product(1.0);
      for (const T& x : inputs) product = product * (1.0 + x * y);
      y = product;
    }
    return y;
  }
};

}  // namespace stepgrad::benchmarks
