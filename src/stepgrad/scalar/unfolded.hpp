// The tape with a node for each operation, for who wants to see them all: a statement, which is one
// entry of the tape, here is the operations that it was made of, in their order.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include <stepgrad/scalar/tape.hpp>

namespace stepgrad {

class Unfolded {
 public:
  /// Copies the whole record; what is recorded later is not in it.
  explicit Unfolded(const Tape& tape);

  /// Copies only what these entries are computed from, themselves included, so that a small graph on a
  /// long tape costs little.
  Unfolded(const Tape& tape, std::span<const Id> roots);

  const Tape& tape() const { return unfolded_; }

  /// Where the result of an entry that was copied stands here, or what the sweep of fast/ calls an
  /// inner operation of one.
  Id id(Id entry) const { return ends_[entry & Node::id_mask] - 1 - (entry >> Node::id_bits); }

  /// Where the first of its operations stands, or what comes next; of an entry that is still to come,
  /// the end.
  Id begin(Id entry) const { return entry == 0 ? 0 : ends_[entry - 1]; }

  /// The entry of which this is the result; none if it is an inner operation of one.
  std::optional<Id> entry(Id id) const;

 private:
  void copy(const Tape& tape, const std::vector<bool>& wanted, Id first);
  void add(const Tape& tape, Id entry);
  void add_parts(const Tape& tape, Id entry);
  void copy_comparisons(const Tape& tape, const std::vector<bool>& wanted, Id first);

  Tape unfolded_;
  std::vector<Id>
      ends_;  // behind the operations of each entry; of one that is not copied, of those before
};

}  // namespace stepgrad
