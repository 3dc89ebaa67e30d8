#include <stepgrad/scalar/operation.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/scalar/formula_parser.hpp>

namespace stepgrad {
namespace {

void check_rule(const std::string& name, const std::string& rule) {
  if (rule.empty()) return;
  for (const std::string& input : parse(rule).inputs())
    if (input != "a" && input != "b" && input != "y")
      throw Error(fmt::format("the rule of {}, {}, uses '{}'", name, rule, input), "",
                  "A rule is a formula of a, the first operand, b, the second, and y, the result.");
}

}  // namespace

/// A row whose words and functions are kept with it.
struct Operation::Kept : op::Op {
  Kept(Words told, int how_many, ValueOfAll to_value, SlopeOfAll to_slope,
       std::function<double(double)> to_pass)
      : words(std::move(told)),
        compute(std::move(to_value)),
        differentiate(std::move(to_slope)),
        pass(std::move(to_pass)) {
    arity = how_many;
    name = words.name;
    about = words.about;
    rule[0] = words.rule;
    rule[1] = words.rule_in_b;
    const auto of_all = [](const void* kept, std::span<const double> operands) {
      return static_cast<const Kept*>(kept)->compute(operands);
    };
    const auto of_two = [](const void* kept, double a, double b) {
      const auto* self = static_cast<const Kept*>(kept);
      const std::array both{a, b};
      return self->compute(std::span(both).first(static_cast<std::size_t>(self->arity)));
    };
    if (arity == op::any)
      value_of_all = {this, of_all};
    else
      value = {this, of_two};
    slope_of_all = {
        this, [](const void* kept, std::span<const double> operands, std::size_t i, double y) {
          return static_cast<const Kept*>(kept)->differentiate(operands, i, y);
        }};
    if (pass)
      passes = {this, [](const void* kept, double contribution) {
                  return static_cast<const Kept*>(kept)->pass(contribution);
                }};
  }
  Kept(const Kept&) = delete;  // the row points into it
  Kept& operator=(const Kept&) = delete;

  Words words;
  ValueOfAll compute;
  SlopeOfAll differentiate;
  std::function<double(double)> pass;
};

Operation::Operation(Words words, int arity, ValueOfAll value, SlopeOfAll slope,
                     std::function<double(double)> passes) {
  if (words.name.empty())
    throw Error("an operation needs a name", "", "Give its words a name: {.name = \"cube\"}.");
  check_rule(words.name, words.rule);
  check_rule(words.name, words.rule_in_b);
  row_ = std::make_shared<const Kept>(std::move(words), arity, std::move(value), std::move(slope),
                                      std::move(passes));
}

Value on_gradient(Value x, std::string name, std::function<double(double)> change) {
  return Operation(
      {.name = std::move(name), .rule = "1"}, 1,
      [](std::span<const double> operands) { return operands[0]; },
      [](std::span<const double>, std::size_t, double) { return 1.0; }, std::move(change))(x);
}

// ---- checkpoints --------------------------------------------------------------------------------

namespace {

/// For a piece that is computed aside: while it lives, what is on the tape of this thread is put away,
/// and the tape is empty.
class TapeAside {
 public:
  TapeAside() { tape().swap(put_away_); }
  ~TapeAside() { tape().swap(put_away_); }
  TapeAside(const TapeAside&) = delete;
  TapeAside& operator=(const TapeAside&) = delete;

 private:
  Tape put_away_;
};

}  // namespace

/// The piece, with what it gave last: its results and slopes are asked for one by one.
struct Checkpointed::Memory {
  Piece piece;
  std::vector<double> x, y;
  std::vector<std::vector<double>> slopes;  // of each y in each x; none until asked for

  void compute(std::span<const double> numbers, bool with_slopes) {
    const bool is_known = !y.empty() && std::ranges::equal(numbers, x);
    if (is_known && (!with_slopes || !slopes.empty())) return;
    y.clear();
    const TapeAside aside;
    const std::vector<Value> inputs(numbers.begin(), numbers.end());
    std::vector<double> results;
    std::vector<std::vector<double>> rows;
    for (const Value& result : piece(inputs)) {
      results.push_back(result.data());
      if (!with_slopes) continue;
      zero_grad();
      backward(result);
      rows.emplace_back();
      for (const Value& input : inputs) rows.back().push_back(input.grad());
    }
    x.assign(numbers.begin(), numbers.end());
    y = std::move(results);
    slopes = std::move(rows);
  }
};

Checkpointed::Checkpointed(Piece piece)
    : memory_(std::make_shared<Memory>(Memory{std::move(piece), {}, {}, {}})),
      output_(Operation::of_many(
          {.name = "checkpointed"},
          [memory = memory_](std::span<const double> operands) {
            memory->compute(operands.subspan(1), false);
            return memory->y.at(static_cast<std::size_t>(operands[0]));
          },
          [memory = memory_](std::span<const double> operands, std::size_t i, double) {
            if (i == 0) return 0.0;  // which of the results it is
            memory->compute(operands.subspan(1), true);
            return memory->slopes.at(static_cast<std::size_t>(operands[0]))[i - 1];
          })) {}

std::vector<Value> Checkpointed::operator()(const std::vector<Value>& x) const {
  std::vector<double> numbers;
  for (const Value& input : x) numbers.push_back(input.data());
  memory_->compute(numbers, false);
  std::vector<Value> results;
  std::vector<Value> operands{Value()};
  operands.insert(operands.end(), x.begin(), x.end());
  const std::size_t count = memory_->y.size();
  for (std::size_t k = 0; k < count; ++k) {
    operands.front() = constant(static_cast<double>(k));
    results.push_back(output_(operands));
  }
  return results;
}

}  // namespace stepgrad
