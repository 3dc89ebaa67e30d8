// Products that the library's kernel does for Eigen: the same numbers, whatever is done with them.
#include <stepgrad/matrix/eigen_products.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

using Numbers = Matrix<double>;

/// No two entries are equal.
Numbers counted(Eigen::Index rows, Eigen::Index columns) {
  Numbers all(rows, columns);
  for (Eigen::Index i = 0; i < all.size(); ++i) all(i) = static_cast<double>(i * i % 17) - 5;
  return all;
}

Numbers by_hand(const Numbers& a, const Numbers& b) {
  Numbers all = Numbers::Zero(a.rows(), b.cols());
  for (Eigen::Index i = 0; i < a.rows(); ++i)
    for (Eigen::Index j = 0; j < b.cols(); ++j)
      for (Eigen::Index k = 0; k < a.cols(); ++k) all(i, j) += a(i, k) * b(k, j);
  return all;
}

}  // namespace

TEST_CASE("a product of matrices and transposed ones is what its sums are", "[products]") {
  for (const Eigen::Index rows : {1, 3, 40})
    for (const Eigen::Index columns : {1, 5, 33})
      for (const Eigen::Index depth : {1, 4, 29}) {
        INFO(rows << " x " << depth << " times " << depth << " x " << columns);
        const Numbers a = counted(rows, depth), b = counted(depth, columns);
        Numbers a_turned = a.transpose();  // not const, which is another type to Eigen
        const Numbers b_turned = b.transpose(), right = by_hand(a, b);
        CHECK(Numbers(a * b) == right);
        CHECK(Numbers(a_turned.transpose() * b) == right);
        CHECK(Numbers(a * b_turned.transpose()) == right);
        CHECK(Numbers(a_turned.transpose() * b_turned.transpose()) == right);
      }
}

TEST_CASE("a product may be added, taken away, scaled, and be a part of a matrix", "[products]") {
  const Numbers a = counted(6, 4), b = counted(4, 5), start = counted(6, 5), right = by_hand(a, b);
  Numbers sum = start;
  sum += a * b;
  CHECK(sum == start + right);
  sum.noalias() -= a * b;
  CHECK(sum == start);
  sum.noalias() += 2 * (a * b);
  CHECK(sum == start + 2 * right);
  Numbers wide = Numbers::Zero(6, 7);
  wide.rightCols(5) = a * b;
  CHECK(wide.rightCols(5) == right);
  Numbers square = counted(5, 5);
  const Numbers squared = by_hand(square, square);
  square = square * square;
  CHECK(square == squared);
}

TEST_CASE("products of floats and of parts of matrices are Eigen's own", "[products]") {
  const Matrix<float> a = counted(20, 30).cast<float>(), b = counted(30, 20).cast<float>();
  const Numbers right = by_hand(a.cast<double>(), b.cast<double>());
  CHECK(Matrix<float>(a * b).cast<double>() == right);
  CHECK(Matrix<float>(b.transpose() * a.transpose()).cast<double>() == right.transpose());
  const Numbers whole = counted(30, 40);
  CHECK(Numbers(whole.topRows(20) * whole.bottomRows(20).transpose()) ==
        by_hand(whole.topRows(20), whole.bottomRows(20).transpose()));
}
