// The step player: a Trace as a page on which one goes forwards and backwards through every step.
//
// The page is one file and works from disk, without network or library. Every step stands in it as
// text and MathML, for eyes, screen readers and paper; the script only chooses what is seen and
// lit. Up to a hundred steps can be read without it; of more, what repeats stands in the page once
// (packed.hpp), and the script unfolds what is looked at. To change how it looks or behaves, edit
// the files in page/.
#pragma once

#include <string>

#include <stepgrad/scalar/trace.hpp>

namespace stepgrad {

/// The page, with the diagram that Graphviz draws. The same trace gives the same page, byte for
/// byte. Throws Error (input) if the trace is too long for a page, and Error (machine) as `picture`
/// and `as_json` do.
std::string as_html(const Trace& trace);

}  // namespace stepgrad
