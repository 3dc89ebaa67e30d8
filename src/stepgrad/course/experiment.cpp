#include <stepgrad/course/experiment.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

using Setting = Experiment::Setting;
using Chosen = Experiment::Chosen;

Chosen chosen_number(double number) { return {number, shown(number)}; }

Chosen chosen_name(const Setting& setting, std::size_t place) {
  return {static_cast<double>(place), setting.names[place]};
}

bool has_range(const Setting& setting) { return setting.least < setting.most; }

bool takes(const Setting& setting, double number) {
  if (setting.whole && number != std::floor(number)) return false;
  if (has_range(setting)) return setting.least <= number && number <= setting.most;
  return std::ranges::find(setting.offered, number) != setting.offered.end();
}

std::optional<Chosen> read_name(const Setting& setting, std::string_view typed) {
  const std::string word = lower(trimmed(typed));
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < setting.names.size(); ++i) {
    const std::string name = lower(setting.names[i]);
    if (name == word) return chosen_name(setting, i);
    if (word.empty() || !name.starts_with(word)) continue;
    if (found) return std::nullopt;  // of two it is the beginning
    found = i;
  }
  if (!found) return std::nullopt;
  return chosen_name(setting, *found);
}

/// Without the frames that say the same as the one before: a setting that changes nothing moves
/// nothing.
Film without_repeats(Film film) {
  if (!film.stills.empty()) return film;  // they are places of frames
  const auto is_same = [](const Film::Frame& frame, const Film::Frame& before) {
    return !frame.state.empty() && frame.state == before.state && frame.say == before.say;
  };
  const auto [rest, end] = std::ranges::unique(film.frames, is_same);
  film.frames.erase(rest, end);
  return film;
}

}  // namespace

Experiment::Trial Experiment::Run::operator()(const Choices& chosen) const {
  Trial trial = run_(chosen);
  trial.film = with_common_axes(without_repeats(std::move(trial.film)));
  return trial;
}

Experiment::Choices offered(const Setting& setting) {
  Experiment::Choices all;
  for (std::size_t i = 0; i < setting.names.size(); ++i) all.push_back(chosen_name(setting, i));
  for (const double number : setting.offered) all.push_back(chosen_number(number));
  return all;
}

std::string range_told(const Setting& setting) {
  if (!has_range(setting)) return "";
  return fmt::format("any from {} to {}", shown(setting.least), shown(setting.most));
}

std::vector<Experiment::Choices> combinations(const Experiment& experiment) {
  std::vector<Experiment::Choices> all{{}};
  for (const Setting& setting : experiment.settings) {
    std::vector<Experiment::Choices> longer;
    for (const Experiment::Choices& before : all)
      for (const Chosen& next : offered(setting)) {
        longer.push_back(before);
        longer.back().push_back(next);
      }
    all = std::move(longer);
  }
  return all;
}

std::string told(const Experiment& experiment, const Experiment::Choices& chosen) {
  std::string text;
  for (std::size_t i = 0; i < chosen.size(); ++i)
    text += fmt::format("{}{} {}", i == 0 ? "" : ", ", experiment.settings[i].name, chosen[i].name);
  return text;
}

std::optional<Chosen> read_choice(const Setting& setting, std::string_view typed) {
  if (!setting.names.empty()) return read_name(setting, typed);
  const std::optional<double> number = read_number(replaced(std::string(typed), ",", "."));
  if (!number || !takes(setting, *number)) return std::nullopt;
  return chosen_number(*number);
}

std::string what_to_choose(const Setting& setting, std::string_view typed) {
  if (!setting.names.empty())
    return did_you_mean(typed, setting.names,
                        fmt::format("Type one of {}.", listed(setting.names)));
  if (has_range(setting))
    return fmt::format("Type a {}number from {} to {}.", setting.whole ? "whole " : "",
                       shown(setting.least), shown(setting.most));
  std::vector<std::string> numbers;
  for (const Chosen& number : offered(setting)) numbers.push_back(number.name);
  return fmt::format("Type one of {}.", listed(numbers));
}

Experiment with_settings(Experiment experiment) {
  if (experiment.settings.empty())
    experiment.settings.push_back({.name = experiment.setting,
                                   .offered = experiment.offered,
                                   .least = experiment.least,
                                   .most = experiment.most,
                                   .whole = experiment.whole});
  return experiment;
}

std::string fault_of(const Experiment& experiment) {
  if (experiment.settings.empty() || experiment.settings.size() != experiment.run.settings)
    return "an experiment has other settings than its function takes";
  for (const Setting& setting : experiment.settings) {
    const bool fits =
        std::ranges::all_of(setting.offered, [&](double number) { return takes(setting, number); });
    if (setting.offered.empty() == setting.names.empty() || !fits)
      return "an experiment offers no setting that it takes";
  }
  return "";
}

}  // namespace stepgrad
