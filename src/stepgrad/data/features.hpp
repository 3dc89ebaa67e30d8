// Features made of others, a fixed map φ before anything is learnt: products of powers and sines; and
// those that are left out.
//
//     x1*x2, x1^2, sin(x1)    three more features, which are called so
//     x1*x2, -x1, -x2         the product in place of what it is made of
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

/// What such a list says: what is made, and which of those that there are is not to be seen.
struct FeatureList {
  std::vector<MadeFeature> made;
  std::vector<std::size_t> left_out;  // from 0
};

/// A list as above. A feature is named by its name or, as x3 or 3, by its place; a power is from 1 to
/// 9. Throws Error for any other text, with the nearest name, and where no feature is left.
FeatureList read_features(std::string_view text, const std::vector<std::string>& feature_names);

/// How many features a list makes, whatever they are made of.
std::size_t count_made(std::string_view text);

/// Puts the features that a list makes behind those that there are, which all stay: what is left out
/// is for the network not to see. Throws Error as above, and for images.
template <class Scalar>
void add_features(DatasetOf<Scalar>& data, std::string_view text);

}  // namespace stepgrad
