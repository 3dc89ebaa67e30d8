// Other programs: what goes in, what comes out, and how they end.
#include <stepgrad/base/process.hpp>

#include <algorithm>
#include <filesystem>

#include <stdlib.h>

#include "catch.hpp"

using namespace stepgrad;
using namespace std::chrono_literals;
using End = Outcome::End;

TEST_CASE("a program reads its input and its output comes back", "[process]") {
  std::string megabytes;
  for (int i = 0; i < 300'000; ++i) megabytes += std::to_string(i) + '\n';
  const std::string texts[] = {"", "one line", std::string("\0\xff\n", 3), megabytes};
  for (const std::string& text : texts) {
    const Outcome outcome = run_program("cat", {}, text, 60s);
    CHECK(outcome.end == End::finished);
    CHECK(outcome.status == 0);
    CHECK((outcome.output == text));
    CHECK(outcome.errors.empty());
  }
}

TEST_CASE("no shell stands between the words and the program", "[process]") {
  const std::string word = "$HOME; `ls` * \"'\\ &|<>";
  CHECK(run_program("printf", {"%s", word}, "", 60s).output == word);
}

TEST_CASE("how a program ends is told", "[process]") {
  const struct {
    const char* script;
    int status;
  } table[] = {{"exit 0", 0}, {"exit 7", 7}, {"kill -9 $$", 128 + 9}, {"kill -15 $$", 128 + 15}};
  for (const auto& [script, status] : table) {
    INFO(script);
    const Outcome outcome = run_program("sh", {"-c", script}, "", 60s);
    CHECK(outcome.end == End::finished);
    CHECK(outcome.status == status);
  }
}

TEST_CASE("output and errors are kept apart", "[process]") {
  const Outcome outcome = run_program("sh", {"-c", "echo out; echo err >&2"}, "", 60s);
  CHECK(outcome.output == "out\n");
  CHECK(outcome.errors == "err\n");
}

TEST_CASE("a program that is not there is not found", "[process]") {
  CHECK(run_program("no-such-program-anywhere", {}, "", 60s).end == End::not_found);
}

TEST_CASE("a program whose time is up is killed, and what it has said is kept", "[process]") {
  const Outcome outcome = run_program("sh", {"-c", "echo begun; sleep 600"}, "", 5s);
  CHECK(outcome.end == End::too_late);
  CHECK(outcome.output == "begun\n");
}

TEST_CASE("a program whose outcome is not wanted any more is killed", "[process]") {
  int asked = 0;
  const auto wanted = [&] { return ++asked < 3; };
  CHECK(run_program("sleep", {"600"}, "", 300s, wanted).end == End::unwanted);
  CHECK(run_program("true", {}, "", 300s, [] { return true; }).end == End::finished);
}

TEST_CASE("no open file is left behind", "[process]") {
  const std::filesystem::path open_files = "/proc/self/fd";
  if (!std::filesystem::exists(open_files)) return;
  const auto count = [&] {
    const std::filesystem::directory_iterator files(open_files);
    return std::distance(begin(files), end(files));
  };
  const auto before = count();
  run_program("true", {}, "input", 60s);
  run_program("no-such-program-anywhere", {}, "input", 60s);
  run_program("sleep", {"600"}, "input", 1ms);
  CHECK(count() == before);
}

TEST_CASE("the files in between stand where TMPDIR says", "[process]") {
  ::setenv("TMPDIR", "/no/such/directory", 1);
  CHECK_THROWS_WITH(run_program("true", {}, "", 60s),
                    Catch::Contains("Another place for such files is TMPDIR=DIRECTORY."));
  const std::string here = std::filesystem::current_path().string();
  ::setenv("TMPDIR", here.c_str(), 1);
  CHECK(run_program("cat", {}, "input", 60s).output == "input");
  ::unsetenv("TMPDIR");
}
