// Pictures of drawings, in the format that a file's name asks for.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include <stepgrad/draw/dot.hpp>
#include <stepgrad/draw/graphviz.hpp>

#include "app/options.hpp"

namespace stepgrad::app {

/// The format that the file's ending asks for; nothing for DOT. Throws Error for any other ending.
std::optional<PictureFormat> format_of(const std::filesystem::path& path);

/// Writes the drawing in the format that the path's ending asks for. Throws Error (machine) if that
/// is not possible.
void write_drawing(const Drawing& drawing, Style style, const std::filesystem::path& path);

/// The option --diagram of a page.
Options::Text diagram_option(Options& options);

/// Throws Error unless a page of this format can include this picture from where it is written.
void check_diagram(const std::string& diagram, const std::string& format,
                   const std::string& output);

/// Writes the picture of a page at `output` and returns how the page calls it. Throws Error if
/// Graphviz would take minutes for it, and Error (machine) if it cannot be drawn or written.
std::string write_diagram(const Drawing& drawing, const std::string& diagram,
                          const std::string& output);

}  // namespace stepgrad::app
