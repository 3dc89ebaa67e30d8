// What repeats is written once, and every text comes back as it was.
#include <stepgrad/page/packed.hpp>

#include "catch.hpp"
#include "page/unpacked.hpp"

using namespace stepgrad;
using namespace stepgrad::test;

TEST_CASE("a shape is written once, and each line is its number and its words", "[page]") {
  const std::vector<std::string> texts{"<mi>q</mi><mn>4</mn>", "<mi>q</mi><mn>-0.25</mn>"};
  CHECK(packed(texts) == "<mi>q</mi><mn>~</mn>\n\n0 4\n\n0 -0.25\n");
}

TEST_CASE("a cell and a formula end a line", "[page]") {
  CHECK(packed(std::vector<std::string>{"<td>1</td><td>2</td>"}) == "<td>~</td>\n\n0 1\n0 2\n");
}

TEST_CASE("packed texts come back as they were, but for their line ends", "[page]") {
  const std::vector<std::string> texts{
      "",
      "one line",
      "<math><mn>1</mn></math>, and 2\n<td>x_1 ~ 1.5e-7</td>\n",
      "größe1 \u22124 ~~ a-b-3 --4 1. .5 &#10; 1,2;3",
      "\\~ {{data}} -",
      "<g fill=\"#444444\"/> #1 #~",
  };
  const std::vector<std::string> back = unpacked(packed(texts));
  REQUIRE(back.size() == texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) CHECK(back[i] == replaced(texts[i], "\n", ""));
}
