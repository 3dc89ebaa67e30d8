// What a model is, as JSON: its sizes, what stands between its layers, what its inputs and outputs are
// called and how they are scaled. It travels with the numbers, as an entry "stepgrad" of their texts,
// in every format that has a place for texts:
//
//     {"model": "2-16-2", "activation": "relu", "batch_norm": false, "loss": "cross_entropy",
//      "layers": ["Linear(2, 16)", "relu", "Linear(16, 2)"],
//      "features": ["x1", "x2"], "mean": [0.5, 0.25], "deviation": [0.9, 0.5], …,
//      "classes": ["moon 1", "moon 2"]}
//
// A feature is seen as (x - mean) / deviation, those that are made of others ("made_features") behind
// the rest. Those that stand there behind a minus, "x1*x2, -x2", the network does not see: it takes the
// others, in the order of "features". What comes out as z is z · target_deviation + target_mean in the
// units of the data. Gaps that the kit fills with the mean (train --missing mean) nobody else fills: nan
// makes nan.
#pragma once

#include <string>
#include <string_view>

#include <stepgrad/exchange/plain_model.hpp>

namespace stepgrad {

inline constexpr std::string_view description_entry = "stepgrad";

std::string description(const PlainModel& plain);

/// The architecture and purpose that a description says; without numbers. Throws Error for a text
/// that is none.
PlainModel read_description(std::string_view text);

/// All of it as JSON: the description, the numbers of each layer, its matrices row after row, and
/// examples to try a reader on.
std::string as_json(const PlainModel& plain);

}  // namespace stepgrad
