// Exercises made up at random: whatever the seed, they can be done by hand and teach their level.
#include <stepgrad/story/made_up.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "catch.hpp"

using namespace stepgrad;

namespace {

constexpr std::uint64_t seeds = 300;

template <class Check>
void for_many_exercises(Check&& check) {
  for (int level = easiest_level; level <= hardest_level; ++level)
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
      const MadeUp exercise = make_up(level, seed);
      INFO("level " << level << ", seed " << seed << ": " << exercise.formula);
      check(level, exercise, trace(parse(exercise.formula), exercise.numbers));
    }
}

/// Is the number written with two decimals at most, and three digits before them?
bool is_short_text(double number) {
  const std::string text = fmt::format("{:.10g}", std::abs(number));
  const std::size_t point = text.find('.');
  return text.find('e') == std::string::npos && number >= -100 && number <= 100 &&
         (point == std::string::npos || text.size() - point <= 3);
}

std::set<std::string> operations_of(const Trace& told) {
  std::set<std::string> names;
  for (const Trace::Node& node : told.nodes)
    if (node.row) names.emplace(node.row->name);
  return names;
}

const std::set<std::string_view> functions{"exp", "log", "tanh", "sigmoid", "sin", "sqrt"};

auto functions_in(const Trace& told) {
  return std::ranges::count_if(told.nodes, [](const Trace::Node& node) {
    return node.row && functions.contains(node.row->name);
  });
}

}  // namespace

TEST_CASE("every number of an exercise can be done by hand", "[exercises]") {
  for_many_exercises([](int, const MadeUp& exercise, const Trace& told) {
    for (const auto& [name, number] : exercise.numbers) {
      CHECK(number != 0);
      CHECK(std::abs(number) <= 5);
      CHECK(std::fmod(number, 0.5) == 0);
    }
    const bool with_function = functions_in(told) > 0;
    for (const Trace::Node& node : told.nodes) {
      CHECK((with_function || is_short_text(node.value)));
      CHECK((with_function || is_short_text(node.grad)));
      CHECK(std::abs(node.value) <= 100);
      if (node.row && functions.contains(node.row->name)) CHECK(is_short_text(told.a(node)));
    }
    for (const Step& step : told.steps)
      for (const double number : {step.local, step.contribution, step.total}) {
        CHECK((with_function || is_short_text(number)));
        CHECK(std::abs(number) <= 100);
      }
  });
}

TEST_CASE("at no place of an exercise a wrong rule for a slope is right", "[exercises]") {
  // Rules that learners write for the slope of a function, or of a power, of a with the result y.
  using Rule = double (*)(double a, double y);
  const std::multimap<std::string, Rule> wrong_rules{
      {"tanh", [](double, double y) { return 1 - y; }},
      {"tanh", [](double a, double) { return 1 - a * a; }},
      {"tanh", [](double, double y) { return 1 + y * y; }},
      {"tanh", [](double, double y) { return y * (1 - y); }},
      {"tanh", [](double, double) { return 1.0; }},
      {"sigmoid", [](double, double y) { return y; }},
      {"sigmoid", [](double, double y) { return 1 - y; }},
      {"sigmoid", [](double, double y) { return y * y; }},
      {"sigmoid", [](double, double y) { return 1 - y * y; }},
      {"sigmoid", [](double a, double) { return a * (1 - a); }},
      {"sigmoid", [](double, double y) { return y * (1 + y); }},
      {"exp", [](double, double) { return 1.0; }},
      {"exp", [](double a, double) { return a; }},
      {"exp", [](double a, double y) { return a * y; }},
      {"log", [](double a, double) { return a; }},
      {"log", [](double, double y) { return y; }},
      {"log", [](double, double y) { return 1 / y; }},
      {"log", [](double a, double) { return 1 / (a * a); }},
      {"log", [](double, double) { return 1.0; }},
      {"sin", [](double a, double) { return -std::cos(a); }},
      {"sin", [](double, double y) { return y; }},
      {"sin", [](double, double) { return 1.0; }},
      {"sqrt", [](double, double y) { return 1 / y; }},
      {"sqrt", [](double, double y) { return y / 2; }},
      {"sqrt", [](double a, double) { return 1 / (2 * a); }},
      {"sqrt", [](double a, double) { return a / 2; }},
      {"square", [](double a, double) { return a; }},
      {"square", [](double, double y) { return y; }},
      {"pow", [](double a, double) { return a; }},
      {"pow", [](double, double y) { return y; }},
      {"pow", [](double, double) { return 1.0; }}};
  std::map<std::string, std::set<double>> places;
  for_many_exercises([&](int, const MadeUp&, const Trace& told) {
    for (const Step& step : told.steps) {
      const Trace::Node& from = told.node(step.from);
      const double a = told.node(step.to).value;
      const auto [first, last] = wrong_rules.equal_range(std::string(from.row->name));
      if (first != last) places[std::string(from.row->name)].insert(a);
      for (auto rule = first; rule != last; ++rule) {
        INFO(from.row->name << " at " << a);
        CHECK(rule->second(a, from.value) != Approx(step.local));
      }
    }
  });
  for (const char* function : {"tanh", "sigmoid", "exp", "log", "sin"}) {
    INFO(function);
    CHECK(places[function].size() >= 4);
  }
}

TEST_CASE("the factors of a product can be told from each other and from 1", "[exercises]") {
  for_many_exercises([](int, const MadeUp&, const Trace& told) {
    for (const Trace::Node& node : told.nodes)
      if (node.row && *node.row == op::mul && node.operands[0] != node.operands[1])
        CHECK(told.a(node) != told.b(node));
    for (const Step& step : told.steps)
      if (*told.node(step.from).row == op::mul) CHECK(step.local != 1);
  });
}

TEST_CASE("the output depends on every input, and all but one have a gradient", "[exercises]") {
  for_many_exercises([](int level, const MadeUp& exercise, const Trace& told) {
    std::size_t inputs = 0, in_vain = 0;
    for (const Trace::Node& node : told.nodes) {
      CHECK(node.reached);
      CHECK(!at_kink(told, node));
      if (node.kind != Trace::Kind::input) continue;
      ++inputs;
      in_vain += node.grad == 0;
    }
    CHECK(inputs == exercise.numbers.size());
    CHECK(inputs >= 2);
    CHECK(in_vain <= (level < 3 ? 0 : 1));
  });
}

TEST_CASE("each level has what it is for", "[exercises]") {
  const std::set<std::string> plain{"add", "sub", "mul"};
  const auto is_plain = [&](const std::set<std::string>& names) {
    return std::includes(plain.begin(), plain.end(), names.begin(), names.end());
  };
  for_many_exercises([&](int level, const MadeUp&, const Trace& told) {
    const std::set<std::string> names = operations_of(told);
    std::map<Id, int> uses;
    for (const Step& step : told.steps) ++uses[step.to];
    const bool meets =
        std::any_of(uses.begin(), uses.end(), [](const auto& use) { return use.second > 1; });
    switch (level) {
      case 1:
        CHECK(is_plain(names));
        CHECK(told.steps.size() <= 4);
        CHECK(!meets);
        break;
      case 2:
        CHECK(is_plain(names));
        CHECK(meets);
        break;
      case 5:
        CHECK(names.contains("mul"));
        CHECK(told.nodes.size() >= 6);
        break;
      default:
        CHECK(!is_plain(names));
    }
  });
}

TEST_CASE("a level has many different exercises, and every shape of it turns up", "[exercises]") {
  for (int level = easiest_level; level <= hardest_level; ++level) {
    std::set<std::string> all;
    std::map<std::string, int> shapes;
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
      const MadeUp exercise = make_up(level, seed);
      std::string shape, whole = exercise.formula;
      for (const char c : exercise.formula) shape += c == '+' || c == '-' || c == '*' ? '?' : c;
      for (const auto& [name, number] : exercise.numbers) whole += fmt::format(" {}", number);
      all.insert(whole);
      ++shapes[shape];
    }
    INFO("level " << level);
    CHECK(all.size() > seeds * 8 / 10);
    CHECK(shapes.size() >= 5);
    for (const auto& [shape, count] : shapes) {
      INFO(shape);
      CHECK(count >= 5);
    }
  }
}

TEST_CASE("the same seed makes the same exercise on every machine", "[exercises]") {
  const MadeUp once = make_up(3, 7), again = make_up(3, 7);
  CHECK(once.formula == again.formula);
  CHECK(once.numbers == again.numbers);
  CHECK(make_up(3, 18446744073709551615u).numbers.size() >= 2);
}

TEST_CASE("by hand: two decimals at most, and at most 100, functions of whole and half numbers",
          "[exercises]") {
  const auto by_hand = [](std::string_view formula, const Bindings& numbers) {
    return is_by_hand(trace(parse(formula), numbers));
  };
  CHECK(by_hand("x * y", {{"x", 2.5}, {"y", -0.5}}));
  CHECK(!by_hand("x * y", {{"x", 0.125}, {"y", 2}}));
  CHECK(!by_hand("x / y", {{"x", 1}, {"y", 3}}));
  CHECK(!by_hand("x * y", {{"x", 20}, {"y", 20}}));
  CHECK(by_hand("exp(x)", {{"x", 1}}));
  CHECK(by_hand("2 * tanh(x / 2)", {{"x", -3}}));
  CHECK(!by_hand("exp(x)", {{"x", 0.25}}));
  CHECK(!by_hand("exp(x) * 20", {{"x", 2}}));
  CHECK(!by_hand("exp(x)", {{"x", -50}}));
  CHECK(!by_hand("tanh(x)", {{"x", 20}}));
  CHECK(!by_hand("sigmoid(x)", {{"x", 40}}));
  CHECK(by_hand("log(x)", {{"x", 3}}));
  CHECK(by_hand("sqrt(x)", {{"x", 6.25}}));
  CHECK(!by_hand("sqrt(x)", {{"x", 2}}));
  CHECK(!by_hand("log(x)", {{"x", 0}}));
  CHECK(!by_hand("x / y", {{"x", 1}, {"y", 8}}));  // 0.125
  CHECK(!by_hand("2 / x", {{"x", 16}}));           // the slope
}

TEST_CASE("there are five levels", "[exercises]") {
  CHECK_THROWS_WITH(make_up(0, 1), "there is no level 0\nThe levels are 1 to 5.");
  CHECK_THROWS_WITH(make_up(6, 1), "there is no level 6\nThe levels are 1 to 5.");
}
