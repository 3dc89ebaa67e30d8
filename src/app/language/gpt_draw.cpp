// stepgrad gpt draw: one head of attention, with values and gradients.
#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/draw/dot.hpp>
#include <stepgrad/language/gpt_head.hpp>

#include "app/commands.hpp"
#include "app/language/subject.hpp"
#include "app/pictures.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

struct GptDrawArguments {
  Options& options;
  Options::Text output = options.output("Write to a file, by its ending svg, png, pdf or dot");
  const std::size_t& layer = options.whole("--layer", 0, "Of the head, counted from 0");
  const std::size_t& head = options.whole("--head", 0, "Which one, counted from 0");
  const std::optional<std::size_t>& position =
      options.whole("--position", "Of the letter that looks back, counted from 0 (2, or the last)");
  GptSubjectArguments subject{options};
};

int draw_gpt(const GptDrawArguments& arguments) {
  const bool to_file = !arguments.output.empty() && arguments.output != "-";
  if (to_file) format_of(arguments.output);  // a wrong ending is said at once
  const GptSubject subject = subject_of(arguments.subject);
  const GptTrainer& trainer = *subject.trainer;
  const std::size_t letters = trainer.alphabet().numbers(subject.name).size() - 1;
  const std::size_t usual = std::min({std::size_t{2}, letters - 1, trainer.options().context - 1});
  const std::size_t position = arguments.position.value_or(usual);
  const Drawing picture = drawing(head_trace(trainer.gpt(), trainer.alphabet(), subject.name,
                                             arguments.layer, arguments.head, position));
  if (!to_file) {
    deliver(dot_source(picture));
    return 0;
  }
  write_drawing(picture, Style::circuit, arguments.output);
  const std::string told = fmt::format("{}: head {} at position {} of '{}'\n", arguments.output,
                                       arguments.head, position, subject.name);
  std::fputs(printable_lines(told).c_str(), stderr);
  return 0;
}

}  // namespace

Action gpt_draw(Options& options) { return action<GptDrawArguments>(options, draw_gpt); }

}  // namespace stepgrad::app
