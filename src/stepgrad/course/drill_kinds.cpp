#include <stepgrad/course/drill_kinds.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace stepgrad {
namespace {

/// Is that the same number to whoever judges answers?
bool is_same_answer(double one, double other) {
  constexpr double rounding = 1e-12;
  const double size = std::max(std::abs(one), std::abs(other));
  return std::abs(one - other) <= std::max(2 * drill_tolerance * size, rounding);
}

/// 0 for -0 and for what is 0 but for rounding.
double tidy(double number) { return std::abs(number) < 1e-12 ? 0 : number; }

}  // namespace

Question number_asked(std::string ask, double answer, Help help) {
  help.within = drill_tolerance;
  return {.kind = Question::Kind::number,
          .ask = std::move(ask),
          .answer = exact(tidy(answer)),
          .choices = {},
          .inputs = {},
          .help = std::move(help)};
}

Question numbers_asked(std::string ask, std::vector<std::string> names,
                       const std::vector<double>& answers, Help help) {
  std::vector<double> tidied;
  for (const double answer : answers) tidied.push_back(tidy(answer));
  help.within = drill_tolerance;
  return {.kind = Question::Kind::numbers,
          .ask = std::move(ask),
          .answer = exact(tidied),
          .choices = {},
          .inputs = std::move(names),
          .help = std::move(help)};
}

void DrillRemarks::add(std::vector<double> numbers, std::string say) {
  for (double& number : numbers) {
    if (!std::isfinite(number)) return;
    number = tidy(number);
  }
  const auto is_known = [&](const std::vector<double>& known) {
    return std::ranges::equal(known, numbers, is_same_answer);
  };
  if (std::ranges::any_of(known_, is_known)) return;
  remarks_.emplace_back(exact(numbers), std::move(say));
  known_.push_back(std::move(numbers));
}

double small_number(Random& random) {
  const double size = 1.0 + static_cast<double>(random.below(4));
  return random.below(2) == 0 ? size : -size;
}

DrillNumbers several(std::size_t count, Random& random) {
  DrillNumbers numbers;
  for (std::size_t i = 0; i < count; ++i) numbers.push_back(small_number(random));
  return numbers;
}

DrillNumbers scaled(DrillNumbers numbers, double by) {
  for (double& number : numbers) number *= by;
  return numbers;
}

DrillNumbers sum(DrillNumbers one, const DrillNumbers& other) {
  for (std::size_t i = 0; i < one.size(); ++i) one[i] += other[i];
  return one;
}

std::string in_brackets(const DrillNumbers& numbers) {
  std::vector<std::string> written;
  for (const double number : numbers) written.push_back(shown(number));
  return fmt::format("({})", fmt::join(written, ", "));
}

std::string factor(double number) { return factor(shown(number)); }

std::string factor(const std::string& written) {
  return written.starts_with('-') ? fmt::format("({})", written) : written;
}

}  // namespace stepgrad
