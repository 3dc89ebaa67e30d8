// What a GPT heeds while it reads a name: the shares of attention, a map for each head.
//
//  | head 0      .   a   n   n
//  |   .       100
//  |   a        80  20                a row for each letter that asks (its query),
//  |   n        10  70  20            a column for each that is heard (its key);
//  |   n         5  60  15  20        what comes later is masked
#pragma once

#include <string>
#include <vector>

#include <stepgrad/language/alphabet.hpp>
#include <stepgrad/language/gpt.hpp>
#include <stepgrad/plot/number_grid.hpp>

namespace stepgrad {

/// The maps of all heads, layer by layer; each row is 1 together, and nan where it is masked. Of a name that is longer than the
/// context, its beginning. Throws Error as Gpt::loss and Alphabet::numbers do.
std::vector<NumberGrid> attention_maps(const Gpt& gpt, const Alphabet& alphabet,
                                       const std::string& name);

/// As people look at them: in whole percent.
std::vector<NumberGrid> in_percent(std::vector<NumberGrid> maps);

}  // namespace stepgrad
