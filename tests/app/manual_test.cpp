// The manual page and the completions say what the help says, and the programs that read them can.
#include <regex>
#include <set>

#include <stepgrad/base/text.hpp>

#include "app/program.hpp"
#include "catch.hpp"

using stepgrad::Outcome;
using stepgrad::run_program;
using namespace std::chrono_literals;

namespace {

Outcome run(const std::vector<std::string>& words) { return stepgrad::test::stepgrad(words); }

/// The options that a help names: "-o,--output FILE" is "--output".
std::set<std::string> options_in(const std::string& help) {
  std::set<std::string> names;
  const std::regex option("(?:^|[ ,])(--[a-z][a-z0-9-]*)");
  const std::string lines = help.substr(0, help.find("Examples:"));
  for (std::sregex_iterator at(lines.begin(), lines.end(), option), end; at != end; ++at)
    names.insert((*at)[1]);
  return names;
}

/// What bash offers for a command line whose last word is being written.
std::vector<std::string> offered_by_bash(const std::vector<std::string>& words) {
  const stepgrad::test::Workplace place;  // where no file has such a name
  std::string script =
      run({"completion", "bash"}).output + "\ncd '" + place / "" + "'\nCOMP_WORDS=(";
  for (const std::string& word : words) script += "'" + word + "' ";
  script += ")\nCOMP_CWORD=" + std::to_string(words.size() - 1) +
            "\n_stepgrad\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
  const Outcome outcome = run_program("bash", {"-u"}, script, 60s);
  INFO(outcome.errors);
  CHECK(outcome.status == 0);
  std::vector<std::string> offered;
  for (const std::string_view line : stepgrad::split(outcome.output, '\n'))
    if (!line.empty()) offered.emplace_back(line);
  return offered;
}

}  // namespace

TEST_CASE("the manual names every command with every option of its help", "[app]") {
  const std::string manual = run({"manual"}).output;
  const std::string program = run({"--help"}).output;
  const std::regex command("\n  ([a-z-]+) +[A-Z]");
  std::size_t count = 0;
  const std::string list = program.substr(program.find("Subcommands:"));
  for (std::sregex_iterator at(list.begin(), list.end(), command), end; at != end; ++at, ++count) {
    std::string name = (*at)[1];
    const std::string help = run({name, "--help"}).output;
    const auto roff = [](const std::string& text) {
      return std::regex_replace(text, std::regex("-"), "\\-");
    };
    const std::size_t begin = manual.find("\n.SS stepgrad " + roff(name) + "\n");
    INFO(name);
    REQUIRE(begin != std::string::npos);
    const std::string section = manual.substr(begin, manual.find("\n.SS", begin + 1) - begin);
    for (const std::string& option : options_in(help)) {
      INFO(option);
      CHECK(section.find("\\fB" + roff(option) + "\\fR") != std::string::npos);
    }
  }
  CHECK(count > 20);
}

TEST_CASE("the manual page is one that man can set", "[app]") {
  const std::string manual = run({"manual"}).output;
  const Outcome set = run_program("man", {"-l", "-"}, manual, 60s);
  if (set.end == Outcome::End::not_found) {
    WARN("no man here, so it is not set");
    return;
  }
  CHECK(set.status == 0);
  CHECK(set.errors == "");
  CHECK(set.output.find("EXIT STATUS") != std::string::npos);
  CHECK(set.output.find("stepgrad explain \"q = x + y; f = q * z\" x=-2 y=5 z=-4") !=
        std::string::npos);
  const Outcome lint = run_program("mandoc", {"-Tlint", "-Werror"}, manual, 60s);
  if (lint.end != Outcome::End::not_found) CHECK(lint.output == "");
}

TEST_CASE("bash completes commands, options, choices and the commands behind a command", "[app]") {
  using Words = std::vector<std::string>;
  CHECK(offered_by_bash({"stepgrad", "expl"}) == Words{"explain"});
  CHECK(offered_by_bash({"stepgrad", "explain", "--form"}) == Words{"--format"});
  CHECK(offered_by_bash({"stepgrad", "explain", "--format", "mark"}) == Words{"markdown"});
  CHECK(offered_by_bash({"stepgrad", "gpt", "sam"}) == Words{"sample"});
  CHECK(offered_by_bash({"stepgrad", "gpt", "sample", "--temp"}) == Words{"--temperature"});
  CHECK(offered_by_bash({"stepgrad", "train", "--seed", "1"}).empty());
}

TEST_CASE("zsh and fish take their completions", "[app]") {
  for (const std::string shell : {"zsh", "fish"}) {
    const std::string text = run({"completion", shell}).output;
    CHECK(text.find("markdown") != std::string::npos);
    const Outcome read = run_program(shell, {"-n"}, text, 60s);
    if (read.end == Outcome::End::not_found) {
      WARN("no " << shell << " here, so its completion is not read");
      continue;
    }
    INFO(read.errors);
    CHECK(read.status == 0);
    CHECK(read.errors == "");
  }
}

TEST_CASE("a shell that is not known is refused with those that are", "[app]") {
  const Outcome outcome = run({"completion", "bahs"});
  CHECK(outcome.status == 2);
  CHECK(outcome.errors.find("did you mean 'bash'?") != std::string::npos);
  CHECK(run({"completion", "tcsh"}).errors.find("bash, zsh and fish") != std::string::npos);
}
