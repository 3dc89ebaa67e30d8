// A data set that a formula makes: what stands before its = says what is learnt.
//
//     class = x1*x2 - 0.1      two classes: 1 where the formula is above 0, else 0
//     height = sin(3*x)        a number to predict, which is called so
//
// Its inputs are the features, by the alphabet, each uniform in [-1, 1]. The language is that of all
// formulas (scalar/formula_parser.hpp).
#pragma once

#include <string>

#include <stepgrad/data/dataset.hpp>
#include <stepgrad/data/generators.hpp>

namespace stepgrad {

/// Is it a formula rather than a name or a path? It has a =, and there is no such file.
bool is_formula(const std::string& data);

/// The data set of that name or formula. Noise moves the points after their class was decided, or is
/// added to the number; where the recipe says nothing a formula has none. Throws Error as `make` and
/// `parse` do, for a last statement without a name, for shares of the classes, which the formula
/// decides, and for a value that is not finite.
Dataset make_up(const std::string& data, const Recipe& recipe);

}  // namespace stepgrad
