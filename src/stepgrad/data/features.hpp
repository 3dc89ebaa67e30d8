// Features made of others, a fixed map φ before anything is learnt: products of powers.
// add_features(data, "x1*x2, x1^2") adds two rows that are called so.
//
// With x1*x2 beside x1 and x2 one neuron tells apart what no line can (csci567 §2).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/data/dataset.hpp>

namespace stepgrad {

/// A product of powers of features, as it is written: "x1^2*x2".
struct Monomial {
  struct Power {
    std::size_t feature;  // from 0
    int power;
  };
  std::string name;
  std::vector<Power> powers;
};

/// A list such as "x1*x2, x1^2". A factor is a feature by its name or, as x3 or 3, by its place; its
/// power is from 1 to 9. Throws Error for any other text, with the nearest name.
std::vector<Monomial> read_features(std::string_view text,
                                    const std::vector<std::string>& feature_names);

/// Puts the features of that list behind those that there are; of an empty list none. Throws Error
/// as above, and for images.
template <class Scalar>
void add_features(DatasetOf<Scalar>& data, std::string_view text);

}  // namespace stepgrad
