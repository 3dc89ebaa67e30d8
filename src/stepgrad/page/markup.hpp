// Markup: templates of pages with places to fill in, and pictures that stand within a page.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stepgrad {

/// The template with every {{place}} filled in.
std::string filled(std::string_view form,
                   const std::vector<std::pair<std::string_view, std::string>>& places);

/// JSON as it stands within <script>, where nothing may look like a tag.
std::string within_script(std::string_view json);

/// The <svg> elements of what Graphviz has drawn, each fit to stand within a page.
std::vector<std::string> inline_svgs(std::string_view drawn);

/// What an <svg> says of its own width or height, by the attribute's name, its unit left out.
double svg_length(std::string_view svg, std::string_view attribute);

/// The page with what its plots have in common written once, before it: the pixels of a picture,
/// whatever size it is drawn in, and a long line of an SVG that stands there several times, as axes
/// and curves do in the frames of a film. A <use> stands where they were.
std::string with_shared_parts(std::string_view page);

/// The text without its parts that begin and end so.
std::string without(std::string_view text, std::string_view begin, std::string_view end);

}  // namespace stepgrad
