// DOT text: golden for a few diagrams, the same every time, safe for any name.
#include <stepgrad/draw/dot.hpp>

#include <algorithm>

#include <stepgrad/base/text.hpp>
#include <stepgrad/scalar/functions.hpp>

#include "catch.hpp"
#include "golden.hpp"

using namespace stepgrad;

namespace {

const struct {
  const char* name;
  const char* formula;
  Bindings numbers;
} diagrams[] = {
    {"product", "q = x + y; f = q * z", {{"x", -2}, {"y", 5}, {"z", -4}}},
    {"neuron",
     "tanh(w1*x1 + w2*x2 + b)",
     {{"x1", 2}, {"x2", 0}, {"w1", -3}, {"w2", 1}, {"b", 6.8813735870195432}}},
    {"twice", "a + a", {{"a", 3}}},
    {"sigmoid",
     "1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))",
     {{"w0", 2}, {"x0", -1}, {"w1", -3}, {"x1", -2}, {"w2", -3}}},
    {"trouble", "h = log(x) + max(k, 0); g = 2 * k; f = h * w", {{"x", 0}, {"k", 0}, {"w", 2}}},
};

const Style styles[] = {Style::circuit, Style::record};

std::string dot_of(const Trace& told, Style style = Style::circuit,
                   std::optional<std::size_t> step = std::nullopt) {
  return dot_source(drawing(told, step), style);
}

std::string name_of(Style style) { return style == Style::circuit ? "circuit" : "record"; }

}  // namespace

TEST_CASE("diagrams are written as the golden DOT files have them", "[dot]") {
  for (const auto& [name, formula, numbers] : diagrams)
    for (const Style style : styles) {
      const Trace told = trace(parse(formula), numbers);
      const std::string file = std::string("draw/") + name + "." + name_of(style);
      CHECK(test::difference_from_golden(file + ".dot", dot_of(told, style)) == "");
      CHECK(test::difference_from_golden(
                file + ".step3.dot",
                dot_of(told, style, std::min<std::size_t>(3, told.steps.size()))) == "");
    }
}

TEST_CASE("the same trace gives the same text, byte for byte", "[dot]") {
  for (const auto& [name, formula, numbers] : diagrams)
    for (const Style style : styles) {
      INFO(name);
      CHECK(dot_of(trace(parse(formula), numbers), style) ==
            dot_of(trace(parse(formula), numbers), style));
    }
}

TEST_CASE("fonts are set for graph, nodes and edges, and colours have six digits", "[dot]") {
  for (const auto& [name, formula, numbers] : diagrams)
    for (const Style style : styles) {
      const std::string text = dot_of(trace(parse(formula), numbers), style);
      for (const char* part : {"graph", "node", "edge"})
        CHECK(text.find(std::string("  ") + part + " [fontname=\"DejaVu Sans\"") !=
              std::string::npos);
      CHECK(text.starts_with("digraph " + name_of(style) + " {\n"));
      for (std::size_t at = text.find("\"#"); at != std::string::npos;
           at = text.find("\"#", at + 1))
        CHECK(text.find_first_not_of("0123456789abcdef", at + 2) == at + 8);
    }
}

TEST_CASE("names of nodes need no quotes, for readers of DOT take a port for a part of them",
          "[dot]") {
  for (const auto& [name, formula, numbers] : diagrams)
    for (const Style style : {Style::circuit, Style::record, Style::plain}) {
      const std::string text = dot_of(trace(parse(formula), numbers), style);
      for (const std::string_view line : split(text, '\n')) CHECK(!line.starts_with("  \""));
      CHECK(text.find("-> \"") == std::string::npos);
    }
  const std::string twice = dot_of(trace(parse("a + a"), {{"a", 3}}));
  CHECK(twice.find("  n0 -> g1 [id=\"e1\", tailport=\"wire:e\"") != std::string::npos);
}

TEST_CASE("the plain style has boxes, ovals and text alone", "[dot]") {
  CHECK(dot_of(trace(parse("q = x * 2"), {{"x", -2}}), Style::plain) ==
        "digraph plain {\n"
        "  rankdir=LR;\n"
        "  n0 [shape=box, label=\"x\\ndata -2\\ngrad 2\"];\n"
        "  n1 [shape=box, label=\"2\"];\n"
        "  g2 [shape=ellipse, label=\"*\"];\n"
        "  n2 [shape=box, label=\"q\\ndata -4\\ngrad 1\"];\n"
        "  g2 -> n2;\n"
        "  n0 -> g2 [label=\"× 2\"];\n"
        "  n1 -> g2;\n"
        "}\n");
}

TEST_CASE("gradients that are not known yet are not written", "[dot]") {
  const Trace told = trace(parse("q = x + y; f = q * z"), {{"x", -2}, {"y", 5}, {"z", -7}});
  for (const Style style : styles) {
    CHECK(dot_of(told, style, 4).find("df/dx") != std::string::npos);
    CHECK(dot_of(told, style, 2).find("df/dx") == std::string::npos);
  }
  CHECK(dot_of(told, Style::record, 2).find("{ x | data -2 | grad  }") != std::string::npos);
  CHECK(dot_of(told, Style::record, 3).find("{ x | data -2 | grad -7 }") != std::string::npos);
}

TEST_CASE("names that come from anywhere stay text", "[dot]") {
  const struct {
    const char *name, *escaped;
  } table[] = {
      {"größe", "größe"},       {"a<b", "a&#60;b"},       {"R&D", "R&#38;D"},
      {"&lt;", "&#38;lt;"},     {"\"x\"", "&#34;x&#34;"}, {"a|b", "a&#124;b"},
      {"{a}", "&#123;a&#125;"}, {"a\\n", R"(a\\n)"},      {"a]", "a&#93;"},
  };
  for (const auto& [name, escaped] : table) {
    INFO(name);
    const Value x(1, name);
    const Trace told = trace(x * 2);
    const std::string circuit = dot_of(told), record = dot_of(told, Style::record);
    CHECK(circuit.find(std::string(">") + escaped + "</font>") != std::string::npos);
    CHECK(record.find(std::string("{ ") + escaped + " | data 1") != std::string::npos);
  }
}

TEST_CASE("whatever the name, the text is UTF-8", "[dot]") {
  const Value x(1, "\xff\xfe\x80 {\xc3");
  for (const Style style : styles)
    CHECK(invalid_utf8(dot_of(trace(x * x), style)) == std::string::npos);
}

TEST_CASE("the diagram to fill in gives no answer away", "[dot]") {
  const Trace told = trace(parse("q = x * y; f = q * q"), {{"x", 1.25}, {"y", 7}});
  const std::string text = dot_source(drawing_to_fill_in(told));
  CHECK(text.find("1.25") != std::string::npos);
  for (const std::string_view answer : {"8.75", "76.56", "17.5", "122.5", "21.88"}) {
    INFO(answer);
    CHECK(text.find(answer) == std::string::npos);
    CHECK(dot_source(drawing(told)).find(answer) != std::string::npos);
  }
}

TEST_CASE("downwards, for a narrow page, a value stands before its wire and the gradient after it",
          "[dot]") {
  const Trace told = trace(parse("f = x * y"), {{"x", 3}, {"y", 7}});
  const std::string text = dot_source(drawing(told), Style::circuit, Flow::down);
  CHECK(text.find("rankdir=TB") != std::string::npos);
  CHECK(text.find("tailport=\"wire:s\"") != std::string::npos);
  CHECK(text.find("headport=\"wire:n\"") != std::string::npos);
  const std::size_t value = text.find(">21<"), wire = text.find("port=\"wire\"", value);
  CHECK(value < text.find(">1<", wire));
}
