// The products of a layer, of every small shape and some odd ones: beside Eigen's, in double.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <stepgrad/base/random.hpp>
#include <stepgrad/matrix/products.hpp>

#include "catch.hpp"

using namespace stepgrad;
using Eigen::Index;

namespace {

template <class S>
Matrix<S> uniform(Index rows, Index columns, Random& random) {
  Matrix<S> matrix(rows, columns);
  for (Index i = 0; i < matrix.size(); ++i)
    matrix.data()[i] = static_cast<S>(2 * random.uniform() - 1);
  return matrix;
}

/// By how many of the bounds that rounding allows two results differ at most. A sum of n terms
/// below 1 in size, each rounded, in any order, is off by at most n ε Σ|terms| <= n² ε (Higham
/// 2002, §3.1); the bias or what was there before is one term more, below n + 1.
template <class S>
double off(const Matrix<S>& result, const Matrix<double>& expected, Index depth) {
  if (result.rows() != expected.rows() || result.cols() != expected.cols()) return INFINITY;
  if (result.size() == 0) return 0;
  const double terms = static_cast<double>(depth + 2);
  const double bound = terms * terms * static_cast<double>(std::numeric_limits<S>::epsilon());
  return (result.template cast<double>() - expected).cwiseAbs().maxCoeff() / bound;
}

/// The worst of all products of a layer with `rows` outputs, `depth` inputs and `columns` samples.
template <class S>
double worst(Index rows, Index depth, Index columns, Random& random) {
  const auto a = uniform<S>(rows, depth, random), b = uniform<S>(depth, columns, random);
  const auto bias = uniform<S>(rows, 1, random);
  const Matrix<S> a_across = a.transpose(), b_across = b.transpose();
  const Matrix<double> expected = a.template cast<double>() * b.template cast<double>();
  const Matrix<double> with_bias = expected.colwise() + bias.template cast<double>().col(0);

  double most = 0;
  const auto check = [&](const Product<S>& product, const Matrix<double>& assigned) {
    Matrix<S> result = Matrix<S>::Constant(3, 5, std::numeric_limits<S>::quiet_NaN());
    compute(product, Into::assign, result);
    most = std::max(most, off(result, assigned, depth));
    const auto before = uniform<S>(rows, columns, random);
    result = before;
    compute(product, Into::add, result);
    most = std::max(most, off<S>(result, expected + before.template cast<double>(), depth));
  };
  check(times(a, b), expected);
  check(times_transposed(a, b_across), expected);
  check(transposed_times(a_across, b), expected);
  Matrix<S> result;
  compute(times(a, b).plus(bias), Into::assign, result);
  return std::max(most, off(result, with_bias, depth));
}

}  // namespace

TEST_CASE("products of every small shape are Eigen's, but for rounding", "[products]") {
  Random random(1);
  for (const Index depth : {0, 1, 2, 7, 33})
    for (Index rows = 0; rows <= 33; ++rows)
      for (Index columns = 0; columns <= 33; ++columns) {
        const double single = worst<float>(rows, depth, columns, random);
        const double twice = worst<double>(rows, depth, columns, random);
        if (single <= 1 && twice <= 1) continue;
        INFO(rows << " x " << depth << " times " << depth << " x " << columns);
        CHECK(single <= 1);
        CHECK(twice <= 1);
      }
}

TEST_CASE("so are products that need many tiles, and several walks along the depth", "[products]") {
  Random random(2);
  for (const auto& [rows, depth, columns] : {std::array<Index, 3>{128, 784, 64},
                                             {10, 785, 65},
                                             {49, 513, 7},
                                             {97, 341, 131},
                                             {200, 1, 200},
                                             {1, 1000, 100},
                                             {100, 1000, 1},
                                             {3, 2000, 3}}) {
    INFO(rows << " x " << depth << " times " << depth << " x " << columns);
    CHECK(worst<float>(rows, depth, columns, random) <= 1);
    CHECK(worst<double>(rows, depth, columns, random) <= 1);
  }
}

TEST_CASE("a product touches no entry besides its result's", "[products]") {
  // The rows after the operand's are NaN: one that got in would show.
  Random random(3);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (Index rows = 2; rows <= 33; ++rows) {
    Matrix<double> a = uniform<double>(rows, 4, random);
    a.row(rows - 1).setConstant(nan);
    const auto b = uniform<double>(4, 9, random);
    Matrix<double> result;
    compute(times(a, b), Into::assign, result);
    INFO(rows);
    CHECK(result.topRows(rows - 1).allFinite());
    CHECK(result.row(rows - 1).array().isNaN().all());
  }
}

TEST_CASE("some columns of a product are those of the whole, bit for bit", "[products]") {
  Random random(4);
  for (const auto& [rows, depth, columns] :
       {std::array<Index, 3>{128, 64, 784}, {10, 64, 85}, {2, 3, 40}, {49, 513, 21}}) {
    const auto a = uniform<float>(rows, depth, random), b = uniform<float>(columns, depth, random);
    Matrix<float> whole;
    compute(times_transposed(a, b), Into::assign, whole);
    for (Index first = 0; first < columns; first += 8) {
      Matrix<float> some(rows, std::min(Index{8}, columns - first));
      compute_columns(times_transposed(a, b), first, some.cols(), some.data());
      INFO(rows << " x " << depth << " times " << depth << " x " << columns << " from " << first);
      CHECK(some == whole.middleCols(first, some.cols()));
    }
  }
}
