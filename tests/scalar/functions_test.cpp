// Operators and functions over Values, mixed with plain numbers, and those that take any number of
// operands.
#include <stepgrad/scalar/functions.hpp>

#include <cmath>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "error_text.hpp"
#include "numerical.hpp"

using namespace stepgrad;

namespace {

struct Mixed {
  std::string_view name;
  Value (*values)(Value, Value);
  Value (*number_right)(Value, double);
  Value (*number_left)(double, Value);
};
const Mixed mixed[] = {
    {"+", [](Value a, Value b) { return a + b; }, [](Value a, double b) { return a + b; },
     [](double a, Value b) { return a + b; }},
    {"-", [](Value a, Value b) { return a - b; }, [](Value a, double b) { return a - b; },
     [](double a, Value b) { return a - b; }},
    {"*", [](Value a, Value b) { return a * b; }, [](Value a, double b) { return a * b; },
     [](double a, Value b) { return a * b; }},
    {"/", [](Value a, Value b) { return a / b; }, [](Value a, double b) { return a / b; },
     [](double a, Value b) { return a / b; }},
    {"pow", [](Value a, Value b) { return pow(a, b); }, [](Value a, double b) { return pow(a, b); },
     [](double a, Value b) { return pow(a, b); }},
    {"max", [](Value a, Value b) { return max(a, b); }, [](Value a, double b) { return max(a, b); },
     [](double a, Value b) { return max(a, b); }},
    {"min", [](Value a, Value b) { return min(a, b); }, [](Value a, double b) { return min(a, b); },
     [](double a, Value b) { return min(a, b); }},
    {"hypot", [](Value a, Value b) { return hypot(a, b); },
     [](Value a, double b) { return hypot(a, b); }, [](double a, Value b) { return hypot(a, b); }},
    {"atan2", [](Value a, Value b) { return atan2(a, b); },
     [](Value a, double b) { return atan2(a, b); }, [](double a, Value b) { return atan2(a, b); }},
    {"mask", [](Value a, Value b) { return mask(a, b); },
     [](Value a, double b) { return mask(a, b); }, [](double a, Value b) { return mask(a, b); }},
};

struct Function {
  const op::Op* row;
  Value (*call)(Value);
};
const Function functions[] = {
    {&op::neg, [](Value a) { return -a; }},
    {&op::square, [](Value a) { return square(a); }},
    {&op::sqrt, [](Value a) { return sqrt(a); }},
    {&op::exp, [](Value a) { return exp(a); }},
    {&op::log, [](Value a) { return log(a); }},
    {&op::expm1, [](Value a) { return expm1(a); }},
    {&op::log1p, [](Value a) { return log1p(a); }},
    {&op::sin, [](Value a) { return sin(a); }},
    {&op::cos, [](Value a) { return cos(a); }},
    {&op::tan, [](Value a) { return tan(a); }},
    {&op::atan, [](Value a) { return atan(a); }},
    {&op::tanh, [](Value a) { return tanh(a); }},
    {&op::sigmoid, [](Value a) { return sigmoid(a); }},
    {&op::relu, [](Value a) { return relu(a); }},
    {&op::leaky_relu, [](Value a) { return leaky_relu(a); }},
    {&op::elu, [](Value a) { return elu(a); }},
    {&op::selu, [](Value a) { return selu(a); }},
    {&op::gelu, [](Value a) { return gelu(a); }},
    {&op::softplus, [](Value a) { return softplus(a); }},
    {&op::erf, [](Value a) { return erf(a); }},
    {&op::erfc, [](Value a) { return erfc(a); }},
    {&op::abs, [](Value a) { return abs(a); }},
    {&op::cbrt, [](Value a) { return cbrt(a); }},
    {&op::exp2, [](Value a) { return exp2(a); }},
    {&op::log2, [](Value a) { return log2(a); }},
    {&op::log10, [](Value a) { return log10(a); }},
    {&op::log1mexp, [](Value a) { return log1mexp(a); }},
    {&op::asin, [](Value a) { return asin(a); }},
    {&op::acos, [](Value a) { return acos(a); }},
    {&op::sinh, [](Value a) { return sinh(a); }},
    {&op::cosh, [](Value a) { return cosh(a); }},
    {&op::asinh, [](Value a) { return asinh(a); }},
    {&op::acosh, [](Value a) { return acosh(a); }},
    {&op::atanh, [](Value a) { return atanh(a); }},
    {&op::swish, [](Value a) { return swish(a); }},
    {&op::log_sigmoid, [](Value a) { return log_sigmoid(a); }},
    {&op::sign, [](Value a) { return sign(a); }},
    {&op::floor, [](Value a) { return floor(a); }},
    {&op::ceil, [](Value a) { return ceil(a); }},
};

double gradient(Value of, Value in) {
  zero_grad();
  backward(of);
  return in.grad();
}

}  // namespace

// ---- plain numbers ------------------------------------------------------------------------------

TEST_CASE("a plain number on either side is as good as a constant", "[functions]") {
  for (const Mixed& op : mixed)
    for (const double number : {2.5, 0.0, -0.0, -1.5, 1e300}) {
      INFO(op.name << " with " << number);
      const Value x(1.75);
      const Value right = op.number_right(x, number),
                  right_constant = op.values(x, constant(number));
      const Value left = op.number_left(number, x), left_constant = op.values(constant(number), x);
      CHECK(same_number(right.data(), right_constant.data()));
      CHECK(same_number(left.data(), left_constant.data()));
      CHECK(same_number(gradient(right, x), gradient(right_constant, x)));
      CHECK(same_number(gradient(left, x), gradient(left_constant, x)));
    }
}

TEST_CASE("a plain number keeps its side in a replay", "[functions]") {
  for (const Mixed& op : mixed) {
    INFO(op.name);
    const Value x(1.75), there(0.5);
    const Value right = op.number_right(x, 2.5), left = op.number_left(2.5, x);
    x.set(0.5);
    replay();
    CHECK(right.data() == op.number_right(there, 2.5).data());
    CHECK(left.data() == op.number_left(2.5, there).data());
    CHECK(gradient(right, x) == gradient(op.number_right(there, 2.5), there));
    CHECK(gradient(left, x) == gradient(op.number_left(2.5, there), there));
  }
}

TEST_CASE("a plain number takes one node less than a constant", "[functions]") {
  const Value x(2.0);
  const std::size_t before = tape().size();
  const Value y = 2.0 * x + 1.0;
  CHECK(tape().size() - before == 2);
  CHECK(y.data() == 5);
}

TEST_CASE("many different plain numbers are all kept apart", "[functions]") {
  const Scope scope;
  const Value x(1.0);
  Value total = x * 0.0;
  double expected = 0;
  for (int round = 0; round < 2; ++round)
    for (int i = 1; i <= 5000; ++i) {
      total += x * (i * 0.37);
      expected += i * 0.37;
    }
  CHECK(total.data() == Approx(expected));
  CHECK(gradient(total, x) == Approx(expected));
}

TEST_CASE("numbers that are not finite are operands as well", "[functions]") {
  const double infinity = std::numeric_limits<double>::infinity();
  const Value x(2.0);
  CHECK((x * infinity).data() == infinity);
  CHECK(gradient(x * infinity, x) == infinity);
  CHECK(std::isnan((x + std::nan("")).data()));
}

TEST_CASE("integers are plain numbers too", "[functions]") {
  const Value x(3.0);
  CHECK((2 * x - 1).data() == 5);
  CHECK(pow(x, 2).data() == 9);
  CHECK((1 / x).data() == 1.0 / 3);
}

TEST_CASE("powers of plain numbers at the edge of their domain", "[functions]") {
  const double infinity = std::numeric_limits<double>::infinity();
  const Value zero(0.0), negative(-2.0), half(0.5);
  CHECK(pow(zero, 0.0).data() == 1);
  CHECK(gradient(pow(zero, 0.0), zero) == 0);
  CHECK(gradient(pow(zero, 0.5), zero) == infinity);
  CHECK(pow(zero, -1.0).data() == infinity);
  CHECK(gradient(pow(zero, -1.0), zero) == -infinity);
  CHECK(gradient(pow(negative, 3.0), negative) ==
        12);  // no step to the exponent, so no nan from it
  CHECK(std::isnan(pow(negative, 0.5).data()));
  CHECK(gradient(pow(0.0, half), half) == 0);
  CHECK(std::isnan(gradient(pow(-2.0, half), half)));
  CHECK(gradient(pow(2.0, half), half) == Approx(std::sqrt(2.0) * std::log(2.0)));
}

TEST_CASE("a variable exponent of a negative base leaves the base its gradient", "[functions]") {
  const Value base(-2.0), exponent(3.0);
  const Value y = pow(base, exponent);
  backward(y);
  CHECK(y.data() == -8);
  CHECK(base.grad() == 12);
  CHECK(std::isnan(exponent.grad()));
}

TEST_CASE("plus changes nothing, and assignment with an operator makes a new node", "[functions]") {
  const Value x(2.0);
  Value y = +x;
  CHECK(tape().id(y) == tape().id(x));
  y += 3;
  y *= x;
  y -= x;
  y /= 4;
  CHECK(y.data() == (2.0 + 3) * 2 / 4 - 0.5);
  CHECK(gradient(y, x) == (2 * 2.0 + 3 - 1) / 4);
}

// ---- one function a row -------------------------------------------------------------------------

TEST_CASE("every row of one operand has its function", "[functions]") {
  std::size_t rows = 0;
  for (const op::Op* row : op::all) rows += row->arity == 1;
  CHECK(std::size(functions) == rows);
  for (const auto& [row, call] : functions)
    for (const op::Probe& probe : row->probes) {
      INFO(row->name << " at " << probe.a);
      const Value a(probe.a);
      const Value y = call(a);
      CHECK(y.data() == row->value(probe.a, 0));
      CHECK(gradient(y, a) == row->slope[0](probe.a, 0, y.data()) + 0.0);
    }
}

// ---- any number of operands ---------------------------------------------------------------------

TEST_CASE("sum gives each of its operands the whole gradient", "[functions]") {
  const Value x(1.0), y(2.0), z(3.0);
  const Value total = sum({x, y, z, x});
  CHECK(total.data() == 7);
  backward(total * 10);
  CHECK(x.grad() == 20);  // it stands there twice
  CHECK(y.grad() == 10);
  CHECK(z.grad() == 10);
}

TEST_CASE("dot gives each operand its partner", "[functions]") {
  const Value a1(1.0), a2(2.0), b1(3.0), b2(4.0);
  const Value product = dot({a1, a2}, {b1, b2});
  CHECK(product.data() == 11);
  backward(product * 10);
  CHECK(a1.grad() == 30);
  CHECK(a2.grad() == 40);
  CHECK(b1.grad() == 10);
  CHECK(b2.grad() == 20);
}

TEST_CASE("dot of a vector with itself has twice the vector as its gradient", "[functions]") {
  const std::vector<Value> v{Value(1.0), Value(-2.0), Value(3.0)};
  const Value squared_length = dot(v, v);
  CHECK(squared_length.data() == 14);
  backward(squared_length);
  for (const Value& component : v) CHECK(component.grad() == 2 * component.data());
}

TEST_CASE("the gradient of log_sum_exp is the softmax", "[functions]") {
  const std::vector<double> logits{1.0, 3.0, -2.0};
  std::vector<Value> values;
  double total = 0;
  for (const double logit : logits) {
    values.emplace_back(logit);
    total += std::exp(logit);
  }
  const Value y = log_sum_exp(values);
  CHECK(y.data() == Approx(std::log(total)));
  backward(y);
  for (std::size_t i = 0; i < logits.size(); ++i)
    CHECK(values[i].grad() == Approx(std::exp(logits[i]) / total));
}

TEST_CASE("one operand is enough for sum and log_sum_exp", "[functions]") {
  const Value x(3.0);
  CHECK(sum({x}).data() == 3);
  CHECK(log_sum_exp({x}).data() == 3);
  CHECK(gradient(log_sum_exp({x}), x) == 1);
}

TEST_CASE("ten thousand operands are summed as one node", "[functions]") {
  const Scope scope;
  const std::vector<Value> many(10000, Value(0.5));
  const std::size_t before = tape().size();
  const Value total = sum(many);
  CHECK(tape().size() - before == 1);
  CHECK(total.data() == 5000);
  CHECK(gradient(total, many[0]) == 10000);
}

TEST_CASE("sums of nothing and vectors of different lengths are refused", "[functions]") {
  const Value x(1.0);
  CHECK(error_of([] { sum({}); }) == "sum needs at least one operand");
  CHECK(error_of([] { log_sum_exp({}); }) == "log_sum_exp needs at least one operand");
  CHECK(error_of([] { dot({}, {}); }) == "dot needs at least one operand");
  CHECK(error_of([&] {
          dot({x, x}, {x});
        }) ==
        "dot takes two vectors of one length, got 2 and 1\n"
        "Give both the same number of Values.");
}
