// The scalar engine, all of it: Values and functions over them, `backward`, derivatives in one
// call, operations of one's own, traces and their words.
//
//     #include <stepgrad/stepgrad.hpp>
//
// Matrices, data and training have headers of their own (matrix/, data/, train/), as have the
// gradient checker (check/) and Eigen's matrices of Values (eigen.hpp).
#pragma once

#include <stepgrad/base/standard.hpp>

#include <stepgrad/scalar/derivatives.hpp>
#include <stepgrad/scalar/formula_parser.hpp>
#include <stepgrad/scalar/functions.hpp>
#include <stepgrad/scalar/neurons.hpp>
#include <stepgrad/scalar/operation.hpp>
#include <stepgrad/scalar/trace.hpp>
#include <stepgrad/story/text_page.hpp>
