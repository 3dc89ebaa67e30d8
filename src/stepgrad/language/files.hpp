// The files of src/stepgrad/language/files, carried within the library (cmake/embed.cmake).
#pragma once

#include <string_view>

namespace stepgrad::files {

extern const std::string_view weight_html;  // the skeleton, with {{places}} to fill in
extern const std::string_view weight_css;
extern const std::string_view weight_js;

}  // namespace stepgrad::files
