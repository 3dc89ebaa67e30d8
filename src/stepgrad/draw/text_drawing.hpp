// The diagram of a small graph in plain text, for a terminal: the output at the top, below each
// operation its operands, as a tree of files is listed.
//
//                 value  gradient  upstream * slope
//   f = q * z       -12         1
//   ├─ q = x + y      3        -4  1 * (-4)
//   │  ├─ x          -2        -4  -4 * 1
//   │  └─ y           5        -4  -4 * 1
//   └─ z             -4         3  1 * 3
//
// A node that is used twice stands where it is met first; where it is met again only its name and
// the share of the gradient along that path are told. Constants have no line of their own: they
// stand in the formula that uses them.
//
// After some steps, a sum that waits for more paths says so ("5 so far"), and what the next step
// makes may be asked for ("5 + ?").
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <stepgrad/scalar/trace.hpp>

namespace stepgrad {

/// What of a trace is drawn as text, and how.
struct TextLook {
  std::optional<std::size_t> step = std::nullopt;  // as it stands after so many backward steps
  bool color = false;                              // ANSI colours: values green, gradients red
  bool gradients = true;                           // or the values alone
  bool asks = false;                               // is the next step to be guessed?
  std::size_t rows = 0;  // what the step is about, in so many lines at most; 0: all of it
};

/// The drawing, a line for every use of a node. Throws Error if there is no such step.
std::string text_drawing(const Trace& trace, const TextLook& look = {});

/// Are there so many lines that nobody would follow them?
bool is_too_large_for_text(const Trace& trace);

}  // namespace stepgrad
