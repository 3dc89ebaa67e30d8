// The smallest GPT in matrices: all letters of all documents at once, a column each.
//
// It is the model of language/gpt.hpp, whose weights it takes in the same order:
//
//     X       = normalised(wte[letters] + wpe[positions])
//     X       = X + wo attention(wq N, wk N, wv N)     N = normalised(X); both in each layer
//     X       = X + fc2 relu(fc1 N)                    N = normalised(X)
//     logits  = lm_head X
//
// Scalar by scalar every step can be told; in matrices a step of training is some thirty nodes.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <stepgrad/base/gpt_shape.hpp>
#include <stepgrad/matrix/attention.hpp>

namespace stepgrad {

template <class S>
class MatrixGpt {
 public:
  /// New parameters on the graph, with these numbers: part by part, each row by row, as Gpt has
  /// them. Throws Error as `weights_of` does, and for more numbers or fewer.
  MatrixGpt(Graph<S>& graph, const GptShape& shape, std::span<const double> weights);

  std::vector<Tensor<S>> parameters() const;

  /// The numbers of all parameters, and dL/dweight after `backward(L)`, in the order in which they
  /// were given.
  std::vector<double> weights() const;
  std::vector<double> gradient() const;

  /// A document: letters as numbers, the end before and behind them (Alphabet::numbers).
  using Document = std::vector<std::size_t>;

  /// The mean over the documents of the loss of each, the mean of -log p(next letter) along it, or
  /// its first `context` letters. Throws Error for no document, one of fewer than two numbers, and
  /// the number of no letter.
  Tensor<S> loss(std::span<const Document> documents);

 private:
  struct Layer {
    Tensor<S> query, key, value, out, hidden, back;
  };
  /// A part: rows of a table of letters stand as columns.
  struct Part {
    Tensor<S> matrix;
    bool turned;
  };

  void read(std::span<const Document> documents);
  Tensor<S> attention(const Layer& layer, Tensor<S> x) const;
  Tensor<S> neurons(const Layer& layer, Tensor<S> x) const;

  GptShape shape_;
  Graph<S>& graph_;
  std::vector<Part> parts_;
  Tensor<S> letter_, position_, next_;
  std::vector<Layer> layers_;

  // What is read: for each column its letter, its position, the letter that follows, and the share
  // of its loss in the mean.
  std::vector<int> letters_, positions_, followers_;
  Matrix<S> shares_;
};

}  // namespace stepgrad
