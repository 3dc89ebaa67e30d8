#include <stepgrad/course/check_result.hpp>

#include <algorithm>
#include <array>

namespace stepgrad {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 5> states{"busy", "empty", "not yet", "threw", "solved"};

}  // namespace

std::string written(const CheckResult& result) {
  return std::string(states[static_cast<std::size_t>(result.state)]) + '\n' + result.text;
}

CheckResult read_check_result(std::string_view text) {
  const std::size_t end = text.find('\n');
  const auto state = std::ranges::find(states, text.substr(0, end));
  if (end == std::string_view::npos || state == states.end()) return {};
  return {static_cast<CheckResult::State>(state - states.begin()),
          std::string(text.substr(end + 1))};
}

}  // namespace stepgrad
