// A lesson as text: every piece as it stands on a terminal, and the whole lesson read without
// asking.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/course/lesson.hpp>
#include <stepgrad/course/typesetting.hpp>

namespace stepgrad {

/// A piece as lines, without an empty line before or after it. A question is its text and its
/// choices, without the answer; a player is its last moment, everything known.
std::string piece_text(const Piece& piece, const Typesetting& set);

/// Is it a diagram, a chart, a player or a film?
bool is_figure(const Piece& piece);

/// Is it a point of a list?
bool is_point(const Piece& piece);

/// Does the piece stand close to the one before it, as the points of a list do, and equations?
bool stands_close(const std::vector<Piece>& pieces, std::size_t place);

/// What stands above a screen: the lesson, the screen's title, which of how many it is.
std::string screen_head(const Lesson& lesson, std::size_t screen, const Typesetting& set);

/// A player after so many backward steps: the last of them in words, and the diagram as it stands,
/// with a question mark for what the next step is to make if that is asked.
std::string player_text(const Trace& trace, std::size_t steps, const Typesetting& set,
                        bool asks = false);

/// A matrix player after so many changes, and, if that is asked, what goes into the next one.
std::string player_text(const MatrixTrace& trace, std::size_t done, const Typesetting& set,
                        bool asks = false);

/// A film at one of its frames: which it is, its words and its picture.
std::string frame_text(const Film& film, std::size_t frame, const Typesetting& set);

/// What came of an experiment with these settings in words: its outcome, and what is said of it.
std::string came_text(const Experiment& experiment, const Experiment::Choices& chosen,
                      const Experiment::Trial& trial, const Typesetting& set,
                      const std::string& between = "");

/// The same, with the last frame of its film between the two.
std::string trial_text(const Experiment& experiment, const Experiment::Choices& chosen,
                       const Experiment::Trial& trial, const Typesetting& set);

/// A sentence in lines, with its `code` and **stress** as the terminal shows them.
std::string paragraph_text(std::string_view sentence, const Typesetting& set,
                           std::size_t indent = 0);

/// A screen with its hints and answers.
std::string screen_text(const Lesson& lesson, std::size_t screen, const Typesetting& set);

/// The whole lesson with its hints and answers, as `--auto` prints it. The same lesson gives the
/// same text, byte for byte.
std::string lesson_text(const Lesson& lesson, const Typesetting& set = {});

}  // namespace stepgrad
