#include <stepgrad/course/check_result.hpp>

#include <algorithm>
#include <array>
#include <charconv>

#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 5> states{"busy", "empty", "not yet", "threw", "solved"};

}  // namespace

std::string written(const CheckResult& result) {
  return std::string(states[static_cast<std::size_t>(result.state)]) + '\n' + result.text;
}

std::string sealed(std::string_view secret, std::size_t steps) {
  return std::string(secret) + ' ' + std::to_string(steps);
}

std::optional<std::size_t> steps_of(std::string_view text, std::string_view secret) {
  if (secret.empty() || !text.starts_with(std::string(secret) + ' ')) return std::nullopt;
  const std::string_view line = text.substr(0, text.find('\n'));
  const std::string_view digits = line.substr(secret.size() + 1);
  std::size_t steps = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), steps);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return steps;
}

CheckResult read_check_result(std::string_view text) {
  constexpr std::size_t most_calls = 60;
  const std::size_t mark = text.find(calls_mark);
  std::vector<std::string> calls;
  if (mark != text.npos)
    for (const std::string_view call : split(text.substr(mark + calls_mark.size()), '\n'))
      if (!call.empty() && calls.size() < most_calls &&
          call.find_first_not_of("0123456789abcdef") == call.npos)
        calls.emplace_back(call);
  text = text.substr(0, mark);
  const std::size_t end = text.find('\n');
  const auto state = std::ranges::find(states, text.substr(0, end));
  if (end == std::string_view::npos || state == states.end()) return {};
  return {static_cast<CheckResult::State>(state - states.begin()),
          std::string(text.substr(end + 1)), std::move(calls)};
}

}  // namespace stepgrad
