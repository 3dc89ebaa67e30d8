// A picture of Graphviz in fewer bytes: what is left out is never seen.
#include <stepgrad/page/lean_svg.hpp>

#include "catch.hpp"

using namespace stepgrad;

TEST_CASE("a rectangle is a rect, and the pieces of a wire side by side are one", "[page]") {
  const std::string look = "<polygon fill=\"#444444\" stroke=\"transparent\" points=\"";
  CHECK(
      lean_svg(look + "1,-1 1,-3 3,-3 3,-1 1,-1\"/>\n" + look +
               "3,-1 3,-3 7.25,-3 7.25,-1 3,-1\"/>") ==
      "<rect fill=\"#444444\" stroke=\"transparent\" x=\"1\" y=\"-3\" width=\"6.2\" height=\"2\"/>");
  CHECK(lean_svg(look + "1,-1 1,-3 3,-3 3,-1 1,-1\"/>\n" + look + "4,-1 4,-3 7,-3 7,-1 4,-1\"/>")
            .find('\n') != std::string::npos);
}

TEST_CASE("curves and arrowheads keep a tenth of a point, and numbers that are read all digits",
          "[page]") {
  CHECK(lean_svg("<path d=\"M68.55,-242C102.64,-242 0.04,-280.55 111,-306\"/>") ==
        "<path d=\"M68.5,-242C102.6,-242 0,-280.6 111,-306\"/>");
  CHECK(lean_svg("<polygon fill=\"red\" points=\"1.11,2 3,4.44 5,6 1.11,2\"/>") ==
        "<polygon fill=\"red\" points=\"1.1,2 3,4.4 5,6 1.1,2\"/>");
  CHECK(lean_svg("<text x=\"1\">0.1983</text>") == "<text x=\"1\">0.1983</text>");
}

TEST_CASE("comments, titles of nodes, blank texts and the white ground are left out", "[page]") {
  CHECK(
      lean_svg("<!-- n1 -->\n<title>n1</title>\n<text x=\"2\" fill=\"red\"> \u00a0</text>\n"
               "<polygon fill=\"white\" stroke=\"transparent\" points=\"0,0 0,1 1,1 1,0 0,0\"/>") ==
      "");
  CHECK(lean_svg("<title>g3&#45;&gt;n3:w</title>") == "");
  CHECK(lean_svg("<title>n1:e&#45;&gt;g3</title>") == "<title>n1:e-&gt;g3</title>");
}
