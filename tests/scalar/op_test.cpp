// The operation table: every row is whole, and its value, slopes and words agree with each other.
#include <bit>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <set>
#include <span>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/op.hpp>
#include <stepgrad/scalar/formula_parser.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "numerical.hpp"

using namespace stepgrad;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Where a row is defined and its slopes are finite.
bool in_domain(const op::Op& row, double a, double b) {
  if (row == op::log || row == op::log2 || row == op::log10) return a > 0.01;
  if (row == op::sqrt || row == op::pow) return a > 0.01;
  if (row == op::log1p) return a > -0.99;
  if (row == op::log1mexp) return a < -0.01;
  if (row == op::cbrt) return std::abs(a) > 0.01;
  if (row == op::asin || row == op::acos || row == op::atanh) return std::abs(a) < 0.99;
  if (row == op::acosh) return a > 1.01;
  if (row == op::div) return std::abs(b) > 0.01;
  if (row == op::tan) return std::abs(std::cos(a)) > 0.01;
  return true;
}

/// The row's probes and many random points of its domain, none of them at a kink.
std::vector<op::Probe> points(const op::Op& row) {
  std::vector<op::Probe> points(row.probes);
  std::mt19937_64 random(7);
  const auto uniform = [&] { return 6 * (static_cast<double>(random()) * 0x1p-64) - 3; };
  while (points.size() < 200) {
    const op::Probe point{uniform(), uniform()};
    if (in_domain(row, point.a, point.b)) points.push_back(point);  // a kink is not met by chance
  }
  return points;
}

std::string described(const op::Op& row, const op::Probe& at) {
  return std::string(row.name) + " at a = " + std::to_string(at.a) +
         ", b = " + std::to_string(at.b);
}

/// An expression of a, b and y, as the table has them, with these numbers.
double said(std::string_view words, double a, double b, double y = 0) {
  const Formula formula = parse(words);
  Bindings numbers;
  for (const std::string& name : formula.inputs())
    numbers[name] = name == "a" ? a : name == "b" ? b : y;
  return evaluate(formula, numbers);
}

/// y = row(a, b); for a row of any arity its operands are a and b, both once.
double value(const op::Op& row, double a, double b) {
  const double operands[] = {a, b};
  return op::value(row, std::span(operands).first(row.arity == 1 ? 1 : 2));
}

std::vector<const op::Op*> rows_of_arity(int arity) {
  std::vector<const op::Op*> rows;
  for (const op::Op* row : op::all)
    if (row->arity == arity) rows.push_back(row);
  return rows;
}

std::vector<const op::Op*> rows_with_kinks() {
  std::vector<const op::Op*> rows;
  for (const op::Op* row : op::all)
    if (row->kink.gap) rows.push_back(row);
  return rows;
}

/// A point at the kink of a row; where there are several, the one nearest to `wished`.
op::Probe kink_of(const op::Op& row, double wished) {
  if (row.kink.where == "a = b") return {wished, wished};
  if (row.kink.where == "a = y") return {std::round(wished)};
  CHECK((row.kink.where == "a = 0" || row.kink.where == "y = 0"));
  return {0, 0};
}

}  // namespace

// ---- the rows are whole -------------------------------------------------------------------------

TEST_CASE("every row says all that the readers of the table need", "[op]") {
  for (const op::Op* row : op::all) {
    INFO(row->name);
    CHECK(!row->name.empty());
    CHECK(!row->definition.empty());
    CHECK(row->about.ends_with('.'));
    CHECK(row->probes.size() >= 2);
    REQUIRE((row->arity == 1 || row->arity == 2 || row->arity == op::any));
    CHECK((row->value != nullptr) == (row->arity != op::any));
    CHECK((row->value_of_all != nullptr) == (row->arity == op::any));
    for (int i = 0; i < 2; ++i) {
      const bool has_slope = i == 0 || row->arity == 2;
      CHECK((row->slope[i] != nullptr) == has_slope);
      CHECK(row->rule[i].empty() != has_slope);
    }
    CHECK((row->kink.gap == nullptr) == row->kink.where.empty());
    CHECK((row->kink.gap == nullptr) == row->kink.taken.empty());
  }
}

TEST_CASE("names are unique and can be written in a formula", "[op]") {
  std::set<std::string_view> names;
  for (const op::Op* row : op::all) {
    INFO(row->name);
    CHECK(names.insert(row->name).second);
    for (const char c : row->name) CHECK((std::islower(c) || std::isdigit(c) || c == '_'));
  }
  CHECK(names.size() == op::count);
}

TEST_CASE("a row is found by its name and its place", "[op]") {
  for (std::size_t i = 0; i < op::count; ++i) {
    CHECK(op::find(op::all[i]->name) == op::all[i]);
    CHECK(op::index_of(*op::all[i]) == i);
  }
  CHECK(op::find("tahn") == nullptr);
  CHECK(op::find("") == nullptr);
}

// ---- slopes, words and definitions agree --------------------------------------------------------

TEST_CASE("every slope is what a nudge measures", "[op]") {
  for (const int arity : {1, 2})
    for (const op::Op* row : rows_of_arity(arity))
      for (const op::Probe& at : row->probes) {
        INFO(described(*row, at));
        const double y = row->value(at.a, at.b);
        const double nudged_a =
            numerical_slope([&](double a) { return row->value(a, at.b); }, at.a);
        CHECK(row->slope[0](at.a, at.b, y) == Approx(nudged_a).epsilon(1e-8).margin(1e-9));
        if (arity == 1) continue;
        const double nudged_b =
            numerical_slope([&](double b) { return row->value(at.a, b); }, at.b);
        CHECK(row->slope[1](at.a, at.b, y) == Approx(nudged_b).epsilon(1e-8).margin(1e-9));
      }
}

TEST_CASE("a slope that comes with the value is the slope, to the last bit", "[op]") {
  for (const op::Op* row : op::all) {
    if (!row->has_kept_slope) continue;
    std::mt19937_64 random(7);
    const auto check = [&](double a) {
      const auto [value, slope] = row->value_and_slope(a);
      if (same_bits(value, row->value(a, 0)) && same_bits(slope, row->slope[0](a, 0, value)))
        return;
      FAIL_CHECK(row->name << " of " << shown(a));
    };
    for (int i = 0; i < 100'000; ++i) {
      const std::uint64_t bits = random();
      check(std::bit_cast<double>(bits));                      // of any size, nan and infinite too
      check(std::ldexp(static_cast<double>(bits), -59) - 16);  // from -16 to 16
    }
    for (const double a : {0.0, -0.0, 1e-320, 0.855469, 2.426265, 1e5, 105414350.0}) check(a);
  }
}

TEST_CASE("every slope of an operation of any arity is what a nudge measures", "[op]") {
  for (const op::Op* row : rows_of_arity(op::any))
    for (const op::Probe& at : row->probes) {
      INFO(described(*row, at));
      const double y = value(*row, at.a, at.b);
      const double nudged_a = numerical_slope([&](double a) { return value(*row, a, at.b); }, at.a);
      const double nudged_b = numerical_slope([&](double b) { return value(*row, at.a, b); }, at.b);
      CHECK(row->slope[0](at.a, at.b, y) == Approx(nudged_a).epsilon(1e-8).margin(1e-9));
      CHECK(row->slope[0](at.b, at.a, y) == Approx(nudged_b).epsilon(1e-8).margin(1e-9));
    }
}

TEST_CASE("every rule in words says what its slope computes", "[op]") {
  for (const op::Op* row : op::all)
    for (const op::Probe& at : points(*row)) {
      INFO(described(*row, at));
      const double y = value(*row, at.a, at.b);
      for (int i = 0; i < (row->arity == 2 ? 2 : 1); ++i)
        CHECK(said(row->rule[i], at.a, at.b, y) ==
              Approx(row->slope[i](at.a, at.b, y)).epsilon(1e-12).margin(1e-15));
    }
}

TEST_CASE("every definition says what its value is", "[op]") {
  for (const int arity : {1, 2})
    for (const op::Op* row : rows_of_arity(arity))
      for (const op::Probe& at : points(*row)) {
        INFO(described(*row, at));
        CHECK(said(row->definition, at.a, at.b) ==
              Approx(row->value(at.a, at.b)).epsilon(1e-12).margin(1e-14));
      }
}

TEST_CASE("definitions hold at kinks as well", "[op]") {
  for (const op::Op* row : rows_with_kinks())
    for (const double at : {-1.5, 0.0, 2.0}) {
      if (row->arity == op::any) continue;
      INFO(row->name << " at " << at);
      CHECK(said(row->definition, at, at) == Approx(row->value(at, at)).epsilon(1e-15));
    }
}

TEST_CASE("operations of any arity are what their sums say", "[op]") {
  const std::vector<double> n{0.5, -2, 3, 1.25, -0.75, 4};
  CHECK(op::sum.value_of_all(n) == 0.5 - 2 + 3 + 1.25 - 0.75 + 4);
  CHECK(op::dot.value_of_all(n) == 0.5 * 1.25 + -2 * -0.75 + 3 * 4.0);
  double exponentials = 0;
  for (const double a : n) exponentials += std::exp(a);
  CHECK(op::log_sum_exp.value_of_all(n) == Approx(std::log(exponentials)).epsilon(1e-14));
  double squares = 0;
  for (const double a : n) squares += a * a;
  CHECK(op::norm.value_of_all(n) == Approx(std::sqrt(squares)).epsilon(1e-14));
}

// ---- kinks --------------------------------------------------------------------------------------

TEST_CASE("the gap is zero at the kink and only there", "[op]") {
  const auto stands_at_kink = [](const op::Op& row, double a, double b) {
    return op::at_kink(row, a, b, value(row, a, b));
  };
  for (const op::Op* row : rows_with_kinks())
    for (const double wished : {-1.5, 0.0, 2.0}) {
      const auto [a, b] = kink_of(*row, wished);
      INFO(row->name << " at " << a);
      CHECK(stands_at_kink(*row, a, b));
      CHECK_FALSE(stands_at_kink(*row, std::nextafter(a, infinity), b));
      CHECK_FALSE(stands_at_kink(*row, std::nextafter(a, -infinity), b));
    }
  CHECK_FALSE(stands_at_kink(op::tanh, 0, 0));
}

TEST_CASE("at a kink the slopes on the two sides differ, or the value jumps", "[op]") {
  for (const op::Op* row : rows_with_kinks()) {
    INFO(row->name);
    const op::Probe kink = kink_of(*row, 0.25);
    const auto f = [&, b = kink.b](double a) { return value(*row, a, b); };
    const double above = one_sided_slope(f, kink.a, 1e-6),
                 below = one_sided_slope(f, kink.a, -1e-6);
    CHECK((std::abs(above - below) > 0.7 || above > 1e5));
  }
}

TEST_CASE("at a kink the slope is taken that the row says", "[op]") {
  for (const op::Op* row : rows_with_kinks()) {
    INFO(row->name << ": " << row->kink.where << ", " << row->kink.taken);
    const auto [a, b] = kink_of(*row, 0.25);
    const double y = value(*row, a, b);
    for (std::size_t i = 0; i < (row->arity == 2 ? 2 : 1); ++i) {
      const double slope = row->slope[i](a, b, y);
      if (row->kink.taken == "each gets half of the gradient")
        CHECK(slope == 0.5);
      else
        CHECK(std::string(row->kink.taken).find(" " + shown(slope, 4)) != std::string::npos);
      const double by_rule = said(row->rule[i], a, b, y);
      if (row->kink.where == "y = 0")
        CHECK(std::isnan(by_rule));  // 0 / 0: what is told is the choice
      else
        CHECK(by_rule == slope);
    }
  }
}

TEST_CASE("rows without a kink have a slope that does not jump", "[op]") {
  for (const op::Op* row : rows_of_arity(1)) {
    if (row->kink.gap || !in_domain(*row, 0, 0)) continue;
    INFO(row->name);
    const double below = row->slope[0](-1e-9, 0, row->value(-1e-9, 0));
    const double above = row->slope[0](1e-9, 0, row->value(1e-9, 0));
    CHECK(below == Approx(above).margin(1e-8));
  }
}
