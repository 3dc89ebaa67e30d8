#include <stepgrad/plot/palette.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace stepgrad {

Color palette(std::size_t place) {
  constexpr std::array<std::uint32_t, 10> colors{0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00,
                                                 0x56b4e9, 0x882255, 0x999933, 0x332288, 0x888888};
  const std::uint32_t color = colors[place % colors.size()];
  const auto byte = [&](int shift) { return static_cast<std::uint8_t>(color >> shift & 0xff); };
  return {byte(16), byte(8), byte(0)};
}

Color mixed(Color a, Color b, double share) {
  const auto channel = [&](std::uint8_t from, std::uint8_t to) {
    return static_cast<std::uint8_t>(std::lround(from + std::clamp(share, 0.0, 1.0) * (to - from)));
  };
  return {channel(a.red, b.red), channel(a.green, b.green), channel(a.blue, b.blue)};
}

std::string hex(Color color) {
  return fmt::format("#{:02x}{:02x}{:02x}", color.red, color.green, color.blue);
}

}  // namespace stepgrad
