#include <stepgrad/course/gradebook.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <regex>

#include <fmt/format.h>

#include <stepgrad/base/csv.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/parallel.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/course/class_table.hpp>
#include <stepgrad/story/json.hpp>

namespace stepgrad {
namespace {

namespace fs = std::filesystem;

struct MarkRow {
  std::string_view name;
  char sign;
  std::string_view color;
};

// In the order of the enumeration.
constexpr std::array<MarkRow, 5> mark_states{{{"not handed in", ' ', "2"},
                                              {"nothing written", '.', "2"},
                                              {"does not compile", '!', "31"},
                                              {"not yet", '-', "33"},
                                              {"solved", '+', "32"}}};

const MarkRow& row_of(Mark::State state) { return mark_states[static_cast<std::size_t>(state)]; }

// ---- grading

Mark::State state_of(Attempt::State state) {
  switch (state) {
    case Attempt::State::solved:
      return Mark::State::solved;
    case Attempt::State::does_not_compile:
      return Mark::State::does_not_compile;
    default:
      return Mark::State::not_yet;
  }
}

/// `steps` is how many the check goes with the exercise's own solution. What it builds on is the
/// student's own.
Mark mark_of(const Workbench& bench, const Exercise& exercise, std::size_t steps,
             const Student& student) {
  const auto own = [&](const Exercise& one) {
    const auto file = student.files.find(one.name);
    return file == student.files.end() ? fs::path() : file->second;
  };
  const fs::path file = own(exercise);
  const std::string source = read_file(file);
  if (source == read_file(exercise.untouched()))
    return {Mark::State::empty, "", "", "", line_to_open(source, source), {}};
  const Attempt attempt = bench.attempt(exercise, file, {}, own);
  Mark mark{state_of(attempt.state), in_short(attempt), attempt.text,
            attempt.printed,         attempt.line,      odd_lines(source)};
  if (mark.state != Mark::State::solved || attempt.steps >= steps) return mark;
  mark.state = Mark::State::not_yet;
  mark.words = fmt::format("the check was led past its questions: it went {} of {} steps",
                           attempt.steps, steps);
  mark.text = mark.words + '\n';
  return mark;
}

/// The steps of each exercise's check. Throws Error (machine) if a solution does not pass.
std::vector<std::size_t> steps_of_solutions(const std::vector<Exercise>& exercises,
                                            const Workbench& bench, std::size_t at_a_time) {
  std::vector<std::size_t> steps(exercises.size());
  in_parallel(exercises.size(), at_a_time, [&](std::size_t i) {
    const Attempt attempt = bench.attempt(exercises[i], exercises[i].solution());
    if (attempt.state != Attempt::State::solved)
      throw Error(fmt::format("exercise {}: its own solution does not pass here: {}",
                              exercises[i].number, in_short(attempt)),
                  "", "./stepgrad course --verify tells more.", Fault::machine);
    steps[i] = attempt.steps;
  });
  return steps;
}

// ---- the table

/// "4: df/dx is 12, expected 17", of the first that is not yet right.
std::string first_words(const Gradebook& book, const Gradebook::Row& row) {
  for (std::size_t i = 0; i < row.marks.size(); ++i)
    if (!row.marks[i].words.empty())
      return fmt::format("{}: {}", book.exercises[i].number, row.marks[i].words);
  return "";
}

/// "1: 9 of 12, 2: 13 of 17", of those who have handed something in.
std::string counts(const Gradebook& book) {
  std::vector<std::string> counts;
  for (std::size_t i = 0; i < book.exercises.size(); ++i) {
    std::size_t solved = 0, handed_in = 0;
    for (const Gradebook::Row& row : book.rows) {
      solved += row.marks[i].state == Mark::State::solved;
      handed_in += row.marks[i].state != Mark::State::absent;
    }
    counts.push_back(fmt::format("{}: {} of {}", book.exercises[i].number, solved, handed_in));
  }
  return fmt::format("{}", fmt::join(counts, ", "));
}

/// + for solved; ? if it is to be looked at first.
char sign_of(const Mark& mark) {
  return mark.state == Mark::State::solved && !mark.odd.empty() ? '?' : row_of(mark.state).sign;
}

std::string odd_text(const Gradebook& book, std::size_t width) {
  std::string text;
  for (const Gradebook::Row& row : book.rows)
    for (std::size_t i = 0; i < row.marks.size(); ++i) {
      const std::vector<OddLine>& odd = row.marks[i].odd;
      if (odd.empty()) continue;
      text += shortened(fmt::format("  {}, exercise {}, line {}: {}", row.student,
                                    book.exercises[i].number, odd[0].line, odd[0].text),
                        width) +
              '\n';
    }
  return text.empty()
           ? ""
           : "\n? Look at these yourself: an honest solution needs no such line.\n" + text;
}

}  // namespace

std::vector<OddLine> odd_lines(const std::string& source) {
  static const std::regex odd(
      R"re(#\s*(define|undef|pragma\s+(?!once)|line)|\b(asm|__asm\w*|__attribute__|extern|exit|_exit|_Exit|quick_exit|abort|raise|kill|signal|sigaction|fork|vfork|clone|exec\w*|system|popen|posix_spawn\w*|ptrace|syscall|dlopen|dlsym|dlclose|mmap|mprotect|open|fopen|freopen|[io]?fstream|filesystem|thread|jthread|async|reinterpret_cast|check_exercise|ExerciseCheck|checking|CheckResult|main|getenv|__builtin_\w+)\b|\[\[\s*gnu|/proc|\.incbin|#\s*include\s*"[./])re");
  constexpr std::size_t longest = 400;
  std::vector<OddLine> found;
  std::size_t number = 0;
  for (const std::string_view line : split(source, '\n')) {
    ++number;
    const std::string start = trimmed(printable(line.substr(0, longest)));
    const bool is_odd = line.size() > longest || std::regex_search(start, odd);
    if (is_odd && !start.starts_with("//")) found.push_back({number, shortened(start, 100)});
  }
  return found;
}

std::size_t solved_count(const Gradebook::Row& row) {
  return static_cast<std::size_t>(std::ranges::count(row.marks, Mark::State::solved, &Mark::state));
}

Gradebook grade(const Submissions& submissions, const std::vector<Exercise>& exercises,
                const Workbench& bench, std::size_t at_a_time,
                const std::function<void(std::size_t, std::size_t)>& done) {
  const std::vector<std::size_t> steps = steps_of_solutions(exercises, bench, at_a_time);
  Gradebook book{exercises, {}};
  struct Task {
    std::size_t row, exercise;
    const Student* student;
  };
  std::vector<Task> tasks;
  for (const Student& student : submissions.students) {
    const std::size_t before = tasks.size();
    for (std::size_t i = 0; i < exercises.size(); ++i)
      if (student.files.contains(exercises[i].name))
        tasks.push_back({book.rows.size(), i, &student});
    if (tasks.size() > before)
      book.rows.push_back({student.name, std::vector<Mark>(exercises.size())});
  }
  std::atomic<std::size_t> finished = 0;
  std::mutex speaking;
  in_parallel(tasks.size(), at_a_time, [&](std::size_t i) {
    const auto& [row, exercise, student] = tasks[i];
    book.rows[row].marks[exercise] = mark_of(bench, exercises[exercise], steps[exercise], *student);
    const std::lock_guard lock(speaking);
    done(++finished, tasks.size());
  });
  return book;
}

std::string as_text(const Gradebook& book, std::size_t width, bool color) {
  std::vector<ClassLine> lines;
  for (const Gradebook::Row& row : book.rows) {
    ClassLine line{row.student, "",
                   fmt::format("{:>6}  {}", solved_count(row), first_words(book, row))};
    for (const Mark& mark : row.marks) {
      line.signs += sign_of(mark);
      line.colors.emplace_back(row_of(mark.state).color);
    }
    lines.push_back(line);
  }
  return class_table(book.exercises, "solved  the first that is not yet right", lines, width,
                     color) +
         "\n+ solved  - not yet  ! does not compile  . nothing written  blank: not handed in\n\n" +
         wrapped("Solved: " + counts(book), width, 8) + odd_text(book, width);
}

std::string as_csv(const Gradebook& book) {
  std::vector<std::string> cells{"student", "solved"};
  for (const Exercise& exercise : book.exercises) {
    cells.push_back(exercise.name);
    cells.push_back(exercise.name + " words");
  }
  cells.push_back("look at");
  std::string text = spreadsheet_line(cells);
  for (const Gradebook::Row& row : book.rows) {
    cells = {row.student, std::to_string(solved_count(row))};
    std::string look;
    for (std::size_t i = 0; i < row.marks.size(); ++i) {
      const Mark& mark = row.marks[i];
      cells.emplace_back(row_of(mark.state).name);
      cells.push_back(mark.words);
      for (const OddLine& odd : mark.odd)
        look += fmt::format("{}{}:{}", look.empty() ? "" : " ", book.exercises[i].name, odd.line);
    }
    cells.push_back(look);
    text += spreadsheet_line(cells);
  }
  return text;
}

std::string as_json(const Gradebook& book) {
  std::vector<std::string> names, students;
  for (const Exercise& exercise : book.exercises) names.push_back(json_text(exercise.name));
  for (const Gradebook::Row& row : book.rows) {
    std::vector<std::string> marks;
    for (std::size_t i = 0; i < row.marks.size(); ++i) {
      const Mark& mark = row.marks[i];
      std::vector<std::string> odd;
      for (const OddLine& line : mark.odd)
        odd.push_back(
            fmt::format(R"({{"line": {}, "text": {}}})", line.line, json_text(line.text)));
      marks.push_back(fmt::format(
          R"({{"exercise": {}, "state": "{}", "words": {}, "text": {}, "printed": {}, "line": {}, "odd": [{}]}})",
          names[i], row_of(mark.state).name, json_text(mark.words), json_text(mark.text),
          json_text(mark.printed), mark.line, fmt::join(odd, ", ")));
    }
    students.push_back(fmt::format("{{\"student\": {}, \"solved\": {}, \"exercises\": [\n    {}]}}",
                                   json_text(row.student), solved_count(row),
                                   fmt::join(marks, ",\n    ")));
  }
  return fmt::format("{{\"exercises\": [{}],\n \"students\": {}}}\n", fmt::join(names, ", "),
                     json_lines(students));
}

}  // namespace stepgrad
