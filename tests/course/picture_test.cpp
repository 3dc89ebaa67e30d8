// Pictures of a lesson as they stand on a terminal.
#include <stepgrad/course/picture.hpp>

#include "catch.hpp"

using namespace stepgrad;

TEST_CASE("images stand side by side in half blocks, each over its name, as many as fit",
          "[picture]") {
  const GreyImage corner{3, 3, {1, 0, 0, 1, 0, 0, 1, 1, 1}}, dot{3, 3, {0, 0, 0, 0, 1, 0, 0, 0, 0}};
  const Images images{{corner, dot}, {"ell", "dot"}};
  CHECK(picture_text(images, {.width = 8}) == "█     ▄\n▀▀▀\nell  dot\n");
  CHECK(picture_text(images, {.width = 7}) == "█\n▀▀▀\nell\n\n ▄\n\ndot\n");
  CHECK(picture_text(Images{{dot}}, {}) == " ▄\n\n");
}
