// What an author sees of a lesson that is being written.
#include <stepgrad/course/preview_bench.hpp>

#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "workplace.hpp"

using namespace stepgrad;
using stepgrad::test::Workplace;
namespace fs = std::filesystem;

namespace {

constexpr const char* source = R"file(// Lesson 99. A test.
#include <stdexcept>

#include <stepgrad/course/lesson.hpp>

namespace stepgrad {
namespace lessons {
extern const Chapter lesson_99_test{"99_test", "A test", [](Lesson& lesson) {
  lesson.screen("What is shown?");
  lesson.say("A sentence.");
}};
}  // namespace lessons
}  // namespace stepgrad
)file";

/// A checkout with one lesson.
struct OneLesson {
  OneLesson() {
    fs::create_directories(folder());
    fs::copy_file(fs::path(STEPGRAD_TEST_DIR).parent_path() / "lessons" / "preview.cpp",
                  fs::path(place / "lessons") / "preview.cpp");
    write(source);
  }
  fs::path folder() const { return fs::path(place / "lessons") / "99_test"; }
  void write(const std::string& text) const { write_file(folder() / "lesson.cpp", text); }

  Workplace place;
};

}  // namespace

TEST_CASE("a preview reads back as it was written", "[preview]") {
  const LessonPreview preview{{"one\nscreen\n", "", "another"}, {"it lacks a source"}};
  const LessonPreview back = read_lesson_preview(written(preview));
  CHECK(back.screens == preview.screens);
  CHECK(back.missing == preview.missing);
  CHECK(read_lesson_preview("").screens.empty());
  CHECK(read_lesson_preview("").missing.empty());
}

TEST_CASE("the script that reloads a page stands at its end", "[preview]") {
  const std::string page = reloading_page("<body>text</body>", "99_test.js", "17");
  CHECK(page.starts_with("<body>text<script>"));
  CHECK(page.ends_with("</script>\n</body>"));
  CHECK(page.find("number !== \"17\"") != std::string::npos);
  CHECK(page.find("\"99_test.js?\"") != std::string::npos);
}

TEST_CASE("a lesson's folder is found by number and by a part of its name", "[preview]") {
  const OneLesson one;
  for (const char* which : {"99", "99_test", "tes"})
    CHECK(lesson_folder(one.place / "", which) == one.folder());
  CHECK(
      error_of([&] { lesson_folder(one.place / "", "9"); }).starts_with("there is no lesson '9'"));
}

TEST_CASE("a lesson is shown as it is now, and what is wrong with it is told", "[preview]") {
  const OneLesson one;
  const PreviewBench bench = preview_bench(one.folder());
  const PreviewBench::Look look = bench.look({});
  INFO(look.trouble);
  REQUIRE(look.lesson.screens.size() == 2);
  CHECK(look.lesson.screens[0].find("A sentence.") != std::string::npos);
  CHECK_FALSE(look.lesson.missing.empty());  // two questions are wanted
  CHECK(read_file(bench.page()).find("A sentence.") != std::string::npos);
  CHECK(fs::exists(bench.page().replace_extension(".js")));

  one.write(replaced(source, "\"A sentence.\"", "\"A sentence.\" +"));
  const PreviewBench::Look error = bench.look({});
  CHECK(error.trouble.starts_with("it does not compile\n\nlesson.cpp:10:"));
  CHECK(error.line == 10);

  one.write(replaced(source, "lesson.say(\"A sentence.\")", "throw std::runtime_error(\"so\")"));
  CHECK(bench.look({}).trouble == "the lesson ended with an error\n\nso\n");

  int asked = 0;
  CHECK(bench.look({}, [&] { return ++asked < 2; }).unwanted);
}
