#include <stepgrad/run/configuration.hpp>

#include <algorithm>
#include <concepts>
#include <map>
#include <type_traits>

#include <fmt/format.h>

#include <stepgrad/base/csv.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/data/augment.hpp>
#include <stepgrad/matrix/activations.hpp>
#include <stepgrad/matrix/losses.hpp>
#include <stepgrad/matrix/optimisers.hpp>
#include <stepgrad/matrix/precision.hpp>
#include <stepgrad/matrix/schedules.hpp>
#include <stepgrad/run/data.hpp>
#include <stepgrad/run/setup.hpp>
#include <stepgrad/train/codes.hpp>

namespace stepgrad {
namespace {

constexpr std::string_view first_line =
    "# How this run was trained. `stepgrad train --resume` reads it.\n";

/// On one line, whatever a path or the name of a column has in it.
std::string in_words(const std::string& word) {
  return replaced(replaced(replaced(word, "\\", "\\\\"), "\n", "\\n"), "\r", "\\r");
}
std::string in_words(const std::vector<std::string>& names) {
  return in_words(names.empty() ? "" : trimmed(csv_line(names)));
}
std::string in_words(bool yes) { return yes ? "yes" : "no"; }
std::string in_words(double number) { return exact(number); }
template <std::unsigned_integral Whole>
std::string in_words(Whole number) {
  return std::to_string(number);
}
template <class T>
std::string in_words(const std::optional<T>& setting) {
  return setting ? in_words(*setting) : "";
}

bool read(const std::string& text, std::string& word) {
  word.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
    const bool known = next == 'n' || next == 'r' || next == '\\';
    word += !known ? text[i] : next == 'n' ? '\n' : next == 'r' ? '\r' : '\\';
    i += known;
  }
  return true;
}
bool read(const std::string& text, std::vector<std::string>& names) {
  std::string line;
  read(text, line);
  names = csv_fields(line);
  return true;
}
bool read(const std::string& text, bool& yes) {
  yes = text == "yes";
  return yes || text == "no";
}
bool read(const std::string& text, double& number) {
  const std::optional<double> given = read_number(text);
  if (given) number = *given;
  return given.has_value();
}
template <std::unsigned_integral Whole>
bool read(const std::string& text, Whole& number) {
  constexpr std::size_t most_digits = 19;  // fits 64 bits
  if (text.empty() || text.size() > most_digits ||
      text.find_first_not_of("0123456789") != std::string::npos)
    return false;
  const std::uint64_t given = std::stoull(text);
  number = static_cast<Whole>(given);
  return number == given;
}
template <class T>
bool read(const std::string& text, std::optional<T>& setting) {
  if (text.empty()) return setting.reset(), true;
  return read(text, setting.emplace());
}

std::map<std::string, std::string> settings(const Configuration& configuration) {
  std::map<std::string, std::string> all;
  for_each_setting(configuration, [&](const char* name, const auto& setting, auto&&...) {
    all[name] = in_words(setting);
  });
  return all;
}

/// Whatever suits the data, or one of the losses.
std::vector<Named> loss_choices() {
  std::vector<Named> choices = choices_of(losses());
  choices.insert(choices.begin(), {"auto", "the first of these that suits the data"});
  return choices;
}

/// Whatever suits the activation, or one of the table.
std::vector<Named> initial_choices() {
  std::vector<Named> choices = choices_of(initials());
  choices.insert(choices.begin(),
                 {"auto", "he before relu and its like; glorot before tanh, and last"});
  return choices;
}

/// None, or one of the reductions.
std::vector<Named> reduction_choices() {
  std::vector<Named> choices = choices_of(reductions());
  choices.insert(choices.begin(), {"none", "one model knows all classes"});
  return choices;
}

}  // namespace

const RunChoices& run_choices() {
  static const RunChoices choices{.standardise = choices_of(standardisations),
                                  .reduction = reduction_choices(),
                                  .activation = activations(),
                                  .init = initial_choices(),
                                  .loss = loss_choices(),
                                  .optimiser = choices_of(optimisers),
                                  .schedule = choices_of(schedules()),
                                  .sampling = choices_of(samplings),
                                  .augment = choices_of(augmentations),
                                  .precision = choices_of(precisions)};
  return choices;
}

bool is_written_configuration(std::string_view text) { return text.starts_with(first_line); }

std::string written(const Configuration& configuration) {
  std::string text(first_line);
  for_each_setting(configuration, [&](const char* name, const auto& setting, auto&&...) {
    text += fmt::format("{} = {}\n", name, in_words(setting));
  });
  return text;
}

Configuration read_configuration(const std::string& text, const std::string& name) {
  Configuration configuration;
  int number = 0;
  for (const std::string_view line : split(text, '\n')) {
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t equals = line.find(" = ");
    const std::string key(line.substr(0, equals));
    bool done = false;
    if (equals != line.npos)
      for_each_setting(configuration, [&](const char* known, auto& setting, auto&&,
                                          const std::vector<Named>& choices) {
        if (key != known) return;
        const std::string value(line.substr(equals + 3));
        done = read(value, setting) &&
               (choices.empty() || std::ranges::count(choices, value, &Named::name));
      });
    if (!done)
      throw Error(fmt::format("'{}' is no setting", shortened(printable(line), 60)),
                  fmt::format("  {}, line {}", name, number),
                  "A line is 'name = value', as `stepgrad train` has written it.");
  }
  return configuration;
}

std::vector<std::pair<std::string, std::string>> changed_settings(
    const Configuration& configuration) {
  const std::vector<std::string> changed = differences(configuration, {});
  std::vector<std::pair<std::string, std::string>> all;
  for_each_setting(configuration, [&](const char* name, const auto& setting, auto&&...) {
    if (std::ranges::count(changed, name) > 0) all.emplace_back(name, in_words(setting));
  });
  return all;
}

std::vector<std::string> differences(const Configuration& a, const Configuration& b) {
  const auto ours = settings(a), theirs = settings(b);
  std::vector<std::string> names;
  for (const auto& [name, value] : ours)
    if (value != theirs.at(name)) names.push_back(name);
  return names;
}

}  // namespace stepgrad
