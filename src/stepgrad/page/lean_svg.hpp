// Lean SVG: the picture that Graphviz has drawn, in fewer bytes.
#pragma once

#include <string>
#include <string_view>

namespace stepgrad {

/// The same picture to a tenth of a point, for a page with player.css, which says once what type and
/// wires look like: without comments, titles that say nothing new, the white ground and blank
/// texts; a rectangle is a <rect>, and the pieces of a wire that dot.hpp puts side by side are one.
std::string lean_svg(std::string_view svg);

}  // namespace stepgrad
