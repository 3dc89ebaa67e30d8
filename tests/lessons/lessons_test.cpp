// The lessons themselves: each is whole, prints what its folder says, and answers its own
// questions.
#include <filesystem>
#include <string>

#include <stdlib.h>

#include <fmt/format.h>

#include <lessons/chapters.hpp>
#include <stepgrad/course/answer.hpp>
#include <stepgrad/course/lesson_text.hpp>

#include "catch.hpp"
#include "golden.hpp"
#include "workplace.hpp"

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

TEST_CASE("lesson 23 has a screen more where a folder with MNIST's files is named", "[lessons]") {
  const Chapter& digits = *chapters()[find_chapter(chapters(), "23_digits")];
  const std::size_t screens = open(digits).screens.size();
  if (screens < 5) return;  // built without matrices
  const test::Workplace place;
  constexpr int images = 30, pixels = 28 * 28;
  const auto header = [](int kind, std::initializer_list<int> sizes) {
    std::string bytes{0, 0, 8, static_cast<char>(kind)};
    for (const int size : sizes)
      bytes += {0, 0, static_cast<char>(size / 256), static_cast<char>(size % 256)};
    return bytes;
  };
  std::string ink = header(3, {images, 28, 28}), labels = header(1, {images});
  for (int i = 0; i < images * pixels; ++i) ink += static_cast<char>(i * i % 251);
  for (int i = 0; i < images; ++i) labels += static_cast<char>(i % 10);
  for (const char* part : {"train", "t10k"}) {
    write_file(place / (std::string(part) + "-images-idx3-ubyte"), ink);
    write_file(place / (std::string(part) + "-labels-idx1-ubyte"), labels);
  }
  ::setenv("STEPGRAD_MNIST", (place / "").c_str(), 1);
  const std::string text = lesson_text(open(digits));
  ::unsetenv("STEPGRAD_MNIST");
  CHECK(text.find("Digits that people wrote") != std::string::npos);
  CHECK(text.find("30 digits to learn from and 30 others") != std::string::npos);
  CHECK(text.find("of " + std::to_string(screens + 1)) != std::string::npos);
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
