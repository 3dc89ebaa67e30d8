// Values side by side: one handle for many, one node for what is computed of all.
#include <cmath>
#include <vector>

#include <stepgrad/base/summation.hpp>
#include <stepgrad/scalar/trace.hpp>
#include <stepgrad/scalar/values.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

TEST_CASE("many terms are added in eight partial sums, these in pairs, and then the rest",
          "[values]") {
  std::vector<double> x(19);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = std::sin(static_cast<double>(i + 1)) * 1e3;
  const auto part = [&](std::size_t i) { return x[i] + x[i + 8]; };
  const double whole =
      ((part(0) + part(4)) + (part(2) + part(6))) + ((part(1) + part(5)) + (part(3) + part(7)));
  const double expected = whole + x[16] + x[17] + x[18];
  CHECK(total_of(x.size(), [&](std::size_t i) { return x[i]; }) == expected);
  CHECK(stepgrad::sum(x) == expected);
  const Scope scope;
  CHECK(sum(inputs(x)).data() == expected);
  CHECK(stepgrad::sum(std::vector{x[0], x[1], x[2]}) == x[0] + x[1] + x[2]);
}

TEST_CASE("sums and products of Values side by side are one node each", "[values]") {
  const Scope scope;
  const Values x = inputs(std::vector{1.0, 2.0, 3.0}), w = inputs(std::vector{0.5, -1.0, 4.0});
  const std::size_t before = tape().size();
  const Value y = dot(w, x);
  CHECK(tape().size() == before + 1);
  CHECK(y.data() == 10.5);
  CHECK(sum(x).data() == 6);
  CHECK(sum(x.part(1, 2)).data() == 5);
  CHECK(norm(x).data() == norm(std::vector{1.0, 2.0, 3.0}));
  CHECK(log_sum_exp(x).data() == log_sum_exp(std::vector{1.0, 2.0, 3.0}));
  backward(y);
  CHECK(w[2].grad() == 3);
  CHECK(x[2].grad() == 4);
  CHECK(std::vector(x.grad().begin(), x.grad().end()) == std::vector{0.5, -1.0, 4.0});
}

TEST_CASE("what stands side by side is found out, and told like any other", "[values]") {
  const Scope scope;
  std::vector<Value> w, x;
  for (int i = 0; i < 10; ++i) w.emplace_back(0.25 * i);
  for (int i = 0; i < 10; ++i) x.emplace_back(1.0 - i);
  const Value y = dot(w, x);
  CHECK(tape().node(tape().id(y)).code().form() == Form::side_by_side);
  const Trace told = trace(y);
  CHECK(told.steps.size() == 20);
  CHECK(told.node(told.output).operands.size() == 20);
  CHECK(told.steps[13].local == w[3].data());
  std::swap(x[0], x[1]);
  CHECK(tape().node(tape().id(dot(w, x))).code().form() == Form::nodes);
}

TEST_CASE("an operation on Values side by side is that on each of them", "[values]") {
  const Scope scope;
  const Values a = inputs({1.0, -2.0, 0.5}), b = inputs({4.0, 3.0, -0.25});
  const Value c(1.5);
  const auto is_each = [&](Values all, auto of_one) {
    REQUIRE(all.size() == a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      const Value one = of_one(i);
      CHECK(all[i].data() == one.data());
      CHECK(tape().node(tape().id(all[i])) == tape().node(tape().id(one)));
    }
  };
  is_each(a + b, [&](std::size_t i) { return a[i] + b[i]; });
  is_each(a - c, [&](std::size_t i) { return a[i] - c; });
  is_each(a * 3.0, [&](std::size_t i) { return a[i] * 3.0; });
  is_each(a / b, [&](std::size_t i) { return a[i] / b[i]; });
  is_each(a * c, [&](std::size_t i) { return a[i] * c; });
  is_each(exp(a), [&](std::size_t i) { return exp(a[i]); });
  is_each(tanh(a), [&](std::size_t i) { return tanh(a[i]); });
  is_each(relu(a), [&](std::size_t i) { return relu(a[i]); });
  CHECK_FALSE(error_of([&] { a + inputs({1.0}); }).empty());
  CHECK_FALSE(error_of([&] { dots(a, b, 2); }).empty());
  CHECK_FALSE(error_of([&] { weighted_sum(a, std::vector{b, b}); }).empty());
}

TEST_CASE("an operation on each keeps a slope of each", "[values]") {
  const Scope scope;
  const Values a = inputs({1.0, -2.0, 0.5}), sines = on_each<op::sin>(a);
  a.set(std::vector{0.25, 3.0, -1.0});
  backward(sum(sines));
  for (std::size_t i = 0; i < a.size(); ++i) {
    CHECK(sines[i].data() == std::sin(a[i].data()));
    CHECK(a[i].grad() == std::cos(a[i].data()));
  }
}

TEST_CASE("a matrix times a vector is a node a row, and a weighted sum of rows one a column",
          "[values]") {
  const Scope scope;
  const Values matrix = inputs({1.0, 2.0, 3.0, 4.0, 5.0, 6.0}), x = inputs({1.0, -1.0, 2.0});
  const std::size_t before = tape().size();
  const Values y = dots(matrix, x, 2);
  CHECK(tape().size() == before + 2);
  CHECK(std::vector(y.data().begin(), y.data().end()) == std::vector{5.0, 11.0});
  const Values z = weighted_sum(y, std::vector{matrix.part(0, 3), matrix.part(3, 3)});
  CHECK(std::vector(z.data().begin(), z.data().end()) == std::vector{49.0, 65.0, 81.0});
  backward(z[2]);  // (m3 . x) m3 and (m6 . x) m6, with m3 = 3 and m6 = 6
  CHECK(x[0].grad() == 3 * 1 + 6 * 4);
  CHECK(matrix[2].grad() == 3 * 2 + 5);
  CHECK(trace(z[0]).steps.size() == 4 + 2 * 6);
}

TEST_CASE("a long row takes no more room on the tape than a short one", "[values]") {
  const Scope scope;
  const Values x = inputs(std::vector(1000, 1.0));
  const auto taken = [&](std::size_t size) {
    const std::size_t before = tape().bytes();
    dot(x.part(0, size), x.part(0, size));
    return tape().bytes() - before;
  };
  CHECK(taken(2) == taken(1000));
}

TEST_CASE("many inputs are set at once, and what was computed of them follows", "[values]") {
  const Scope scope;
  const Values x = inputs(std::vector{1.0, 2.0});
  const Value y = dot(x, x);
  x.set(std::vector{3.0, 4.0});
  CHECK(y.data() == 25);
  CHECK(sum(x).data() == 7);
  const Values squares = each(x, [](Value a) { return a * a; });
  x.set(std::vector{1.0, 1.0});
  CHECK(sum(squares).data() == 2);
  CHECK(squares.data()[1] == 1);
}

TEST_CASE("Values that do not stand side by side are refused", "[values]") {
  const Scope scope;
  const Values x = inputs(std::vector{1.0, 2.0});
  CHECK(error_of([&] { each(x, [](Value a) { return a * a + 1.0; }); }) ==
        "these Values do not stand side by side\n"
        "Let each be one operation, or an input: of several, compute the first of all, then the "
        "second of all.");
  CHECK(error_of([&] { x.set(std::vector{1.0}); }) ==
        "1 numbers are given for 2 Values\nGive one number for "
        "each; for some of them, take their part().");
  const Value last(1.0);
  CHECK(error_of([&] { Values(last, 3); }) ==
        "3 Values side by side are asked for where 1 follow\n"
        "Ask for those that are on the tape.");
  CHECK(error_of([&] { x.part(1, 2); }) ==
        "of 2 Values there is no part of 2 from number 1 on\n"
        "Count from 0, and no further than there are.");
  CHECK(error_of([&] { sum(x.part(0, 0)); }) == "sum needs at least one operand");
  CHECK(error_of([&] {
          dot(x, x.part(0, 1));
        }).starts_with("dot takes two vectors of one length, got 2 and 1\n"));
  CHECK(error_of([&] {
          each(x, [](Value a) { return a * 1.0; }).set(std::vector{1.0, 1.0});
        }).starts_with("only an input can be set"));
}

TEST_CASE("Values of a scope that has ended say so", "[values]") {
  Values gone;
  {
    const Scope scope;
    gone = inputs(std::vector{1.0, 2.0, 3.0});
  }
  CHECK(error_of([&] { sum(gone); }).starts_with("a Value is used after the scope"));
  const Value x(1.0);
  CHECK(error_of([&] { dot(gone, gone); }).starts_with("a Value is used after the scope"));
  CHECK(error_of([&] { gone + gone; }).starts_with("a Value is used after the scope"));
}
