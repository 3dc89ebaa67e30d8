// The smallest GPT, scalar by scalar: every weight is a Value, every multiplication can be traced.
//
// It reads a name letter by letter, and says after each which may come next (Karpathy, microgpt.py,
// 2026; the layers are those of Vaswani et al. 2017, "Attention is all you need"). x is a vector of
// `width` numbers, anew for each letter:
//
//     x       = normalised(wte[letter] + wpe[position])
//     x       = x + wo attention(wq n, wk n, wv n)     n = normalised(x); both in each layer
//     x       = x + fc2 relu(fc1 n)                    n = normalised(x)
//     logits  = lm_head x
//     loss    = -log softmax(logits)[next letter]      the mean along the name
//
// Attention alone looks at other letters, and only at those before: what is said after a letter does
// not depend on what follows.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/base/gpt_shape.hpp>
#include <stepgrad/language/vectors.hpp>

namespace stepgrad {

/// A stage of the computation: what lies on the tape from node `begin` up to the next stage.
struct GptStage {
  std::string_view name;
  std::size_t position;     // of the letter that is read
  std::size_t layer, head;  // where there are some
  Id begin;
};

/// A name as far as it is read: what attention may look at.
struct GptPast {
  struct Head {
    std::vector<Values> keys, values;  // of each position
  };
  std::vector<std::vector<Head>> layers;
  std::size_t read = 0;      // so many letters
  std::size_t position = 0;  // of the last one
  std::vector<GptStage>* stages = nullptr;

  /// Notes that a stage begins, if somebody wants to know.
  void stage(std::string_view name, std::size_t layer = 0, std::size_t head = 0) const {
    if (stages) stages->push_back({name, position, layer, head, static_cast<Id>(tape().size())});
  }
};

class Gpt {
 public:
  /// A matrix of weights by its name in microgpt.py.
  struct Part {
    std::string name;
    WeightMatrix weights;
    std::size_t begin;  // its first weight among all
  };

  /// New inputs on the tape, with these numbers, part by part. Throws Error as `weights_of` does,
  /// and for more numbers or fewer.
  Gpt(const GptShape& shape, std::span<const double> weights);

  const GptShape& shape() const { return shape_; }
  const Values& weights() const { return weights_; }
  /// wte, wpe, lm_head, then layer0.attn_wq, .attn_wk, .attn_wv, .attn_wo, .mlp_fc1, .mlp_fc2, …
  const std::vector<Part>& parts() const { return parts_; }

  /// The mean of -log p(next letter) along a name (Alphabet::numbers), or its first `context`
  /// letters. Throws Error for fewer than two numbers, and for one of no letter.
  Value loss(std::span<const std::size_t> letters, std::vector<GptStage>* stages = nullptr) const;

  /// A score for each letter that may follow this one, which belongs to the past from now on.
  /// Throws Error for the number of no letter, and if `context` letters are read already.
  Values logits(std::size_t letter, GptPast& past) const;

  /// Before the first letter.
  GptPast past() const;

 private:
  struct Layer {
    WeightMatrix query, key, value, out, hidden, back;
  };

  Values attention(Values x, std::size_t layer, GptPast& past) const;
  Values neurons(Values x, std::size_t layer, const GptPast& past) const;
  Value loss_of_next(Values logits, std::size_t next, const GptPast& past) const;

  GptShape shape_;
  Values weights_;
  std::vector<Part> parts_;
  WeightMatrix letter_, position_, next_;
  std::vector<Layer> layers_;
};

}  // namespace stepgrad
