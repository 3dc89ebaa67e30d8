// What `stepgrad` alone shows: the idea on one worked example, and what to type next.
#include <stepgrad/page/markup.hpp>
#include <stepgrad/story/text_page.hpp>

#include "app/commands.hpp"
#include "app/terminal.hpp"
#include "app/texts.hpp"

namespace stepgrad::app {

int tour() {
  const Trace example = trace(parse("q = x + y; f = q * z"), {{"x", -2}, {"y", 5}, {"z", -4}});
  Telling telling;
  telling.color = wants_color("auto");
  telling.width = terminal_width();
  const std::string_view tour = texts::tour_txt.substr(texts::tour_txt.find("\n\n") + 2);
  deliver(filled(tour, {{"steps", as_text(example, telling)}}));
  return 0;
}

}  // namespace stepgrad::app
