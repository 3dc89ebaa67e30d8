// The lessons themselves: each is whole, prints what its folder says, and answers its own
// questions.
#include <filesystem>

#include <fmt/format.h>

#include <lessons/chapters.hpp>
#include <stepgrad/course/answer.hpp>
#include <stepgrad/course/lesson_text.hpp>

#include "catch.hpp"
#include "golden.hpp"

using namespace stepgrad;
using stepgrad::test::difference_from_file;

namespace {

std::filesystem::path folder_of(const Chapter& chapter) {
  return std::filesystem::path(STEPGRAD_TEST_DIR).parent_path() / "lessons" / chapter.name;
}

template <class Act>
void for_each_question(const Lesson& lesson, Act&& act) {
  for (const Screen& screen : lesson.screens)
    for (const Piece& piece : screen.pieces)
      if (const Question* question = std::get_if<Question>(&piece)) {
        INFO(lesson.name << ": " << question->ask);
        act(*question);
      }
}

}  // namespace

TEST_CASE("every lesson prints what its folder expects", "[lessons]") {
  for (const Chapter* chapter : chapters()) {
    INFO(chapter->name);
    CHECK(difference_from_file(folder_of(*chapter) / "expected.txt", lesson_text(open(*chapter))) ==
          "");
  }
}

TEST_CASE("every lesson has what a lesson must have", "[lessons]") {
  REQUIRE(chapters().size() >= 7);
  for (const Chapter* chapter : chapters()) {
    INFO(chapter->name);
    CHECK(fmt::format("{}", fmt::join(verify(*chapter, folder_of(*chapter)), "; ")) == "");
  }
}

TEST_CASE("every question takes its own answer, and answers every slip with its remark",
          "[lessons]") {
  for (const Chapter* chapter : chapters())
    for_each_question(open(*chapter), [](const Question& question) {
      CHECK(judge(question, question.answer).right);
      for (const Remark& remark : question.help.remarks) {
        INFO(remark.answer);
        const Reply reply = judge(question, typed_slip(question, remark));
        CHECK(!reply.right);
        CHECK(reply.say == "Not yet: " + remark.say);
      }
      for (std::size_t i = 0; i < question.choices.size(); ++i) {
        const bool right = std::to_string(i + 1) == question.answer;
        CHECK(judge(question, std::to_string(i + 1)).right == right);
        if (!right) CHECK(question.choices[i].say != "");
      }
    });
}

TEST_CASE("no line of a lesson is wider than a terminal of 80 columns shows", "[lessons]") {
  for (const Chapter* chapter : chapters()) {
    const std::string text = lesson_text(open(*chapter));
    for (const std::string_view line : split(text, '\n')) {
      INFO(chapter->name << ": " << line);
      CHECK(columns(line) <= 80);
    }
  }
}
