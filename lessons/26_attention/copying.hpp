// Lesson 26's model: one head of attention that learns words whose second half repeats the first.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include <stepgrad/base/random.hpp>
#include <stepgrad/language/gpt_trainer.hpp>
#include <stepgrad/language/vectors.hpp>

namespace stepgrad::copying {

using Numbers = std::vector<double>;
using Word = std::vector<std::size_t>;

constexpr std::size_t letters = 4, dot = letters, half = 3, width = 8;
constexpr std::size_t positions = 2 * half;  // at which it says what comes next

/// .xyzxyz, with x, y and z drawn from four letters.
inline Word some_word(Random& random) {
  Word word{dot};
  for (std::size_t i = 0; i < half; ++i) word.push_back(random.below(letters));
  for (std::size_t i = 0; i < half; ++i) word.push_back(word[i + 1]);
  return word;
}

/// All 64 of them.
inline std::vector<Word> all_words() {
  std::vector<Word> words;
  for (std::size_t x = 0; x < letters; ++x)
    for (std::size_t y = 0; y < letters; ++y)
      for (std::size_t z = 0; z < letters; ++z) words.push_back({dot, x, y, z, x, y, z});
  return words;
}

/// What it looks at: with a mask a letter hears itself and those before, else all of them.
enum class Sight { masked, everything };

/// For each position: what it heeds, a share for each position; and the loss of what comes next.
struct Said {
  std::vector<Values> shares;
  std::vector<Value> losses;
};

/// x = letter + position; a query, a key and a value of it; what is heard makes the scores.
class Head {
 public:
  explicit Head(std::uint64_t seed) : weights_(inputs(drawn(seed))) {
    std::size_t begin = 0;
    for (WeightMatrix* matrix : {&letter_, &position_, &query_, &key_, &value_, &next_}) {
      matrix->rows = matrix == &letter_   ? letters + 1
                   : matrix == &position_ ? positions
                   : matrix == &next_     ? letters
                                          : width;
      matrix->entries = weights_.part(begin, matrix->rows * width);
      begin += matrix->rows * width;
    }
  }

  const Values& weights() const { return weights_; }

  Said operator()(const Word& word, Sight sight) const {
    std::vector<Values> queries, keys, values;
    for (std::size_t t = 0; t < positions; ++t) {
      const Values x = letter_.row(word[t]) + position_.row(t);
      queries.push_back(query_ * x), keys.push_back(key_ * x), values.push_back(value_ * x);
    }
    Said said;
    for (std::size_t t = 0; t < positions; ++t) {
      const std::size_t seen = sight == Sight::masked ? t + 1 : positions;
      said.shares.push_back(attention_shares(queries[t], std::span(keys).first(seen)));
      const Values heard = attended(said.shares[t], std::span(values).first(seen));
      said.losses.push_back(-log(softmax(next_ * heard)[word[t + 1]]));
    }
    return said;
  }

 private:
  static Numbers drawn(std::uint64_t seed) {
    Random random(seed);
    Numbers numbers((2 * letters + 1 + positions + 3 * width) * width);
    for (double& number : numbers) number = 0.3 * random.normal();
    return numbers;
  }

  Values weights_;
  WeightMatrix letter_, position_, query_, key_, value_, next_;
};

/// The mean loss over all words, and the mean of what each position heeds.
struct State {
  double loss = 0;
  std::vector<Numbers> map{positions, Numbers(positions, 0.0)};
};

inline State state_of(const Head& head, Sight sight) {
  State state;
  const std::vector<Word> words = all_words();
  const double count = static_cast<double>(words.size());
  for (const Word& word : words) {
    const Scope scope;
    const Said said = head(word, sight);
    for (std::size_t t = 0; t < positions; ++t) {
      state.loss += said.losses[t].data() / (count * positions);
      for (std::size_t s = 0; s < said.shares[t].size(); ++s)
        state.map[t][s] += said.shares[t][s].data() / count;
    }
  }
  return state;
}

constexpr std::size_t last_step = 300;

/// Adam, a word a step.
class Training {
 public:
  Training(Sight sight, std::uint64_t seed)
      : sight_(sight), random_(seed + 1), head_(seed), adam_(head_.weights().size()) {}

  const Head& head() const { return head_; }
  Sight sight() const { return sight_; }

  /// Up to this step. The rate falls from 0.03 to 0 at step 300.
  void until(std::size_t step) {
    for (; done_ < step; ++done_) {
      const double rate = 0.03 * (1 - static_cast<double>(done_) / last_step);
      const Scope scope;
      const Value loss = mean(head_(some_word(random_), sight_).losses);
      zero_grad();
      backward(loss);
      adam_.step(head_.weights(), rate);
    }
  }

 private:
  Sight sight_;
  Random random_;
  Head head_;
  AdamOnTape adam_;
  std::size_t done_ = 0;
};

}  // namespace stepgrad::copying
