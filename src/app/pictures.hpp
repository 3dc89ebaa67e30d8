// Pictures of drawings, in the format that a file's name asks for.
#pragma once

#include <filesystem>
#include <optional>

#include <stepgrad/show/dot.hpp>
#include <stepgrad/show/picture.hpp>

namespace stepgrad::app {

/// The format that the file's ending asks for; nothing for DOT. Throws Error for any other ending.
std::optional<Format> format_of(const std::filesystem::path& path);

/// Writes the drawing in the format that the path's ending asks for. Throws Error (machine) if that
/// is not possible.
void write_drawing(const Drawing& drawing, Style style, const std::filesystem::path& path);

}  // namespace stepgrad::app
