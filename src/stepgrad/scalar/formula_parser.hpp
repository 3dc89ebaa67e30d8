// The formula language: "q = x + y; f = q * z".
//
//   formula    = { statement ( ";" | newline ) }            the last statement is the output
//   statement  = [ name "=" ] expression                     # starts a comment
//   expression = term   { ( "+" | "-" ) term }
//   term       = signed { ( "*" | "/" ) signed }
//   signed     = ( "-" | "+" ) signed | power
//   power      = atom [ "^" signed ]                         binds right, and before a minus:
//                                                            -x^2 is -(x^2)
//   atom       = number | name
//              | function "(" expression { "," expression } ")"
//              | "(" expression ")"
//              | "[" expression ( ">" | "<" | "=" ) expression "]"    Iverson's bracket: 1 or 0
//
// Functions are the rows of the operation table, and a few that are made of several rows. A name that no statement computes is an input; a
// statement that gives a name a plain number (`x = -2`) makes it an input with that value, which a
// binding may replace. `pi` and `e` are numbers unless the formula or a binding uses their name for
// something else.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include <stepgrad/scalar/formula.hpp>

namespace stepgrad {

/// Reads a formula. Throws Error with the line, a caret and the nearest known name. `bound` are the
/// names that will be given a number: where `e` or `pi` is among them, it is an input.
Formula parse(std::string_view source, const Bindings& bound = {});

/// A function of the language that is made of several rows: what is told and drawn are those.
struct Composition {
  std::string_view name;
  std::string_view written;     // "clamp(x, lo, hi)"
  std::string_view definition;  // of what it is made
  std::string_view about;       // a sentence
  std::size_t least, most;      // how many arguments it takes
};
std::span<const Composition> compositions();

}  // namespace stepgrad
