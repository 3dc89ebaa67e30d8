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

TEST_CASE("a missing header is named, and what follows from an error is left out", "[compiler]") {
  const std::string file = path;
  const CompilerMessage message = trimmed(
      file + ":26:8: error: 'cout' is not a member of 'std'\n   26 |   std::cout;\n" +
      "      |        ^~~~\n" + file +
      ":1:1: note: 'std::cout' is defined in header '<iostream>'; "
      "did you forget to '#include <iostream>'?\n  +++ |+#include <iostream>\n" +
      file + ":27:1: error: no return statement in function returning non-void\n   27 | }\n");
  CHECK(message.text ==
        "exercise.hpp:26:8: error: 'cout' is not a member of 'std'\n   26 |   std::cout;\n"
        "      |        ^~~~\n"
        "note: 'std::cout' is defined in header '<iostream>'; "
        "did you forget to '#include <iostream>'?\n");
}

TEST_CASE("what compilers say in their own way is said again in plain words", "[compiler]") {
  const std::pair<const char*, const char*> table[] = {
      {"unable to find numeric literal operator 'operator\"\"h'", "write 2 * h."},
      {"no matching literal operator for call to 'operator\"\"h'", "write 2 * h."},
      {"no match for 'operator^' (operand types are 'Value' and 'int')", "^ is no power"},
      {"assignment of member 'Node::grad' in read-only object", "It is const"},
      {"cannot assign to variable 'y' with const-qualified type", "It is const"},
      {"expected '}' at end of input", "A { is never closed"},
      {"'s' is used uninitialized [-Werror=uninitialized]", "begin with one"},
      {"variable 's' is uninitialized when used here", "begin with one"},
  };
  for (const auto& [said, meant] : table) {
    INFO(said);
    const CompilerMessage message = trimmed(std::string(path) + ":1:2: error: " + said + "\n");
    CHECK(message.text.find(meant) != std::string::npos);
  }
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
