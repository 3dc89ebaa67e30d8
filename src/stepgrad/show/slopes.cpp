#include <stepgrad/show/slopes.hpp>

#include <cmath>
#include <map>

namespace stepgrad {
namespace {

/// Every rule of the table, parsed once.
const Formula& parsed_rule(std::string_view rule) {
  static const std::map<std::string_view, Formula> rules = [] {
    std::map<std::string_view, Formula> parsed;
    for (const op::Op* row : op::all)
      for (const std::string_view text : row->rule)
        if (!text.empty()) parsed.emplace(text, parse(text));
    return parsed;
  }();
  return rules.at(rule);
}

}  // namespace

const Formula& slope_rule(const Trace& trace, const Step& step) {
  const op::Op& row = *trace.node(step.from).row;
  return parsed_rule(row.rule[row.arity == op::any ? 0 : step.operand]);
}

const Trace::Node& meant_by(std::string_view letter, const Trace& trace, const Step& step) {
  const Trace::Node& from = trace.node(step.from);
  if (letter == "y") return from;
  const auto operand = static_cast<std::size_t>(step.operand);
  const std::size_t count = from.operands.size();
  if (from.row->arity == op::any)  // a is the operand itself, b its partner in a dot product
    return trace.node(from.operands[letter == "a" ? operand : (operand + count / 2) % count]);
  return trace.node(from.operands[letter == "a" ? 0 : 1]);
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
