// Sixteen samples at a time: each lane takes the steps that the tape takes for its sample, bit for
// bit.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <vector>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/scalar/backward.hpp>
#include <stepgrad/scalar/fast/lanes.hpp>
#include <stepgrad/scalar/neurons.hpp>
#include <stepgrad/scalar/operation.hpp>
#include <stepgrad/scalar/unfolded.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "numerical.hpp"
#include "scalar/random_formula.hpp"

using namespace stepgrad;

namespace {

bool same_numbers(const Step& a, const Step& b) {
  return a.operand == b.operand && same_bits(a.upstream, b.upstream) &&
         same_bits(a.local, b.local) && same_bits(a.contribution, b.contribution) &&
         same_bits(a.total, b.total);
}

/// Do the steps lead from the same nodes to the same, whatever these are called?
bool same_ways(const std::vector<Step>& a, const std::vector<Step>& b) {
  std::map<Id, Id> there, back;
  const auto meet = [&](Id x, Id y) {
    return there.try_emplace(x, y).first->second == y && back.try_emplace(y, x).first->second == x;
  };
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!meet(a[i].from, b[i].from) || !meet(a[i].to, b[i].to)) return false;
  return true;
}

/// The steps that the tape takes for one sample.
std::vector<Step> read(const Lanes::Graph& graph, const std::vector<double>& sample, double& y) {
  const Scope scope;
  std::vector<Value> inputs;
  for (const double number : sample) inputs.emplace_back(number);
  const Value output = graph(inputs);
  y = output.data();
  std::vector<Step> steps;
  const Unfolded unfolded(tape());
  backward(unfolded, unfolded.id(tape().id(output)),
           [&](const Step& step) { steps.push_back(step); });
  return steps;
}

/// How many steps each lane takes; -1 if one of them is not the tape's.
int steps_of_lanes(const Lanes::Graph& graph, const std::vector<Value>& parameters,
                   const std::vector<std::vector<double>>& samples) {
  std::vector<double> flat;
  for (const auto& sample : samples) flat.insert(flat.end(), sample.begin(), sample.end());
  Lanes lanes(graph, parameters, flat, samples.front().size());
  std::vector<std::vector<Step>> steps(samples.size());
  lanes.on_steps([&](const Lanes::Steps& of_all) {
    for (std::size_t lane = 0; lane < samples.size(); ++lane)
      steps[lane].push_back({of_all.from, of_all.to, of_all.operand, of_all.upstream[lane],
                             of_all.local[lane], of_all.contribution[lane], of_all.total[lane]});
  });
  const std::vector<double> outputs = lanes.backward(flat);
  for (std::size_t lane = 0; lane < samples.size(); ++lane) {
    double y;
    const std::vector<Step> expected = read(graph, samples[lane], y);
    if (!same_bits(y, outputs[lane]) || !same_ways(expected, steps[lane])) return -1;
    if (!std::ranges::equal(expected, steps[lane], same_numbers)) return -1;
  }
  const std::vector<double> watched = lanes.gradients();
  lanes.on_steps({});
  lanes.zero_grad();
  if (!std::ranges::equal(lanes.backward(flat), outputs, same_bits)) return -1;
  if (!std::ranges::equal(lanes.gradients(), watched, same_bits)) return -1;
  return static_cast<int>(steps.front().size());
}

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double numbers[] = {0, -0.0,   1,     -1,     0.5,      -2.25,
                              3, 1e-300, 1e300, -1e300, infinity, -infinity};

Value squared_error(const MLP& mlp, const std::vector<Value>& sample) {
  return square(mlp({sample[0], sample[1]})[0] - sample[2]);
}

std::vector<double> random_samples(std::size_t count, std::size_t inputs) {
  Random random(7);
  std::vector<double> samples(count * inputs);
  for (double& number : samples) number = random.uniform(-2, 2);
  return samples;
}

}  // namespace

TEST_CASE("each lane takes the steps of the tape on 2,000 random formulas", "[lanes][property]") {
  std::mt19937 random(1);
  const Value parameter(0.75);
  int steps = 0;
  for (int count = 0; count < 2'000; ++count) {
    const Formula formula = random_formula::formula_of(random_formula::choices(random), op::all);
    const Lanes::Graph graph = [&](const std::vector<Value>& sample) {
      const auto number = [&](const Formula::Term& term) {
        if (term.kind == Formula::Kind::number) return constant(term.number);
        return term.name == "x" ? parameter : term.name == "y" ? sample[0] : sample[1];
      };
      const auto apply = [](const op::Op& row, std::span<const Value> operands) {
        return tape().record(row, operands);
      };
      return evaluate_terms<Value>(formula, number, apply)[formula.output];
    };
    std::vector<std::vector<double>> samples(1 + random() % Lanes::width, std::vector<double>(2));
    for (auto& sample : samples)
      for (double& number : sample) number = numbers[random() % std::size(numbers)];
    INFO(random_formula::text_of(formula));
    const int here = steps_of_lanes(graph, {parameter}, samples);
    REQUIRE(here >= 0);
    steps += here;
  }
  CHECK(steps > 2'000);
}

TEST_CASE("each lane takes the steps of the tape where plain numbers are operands", "[lanes]") {
  std::mt19937 random(3);
  for (int turn = 0; turn < 200; ++turn) {
    const Scope scope;
    const Value parameter(0.5);
    const std::uint_fast32_t seed = random();
    const Lanes::Graph graph = [&](const std::vector<Value>& sample) {
      std::mt19937 again(seed);  // the same graph for each sample
      const auto number = [&] { return numbers[again() % std::size(numbers)]; };
      std::vector<Value> values{sample[0], parameter};
      for (int i = 0; i < 40; ++i) {
        const Value a = values[again() % values.size()], b = values.back();
        const Value made[] = {a + b,
                              a * number(),
                              number() - b,
                              relu(a),
                              number() / b,
                              pow(a, number()),
                              sum({a, b, a}),
                              tanh(b * 0.25),
                              max(a, number()),
                              on_gradient(b, "half", [](double g) { return g / 2; }),
                              detach(b)};
        values.push_back(made[again() % std::size(made)]);
      }
      return values.back();
    };
    std::vector<std::vector<double>> samples;
    for (int i = 0; i < 5; ++i) samples.push_back({numbers[random() % std::size(numbers)]});
    REQUIRE(steps_of_lanes(graph, {parameter}, samples) >= 0);
  }
}

TEST_CASE("sums of many operands are the tape's in each lane", "[lanes]") {
  const Scope scope;
  const Value parameter(0.5);
  const Lanes::Graph graph = [&](const std::vector<Value>& sample) {
    std::vector<Value> many{parameter};
    for (int i = 0; i < 20; ++i) many.push_back(many.back() * sample[0] + sample[1]);
    const Value apart[] = {many[3], many[1], many[20], many[4]};
    return sum(many) * dot(many, many) + sum(apart) + log_sum_exp(many) + norm(many);
  };
  std::vector<std::vector<double>> samples;
  for (int i = 0; i < 16; ++i) samples.push_back({0.1 * i - 0.7, 1.3 - 0.2 * i});
  CHECK(steps_of_lanes(graph, {parameter}, samples) > 100);
}

TEST_CASE("chains of products, joined or not, take the tape's steps in each lane", "[lanes]") {
  const Scope scope;
  const std::vector<Value> w{Value(0.5), Value(-0.0), Value(-2.0)};
  std::mt19937 random(5);
  for (int turn = 0; turn < 200; ++turn) {
    const std::uint_fast32_t seed = random();
    const Lanes::Graph graph = [&](const std::vector<Value>& sample) {
      std::mt19937 again(seed);  // the same graph for each sample
      std::vector<Value> values{sample[0], w[0], w[1], w[2]};
      const auto any = [&] { return values[again() % values.size()]; };
      for (int chain = 0; chain < 6; ++chain) {
        Value sum = any();
        for (auto length = again() % 5; length-- > 0;) {
          const Value before = sum, product = any() * any();
          sum = before + product;
          if (again() % 8 == 0) values.push_back(again() % 2 == 0 ? product : before);
        }
        values.push_back(again() % 3 == 0 ? tanh(sum) : sum);
      }
      return values.back();
    };
    std::vector<std::vector<double>> samples;
    for (int i = 0; i < 5; ++i) samples.push_back({numbers[random() % std::size(numbers)]});
    REQUIRE(steps_of_lanes(graph, w, samples) >= 0);
  }
}

TEST_CASE("lanes add up what the tape adds up for a batch", "[lanes]") {
  const Scope scope;
  const MLP mlp({2, 5, 1}, {.seed = 3});
  const std::size_t count = 37;  // two rows of lanes are full, the third is not
  const std::vector<double> samples = random_samples(count, 3);
  Lanes lanes([&](const std::vector<Value>& sample) { return squared_error(mlp, sample); },
              mlp.parameters(), samples, 3);
  const std::vector<double> losses = lanes.backward(samples, 1.0 / count);

  Value total = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::vector<Value> sample{Value(samples[3 * i]), Value(samples[3 * i + 1]),
                                    Value(samples[3 * i + 2])};
    const Value loss = squared_error(mlp, sample);
    CHECK(losses[i] == loss.data());
    total += loss;
  }
  backward(total / static_cast<double>(count));
  const std::vector<double> gradients = lanes.gradients();
  for (std::size_t i = 0; i < gradients.size(); ++i)
    CHECK(gradients[i] == Approx(mlp.parameters()[i].grad()).epsilon(1e-12).margin(1e-15));
  CHECK(lanes.values(samples) == losses);
  lanes.zero_grad();
  CHECK(lanes.gradients() == std::vector<double>(gradients.size(), 0.0));
}

TEST_CASE("lanes follow parameters that get other numbers", "[lanes]") {
  const Scope scope;
  const Value w(2.0);
  const std::vector<double> samples{1, 2, 3};
  Lanes lanes([&](const std::vector<Value>& x) { return w * w * x[0]; }, {w}, samples, 1);
  CHECK(lanes.values(samples) == std::vector<double>{4, 8, 12});
  w.set(3);
  CHECK(lanes.backward(samples) == std::vector<double>{9, 18, 27});
  CHECK(lanes.gradients() == std::vector<double>{2 * 3.0 * (1 + 2 + 3)});
}

TEST_CASE("lanes that only fill a row up change no gradient", "[lanes]") {
  const Scope scope;
  const Value w(1.0);
  // At x = 0 the slope is inf: one lane's is, and not 0 * inf = nan in the others.
  const std::vector<double> samples{1, 0};
  Lanes lanes([&](const std::vector<Value>& x) { return sqrt(w * x[0]) / x[0]; }, {w}, samples, 1);
  lanes.backward(std::vector<double>{1.0});
  CHECK(lanes.gradients() == std::vector<double>{0.5});
  lanes.zero_grad();
  lanes.backward(std::vector<double>{4.0, 4.0, 4.0});
  CHECK(lanes.gradients() == std::vector<double>{3 * 0.25});
}

TEST_CASE("lanes refuse a graph that another sample would not have", "[lanes]") {
  const Scope scope;
  const Value w(2.0);
  const std::vector<double> samples{1, -1, 3};
  const auto made_of = [&](Lanes::Graph graph) { return [=] { Lanes(graph, {w}, samples, 1); }; };
  using Sample = const std::vector<Value>&;
  CHECK(error_of(made_of([&](Sample x) { return x[0] > 0 ? w * x[0] : w; })) ==
        "the graph of one sample does not serve for the others: it compares Values, and another "
        "sample may be on the other side\nWrite the choice as "
        "an operation, such as max, relu or select.");
  CHECK(error_of(made_of([&](Sample x) { return x[0].data() > 2 ? w * x[0] : w; })) ==
        "the graph of one sample does not serve for the others: other operations are done for the "
        "last than for the first of them\nWrite the choice as "
        "an operation, such as max, relu or select.");
  CHECK(error_of(made_of([&](Sample x) { return w * x[0].data(); })) ==
        "the graph of one sample does not serve for the others: a plain number is 1 for the first "
        "of them and 3 for the last\nIf it comes out of data(), compute it with Values: max(a, b), "
        "not std::max(a.data(), b.data()). If it belongs "
        "to the sample, let it be one of its numbers.");
}

TEST_CASE("lanes say what is wrong with what they are given", "[lanes]") {
  const Scope scope;
  const Value w(2.0);
  const Lanes::Graph graph = [&](const std::vector<Value>& x) { return w * x[0]; };
  CHECK_THROWS_AS(Lanes(graph, {w}, std::vector<double>{}, 1), Error);
  CHECK_THROWS_AS(Lanes(graph, {w}, std::vector<double>{1, 2, 3}, 2), Error);
  CHECK_THROWS_AS(Lanes(graph, {w}, std::vector<double>{1, 2, 3}, 0), Error);
  CHECK_THROWS_AS(Lanes(graph, {w, w}, std::vector<double>{1, 2, 3}, 1), Error);
  CHECK_THROWS_AS(Lanes(graph, {w * 2.0}, std::vector<double>{1, 2, 3}, 1), Error);
  Lanes lanes(graph, {w}, std::vector<double>{1, 2, 3, 4}, 1);
  CHECK(lanes.values({}).empty());
  Lanes of_two([&](const std::vector<Value>& x) { return w * x[0] * x[1]; }, {w},
               std::vector<double>{1, 2, 3, 4}, 2);
  CHECK_THROWS_AS(of_two.values(std::vector<double>{1, 2, 3}), Error);
}
