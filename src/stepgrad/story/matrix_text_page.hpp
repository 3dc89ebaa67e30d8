// The story of a matrix trace for a terminal: rules, shapes, and matrices in their brackets.
#pragma once

#include <cstddef>
#include <optional>
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
std::string as_text(const MatrixTrace& trace, const MatrixTelling& telling = {});

/// One moment of it: what is given and the forward pass (step 0), a backward step, counted from 1;
/// without a step, all of it.
std::string as_text(const MatrixTrace& trace, std::optional<std::size_t> step,
                    const MatrixTelling& telling = {});

/// One of its changes (matrix_story.hpp), counted from 1, and before the first the matrices that
/// are given. With `asks` it is not yet done: the shapes and numbers that go into it, and "= ?".
std::string change_as_text(const MatrixTrace& trace, std::size_t number, bool asks,
                           const MatrixTelling& telling = {});

}  // namespace stepgrad
