// The files of src/stepgrad/page/files, carried within the library (cmake/embed.cmake makes them
// part of it), so that a page can be written wherever the library is installed.
#pragma once

#include <string_view>

namespace stepgrad::files {

extern const std::string_view page_html;    // the skeleton, with {{places}} to fill in
extern const std::string_view player_html;  // the same of the step player within it
extern const std::string_view page_css;     // colours, type, print
extern const std::string_view drawing_css;  // the colours of diagrams
extern const std::string_view player_css;   // the step player
extern const std::string_view packed_js;    // what a long page has packed
extern const std::string_view predict_js;   // reading guesses and answering them
extern const std::string_view diagram_js;   // the diagram: what is lit and known
extern const std::string_view zoom_js;      // its zoom
extern const std::string_view story_js;     // the steps as text
extern const std::string_view guessing_js;  // predict mode on the page
extern const std::string_view player_js;    // the step player itself, and what starts it
extern const std::string_view theme_js;     // day and night

}  // namespace stepgrad::files
