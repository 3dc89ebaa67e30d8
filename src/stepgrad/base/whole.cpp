#include <stepgrad/base/whole.hpp>

#include <cmath>

#include <stepgrad/base/number.hpp>

namespace stepgrad {

std::optional<std::size_t> read_whole(std::string_view text, std::size_t least, std::size_t most) {
  const std::optional<double> number = read_number(text);
  const bool is_one = number && *number >= static_cast<double>(least) &&
                    *number <= static_cast<double>(most) && *number == std::floor(*number);
  return is_one ? std::optional(static_cast<std::size_t>(*number)) : std::nullopt;
}

}  // namespace stepgrad
