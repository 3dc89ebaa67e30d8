// Mathematics within a lesson's sentences.
#include <stepgrad/course/lesson_page.hpp>
#include <stepgrad/course/lesson_text.hpp>
#include <stepgrad/course/sentence.hpp>
#include <stepgrad/story/mathml.hpp>
#include <stepgrad/story/plain_text.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

std::string plain(std::string_view sentence) { return set_mathematics(sentence, as_plain_text); }

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("mathematics in a sentence reads as an equation on its own line does", "[sentence]") {
  CHECK(plain("so $f = w*x + b$, and $∂f/∂w$ is $x$") == "so f = w * x + b, and ∂f/∂w is x");
  CHECK(plain("$'f(x)' = x^2$ at $x = -3$") == "f(x) = x^2 at x = -3");
  CHECK(plain("nothing to set") == "nothing to set");
  CHECK(plain("") == "");
}

TEST_CASE("a dollar of code is a dollar", "[sentence]") {
  CHECK(plain("type `echo $HOME $PATH`, and $x*y$") == "type `echo $HOME $PATH`, and x * y");
}

TEST_CASE("mathematics that cannot be read stands as it was written, and is an error in a lesson",
          "[sentence]") {
  CHECK(plain("f is $w *$") == "f is $w *$");
  CHECK(plain("for 3 $") == "for 3 $");
  CHECK(has(error_of([] { check_mathematics("f is $w *$, so"); }),
            "the mathematics of a sentence cannot be read: $w *$\n"));
  CHECK(error_of([] { check_mathematics("for 3 $"); }) ==
        "a $ has no partner\nfor 3 $\nMathematics stands between two: $w * x$.");
  Lesson lesson("03_small", "A lesson");
  CHECK(has(error_of([&] { lesson.screen("Is $x +$ it?"); }), "$x +$"));
  lesson.screen("Is $x + y$ it?");
  CHECK(has(error_of([&] { lesson.say("Here is $+$."); }), "$+$"));
  CHECK(has(error_of([&] { lesson.table({"a"}, {{"$a$"}, {"$b"}}); }), "$b"));
  CHECK(has(error_of([&] { lesson.graph(traced("y = x", {{"x", 1}}), "$y$ is $=$"); }), "$=$"));
  const auto ask = [&](Help help) { lesson.predict("How much is $1 + 1$?", 2, std::move(help)); };
  CHECK(has(error_of([&] { ask({.hints = {"$1 +$"}}); }), "$1 +$"));
  CHECK(has(error_of([&] { ask({.hints = {}, .remarks = {{3, "$)$"}}}); }), "$)$"));
  CHECK(has(error_of([&] { ask({.hints = {}, .reveal = "$2 2$"}); }), "$2 2$"));
}

TEST_CASE("a terminal shows the mathematics of a sentence as text, and does not break it",
          "[sentence]") {
  CHECK(paragraph_text("The slope of it is $df/dx = w * x$, so it grows.", {.width = 28}) ==
        "The slope of it is\ndf/dx = w * x, so it grows.\n");
  CHECK(paragraph_text("It is $w$.", {.color = true}) == "It is \033[36mw\033[0m.\n");
  CHECK(has(piece_text(Table{{"$g1 * g2$", "n"}, {{"$a^2$", "1"}}}, {}),
            "g1 * g2  n\n    a^2      1"));
}

TEST_CASE("a page sets the mathematics of a sentence, in replies as well", "[sentence]") {
  Lesson lesson("03_small", "A lesson");
  lesson.screen("Is $g1$ so?");
  lesson.say("Here $f = g1 * g2$ & more.");
  lesson.choose("Which of $x$?", {{"$x_1$", true}, {"$b$", false, "that is $c$."}}, {.hints = {}});
  lesson.derive("And of $x$?", "2*x", {"x"}, {.hints = {"Think of $y$."}});
  const std::string page = lesson_page(lesson);
  CHECK(has(page, "Here " + as_mathml(mathematics("f = g1 * g2")) + " &amp; more."));
  CHECK(has(page, "<span>" + as_mathml(math::name("x_1")) + "</span>"));
  CHECK(has(page, "<li data-when=\"choice\" data-answer=\"2\">that is " +
                      as_mathml(math::name("c")) + ".</li>"));
  CHECK(has(page, "<li>Think of " + as_mathml(math::name("y")) + ".</li>"));
  CHECK(has(page, "<p class=\"is\">" + as_mathml(mathematics("2*x")) + "</p>"));
  CHECK(has(page, "aria-label=\"Which of x?\""));
}
