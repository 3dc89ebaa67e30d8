// The pieces that a screen of a lesson is made of: text, figures and questions, as plain data.
//
// In their texts `code`, **stress** and $mathematics$ (sentence.hpp) are marked so, and references
// to lessons, as [[06_backpropagation]].
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

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

/// What changes over time, or with a setting: pictures of one kind, each with its words. On a
/// terminal and on a page one goes through them; where nothing moves, the stills stand for them.
struct Film {
  struct Frame {
    std::string state;  // "epoch 3"
    Picture picture;
    std::string say = {};
  };
  std::vector<Frame> frames;
  std::string caption;
  std::vector<std::size_t> stills = {};  // places in `frames`; none: the first and the last
};

/// The places of the frames that stand for a film where nothing moves.
std::vector<std::size_t> stills(const Film& film);

/// The film with the axes of all its plots holding what any of them holds, unless they have an area
/// of their own, so that what moves is the curve and not the axis. A lesson's films are so.
Film with_common_axes(Film film);

/// A setting that the learner chooses, who says what will come of it, and then sees.
struct Experiment {
  /// What comes of one setting.
  struct Trial {
    std::size_t outcome;  // a place in `outcomes`
    Film film;
    std::string say = {};
  };

  std::string ask;                    // "Choose a rate, and say what the loss will do."
  std::string setting;                // "rate"
  std::vector<double> offered;        // on a page, where nothing can be computed, these alone
  double least, most;                 // on a terminal, whatever lies between
  std::vector<std::string> outcomes;  // what may come of it: "it falls", "it grows without end"
  std::function<Trial(double setting)> run;
  bool whole = false;  // is the setting a whole number?
};

using Piece = std::variant<Paragraph, Equation, Listing, Table, Diagram, Chart, Player, Film,
                           Experiment, Question>;

/// Its sentences, in which marks mean something; the piece must outlive them.
std::vector<std::string_view> sentences_of(const Piece& piece);

struct Screen {
  std::string title;
  std::vector<Piece> pieces;
};

}  // namespace stepgrad
