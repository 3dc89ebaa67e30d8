// The files of src/stepgrad/course/book, carried within the library (cmake/embed.cmake).
#pragma once

#include <string_view>

namespace stepgrad::book {

extern const std::string_view lesson_html;    // the skeleton of a lesson's page
extern const std::string_view contents_html;  // the skeleton of the table of contents
extern const std::string_view book_css;       // how both look
extern const std::string_view formula_js;     // reading and computing a formula
extern const std::string_view questions_js;   // questions that can be answered on the page
extern const std::string_view films_js;       // films and experiments that can be moved
extern const std::string_view lesson_js;      // step players, printing, and what starts it all

}  // namespace stepgrad::book
