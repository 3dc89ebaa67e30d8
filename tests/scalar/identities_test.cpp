// Identities of mathematics hold for values and for gradients: each side is another graph, the
// answer is one.
#include <cmath>
#include <string_view>

#include <stepgrad/scalar/formula_parser.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

struct Identity {
  std::string_view left, right;
};
constexpr Identity identities[] = {
    // arithmetic
    {"x / y", "x * y^(-1)"},
    {"x - y", "x + -y"},
    {"(x + y) * (x - y)", "x^2 - y^2"},
    {"x / (x / y)", "y + 0*x"},
    // powers
    {"square(x)", "x * x"},
    {"square(x)", "x^2"},
    {"sqrt(x)", "x^0.5"},
    {"sqrt(x * y)", "sqrt(x) * sqrt(y)"},
    {"x^y", "exp(y * log(x))"},
    {"(x^y)^2", "x^(2*y)"},
    {"x^-2", "1 / (x * x)"},
    // exponentials and logarithms
    {"log(exp(x))", "x"},
    {"exp(log(x))", "x"},
    {"exp(x + y)", "exp(x) * exp(y)"},
    {"log(x * y)", "log(x) + log(y)"},
    {"log(x^y)", "y * log(x)"},
    {"expm1(x)", "exp(x) - 1"},
    {"log1p(x)", "log(1 + x)"},
    {"log1p(expm1(x))", "x"},
    {"log2(8^x)", "3*x"},
    {"log10(10^x)", "x"},
    {"exp2(x)", "2^x"},
    {"cbrt(x)^3", "x"},
    {"cbrt(-x)", "-x^(1/3)"},
    {"log1mexp(-x)", "log(1 - exp(-x))"},
    {"log_sum_exp(x, y)", "log(exp(x) + exp(y))"},
    {"log_sum_exp(x, x)", "x + log(2)"},
    {"log_sum_exp(x, 0)", "softplus(x)"},
    // trigonometry
    {"cos(2*x)", "cos(x)^2 - sin(x)^2"},
    {"sin(2*x)", "2 * sin(x) * cos(x)"},
    {"sin(x + y)", "sin(x)*cos(y) + cos(x)*sin(y)"},
    {"sin(x)^2 + cos(x)^2", "1 + 0*x"},
    {"tan(x)", "sin(x) / cos(x)"},
    {"atan(tan(x / 2))", "x / 2"},
    {"atan(x) + atan(1 / x)", "pi/2 + 0*x"},
    {"asin(sin(x / 2))", "x / 2"},
    {"asin(x / 4) + acos(x / 4)", "pi/2 + 0*x"},
    {"atan2(y, x)", "atan(y / x)"},
    {"atan2(y, -x) + atan2(y, x)", "pi + 0*x"},
    {"hypot(x, y)", "sqrt(x^2 + y^2)"},
    {"hypot(x, y) * cos(atan2(y, x))", "x"},
    // hyperbolic functions
    {"cosh(x)^2 - sinh(x)^2", "1 + 0*x"},
    {"sinh(x) / cosh(x)", "tanh(x)"},
    {"asinh(sinh(x))", "x"},
    {"acosh(cosh(x + 1))", "x + 1"},
    {"atanh(tanh(x))", "x"},
    // activations
    {"tanh(x)", "(exp(x) - exp(-x)) / (exp(x) + exp(-x))"},
    {"tanh(x)", "2 * sigmoid(2*x) - 1"},
    {"sigmoid(x) + sigmoid(-x)", "1 + 0*x"},
    {"log(sigmoid(x))", "-softplus(-x)"},
    {"softplus(x) - softplus(-x)", "x"},
    {"relu(x) - relu(-x)", "x"},
    {"relu(x - y)", "max(x - y, 0)"},
    {"leaky_relu(y - x)", "relu(y - x) - 0.01 * relu(x - y)"},
    {"elu(x - y)", "relu(x - y) + exp(-relu(y - x)) - 1"},
    {"selu(x)", "1.0507009873554805 * (relu(x) + 1.6732632423543773 * elu(-relu(-x)))"},
    {"gelu(x)", "x * (1 + erf(x / sqrt(2))) / 2"},
    {"gelu(x) - gelu(-x)", "x"},
    {"erf(-x)", "-erf(x)"},
    {"swish(x) - swish(-x)", "x"},
    {"log_sigmoid(x)", "log(sigmoid(x))"},
    {"log_sigmoid(x) - log_sigmoid(-x)", "x"},
    // choices
    {"abs(x - y)", "max(x - y, y - x)"},
    {"abs(x - y)", "sqrt((x - y)^2)"},
    {"max(x, y) + min(x, y)", "x + y"},
    {"max(x, y) - min(x, y)", "abs(x - y)"},
    {"min(x, y)", "-max(-x, -y)"},
    {"[x > y] + [y > x]", "1 + 0*x"},
    {"sign(x - y) * (x - y)", "abs(x - y)"},
    {"ceil(10*x)", "-floor(-10*x)"},
    {"max(x, y, 1)", "max(x, max(y, 1))"},
    {"min(x, 1, y, 2)", "min(min(x, y), 1)"},
    {"clamp(x, 0.1, 2)", "min(max(x, 0.1), 2)"},
    {"select([x > y], x, y)", "max(x, y)"},
    {"select([x < 0], log(-1), x)", "x"},
    // any number of operands
    {"sum(x, y, x)", "2*x + y"},
    {"dot(x, y, x, y)", "x^2 + y^2"},
    {"dot(x, y, y, x)", "2*x*y"},
    {"norm(x, y, x)", "sqrt(2*x^2 + y^2)"},
    {"mean(x, y, x)", "(2*x + y) / 3"},
};

struct Answer {
  double value, dx, dy;
};

Answer answer(std::string_view source, double x, double y) {
  const Scope scope;
  // `+ 0*x + 0*y` so that both are inputs of every formula.
  const Recorded recorded =
      record(parse(std::string(source) + " + 0*x + 0*y"), {{"x", x}, {"y", y}});
  backward(recorded.output);
  Answer answer{recorded.output.data(), 0, 0};
  for (const auto& [name, input] : recorded.inputs)
    (name == "x" ? answer.dx : answer.dy) = input.grad();
  return answer;
}

}  // namespace

TEST_CASE("identities hold for values and gradients", "[identities]") {
  for (const auto& [left, right] : identities)
    for (const auto& [x, y] : {std::pair{0.5, 1.25}, {1.5, 0.25}, {2.5, 1.75}, {0.01, 3.0}}) {
      INFO(left << "  =  " << right << "  at x = " << x << ", y = " << y);
      const Answer one = answer(left, x, y), other = answer(right, x, y);
      CHECK(one.value == Approx(other.value).epsilon(1e-12).margin(1e-13));
      CHECK(one.dx == Approx(other.dx).epsilon(1e-12).margin(1e-13));
      CHECK(one.dy == Approx(other.dy).epsilon(1e-12).margin(1e-13));
    }
}
