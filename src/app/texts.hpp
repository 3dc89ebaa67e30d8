// The files of src/app/texts, carried within the program (cmake/embed.cmake).
#pragma once

#include <string_view>

namespace stepgrad::texts {

extern const std::string_view examples_txt;  // what the help of each command ends with
extern const std::string_view
    gallery_txt;  // a title, a line for each file and its command, a blank
extern const std::string_view gallery_html;  // the skeleton of the page that shows them all
extern const std::string_view tour_txt;  // what `stepgrad` alone shows, with a place for {{steps}}

}  // namespace stepgrad::texts
