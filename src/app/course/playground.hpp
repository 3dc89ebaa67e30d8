// Where the start script keeps what emscripten has built of the same sources for the browser.
#pragma once

#include <filesystem>
#include <string_view>

namespace stepgrad::app {

/// playground.html, or the live book's engine.js, in the checkout that this program was built in.
/// Throws Error (machine) if it is not there: not built yet, or the program was installed and has no
/// checkout.
std::filesystem::path built_for_browser(std::string_view name);

}  // namespace stepgrad::app
