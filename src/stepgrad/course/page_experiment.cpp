#include <stepgrad/course/page_experiment.hpp>

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/course/page_figure.hpp>
#include <stepgrad/course/page_sentence.hpp>

namespace stepgrad {
namespace {

using Setting = Experiment::Setting;

std::string buttons(const Setting& setting) {
  std::string buttons;
  for (const Experiment::Chosen& chosen : offered(setting))
    buttons += fmt::format("<button type=\"button\" aria-pressed=\"false\">{}</button>\n",
                           escaped(chosen.name));
  return buttons;
}

/// A stop for each number, with the number that it stands at beside it.
std::string slider(const Setting& setting, std::size_t number) {
  std::string stops;
  const Experiment::Choices numbers = offered(setting);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    stops += fmt::format("<option value=\"{}\" label=\"{}\"></option>", i, numbers[i].name);
  return fmt::format(
      R"(<input type="range" min="0" max="{0}" value="0" list="stops-{1}" aria-label="{2}">)"
      R"(<datalist id="stops-{1}">{3}</datalist><output></output>)"
      "\n",
      numbers.size() - 1, number, escaped(setting.name), stops);
}

/// Numbers that rise are a slider's, if there are enough to slide through; all else has buttons.
bool slides(const Setting& setting) {
  constexpr std::size_t enough = 5;
  return setting.offered.size() >= enough && std::ranges::is_sorted(setting.offered);
}

/// In a live book it says what else the engine takes.
std::string controls(const Setting& setting, std::size_t& sliders, bool is_live) {
  const std::string range = is_live ? range_told(setting) : "";
  return fmt::format(
      "<div class=\"settings\" role=\"group\" aria-label=\"{0}\"{1}><span>{0}</span>\n{2}</div>\n",
      escaped(setting.name), range.empty() ? "" : fmt::format(" data-range=\"{}\"", range),
      slides(setting) ? slider(setting, sliders++) : buttons(setting));
}

}  // namespace

std::string experiment_html(const Experiment& experiment, std::size_t number, std::size_t& sliders,
                            std::string_view lesson) {
  std::string settings, guesses, trials;
  for (const Setting& setting : experiment.settings)
    settings += controls(setting, sliders, !lesson.empty());
  for (std::size_t i = 0; i < experiment.outcomes.size(); ++i)
    guesses += fmt::format(
        "<label><input type=\"radio\" name=\"experiment-{}\" value=\"{}\"> <span>{}</span>"
        "</label>\n",
        number, i, inline_html(experiment.outcomes[i]));
  for (const Experiment::Choices& chosen : combinations(experiment))
    trials += trial_html(experiment, chosen);
  const std::string of_lesson =
      lesson.empty() ? "" : fmt::format(" data-lesson=\"{}\" data-number=\"{}\"", lesson, number);
  return fmt::format(
      "<div class=\"experiment\"{}>\n<p class=\"ask\">{}</p>\n{}"
      "<div class=\"choices guesses\" role=\"radiogroup\" aria-label=\"What will come of it?\">\n{}"
      "</div>\n<p class=\"buttons\"><button type=\"button\" class=\"main\" data-run>See what comes "
      "of it</button></p>\n<p class=\"reply\" role=\"status\"></p>\n<div class=\"trials\">\n{}</div>\n"
      "</div>\n",
      of_lesson, inline_html(experiment.ask), settings, guesses, trials);
}

std::string trial_html(const Experiment& experiment, const Experiment::Choices& chosen) {
  const Experiment::Trial trial = experiment.run(chosen);
  const std::string came =
      experiment.outcomes.empty() ? "" : ": " + experiment.outcomes[trial.outcome];
  return fmt::format(
      "<div class=\"trial\" data-outcome=\"{}\">\n<p><strong>{}</strong>{}</p>\n{}{}</div>\n",
      trial.outcome, escaped(told(experiment, chosen)), inline_html(came),
      figure_html("film", frames_html(trial.film), trial.film.caption),
      trial.say.empty() ? "" : paragraph(trial.say));
}

}  // namespace stepgrad
