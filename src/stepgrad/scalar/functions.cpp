#include <stepgrad/scalar/functions.hpp>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {

Value dot(std::span<const Value> a, std::span<const Value> b) {
  if (a.size() != b.size())
    throw Error(
        fmt::format("dot takes two vectors of one length, got {} and {}", a.size(), b.size()), "",
        "Give both the same number of Values.");
  std::vector<Value> both(a.begin(), a.end());
  both.insert(both.end(), b.begin(), b.end());
  return tape().record(op::dot, both);
}

}  // namespace stepgrad
