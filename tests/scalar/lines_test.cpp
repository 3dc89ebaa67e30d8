// The lines that people type, each for doubles, Duals and Values: what compiles for one compiles for
// all, and computes the same.
#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <stepgrad/scalar/functions.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

/// What a line has come to, added up.
template <class T>
class Total {
 public:
  template <class X>
  void operator()(const X& x) {
    total_ += value_of(static_cast<T>(x));
  }
  double number() const { return total_; }

 private:
  double total_ = 0;
};

template <class T>
double arithmetic() {
  Total<T> keep;
  T a = T(1.5), b = T(0.5);
  const T c = 2;
  const int n = 3;
  const float f = 1.5f;
  const std::size_t z = 2;
  for (const T& x : {a + 1, 1 + a, a * n, f * a, a / 2L, 3u - a, a + z, -a, +a}) keep(x);
  a += 1, a -= b, a *= 2, a /= n, a += f;
  keep(a);
  a = 2.0;
  keep(a);
  a = 3;
  T e{};
  e = a;
  keep(2 * e);
  T matrix[2][2] = {{1, 2}, {3, c}};
  keep(matrix[0][0] * matrix[1][1] - matrix[0][1] * matrix[1][0]);
  std::swap(a, b);
  keep(std::exchange(b, T(1)) * a);
  return keep.number();
}

template <class T>
double choices() {
  Total<T> keep;
  const T a = 1.5, b = 0.5, c = 2;
  const bool all = a < c && a > 1 && 1 <= a && !(a == b) && a != 0 && b >= 0;
  keep(all ? a : 0.0);
  keep(a > 0 ? -a : a);
  keep(std::max(a, b)), keep(std::min(a, b)), keep(std::clamp(a, b, c));
  keep(max(a, b)), keep(max(a, 0)), keep(max(0.0, a)), keep(min(a, 1)), keep(std::max<T>(a, 0.0));
  keep(std::max({a, b, c})), keep(max({a, b, c})), keep(min({a, b, c}));
  keep(clamp(a, 0, 1)), keep(clamp(a, b, c)), keep(select(a > b, a, b));
  const auto [low, high] = std::minmax(a, b);
  keep(low - 2 * high);
  T x = 1000;
  while (x > 100) x /= 2;
  keep(x);
  if (x == 62.5) keep(T(1));
  keep(isnan(a) ? a : b), keep(isfinite(a) ? a : b), keep(isinf(a) ? a : b);
  return keep.number();
}

template <class T>
double functions() {
  Total<T> keep;
  const T a = 1.5, b = 0.5, c = 2;
  const int n = 3;
  keep(pow(a, 2)), keep(pow(a, 2.0)), keep(pow(2, a)), keep(pow(a, b)), keep(pow(a, n));
  keep(pow(a, 0.5f)), keep(sqrt(b)), keep(cbrt(a)), keep(exp(a)), keep(exp2(a)), keep(log(b));
  keep(log2(b)), keep(log10(b)), keep(expm1(a)), keep(log1p(b));
  keep(sin(a) * cos(a) + tan(a)), keep(asin(b) + acos(b) + atan(a)), keep(atan2(a, b));
  keep(sinh(a) / cosh(a)), keep(asinh(a)), keep(acosh(c)), keep(atanh(b)), keep(atan2(a, 1.0));
  keep(hypot(a, b)), keep(hypot(3, a)), keep(floor(a) + ceil(a)), keep(abs(-a)), keep(fabs(-a));
  keep(erf(a) + erfc(a)), keep(fma(a, b, c)), keep(fmax(a, b) + fmin(a, 0.0)), keep(fdim(a, b));
  keep(tanh(a)), keep(sigmoid(a)), keep(relu(a)), keep(softplus(a)), keep(gelu(a)), keep(elu(a));
  keep(leaky_relu(a)), keep(swish(a)), keep(square(a)), keep(sign(a)), keep(log_sigmoid(a));
  keep(log1mexp(-b));
  return keep.number();
}

template <class T>
double containers() {
  Total<T> keep;
  const T a = 1.5, b = 0.5, c = 2;
  std::vector<T> v{a, b, c}, zeros(3, 0.0), ones(3, T(1)), unset(3);
  unset[0] = 1.0;
  T s = 0;
  for (const T& x : v) s += x;
  keep(s), keep(unset[0] + zeros[1] + ones[2]);
  keep(sum(v)), keep(mean(v)), keep(norm(v)), keep(dot(v, v)), keep(log_sum_exp(v)), keep(max(v));
  keep(min(v)), keep(sum({a, b})), keep(softmax(v)[0]);
  keep(std::accumulate(v.begin(), v.end(), T(0)));
  keep(std::inner_product(v.begin(), v.end(), v.begin(), T(0)));
  std::sort(v.begin(), v.end());
  keep(v[0] - v[1]), keep(*std::max_element(v.begin(), v.end()));
  std::array<T, 2> pair{a, b};
  std::map<std::string, T> named{{"a", a}};
  const std::function<T(T)> squared = [](T x) { return x * x; };
  std::optional<T> maybe;
  maybe = a;
  const auto shifted = [&](auto x) { return x + a; };
  keep(pair[0] * named["a"] + squared(*maybe) + shifted(b));
  return keep.number();
}

}  // namespace

TEMPLATE_TEST_CASE("the lines that people type compute with every number what they do with doubles",
                   "[lines]", Dual, Value) {
  const Scope scope;
  CHECK(arithmetic<TestType>() == arithmetic<double>());
  CHECK(choices<TestType>() == choices<double>());
  CHECK(functions<TestType>() == Approx(functions<double>()).epsilon(1e-14));
  CHECK(containers<TestType>() == Approx(containers<double>()).epsilon(1e-14));
}
