// The story of a matrix trace as Markdown, with mathematics as GitHub reads it.
#pragma once

#include <string>

#include <stepgrad/base/matrix_trace.hpp>

namespace stepgrad {

/// Both passes, a formula for every step with its shapes and, where `diagram` is a path, a picture.
std::string as_markdown(const MatrixTrace& trace, const std::string& diagram = "");

}  // namespace stepgrad
