// A lesson as a page: its diagrams, plots and step players inside, its questions answered on the
// page or folded open. A page is one file and works from disk, without network or library; without
// a script it reads as a chapter with folded answers.
//
// To change how it looks or behaves, edit the files in book/.
#pragma once

#include <span>
#include <string>

#include <stepgrad/course/lesson.hpp>

namespace stepgrad {

/// The lesson's neighbours in the book; null where there is none.
struct Neighbours {
  const Chapter* previous = nullptr;
  const Chapter* next = nullptr;
  bool in_book = false;  // is there a table of contents to go back to?
  bool is_live = false;  // does engine.js stand beside it, which computes what is changed?
};

/// The name of a chapter's file within the book: 01_derivative.html.
std::string page_name(const Chapter& chapter);

/// The page. The same lesson gives the same page, byte for byte. Throws Error (machine) if Graphviz
/// is missing and a diagram has to be drawn.
std::string lesson_page(const Lesson& lesson, const Neighbours& neighbours = {});

/// A film or a matrix player alone, as a page of its own. Throws as lesson_page does.
std::string figure_page(const Piece& figure);

/// A part of the course: its title, and the number of its first lesson.
struct CoursePart {
  int first;
  std::string_view title;
};

/// The table of contents of a book of these lessons, by its parts: what each lesson is called, asks,
/// and which of the earlier ones it refers to.
std::string contents_page(std::span<const Lesson> lessons, std::span<const CoursePart> parts = {});

}  // namespace stepgrad
