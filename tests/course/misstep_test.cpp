// Missteps: one step goes wrong as learners do it, and the rest of the pass goes on from there.
#include <array>
#include <cmath>

#include <stepgrad/course/misstep.hpp>
#include <stepgrad/story/made_up.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

Trace product() { return trace(parse("q = x + y; f = q * z"), {{"x", -2}, {"y", 5}, {"z", -4}}); }
Trace square() { return trace(parse("y = a * a"), {{"a", 3}}); }

/// The gradient of the node with this name.
double gradient(const Trace& trace, const std::optional<std::vector<Step>>& steps,
                const std::string& name) {
  REQUIRE(steps);
  for (const Trace::Node& node : trace.nodes)
    if (node.name == name) return gradient_after(*steps, node.id);
  FAIL("there is no " << name);
  return 0;
}

}  // namespace

TEST_CASE("each misstep does the first step of f = q * z in its own way", "[misstep]") {
  const Trace told = product();  // df/dq = 1 * z = -4; q is 3
  const std::pair<Misstep, double> cases[] = {{Misstep::without_slope, 1},
                                              {Misstep::value_for_slope, 3},
                                              {Misstep::turned, 4},
                                              {Misstep::added, -3}};
  for (const auto& [misstep, expected] : cases) {
    const auto steps = backward_with(misstep, told, 0);
    INFO(in_words(misstep, told, 0));
    CHECK(gradient(told, steps, "q") == expected);
    CHECK(gradient(told, steps, "x") == expected);  // what comes after goes on with it
    CHECK(gradient(told, steps, "z") == 3);         // the other operand does not notice
  }
}

TEST_CASE("a misstep that makes no difference is none", "[misstep]") {
  CHECK_FALSE(backward_with(Misstep::without_upstream, product(), 0));  // df/df is 1
  CHECK_FALSE(backward_with(Misstep::overwritten, product(), 0));       // nothing was there
  CHECK_FALSE(backward_with(Misstep::without_slope, product(), 2));     // the slope of + is 1
}

TEST_CASE("a share that is overwritten leaves only the last path", "[misstep]") {
  CHECK_FALSE(backward_with(Misstep::overwritten, square(), 0));
  CHECK(gradient(square(), backward_with(Misstep::overwritten, square(), 1), "a") == 3);
}

TEST_CASE("without the gradient that arrives the slope stands alone", "[misstep]") {
  CHECK(gradient(product(), backward_with(Misstep::without_upstream, product(), 2), "x") == 1);
}

TEST_CASE("every misstep is told with the step as it should be", "[misstep]") {
  CHECK(in_words(Misstep::without_slope, product(), 0) ==
        "the slope of `f = q * z` in q, which is `z = -4`, is left out: the chain rule "
        "multiplies by it");
  CHECK(in_words(Misstep::value_for_slope, product(), 0) ==
        "q itself, 3, stands where the slope of `f = q * z` in q belongs, which is `z = -4`");
  CHECK(in_words(Misstep::without_upstream, product(), 2) ==
        "the gradient that arrives at `q = x + y`, `df/dq = -4`, is left out: the chain rule "
        "multiplies by it");
  CHECK(in_words(Misstep::turned, product(), 0) ==
        "the slope of `f = q * z` in q has the other sign: it is `z = -4`");
  CHECK(in_words(Misstep::added, product(), 2) ==
        "the slope 1 is added to `df/dq = -4`: the chain rule multiplies them");
  CHECK(in_words(Misstep::overwritten, square(), 1) ==
        "the share that a gets through `y = a * a` replaces what came along other paths: where "
        "paths meet, shares add up");
}

TEST_CASE("with a misstep exactly one step is not what the chain rule says", "[misstep]") {
  const auto near = [](double a, double b) { return std::abs(a - b) < 1e-9; };
  for (int level = easiest_level; level <= hardest_level; ++level)
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const MadeUp made = make_up(level, seed);
      const Trace told = trace(parse(made.formula), made.numbers);
      for (const Misstep misstep : all_missteps)
        for (std::size_t index = 0; index < told.steps.size(); ++index) {
          const auto steps = backward_with(misstep, told, index);
          if (!steps) continue;
          std::vector<double> gradient(told.nodes.size());
          gradient[told.output] = 1;
          for (std::size_t i = 0; i < steps->size(); ++i) {
            const Step& step = (*steps)[i];
            const bool is_right = near(step.upstream, gradient[step.from]) &&
                                  step.local == told.steps[i].local &&
                                  near(step.contribution, step.upstream * step.local) &&
                                  near(step.total, gradient[step.to] + step.contribution);
            INFO(made.formula << ", step " << i << ", misstep in " << index);
            CHECK(is_right == (i != index));
            gradient[step.to] = step.total;
          }
        }
    }
}

TEST_CASE("a misstep that is made everywhere, or in one operation, explains a whole gradient",
          "[misstep]") {
  const auto findings = [](const std::string& formula, std::vector<double> first,
                           std::vector<double> second) {
    return std::vector<Finding>{{trace(parse(formula), {{"a", 3}}), std::move(first)},
                                {trace(parse(formula), {{"a", 5}}), std::move(second)}};
  };
  const std::string cube = "p = a * a; y = p * a";  // 3 a^2
  CHECK(habit(findings(cube, {3 * 3 + 2 * 3}, {5 * 5 + 2 * 5})) ==
        "It looks as if the gradient that arrives at `p = a * a`, `dy/dp = 3`, is left out: the "
        "chain rule multiplies by it.");
  CHECK(habit(findings(cube, {3 * 3}, {5 * 5})).ends_with("shares add up (+=, and not =)."));
  CHECK(habit(findings(cube, {27 * 27}, {125 * 75})) ==
        "It looks as if the value of y, 27, stands where its gradient belongs, dy/dy = 1.");
  CHECK(habit(findings(cube, {3 * 3}, {5})) == "");
  CHECK(habit(findings(cube, {27}, {75})) == "");  // right
  // Only steps through * go wrong here: y = a * a + a.
  CHECK(habit(findings("y = a * a + a", {3}, {3})).find("slope of `v1 = a * a` in a") !=
        std::string::npos);
}

namespace {

/// Three neurons with a loss, and gradients that somebody has found for each.
template <class Gradient>
std::vector<Finding> findings(Gradient&& gradient) {
  std::vector<Finding> all;
  for (const auto& [w, x, b] : {std::array{0.5, 2.0, -1.5}, {0.75, -1.0, 0.5}, {1.0, 0.25, 1.0}}) {
    Trace right = trace(parse("p = w*x + b; h = tanh(p); e = h - 1; L = e^2"),
                        {{"w", w}, {"x", x}, {"b", b}});
    const double p = w * x + b, h = std::tanh(p);
    const double up = gradient(p, h);  // what they take for dL/dp
    all.push_back({std::move(right), {up * x, up * w, up}});
  }
  return all;
}

}  // namespace

TEST_CASE("a factor that all gradients share points at the link that all share", "[misstep]") {
  const auto told = [](auto&& gradient) { return shared_factor(findings(gradient)); };
  CHECK(told([](double, double h) { return 2 * (h - 1) * (1 - h * h); }) == "");
  const std::string all = "All are off by one factor, so look at what they share. It looks as if ";
  CHECK(told([](double p, double h) {
          return 2 * (h - 1) * (1 - p * p);
        }).starts_with(all + "the slope of `h = tanh(p)` in p has p in it where h belongs"));
  CHECK(told([](double, double h) {
          return 2 * (h - 1) * (1 - std::pow(std::tanh(h), 2));
        }).starts_with(all + "the slope of `h = tanh(p)` in p has h in it where p belongs"));
  CHECK(told([](double, double h) {
          return 2 * (h - 1);
        }).ends_with(", which is `1 - h^2 = 1 - (-0.462117)^2 = 0.786448`, is left out."));
  CHECK(told([](double, double h) {
          return 2 * (h - 1) * std::pow(1 - h * h, 2);
        }).ends_with(" is in it twice."));
  CHECK(told([](double, double h) { return (h - 1) * (1 - h * h); })
            .starts_with("They are all 0.5 times what is right wherever one looks (is a factor of "
                         "2 missing?), so look at what they share, the way from L back to p. "
                         "dL/dp should be -2.29976 here, and yours works out as -1.14988."));
}

TEST_CASE("what is wrong in one operand of an operation is found", "[misstep]") {
  std::vector<Finding> all;
  for (const double a : {2.0, -1.5, 3.0})
    all.push_back({trace(parse("L = a * b"), {{"a", a}, {"b", 5}}), {a, a}});  // a for b
  CHECK(
      habit(all).starts_with("It looks as if a itself, 2, stands where the slope of `L = a * b` "
                             "in a belongs"));
}
