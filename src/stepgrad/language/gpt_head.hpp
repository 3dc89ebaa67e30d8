// One head of attention as a graph of its own, small enough to be drawn.
#pragma once

#include <cstddef>
#include <string>

#include <stepgrad/language/alphabet.hpp>
#include <stepgrad/language/gpt.hpp>
#include <stepgrad/scalar/trace.hpp>

namespace stepgrad {

/// What a head does at this position of the name: queries, keys and values are inputs, and what is
/// made of them is computed and traced anew. The rest of the model has its say as the gradient g of
/// what the head brings, y: the output of the trace is y1 g1 + y2 g2 + …, whose gradient is that.
/// (Of keys and values the gradient is the share that comes from this position.) Throws Error for a
/// layer, a head or a position that there is not.
Trace head_trace(const Gpt& gpt, const Alphabet& alphabet, const std::string& name,
                 std::size_t layer, std::size_t head, std::size_t position);

}  // namespace stepgrad
