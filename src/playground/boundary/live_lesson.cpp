// The calls of the live book's lessons; what each answers stands in playground/live_lesson.hpp.
#include "playground/live_lesson.hpp"

#include "playground/boundary/boundary.hpp"

using stepgrad::playground::answer;

namespace {

stepgrad::playground::Sessions<stepgrad::playground::LiveLesson> sessions;

}  // namespace

STEPGRAD_EXPORT int lesson_open() { return sessions.open(); }

/// Answers with the lesson's name when it is read.
STEPGRAD_EXPORT const char* lesson_read(int handle, const char* name) {
  return answer([&] {
    sessions[handle].read(name);
    return name;
  });
}
STEPGRAD_EXPORT const char* lesson_choice(int handle, int experiment, int setting,
                                          const char* typed) {
  return answer([&] {
    return sessions[handle].choice(static_cast<std::size_t>(experiment),
                                   static_cast<std::size_t>(setting), typed);
  });
}
STEPGRAD_EXPORT const char* lesson_trial(int handle, int experiment, const char* typed) {
  return answer(
      [&] { return sessions[handle].trial(static_cast<std::size_t>(experiment), typed); });
}
