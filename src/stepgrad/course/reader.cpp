#include <stepgrad/course/reader.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <stepgrad/base/text.hpp>
#include <stepgrad/course/answer.hpp>
#include <stepgrad/course/matrix_question.hpp>
#include <stepgrad/course/step_question.hpp>
#include <stepgrad/story/matrix_story.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t prompt_rows = 4;  // the keys and what is typed, with room before them

/// Where the reader goes after a piece.
enum class Move { on, back, leave };

/// Is it a name that the answer may use, though it looks like a key?
bool is_name_in(const Question& question, const std::string& typed) {
  return std::ranges::find(question.inputs, typed) != question.inputs.end();
}

Piece without_caption(Piece figure) {
  std::visit(
      [](auto& one) {
        if constexpr (requires { one.caption; }) one.caption.clear();
      },
      figure);
  return figure;
}

class Reader {
 public:
  Reader(const Lesson& lesson, const Console& console) : lesson_(lesson), console_(console) {}

  Ending run(std::size_t from, const std::function<void(std::size_t)>& reached) {
    std::size_t screen = std::min(from, lesson_.screens.size() - 1);
    if (screen > 0) notice_ = "Welcome back. You were here; b goes back a screen.";
    while (true) {
      reached(screen);
      switch (show(screen)) {
        case Move::leave:
          return Ending::left;
        case Move::back:
          if (screen == 0)
            notice_ = "This is the first screen.";
          else
            --screen;
          break;
        case Move::on:
          if (++screen == lesson_.screens.size()) return finish();
      }
    }
  }

 private:
  void write(std::string_view text) {
    console_.write(text);
    lines_ += lines_in(text);
  }
  void paragraph(std::string_view text) { write(paragraph_text(text, console_.set())); }

  static std::size_t lines_in(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count(text, '\n'));
  }

  /// Waits if writing the text would push lines out of sight that were not read yet.
  Move make_room(std::string_view text) {
    const std::size_t height = console_.set().height;
    const bool fits = lines_ + lines_in(text) + prompt_rows <= height;
    if (height == 0 || lines_ == 0 || fits) return Move::on;
    while (true) {
      const std::optional<std::string> typed = ask("Enter shows more   b back   q leave");
      if (const auto move = going(typed)) return *move;
      if (typed->empty()) return Move::on;
      paragraph("There is more on this screen: Enter shows it.");
    }
  }

  /// Shows a prompt and reads what is typed; nothing at the end of input.
  std::optional<std::string> ask(std::string_view keys) {
    write(fmt::format("\n{}\n> ", colored("2", keys, console_.set().color)));
    const std::optional<std::string> line = console_.read();
    lines_ = 0;
    if (!line) return std::nullopt;
    return trimmed(*line);
  }

  /// The keys that mean the same everywhere.
  static std::optional<Move> going(const std::optional<std::string>& typed) {
    if (!typed) return Move::leave;
    const std::string key = lower(*typed);
    if (key == "q" || key == "quit" || key == "exit") return Move::leave;
    if (key == "b" || key == "back") return Move::back;
    return std::nullopt;
  }

  void begin(std::size_t screen) {
    console_.clear();
    lines_ = 0;
    figure_ = nullptr;
    write(screen_head(lesson_, screen, console_.set()));
    if (!notice_.empty()) paragraph('\n' + std::exchange(notice_, ""));
  }

  Move show(std::size_t screen) {
    begin(screen);
    bool figure = false;
    const std::vector<Piece>& pieces = lesson_.screens[screen].pieces;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const Move move = show(screen, i, figure);
      if (move != Move::on) return move;
    }
    return pause(figure, screen + 1 == lesson_.screens.size());
  }

  Move show(std::size_t screen, std::size_t place, bool& figure) {
    const Piece& piece = lesson_.screens[screen].pieces[place];
    const std::string text = text_to_show(screen, place);
    if (const Move move = make_room(text); move != Move::on) return move;
    if (!stands_close(lesson_.screens[screen].pieces, place)) write("\n");
    if (const Question* question = std::get_if<Question>(&piece))
      return pose(*question, {screen, place});
    if (const Experiment* experiment = std::get_if<Experiment>(&piece))
      return conduct(*experiment, screen);
    Move move = Move::on;
    if (const Player* player = std::get_if<Player>(&piece))
      move = play(steps_of(*player), screen);
    else if (const MatrixPlayer* matrices = std::get_if<MatrixPlayer>(&piece))
      move = play(steps_of(*matrices), screen);
    else if (const Film* film = std::get_if<Film>(&piece))
      move = play(*film, screen);
    else
      write(text);
    if (move != Move::on) return move;
    if (is_figure(piece)) figure_ = &piece;
    figure |= picture(piece, screen, place);
    return Move::on;
  }

  /// What stands there before anything is typed. A figure leaves room for the question after it.
  std::string text_to_show(std::size_t screen, std::size_t place) const {
    const std::vector<Piece>& pieces = lesson_.screens[screen].pieces;
    if (const Player* player = std::get_if<Player>(&pieces[place]))
      return player_text(player->trace, 0, console_.set()) + '\n' + first_question(player->trace);
    if (const MatrixPlayer* player = std::get_if<MatrixPlayer>(&pieces[place]))
      return player_text(*player->trace, 0, console_.set(), true);
    if (const Film* film = std::get_if<Film>(&pieces[place]))
      return frame_text(*film, 0, console_.set());
    if (const Experiment* experiment = std::get_if<Experiment>(&pieces[place]))
      return paragraph_text(experiment->ask, console_.set());
    if (!is_figure(pieces[place])) return known_text(screen, place);
    std::size_t rows = 0;  // from the figure to the end of the question
    const auto has_rows = [](const Piece& piece) {
      return !is_figure(piece) && !std::holds_alternative<Experiment>(piece);
    };
    for (std::size_t i = place + 1; i < pieces.size() && has_rows(pieces[i]); ++i) {
      rows += lines_in(known_text(screen, i)) + 1;
      if (std::holds_alternative<Question>(pieces[i]))
        return figure_text(pieces[place], fits_with_figure(rows) ? rows : 0);
    }
    return figure_text(pieces[place], 0);
  }

  /// The piece, and of a question that has been answered the answer, too.
  std::string known_text(std::size_t screen, std::size_t place) const {
    const Piece& piece = lesson_.screens[screen].pieces[place];
    const std::string text = piece_text(piece, console_.set());
    if (!answered_.contains({screen, place})) return text;
    const Question& question = std::get<Question>(piece);
    return text + settled(question,
                          fmt::format("You have answered this: it is {}.", shown_answer(question)));
  }

  std::string first_question(const Trace& trace) const {
    return trace.steps.empty() ? "" : piece_text(step_question(trace, 0), console_.set());
  }

  /// Would a figure of some height be seen together with so many rows? Else it may have all of them.
  bool fits_with_figure(std::size_t rows) const {
    constexpr std::size_t low_figure = 15;
    return rows + prompt_rows + low_figure <= console_.set().height;
  }

  /// The figure, as small as it must be to be seen together with so many rows.
  std::string figure_text(const Piece& figure, std::size_t rows) const {
    constexpr std::size_t empty_line = 1, where_its_picture_is = 1, least = 11;
    Typesetting set = console_.set();
    if (const Player* player = std::get_if<Player>(&figure))
      return player_text(player->trace, player->trace.steps.size(), set);
    if (const MatrixPlayer* player = std::get_if<MatrixPlayer>(&figure))
      return player_text(*player->trace, changes(story(*player->trace)).size(), set);
    if (const Film* film = std::get_if<Film>(&figure))
      return frame_text(*film, film->frames.size() - 1, set);
    const std::size_t taken = rows + prompt_rows + empty_line + where_its_picture_is;
    if (set.height > 0) set.height = std::max(least, set.height - std::min(set.height, taken));
    return piece_text(figure, set);
  }

  /// Tells where the picture of a figure is; returns whether there is one.
  bool picture(const Piece& piece, std::size_t screen, std::size_t place) {
    if (!is_figure(piece) || !console_.picture) return false;
    const std::string told = console_.picture(piece, figure_number(screen, place));
    if (!told.empty()) write(told + '\n');
    return !told.empty();
  }

  std::size_t figure_number(std::size_t screen, std::size_t place) const {
    std::size_t number = place + 1;
    for (std::size_t i = 0; i < screen; ++i) number += lesson_.screens[i].pieces.size();
    return number;
  }

  Move pause(bool figure, bool last) {
    const std::string keys =
        fmt::format("Enter {}   b back   {}q leave", last ? "ends the lesson" : "goes on",
                    figure && console_.open ? "o open the picture   " : "");
    while (true) {
      const std::optional<std::string> typed = ask(keys);
      if (const auto move = going(typed)) return *move;
      if (typed->empty() || lower(*typed) == "n" || lower(*typed) == "next") return Move::on;
      if (lower(*typed) == "o" && figure && console_.open)
        paragraph(console_.open());
      else
        paragraph("There is no question open here. Enter goes on, b goes back, q leaves.");
    }
  }

  // ---- questions

  /// The figure before the question once more, without its caption, and the question.
  void look_back(const Question& question) {
    if (!figure_) return paragraph("There is no figure before this question.");
    const std::string asked = piece_text(question, console_.set());
    write('\n' + figure_text(without_caption(*figure_), lines_in(asked)) + '\n' + asked);
  }

  struct Place {
    std::size_t screen, piece;
    auto operator<=>(const Place&) const = default;
  };

  Move pose(const Question& question, Place place) {
    write(known_text(place.screen, place.piece));
    if (answered_.contains(place)) return Move::on;
    const std::string leave = is_name_in(question, "q") ? "quit" : "q leave";
    const Answer answer =
        answer_to(question, fmt::format("{}   {}", key(question, "b", "back"), leave), "");
    if (answer.move) return *answer.move;
    write(settled(question, answer.say));
    answered_.insert(place);
    return Move::on;
  }

  /// A key and its word, as "s show"; the word alone where the letter is a name that the answer may
  /// use.
  static std::string key(const Question& question, const std::string& letter,
                         std::string_view word) {
    return is_name_in(question, letter) ? std::string(word) : fmt::format("{} {}", letter, word);
  }

  /// How a question was left: answered, or with another key.
  struct Answer {
    std::string say = {};           // that it is right, or what would have been
    std::optional<Move> move = {};  // instead: where to go
    bool other = false;             // instead: the key of one's own
  };

  /// Asks until it is answered, shown, or left; counts how. `other` is a key besides the usual.
  Answer answer_to(const Question& question, std::string_view more_keys, std::string_view other) {
    const std::string look = figure_ ? key(question, "f", "figure") + "   " : "";
    const bool many = question.kind == Question::Kind::numbers;
    if (many) paragraph(fmt::format("\nType {}.", what_to_type(question)));
    const std::string type =
        many ? fmt::format("{} numbers", question.inputs.size()) : what_to_type(question);
    const std::string keys = fmt::format("{}   ? hint   {} it   {}{}", type,
                                         key(question, "s", "show"), look, more_keys);
    for (std::size_t hints = 0, tries = 0;;) {
      const std::optional<std::string> typed = ask(keys);
      const bool is_key = !typed || !is_name_in(question, *typed);
      const std::string key = is_key && typed ? lower(*typed) : "";
      if (is_key)
        if (const auto move = going(typed)) return {.move = move};
      if (!other.empty() && key == other) return {.other = true};
      if (key == "?" || key == "hint" || key == "help") {
        paragraph(hint(question, hints++));
        continue;
      }
      if (key == "f" || key == "figure") {
        look_back(question);
        continue;
      }
      const bool give_up = key == "s" || key == "show";
      const Reply reply = give_up ? Reply{} : judge(question, *typed);
      if (give_up || reply.right) {
        ++(give_up ? shown_ : tries == 0 ? at_once_ : later_);
        return {.say = give_up ? fmt::format("It is {}.", shown_answer(question)) : reply.say};
      }
      write(in_lines(reply.say));
      tries += reply.read;
    }
  }

  /// A message whose lines are kept (the caret under a mistake), the rest wrapped.
  std::string in_lines(const std::string& text) const {
    std::string result;
    for (const std::string_view line : split(text, '\n'))
      result += paragraph_text(line, console_.set());
    return result;
  }

  static std::string hint(const Question& question, std::size_t number) {
    const std::vector<std::string>& hints = question.help.hints;
    if (number < hints.size())
      return hints.size() == 1
               ? "Hint: " + hints[number]
               : fmt::format("Hint {} of {}: {}", number + 1, hints.size(), hints[number]);
    return "That was the last hint. Guess, or type s to be shown.";
  }

  /// What is told when a question is answered.
  std::string settled(const Question& question, const std::string& said) const {
    const std::string& reveal = question.help.reveal;
    return paragraph_text(said, console_.set()) +
           (reveal.empty() ? "" : paragraph_text('\n' + reveal, console_.set()));
  }

  // ---- step players

  /// What is played: so many steps, what is seen after some of them, and what asks for the next,
  /// unless that is only shown.
  struct Steps {
    std::size_t count;
    std::function<std::string(std::size_t done, bool asks)> text;
    std::function<std::optional<Question>(std::size_t done)> question;
    std::string caption;
  };

  Steps steps_of(const Player& player) const {
    const Trace& trace = player.trace;
    return {
        trace.steps.size(),
        [&](std::size_t done, bool asks) { return player_text(trace, done, console_.set(), asks); },
        [&](std::size_t done) { return step_question(trace, done); }, player.caption};
  }

  Steps steps_of(const MatrixPlayer& player) const {
    const MatrixTrace& trace = *player.trace;
    return {
        changes(story(trace)).size(),
        [&](std::size_t done, bool asks) { return player_text(trace, done, console_.set(), asks); },
        [&](std::size_t done) { return matrix_question(trace, done + 1); }, player.caption};
  }

  /// Each step is made by the learner, and then shown; those that are known are gone through.
  Move play(const Steps& steps, std::size_t screen) {
    std::size_t known = 0;
    for (std::size_t step = 0; true;) {
      const bool last = step == steps.count;
      const std::optional<Question> question =
          last || step < known ? std::nullopt : steps.question(step);
      write(steps.text(step, question.has_value()));
      if (last) break;
      const Answer answer = question ? make_step(*question) : next_or_back();
      if (answer.move == Move::leave || (answer.move && step == 0)) return *answer.move;
      step = answer.other ? steps.count : answer.move ? step - 1 : step + 1;
      known = std::max(known, step);
      notice_ = answer.say;
      begin(screen);
      write("\n");
    }
    if (!steps.caption.empty()) paragraph('\n' + steps.caption);
    return Move::on;
  }

  Answer make_step(const Question& question) {
    write('\n' + piece_text(question, console_.set()));
    return answer_to(question, "a all the rest   b back   q leave", "a");
  }

  /// Between steps that are known.
  Answer next_or_back() {
    while (true) {
      const std::optional<std::string> typed =
          ask("Enter the next step   a all the rest   b back   q leave");
      if (const auto move = going(typed)) return {.move = move};
      if (lower(*typed) == "a" || lower(*typed) == "all") return {.other = true};
      if (typed->empty()) return {};
      paragraph("Enter shows the next step, a all the rest, b the one before.");
    }
  }

  // ---- films

  /// From frame to frame, in place; then the caption.
  Move play(const Film& film, std::size_t screen) {
    const std::size_t last = film.frames.size() - 1;
    write(frame_text(film, 0, console_.set()));
    for (std::size_t frame = 0; frame < last;) {
      const std::optional<std::string> typed =
          ask(fmt::format("Enter the next{}   a to the end   1 … {} that one   b back   q leave",
                          console_.pause ? "   p play" : "", last + 1));
      const std::optional<Move> move = going(typed);
      if (move == Move::leave || (move && frame == 0)) return *move;
      const std::string key = lower(*typed);
      const std::optional<double> wanted = read_number(key);
      if (move) {
        --frame;
      } else if (key == "a" || key == "all") {
        frame = last;
      } else if (key.empty()) {
        ++frame;
      } else if ((key == "p" || key == "play") && console_.pause) {
        while (frame + 1 < last) {
          show_frame(film, ++frame, screen);
          console_.pause();
        }
        frame = last;
      } else if (wanted && *wanted >= 1 && *wanted <= static_cast<double>(last + 1)) {
        frame = static_cast<std::size_t>(*wanted) - 1;
      } else {
        paragraph(
            fmt::format("Enter shows the next one, b the one before, a the last, and a "
                        "number from 1 to {} that one.",
                        last + 1));
        continue;
      }
      show_frame(film, frame, screen);
    }
    if (!film.caption.empty()) paragraph('\n' + film.caption);
    return Move::on;
  }

  void show_frame(const Film& film, std::size_t frame, std::size_t screen) {
    begin(screen);
    write('\n' + frame_text(film, frame, console_.set()));
  }

  // ---- experiments

  /// Settings, each time with a guess and what comes of it, until the learner goes on.
  Move conduct(const Experiment& experiment, std::size_t screen) {
    paragraph(experiment.ask);
    for (bool tried = false;; tried = true) {
      Experiment::Choices chosen;
      if (const Move move = choose(experiment, tried, chosen); move != Move::on) return move;
      if (chosen.empty()) return Move::on;
      std::optional<std::size_t> guess;
      const Move answered = guessed(experiment, guess);
      if (answered == Move::back) continue;  // to another setting
      if (answered != Move::on) return answered;
      const Experiment::Trial trial = experiment.run(chosen);
      const bool moves = trial.film.frames.size() > 1;
      if (moves)
        if (const Move move = play(trial.film, screen); move != Move::on) return move;
      write('\n' + (moves ? came_text(experiment, chosen, trial, console_.set())
                          : trial_text(experiment, chosen, trial, console_.set())));
      if (guess)
        paragraph(*guess == trial.outcome ? "As you said."
                                          : "You said: " + experiment.outcomes[*guess] + '.');
    }
  }

  /// Asks for one setting after the other; nothing is chosen by who goes on.
  Move choose(const Experiment& experiment, bool tried, Experiment::Choices& chosen) {
    while (chosen.size() < experiment.settings.size()) {
      const Experiment::Setting& setting = experiment.settings[chosen.size()];
      const bool may_go_on = tried && chosen.empty();
      const std::optional<std::string> typed =
          ask(fmt::format("{}: {}{}   b back   q leave", setting.name, on_offer(setting),
                          may_go_on ? "   Enter goes on" : ""));
      const std::optional<Move> move = going(typed);
      if (move == Move::back && !chosen.empty()) {
        chosen.pop_back();
        continue;
      }
      if (move) return *move;
      if (typed->empty() && may_go_on) return Move::on;
      if (const std::optional<Experiment::Chosen> one = read_choice(setting, *typed))
        chosen.push_back(*one);
      else
        paragraph(what_to_choose(setting, *typed));
    }
    return Move::on;
  }

  static std::string on_offer(const Experiment::Setting& setting) {
    std::vector<std::string> all;
    for (const Experiment::Chosen& chosen : offered(setting)) all.push_back(chosen.name);
    const std::string range = range_told(setting);
    return fmt::format("{}{}", fmt::join(all, ", "), range.empty() ? "" : ", or " + range);
  }

  /// Asks what will come of it, where there is something to say.
  Move guessed(const Experiment& experiment, std::optional<std::size_t>& guess) {
    if (experiment.outcomes.empty()) return Move::on;
    std::string choices;
    for (std::size_t i = 0; i < experiment.outcomes.size(); ++i)
      choices += fmt::format("    {}) {}\n", i + 1, experiment.outcomes[i]);
    write("\nWhat will come of it?\n" + choices);
    while (!guess) {
      const std::optional<std::string> typed =
          ask(fmt::format("1 … {}   b back   q leave", experiment.outcomes.size()));
      if (const auto move = going(typed)) return *move;
      const std::optional<double> place = read_number(*typed);
      if (place && *place >= 1 && *place <= static_cast<double>(experiment.outcomes.size()))
        guess = static_cast<std::size_t>(*place) - 1;
      else
        paragraph("Type its number. A guess is enough.");
    }
    return Move::on;
  }

  Ending finish() {
    const std::size_t questions = at_once_ + later_ + shown_;
    if (questions > 0) {
      std::string said =
          fmt::format("You predicted {} of {} at the first try", at_once_, questions);
      if (later_ > 0) said += fmt::format(", {} after another look", later_);
      paragraph('\n' + said + '.');
    }
    return Ending::finished;
  }

  const Lesson& lesson_;
  const Console& console_;
  std::size_t lines_ = 0;          // written since the screen began or something was typed
  std::string notice_;             // to be told on the next screen
  const Piece* figure_ = nullptr;  // the last one of this screen
  std::set<Place> answered_;
  std::size_t at_once_ = 0, later_ = 0, shown_ = 0;
};

}  // namespace

Ending read(const Lesson& lesson, std::size_t from, const Console& console,
            const std::function<void(std::size_t)>& reached) {
  return Reader(lesson, console).run(from, reached);
}

}  // namespace stepgrad
