// The tape libraries beside which the scalar engine is timed: those of them that were found.
//
// ADOL-C is a package of Debian's; CoDiPack and Adept 2 are looked for in the folder that
// STEPGRAD_PEERS names. Each is used as its documentation says for a function that is recorded anew
// for every gradient. A peer has a type Number and value(Number) for the workloads, and
// gradients<Workload>(data).
#pragma once

#include <vector>

#include "workloads.hpp"
#ifdef STEPGRAD_ADOLC
#include <adolc/adolc.h>
#endif
#ifdef STEPGRAD_CODIPACK
#include <codi.hpp>
#endif
#ifdef STEPGRAD_ADEPT
#include <adept.h>
#endif

namespace stepgrad::benchmarks {

#ifdef STEPGRAD_ADOLC
struct Adolc {
  using Number = adouble;
  static double value(const adouble& number) { return number.value(); }

  template <class Workload>
  static std::vector<double> gradients(const Data& data) {
    record<Workload>(data);
    return kept<Workload>(data);
  }

  /// What was recorded last is computed again.
  template <class Workload>
  static std::vector<double> kept(const Data& data) {
    const std::vector<double>& numbers = Workload::inputs(data);
    std::vector<double> gradients(numbers.size());
    gradient(tag, static_cast<int>(numbers.size()), numbers.data(), gradients.data());
    return gradients;
  }

  template <class Workload>
  static void record(const Data& data) {
    const std::vector<double>& numbers = Workload::inputs(data);
    trace_on(tag);
    {
      std::vector<adouble> inputs(numbers.size());
      for (std::size_t i = 0; i < numbers.size(); ++i) inputs[i] <<= numbers[i];
      adouble output = Workload::template output<Adolc>(data, inputs);
      double value;
      output >>= value;
    }
    trace_off();
  }

 private:
  static constexpr short tag = 1;
};
#endif

#ifdef STEPGRAD_CODIPACK
struct CodiPack {
  using Number = codi::RealReverse;
  static double value(const Number& number) { return number.getValue(); }

  template <class Workload>
  static std::vector<double> gradients(const Data& data) {
    const std::vector<double>& numbers = Workload::inputs(data);
    auto& tape = Number::getTape();
    tape.setActive();
    std::vector<Number> inputs(numbers.begin(), numbers.end());
    for (Number& input : inputs) tape.registerInput(input);
    Number output = Workload::template output<CodiPack>(data, inputs);
    tape.registerOutput(output);
    tape.setPassive();
    output.setGradient(1.0);
    tape.evaluate();
    std::vector<double> gradients;
    gradients.reserve(inputs.size());
    for (const Number& input : inputs) gradients.push_back(input.getGradient());
    tape.reset();
    return gradients;
  }
};
#endif

#ifdef STEPGRAD_ADEPT
struct Adept {
  using Number = adept::adouble;
  static double value(const Number& number) { return number.value(); }

  template <class Workload>
  static std::vector<double> gradients(const Data& data) {
    const std::vector<double>& numbers = Workload::inputs(data);
    adept::Stack& stack = the_stack();  // before the first number
    std::vector<Number> inputs(numbers.begin(), numbers.end());
    stack.new_recording();
    Number output = Workload::template output<Adept>(data, inputs);
    output.set_gradient(1.0);
    stack.compute_adjoint();
    std::vector<double> gradients;
    gradients.reserve(inputs.size());
    for (const Number& input : inputs) gradients.push_back(input.get_gradient());
    return gradients;
  }

 private:
  /// A thread has one.
  static adept::Stack& the_stack() {
    static adept::Stack stack;
    return stack;
  }
};
#endif

}  // namespace stepgrad::benchmarks
