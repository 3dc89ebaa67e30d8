#include <stepgrad/scalar/unfolded.hpp>

#include <algorithm>

namespace stepgrad {

Unfolded::Unfolded(const Tape& tape) { copy(tape, std::vector<bool>(tape.size(), true), 0); }

Unfolded::Unfolded(const Tape& tape, std::span<const Id> roots) {
  const Id last = *std::ranges::max_element(roots);
  std::vector<bool> wanted(last + std::size_t{1});
  Id first = last;  // of the operations among them
  const auto take = [&](Id entry) {
    wanted[entry] = true;
    if (!tape.node(entry).code().is_leaf()) first = std::min(first, entry);
  };
  std::ranges::for_each(roots, take);
  for (Id entry = last + 1; entry-- > first;)
    if (wanted[entry])
      for (const Tape::Operand& operand : tape.operands(entry))
        if (!operand.is_number) take(operand.id);
  copy(tape, wanted, first);
}

/// Copies the wanted entries, of which `first` is the first operation.
void Unfolded::copy(const Tape& tape, const std::vector<bool>& wanted, Id first) {
  unfolded_.own_ = tape.own_;
  ends_.reserve(wanted.size());
  for (Id entry = 0; entry < wanted.size(); ++entry) {
    if (wanted[entry]) add(tape, entry);
    ends_.push_back(static_cast<Id>(unfolded_.size()));
  }
  copy_comparisons(tape, wanted, first);
}

/// Those of what has been copied, from just before its first operation on.
void Unfolded::copy_comparisons(const Tape& tape, const std::vector<bool>& wanted, Id first) {
  while (first > 0 && tape.node(first - 1).code().is_leaf()) --first;
  const auto is_here = [&](const Tape::Operand& operand) {
    return operand.is_number || (operand.id < wanted.size() && wanted[operand.id]);
  };
  for (Tape::Comparison comparison : tape.comparisons_) {
    if (comparison.at < first || comparison.at >= wanted.size()) continue;
    if (!is_here(comparison.a) || !is_here(comparison.b)) continue;
    comparison.at = begin(comparison.at);
    for (Tape::Operand* side : {&comparison.a, &comparison.b})
      side->id = side->is_number ? unfolded_.pooled(tape.value(*side)) : id(side->id);
    unfolded_.comparisons_.push_back(comparison);
  }
}

void Unfolded::add(const Tape& tape, Id entry) {
  const Node& node = tape.node(entry);
  const Code code = node.code();
  const auto number = [&](Id slot) { return unfolded_.pooled(tape.constants_[slot]); };
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
    unfolded_.push(tape.value(entry), code,
                   form == Form::left_constant ? number(node.a()) : id(node.a()),
                   form == Form::right_constant ? number(node.b())
                   : code.row().arity == 1      ? id(node.a())
                                                : id(node.b()));
  }
  if (const auto named = tape.names_.find(entry); named != tape.names_.end())
    unfolded_.names_.emplace(static_cast<Id>(unfolded_.size() - 1), named->second);
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
        return unfolded_.pooled(tape.constants_[operands.number]);
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
  const auto found = std::lower_bound(ends_.begin(), ends_.end(), id + 1);
  if (found == ends_.end() || *found != id + 1) return {};
  return static_cast<Id>(found - ends_.begin());
}

}  // namespace stepgrad
