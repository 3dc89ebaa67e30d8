#include <stepgrad/scalar/fast/lane_program.hpp>

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

template <std::size_t lanes>
[[gnu::always_inline]] inline void compute_one(const LaneProgram& program, Id place,
                                               Numbers numbers) {
  const LaneInstruction& instruction = program.instructions[place];
  double* y = numbers.at(place);
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

void LaneProgram::compute_from(Id begin, Row* rows) const {
  for (Id place = begin; place < instructions.size(); ++place)
    compute_one<lane_count>(*this, place, {rows->lane});
}

void LaneProgram::compute_in(std::size_t lane, std::span<const Id> places, Row* rows) const {
  for (const Id place : places) compute_one<1>(*this, place, {rows->lane + lane});
}

}  // namespace stepgrad::fast
