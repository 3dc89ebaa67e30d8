// Columns, UTF-8, names that were almost right.
#include <stepgrad/base/text.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catch.hpp"

using namespace stepgrad;
using namespace std::string_view_literals;

TEST_CASE("columns are what a terminal shows, not bytes", "[text]") {
  const std::pair<std::string_view, std::size_t> table[] = {
      {"", 0},      {"abc", 3},
      {"αβ", 2},    {"e\u0301", 1},  // e and a combining accent
      {"数", 2},    {"한글", 4},
      {"ｘ", 2},    {"𝑥", 1},     // mathematical italic x: four bytes, one column
      {"🙂", 2},  {"\xff", 1},  // not UTF-8: a terminal shows one replacement character
      {"a\xc3", 2},
  };
  for (const auto& [text, count] : table) {
    INFO("'" << text << "'");
    CHECK(columns(text) == count);
  }
}

TEST_CASE("valid UTF-8 has no invalid byte", "[text]") {
  for (const std::string_view text :
       {""sv, "abc"sv, "\0"sv, "\x7f"sv, "\u0080"sv, "\u07ff"sv, "\u0800"sv, "\ud7ff"sv, "\ue000"sv,
        "\uffff"sv, "\U00010000"sv, "\U0010ffff"sv}) {
    INFO("'" << text << "'");
    CHECK(invalid_utf8(text) == std::string_view::npos);
  }
}

TEST_CASE("the first byte that is not UTF-8 is found", "[text]") {
  const std::pair<std::string_view, std::size_t> table[] = {
      {"\x80", 0},              // a continuation without a start
      {"ab\xff", 2},            // never part of UTF-8
      {"a\xc3", 1},             // cut off
      {"\xe2\x82", 0},          // cut off
      {"a\xc3(", 1},            // no continuation
      {"\xc0\xaf", 0},          // overlong '/'
      {"\xc1\xbf", 0},          // overlong
      {"\xe0\x9f\xbf", 0},      // overlong
      {"\xf0\x8f\xbf\xbf", 0},  // overlong
      {"\xed\xa0\x80", 0},      // a surrogate
      {"\xf4\x90\x80\x80", 0},  // beyond U+10FFFF
      {"\xf5\x80\x80\x80", 0},  // beyond U+10FFFF
      {"α\xfe", 2},
  };
  for (const auto& [text, place] : table) {
    INFO("'" << text << "'");
    CHECK(invalid_utf8(text) == place);
  }
}

TEST_CASE("a name that was almost right is recognised", "[text]") {
  const std::vector<std::string> names{"tan",  "tanh",       "atan", "sigmoid", "relu",
                                       "sqrt", "leaky_relu", "log",  "max",     "softplus"};
  const std::pair<std::string_view, std::string_view> table[] = {
      {"tahn", "tanh"},        // exchanged
      {"tanhh", "tanh"},       // extra
      {"sigmod", "sigmoid"},   // missing
      {"sigmoit", "sigmoid"},  // other
      {"tan", "tan"},          // itself
      {"leakyrelu", "leaky_relu"},
      {"sqr", "sqrt"},
      {"lag", "log"},
  };
  for (const auto& [word, name] : table) {
    INFO(word);
    CHECK(nearest(word, names) == name);
  }
}

TEST_CASE("a name that is like no other is like none", "[text]") {
  const std::vector<std::string> names{"x", "tanh", "softplus"};
  for (const std::string_view word : {"", "q", "cosine", "hnat", "plus"}) {
    INFO("'" << word << "'");
    CHECK(nearest(word, names) == "");
  }
  CHECK(nearest("tanh", {}) == "");
}

TEST_CASE("very long names are not compared", "[text]") {
  const std::vector<std::string> names{std::string(1000, 'x')};
  CHECK(nearest(std::string(999, 'x'), names) == "");
}

TEST_CASE("words are listed as people do", "[text]") {
  using Words = std::vector<std::string>;
  CHECK(listed(Words{}) == "");
  CHECK(listed(Words{"x"}) == "x");
  CHECK(listed(Words{"x", "y"}) == "x and y");
  CHECK(listed(Words{"x", "y", "z"}) == "x, y and z");
}

TEST_CASE("text is split at every separator, empty pieces kept", "[text]") {
  using Pieces = std::vector<std::string_view>;
  CHECK(split("", ',') == Pieces{""});
  CHECK(split("a", ',') == Pieces{"a"});
  CHECK(split("a,b", ',') == Pieces{"a", "b"});
  CHECK(split(",a,,b,", ',') == Pieces{"", "a", "", "b", ""});
}

TEST_CASE("printable text has no byte that a format could refuse", "[text]") {
  CHECK(printable("plain α") == "plain α");
  CHECK(printable("a\tb\nc\rd") == "a b c d");
  CHECK(printable("\x01\x7f\xff") == "\uFFFD\uFFFD\uFFFD");
  CHECK(printable("\uFFFE\uFFFF") == "\uFFFD\uFFFD");
  CHECK(printable("a\u009b31mb\u0080") == "a\uFFFD31mb\uFFFD");  // C1: a CSI of one character
  CHECK(printable("\u202egpj.exe\u2066\u200f\u061c") == "\uFFFDgpj.exe\uFFFD\uFFFD\uFFFD");
  CHECK(printable("a\u2028b\u0085c") == "a b c");
  CHECK(printable("שלום 👩‍🔬") == "שלום 👩‍🔬");
}

TEST_CASE("text set flush right counts columns, not bytes", "[text]") {
  CHECK(right_aligned("né", 4) == "  né");
  CHECK(right_aligned("日本", 5) == " 日本");
  CHECK(right_aligned("too wide", 3) == "too wide");
}

TEST_CASE("shortened text keeps its beginning, counted in columns", "[text]") {
  CHECK(shortened("weight", 6) == "weight");
  CHECK(shortened("weights", 6) == "weight…");
  CHECK(shortened("größen", 4) == "größ…");
  CHECK(shortened("日本語", 4) == "日本…");
  CHECK(shortened("e\u0301\u0301\u0301", 2) == "e\u0301…");
}

TEST_CASE("text stands in markup as text, whatever is in it", "[text]") {
  CHECK(escaped("a < b && \"c\" > 'd'") == "a &lt; b &amp;&amp; &quot;c&quot; &gt; &#39;d&#39;");
  CHECK(escaped("</script><!--") == "&lt;/script&gt;&lt;!--");
  CHECK(escaped("größer ∂") == "größer ∂");
}

TEST_CASE("a paragraph is wrapped at spaces, colours not counted", "[text]") {
  CHECK(wrapped("one two three", 8, 2) == "one two\n  three\n");
  CHECK(wrapped("\x1b[31mone\x1b[0m two", 7) == "\x1b[31mone\x1b[0m two\n");
  CHECK(wrapped("unbreakablylong word", 6) == "unbreakablylong\nword\n");
  CHECK(wrapped("", 6) == "\n");
}

TEST_CASE("what is typed is compared without the space around it and without capitals", "[text]") {
  CHECK(trimmed(" \t a b \r\n") == "a b");
  CHECK(trimmed(" \n ") == "");
  CHECK(lower("Quit Größe") == "quit größe");
}

TEST_CASE("every place where a text stands is replaced, once", "[text]") {
  CHECK(replaced("a b a", "a", "aa") == "aa b aa");
  CHECK(replaced("×2 × 3", "×", "*") == "*2 * 3");
}

TEST_CASE("a name that is near is offered, else what was said instead", "[text]") {
  const std::vector<std::string> names{"tanh", "sin"};
  CHECK(did_you_mean("tahn", names) == "did you mean 'tanh'?");
  CHECK(did_you_mean("polynomial", names, "There is tanh and sin.") == "There is tanh and sin.");
}

TEST_CASE("colours are for those who wish them", "[text]") {
  CHECK(colored("1", "bold", true) == "\x1b[1mbold\x1b[0m");
  CHECK(colored("1", "bold", false) == "bold");
}
