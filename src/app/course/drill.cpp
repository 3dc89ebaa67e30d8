// stepgrad drill: problems one after the other on the terminal, or as a sheet with its answers.
#include <algorithm>
#include <cstdio>
#include <map>
#include <random>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/table.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/course/answer.hpp>
#include <stepgrad/course/course_home.hpp>
#include <stepgrad/course/drill_review.hpp>
#include <stepgrad/course/drill_session.hpp>
#include <stepgrad/course/progress.hpp>
#include <stepgrad/story/text_page.hpp>

#include "app/commands.hpp"
#include "app/course/console.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

constexpr std::size_t problems_of_a_sheet = 10;

/// A word for several kinds.
struct Group {
  std::string_view name;
  bool (*holds)(const ProblemKind& row);
};
constexpr Group groups[] = {
    {"all", [](const ProblemKind&) { return true; }},
    {"formulas", [](const ProblemKind& row) { return row.about == ProblemKind::About::formulas; }},
    {"training",
     [](const ProblemKind& row) {
       return row.about == ProblemKind::About::layers || row.about == ProblemKind::About::training;
     }},
};

std::vector<std::string> groups_and_kinds() {
  std::vector<std::string> names = names_of(groups);
  std::ranges::copy(names_of(problem_kinds), std::back_inserter(names));
  return names;
}

/// The kinds that are wanted, "bug,training"; each once, as they stand in the table.
std::vector<Problem::Kind> read_kinds(const std::string& wanted) {
  const std::vector<std::string> known = groups_and_kinds();
  std::vector<std::string> words;
  for (const std::string_view part : split(wanted, ',')) {
    words.push_back(trimmed(part));
    if (!std::ranges::count(known, words.back()))
      throw Error(fmt::format("--kind cannot be '{}'", words.back()), "",
                  did_you_mean(words.back(), known, fmt::format("Choose of {}.", listed(known))));
  }
  std::vector<Problem::Kind> kinds;
  for (const ProblemKind& row : problem_kinds) {
    const auto names = [&](const std::string& word) {
      const auto group = std::ranges::find(groups, word, &Group::name);
      return group == std::end(groups) ? row.name == word : group->holds(row);
    };
    if (std::ranges::any_of(words, names)) kinds.push_back(row.kind);
  }
  return kinds;
}

/// The shortest words for these kinds.
std::string in_words(const std::vector<Problem::Kind>& kinds) {
  for (const Group& group : groups)
    if (read_kinds(std::string(group.name)) == kinds) return std::string(group.name);
  std::vector<std::string_view> names;
  for (const Problem::Kind kind : kinds) names.push_back(row_of(kind).name);
  return fmt::format("{}", fmt::join(names, ","));
}

struct DrillArguments {
  Options& options;
  const std::optional<std::size_t>& seed =
      options.whole("--seed", "Which of the many; without it, any");
  const std::optional<std::size_t>& level = options.whole(
      "--level", "How hard at the beginning, from 1 to 5; without it, as hard as last time");
  const std::size_t& questions =
      options.whole("--questions", 0, "How many new problems; 0 is endless");
  Options::Text kind = options.text(
      "--kind", "KIND,…",
      "What is practised; without it formulas, and, without --seed, what your lessons taught");
  const bool& steady = options.flag("--steady", "Stay at the level");
  const bool& without_asking = options.flag("--auto", "Print problems with answers, ask nothing");
  const bool& sheet = options.flag("--sheet", "Print problems without answers, for a class");
  Options::Text output = options.output("Write the sheet to a file");
};

/// The drill's lines in progress.txt. Without a checkout there is none, and practice goes on.
class Memory {
 public:
  Memory() {
    try {
      progress_.emplace(course_home().folder / "progress.txt",
                        [this](const std::string& said) { notice_ = said; });
      for (auto& [name, before] : before_) before = progress_->drill(name);
    } catch (const Error& error) {
      notice_ = fmt::format("This session is not kept: {}", error.what());
    }
  }

  /// The level that the last session ended with.
  int level() const {
    const double kept = progress_ ? progress_->drill("level") : 0;
    return kept >= easiest_level && kept <= hardest_level ? static_cast<int>(kept) : easiest_level;
  }

  /// The kinds about formulas, and those that finished lessons teach.
  std::vector<Problem::Kind> kinds() const {
    std::vector<Problem::Kind> known;
    for (const ProblemKind& row : problem_kinds)
      if (row.about == ProblemKind::About::formulas ||
          (progress_ && progress_->finished(row.lesson)))
        known.push_back(row.kind);
    return known;
  }

  /// What was missed on earlier days and is due.
  std::vector<Turn> missed() const {
    std::vector<Turn> due;
    if (!progress_) return due;
    for (const auto& [turn, review] : progress_->reviews())
      if (review.due <= today()) due.push_back(turn);
    return due;
  }

  /// A problem that has been answered, and when it comes again.
  void keep(const Turn& turn, Grade grade) {
    if (!progress_) return;
    const std::optional<DrillReview> before = progress_->review(turn);
    const std::optional<DrillReview> next = reviewed(before, grade, today());
    if (before || next) progress_->set_review(turn, next);
  }

  void keep(const Drill& drill) {
    if (!progress_) return;
    const auto best = static_cast<double>(drill.best_streak);
    const auto add = [&](const char* name, std::size_t now) {
      progress_->set_drill(name, before_[name] + static_cast<double>(now));
    };
    add("answered", drill.asked);
    add("at_once", drill.at_once);
    add("score", drill.score);
    progress_->set_drill("best_streak", std::max(best_streak(), best));
    if (!drill.plan.steady) progress_->set_drill("level", drill.level);
  }

  double best_streak() const { return before_.at("best_streak"); }

  /// What the learner should know of their file, once; "" if all is well.
  std::string notice() { return std::exchange(notice_, ""); }

 private:
  std::string notice_;
  std::optional<Progress> progress_;
  std::map<std::string, double> before_{// what earlier sessions left, and this one adds to
                                        {"answered", 0},
                                        {"at_once", 0},
                                        {"score", 0},
                                        {"best_streak", 0}};
};

/// The command that makes this drill again.
std::string command_of(const DrillPlan& plan) {
  return fmt::format("stepgrad drill --seed {} --level {}{}{}{}", plan.seed, plan.level,
                     plan.kinds == kinds_of_formulas() ? "" : " --kind " + in_words(plan.kinds),
                     plan.problems ? fmt::format(" --questions {}", plan.problems) : "",
                     plan.steady ? " --steady" : "");
}

std::string bold(const std::string& text, const Typesetting& set) {
  return colored("1", text, set.color);
}

std::string head(const Turn& turn, const std::string& name, const Typesetting& set) {
  return bold(fmt::format("{}, level {}: {}", name, turn.level, row_of(turn.kind).title), set) +
         "\n\n";
}

std::string given_text(const Problem& problem, const Typesetting& set) {
  std::string text;
  for (const Piece& piece : problem.given) text += piece_text(piece, set) + '\n';
  return text;
}

std::string answer_text(const Question& question, const Typesetting& set) {
  return paragraph_text(fmt::format("  answer: {}", shown_answer(question)), set, 10) +
         paragraph_text(fmt::format("  because: {}", question.help.reveal), set, 11);
}

// ---- a drill with somebody who answers

class Session {
 public:
  Session(const DrillPlan& plan, const Console& console, Memory& memory)
      : drill_(begin(plan)), console_(console), memory_(memory) {}

  void run() {
    welcome();
    while (const std::optional<Turn> turn = next(drill_)) {
      const std::optional<Grade> grade = pose(*turn);
      if (!grade) break;
      const Drill before = drill_;
      drill_ = after(drill_, *grade);
      memory_.keep(*turn, *grade);
      stand(before);
      memory_.keep(drill_);
      tell_of_memory();
    }
    summary();
  }

 private:
  void write(std::string_view text) const { console_.write(text); }
  void paragraph(std::string_view text) const { write(paragraph_text(text, console_.set())); }

  /// A message whose lines are kept, each wrapped.
  void lines(std::string_view text) const {
    for (const std::string_view line : split(text, '\n')) paragraph(line);
  }

  void welcome() const {
    write(
        bold(fmt::format("Drill {}: backpropagation by hand\n", drill_.plan.seed), console_.set()));
    paragraph(
        "Type an answer; arithmetic such as 3/4 or 2*tanh(1) is fine. `?` gives a hint, `s` shows the "
        "answer, `q` leaves. What does not come at once comes again, and once more after days.");
    if (const std::size_t missed = drill_.plan.missed.size(); missed > 0)
      paragraph(
          missed == 1
              ? "A problem of an earlier day comes first."
              : fmt::format("{} problems of earlier days come again, beginning with the first.",
                            missed));
    paragraph(fmt::format("The same drill for somebody else: `{}`", command_of(drill_.plan)));
    tell_of_memory();
  }

  void tell_of_memory() const {
    if (const std::string notice = memory_.notice(); !notice.empty()) lines(notice);
  }

  /// Asks all questions of a problem; nothing if the learner leaves.
  std::optional<Grade> pose(const Turn& turn) {
    const Problem problem = make_problem(turn.kind, turn.level, turn.seed);
    const std::string name = turn.again ? "Once more" : fmt::format("Problem {}", drill_.asked + 1);
    write('\n' + head(turn, name, console_.set()) + given_text(problem, console_.set()));
    Grade worst = Grade::at_once;
    for (const Question& question : problem.questions) {
      const std::optional<Grade> grade = pose(question);
      if (!grade) return std::nullopt;
      worst = std::max(worst, *grade);
    }
    return worst;
  }

  std::optional<Grade> pose(const Question& question) {
    constexpr std::size_t tries = 3;  // then it is shown
    write(piece_text(question, console_.set()));
    std::size_t hints = 0;
    for (std::size_t tried = 0; tried < tries;) {
      write("> ");
      const std::optional<std::string> line = console_.read();
      const std::string typed = line ? trimmed(*line) : "q", key = lower(typed);
      if (key == "q" || key == "quit" || key == "exit") return std::nullopt;
      if (key == "s" || key == "skip" || key == "show") break;
      if (key == "?" || key == "hint") {
        paragraph(hint(question, hints++));
        continue;
      }
      const Reply reply = judge(question, typed);
      tried += reply.read;
      if (reply.right) {
        paragraph(fmt::format("{} {}", reply.say, question.help.reveal));
        return hints + tried == 1 ? Grade::at_once : Grade::later;
      }
      lines(reply.say);
    }
    paragraph(fmt::format("It is {}. {}", shown_answer(question), question.help.reveal));
    return Grade::shown;
  }

  static std::string hint(const Question& question, std::size_t number) {
    const std::vector<std::string>& hints = question.help.hints;
    if (number >= hints.size()) return "That was the last hint. Guess, or type `s` to be shown.";
    return fmt::format("Hint {} of {}: {}", number + 1, hints.size(), hints[number]);
  }

  /// Where the learner stands, and what has changed.
  void stand(const Drill& before) const {
    std::string text =
        fmt::format("\nLevel {}, score {}, streak {}.", drill_.level, drill_.score, drill_.streak);
    if (drill_.level > before.level)
      text += fmt::format(" {} in a row: up to level {}.", Drill::rise_after, drill_.level);
    if (drill_.level < before.level)
      text += fmt::format(" Some more of level {} first; it comes back.", drill_.level);
    if (drill_.missed.size() > before.missed.size()) text += " That one will come again.";
    paragraph(text);
  }

  void summary() const {
    write("\n" + bold("How it went\n", console_.set()));
    if (drill_.turns == 0) return paragraph("You have not answered anything yet. Come back soon.");
    const std::size_t shown = drill_.asked - drill_.at_once - drill_.later;
    std::string text = fmt::format("{} of {} at the first try", drill_.at_once, drill_.asked);
    if (drill_.later > 0) text += fmt::format(", {} after another look", drill_.later);
    if (shown > 0) text += fmt::format(", {} shown", shown);
    if (drill_.mastered > 0)
      text += fmt::format("; {} came at once when asked again", drill_.mastered);
    paragraph(text + '.');
    const double best = memory_.best_streak();
    const bool is_best = best > 0 && static_cast<double>(drill_.best_streak) > best;
    paragraph(fmt::format("Score {}, best streak {}{}, level {}.", drill_.score, drill_.best_streak,
                          is_best ? fmt::format(" (before: {})", best) : "", drill_.level));
    if (!drill_.missed.empty()) review();
  }

  /// Every problem that did not come at once, with the whole story of its formula.
  void review() const {
    write("\n" + bold("To look at again\n", console_.set()));
    for (std::size_t i = 0; i < drill_.missed.size(); ++i) {
      const Turn& turn = drill_.missed[i];
      const Problem problem = make_problem(turn.kind, turn.level, turn.seed);
      write('\n' +
            head(turn, fmt::format("{} of {}", i + 1, drill_.missed.size()), console_.set()));
      for (const Question& question : problem.questions)
        paragraph(question.kind == Question::Kind::choice
                      ? question.help.reveal
                      : fmt::format("{} {}. {}", question.ask, shown_answer(question),
                                    question.help.reveal));
      Telling telling;
      telling.color = console_.set().color;
      telling.width = console_.set().width;
      if (problem.trace) write('\n' + as_text(*problem.trace, telling));
    }
  }

  Drill drill_;
  const Console& console_;
  Memory& memory_;
};

// ---- a sheet

/// The problems of the plan, all at its level, with their answers or room for them. What students
/// get does not say how the answers are made.
std::string sheet(DrillPlan plan, bool answers, const Typesetting& set) {
  plan.steady = true;
  plan.missed.clear();
  if (plan.problems == 0) plan.problems = problems_of_a_sheet;
  std::string text =
      answers ? bold(fmt::format("Drill {}: backpropagation by hand", plan.seed), set) + '\n' +
                    fmt::format("To be asked these: {}\n", command_of(plan))
              : bold("Backpropagation by hand", set) + "\n\nName: " + std::string(40, '_') +
                    "  Date: " + std::string(14, '_') + '\n';
  Drill drill = begin(plan);
  while (const std::optional<Turn> turn = next(drill)) {
    const Problem problem = make_problem(turn->kind, turn->level, turn->seed);
    text += '\n' + head(*turn, fmt::format("Problem {}", drill.asked + 1), set) +
            given_text(problem, set);
    for (const Question& question : problem.questions)
      text += piece_text(question, set) +
              (answers ? answer_text(question, set) : "\n  answer: ____________\n\n");
    drill = after(drill, Grade::at_once);
  }
  return text;
}

int run_drill(const DrillArguments& arguments) {
  constexpr unsigned seeds = 10'000;  // short enough to be read out to a class
  Memory memory;
  const DrillPlan plan{
      .seed = arguments.seed.value_or(std::random_device()() % seeds),
      .level = arguments.level ? static_cast<int>(*arguments.level) : memory.level(),
      .kinds = !arguments.kind.empty()    ? read_kinds(arguments.kind)
             : arguments.seed.has_value() ? kinds_of_formulas()
                                          : memory.kinds(),
      .problems = arguments.questions,
      .steady = arguments.steady,
      .missed = arguments.seed ? std::vector<Turn>() : memory.missed()};
  if (arguments.without_asking || arguments.sheet || nobody_sees_questions()) {
    const bool answers = !arguments.sheet;
    const bool color = arguments.output.empty() && wants_color("auto");
    deliver(sheet(plan, answers, {terminal_width(), color}), arguments.output);
    if (!answers && !arguments.seed)
      std::fprintf(stderr, "note: its key: %s --auto\n", command_of(plan).c_str());
    return 0;
  }
  Session(plan, terminal_console("drill", false), memory).run();
  return 0;
}

}  // namespace

Action drill(Options& options) { return action<DrillArguments>(options, run_drill); }

}  // namespace stepgrad::app
