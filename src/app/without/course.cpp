// What a program without the course says of its commands. The start script builds such a program
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

int lesson(const LessonArguments&) { refuse("lesson"); }
int drill(const DrillArguments&) { refuse("drill"); }
int check_exercise(const ExerciseArguments&) { refuse("check-exercise"); }
int hint(const ExerciseArguments&) { refuse("hint"); }
int solution(const ExerciseArguments&) { refuse("solution"); }
int reset(const ExerciseArguments&) { refuse("reset"); }
int watch(const ExerciseArguments&) { refuse("watch"); }
int course(const CourseArguments&) { refuse("course"); }

}  // namespace stepgrad::app
