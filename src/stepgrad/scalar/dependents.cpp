#include <stepgrad/scalar/dependents.hpp>

#include <algorithm>
#include <functional>
#include <queue>

namespace stepgrad {

void Dependents::add(std::span<const Id> operands) {
  const auto next = static_cast<Id>(users_.size());
  users_.emplace_back();
  for (const Id operand : operands)  // once, also if it is an operand twice
    if (users_[operand].empty() || users_[operand].back() != next) users_[operand].push_back(next);
}

std::vector<Id> Dependents::above(std::span<const Id> ids) const {
  std::priority_queue<Id, std::vector<Id>, std::greater<>> open;  // the first of all next
  const auto open_users = [&](Id id) {
    for (const Id user : users_[id]) open.push(user);
  };
  std::ranges::for_each(ids, open_users);
  std::vector<Id> found;
  while (!open.empty()) {
    const Id next = open.top();
    open.pop();
    if (!found.empty() && found.back() == next) continue;
    found.push_back(next);
    open_users(next);
  }
  return found;
}

}  // namespace stepgrad
