// The table of contents: every lesson of the course. chapters.cpp is written by CMake from the
// names of the folders, so that a new folder is a new lesson.
#pragma once

#include <span>

#include <stepgrad/course/lesson.hpp>

namespace stepgrad {

/// All lessons, in their order.
std::span<const Chapter* const> chapters();

}  // namespace stepgrad
