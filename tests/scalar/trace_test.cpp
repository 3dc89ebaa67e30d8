// The trace tells exactly what one forward and one backward pass did.
#include <stepgrad/scalar/trace.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

Trace traced(std::string_view source, const Bindings& bindings) {
  return trace(parse(source, bindings), bindings);
}

const Trace::Node& node_named(const Trace& trace, std::string_view name) {
  const auto found = std::find_if(trace.nodes.begin(), trace.nodes.end(),
                                  [&](const Trace::Node& node) { return node.name == name; });
  REQUIRE(found != trace.nodes.end());
  return *found;
}

std::vector<std::string> names(const Trace& trace) {
  std::vector<std::string> names;
  for (const Trace::Node& node : trace.nodes) names.push_back(node.name);
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

// ---- nodes and steps ----------------------------------------------------------------------------

TEST_CASE("a trace lists the nodes, operands before results", "[trace]") {
  const Trace t = traced("q = x + y; f = q * z", {{"x", -2}, {"y", 5}, {"z", -4}});
  CHECK(t.formula == "q = x + y; f = q * z");
  CHECK(names(t) == Names{"x", "y", "z", "q", "f"});
  CHECK(t.node(t.output).name == "f");

  const Trace::Node& q = node_named(t, "q");
  CHECK(q.kind == Trace::Kind::operation);
  CHECK(*q.row == op::add);
  CHECK(q.operands == std::vector<Id>{0, 1});
  CHECK(q.value == 3);
  CHECK(q.grad == -4);
  CHECK(q.named);
  CHECK(q.reached);

  const Trace::Node& x = node_named(t, "x");
  CHECK(x.kind == Trace::Kind::input);
  CHECK(x.row == nullptr);
  CHECK(x.operands.empty());
  CHECK(x.grad == -4);

  for (const Trace::Node& node : t.nodes) {
    CHECK(&t.node(node.id) == &node);
    for (const Id operand : node.operands) CHECK(operand < node.id);
  }
}

TEST_CASE("a trace tells each use of the chain rule", "[trace]") {
  const Trace t = traced("q = x + y; f = q * z", {{"x", -2}, {"y", 5}, {"z", -4}});
  struct Told {
    const char *from, *to;
    int operand;
    double upstream, local, contribution, total;
  };
  const Told told[] = {{"f", "q", 0, 1, -4, -4, -4},
                       {"f", "z", 1, 1, 3, 3, 3},
                       {"q", "x", 0, -4, 1, -4, -4},
                       {"q", "y", 1, -4, 1, -4, -4}};
  REQUIRE(t.steps.size() == std::size(told));
  for (std::size_t i = 0; i < t.steps.size(); ++i) {
    INFO("step " << i + 1);
    CHECK(t.node(t.steps[i].from).name == told[i].from);
    CHECK(t.node(t.steps[i].to).name == told[i].to);
    CHECK(t.steps[i].operand == told[i].operand);
    CHECK(t.steps[i].upstream == told[i].upstream);
    CHECK(t.steps[i].local == told[i].local);
    CHECK(t.steps[i].contribution == told[i].contribution);
    CHECK(t.steps[i].total == told[i].total);
  }
}

TEST_CASE("totals run up to the gradient", "[trace]") {
  const Trace t = traced("x*x + 3*x + x", {{"x", 5}});
  const Id x = node_named(t, "x").id;
  double so_far = 0;
  for (const Step& step : t.steps) {
    if (step.to != x) continue;
    so_far += step.contribution;
    CHECK(step.total == so_far);
  }
  CHECK(so_far == 2 * 5 + 3 + 1);
  CHECK(t.node(x).grad == so_far);
}

TEST_CASE("a trace tells the gradients that backward finds, and leaves the tape's alone",
          "[trace]") {
  const Value x(0.3), w(-1.7);
  const Value y = tanh(w * x + 0.1) / (1.0 + exp(x));
  const Trace before = trace(y);
  CHECK(x.grad() == 0);
  backward(y);
  const double dx = x.grad(), dw = w.grad();
  const Trace after = trace(y);  // one sweep from zero, whatever was before
  CHECK(x.grad() == dx);
  CHECK(w.grad() == dw);
  for (const Trace& t : {before, after}) {
    CHECK(t.nodes[0].grad == dx);
    CHECK(t.nodes[1].grad == dw);
  }
}

TEST_CASE("the trace of an input is that input", "[trace]") {
  const Value x(3.0, "x");
  const Trace t = trace(x);
  REQUIRE(t.nodes.size() == 1);
  CHECK(t.steps.empty());
  CHECK(t.nodes[0].grad == 1);
}

TEST_CASE("what was recorded but not needed is not in the trace", "[trace]") {
  const Value x(3.0, "x"), other(4.0, "other");
  named(other * other, "unused");
  const Trace t = trace(named(x * x, "y"));
  CHECK(names(t) == Names{"x", "y"});
}

TEST_CASE("Values asked for are listed, marked as not reached", "[trace]") {
  const Value x(3.0, "x"), other(4.0, "other");
  const Value y = named(x * x, "y");
  const std::vector<Value> also{named(other + x, "beside")};
  const Trace t = trace(y, also);
  CHECK(names(t) == Names{"x", "other", "y", "beside"});
  CHECK(node_named(t, "x").reached);
  CHECK(node_named(t, "y").reached);
  CHECK_FALSE(node_named(t, "other").reached);
  CHECK_FALSE(node_named(t, "beside").reached);
  CHECK(node_named(t, "beside").grad == 0);
  CHECK(t.node(t.output).name == "y");
}

TEST_CASE("a formula's trace lists every statement and gives the tape back", "[trace]") {
  const std::size_t size = tape().size();
  const Trace t = traced("a = x + 1; b = x * y; f = x^2", {{"x", 3}, {"y", 2}});
  CHECK(tape().size() == size);
  CHECK_FALSE(node_named(t, "a").reached);
  CHECK_FALSE(node_named(t, "b").reached);
  CHECK_FALSE(node_named(t, "y").reached);
  CHECK(node_named(t, "f").grad == 1);
}

TEST_CASE("what else stands on the tape does not show in a trace", "[trace]") {
  const auto graph = [](const Value& x, const Value& y) {
    const Value sum = x + 2.0 * y;
    return x > y ? sum * x - 3.0 : sum;
  };
  const auto without = [&] {
    const Scope scope;
    const Value x(3.0, "x"), y(2.0, "y");
    return trace(graph(x, y));
  }();
  const Scope scope;
  const Value x(3.0, "x"), y(2.0, "y");
  Value other = named(x * y + 1.5, "other");
  for (int i = 0; i < 100; ++i) other = tanh(other * x - 0.5);
  CHECK_FALSE(x < other);
  const Value output = graph(x, y);
  const Value later = named(output * other, "later");
  const Trace t = trace(output);
  CHECK(names(t) == names(without));
  REQUIRE(t.nodes.size() == without.nodes.size());
  for (std::size_t i = 0; i < t.nodes.size(); ++i) {
    CHECK(t.nodes[i].operands == without.nodes[i].operands);
    CHECK(t.nodes[i].value == without.nodes[i].value);
    CHECK(t.nodes[i].grad == without.nodes[i].grad);
  }
  CHECK(t.steps.size() == without.steps.size());
  REQUIRE(t.comparisons.size() == 1);
  CHECK(t.comparisons[0].before == without.comparisons.at(0).before);
}

TEST_CASE("a Value that cannot be used cannot be traced", "[trace]") {
  CHECK(
      error_of([] { trace(Value()); }).starts_with("a Value is used before it was given a number"));
  const std::vector<Value> unset(1);
  const Value x(1.0);
  CHECK(error_of([&] {
          trace(x, unset);
        }).starts_with("a Value is used before it was given a number"));
}

// ---- constants ----------------------------------------------------------------------------------

TEST_CASE("no step leads to a constant", "[trace]") {
  const Value x(2.0, "x");
  const Value y =
      3.0 * x + constant(4) * x + pow(x, 2.0) - 1.0 / x + dot({x, constant(5)}, {constant(6), x});
  const Trace t = trace(y);
  for (const Step& step : t.steps) CHECK(t.node(step.to).kind != Trace::Kind::constant);
  for (const Trace::Node& node : t.nodes)
    if (node.kind == Trace::Kind::constant) CHECK(node.grad == 0);
  CHECK(t.nodes[0].grad == 3 + 4 + 2 * 2 + 0.25 + 5 + 6);
}

TEST_CASE("no step leads to what is made of constants alone", "[trace]") {
  const Trace t = traced("k = 2 * pi; x * sin(k + 1)", {{"x", 3}});
  const Trace::Node& k = node_named(t, "k");
  CHECK(k.kind == Trace::Kind::operation);
  CHECK(k.grad == 0);
  REQUIRE(t.steps.size() == 1);
  CHECK(t.node(t.steps[0].to).name == "x");
}

TEST_CASE("a formula without inputs has a value and no steps", "[trace]") {
  const Trace t = traced("1 + 2 * 3", {});
  CHECK(t.steps.empty());
  CHECK(t.node(t.output).value == 7);
  CHECK(t.node(t.output).grad == 1);
}

TEST_CASE("a power with a constant exponent of a negative base has no nan in its trace",
          "[trace]") {
  const Trace t = traced("x^(1 + 2)", {{"x", -2}});
  CHECK(node_named(t, "x").grad == 12);
  CHECK_FALSE(first_non_finite(t));
}

TEST_CASE("each use of a plain number is a constant of its own", "[trace]") {
  const Value x(3.0, "x");
  const Trace t = trace(2.0 * x + 2.0);
  CHECK(names(t) == Names{"x", "2", "v1", "2", "f"});
  CHECK(t.nodes[2].operands == std::vector<Id>{1, 0});
  CHECK(t.nodes[4].operands == std::vector<Id>{2, 3});
  CHECK(t.nodes[1].value == 2);
  CHECK_FALSE(t.nodes[1].named);
}

TEST_CASE("an output that is a constant changes with itself", "[trace]") {
  for (const Value& output : {constant(3), constant(1) + constant(2)}) {
    const Trace t = trace(output);
    CHECK(t.node(t.output).grad == 1);
    CHECK(t.steps.empty());
  }
}

TEST_CASE("constants show their number", "[trace]") {
  const Trace t = traced("x * 0.5 + 1e10 * pi", {{"x", 3}});
  CHECK(node_named(t, "0.5").kind == Trace::Kind::constant);
  CHECK(node_named(t, "1e+10").kind == Trace::Kind::constant);
  CHECK(node_named(t, "3.14159").value == Approx(3.141592653589793).epsilon(1e-15));
}

// ---- names --------------------------------------------------------------------------------------

TEST_CASE("results without a name are called v1, v2 and so on, the output f", "[trace]") {
  CHECK(names(traced("x*y + x*x", {{"x", 1}, {"y", 2}})) == Names{"x", "y", "v1", "v2", "f"});
}

TEST_CASE("names that are taken are not given again", "[trace]") {
  CHECK(names(traced("v1*v3 + v1*v1 - v1/f", {{"v1", 1}, {"v3", 2}, {"f", 3}})) ==
        Names{"v1", "v3", "f", "v2", "v4", "v5", "v6", "v7"});
}

TEST_CASE("inputs without a name are called x1, x2 and so on", "[trace]") {
  const Value a(1.0), b(2.0), c(3.0, "x2");
  CHECK(names(trace(a * b * c)) == Names{"x1", "x3", "x2", "v1", "f"});
}

TEST_CASE("only names that were given count as named", "[trace]") {
  const Trace t = traced("y = x * x; y + x", {{"x", 1}});
  CHECK(node_named(t, "x").named);
  CHECK(node_named(t, "y").named);
  CHECK_FALSE(node_named(t, "f").named);
}

// ---- operands as the slopes see them ------------------------------------------------------------

TEST_CASE("a and b are what the row's slopes are computed from", "[trace]") {
  const Trace t =
      traced("s = sum(x, y, z); d = dot(x, y, z, w); q = x / y; n = -w; f = s + d + q + n",
             {{"x", 2}, {"y", 3}, {"z", 5}, {"w", 7}});
  const Trace::Node &s = node_named(t, "s"), &d = node_named(t, "d"), &q = node_named(t, "q");
  CHECK(t.a(s, 2) == 5);
  CHECK(t.a(d, 0) == 2);
  CHECK(t.b(d, 0) == 5);
  CHECK(t.a(d, 3) == 7);
  CHECK(t.b(d, 3) == 3);
  CHECK(t.a(q, 0) == 2);
  CHECK(t.a(q, 1) == 2);
  CHECK(t.b(q, 0) == 3);
  CHECK(t.b(q, 1) == 3);
  CHECK(t.a(node_named(t, "n")) == 7);
  for (const Step& step : t.steps) {
    const Trace::Node& from = t.node(step.from);
    const int slope = from.row->arity == 2 ? step.operand : 0;
    CHECK(step.local ==
          from.row->slope[slope](t.a(from, step.operand), t.b(from, step.operand), from.value));
  }
}

// ---- where numbers stop being finite ------------------------------------------------------------

TEST_CASE("a trace of finite numbers has no first inf or nan", "[trace]") {
  CHECK_FALSE(first_non_finite(traced("x * exp(y)", {{"x", 1}, {"y", 2}})));
}

TEST_CASE("the first inf or nan of the forward pass is found", "[trace]") {
  const Trace t = traced("a = x * x; b = log(x); c = b * 0; f = c + a", {{"x", 0}});
  const auto first = first_non_finite(t);
  REQUIRE(first);
  CHECK(t.node(first->node).name == "b");
  CHECK(first->step == nullptr);
}

TEST_CASE("an input that is not finite is the first", "[trace]") {
  const Trace t = traced("y * x", {{"x", std::numeric_limits<double>::infinity()}, {"y", 0}});
  const auto first = first_non_finite(t);
  REQUIRE(first);
  CHECK(t.node(first->node).name == "x");
}

TEST_CASE("the first inf or nan of the backward pass is found with its step", "[trace]") {
  const Trace t = traced("r = sqrt(x); f = y * r", {{"x", 0}, {"y", 0}});
  const auto first = first_non_finite(t);
  REQUIRE(first);
  REQUIRE(first->step);
  CHECK(t.node(first->node).name == "x");
  CHECK(t.node(first->step->from).name == "r");
  CHECK(std::isinf(first->step->local));
  CHECK(std::isnan(first->step->contribution));
}

TEST_CASE("a gradient that overflows while it is added up is found", "[trace]") {
  const Trace t = traced("x * a + x * b", {{"x", 0}, {"a", 1e308}, {"b", 1e308}});
  const auto first = first_non_finite(t);
  REQUIRE(first);
  REQUIRE(first->step);
  CHECK(t.node(first->node).name == "x");
  CHECK(std::isfinite(first->step->contribution));
  CHECK(std::isinf(first->step->total));
}

// ---- kinks --------------------------------------------------------------------------------------

TEST_CASE("an operation that stands exactly at its kink is known", "[trace]") {
  const Trace t =
      traced("r = relu(x); m = max(y, 1 + 1); s = sum(x, x); f = r + m + s", {{"x", 0}, {"y", 2}});
  CHECK(at_kink(t, node_named(t, "r")));
  CHECK(at_kink(t, node_named(t, "m")));
  CHECK_FALSE(at_kink(t, node_named(t, "s")));
  CHECK_FALSE(at_kink(t, node_named(t, "f")));
  CHECK_FALSE(at_kink(t, node_named(t, "x")));
  const Trace beside = traced("r = relu(x)", {{"x", 1e-300}});
  CHECK_FALSE(at_kink(beside, node_named(beside, "r")));
}
