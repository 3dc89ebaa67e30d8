// The narrators of the matrix engine: a MatrixTrace told as text for a terminal and as Markdown.
#pragma once

#include <cstddef>
#include <string>

#include <stepgrad/base/matrix_trace.hpp>

namespace stepgrad {

/// How it is told.
struct MatrixTelling {
  bool color = false;      // ANSI colours: values green, gradients red
  std::size_t width = 80;  // columns
};

/// The matrices that are given, the forward pass, every backward step with its rule, its shapes and
/// its numbers, the gradients. Of large matrices the shape, the range and the norm.
std::string text(const MatrixTrace& trace, const MatrixTelling& telling = {});

/// The same as Markdown, with mathematics as GitHub reads it and, where `diagram` is a path, a
/// picture.
std::string markdown(const MatrixTrace& trace, const std::string& diagram = "");

}  // namespace stepgrad
