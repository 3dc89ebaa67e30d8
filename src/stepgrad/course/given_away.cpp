#include <stepgrad/course/given_away.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <set>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/course/answer.hpp>
#include <stepgrad/course/lesson_text.hpp>
#include <stepgrad/story/plain_text.hpp>

namespace stepgrad {
namespace {

// ---- what a piece shows

template <class Piece>
std::string text_seen(const Piece& piece) {
  return piece_text(piece, {});
}

/// Of a plot its words: the numbers at its axes are no answers.
std::string words_of(const Picture& picture) {
  if (const SideBySide* beside = std::get_if<SideBySide>(&picture)) {
    std::string text;
    for (const Picture& one : beside->pictures) text += words_of(one) + '\n';
    return text;
  }
  const Plot* plot = std::get_if<Plot>(&picture);
  if (!plot) return picture_text(picture, {});
  std::string text = plot->title;
  for (const Plot::Series& series : plot->series) text += '\n' + series.name;
  for (const Plot::Mark& mark : plot->marks) text += '\n' + mark.label;
  return text;
}

std::string text_seen(const Chart& chart) { return words_of(chart.picture) + '\n' + chart.caption; }

std::string text_seen(const Film& film) {
  std::string text = film.caption;
  for (const Film::Frame& frame : film.frames)
    text += fmt::format("\n{}\n{}\n{}", frame.state, words_of(frame.picture), frame.say);
  return text;
}

std::string text_seen(const MatrixPlayer& player) { return piece_text(player, {}); }

/// What comes of a setting is not seen before it is tried.
std::string text_seen(const Experiment& experiment) { return experiment.ask; }

/// By the next piece it has been answered.
std::string text_seen(const Question& question) {
  return fmt::format("{}\n{}\n{}", piece_text(question, {}), shown_answer(question),
                     question.help.reveal);
}

/// The numbers of a text, and where each of them begins.
struct Found {
  double number;
  std::size_t place;
};

std::vector<Found> numbers_in(const std::string& text) {
  std::vector<Found> found;
  const auto is = [&](std::size_t i, auto&& kind) {
    return i < text.size() && kind(static_cast<unsigned char>(text[i]));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool in_word = i > 0 && (is(i - 1, isalnum) || text[i - 1] == '_' || text[i - 1] == '.');
    const bool minus = text[i] == '-' && is(i + 1, isdigit);
    if (in_word || !(is(i, isdigit) || minus)) continue;
    char* behind;
    found.push_back({std::strtod(&text[i], &behind), i});
    i = static_cast<std::size_t>(behind - text.data()) - 1;
  }
  return found;
}

/// The line or sentence around a place, to be quoted.
std::string around(const std::string& text, std::size_t place) {
  const std::size_t before = text.rfind('\n', place), after = text.find('\n', place);
  const std::size_t begin = before == text.npos ? 0 : before + 1;
  return shortened(trimmed(text.substr(begin, after - begin)), 60);
}

// ---- formulas

/// What stands in `code` and $mathematics$ marks, and the sides of equations.
std::vector<std::string> formulas_in(const Piece& piece) {
  std::vector<std::string> spans;
  if (const Equation* equation = std::get_if<Equation>(&piece))
    spans.push_back(as_plain_text(equation->math));
  if (const Paragraph* paragraph = std::get_if<Paragraph>(&piece))
    for (const char mark : {'`', '$'}) {
      const std::vector<std::string_view> parts = split(paragraph->text, mark);
      for (std::size_t i = 1; i < parts.size(); i += 2) spans.emplace_back(parts[i]);
    }
  std::vector<std::string> formulas;
  for (const std::string& span : spans)
    for (const std::string_view side : split(span, '='))
      formulas.push_back(replaced(trimmed(side), "·", "*"));
  return formulas;
}

/// Is it the right answer, and more than a name? What cannot be read is none.
bool is_answer(const Question& question, const std::string& formula) {
  if (std::ranges::all_of(formula, [](unsigned char c) { return isalnum(c) || c == '_'; }))
    return false;
  return judge(question, formula).right;
}

// ---- the whole lesson

class Search {
 public:
  std::vector<std::string> in(const Lesson& lesson) && {
    for (std::size_t i = 0; i < lesson.screens.size(); ++i)
      for (const Piece& piece : lesson.screens[i].pieces) {
        if (const Question* question = std::get_if<Question>(&piece)) ask(*question, i + 1);
        note(piece, i + 1);
      }
    return std::move(faults_);
  }

 private:
  struct Shown {
    std::size_t screen;
    std::string text;
    std::vector<std::string> formulas;
  };

  void note(const Piece& piece, std::size_t screen) {
    shown_.push_back({screen, std::visit([](const auto& one) { return text_seen(one); }, piece),
                      formulas_in(piece)});
    if (const Diagram* diagram = std::get_if<Diagram>(&piece)) note_inputs(diagram->trace);
    if (const Player* player = std::get_if<Player>(&piece)) note_inputs(player->trace);
  }

  void note_inputs(const Trace& trace) {
    for (const Trace::Node& node : trace.nodes)
      if (!node.row) given_.insert(node.value);
  }

  void ask(const Question& question, std::size_t screen) {
    if (!question.help.seen.empty()) return;
    for (const Shown& shown : shown_)
      if (const auto quoted = answer_in(question, shown)) {
        faults_.push_back(fmt::format(
            "screen {} asks \"{}\", and its answer, {}, stands on screen {}: \"{}\"; ask for another, "
            "or say in Help{{.seen = …}} why it may be seen",
            screen, shortened(question.ask, 60), shown_answer(question), shown.screen, *quoted));
        return;
      }
  }

  /// The line of it that gives the answer away.
  std::optional<std::string> answer_in(const Question& question, const Shown& shown) const {
    if (question.kind == Question::Kind::number || question.kind == Question::Kind::numbers)
      return numbers_given(question, shown.text);
    if (question.kind != Question::Kind::formula) return std::nullopt;
    for (const std::string& formula : shown.formulas)
      if (is_answer(question, formula)) return formula;
    return std::nullopt;
  }

  /// Where the text has the number that is asked for, or all of them; none where it lacks one.
  std::optional<std::string> numbers_given(const Question& question,
                                           const std::string& text) const {
    constexpr double as_written = 1e-3;
    const std::vector<Found> seen = numbers_in(text);
    std::optional<std::string> quoted;
    for (const std::string_view entry : split(question.answer, ' ')) {
      const double answer = *read_number(entry);
      if (is_everywhere(answer) || is_given(question, answer)) continue;
      const double near = std::min(question.help.within, as_written) * std::abs(answer);
      const auto found = std::ranges::find_if(
          seen, [&](const Found& one) { return std::abs(one.number - answer) <= near; });
      if (found == seen.end()) return std::nullopt;
      quoted = around(text, found->place);
    }
    return quoted;
  }

  static bool is_everywhere(double answer) {
    return std::abs(answer) <= 2 && answer == std::floor(answer);
  }

  /// Is it an input of a diagram, or a number that the question speaks of?
  bool is_given(const Question& question, double answer) const {
    return given_.contains(answer) ||
           std::ranges::any_of(numbers_in(question.ask),
                               [&](const Found& found) { return found.number == answer; });
  }

  std::vector<Shown> shown_;
  std::set<double> given_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> given_away(const Lesson& lesson) { return Search().in(lesson); }

}  // namespace stepgrad
