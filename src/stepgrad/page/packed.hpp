// Packed texts: what a long page says over and over stands in it once.
//
// The steps of a formula look alike: the same tags around other names and numbers. So a line is
// taken apart into its shape and its words, those pieces with a digit in them. A shape is written
// once, and each line is the number of its shape and its words:
//
//     <mi>q</mi><mn>~</mn>           0 4
//     <p>df/dx = ~ * ~ = ~</p>       0 0.25
//                                    1 4 0.25 1
//
// Every word that is read is still one that was written here; files/packed.js puts them back in.
#pragma once

#include <span>
#include <string>

namespace stepgrad {

/// The shapes, a line each, then the texts, a blank line before each. Line ends between tags mean
/// nothing in HTML, and are left out.
std::string packed(std::span<const std::string> texts);

}  // namespace stepgrad
