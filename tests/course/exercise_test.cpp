// The exercises as they lie in lessons/.
#include <stepgrad/course/exercise.hpp>

#include "catch.hpp"
#include "course_copy.hpp"
#include "error_text.hpp"

using namespace stepgrad;
using stepgrad::test::CourseCopy;
using stepgrad::test::Workplace;
namespace fs = std::filesystem;

TEST_CASE("every lesson of Part I has an exercise with hints and a title", "[exercise]") {
  const CourseCopy course;
  const std::vector<Exercise> all = exercises(course.path());
  REQUIRE(all.size() >= 7);
  for (std::size_t i = 0; i < 7; ++i) {
    INFO(all[i].name);
    CHECK(all[i].number == static_cast<int>(i) + 1);
    CHECK(all[i].title != all[i].name);
    CHECK(all[i].hints().size() >= 2);
    CHECK(line_to_open(all[i]) > 1);
  }
}

TEST_CASE("an exercise is found by its number, its name or a part of it", "[exercise]") {
  const CourseCopy course;
  const std::vector<Exercise> all = exercises(course.path());
  for (const char* which : {"4", "04", "04_chain_rule", "chain"})
    CHECK(find_exercise(all, which).name == "04_chain_rule");
  CHECK(error_of([&] { find_exercise(all, "04_chian_rule"); }) ==
        "there is no exercise '04_chian_rule'\ndid you mean '04_chain_rule'?");
  for (const char* which : {"0", "99", "", "xyz", "4 "})
    CHECK(error_of([&] { find_exercise(all, which); }).starts_with("there is no exercise"));
}

TEST_CASE("hints are paragraphs, and their code keeps its shape", "[exercise]") {
  const Workplace place;
  write_file(place / "hints.txt", "\nOne line.\n  code();\n\n\nAnother\nhint.\n");
  const Exercise exercise{fs::path(place / "hints.txt").parent_path(), "01_a", 1, ""};
  CHECK(exercise.hints() == std::vector<std::string>{"One line.\n  code();\n", "Another\nhint.\n"});
}

TEST_CASE("reset gives the hole back and keeps what was written, time after time", "[exercise]") {
  const CourseCopy course;
  const Exercise exercise = course.exercise(4);
  CHECK(reset(exercise) == "");
  for (const char* name : {"exercise.mine.hpp", "exercise.mine.2.hpp", "exercise.mine.3.hpp"}) {
    write_file(exercise.file(), name);
    const fs::path kept = reset(exercise);
    CHECK(kept.filename() == name);
    CHECK(read_file(kept) == name);
    CHECK(read_file(exercise.file()) == read_file(exercise.untouched()));
  }
  fs::remove(exercise.file());
  CHECK(reset(exercise) == "");
  CHECK(fs::exists(exercise.file()));
}

TEST_CASE("a checkout without lessons is the machine's fault", "[exercise]") {
  const Workplace place;
  CHECK(error_of([&] { exercises(place / "nowhere"); }).starts_with("there are no exercises in"));
}

TEST_CASE("the comment that opens a file is told from what follows", "[exercise]") {
  const std::string source = "// Why.\n//\n//   code\n#pragma once\n\nint x;  // no\n";
  CHECK(opening_comment(source) == std::vector<std::string>{"Why.", "", "  code"});
  CHECK(after_opening_comment(source) == "#pragma once\n\nint x;  // no\n");
  CHECK(opening_comment("").empty());
  CHECK(after_opening_comment("// only\n").empty());
}

TEST_CASE("a file is opened at its hole, or where it begins to differ", "[exercise]") {
  const std::string untouched = "// todo();\n\n  todo();  // replace\n}\n";
  CHECK(line_to_open(untouched, untouched) == 3);
  CHECK(line_to_open("// todo();\n\n  return 1;\n}\n", untouched) == 3);
  CHECK(line_to_open("", untouched) == 1);
  CHECK(line_to_open("a\nb\n", "a\nb\n") == 1);
}
