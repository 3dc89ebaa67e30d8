#include <stepgrad/course/class_overview.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/csv.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/course/class_table.hpp>
#include <stepgrad/course/progress.hpp>
#include <stepgrad/story/json.hpp>
#include <stepgrad/story/made_up.hpp>

namespace stepgrad {
namespace {

using Stage = ClassOverview::Stage;
using Learner = ClassOverview::Learner;

Learner learner(const Student& student, const std::vector<Exercise>& exercises,
                std::vector<std::string>& notices) {
  const Progress progress(student.progress, [&](const std::string& trouble) {
    notices.push_back(fmt::format("{}: {}", student.name, trouble));
  });
  const double level = progress.drill("level");
  const bool practises = level >= easiest_level && level <= hardest_level;
  Learner found{student.name, {}, practises ? static_cast<int>(level) : 0, ""};
  for (const Exercise& exercise : exercises) {
    const auto solved = progress.solved(exercise.name), read = progress.finished(exercise.name);
    const std::size_t hints = progress.hints(exercise.name);
    const bool begun = solved || read || hints > 0 || progress.place(exercise.name) > 0;
    found.stages.push_back({begun, read.has_value(), solved.has_value(), hints});
    for (const auto& moment : {solved, read})
      if (moment) found.last = std::max(found.last, moment->substr(0, moment->find('T')));
  }
  return found;
}

std::size_t solved_count(const Learner& one) {
  return static_cast<std::size_t>(std::ranges::count(one.stages, true, &Stage::solved));
}

/// What the class has done of an exercise.
struct Total {
  std::size_t begun = 0, solved = 0, hints = 0;

  std::size_t open() const { return begun - solved; }
};

Total total(const ClassOverview& overview, std::size_t exercise) {
  Total all;
  for (const Learner& one : overview.learners) {
    const Stage& stage = one.stages[exercise];
    all.begun += stage.begun;
    all.solved += stage.solved;
    all.hints += stage.hints;
  }
  return all;
}

char sign_of(const Stage& stage) {
  return !stage.begun ? ' ' : stage.solved ? '+' : stage.read ? '-' : '.';
}

/// The first lesson that is not done, "" if all are.
std::string next(const ClassOverview& overview, const Learner& one) {
  const auto open = std::ranges::find(one.stages, false, &Stage::solved);
  if (open == one.stages.end()) return "";
  return std::to_string(
      overview.exercises[static_cast<std::size_t>(open - one.stages.begin())].number);
}

/// "1: 4 of 6 (4 hints), 2: …"
std::string totals(const ClassOverview& overview) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < overview.exercises.size(); ++i) {
    const Total here = total(overview, i);
    if (here.begun == 0) continue;
    all.push_back(fmt::format("{}: {} of {} ({})", overview.exercises[i].number, here.solved,
                              here.begun, counted(here.hints, "hint")));
  }
  return fmt::format("{}", fmt::join(all, ", "));
}

}  // namespace

ClassOverview class_overview(const Submissions& submissions,
                             const std::vector<Exercise>& exercises) {
  ClassOverview overview{exercises, {}, {}};
  for (const Student& student : submissions.students)
    if (!student.progress.empty())
      overview.learners.push_back(learner(student, exercises, overview.notices));
  return overview;
}

std::size_t hardest(const ClassOverview& overview) {
  std::size_t found = overview.exercises.size();
  Total worst;
  for (std::size_t i = 0; i < overview.exercises.size(); ++i) {
    const Total here = total(overview, i);
    if (here.begun == 0) continue;
    if (std::pair(here.open(), here.hints) <= std::pair(worst.open(), worst.hints)) continue;
    worst = here;
    found = i;
  }
  return found;
}

std::string as_text(const ClassOverview& overview, std::size_t width, bool color) {
  std::vector<ClassLine> lines;
  for (const Learner& one : overview.learners) {
    ClassLine line{one.name, "", ""};
    std::size_t hints = 0;
    for (const Stage& stage : one.stages) {
      line.signs += sign_of(stage);
      hints += stage.hints;
    }
    line.rest =
        fmt::format("{:>6}{:>6}{:>7}{:>7}  {}", solved_count(one), next(overview, one), hints,
                    one.drill_level > 0 ? std::to_string(one.drill_level) : "", one.last);
    lines.push_back(line);
  }
  std::string text =
      class_table(overview.exercises, "solved  next  hints  drill  last", lines, width, color);
  text += "\n+ solved  - lesson read, exercise not yet solved  . begun\n\n" +
          wrapped("Solved, of those who have begun: " + totals(overview), width, 8);
  if (const std::size_t place = hardest(overview); place < overview.exercises.size()) {
    const Exercise& exercise = overview.exercises[place];
    text += wrapped(fmt::format("Hardest so far: {}. {}: {} have begun and not solved it.",
                                exercise.number, exercise.title, total(overview, place).open()),
                    width, 8);
  }
  return text;
}

std::string as_csv(const ClassOverview& overview) {
  std::vector<std::string> cells{"student", "solved"};
  for (const Exercise& exercise : overview.exercises) {
    cells.push_back(exercise.name);
    cells.push_back(exercise.name + " hints");
  }
  cells.insert(cells.end(), {"drill level", "last"});
  std::string text = spreadsheet_line(cells);
  for (const Learner& one : overview.learners) {
    cells = {one.name, std::to_string(solved_count(one))};
    for (const Stage& stage : one.stages) {
      cells.emplace_back(!stage.begun   ? ""
                         : stage.solved ? "solved"
                         : stage.read   ? "read"
                                        : "begun");
      cells.push_back(std::to_string(stage.hints));
    }
    cells.insert(cells.end(), {std::to_string(one.drill_level), one.last});
    text += spreadsheet_line(cells);
  }
  return text;
}

std::string as_json(const ClassOverview& overview) {
  std::vector<std::string> names, students;
  for (const Exercise& exercise : overview.exercises) names.push_back(json_text(exercise.name));
  for (const Learner& one : overview.learners) {
    std::vector<std::string> stages;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const Stage& stage = one.stages[i];
      stages.push_back(
          fmt::format(R"({{"exercise": {}, "begun": {}, "read": {}, "solved": {}, "hints": {}}})",
                      names[i], stage.begun, stage.read, stage.solved, stage.hints));
    }
    students.push_back(fmt::format(
        R"({{"student": {}, "solved": {}, "drill_level": {}, "last": {}, "exercises": [{}]}})",
        json_text(one.name), solved_count(one), one.drill_level, json_text(one.last),
        fmt::join(stages, ", ")));
  }
  return fmt::format("{{\"exercises\": [{}],\n \"students\": {}}}\n", fmt::join(names, ", "),
                     json_lines(students));
}

}  // namespace stepgrad
