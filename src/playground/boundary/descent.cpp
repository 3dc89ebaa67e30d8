// The calls of a descent session; what each answers stands in playground/descent.hpp.
#include "playground/descent.hpp"

#include <vector>

#include "playground/boundary/boundary.hpp"

using stepgrad::playground::answer;
using stepgrad::playground::DescentSession;
using stepgrad::playground::DescentStep;
using stepgrad::playground::View;
using stepgrad::playground::view;

namespace {

stepgrad::playground::Sessions<DescentSession> sessions;
std::vector<double> way;  // three numbers a step

}  // namespace

STEPGRAD_EXPORT int descent_open() { return sessions.open(); }
STEPGRAD_EXPORT void descent_close(int handle) { sessions.close(handle); }

STEPGRAD_EXPORT const char* descent_optimisers() {
  return answer(stepgrad::playground::optimiser_choices);
}
STEPGRAD_EXPORT const char* descent_read(int handle, const char* source) {
  return answer([&] {
    sessions[handle].read(source);
    const std::vector<std::string>& names = sessions[handle].names();
    return "[\"" + names[0] + "\", \"" + names[1] + "\"]";
  });
}
STEPGRAD_EXPORT const View* descent_heights(int handle, double left, double right, double bottom,
                                            double top, int cells) {
  return view([&]() -> auto& {
    return sessions[handle].heights({left, right, bottom, top}, cells);
  });
}
STEPGRAD_EXPORT const View* descent_lines(int handle, double left, double right, double bottom,
                                          double top, int levels) {
  return view([&]() -> auto& {
    return sessions[handle].lines({left, right, bottom, top}, levels);
  });
}
STEPGRAD_EXPORT const View* descent_way(int handle, double x, double y, const char* optimiser,
                                        const char* schedule, double rate, double momentum,
                                        int steps) {
  return view([&]() -> auto& {
    way.clear();
    for (const DescentStep& step : sessions[handle].descend(x, y,
                                                            {.optimiser = optimiser,
                                                            .schedule = schedule,
                                                            .rate = rate,
                                                            .momentum = momentum,
                                                            .steps = steps}))
      way.insert(way.end(), {step.x, step.y, step.height});
    return way;
  });
}
STEPGRAD_EXPORT const char* descent_at(int handle, double x, double y, double rate,
                                       double momentum) {
  return answer([&] { return as_json(sessions[handle].curvature(x, y), rate, momentum); });
}
