// Worksheets: what is asked, what is answered, and that no sheet gives an answer away.
#include <stepgrad/story/worksheet.hpp>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/scalar/functions.hpp>
#include <stepgrad/story/made_up.hpp>
#include <stepgrad/story/plain_text.hpp>

#include "catch.hpp"
#include "golden.hpp"
#include "story/read_mathematics.hpp"

using namespace stepgrad;
using stepgrad::test::difference_from_golden;

namespace {

Trace trace_of(std::string_view formula, const Bindings& numbers) {
  return trace(parse(formula, numbers), numbers);
}

Trace example() {
  return trace_of("q = x * y; f = relu(q) / z - x", {{"x", 3}, {"y", 2}, {"z", -4}});
}

std::vector<std::string> texts(const std::vector<Math>& rows) {
  std::vector<std::string> texts;
  for (const Math& row : rows) texts.push_back(as_plain_text(row));
  return texts;
}

std::size_t count(const std::string& text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
    ++found;
  return found;
}

/// The sheet of one problem.
Sheet alone(Worksheet problem, const std::string& diagram = "") {
  problem.diagram = diagram;
  return {problem.answers, {problem}};
}

const struct {
  const char *ending, *diagram;
  std::string (*page)(const Sheet&);
} pages[] = {{"txt", "", as_text},
             {"md", "picture.svg", as_markdown},
             {"tex", "picture.pdf", as_latex},
             {"html", "<svg></svg>\n", as_html}};

}  // namespace

TEST_CASE("the sheet and its key are the golden ones, on every page", "[worksheet]") {
  for (const bool answers : {false, true}) {
    for (const auto& [ending, diagram, page] : pages) {
      Sheet sheet = alone(worksheet(example(), answers), diagram);
      sheet.origin = "stepgrad worksheet --random --level 3 --seed 7";
      const std::string name = fmt::format("worksheet/{}.{}", answers ? "key" : "sheet", ending);
      CHECK(difference_from_golden(name, page(sheet)) == "");
    }
  }
}

TEST_CASE("several problems stand on one sheet, each under its number", "[worksheet]") {
  for (const bool answers : {false, true}) {
    const Worksheet problem = worksheet(example(), answers);
    const Sheet sheet{answers, {problem, problem}, "stepgrad worksheet"};
    for (const auto& [ending, diagram, page] : pages) {
      INFO(ending);
      const std::string text = page(sheet);
      CHECK(count(text, "Problem 1") == 1);
      CHECK(count(text, "Problem 2") == 1);
      CHECK(count(text, "stepgrad worksheet") == (answers ? 1 : 0));
    }
  }
}

TEST_CASE("a row for every result, and one for every gradient in the order of finding them",
          "[worksheet]") {
  const Worksheet key = worksheet(example(), true);
  CHECK(texts(key.forward) ==
        std::vector<std::string>{"q = x * y = 3 * 2 = 6", "v1 = relu(q) = relu(6) = 6",
                                 "v2 = v1 / z = 6 / (-4) = -1.5", "f = v2 - x = -1.5 - 3 = -4.5"});
  CHECK(texts(key.backward) == std::vector<std::string>{
                                   "df/dv2 = df/df * df/dv2 = 1 * 1 = 1",
                                   "df/dv1 = df/dv2 * dv2/dv1 = 1 * (-0.25) = -0.25",
                                   "df/dq = df/dv1 * dv1/dq = -0.25 * 1 = -0.25",
                                   "df/dx = df/df * df/dx(2) + df/dq * dq/dx = "
                                   "1 * (-1) + (-0.25 * 2) = -1 + (-0.5) = -1.5",
                                   "df/dy = df/dq * dq/dy = -0.25 * 3 = -0.75",
                                   "df/dz = df/dv2 * dv2/dz = 1 * (-0.375) = -0.375",
                               });
}

TEST_CASE("a sheet has a blank where its key has a number, and no number of its own",
          "[worksheet]") {
  for (int level = easiest_level; level <= hardest_level; ++level)
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
      const MadeUp exercise = make_up(level, seed);
      const Trace told = trace_of(exercise.formula, exercise.numbers);
      const Worksheet sheet = worksheet(told, false), key = worksheet(told, true);
      INFO(exercise.formula);
      REQUIRE(sheet.forward.size() == key.forward.size());
      REQUIRE(sheet.backward.size() == key.backward.size());
      for (const auto* rows : {&sheet.forward, &sheet.backward})
        for (const Math& row : *rows) CHECK(row.parts.back() == math::blank());
      for (const auto* rows : {&key.forward, &key.backward})
        for (const Math& row : *rows) CHECK(count(as_plain_text(row), "____") == 0);
    }
}

TEST_CASE("every equation of a key holds", "[worksheet]") {
  for (int level = easiest_level; level <= hardest_level; ++level)
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
      const MadeUp exercise = make_up(level, seed);
      const Worksheet key = worksheet(trace_of(exercise.formula, exercise.numbers), true);
      for (const auto* rows : {&key.forward, &key.backward})
        for (const Math& row : *rows) {
          INFO(as_plain_text(row));
          const double result = evaluate(parse(as_plain_text(row.parts.back())), {});
          for (std::size_t side = 2; side < row.parts.size(); ++side)  // after the two in names
            CHECK(evaluate(parse(as_plain_text(row.parts[side])), {}) == Approx(result));
        }
    }
}

TEST_CASE("a value that is used very often asks for the sum alone", "[worksheet]") {
  const Trace told = trace_of("x + x + x + x + x", {{"x", 1}});
  const std::string row = as_plain_text(worksheet(told, false).backward.back());
  CHECK(row.starts_with("df/dx = "));
  CHECK(count(row, "________") == 1);
}

TEST_CASE("a page holds names that would break it", "[worksheet]") {
  const Value odd(2.0, "<script>&\"'"), other(3.0, "|`_*$\\");
  const Sheet sheet = alone(worksheet(trace(odd * other), false));
  CHECK(as_html(sheet).find("<script>") == std::string::npos);
  CHECK(as_html(sheet).find("<mi>&lt;script&gt;&amp;&quot;&#39;</mi>") != std::string::npos);
  CHECK(as_markdown(sheet).find("<script>") == std::string::npos);
  CHECK(as_text(sheet).find("f = <script>&\"' * |`_*$\\ = ________") != std::string::npos);
}

TEST_CASE("the parts of a page are left out where there is nothing for them", "[worksheet]") {
  const Sheet constant = alone(worksheet(trace_of("2 * 3", {}), false));
  for (const auto& [ending, diagram, page] : pages) {
    INFO(ending);
    CHECK(page(constant).find("starts with") == std::string::npos);
    CHECK(page(constant).find("{align*}\n\n\\end") == std::string::npos);
  }
  CHECK(as_html(constant).find("<figure>") == std::string::npos);
  CHECK(as_html(constant).find("<footer>") == std::string::npos);
  CHECK(as_markdown(constant).find("![") == std::string::npos);
}
