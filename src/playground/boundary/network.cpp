// The calls of a network session; what each answers stands in playground/network_view.hpp.
#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/base/files.hpp>

#include "playground/boundary/boundary.hpp"
#include "playground/network_view.hpp"

using stepgrad::playground::answer;
using stepgrad::playground::View;
using stepgrad::playground::view;

namespace {

/// A session, and what is seen of it.
struct Network {
  stepgrad::playground::NetworkSession session;
  stepgrad::playground::NetworkView view{session};
  std::string file;
};
stepgrad::playground::Sessions<Network> sessions;

/// What a session says.
template <class Say>
const char* answer_of(int handle, Say&& say) {
  return answer([&] { return say(sessions[handle]); });
}

/// What a session says of where it stands, after something was done with it.
template <class Act>
const char* standing_after(int handle, Act&& act) {
  return answer_of(handle, [&](Network& network) {
    act(network.session);
    return network.view.standing();
  });
}

template <class Find>
const View* view_of(int handle, Find&& find) {
  return view([&]() -> decltype(auto) { return find(sessions[handle].view); });
}

}  // namespace

STEPGRAD_EXPORT int network_open() { return sessions.open(); }
STEPGRAD_EXPORT void network_close(int handle) { sessions.close(handle); }

/// A file of the reader's own, to be named as data from here on.
STEPGRAD_EXPORT const char* network_file(const char* name, const char* bytes, int length) {
  return answer([&] {
    const std::filesystem::path path(name);
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path());
    stepgrad::write_file(path, std::string_view(bytes, static_cast<std::size_t>(length)));
    return std::string(name);
  });
}

STEPGRAD_EXPORT const char* network_choices() {
  return answer(stepgrad::playground::network_choices);
}
STEPGRAD_EXPORT const char* network_model_for(const char* settings, const char* hidden) {
  return answer([&] { return stepgrad::playground::model_for(settings, hidden); });
}
STEPGRAD_EXPORT const char* network_begin(int handle, const char* settings) {
  return answer_of(handle, [&](Network& network) {
    network.session.begin(settings);
    network.view.begun();
    return network.view.description();
  });
}
STEPGRAD_EXPORT const char* network_change(int handle, const char* settings) {
  return answer_of(handle, [&](Network& network) {
    network.session.change(settings);
    network.view.begun();
    return network.view.description();
  });
}

STEPGRAD_EXPORT const char* network_standing(int handle) {
  return standing_after(handle, [](auto&) {});
}
STEPGRAD_EXPORT const char* network_step(int handle) {
  return standing_after(handle, [](auto& session) { session.step(); });
}
/// So many epochs, or fewer where they take longer than the milliseconds.
STEPGRAD_EXPORT const char* network_run(int handle, int epochs, double milliseconds) {
  return standing_after(handle, [=](auto& session) {
    const auto end =
        std::chrono::steady_clock::now() + std::chrono::duration<double, std::milli>(milliseconds);
    for (int i = 0; i < epochs && session.epoch(); ++i)
      if (std::chrono::steady_clock::now() > end) break;
  });
}
STEPGRAD_EXPORT const char* network_go_to(int handle, int epoch) {
  return standing_after(handle, [=](auto& session) { session.go_to(epoch); });
}
STEPGRAD_EXPORT const char* network_set(int handle, int parameter, int row, int column,
                                        double number) {
  return standing_after(handle, [=](auto& session) {
    session.set(static_cast<std::size_t>(parameter), row, column, static_cast<float>(number));
  });
}

STEPGRAD_EXPORT const View* network_samples(int handle) {
  return view_of(
      handle, [](auto& seen) -> auto& { return seen.samples(); });
}
STEPGRAD_EXPORT const View* network_said(int handle) {
  return view_of(
      handle, [](auto& seen) -> auto& { return seen.said(); });
}
STEPGRAD_EXPORT const View* network_curves(int handle) {
  return view_of(
      handle, [](auto& seen) -> auto& { return seen.curves(); });
}
STEPGRAD_EXPORT const View* network_map(int handle, int cells) {
  return view_of(
      handle, [=](auto& seen) -> auto& { return seen.map(cells); });
}
STEPGRAD_EXPORT const View* network_parameters(int handle) {
  return view_of(
      handle, [](auto& seen) -> auto& { return seen.parameters(); });
}
STEPGRAD_EXPORT const View* network_gradients(int handle) {
  return view_of(
      handle, [](auto& seen) -> auto& { return seen.gradients(); });
}
STEPGRAD_EXPORT const View* network_model_file(int handle) {
  return view([&]() -> auto& {
    Network& network = sessions[handle];
    return network.file = network.session.model_file();
  });
}

STEPGRAD_EXPORT const char* network_gradient_norms(int handle) {
  return answer_of(handle, [](Network& network) { return network.view.gradient_norms(); });
}
STEPGRAD_EXPORT const char* network_confusion(int handle) {
  return answer_of(handle, [](Network& network) { return network.view.confusion(); });
}
STEPGRAD_EXPORT const char* network_at(int handle, double x, double y) {
  return answer_of(handle, [=](Network& network) { return network.view.at(x, y); });
}
STEPGRAD_EXPORT const char* network_formula(int handle, int sample, int layer, int neuron) {
  return answer_of(handle, [=](Network& network) {
    return network.view.formula(static_cast<std::size_t>(sample), static_cast<std::size_t>(layer),
                                static_cast<std::size_t>(neuron));
  });
}
