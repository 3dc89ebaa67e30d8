// A small model as a formula of the kit itself, so that every step of it can be told, played and drawn:
//
//     x1 = 0.5; x2 = -0.25                          a sample, to be replaced by one of one's own
//     h1_1 = tanh(0.63*x1 + 0.35*x2 + 0.1)          layer 1, unit 1
//     …
//     z1 = 0.7*h1_1 - 0.2*h1_2 + 0.05               a logit for each class
//     L = log_sum_exp(z1, z2) - z1                  the loss of the sample if class 1 is right
//
// Of a model of numbers the last of them is the output, in the units of the data.
#pragma once

#include <string>

#include <stepgrad/exchange/plain_model.hpp>

namespace stepgrad {

/// Throws Error for a model of more weights than anybody would look at.
std::string as_formula_text(const PlainModel& plain);

}  // namespace stepgrad
