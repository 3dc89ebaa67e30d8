// stepgrad gpt draw: one head of attention, with values and gradients; or, as maps, what each head
// heeds.
#include <algorithm>
#include <cstdio>
#include <filesystem>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/draw/dot.hpp>
#include <stepgrad/language/gpt_attention.hpp>
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
  const bool& maps = options.flag(
      "--maps", "What each letter heeds, in every head: as text, or to a file that ends in svg");
  const std::optional<std::size_t>& layer =
      options.whole("--layer", "Of the head, counted from 0 (0)");
  const std::optional<std::size_t>& head = options.whole("--head", "Which one, counted from 0 (0)");
  const std::optional<std::size_t>& position =
      options.whole("--position", "Of the letter that looks back, counted from 0 (2, or the last)");
  Options::Text color = options.color();
  GptSubjectArguments subject{options};
};

bool is_to_file(const GptDrawArguments& arguments) {
  return !arguments.output.empty() && arguments.output != "-";
}

int draw_maps(const GptDrawArguments& arguments) {
  if (arguments.layer || arguments.head || arguments.position)
    throw Error("--maps shows all heads, at every position", "",
                "Leave --layer, --head and --position away.");
  if (is_to_file(arguments) && std::filesystem::path(arguments.output).extension() != ".svg")
    throw Error(fmt::format("cannot draw maps as '{}'", printable(arguments.output)), "",
                "The name must end in .svg.");
  const GptSubject subject = subject_of(arguments.subject);
  const GptTrainer& trainer = *subject.trainer;
  std::vector<NumberGrid> maps =
      in_percent(attention_maps(trainer.gpt(), trainer.alphabet(), subject.name));
  if (is_to_file(arguments)) {
    for (NumberGrid& map : maps)
      map.name = fmt::format("'{}', {}, in percent", printable(subject.name), map.name);
    deliver(svg(maps), arguments.output);
    return 0;
  }
  const std::string title = fmt::format(
      "What each letter of '{}' heeds, in percent: a row for each that asks, a column for each that "
      "is heard, itself and those before it; '.' is the beginning.",
      printable(subject.name));
  deliver(wrapped(title, terminal_width()) + "\n" +
          text_grids(maps, terminal_width(), wants_color(arguments.color)));
  return 0;
}

int draw_head(const GptDrawArguments& arguments) {
  if (is_to_file(arguments)) format_of(arguments.output);  // a wrong ending is said at once
  const GptSubject subject = subject_of(arguments.subject);
  const GptTrainer& trainer = *subject.trainer;
  const std::size_t letters = trainer.alphabet().numbers(subject.name).size() - 1;
  const std::size_t usual = std::min({std::size_t{2}, letters - 1, trainer.options().context - 1});
  const std::size_t position = arguments.position.value_or(usual);
  const std::size_t head = arguments.head.value_or(0);
  const Drawing picture = drawing(head_trace(trainer.gpt(), trainer.alphabet(), subject.name,
                                             arguments.layer.value_or(0), head, position));
  if (!is_to_file(arguments)) {
    deliver(dot_source(picture));
    return 0;
  }
  write_drawing(picture, Style::circuit, arguments.output);
  const std::string told = fmt::format("{}: head {} at position {} of '{}'\n", arguments.output,
                                       head, position, subject.name);
  std::fputs(printable_lines(told).c_str(), stderr);
  return 0;
}

int draw_gpt(const GptDrawArguments& arguments) {
  return arguments.maps ? draw_maps(arguments) : draw_head(arguments);
}

}  // namespace

Action gpt_draw(Options& options) { return action<GptDrawArguments>(options, draw_gpt); }

}  // namespace stepgrad::app
