// What depends on what: of things made of one another, operands before what is made of them, those
// that change when one of them does.
#pragma once

#include <span>
#include <vector>

#include <stepgrad/scalar/node.hpp>

namespace stepgrad {

class Dependents {
 public:
  /// The next thing, from 0, is made of these; of nothing, if it is an input or a number.
  void add(std::span<const Id> operands);

  /// The things that are made of some of these, and what is made of them, and so on, in their order.
  /// The others are not looked at.
  std::vector<Id> above(std::span<const Id> ids) const;
  std::vector<Id> above(Id id) const { return above({&id, 1}); }

 private:
  std::vector<std::vector<Id>> users_;  // what is made of each at once, in order
};

}  // namespace stepgrad
