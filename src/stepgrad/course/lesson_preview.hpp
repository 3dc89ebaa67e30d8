// A lesson as its author sees it while writing: the screens as text, what is still missing, and a
// page that the browser reloads by itself.
//
// This is told by the lesson, compiled alone (lessons/preview.cpp), to whoever has compiled it
// (preview_bench.hpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/course/lesson.hpp>

namespace stepgrad {

struct LessonPreview {
  std::vector<std::string> screens;  // as text
  std::vector<std::string> missing;  // sentences
};

/// The text that passes between the two programs, and back.
std::string written(const LessonPreview& preview);
LessonPreview read_lesson_preview(std::string_view text);

/// The main function of a lesson compiled alone. Its words are the lesson's folder, the page to
/// write, the width, and "color" or not. Writes a preview to standard output, and the page; what
/// goes wrong to standard error.
int write_preview(int count, char** words, const Chapter& chapter);

/// The page with a script that looks each second whether it was written anew: whether the number
/// that stands in the script `beside` it is another one. (From disk a page may read scripts, and
/// nothing else.)
std::string reloading_page(std::string page, const std::string& beside, const std::string& number);

}  // namespace stepgrad
