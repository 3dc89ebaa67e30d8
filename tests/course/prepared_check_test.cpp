// Checks that are compiled beforehand: the verdicts stay what they are.
#include <stepgrad/course/prepared_check.hpp>

#include <stepgrad/base/process.hpp>
#include <stepgrad/course/build_instructions.hpp>
#include <stepgrad/course/workbench.hpp>

#include "catch.hpp"
#include "course_copy.hpp"

using namespace stepgrad;
using stepgrad::test::CourseCopy;
using stepgrad::test::Workplace;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view untouched =
    "#pragma once\n#include <cmath>\n\n/// Doubled.\ninline double twice(double x) {\n"
    "  todo();  // replace this line\n}\n\nstruct Two {\n  double a, b;\n};\n\n"
    "inline Two both(double x,\n                double y) {\n  todo();\n}\n";

/// A bench of its own, with nothing prepared.
struct Bench {
  Workplace place;
  Workbench bench;
  Bench() : bench(with_instructions(place), place / "made") {}
  static fs::path with_instructions(const Workplace& place) {
    fs::copy_file(STEPGRAD_EXERCISE_BUILD, place / "exercise.build");
    return place / "exercise.build";
  }
  std::vector<fs::path> prepared() const {
    std::vector<fs::path> objects;
    if (fs::exists(place / "made/prepared"))
      for (const auto& entry : fs::directory_iterator(place / "made/prepared"))
        if (entry.path().extension() == ".o") objects.push_back(entry.path());
    return objects;
  }
};

/// The exercise as it came, with this in the place of its first hole.
std::string filled(const Exercise& exercise, const std::string& body) {
  std::string text = read_file(exercise.untouched());
  const std::size_t hole = text.find("  todo();");
  return text.replace(hole, text.find('\n', hole) - hole, body);
}

}  // namespace

TEST_CASE("the functions with a hole are found by name, over several lines, too", "[prepared]") {
  CHECK(functions_to_fill(untouched) == std::vector<std::string>{"twice", "both"});
  CHECK_FALSE(functions_to_fill("\nstruct S {\n  int f() {\n    todo();\n  }\n};\n"));
  CHECK_FALSE(functions_to_fill("\ninline int f() {\n  int kept = 1;\n  todo();\n}\n"));
}

TEST_CASE("most exercises of the course can be prepared", "[prepared]") {
  std::size_t prepared = 0, all = 0;
  for (const Exercise& exercise : exercises(fs::path(STEPGRAD_TEST_DIR).parent_path())) {
    ++all;
    prepared += functions_to_fill(read_file(exercise.untouched())).has_value();
  }
  CHECK(all >= 27);
  CHECK(prepared + 2 >= all);
}

TEST_CASE("a file that differs in more than its holes is told from one that does not",
          "[prepared]") {
  const auto with = [](std::string_view what, std::string_view by) {
    std::string text(untouched);
    return text.replace(text.find(what), what.size(), by);
  };
  CHECK(differs_in_holes_alone(untouched, untouched));
  const std::string filled = with("  todo();  // replace this line\n", "  return 2 * x;\n");
  CHECK(differs_in_holes_alone(filled, untouched));
  CHECK(differs_in_holes_alone(
      with("  todo();  // replace this line\n",
           "  return half(x);\n}\ninline double half(double x) {\n  return x / 2;\n"),
      untouched));
  CHECK_FALSE(differs_in_holes_alone(with("double a, b;", "float a, b;"), untouched));
  CHECK_FALSE(differs_in_holes_alone(with("twice(double x)", "twice(float x)"), untouched));
  CHECK_FALSE(differs_in_holes_alone(with("#include <cmath>\n", "#define a b\n"), untouched));
  CHECK_FALSE(differs_in_holes_alone(filled + "// more\n", untouched));
  CHECK_FALSE(differs_in_holes_alone("", untouched));
}

TEST_CASE("with a prepared check all is told in the words that it is told in without",
          "[prepared]") {
  const CourseCopy course;
  const Bench plain, prepared;
  const Exercise exercise = course.exercise(3);
  REQUIRE(prepared.bench.prepare(exercise));
  REQUIRE(prepared.prepared().size() == 1);
  for (
      const char* body :
      {"  return {x * x, 2 * w * x + b, x};", "  return {x * x, w * x + b, x};",
       "  return {1, 2, 3};", "  todo();  // replace this line", "  std::abort();", "  throw 1;",
       "  std::vector<double> v(2);\n  return {v[2], 0, 0};", "  return {x^2, 2 * w * x + b, x};",
       "  static double calls = 0;\n  return {x * x, 2 * w * x + b, x + calls++};",
       "  return {x * x, two() * w * x + b, x};\n}\ninline double two() {\n  return 2;",
       "  return {x * x, 2 * w * x + b, x};\n}\ninline double half(double x) {\n  return x / 2;"}) {
    INFO(body);
    write_file(exercise.file(), filled(exercise, body));
    const Attempt one = plain.bench.attempt(exercise), other = prepared.bench.attempt(exercise);
    CHECK(one.state == other.state);
    CHECK(one.text == other.text);
    CHECK(one.line == other.line);
    CHECK(one.printed == other.printed);
  }
  CHECK(plain.prepared().empty());
}

TEST_CASE("a prepared check is used, but for a file that differs in more than its holes",
          "[prepared]") {
  const CourseCopy course;
  const Bench bench;
  const Exercise exercise = course.exercise(3);
  REQUIRE(bench.bench.prepare(exercise));
  const auto attempt = [&](const std::string& body, const std::string& more) {
    write_file(exercise.file(), filled(exercise, body) + more);
    return bench.bench.attempt(exercise);
  };
  // One that checks nothing, in the place of the prepared one, shows who has been asked.
  const BuildInstructions build = read_build_instructions(STEPGRAD_EXERCISE_BUILD);
  write_file(bench.place / "empty.cpp", "int main() {}\n");
  const std::vector<std::string> words{"-c", bench.place / "empty.cpp", "-o",
                                       bench.prepared().at(0).string()};
  REQUIRE(run_program(build.compiler, words, "", std::chrono::seconds(60)).status == 0);
  const std::string right = "  return {x * x, 2 * w * x + b, x};";
  CHECK(attempt(right, "").text.find("in the middle of the check") != std::string::npos);
  CHECK(attempt(right, "// more\n").state == Attempt::State::solved);
  CHECK(attempt("  return {x * x, 2 * w * x + b, y};", "").state ==
        Attempt::State::does_not_compile);
  // And one that no linker takes is as good as none.
  write_file(bench.prepared().at(0), "no object");
  CHECK(attempt(right, "").state == Attempt::State::solved);
}

TEST_CASE("what is prepared is passed over when the check or what it builds on has changed",
          "[prepared]") {
  const CourseCopy course;
  const Bench bench;
  const Exercise exercise = course.exercise(3);
  REQUIRE(bench.bench.prepare(exercise));
  write_file(exercise.file(), filled(exercise, "  return {x * x, 2 * w * x + b, x};"));
  const std::string check = read_file(exercise.check());
  write_file(exercise.check(), "#include <no/such/header.hpp>\n" + check);
  CHECK(bench.bench.attempt(exercise).state == Attempt::State::does_not_compile);
}

TEST_CASE("a check that builds on earlier exercises is prepared once, too", "[prepared]") {
  const CourseCopy course;
  const Bench bench;
  const Exercise exercise = course.exercise(11);
  for (int twice = 0; twice < 2; ++twice) {
    REQUIRE(bench.bench.prepare(exercise));
    CHECK(bench.prepared().size() == 1);
  }
}

TEST_CASE("preparing ends at once where nobody waits for it", "[prepared]") {
  const CourseCopy course;
  const Bench bench;
  CHECK_FALSE(bench.bench.prepare(course.exercise(3), [] { return false; }));
  CHECK(bench.prepared().empty());
}
