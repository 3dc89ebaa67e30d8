// The story of a weight's gradient as a page: the graph rolled up, a box for each stage of the model
// and each letter, which opens on a click; stage by stage back from the loss to the weight.
//
// The page is one file and works from disk, without network or library.
#pragma once

#include <string>

#include <stepgrad/language/gpt_story.hpp>

namespace stepgrad {

/// The same story gives the same page, byte for byte.
std::string as_html(const GptStory& story, const GptShape& shape);

}  // namespace stepgrad
