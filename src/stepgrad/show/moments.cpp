#include <stepgrad/show/moments.hpp>

namespace stepgrad {

std::vector<Moment> moments(const Trace& trace) {
  using Kind = Moment::Kind;
  std::vector<Moment> film{{Kind::given}};
  for (const Trace::Node& node : trace.nodes)
    if (node.row) film.push_back({Kind::value, node.id});
  film.push_back({Kind::seed, trace.output});
  for (std::size_t i = 0; i < trace.steps.size(); ++i)
    film.push_back({Kind::share, trace.steps[i].to, i});
  film.push_back({Kind::known, trace.output});
  return film;
}

}  // namespace stepgrad
