#include <stepgrad/show/moments.hpp>

namespace stepgrad {

std::vector<Moment> moments(const Trace& trace) {
  using Kind = Moment::Kind;
  std::vector<Moment> film{{.kind = Kind::given}};
  for (const Trace::Node& node : trace.nodes)
    if (node.row) film.push_back({.kind = Kind::value, .node = node.id});
  film.push_back({.kind = Kind::seed, .node = trace.output});
  for (std::size_t i = 0; i < trace.steps.size(); ++i)
    film.push_back({.kind = Kind::share, .node = trace.steps[i].to, .step = i});
  film.push_back({.kind = Kind::known, .node = trace.output});
  return film;
}

}  // namespace stepgrad
