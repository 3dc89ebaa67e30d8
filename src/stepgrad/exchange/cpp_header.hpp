// A model as a C++20 header that needs nothing but the standard library: of moons.hpp
// `moons_model::predict({0.5, -0.25})` is the probability of each class.
//
// All numbers stand in it, in full, and it computes in double. It can test itself: compiled as a
// program, with STEPGRAD_TEST defined, it compares what it says of a few samples with what the model
// has said.
#pragma once

#include <string>

#include <stepgrad/exchange/plain_model.hpp>

namespace stepgrad {

/// `name` is that of the file, without its ending: its namespace is called after it. Throws Error
/// for an activation that cannot be said in C++.
std::string as_cpp_header(const PlainModel& plain, const std::string& name);

}  // namespace stepgrad
