// The story of a weight's gradient, to be read on a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <stepgrad/language/gpt_story.hpp>

namespace stepgrad {

/// All of it, in lines of at most `width` columns where that can be.
std::string as_text(const GptStory& story, const GptShape& shape, std::size_t width = 80);

/// How much of the gradient goes through each stage: a row for the boxes of each stage, a column for
/// each position, in percent. Stages that it does not come through are left away.
struct GptTable {
  struct Row {
    std::string stage;
    std::vector<double> percent;  // by position
    double all;                   // together
  };
  std::vector<Row> rows;
};
GptTable stage_table(const GptStory& story, const GptShape& shape);

/// The words of a story, for text and page alike.
struct GptWords {
  std::string title;                // which weight, while which name is read
  std::string gradient;             // what it is, and what that means
  std::string size;                 // of the computation
  std::string uses;                 // how it is used
  std::string table, routes, path;  // before each of these; "" of a gradient that is 0
};
GptWords words_of(const GptStory& story);

/// A way through the boxes: "position 2: query > head 0 > out > …".
std::string in_words(const GptStory& story, const GptStory::Route& route, const GptShape& shape);

}  // namespace stepgrad
