#include <stepgrad/course/drill_formulas.hpp>

#include <algorithm>
#include <cmath>
#include <functional>

#include <stepgrad/base/text.hpp>
#include <stepgrad/course/drill_kinds.hpp>
#include <stepgrad/course/misstep.hpp>
#include <stepgrad/story/made_up.hpp>
#include <stepgrad/story/story.hpp>

namespace stepgrad {
namespace {

using Kind = Problem::Kind;

constexpr std::size_t most_choices = 9;  // a choice is one digit
constexpr std::size_t formulas_to_choose = 4;

// ---- words

/// "`q = x + y`"
std::string operation_in_names(const Trace& trace, const Trace::Node& node) {
  return fmt::format("`{}`", as_formula(tell(trace, node).rule()));
}

/// "`q = x + y = -2 + 5 = 3`"
std::string worked_out(const Trace& trace, const Trace::Node& node) {
  return fmt::format("`{}`", as_formula(tell(trace, node).computation()));
}

std::vector<const Trace::Node*> operations(const Trace& trace) {
  std::vector<const Trace::Node*> found;
  for (const Trace::Node& node : trace.nodes)
    if (node.row) found.push_back(&node);
  return found;
}

/// "with x = -2, y = 5 and z = -4"
std::string with_numbers(const Trace& trace) {
  std::vector<std::string> numbers;
  for (const Id id : trace.inputs())
    numbers.push_back(fmt::format("{} = {}", trace.node(id).name, shown(trace.node(id).value)));
  return fmt::format("with {}", listed(numbers));
}

/// The formula as it is written, and its numbers.
Listing as_written(const Trace& trace) {
  std::string text;
  for (const std::string_view statement : split(trace.formula, ';')) {
    const bool is_named = statement.find('=') != statement.npos;
    text += (is_named ? "" : trace.node(trace.output).name + " = ") + trimmed(statement) + '\n';
  }
  return {text + with_numbers(trace)};
}

enum class Values { given, left_out };

/// One operation a line, with or without its value.
Listing line_by_line(const Trace& trace, Values values) {
  std::string text = with_numbers(trace);
  for (const Trace::Node* node : operations(trace)) {
    text += fmt::format("\n{}", as_formula(tell(trace, *node).rule()));
    if (values == Values::given) text += fmt::format(" = {}", shown(node->value));
  }
  return {text};
}

// ---- the forward pass

/// The output if this node had another value.
double output_if(const Trace& trace, Id id, double value) {
  std::vector<double> values;
  for (const Trace::Node& node : trace.nodes) {
    std::vector<double> operands;
    for (const Id operand : node.operands) operands.push_back(values[operand]);
    values.push_back(node.id == id ? value
                     : node.row    ? op::value(*node.row, operands)
                                   : node.value);
  }
  return values[trace.output];
}

/// What the node comes to if another operation is done in its place, one that learners mix up.
void add_mix_ups(DrillRemarks& remarks, const Trace& trace, const Trace::Node& node) {
  std::vector<double> numbers;
  std::vector<Math> names;
  for (const Id operand : node.operands) {
    numbers.push_back(trace.node(operand).value);
    names.push_back(tell(trace, trace.node(operand)).name);
  }
  const auto add = [&](double value, const std::string& other) {
    remarks.add(
        output_if(trace, node.id, value),
        fmt::format("it looks as if {} is taken as `{}`.", operation_in_names(trace, node), other));
  };
  if (node.operands.size() == 1) return add(numbers[0], as_formula(names[0]));
  const bool selects = *node.row == op::max || *node.row == op::min;
  const std::vector<const op::Op*> others =
      selects ? std::vector{&op::max, &op::min} : std::vector{&op::add, &op::sub, &op::mul};
  for (const op::Op* other : others)
    add(op::value(*other, numbers), as_formula(math::operation(*other, names)));
  std::ranges::reverse(numbers);
  std::ranges::reverse(names);
  add(op::value(*node.row, numbers), as_formula(math::operation(*node.row, names)));
}

bool ask_forward(Problem& problem, Random&) {
  const Trace& trace = *problem.trace;
  const Trace::Node& output = trace.node(trace.output);
  DrillRemarks remarks(output.value);
  for (const Trace::Node* node : operations(trace)) {
    add_mix_ups(remarks, trace, *node);
    remarks.add(node->value, fmt::format("that is {}; go on to {}.", node->name, output.name));
  }
  for (const Id id : trace.inputs())
    if (const Trace::Node& input = trace.node(id); input.value < 0)
      remarks.add(output_if(trace, id, -input.value),
                  fmt::format("it looks as if `{} = {}` has lost its sign.", input.name,
                              shown(input.value)));
  std::vector<std::string> lines;
  for (const Trace::Node* node : operations(trace)) lines.push_back(worked_out(trace, *node));
  const Story::Node first = tell(trace, *operations(trace).front());
  std::vector<std::string> hints{fmt::format(
      "Go from the inputs to {}, one operation at a time. The first is `{}`.", output.name,
      as_formula(math::equation({first.name, first.in_names, first.in_numbers})))};
  const std::string whole = fmt::format("{}.", fmt::join(lines, "; "));
  lines.pop_back();
  if (!lines.empty())
    hints.push_back(
        fmt::format("{}. Then {}.", fmt::join(lines, "; "), operation_in_names(trace, output)));
  problem.given = {as_written(trace)};
  problem.questions = {
      number_asked(fmt::format("What is {}?", output.name), output.value,
                   {.hints = hints, .remarks = std::move(remarks).take(), .reveal = whole})};
  return true;
}

// ---- the slope of one operation

bool uses_twice(const Trace& trace, const Step& step) {
  return std::ranges::count(trace.node(step.from).operands, step.to) > 1;
}

/// How much there is to know for the slope of an operation.
int difficulty(const op::Op& row) {
  constexpr const op::Op* sums[] = {&op::add, &op::sub, &op::neg};
  constexpr const op::Op* functions[] = {&op::pow,  &op::sqrt,    &op::exp, &op::log,
                                         &op::tanh, &op::sigmoid, &op::sin};
  if (std::ranges::count(sums, &row)) return 0;
  if (row == op::mul) return 1;
  return std::ranges::count(functions, &row) ? 3 : 2;
}

/// Steps back through operations that belong to the level, where the slope is one number. In a
/// network what has to be known is how its functions and its loss lean, not that of a sum.
std::vector<const Step*> steps_to_ask(const Trace& trace, int level) {
  constexpr int least[] = {0, 1, 2, 3, 2};  // at the levels from 1 to 5
  std::vector<const Step*> steps;
  for (const Step& step : trace.steps)
    if (!uses_twice(trace, step) && difficulty(*trace.node(step.from).row) >= least[level - 1])
      steps.push_back(&step);
  return steps;
}

/// How far `step.from` moves in all when `step.to` moves, along every path and with nothing held.
double whole_slope(const Trace& trace, const Step& step) {
  std::vector<double> slopes(trace.nodes.size());
  slopes[step.from] = 1;
  for (const Step& each : trace.steps) slopes[each.to] += slopes[each.from] * each.local;
  return slopes[step.to];
}

/// The operands that stay still while the step's moves: ", with y held", or "".
std::string held(const Trace& trace, const Step& step) {
  std::vector<std::string> names;
  for (const Id id : trace.node(step.from).operands)
    if (id != step.to && trace.node(id).kind != Trace::Kind::constant)
      names.push_back(as_formula(tell(trace, trace.node(id)).name));
  return names.empty() ? "" : fmt::format(", with {} held", listed(names));
}

std::vector<Remark> slope_remarks(const Trace& trace, const Step& step) {
  const Trace::Node& from = trace.node(step.from);
  const Trace::Node& to = trace.node(step.to);
  const std::string operation = operation_in_names(trace, from);
  DrillRemarks remarks(step.local);
  remarks.add(whole_slope(trace, step),
              fmt::format("that is how fast {0} moves in all: {1} reaches {0} along another path, "
                          "too. The local slope is that of {2} alone{3}.",
                          from.name, to.name, operation, held(trace, step)));
  for (const Step& other : trace.steps)
    if (other.from == step.from && other.to != step.to)
      remarks.add(other.local, fmt::format("that is the slope in {}.", trace.node(other.to).name));
  remarks.add(to.value, fmt::format("that is {} itself. How fast does {} move when {} moves?",
                                    to.name, from.name, to.name));
  remarks.add(from.value,
              fmt::format("that is the value of {}. How fast does it move when {} moves?",
                          from.name, to.name));
  const std::string gradient = as_formula(tell(trace, step).gradient);
  remarks.add(step.contribution,
              fmt::format("that is the share of `{}`, with all that comes after {}. Asked is the "
                          "slope of this operation alone.",
                          gradient, from.name));
  remarks.add(to.grad, fmt::format("that is `{}`, all that {} does to {}. Asked is the slope of "
                                   "this operation alone.",
                                   gradient, to.name, trace.node(trace.output).name));
  remarks.add(-step.local, "the size is right; look at the sign.");
  remarks.add(1,
              fmt::format("1 would mean that {} moves exactly as far as {}.", from.name, to.name));
  remarks.add(0, fmt::format("0 would mean that {} does not move at all when {} moves a little.",
                             from.name, to.name));
  return std::move(remarks).take();
}

/// Not written as a quotient: where x reaches f along other paths, too, df/dx is another number. In
/// a network the forward pass up to the operation is the learner's.
bool ask_slope(Problem& problem, Random& random) {
  const Trace& trace = *problem.trace;
  const std::vector<const Step*> steps = steps_to_ask(trace, problem.level);
  if (steps.empty()) return false;
  const Step& step = *steps[random.below(steps.size())];
  const Trace::Node& from = trace.node(step.from);
  const Trace::Node& to = trace.node(step.to);
  const Story::Step told = tell(trace, step);
  const std::string slope = fmt::format(
      "the local slope of {} in {}{}", operation_in_names(trace, from), to.name, held(trace, step));
  problem.given = {
      line_by_line(trace, problem.level == hardest_level ? Values::left_out : Values::given)};
  problem.questions = {number_asked(
      fmt::format("What is {}?", slope), step.local,
      {.hints = {fmt::format("Move {} by a little, and nothing else: how many times as far does {} "
                             "move, through this one operation?",
                             to.name, from.name),
                 fmt::format("The rule says: {} is `{}`.", slope, as_formula(told.rule_in_names))},
       .remarks = slope_remarks(trace, step),
       .reveal = fmt::format("T{} is `{}`.", slope.substr(1), as_formula(told.slope()))})};
  return true;
}

// ---- the whole gradient

/// The steps that lead into a node.
std::vector<std::size_t> steps_into(const Trace& trace, Id id) {
  std::vector<std::size_t> into;
  for (std::size_t i = 0; i < trace.steps.size(); ++i)
    if (trace.steps[i].to == id) into.push_back(i);
  return into;
}

std::vector<Remark> gradient_remarks(const Trace& trace, const Trace::Node& input) {
  DrillRemarks remarks(input.grad);
  for (const Misstep misstep : all_missteps)
    for (std::size_t i = 0; i < trace.steps.size(); ++i)
      if (const auto steps = backward_with(misstep, trace, i))
        remarks.add(gradient_after(*steps, input.id),
                    fmt::format("it looks as if {}.", in_words(misstep, trace, i)));
  for (const std::size_t i : steps_into(trace, input.id))
    remarks.add(
        trace.steps[i].contribution,
        fmt::format("that is only the share through {}: {} is used more than once, and the "
                    "shares add up.",
                    operation_in_names(trace, trace.node(trace.steps[i].from)), input.name));
  remarks.add(input.value, fmt::format("that is {} itself. How fast does {} move when {} moves?",
                                       input.name, trace.node(trace.output).name, input.name));
  return std::move(remarks).take();
}

std::vector<std::string> gradient_hints(const Trace& trace, const Trace::Node& input) {
  std::vector<std::string> uses, arriving;
  for (const std::size_t i : steps_into(trace, input.id)) {
    const Trace::Node& from = trace.node(trace.steps[i].from);
    const std::string use = operation_in_names(trace, from);
    if (!uses.empty() && uses.back() == use) continue;
    uses.push_back(use);
    arriving.push_back(fmt::format("`{}`", as_formula(tell(trace, from).result())));
  }
  const bool meet = steps_into(trace, input.id).size() > 1;
  return {fmt::format("{} is used in {}. {}", input.name, listed(uses),
                      meet ? "Each use brings a share: what arrives there times the slope. The "
                             "shares add up."
                           : "It gets what arrives there times the slope of that operation."),
          fmt::format("There arrives {}.", listed(arriving))};
}

bool ask_gradient(Problem& problem, Random&) {
  const Trace& trace = *problem.trace;
  problem.given = {as_written(trace)};
  for (const Id id : trace.inputs()) {
    const Trace::Node& input = trace.node(id);
    std::vector<std::string> lines;
    for (const std::size_t i : steps_into(trace, id))
      lines.push_back(step_line(trace, trace.steps, i));
    problem.questions.push_back(number_asked(
        fmt::format("What is `{}`?", as_formula(tell(trace, input).gradient)), input.grad,
        {.hints = gradient_hints(trace, input),
         .remarks = gradient_remarks(trace, input),
         .reveal = fmt::format("{}.", fmt::join(lines, "; "))}));
  }
  return true;
}

// ---- spot the bug

struct Bug {
  Misstep misstep;
  std::size_t index;
  std::vector<Step> steps;
};

/// A misstep, of which all numbers can be done by hand; nothing if there is none.
std::optional<Bug> some_bug(const Trace& trace, Random& random) {
  const auto is_short = [](const Step& step) {
    return is_by_hand(step.contribution) && is_by_hand(step.total);
  };
  const bool all_short = std::ranges::all_of(trace.steps, is_short);  // no tanh(0.5) in it
  const auto is_plain = [&](const Step& step) {
    return all_short ? is_short(step) : std::abs(step.total) <= 100;
  };
  for (const std::size_t kind : random.order(std::size(all_missteps)))
    for (const std::size_t index : random.order(trace.steps.size())) {
      auto steps = backward_with(all_missteps[kind], trace, index);
      if (steps && std::ranges::all_of(*steps, is_plain))
        return Bug{all_missteps[kind], index, std::move(*steps)};
    }
  return std::nullopt;
}

/// Why a step that was taken for the bug is none.
std::string why_right(const Trace& trace, const Bug& bug, std::size_t index) {
  const Step& step = bug.steps[index];
  const Story::Step told = tell(trace, step);
  const bool is_misled = !nearly_same(step.upstream, trace.steps[index].upstream);
  return fmt::format("{} the slope in {} is `{}`, and `{} = {}`.{}",
                     is_misled ? "this step is right in itself:" : "this step is as it should be:",
                     as_formula(told.name), as_formula(told.slope()),
                     as_formula(told.share_in_numbers), as_formula(told.contribution),
                     is_misled ? " But look at where it got its first number from." : "");
}

bool ask_bug(Problem& problem, Random& random) {
  const Trace& trace = *problem.trace;
  if (trace.steps.size() < 2 || trace.steps.size() > most_choices) return false;
  const std::optional<Bug> bug = some_bug(trace, random);
  if (!bug) return false;
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < bug->steps.size(); ++i)
    choices.push_back({step_line(trace, bug->steps, i), i == bug->index,
                       i == bug->index ? "" : why_right(trace, *bug, i)});
  problem.given = {line_by_line(trace, Values::given)};
  problem.questions = {
      {.kind = Question::Kind::choice,
       .ask = "Here is a backward pass in which one step goes wrong; the steps after it go on with "
              "what they are given. Which one is it?",
       .answer = std::to_string(bug->index + 1),
       .choices = std::move(choices),
       .inputs = {},
       .help = {.hints = {"A step has three parts: what arrives, the slope, and what its node had "
                          "before. Check each of them, then the arithmetic.",
                          fmt::format(
                              "It is a step from {}.",
                              operation_in_names(trace, trace.node(trace.steps[bug->index].from)))},
                .reveal = fmt::format("In step {} {}. It should be: {}.", bug->index + 1,
                                      in_words(bug->misstep, trace, bug->index),
                                      step_line(trace, trace.steps, bug->index))}}};
  return true;
}

// ---- match the diagram

/// The formula as one expression.
std::string as_expression(const Formula& formula) {
  return write(formula,
               [](const Formula::Term& term) {
                 return term.kind == Formula::Kind::number ? written_number(term.number)
                                                           : written_atom(term.name);
               })
      .text;
}

/// The formula with one operation changed, or with two inputs exchanged.
Formula altered(Formula formula, Random& random) {
  std::vector<Formula::Term*> inputs, binary;
  for (Formula::Term& term : formula.terms) {
    if (term.kind == Formula::Kind::input) inputs.push_back(&term);
    if (term.row && term.operands.size() == 2) binary.push_back(&term);
  }
  const std::size_t way = random.below(3);
  if (way == 0 && inputs.size() > 1) {
    const std::size_t one = random.below(inputs.size() - 1);
    std::swap(inputs[one]->name, inputs[one + 1 + random.below(inputs.size() - one - 1)]->name);
  } else if (!binary.empty()) {
    Formula::Term& term = *binary[random.below(binary.size())];
    constexpr const op::Op* others[] = {&op::add, &op::sub, &op::mul};
    if (way == 1)
      std::swap(term.operands[0], term.operands[1]);
    else
      term.row = others[random.below(std::size(others))];
  }
  return formula;
}

struct Candidate {
  std::string expression;
  double value;
};

/// Formulas near this one that all differ from it, and from each other, at its numbers; fewer than
/// wanted if they are hard to find.
std::vector<Candidate> candidates(const Trace& trace, Random& random) {
  constexpr int tries = 100;
  Bindings numbers;
  for (const Id id : trace.inputs()) numbers[trace.node(id).name] = trace.node(id).value;
  const Formula formula = parse(trace.formula);
  std::vector<Candidate> found{{as_expression(formula), trace.node(trace.output).value}};
  for (int i = 0; i < tries && found.size() < formulas_to_choose; ++i) {
    Formula other = altered(formula, random);
    if (i > tries / 2) other = altered(std::move(other), random);
    const double value = evaluate(other, numbers);
    const auto is_same = [&](const Candidate& known) { return nearly_same(known.value, value); };
    if (std::isfinite(value) && std::ranges::none_of(found, is_same))
      found.push_back({as_expression(other), value});
  }
  return found;
}

bool ask_match(Problem& problem, Random& random) {
  const Trace& trace = *problem.trace;
  const Trace::Node& output = trace.node(trace.output);
  std::vector<Candidate> formulas = candidates(trace, random);
  if (formulas.size() < formulas_to_choose) return false;
  const std::string right = formulas[0].expression;
  random.shuffle(std::span(formulas));
  Question question{
      .kind = Question::Kind::choice,
      .ask = "Which formula is this the diagram of?",
      .answer = "",
      .choices = {},
      .inputs = {},
      .help = {.hints = {"Begin at the leaves: what is made of the inputs? Then put that into the "
                         "line above it.",
                         fmt::format("The operation that is done last stands at the top: {}.",
                                     operation_in_names(trace, output))},
               .reveal = fmt::format("Put each line into the one above it: `{} = {}`.", output.name,
                                     right)}};
  for (const Candidate& formula : formulas) {
    const bool is_right = formula.expression == right;
    question.choices.push_back(
        {fmt::format("`{}`", formula.expression), is_right,
         is_right ? ""
                  : fmt::format("with these numbers `{}` comes to {}, and the diagram ends with "
                                "`{} = {}`.",
                                formula.expression, shown(formula.value), output.name,
                                shown(output.value))});
    if (is_right) question.answer = std::to_string(question.choices.size());
  }
  problem.given = {Diagram{trace, std::nullopt, "", false}};
  problem.questions = {std::move(question)};
  return true;
}

}  // namespace

bool ask_of_formulas(Problem& problem, Random& random) {
  constexpr std::size_t formulas = 1'000'000'000;
  const MadeUp made = make_up(problem.level, random.below(formulas));
  problem.trace = trace(parse(made.formula), made.numbers);
  switch (problem.kind) {
    case Kind::forward:
      return ask_forward(problem, random);
    case Kind::slope:
      return ask_slope(problem, random);
    case Kind::gradient:
      return ask_gradient(problem, random);
    case Kind::bug:
      return ask_bug(problem, random);
    default:
      return ask_match(problem, random);
  }
}

std::string step_line(const Trace& trace, const std::vector<Step>& steps, std::size_t index) {
  const Step& step = steps[index];
  const Story::Step told = tell(trace, step, paths(trace)[index]);
  const auto [order, all, _] = told.path;
  const std::vector<Step> earlier(steps.begin(),
                                  steps.begin() + static_cast<std::ptrdiff_t>(index));
  const double before = gradient_after(earlier, step.to);
  const bool adds = order > 1 && nearly_same(step.total, before + step.contribution);
  const bool multiplies = nearly_same(step.contribution, step.upstream * step.local);
  const std::string arriving = as_formula(told.upstream_number);
  const std::string share =
      fmt::format("{} {} {}", adds ? factor(arriving) : arriving, multiplies ? '*' : '+',
                  factor(as_formula(told.local_number)));
  return fmt::format(
      "`{}` into {}{}: `{} = {}{} = {}`", as_formula(told.through), as_formula(told.name),
      all > 1 ? fmt::format(", path {} of {}", order, all) : "", as_formula(told.gradient),
      adds ? shown(before) + " + " : "", adds && !multiplies ? fmt::format("({})", share) : share,
      as_formula(told.total));
}

}  // namespace stepgrad
