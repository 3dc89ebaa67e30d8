// Networks as circles and lines: what is large is wide, what is below 0 is dashed, what is dropped is
// crossed out.
#include <stepgrad/plot/layered_network.hpp>

#include <algorithm>
#include <regex>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

LayeredNetwork small() {
  return {.title = "2-2-1",
          .layers = {{"inputs", 2, {"x1", "x2"}}, {"hidden", 2}, {"output", 1}},
          .weights = {{2, 2, {1, -2, 0.5, 4}}, {1, 2, {-1, 3}}}};
}

std::size_t count(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  return static_cast<std::size_t>(
      std::distance(std::sregex_iterator(text.begin(), text.end(), expression), {}));
}

}  // namespace

TEST_CASE("every unit is a circle and every weight a line, dashed where it is below 0", "[plot]") {
  const std::string picture = svg(small());
  CHECK(count(picture, "<circle") == 5);
  CHECK(count(picture, "<path") == 6);
  CHECK(count(picture, "stroke-dasharray") == 2);
  CHECK(count(picture, "stroke-width=\"5.00\"") == 2);  // the largest of each layer
  CHECK(picture.find(">x2<") != std::string::npos);
  CHECK(picture.find(">0.5</text>") != std::string::npos);
  CHECK(count(picture, "#b3261e") == 0);
}

TEST_CASE("gradients stand in red below the weights", "[plot]") {
  LayeredNetwork network = small();
  network.gradients = network.weights;
  network.gradients[0].all[0] = 0.125;
  CHECK(count(svg(network), "#b3261e") == 6);
  CHECK(svg(network).find(">0.125</text>") != std::string::npos);
}

TEST_CASE("a unit that is dropped is crossed out, and has no lines", "[plot]") {
  LayeredNetwork network = small();
  network.layers[1].crossed_out = {1};
  const std::string picture = svg(network);
  CHECK(count(picture, "<circle") == 5);
  CHECK(count(picture, "<path d=\"M[^\"]*L[^\"]*M") == 1);  // the cross
  CHECK(count(picture, "<path d=\"M[^ML\"]*L[^ML\"]*\"") == 3);
}

TEST_CASE("of large layers the ends are drawn, and said how many are not", "[plot]") {
  const std::string picture =
      svg(LayeredNetwork{.title = "",
                         .layers = {{"pixels", 784}, {"classes", 10}},
                         .weights = {{10, 784, std::vector<double>(7840, 1)}}});
  CHECK(picture.find("⋮ 776 more") != std::string::npos);
  CHECK(picture.find("⋮ 2 more") != std::string::npos);
  CHECK(count(picture, "<circle") == 16);
}

TEST_CASE("weights that do not fit between their layers are refused", "[plot]") {
  LayeredNetwork network = small();
  network.weights[0].rows = 1;
  CHECK(error_of([&] { svg(network); }) ==
        "a network of 3 layers whose weights do not fit between them\n"
        "Give a matrix, units of the next layer × units, for each layer but the last.");
  CHECK(error_of([] { layered_network({}); }) ==
        "there are no layers in this trace\nDraw its gates instead.");
}

TEST_CASE("with letters a network has a line for each weight but 0, by its sign", "[plot]") {
  const Plot drawn = plot(layered_network("3-1", {{"x1", "x2", "x3"}, {"f"}}, {{{3, -1, 0}}}));
  REQUIRE(drawn.series.size() == 3);
  CHECK(drawn.series[0].points.size() == 3);  // two ends, and a gap
  CHECK(drawn.series[0].points[0].y == 1);    // x1 stands above x2
  CHECK(drawn.series[1].points.size() == 3);
  CHECK(drawn.series[1].points[0].y == 0);
  CHECK(drawn.series[2].points.size() == 4);
  CHECK(drawn.marks[3].label == "f");
  CHECK(drawn.marks[3].at.x == 1);
  LayeredNetwork network = small();
  network.layers[0].crossed_out = {0};
  CHECK(plot(network).marks[0].label == "x1 (out)");
  CHECK(plot(network).series[0].points.size() == 3 * 3);  // of 0.5, 4 and 3
}

TEST_CASE("a network for a phone is as wide as a phone, and has no numbers on its lines",
          "[plot]") {
  const std::string picture = narrow_svg(small());
  CHECK(picture.find("width=\"360\"") != std::string::npos);
  CHECK(count(picture, "<circle") == 5);
  CHECK(picture.find(">0.5</text>") == std::string::npos);
}

TEST_CASE("rows of weights that are not of one length are refused", "[plot]") {
  CHECK_THROWS_AS(layered_network("", {{"x", "y"}, {"f", "g"}}, {{{1, 2}, {1}}}), Error);
  CHECK_THROWS_AS(svg(layered_network("", {{"x"}, {"f"}}, {})), Error);
  CHECK_THROWS_AS(plot(layered_network("", {{"x"}, {"f"}}, {{{1}, {2}}})), Error);
}
