// The tape with a node for each operation, for who wants to see them all: a statement, which is one
// entry of the tape, here is the operations that it was made of, in their order.
#pragma once

#include <optional>
#include <vector>

#include <stepgrad/scalar/tape.hpp>

namespace stepgrad {

class Unfolded {
 public:
  /// Copies the record; what is recorded later is not in it.
  explicit Unfolded(const Tape& tape);

  const Tape& tape() const { return unfolded_; }

  /// Where the result of an entry of the tape stands here, or what the sweep of fast/ calls an inner
  /// operation of one.
  Id id(Id entry) const { return results_[entry & Node::id_mask] - (entry >> Node::id_bits); }

  /// Where the first of its operations stands; of an entry that is still to come, the end.
  Id begin(Id entry) const { return entry == 0 ? 0 : id(entry - 1) + 1; }

  /// The entry of which this is the result; none if it is an inner operation of one.
  std::optional<Id> entry(Id id) const;

 private:
  void add(const Tape& tape, Id entry);
  void add_parts(const Tape& tape, Id entry);

  Tape unfolded_;
  std::vector<Id> results_;  // of the entries
};

}  // namespace stepgrad
