// Properties of the tape that hold for every graph.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <stepgrad/scalar/trace.hpp>

#include "catch.hpp"
#include "numerical.hpp"
#include "scalar/random_formula.hpp"

using namespace stepgrad;
using namespace random_formula;

namespace {

/// Rows without a kink, whose values stay moderate.
const op::Op* const smooth[] = {&op::add,    &op::sub,     &op::mul,      &op::neg,
                                &op::square, &op::sin,     &op::cos,      &op::atan,
                                &op::tanh,   &op::sigmoid, &op::softplus, &op::gelu,
                                &op::erf,    &op::sum,     &op::dot,      &op::log_sum_exp};

std::vector<double> gradients(const Recorded& recorded) {
  std::vector<double> gradients;
  for (const auto& [name, input] : recorded.inputs) gradients.push_back(input.grad());
  return gradients;
}

bool same_numbers(const std::vector<double>& one, const std::vector<double>& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(), same_number);
}

/// Are all the values on the way small, so that a nudge measures their slopes well?
bool moderate(const Recorded& recorded) {
  return std::all_of(recorded.terms.begin(), recorded.terms.end(),
                     [](Value v) { return std::abs(v.data()) < 20; });
}

}  // namespace

TEST_CASE("gradients are what a nudge measures, for every smooth graph", "[property]") {
  CHECK(rc::check("reverse mode agrees with numerical differentiation", [] {
    const Scope scope;
    auto chosen = *choices();
    if (chosen.size() > 20) chosen.resize(20);
    const Formula formula = formula_of(chosen, smooth);
    const Bindings numbers = *bindings();
    const Recorded recorded = record(formula, numbers);
    RC_PRE(moderate(recorded));
    backward(recorded.output);
    for (const auto& [name, input] : recorded.inputs) {
      const double nudged = numerical_slope(
          [&, name = name](double number) {
            Bindings there = numbers;
            there[name] = number;
            return evaluate(formula, there);
          },
          input.data());
      RC_LOG() << name << ": " << input.grad() << " and " << nudged << '\n';
      RC_ASSERT(std::abs(input.grad() - nudged) <= 1e-5 * std::max(1.0, std::abs(nudged)));
    }
  }));
}

TEST_CASE("what is told is what is done, bit for bit", "[property]") {
  CHECK(rc::check("watched and unwatched sweeps agree", [] {
    const Scope scope;
    const Formula formula = formula_of(*choices(), op::all);
    const Bindings numbers = *bindings();
    const Recorded watched = record(formula, numbers), unwatched = record(formula, numbers);
    const Trace told = trace(watched.output);
    backward(unwatched.output);
    for (const auto& [name, input] : unwatched.inputs)
      for (const Trace::Node& node : told.nodes)
        if (node.name == name) RC_ASSERT(same_number(node.grad, input.grad()));
    RC_ASSERT(same_number(told.node(told.output).value, unwatched.output.data()));
    for (const Step& step : told.steps) {
      RC_ASSERT(same_number(step.upstream, told.node(step.from).grad));
      RC_ASSERT(same_number(step.contribution, step.upstream * step.local));
    }
  }));
}

TEST_CASE("the totals of the steps run up to the gradients", "[property]") {
  CHECK(rc::check("the last total is the gradient", [] {
    const Scope scope;
    const Recorded recorded = record(formula_of(*choices(), op::all), *bindings());
    const Trace told = trace(recorded.output);
    std::vector<double> totals(told.nodes.size());
    totals[told.output] = 1;
    for (const Step& step : told.steps) {
      totals[step.to] += step.contribution;
      RC_ASSERT(same_number(step.total, totals[step.to]));
    }
    for (const Trace::Node& node : told.nodes)
      if (node.kind != Trace::Kind::constant) RC_ASSERT(same_number(node.grad, totals[node.id]));
  }));
}

TEST_CASE("a replay gives what recording anew gives, bit for bit", "[property]") {
  CHECK(rc::check("set and replay, or record", [] {
    const Scope scope;
    const Formula formula = formula_of(*choices(), op::all);
    const Bindings before = *bindings(), after = *bindings();
    const Recorded replayed = record(formula, before), anew = record(formula, after);
    for (const auto& [name, input] : replayed.inputs) input.set(after.at(name));
    replay();
    for (std::size_t i = 0; i < formula.terms.size(); ++i)
      RC_ASSERT(same_number(replayed.terms[i].data(), anew.terms[i].data()));
    backward(replayed.output);
    backward(anew.output);
    RC_ASSERT(same_numbers(gradients(replayed), gradients(anew)));
  }));
}

TEST_CASE("a recorded formula has the value that evaluating it has", "[property]") {
  CHECK(rc::check("record and evaluate agree", [] {
    const Scope scope;
    const Formula formula = formula_of(*choices(), op::all);
    const Bindings numbers = *bindings();
    RC_ASSERT(same_number(record(formula, numbers).output.data(), evaluate(formula, numbers)));
  }));
}

TEST_CASE("results in between start from zero at every sweep, for every graph", "[property]") {
  CHECK(rc::check("a second sweep gives them the same", [] {
    const Scope scope;
    const Recorded recorded = record(formula_of(*choices(), op::all), *bindings());
    backward(recorded.output);
    std::vector<double> between;
    for (const Value& term : recorded.terms) between.push_back(term.grad());
    backward(recorded.output);
    for (std::size_t i = 0; i < recorded.terms.size(); ++i)
      if (!tape().node(tape().id(recorded.terms[i])).code().is_leaf())
        RC_ASSERT(same_number(recorded.terms[i].grad(), between[i]));
  }));
}

TEST_CASE("a scope leaves the gradients of the Values before it as they would be without it",
          "[property]") {
  CHECK(rc::check("in a scope or not", [] {
    const Scope outer;
    const Formula formula = formula_of(*choices(), op::all);
    const Bindings numbers = *bindings();
    const Recorded kept = record(formula, numbers);
    backward(kept.output);
    const std::vector<double> expected = gradients(kept);
    zero_grad();
    const std::size_t size = tape().size();
    for (int i = 0; i < 2; ++i) {
      const Scope scope;
      record(formula, numbers);
    }
    RC_ASSERT(tape().size() == size);
    backward(kept.output);
    RC_ASSERT(same_numbers(gradients(kept), expected));
  }));
}
