// Pictures: Graphviz turns DOT into SVG, PNG and PDF.
#pragma once

#include <chrono>
#include <string>

#include <stepgrad/draw/drawing.hpp>

namespace stepgrad {

enum class PictureFormat { svg, png, pdf };

/// The picture of a DOT text, as the bytes of a file. Runs Graphviz's program `dot`.
/// Throws Error (machine) if Graphviz is not installed, fails, or takes longer than `limit`.
std::string graphviz_picture(const std::string& dot, PictureFormat format,
                             std::chrono::milliseconds limit = std::chrono::minutes(2));

/// Would Graphviz take minutes for a drawing of this size, or for so many of them?
bool is_too_large_for_graphviz(const Drawing& drawing, std::size_t pictures = 1);

}  // namespace stepgrad
