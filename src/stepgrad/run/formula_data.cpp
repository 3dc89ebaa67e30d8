#include <stepgrad/run/formula_data.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/scalar/formula_parser.hpp>

namespace stepgrad {
namespace {

constexpr const char* says_classes = "class";

/// What the last statement of a formula computes: the name before its =. Throws Error if it has none.
std::string name_of_result(const std::string& source) {
  const std::size_t end = source.find_last_not_of("; \n");
  const std::size_t before = source.find_last_of(";\n", end);
  const std::string last = source.substr(before == source.npos ? 0 : before + 1);
  const std::size_t equals = last.find('=');
  const std::string name = trimmed(last.substr(0, equals));
  if (equals == last.npos || name.find_first_of("()[]+-*/^,# ") != name.npos)
    throw Error(
        fmt::format("'{}' does not say what is to be learnt", shortened(printable(source), 60)), "",
        "Begin its last statement with that: class = x1*x2 for classes, else y = x1*x2.");
  return name;
}

/// The inputs that have no number of their own.
std::vector<std::string> features_of(const Formula& formula) {
  std::vector<std::string> names;
  for (const Formula::Term& term : formula.terms)
    if (term.kind == Formula::Kind::input && !term.has_number) names.push_back(term.name);
  std::ranges::sort(names);
  if (names.empty())
    throw Error(fmt::format("'{}' has no features", shortened(printable(formula.source), 60)), "",
                "Name them in the formula: class = x1*x2.");
  return names;
}

/// Throws Error for recipes that no data set has, or that a formula cannot follow.
void check(const Recipe& recipe, std::size_t features) {
  if (!recipe.shares.empty())
    throw Error("shares of classes that a formula decides", "", "Leave --share out.");
  check_samples(recipe, features);
  if (const double noise = recipe.noise.value_or(0); !(noise >= 0 && noise <= 1e100))
    throw Error(fmt::format("noise cannot be {}", shown(noise)), "",
                "It is a deviation: 0, 0.1, ...");
}

/// The formula's value. Throws Error, with the place, where it is not finite.
double value_at(const Formula& formula, const Bindings& place) {
  const double value = evaluate(formula, place);
  if (std::isfinite(value)) return value;
  std::vector<std::string> numbers;
  for (const auto& [name, number] : place)
    numbers.push_back(fmt::format("{} = {}", name, shown(number)));
  throw Error(fmt::format("'{}' is {} at {}", shortened(printable(formula.source), 60),
                          shown(value), fmt::join(numbers, ", ")),
              "", "Its features are from -1 to 1: it must be a number everywhere there.");
}

Dataset from_formula(const std::string& source, const Recipe& recipe) {
  const Formula formula = parse(source);
  const std::string result = name_of_result(source);
  const bool classes = result == says_classes;
  Dataset data;
  data.feature_names = features_of(formula);
  check(recipe, data.feature_names.size());
  const auto samples = static_cast<Eigen::Index>(recipe.samples);
  data.inputs.resize(static_cast<Eigen::Index>(data.feature_names.size()), samples);
  if (classes) {
    data.class_names = {"0", "1"};
  } else {
    data.target_names = {result};
    data.targets.resize(1, samples);
  }
  Random random(recipe.seed);
  const double noise = recipe.noise.value_or(0);
  for (Eigen::Index i = 0; i < samples; ++i) {
    Bindings place;
    for (Eigen::Index f = 0; const std::string& name : data.feature_names)
      data.inputs(f++, i) = place[name] = random.uniform(-1, 1);
    const double value = value_at(formula, place);
    if (classes) {
      data.labels.push_back(value > 0 ? 1 : 0);
      for (double& number : data.inputs.col(i)) number += noise * random.normal();
    } else {
      data.targets(0, i) = value + noise * random.normal();
    }
  }
  return data;
}

}  // namespace

bool is_formula(const std::string& data) {
  std::error_code ignored;
  return data.find('=') != data.npos && !std::filesystem::exists(data, ignored);
}

Dataset make_up(const std::string& data, const Recipe& recipe) {
  return is_formula(data) ? from_formula(data, recipe) : make(data, recipe);
}

}  // namespace stepgrad
