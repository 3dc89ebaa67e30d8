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
