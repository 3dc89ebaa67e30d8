// A lesson of the live book: its experiments with settings that are not on offer in the page.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/course/lesson.hpp>

namespace stepgrad::playground {

/// Experiments and their settings are numbered as the page has them, from 0.
class LiveLesson {
 public:
  /// Runs the lesson's code, as `open` does, for its experiments are functions in there. Throws Error
  /// if there is no such lesson.
  void read(std::string_view name);

  /// How a choice that was typed is shown: "0.137". Throws Error that says what to type instead.
  std::string choice(std::size_t experiment, std::size_t setting, std::string_view typed) const;

  /// What comes of the choices, a line for each setting: the same HTML that the page has of what is
  /// on offer. Throws Error that says what to type, where a choice does not fit.
  std::string trial(std::size_t experiment, std::string_view typed) const;

 private:
  const Experiment& experiment(std::size_t number) const;

  std::optional<Lesson> lesson_;
};

}  // namespace stepgrad::playground
