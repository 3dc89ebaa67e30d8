#include <stepgrad/scalar/unfolded.hpp>

#include <algorithm>

namespace stepgrad {

Unfolded::Unfolded(const Tape& tape) {
  unfolded_.constants_ = tape.constants_;
  unfolded_.own_ = tape.own_;
  for (Id entry = 0; entry < tape.size(); ++entry) add(tape, entry);

  for (const auto& [entry, name] : tape.names_) unfolded_.names_.emplace(id(entry), name);
  for (Tape::Comparison comparison : tape.comparisons_) {
    comparison.at = begin(comparison.at);
    for (Tape::Operand* side : {&comparison.a, &comparison.b})
      if (!side->is_number) side->id = id(side->id);
    unfolded_.comparisons_.push_back(comparison);
  }
}

void Unfolded::add(const Tape& tape, Id entry) {
  const Node& node = tape.node(entry);
  const Code code = node.code();
  if (is_statement(code)) {
    add_parts(tape, entry);
  } else if (code.is_leaf()) {
    unfolded_.push(tape.value(entry), code, node.a(), node.b());
  } else if (code.is_own() || code.row().arity == op::any) {
    // What stood side by side may not do so here: it is listed.
    std::vector<Id>& many = unfolded_.many_;
    const Id start = static_cast<Id>(many.size());
    if (code.is_own()) many.push_back(tape.many_[node.a()]);
    const std::vector<Tape::Operand> operands = tape.operands(entry);
    for (const Tape::Operand& operand : operands) many.push_back(id(operand.id));
    unfolded_.push(tape.value(entry), code.is_own() ? code : code.in(Form::nodes), start,
                   static_cast<Id>(operands.size()));
  } else {
    const Form form = code.form();
    unfolded_.push(tape.value(entry), code, form == Form::left_constant ? node.a() : id(node.a()),
                   form == Form::right_constant ? node.b() : id(node.b()));
  }
  results_.push_back(static_cast<Id>(unfolded_.size() - 1));
}

void Unfolded::add_parts(const Tape& tape, Id entry) {
  const Statement& statement = statement_of(tape.node(entry).code());
  const Operands operands = operands_of(tape.node(entry).code(), tape.node(entry));
  const auto place = [&](Of operand) {
    switch (operand) {
      case Of::before:
        return id(entry - 1);
      case Of::a:
        return id(operands.a);
      case Of::b:
        return id(operands.b);
      case Of::number:
        return operands.number;
      case Of::inner:
        break;
    }
    return static_cast<Id>(unfolded_.size() - 1);
  };
  for (std::size_t i = 0; i < statement.size; ++i) {
    const auto [row, left, right] = statement.parts[i];
    const Id a = place(left), b = place(right);
    unfolded_.push(0, Code::of(*row, form_of(left, right)), a, b);
    const Id result = static_cast<Id>(unfolded_.size() - 1);
    unfolded_.values_[result] = unfolded_.evaluated(result);
  }
}

std::optional<Id> Unfolded::entry(Id id) const {
  const auto found = std::ranges::lower_bound(results_, id);
  if (found == results_.end() || *found != id) return {};
  return static_cast<Id>(found - results_.begin());
}

}  // namespace stepgrad
