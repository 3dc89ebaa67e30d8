// What a compiler has said of a learner's file.
#include <stepgrad/course/compiler_message.hpp>

#include "fuzz/parser.hpp"

using namespace stepgrad;
using stepgrad::test::require;

void any_bytes(std::string_view bytes) {
  const CompilerMessage message =
      compiler_message(bytes, "lessons/01_derivative/exercise.hpp", "exercise.hpp");
  require(test::is_printable(message.text), "the message cannot be shown");
}
