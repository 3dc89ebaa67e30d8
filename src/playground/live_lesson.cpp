#include "playground/live_lesson.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <lessons/chapters.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/course/lesson_link.hpp>
#include <stepgrad/course/page_experiment.hpp>

namespace stepgrad::playground {
namespace {

/// What is on offer is meant by its name, to all of its digits. Throws Error that says what to type.
Experiment::Chosen chosen(const Experiment::Setting& setting, std::string_view typed) {
  for (const Experiment::Chosen& one : offered(setting))
    if (one.name == trimmed(typed)) return one;
  if (const std::optional<Experiment::Chosen> one = read_choice(setting, typed)) return *one;
  throw Error(what_to_choose(setting, typed), "", "");
}

}  // namespace

void LiveLesson::read(std::string_view name) {
  const auto all = chapters();
  const auto found =
      std::ranges::find_if(all, [&](const Chapter* chapter) { return chapter->name == name; });
  if (found == all.end()) throw Error(fmt::format("there is no lesson '{}'", name), "", "");
  lesson_ = open(**found);
}

std::string LiveLesson::choice(std::size_t number, std::size_t setting,
                               std::string_view typed) const {
  return chosen(experiment(number).settings.at(setting), typed).name;
}

std::string LiveLesson::trial(std::size_t number, std::string_view typed) const {
  const Experiment& tried = experiment(number);
  const std::vector<std::string_view> words = split(typed, '\n');
  Experiment::Choices choices;
  for (std::size_t i = 0; i < tried.settings.size(); ++i)
    choices.push_back(chosen(tried.settings[i], i < words.size() ? words[i] : ""));
  return set_links(trial_html(tried, choices), link_to_page);
}

const Experiment& LiveLesson::experiment(std::size_t number) const {
  if (lesson_)
    for (const Screen& screen : lesson_->screens)
      for (const Piece& piece : screen.pieces)
        if (const Experiment* one = std::get_if<Experiment>(&piece); one && number-- == 0)
          return *one;
  throw Error("the lesson has no such experiment", "", "");
}

}  // namespace stepgrad::playground
