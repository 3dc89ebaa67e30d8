// Colours for curves and classes: as many as ten, told apart by colour-blind readers, too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace stepgrad {

struct Color {
  std::uint8_t red, green, blue;
};

inline constexpr Color white{255, 255, 255};

/// The colour of curve or class `place`, from 0; the first follows the tenth again. The first six
/// are Okabe and Ito's (2008), the darker ones first; four more are Tol's (2021, "muted").
Color palette(std::size_t place);

/// From `a` (share 0) to `b` (share 1).
Color mixed(Color a, Color b, double share);

/// As SVG writes it: "#0072b2".
std::string hex(Color color);

}  // namespace stepgrad
