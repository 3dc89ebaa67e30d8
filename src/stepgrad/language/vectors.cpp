#include <stepgrad/language/vectors.hpp>

#include <algorithm>
#include <cmath>

namespace stepgrad {

Values normalised(Values x) {
  const Value mean_square = dot(x, x) * (1.0 / static_cast<double>(x.size()));
  const Value scale = 1.0 / sqrt(mean_square + 1e-5);
  return x * scale;
}

Values softmax(Values a) {
  const std::span<const double> numbers = a.data();
  const double largest = *std::max_element(numbers.begin(), numbers.end());
  const Values exps = exp(a - largest);
  return exps / sum(exps);
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
  return softmax(fits * scale);
}

Values attended(Values shares, std::span<const Values> values) {
  return weighted_sum(shares, values);
}

}  // namespace stepgrad
