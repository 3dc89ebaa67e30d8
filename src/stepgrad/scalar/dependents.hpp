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

  /// The things that are made of this one, in their order.
  std::span<const Id> users(Id id) const { return users_[id]; }

  /// Those, and what is made of them, and so on, in their order. The others are not looked at.
  std::vector<Id> above(Id id) const;

 private:
  std::vector<std::vector<Id>> users_;
};

}  // namespace stepgrad
