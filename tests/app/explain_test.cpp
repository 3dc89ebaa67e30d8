// stepgrad explain, end to end: what a person types, sees, and gets wrong.
#include <filesystem>

#include <fmt/format.h>

#include "app/program.hpp"
#include "catch.hpp"
#include "golden.hpp"

using stepgrad::Outcome;
using stepgrad::read_file;
using stepgrad::write_file;
using stepgrad::test::difference_from_golden;
using stepgrad::test::Workplace;
namespace {
Outcome run(std::vector<std::string> words, const std::string& input = "",
            std::vector<std::string> environment = {}) {
  return stepgrad::test::stepgrad(std::move(words), input, std::move(environment));
}
}  // namespace

TEST_CASE("explain prints the golden page and ends with 0", "[app]") {
  const Outcome outcome = run({"explain", "q = x + y; f = q * z", "x=-2", "y=5", "z=-4"});
  CHECK(outcome.status == 0);
  CHECK(outcome.errors == "");
  CHECK(difference_from_golden("explain/product.txt", outcome.output) == "");
}

TEST_CASE("the formula may come from a file or from standard input", "[app]") {
  const Workplace place;
  write_file(place / "formula.txt", "# a product\nq = x + y\nf = q * z\n");
  CHECK(run({"explain", "--file", place / "formula.txt", "x=-2", "y=5", "z=-4"})
            .output.find("df/dx = -4") != std::string::npos);
  for (const auto& words :
       std::vector<std::vector<std::string>>{{"explain", "-", "x=-2", "y=5", "z=-4"},
                                             {"explain", "--file", "-", "x=-2", "y=5", "z=-4"}})
    CHECK(run(words, "# a product\nq = x + y\nf = q * z\n").output.find("df/dz = 3") !=
          std::string::npos);
}

TEST_CASE(
    "a formula may begin with a minus or a bracket, and numbers may be expressions of numbers",
    "[app]") {
  CHECK(run({"explain", "-x^2", "x=3"}).output.find("df/dx = -6") != std::string::npos);
  CHECK(run({"explain", "[x > 2]", "x=3"}).output.find("f = [x > 2] = [3 > 2] = 1") !=
        std::string::npos);
  CHECK(run({"explain", "-x", "x=3"}).output.find("df/dx = -1") != std::string::npos);
  CHECK(run({"explain", "--x", "x=3"}).status ==
        2);  // reads like an option, and is said to be none
  CHECK(run({"explain", "sin(x)", "x=pi/2"}).output.find("f = sin(x) = sin(1.5708) = 1") !=
        std::string::npos);
  CHECK(run({"explain", "x = -2; y = 5; x * y"}).output.find("df/dx = 5") != std::string::npos);
}

TEST_CASE("the ending of the file says how it is told, unless --format does", "[app]") {
  const Workplace place;
  const auto told = [&](const std::string& name, std::vector<std::string> more = {}) {
    std::vector<std::string> words{"explain", "x * y", "x=2", "y=3", "-o", place / name};
    words.insert(words.end(), more.begin(), more.end());
    CHECK(run(words).status == 0);
    return read_file(place / name);
  };
  CHECK(told("page.html").find("<html") < 200);
  CHECK(told("page.md").starts_with("# "));
  CHECK(told("PAGE.MD").starts_with("# "));
  CHECK(told("steps.json").starts_with("{"));
  CHECK(told("graph.dot").starts_with("digraph"));
  const std::string text = run({"explain", "x * y", "x=2", "y=3"}).output;
  CHECK(told("steps.txt") == text);
  CHECK(told("steps.csv") == text);  // of which explain knows nothing
  CHECK(told("page.html", {"--format", "text"}) == text);
}

TEST_CASE("who takes explain for draw, or draw for explain, is sent to the other", "[app]") {
  const Workplace place;
  const Outcome picture = run({"explain", "x * y", "x=2", "y=3", "-o", place / "graph.svg"});
  CHECK(picture.status == 2);
  CHECK(picture.errors.find("'stepgrad draw' makes those") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(place / "graph.svg"));
  const Outcome page = run({"draw", "x * y", "x=2", "y=3", "-o", place / "page.html"});
  CHECK(page.status == 2);
  CHECK(page.errors.find("'stepgrad explain' makes a page") != std::string::npos);
}

TEST_CASE("with -o the page goes to a file and nothing is printed", "[app]") {
  const Workplace place;
  const Outcome outcome = run({"explain", "q = x + y; f = q * z", "x=-2", "y=5", "z=-4", "--format",
                               "markdown", "-o", place / "page.md"});
  CHECK(outcome.status == 0);
  CHECK(outcome.output == "");
  CHECK(difference_from_golden("explain/product.md", read_file(place / "page.md")) == "");
}

TEST_CASE("a page goes to a file, or says that Graphviz is missing and ends with 3", "[app]") {
  const Workplace place;
  const std::vector<std::string> words{"explain", "a*a", "a=3", "--format", "html"};
  const Outcome page = run(words);
  if (page.status == 0) {
    CHECK(page.output.find("<h1><code>a*a</code></h1>") != std::string::npos);
    std::vector<std::string> to_file = words;
    to_file.insert(to_file.end(), {"-o", place / "page.html"});
    CHECK(run(to_file).status == 0);
    CHECK(read_file(place / "page.html") == page.output);
  }
  const Outcome without = run(words, "", {"PATH=/nowhere"});
  CHECK(without.status == 3);
  CHECK(without.output == "");
  CHECK(without.errors.starts_with("stepgrad: Graphviz is missing"));
}

TEST_CASE("colours: asked for, refused, and never in a file or a pipe unasked", "[app]") {
  const auto has_color = [](const Outcome& outcome) {
    return outcome.output.find('\x1b') != std::string::npos;
  };
  CHECK(!has_color(run({"explain", "a+a", "a=1"}, "", {"TERM=xterm"})));
  CHECK(has_color(run({"explain", "a+a", "a=1", "--color", "always"})));
  CHECK(!has_color(run({"explain", "a+a", "a=1", "--color", "never"})));
}

TEST_CASE("a formula of 100,000 operations is told in part, with the way to see more", "[app]") {
  std::string formula = "x";
  for (int i = 0; i < 100'000; ++i) formula += "+x";
  const Workplace place;
  write_file(place / "long.txt", formula);
  const Outcome outcome = run({"explain", "--file", place / "long.txt", "x=1"});
  CHECK(outcome.status == 0);
  CHECK(outcome.output.find("99960 operations left out: --all tells everything") !=
        std::string::npos);
  CHECK(outcome.output.find("df/dx = 100001") != std::string::npos);
  CHECK(outcome.output.size() < 20'000);
}

TEST_CASE("bad input ends with 2 and says what, where and how to mend it", "[app]") {
  struct Mistake {
    std::vector<std::string> words;
    std::string said;
  };
  const std::vector<Mistake> mistakes = {
      {{"explain"},
       "stepgrad: no formula is given\n"
       "It comes first, in quotes, then its numbers: \"q = x + y; f = q * z\" x=-2 y=5 z=-4\n"},
      {{"explain", "x + tahn(2*x)", "x=1"},
       "stepgrad: unknown function 'tahn'\n  x + tahn(2*x)\n      ^~~~\ndid you mean 'tanh'?\n"},
      {{"explain", "x * y", "x=1"}, "stepgrad: no value for y\nGive it a number: y=1\n"},
      {{"explain", "x * y", "x=1", "Y=2"},
       "stepgrad: no value for y\nY was given, which the formula does not use: did you mean y?\n"},
      {{"explain", "x", "x=1", "y=2"}, "stepgrad: the formula does not use 'y'\nIt uses x.\n"},
      {{"explain", "x", "x=1", "x=2"},
       "stepgrad: x is given two numbers\nGive each input one number.\n"},
      {{"explain", "x", "x=abc"},
       "stepgrad: x has no number in 'x=abc'\nWrite x=2, x=-0.5, x=1e-3 or x=pi/4.\n"},
      {{"explain", "x", "x", "=", "3"},
       "stepgrad: 'x' is not name=value\n"
       "The formula comes first, in quotes; then a number for each input: \"x * y\" x=2 y=3.\n"},
      {{"explain", "x", "x=1", "--format", "markdwon"},
       "stepgrad: --format cannot be 'markdwon'\ndid you mean 'markdown'?\n"},
      {{"explain", "x", "x=1", "--fromat", "json"},
       "stepgrad: there is no option '--fromat'\ndid you mean '--format'?\n"},
      {{"explian", "x", "x=1"},
       "stepgrad: there is no command 'explian'\ndid you mean 'stepgrad explain'?\n"},
      {{"x*y", "x=1"},
       "stepgrad: there is no command 'x*y'\n"
       "Is it a formula? Then: stepgrad explain \"x*y\" ...\n"},
      {{"explain", "wieght * 2", "wieght=1", "--only", "weight"},
       "stepgrad: nothing is called 'weight'\ndid you mean 'wieght'?\n"},
      {{"explain", "x", "x=1", "--standalone"},
       "stepgrad: --standalone is for LaTeX\nAdd --format latex, or leave it away.\n"},
      {{"explain", "x", "x=1", "--diagram", "x.pdf"},
       "stepgrad: --diagram is for LaTeX and Markdown\n"
       "Add --format latex, or use 'stepgrad draw'.\n"},
      {{"explain", "x", "x=1", "--format", "latex", "--diagram", "x.svg"},
       "stepgrad: LaTeX cannot include 'x.svg'\nThe name must end in .pdf or .png.\n"},
      {{"explain", "x", "x=1", "--format", "markdown", "--diagram", "x.pdf"},
       "stepgrad: Markdown cannot include 'x.pdf'\nThe name must end in .svg or .png.\n"},
      {{"explain", "x", "x=1", "--format", "latex", "--diagram", "50%.pdf"},
       "stepgrad: '50%.pdf' cannot be the name of an included picture\n"
       "Use letters, digits, '-', '_' and '/'.\n"},
      {{"explain", "x", "x=1", "--format", "latex", "-o", "x.tex", "--diagram", "x.pdf"},
       "stepgrad: LaTeX will write its own 'x.pdf'\nGive the diagram another name.\n"},
      {{"ops", "tahn"}, "stepgrad: there is no operation 'tahn'\ndid you mean 'tanh'?\n"},
  };
  for (const Mistake& mistake : mistakes) {
    const Outcome outcome = run(mistake.words);
    INFO(fmt::format("{}", fmt::join(mistake.words, " ")));
    CHECK(outcome.status == 2);
    CHECK(outcome.output == "");
    CHECK(outcome.errors == mistake.said);
  }
}

TEST_CASE("what the machine lacks ends with 3", "[app]") {
  const Outcome missing = run({"explain", "--file", "/no/such/file", "x=1"});
  CHECK(missing.status == 3);
  CHECK(missing.errors ==
        "stepgrad: cannot read '/no/such/file': No such file or directory\n"
        "Is the path right? It is taken from the current directory.\n");
  const Outcome unwritable = run({"explain", "a+a", "a=1", "-o", "/no/such/directory/page.txt"});
  CHECK(unwritable.status == 3);
  CHECK(unwritable.errors.starts_with("stepgrad: cannot write '/no/such/directory/page.txt"));
}

TEST_CASE("help, version and the tour end with 0", "[app]") {
  CHECK(run({"--help"}).output.find("explain") != std::string::npos);
  CHECK(run({"explain", "--help"}).output.find("--only") != std::string::npos);
  CHECK(run({"--version"}).output.starts_with("stepgrad "));
  const Outcome tour = run({});
  CHECK(tour.status == 0);
  CHECK(tour.output.find("df/dx = -4") != std::string::npos);
}

TEST_CASE("a diagram is drawn beside the page, and the page calls it by its relative path",
          "[app]") {
  const Workplace place;
  std::filesystem::create_directories(place / "pages/pictures");
  const auto explain = [&](const std::string& format, const std::string& diagram) {
    return run({"explain", "a * b", "a=2", "b=3", "--format", format, "-o", place / "pages/page",
                "--diagram", place / ("pages/pictures/" + diagram)});
  };
  const Outcome drawn = explain("latex", "a_b.pdf");
  if (drawn.status == 3) {
    WARN("skipped: install graphviz to have diagrams drawn");
    return;
  }
  CHECK(drawn.errors == "");
  CHECK(std::filesystem::exists(place / "pages/pictures/a_b.pdf"));
  CHECK(read_file(place / "pages/page").find("{pictures/a_b.pdf}") != std::string::npos);
  CHECK(explain("markdown", "a_b.svg").status == 0);
  CHECK(read_file(place / "pages/page").find("(pictures/a_b.svg)") != std::string::npos);
}

TEST_CASE("what somebody else wrote moves no cursor and turns no line", "[app]") {
  const Workplace place;
  const std::string clears = "\x1b[2J", clears_too = "\u009b2J", turns = "\u202e";
  const std::string trap = clears + clears_too + turns;
  const std::string formula = "a * b  # " + trap;
  write_file(place / "f.txt", formula + "\n");
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"explain", formula, "a=1", "b=2"},
           {"explain", "--file", place / "f.txt", "a=1", "b=2"},
           {"explain", formula, "a=1", "b=2", "--format", "markdown"},
           {"explain", formula + "\n+ tahn(a)", "a=1", "b=2"},
           {"explain", "a * b " + trap, "a=1", "b=2"},
           {"explain", "a * b", "a=1", "b=" + trap},
           {"explain", "a * b", "a=1", trap + "=1"},
           {"explain", "--file", place / trap, "a=1"},
           {"check", formula, "a=1", "b=2"},
           {"ops", trap},
           {trap}}) {
    const Outcome outcome = run(words);
    INFO(outcome.output << outcome.errors);
    CHECK(outcome.output.size() + outcome.errors.size() > 20);
    for (const std::string& sign : {std::string("\x1b"), std::string("\u009b"), turns})
      CHECK((outcome.output + outcome.errors).find(sign) == std::string::npos);
  }
}
