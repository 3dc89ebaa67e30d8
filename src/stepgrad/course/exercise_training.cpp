#include <stepgrad/course/exercise_training.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/plot/number_grid.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t line_width = 72;

bool is_off(double yours, double expected, double tolerance) {
  return !(std::abs(yours - expected) <= tolerance * std::max(1.0, std::abs(expected)));
}

/// Where two matrices begin to differ: "row 1, column 2 is 3, expected 4"; "" if they do not.
std::string first_difference(const Rows& yours, const Rows& expected, double tolerance) {
  const auto columns = [](const Rows& rows) { return rows.empty() ? 0 : rows[0].size(); };
  if (yours.size() != expected.size() || columns(yours) != columns(expected))
    return fmt::format("is {}×{}, expected {}×{}", yours.size(), columns(yours), expected.size(),
                       columns(expected));
  for (std::size_t i = 0; i < expected.size(); ++i)
    for (std::size_t j = 0; j < expected[i].size(); ++j)
      if (yours[i].size() != expected[i].size() || is_off(yours[i][j], expected[i][j], tolerance))
        return fmt::format("has {} in row {}, column {}, expected {}", shown(yours[i][j]), i + 1,
                           j + 1, shown(expected[i][j]));
  return "";
}

/// What is not to be wrapped has blanks before it.
std::string stepped_in(const std::string& lines) {
  std::string result;
  for (std::size_t begin = 0, end; begin < lines.size(); begin = end + 1) {
    end = std::min(lines.find('\n', begin), lines.size());
    result += fmt::format("  {}\n", lines.substr(begin, end - begin));
  }
  return result;
}

std::string side_by_side(const Rows& yours, const Rows& expected) {
  const bool even = std::ranges::all_of(
      yours, [&](const std::vector<double>& row) { return row.size() == yours[0].size(); });
  if (!even) return "  (your rows are not of one length)\n";
  const NumberGrid grids[] = {{"yours", yours}, {"expected", expected}};
  return stepped_in(text_grids(grids, line_width, false));
}

}  // namespace

void check_matrices(ExerciseCheck& exercise, const std::string& name,
                    const std::vector<MatrixSample>& samples, double tolerance) {
  std::vector<MatrixFinding> wrong;
  const MatrixSample* first = nullptr;
  for (const MatrixSample& sample : samples) {
    if (first_difference(sample.finding.yours, sample.finding.expected, tolerance).empty())
      continue;
    if (!first) first = &sample;
    wrong.push_back(sample.finding);
  }
  if (!first) return;
  const auto& [yours, expected, batch, summed] = first->finding;
  exercise.not_yet(fmt::format("{} {}", name, first_difference(yours, expected, tolerance)),
                   fmt::format("  {}\n\n{}\n{}", first->where, side_by_side(yours, expected),
                               matrix_misstep(wrong)));
}

void check_descents(ExerciseCheck& exercise, const std::string& name,
                    const std::vector<DescentSample>& samples, double tolerance) {
  std::vector<DescentFinding> wrong;
  const DescentSample* first = nullptr;
  for (const DescentSample& sample : samples) {
    const Rows yours{sample.finding.arrived}, right{descended(sample.finding)};
    if (first_difference(yours, right, tolerance).empty()) continue;
    if (!first) first = &sample;
    wrong.push_back(sample.finding);
  }
  if (!first) return;
  const Rows yours{first->finding.arrived}, right{descended(first->finding)};
  exercise.not_yet(fmt::format("{} {}", name, first_difference(yours, right, tolerance)),
                   fmt::format("  {}\n\n{}\n{}", first->where, side_by_side(yours, right),
                               descent_misstep(wrong)));
}

}  // namespace stepgrad
