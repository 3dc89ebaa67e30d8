// The terminal as a lesson's reader sees it: lines in, screens and pictures out.
#pragma once

#include <string>

#include <stepgrad/course/reader.hpp>

namespace stepgrad::app {

/// Standard input and output. Ctrl-C ends the input, as Ctrl-D does, so that whoever reads can say
/// goodbye. Pictures of the figures are made in the checkout's build/pictures, for the lesson of
/// this name; with `open_all` each is opened when it is shown.
Console terminal_console(const std::string& lesson, bool open_all);

/// Is there nobody to ask: does output go to a file while input comes from a terminal?
bool nobody_sees_questions();

/// Opens a file with the program that the desktop has for it. Returns what to tell when that is not
/// possible, else "".
std::string open_file(const std::string& path);

}  // namespace stepgrad::app
