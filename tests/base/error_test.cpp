// What an Error says.
#include <stepgrad/base/error.hpp>
#include <string>

#include "catch.hpp"

using namespace stepgrad;

TEST_CASE("an error says what happened, where, and how to mend it", "[error]") {
  const Error error("unknown function 'tahn'", "  tahn(x)\n  ^~~~", "did you mean 'tanh'?");
  CHECK(std::string(error.what()) ==
        "unknown function 'tahn'\n"
        "  tahn(x)\n"
        "  ^~~~\n"
        "did you mean 'tanh'?");
}

TEST_CASE("what an error leaves empty takes no line", "[error]") {
  CHECK(std::string(Error("happened", "", "mend").what()) == "happened\nmend");
  CHECK(std::string(Error("happened", "where", "").what()) == "happened\nwhere");
  CHECK(std::string(Error("happened", "", "").what()) == "happened");
}

TEST_CASE("an error is the input's fault unless it says that it is the machine's", "[error]") {
  CHECK(Error("happened", "", "").fault() == Fault::input);
  CHECK(Error("happened", "", "", Fault::machine).fault() == Fault::machine);
}
