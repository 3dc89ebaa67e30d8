// The problems of the drill about language models: a head of attention, forwards and backwards.
#pragma once

#include <stepgrad/base/random.hpp>
#include <stepgrad/course/drill.hpp>

namespace stepgrad {

/// Fills in what is given and asked.
bool ask_of_language(Problem& problem, Random& random);

}  // namespace stepgrad
