#include <stepgrad/check/differentiable.hpp>

#include <algorithm>
#include <bitset>
#include <cmath>
#include <memory>
#include <set>

#include <fmt/format.h>

#include <stepgrad/base/elsewhere.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/check/formula_function.hpp>
#include <stepgrad/check/lost_digits.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t most_steps_suspected = 500;
constexpr std::size_t most_inputs_of_hessian = 30;
constexpr std::size_t most_steps_rounded = 20000;

std::vector<double> reverse_gradient(const Trace& trace) {
  std::vector<double> gradient;
  for (const Id input : trace.inputs()) gradient.push_back(trace.node(input).grad);
  return gradient;
}

/// An operation over what `leaf` makes of its operands.
template <class Leaf>
std::string over_operands(const Trace& trace, const Trace::Node& node, Leaf&& leaf) {
  std::vector<Written> operands;
  for (const Id operand : node.operands) operands.push_back(leaf(trace.node(operand)));
  operands = abridged(std::move(operands), written_atom("..."));
  return write_operation(*node.row, operands).text;
}

/// A node as an expression; where that is its name, with what it stands for.
std::string in_full(const Trace& trace, const std::vector<Written>& words, Id id) {
  const Trace::Node& node = trace.node(id);
  if (!node.row || words[id].text != node.name) return words[id].text;
  return fmt::format("{} = {}", node.name, over_operands(trace, node, written));
}

/// What input `x` would get if something had been left out of the backward pass: all shares of a
/// node but the last, as when each overwrites the one before; the share along one edge; the slope
/// of one operation.
class LeftOut {
 public:
  LeftOut(const Trace& trace, std::size_t x) : trace_(trace), words_(expressions(trace)) {
    std::vector<double> direction(trace.inputs().size());
    direction[x] = 1;
    nodes_ = forward(trace, direction);
  }

  std::vector<Suspect> suspects() && {
    shares_but_the_last();
    for (const Step& step : trace_.steps)
      suspect(fmt::format("the share along {} into {} is missing, which brings {}.", along(step),
                          words_[step.to].text, shown(share(step))),
              right() - share(step));
    for (const Step& step : trace_.steps)
      suspect(fmt::format("the slope of {} in {}, which is {}, is missing: the chain rule "
                          "multiplies by it.",
                          along(step), words_[step.to].text, shown(step.local)),
              right() / step.local);
    return std::move(suspects_);
  }

 private:
  double right() const { return nodes_[trace_.output].tangent; }
  double share(const Step& step) const { return nodes_[step.to].moved(step.contribution); }
  std::string along(const Step& step) const { return in_full(trace_, words_, step.from); }
  void suspect(std::string mistake, double value) {
    suspects_.push_back({std::move(mistake), value});
  }

  void shares_but_the_last() {
    std::map<Id, double> earlier;
    for (const Step& step : trace_.steps) {
      if (earlier.contains(step.to))
        suspect(fmt::format("of what {} receives, only the share along {} is in it: are shares "
                            "overwritten (=) where they should be added (+=)?",
                            words_[step.to].text, along(step)),
                right() - earlier[step.to]);
      earlier[step.to] += share(step);
    }
  }

  const Trace& trace_;
  std::vector<Written> words_;
  std::vector<Dual> nodes_;
  std::vector<Suspect> suspects_;
};

std::vector<Suspect> left_out(const Trace& trace, std::size_t x) {
  if (trace.steps.size() > most_steps_suspected) return {};
  return LeftOut(trace, x).suspects();
}

/// What stands on a node's ways to the output: kinks, and whether all have derivatives here.
struct Way {
  std::bitset<op::count> kinks;
  bool is_smooth = true;
};

std::vector<Way> ways(const Trace& trace) {
  std::vector<Way> ways(trace.nodes.size());
  for (const Step& step : trace.steps)
    if (!std::isfinite(step.local)) ways[step.to].is_smooth = false;
  for (Id id = static_cast<Id>(trace.nodes.size()); id-- > 0;) {
    const Trace::Node& node = trace.node(id);
    if (!node.row || !node.reached) continue;
    Way way = ways[id];
    if (at_kink(trace, node)) {
      way.kinks.set(op::index_of(*node.row));
      way.is_smooth = false;
    }
    for (const Id operand : node.operands) {
      ways[operand].kinks |= way.kinks;
      ways[operand].is_smooth = ways[operand].is_smooth && way.is_smooth;
    }
  }
  return ways;
}

/// What other libraries take at kinks of these operations, a sentence each.
std::set<std::string> elsewhere(const std::bitset<op::count>& kinks) {
  std::set<std::string> sentences;
  for (const op::Op* row : op::all)
    if (kinks[op::index_of(*row)])
      for (const std::string& comparison : compared_with_others(row->name))
        sentences.insert(fmt::format("{}: {}.", row->name, comparison));
  return sentences;
}

/// Where numbers stop being finite, in a sentence, or "".
std::string not_finite(const Trace& trace) {
  const auto found = first_non_finite(trace);
  if (!found) return "";
  const std::vector<Written> words = expressions(trace);
  const Trace::Node& node = trace.node(found->node);
  if (found->step)
    return fmt::format("All values are finite, but the slope of {} in {} is {}, and {} * {} = {}.",
                       in_full(trace, words, found->step->from), words[node.id].text,
                       shown(found->step->local), shown(found->step->upstream),
                       shown(found->step->local), shown(found->step->contribution));
  if (!node.row) return fmt::format("{} is {} from the start.", node.name, shown(node.value));
  const auto number = [](const Trace::Node& operand) { return written_number(operand.value); };
  return fmt::format("The first {} arises in {} = {} = {}.", shown(node.value),
                     in_full(trace, words, node.id), over_operands(trace, node, number),
                     shown(node.value));
}

Inside inside(const Trace& trace) {
  Inside inside;
  inside.not_finite = not_finite(trace);
  const std::vector<Id> inputs = trace.inputs();
  std::vector<Rounded> gradient(inputs.size());
  if (trace.steps.size() <= most_steps_rounded) {
    const std::vector<Rounded> nodes = rounded(trace);
    inside.value_error = nodes[trace.output].error();
    gradient = rounded_gradient(trace, nodes);
  }
  const std::vector<Way> all = ways(trace);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Way& way = all[inputs[i]];
    const double error = gradient[i].error();
    inside.entries.push_back({way.is_smooth, elsewhere(way.kinks), error, error, gradient[i].lost});
  }
  return inside;
}

Bindings bound(const std::vector<std::string>& names, const std::vector<double>& x) {
  Bindings bindings;
  for (std::size_t i = 0; i < x.size(); ++i) bindings[names[i]] = x[i];
  return bindings;
}

Traced traced(const Formula& formula) {
  struct Known {
    Formula formula;
    std::vector<std::string> names;
  };
  const auto known = std::make_shared<const Known>(Known{formula, formula.inputs()});
  return [known](const std::vector<double>& x) {  // copied often, and so light
    return trace(known->formula, bound(known->names, x));
  };
}

void check_by_hand(const ByHand& by_hand, const std::vector<std::string>& inputs) {
  for (const auto& [name, expression] : by_hand) {
    const auto require_input = [&](const std::string& given, const std::string& where) {
      if (std::ranges::find(inputs, given) != inputs.end()) return;
      const std::string near = nearest(given, inputs);
      throw Error(fmt::format("the formula has no input '{}'", given), where,
                  near.empty() ? fmt::format("Its inputs are {}.", listed(inputs))
                               : fmt::format("did you mean '{}'?", near));
    };
    require_input(name, "");
    for (const std::string& used : expression.inputs())
      require_input(used, fmt::format("in the gradient by hand {} = {}", name, expression.source));
  }
}

/// What the expression gives for these numbers, of which it may use a part.
Rounded rounded_by_hand(const Formula& expression, const Bindings& all) {
  const auto leaf = [&](const Formula::Term& term) {
    return Rounded(term.kind == Formula::Kind::number ? term.number : all.find(term.name)->second);
  };
  const auto compute_row = [](const op::Op& row, std::span<const Rounded> operands) {
    return compute(row, operands);
  };
  return evaluate_terms<Rounded>(expression, leaf, compute_row)[expression.output];
}

}  // namespace

Subject subject_by_tape(Function value, Traced traced, std::vector<std::string> names) {
  const Shape shape{names.size(), 1};
  return {.value = std::move(value),
          .gradient = [traced](const auto& x) { return reverse_gradient(traced(x)); },
          .given = "reverse",
          .forward = [traced](const auto& x) { return forward_gradient(traced(x)); },
          .names = std::move(names),
          .shape = shape,
          .inside = [traced](const auto& x) { return inside(traced(x)); },
          .value_error =
              [traced](const auto& x) {
                const Trace trace = traced(x);
                return rounded(trace)[trace.output].error();
              },
          .where_digits_went =
              [traced](const auto& x) {
                const Trace trace = traced(x);
                return where_digits_went(trace, rounded(trace));
              },
          .suspects = [traced](const auto& x, std::size_t i) { return left_out(traced(x), i); }};
}

Subject subject_of(const Formula& formula) {
  const FormulaFunction function(formula);
  Subject subject = subject_by_tape(function, traced(formula), formula.inputs());
  subject.along = [function](const auto& x) { return function.along(x); };
  return subject;
}

std::vector<double> input_numbers(const Formula& formula, const Bindings& bindings) {
  const Bindings numbers = complete(formula, bindings);
  std::vector<double> x;
  for (const std::string& name : formula.inputs()) x.push_back(numbers.find(name)->second);
  return x;
}

GradientReport check_formula(const Formula& formula, const Bindings& bindings,
                             const CheckOptions& options, const ByHand& by_hand) {
  const std::vector<double> x = input_numbers(formula, bindings);
  Subject subject = subject_of(formula);
  if (by_hand.empty()) return check_gradient(subject, x, options);

  check_by_hand(by_hand, subject.names);
  subject.given = "yours";
  subject.gradient = [reverse = subject.gradient, names = subject.names,
                      by_hand](const std::vector<double>& there) {
    std::vector<double> gradient = reverse(there);
    const Bindings all = bound(names, there);
    for (std::size_t i = 0; i < gradient.size(); ++i)
      if (const auto expression = by_hand.find(names[i]); expression != by_hand.end())
        gradient[i] = rounded_by_hand(expression->second, all).value;
    return gradient;
  };
  subject.inside = [whole = subject.inside, names = subject.names,
                    by_hand](const std::vector<double>& there) {
    Inside inside = whole(there);
    const Bindings all = bound(names, there);
    for (std::size_t i = 0; i < names.size(); ++i)
      if (const auto expression = by_hand.find(names[i]); expression != by_hand.end()) {
        const Rounded yours = rounded_by_hand(expression->second, all);
        inside.entries[i].given_error = yours.error();
        inside.entries[i].lost = yours.lost;
      }
    return inside;
  };
  GradientReport report = check_gradient(subject, x, options);
  for (GradientEntry& entry : report.entries)
    if (!by_hand.contains(entry.name) && entry.diagnosis.empty())
      entry.diagnosis = "not given by hand, so this is reverse mode's.";
  return report;
}

GradientReport check_hessian(const Formula& formula, const Bindings& bindings,
                             const CheckOptions& options) {
  return check_hessian(traced(formula), input_numbers(formula, bindings), formula.inputs(),
                       options);
}

GradientReport check_hessian(const Traced& traced, const std::vector<double>& x,
                             const std::vector<std::string>& names, const CheckOptions& options) {
  if (x.size() > most_inputs_of_hessian)
    throw Error(
        fmt::format("{} inputs have {} second derivatives", x.size(), x.size() * x.size()), "",
        fmt::format("Second derivatives are checked for up to {} inputs.", most_inputs_of_hessian));
  const Trace here = traced(x);
  GradientReport whole;
  for (std::size_t i = 0; i < x.size(); ++i) {
    std::vector<double> direction(x.size());
    direction[i] = 1;  // H times it is row i
    Subject row{
        .value = [&](const auto& there) { return reverse_gradient(traced(there))[i]; },
        .gradient =
            [&](const auto& there) { return hessian_vector_product(traced(there), direction); },
        .given = "exact",
        .names = {},
        .shape = {x.size(), 1}};
    for (const std::string& name : names)
      row.names.push_back(fmt::format("d2{}/d{}d{}", here.node(here.output).name, names[i], name));
    whole.join(check_gradient(row, x, options));
  }
  return whole;
}

}  // namespace stepgrad
