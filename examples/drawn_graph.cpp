// A graph, drawn: each value in green above its wire, its gradient in red below. DOT is always there; a
// picture takes Graphviz's program dot.
#include <iostream>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/draw/dot.hpp>
#include <stepgrad/draw/graphviz.hpp>
#include <stepgrad/stepgrad.hpp>

using namespace stepgrad;

int main() {
  Value x(2.0, "x"), w(-3.0, "w"), b(6.5, "b");
  Value y = named(tanh(w * x + b), "y");

  const std::string dot = dot_source(drawing(trace(y)));
  write_file("neuron.dot", dot);
  std::cout << "neuron.dot: " << dot.size() << " bytes\n";
  try {
    write_file("neuron.svg", graphviz_picture(dot, PictureFormat::svg));
    std::cout << "neuron.svg: open it in a browser\n";
  } catch (const Error& error) {  // Graphviz is not installed
    std::cout << error.what() << '\n';
  }
}
