// Hugging Face's safetensors: arrays by name and texts beside them, and nothing that is run when it is
// read, as a pickle is.
//
//     8 bytes       how long the header is, the lowest byte first
//     the header    {"0.weight": {"dtype": "F32", "shape": [16, 2], "data_offsets": [0, 128]}, …,
//                    "__metadata__": {"stepgrad": "…"}}        JSON; blanks up to a multiple of 8
//     the numbers   of each array from its first offset to its second, without gaps
//
// (The format: github.com/huggingface/safetensors.)
#pragma once

#include <string>
#include <string_view>

#include <stepgrad/exchange/arrays.hpp>

namespace stepgrad {

std::string as_safetensors(const ArrayFile& file);

/// The arrays in the order of their numbers. Throws Error for bytes that are no such file, are cut
/// off or damaged: also where arrays overlap or leave gaps, as the format has it. `name` is how
/// errors call the file.
ArrayFile read_safetensors(std::string_view bytes, const std::string& name);

}  // namespace stepgrad
