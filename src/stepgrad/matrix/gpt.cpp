#include <stepgrad/matrix/gpt.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace stepgrad {
namespace {

template <class S>
using RowByRow = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Puts a matrix behind the others, row by row.
template <class S>
void append(const Matrix<S>& matrix, bool turned, std::vector<double>& all) {
  const RowByRow<S> rows = turned ? RowByRow<S>(matrix.transpose()) : RowByRow<S>(matrix);
  all.insert(all.end(), rows.data(), rows.data() + rows.size());
}

}  // namespace

template <class S>
MatrixGpt<S>::MatrixGpt(Graph<S>& graph, const GptShape& shape, std::span<const double> weights)
    : shape_(shape), graph_(graph) {
  if (weights.size() != weights_of(shape))
    throw Error(fmt::format("a GPT of this shape has {} weights, and not {}", weights_of(shape),
                            weights.size()),
                "", "Give a number for each weight.");
  const double* next = weights.data();
  const auto add = [&](const std::string& name, std::size_t rows, std::size_t columns,
                       bool turned = false) {
    const auto height = static_cast<Index>(rows), width = static_cast<Index>(columns);
    const Matrix<S> given =
        Eigen::Map<const RowByRow<double>>(next, height, width).template cast<S>();
    next += rows * columns;
    parts_.push_back(
        {graph.parameter(turned ? Matrix<S>(given.transpose()) : given, name), turned});
    return parts_.back().matrix;
  };
  const std::size_t width = shape.width;
  letter_ = add("wte", shape.letters, width, true);
  position_ = add("wpe", shape.context, width, true);
  next_ = add("lm_head", shape.letters, width);
  for (std::size_t i = 0; i < shape.layers; ++i) {
    const std::string layer = fmt::format("layer{}.", i);
    // In braces they are made in this order.
    layers_.push_back({.query = add(layer + "attn_wq", width, width),
                       .key = add(layer + "attn_wk", width, width),
                       .value = add(layer + "attn_wv", width, width),
                       .out = add(layer + "attn_wo", width, width),
                       .hidden = add(layer + "mlp_fc1", 4 * width, width),
                       .back = add(layer + "mlp_fc2", width, 4 * width)});
  }
}

template <class S>
std::vector<Tensor<S>> MatrixGpt<S>::parameters() const {
  std::vector<Tensor<S>> all;
  for (const Part& part : parts_) all.push_back(part.matrix);
  return all;
}

template <class S>
std::vector<double> MatrixGpt<S>::weights() const {
  std::vector<double> all;
  for (const Part& part : parts_) append(part.matrix.value(), part.turned, all);
  return all;
}

template <class S>
std::vector<double> MatrixGpt<S>::gradient() const {
  std::vector<double> all;
  for (const Part& part : parts_) append(part.matrix.grad(), part.turned, all);
  return all;
}

template <class S>
Tensor<S> MatrixGpt<S>::loss(std::span<const Document> documents) {
  read(documents);
  Tensor<S> x = rms_norm(embedding(letter_, letters_) + embedding(position_, positions_));
  for (const Layer& layer : layers_) {
    x = x + attention(layer, rms_norm(x));
    x = x + neurons(layer, rms_norm(x));
  }
  return -sum(graph_.constant(shares_) * log_likelihood(matmul(next_, x), followers_));
}

template <class S>
void MatrixGpt<S>::read(std::span<const Document> documents) {
  if (documents.empty()) throw Error("there is no document to read", "", "Give one at least.");
  for (std::vector<int>* all : {&letters_, &positions_, &followers_}) all->clear();
  for (const Document& document : documents) {
    if (document.size() < 2)
      throw Error("a document is read from the end before it to the end behind it", "",
                  "Give what Alphabet::numbers makes of it.");
    const std::size_t count = std::min(document.size() - 1, shape_.context);
    for (std::size_t i = 0; i < count; ++i) {
      letters_.push_back(static_cast<int>(document[i]));
      positions_.push_back(static_cast<int>(i));
      followers_.push_back(static_cast<int>(document[i + 1]));
    }
  }
  shares_.resize(1, static_cast<Index>(letters_.size()));
  for (Index j = 0; const Document& document : documents) {
    const auto count = static_cast<Index>(std::min(document.size() - 1, shape_.context));
    const auto all = static_cast<S>(count) * static_cast<S>(documents.size());
    shares_.middleCols(j, count).setConstant(1 / all);
    j += count;
  }
}

template <class S>
Tensor<S> MatrixGpt<S>::attention(const Layer& layer, Tensor<S> x) const {
  const auto heads = static_cast<Index>(shape_.heads);
  const S k = 1 / std::sqrt(static_cast<S>(shape_.width / shape_.heads));
  const Tensor<S> keys = matmul(layer.key, x), queries = matmul(layer.query, x);
  const Tensor<S> scores = attention_scores(keys, queries, positions_, heads, k);
  const Tensor<S> shares = causal_softmax(scores, positions_, heads);
  return matmul(layer.out, attended(matmul(layer.value, x), shares, positions_, heads));
}

template <class S>
Tensor<S> MatrixGpt<S>::neurons(const Layer& layer, Tensor<S> x) const {
  return matmul(layer.back, relu(matmul(layer.hidden, x)));
}

template class MatrixGpt<float>;
template class MatrixGpt<double>;

}  // namespace stepgrad
