// Pictures are read back by other programs: xmllint, pdfinfo and pdftotext, if they are there.
#include <stepgrad/draw/graphviz.hpp>

#include <signal.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include <stepgrad/base/files.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/process.hpp>
#include <stepgrad/draw/dot.hpp>
#include <stepgrad/scalar/functions.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "programs.hpp"
#include "svg.hpp"

using namespace stepgrad;
using namespace stepgrad::test;
using namespace std::chrono_literals;

namespace {

Trace traced(const char* formula, const Bindings& numbers) {
  return trace(parse(formula, numbers), numbers);
}

Trace neuron() {
  return traced("o = tanh(w1*x1 + w2*x2 + b)",
                {{"x1", 2}, {"x2", 0}, {"w1", -3}, {"w2", 1}, {"b", 6.8813735870195432}});
}

std::string svg(const Trace& told, Style style = Style::circuit,
                std::optional<std::size_t> step = std::nullopt) {
  return graphviz_picture(dot_source(drawing(told, step), style), PictureFormat::svg);
}

/// The value of an attribute in points: width="328pt".
double points(std::string_view svg, std::string_view attribute) {
  const auto found = all_between(svg, fmt::format("{}=\"", attribute), "pt\"");
  return found.empty() ? 0 : read_number(found[0]).value();
}

/// Four bytes of a PNG, the most significant first.
unsigned number_at(std::string_view png, std::size_t place) {
  unsigned number = 0;
  for (const char byte : png.substr(place, 4))
    number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

/// A folder with a program `dot` of our own, first on PATH while it lasts.
class FakeGraphviz {
 public:
  explicit FakeGraphviz(const std::string& script) : path_(std::getenv("PATH")) {
    folder_ = std::filesystem::temp_directory_path() / "stepgrad-fake-XXXXXX";
    std::string name = folder_.string();
    folder_ = ::mkdtemp(name.data());
    write_file(folder_ / "dot", "#!/bin/sh\n" + script);
    std::filesystem::permissions(folder_ / "dot", std::filesystem::perms::owner_all);
    ::setenv("PATH", (folder_.string() + ":" + path_).c_str(), 1);
  }
  ~FakeGraphviz() {
    ::setenv("PATH", path_.c_str(), 1);
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  FakeGraphviz(const FakeGraphviz&) = delete;
  FakeGraphviz& operator=(const FakeGraphviz&) = delete;

  std::filesystem::path folder() const { return folder_; }

 private:
  std::string path_;
  std::filesystem::path folder_;
};

}  // namespace

TEST_CASE("an SVG shows every value, every gradient and every local derivative", "[picture]") {
  if (!has_graphviz()) return;
  const Trace told = neuron();
  const std::string circuit = svg(told), record = svg(told, Style::record);
  for (const Trace::Node& node : told.nodes) {
    INFO(node.name);
    const std::string value = shown(node.value, 4), grad = shown(node.grad, 4);
    std::vector<std::string> expected{value, grad};
    if (node.named) expected.insert(expected.begin(), node.name);
    const std::string id = fmt::format("n{}", node.id);
    CHECK(texts(element(circuit, id)) == expected);
    CHECK(texts(element(record, id)) ==
          std::vector<std::string>{node.name, "data " + value, "grad " + grad});
  }
  for (std::size_t i = 0; i < told.steps.size(); ++i)
    for (const std::string& text : {circuit, record})
      CHECK(texts(element(text, fmt::format("e{}", i + 1))) ==
            std::vector<std::string>{"×", shown(told.steps[i].local, 4)});
  CHECK(texts(element(circuit, "g9")) == std::vector<std::string>{"tanh"});
}

TEST_CASE("an SVG has one path for every step, and tooltips with all digits", "[picture]") {
  if (!has_graphviz()) return;
  const Trace told = neuron();
  const std::string text = svg(told);
  for (std::size_t i = 0; i < told.steps.size(); ++i) {
    const auto edge = element(text, fmt::format("e{}", i + 1));
    CHECK(all_between(edge, "<path", "/>").size() == 1);
    CHECK(tooltip(edge).starts_with(
        fmt::format("step {}: local derivative {}", i + 1, exact(told.steps[i].local))));
  }
  CHECK(tooltip(element(text, "n4")) ==
        "b = 6.881373587019543\ndo/db = " + exact(told.node(4).grad));
}

TEST_CASE("both edges of a + a are drawn", "[picture]") {
  if (!has_graphviz()) return;
  for (const Style style : {Style::circuit, Style::record}) {
    const std::string text = svg(traced("a + a", {{"a", 3}}), style);
    std::set<std::string_view> paths;
    for (const char* id : {"e1", "e2"}) {
      CHECK(texts(element(text, id)) == std::vector<std::string>{"×", "1", "=", "1"});
      for (const auto path : all_between(element(text, id), " d=\"", "\"")) paths.insert(path);
    }
    CHECK(paths.size() == 2);
  }
}

TEST_CASE("an SVG is well-formed XML, whatever the names are", "[picture]") {
  if (!has_graphviz() || !has("xmllint", "libxml2-utils")) return;
  std::vector<std::string> names{"größe",   "变量名",    "<b>",      "R&D",    "&lt;", "&#10;",
                                 "\"q\"",   "{a|b}",     "a\\n",     "\\N\\G", "]]>",  "<!-- x",
                                 "<i></i>", "\xff\xfe!", "\x01\x02", "\uFFFF"};
  for (char c = '!'; c <= '~'; ++c) names.push_back(std::string(1, c));
  std::vector<Value> inputs;
  for (const std::string& name : names) inputs.push_back(Value(1, name));
  const Trace told = trace(sum(inputs));
  const Drawing drawn = drawing(told);
  for (const Style style : {Style::circuit, Style::record}) {
    const std::string text = svg(told, style);
    CHECK(run_program("xmllint", {"--noout", "-"}, text, 20s).status == 0);
    for (std::size_t i = 0; i < names.size(); ++i) {
      INFO(names[i]);
      const auto input = element(text, drawn.nodes[i].id);
      CHECK(texts(input)[0] == drawn.nodes[i].name);
      CHECK(tooltip(input).starts_with(drawn.nodes[i].name + " = 1\n"));
    }
  }
}

TEST_CASE("a caption shows any name", "[picture]") {
  if (!has_graphviz()) return;
  const Value x(1, "\\N <&> {\\l}");
  const std::vector<std::string> shown = texts(svg(trace(x * 2), Style::circuit, 1));
  CHECK(shown[0] == "step 1 of 1: \u00A0\\N <&> {\\l} gets 1 * 2 = 2");
}

TEST_CASE("every step has the same layout", "[picture]") {
  if (!has_graphviz()) return;
  const Trace told = traced("q = x * y + x; f = q * q / 7 + exp(-x)", {{"x", 0.3}, {"y", -3.2}});
  for (const Style style : {Style::circuit, Style::record}) {
    std::set<std::string> layouts;
    for (std::size_t step = 0; step <= told.steps.size(); ++step) {
      std::string layout;
      const std::string text = svg(told, style, step);
      for (const auto path : all_between(text, " d=\"", "\"")) layout += std::string(path) + "\n";
      for (const auto gate : all_between(text, "<ellipse", "/>"))
        layout += gate.substr(gate.find("cx="));
      layouts.insert(layout);
    }
    CHECK(layouts.size() == 1);
  }
}

TEST_CASE("a PNG is as large as the SVG at 144 dots an inch", "[picture]") {
  if (!has_graphviz()) return;
  const std::string text = dot_source(drawing(neuron()));
  const std::string png = graphviz_picture(text, PictureFormat::png),
                    vector = graphviz_picture(text, PictureFormat::svg);
  REQUIRE(png.size() > 33);
  CHECK(png.starts_with("\x89PNG\r\n\x1a\n"));
  CHECK(png.substr(12, 4) == "IHDR");
  CHECK(png.ends_with("IEND\xae\x42\x60\x82"));
  CHECK(number_at(png, 16) == Approx(2 * points(vector, "width")).margin(3));
  CHECK(number_at(png, 20) == Approx(2 * points(vector, "height")).margin(3));
}

TEST_CASE("a PDF has one page with every number on it", "[picture]") {
  if (!has_graphviz() || !has("pdftotext", "poppler-utils")) return;
  const Trace told = neuron();
  const std::string pdf = graphviz_picture(dot_source(drawing(told)), PictureFormat::pdf);
  CHECK(run_program("pdfinfo", {"-"}, pdf, 20s).output.find("Pages:           1\n") !=
        std::string::npos);
  const std::string text = run_program("pdftotext", {"-", "-"}, pdf, 20s).output;
  for (const Trace::Node& node : told.nodes) {
    CHECK(text.find(shown(node.value, 4)) != std::string::npos);
    CHECK(text.find(shown(node.grad, 4)) != std::string::npos);
  }
}

TEST_CASE("inf and nan stand out", "[picture]") {
  if (!has_graphviz()) return;
  const std::string text = svg(traced("h = log(x); h * w", {{"x", 0}, {"w", 2}}));
  const auto result = element(text, "n2");
  CHECK(texts(result) == std::vector<std::string>{"h", "-inf", "2"});
  CHECK(all_between(result, "font-weight=\"bold\"", ">").size() == 1);
  CHECK(result.find("fill=\"#ffd54a\"") != std::string_view::npos);
  CHECK(element(text, "n1").find("fill=\"#ffd54a\"") != std::string_view::npos);
}

TEST_CASE("without Graphviz the error names the package", "[picture]") {
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", "", 1);
  std::string text;
  Fault fault = Fault::input;
  try {
    graphviz_picture("digraph {}", PictureFormat::svg);
  } catch (const Error& error) {
    text = error.what();
    fault = error.fault();
  }
  ::setenv("PATH", path.c_str(), 1);
  CHECK(fault == Fault::machine);
  CHECK(text ==
        "Graphviz is missing: there is no program 'dot' to draw with\n"
        "Install the package 'graphviz': apt-get install graphviz, or brew install graphviz.\n"
        "A file whose name ends in .dot can be written without it.");
}

TEST_CASE("a Graphviz that takes too long is stopped, with all that it started", "[picture]") {
  const FakeGraphviz fake("sleep 600 & echo $! > \"$(dirname \"$0\")/child\"; wait\n");
  CHECK(error_of([] { graphviz_picture("digraph {}", PictureFormat::png, 5s); }) ==
        "Graphviz had not finished after 5 s and was stopped\n"
        "Draw a smaller formula. A file whose name ends in .dot can be written without it.");
  const pid_t child = std::stoi(read_file(fake.folder() / "child"));
  // Killed; whoever inherits it may take a moment to collect it.
  const std::string state =
      run_program("ps", {"-o", "stat=", "-p", std::to_string(child)}, "", 20s).output;
  CHECK((state.empty() || state[0] == 'Z'));
}

TEST_CASE("what Graphviz complains about is told", "[picture]") {
  const FakeGraphviz fake("echo 'Format: \"png\" not recognized.' >&2; exit 1\n");
  CHECK(error_of([] { graphviz_picture("digraph {}", PictureFormat::png); }) ==
        "Graphviz failed with status 1\n"
        "Format: \"png\" not recognized.\n"
        "Does 'dot -V' answer? A file whose name ends in .dot can be written without it.");
}

TEST_CASE("Graphviz is asked for the format, and gets the text", "[picture]") {
  const FakeGraphviz fake("echo \"$@\"; cat\n");
  CHECK(graphviz_picture("digraph {}", PictureFormat::pdf) == "-Tpdf -Gsize=199,199\ndigraph {}");
}

TEST_CASE("a drawing of a thousand operations is too large, one of three hundred is not",
          "[picture]") {
  const auto chain = [](int length) {
    Value y(0.5, "x");
    for (int i = 0; i < length; ++i) y = sin(y);
    return drawing(trace(y));
  };
  CHECK(!is_too_large_for_graphviz(chain(300)));
  CHECK(is_too_large_for_graphviz(chain(1000)));
  CHECK(!is_too_large_for_graphviz(chain(300), 301));
  CHECK(is_too_large_for_graphviz(chain(300), 3000));
}
