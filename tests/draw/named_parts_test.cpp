// Parts: each operation is in one of them, and rolling them up changes no gradient.
#include <stepgrad/draw/named_parts.hpp>

#include <algorithm>
#include <numeric>

#include <stepgrad/draw/dot.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

Trace traced(const char* formula) { return trace(parse(formula), {}); }

const char* const formulas[] = {
    "w = 1; x = 2; b = -1; v = 3; c = 0.5; h = tanh(w*x + b); y = v*h + c*x",
    "a = 3; a*a",
    "x = 0.3; s = sin(x) * x; t = s * s + x; t / (1 + exp(-s * x))",
    "x = 2; unused = x^3 + 1; y = exp(-x) * x",
    "x = 1; y = 2; p = x*y + x; q = p*p + y*p; r = max(q, p) - x; r * q + 2 * 3",
    "x = 5; x",
};

Id find(const Trace& trace, const std::string& name) {
  const auto found = std::find_if(trace.nodes.begin(), trace.nodes.end(),
                                  [&](const Trace::Node& node) { return node.name == name; });
  REQUIRE(found != trace.nodes.end());
  return found->id;
}

}  // namespace

TEST_CASE("a part is a named result with all that is computed for it alone", "[parts]") {
  const Trace told = traced(formulas[0]);
  const NamedParts parts = named_parts(told);
  const Id h = find(told, "h"), y = find(told, "y");
  CHECK(parts.size[h] == 3);
  CHECK(parts.size[y] == 3);
  CHECK(parts.part[find(told, "w")] == h);  // used there alone
  CHECK(parts.part[find(told, "v")] == y);
  CHECK(parts.part[find(told, "x")] == find(told, "x"));  // used by both
}

TEST_CASE("every operation is in one part, and every part is named by its own result", "[parts]") {
  for (const char* formula : formulas) {
    INFO(formula);
    const Trace told = traced(formula);
    const NamedParts parts = named_parts(told);
    const auto operations = std::count_if(told.nodes.begin(), told.nodes.end(),
                                          [](const Trace::Node& node) { return node.row; });
    CHECK(std::accumulate(parts.size.begin(), parts.size.end(), std::size_t{0}) ==
          static_cast<std::size_t>(operations));
    for (const Trace::Node& node : told.nodes) {
      CHECK(parts.part[parts.part[node.id]] == parts.part[node.id]);
      if (node.row && node.named) CHECK(parts.part[node.id] == node.id);
    }
  }
}

TEST_CASE("rolled up, every value and every gradient is what it was", "[parts]") {
  for (const char* formula : formulas) {
    INFO(formula);
    const Trace told = traced(formula);
    const Excerpt rolled = rolled_up(told, named_parts(told));
    std::vector<double> gradient(rolled.trace.nodes.size());
    gradient[rolled.trace.output] = 1;
    for (const Step& step : rolled.trace.steps) {
      CHECK(step.upstream == Approx(gradient[step.from]));
      CHECK(step.contribution == Approx(step.upstream * step.local));
      gradient[step.to] += step.contribution;
      CHECK(step.total == Approx(gradient[step.to]));
    }
    for (const Trace::Node& node : rolled.trace.nodes) {
      const Trace::Node& before = told.node(rolled.nodes[node.id]);
      INFO(before.name);
      CHECK(node.value == before.value);
      CHECK(gradient[node.id] == Approx(before.grad));
      for (const Id operand : node.operands) CHECK(operand < node.id);
    }
  }
}

TEST_CASE("the insides of all parts have every step once", "[parts]") {
  for (const char* formula : formulas) {
    INFO(formula);
    const Trace told = traced(formula);
    const NamedParts parts = named_parts(told);
    std::vector<int> times(told.steps.size());
    for (const Trace::Node& node : told.nodes) {
      if (parts.size[node.id] == 0) continue;
      const Excerpt part = inside(told, parts, node.id);
      CHECK(part.nodes[part.trace.output] == node.id);
      for (std::size_t i = 0; i < part.steps.size(); ++i) {
        ++times[part.steps[i]];
        const Step &step = part.trace.steps[i], &whole = told.steps[part.steps[i]];
        CHECK(part.nodes[step.from] == whole.from);
        CHECK(part.nodes[step.to] == whole.to);
        CHECK(step.local == whole.local);
      }
    }
    CHECK(std::count(times.begin(), times.end(), 1) == static_cast<long>(times.size()));
  }
}

TEST_CASE("a part is drawn as a box that says how much is in it", "[parts]") {
  const Trace told = traced(formulas[0]);
  const Drawing drawing = rolled_up_drawing(told);
  REQUIRE(drawing.nodes.size() == 3);
  CHECK(drawing.nodes[1].id == "n" + std::to_string(find(told, "h")));
  CHECK(drawing.nodes[1].gate == "tanh");
  CHECK(drawing.nodes[1].operations == 3);
  CHECK(dot_source(drawing).find("3 operations") != std::string::npos);
  CHECK_THROWS(rolled_up_drawing(told, 4));
}

TEST_CASE("the drawing of a part keeps the ids of the whole", "[parts]") {
  const Trace told = traced(formulas[0]);
  const Drawing drawing = inside_drawing(told, named_parts(told), find(told, "h"));
  for (std::size_t i = 0; i < told.steps.size(); ++i) {
    const std::string id = "e" + std::to_string(i + 1);
    const bool here = std::any_of(drawing.edges.begin(), drawing.edges.end(),
                                  [&](const Drawing::Edge& edge) { return edge.id == id; });
    CHECK(here == (named_parts(told).part[told.steps[i].from] == find(told, "h")));
  }
}

TEST_CASE("stretches have every operation once and end, if they can, with a name", "[parts]") {
  const auto sines = [](std::string inside, int count) {
    while (count-- > 0) inside = "sin(" + inside + "*x+1)";
    return inside;
  };
  const std::string formula = "a = " + sines("x", 7) + "; b = " + sines("a", 2) +
                              "; c = " + sines("b", 4) + "; y = " + sines("c", 20);
  const Trace told = trace(parse(formula.c_str(), {{"x", 0.5}}), {{"x", 0.5}});
  const NamedParts parts = stretches(told);
  std::size_t in_all = 0;
  for (const Trace::Node& node : told.nodes) {
    const Id end = parts.part[node.id];
    in_all += parts.size[node.id];
    CHECK(parts.size[node.id] <= 32);
    if (!node.row) continue;
    CHECK(parts.size[end] > 0);
    CHECK(end >= node.id);
    CHECK((told.node(end).named || parts.size[end] == 32 || end == told.output));
  }
  CHECK(in_all == 3 * (7 + 2 + 4 + 20));
  CHECK(parts.size[find(told, "a")] == 21);
  CHECK(parts.size[find(told, "c")] == 18);
}
