#include <stepgrad/story/story.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

// ---- what a story is told in

/// Trees, which every page sets in its own way.
struct Trees {
  using Piece = Math;
  static constexpr auto number = math::number, constant = math::constant;
  static constexpr auto name = math::name;
  static constexpr auto operation = math::operation;
};

/// The formula language alone.
struct Texts {
  using Piece = Written;
  static constexpr auto number = written_number, constant = written_number;
  static Written name(std::string_view name) { return written_atom(std::string(name)); }
  static Written operation(const op::Op& row, std::span<const Written> operands) {
    return written_operation(row, {operands.begin(), operands.end()});
  }
};

// ---- values

template <class In>
typename In::Piece symbol_in(const Trace::Node& node) {
  return node.kind == Trace::Kind::constant ? In::constant(node.value) : In::name(node.name);
}
Math symbol_of(const Trace::Node& node) { return symbol_in<Trees>(node); }

Math number_of(const Trace::Node& node) { return math::number(node.value); }

/// The node's operation over what `leaf` makes of its operands.
template <class In = Trees, class Leaf>
typename In::Piece over_operands(const Trace& trace, const Trace::Node& node, Leaf&& leaf) {
  if (!node.row) return leaf(node);
  std::vector<typename In::Piece> operands;
  for (const Id operand : node.operands) operands.push_back(leaf(trace.node(operand)));
  return In::operation(*node.row, operands);
}

Math gradient_of(const Trace& trace, const Trace::Node& node) {
  return math::derivative(symbol_of(trace.node(trace.output)), symbol_of(node));
}

Sentence kink_remark(const Trace& trace, const Trace::Node& node) {
  if (!at_kink(trace, node)) return {};
  const op::Kink& kink = node.row->kink;
  const auto side = [&](char letter) {
    return letter == '0' ? math::number(0) : symbol_of(trace.meant(letter, node));
  };
  return {"at the kink ", math::equal(side(kink.where.front()), side(kink.where.back())),
          fmt::format(" {}", kink.taken)};
}

// ---- slopes: a rule in the letters a, b and y, with what the letters stand for

const Formula& slope_rule(const Trace& trace, const Step& step) {
  return rule(*trace.node(step.from).row, static_cast<std::size_t>(step.operand));
}

/// The rule with its letters replaced by what `leaf` makes of the nodes that they mean.
template <class Leaf>
Math rule_of(const Trace& trace, const Step& step, Leaf&& leaf) {
  const auto letter = [&](const Formula::Term& term) {
    if (term.kind == Formula::Kind::number) return math::constant(term.number);
    return leaf(trace.meant(term.name[0], trace.node(step.from), step.operand));
  };
  const Formula& formula = slope_rule(trace, step);
  if (formula.terms.empty()) return math::number(step.local);
  return evaluate_terms<Math>(formula, letter, math::operation)[formula.output];
}

/// What the rule comes to; the slope itself where no rule is told.
double slope_by_rule(const Trace& trace, const Step& step) {
  const Formula& rule = slope_rule(trace, step);
  if (rule.terms.empty()) return step.local;
  const auto number = [&](const Formula::Term& term) {
    if (term.kind == Formula::Kind::number) return term.number;
    return trace.meant(term.name[0], trace.node(step.from), step.operand).value;
  };
  return evaluate_terms<double>(rule, number, op::value)[rule.output];
}

/// Does the operand reach the step's operation, or the output, in another way, too? Then the slope
/// in this operand alone is not the whole derivative.
bool has_other_ways(const Trace& trace, const Step& step) {
  const std::vector<Id>& operands = trace.node(step.from).operands;
  if (std::ranges::count(operands, step.to) > 1) return true;
  return step.from == trace.output && std::ranges::any_of(trace.steps, [&](const Step& other) {
           return other.to == step.to && other.from != step.from;
         });
}

/// -4 · 1, as an operation that only passes on what it gets has it.
template <class In = Trees>
typename In::Piece share_in_numbers_of(const Trace& trace, const Step& step) {
  const op::Op& row = *trace.node(step.from).row;
  const std::array sides{In::number(step.upstream), In::number(step.local)};
  const std::array share{In::operation(op::mul, sides)};
  return row.passes ? In::operation(row, share) : share[0];
}

/// "x gets -4 · 1 = -4 through q = x + y", piece by piece.
template <class Piece, class Kink>
void say_share(const Piece& name, const Piece& share, const Piece& through, const Kink& kink,
               auto&& say) {
  say(name), say(" gets "), say(share), say(" through "), say(through);
  if (kink.empty()) return;
  say(" ("), say(kink), say(")");
}

/// And where paths meet, what x then has.
template <class Piece>
void say_sum(const Piece& before, const Piece& total, auto&& say) {
  say("; with the "), say(before), say(" it had, that makes "), say(total);
}

Math local_of(const Trace& trace, const Step& step) {
  const Math x = symbol_of(trace.node(step.to));
  return math::derivative(symbol_of(trace.node(step.from)),
                          has_other_ways(trace, step) ? math::numbered(x, step.operand + 1) : x);
}

// ---- steps

Story::Step tell(const Trace& trace, const Step& step, const Path& path, const Story::Node& from) {
  const Trace::Node& to = trace.node(step.to);
  const Math local = local_of(trace, step);
  const Math upstream_number = math::number(step.upstream);
  const Math local_number = math::number(step.local);
  const auto passed = [&row = *trace.node(step.from).row](Math share) {
    return row.passes ? math::operation(row, std::array{std::move(share)}) : share;
  };
  const double by_rule = slope_by_rule(trace, step);
  const bool has_rule = std::isfinite(by_rule) || !std::isfinite(step.local);
  return {.number = 0,
          .from = step.from,
          .to = step.to,
          .through = from.rule(),
          .name = symbol_of(to),
          .gradient = gradient_of(trace, to),
          .upstream = from.gradient,
          .upstream_number = upstream_number,
          .local = local,
          .local_number = local_number,
          .rule_in_names = rule_of(trace, step, symbol_of),
          .rule_in_numbers = rule_of(trace, step, number_of),
          .rule_number = has_rule ? local_number : math::number(by_rule),
          .has_rule = has_rule,
          .share_in_names = passed(math::product(from.gradient, local)),
          .share_in_numbers = share_in_numbers_of(trace, step),
          .contribution = math::number(step.contribution),
          .before = math::number(path.before),
          .total = math::number(step.total),
          .path = path,
          .kink = from.kink};
}

}  // namespace

Sentence non_finite(const Trace& trace) {
  const auto found = first_non_finite(trace);
  if (!found) return {};
  const Story::Node node = tell(trace, trace.node(found->node));
  if (!found->step && !trace.node(found->node).row)
    return {node.name, " is ", node.value, " from the start."};
  if (!found->step) return {"The first ", node.value, " arises in ", node.computation(), "."};
  const Story::Step step = tell(trace, *found->step);
  Math through = step.through;
  through.formula.text += " in " + as_formula(step.name);  // its slope does not say it there
  return {"All values are finite, but the gradient of ",
          step.name,
          " is not: the slope of ",
          through,
          " is ",
          step.slope(),
          ", and ",
          math::equation({step.share_in_numbers, step.contribution}),
          "."};
}

Sentence branches(const Trace& trace) {
  constexpr std::size_t most = 10;
  const auto in_words = [](const Trace::Comparison& comparison) {
    switch (comparison.relation) {
      case Relation::less:
        return comparison.held ? " is less than " : " is not less than ";
      case Relation::less_equal:
        return comparison.held ? " is at most " : " is not at most ";
      case Relation::greater:
        return comparison.held ? " is greater than " : " is not greater than ";
      case Relation::greater_equal:
        return comparison.held ? " is at least " : " is not at least ";
      case Relation::equal:
        return comparison.held ? " equals " : " does not equal ";
      case Relation::not_equal:
        break;
    }
    return comparison.held ? " differs from " : " does not differ from ";
  };
  Sentence told;
  for (std::size_t i = 0; i < std::min(most, trace.comparisons.size()); ++i) {
    const Trace::Comparison& comparison = trace.comparisons[i];
    const auto symbol = [&](const Trace::Comparison::Side& side) {
      return side.node ? symbol_of(trace.node(*side.node)) : math::constant(side.number);
    };
    told.insert(told.end(), {i == 0 ? "Branches taken: " : ", ", symbol(comparison.a),
                             in_words(comparison), symbol(comparison.b)});
    std::string opening = " (";
    for (const auto& side : {comparison.a, comparison.b})
      if (side.node && trace.node(*side.node).kind != Trace::Kind::constant) {
        told.insert(told.end(),
                    {opening, math::equation({symbol(side), math::number(side.number)})});
        opening = ", ";
      }
    if (opening == ", ") told.emplace_back(")");
  }
  if (trace.comparisons.size() > most)
    told.emplace_back(fmt::format(", and {} more", trace.comparisons.size() - most));
  if (!told.empty()) told.emplace_back(".");
  return told;
}

namespace {

// ---- what is told

/// Throws Error unless every name that is asked for is the name of a node.
void check_names(const Trace& trace, const std::vector<std::string>& asked) {
  std::vector<std::string> known;
  for (const Trace::Node& node : trace.nodes)
    if (node.kind != Trace::Kind::constant) known.push_back(node.name);
  const std::vector<std::string> first(
      known.begin(), known.begin() + std::min<std::ptrdiff_t>(std::ssize(known), 20));
  for (const std::string& name : asked)
    if (std::ranges::find(known, name) == known.end())
      throw Error(fmt::format("nothing is called '{}'", name), "",
                  did_you_mean(name, known, fmt::format("There is {}.", listed(first))));
}

/// What the check says of an input, or "".
std::string checked(const Telling& telling, const Trace::Node& input) {
  if (!telling.check) return "";
  const auto& entries = telling.check->entries;
  const auto entry = std::ranges::find(entries, input.name, &GradientEntry::name);
  return entry == entries.end()
           ? ""
           : fmt::format("numerically {}: {}", shown(entry->numerical), in_words(entry->verdict));
}

/// Which operations and which steps are told.
struct Selection {
  std::vector<Id> operations;
  std::vector<std::size_t> steps;
  std::size_t operations_in_all;
};

Selection select(const Trace& trace, const Telling& telling) {
  const std::set<std::string, std::less<>> only(telling.only.begin(), telling.only.end());
  const auto concerns = [&](Id id) { return only.empty() || only.contains(trace.node(id).name); };
  std::vector<Id> operations;
  for (const Trace::Node& node : trace.nodes)
    if (node.row) operations.push_back(node.id);
  const std::size_t all = operations.size();
  const std::size_t dropped = all - std::min(all, telling.last.value_or(all));
  operations.erase(operations.begin(), operations.begin() + static_cast<std::ptrdiff_t>(dropped));
  const Id first = operations.empty() ? static_cast<Id>(trace.nodes.size()) : operations.front();

  Selection selection{{}, {}, all};
  for (const Id id : operations)
    if (concerns(id) || std::ranges::any_of(trace.node(id).operands, concerns))
      selection.operations.push_back(id);
  for (std::size_t i = 0; i < trace.steps.size(); ++i)
    if (trace.steps[i].from >= first && concerns(trace.steps[i].to)) selection.steps.push_back(i);
  return selection;
}

/// The steps told one after the other, the operation that several of them start from once.
std::vector<Story::Step> tell(const Trace& trace, const std::vector<std::size_t>& steps) {
  const std::vector<Path> ways = paths(trace);
  std::vector<Story::Step> told;
  std::optional<Story::Node> from;
  for (const std::size_t i : steps) {
    const Step& step = trace.steps[i];
    if (!from || from->id != step.from) from = tell(trace, trace.node(step.from));
    told.push_back(tell(trace, step, ways[i], *from));
    told.back().number = i + 1;
  }
  return told;
}

}  // namespace

std::vector<Path> paths(const Trace& trace) {
  std::vector<int> into(trace.nodes.size());
  std::vector<double> total(trace.nodes.size());
  std::vector<Path> paths;
  for (const Step& step : trace.steps) {
    paths.push_back({.order = ++into[step.to], .before = total[step.to]});
    total[step.to] = step.total;
  }
  for (std::size_t i = 0; i < paths.size(); ++i) paths[i].of = into[trace.steps[i].to];
  return paths;
}

Math Story::Step::slope() const {
  Math slope = math::equation({local, rule_in_names, rule_in_numbers, rule_number});
  Math nameless = math::equation({rule_in_names, rule_in_numbers, rule_number});
  if (!has_rule) {
    const std::string taken = fmt::format("for which {} is taken", as_formula(local_number));
    slope = math::with_words(slope, taken);
    nameless = math::with_words(nameless, taken);
  }
  slope.formula = nameless.formula;
  return slope;
}

Math Story::Step::so_far() const {
  return adds() ? math::equation({gradient, sum(), total}) : math::equation({gradient, total});
}

Sentence Story::Step::sentence() const {
  Sentence told;
  const auto say = [&told](const auto& piece) {
    if constexpr (std::is_same_v<decltype(piece), const Sentence&>)
      told.insert(told.end(), piece.begin(), piece.end());
    else
      told.emplace_back(piece);
  };
  say_share(name, math::equation({share_in_numbers, contribution}), through, kink, say);
  if (adds()) say_sum(before, total, say);
  return told;
}

void for_each_sentence(const Trace& trace,
                       const std::function<void(std::size_t, std::string_view)>& visit) {
  const std::vector<Path> ways = paths(trace);
  std::string told, kink;
  Written through;
  const auto say = [&told](const auto& piece) {
    if constexpr (std::is_same_v<decltype(piece), const Written&>)
      told += piece.text;
    else
      told += piece;
  };
  for (std::size_t i = 0; i < trace.steps.size(); ++i) {
    const Step& step = trace.steps[i];
    if (i == 0 || step.from != trace.steps[i - 1].from) {
      const Trace::Node& from = trace.node(step.from);
      through = written_equation(
          std::array{symbol_in<Texts>(from), over_operands<Texts>(trace, from, symbol_in<Texts>)});
      kink = set(kink_remark(trace, from), as_formula);
    }
    told.clear();
    const Written share = written_equation(
        std::array{share_in_numbers_of<Texts>(trace, step), written_number(step.contribution)});
    say_share(symbol_in<Texts>(trace.node(step.to)), share, through, kink, say);
    if (ways[i].order > 1) say_sum(written_number(ways[i].before), written_number(step.total), say);
    visit(i, told);
  }
}

Story::Node tell(const Trace& trace, const Trace::Node& node) {
  return {.id = node.id,
          .name = symbol_of(node),
          .in_names = over_operands(trace, node, symbol_of),
          .in_numbers = over_operands(trace, node, number_of),
          .value = math::number(node.value),
          .gradient = gradient_of(trace, node),
          .gradient_number = math::number(node.grad),
          .kink = kink_remark(trace, node),
          .used = node.reached};
}

Story::Step tell(const Trace& trace, const Step& step, const Path& path) {
  return tell(trace, step, path, tell(trace, trace.node(step.from)));
}

std::vector<Math> statements(const Trace& trace, std::size_t most) {
  constexpr std::size_t most_operations = 24;  // in one equation
  constexpr double broadest = 24;
  std::vector<int> uses(trace.nodes.size());
  for (const Trace::Node& node : trace.nodes)
    for (const Id operand : node.operands) ++uses[operand];
  std::vector<Math> equations;
  std::vector<Math> written;  // by node: how it stands in another's equation
  std::vector<std::size_t> operations(trace.nodes.size());
  written.reserve(trace.nodes.size());
  for (const Trace::Node& node : trace.nodes) {
    const auto as_written = [&](const Trace::Node& operand) { return written[operand.id]; };
    Math whole = node.row ? over_operands(trace, node, as_written) : symbol_of(node);
    operations[node.id] = 1;
    for (const Id operand : node.operands) operations[node.id] += operations[operand];
    const bool own = node.named || uses[node.id] != 1 || operations[node.id] > most_operations ||
                     breadth(whole) > broadest;
    if (node.row && own) {
      if (equations.size() == most) return {};
      equations.push_back(math::equation({math::name(node.name), std::move(whole)}));
      operations[node.id] = 0;
      whole = math::name(node.name);
    }
    written.push_back(std::move(whole));
  }
  if (equations.empty()) equations.push_back(symbol_of(trace.node(trace.output)));
  return equations;
}

Sentence numbered_slope_remark(const std::vector<Story::Step>& steps) {
  for (const Story::Step& step : steps) {
    const Math& x = step.local.parts[1].parts[0];  // of ∂q over ∂x
    if (x.kind == Math::Kind::index)
      return {"The number in ", step.local, " means: the slope in that operand alone."};
  }
  return {};
}

Story story(const Trace& trace, const Telling& telling) {
  check_names(trace, telling.only);
  const Selection selection = select(trace, telling);
  Story story{.formula = printable_lines(trace.formula),
              .statements = statements(trace),
              .output = tell(trace, trace.node(trace.output)),
              .output_is_given = trace.node(trace.output).row == nullptr,
              .inputs = {},
              .asked = {},
              .forward = {},
              .backward = tell(trace, selection.steps),
              .steps = trace.steps.size(),
              .operations_left_out = selection.operations_in_all - selection.operations.size(),
              .steps_left_out = trace.steps.size() - selection.steps.size(),
              .by_name = !telling.only.empty(),
              .branches = stepgrad::branches(trace),
              .non_finite = stepgrad::non_finite(trace)};
  for (const Trace::Node& node : trace.nodes) {
    const bool is_input = node.kind == Trace::Kind::input;
    const bool is_asked = std::ranges::find(telling.only, node.name) != telling.only.end();
    if (!is_input && !is_asked) continue;
    Story::Node told = tell(trace, node);
    told.check = checked(telling, node);
    if (telling.only.empty() ? is_input : is_asked) story.asked.push_back(told);
    if (is_input) story.inputs.push_back(std::move(told));
  }
  for (const Id id : selection.operations) story.forward.push_back(tell(trace, trace.node(id)));
  return story;
}

}  // namespace stepgrad
