// What is seen of a trace, at every moment of its backward pass.
#include <stepgrad/draw/drawing.hpp>

#include <algorithm>
#include <limits>
#include <set>

#include <stepgrad/base/number.hpp>
#include <stepgrad/scalar/functions.hpp>
#include <stepgrad/scalar/operation.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

Trace traced(const char* formula, const Bindings& numbers) {
  return trace(parse(formula, numbers), numbers);
}

const Drawing::Node& node(const Drawing& drawing, const std::string& name) {
  return *std::find_if(drawing.nodes.begin(), drawing.nodes.end(),
                       [&](const Drawing::Node& node) { return node.name == name; });
}

const Drawing::Edge& edge(const Drawing& drawing, const std::string& id) {
  return *std::find_if(drawing.edges.begin(), drawing.edges.end(),
                       [&](const Drawing::Edge& edge) { return edge.id == id; });
}

Trace product() { return traced("q = x + y; f = q * z", {{"x", -2}, {"y", 5}, {"z", -4}}); }

}  // namespace

TEST_CASE("every step of the chain rule is an edge with its local derivative", "[drawing]") {
  const Trace told = product();
  const Drawing drawn = drawing(told);
  CHECK(drawn.edges.size() == told.steps.size());
  for (std::size_t i = 0; i < told.steps.size(); ++i) {
    const Drawing::Edge& step = edge(drawn, "e" + std::to_string(i + 1));
    CHECK(drawn.nodes[step.to].name == told.node(told.steps[i].from).name);
    CHECK(drawn.nodes[step.from].name == told.node(told.steps[i].to).name);
    CHECK(step.local == told.steps[i].local);
  }
}

TEST_CASE("a + a has two edges, and says what each of them brings", "[drawing]") {
  const Drawing drawn = drawing(traced("a + a", {{"a", 3}}));
  REQUIRE(drawn.edges.size() == 2);
  for (const Drawing::Edge& use : drawn.edges) {
    CHECK(drawn.nodes[use.from].name == "a");
    CHECK(use.contribution == 1.0);
  }
  CHECK(node(drawn, "a").gradient == 2.0);
}

TEST_CASE("where paths do not meet, nothing is said of contributions", "[drawing]") {
  for (const Drawing::Edge& use : drawing(product()).edges) CHECK(!use.contribution);
}

TEST_CASE("before the first step only the output has a gradient", "[drawing]") {
  for (const Drawing::Node& drawn : drawing(product(), 0).nodes)
    CHECK(drawn.gradient == (drawn.name == "f" ? std::optional(1.0) : std::nullopt));
}

TEST_CASE("after each step the gradients are what they are so far", "[drawing]") {
  const Trace told = traced("q = x * y + x; f = q * q + exp(x)", {{"x", 0.5}, {"y", -3}});
  std::vector<std::optional<double>> so_far(told.nodes.size());
  so_far[told.output] = 1;
  for (std::size_t step = 0; step <= told.steps.size(); ++step) {
    if (step > 0) so_far[told.steps[step - 1].to] = told.steps[step - 1].total;
    const Drawing drawn = drawing(told, step);
    for (const Trace::Node& expected : told.nodes)
      CHECK(node(drawn, expected.name).gradient == so_far[expected.id]);
  }
}

TEST_CASE("after each step its edge is lit, with its two ends, and no other", "[drawing]") {
  const Trace told = product();
  for (std::size_t step = 0; step <= told.steps.size(); ++step) {
    const Drawing drawn = drawing(told, step);
    for (const Drawing::Edge& use : drawn.edges)
      CHECK(use.lit == (use.id == "e" + std::to_string(step)));
    const auto lit = std::count_if(drawn.nodes.begin(), drawn.nodes.end(),
                                   [](const Drawing::Node& end) { return end.lit; });
    CHECK(lit == (step == 0 ? 0 : 2));
  }
}

TEST_CASE("the last step leaves the gradients of the whole pass", "[drawing]") {
  const Trace told = product();
  const Drawing last = drawing(told, told.steps.size()), whole = drawing(told);
  for (std::size_t i = 0; i < whole.nodes.size(); ++i)
    CHECK(last.nodes[i].gradient == whole.nodes[i].gradient);
}

TEST_CASE("every step takes the same room", "[drawing]") {
  const Trace told = traced("q = x * y + x; f = q / 3 * q + exp(x)", {{"x", 0.5}, {"y", -3}});
  const Drawing whole = drawing(told);
  for (std::size_t step = 0; step <= told.steps.size(); ++step) {
    const Drawing drawn = drawing(told, step);
    for (std::size_t i = 0; i < whole.nodes.size(); ++i)
      CHECK(drawn.nodes[i].gradient_columns == whole.nodes[i].gradient_columns);
    for (std::size_t i = 0; i < whole.edges.size(); ++i)
      CHECK(drawn.edges[i].contribution_columns == whole.edges[i].contribution_columns);
  }
}

TEST_CASE("the caption tells the step just made", "[drawing]") {
  const Trace told = traced("q = x + y; f = q * q", {{"x", 1}, {"y", 3}});
  CHECK(drawing(told).caption == "");
  CHECK(drawing(told, 0).caption == "step 0 of 4");
  CHECK(drawing(told, 1).caption == "step 1 of 4:  q gets 1 * 4 = 4");
  CHECK(drawing(told, 2).caption == "step 2 of 4:  q gets 1 * 4 = 4, and has 8 in all");
  CHECK(drawing(told, 3).caption == "step 3 of 4:  x gets 8 * 1 = 8");
}

TEST_CASE("a step that is not there is an error that says how many there are", "[drawing]") {
  CHECK(error_of([] { drawing(product(), 5); }) ==
        "there is no step 5\nThe backward pass has 4 steps; 0 shows how it starts.");
  CHECK(error_of([] {
          drawing(traced("-x", {{"x", 1}}), 2);
        }) == "there is no step 2\nThe backward pass has 1 step; 0 shows how it starts.");
}

TEST_CASE("a constant is drawn once for every use, without a gradient", "[drawing]") {
  const Value x(3, "x"), two = constant(2);
  const Drawing drawn = drawing(trace(two * x + two));
  int constants = 0;
  for (const Drawing::Node& leaf : drawn.nodes)
    if (leaf.constant) {
      ++constants;
      CHECK(leaf.value == 2);
      CHECK(!leaf.gradient);
    }
  CHECK(constants == 2);
}

TEST_CASE("what is computed from constants alone is constant too", "[drawing]") {
  const Drawing drawn = drawing(traced("k = 2 * 3; x + k", {{"x", 1}}));
  CHECK(node(drawn, "k").constant);
  CHECK(!node(drawn, "k").gradient);
}

TEST_CASE("no two nodes and no two edges have the same id", "[drawing]") {
  const Value x(3, "x"), two = constant(2);
  Value y = x;
  for (int i = 0; i < 60; ++i) y = y * two + x;
  const Drawing drawn = drawing(trace(y));
  std::set<std::string> ids;
  for (const Drawing::Node& any : drawn.nodes) ids.insert(any.id);
  for (const Drawing::Edge& any : drawn.edges) ids.insert(any.id);
  CHECK(ids.size() == drawn.nodes.size() + drawn.edges.size());
}

TEST_CASE("what the output does not depend on says so", "[drawing]") {
  const Drawing drawn = drawing(traced("g = x * w; f = x + 1", {{"x", 1}, {"w", 2}}));
  CHECK(!node(drawn, "g").reached);
  CHECK(!node(drawn, "w").reached);
  CHECK(node(drawn, "x").reached);
  CHECK(node(drawn, "g").about == "g = x * w = 2\ndf/dg = 0\nthe output does not depend on it");
}

TEST_CASE("kinks and the first number that is not finite are marked", "[drawing]") {
  const Drawing drawn = drawing(traced("h = log(x); r = relu(k); h + r", {{"x", 0}, {"k", 0}}));
  CHECK(node(drawn, "r").at_kink);
  CHECK(!node(drawn, "h").at_kink);
  CHECK(node(drawn, "h").breaks_down);
  CHECK(!node(drawn, "f").breaks_down);  // it only passes the infinity on
  CHECK(node(drawn, "r").about ==
        "r = relu(k) = 0\ndf/dr = 1\nat the kink k = 0 the slope 0 is taken");
}

TEST_CASE("tooltips have the numbers to the last digit", "[drawing]") {
  const Trace told = traced("t = x / 3; t * t", {{"x", 0.1}});
  const Drawing drawn = drawing(told);
  const std::string third = exact(0.1 / 3);
  CHECK(third.size() > 10);
  CHECK(node(drawn, "x").about == "x = 0.1\ndf/dx = " + exact(told.node(0).grad));
  CHECK(edge(drawn, "e2").about == "step 2: local derivative " + third + "\n1 * " + third + " = " +
                                       third + ", and " + exact(0.1 / 3 * 2) + " in all");
}

TEST_CASE("names are cleaned of what no picture can carry", "[drawing]") {
  const struct {
    std::string name, shown;
  } table[] = {
      {"größe", "größe"},
      {"<&\"'{|}\\>", "<&\"'{|}\\>"},
      {"a\xff\xfe"
       "b",
       "a\uFFFD\uFFFDb"},
      {"\xe4\xb8", "\uFFFD\uFFFD"},
      {"one\ntwo\tthree", "one two three"},
      {"bell\a!", "bell\uFFFD!"},
      {"\uFFFE", "\uFFFD"},
      {"\uFFFC", "\uFFFC"},
      {std::string(24, 'x'), std::string(24, 'x')},
      {std::string(25, 'x'), std::string(24, 'x') + "…"},
      {std::string("a\0b", 3), "a\uFFFDb"},
  };
  for (const auto& [name, shown] : table) {
    INFO(name);
    const Value x(1, name);
    CHECK(drawing(trace(x * 2)).nodes[0].name == shown);
  }
}

TEST_CASE("a long name is whole in its tooltip", "[drawing]") {
  const std::string name(300, 'n');
  const Value x(1, name);
  CHECK(drawing(trace(x * 2)).nodes[0].about.starts_with(name + " = 1\n"));
}

TEST_CASE("a heap of combining marks is cut too", "[drawing]") {
  std::string name = "a";
  for (int i = 0; i < 1000; ++i) name += "\u0301";
  const Value x(1, name);
  CHECK(drawing(trace(x * 2)).nodes[0].name.size() < 60);
}

TEST_CASE("an output that is an input or a constant is drawn alone", "[drawing]") {
  const Drawing input = drawing(traced("x", {{"x", 7}}));
  REQUIRE(input.nodes.size() == 1);
  CHECK(input.nodes[0].gradient == 1.0);
  const Drawing number = drawing(traced("7", {}));
  REQUIRE(number.nodes.size() == 1);
  CHECK(number.nodes[0].value == 7);
}

TEST_CASE("an operation of one's own is drawn with its name", "[drawing]") {
  const Scope scope;
  const Value x(2.0, "x");
  const Value y = custom(
      x, [](double a) { return a * a * a; }, [](double a) { return 3 * a * a; },
      {.name = "cube", .rule = "3 * a^2"});
  const Drawing drawn = drawing(trace(y));
  CHECK(node(drawn, "f").gate == "cube");
  REQUIRE(drawn.edges.size() == 1);
  CHECK(drawn.edges[0].local == 12.0);
}
