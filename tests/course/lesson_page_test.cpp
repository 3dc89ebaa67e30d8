// A lesson's page: what is written into it. How it behaves in a browser:
// tests/browser/book_test.js.
#include <stepgrad/course/book.hpp>
#include <stepgrad/course/lesson_page.hpp>

#include "catch.hpp"
#include "course/machine_lesson.hpp"

using namespace stepgrad;

namespace {

bool has(std::string_view page, std::string_view part) { return page.find(part) != page.npos; }

std::size_t count(std::string_view page, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = page.find(part); at != page.npos; at = page.find(part, at + 1)) ++found;
  return found;
}

Lesson small_lesson() {
  Lesson lesson("02_small", "a < b & \"c\"");
  lesson.screen("Is `x < 1`?");
  lesson.say("A **strong** word, and `x & y`.");
  lesson.point("one");
  lesson.point("two");
  lesson.listing("if (a < b)\n  c;");
  lesson.table({"name", "n"}, {{"a", "1"}, {"b", "-2"}});
  lesson.predict("How much?", 2, {.hints = {"Guess."}, .remarks = {{3, "less."}}, .reveal = "So."});
  return lesson;
}

}  // namespace

TEST_CASE("texts stand in a page as they are, with their marks as elements", "[lesson_page]") {
  const std::string page = lesson_page(small_lesson());
  CHECK(has(page, "<title>2. a &lt; b &amp; &quot;c&quot; · stepgrad</title>"));
  CHECK(has(page, "<h2>Is <code>x &lt; 1</code>?</h2>"));
  CHECK(has(page, "<p>A <strong>strong</strong> word, and <code>x &amp; y</code>.</p>"));
  CHECK(has(page, "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"));
  CHECK(has(page, "<pre>if (a &lt; b)\n  c;</pre>"));
  CHECK(has(page, "<td>b</td><td class=\"right\">-2</td>"));
}

TEST_CASE("a question holds what its script needs, and its answer folded", "[lesson_page]") {
  const std::string page = lesson_page(small_lesson());
  CHECK(has(page, "data-kind=\"number\" data-answer=\"2\" data-within=\"0.01\" data-around=\"0\""));
  CHECK(has(page, "<li data-when=\"is\" data-place=\"0\" data-answer=\"3\">less.</li>"));
  CHECK(has(page, "<details><summary>The answer</summary>\n<p class=\"is\">2</p>\n<p>So.</p>"));
}

TEST_CASE("a page alone has no neighbours, and one in a book has links to them", "[lesson_page]") {
  CHECK(!has(lesson_page(small_lesson()), "<nav"));
  const Chapter next{"03_next", "Next & last", nullptr};
  const std::string page = lesson_page(small_lesson(), {.next = &next, .in_book = true});
  CHECK(count(page, "<a rel=\"next\" href=\"03_next.html\">Next &amp; last →</a>") == 2);
  CHECK(!has(page, "rel=\"prev\""));
}

TEST_CASE("every colour of a plot follows day and night", "[lesson_page]") {
  Plot plot{.title = "", .x = {}, .y = {}, .series = {}, .marks = {{{0, 0}, "here"}}};
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"})
    plot.series.push_back({name, {{0, 0}, {1, 1}}});
  const std::string drawn = svg(plot);
  for (const std::string_view way : {"fill=\"#", "stroke=\"#"})
    for (std::size_t at = drawn.find(way); at != drawn.npos; at = drawn.find(way, at + 1)) {
      const std::string color = drawn.substr(at, way.size() + 7);
      INFO(color);
      CHECK(has(book::book_css, "[" + color + "]"));
    }
}

TEST_CASE("a table of many columns is a list on a phone, with its heads at its cells",
          "[lesson_page]") {
  Lesson lesson = small_lesson();
  CHECK(!has(lesson_page(lesson), "<div class=\"wide table\">"));
  lesson.table({"a name", "the first", "the second", "the third", "the `fourth`"},
               {{"x", "1", "2", "3", "a word"}});
  const std::string page = lesson_page(lesson);
  CHECK(has(page, "<div class=\"wide table\">"));
  CHECK(has(page, "<td data-head=\"the fourth\">a word</td>"));
}

TEST_CASE("a plot stands in a page wide and narrow, and each tells what it is of",
          "[lesson_page]") {
  Lesson lesson = small_lesson();
  lesson.plot(
      Plot{.title = "A line", .x = {}, .y = {}, .series = {{"one", {{0, 0}, {1, 1}}}}, .marks = {}},
      "");
  const std::string page = lesson_page(lesson);
  CHECK(count(page, "role=\"img\" aria-label=\"A line. Plotted: one\"") == 2);
  CHECK(count(page, "<svg class=\"narrow\"") == 1);
}

TEST_CASE("a film has every frame on the page, and its stills marked", "[lesson_page]") {
  const std::string page = lesson_page(test::machine_lesson());
  CHECK(count(page, "<div class=\"frame") - count(page, "<div class=\"frames") == 4 * 5 + 4);
  CHECK(count(page, "<div class=\"frame still\">") == 4 * 2 + 4);
  CHECK(has(page, "<strong>step 3</strong> w is 0.125."));
  CHECK(has(page, "<div class=\"trial\" data-outcome=\"1\">"));
}

TEST_CASE("an experiment with two settings has a trial for each pair of what is offered",
          "[lesson_page]") {
  const std::string page = lesson_page(test::machine_lesson());
  CHECK(count(page, "<div class=\"settings\" role=\"group\"") == 1 + 2);
  const std::size_t first = page.find("<strong>activation sigmoid, z -1</strong>: it is more");
  const std::size_t last = page.find("<strong>activation relu, z 1</strong>: it is more");
  CHECK(first < page.find("<strong>activation sigmoid, z 1</strong>"));
  CHECK(page.find("<strong>activation relu, z -1</strong>: it is 0") < last);
  CHECK(last != page.npos);
}

TEST_CASE("in a live book an experiment says whose it is, and a setting which numbers it takes",
          "[lesson_page]") {
  const std::string live = lesson_page(test::machine_lesson(), {.is_live = true});
  CHECK(count(live, "<div class=\"experiment\" data-lesson=\"") == 2);
  CHECK(has(live, "data-number=\"1\""));
  CHECK(count(live, "data-range=") == 1);
  CHECK(has(live, "aria-label=\"rate\" data-range=\"any from 0 to 4\""));
  CHECK(!has(lesson_page(test::machine_lesson()), "data-lesson="));
}

TEST_CASE("five numbers or more that rise are set with a slider, anything else with buttons",
          "[lesson_page]") {
  const auto page_with = [](std::vector<double> offered) {
    Lesson lesson("08_slider", "How far?");
    lesson.screen("How far?");
    lesson.experiment({.ask = "Choose.",
                       .setting = "rate",
                       .offered = std::move(offered),
                       .outcomes = {"it is drawn"},
                       .run = [](double rate) {
                         return Experiment::Trial{0, still(Bars{"", {{"rate", rate}}})};
                       }});
    return lesson_page(lesson);
  };
  const std::string slider = page_with({0.1, 0.2, 0.5, 1, 2});
  CHECK(has(slider, "<input type=\"range\" min=\"0\" max=\"4\""));
  CHECK(has(slider, "<option value=\"2\" label=\"0.5\">"));
  CHECK(count(slider, "<button type=\"button\" aria-pressed") == 0);
  for (const std::vector<double>& few : {std::vector<double>{0.1, 0.2, 0.5, 1}, {2, 1, 3, 4, 5}})
    CHECK(count(page_with(few), "<button type=\"button\" aria-pressed") == few.size());
}

TEST_CASE("the frames of a film have the same axes", "[lesson_page]") {
  const Film film = with_common_axes(test::descent(0.5));
  for (const Film::Frame& frame : film.frames) {
    const PlotFrame axes = frame_of(std::get<Plot>(frame.picture));
    CHECK(axes.area.left == 0);
    CHECK(axes.area.right == 4);
    CHECK(axes.area.top == 1);
  }
}

TEST_CASE("the contents stand in parts, and each lesson names those that it builds on",
          "[lesson_page]") {
  const auto lesson = [](const char* name, const char* text) {
    Lesson made(name, "Called " + std::string(name));
    made.screen("What?");
    made.say(text);
    return made;
  };
  const std::vector<Lesson> lessons{
      lesson("01_one", "See [[03_three]]."), lesson("02_two", "As in [[01_one]]."),
      lesson("03_three", "Think of [[02_two]], of [[01_one]] and of [[02_two]].")};
  const CoursePart parts[] = {{1, "Beginnings & so on"}, {3, "The rest"}};
  const std::string page = contents_page(lessons, parts);
  CHECK(count(page, "<ol class=\"contents\">") == 2);
  CHECK(count(page, "</ol>") == 2);
  CHECK(has(page, "<h2>Beginnings &amp; so on</h2>\n<ol"));
  CHECK(page.find("Called 02_two") < page.find("<h2>The rest</h2>"));
  CHECK(page.find("<h2>The rest</h2>") < page.find("Called 03_three"));
  CHECK(has(page, "Called 01_one</a><p>What?</p>"));
  CHECK(has(page, "What? Builds on <a href=\"01_one.html\">lesson 1</a>.</p>"));
  CHECK(has(page, "lesson 1</a> and <a href=\"02_two.html\">lesson 2</a>.</p>"));
  CHECK(count(contents_page(lessons), "<ol class=\"contents\">") == 1);
}
