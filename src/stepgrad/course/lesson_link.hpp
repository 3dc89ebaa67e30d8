// References from one lesson to another: [[06_backpropagation]] in a sentence is "lesson 6" on a
// terminal and a link in the book, and a lesson that is not there is an error when it is verified.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/course/lesson.hpp>

namespace stepgrad {

/// "lesson 6" for 06_backpropagation.
std::string lesson_called(std::string_view name);

/// "lesson 6" as a link to its page in the book.
std::string link_to_page(std::string_view name);

/// The sentence with every [[06_backpropagation]] as the setter has it; other brackets stay.
std::string set_links(
    std::string_view sentence,
    const std::function<std::string(std::string_view name)>& setter = lesson_called);

/// The names of the earlier lessons that it refers to, in their order, each once.
std::vector<std::string> builds_on(const Lesson& lesson);

/// A sentence for each reference of the lesson to one that has no folder among these, and for each
/// "lesson 6" that was typed by hand: it would be wrong when lessons are moved.
std::vector<std::string> broken_links(const Lesson& lesson, const std::filesystem::path& lessons);

}  // namespace stepgrad
