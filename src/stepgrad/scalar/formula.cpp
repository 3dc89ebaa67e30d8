#include <stepgrad/scalar/formula.hpp>

#include <map>
#include <mutex>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/scalar/formula_parser.hpp>

namespace stepgrad {
namespace {

std::string needs_number(std::span<const std::string> names, const Bindings& unused) {
  std::vector<std::string> spare;
  for (const auto& [name, number] : unused) spare.push_back(name);
  std::string example;
  for (const std::string& name : names) {
    if (const std::string near = nearest(name, spare); !near.empty())
      return fmt::format("{} was given, which the formula does not use: did you mean {}?", near,
                         name);
    if (op::find(name))
      return fmt::format("{0} is a function: its argument stands in parentheses, {0}(...).", name);
    if (example.size() < 60) example += fmt::format(" {}=1", name);
  }
  return fmt::format("Give {} a number:{}", names.size() == 1 ? "it" : "each", example);
}

std::string what_it_uses(const std::vector<std::string>& inputs, std::string_view instead_of) {
  if (inputs.empty()) return "It has no inputs.";
  return did_you_mean(instead_of, inputs, fmt::format("It uses {}.", listed(inputs)));
}

}  // namespace

std::vector<std::string> Formula::inputs() const {
  std::vector<std::string> names;
  for (const Term& term : terms)
    if (term.kind == Kind::input) names.push_back(term.name);
  return names;
}

Bindings complete(const Formula& formula, const Bindings& bindings) {
  Bindings numbers, unused = bindings;
  std::vector<std::string> missing;
  for (const Formula::Term& term : formula.terms) {
    if (term.kind != Formula::Kind::input) continue;
    const auto given = bindings.find(term.name);
    if (given == bindings.end() && !term.has_number) missing.push_back(term.name);
    numbers[term.name] = given == bindings.end() ? term.number : given->second;
    unused.erase(term.name);
  }
  if (!missing.empty()) {
    const std::size_t many = missing.size();
    const std::string mend = needs_number(missing, unused);
    if (many > 10) {
      missing.resize(10);
      missing.push_back(fmt::format("{} more", many - 10));
    }
    throw Error(fmt::format("no value for {}", listed(missing)), "", mend);
  }
  if (!unused.empty())
    throw Error(fmt::format("the formula does not use '{}'", unused.begin()->first), "",
                what_it_uses(formula.inputs(), unused.begin()->first));
  return numbers;
}

const Formula& rule(const op::Op& row, std::size_t operand) {
  static std::mutex mutex;  // rules of operations of one's own come while running
  static std::map<std::string, Formula, std::less<>> rules;
  const std::string_view text = row.rule[op::slope_of(row, operand)];
  const std::lock_guard lock(mutex);
  auto found = rules.find(text);
  if (found == rules.end())
    found = rules.emplace(text, text.empty() ? Formula{} : parse(text)).first;
  return found->second;
}

double evaluate(const Formula& formula, const Bindings& bindings) {
  const Bindings numbers = complete(formula, bindings);
  const auto number = [&](const Formula::Term& term) {
    return term.kind == Formula::Kind::input ? numbers.find(term.name)->second : term.number;
  };
  return evaluate_terms<double>(formula, number, op::value)[formula.output];
}

Recorded record(const Formula& formula, const Bindings& bindings) {
  const Bindings numbers = complete(formula, bindings);
  Recorded recorded;
  // Inputs first, as a learner would write them down, then the operations in their order.
  std::map<std::string_view, Value> inputs;
  for (const Formula::Term& term : formula.terms)
    if (term.kind == Formula::Kind::input) {
      const Value input(numbers.find(term.name)->second, term.name);
      inputs.emplace(term.name, input);
      recorded.inputs.emplace_back(term.name, input);
    }
  const auto leaf = [&](const Formula::Term& term) {
    return term.kind == Formula::Kind::input ? inputs.at(term.name) : constant(term.number);
  };
  const auto apply = [](const op::Op& row, std::span<const Value> operands) {
    return tape().record(row, operands);
  };
  recorded.terms = evaluate_terms<Value>(formula, leaf, apply);
  for (std::size_t i = 0; i < formula.terms.size(); ++i)
    if (formula.terms[i].kind == Formula::Kind::operation && !formula.terms[i].name.empty())
      named(recorded.terms[i], formula.terms[i].name);
  recorded.output = recorded.terms[formula.output];
  return recorded;
}

// ---- writing ------------------------------------------------------------------------------------

Written written_atom(std::string text) { return {std::move(text), 5}; }

Written written_number(double number) {
  const std::string text = shown(number);
  return {text, text.starts_with('-') ? 3 : 5};
}

Written write_operation(const op::Op& row, std::span<const Written> operands) {
  const auto at_least = [](const Written& part, int binding) {
    return part.binding >= binding ? part.text : fmt::format("({})", part.text);
  };
  if (row == op::greater || row == op::equal)
    return {fmt::format("[{} {} {}]", operands[0].text, row.symbol, operands[1].text), 5};
  if (row == op::neg) return {fmt::format("-{}", at_least(operands[0], 4)), 3};
  if (row == op::pow)
    return {fmt::format("{}^{}", at_least(operands[0], 5), at_least(operands[1], 5)), 4};
  if (!row.symbol.empty()) {
    const int binding = row == op::add || row == op::sub ? 1 : 2;
    const std::string left = at_least(operands[0], binding);
    const bool right_signed = operands[1].text.starts_with('-');  // -2 * x reads well, x * -2 not
    const std::string right = at_least(operands[1], right_signed ? 5 : binding + 1);
    return {fmt::format("{} {} {}", left, row.symbol, right), binding};
  }
  std::vector<std::string_view> texts;
  for (const Written& operand : operands) texts.push_back(operand.text);
  return {fmt::format("{}({})", row.name, fmt::join(texts, ", ")), 5};
}

}  // namespace stepgrad
