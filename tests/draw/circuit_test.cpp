// Circuits that hold still: where boxes and wires stand, and what the picture is made of.
#include <stepgrad/draw/circuit.hpp>

#include <algorithm>

#include <catch.hpp>

#include <stepgrad/scalar/formula_parser.hpp>
#include <stepgrad/scalar/trace.hpp>

using namespace stepgrad;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Drawing drawing_of(const std::string& formula) {
  const Formula parsed = parse(formula);
  Bindings numbers;
  for (const std::string& name : parsed.inputs()) numbers[name] = 2;
  return drawing(trace(parsed, numbers));
}

struct Extent {
  double begin, end, top, bottom;
  bool meets(const Extent& other) const {
    return begin < other.end && other.begin < end && top < other.bottom && other.top < bottom;
  }
};

std::vector<Extent> extents(const LayeredGraph& graph, const LayeredLayout& layout) {
  std::vector<Extent> all;
  for (std::size_t i = 0; i < graph.boxes.size(); ++i) {
    const auto [along, across] = layout.boxes[i];
    all.push_back({along, along + graph.boxes[i].along, across - graph.boxes[i].across / 2,
                   across + graph.boxes[i].across / 2});
  }
  return all;
}

/// Three inputs into two boxes into one, and a wire from the first past a column.
LayeredGraph small_graph() {
  const LayeredGraph::Size box{80, 30}, label{40, 20};
  return {{box, box, box, box, box, box},
          {{0, 3, label},
           {1, 3, label},
           {1, 4, label},
           {2, 4, label},
           {3, 5, label},
           {4, 5, label},
           {0, 5, label}}};
}

}  // namespace

TEST_CASE("boxes of a layered layout do not meet", "[layered_layout]") {
  const LayeredGraph graph = small_graph();
  const std::vector<Extent> boxes = extents(graph, layered_layout(graph));
  for (std::size_t i = 0; i < boxes.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      INFO("boxes " << j << " and " << i);
      CHECK_FALSE(boxes[i].meets(boxes[j]));
    }
}

TEST_CASE("wires of a layered layout go forwards, and what is laid out lies within its size",
          "[layered_layout]") {
  const LayeredGraph graph = small_graph();
  const LayeredLayout layout = layered_layout(graph);
  for (std::size_t i = 0; i < graph.wires.size(); ++i) {
    double last = layout.boxes[graph.wires[i].from].along + graph.boxes[graph.wires[i].from].along;
    for (const auto& bend : layout.wires[i].bends) {
      CHECK(bend.along >= last);
      CHECK(bend.across >= 0);
      CHECK(bend.across <= layout.size.across);
      last = bend.along;
    }
    CHECK(last <= layout.boxes[graph.wires[i].to].along);
  }
}

TEST_CASE("parts that do not hang together stand one below the other", "[layered_layout]") {
  const LayeredGraph::Size box{10, 10};
  const LayeredGraph graph{{box, box, box, box}, {{0, 1, {5, 5}}, {2, 3, {5, 5}}}};
  const LayeredLayout layout = layered_layout(graph);
  CHECK(layout.boxes[0].across == layout.boxes[1].across);
  CHECK(layout.boxes[2].across >= layout.boxes[0].across + 10);
}

TEST_CASE("two wires that would cross are laid out without a crossing", "[layered_layout]") {
  const LayeredGraph::Size box{10, 10}, label{5, 5};
  const LayeredLayout layout = layered_layout(
      {{box, box, box, box, box}, {{0, 3, label}, {1, 2, label}, {2, 4, label}, {3, 4, label}}});
  CHECK((layout.boxes[0].across < layout.boxes[1].across) ==
        (layout.boxes[3].across < layout.boxes[2].across));
}

TEST_CASE("a circuit has the ids of its drawing and lists its texts in their order", "[circuit]") {
  const Drawing drawing = drawing_of("q = x + y; f = q * x");
  const CircuitPicture picture = circuit_picture(drawing, circuit_plan(drawing, Flow::right));
  for (const Drawing::Node& node : drawing.nodes) CHECK(has(picture.svg, "id=\"" + node.id + "\""));
  for (const Drawing::Edge& edge : drawing.edges) CHECK(has(picture.svg, "id=\"" + edge.id + "\""));
  CHECK(std::count(picture.texts.begin(), picture.texts.end(), "4") == 1);  // q, and no other
  CHECK(std::count(picture.texts.begin(), picture.texts.end(), "= 4") ==
        1);  // what x gets along one of its paths
  std::size_t place = 0;
  for (const std::string& text : picture.texts) {
    place = picture.svg.find(">" + text + "</text>", place);
    REQUIRE(place != std::string::npos);
  }
}

TEST_CASE("flowing down, a circuit is narrower than flowing right", "[circuit]") {
  const Drawing drawing = drawing_of("tanh(w*x + b)");
  const auto right = circuit_plan(drawing, Flow::right).layout.size;
  const auto down = circuit_plan(drawing, Flow::down).layout.size;
  CHECK(down.across < right.along);
}
