// A formula to play with: what the page is told of it, what moves with a number, and what stays.
#include "playground/formula.hpp"

#include <algorithm>
#include <limits>
#include <regex>

#include <catch.hpp>

#include <fmt/format.h>

#include <stepgrad/story/json.hpp>

#include "error_text.hpp"

using namespace stepgrad;
using stepgrad::playground::FormulaSession;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A session that has read a formula.
struct Reading {
  FormulaSession session;
  explicit Reading(const std::string& formula, const std::string& numbers = "") {
    session.read(formula, numbers, Flow::right);
  }
};

/// A picture without what its texts say.
std::string without_numbers(const std::string& svg) {
  return std::regex_replace(svg, std::regex(R"(( alarm)?"( [^>]*)?>[^<]*</text>)"), "\"$2></text>");
}

double value_of(const FormulaSession& session) {
  return session.trace().node(session.trace().output).value;
}

}  // namespace

TEST_CASE("an input without a number begins at 1, and keeps the one that it had", "[formula]") {
  Reading reading("x*y");
  CHECK(value_of(reading.session) == 1);
  reading.session.set("x", 4);
  reading.session.read("x + 10*z", "", Flow::right);
  CHECK(value_of(reading.session) == 14);
}

TEST_CASE("the playground has the numbers that the program writes", "[formula]") {
  for (const char* formula : {"q = x + y; f = q * z", "tanh(w*x + b)", "x^2 * log(y) / sigmoid(z)",
                              "max(x, y) + relu(x - y) + abs(x)", "y = a * a", "sum(a, b, a*b)"}) {
    INFO(formula);
    const Formula parsed = parse(formula);
    Bindings numbers;
    for (const std::string& name : parsed.inputs())
      numbers[name] = 0.5 + static_cast<double>(numbers.size());
    Reading reading(formula);
    for (const auto& [name, number] : numbers) reading.session.set(name, number);
    CHECK(reading.session.json() == as_json(trace(parsed, numbers)));
  }
}

TEST_CASE("a formula that cannot be read leaves what was there", "[formula]") {
  Reading reading("x*y", "x=2 y=3");
  const std::string before = reading.session.json();
  CHECK(error_of([&] { reading.session.read("x * tahn(y)", "", Flow::right); }) ==
        "unknown function 'tahn'\n"
        "  x * tahn(y)\n"
        "      ^~~~\n"
        "did you mean 'tanh'?");
  CHECK(has(error_of([&] { reading.session.read("x*y", "z=3", Flow::right); }), "z"));
  CHECK(has(error_of([&] { reading.session.read("x*y", "x=three", Flow::right); }),
            "'x=three' gives no input a number"));
  CHECK(has(error_of([&] { reading.session.set("nobody", 1); }), "no input 'nobody'"));
  CHECK(reading.session.json() == before);
}

TEST_CASE("numbers do not move the picture", "[formula]") {
  for (const Flow flow : {Flow::right, Flow::down}) {
    FormulaSession session;
    session.read("q = x*y; f = relu(q*q + x) + log(y)", "x=2 y=3", flow);
    const std::string before = without_numbers(session.sheet(0));
    for (const double number : {0.0, -1.5, 1e-7, -123456.789, 1e300}) {
      session.set("y", number);
      CHECK(without_numbers(session.sheet(0)) == before);
    }
  }
}

TEST_CASE("what a number changes is what a formula read with it has", "[formula]") {
  const std::string formula = "q = x*y; f = relu(q*q + x) + log(y) + max(x, y)";
  for (const char* numbers : {"x=0 y=0", "x=-1 y=2", "x=3 y=3", "x=nan y=1", "x=2 y=-1"}) {
    INFO(numbers);
    Reading moved(formula, "x=1 y=1"), read(formula, numbers);
    for (const Id id : read.session.trace().inputs()) {
      const Trace::Node& input = read.session.trace().node(id);
      moved.session.set(input.name, input.value);
    }
    CHECK(moved.session.texts(0) == read.session.texts(0));
    CHECK(moved.session.sheet(0) == read.session.sheet(0));
    CHECK(moved.session.moments() == read.session.moments());
    for (std::size_t i = 0; i < 5; ++i) CHECK(moved.session.item(i) == read.session.item(i));
  }
}

TEST_CASE("kinks and where nan begins are told in the picture and in words", "[formula]") {
  Reading reading("relu(x) + log(z)", "x=0 z=-1");
  CHECK(has(reading.session.texts(0), "\"kink\""));
  CHECK(has(reading.session.texts(0), "\"first here\""));
  CHECK(has(reading.session.texts(0), "\"nan\""));
  CHECK(has(reading.session.item(9), "The first nan arises in"));
  reading.session.set("x", 1);
  reading.session.set("z", 1);
  CHECK_FALSE(has(reading.session.texts(0), "kink"));
  CHECK_FALSE(has(reading.session.texts(0), "first here"));
  CHECK_FALSE(has(reading.session.texts(0), "nan"));
}

TEST_CASE("the gradient can be checked numerically", "[formula]") {
  CHECK(has(Reading("x^3", "x=2").session.check(), "agrees"));
  CHECK(has(Reading("x^3", "x=2").session.check(), "<table>"));
  CHECK(has(Reading("abs(x)", "x=0").session.check(), "kink"));
  CHECK(has(Reading("2 + 3").session.check(), "no gradient to check"));
}

TEST_CASE("a slider reaches past its number", "[formula]") {
  CHECK(has(Reading("x", "x=2").session.inputs(), "\"least\": -5, \"most\": 5"));
  CHECK(has(Reading("x", "x=-70").session.inputs(), "\"least\": -100, \"most\": 100"));
}

TEST_CASE("hostile names stand in what is told as text", "[formula]") {
  FormulaSession session;
  CHECK(has(error_of([&] { session.read("<script>alert(1)</script>", "", Flow::right); }),
            "<script>"));
  session.read("x", "", Flow::right);
  CHECK(session.sentence() == "x is 1, the gradient of x 1.");
}

TEST_CASE("of a large formula every sheet follows the numbers, as if it had been read with them",
          "[formula]") {
  std::string source = "h0 = x";
  for (int i = 1; i <= 110; ++i)
    source += fmt::format("; h{} = {}(w*h{} + {}*x)", i, i % 7 == 0 ? "relu" : "tanh", i - 1, i);
  Reading moved(source, "x=1 w=0.5");
  for (const double x : {-2.0, 0.0, std::numeric_limits<double>::infinity()}) {
    moved.session.set("x", x);
    const Reading fresh(source, fmt::format("x={} w=0.5", x));
    const std::string parts = fresh.session.parts();
    const auto sheets = static_cast<std::size_t>(std::count(parts.begin(), parts.end(), ' ')) + 1;
    REQUIRE(sheets > 100);
    for (const std::size_t sheet : {std::size_t{0}, sheets / 2, sheets - 1}) {
      INFO("sheet " << sheet << " at x = " << x);
      CHECK(moved.session.texts(sheet) == fresh.session.texts(sheet));
    }
  }
}
