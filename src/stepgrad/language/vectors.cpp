#include <stepgrad/language/vectors.hpp>

#include <algorithm>
#include <cmath>

namespace stepgrad {

Values normalised(Values x) {
  const Value mean_square = dot(x, x) * (1.0 / static_cast<double>(x.size()));
  const Value scale = 1.0 / sqrt(mean_square + 1e-5);
  return each(x, [&](Value a) { return a * scale; });
}

Values softmax(Values a) {
  const std::span<const double> numbers = a.data();
  const double largest = *std::max_element(numbers.begin(), numbers.end());
  const Values less = each(a, [&](Value score) { return score - largest; });
  const Values exps = each(less, [](Value score) { return exp(score); });
  const Value total = sum(exps);
  return each(exps, [&](Value part) { return part / total; });
}

Values joined(std::span<const Values> parts) {
  std::size_t size = 0;
  for (const Values& part : parts) {
    if (part.range().first != parts[0].range().first + size) detail::refuse_apart();
    size += part.size();
  }
  return {parts[0][0], size};
}

Values attention_shares(Values query, std::span<const Values> keys) {
  const double scale = 1 / std::sqrt(static_cast<double>(query.size()));
  const Values fits = side_by_side(keys.size(), [&](std::size_t t) { return dot(query, keys[t]); });
  return softmax(each(fits, [&](Value fit) { return fit * scale; }));
}

Values attended(Values shares, std::span<const Values> values) {
  std::vector<Value> weights(shares.size()), column(shares.size());
  for (std::size_t t = 0; t < shares.size(); ++t) weights[t] = shares[t];
  return side_by_side(values[0].size(), [&](std::size_t i) {
    for (std::size_t t = 0; t < shares.size(); ++t) column[t] = values[t][i];
    return dot(weights, column);
  });
}

}  // namespace stepgrad
