#include <stepgrad/check/formula_function.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include <stepgrad/check/smoothness.hpp>
#include <stepgrad/scalar/dependents.hpp>
#include <stepgrad/scalar/fast/lane_program.hpp>

namespace stepgrad {
/// The formula's terms, as a program with a place for each, and which of them depend on which.
struct FormulaFunction::Terms {
  explicit Terms(const Formula& given) : formula(given) {
    for (const Formula::Term& term : formula.terms) {
      dependents.add(term.operands);
      if (term.kind == Formula::Kind::input)
        inputs.push_back(static_cast<Id>(program.instructions.size()));
      program.instructions.push_back(instruction_of(term));
    }
  }

  fast::LaneInstruction instruction_of(const Formula::Term& term) {
    if (term.kind != Formula::Kind::operation) return {.code = Code::input()};
    const Code code = Code::of(*term.row);
    if (!code.has_many())
      return {.code = code, .a = term.operands.front(), .b = term.operands.back()};
    const auto first = static_cast<Id>(program.many.size());
    program.many.insert(program.many.end(), term.operands.begin(), term.operands.end());
    return {.code = code, .a = first, .b = static_cast<Id>(term.operands.size())};
  }

  std::vector<double> values(const std::vector<double>& x) const {
    auto next = x.begin();
    const auto leaf = [&](const Formula::Term& term) {
      return term.kind == Formula::Kind::input ? *next++ : term.number;
    };
    return evaluate_terms<double>(formula, leaf, op::value);
  }

  Formula formula;
  std::vector<Id> inputs;  // their places
  fast::LaneProgram program;
  Dependents dependents;
};

/// The formula near x, with one input nudged at a time. Of sixteen neighbours, input i is nudged in
/// lane i % 16, where all others keep their numbers.
class FormulaFunction::Nudged {
 public:
  Nudged(const Terms& terms, const std::vector<double>& x)
      : terms_(terms), x_(x), values_(terms.values(x)) {
    for (const double value : values_) rows_.push_back(fast::everywhere(value));
  }

  /// What the formula gives with t in the place of input i.
  double operator()(std::size_t i, double t) {
    if (i / fast::lane_count != group_ || !is_begun_) begin(i / fast::lane_count);
    const std::size_t lane = i % fast::lane_count;
    const auto look = std::ranges::find(looks_[lane], t);
    return look == looks_[lane].end()
             ? alone(i, t)
             : seen(static_cast<std::size_t>(look - looks_[lane].begin())).lane[lane];
  }

 private:
  std::size_t first() const { return group_ * fast::lane_count; }
  std::size_t count() const { return std::min(fast::lane_count, x_.size() - first()); }
  std::span<const Id> inputs() const { return std::span(terms_.inputs).subspan(first(), count()); }

  /// Turns to other sixteen inputs.
  void begin(std::size_t group) {
    put_back();
    group_ = group;
    is_begun_ = true;
    above_ = terms_.dependents.above(inputs());
    for (std::size_t lane = 0; lane < count(); ++lane)
      looks_[lane] = first_looks(x_[first() + lane]);
    seen_.fill(std::nullopt);
    alone_.reset();
  }

  void put_back() {
    if (!is_begun_) return;
    for (const Id input : inputs()) rows_[input] = fast::everywhere(values_[input]);
    for (const Id place : above_) rows_[place] = fast::everywhere(values_[place]);
  }

  /// The formula at one of a check's first looks, in all lanes.
  const fast::Row& seen(std::size_t look) {
    if (!seen_[look]) {
      for (std::size_t lane = 0; lane < count(); ++lane)
        rows_[inputs()[lane]].lane[lane] = looks_[lane][look];
      terms_.program.compute(above_, rows_.data());
      seen_[look] = rows_[terms_.formula.output];
    }
    return *seen_[look];
  }

  /// The formula somewhere else, in the input's own lane.
  double alone(std::size_t i, double t) {
    const Id input = terms_.inputs[i];
    if (alone_ != i) {
      alone_ = i;
      above_alone_ = terms_.dependents.above(input);
    }
    const std::size_t lane = i % fast::lane_count;
    rows_[input].lane[lane] = t;
    terms_.program.compute_in(lane, above_alone_, rows_.data());
    return rows_[terms_.formula.output].lane[lane];
  }

  const Terms& terms_;
  std::vector<double> x_, values_;
  std::vector<fast::Row> rows_;  // of all terms; other than values_ where something is nudged
  std::size_t group_ = 0;        // the sixteen inputs whose turn it is,
  bool is_begun_ = false;
  std::vector<Id> above_;  // what depends on them,
  std::array<FirstLooks, fast::lane_count> looks_;
  std::array<std::optional<fast::Row>, std::tuple_size_v<FirstLooks>> seen_;
  std::optional<std::size_t> alone_;  // the input that was last nudged alone,
  std::vector<Id> above_alone_;       // and what depends on it
};

FormulaFunction::FormulaFunction(const Formula& formula)
    : terms_(std::make_shared<const Terms>(formula)) {}

double FormulaFunction::operator()(const std::vector<double>& x) const {
  return terms_->values(x)[terms_->formula.output];
}

Curves FormulaFunction::along(const std::vector<double>& x) const {
  const auto nudged = std::make_shared<Nudged>(*terms_, x);
  return [terms = terms_, nudged](std::size_t i) -> Curve {
    return [terms, nudged, i](double t) { return (*nudged)(i, t); };
  };
}

}  // namespace stepgrad
