#include <stepgrad/draw/circuit.hpp>

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/draw/colors.hpp>

namespace stepgrad {
namespace {

// ---- sizes, in points --------------------------------------------------------------------------

constexpr double digit = 7;          // a bit more than one of DejaVu Sans at 11 points
constexpr double small_digit = 5.8;  // the same at 9 points
constexpr double line_height = 15;
constexpr double number_room = 9 * digit;  // -1.234e-05, the widest of almost all
constexpr double label_room = 10 * small_digit;
constexpr double lead = 7;               // of wire, between a gate and its numbers
constexpr double margin = 4, foot = 12;  // below there is room for what stands under a gate

bool is_bare_number(const Drawing::Node& node) { return node.constant && node.gate.empty(); }

double letters_of(std::string_view text) { return digit * static_cast<double>(columns(text)); }

/// The name that is written: an input's, and that of a result to which one was given.
std::string written_name(const Drawing::Node& node) {
  return node.gate.empty() || node.named ? node.name : "";
}
double name_room(const Drawing::Node& node) {
  const std::string name = written_name(node);
  return name.empty() ? 0 : letters_of(name) + digit;
}

/// How far a gate reaches; long names make it an oval.
double gate_room(const Drawing::Node& node) {
  return node.gate.empty() ? 0 : std::max(26.0, letters_of(node.gate) + 12);
}

/// The number of a constant has the room that it takes, for it does not change.
double value_room(const Drawing::Node& node) {
  return is_bare_number(node) ? letters_of(shown(node.value.value_or(0), drawn_digits)) + 4
                              : number_room;
}

LayeredGraph::Size size_of(const Drawing::Node& node, Flow flow) {
  const double gate = node.gate.empty() ? 0 : gate_room(node) + lead;
  if (flow == Flow::right)
    return {gate + name_room(node) + value_room(node),
            is_bare_number(node) ? 16 : 2 * line_height + 4};
  const double wire = is_bare_number(node) ? 16 : node.gate.empty() ? 40 : 26;
  const double numbers = is_bare_number(node) ? value_room(node) : 2 * (value_room(node) + 5);
  const double gate_and_name = gate_room(node) + 2 * name_room(node);
  return {(node.gate.empty() ? 0 : 26 + lead) + wire, std::max(numbers, gate_and_name)};
}

LayeredGraph::Size label_size(const Drawing::Edge& edge, Flow flow) {
  const double lines = edge.contribution_columns > 0 ? 2 : 1;
  return flow == Flow::right ? LayeredGraph::Size{label_room, 2 * line_height - 8}
                             : LayeredGraph::Size{13 * lines + 4, 2 * label_room};
}

std::string drawn_number(std::optional<double> known) {
  return known ? shown(*known, drawn_digits) : "";
}

// ---- writing -----------------------------------------------------------------------------------

/// Writes all of it in a fixed order, so that texts can be told by their places.
class CircuitWriter {
 public:
  CircuitWriter(const Drawing& drawing, const CircuitPlan& plan)
      : drawing_(drawing), plan_(plan), right_(plan.flow == Flow::right) {}

  CircuitPicture picture() && {
    const auto [along, across] = plan_.layout.size;
    const double width = (right_ ? along : across) + 2 * margin;
    const double height = (right_ ? across : along) + 2 * margin + foot;
    svg_ = fmt::format(
        R"(<svg class="circuit{3}" xmlns="http://www.w3.org/2000/svg" width="{0:.0f}pt" height="{1:.0f}pt" )"
        R"(viewBox="{2} {2} {0:.0f} {1:.0f}" font-family="DejaVu Sans, Verdana, sans-serif" )"
        R"(font-size="11" text-anchor="middle"><g class="graph">)",
        width, height, -margin, right_ ? "" : " down");
    write_all();
    svg_ += "</g></svg>";
    return {std::move(svg_), std::move(texts_)};
  }

  std::vector<std::string> texts() && {
    draws_ = false;
    write_all();
    return std::move(texts_);
  }

 private:
  using Point = LayeredLayout::Point;

  struct Place {
    double x, y;
  };
  Place place(Point point) const {
    return right_ ? Place{point.along, point.across} : Place{point.across, point.along};
  }
  Place place(double along, double across) const { return place({along, across}); }

  void write_all() {
    for (std::size_t i = 0; i < drawing_.edges.size(); ++i) edge(i);
    for (std::size_t i = 0; i < drawing_.nodes.size(); ++i) node(i);
  }

  template <class... Args>
  void write(fmt::format_string<Args...> format, Args&&... args) {
    if (!draws_) return;
    fmt::format_to(std::back_inserter(svg_), format, std::forward<Args>(args)...);
  }

  void text(std::string_view of_class, Place at, std::string_view color, std::string content,
            std::string_view attributes = "") {
    if (!draws_) return texts_.push_back(std::move(content));
    const bool alarms = content.find("inf") != content.npos || content.find("nan") != content.npos;
    const bool is_number = of_class != "name" && of_class != "gate-name";
    write(R"(<text class="{}{}" x="{:.1f}" y="{:.1f}" fill="{}"{}>{}</text>)", of_class,
          alarms && is_number ? " alarm" : "", at.x, at.y, color, attributes, escaped(content));
    texts_.push_back(std::move(content));
  }

  void line(Place from, Place to, std::string_view ink) {
    write(R"(<path fill="none" stroke="{}" stroke-width="1.5" d="M{:.1f} {:.1f}L{:.1f} {:.1f}"/>)",
          ink, from.x, from.y, to.x, to.y);
  }

  std::string_view ink_of(const Drawing::Node& node, std::string_view own) const {
    return !node.reached ? color::pale : node.constant ? color::constant : own;
  }

  // ---- a node: its gate, and the piece of wire that has its numbers

  void node(std::size_t index) {
    const Drawing::Node& node = drawing_.nodes[index];
    const Point begin = plan_.layout.boxes[index];
    const double gate = right_ ? gate_room(node) : 26;
    double along = begin.along;
    if (!node.gate.empty()) {
      this->gate(node, begin, gate);
      along += gate;
    }
    const double end = begin.along + size_of(node, plan_.flow).along;
    write(R"(<g id="{}" class="node">)", node.id);
    if (is_bare_number(node)) {
      const Place at = place((along + end) / 2, begin.across);
      text("value", {at.x, at.y + 4}, ink_of(node, color::value), drawn_number(node.value));
    } else if (right_) {
      flat(node, along, end, begin.across);
    } else {
      upright(node, along, end, begin.across);
    }
    svg_ += "</g>";
  }

  /// The value above the wire, the gradient below; an input's name before it, another above.
  void flat(const Drawing::Node& node, double along, double end, double y) {
    const bool input = node.gate.empty();
    const std::string name = written_name(node);
    const double wire = input ? along + name_room(node) : along;
    line({wire, y}, {end, y}, ink_of(node, color::wire));
    const double middle = end - number_room / 2;
    if (!name.empty())
      this->name(name,
                 {(input ? wire : middle - number_room / 2) - digit / 2, input ? y + 4 : y - 4},
                 node, "end");
    numbers(node, {middle, y - 4}, {middle, y + 12}, "middle", "middle");
  }

  /// The value at the left of the wire, the gradient at the right; an input's name above, another
  /// beside its gate.
  void upright(const Drawing::Node& node, double along, double end, double x) {
    const bool input = node.gate.empty();
    const std::string name = written_name(node);
    const double wire = input ? along + 14 : along;
    line({x, wire}, {x, end}, ink_of(node, color::wire));
    const double middle = (wire + end) / 2 + 4;
    if (!name.empty())
      this->name(name, input ? Place{x, along + 10} : Place{x + gate_room(node) / 2 + 4, along - 9},
                 node, input ? "middle" : "start");
    numbers(node, {x - 5, middle}, {x + 5, middle}, "end", "start");
  }

  void name(const std::string& name, Place at, const Drawing::Node& node, std::string_view anchor) {
    text("name", at, ink_of(node, color::ink), name,
         fmt::format(R"( font-style="italic" text-anchor="{}")", anchor));
  }

  void numbers(const Drawing::Node& node, Place value, Place gradient,
               std::string_view anchor_value, std::string_view anchor_gradient) {
    text("value", value, ink_of(node, color::value), drawn_number(node.value),
         fmt::format(R"( text-anchor="{}")", anchor_value));
    if (!node.constant)
      text("gradient", gradient, ink_of(node, color::gradient), drawn_number(node.gradient),
           fmt::format(R"( text-anchor="{}")", anchor_gradient));
  }

  /// The operation, and below it what is special about it with these numbers.
  void gate(const Drawing::Node& node, Point begin, double along) {
    const Place middle = place(begin.along + along / 2, begin.across);
    const std::string_view ink = ink_of(node, color::wire);
    write(R"(<g id="g{}" class="node">)", node.id.substr(1));
    write(R"(<ellipse cx="{:.1f}" cy="{:.1f}" rx="{:.1f}" ry="13" fill="none" stroke="{}"/>)",
          middle.x, middle.y, gate_room(node) / 2, ink);
    text("gate-name", {middle.x, middle.y + 4}, ink_of(node, color::ink), node.gate,
         node.gate.size() == 1 ? R"( font-size="15")" : "");
    text("kink", {middle.x, middle.y + 22}, color::lit, node.at_kink ? "kink" : "",
         R"( font-size="8")");
    text("broken", {middle.x, middle.y + 22}, color::lit, node.breaks_down ? "first here" : "",
         R"( font-size="8")");
    svg_ += "</g>";
  }

  // ---- a wire with its label

  void edge(std::size_t index) {
    const Drawing::Edge& edge = drawing_.edges[index];
    const Drawing::Node &from = drawing_.nodes[edge.from], &to = drawing_.nodes[edge.to];
    const auto& bends = plan_.layout.wires[index].bends;
    const std::string_view ink = edge.local  ? color::wire
                               : !to.reached ? color::pale
                                             : color::constant;
    write(R"(<g id="{}" class="edge"><title>{}-&gt;g{}</title>)", edge.id, from.id,
          to.id.substr(1));
    wire(edge, bends, ink);
    if (edge.local) label(edge, bends);
    svg_ += "</g>";
  }

  /// Straight past each column, curved in between, with an arrow at the gate.
  void wire(const Drawing::Edge& edge, const std::vector<Point>& bends, std::string_view ink) {
    if (!draws_) return;
    Point begin = plan_.layout.boxes[edge.from];
    begin.along += size_of(drawing_.nodes[edge.from], plan_.flow).along;
    Point end = plan_.layout.boxes[edge.to];
    constexpr double arrow = 5;
    end.along -= arrow;
    const auto [x, y] = place(begin);
    std::string path = fmt::format("M{:.1f} {:.1f}", x, y);
    Point last = begin;
    for (std::size_t i = 0; i <= bends.size(); i += 2) {
      curve(path, last, i < bends.size() ? bends[i] : end);
      if (i == bends.size()) break;
      const auto [x2, y2] = place(last = bends[i + 1]);
      path += fmt::format("L{:.1f} {:.1f}", x2, y2);
    }
    write(R"(<path fill="none" stroke="{}" stroke-width="1.5" d="{}"/>)", ink, path);
    const Place tip = place(end.along + arrow, end.across), a = place(end.along, end.across - 2.5),
                b = place(end.along, end.across + 2.5);
    write(
        R"(<polygon fill="{0}" stroke="{0}" points="{1:.1f},{2:.1f} {3:.1f},{4:.1f} {5:.1f},{6:.1f}"/>)",
        ink, tip.x, tip.y, a.x, a.y, b.x, b.y);
  }

  void curve(std::string& path, Point from, Point to) const {
    const double half = (from.along + to.along) / 2;
    const Place a = place(half, from.across), b = place(half, to.across), end = place(to);
    path +=
        fmt::format("C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}", a.x, a.y, b.x, b.y, end.x, end.y);
  }

  /// × the local derivative; where paths meet, = what this one brings.
  void label(const Drawing::Edge& edge, const std::vector<Point>& bends) {
    const Point a = bends[bends.size() - 2], b = bends.back();
    const auto [x, y] = place((a.along + b.along) / 2, a.across);
    const std::string local = "×" + drawn_number(edge.local);
    const bool meets = edge.contribution_columns > 0;
    const std::string share = edge.contribution ? "= " + drawn_number(edge.contribution) : "";
    const std::string_view small =
        right_ ? R"( font-size="9")" : R"( font-size="9" text-anchor="start")";
    text("local", right_ ? Place{x, y - 3} : Place{x + 4, y + (meets ? -2 : 4)}, color::local,
         local, small);
    if (meets)
      text("share", right_ ? Place{x, y + 10} : Place{x + 4, y + 10}, color::gradient, share,
           small);
  }

  const Drawing& drawing_;
  const CircuitPlan& plan_;
  const bool right_;
  bool draws_ = true;  // or are only the texts wanted?
  std::string svg_;
  std::vector<std::string> texts_;
};

}  // namespace

CircuitPlan circuit_plan(const Drawing& drawing, Flow flow) {
  LayeredGraph graph;
  for (const Drawing::Node& node : drawing.nodes) graph.boxes.push_back(size_of(node, flow));
  for (const Drawing::Edge& edge : drawing.edges)
    graph.wires.push_back({edge.from, edge.to, label_size(edge, flow)});
  return {flow, layered_layout(graph)};
}

CircuitPicture circuit_picture(const Drawing& drawing, const CircuitPlan& plan) {
  return CircuitWriter(drawing, plan).picture();
}

std::vector<std::string> circuit_texts(const Drawing& drawing, const CircuitPlan& plan) {
  return CircuitWriter(drawing, plan).texts();
}

}  // namespace stepgrad
