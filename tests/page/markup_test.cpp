// Pieces of pages: templates filled in, pictures made fit to stand within a page.
#include <stepgrad/page/markup.hpp>

#include "catch.hpp"

using namespace stepgrad;

TEST_CASE("every place of a template is filled in, and an unknown one is left empty", "[page]") {
  CHECK(filled("<{{a}}-{{b}}-{{a}}>{{c}}", {{"a", "1"}, {"b", "{{a}}"}}) == "<1-{{a}}-1>");
  CHECK(filled("nothing {{ to fill in", {}) == "nothing ");
  CHECK(filled("", {{"a", "1"}}) == "");
}

TEST_CASE("JSON within a script cannot end it", "[page]") {
  CHECK(within_script(R"({"a": "</script>"})") == R"({"a": "\u003c/script>"})");
}

TEST_CASE("parts with a beginning and an end are taken out", "[page]") {
  CHECK(without("a id=\"x\" b id=\"y\"", " id=\"", "\"") == "a b");
  CHECK(without("a id=\"x", " id=\"", "\"") == "a id=\"x");
}

TEST_CASE("each drawing becomes an element without the id that all of them share", "[page]") {
  const std::string one = "<svg width=\"1\">\n<g id=\"graph0\" class=\"graph\">x</g>\n</svg>";
  const auto found = inline_svgs("<?xml?>" + one + "<?xml?>" + one);
  REQUIRE(found.size() == 2);
  CHECK(found[0].starts_with("<svg role=\"img\""));
  CHECK(found[0].find("graph0") == std::string::npos);
  CHECK(found[0].ends_with("</svg>"));
}

TEST_CASE("what plots of a page have in common is written once", "[markup]") {
  const std::string curve =
      "<path d=\"M0 0L1 1L2 2L3 3L4 4L5 5L6 6L7 7L8 8L9 9\" stroke=\"#222222\"/>";
  const std::string image = "<image x=\"1\" y=\"2\" width=\"3\" height=\"4\" href=\"data:abc\"/>";
  const std::string other = "<image x=\"5\" y=\"6\" width=\"7\" height=\"8\" href=\"data:abc\"/>";
  const std::string page = with_shared_parts(
      "<svg>\n" + curve + '\n' + image + "\n</svg>\n<svg>\n" + curve + '\n' + other + "\n</svg>\n");
  const auto count = [&](const std::string& part) {
    std::size_t times = 0;
    for (std::size_t at = page.find(part); at != page.npos; at = page.find(part, at + 1)) ++times;
    return times;
  };
  CHECK(count("M0 0L1 1") == 1);
  CHECK(count("data:abc") == 1);
  CHECK(count("<use href=\"#shared-1\"/>") == 2);
  CHECK(count("<use x=\"1\" y=\"2\" width=\"3\" height=\"4\" href=\"#shared-2\"/>") == 1);
  CHECK(count("<use x=\"5\" y=\"6\" width=\"7\" height=\"8\" href=\"#shared-2\"/>") == 1);
}

TEST_CASE("a page without pictures stays as it is", "[markup]") {
  CHECK(with_shared_parts("<p>one</p>\n<p>two</p>\n") == "<p>one</p>\n<p>two</p>\n");
}

TEST_CASE("the size of a drawing is read from it, in points or without a unit", "[page]") {
  CHECK(svg_length("<svg width=\"62.5pt\" height=\"8pt\"><rect width=\"3\"/></svg>", "width") ==
        62.5);
  CHECK(svg_length("<svg stroke-width=\"2\" width=\"360\" height=\"41\">", "width") == 360);
  CHECK(svg_length("<svg stroke-width=\"2\" width=\"360\" height=\"41\">", "height") == 41);
}
