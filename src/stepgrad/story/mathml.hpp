// Mathematics as MathML Core, which browsers set without any library.
#pragma once

#include <string>

#include <stepgrad/story/mathematics.hpp>

namespace stepgrad {

/// Where mathematics stands: in a line of text, or on a line of its own.
enum class Display { inline_, block };

/// The mathematics as a <math> element.
std::string as_mathml(const Math& math, Display display = Display::inline_);

/// The same without the <math> around it.
std::string mathml_inside(const Math& math);

}  // namespace stepgrad
