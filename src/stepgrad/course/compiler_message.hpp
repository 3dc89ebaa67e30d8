// What a compiler says, cut down to what a learner can use: the errors in the learner's own file,
// without the warnings, the notes and the tour through the libraries. What is often met is said
// again in plain words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stepgrad {

struct CompilerMessage {
  std::string text;        // at most three errors, each with its line and a caret
  std::size_t line = 0;    // of the first one; 0 if no line of the learner's file led to it
  bool elsewhere = false;  // is none of the errors in the learner's file?
  bool explained = false;  // has the one elsewhere been said in plain words?
};

/// Reads what GCC or clang has said about the file at this path, which is shown as `name`. Where no
/// error is in the file, the first of all errors, with the line of the file that led there.
CompilerMessage compiler_message(std::string_view said, std::string_view path,
                                 std::string_view name);

}  // namespace stepgrad
