// Functions that the kit differentiates itself: reverse mode, forward mode and numerical
// differentiation side by side.
//
// The graph is known here, so that a wrong gradient can be told from what it lacks: the share of
// one path, or the slope of one operation.
#pragma once

#include <map>
#include <string>
#include <type_traits>
#include <vector>

#include <stepgrad/check/gradient.hpp>
#include <stepgrad/scalar/derivatives.hpp>

namespace stepgrad {

/// How a function is traced at x.
using Traced = std::function<Trace(const std::vector<double>&)>;

/// Reverse mode as the gradient to be checked, and forward mode beside it.
Subject subject_by_tape(Function value, Traced traced, std::vector<std::string> names);

/// A formula's value with reverse mode as its gradient; x are its inputs in their order.
Subject subject_of(const Formula& formula);

/// The inputs' numbers in the order of `Formula::inputs`. Throws Error as `complete` does.
std::vector<double> input_numbers(const Formula& formula, const Bindings& bindings);

/// Gradients worked out by hand: for an input's name, an expression of the inputs.
using ByHand = std::map<std::string, Formula, std::less<>>;

/// Checks the gradient of a formula; the ones worked out by hand take the place of reverse mode.
/// Throws Error as `complete` does, and if `by_hand` has a name that is not an input, or an
/// expression of something else than the inputs.
GradientReport check_formula(const Formula& formula, const Bindings& bindings,
                             const CheckOptions& options = {}, const ByHand& by_hand = {});

/// Checks the Hessian, forward over reverse, with differences of the gradient: entry "d2f/dxdy" is
/// ∂²f/∂x∂y. Throws Error for more than 30 inputs, which would be 900 entries.
GradientReport check_hessian(const Formula& formula, const Bindings& bindings,
                             const CheckOptions& options = {});
GradientReport check_hessian(const Traced& traced, const std::vector<double>& x,
                             const std::vector<std::string>& names,
                             const CheckOptions& options = {});

/// What a function is given in the place of x: a Value for a number, a vector of them for a vector.
template <class X>
using ValuesFor = std::conditional_t<std::is_arithmetic_v<X>, Value, std::vector<Value>>;

/// How f is traced, with these names for what it is given.
template <class X, class F>
Traced traced_as(F f, std::vector<std::string> names) {
  return [f, names](const std::vector<double>& numbers) {
    const Scope scope;
    std::vector<Value> inputs;
    for (std::size_t i = 0; i < numbers.size(); ++i) inputs.emplace_back(numbers[i], names[i]);
    const Value output = [&]() -> Value {
      if constexpr (std::is_arithmetic_v<X>)
        return f(inputs[0]);
      else
        return f(inputs);
    }();
    return detail::of_first_inputs(trace(output, inputs), inputs.size());
  };
}

/// Checks reverse mode at x, a number or a vector, on f: from one Value or from a vector of Values
/// to a Value.
template <class F, Enterable X>
requires std::is_invocable_r_v<Value, F, ValuesFor<X>> GradientReport
check_gradient(F f, const X& x, const CheckOptions& options = {}) {
  const Traced traced = traced_as<X>(f, entry_names(x));
  const auto value = [traced](const std::vector<double>& numbers) {
    const Trace there = traced(numbers);
    return there.node(there.output).value;
  };
  return check_gradient(subject_by_tape(value, traced, entry_names(x)), entries(x), options);
}

/// Checks the Hessian of such a function.
template <class F, Enterable X>
requires std::is_invocable_r_v<Value, F, ValuesFor<X>> GradientReport
check_hessian(F f, const X& x, const CheckOptions& options = {}) {
  return check_hessian(traced_as<X>(f, entry_names(x)), entries(x), entry_names(x), options);
}

}  // namespace stepgrad
