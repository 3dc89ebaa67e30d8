#include <stepgrad/course/exercise_training.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/plot/number_grid.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t line_width = 72;

/// What is no number is as expected where none is expected, as of a slip that divides 0 by 0.
bool is_off(double yours, double expected, double tolerance) {
  if (std::isnan(yours) && std::isnan(expected)) return false;
  return !(std::abs(yours - expected) <= tolerance * std::max(1.0, std::abs(expected)));
}

constexpr double by_rounding = 1e-9;

/// Where two matrices begin to differ: "row 1, column 2 is 3, expected 4"; "" if they do not.
std::string first_difference(const Rows& yours, const Rows& expected, double tolerance) {
  const auto columns = [](const Rows& rows) { return rows.empty() ? 0 : rows[0].size(); };
  if (yours.size() != expected.size() || columns(yours) != columns(expected))
    return fmt::format("is {}×{}, expected {}×{}", yours.size(), columns(yours), expected.size(),
                       columns(expected));
  for (std::size_t i = 0; i < expected.size(); ++i)
    for (std::size_t j = 0; j < expected[i].size(); ++j)
      if (yours[i].size() != expected[i].size() || is_off(yours[i][j], expected[i][j], tolerance))
        return fmt::format("has {} in {}, expected {}", shown(yours[i][j]),
                           expected.size() == 1 ? fmt::format("place {}", j + 1)
                                                : fmt::format("row {}, column {}", i + 1, j + 1),
                           shown(expected[i][j]));
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

/// Ends the check at the first of the wrong ones.
[[noreturn]] void stop(ExerciseCheck& exercise, const std::string& name, const std::string& where,
                       const Rows& yours, const Rows& expected, double tolerance,
                       const std::string& why) {
  exercise.not_yet(fmt::format("{} {}", name, first_difference(yours, expected, tolerance)),
                   fmt::format("  {}\n\n{}\n{}", where, side_by_side(yours, expected), why));
}

/// The slip that explains all of these, "" if none does.
template <class Sample, class Is>
std::string slip_in(const std::vector<const Sample*>& wrong, const Is& is) {
  for (std::size_t k = 0; k < wrong[0]->slips.size(); ++k)
    if (std::ranges::all_of(wrong, [&](const Sample* one) { return is(*one, one->slips[k]); }))
      return wrong[0]->slips[k].sentence;
  return "";
}

/// The slip that explains all of these, or else the misstep.
std::string explanation(const std::vector<const MatrixSample*>& wrong) {
  const auto is = [](const MatrixSample& sample, const MatrixSlip& slip) {
    return first_difference(sample.finding.yours, slip.rows, by_rounding).empty();
  };
  if (const std::string slip = slip_in(wrong, is); !slip.empty()) return slip;
  std::vector<MatrixFinding> findings;
  for (const MatrixSample* sample : wrong) findings.push_back(sample->finding);
  return matrix_misstep(findings);
}

std::string explanation(const std::vector<const DescentSample*>& wrong) {
  const auto is = [](const DescentSample& sample, const DescentSlip& slip) {
    return first_difference({sample.finding.arrived}, {slip.arrived}, by_rounding).empty();
  };
  if (const std::string slip = slip_in(wrong, is); !slip.empty()) return slip;
  std::vector<DescentFinding> findings;
  for (const DescentSample* sample : wrong) findings.push_back(sample->finding);
  return descent_misstep(findings);
}

}  // namespace

Rows product_of_rows(const Rows& a, const Rows& b) {
  if (a[0].size() != b.size()) return {};
  Rows c(a.size(), std::vector<double>(b[0].size(), 0.0));
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < b[0].size(); ++j)
      for (std::size_t k = 0; k < b.size(); ++k) c[i][j] += a[i][k] * b[k][j];
  return c;
}

Rows random_rows(std::size_t rows, std::size_t columns, double most) {
  Rows all(rows, std::vector<double>(columns));
  for (std::vector<double>& row : all)
    for (double& number : row) number = random_eighth(-most, most);
  return all;
}

void check_matrices(ExerciseCheck& exercise, const std::string& name,
                    const std::vector<MatrixSample>& samples, double tolerance) {
  std::vector<const MatrixSample*> wrong;
  for (const MatrixSample& sample : samples)
    if (!first_difference(sample.finding.yours, sample.finding.expected, tolerance).empty())
      wrong.push_back(&sample);
  if (wrong.empty()) return;
  const MatrixFinding& first = wrong[0]->finding;
  stop(exercise, name, wrong[0]->where, first.yours, first.expected, tolerance, explanation(wrong));
}

void check_descents(ExerciseCheck& exercise, const std::string& name,
                    const std::vector<DescentSample>& samples, double tolerance) {
  std::vector<const DescentSample*> wrong;
  for (const DescentSample& sample : samples)
    if (!first_difference({sample.finding.arrived}, {descended(sample.finding)}, tolerance).empty())
      wrong.push_back(&sample);
  if (wrong.empty()) return;
  const DescentFinding& first = wrong[0]->finding;
  stop(exercise, name, wrong[0]->where, {first.arrived}, {descended(first)}, tolerance,
       explanation(wrong));
}

}  // namespace stepgrad
