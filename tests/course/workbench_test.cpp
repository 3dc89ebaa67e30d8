// The bench: what learners write, good and bad, is compiled, run and told.
#include <stepgrad/course/workbench.hpp>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>

#include "catch.hpp"
#include "course_copy.hpp"
#include "error_text.hpp"

using namespace stepgrad;
using stepgrad::test::CourseCopy;
using stepgrad::test::Workplace;
using State = Attempt::State;

namespace {

/// Exercise 3 with this in the place of its function.
Attempt attempt_at_partials(const CourseCopy& course, const std::string& function) {
  const Exercise exercise = course.exercise(3);
  write_file(exercise.file(),
             "#include <cstdio>\n#include <cstdlib>\n#include <stdexcept>\n#include <vector>\n"
             "struct Partials { double w, x, b; };\n" +
                 function + "\n");
  return workbench().attempt(exercise);
}

constexpr const char* head = "Partials partials(double w, double x, double b) { ";

}  // namespace

TEST_CASE("what is wrong with a piece of code is told kindly, and never taken for solved",
          "[workbench]") {
  const struct {
    const char *body, *told;
  } table[] = {
      {"return {1, 2, 3}; }", "df/dw is 1, expected 9"},
      {"return {x * x, 2 * w * x + b, 0.0 / 0.0 * b}; }", "df/db is nan, expected 3"},
      {"int* nowhere = nullptr; return {1.0 * *nowhere, 0, 0}; }",
       "it crashed: memory was touched"},
      {"Partials p = partials(w, x, b + 1); p.w += 1; return p; }",
       "does a function call itself without end?"},
      {"std::vector<double> v(2); return {v[2], 0, 0}; }", "an index is past the end of a vector"},
      {"volatile int zero = 0; return {1.0 * (7 / zero), 0, 0}; }", "divided by zero"},
      {"throw std::runtime_error(\"so there\"); }", "so there"},
      {"throw 1; }", "it threw something, at f = w*x^2 + b*x"},
      {"std::exit(0); }", "is exit called?"},
      {"std::abort(); }", "it gave up (abort"},
      {"for (;;) std::puts(\"forever\"); }", "does it print in a loop that never ends?"},
      {"return {w, x}; ", "it does not compile\n\nexercise.hpp:"},
      {"}", "no return statement"},
      {"double s; s == w; return {s, s, s}; }", "it does not compile"},
      {"double s; s += w; return {s, s, s}; }", "It has no value yet"},
      {"return {x^2, 2 * w * x + b, x}; }", "^ is no power in C++"},
      {"return {x * x, 2w * x + b, x}; }", "write 2 * h"},
      {"return {std::tanh(x), 0, 0}; }", "<cmath> has the mathematics"},
      {"std::cout << x; return {0, 0, 0}; }", "#include <iostream>"},
      {"return {x * x, 2 * w * x + b, x};", "A { is never closed"},
      {"return {x * x, 2 * w * x + b, x}; } int main() {}", "there can be only one.\n"},
      {"static double calls = 0; return {x * x, 2 * w * x + b, x + calls++}; }",
       "Asked once more for the same, your code says df/db = 2"},
      {"const float s = 2 * w * x + b; return {x * x, s, x}; }", "as many as a float has"},
      {"return std::vector<int>{1}; }", "it does not compile\n\nexercise.hpp:6:"},
  };
  const CourseCopy course;
  for (const auto& [body, told] : table) {
    INFO(body);
    const Attempt attempt = attempt_at_partials(course, std::string(head) + body);
    INFO(attempt.text);
    CHECK(attempt.state != State::solved);
    CHECK(attempt.text.find(told) != std::string::npos);
    CHECK(attempt.text.size() < 1000);
  }
}

TEST_CASE("whatever ends the learner's code before its time, the line is named", "[workbench]") {
  const CourseCopy course;
  for (const char* line :
       {"return {1.0 * *nowhere, 0, 0};", "return {1.0 * (7 / zero), 0, 0};",
        "return {v[2], 0, 0};", "return {v.at(2), 0, 0};", "throw std::runtime_error(\"so\");",
        "throw 1;", "std::abort();", "for (volatile int on = 1; on;) w += 1;"}) {
    INFO(line);
    const Attempt attempt = attempt_at_partials(
        course, fmt::format("{}\n  int* nowhere = nullptr;\n  volatile int zero = 0;\n"
                            "  std::vector<double> v(2);\n  {}\n  return {{1.0 * zero, v[0], "
                            "1.0 * (nowhere == nullptr)}};\n}}",
                            head, line));
    INFO(attempt.text);
    CHECK(attempt.line == 10);
    CHECK(attempt.text.find(fmt::format("\n\n  10 | {}\n", line)) != std::string::npos);
  }
}

TEST_CASE("a call without end names its function", "[workbench]") {
  const CourseCopy course;
  const Attempt attempt =
      attempt_at_partials(course, std::string(head) +
                                      "\n  Partials p = partials(w, x, b + 1);\n  p.w += 1;\n"
                                      "  return p;\n}");
  INFO(attempt.text);
  CHECK((attempt.line == 6 || attempt.line == 7));
}

TEST_CASE("a loop that never ends is ended", "[workbench]") {
  const CourseCopy course;
  const Attempt attempt = attempt_at_partials(
      course, std::string(head) + "volatile int on = 1; while (on) {} throw 0; }");
  CHECK(attempt.text ==
        fmt::format("it was still busy after 5 seconds: is there a loop that never ends?\n\n"
                    "  6 | {}volatile int on = 1; while (on) {{}} throw 0; }}\n\n"
                    "That was at f = w*x^2 + b*x at w = 2, x = 3, b = 5\n",
                    head));
}

TEST_CASE("code that prints for ever is told the same whichever limit it meets first",
          "[workbench]") {
  const CourseCopy course;
  // Here as slow as on a machine that needs all its time for the first hundredth of a megabyte.
  const char* slow =
      "for (int i = 0; i < 10'000; ++i) std::puts(\"forever\"); "
      "const rlimit none{0, 1}; setrlimit(RLIMIT_CPU, &none); for (volatile int on = 1; on;) {} throw 0; }";
  for (const std::string& body :
       {std::string("for (;;) std::puts(\"forever\"); }"), std::string(slow),
        replaced(slow, "RLIMIT_CPU, &none", "RLIMIT_CORE, &none); alarm(1")}) {
    INFO(body);
    const Attempt attempt = attempt_at_partials(
        course, "#include <sys/resource.h>\n#include <unistd.h>\n" + std::string(head) + body);
    INFO(attempt.text);
    CHECK(
        attempt.text.starts_with("it printed more than 64 kB without an end: does it print in a "
                                 "loop that never ends?\n\n  8 | Partials partials("));
    CHECK(attempt.text.ends_with("\n\nThat was at f = w*x^2 + b*x at w = 2, x = 3, b = 5\n"));
  }
}

TEST_CASE("much that is printed is no fault of code that comes to its end", "[workbench]") {
  const CourseCopy course;
  const Attempt attempt = attempt_at_partials(
      course, std::string(head) +
                  "static int once = 10'000; for (; once > 0; --once) std::puts(\"so much\"); "
                  "return {x * x, 2 * w * x + b, x}; }");
  INFO(attempt.text);
  CHECK(attempt.state == State::solved);
}

TEST_CASE("code that sleeps is told that it waits", "[workbench]") {
  const CourseCopy course;
  const Attempt attempt = attempt_at_partials(  // woken early, as the check wakes it after a minute
      course, "#include <unistd.h>\n" + std::string(head) + "alarm(1); for (;;) pause(); }");
  CHECK(attempt.text ==
        fmt::format("it had not ended after 60 seconds: does it wait for something, or is there a "
                    "loop that never ends?\n\n  7 | {}alarm(1); for (;;) pause(); }}\n\n"
                    "That was at f = w*x^2 + b*x at w = 2, x = 3, b = 5\n",
                    head));
}

TEST_CASE("a function under another name is missed", "[workbench]") {
  const CourseCopy course;
  const Attempt attempt = attempt_at_partials(
      course, "Partials slopes(double w, double, double) { return {w, w, w}; }");
  CHECK(attempt.state == State::does_not_compile);
  CHECK(attempt.text.find("must stay as they came") != std::string::npos);
}

TEST_CASE("an empty file and one without its function are told how to get it back", "[workbench]") {
  const CourseCopy course;
  const Exercise exercise = course.exercise(7);
  write_file(exercise.file(), " \n\t\n");
  CHECK(workbench().attempt(exercise).text ==
        "the file is empty\n\n./stepgrad reset 7 brings it back as it came.\n");
  const std::string untouched = read_file(exercise.untouched());
  write_file(exercise.file(), untouched.substr(0, untouched.find("inline ")));
  const std::string told = workbench().attempt(exercise).text;
  INFO(told);
  CHECK(told.find("error: 'relative_error' was not declared in this scope") != std::string::npos);
  CHECK(told.find("\ninline double relative_error(double a, double b)\n") != std::string::npos);
  CHECK(told.find("                       const std::vector<double>& x)\n") != std::string::npos);
}

TEST_CASE("work that was done by the kit is not the learner's", "[workbench]") {
  const CourseCopy course;
  const Exercise exercise = course.exercise(3);
  const std::string solution = read_file(exercise.solution());
  for (const char* include :
       {"#include <stepgrad/scalar/functions.hpp>", "  # include \"stepgrad/check/numerical.hpp\"",
        "#include \"solution.hpp\""}) {
    write_file(exercise.file(),
               std::string("\n\n") + include + "\n" +
                   (std::string(include).ends_with("solution.hpp\"") ? "" : solution));
    const Attempt attempt = workbench().attempt(exercise);
    INFO(attempt.text);
    CHECK(attempt.state == State::not_yet);
    CHECK(attempt.text.starts_with("it is right, but line 3 has others do the work"));
    CHECK(attempt.line == 3);
  }
  write_file(exercise.file(), "#include <stepgrad/course/todo.hpp>\n" + solution);
  CHECK(workbench().attempt(exercise).state == State::solved);
}

TEST_CASE("line ends, a byte order mark and tabs of other editors are no mistake", "[workbench]") {
  const CourseCopy course;
  const Exercise exercise = course.exercise(3);
  const std::string solution = read_file(exercise.solution());
  for (const std::string& text : {replaced(solution, "\n", "\r\n"), "\xef\xbb\xbf" + solution,
                                  replaced(solution, "  ", "\t")}) {
    write_file(exercise.file(), text);
    CHECK(workbench().attempt(exercise).state == State::solved);
  }
  write_file(exercise.file(), replaced(read_file(exercise.untouched()), "\n", "\r\n"));
  CHECK(workbench().attempt(exercise).line == 23);
}

TEST_CASE("a check that is not wanted any more ends at once", "[workbench]") {
  const CourseCopy course;
  const Exercise exercise = course.exercise(3);
  int asked = 0;
  const Attempt attempt =
      workbench().attempt(exercise, exercise.file(), [&] { return ++asked < 3; });
  CHECK(attempt.state == State::unwanted);
  CHECK(asked == 3);
}

TEST_CASE("what the code prints is shown, before a crash too", "[workbench]") {
  const CourseCopy course;
  const Attempt attempt = attempt_at_partials(
      course, std::string(head) +
                  "std::printf(\"w is %g\\n\", w); std::fputs(\"here\", stderr); std::abort(); }");
  CHECK(attempt.printed == "w is 2\nhere\n");
}

TEST_CASE("code may change the way it works, as long as it is right", "[workbench]") {
  const CourseCopy course;
  const Attempt attempt = attempt_at_partials(
      course, "using std::vector; double two() { return 2; }\n" + std::string(head) +
                  "double square = x * x, s = 0; for (int i = 0; i < 2; ++i) s += w * x; "
                  "return {square, s + b, square / (x == 0 ? 1 : x)}; }");
  INFO(attempt.text);
  CHECK(attempt.state == State::solved);
}

TEST_CASE("nothing is left behind on the bench", "[workbench]") {
  namespace fs = std::filesystem;
  const CourseCopy course;
  const Workplace place;
  fs::copy_file(STEPGRAD_EXERCISE_BUILD, place / "exercise.build");
  const Workbench bench(place / "exercise.build");
  bench.attempt(course.exercise(3));
  CHECK(fs::is_empty(place / "exercises"));
}

TEST_CASE("a compiler that is gone is the machine's fault", "[workbench]") {
  const CourseCopy course;
  const Workplace place;
  write_file(place / "exercise.build", "/no/such/compiler\n-O0\n--\n");
  const Workbench bench(place / "exercise.build");
  CHECK(error_of([&] { bench.attempt(course.exercise(3)); }) ==
        "the compiler '/no/such/compiler' is not there\n"
        "Install it, or remove the directory 'build' and call ./stepgrad again.");
  CHECK(error_of([&] { Workbench(place / "nothing", place / "made"); }).starts_with("cannot read"));
}
