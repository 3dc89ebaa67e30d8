// Watched or not: the sweep of backward.hpp and the one in fast/ take the same steps, to the last
// bit.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/scalar/fast/sweep.hpp>
#include <stepgrad/scalar/formula_parser.hpp>
#include <stepgrad/scalar/unfolded.hpp>
#include <stepgrad/scalar/values.hpp>

#include "catch.hpp"
#include "numerical.hpp"
#include "scalar/random_formula.hpp"

using namespace stepgrad;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double numbers[] = {0,
                              -0.0,
                              1,
                              -1,
                              0.5,
                              -2.25,
                              3,
                              1e-300,
                              1e300,
                              -1e300,
                              infinity,
                              -infinity,
                              std::numeric_limits<double>::quiet_NaN()};

bool same_step(const Step& a, const Step& b) {
  return a.from == b.from && a.to == b.to && a.operand == b.operand &&
         same_bits(a.upstream, b.upstream) && same_bits(a.local, b.local) &&
         same_bits(a.contribution, b.contribution) && same_bits(a.total, b.total);
}

/// Does the tape hold these gradients up to this node?
bool has_gradients(const Unfolded& unfolded, Id last, const std::vector<double>& gradients) {
  for (Id id = 0; id <= last; ++id)
    if (tape().node(id).code() != Code::constant() &&
        !same_bits(gradients[unfolded.id(id)], tape().grad(id)))
      return false;
  return true;
}

/// How many steps the sweeps back from this output take, or -1 if they differ in one, or if the
/// gradients do where nobody watches.
int steps_of_both(Value output) {
  std::vector<Step> read, fast;
  const Unfolded unfolded(tape());
  const Id last = tape().id(output);
  const auto gradients =
      backward(unfolded, unfolded.id(last), [&](const Step& step) { read.push_back(step); });
  zero_grad();
  fast::sweep(tape(), output, [&](Step step) {
    step.from = unfolded.id(step.from);
    step.to = unfolded.id(step.to);
    fast.push_back(step);
  });
  if (!std::equal(read.begin(), read.end(), fast.begin(), fast.end(), same_step)) return -1;
  if (!has_gradients(unfolded, last, gradients)) return -1;
  zero_grad();
  fast::sweep(tape(), output, fast::Nobody());
  return has_gradients(unfolded, last, gradients) ? static_cast<int>(read.size()) : -1;
}

/// Is every value on the tape, from `begin` on, what its row makes of its operands' values?
bool values_are_as_read(Id begin) {
  const Unfolded unfolded(tape());
  for (Id id = begin; id < tape().size(); ++id)
    if (!tape().node(id).code().is_leaf() &&
        !same_bits(tape().value(id), unfolded.tape().evaluated(unfolded.id(id))))
      return false;
  return true;
}

/// The formula with one of `numbers` for each input, and its steps, or -1.
int steps_of_both(const Formula& formula, std::mt19937& random) {
  Bindings bindings;
  for (const std::string& name : formula.inputs())
    bindings[name] = numbers[random() % std::size(numbers)];
  const Scope scope;
  return steps_of_both(record(formula, bindings).output);
}

}  // namespace

TEST_CASE("both sweeps take the same steps on 10,000 random formulas", "[sweep][property]") {
  std::mt19937 random(1);
  int steps = 0;
  for (int count = 0; count < 10'000; ++count) {
    const Formula formula = random_formula::formula_of(random_formula::choices(random), op::all);
    const int here = steps_of_both(formula, random);
    INFO(random_formula::text_of(formula));
    REQUIRE(here >= 0);
    steps += here;
  }
  CHECK(steps > 10'000);
}

TEST_CASE("both sweeps take the same steps where products of sums have an operand in common",
          "[sweep][property]") {
  std::mt19937 random(5);
  int repeated = 0;
  for (int count = 0; count < 2'000; ++count) {
    const Scope scope;
    std::vector<Value> all;
    for (int i = 0; i < 3; ++i) all.emplace_back(numbers[random() % std::size(numbers)]);
    const auto any = [&] { return all[random() % all.size()]; };
    Value y = any(), product = any() * any();
    all.push_back(product);
    for (int i = 0; i < 12; ++i) {
      switch (random() % 8) {
        case 0:
          y = any();  // the product so far among them
          break;
        case 1:
          product = product + y;
          break;
        default:
          product = product * (1.0 + any() * y);
      }
      all.push_back(product);
    }
    const auto size = static_cast<Id>(tape().size());
    for (Id id = 1; id < size; ++id)
      repeated +=
          tape().node(id).code() == fast::product_of_sums && fast::repeats(tape().contents(), id);
    INFO(count);
    REQUIRE(steps_of_both(product) >= 0);
    REQUIRE(steps_of_both(any() * y) >= 0);  // of what stands behind, nothing is reached
  }
  CHECK(repeated > 2'000);
}

TEST_CASE("both sweeps take the same steps on every formula of the corpus", "[sweep]") {
  const std::filesystem::path corpus =
      std::filesystem::path(STEPGRAD_TEST_DIR) / "fuzz" / "corpus" / "formula";
  std::mt19937 random(2);
  int formulas = 0;
  for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
    Formula formula;
    try {
      formula = parse(read_file(entry.path()));
    } catch (const Error&) {
      continue;  // not every text there is one
    }
    INFO(formula.source);
    for (int turn = 0; turn < 20; ++turn) REQUIRE(steps_of_both(formula, random) >= 0);
    ++formulas;
  }
  CHECK(formulas > 10);
}

TEST_CASE("both sweeps take the same steps where plain numbers are operands", "[sweep]") {
  std::mt19937 random(3);
  for (int turn = 0; turn < 300; ++turn) {
    const Scope scope;
    const auto number = [&] { return numbers[random() % std::size(numbers)]; };
    std::vector<Value> values{Value(number()), Value(number()), Value(0.5)};
    for (int i = 0; i < 40; ++i) {
      const Value a = values[random() % values.size()], b = values.back();
      const Value made[] = {a + b,          a * number(),   number() - b,
                            relu(a),        number() / b,   pow(a, number()),
                            sum({a, b, a}), tanh(b * 0.25), max(a, number())};
      values.push_back(made[random() % std::size(made)]);
    }
    REQUIRE(steps_of_both(values.back()) >= 0);
  }
}

TEST_CASE("both editions compute and sweep alike through statements of every kind", "[sweep]") {
  std::mt19937 random(6);
  const auto number = [&] {
    return random() % 8 == 0 ? numbers[random() % std::size(numbers)]
                             : static_cast<double>(random()) / 1e9 - 2;
  };
  std::set<unsigned> seen;
  for (int turn = 0; turn < 500; ++turn) {
    const Scope scope;
    const Id begin = static_cast<Id>(tape().size());
    std::vector<Value> inputs(3), values;
    for (Value& input : inputs) values.push_back(input = Value(number()));
    for (int i = 0; i < 30; ++i) {
      const auto any = [&] { return values[random() % values.size()]; };
      const Value a = any(), b = any(), c = any(), last = values.back();
      const double k = number();
      switch (random() % 16) {
        case 0:
          values.push_back(last + a * b);
          break;
        case 1:
          values.push_back(a * b + last);
          break;
        case 2:
          values.push_back(last + a * k);
          break;
        case 3:
          values.push_back(last + k * a);
          break;
        case 4:
          values.push_back(last - a * b);
          break;
        case 5:
          values.push_back(last - a * k);
          break;
        case 6:
          values.push_back(last * a + b);
          break;
        case 7:
          values.push_back(last * k + a);
          break;
        case 8:
          values.push_back(k + a * b);
          break;
        case 9:
          values.push_back(k - a * b);
          break;
        case 10:
          values.push_back(last * (a - b));
          break;
        case 11:
          values.push_back(last * (k + a * b));
          break;
        case 12:
          values.push_back((a - b) * (b - c) + (last + c) * k);
          break;
        case 13:
          values.push_back(tanh(a * b + c));
          break;
        case 14:
          values.push_back(sin(last) * a + last);
          break;
        default:
          values.push_back(number());
          values.back() += a * values.back();
      }
    }
    for (Id id = begin; id < tape().size(); ++id)
      if (is_statement(tape().node(id).code())) seen.insert(tape().node(id).code().number);
    REQUIRE(values_are_as_read(begin));
    REQUIRE(steps_of_both(values.back()) >= 0);

    for (const Value& input : inputs) input.set(number());
    replay();
    REQUIRE(values_are_as_read(begin));
    REQUIRE(steps_of_both(values.back()) >= 0);
  }
  CHECK(seen.size() == statement_count);
}

TEST_CASE("both editions compute and sweep alike where operands stand side by side", "[sweep]") {
  std::mt19937 random(4);
  const auto number = [&] {
    return random() % 8 == 0 ? numbers[random() % std::size(numbers)]
                             : static_cast<double>(random()) / 1e9 - 2;
  };
  for (int turn = 0; turn < 300; ++turn) {
    const Scope scope;
    const Id begin = static_cast<Id>(tape().size());
    std::vector<double> x(1 + random() % 40);
    std::ranges::generate(x, number);
    const Values inputs = stepgrad::inputs(x);
    const Values scaled = each(inputs, [](Value a) { return a * 0.75; });
    std::vector<Value> scattered;
    for (const Value& a : inputs) scattered.push_back(random() % 2 ? a : scaled[0]);

    const std::size_t size = 1 + random() % x.size();
    const auto part_of = [&](const Values& all) {
      return all.part(random() % (x.size() - size + 1), size);
    };
    const Values a = part_of(inputs), b = part_of(random() % 2 ? inputs : scaled);
    const std::vector<Value> made{dot(a, b), sum(b), norm(scaled), log_sum_exp(a),
                                  dot(scattered, scattered)};
    scattered.resize(made.size(), scattered[0]);
    const Value output = dot(made, scattered);
    REQUIRE(steps_of_both(output) >= 0);
    REQUIRE(values_are_as_read(begin));

    std::ranges::generate(x, number);
    inputs.set(x);
    replay();
    REQUIRE(values_are_as_read(begin));
    REQUIRE(steps_of_both(output + tanh(sum(made))) >= 0);
  }
}

TEST_CASE("both editions compute and sweep alike where a matrix is multiplied with a vector",
          "[sweep]") {
  std::mt19937 random(6);
  for (int turn = 0; turn < 400; ++turn) {
    const Scope scope;
    const Id begin = static_cast<Id>(tape().size());
    const std::size_t rows = 1 + random() % 20, columns = 1 + random() % 20;
    std::vector<double> data((rows + 3) * columns);
    for (double& a : data)
      a = random() % 64 == 0 ? numbers[random() % std::size(numbers)]
                             : static_cast<double>(random()) / 1e9 - 2;
    const Values all = inputs(data);
    const Values matrix = all.part(random() % columns, rows * columns);
    const Values x = all.part(random() % (data.size() - columns + 1), columns);  // of it, perhaps
    const Values y = dots(matrix, x, rows);
    const Values z = weighted_sum(y, std::vector<Values>(rows, tanh(y)));
    REQUIRE(values_are_as_read(begin));
    std::vector<Value> used{z[0]};
    for (const Value& a : y)
      if (random() % 4 != 0) used.push_back(a);
    REQUIRE(steps_of_both(sum(used)) >= 0);
    replay();
    REQUIRE(values_are_as_read(begin));
  }
}

TEST_CASE("a replay computes what the rows compute, on 1,000 random formulas", "[sweep]") {
  std::mt19937 random(5);
  for (int count = 0; count < 1000; ++count) {
    const Formula formula = random_formula::formula_of(random_formula::choices(random), op::all);
    const Scope scope;
    const Id begin = static_cast<Id>(tape().size());
    record(formula, {{"x", 0.5}, {"y", -1.5}, {"z", 2.0}});
    for (Id id = begin; id < tape().size(); ++id)
      if (tape().node(id).code() == Code::input())
        tape().handle(id).set(numbers[random() % std::size(numbers)]);
    replay();
    INFO(random_formula::text_of(formula));
    REQUIRE(values_are_as_read(begin));
  }
}
