// Features made of others, a fixed map φ before anything is learnt: products of powers and sines.
// add_features(data, "x1*x2, x1^2, sin(x1)") adds three rows that are called so.
//
// With x1*x2 beside x1 and x2 one neuron tells apart what no line can (csci567 §2).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/data/dataset.hpp>

namespace stepgrad {

/// A product of powers of features, or of their sines, as it is written: "x1^2*sin(x2)".
struct MadeFeature {
  struct Factor {
    std::size_t feature;  // from 0
    int power = 1;
    bool is_sine = false;  // of the feature, in radians
  };
  std::string name;
  std::vector<Factor> factors;
};

/// A list such as "x1*x2, x1^2, sin(x1)". A feature is named by its name or, as x3 or 3, by its place;
/// a power is from 1 to 9. Throws Error for any other text, with the nearest name.
std::vector<MadeFeature> read_features(std::string_view text,
                                       const std::vector<std::string>& feature_names);

/// Puts the features of that list behind those that there are; of an empty list none. Throws Error
/// as above, and for images.
template <class Scalar>
void add_features(DatasetOf<Scalar>& data, std::string_view text);

}  // namespace stepgrad
