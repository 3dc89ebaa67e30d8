// What the kinds of problems of the drill have in common: how they ask, and their numbers.
#pragma once

#include <string>
#include <vector>

#include <stepgrad/base/random.hpp>
#include <stepgrad/course/drill.hpp>

namespace stepgrad {

/// Every answer of the drill is short, so that nobody has to round: this much may be missed of it.
inline constexpr double drill_tolerance = 1e-3;

/// A question for one number, and one for several, by their names.
Question number_asked(std::string ask, double answer, Help help);
Question numbers_asked(std::string ask, std::vector<std::string> names,
                       const std::vector<double>& answers, Help help);

/// Remarks on typical mistakes: those that lead near the answer by chance tell nothing, and of two
/// that lead near the same number the first is the more likely.
class DrillRemarks {
 public:
  explicit DrillRemarks(double answer) : DrillRemarks(std::vector{answer}) {}
  explicit DrillRemarks(std::vector<double> answers) : known_{std::move(answers)} {}

  void add(double number, std::string say) { add(std::vector{number}, std::move(say)); }
  void add(std::vector<double> numbers, std::string say);
  std::vector<Remark> take() && { return std::move(remarks_); }

 private:
  std::vector<std::vector<double>> known_;  // the answers, then those of the remarks
  std::vector<Remark> remarks_;
};

// ---- numbers that can be done by hand, and how they are written

using DrillNumbers = std::vector<double>;

/// A whole number from -4 to 4, but not 0, which would hide mistakes; and several.
double small_number(Random& random);
DrillNumbers several(std::size_t count, Random& random);

DrillNumbers scaled(DrillNumbers numbers, double by);
DrillNumbers sum(DrillNumbers one, const DrillNumbers& other);

/// "(0.2, 0.5, -0.3)"
std::string in_brackets(const DrillNumbers& numbers);

/// "(-2)", as it stands behind a sign; "2".
std::string factor(double number);
std::string factor(const std::string& written);

}  // namespace stepgrad
