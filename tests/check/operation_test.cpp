// Wrong slopes, planted in every operation of the table, are caught and named.
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <stepgrad/check/differentiable.hpp>
#include <stepgrad/check/operation.hpp>
#include <stepgrad/scalar/operation.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

using Slope = double (*)(double, double, double);

/// The row's slope in an operand, spoiled in one way. Rows hold plain functions, so the row that is
/// spoiled is a template argument.
template <const op::Op& row, int operand>
struct Spoiled {
  static constexpr auto right = row.slope[operand];
  static double flipped(double a, double b, double y) { return -right(a, b, y); }
  static double doubled(double a, double b, double y) { return 2 * right(a, b, y); }
  static double slightly(double a, double b, double y) { return 1.001 * right(a, b, y); }
};

op::Op with_slope(op::Op row, std::size_t operand, Slope slope) {
  row.slope[operand] = slope;
  return row;
}

/// Is some entry wrong and called so? (At some probes a slope is 0, whose sign cannot be flipped.)
bool is_named(const op::Op& row, const std::string& diagnosis) {
  for (const GradientEntry& entry : check_operation(row).entries)
    if (entry.verdict == Verdict::disagree && entry.diagnosis.find(diagnosis) != std::string::npos)
      return true;
  return false;
}

bool has_a_slope(const op::Op& row, std::size_t operand) {
  for (const auto [a, b] : row.probes)
    if (row.arity == op::any || row.slope[operand](a, b, row.value(a, b)) != 0) return true;
  return false;
}

template <const op::Op& row, int operand>
void plant() {
  using Wrong = Spoiled<row, operand>;
  if (!has_a_slope(row, operand)) return;  // brackets are flat
  INFO(row.name << " in operand " << operand);
  CHECK(is_named(with_slope(row, operand, Wrong::flipped), "the sign is flipped"));
  const op::Op doubled = with_slope(row, operand, Wrong::doubled);
  CHECK((is_named(doubled, "2 times") || is_named(doubled, "2 is forgotten")));  // 1 / (2 * y)
  CHECK(check_operation(with_slope(row, operand, Wrong::slightly)).verdict() == Verdict::disagree);
}

template <const op::Op& row>
void plant_in_every_operand() {
  plant<row, 0>();
  if constexpr (row.arity == 2) plant<row, 1>();
}

}  // namespace

TEST_CASE("every slope of the table is the derivative of its value", "[operation]") {
  for (const op::Op* row : op::all) {
    const GradientReport report = check_operation(*row);
    INFO(row->name << '\n' << as_text(report));
    CHECK(report.verdict() == Verdict::agree);
  }
}

TEST_CASE("a wrong sign, factor or thousandth in any slope is caught and named", "[operation]") {
  [&]<std::size_t... places>(std::index_sequence<places...>) {
    (plant_in_every_operand<*op::all[places]>(), ...);
  }
  (std::make_index_sequence<op::count>());
}

TEST_CASE("a forgotten part of any rule is named", "[operation]") {
  struct Example {
    const op::Op* row;
    std::size_t operand;
    Slope slope;
    std::string missing;
  };
  const Example examples[] = {
      {&op::tanh, 0, [](double, double, double) { return 1.0; }, "y^2 is forgotten"},
      {&op::tanh, 0, [](double, double, double y) { return y * y; }, "1 is forgotten"},
      {&op::sigmoid, 0, [](double, double, double y) { return y; }, "1 - y is forgotten"},
      {&op::sigmoid, 0, [](double, double, double y) { return 1 - y; }, "y is forgotten"},
      {&op::pow, 0, [](double a, double b, double) { return std::pow(a, b - 1); },
       "b is forgotten"},
      {&op::pow, 1, [](double, double, double y) { return y; }, "log(a) is forgotten"},
      {&op::div, 1, [](double, double, double y) { return -y; }, "b is forgotten"},
      {&op::tan, 0, [](double, double, double y) { return y * y; }, "1 is forgotten"},
      {&op::atan, 0, [](double, double, double) { return 1.0; }, "forgotten"},
      {&op::gelu, 0, [](double a, double, double) { return 0.5 * std::erfc(-a / std::sqrt(2.0)); },
       "is forgotten"},
      {&op::erf, 0, [](double a, double, double) { return std::exp(-a * a); }, "is forgotten"},
  };
  for (const auto& [row, operand, slope, missing] : examples) {
    const op::Op wrong = with_slope(*row, operand, slope);
    INFO(row->name << ", " << missing << '\n' << as_text(check_operation(wrong)));
    CHECK(is_named(wrong, missing));
  }
}

TEST_CASE("an operation of one's own is checked as the kit's are, and its mistake is found",
          "[operation]") {
  const auto halved = [](double slope) {
    return Operation(
        {.name = "cube", .rule = "3 * a^2"}, [](double a) { return a * a * a; },
        [slope](double a) { return slope * a * a; });
  };
  const auto checked = [](const Operation& cube) {
    return check_gradient([&](Value x) { return cube(x) * x; }, 1.5);
  };
  CHECK(checked(halved(3)).verdict() == Verdict::agree);
  CHECK(checked(halved(1.5)).verdict() == Verdict::disagree);
}

TEST_CASE("the Hessian of a C++ function is checked in one call", "[operation]") {
  const auto bowl = [](const std::vector<Value>& x) { return square(x[0]) * exp(x[1]) + x[0]; };
  const GradientReport report = check_hessian(bowl, std::vector{0.5, 1.5});
  CHECK(report.entries.size() == 4);
  CHECK(report.verdict() == Verdict::agree);
}
