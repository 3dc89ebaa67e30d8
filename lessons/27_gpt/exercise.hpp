// Exercise 27. What holds a GPT together, and names drawn from it.
//
// You have seen that whatever is found out is added to x, and what that is good for on the way back.
// Now write it: norm and its slopes, layers that add to x, there and back, and a name, letter by
// letter. From earlier exercises are here
//
//     lesson12::softmax(scores)    the probabilities of scores
//     lesson25::pick(p, u)         the letter that is drawn, u being from 0 to below 1
#pragma once

#include <cmath>
#include <cstddef>
#include <functional>
#include <vector>

#include <learned/12_softmax.hpp>
#include <learned/25_counts.hpp>
#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

using Numbers = std::vector<double>;
using Letters = std::vector<std::size_t>;

/// x, each number divided by r, the root of the mean of the squares of x and 0.00001.
inline Numbers norm(const Numbers& x) {
  todo();  // replace this line
}

/// The slopes of L in x, if those in y = norm(x) are g. r depends on every number of x, too.
inline Numbers norm_backward(const Numbers& x, const Numbers& g) {
  todo();  // replace this line
}

/// A layer: what it makes of n, and, from the slopes g in what it has made of n, those in n.
struct Layer {
  std::function<Numbers(const Numbers& n)> value;
  std::function<Numbers(const Numbers& n, const Numbers& g)> backward;
};

/// What becomes of x: in each layer, in their order, value(norm(x)) is added to it.
inline Numbers through(const std::vector<Layer>& layers, const Numbers& x) {
  todo();  // replace this line
}

/// The slopes of L in the x that went in, if those in through(layers, x) are g.
inline Numbers through_backward(const std::vector<Layer>& layers, const Numbers& x,
                                const Numbers& g) {
  todo();  // replace this line
}

/// A model: a score for each letter, the end among them, after all that has been read.
using Model = std::function<Numbers(const Letters& read)>;

/// A name. The model first reads the end, then the end and the first letter, and so on. Each letter is
/// picked from softmax of the scores divided by the temperature, the first one with luck[0], the next
/// with luck[1]. It is over when the end is picked, which is no part of the name, or when there is no
/// luck left.
inline Letters name(const Model& model, std::size_t end, double temperature, const Numbers& luck) {
  todo();  // replace this line
}
