// The smallest GPT, scalar by scalar: every weight is a Value, every multiplication can be traced.
//
// It reads a name letter by letter, and says after each which may come next. One layer of attention
// and one of neurons, as in Karpathy's microgpt.py (2026), whose losses it reproduces:
//
//     x       = letter's row + position's row, scaled to length sqrt(width)
//     x       = x + Wo attention(Wq x, Wk x, Wv x)     over this letter and those before it
//     x       = x + W2 relu(W1 x)                      both of x scaled again
//     logits  = W x,  loss = -log softmax(logits)[next letter]
//
// Everything is a vector of Values that stand side by side, so that a row of weights times a vector
// is one node.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include <stepgrad/scalar/values.hpp>

namespace stepgrad::benchmarks {

/// Weights in rows, one after the other.
struct Matrix {
  Values entries;
  std::size_t rows;

  Values row(std::size_t i) const {
    const std::size_t columns = entries.size() / rows;
    return entries.part(i * columns, columns);
  }

  /// W x.
  Values operator*(Values x) const {
    return side_by_side(rows, [&](std::size_t i) { return dot(row(i), x); });
  }
};

/// a_i + b_i for each.
inline Values operator+(Values a, Values b) {
  return side_by_side(a.size(), [&](std::size_t i) { return a[i] + b[i]; });
}

/// x / sqrt(mean of the squares + 1e-5).
inline Values normalised(Values x) {
  const Value mean_square = dot(x, x) * (1.0 / static_cast<double>(x.size()));
  const Value scale = 1.0 / sqrt(mean_square + 1e-5);
  return each(x, [&](Value a) { return a * scale; });
}

/// exp(a_i) / (exp(a_1) + exp(a_2) + …), the largest taken out first.
inline Values probabilities(Values a) {
  const std::span<const double> numbers = a.data();
  const double largest = *std::max_element(numbers.begin(), numbers.end());
  const Values less = each(a, [&](Value score) { return score - largest; });
  const Values exps = each(less, [](Value score) { return exp(score); });
  const Value total = sum(exps);
  return each(exps, [&](Value part) { return part / total; });
}

class Gpt {
 public:
  struct Shape {
    std::size_t letters;  // with the one that stands before and behind a name
    std::size_t width = 16, heads = 4, context = 16;
  };

  static std::size_t parameters_of(const Shape& shape) {
    return (2 * shape.letters + shape.context + 12 * shape.width) * shape.width;
  }

  /// The weights are given in the order of the members below.
  Gpt(const Shape& shape, std::span<const double> weights)
      : shape_(shape), parameters_(inputs(weights)) {
    std::size_t begin = 0;
    const auto matrix = [&](std::size_t rows, std::size_t columns) {
      const Values entries = parameters_.part(begin, rows * columns);
      begin += rows * columns;
      return Matrix{entries, rows};
    };
    const std::size_t width = shape.width;
    letter_ = matrix(shape.letters, width);
    position_ = matrix(shape.context, width);
    next_ = matrix(shape.letters, width);
    query_ = matrix(width, width);
    key_ = matrix(width, width);
    value_ = matrix(width, width);
    out_ = matrix(width, width);
    hidden_ = matrix(4 * width, width);
    back_ = matrix(width, 4 * width);
  }

  const Values& parameters() const { return parameters_; }

  /// The mean of -log p(next letter) along the name, or its first `context` letters.
  Value loss(std::span<const std::size_t> letters) const {
    Past past;
    std::vector<Value> losses;
    for (std::size_t i = 0; i + 1 < letters.size() && i < shape_.context; ++i)
      losses.push_back(-log(probabilities(logits(letters[i], past))[letters[i + 1]]));
    return mean(losses);
  }

 private:
  /// What attention has seen so far.
  struct Past {
    std::vector<Values> keys, values;
  };

  Values logits(std::size_t letter, Past& past) const {
    const std::size_t position = past.keys.size();
    const Values x = normalised(letter_.row(letter) + position_.row(position));
    const Values seen = x + out_ * attention(normalised(x), past);
    const Values hidden = hidden_ * normalised(seen);
    const Values thought = seen + back_ * each(hidden, [](Value a) { return relu(a); });
    return next_ * thought;
  }

  /// For each head, the values of the past weighted by how well their keys fit this query.
  Values attention(Values x, Past& past) const {
    const Values query = query_ * x;
    past.keys.push_back(key_ * x);
    past.values.push_back(value_ * x);
    const std::size_t width = shape_.width / shape_.heads, seen = past.keys.size();
    std::vector<std::vector<Value>> weights;
    for (std::size_t head = 0; head < shape_.heads; ++head) {
      weights.emplace_back();
      const auto of_head = [&](Values all) { return all.part(head * width, width); };
      const Values fits = side_by_side(
          seen, [&](std::size_t t) { return dot(of_head(query), of_head(past.keys[t])); });
      const double scale = 1 / std::sqrt(static_cast<double>(width));
      const Values share = probabilities(each(fits, [&](Value fit) { return fit * scale; }));
      for (const Value& part : share) weights.back().push_back(part);
    }
    std::vector<Value> column(seen);
    return side_by_side(shape_.width, [&](std::size_t i) {
      for (std::size_t t = 0; t < seen; ++t) column[t] = past.values[t][i];
      return dot(weights[i / width], column);
    });
  }

  Shape shape_;
  Values parameters_;
  Matrix letter_, position_, next_, query_, key_, value_, out_, hidden_, back_;
};

/// Kingma and Ba 2015, "Adam": m and v are running means of the gradient and of its square,
///
///     p <- p - rate * m' / (sqrt(v') + 1e-8),   m' = m / (1 - beta1^t), v' = v / (1 - beta2^t).
class Adam {
 public:
  explicit Adam(std::size_t size) : m_(size), v_(size), p_(size) {}

  void step(const Values& parameters, double rate) {
    constexpr double beta1 = 0.85, beta2 = 0.99;
    ++t_;
    const double share1 = 1 - std::pow(beta1, t_), share2 = 1 - std::pow(beta2, t_);
    const std::span<const double> data = parameters.data(), grad = parameters.grad();
    for (std::size_t i = 0; i < p_.size(); ++i) {
      m_[i] = beta1 * m_[i] + (1 - beta1) * grad[i];
      v_[i] = beta2 * v_[i] + (1 - beta2) * grad[i] * grad[i];
      p_[i] = data[i] - rate * (m_[i] / share1) / (std::sqrt(v_[i] / share2) + 1e-8);
    }
    parameters.set(p_);
  }

 private:
  std::vector<double> m_, v_, p_;
  int t_ = 0;
};

}  // namespace stepgrad::benchmarks
