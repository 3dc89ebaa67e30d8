// What is said about exercises: records in, text out.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <stepgrad/course/exercise.hpp>
#include <stepgrad/course/progress.hpp>
#include <stepgrad/course/workbench.hpp>

namespace stepgrad {

/// "[########--------] 3 of 7 solved"
std::string progress_bar(std::size_t done, std::size_t all, std::size_t width = 28);

/// How many of them are solved.
std::size_t solved_count(const std::vector<Exercise>& all, const Progress& progress);

/// The first one from place `from` on, then from the beginning, that is not yet solved;
/// all.size() if all are.
std::size_t next_open(const std::vector<Exercise>& all, const Progress& progress,
                      std::size_t from = 0);

/// "lessons/04_chain_rule/exercise.hpp:27": from the current directory if the file is below it,
/// else the whole path. Terminals and editors open it with a click.
std::string place_in_file(const std::filesystem::path& file, std::size_t line);

/// "Exercise 4 of 7. A chain of four links".
std::string heading(const Exercise& exercise, const std::vector<Exercise>& all);

/// "not yet: …" with all there is to say, and what the learner's code has printed; "solved!".
std::string attempt_text(const Attempt& attempt, bool color);

/// Why the solution is right: what solution.hpp opens with.
std::string reason(const Exercise& exercise, std::size_t width);

/// The first `shown` hints, each under its number.
std::string hints_text(const std::vector<std::string>& hints, std::size_t shown, std::size_t width);

/// The course as a list: a line for each exercise in whose title, name or text `search` is found
/// (letters may be small or large); `current` is marked.
std::string list_text(const std::vector<Exercise>& all, const Progress& progress,
                      const std::string& search, std::size_t current, bool color);

}  // namespace stepgrad
