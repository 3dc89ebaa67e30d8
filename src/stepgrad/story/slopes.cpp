#include <stepgrad/story/slopes.hpp>

#include <cmath>

namespace stepgrad {

const Formula& slope_rule(const Trace& trace, const Step& step) {
  return rule(*trace.node(step.from).row, static_cast<std::size_t>(step.operand));
}

const Trace::Node& meant_by(std::string_view letter, const Trace& trace, const Step& step) {
  return trace.meant(letter[0], trace.node(step.from), step.operand);
}

bool outdoes_its_rule(const Trace& trace, const Step& step) {
  const Formula& rule = slope_rule(trace, step);
  const auto number = [&](const Formula::Term& term) {
    return term.kind == Formula::Kind::number ? term.number
                                              : meant_by(term.name, trace, step).value;
  };
  const double by_rule = evaluate_terms<double>(rule, number, value_of)[rule.output];
  return std::isfinite(step.local) && !std::isfinite(by_rule);
}

}  // namespace stepgrad
