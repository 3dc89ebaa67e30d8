// The formula language: every mistake is told in full, with the place and how to mend it.
#include <string>
#include <string_view>
#include <utility>

#include <stepgrad/scalar/formula_parser.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;
using namespace std::string_literals;

namespace {

struct Mistake {
  std::string source, error;
};

void check_mistakes(std::initializer_list<Mistake> table) {
  for (const Mistake& mistake : table) {
    INFO(mistake.source);
    CHECK(error_of([&] { parse(mistake.source); }) == mistake.error);
  }
}

std::string error_in(std::string_view source, const Bindings& bindings) {
  return error_of([&] { evaluate(parse(source, bindings), bindings); });
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

// ---- characters ---------------------------------------------------------------------------------

TEST_CASE("characters that the language does not have are pointed at", "[formula errors]") {
  const std::string mend =
      "A formula has numbers, names, + - * / ^, parentheses and functions "
      "('stepgrad ops' lists them).";
  check_mistakes({
      {"x $ y", "'$' is not part of the formula language\n  x $ y\n    ^\n" + mend},
      {"x'", "''' is not part of the formula language\n  x'\n   ^\n" + mend},
      {"5 .", "'.' is not part of the formula language\n  5 .\n    ^\n" + mend},
      {"x\1y",
       "the character with code 1 is not part of the formula language\n  x y\n   ^\n" + mend},
      {"x\0y"s,
       "the character with code 0 is not part of the formula language\n  x y\n   ^\n" + mend},
      {"x\x7f",
       "the character with code 127 is not part of the formula language\n  x \n   ^\n" + mend},
  });
}

TEST_CASE("characters of mathematics are told how to be written", "[formula errors]") {
  check_mistakes({
      {"a × b", "'×' is not part of the formula language\n  a × b\n    ^\nwrite *"},
      {"x² + 1", "'²' is not part of the formula language\n  x² + 1\n   ^\nwrite ^2"},
      {"\"x\"",
       "'\"' is not part of the formula language\n"
       "  \"x\"\n"
       "  ^\n"
       "write names and numbers without quotes"},
      {"a\u00a0+ b",
       "'\u00a0' is not part of the formula language\n  a\u00a0+ b\n   ^\n"
       "write a plain space; this one is a no-break space"},
  });
  for (const std::string character :
       {"·", "⋅", "∗", "÷", "−", "–", "—", "³", "√", "Σ", "∑", "{", "}", "|"}) {
    INFO(character);
    CHECK(error_of([&] { parse("x" + character); })
              .starts_with("'" + character + "' is not part of the formula language\n  x" +
                           character + "\n   ^\nwrite "));
  }
}

TEST_CASE("text that is not UTF-8 is refused", "[formula errors]") {
  check_mistakes({
      {"\xff", "the formula is not UTF-8 text\nbyte 1\nSave or type it as UTF-8."},
      {"x + \xc3(", "the formula is not UTF-8 text\nbyte 5\nSave or type it as UTF-8."},
  });
}

TEST_CASE("an empty formula is refused", "[formula errors]") {
  for (const std::string source : {"", "  ", ";", "\n\n", "# only a comment", "\xef\xbb\xbf"}) {
    INFO("'" << source << "'");
    CHECK(error_of([&] { parse(source); }) == "the formula is empty\nTry \"x * y\" x=2 y=3.");
  }
}

// ---- numbers ------------------------------------------------------------------------------------

TEST_CASE("numbers that are none", "[formula errors]") {
  check_mistakes({
      {"1.2.3",
       "'1.2.3' is not a number\n"
       "  1.2.3\n"
       "  ^~~~~\n"
       "A number has one decimal point, before its exponent."},
      {"x + 1e5.5",
       "'1e5.5' is not a number\n  x + 1e5.5\n      ^~~~~\n"
       "A number has one decimal point, before its exponent."},
      {"1e999",
       "'1e999' is too large for a double\n  1e999\n  ^~~~~\nThe largest double is about 1.8e308."},
  });
}

TEST_CASE("a product without its sign", "[formula errors]") {
  check_mistakes({
      {"2x", "a '*' is missing\n  2x\n   ^\nwrite 2*x"},
      {"2 sin(x)", "a '*' is missing\n  2 sin(x)\n    ^~~\nwrite 2*sin"},
      {"2(x + 1)", "a '*' is missing\n  2(x + 1)\n   ^\nwrite 2*(...)"},
      {"x y",
       "an operator is missing\n"
       "  x y\n"
       "    ^\n"
       "Multiplication is written with '*', statements end with ';'."},
      {"x 2",
       "an operator is missing\n"
       "  x 2\n"
       "    ^\n"
       "Multiplication is written with '*', statements end with ';'."},
      {"2 3",
       "an operator is missing\n"
       "  2 3\n"
       "    ^\n"
       "Multiplication is written with '*', statements end with ';'."},
      {"(x)(y)",
       "an operator is missing\n  (x)(y)\n     ^\n"
       "Multiplication is written with '*', statements end with ';'."},
      {"2[x > 0]",
       "an operator is missing\n  2[x > 0]\n   ^\n"
       "Multiplication is written with '*', statements end with ';'."},
  });
}

// ---- what other languages write -----------------------------------------------------------------

TEST_CASE("operators of other languages", "[formula errors]") {
  check_mistakes({
      {"x ** 2", "'**' is a power in Python; here it is '^'\n  x ** 2\n    ^~\nwrite x^2"},
      {"x == 2",
       "'==' does not belong in a formula\n  x == 2\n     ^\nwrite one '=' to name a result"},
      {"[x == 2]", "'==' does not belong in a formula\n  [x == 2]\n     ^~\nwrite one '='"},
      {"[x >= 0]",
       "'>=' does not belong in a formula\n  [x >= 0]\n     ^~\nwrite [a > b] + [a = b]"},
      {"[x <= 0]",
       "'<=' does not belong in a formula\n  [x <= 0]\n     ^~\nwrite [a < b] + [a = b]"},
  });
}

TEST_CASE("comparisons stand in brackets, and brackets hold comparisons", "[formula errors]") {
  check_mistakes({
      {"x > 2",
       "a comparison stands in brackets\n"
       "  x > 2\n"
       "    ^\n"
       "write [x > 0]: 1 where it is true, else 0"},
      {"(x < 2)",
       "a comparison stands in brackets\n"
       "  (x < 2)\n"
       "     ^\n"
       "write [x > 0]: 1 where it is true, else 0"},
      {"[x]",
       "a comparison should stand in [ ]\n  [x]\n    ^\nwrite [x > 0]: 1 where it is true, else 0"},
  });
}

// ---- parentheses --------------------------------------------------------------------------------

TEST_CASE("parentheses that do not match", "[formula errors]") {
  check_mistakes({
      {"(x", "this '(' is never closed\n  (x\n  ^\nadd a ')'"},
      {"x * (y + 1; z", "this '(' is never closed\n  x * (y + 1; z\n      ^\nadd a ')'"},
      {"tanh(x", "this '(' is never closed\n  tanh(x\n      ^\nadd a ')'"},
      {"[x > y", "this '[' is never closed\n  [x > y\n  ^\nadd a ']'"},
      {"x)", "')' closes nothing\n  x)\n   ^\nTake it away, or open one before it."},
      {"x]", "']' closes nothing\n  x]\n   ^\nTake it away, or open one before it."},
      {"[x > y)", "a ')' cannot close a '['\n  [x > y)\n        ^\nwrite ']'"},
      {"(x]", "a ']' cannot close a '('\n  (x]\n    ^\nwrite ')'"},
  });
}

TEST_CASE("something is missing", "[formula errors]") {
  const std::string mend = "A number, a name or '(' should follow.";
  check_mistakes({
      {"x +", "something is missing here\n  x +\n     ^\n" + mend},
      {"(", "something is missing here\n  (\n   ^\n" + mend},
      {"f =", "something is missing here\n  f =\n     ^\n" + mend},
      {"x * ; y", "something is missing here\n  x * ; y\n      ^\n" + mend},
      {"x +\ny", "something is missing here\nline 1:\n  x +\n     ^\n" + mend +
                     " Only inside parentheses may it stand on the next line."},
  });
}

TEST_CASE("something is too much", "[formula errors]") {
  const std::string mend = "A number, a name or '(' should stand here.";
  check_mistakes({
      {"* x", "'*' is not expected here\n  * x\n  ^\n" + mend},
      {"x + )", "')' is not expected here\n  x + )\n      ^\n" + mend},
      {"()", "')' is not expected here\n  ()\n   ^\n" + mend},
      {"max(,)", "',' is not expected here\n  max(,)\n      ^\n" + mend},
      {"= 2", "'=' is not expected here\n  = 2\n  ^\n" + mend},
      {"x += 2", "'=' is not expected here\n  x += 2\n     ^\n" + mend},
      {"x + y = 2",
       "only a name can stand before '='\n  x + y = 2\n        ^\nwrite name = expression"},
      {"1,5",
       "a ',' stands only between the arguments of a function\n  1,5\n   ^\n"
       "Decimals are written with '.', statements end with ';'."},
      {"(x, y)",
       "a ',' stands only between the arguments of a function\n  (x, y)\n    ^\n"
       "Decimals are written with '.', statements end with ';'."},
  });
}

TEST_CASE("nesting without end is refused before the stack ends", "[formula errors]") {
  std::string powers = "x";
  for (int i = 0; i < 100000; ++i) powers += "^x";
  std::string calls, brackets;
  for (int i = 0; i < 100000; ++i) {
    calls += "tanh(";
    brackets += "[";
  }
  for (const std::string& source : {std::string(100000, '('), std::string(100000, '-'),
                                    std::string(100000, '+'), powers, calls, brackets}) {
    const std::string error = error_of([&] { parse(source); });
    CHECK(first_line(error) == "the formula is nested more than 200 deep");
    CHECK(error.ends_with("\nName the inner parts in statements of their own: a = ...; b = f(a)."));
  }
}

// ---- functions ----------------------------------------------------------------------------------

TEST_CASE("functions that are not known", "[formula errors]") {
  check_mistakes({
      {"x + tahn(2*x)",
       "unknown function 'tahn'\n  x + tahn(2*x)\n      ^~~~\ndid you mean 'tanh'?"},
      {"ln(x)", "unknown function 'ln'\n  ln(x)\n  ^~\nwrite log(x)"},
      {"x(y + 1)",
       "unknown function 'x'\n  x(y + 1)\n  ^\n"
       "'stepgrad ops' lists the functions; to multiply, write x*(...)."},
      {"x = 2; x(3)",
       "'x' is not a function\n  x = 2; x(3)\n         ^\nto multiply, write x*(...)"},
  });
  CHECK(error_in("w(2)", {{"w", 1}}) ==
        "'w' is not a function\n  w(2)\n  ^\nto multiply, write w*(...)");
}

TEST_CASE("what is told to be written instead of an unknown function is a formula",
          "[formula errors]") {
  for (const std::string word :
       {"ln",      "lg",       "power",   "sine",       "cosine",    "tangent",
        "arcsin",  "arccos",   "arctan",  "arctan2",    "arcsinh",   "arccosh",
        "arctanh", "logistic", "silu",    "logsigmoid", "leakyrelu", "sgn",
        "ceiling", "round",    "maximum", "minimum",    "clip",      "where",
        "average", "product",  "softmax", "logsumexp",  "lse"}) {
    const std::string error = error_of([&] { parse(word + "(x)"); });
    INFO(error);
    const std::size_t write = error.find("\nwrite ");
    REQUIRE(write != std::string::npos);
    CHECK(error_of([&] { parse(error.substr(write + 7)); }) == "(no error)");
  }
}

TEST_CASE("functions without parentheses", "[formula errors]") {
  check_mistakes({
      {"sin x",
       "sin is a function: its argument stands in parentheses\n  sin x\n  ^~~\nwrite sin(x)"},
      {"1 + tanh 2",
       "tanh is a function: its argument stands in parentheses\n"
       "  1 + tanh 2\n"
       "      ^~~~\n"
       "write tanh(2)"},
  });
}

TEST_CASE("functions with too many arguments or too few", "[formula errors]") {
  check_mistakes({
      {"tanh(x, y)",
       "tanh takes 1 argument, not 2\n  tanh(x, y)\n  ^~~~\n"
       "tanh is (exp(a) - exp(-a)) / (exp(a) + exp(-a))"},
      {"exp()", "exp takes 1 argument, not 0\n  exp()\n  ^~~\nexp is e^a"},
      {"pow(x)", "pow takes 2 arguments, not 1\n  pow(x)\n  ^~~\npow is a ^ b"},
      {"min(a)",
       "min takes 2 or more arguments, not 1\n  min(a)\n  ^~~\n"
       "min is b * [a > b] + a * (1 - [a > b])"},
      {"clamp(x, 0)",
       "clamp takes 3 arguments, not 2\n  clamp(x, 0)\n  ^~~~~\n"
       "clamp(x, lo, hi) is max(lo, min(x, hi))"},
      {"mean()",
       "mean takes 1 or more arguments, not 0\n  mean()\n  ^~~~\n"
       "mean(a1, a2, ...) is sum(a1, a2, ...) / n"},
      {"sum()", "sum needs at least one argument\n  sum()\n  ^~~\nsum is a1 + a2 + ..."},
      {"dot(a, b, c)",
       "dot takes two vectors of one length, not 3 numbers\n  dot(a, b, c)\n  ^~~\n"
       "give the first vector, then the second: dot(a1, a2, b1, b2)"},
  });
}

// ---- names --------------------------------------------------------------------------------------

TEST_CASE("a name is given a value once", "[formula errors]") {
  const std::string mend = "A name is given a value once; call the new result something else.";
  check_mistakes({
      {"f = a*b; f = c", "'f' has a value already\n  f = a*b; f = c\n           ^\n" + mend},
      {"x = 2; x = 3", "'x' has a value already\n  x = 2; x = 3\n         ^\n" + mend},
      {"x = 2; x = x + 1", "'x' has a value already\n  x = 2; x = x + 1\n         ^\n" + mend},
      {"y = x; y = 3", "'y' has a value already\n  y = x; y = 3\n         ^\n" + mend},
      {"y = x; y = a*b", "'y' has a value already\n  y = x; y = a*b\n         ^\n" + mend},
  });
}

TEST_CASE("a name is used after it is computed", "[formula errors]") {
  check_mistakes({
      {"y = q + 1; q = a*b",
       "'q' is used before it is computed\n  y = q + 1; q = a*b\n             ^\n"
       "Move this statement up, before the first use."},
      {"x = x + 1",
       "'x' is computed from itself\n  x = x + 1\n  ^\nCall the new result something else."},
      {"x = x", "'x' is computed from itself\n  x = x\n  ^\nCall the new result something else."},
      {"y = e; e = a*b",
       "'e' has been used as a constant\n  y = e; e = a*b\n         ^\n"
       "Move this statement up, before the first use, or give the result another name."},
      {"pi*2; pi = 3",
       "'pi' has been used as a constant\n  pi*2; pi = 3\n        ^~\n"
       "Move this statement up, before the first use, or give the result another name."},
  });
}

TEST_CASE("a name that the formula computes cannot be given a number", "[formula errors]") {
  CHECK(error_in("y = a*b; y + 1", {{"a", 1}, {"b", 1}, {"y", 2}}) ==
        "'y' is computed by the formula, so it cannot be given a number\n  y = a*b; y + 1\n  ^\n"
        "leave y=... away, or give the result another name");
}

// ---- numbers for the inputs ---------------------------------------------------------------------

TEST_CASE("inputs without a number are listed", "[formula errors]") {
  CHECK(error_in("x*2", {}) == "no value for x\nGive it a number: x=1");
  CHECK(error_in("x*y*z", {{"y", 1}}) == "no value for x and z\nGive each a number: x=1 z=1");
  CHECK(error_in("sum(a, b, c, d, g, h, i, j, k, l, m, n)", {}) ==
        "no value for a, b, c, d, g, h, i, j, k, l and 2 more\n"
        "Give each a number: a=1 b=1 c=1 d=1 g=1 h=1 i=1 j=1 k=1 l=1 m=1 n=1");
}

TEST_CASE("an input almost given its number is recognised", "[formula errors]") {
  CHECK(error_in("rate * 2", {{"raet", 1}}) ==
        "no value for rate\nraet was given, which the formula does not use: did you mean rate?");
}

TEST_CASE("a function's name alone is recognised", "[formula errors]") {
  CHECK(error_in("tanh * 2", {}) ==
        "no value for tanh\ntanh is a function: its argument stands in parentheses, tanh(...).");
}

TEST_CASE("a number that no input takes is told", "[formula errors]") {
  CHECK(error_in("alpha*2", {{"alpha", 1}, {"alpa", 2}}) ==
        "the formula does not use 'alpa'\ndid you mean 'alpha'?");
  CHECK(error_in("x*y", {{"x", 1}, {"y", 1}, {"rate", 2}}) ==
        "the formula does not use 'rate'\nIt uses x and y.");
  CHECK(error_in("1 + 1", {{"x", 2}}) == "the formula does not use 'x'\nIt has no inputs.");
}

// ---- the caret ----------------------------------------------------------------------------------

TEST_CASE("the caret stands under the mistake after tabs, wide and combined characters",
          "[formula errors]") {
  const auto place = [](const std::string& source) {
    const std::string error = error_of([&] { parse(source); });
    const std::size_t line = error.find("\n  ") + 3;
    const std::size_t end = error.find('\n', line);
    const std::size_t caret_line = end + 3;
    return std::pair(error.substr(line, end - line), error.find('^') - caret_line);
  };
  using Place = std::pair<std::string, std::size_t>;
  CHECK(place("\tx\t$") == Place{" x $", 3});          // a tab is shown as one blank
  CHECK(place("数 + 数 $") == Place{"数 + 数 $", 8});  // wide characters take two columns
  CHECK(place("αβ $") == Place{"αβ $", 3});
  CHECK(place("e\u0301 $") == Place{"e\u0301 $", 2});  // the accent stands on the letter
}

TEST_CASE("in a formula of many lines the line is told", "[formula errors]") {
  check_mistakes({
      {"a = 1\nb = 2\n  c = a b\nd = 3",
       "an operator is missing\nline 3:\n    c = a b\n          ^\n"
       "Multiplication is written with '*', statements end with ';'."},
      {"(x +\n  y", "this '(' is never closed\nline 1:\n  (x +\n  ^\nadd a ')'"},
      {"x\r\ny )\r\n",
       "')' closes nothing\nline 2:\n  y ) \n    ^\nTake it away, or open one before it."},
  });
}

TEST_CASE("of a long line only what is near the mistake is shown", "[formula errors]") {
  std::string terms;
  for (int i = 0; i < 30; ++i) terms += "x + ";
  check_mistakes({
      {"y ) " + terms,
       "')' closes nothing\n"
       "  y ) x + x + x + x + x + x + x + ...\n"
       "    ^\n"
       "Take it away, or open one before it."},
      {terms + "y )",
       "')' closes nothing\n"
       "  ... x + x + x + x + x + x + x + x + y )\n"
       "                                        ^\n"
       "Take it away, or open one before it."},
      {terms + "y ) " + terms,
       "')' closes nothing\n"
       "  ... x + x + x + x + x + x + x + x + y ) x + x + x + x + x + x + x + ...\n"
       "                                        ^\n"
       "Take it away, or open one before it."},
  });
}

TEST_CASE("a long line is not cut within a character", "[formula errors]") {
  std::string alphas;
  for (int i = 0; i < 100; ++i) alphas += "α";
  for (const std::string& blanks : {""s, " "s}) {
    const std::string error = error_of([&] { parse(alphas + blanks + ")" + blanks + alphas); });
    CHECK(first_line(error) == "')' closes nothing");
    CHECK(error.find("\n  ...α") != std::string::npos);
    CHECK(error.find("α...\n") != std::string::npos);
  }
}
