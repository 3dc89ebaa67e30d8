// The calls of a formula session; what each answers stands in playground/formula.hpp.
#include "playground/formula.hpp"

#include "playground/boundary/boundary.hpp"

using stepgrad::playground::answer;

namespace {

stepgrad::playground::Sessions<stepgrad::playground::FormulaSession> sessions;

/// What a session says.
template <class Say>
const char* answer_of(int handle, Say&& say) {
  return answer([&] { return say(sessions[handle]); });
}

}  // namespace

STEPGRAD_EXPORT int formula_open() { return sessions.open(); }
STEPGRAD_EXPORT void formula_close(int handle) { sessions.close(handle); }

STEPGRAD_EXPORT const char* formula_read(int handle, const char* source, const char* numbers,
                                         int is_narrow) {
  return answer_of(handle, [&](auto& session) {
    session.read(source, numbers, is_narrow ? stepgrad::Flow::down : stepgrad::Flow::right);
    return session.inputs();
  });
}
STEPGRAD_EXPORT const char* formula_set(int handle, const char* input, double number) {
  return answer_of(handle, [&](auto& session) {
    session.set(input, number);
    return session.inputs();
  });
}
STEPGRAD_EXPORT const char* formula_moments(int handle) {
  return answer_of(handle, [](auto& session) { return session.moments(); });
}
STEPGRAD_EXPORT const char* formula_moment(int handle, int i) {
  return answer_of(handle,
                   [=](auto& session) { return session.moment(static_cast<std::size_t>(i)); });
}
STEPGRAD_EXPORT const char* formula_drawn(int handle) {
  return answer_of(handle, [](auto& session) { return session.drawn(); });
}
STEPGRAD_EXPORT const char* formula_parts(int handle) {
  return answer_of(handle, [](auto& session) { return session.parts(); });
}
STEPGRAD_EXPORT const char* formula_item(int handle, int i) {
  return answer_of(handle,
                   [=](auto& session) { return session.item(static_cast<std::size_t>(i)); });
}
STEPGRAD_EXPORT const char* formula_row(int handle, int i) {
  return answer_of(handle, [=](auto& session) { return session.row(static_cast<std::size_t>(i)); });
}
STEPGRAD_EXPORT const char* formula_sheet(int handle, int i) {
  return answer_of(handle,
                   [=](auto& session) { return session.sheet(static_cast<std::size_t>(i)); });
}
STEPGRAD_EXPORT const char* formula_texts(int handle, int i) {
  return answer_of(handle,
                   [=](auto& session) { return session.texts(static_cast<std::size_t>(i)); });
}
STEPGRAD_EXPORT const char* formula_numbers(int handle) {
  return answer_of(handle, [](auto& session) { return session.numbers(); });
}
STEPGRAD_EXPORT const char* formula_sentence(int handle) {
  return answer_of(handle, [](auto& session) { return session.sentence(); });
}
STEPGRAD_EXPORT const char* formula_check(int handle) {
  return answer_of(handle, [](auto& session) { return session.check(); });
}
STEPGRAD_EXPORT const char* formula_json(int handle) {
  return answer_of(handle, [](auto& session) { return session.json(); });
}
