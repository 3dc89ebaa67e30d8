// What compilers say, cut down to the learner's own file.
#include <stepgrad/course/compiler_message.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

constexpr const char* path = "/a place/01_x/exercise.hpp";

CompilerMessage trimmed(const std::string& said) {
  return compiler_message(said, path, "exercise.hpp");
}

}  // namespace

TEST_CASE("an error keeps its line, its column and its caret", "[compiler]") {
  const CompilerMessage gcc = trimmed(
      "In file included from /a place/01_x/check.cpp:8:\n"
      "/a place/01_x/exercise.hpp: In function 'double slope(double)':\n"
      "/a place/01_x/exercise.hpp:26:10: error: 'g' was not declared in this scope\n"
      "   26 |   return g(x);\n"
      "      |          ^\n"
      "/a place/01_x/exercise.hpp:26:10: note: suggested alternative\n");
  CHECK(gcc.line == 26);
  CHECK(gcc.text ==
        "exercise.hpp:26:10: error: 'g' was not declared in this scope\n"
        "   26 |   return g(x);\n"
        "      |          ^\n");
  const CompilerMessage clang = trimmed(
      "In file included from /a place/01_x/check.cpp:8:\n"
      "/a place/01_x/exercise.hpp:26:10: error: use of undeclared identifier 'g'\n"
      "  return g(x);\n"
      "         ^\n"
      "1 error generated.\n");
  CHECK(clang.line == 26);
  CHECK(clang.text ==
        "exercise.hpp:26:10: error: use of undeclared identifier 'g'\n"
        "  return g(x);\n"
        "         ^\n");
}

TEST_CASE("of many errors the first three are told", "[compiler]") {
  std::string said;
  for (int i = 1; i <= 9; ++i)
    said += std::string(path) + ":" + std::to_string(i) + ":1: error: no " + std::to_string(i) +
            "\n      | ^\n";
  const CompilerMessage message = trimmed(said);
  CHECK(message.text.find("no 3") != std::string::npos);
  CHECK(message.text.find("no 4") == std::string::npos);
}

TEST_CASE("an error in a library is told with the line that led there", "[compiler]") {
  const CompilerMessage message = trimmed(
      "In file included from /usr/include/c++/12/vector:64,\n"
      "                 from /a place/01_x/exercise.hpp:5:\n"
      "/usr/include/c++/12/bits/stl_vector.h: In instantiation of 'struct X<int>':\n"
      "/a place/01_x/exercise.hpp:31:7:   required from here\n"
      "/usr/include/c++/12/bits/stl_vector.h:99:5: error: static assertion failed: no\n"
      "   99 |   static_assert(\n");
  CHECK(message.line == 31);
  CHECK(message.text == "exercise.hpp:31: error: static assertion failed: no\n");
}

TEST_CASE("an error in the check is told without a line", "[compiler]") {
  const CompilerMessage message =
      trimmed("/a place/01_x/check.cpp:68:26: error: 'slope' was not declared in this scope\n");
  CHECK(message.line == 0);
  CHECK(message.text == "error: 'slope' was not declared in this scope\n");
  CHECK(trimmed("/usr/bin/ld: /tmp/x.o: in function `main':\n"
                "check.cpp:(.text+0x1): undefined reference to `slope(double)'\n")
            .text == "undefined reference to `slope(double)'\n");
}

TEST_CASE("whatever is said, nothing breaks", "[compiler]") {
  for (const char* said : {"", "\n\n", ":::", "exercise.hpp", "/a place/01_x/exercise.hpp:",
                           "/a place/01_x/exercise.hpp:99999999999999999999:1: error: x",
                           "/a place/01_x/exercise.hpp:1:2:", "error: "})
    CHECK(trimmed(said).line <= 1);
}
