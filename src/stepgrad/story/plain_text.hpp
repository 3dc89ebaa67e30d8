// Mathematics as plain text: df/dx = df/dq * dq/dx, x^2, a + b + c.
//
// It says what LaTeX and MathML say, with the signs of the formula language; how a formula writes
// an operation, square(x) or sum(a, b, c), is `as_formula`.
#pragma once

#include <string>

#include <stepgrad/story/mathematics.hpp>

namespace stepgrad {

std::string as_plain_text(const Math& math);

}  // namespace stepgrad
