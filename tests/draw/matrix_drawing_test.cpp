// Diagrams of matrix traces: shapes, numbers, rules, and what is there after so many steps.
#include <stepgrad/draw/matrix_drawing.hpp>

#include <stepgrad/draw/dot.hpp>
#include <stepgrad/draw/graphviz.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "small_matrix_trace.hpp"
#include "svg.hpp"

using namespace stepgrad;
using stepgrad::test::small_matrix_trace;

TEST_CASE("a matrix is drawn with its shape, its numbers and its gradient", "[matrix]") {
  const Drawing drawing = stepgrad::drawing(small_matrix_trace());
  REQUIRE(drawing.nodes.size() == 4);
  const Drawing::Grid& w = *drawing.nodes[1].grid;
  CHECK(w.shape == "1×2");
  CHECK(w.value == std::vector<std::vector<std::string>>{{"10", "-1"}});
  CHECK(w.gradient == std::vector<std::vector<std::string>>{{"6", "15"}});
  CHECK(drawing.nodes[0].constant);
  CHECK(drawing.nodes[2].gate == "W X");
  CHECK(drawing.nodes[3].gate == "sum");
  REQUIRE(drawing.edges.size() == 3);
  CHECK(drawing.edges[0].rule == "dA Xᵀ");
  CHECK(drawing.edges[0].id == "e2");
  CHECK(drawing.edges[1].rule == "");  // X is a constant
}

TEST_CASE("a large matrix is drawn with its norm", "[matrix]") {
  MatrixTrace trace = small_matrix_trace();
  trace.nodes[0].value = {2, 50, std::vector<double>(100, -0.5)};
  const Drawing drawing = stepgrad::drawing(trace);
  CHECK(drawing.nodes[0].grid->value == std::vector<std::vector<std::string>>{{"norm 5"}});
  CHECK(drawing.nodes[0].grid->shape == "2×50");
}

TEST_CASE("upright, no edge runs through the numbers of a matrix", "[matrix]") {
  const Drawing drawing = stepgrad::drawing(small_matrix_trace());
  const std::string upright = dot_source(drawing, Style::circuit, Flow::down);
  CHECK(upright.find("port=\"wire:") == std::string::npos);
  CHECK(upright.find("tailport=\"s\"") != std::string::npos);
  CHECK(dot_source(drawing, Style::circuit, Flow::right).find("port=\"wire:") != std::string::npos);
}

TEST_CASE("matrices get their gradients step by step", "[matrix]") {
  const MatrixTrace trace = small_matrix_trace();
  const Drawing begun = drawing(trace, 1);
  CHECK(begun.caption == "step 1 of 2:  dA = dL 1ᵀ");
  CHECK(begun.nodes[2].grid->has_gradient);
  CHECK(begun.nodes[2].lit);
  CHECK(!begun.nodes[1].grid->has_gradient);
  CHECK(begun.edges[2].lit);
  const auto red_numbers = [&](std::size_t step) {
    return test::all_between(dot_source(drawing(trace, step)), "\"#c4161c\">", "<").size();
  };
  CHECK(red_numbers(0) == 1);  // of L alone
  CHECK(red_numbers(1) == 1 + 3);
  CHECK(red_numbers(2) == 1 + 3 + 2);
  CHECK(error_of([&] { drawing(trace, 3); }) ==
        "there is no step 3\nThe backward pass has 2 steps; 0 shows how it starts.");
}

TEST_CASE("no step moves what is drawn of matrices", "[matrix]") {
  const auto size = [](std::size_t step) {
    const std::string svg =
        graphviz_picture(dot_source(drawing(small_matrix_trace(), step)), PictureFormat::svg);
    return svg.substr(svg.find("viewBox"), 40);
  };
  try {
    CHECK(size(1) == size(2));
  } catch (const Error&) {
    WARN("skipped: install graphviz to have it");
  }
}
