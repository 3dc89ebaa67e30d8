// A lesson as plain data: screens of text, figures and questions.
//
// A lesson is written in lessons/NN_name/lesson.cpp, in the order in which it is read, with the
// functions of `Lesson`. What it says it has computed: numbers go into its sentences through {}.
// Runners read the record and nothing else: the terminal (reader.hpp), plain text (lesson_text.hpp)
// and the book (book.hpp). How to add a lesson: CONTRIBUTING.md.
#pragma once

#include <concepts>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/check/report.hpp>
#include <stepgrad/course/pieces.hpp>
#include <stepgrad/scalar/trace.hpp>

namespace stepgrad {

/// A number as a lesson's sentence has it; anything else as it is.
inline std::string told(double number) { return shown(number); }
template <class T>
requires(!std::floating_point<T>) const T& told(const T& other) { return other; }

/// The sentence with its numbers: told("the slope is {}", slope).
template <class First, class... Rest>
std::string told(std::string_view sentence, const First& first, const Rest&... rest) {
  return fmt::format(fmt::runtime(sentence), told(first), told(rest)...);
}

/// The trace of a formula for these inputs, to be shown.
Trace traced(std::string_view formula, const Bindings& inputs);

/// The node of this name. Throws Error if there is none.
const Trace::Node& node_called(const Trace& trace, std::string_view name);

/// A lesson while it is written, and then as it is read.
class Lesson {
 public:
  std::string name;   // of its folder: 01_derivative
  std::string title;  // What is a derivative?
  std::vector<Screen> screens;
  std::vector<std::string> sources;

  Lesson(std::string name, std::string title) : name(std::move(name)), title(std::move(title)) {}

  /// Its number as it is written: 01.
  std::string number() const { return name.substr(0, name.find('_')); }

  // ---- text

  // Throw Error for mathematics of a sentence that cannot be read.

  /// Begins a screen. A lesson opens with one whose title is a question.
  void screen(std::string_view title);

  /// A paragraph.
  template <class... Args>
  void say(std::string_view sentence, const Args&... args) {
    paragraph(Paragraph::Kind::plain, told(sentence, args...));
  }

  /// A point of a list.
  template <class... Args>
  void point(std::string_view sentence, const Args&... args) {
    paragraph(Paragraph::Kind::point, told(sentence, args...));
  }

  /// A paragraph whose numbers were measured just now, as times are. `--auto`, which prints the same
  /// wherever it runs, leaves them out.
  template <class... Args>
  void measured(std::string_view sentence, const Args&... args) {
    paragraph(Paragraph::Kind::measured, told(sentence, args...));
  }

  /// What goes wrong: the classic mistake, named when it has been seen to happen.
  template <class... Args>
  void mistake(std::string_view sentence, const Args&... args) {
    paragraph(Paragraph::Kind::mistake, told(sentence, args...));
  }

  /// What is to be kept in mind of a lesson.
  template <class... Args>
  void remember(std::string_view sentence, const Args&... args) {
    paragraph(Paragraph::Kind::remember, told(sentence, args...));
  }

  /// An equation in the formula language, set as mathematics: "dF/dx = dF/du * du/dx", or with ∂;
  /// see `mathematics`.
  void formula(std::string_view equation);
  void formula(Math math) { add(Equation{std::move(math)}); }

  /// Lines that are kept as they are.
  void listing(std::string text) { add(Listing{std::move(text)}); }

  /// The table of a gradient check, and what it says of it.
  void report(const GradientReport& report);

  void table(std::vector<std::string> head, std::vector<std::vector<std::string>> rows) {
    add(Table{std::move(head), std::move(rows)});
  }

  // ---- figures

  void diagram(Trace trace, std::string caption, std::optional<std::size_t> step = {}) {
    add(Diagram{std::move(trace), step, std::move(caption)});
  }
  /// The diagram of the values alone, for whoever has not heard of gradients yet.
  void graph(Trace trace, std::string caption) {
    add(Diagram{std::move(trace), {}, std::move(caption), false});
  }
  /// A still picture: a plot, regions, bars, grids of numbers, images.
  void plot(Picture picture, std::string caption) {
    add(Chart{std::move(picture), std::move(caption)});
  }
  void plot(Plot plot, std::string caption) {
    this->plot(Picture(std::move(plot)), std::move(caption));
  }
  void diagram(MatrixTrace trace, std::string caption, std::optional<std::size_t> step = {});

  void steps(Trace trace, std::string caption) {
    add(Player{std::move(trace), std::move(caption)});
  }
  /// The matrices of a pass, forward and backward: of each its shape and a number are asked.
  void steps(MatrixTrace trace, std::string caption);

  /// What changes over time. Throws Error unless there are frames, all of one kind of picture, and
  /// the stills are among them.
  void film(Film film);

  /// Lets the learner choose one setting or two and say what will come of it. Throws Error unless
  /// something is on offer of each, all of it in its range, and `run` takes as many.
  void experiment(Experiment given);

  // ---- questions

  /// Asks for a number. What is typed may be arithmetic: 1/3, 2*3.1.
  void predict(std::string ask, double answer, Help help);

  /// Asks for several numbers at once, each with its name: a gradient, a row of probabilities.
  /// What is typed has blanks between them.
  void predict_all(std::string ask, const std::vector<std::pair<std::string, double>>& answers,
                   Help help);

  /// Asks for a small matrix, row after row. Throws Error if the rows are not of one length.
  void predict_matrix(std::string ask, const std::vector<std::vector<double>>& rows, Help help);

  /// Asks where on the plot something is, to be pointed at on a page, or typed as two numbers.
  /// `help.around` says how near is right.
  void locate(std::string ask, Plot plot, Plot::Point answer, Help help);

  /// Asks in which order things come; they are given in the right one, and shown in another. Each
  /// may say what helps who puts it into a wrong place.
  void order(std::string ask, std::vector<Choice> things, Help help);

  /// Asks to choose. Throws Error unless exactly one choice is right.
  void choose(std::string ask, std::vector<Choice> choices, Help help);

  /// Asks for a formula; it is right if it has the answer's value wherever both are tried.
  /// Throws Error if the answer is not a formula of these inputs.
  void derive(std::string ask, std::string answer, std::vector<std::string> inputs, Help help);

  // ---- the end

  /// The lecture or paper that the lesson's facts come from.
  void source(std::string text) { sources.push_back(std::move(text)); }

 private:
  void paragraph(Paragraph::Kind kind, std::string_view text) {
    add(Paragraph{kind, std::string(text)});
  }
  void add(Piece piece);
};

/// A lesson of the course before it is opened.
struct Chapter {
  const char* name;   // of its folder: 01_derivative
  const char* title;  // What is a derivative?
  void (*teach)(Lesson& lesson);
};

/// Runs the chapter's code: everything that the lesson tells is computed now. It ends with a screen
/// that says where its exercise is and names its sources.
Lesson open(const Chapter& chapter);

/// The place of the lesson that a learner means: its number (1, 01), its name or a part of it.
/// Throws Error that names the nearest.
std::size_t find_chapter(std::span<const Chapter* const> chapters, std::string_view wanted);

/// What a lesson must have and this one lacks, each in a sentence; nothing if it is whole.
std::vector<std::string> missing_parts(const Lesson& lesson);

/// The same of a chapter, and whether it prints what its folder's expected.txt says.
std::vector<std::string> verify(const Chapter& chapter, const std::filesystem::path& folder);

}  // namespace stepgrad
