// Diagrams in plain text: what a terminal shows of them.
#include <stepgrad/draw/text_drawing.hpp>

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
