// Operations of one's own: functions with captures, and changes of a gradient.
#include <cmath>

#include <stepgrad/matrix/custom.hpp>
#include <stepgrad/matrix/functions.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "matrix/some.hpp"

using namespace stepgrad;

namespace {

EntryFunction times_number(double k) {
  return {.name = "times",
          .value = [k](double a) { return k * a; },
          .slope = [k](double, double) { return k; },
          .rule = "k"};
}

}  // namespace

TEST_CASE("a function of one's own keeps what it has captured for as long as its results",
          "[custom]") {
  Graph<double> graph;
  const T a = graph.parameter(some(2, 3));
  T y = a;
  for (const double k : {2.0, 3.0}) y = custom(y, times_number(k));
  CHECK(y.value() == 3 * (2 * a.value()));
  backward(sum(y));
  CHECK(a.grad() == M::Constant(2, 3, 6));
}

TEST_CASE("a function of one's own that is not complete is refused", "[custom]") {
  Graph<double> graph;
  const T a = graph.parameter(some(2, 3));
  EntryFunction wordless = times_number(2);
  wordless.rule = "";
  const std::string said = error_of([&] { custom(a, wordless); });
  CHECK(said.starts_with("the function 'times' is not complete\nIt needs a name of two letters"));
  EntryFunction empty = times_number(2);
  empty.slope = {};
  CHECK(error_of([&] { custom(a, empty); }) == said);
  EntryFunction long_winded = times_number(2);
  long_winded.rule = std::string(300, 'a');
  CHECK(error_of([&] {
          custom(a, long_winded);
        }).starts_with("the slope of a function takes too many words"));
}

TEST_CASE("what goes back through a Tensor can be changed, and nothing else is", "[custom]") {
  Graph<double> graph;
  const T a = graph.parameter(some(2, 3)), w = graph.constant(10 * some(2, 3, 2));
  const T y = on_gradient(a, "clip", [](M& g) { g = g.cwiseMax(-1).cwiseMin(1).eval(); });
  CHECK(y.value() == a.value());
  backward(sum(y * w) + sum(a));
  CHECK(a.grad() == ((w.value().cwiseMax(-1).cwiseMin(1)).array() + 1).matrix());
}

TEST_CASE("a change of the shape of a gradient is refused", "[custom]") {
  Graph<double> graph;
  const T a = graph.parameter(some(2, 3));
  const T loss = sum(on_gradient(a, "flatten", [](M& g) { g = M::Zero(1, 1); }));
  CHECK(error_of([&] { backward(loss); }) ==
        "flatten of 2 x 3 and 1 x 1\nIt may change the numbers of a gradient, not its shape.");
}

TEST_CASE("no gradient goes back through what is held fixed", "[custom]") {
  Graph<double> graph;
  const T a = graph.parameter(some(2, 3));
  backward(sum(detach(square(a))));
  CHECK(a.grad() == M::Zero(2, 3));
  backward(sum(detach(a) * a));
  CHECK(a.grad() == a.value());
}

TEST_CASE("results and leaves have the names that they were given", "[custom]") {
  Graph<double> graph;
  const T a = graph.parameter(some(2, 3), "A"), y = named(square(a), "squares");
  CHECK(a.name() == "A");
  CHECK(y.name() == "squares");
  CHECK(sum(y).name().empty());
}
