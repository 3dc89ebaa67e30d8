// ONNX, which many programs run: a graph of operations from the features, as the data has them, to the
// probability of each class, or to numbers in the units of the data.
//
//     features ─ Sub ─ Div ─┬─ Gemm ─ BatchNormalization ─ Tanh ─┬─ Gemm ─ Softmax ─ probabilities
//      samples × features   └─────── for each hidden layer ──────┘
//
// Samples are rows there, and columns here: Gemm computes X Wᵀ + b. Scaling, and features that are made
// of others, are nodes. One output z for two classes becomes two, 0 and z. Names, and all else that a
// model says of itself, stand as metadata under "stepgrad" (description.hpp).
//
// Everything is in float: not all runtimes have all operations in double. Written are IR version 7 and
// opset 13, which every runtime since 2020 reads.
#pragma once

#include <string>

#include <stepgrad/exchange/plain_model.hpp>

namespace stepgrad {

/// Throws Error for an activation that ONNX has no operations for.
std::string as_onnx(const PlainModel& plain);

}  // namespace stepgrad
