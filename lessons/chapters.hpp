// The table of contents: every lesson of the course. chapters.cpp is written by CMake from the
// names of the folders, so that a new folder is a new lesson.
#pragma once

#include <span>

#include <stepgrad/course/lesson.hpp>
#include <stepgrad/course/lesson_page.hpp>

namespace stepgrad {

/// All lessons, in their order.
std::span<const Chapter* const> chapters();

/// Its parts.
inline constexpr CoursePart parts[] = {{1, "Part I: one number at a time"},
                                       {8, "Part II: losses and descent"},
                                       {14, "Part III: networks"},
                                       {25, "Part IV: a language model, one scalar at a time"}};

}  // namespace stepgrad
