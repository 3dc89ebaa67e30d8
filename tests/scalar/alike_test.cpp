// Every function is the same for plain numbers, Duals and Values, mixed and in lists, whatever
// namespaces a program uses.
#include <array>
#include <cmath>
#include <complex>
#include <limits>
#include <vector>

#include <stepgrad/scalar/functions.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

double number(double a) { return a; }
double number(Dual a) { return a.value; }
double number(Value a) { return a.data(); }

/// The numbers of what each function comes to for numbers of one kind.
template <class T>
std::vector<double> of_one(double at) {
  const T x(at);
  const auto y = [](auto of_x) { return number(of_x); };
  return {y(square(x)),
          y(sqrt(x)),
          y(cbrt(x)),
          y(exp(x)),
          y(log(x)),
          y(expm1(x)),
          y(log1p(x)),
          y(exp2(x)),
          y(log2(x)),
          y(log10(x)),
          y(sin(x)),
          y(log1mexp(-x)),
          y(cos(x)),
          y(tan(x)),
          y(asin(x)),
          y(acos(x)),
          y(atan(x)),
          y(sinh(x)),
          y(cosh(x)),
          y(asinh(x)),
          y(tanh(x)),
          y(acosh(x + 1)),
          y(atanh(x)),
          y(sigmoid(x)),
          y(relu(x)),
          y(elu(x)),
          y(selu(x)),
          y(leaky_relu(x)),
          y(gelu(x)),
          y(softplus(x)),
          y(swish(x)),
          y(erf(x)),
          y(erfc(x)),
          y(abs(-x)),
          y(log_sigmoid(x)),
          y(sign(x)),
          y(floor(x)),
          y(ceil(x)),
          y(pow(x, x)),
          y(hypot(x, x)),
          y(atan2(x, x)),
          y(mask(x, x)),
          y(max(x, x)),
          y(min(x, x)),
          y(pow(x, 2)),
          y(pow(2, x)),
          y(hypot(x, 2)),
          y(atan2(1, x)),
          y(max(x, 0.7)),
          y(min(1, x)),
          y(clamp(x, 1, 2)),
          y(clamp(x, x, x)),
          y(select(x, 3, x)),
          y(select(x - x, 3, x)),
          y(select(true, x, 2.0))};
}

template <class T>
std::vector<double> of_many() {
  const std::vector<T> a{T(0.5), T(-2.0), T(1.25)}, b{T(3.0), T(0.25), T(-1.0)};
  const std::array<T, 3> c{T(1.0), T(1.0), T(2.0)};
  const auto y = [](auto of_a) { return number(of_a); };
  std::vector<double> all{y(sum(a)),
                          y(mean(a)),
                          y(norm(a)),
                          y(log_sum_exp(a)),
                          y(dot(a, b)),
                          y(max(a)),
                          y(min(a)),
                          y(dot(a, c)),
                          y(sum(std::span(b))),
                          y(dot(a, std::vector{1.0, 2.0, 3.0})),
                          y(dot(std::vector{1, 2, 3}, a)),
                          y(sum({a[0], a[1]})),
                          y(mean({a[0], a[1]})),
                          y(norm({a[0], a[1]})),
                          y(log_sum_exp({a[0], a[1]})),
                          y(dot({a[0], a[1]}, {1.0, 2.0})),
                          y(max({a[0], a[1], b[0]})),
                          y(min({a[0], a[1], b[0]}))};
  for (const T& probability : softmax(a)) all.push_back(number(probability));
  for (const T& probability : softmax({a[0], b[0]})) all.push_back(number(probability));
  return all;
}

double derivative(Value y, Value x) {
  zero_grad();
  backward(y);
  return x.grad();
}

}  // namespace

TEST_CASE("functions are the same for plain numbers, Duals and Values", "[alike]") {
  const Scope scope;
  for (const double at : {0.3, 0.9}) {
    CHECK(of_one<double>(at) == of_one<Value>(at));
    CHECK(of_one<double>(at) == of_one<Dual>(at));
  }
  CHECK(of_many<double>() == of_many<Value>());
  CHECK(of_many<double>() == of_many<Dual>());
}

TEST_CASE("plain numbers of every kind are taken as doubles", "[alike]") {
  CHECK(stepgrad::sigmoid(0) == 0.5);
  CHECK(stepgrad::relu(-3) == 0);
  CHECK(stepgrad::sqrt(2.0f) == std::sqrt(2.0));
  CHECK(stepgrad::max(1, 2.5) == 2.5);
  CHECK(stepgrad::pow(2, 10) == 1024);
  CHECK(stepgrad::sum(std::vector{1, 2, 3}) == 6);
  CHECK(stepgrad::mean({1, 2}) == 1.5);
  CHECK(std::isnan(stepgrad::max(1.0, std::nan(""))));  // std::max would say 1
}

TEST_CASE("Duals carry their tangents through lists", "[alike]") {
  const std::vector<Dual> a{Dual(3, 1), Dual(4)}, b{Dual(2), Dual(-1, 1)};
  CHECK(sum(a).tangent == 1);
  CHECK(mean(a).tangent == 0.5);
  CHECK(norm(a).tangent == 0.6);
  CHECK(dot(a, b).tangent == 2 + 4);
  CHECK(max(a).tangent == 0);
  CHECK(log_sum_exp(a).tangent == Approx(softmax(a)[0].value));
  CHECK(softmax(a)[0].tangent == Approx(softmax(a)[0].value * softmax(a)[1].value));
  CHECK(norm(std::vector{Dual(0, 1), Dual(0)}).tangent == 0);
}

TEST_CASE("the gradient of softmax is p_i (1 - p_i), and far apart it does not overflow",
          "[alike]") {
  const Scope scope;
  const std::vector<Value> scores{Value(1.0), Value(2.0), Value(-0.5)};
  const std::vector<Value> p = softmax(scores);
  for (std::size_t i = 0; i < p.size(); ++i)
    CHECK(derivative(p[i], scores[i]) == Approx(p[i].data() * (1 - p[i].data())));
  CHECK(softmax({1000.0, -1000.0}) == std::vector<double>{1, 0});
}

TEST_CASE("clamp lets gradient through between its borders, and half of it on one", "[alike]") {
  const Scope scope;
  for (const auto& [at, value, slope] :
       {std::array{-1.0, 0.0, 0.0}, {0.5, 0.5, 1.0}, {2.0, 1.0, 0.0}, {0.0, 0.0, 0.5}}) {
    const Value x(at);
    const Value y = clamp(x, 0, 1);
    INFO("at " << at);
    CHECK(y.data() == value);
    CHECK(derivative(y, x) == slope);
  }
}

TEST_CASE("what is not selected does not count", "[alike]") {
  const Scope scope;
  const Value x(-2.0), yes(1.0), no(0.0);
  CHECK(select(no, log(x), x).data() == -2);
  CHECK(select(yes, 3.0, sqrt(x)).data() == 3);
  CHECK(derivative(select(yes, x * x, x), x) == -4);
  CHECK(derivative(select(no, x * x, x), x) == 1);
  const std::size_t before = tape().size();
  CHECK(select(x.data() > 0, x, x).data() == -2);
  CHECK(tape().size() == before);  // a bool chooses now
  CHECK(std::isnan(select(x / 0.0 * 0.0, x, x).data()));
}

TEST_CASE("a replay may select the other", "[alike]") {
  const Scope scope;
  const Value x(2.0), c(1.0);
  const Value y = select(c, x * x, -x);
  CHECK(y.data() == 4);
  c.set(0);
  replay();
  CHECK(y.data() == -2);
  CHECK(derivative(y, x) == -1);
}

TEST_CASE("lists of nothing and of different lengths are refused for every kind of number",
          "[alike]") {
  CHECK(error_of([] { sum(std::vector<double>{}); }) == "sum needs at least one operand");
  CHECK(error_of([] { norm(std::vector<Dual>{}); }) == "norm needs at least one operand");
  CHECK(error_of([] { max(std::vector<Value>{}); }) == "max needs at least one operand");
  CHECK(error_of([] { softmax({}); }) == "log_sum_exp needs at least one operand");
  CHECK(error_of([] {
          dot(std::vector{1.0}, std::vector{1.0, 2.0});
        }).starts_with("dot takes two vectors of one length, got 1 and 2\n"));
}

namespace elsewhere {

using namespace std;
using namespace stepgrad;

/// A program's own function: for its doubles it goes first.
double relu(double a) { return 1000 + a; }

TEST_CASE("programs that use namespace std as well get one of two and no error", "[alike]") {
  CHECK(exp(0.0) == 1);
  CHECK(max(1.0, 2.0) == 2);
  CHECK(max(1, 2) == 2);
  CHECK(max({1.0, 3.0, 2.0}) == 3);
  CHECK(min({4, 3}) == 3);
  CHECK(abs(-1.0) == 1);
  CHECK(abs(-1) == 1);
  CHECK(pow(2.0, 3) == 8);
  CHECK(pow(2, 3) == 8);
  CHECK(hypot(3.0, 4.0) == 5);
  CHECK(hypot(3, 4) == 5);
  CHECK(atan2(0, 1) == 0);
  CHECK(clamp(5.0, 0.0, 1.0) == 1);
  CHECK(clamp(5, 0, 1) == 1);
  CHECK(sqrt(4) + sqrt(4.0f) + floor(1.5) + ceil(1.5) + log2(8.0) + cbrt(8) == 12);
  CHECK(sigmoid(0.0) == 0.5);
  CHECK(relu(1.0) == 1001);

  const Scope scope;
  const Value x(2.0);
  CHECK(max(x, 3).data() == 3);
  CHECK(max({x, x * x}).data() == 4);
  CHECK(clamp(x, x, x).data() == 2);
  CHECK(clamp(x, 0, 1).data() == 1);
  CHECK((abs(-x) + pow(x, 2) + relu(x) + norm(vector{x, x})).data() == Approx(8 + sqrt(8.0)));
  CHECK(norm(complex<double>(3, 4)) == 25);
}

}  // namespace elsewhere
