#include <stepgrad/draw/dot.hpp>

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/draw/colors.hpp>

namespace stepgrad {
namespace {

// ---- text ---------------------------------------------------------------------------------------

/// As text of an HTML-like label, of a record label or of a plain one. Graphviz reads entities in
/// all of them, so that no letter of a name means anything there; and \N is the name of the node
/// even in HTML, so that a backslash must be doubled.
std::string dot_escaped(std::string_view text, std::string_view backslash = R"(\\)") {
  std::string result;
  for (const char c : text)
    if (c == '\\')
      result += backslash;
    else if (std::string_view("&<>\"{|}[]\n").find(c) != std::string_view::npos)
      result += fmt::format("&#{};", static_cast<int>(c));
    else
      result += c;
  return result;
}

/// As text in quotes for readers that know no entities.
std::string in_quotes(std::string_view text) {
  return fmt::format("\"{}\"", replaced(replaced(std::string(text), "\\", R"(\\)"), "\"", R"(\")"));
}

/// As a tooltip, in which Graphviz reads backslashes twice.
std::string tooltip(std::string_view text) { return dot_escaped(text, R"(\\\\)"); }

/// Nothing for a number that is not known yet.
std::string number(std::optional<double> known) { return known ? shown(*known, drawn_digits) : ""; }

/// The room that numbers of so many columns need, in points: a bit more than a digit of DejaVu Sans
/// at 11 points, so that a number never widens its cell.
std::size_t room(std::size_t columns) { return columns * 15 / 2; }

std::string inked(std::string_view color, std::string_view text) {
  return fmt::format(R"(<font color="{}">{}</font>)", color, text);
}

// ---- the look of a node -------------------------------------------------------------------------

/// Constants are grey; what the output does not depend on is pale.
struct Inks {
  std::string_view text = color::ink, wire = color::wire, value = color::value,
                   gradient = color::gradient;
};
Inks all_in(std::string_view color) { return {color, color, color, color}; }
Inks inks(const Drawing::Node& node) {
  if (!node.reached) return all_in(color::pale);
  if (node.constant) return all_in(color::constant);
  return node.again ? Inks{.wire = color::local} : Inks{};
}

bool is_plain_constant(const Drawing::Node& node) {
  return node.constant && node.gate.empty() && !node.grid;
}

bool is_finite(const Drawing::Node& node) {
  return std::isfinite(node.value.value_or(0)) && std::isfinite(node.gradient.value_or(0));
}

/// A cell with a number in it, if it is known; inf and nan stand on a ground that catches the eye.
std::string cell(std::optional<double> value, std::string_view ink, std::string_view size,
                 std::string_view before) {
  if (!value) return fmt::format("<td{}>{}</td>", size, before);
  const std::string text = inked(ink, number(value));
  if (std::isfinite(*value)) return fmt::format("<td{}>{}{}</td>", size, before, text);
  return fmt::format(R"(<td{} bgcolor="{}">{}<b>{}</b></td>)", size, color::alarm, before, text);
}

std::string table(std::string_view rows, std::string_view ground = "") {
  return fmt::format(
      R"(<table border="0" cellborder="0" cellspacing="0" cellpadding="0"{}>{}</table>)",
      ground.empty() ? "" : fmt::format(R"( bgcolor="{}")", ground), rows);
}

/// The rows of a matrix, each number in a cell as wide as the widest of all.
std::string grid(const std::vector<std::vector<std::string>>& rows, std::string_view ink,
                 bool shown = true) {
  std::size_t widest = 0;
  for (const auto& row : rows)
    for (const std::string& text : row) widest = std::max(widest, columns(text));
  const std::string size = fmt::format(R"( width="{}" height="18")", room(widest + 1));
  std::string lines;
  for (const auto& row : rows) {
    lines += "<tr>";
    for (const std::string& text : row) {
      const bool bad = text == "inf" || text == "-inf" || text == "nan";
      lines += fmt::format("<td{}{}>{}</td>", size,
                           bad && shown ? fmt::format(R"( bgcolor="{}")", color::alarm) : "",
                           shown ? inked(ink, text) : "");
    }
    lines += "</tr>";
  }
  return table(lines);
}

/// A piece of wire for a matrix: name and shape, the values above it and the gradients below.
std::string matrix_label(const Drawing::Node& node) {
  const Inks ink = inks(node);
  const Drawing::Grid& matrix = *node.grid;
  const std::string name =
      fmt::format(R"(<i>{}</i> &nbsp;<font point-size="9" color="{}">{}</font>)",
                  inked(ink.text, dot_escaped(node.name)), color::local, matrix.shape);
  const std::string below =
      matrix.gradient.empty() ? "" : grid(matrix.gradient, ink.gradient, matrix.has_gradient);
  return table(fmt::format(R"(<tr><td height="18">{}</td></tr><tr><td>{}</td></tr>)"
                           R"(<tr><td port="wire" height="2" bgcolor="{}"></td></tr>)"
                           R"(<tr><td height="6">{}</td></tr>)",
                           name, grid(matrix.value, ink.value), ink.wire, below),
               node.lit ? color::lit_ground : "");
}

/// A piece of wire, the value above it and the gradient below. An input's name stands before it.
std::string wire_label(const Drawing::Node& node) {
  if (node.grid) return matrix_label(node);
  const Inks ink = inks(node);
  if (is_plain_constant(node)) return inked(ink.value, number(node.value));
  const std::string name = fmt::format("<i>{}</i> &nbsp;", inked(ink.text, dot_escaped(node.name)));
  const bool input = node.gate.empty();
  const std::size_t widest = std::max(node.gradient_columns, columns(number(node.value)));
  const std::string size = fmt::format(R"( colspan="3" width="{}" height="16")", room(widest + 1));
  const std::string before = !input && node.named ? name : "";
  // Graphviz may end an edge a point before the cell of its port. So the port is the middle of the
  // wire, and no gap shows.
  const std::string end = fmt::format(R"(<td width="2" height="2" bgcolor="{}"></td>)", ink.wire);
  return table(
      fmt::format(R"(<tr>{}{}</tr><tr>{}<td port="wire" bgcolor="{}"></td>{}</tr><tr>{}</tr>)",
                  input ? fmt::format(R"(<td rowspan="3">{}</td>)", name) : "",
                  cell(node.value, ink.value, size, before), end, ink.wire, end,
                  cell(node.gradient, ink.gradient, size, "")),
      node.lit ? color::lit_ground : "");
}

/// A piece of upright wire, the value at its left and the gradient at its right. An input's name
/// stands above, another before the value.
std::string upright_wire_label(const Drawing::Node& node) {
  if (node.grid) return matrix_label(node);
  const Inks ink = inks(node);
  if (is_plain_constant(node)) return inked(ink.value, number(node.value));
  const bool input = node.gate.empty();
  const std::string name = fmt::format("<i>{}</i>", inked(ink.text, dot_escaped(node.name)));
  const std::string above =
      input ? fmt::format(R"(<tr><td colspan="5" height="16">{}</td></tr>)", name) : "";
  const std::string before = !input && node.named ? name + " &nbsp;" : "";
  const std::size_t widest = std::max(node.gradient_columns, columns(number(node.value)));
  const auto size = [&](std::string_view side) {
    return fmt::format(R"( width="{}" height="26" align="{}")", room(widest), side);
  };
  const auto piece = [&](std::string_view port, int height) {
    return fmt::format(R"(<tr><td {}width="2" height="{}" bgcolor="{}"></td></tr>)", port, height,
                       ink.wire);
  };
  const std::string wire = table(piece("", 2) + piece(R"(port="wire" )", 22) + piece("", 2));
  constexpr std::string_view air = R"(<td width="5"></td>)";
  return table(fmt::format("{}<tr>{}{}<td>{}</td>{}{}</tr>", above,
                           cell(node.value, ink.value, size("right"), before), air, wire, air,
                           cell(node.gradient, ink.gradient, size("left"), "")),
               node.lit ? color::lit_ground : "");
}

/// The fields of a box: name, data and grad. A constant has its number alone.
std::string box_label(const Drawing::Node& node) {
  if (node.grid) return fmt::format("{{ {} | {} }}", dot_escaped(node.name), node.grid->shape);
  if (is_plain_constant(node)) return number(node.value);
  std::string fields = fmt::format("{} | data {}", dot_escaped(node.name), number(node.value));
  if (!node.constant) fields += fmt::format(" | grad {}", number(node.gradient));
  return fmt::format("{{ {} }}", fields);
}

/// What stands in a box, with "\n" between the lines.
std::string plain_label(const Drawing::Node& node) {
  if (is_plain_constant(node)) return in_quotes(number(node.value));
  const std::string name = in_quotes(node.name).substr(1, in_quotes(node.name).size() - 2);
  if (node.grid) return fmt::format("\"{}\\n{}\"", name, node.grid->shape);
  std::string lines = fmt::format("\"{}\\ndata {}", name, number(node.value));
  if (!node.constant) lines += fmt::format("\\ngrad {}", number(node.gradient));
  return lines + "\"";
}

/// The inches that a box needs at most, so that it is as wide without its gradient as with it.
double box_width(const Drawing::Node& node) {
  const std::size_t text = columns(node.name) + columns(number(node.value)) +
                           node.gradient_columns + columns("data grad ");
  constexpr std::size_t margins = 48;  // of three fields
  return static_cast<double>(room(text) + margins) / 72;
}

std::string gate_label(const Drawing::Node& node) {
  const std::string symbol =
      fmt::format(R"(<font color="{}" point-size="{}">{}</font>)", inks(node).text,
                  node.gate.size() == 1 ? 15 : 11, dot_escaped(node.gate));
  if (node.operations > 1)
    return fmt::format(R"({}<br/><font point-size="8">{} operations</font>)", symbol,
                       node.operations);
  return node.at_kink ? symbol + R"(<br/><font point-size="8">kink</font>)" : symbol;
}

/// Dashed at a kink; where inf or nan first arose it has the ground that they have.
std::string gate_style(const Drawing::Node& node) {
  if (node.at_kink) return ", style=dashed, penwidth=2";
  return node.breaks_down ? fmt::format(R"(, style=filled, fillcolor="{}")", color::alarm) : "";
}

/// × the local derivative; where paths meet, = what this one brings. Of matrices the rule.
std::string edge_label(const Drawing::Edge& edge) {
  if (!edge.rule.empty()) return inked(color::local, dot_escaped(edge.rule));
  std::string local = inked(color::sign, "×");
  local += inked(color::local, number(*edge.local));
  if (!std::isfinite(*edge.local))
    local = table(fmt::format(R"(<tr><td bgcolor="{}"><b>{}</b></td></tr>)", color::alarm, local));
  if (edge.contribution_columns == 0) return local;
  const std::string size = fmt::format(R"( width="{}")", room(edge.contribution_columns + 1));
  const std::string sign = edge.contribution ? inked(color::sign, " = ") : "";
  return table(fmt::format("<tr><td>{}</td>{}</tr>", local,
                           cell(edge.contribution, color::gradient, size, sign)));
}

/// Does gradient go back along it?
bool has_flow(const Drawing::Edge& edge) { return edge.local || !edge.rule.empty(); }

// ---- the text -----------------------------------------------------------------------------------

class Writer {
 public:
  Writer(const Drawing& drawing, Style style, Flow flow)
      : drawing_(drawing),
        style_(style),
        circuit_(style == Style::circuit),
        right_(flow == Flow::right) {}

  std::string text() && {
    head();
    if (style_ == Style::plain) return std::move(*this).plain_text();
    for (const Drawing::Node* node : order()) {
      if (!node->gate.empty()) gate(*node);
      circuit_ ? wire(*node) : box(*node);
      if (!node->gate.empty()) result(*node);
    }
    for (const Drawing::Edge& edge : drawing_.edges) use(edge);
    return std::move(text_) + "}\n";
  }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    text_ += fmt::format(format, std::forward<Args>(args)...) + "\n";
  }

  /// The same nodes and edges, with what every reader of DOT understands.
  std::string plain_text() && {
    for (const Drawing::Node* node : order()) {
      const std::string gate = gate_id(*node);
      if (!node->gate.empty()) line("  {} [shape=ellipse, label={}];", gate, in_quotes(node->gate));
      line("  {} [shape=box, label={}];", node->id, plain_label(*node));
      if (!node->gate.empty()) line("  {} -> {};", gate, node->id);
    }
    for (const Drawing::Edge& edge : drawing_.edges) {
      const std::string slope = !edge.rule.empty() ? edge.rule : "× " + number(edge.local);
      const bool told = has_flow(edge) && !drawing_.bare;
      line("  {} -> {}{};", drawing_.nodes[edge.from].id, gate_id(drawing_.nodes[edge.to]),
           told ? fmt::format(" [label={}]", in_quotes(slope)) : "");
    }
    return std::move(text_) + "}\n";
  }

  void head() {
    line("digraph {} {{", circuit_ ? "circuit" : style_ == Style::record ? "record" : "plain");
    const std::string_view direction = right_ ? "LR" : "TB";
    if (style_ == Style::plain) return line("  rankdir={};", direction);
    line("  graph [rankdir={}, ordering=in, nodesep=0.15, ranksep=0.3];", direction);
    line(R"(  graph [fontname="DejaVu Sans", fontsize=11, fontcolor="{}"];)", color::ink);
    line(R"(  node [fontname="DejaVu Sans", fontsize=11, fontcolor="{}"];)", color::ink);
    line(R"(  edge [fontname="DejaVu Sans", fontsize=9, penwidth=1.5, arrowsize=0.5];)");
    if (!drawing_.caption.empty())
      line(R"(  label="{}"; labeljust=l;)", dot_escaped(drawing_.caption));
  }

  /// Graphviz stacks parts that do not hang together from the bottom up: the first row comes last.
  std::vector<const Drawing::Node*> order() const {
    std::vector<const Drawing::Node*> nodes;
    for (const Drawing::Node& node : drawing_.nodes) nodes.push_back(&node);
    if (drawing_.folded) std::reverse(nodes.begin(), nodes.end());
    return nodes;
  }

  static std::string gate_id(const Drawing::Node& node) { return "g" + node.id.substr(1); }

  /// The operation as a small circle; as an oval if its name is long, as a box if it is a part.
  void gate(const Drawing::Node& node) {
    const bool fits = node.gate.size() <= 4 && !node.at_kink;
    const std::string shape = node.operations > 1
                                ? R"(shape=box, style=rounded, height=0.36, margin="0.08,0.04")"
                            : fits ? fmt::format("shape=circle, fixedsize=true, width={}",
                                                 node.gate.size() == 1 ? 0.36 : 0.5)
                                   : R"(shape=ellipse, height=0.36, margin="0.04,0.03")";
    line(R"(  {0} [id="{0}", {1}, color="{2}"{3}, label=<{4}>, tooltip="{5}"];)", gate_id(node),
         shape, node.at_kink ? color::lit : inks(node).wire, gate_style(node), gate_label(node),
         tooltip(node.about));
  }

  void wire(const Drawing::Node& node) {
    line(R"(  {0} [id="{0}", shape=plain, label=<{1}>, tooltip="{2}"];)", node.id,
         right_ ? wire_label(node) : upright_wire_label(node), tooltip(node.about));
  }

  void box(const Drawing::Node& node) {
    const Inks ink = inks(node);
    const std::string_view ground = !is_finite(node) ? color::alarm
                                  : node.lit         ? color::lit_ground
                                                     : "";
    const std::string fill =
        ground.empty() ? "" : fmt::format(R"(, style=filled, fillcolor="{}")", ground);
    line(R"(  {0} [id="{0}", shape=record, height=0.3, width={1:.2f}, color="{2}",)"
         R"( fontcolor="{3}"{4}, label="{5}", tooltip="{6}"];)",
         node.id, is_plain_constant(node) ? 0 : box_width(node), ink.wire, ink.text, fill,
         box_label(node), tooltip(node.about));
  }

  /// The sides at which an edge enters a node and leaves it.
  std::string_view begin() const { return right_ ? "w" : "n"; }
  std::string_view end() const { return right_ ? "e" : "s"; }

  /// An edge meets the wire of a node. Upright, the numbers of a matrix would be in its way: there
  /// it ends above and below them.
  std::string port(const Drawing::Node& node, std::string_view side) const {
    const bool meets_wire = circuit_ && !is_plain_constant(node) && (right_ || !node.grid);
    return fmt::format("{}{}", meets_wire ? "wire:" : "", side);
  }

  /// From the operation to its result.
  void result(const Drawing::Node& node) {
    line(R"(  {0} -> {1} [id="{0}-{1}", headport="{2}", arrowhead=none, weight=10, color="{3}"];)",
         gate_id(node), node.id, port(node, begin()), inks(node).wire);
  }

  /// From an operand to the operation.
  void use(const Drawing::Edge& edge) {
    const Drawing::Node& from = drawing_.nodes[edge.from];
    const Drawing::Node& to = drawing_.nodes[edge.to];
    const std::string_view ink = edge.lit       ? color::lit
                               : !to.reached    ? color::pale
                               : has_flow(edge) ? color::wire
                                                : color::constant;
    line(R"(  {} -> {} [id="{}", tailport="{}", color="{}"{}{}, tooltip="{}"];)", from.id,
         gate_id(to), edge.id, port(from, end()), ink, edge.lit ? ", penwidth=3" : "",
         has_flow(edge) && !drawing_.bare ? fmt::format(", label=<{}>", edge_label(edge)) : "",
         tooltip(edge.about));
  }

  const Drawing& drawing_;
  const Style style_;
  const bool circuit_, right_;
  std::string text_;
};

}  // namespace

std::string dot_source(const Drawing& drawing, Style style, Flow flow) {
  return Writer(drawing, style, flow).text();
}

}  // namespace stepgrad
