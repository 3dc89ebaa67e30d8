// The calls of a classifier session; what each answers stands in playground/classifier.hpp.
#include "playground/classifier.hpp"

#include "playground/boundary/boundary.hpp"

using stepgrad::playground::answer;
using stepgrad::playground::ClassifierSession;
using stepgrad::playground::View;
using stepgrad::playground::view;

namespace {

stepgrad::playground::Sessions<ClassifierSession> sessions;

/// What is to be said after something was done.
template <class Act>
const char* standing_after(int handle, Act&& act) {
  return answer([&] {
    act(sessions[handle]);
    return sessions[handle].standing();
  });
}

}  // namespace

STEPGRAD_EXPORT int classifier_open() { return sessions.open(); }
STEPGRAD_EXPORT void classifier_close(int handle) { sessions.close(handle); }

STEPGRAD_EXPORT const char* classifier_begin(int handle, int points, int classes, double seed) {
  return standing_after(handle, [=](auto& session) {
    session.begin(points, classes, static_cast<std::uint64_t>(seed));
  });
}
STEPGRAD_EXPORT const char* classifier_rules(int handle, const char* loss, double rate, double l2) {
  return standing_after(handle, [=](auto& session) {
    session.set_loss(loss);
    session.set_rules(rate, l2);
  });
}
STEPGRAD_EXPORT const char* classifier_step(int handle, int steps) {
  return standing_after(handle, [=](auto& session) { session.step(steps); });
}
STEPGRAD_EXPORT const char* classifier_move(int handle, int point, double x, double y) {
  return standing_after(
      handle, [=](auto& session) { session.move(static_cast<std::size_t>(point), x, y); });
}
STEPGRAD_EXPORT const char* classifier_add(int handle, double x, double y, int label) {
  return standing_after(handle, [=](auto& session) { session.add(x, y, label); });
}
STEPGRAD_EXPORT const char* classifier_remove(int handle, int point) {
  return standing_after(handle,
                        [=](auto& session) { session.remove(static_cast<std::size_t>(point)); });
}
STEPGRAD_EXPORT const char* classifier_set(int handle, int row, int column, double number) {
  return standing_after(handle, [=](auto& session) { session.set(row, column, number); });
}

STEPGRAD_EXPORT const View* classifier_points(int handle) {
  return view([=]() -> auto& { return sessions[handle].points(); });
}
STEPGRAD_EXPORT const View* classifier_numbers(int handle) {
  return view([=]() -> auto& { return sessions[handle].numbers(); });
}
STEPGRAD_EXPORT const View* classifier_gradients(int handle) {
  return view([=]() -> auto& { return sessions[handle].gradients(); });
}
STEPGRAD_EXPORT const View* classifier_lines(int handle, double reach) {
  return view([=]() -> auto& { return sessions[handle].lines({-reach, reach, -reach, reach}); });
}
STEPGRAD_EXPORT const View* classifier_regions(int handle, double reach, int cells) {
  return view([=]() -> auto& {
    return sessions[handle].regions({-reach, reach, -reach, reach}, cells);
  });
}
STEPGRAD_EXPORT const char* classifier_formula(int handle, int point) {
  return answer([=] { return sessions[handle].formula(static_cast<std::size_t>(point)); });
}
