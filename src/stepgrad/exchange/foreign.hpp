// Networks of other programs, from their arrays: multilayer perceptrons as PyTorch and scikit-learn keep
// them.
//
//     PyTorch         0.weight 16×2, 0.bias 16, 2.weight 2×16, 2.bias 2       save_file(net.state_dict(), …)
//                     a unit's weights are a row; 1.running_mean and the like are batch normalisation
//     scikit-learn    coefs_0 2×16, coefs_1 16×2, intercepts_0 16, …          numpy.savez(…)
//                     a unit's weights are a column
//
// What such a file does not say is asked for: the function between the layers, what one output means,
// and the order of layers where neither names nor shapes tell it. What stepgrad has exported says all
// of it (description.hpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/exchange/plain_model.hpp>

namespace stepgrad {

/// What is said of a file from outside: "" is left open.
struct ForeignFacts {
  /// The names of the layers, "fc1,fc2"; where weights and biases have names of their own these, in
  /// turn: "W1,b1,W2,b2".
  std::string layers = {};
  std::string units = {};       // "rows" or "columns": where the weights of a unit stand
  std::string activation = {};  // the function behind each layer but the last
  std::string classes = {};     // the names of the classes, "no,yes"
  std::string targets = {};     // the names of the numbers that it says, "price"
  std::string features = {};    // the names of what goes in; without them x1, x2, …

  bool operator==(const ForeignFacts&) const = default;
};

/// The arrays in a file, by what it begins with: .safetensors, .npz or .npy. Throws Error for any
/// other.
ArrayFile read_arrays(std::string_view bytes, const std::string& name);

/// "  0.weight  16×2  float32", a line for each array.
std::string listed_arrays(const std::vector<NamedArray>& arrays);

/// The network that they are. Throws Error, with the arrays listed, where it is none that can be read,
/// and where something has to be said that is not.
PlainModel understood(const ArrayFile& file, const ForeignFacts& facts);

}  // namespace stepgrad
