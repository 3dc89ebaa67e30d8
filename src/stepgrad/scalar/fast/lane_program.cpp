#include <stepgrad/scalar/fast/lane_program.hpp>

#include <algorithm>

#include <stepgrad/base/summation.hpp>

namespace stepgrad::fast {
namespace {

/// The lanes from one on, `lanes` of them, at all places.
struct Numbers {
  double* first;
  double* at(Id place) const { return first + place * lane_count; }
};

/// An operation of many operands: those of the kit's two sums in all lanes at once, in the order of
/// base/summation.hpp; others lane by lane.
template <std::size_t lanes>
void compute_many(const op::Op& row, std::span<const Id> operands, Numbers numbers, double* y) {
  if constexpr (lanes == lane_count) {
    const auto row_at = [&](std::size_t i) -> const Row& {
      return *reinterpret_cast<const Row*>(numbers.at(operands[i]));
    };
    Row& result = *reinterpret_cast<Row*>(y);
    const std::size_t half = operands.size() / 2;
    if (row == op::sum) {
      result = total_of(operands.size(), row_at);
      return;
    }
    if (row == op::dot) {
      result = total_of(half, [&](std::size_t i) { return row_at(i) * row_at(half + i); });
      return;
    }
  }
  std::vector<double> gathered(operands.size());
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    for (std::size_t i = 0; i < operands.size(); ++i) gathered[i] = numbers.at(operands[i])[lane];
    y[lane] = op::value(row, gathered);
  }
}

/// A chain of `sum += a * b`: the sum stays at hand.
template <std::size_t lanes>
[[gnu::always_inline]] inline void compute_chain(std::span<const Id> operands, Numbers numbers,
                                                 double* y) {
  double sum[lanes];
  const double* start = numbers.at(operands[0]);
  for (std::size_t lane = 0; lane < lanes; ++lane) sum[lane] = start[lane];
  for (std::size_t i = 1; i < operands.size(); i += 2) {
    const double *a = numbers.at(operands[i]), *b = numbers.at(operands[i + 1]);
    for (std::size_t lane = 0; lane < lanes; ++lane) sum[lane] += a[lane] * b[lane];
  }
  for (std::size_t lane = 0; lane < lanes; ++lane) y[lane] = sum[lane];
}

template <std::size_t lanes>
[[gnu::always_inline]] inline void compute_one(const LaneProgram& program, Id place,
                                               Numbers numbers) {
  const LaneInstruction& instruction = program.instructions[place];
  double* y = numbers.at(place);
  if (instruction.products > 0) return compute_chain<lanes>(program.chain(instruction), numbers, y);
  switch_on(
      instruction.code, [&]<Code code>() __attribute__((always_inline)) {
        if constexpr (code.has_many()) {
          compute_many<lanes>(instruction.row(), program.operands(instruction), numbers, y);
        } else {
          const double* a = numbers.at(instruction.a);
          const double* b = numbers.at(instruction.b);
          const double number = instruction.number;
          double result[lanes];
          for (std::size_t lane = 0; lane < lanes; ++lane)
            result[lane] = code.row().value(code.form() == Form::left_constant ? number : a[lane],
                                            code.form() == Form::right_constant ? number : b[lane]);
          for (std::size_t lane = 0; lane < lanes; ++lane) y[lane] = result[lane];
        }
      });
}

}  // namespace

void LaneProgram::compute(std::span<const Id> places, Row* rows) const {
  for (const Id place : places) compute_one<lane_count>(*this, place, {rows->lane});
}

void LaneProgram::compute_in(std::size_t lane, std::span<const Id> places, Row* rows) const {
  for (const Id place : places) compute_one<1>(*this, place, {rows->lane + lane});
}

std::vector<Id> LaneProgram::join_chains(Id first, Id output) {
  std::vector<int> users(instructions.size());
  users[output] = 1;
  const auto use = [&](Id place) { ++users[place]; };
  for (const LaneInstruction& instruction : instructions) {
    const Code code = instruction.code;
    if (code.is_leaf()) continue;
    if (code.has_many()) {
      std::ranges::for_each(operands(instruction), use);
    } else {
      if (code.form() != Form::left_constant) use(instruction.a);
      if (code.form() != Form::right_constant && code.row().arity == 2) use(instruction.b);
    }
  }
  const auto adds_product = [&](Id place) {
    const LaneInstruction& sum = instructions[place];
    if (sum.code != Code::of(op::add) || sum.b + 1 != place || sum.a == sum.b) return false;
    const LaneInstruction& product = instructions[sum.b];
    return product.code == Code::of(op::mul) && users[sum.b] == 1 && product.passes && sum.passes;
  };
  std::vector<Id> places;
  for (auto place = static_cast<Id>(instructions.size()); place-- > first;) {
    places.push_back(place);
    std::vector<Id> backwards;  // b_n, a_n, b_n-1, … and the start
    Id sum = place;
    for (bool goes_on = adds_product(place); goes_on; sum -= 2) {
      const LaneInstruction& product = instructions[sum - 1];
      backwards.insert(backwards.end(), {product.b, product.a});
      const Id before = instructions[sum].a;
      goes_on = before + 2 == sum && users[before] == 1 && adds_product(before);
      if (!goes_on) backwards.push_back(before);
    }
    if (backwards.empty()) continue;
    instructions[place].products = static_cast<std::uint32_t>(backwards.size() / 2);
    instructions[place].a = static_cast<Id>(many.size());
    many.insert(many.end(), backwards.rbegin(), backwards.rend());
    place = sum + 1;  // all between is done with it
  }
  std::ranges::reverse(places);
  return places;
}

}  // namespace stepgrad::fast
