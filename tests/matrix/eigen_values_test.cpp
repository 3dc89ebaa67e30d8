// Eigen's matrices of Values and Duals: what Eigen computes entry by entry has its gradients.
#include <Eigen/Dense>
#include <sstream>

#include <stepgrad/check/differentiable.hpp>
#include <stepgrad/eigen.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

template <class T>
using Square = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
template <class T>
using Column = Eigen::Matrix<T, Eigen::Dynamic, 1>;

/// A positive definite matrix of x[0] and x[1].
template <class T>
Square<T> matrix_of(const std::vector<T>& x) {
  Square<T> A(2, 2);
  A << 4 + x[0] * x[0], x[1], x[1], 3;
  return A;
}

template <class T>
T everything(const std::vector<T>& x) {
  const Square<T> A = matrix_of(x);
  const Eigen::MatrixXd doubles = Eigen::MatrixXd::Constant(2, 2, 0.5);
  Column<T> b(2);
  b << x[0], 2;
  T total = A.determinant() + A.trace() + b.norm() + b.dot(A * b) + A.inverse().sum();
  total += (A * doubles + doubles * A).squaredNorm() + (2.0 * A - A * 0.5).cwiseAbs().maxCoeff();
  total += A.partialPivLu().solve(b).sum() + A.ldlt().solve(b).sum() + A.llt().solve(b).sum();
  total += A.householderQr().solve(b).sum() + A.fullPivLu().solve(b).sum();
  return total + A.array().exp().sum();
}

}  // namespace

TEST_CASE("products, solvers, determinants and norms of Values have right gradients", "[eigen]") {
  const auto f = [](const std::vector<Value>& x) { return everything(x); };
  CHECK(check_gradient(f, std::vector{0.5, -0.7}).verdict() == Verdict::agree);
}

TEST_CASE("Eigen computes with Duals and Values what it does with doubles", "[eigen]") {
  const Scope scope;
  const double expected = everything<double>({0.5, -0.7});
  CHECK(value_of(everything<Dual>({0.5, -0.7})) == Approx(expected));
  CHECK(value_of(everything<Value>({0.5, -0.7})) == Approx(expected));
}

TEST_CASE("a product of Values stands on the tape without zeros to begin with", "[eigen]") {
  const Scope scope;
  const Value p(2.0, "p"), q(3.0, "q");
  Square<Value> A(2, 2);
  A << p, q, q, p;
  const Square<Value> product = A * A;
  CHECK(trace(product(0, 0)).nodes.size() == 5);  // p, q, p * p, q * q and their sum
}

TEST_CASE("a matrix of Values prints as one of doubles", "[eigen]") {
  std::ostringstream out;
  Square<Value> A(1, 2);
  A << 1.5, 2;
  out << A;
  CHECK(out.str() == "1.5   2");
}
