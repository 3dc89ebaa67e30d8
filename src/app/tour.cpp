// What `stepgrad` alone shows: the idea on one worked example, and what to type next.
#include <fmt/format.h>

#include <stepgrad/story/text_page.hpp>

#include "app/commands.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

constexpr std::string_view source = "q = x + y; f = q * z";

constexpr std::string_view opening =
    R"tour(stepgrad shows how backpropagation works, one step of the chain rule at a time.

Take f = (x + y) * z. If x grows a little, by how much does f change? The answer
for every input at once is the gradient. First the values are computed forward;
then each operation, from the last to the first, hands its gradient on to its
operands, times its own slope. That is all there is. Watch:

)tour";

constexpr std::string_view closing = R"tour(
Check one by hand: make x a little larger, -1.999. Then f = -12.004, which is
-0.004 more for 0.001 of x: a slope of -4, as df/dx says.

What next? Type
  ./stepgrad lesson                        a course, from the slope of a curve onwards
  ./stepgrad explain "tanh(w*x + b)" w=0.5 x=2 b=-1       a neuron, step by step
  ./stepgrad draw "tanh(w*x + b)" w=0.5 x=2 b=-1 -o neuron.svg       its diagram
  ./stepgrad explain "tanh(w*x + b)" w=0.5 x=2 b=-1 --format html -o neuron.html
                                                a page to walk through in a browser
  ./stepgrad check "x^2*y" x=3 y=2 --against "x=2*x"          is my homework right?
  ./stepgrad ops                                   the operations and their slopes
  ./stepgrad --help                                                    all the rest
)tour";

}  // namespace

int tour() {
  const Trace example = trace(parse(source), {{"x", -2}, {"y", 5}, {"z", -4}});
  deliver(opening);
  Telling telling;
  telling.color = wants_color("auto");
  telling.width = terminal_width();
  deliver(as_text(example, telling));
  deliver(closing);
  return 0;
}

}  // namespace stepgrad::app
