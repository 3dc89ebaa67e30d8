// A class hands in its work: what is taken, what is told of it, and what hostile work cannot do.
#include <stepgrad/course/gradebook.hpp>

#include <stepgrad/base/text.hpp>
#include <stepgrad/course/class_overview.hpp>

#include "catch.hpp"
#include "course_copy.hpp"

using namespace stepgrad;
using stepgrad::test::CourseCopy;
using stepgrad::test::Workplace;
namespace fs = std::filesystem;

namespace {

/// A folder of submissions, and the course that they are for.
struct Class {
  void hand_in(const std::string& path, const std::string& text) const {
    fs::create_directories(fs::path(folder / path).parent_path());
    write_file(folder / path, text);
  }
  std::string solution(int number) const { return read_file(course.exercise(number).solution()); }
  Submissions found(const std::optional<Exercise>& only = std::nullopt) const {
    return submissions(folder / "", exercises(course.path()), only);
  }
  Gradebook graded() const {
    return grade(found(), {course.exercise(3)}, workbench(Sandbox()), 2,
                 [](std::size_t, std::size_t) {});
  }

  CourseCopy course;
  Workplace folder;
};

/// "ada: 03_partials 04_chain_rule".
std::vector<std::string> summary(const Submissions& found) {
  std::vector<std::string> lines;
  for (const Student& student : found.students) {
    std::string line = student.name + ":";
    for (const auto& [name, file] : student.files) line += " " + name;
    lines.push_back(line + (student.progress.empty() ? "" : " progress"));
  }
  return lines;
}

/// A function for exercise 3 that returns nothing right, and this code.
std::string hostile(const std::string& code, const std::string& body = "return {0, 0, 0};") {
  return "#include <cstdio>\n#include <cstdlib>\n#include <fcntl.h>\n#include <signal.h>\n"
         "#include <unistd.h>\nstruct Partials { double w, x, b; };\n"
         "inline Partials partials(double w, double x, double b) { " +
         body + " }\n" + code + "\n";
}

}  // namespace

TEST_CASE("submissions are found in every layout that the help names", "[grade]") {
  const Class one;
  for (const char* path : {"ada/03_partials/exercise.hpp", "ada/lessons/04_chain_rule/exercise.hpp",
                           "ben/03_partials.hpp", "ben/4.hpp", "ben/exercise_05.hpp",
                           "cleo_d_03.hpp", "cleo_d-04_chain_rule.hpp", "02_graph/eve.hpp",
                           "02_graph/fay/exercise.hpp", "ada/progress.txt", "ben_progress.txt"})
    one.hand_in(path, "// mine");
  CHECK(summary(one.found()) ==
        std::vector<std::string>{"ada: 03_partials 04_chain_rule progress",
                                 "ben: 03_partials 04_chain_rule 05_many_paths progress",
                                 "cleo_d: 03_partials 04_chain_rule", "eve: 02_graph",
                                 "fay: 02_graph"});
  CHECK(one.found().skipped.empty());
}

TEST_CASE("where one exercise is asked for a name may leave it out", "[grade]") {
  const Class one;
  one.hand_in("ada.hpp", "");
  one.hand_in("ben/my_work.hpp", "");
  one.hand_in("cleo_04.hpp", "");
  CHECK(summary(one.found(one.course.exercise(3))) ==
        std::vector<std::string>{"ada: 03_partials", "ben: 03_partials", "cleo: 04_chain_rule"});
}

TEST_CASE("what is not taken is told, and links are not followed", "[grade]") {
  const Class one;
  one.hand_in("ada/03_partials/exercise.hpp", "first");
  one.hand_in("ada/again/03_partials/exercise.hpp", "second");
  one.hand_in("ada/essay.txt", "");
  one.hand_in("big_03.hpp", std::string(1u << 20, ' '));
  fs::create_symlink(one.folder / "ada/03_partials/exercise.hpp", one.folder / "thief_03.hpp");
  fs::create_directory_symlink(one.folder / "ada", one.folder / "eve");
  const Submissions found = one.found();
  CHECK(summary(found) == std::vector<std::string>{"ada: 03_partials"});
  CHECK(found.skipped ==
        std::vector<std::string>{
            "ada/again/03_partials/exercise.hpp: there is another one for exercise 3 already",
            "big_03.hpp: it is larger than 256 kB", "thief_03.hpp: it is a link",
            "beside the students: eve", "ada: essay.txt"});
}

TEST_CASE("a class is graded in the words of the exercise", "[grade]") {
  const Class one;
  one.hand_in("ada/3.hpp", one.solution(3));
  one.hand_in("ben/3.hpp", read_file(one.course.exercise(3).folder / "mistakes/second_term.hpp"));
  one.hand_in("cleo/3.hpp", read_file(one.course.exercise(3).untouched()));
  one.hand_in("dan/3.hpp", "Partials");
  const std::string text = as_text(one.graded(), 100, false);
  CHECK(text.find("ada   +       1\n") != text.npos);
  CHECK(text.find("ben   -       0  3: df/dx is 12, expected 17\n") != text.npos);
  CHECK(text.find("cleo  .       0\n") != text.npos);
  CHECK(text.find("dan   !       0  3: it does not compile: exercise.hpp:1") != text.npos);
  CHECK(text.find("Solved: 3: 1 of 4\n") != text.npos);
  CHECK(as_csv(one.graded())
            .starts_with("student,solved,03_partials,03_partials words,look at\n"
                         "ada,1,solved,,\n"
                         "ben,0,not yet,\"df/dx is 12, expected 17\",\n"));
}

TEST_CASE("work that claims to be solved is not believed", "[grade]") {
  const Class one;
  const char* forged[] = {
      "static int f = [] { std::puts(\"solved\"); std::fflush(stdout); _exit(0); return 0; }();",
      R"(long n; char s[99];
         static int f = [] {
           lseek(0, 0, 0);
           n = read(0, s, 99);
           if (write(1, "solved\n", 7) < 0 || write(1, s, n) < 0 || write(1, " 99", 3) < 0) n = 0;
           _exit(0);
           return 0;
         }();)",
      "#define check_exercise(a, b, c) check_exercise(a, b, [](auto&) {})",
      "#define gradient(...) about_to(\"nothing\")"};
  for (std::size_t i = 0; i < std::size(forged); ++i)
    one.hand_in(std::to_string(i) + "/3.hpp", hostile(forged[i]));
  for (const Gradebook::Row& row : one.graded().rows) {
    INFO(row.student << ": " << row.marks[0].text);
    CHECK(row.marks[0].state == Mark::State::not_yet);
    CHECK_FALSE(row.marks[0].odd.empty());
  }
}

TEST_CASE("work in a sandbox reads no file of others and leaves nothing behind", "[grade]") {
  if (!Sandbox().is_closed()) {
    WARN("skipped: install bubblewrap to have it");
    return;
  }
  const Class one;
  one.hand_in("ada/3.hpp", one.solution(3));
  const std::string ada = one.folder / "ada/3.hpp", mine = one.folder / "mine";
  one.hand_in("a/3.hpp", "#include \"" + ada + "\"\n");
  one.hand_in("b/3.hpp", hostile("asm(\".incbin \\\"" + ada + "\\\"\");"));
  const std::string theirs = one.course.exercise(3).solution();
  std::string spying = "int got = 0; ";
  for (const std::string& file : {ada, theirs})
    spying += "got += open(\"" + file + "\", O_RDONLY) >= 0; ";
  spying += "got += open(\"" + mine + "\", O_CREAT | O_WRONLY, 0666) >= 0; ";
  spying += "if (got > 0) std::fprintf(stderr, \"got it\\n\"); return {0, 0, 0};";
  one.hand_in("c/3.hpp", hostile("", spying));
  one.hand_in("d/3.hpp", hostile("",
                                 "kill(-1, SIGKILL); kill(getppid(), SIGKILL); "
                                 "return {0, 0, 0};"));
  one.hand_in("e/3.hpp", "#include __FILE__\n#include __FILE__\n");
  one.hand_in("f/3.hpp", hostile("template <int N> struct T { T<N + 1> a; T<N + 2> b; }; T<0> t;"));
  const Gradebook book = one.graded();
  REQUIRE(book.rows.size() == 7);
  CHECK(book.rows[1].student == "ada");
  CHECK(solved_count(book.rows[1]) == 1);
  for (const Gradebook::Row& row : book.rows) {
    INFO(row.student << ": " << row.marks[0].text << row.marks[0].printed);
    if (row.student != "ada") CHECK(solved_count(row) == 0);
    CHECK(row.marks[0].printed.find("got it") == std::string::npos);
    CHECK(row.marks[0].text.find("w * x * x") == std::string::npos);
  }
  CHECK_FALSE(fs::exists(mine));
}

TEST_CASE("lines that honest work never needs are shown, and no others", "[grade]") {
  const Class one;
  for (const Exercise& exercise : exercises(one.course.path())) {
    INFO(exercise.name);
    CHECK(odd_lines(read_file(exercise.solution())).empty());
    CHECK(odd_lines(read_file(exercise.untouched())).empty());
  }
  CHECK(odd_lines("double main_idea = 1;  // exits early\n").empty());
  const auto odd = odd_lines("#pragma once\n\n#  define main other\n");
  REQUIRE(odd.size() == 1);
  CHECK(odd[0].line == 3);
}

TEST_CASE("a class overview says who is where, and what is hardest", "[grade]") {
  const Class one;
  one.hand_in("ada/progress.txt",
              "finished 01_derivative 2026-03-14T09:26Z\nsolved 01_derivative 2026-03-15T09:26Z\n"
              "finished 02_graph 2026-03-16T09:26Z\nhints 02_graph 2\ndrill level 3\n");
  one.hand_in("ben/progress.txt",
              "place 02_graph 4\nsolved 01_derivative 2026-03-14T09:26Z\ndrill level 1e300\n");
  one.hand_in("eve_progress.txt", "solved 01_derivative yesterday\n");
  const ClassOverview overview = class_overview(one.found(), exercises(one.course.path()));
  CHECK(hardest(overview) == 1);
  REQUIRE(overview.notices.size() == 1);
  CHECK(overview.notices[0].starts_with("eve: eve_progress.txt: line 1"));
  const std::string text = as_text(overview, 80, false);
  INFO(text);
  const std::string rest(overview.exercises.size() - 2, ' ');
  CHECK(text.find("ada  +-" + rest + "       1     2      2      3  2026-03-16\n") != text.npos);
  CHECK(text.find("ben  +." + rest + "       1     2      0         2026-03-14\n") != text.npos);
  CHECK(text.find("Hardest so far: 2. ") != text.npos);
}
