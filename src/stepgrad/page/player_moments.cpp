#include <stepgrad/page/player_moments.hpp>

#include <string>

#include <stepgrad/base/number.hpp>
#include <stepgrad/draw/drawing.hpp>
#include <stepgrad/story/json.hpp>
#include <stepgrad/story/story.hpp>

#ifdef STEPGRAD_JSON
#include <nlohmann/json.hpp>
#endif

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

std::vector<std::string> drawn_numbers(const Trace& trace, std::span<const Moment> moments) {
  using Kind = Moment::Kind;
  std::vector<std::string> numbers;
  for (const Moment& moment : moments) {
    const bool is_share = moment.kind == Kind::share;
    const double number = is_share                   ? trace.steps[moment.step].total
                        : moment.kind == Kind::value ? trace.node(moment.node).value
                                                     : trace.node(moment.node).grad;
    const bool brings = is_share || moment.kind == Kind::value || moment.kind == Kind::seed;
    numbers.push_back(brings ? shown(number, drawn_digits) : "");
  }
  return numbers;
}

#ifdef STEPGRAD_JSON
namespace {

using Json = nlohmann::ordered_json;

Json share_json(const Trace& trace, std::size_t index, const Path& path) {
  const Step& step = trace.steps[index];
  return {{"kind", "share"},
          {"node", step.to},
          {"from", step.from},
          {"edge", index + 1},
          {"upstream", shown(step.upstream)},
          {"local", shown(step.local)},
          {"share", shown(step.contribution)},
          {"before", path.order > 1 ? Json(shown(path.before)) : Json()},
          {"answer", shown(step.total)},
          {"drawn", shown(step.total, drawn_digits)}};
}

Json moment_json(const Trace& trace, const Moment& moment, const std::vector<Path>& paths) {
  const Trace::Node& node = trace.node(moment.node);
  switch (moment.kind) {
    case Moment::Kind::given:
      return {{"kind", "given"}};
    case Moment::Kind::value:
      return {{"kind", "value"},
              {"node", node.id},
              {"computation", as_formula(tell(trace, node).in_numbers)},
              {"answer", shown(node.value)},
              {"drawn", shown(node.value, drawn_digits)}};
    case Moment::Kind::seed:
      return {{"kind", "seed"},
              {"node", node.id},
              {"answer", shown(node.grad)},
              {"drawn", shown(node.grad, drawn_digits)}};
    case Moment::Kind::share:
      return share_json(trace, moment.step, paths[moment.step]);
    case Moment::Kind::known:
      break;
  }
  return {{"kind", "known"}};
}

}  // namespace

std::string moments_json(const Trace& trace, std::span<const Moment> moments) {
  const std::vector<Path> ways = paths(trace);
  std::vector<std::string> entries;
  for (const Moment& moment : moments) {
    Json entry = moment_json(trace, moment, ways);
    if (moment.part) entry["part"] = *moment.part;
    entries.push_back(entry.dump(-1, ' ', false, Json::error_handler_t::replace));
  }
  return json_lines(entries);
}
#else
std::string moments_json(const Trace&, std::span<const Moment>) { return as_json(Trace{}); }
#endif

}  // namespace stepgrad
