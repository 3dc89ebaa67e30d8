#include <stepgrad/scalar/dependents.hpp>

#include <algorithm>

namespace stepgrad {

void Dependents::add(std::span<const Id> operands) {
  const auto next = static_cast<Id>(users_.size());
  users_.emplace_back();
  for (const Id operand : operands)  // once, also if it is an operand twice
    if (users_[operand].empty() || users_[operand].back() != next) users_[operand].push_back(next);
}

std::vector<Id> Dependents::above(Id id) const {
  std::vector<bool> is_found(users_.size());
  std::vector<Id> found, open{id};
  while (!open.empty()) {
    const Id next = open.back();
    open.pop_back();
    for (const Id user : users_[next]) {
      if (is_found[user]) continue;
      is_found[user] = true;
      found.push_back(user);
      open.push_back(user);
    }
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace stepgrad
