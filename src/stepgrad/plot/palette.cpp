#include <stepgrad/plot/palette.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace stepgrad {

Color palette(std::size_t place) {
  static constexpr std::array<Color, 10> colors{{{0x00, 0x72, 0xb2},
                                                 {0xd5, 0x5e, 0x00},
                                                 {0x00, 0x9e, 0x73},
                                                 {0xcc, 0x79, 0xa7},
                                                 {0xe6, 0x9f, 0x00},
                                                 {0x56, 0xb4, 0xe9},
                                                 {0x88, 0x22, 0x55},
                                                 {0x99, 0x99, 0x33},
                                                 {0x33, 0x22, 0x88},
                                                 {0x88, 0x88, 0x88}}};
  return colors[place % colors.size()];
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
