#include <stepgrad/course/lesson_text.hpp>

#include <algorithm>
#include <regex>

#include <stepgrad/base/text.hpp>
#include <stepgrad/course/answer.hpp>
#include <stepgrad/course/lesson_link.hpp>
#include <stepgrad/course/sentence.hpp>
#include <stepgrad/draw/text_drawing.hpp>
#include <stepgrad/story/matrix_story.hpp>
#include <stepgrad/story/matrix_text_page.hpp>
#include <stepgrad/story/plain_text.hpp>
#include <stepgrad/story/story.hpp>

namespace stepgrad {
namespace {

constexpr std::string_view bold = "1", code = "36", alarm = "33", faint = "2";
constexpr std::string_view with_prompt = "\n\n\n\n\n\n";  // a screen's head, and keys, as lines
constexpr std::size_t step_in = 4;  // how far equations and figures are indented

constexpr std::string_view fixed_space = "\u00a0";  // where lines are not to end: within code

/// The sentence with what stands between two marks coloured, and the marks gone.
std::string styled(std::string_view sentence, std::string_view mark, std::string_view color,
                   const Typesetting& set) {
  std::string result;
  while (true) {
    const std::size_t begin = sentence.find(mark);
    const std::size_t end =
        begin == sentence.npos ? begin : sentence.find(mark, begin + mark.size());
    if (end == sentence.npos) return result + std::string(sentence);
    result += sentence.substr(0, begin);
    const std::string inside(sentence.substr(begin + mark.size(), end - begin - mark.size()));
    result += colored(color, mark == "`" ? replaced(inside, " ", fixed_space) : inside, set.color);
    sentence.remove_prefix(end + mark.size());
  }
}

/// Mathematics as a part of a line. A short piece is not broken, a long one only before an =.
std::string in_line(const Math& math) {
  constexpr std::size_t short_enough = 24;
  const std::string text = replaced(as_plain_text(math), " ", fixed_space);
  if (columns(text) <= short_enough) return text;
  return replaced(text, "\u00a0=\u00a0", " =\u00a0");
}

/// A sentence whose mathematics is plain text, its other marks as they are.
std::string plain(std::string_view sentence) { return set_mathematics(sentence, as_plain_text); }

std::string indented(std::string_view lines, std::string_view before) {
  std::string result;
  for (const std::string_view line : split(lines, '\n'))
    result += fmt::format("{}{}\n", line.empty() ? "" : before, line);
  result.pop_back();  // of the empty piece behind the last line's end
  return result;
}

std::string with_room(std::string_view lines) { return indented(lines, std::string(step_in, ' ')); }

// ---- the pieces

/// A paragraph with a bar at its left and a word above it.
std::string boxed(std::string_view head, std::string_view sentence, const Typesetting& set) {
  Typesetting narrow = set;
  narrow.width -= 2;
  return indented(colored(alarm, head, set.color) + '\n' + paragraph_text(sentence, narrow),
                  colored(alarm, "│", set.color) + ' ');
}

std::string text_of(const Paragraph& paragraph, const Typesetting& set) {
  switch (paragraph.kind) {
    case Paragraph::Kind::point:
      return paragraph_text("- " + paragraph.text, set, 2);
    case Paragraph::Kind::mistake:
      return boxed("The classic mistake", paragraph.text, set);
    case Paragraph::Kind::remember:
      return boxed("Remember", paragraph.text, set);
    case Paragraph::Kind::plain:
    case Paragraph::Kind::measured:
      break;
  }
  return paragraph_text(paragraph.text, set);
}

std::string text_of(const Equation& equation, const Typesetting& set) {
  return with_room(wrapped(as_plain_text(equation.math), set.width - step_in, step_in));
}

std::string text_of(const Listing& listing, const Typesetting&) {
  return with_room(listing.text + (listing.text.ends_with('\n') ? "" : "\n"));
}

std::string text_of(const Table& given, const Typesetting& set) {
  Table table = given;
  std::ranges::transform(table.head, table.head.begin(), plain);
  for (std::vector<std::string>& row : table.rows) std::ranges::transform(row, row.begin(), plain);
  std::vector<std::size_t> wide(table.head.size());
  const auto measure = [&](const std::vector<std::string>& row) {
    for (std::size_t i = 0; i < wide.size(); ++i) wide[i] = std::max(wide[i], columns(row[i]));
  };
  measure(table.head);
  std::ranges::for_each(table.rows, measure);
  const auto line = [&](const std::vector<std::string>& row) {
    std::string text;
    for (std::size_t i = 0; i < wide.size(); ++i) {
      const std::string room(wide[i] - columns(row[i]), ' ');
      text += (i == 0 ? "" : "  ") + (table.is_numbers(i) ? room + row[i] : row[i] + room);
    }
    return text.substr(0, text.find_last_not_of(' ') + 1);
  };
  std::string text = colored(bold, line(table.head), set.color) + '\n';
  for (const std::vector<std::string>& row : table.rows) text += line(row) + '\n';
  return with_room(text);
}

std::string captioned(const std::string& figure, const std::string& caption,
                      const Typesetting& set) {
  return with_room(figure) + (caption.empty() ? "" : '\n' + paragraph_text(caption, set));
}

/// The room that a figure has.
Typesetting figure_room(Typesetting set) {
  set.width -= step_in;
  return set;
}

/// The same for a picture that is to be seen together with these lines.
Typesetting beside(std::string_view lines, Typesetting set) {
  set = figure_room(set);
  const auto rows = static_cast<std::size_t>(std::ranges::count(lines, '\n'));
  if (set.height > 0) set.height -= std::min(set.height - 1, rows);
  return set;
}

/// The same on a screen where several are to be seen at once.
Typesetting small(Typesetting set) {
  set = figure_room(set);
  set.height = 1;
  return set;
}

std::string drawing_of(const Trace& trace, const TextLook& look) {
  if (is_too_large_for_text(trace))
    return fmt::format("(a diagram of {} nodes)\n", trace.nodes.size());
  return text_drawing(trace, look);
}

std::string text_of(const Diagram& diagram, const Typesetting& set) {
  return captioned(
      drawing_of(diagram.trace,
                 {.step = diagram.step, .color = set.color, .gradients = diagram.gradients}),
      diagram.caption, set);
}

std::string text_of(const Chart& chart, const Typesetting& set) {
  return captioned(picture_text(chart.picture, beside(captioned("", chart.caption, set), set)),
                   chart.caption, set);
}

std::string text_of(const Player& player, const Typesetting& set) {
  std::string told;
  for (const Story::Step& step : story(player.trace).backward)
    told += wrapped(fmt::format("{}. {}", step.number, stepgrad::set(step.sentence(), as_formula)),
                    set.width - step_in, 3);
  return with_room(told) + '\n' +
         captioned(drawing_of(player.trace, {.color = set.color}), player.caption, set);
}

std::string text_of(const MatrixPlayer& player, const Typesetting& set) {
  const Typesetting room = figure_room(set);
  return captioned(as_text(*player.trace, {.color = room.color, .width = room.width}),
                   player.caption, set);
}

std::string text_of(const Film& film, const Typesetting& set) {
  std::string text;
  for (const std::size_t still : stills(film)) text += frame_text(film, still, set) + '\n';
  if (film.caption.empty()) return text.substr(0, text.size() - 1);
  return text + paragraph_text(film.caption, set);
}

std::string text_of(const Experiment& experiment, const Typesetting& set) {
  std::string text = colored(alarm, "? ", set.color) + paragraph_text(experiment.ask, set, 2);
  for (const Experiment::Choices& chosen : combinations(experiment))
    text += '\n' + trial_text(experiment, chosen, experiment.run(chosen), set);
  return text;
}

std::string text_of(const Question& question, const Typesetting& set) {
  std::string text;
  constexpr std::string_view mark = "? ";
  const std::string ask = paragraph_text(fmt::format("{}{}", mark, question.ask), set, 2);
  if (question.plot)
    text +=
        with_room(picture_text(*question.plot, beside(std::string(with_prompt) + ask, set))) + '\n';
  text += colored(alarm, mark, set.color) + ask.substr(mark.size());
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    const Choice& choice = question.choices[i];
    text += paragraph_text(fmt::format("    {}) {}", i + 1, choice.text), set, 7);
    if (choice.picture) text += with_room(picture_text(*choice.picture, small(set)));
  }
  return text;
}

std::string answer_text(const Question& question, const Typesetting& set) {
  std::string text;
  for (const std::string& hint : question.help.hints)
    text += paragraph_text("  hint: " + hint, set, 8);
  text += paragraph_text(fmt::format("  answer: {}", shown_answer(question)), set, 10);
  if (!question.help.reveal.empty()) text += '\n' + paragraph_text(question.help.reveal, set);
  return text;
}

/// What is told of a machine is the same of all, without its numbers.
Piece without_measurements(const Piece& piece) {
  static const std::regex number("[0-9]+([.][0-9]+)?(e[-+]?[0-9]+)?");
  const Paragraph* paragraph = std::get_if<Paragraph>(&piece);
  if (!paragraph || paragraph->kind != Paragraph::Kind::measured) return piece;
  return Paragraph{paragraph->kind, std::regex_replace(paragraph->text, number, "…")};
}

}  // namespace

std::string paragraph_text(std::string_view sentence, const Typesetting& set, std::size_t indent) {
  const std::string with_mathematics = set_mathematics(set_links(sentence), [&](const Math& math) {
    return colored(code, in_line(math), set.color);
  });
  const std::string marked = styled(styled(with_mathematics, "`", code, set), "**", bold, set);
  return replaced(wrapped(marked, set.width, indent), fixed_space, " ");
}

std::string piece_text(const Piece& piece, const Typesetting& set) {
  return std::visit([&](const auto& one) { return text_of(one, set); }, piece);
}

bool is_figure(const Piece& piece) {
  return std::holds_alternative<Diagram>(piece) || std::holds_alternative<Chart>(piece) ||
         std::holds_alternative<Player>(piece) || std::holds_alternative<MatrixPlayer>(piece) ||
         std::holds_alternative<Film>(piece);
}

bool is_point(const Piece& piece) {
  const Paragraph* paragraph = std::get_if<Paragraph>(&piece);
  return paragraph && paragraph->kind == Paragraph::Kind::point;
}

bool stands_close(const std::vector<Piece>& pieces, std::size_t place) {
  if (place == 0) return false;
  const auto both = [&](auto&& fits) { return fits(pieces[place]) && fits(pieces[place - 1]); };
  return both(is_point) ||
         both([](const Piece& piece) { return std::holds_alternative<Equation>(piece); });
}

std::string screen_head(const Lesson& lesson, std::size_t screen, const Typesetting& set) {
  const std::string place =
      fmt::format("lesson {}, {} of {}", lesson.number(), screen + 1, lesson.screens.size());
  const std::string title = plain(lesson.screens[screen].title);
  const std::size_t taken = columns(title) + columns(place);
  const std::string room(taken + 2 > set.width ? 2 : set.width - taken, ' ');
  std::string rule;
  for (std::size_t i = 0; i < set.width; ++i) rule += "─";
  return fmt::format("{}{}{}\n{}\n", colored(bold, title, set.color), room,
                     colored(faint, place, set.color), colored(faint, rule, set.color));
}

std::string player_text(const Trace& trace, std::size_t steps, const Typesetting& set, bool asks) {
  std::string happened =
      fmt::format("It starts at {0}: d{0}/d{0} = 1.", trace.node(trace.output).name);
  if (steps > 0) {
    const Story::Step step = tell(trace, trace.steps[steps - 1], paths(trace)[steps - 1]);
    happened = fmt::format("Step {} of {}: {}.", steps, trace.steps.size(),
                           stepgrad::set(step.sentence(), as_formula));
  }
  constexpr std::size_t around = 9, least = 8;  // the reply and the question, with room between
  const std::string told = paragraph_text(happened, set);
  const auto taken = around + static_cast<std::size_t>(std::ranges::count(told, '\n'));
  const std::size_t rows =
      set.height == 0 ? 0 : std::max(least, set.height - std::min(set.height, taken));
  return told + '\n' +
         with_room(
             drawing_of(trace, {.step = steps, .color = set.color, .asks = asks, .rows = rows}));
}

std::string player_text(const MatrixTrace& trace, std::size_t done, const Typesetting& set,
                        bool asks) {
  const MatrixTelling telling{.color = set.color, .width = figure_room(set).width};
  const MatrixStory told = story(trace);
  const std::size_t forward = changes(told).size() - told.backward.size();
  const bool is_backward = done + asks > forward;
  const std::string pass = done == 0 && !asks ? "" : is_backward ? "Backward:\n" : "Forward:\n";
  return with_room(change_as_text(trace, done, false, telling)) +
         (asks ? '\n' + pass + with_room(change_as_text(trace, done + 1, true, telling)) : "");
}

std::string frame_text(const Film& film, std::size_t frame, const Typesetting& set) {
  const Film::Frame& here = film.frames[frame];
  const std::string place =
      film.frames.size() == 1 ? "" : fmt::format("  ({} of {})", frame + 1, film.frames.size());
  const std::string state = here.state.empty() ? ""
                                               : colored(bold, plain(here.state), set.color) +
                                                     colored(faint, place, set.color) + "\n";
  const std::string said = here.say.empty() ? "" : paragraph_text(here.say, set);
  const Typesetting narrow = beside(std::string(with_prompt) + state + said, set);
  return state + with_room(picture_text(here.picture, narrow)) + said;
}

std::string came_text(const Experiment& experiment, const Experiment::Choices& chosen,
                      const Experiment::Trial& trial, const Typesetting& set,
                      const std::string& between) {
  const std::string came =
      experiment.outcomes.empty() ? "" : ": " + experiment.outcomes[trial.outcome];
  return paragraph_text(told(experiment, chosen) + came + '.', set) + between +
         (trial.say.empty() ? "" : paragraph_text(trial.say, set));
}

std::string trial_text(const Experiment& experiment, const Experiment::Choices& chosen,
                       const Experiment::Trial& trial, const Typesetting& set) {
  return came_text(experiment, chosen, trial, set,
                   frame_text(trial.film, trial.film.frames.size() - 1, set));
}

std::string screen_text(const Lesson& lesson, std::size_t screen, const Typesetting& set) {
  std::string text = screen_head(lesson, screen, set);
  const std::vector<Piece>& pieces = lesson.screens[screen].pieces;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    text +=
        (stands_close(pieces, i) ? "" : "\n") + piece_text(without_measurements(pieces[i]), set);
    if (const Question* question = std::get_if<Question>(&pieces[i]))
      text += answer_text(*question, set);
  }
  return text;
}

std::string lesson_text(const Lesson& lesson, const Typesetting& set) {
  std::string text =
      colored(bold, fmt::format("Lesson {}. {}", lesson.number(), lesson.title), set.color) + '\n';
  for (std::size_t i = 0; i < lesson.screens.size(); ++i)
    text += "\n\n" + screen_text(lesson, i, set);
  return text;
}

}  // namespace stepgrad
