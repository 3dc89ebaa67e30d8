// A graph of which every node has sixteen numbers, one in each lane: sixteen samples of a batch
// (lanes.hpp), or sixteen inputs of which each is nudged in a lane of its own (the gradient check).
//
// It is data, without the numbers: what is done at each place, and to which places. An operation is
// computed for all lanes at once, by the processor's vector instructions, or in one lane alone; the
// numbers are those of its row either way, bit for bit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <stepgrad/scalar/node.hpp>

namespace stepgrad::fast {

/// So many lanes are computed at once.
inline constexpr std::size_t lane_count = 16;

/// One number for each lane.
struct alignas(64) Row {
  double lane[lane_count];
};

/// Does something for each lane. A compiler makes vector instructions of it where what is written
/// is a variable nearby, and no array that may be one of those read.
template <class F>
[[gnu::always_inline]] inline void each_lane(F&& f) {
  for (std::size_t lane = 0; lane < lane_count; ++lane) f(lane);
}

inline Row everywhere(double number) {
  Row row;
  each_lane([&](std::size_t lane) { row.lane[lane] = number; });
  return row;
}

inline Row& operator+=(Row& to, const Row& from) {
  each_lane([&](std::size_t lane) { to.lane[lane] += from.lane[lane]; });
  return to;
}

inline Row operator*(const Row& a, const Row& b) {
  Row product;
  each_lane([&](std::size_t lane) { product.lane[lane] = a.lane[lane] * b.lane[lane]; });
  return product;
}

/// What is done at a place: nothing at a leaf; an operation of two operands at most, which stand at
/// the places a and b; or of many, whose places stand in LaneProgram::many from a on, b of them.
struct LaneInstruction {
  Code code;
  Id a = 0, b = 0;
  double number = 0;  // the operand that is no node, where the code says so
  std::shared_ptr<const op::Op> own = {};
  bool passes = false;         // does gradient come here, and go on?
  std::uint32_t products = 0;  // of a chain: see LaneProgram::join_chains
  const op::Op& row() const { return own ? *own : code.row(); }
};

/// Instructions in an order in which operands stand before what is made of them. The numbers stand
/// elsewhere, a Row for each place.
struct LaneProgram {
  std::vector<LaneInstruction> instructions;
  std::vector<Id> many;

  /// Computes these places.
  void compute(std::span<const Id> places, Row* rows) const;

  /// Computes these places in one lane.
  void compute_in(std::size_t lane, std::span<const Id> places, Row* rows) const;

  /// Makes one instruction of each chain of `sum += w * x` of which nothing in between is asked for,
  /// neither of the products nor of the sums. At the place of its last sum, which is then
  /// ((start + a_1 b_1) + a_2 b_2) + …, `many` has start, a_1, b_1, a_2, b_2, … from `a` on.
  /// Returns the places from `first` on that are then to be computed.
  std::vector<Id> join_chains(Id first, Id output);

  /// The places of the operands of an operation of many.
  std::span<const Id> operands(const LaneInstruction& instruction) const {
    return std::span(many).subspan(instruction.a, instruction.b);
  }
  std::span<const Id> chain(const LaneInstruction& instruction) const {
    return std::span(many).subspan(instruction.a, 1 + 2 * std::size_t{instruction.products});
  }
};

}  // namespace stepgrad::fast
