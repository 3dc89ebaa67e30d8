#include <stepgrad/course/training_misstep.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

using Numbers = std::vector<double>;

bool nearly_equal(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return a == b || std::abs(a - b) <= 1e-9 * std::max({1e-3, std::abs(a), std::abs(b)});
}

bool nearly_all_equal(const Numbers& a, const Numbers& b) {
  return std::ranges::equal(a, b, nearly_equal);
}

bool nearly_all_equal(const Rows& a, const Rows& b) {
  return std::ranges::equal(
      a, b, [](const Numbers& one, const Numbers& other) { return nearly_all_equal(one, other); });
}

template <class Finding>
void check_some(std::span<const Finding> findings) {
  if (findings.empty())
    throw Error("there is nothing to find a misstep in", "", "Give one finding at least.");
}

// ---- matrices

std::size_t columns_of(const Rows& rows) { return rows.empty() ? 0 : rows[0].size(); }

std::string shape(const Rows& rows) { return fmt::format("{}×{}", rows.size(), columns_of(rows)); }

Rows times(Rows rows, double factor) {
  for (Numbers& row : rows)
    for (double& number : row) number *= factor;
  return rows;
}

/// The last row first, as when labels 1 … n stand where 0 … n − 1 are meant.
Rows one_further(Rows rows) {
  if (!rows.empty()) std::ranges::rotate(rows, rows.end() - 1);
  return rows;
}

/// The sums of each column, as a column.
Rows column_sums(const Rows& rows) {
  Rows sums(columns_of(rows), Numbers{0});
  for (const Numbers& row : rows)
    for (std::size_t j = 0; j < row.size(); ++j) sums[j][0] += row[j];
  return sums;
}

bool all_finite(const Rows& rows) {
  return std::ranges::all_of(rows, [](const Numbers& row) {
    return std::ranges::all_of(row, [](double number) { return std::isfinite(number); });
  });
}

/// Are all of mine `kind` of the right ones? Both have the same shape.
template <class Kind>
bool each_is(const MatrixFinding& f, Kind&& kind) {
  return std::ranges::equal(f.yours, f.expected, [&](const Numbers& yours, const Numbers& right) {
    return std::ranges::equal(yours, right, kind);
  });
}

bool is_right_as_a_float(double yours, double right) {
  return static_cast<double>(static_cast<float>(yours)) == yours &&
         std::abs(yours - right) <= 1e-5 * std::max(1.0, std::abs(right));
}

bool is_right_without_its_fraction(double yours, double right) {
  return yours == std::trunc(right);
}

bool is_zero(const Rows& rows) {
  return std::ranges::all_of(
      rows, [](const Numbers& row) { return std::ranges::count(row, 0.0) == std::ssize(row); });
}

struct MatrixMisstep {
  std::string (*sentence)(const MatrixFinding& first);
  bool (*explains)(const MatrixFinding& finding);
};

constexpr MatrixMisstep matrix_missteps[] = {
    {[](const MatrixFinding&) -> std::string {
       return "It is the transposed matrix: rows and columns are exchanged.";
     },
     [](const MatrixFinding& f) { return nearly_all_equal(f.yours, transposed_rows(f.expected)); }},
    {[](const MatrixFinding& first) {
       return fmt::format(
           "It is summed over the wrong axis: add up each row of the {} matrix, not each column.",
           shape(first.summed));
     },
     [](const MatrixFinding& f) {
       const Rows sums = column_sums(f.summed);
       const double mean = 1 / static_cast<double>(f.batch);
       return !f.summed.empty() &&
              (nearly_all_equal(f.yours, sums) || nearly_all_equal(f.yours, times(sums, mean)));
     }},
    {[](const MatrixFinding&) -> std::string {
       return "The sizes are right, and all signs are turned round.";
     },
     [](const MatrixFinding& f) { return nearly_all_equal(f.yours, times(f.expected, -1)); }},
    {[](const MatrixFinding& first) {
       return fmt::format(
           "Each entry is {} times too large, as many as there "
           "are samples: the mean over the batch is forgotten.",
           first.batch);
     },
     [](const MatrixFinding& f) {
       return f.batch > 1 &&
              nearly_all_equal(f.yours, times(f.expected, static_cast<double>(f.batch)));
     }},
    {[](const MatrixFinding& first) {
       return fmt::format(
           "Each entry is {} times too small, as many as there are samples: the mean over the batch "
           "is taken twice.",
           first.batch);
     },
     [](const MatrixFinding& f) {
       return f.batch > 1 &&
              nearly_all_equal(f.yours, times(f.expected, 1 / static_cast<double>(f.batch)));
     }},
    {[](const MatrixFinding&) -> std::string {
       return "The rows are right, but each stands one place too far: are labels counted from 1 "
              "where they are counted from 0?";
     },
     [](const MatrixFinding& f) { return nearly_all_equal(f.yours, one_further(f.expected)); }},
    {[](const MatrixFinding&) -> std::string {
       return "Only some seven digits are left, as many as a float has. Is there a float where a "
              "double is meant?";
     },
     [](const MatrixFinding& f) { return each_is(f, is_right_as_a_float); }},
    {[](const MatrixFinding&) -> std::string {
       return "What stands behind the point is gone. Is there an int where a double is meant?";
     },
     [](const MatrixFinding& f) {
       return each_is(f, is_right_without_its_fraction) && !is_zero(f.yours);
     }},
    {[](const MatrixFinding&) -> std::string {
       return "There is inf or nan where the scores are large: subtract the largest score from all "
              "of them before exp, and nothing overflows.";
     },
     [](const MatrixFinding& f) { return !all_finite(f.yours) && all_finite(f.expected); }},
};

// ---- descent

/// One step of descent or of what was taken for it; `step` counts from 0.
using Way = std::function<Numbers(const DescentFinding& finding, Numbers w, std::size_t step)>;

Numbers moved(Numbers w, const Numbers& direction, double rate) {
  for (std::size_t i = 0; i < w.size(); ++i) w[i] -= rate * direction[i];
  return w;
}

Numbers after(const DescentFinding& finding, std::size_t steps, const Way& way) {
  Numbers w = finding.start;
  for (std::size_t step = 0; step < steps; ++step) w = way(finding, std::move(w), step);
  return w;
}

Numbers right_way(const DescentFinding& f, Numbers w, std::size_t) {
  const Numbers gradient = f.gradient(w);
  return moved(std::move(w), gradient, f.rate);
}

/// The right way at another rate.
Way at_rate(double (*rate)(double)) {
  return [rate](const DescentFinding& f, Numbers w, std::size_t) {
    const Numbers gradient = f.gradient(w);
    return moved(std::move(w), gradient, rate(f.rate));
  };
}

/// Each entry of w is changed before the gradient of the next is worked out.
Numbers one_by_one(const DescentFinding& f, Numbers w, std::size_t) {
  for (std::size_t i = 0; i < w.size(); ++i) w[i] -= f.rate * f.gradient(w)[i];
  return w;
}

/// The same, from the last entry to the first.
Numbers backwards(const DescentFinding& f, Numbers w, std::size_t) {
  for (std::size_t i = w.size(); i-- > 0;) w[i] -= f.rate * f.gradient(w)[i];
  return w;
}

/// How far it goes from where it starts.
Numbers way(const DescentFinding& f) {
  Numbers w = after(f, f.steps, right_way);
  for (std::size_t i = 0; i < w.size(); ++i) w[i] -= f.start[i];
  return w;
}

Numbers from_the_start(const DescentFinding& f, Numbers w, std::size_t) {
  return moved(std::move(w), f.gradient(f.start), f.rate);
}

/// Every step goes along the sum of all gradients so far.
Numbers never_cleared(const DescentFinding& f) {
  Numbers w = f.start, sum(w.size(), 0.0);
  for (std::size_t step = 0; step < f.steps; ++step) {
    const Numbers gradient = f.gradient(w);
    for (std::size_t i = 0; i < w.size(); ++i) sum[i] += gradient[i];
    w = moved(std::move(w), sum, f.rate);
  }
  return w;
}

struct DescentMisstep {
  const char* sentence;
  std::function<Numbers(const DescentFinding&)> arrives;
};

std::vector<DescentMisstep> descent_missteps() {
  constexpr const char* needs_the_old =
      "An entry of w is changed while the gradient of the next one still needs the old value: work "
      "out all slopes first, and then change all of w.";
  const auto along = [](Way way) {
    return [way = std::move(way)](const DescentFinding& f) { return after(f, f.steps, way); };
  };
  return {
      {"It goes uphill: the gradient points where the loss grows, "
       "so take rate times gradient away from w.",
       along(at_rate([](double rate) { return -rate; }))},
      {"The gradients of earlier steps are still in it: clear the sum before every step.",
       never_cleared},
      {needs_the_old, along(one_by_one)},
      {needs_the_old, along(backwards)},
      {"The rate is left out: a step is rate times gradient.",
       along(at_rate([](double) { return 1.0; }))},
      {"The rate is in it twice.", along(at_rate([](double rate) { return rate * rate; }))},
      {"The gradient is divided by the rate: multiply by it.",
       along(at_rate([](double rate) { return 1 / rate; }))},
      {"Every step goes along the gradient of the start: work it out anew where w is now.",
       along(from_the_start)},
      {"It is a step short.",
       [](const DescentFinding& f) { return after(f, f.steps - (f.steps > 0), right_way); }},
      {"It is a step too far.",
       [](const DescentFinding& f) { return after(f, f.steps + 1, right_way); }},
      {"It has not moved: what is computed has to be written back into w, and each step goes on from "
       "the one before.",
       [](const DescentFinding& f) { return f.start; }},
      {"That is how far it goes, and not where it comes to: add it to where it was.", way},
  };
}

}  // namespace

Rows transposed_rows(const Rows& rows) {
  Rows result(columns_of(rows), Numbers(rows.size()));
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < rows[i].size(); ++j) result[j][i] = rows[i][j];
  return result;
}

std::string matrix_misstep(std::span<const MatrixFinding> findings) {
  check_some(findings);
  for (const MatrixMisstep& misstep : matrix_missteps)
    if (std::ranges::all_of(findings, misstep.explains)) return misstep.sentence(findings[0]);
  const auto [yours, expected] = std::pair(shape(findings[0].yours), shape(findings[0].expected));
  return yours == expected ? "" : fmt::format("It is {}, and {} is expected.", yours, expected);
}

std::vector<double> descended(const DescentFinding& finding) {
  return after(finding, finding.steps, right_way);
}

std::string descent_misstep(std::span<const DescentFinding> findings) {
  check_some(findings);
  const auto wrong = [](const DescentFinding& f) {
    return !nearly_all_equal(f.arrived, descended(f));
  };
  if (std::ranges::none_of(findings, wrong)) return "";
  for (const DescentMisstep& misstep : descent_missteps())
    if (std::ranges::all_of(findings, [&](const DescentFinding& finding) {
          return nearly_all_equal(finding.arrived, misstep.arrives(finding));
        }))
      return misstep.sentence;
  return "";
}

}  // namespace stepgrad
