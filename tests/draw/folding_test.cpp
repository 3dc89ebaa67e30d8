// Long drawings are broken into rows; small ones stay whole.
#include <stepgrad/draw/folding.hpp>

#include <algorithm>
#include <map>

#include <stepgrad/draw/drawing.hpp>
#include <stepgrad/scalar/functions.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

Trace chain(int length) {
  Value y(0.5, "x");
  for (int i = 0; i < length; ++i) y = sin(y);
  return trace(y);
}

/// x is used all along the way, each x(i) twice.
Trace recursion(int length) {
  const Value r(3.1, "r");
  Value x(0.3, "x");
  for (int i = 0; i < length; ++i) x = r * x * (1 - x);
  return trace(x);
}

Trace polynomial(int degree) {
  const Value x(0.9, "x");
  Value sum = x;
  for (int i = 2; i <= degree; ++i) sum = sum + Value(1, "c") * pow(x, double(i));
  return trace(sum);
}

Trace wide(int width) {
  std::vector<Value> terms;
  for (int i = 0; i < width; ++i) terms.push_back(tanh(Value(i)));
  return trace(sum(terms));
}

const struct {
  const char* name;
  Trace told;
} large[] = {{"chain", chain(150)},
             {"recursion", recursion(60)},
             {"polynomial", polynomial(60)},
             {"wide", wide(150)}};

/// How many operations stand behind one another without a break.
std::size_t longest_row(const Drawing& drawing) {
  std::vector<std::size_t> depth(drawing.nodes.size());
  for (const Drawing::Edge& edge : drawing.edges)
    depth[edge.to] = std::max(depth[edge.to], depth[edge.from] + 1);
  return *std::max_element(depth.begin(), depth.end());
}

}  // namespace

TEST_CASE("a small graph stays whole, its inputs are drawn once", "[folding]") {
  for (const Trace& told : {chain(16), recursion(5), polynomial(10), wide(40)}) {
    const Folding folding = fold(told);
    CHECK(folding.rows == 1);
    CHECK(!folding.repeats_inputs);
  }
}

TEST_CASE("an operand never stands in a later row than what is made of it", "[folding]") {
  for (const auto& [name, told] : large) {
    INFO(name);
    const Folding folding = fold(told);
    for (const Trace::Node& node : told.nodes) {
      CHECK(folding.row[node.id] < folding.rows);
      for (const Id operand : node.operands) CHECK(folding.row[operand] <= folding.row[node.id]);
    }
  }
}

TEST_CASE("no row is much longer than a page is wide", "[folding]") {
  for (const auto& [name, told] : large) {
    INFO(name);
    CHECK(longest_row(drawing(told)) <= 16);
  }
}

TEST_CASE("a value from another row is drawn again under its name", "[folding]") {
  const Drawing drawn = drawing(chain(150));
  CHECK(drawn.folded);
  std::map<std::string, int> drawn_again;
  for (const Drawing::Node& node : drawn.nodes)
    if (node.again) {
      ++drawn_again[node.name];
      CHECK(node.gate.empty());
    }
  CHECK(drawn_again.size() == fold(chain(150)).rows - 1);
  for (const Drawing::Node& node : drawn.nodes)
    if (!node.gate.empty() && drawn_again.contains(node.name)) CHECK(node.named);
}

TEST_CASE("folded or not, every step is drawn", "[folding]") {
  for (const auto& [name, told] : large) {
    INFO(name);
    const Drawing drawn = drawing(told);
    const auto steps =
        std::count_if(drawn.edges.begin(), drawn.edges.end(),
                      [](const Drawing::Edge& edge) { return edge.local.has_value(); });
    CHECK(static_cast<std::size_t>(steps) == told.steps.size());
  }
}
