// The colours of diagrams. On a page they follow day and night (page/files/drawing.css).
#pragma once

#include <string_view>

namespace stepgrad::color {

inline constexpr std::string_view ink = "#222222";
inline constexpr std::string_view wire = "#444444";
inline constexpr std::string_view value = "#0a7d1c";
inline constexpr std::string_view gradient = "#c4161c";
inline constexpr std::string_view local = "#5b6b8c";
inline constexpr std::string_view sign = "#9aa5bd";
inline constexpr std::string_view constant = "#808080";
inline constexpr std::string_view pale = "#b4b4b4";
inline constexpr std::string_view lit = "#e07b00";
inline constexpr std::string_view lit_ground = "#fff1d6";
inline constexpr std::string_view alarm = "#ffd54a";  // the ground of inf and nan

}  // namespace stepgrad::color
