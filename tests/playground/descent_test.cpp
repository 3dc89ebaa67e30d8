// A descent to play with: the ways of the optimisers, and what the Hessian says of their rates.
#include "playground/descent.hpp"

#include <cmath>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;
using namespace stepgrad::playground;

namespace {

DescentSession on(const std::string& function) {
  DescentSession session;
  session.read(function);
  return session;
}

}  // namespace

TEST_CASE("gradient descent goes down a bowl as its formula says", "[descent]") {
  const DescentSession session = on("x^2/2 + 5*y^2");
  const std::vector<DescentStep> way =
      session.descend(2, -1, {.rate = 0.1, .momentum = 0, .steps = 20});
  REQUIRE(way.size() == 21);
  for (std::size_t i = 0; i < way.size(); ++i) {  // by 1 - η λ each step
    CHECK(way[i].x == Approx(2 * std::pow(0.9, i)));
    CHECK(way[i].y == Approx(i == 0 ? -1 : 0).margin(1e-15));
    CHECK(way[i].height == session.height(way[i].x, way[i].y));
  }
}

TEST_CASE("every optimiser goes down, and its rule is the one that trains networks", "[descent]") {
  const DescentSession session = on("(1 - x)^2 + 5*(y - x^2)^2");
  for (const OptimiserRow& row : optimisers) {
    INFO(row.name);
    const std::vector<DescentStep> way =
        session.descend(-1, 1.5, {.optimiser = std::string(row.name), .steps = 200});
    CHECK(way.size() == 201);
    CHECK(way.back().height < way.front().height);
  }
}

TEST_CASE("a rate that is too large is thrown out, and the way ends where numbers do",
          "[descent]") {
  const DescentSession session = on("x^2 + 10*y^2");
  const std::vector<DescentStep> way =
      session.descend(1, 1, {.rate = 1, .momentum = 0, .steps = 5000});
  CHECK(way.size() < 5000);
  CHECK(std::isfinite(way.back().height));
  CHECK(way.back().height > 1e100);
  const auto sentences = DescentSession::about(session.curvature(1, 1), 1, 0);
  CHECK(sentences[0].find("The rate 1 is above it") != std::string::npos);
}

TEST_CASE("the limit that the Hessian names is where descent begins to fail", "[descent]") {
  const DescentSession session = on("3*x^2 + x*y + 7*y^2");
  for (const double momentum : {0.0, 0.5, 0.9}) {
    const double limit = 2 * (1 + momentum) / session.curvature(0, 0).most;
    const auto end = [&](double rate) {
      return session.descend(1, 1, {.rate = rate, .momentum = momentum, .steps = 3000})
          .back()
          .height;
    };
    CHECK(end(0.98 * limit) < 1e-6);
    CHECK(end(1.02 * limit) > 1e6);
  }
}

TEST_CASE("eigenvalues are those of the Hessian, and the vector is the steepest direction",
          "[descent]") {
  const DescentSession::Curvature there = on("x^2 + 4*x*y + y^2 + x").curvature(3, 5);
  CHECK(there.least == Approx(-2));
  CHECK(there.most == Approx(6));
  CHECK(there.along_x == Approx(std::sqrt(0.5)));
  CHECK(there.along_y == Approx(std::sqrt(0.5)));
  CHECK(there.slope_x == Approx(2 * 3 + 4 * 5 + 1));
  CHECK(DescentSession::about(there, 0.1, 0)[0].find("a saddle") != std::string::npos);
}

TEST_CASE("contour lines keep to their height", "[descent]") {
  DescentSession session = on("x^2 + y^2");
  const std::vector<float>& lines = session.lines({-2, 2, -2, 2}, 6);
  std::size_t points = 0;
  double before = std::nan("");
  for (std::size_t i = 0; i < lines.size(); i += 2) {
    const double height = lines[i] * lines[i] + lines[i + 1] * lines[i + 1];
    if (std::isfinite(height) && std::isfinite(before))
      CHECK(height == Approx(before).epsilon(0.05).margin(0.02));
    before = height;
    ++points;
  }
  CHECK(points > 100);
  CHECK(session.heights({-2, 2, -2, 2}, 5)[12] == 0);  // the middle
}

TEST_CASE("a function of another number of inputs is refused, and what was there stays",
          "[descent]") {
  DescentSession session = on("x^2 + y^2");
  CHECK(error_of([&] { session.read("x^2"); }) ==
        "a function of 1 input\nTo go down on a map it takes two, such as x^2 + 10*y^2.");
  CHECK(session.height(1, 2) == 5);
  CHECK(error_of([&] { session.descend(0, 0, {.rate = -1}); }) ==
        "the rate cannot be -1\nIt is from 0 to 1e+06.");
}
