#include <stepgrad/check/formula_function.hpp>

#include <algorithm>
#include <span>

#include <stepgrad/scalar/dependents.hpp>

namespace stepgrad {

/// The formula's terms, and which of them depend on which.
struct FormulaFunction::Terms {
  explicit Terms(const Formula& formula) : all(formula.terms), output(formula.output) {
    for (std::size_t place = 0; place < all.size(); ++place) {
      dependents.add(all[place].operands);
      if (all[place].kind == Formula::Kind::input) inputs.push_back(static_cast<Id>(place));
    }
  }

  std::vector<double> values(const std::vector<double>& x) const {
    std::vector<double> values(all.size()), operands;
    for (std::size_t i = 0; i < inputs.size(); ++i) values[inputs[i]] = x[i];
    for (std::size_t place = 0; place < values.size(); ++place) {
      const Formula::Term& term = all[place];
      if (term.kind == Formula::Kind::input) continue;
      operands.clear();
      for (const Id operand : term.operands) operands.push_back(values[operand]);
      values[place] =
          term.kind == Formula::Kind::number ? term.number : op::value(*term.row, operands);
    }
    return values;
  }

  std::vector<Formula::Term> all;
  Id output;
  std::vector<Id> inputs;  // their places
  Dependents dependents;
};

/// What depends on one input, ready to be computed again and again: operations on a list of numbers,
/// the one that moves first of all.
class FormulaFunction::Moving {
 public:
  /// `values` are those of all terms, `input` is the place of the one that moves.
  Moving(const Terms& terms, const std::vector<double>& values, Id input)
      : terms_(terms),
        values_(values),
        moving_(terms.dependents.above(input)),
        moves_(terms.all.size()),
        numbers_{values[input]} {
    moving_.insert(moving_.begin(), input);
    for (const Id term : moving_) moves_[term] = true;
    places_.assign(moving_.size(), 0);
    for (std::size_t k = 1; k < moving_.size(); ++k)
      if (!add_to_sum(k)) add_step(k);
    result_ = place_of(terms.output);
  }

  double operator()(double t) {
    numbers_[0] = t;
    for (const Step& step : steps_) {
      double y = computed(step);
      const std::span addends = std::span(addends_).subspan(step.first_addend, step.addends);
      for (const double addend : addends) y += addend;
      numbers_[step.to] = y;
    }
    return numbers_[result_];
  }

 private:
  /// An operation, and the numbers that are then added to its result, one after the other: long sums
  /// are what large formulas are made of.
  struct Step {
    const op::Op* row;
    std::size_t first, operands;  // in `operands_`
    std::size_t first_addend, addends = 0;
    std::size_t to = 0;
  };

  /// Where the term's number stands; that of one that does not move is added to the list.
  std::size_t place_of(Id term) {
    if (moves_[term]) {
      const auto found = std::ranges::lower_bound(moving_, term);
      return places_[static_cast<std::size_t>(found - moving_.begin())];
    }
    numbers_.push_back(values_[term]);
    return numbers_.size() - 1;
  }

  /// Does term k only add a number to the term before, which nothing else needs? Then that is a part
  /// of the step before.
  bool add_to_sum(std::size_t k) {
    const Formula::Term& term = terms_.all[moving_[k]];
    const Id before = moving_[k - 1];
    const bool is_needed = terms_.dependents.users(before).size() > 1 || before == terms_.output;
    if (steps_.empty() || *term.row != op::add || is_needed) return false;
    const Id a = term.operands[0], b = term.operands[1];
    if ((a != before && b != before) || (moves_[a] && moves_[b])) return false;
    addends_.push_back(values_[a == before ? b : a]);
    ++steps_.back().addends;
    places_[k] = steps_.back().to;
    return true;
  }

  void add_step(std::size_t k) {
    const Formula::Term& term = terms_.all[moving_[k]];
    Step step{.row = term.row,
              .first = operands_.size(),
              .operands = term.operands.size(),
              .first_addend = addends_.size()};
    for (const Id operand : term.operands) operands_.push_back(place_of(operand));
    step.to = places_[k] = numbers_.size();
    numbers_.push_back(0);
    steps_.push_back(step);
  }

  double computed(const Step& step) {
    const std::span operands = std::span(operands_).subspan(step.first, step.operands);
    if (step.row->arity != op::any)
      return step.row->value(numbers_[operands.front()], numbers_[operands.back()]);
    gathered_.clear();
    for (const std::size_t operand : operands) gathered_.push_back(numbers_[operand]);
    return step.row->value_of_all(gathered_);
  }

  const Terms& terms_;
  const std::vector<double>& values_;
  std::vector<Id> moving_;           // the terms that move, the input first,
  std::vector<bool> moves_;          // which terms these are,
  std::vector<std::size_t> places_;  // and where their numbers stand
  std::vector<double> numbers_, addends_, gathered_;
  std::vector<std::size_t> operands_;  // of all steps, as places among the numbers
  std::vector<Step> steps_;
  std::size_t result_ = 0;
};

FormulaFunction::FormulaFunction(const Formula& formula)
    : terms_(std::make_shared<const Terms>(formula)) {}

double FormulaFunction::operator()(const std::vector<double>& x) const {
  return terms_->values(x)[terms_->output];
}

Curves FormulaFunction::along(const std::vector<double>& x) const {
  const auto values = std::make_shared<const std::vector<double>>(terms_->values(x));
  return [terms = terms_, values](std::size_t i) -> Curve {
    const auto moving = std::make_shared<Moving>(*terms, *values, terms->inputs[i]);
    return [terms, values, moving](double t) { return (*moving)(t); };
  };
}

}  // namespace stepgrad
