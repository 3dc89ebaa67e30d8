// Diagrams in plain text: what a terminal shows of them.
#include <stepgrad/draw/text_drawing.hpp>

#include <algorithm>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

Trace product() { return trace(parse("q = x + y; f = q * z"), {{"x", -2}, {"y", 5}, {"z", -4}}); }

}  // namespace

TEST_CASE("a drawing in text shows every node with its value, its gradient and its share",
          "[text_drawing]") {
  CHECK(text_drawing(product()) ==
        "              value  gradient  upstream * slope\n"
        "f = q * z       -12         1\n"
        "├─ q = x + y      3        -4  1 * (-4)\n"
        "│  ├─ x          -2        -4  -4 * 1\n"
        "│  └─ y           5        -4  -4 * 1\n"
        "└─ z             -4         3  1 * 3\n");
}

TEST_CASE("a node that is used twice stands once, and every use has its share", "[text_drawing]") {
  CHECK(text_drawing(trace(parse("y = a * a"), {{"a", 3}})) ==
        "              value  gradient  upstream * slope\n"
        "y = a * a         9         1\n"
        "├─ a              3         6  1 * 3\n"
        "└─ a (again)                   1 * 3\n");
}

TEST_CASE("after some steps only what is known by then is drawn", "[text_drawing]") {
  const std::string text = text_drawing(product(), {.step = 1});
  CHECK(text.find("├─ q = x + y      3        -4  1 * (-4)  ◀\n") != std::string::npos);
  CHECK(text.find("└─ z             -4\n") != std::string::npos);
  CHECK(error_of([] { text_drawing(product(), {.step = 5}); }) ==
        "there is no step 5\nThe backward pass has 4 steps; 0 shows how it starts.");
}

TEST_CASE("a sum that waits for more paths says so, and the next step may be asked for",
          "[text_drawing]") {
  const Trace square = trace(parse("y = a * a"), {{"a", 3}});
  const auto has = [&](const TextLook& look, std::string_view line) {
    return text_drawing(square, look).find(line) != std::string::npos;
  };
  CHECK(has({.step = 1}, "├─ a              3  3 so far  1 * 3  ◀\n"));
  CHECK(has({.step = 2}, "├─ a              3         6  1 * 3\n"));
  CHECK(has({.step = 0, .asks = true}, "├─ a              3         ?\n"));
  CHECK(has({.step = 1, .asks = true}, "├─ a              3     3 + ?  1 * 3  ◀\n"));
  CHECK(has({.step = 1, .color = true}, "\x1b[2;31m3 so far\x1b[0m"));
}

TEST_CASE("where there are few lines, those that the step is about stay, and the way to them",
          "[text_drawing]") {
  const Trace deep = trace(parse("a = x * y; b = a * z; c = b * w; f = c * v"),
                           {{"x", 1}, {"y", 2}, {"z", 3}, {"w", 4}, {"v", 5}});
  CHECK(text_drawing(deep, {.step = 2, .asks = true, .rows = 6}) ==
        "                    value  gradient  upstream * slope\n"
        "f = c * v             120         1\n"
        "├─ c = b * w           24         5  1 * 5\n"
        "│  ├─ b = a * z         6         ?\n"
        "│  │  ├─ a = x * y      2\n"
        "⋮\n");
  CHECK(text_drawing(deep, {.step = 2, .rows = 10}) == text_drawing(deep, {.step = 2}));
  for (std::size_t step = 0; step <= deep.steps.size(); ++step)
    for (std::size_t rows = 5; rows < 10; ++rows) {
      const std::string text = text_drawing(deep, {.step = step, .asks = true, .rows = rows});
      CHECK(std::ranges::count(text, '\n') <= static_cast<std::ptrdiff_t>(rows));
      CHECK((text.find("?") != std::string::npos) == (step < deep.steps.size()));
    }
}

TEST_CASE("a drawing in text may leave the gradients away", "[text_drawing]") {
  const std::string text = text_drawing(product(), {.gradients = false});
  CHECK(text.find("gradient") == std::string::npos);
  CHECK(text.find("q = x + y      3") != std::string::npos);
}

TEST_CASE("what nobody would follow is too large for text", "[text_drawing]") {
  std::string sum = "x1";
  Bindings inputs{{"x1", 1}};
  for (int i = 2; i <= 40; ++i) {
    sum += " + x" + std::to_string(i);
    inputs["x" + std::to_string(i)] = 1;
  }
  CHECK(is_too_large_for_text(trace(parse(sum), inputs)));
  CHECK(!is_too_large_for_text(product()));
}
