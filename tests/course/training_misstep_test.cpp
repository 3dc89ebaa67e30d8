// Mistakes with matrices and in loops of descent, made on purpose and told by name.
#include <cmath>
#include <limits>

#include <stepgrad/base/error.hpp>
#include <stepgrad/course/training_misstep.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

using Numbers = std::vector<double>;

bool begins(const std::string& text, std::string_view with) { return text.starts_with(with); }

/// Two matrices, each as a mean over that many samples.
std::vector<MatrixFinding> matrices(
    const std::function<Rows(const Rows&, double batch)>& mistaken) {
  std::vector<MatrixFinding> findings;
  for (const Rows& right : {Rows{{1, -2, 3}, {0.5, 4, -1}}, Rows{{2, 0, 1}, {-3, 1, 5}}})
    findings.push_back({mistaken(right, 4), right, 4});
  return findings;
}

Rows scaled(Rows rows, double factor) {
  for (Numbers& row : rows)
    for (double& number : row) number *= factor;
  return rows;
}

/// L = w0² + w0 w1 + 2 w1², from two places.
std::vector<DescentFinding> descents(const std::function<Numbers(const DescentFinding&)>& arrives) {
  std::vector<DescentFinding> findings;
  for (const Numbers& start : {Numbers{1, -2}, Numbers{0.5, 3}}) {
    DescentFinding finding{[](const Numbers& w) {
                             return Numbers{2 * w[0] + w[1], w[0] + 4 * w[1]};
                           },
                           start,
                           0.1,
                           3,
                           {}};
    finding.arrived = arrives(finding);
    findings.push_back(finding);
  }
  return findings;
}

}  // namespace

TEST_CASE("what comes of a mistake with a matrix tells which it was", "[training_misstep]") {
  const auto told = [](auto&& mistaken) { return matrix_misstep(matrices(mistaken)); };
  CHECK(begins(told([](const Rows& right, double) {
                 return Rows{{right[0][0], right[1][0]},
                             {right[0][1], right[1][1]},
                             {right[0][2], right[1][2]}};
               }),
               "It is the transposed matrix"));
  CHECK(begins(told([](const Rows& right, double) { return scaled(right, -1); }),
               "The sizes are right, and all signs"));
  CHECK(begins(told([](const Rows& right, double batch) { return scaled(right, batch); }),
               "Each entry is 4 times too large"));
  CHECK(begins(told([](const Rows& right, double batch) { return scaled(right, 1 / batch); }),
               "Each entry is 4 times too small"));
  CHECK(begins(told([](const Rows& right, double) {
                 return Rows{right[1], right[0]};
               }),
               "The rows are right, but each stands one place too far"));
  CHECK(begins(told([](Rows right, double) {
                 right[0][1] = std::numeric_limits<double>::quiet_NaN();
                 return right;
               }),
               "There is inf or nan where the scores are large"));
  CHECK(told([](const Rows& right, double) { return Rows{right[0]}; }) ==
        "It is 1×3, and 2×3 is expected.");
  CHECK(told([](Rows right, double) {
          right[0][0] += 0.5;
          return right;
        }) == "");
}

TEST_CASE("a bias summed over the wrong axis is told so", "[training_misstep]") {
  const Rows errors{{1, 2}, {3, 5}};
  const MatrixFinding findings[] = {{{{4}, {7}}, {{3}, {8}}, 2, errors}};
  CHECK(begins(matrix_misstep(findings), "It is summed over the wrong axis"));
}

TEST_CASE("one number that a mistake explains by chance is not taken for it",
          "[training_misstep]") {
  auto findings = matrices([](const Rows& right, double) { return scaled(right, -1); });
  findings[1].yours = findings[1].expected;
  findings[1].yours[0][0] += 1;
  CHECK(matrix_misstep(findings) == "");
  CHECK_THROWS_AS(matrix_misstep({}), Error);
}

TEST_CASE("where a loop of descent arrives tells what is wrong with it", "[training_misstep]") {
  const auto told = [](auto&& arrives) { return descent_misstep(descents(arrives)); };
  const auto loop = [](auto&& step) {
    return [step](const DescentFinding& f) {
      Numbers w = f.start;
      for (std::size_t i = 0; i < f.steps; ++i) step(f, w);
      return w;
    };
  };
  CHECK(told([](const DescentFinding& f) { return descended(f); }) == "");
  CHECK(begins(told(loop([](const DescentFinding& f, Numbers& w) {
                 const Numbers g = f.gradient(w);
                 for (std::size_t i = 0; i < 2; ++i) w[i] += f.rate * g[i];
               })),
               "It goes uphill"));
  CHECK(begins(told(loop([](const DescentFinding& f, Numbers& w) {
                 w[0] -= f.rate * f.gradient(w)[0];
                 w[1] -= f.rate * f.gradient(w)[1];
               })),
               "An entry of w is changed while"));
  CHECK(begins(told([](const DescentFinding& f) {
                 Numbers w = f.start, g{0, 0};
                 for (std::size_t step = 0; step < f.steps; ++step) {
                   const Numbers now = f.gradient(w);
                   for (std::size_t i = 0; i < 2; ++i) w[i] -= f.rate * (g[i] += now[i]);
                 }
                 return w;
               }),
               "The gradients of earlier steps"));
  CHECK(begins(told(loop([](const DescentFinding& f, Numbers& w) {
                 const Numbers g = f.gradient(w);
                 for (std::size_t i = 0; i < 2; ++i) w[i] -= f.rate * f.rate * g[i];
               })),
               "The rate is in it twice"));
  CHECK(begins(told(loop([](const DescentFinding& f, Numbers& w) {
                 const Numbers g = f.gradient(f.start);
                 for (std::size_t i = 0; i < 2; ++i) w[i] -= f.rate * g[i];
               })),
               "Every step goes along the gradient of the start"));
  CHECK(begins(told([](const DescentFinding& f) { return f.start; }), "It has not moved"));
  CHECK(begins(told(loop([](const DescentFinding& f, Numbers& w) {
                 w[1] -= f.rate * f.gradient(w)[1];
                 w[0] -= f.rate * f.gradient(w)[0];
               })),
               "An entry of w is changed while"));
  CHECK(begins(told([](const DescentFinding& f) {
                 Numbers w = descended(f);
                 for (std::size_t i = 0; i < 2; ++i) w[i] -= f.start[i];
                 return w;
               }),
               "That is how far it goes"));
  CHECK(told([](const DescentFinding& f) {
          Numbers w = descended(f);
          w[0] += 0.01;
          return w;
        }) == "");
}
