#include <stepgrad/matrix/eigen_products.hpp>

namespace stepgrad {
namespace {

using Eigen::Index;

/// Number by number. No product of Eigen's stands here, for that would lead back to this.
Matrix<double> product_of_sums(const Product<double>& product) {
  const auto a = [&](Index i, Index k) {
    return product.a_transposed ? (*product.a)(k, i) : (*product.a)(i, k);
  };
  const auto b = [&](Index k, Index j) {
    return product.b_transposed ? (*product.b)(j, k) : (*product.b)(k, j);
  };
  Matrix<double> result = Matrix<double>::Zero(product.rows(), product.columns());
  for (Index j = 0; j < result.cols(); ++j)
    for (Index i = 0; i < result.rows(); ++i)
      for (Index k = 0; k < product.depth(); ++k) result(i, j) += a(i, k) * b(k, j);
  return result;
}

}  // namespace

void compute_product(const Factor& a, const Factor& b, Matrix<double>& result) {
  const Product<double> product{&a.matrix, &b.matrix, a.transposed, b.transposed};
  const bool has_tiles = product.rows() > 1 && product.columns() > 1;
  if (has_tiles && !(a.transposed && b.transposed))
    compute(product, Into::assign, result);
  else
    result = product_of_sums(product);
}

}  // namespace stepgrad
