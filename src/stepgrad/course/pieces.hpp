// The pieces that a screen of a lesson is made of: text, figures and questions, as plain data.
//
// In their texts `code`, **stress** and $mathematics$ (sentence.hpp) are marked so, and references
// to lessons, as [[06_backpropagation]].
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <stepgrad/course/experiment.hpp>
#include <stepgrad/course/film.hpp>
#include <stepgrad/course/picture.hpp>
#include <stepgrad/course/question.hpp>
#include <stepgrad/draw/drawing.hpp>
#include <stepgrad/scalar/trace.hpp>
#include <stepgrad/story/mathematics.hpp>

namespace stepgrad {

// ---- text

struct Paragraph {
  enum class Kind {
    plain,
    point,     // of a list
    mistake,   // in a box
    remember,  // in another
    measured,  // its numbers are of this machine and this moment
  };
  Kind kind;
  std::string text;
};

/// Mathematics on a line of its own.
struct Equation {
  Math math;
};

/// Text that keeps its lines: code, or a report as the kit prints it.
struct Listing {
  std::string text;
};

struct Table {
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;

  /// Has this column numbers only? Then they are set to the right.
  bool is_numbers(std::size_t column) const;
};

// ---- figures

/// The diagram of a trace, whole or after some backward steps, or of its values alone.
struct Diagram {
  Trace trace;
  std::optional<std::size_t> step;
  std::string caption;
  bool gradients = true;
};

/// The diagram as it is drawn.
Drawing drawing(const Diagram& diagram);

/// A still picture.
struct Chart {
  Picture picture;
  std::string caption;
};

/// Every step of a trace, one at a time.
struct Player {
  Trace trace;
  std::string caption;
};

/// Every matrix of a forward and a backward pass, one at a time.
struct MatrixPlayer {
  std::shared_ptr<const MatrixTrace> trace;
  std::string caption;
};

using Piece = std::variant<Paragraph, Equation, Listing, Table, Diagram, Chart, Player,
                           MatrixPlayer, Film, Experiment, Question>;

/// Its sentences, in which marks mean something; the piece must outlive them.
std::vector<std::string_view> sentences_of(const Piece& piece);

struct Screen {
  std::string title;
  std::vector<Piece> pieces;
};

}  // namespace stepgrad
