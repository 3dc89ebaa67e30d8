#include <stepgrad/draw/graphviz.hpp>

#include <array>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/process.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t most_shown = 500;  // of what Graphviz complains about
constexpr std::string_view without = "A file whose name ends in .dot can be written without it.";

}  // namespace

std::string graphviz_picture(const std::string& dot, PictureFormat format,
                             std::chrono::milliseconds limit) {
  constexpr std::array<const char*, 3> names{"svg", "png", "pdf"};
  std::vector<std::string> arguments{fmt::format("-T{}", names[static_cast<std::size_t>(format)])};
  if (format == PictureFormat::png) arguments.emplace_back("-Gdpi=144");  // sharp when projected
  if (format == PictureFormat::pdf)
    arguments.emplace_back("-Gsize=199,199");  // a page has at most 200 inches

  Outcome outcome = run_program("dot", arguments, dot, limit);
  if (outcome.end == Outcome::End::not_found)
    throw Error("Graphviz is missing: there is no program 'dot' to draw with", "",
                fmt::format("Install the package 'graphviz': apt-get install graphviz, "
                            "or brew install graphviz.\n"
                            "{}",
                            without),
                Fault::machine);
  if (outcome.end == Outcome::End::too_late)
    throw Error(fmt::format("Graphviz had not finished after {} s and was stopped",
                            std::chrono::duration<double>(limit).count()),
                "", fmt::format("Draw a smaller formula. {}", without), Fault::machine);
  if (outcome.status != 0 || outcome.output.empty())
    throw Error(fmt::format("Graphviz failed with status {}", outcome.status),
                trimmed(outcome.errors.substr(0, most_shown)),
                fmt::format("Does 'dot -V' answer? {}", without), Fault::machine);
  return std::move(outcome.output);
}

bool is_too_large_for_graphviz(const Drawing& drawing, std::size_t pictures) {
  // Measured with Graphviz 2.43 on nets, chains, polynomials, recursions and random graphs: at most
  // a second for 600 nodes and edges, 2 to 30 seconds for 2000, up to minutes for 5000. What takes
  // the time is wires across many ranks: folding (folding.hpp) has made them short, without it 1000
  // can take minutes. Of many pictures, 300 000 nodes and edges take two minutes.
  constexpr std::size_t most = 2000, most_in_all = 300'000;
  const std::size_t size = drawing.nodes.size() + drawing.edges.size();
  return size > most || size * pictures > most_in_all;
}

}  // namespace stepgrad
