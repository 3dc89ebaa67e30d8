// Exercises: formulas with numbers that can be done by hand, made up at random.
//
// A level is a list of shapes, formulas with gaps for signs; signs and numbers are drawn until
// every number of both passes can be done by hand, and no wrong rule would give a right slope: at 0,
// where exp, tanh and their like come out even, most of them do. To add an exercise, add its shape
// in made_up.cpp: the tests try every one.
#pragma once

#include <cstdint>
#include <string>

#include <stepgrad/scalar/trace.hpp>

namespace stepgrad {

inline constexpr int easiest_level = 1;  // one or two of + - *
inline constexpr int hardest_level = 5;  // a small network

/// A formula with a number for each of its inputs.
struct MadeUp {
  std::string formula;
  Bindings numbers;
};

/// Throws Error that says which levels there are, unless this is one of them.
void require_level(int level);

/// The exercise of this level and seed, the same on every machine. Throws Error for another level.
MadeUp make_up(int level, std::uint64_t seed);

/// Can this number be done by hand: two decimals at most, and no more than 100?
bool is_by_hand(double number);

/// Can every value, slope, share and gradient be done by hand? Functions such as tanh are put to
/// whole and half numbers; what is made of tanh(0.5) has as many digits as it wants, and is at most
/// 100.
bool is_by_hand(const Trace& trace);

}  // namespace stepgrad
