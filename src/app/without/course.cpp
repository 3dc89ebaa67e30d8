// What a program without the course and the language model says of their commands. The start script builds such a program
// first, for formulas alone, and the whole one when it is asked for.
#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

#include "app/commands.hpp"

namespace stepgrad::app {
namespace {

[[noreturn]] void refuse(const char* command) {
  throw Error(fmt::format("this program has no command '{}'", command), "",
              "It knows formulas alone; ./stepgrad builds the whole one.", Fault::machine);
}

}  // namespace

Action lesson(Options&) { refuse("lesson"); }
Action drill(Options&) { refuse("drill"); }
Action check_exercise(Options&) { refuse("check-exercise"); }
Action hint(Options&) { refuse("hint"); }
Action solution(Options&) { refuse("solution"); }
Action reset(Options&) { refuse("reset"); }
Action watch(Options&) { refuse("watch"); }
Action preview(Options&) { refuse("preview"); }
Action course(Options&) { refuse("course"); }
Action grade(Options&) { refuse("grade"); }
Action class_overview(Options&) { refuse("class"); }
Action play(Options&) { refuse("play"); }
Action gpt(Options&) { refuse("gpt"); }
Action gpt_sample(Options&) { refuse("gpt sample"); }
Action gpt_explain(Options&) { refuse("gpt explain"); }
Action gpt_draw(Options&) { refuse("gpt draw"); }

}  // namespace stepgrad::app
