// A formula as a text, and its gradients.
#include <cstdio>

#include <stepgrad/scalar/trace.hpp>

using namespace stepgrad;

int main() {
  const Trace told = trace(parse("q = x + y; f = q * z"), {{"x", -2}, {"y", 5}, {"z", -4}});
  for (const Id input : told.inputs())
    std::printf("df/d%s = %g\n", told.node(input).name.c_str(), told.node(input).grad);
}

// Prints:
// df/dx = -4
// df/dy = -4
// df/dz = 3
