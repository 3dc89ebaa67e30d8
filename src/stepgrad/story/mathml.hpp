// Mathematics as MathML Core, which browsers set without any library.
#pragma once

#include <string>

#include <stepgrad/base/matrix_trace.hpp>
#include <stepgrad/story/mathematics.hpp>

namespace stepgrad {

/// Where mathematics stands: in a line of text, or on a line of its own.
enum class Display { inline_, block };

/// The mathematics as a <math> element.
std::string as_mathml(const Math& math, Display display = Display::inline_);

/// The same without the <math> around it.
std::string mathml_inside(const Math& math);

/// The numbers of a matrix in brackets; a single one without them, and of a large matrix how large
/// it is.
std::string mathml_inside(const MatrixTrace::Numbers& matrix, bool transposed = false);

/// The words of an operation with matrices in the place of names; "" if one of them is large.
std::string mathml_inside(const MatrixTrace& trace, const MatrixTrace::Words& words);

}  // namespace stepgrad
