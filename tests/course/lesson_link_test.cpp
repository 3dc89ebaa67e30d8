// References from lesson to lesson: words on a terminal, links in the book, errors where they lead
// nowhere.
#include <stepgrad/course/lesson_link.hpp>

#include <stepgrad/base/files.hpp>
#include <stepgrad/course/lesson_page.hpp>
#include <stepgrad/course/lesson_text.hpp>

#include "catch.hpp"
#include "workplace.hpp"

using namespace stepgrad;

TEST_CASE("a reference is the number of its lesson, and other brackets stay", "[lesson_link]") {
  CHECK(lesson_called("06_backpropagation") == "lesson 6");
  CHECK(lesson_called("10_descent") == "lesson 10");
  CHECK(set_links("As in [[04_chain_rule]], and [[10_descent]].") ==
        "As in lesson 4, and lesson 10.");
  CHECK(set_links("[[nodiscard]] [[1, 2]] a[b[0]] [[") == "[[nodiscard]] [[1, 2]] a[b[0]] [[");
  CHECK(paragraph_text("That is [[02_graph]].", {}) == "That is lesson 2.\n");
}

TEST_CASE("in the book a reference is a link, on a page of its own it is not", "[lesson_link]") {
  Lesson lesson("03_test", "Test");
  lesson.screen("What?");
  lesson.say("See [[02_graph]].");
  lesson.choose("Which?", {{"[[02_graph]]", true}, {"none", false, "it is [[02_graph]]."}},
                {.hints = {}});
  const auto has = [](const std::string& page, std::string_view text) {
    return page.find(text) != std::string::npos;
  };
  const std::string in_book = lesson_page(lesson, {.in_book = true}), alone = lesson_page(lesson);
  CHECK(has(in_book, "See <a href=\"02_graph.html\">lesson 2</a>."));
  CHECK(has(alone, "See lesson 2."));
  CHECK(!has(alone, "02_graph.html"));
  CHECK(!has(in_book, "[[02_graph]]"));
}

TEST_CASE("a reference to no lesson is named, and one that was typed by hand", "[lesson_link]") {
  test::Workplace place;
  const std::filesystem::path folder = place / "";
  std::filesystem::create_directories(place / "02_graph");
  Lesson lesson("03_test", "Test");
  lesson.screen("What?");
  lesson.say("[[02_graph]] is there.");
  CHECK(broken_links(lesson, folder).empty());
  lesson.predict("How much?", 3, {.hints = {"See [[09_losses]]."}, .reveal = "As in lesson 4."});
  CHECK(broken_links(lesson, folder) ==
        std::vector<std::string>{
            "it says \"lesson 4\"; write its name in brackets, as in [[03_test]]",
            "it refers to [[09_losses]], and there is no such lesson"});
}
