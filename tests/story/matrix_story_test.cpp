// Matrix traces in words, in numbers side by side, and as Markdown.
#include <limits>

#include <stepgrad/base/text.hpp>
#include <stepgrad/story/matrix_blocks.hpp>
#include <stepgrad/story/matrix_markdown_page.hpp>
#include <stepgrad/story/matrix_text_page.hpp>

#include "catch.hpp"
#include "small_matrix_trace.hpp"

using namespace stepgrad;
using stepgrad::test::small_matrix_trace;

TEST_CASE("a step in matrices is told with its rule, its shapes and its numbers", "[matrix]") {
  CHECK(as_text(small_matrix_trace()) ==
        "By hand\n"
        "  X = ⎡1  2  3⎤   W = [10  -1]\n"
        "      ⎣4  5  6⎦\n"
        "\n"
        "Forward: every matrix from the ones before it\n"
        "  A = W X   (1×3) = (1×2)(2×3)\n"
        "      = [10  -1] ⎡1  2  3⎤ = [6  15  24]\n"
        "                 ⎣4  5  6⎦\n"
        "  L = sum(A)   (1×1)\n"
        "      = sum([6  15  24]) = 45\n"
        "\n"
        "Backward: from L to its parameters\n"
        "  dW is short for dL/dW and has the shape of W. It starts with dL = 1.\n"
        "  Through L = sum(A)\n"
        "  1  dA = dL 1ᵀ   (1×3) = (1×1)(1×3)\n"
        "     = 1 1ᵀ = [1  1  1]\n"
        "  Through A = W X\n"
        "  2  dW = dA Xᵀ   (1×2) = (1×3)(3×2)\n"
        "                 ⎡1  4⎤\n"
        "     = [1  1  1] ⎢2  5⎥ = [6  15]\n"
        "                 ⎣3  6⎦\n"
        "\n"
        "Gradients: how much L changes for each unit of an entry\n"
        "  dW = [6  15]\n");
}

TEST_CASE("numbers stand point below point, and narrow pages get more lines", "[matrix]") {
  const Block block = stepgrad::block(MatrixTrace::Numbers{3, 1, {1.25, -10, 0.5}}, false);
  CHECK(block.lines == std::vector<std::string>{"⎡  1.25⎤", "⎢-10   ⎥", "⎣  0.5 ⎦"});
  CHECK(block.width == 8);
  for (const std::string& line : block.lines) CHECK(columns(line) == block.width);
  CHECK(laid_out({block, block}, 22, 2, 3).find("⎡  1.25⎤   ⎡  1.25⎤") != std::string::npos);
  CHECK(laid_out({block, block}, 20, 2, 3).find("⎡  1.25⎤   ⎡") == std::string::npos);
}

TEST_CASE("a second share is told with what it adds up to", "[matrix]") {
  MatrixTrace trace = small_matrix_trace();
  MatrixTrace::Step again = trace.steps[1];
  again.total.all = {12, 30};
  trace.steps.push_back(again);
  const std::string told = as_text(trace);
  CHECK(told.find("3  another share of dW = dA Xᵀ") != std::string::npos);
  CHECK(told.find("with what it had, dW so far\n     = [12  30]\n") != std::string::npos);
}

TEST_CASE("a large matrix is told by shape, range and norm", "[matrix]") {
  MatrixTrace trace = small_matrix_trace();
  trace.nodes[0].value = {2, 50, std::vector<double>(100, -0.5)};
  const std::string told = as_text(trace);
  CHECK(told.find("X: 2×50, from -0.5 to -0.5, norm 5   W = ") != std::string::npos);
  CHECK(told.find("= [10  -1] ") == std::string::npos);  // no product with what is not shown
  trace.nodes[0].value.all[7] = std::numeric_limits<double>::infinity();
  CHECK(as_text(trace).find("Take care: X is the first that has an inf or a nan in it.") !=
        std::string::npos);
}

TEST_CASE("colours change no column", "[matrix]") {
  std::string told = as_text(small_matrix_trace(), {.color = true});
  for (std::size_t at; (at = told.find('\x1b')) != std::string::npos;)
    told.erase(at, told.find('m', at) + 1 - at);
  CHECK(told == as_text(small_matrix_trace()));
}

TEST_CASE("a matrix trace as Markdown has its mathematics in blocks", "[matrix]") {
  const std::string page = as_markdown(small_matrix_trace(), "step.svg");
  CHECK(page.find("![The diagram](step.svg)") != std::string::npos);
  CHECK(page.find("(1×2) = (1×3)(3×2)\n\n$$\n"
                  "\\frac{\\partial L}{\\partial W} = \\frac{\\partial L}{\\partial A} X^\\top"
                  " = \\begin{bmatrix} 6 & 15 \\end{bmatrix}\n$$\n") != std::string::npos);
  CHECK(page.find("L = \\text{sum}(A) = 45\n") != std::string::npos);
}

TEST_CASE("a plain number is told where it is used, and not before", "[matrix]") {
  MatrixTrace halved = small_matrix_trace();  // L = sum(A) of A = W / 2
  halved.nodes[0] = {0, "2", MatrixTrace::Kind::number, "", {}, {}, {}, {}, {1, 1, {2}}, {}};
  halved.nodes[2].definition[1].text = " / ";
  const std::string page = as_text(halved);
  INFO(page);
  CHECK(page.find("2 = 2") == std::string::npos);
  CHECK(page.find("A = W / 2   (1×3)\n") != std::string::npos);
}
