// Mathematics: what formulas, names, numbers and steps look like in LaTeX and in MathML.
#include <stepgrad/story/mathematics.hpp>

#include <cmath>
#include <limits>

#include <stepgrad/base/text.hpp>
#include <stepgrad/scalar/functions.hpp>
#include <stepgrad/story/latex.hpp>
#include <stepgrad/story/mathml.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

/// The right side of the formula's last statement.
Math right_side(std::string_view source) {
  const Formula formula = parse(source);
  const auto leaf = [](const Formula::Term& term) {
    return term.kind == Formula::Kind::number ? math::constant(term.number) : math::name(term.name);
  };
  return evaluate_terms<Math>(formula, leaf, math::operation)[formula.output];
}

}  // namespace

TEST_CASE("formulas in LaTeX have the parentheses that reading needs", "[mathematics]") {
  const std::pair<std::string_view, std::string_view> table[] = {
      {"a + b + c", "a + b + c"},
      {"a + (b + c)", "a + (b + c)"},
      {"a - (b - c)", "a - (b - c)"},
      {"(a + b) * c", "(a + b) \\cdot c"},
      {"a * b * c", "a \\cdot b \\cdot c"},
      {"a * (b * c)", "a \\cdot (b \\cdot c)"},
      {"(a + b) / (c - d)", "\\frac{a + b}{c - d}"},
      {"a / b * c", "\\frac{a}{b} \\cdot c"},
      {"a * (b / c)", "a \\cdot \\frac{b}{c}"},
      {"(a / b)^2", "\\left(\\frac{a}{b}\\right)^{2}"},
      {"-(a / b)", "-\\frac{a}{b}"},
      {"-a^2", "-a^{2}"},
      {"(-a)^2", "(-a)^{2}"},
      {"a^-2", "a^{-2}"},
      {"a^(b + c)", "a^{b + c}"},
      {"2^3^x", "2^{3^{x}}"},
      {"(2^3)^x", "(2^{3})^{x}"},
      {"a - -b", "a - (-b)"},
      {"a * -2", "a \\cdot (-2)"},
      {"a + -b * c", "a + (-b \\cdot c)"},
      {"--a", "-(-a)"},
      {"1 / (1 + exp(-x))", "\\frac{1}{1 + \\exp(-x)}"},
      {"tanh(x)^2", "\\tanh(x)^{2}"},
      {"tanh(x / 2)", "\\tanh\\left(\\frac{x}{2}\\right)"},
      {"abs(x + 1)", "\\lvert x + 1 \\rvert"},
      {"abs(x / 2)", "\\left\\lvert \\frac{x}{2}\\right\\rvert"},
      {"sqrt(x + y) * z", "\\sqrt{x + y} \\cdot z"},
      {"square(x + 1)", "(x + 1)^{2}"},
      {"[a > b] * 2", "[a > b] \\cdot 2"},
      {"max(a, b - c)", "\\max(a, b - c)"},
      {"relu(x)", "\\mathrm{relu}(x)"},
      {"leaky_relu(x)", "\\mathrm{leaky\\ relu}(x)"},
      {"atan(x)", "\\arctan(x)"},
      {"sum(a, b - c, -d)", "a + (b - c) + (-d)"},
      {"dot(a, b, c, d)", "a \\cdot c + b \\cdot d"},
      {"log_sum_exp(a, b)", "\\log(\\exp(a) + \\exp(b))"},
      {"sqrt(2 * pi) + e", "\\sqrt{2 \\cdot \\pi} + e"},
  };
  for (const auto& [source, expected] : table) CHECK(as_latex(right_side(source)) == expected);
}

TEST_CASE("MathML sets each piece as the piece that it is", "[mathematics]") {
  const std::pair<Math, std::string_view> table[] = {
      {math::number(2), "<mn>2</mn>"},
      {math::number(-2), "<mrow><mo>−</mo><mn>2</mn></mrow>"},
      {right_side("a / b"), "<mfrac><mi>a</mi><mi>b</mi></mfrac>"},
      {right_side("a * b"), "<mrow><mi>a</mi><mo>⋅</mo><mi>b</mi></mrow>"},
      {right_side("x^2"), "<msup><mi>x</mi><mn>2</mn></msup>"},
      {right_side("sqrt(x)"), "<msqrt><mi>x</mi></msqrt>"},
      {right_side("tanh(x)"),
       "<mrow><mi>tanh</mi><mo>&#x2061;</mo>"
       "<mrow><mo form=\"prefix\" stretchy=\"false\">(</mo><mi>x</mi>"
       "<mo form=\"postfix\" stretchy=\"false\">)</mo></mrow></mrow>"},
      {right_side("[a > b]"),
       "<mrow><mo form=\"prefix\" stretchy=\"false\">[</mo><mrow><mi>a</mi><mo>&gt;</mo><mi>b</mi>"
       "</mrow><mo form=\"postfix\" stretchy=\"false\">]</mo></mrow>"},
      {right_side("(a / b)^2"),
       "<msup><mrow><mo form=\"prefix\">(</mo><mfrac><mi>a</mi><mi>b</mi></mfrac>"
       "<mo form=\"postfix\">)</mo></mrow><mn>2</mn></msup>"},
      {right_side("w1^2"), "<msubsup><mi>w</mi><mn>1</mn><mn>2</mn></msubsup>"},
  };
  for (const auto& [math, expected] : table) {
    CHECK(mathml_inside(math) == expected);
    CHECK(as_mathml(math) == "<math>" + std::string(expected) + "</math>");
    CHECK(as_mathml(math, Display::block).starts_with("<math display=\"block\">"));
  }
}

TEST_CASE("numbers are written as people read them", "[mathematics]") {
  const std::pair<double, std::string_view> table[] = {
      {0, "0"},
      {-0.0, "0"},
      {-4, "-4"},
      {0.5, "0.5"},
      {1e-5, "10^{-5}"},
      {-1e-5, "-10^{-5}"},
      {1.5e-7, "1.5 \\times 10^{-7}"},
      {-2.5e20, "-2.5 \\times 10^{20}"},
      {1e300, "10^{300}"},
      {inf, "\\infty"},
      {-inf, "-\\infty"},
      {std::nan(""), "\\mathrm{nan}"},
      {0.30000000000000004, "0.3"},
  };
  for (const auto& [number, expected] : table) CHECK(as_latex(math::number(number)) == expected);
  CHECK(as_latex(math::product(math::number(-2), math::number(-3))) == "-2 \\cdot (-3)");
  CHECK(as_latex(math::product(math::number(2), math::number(1.5e-7))) ==
        "2 \\cdot 1.5 \\times 10^{-7}");
  CHECK(as_latex(math::sum(math::number(1), math::number(-1e-9))) == "1 + (-10^{-9})");
}

TEST_CASE("names: one letter in italics, words upright, indices below, Greek as Greek",
          "[mathematics]") {
  struct Row {
    std::string_view name, latex, mathml;
  };
  const Row table[] = {
      {"x", "x", "<mi>x</mi>"},
      {"loss", "\\mathrm{loss}", "<mi>loss</mi>"},
      {"w1", "w_{1}", "<msub><mi>w</mi><mn>1</mn></msub>"},
      {"x_12", "x_{12}", "<msub><mi>x</mi><mn>12</mn></msub>"},
      {"x_i", "x_{i}", "<msub><mi>x</mi><mi>i</mi></msub>"},
      {"w1_2", "w_{1,2}", "<msub><mi>w</mi><mrow><mn>1</mn><mo>,</mo><mn>2</mn></mrow></msub>"},
      {"loss_train", "\\mathrm{loss_{\\mathrm{train}}}",
       "<msub><mi>loss</mi><mi>train</mi></msub>"},
      {"alpha", "\\alpha", "<mi>α</mi>"},
      {"α", "\\alpha", "<mi>α</mi>"},
      {"theta_1", "\\theta_{1}", "<msub><mi>θ</mi><mn>1</mn></msub>"},
      {"Omega", "\\Omega", "<mi>Ω</mi>"},
      {"größe", "\\text{größe}", "<mi>größe</mi>"},
      {"größe_1", "\\text{größe\\_1}", "<msub><mi>größe</mi><mn>1</mn></msub>"},
      {"é", "\\text{é}", "<mi>é</mi>"},
      {"_x", "\\text{\\_x}", "<mi>_x</mi>"},
      {"x__1", "\\text{x\\_\\_1}", "<mi>x__1</mi>"},
      {"7", "7", "<mn>7</mn>"},
      {"a<b&c", "\\text{a\\textless{}b\\&c}", "<mi>a&lt;b&amp;c</mi>"},
      {"50%_#$\\", "\\text{50\\%\\_\\#\\$\\textbackslash{}}", "<mi>50%_#$\\</mi>"},
      {"{~^|}", "\\text{\\{\\textasciitilde{}\\textasciicircum{}\\textbar{}\\}}", "<mi>{~^|}</mi>"},
      {"two\nlines", "\\text{two lines}", "<mi>two lines</mi>"},
      {"bad\xff", "\\text{bad\uFFFD}", "<mi>bad\uFFFD</mi>"},
      {"bell\a", "\\text{bell\uFFFD}", "<mi>bell\uFFFD</mi>"},
      {"", "\\text{}", "<mi></mi>"},
  };
  for (const Row& row : table) {
    INFO(row.name);
    CHECK(as_latex(math::name(row.name)) == row.latex);
    CHECK(mathml_inside(math::name(row.name)) == row.mathml);
  }
}

TEST_CASE("a name of a thousand letters keeps its beginning", "[mathematics]") {
  CHECK(columns(mathml_inside(math::name(std::string(1000, 'm')))) < 60);
}
