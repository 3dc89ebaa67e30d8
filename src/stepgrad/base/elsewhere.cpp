#include <stepgrad/base/elsewhere.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr std::string_view here = "here", pytorch = "PyTorch 1.13",
                           tensorflow_js = "TensorFlow.js 4.22", stan = "Stan Math 2.21",
                           tmb = "TMB 1.9.2", ceres = "Ceres 2.1", sacado = "Sacado 13.2",
                           boost = "Boost 1.74", jax = "JAX (by its source)",
                           adolc_forward = "ADOL-C 2.7.2's forward mode",
                           adolc_reverse = "ADOL-C 2.7.2's reverse mode";

constexpr std::string_view at_zero = "dy/da at a = 0", tie = "at a tie dy/da, dy/db",
                           first_power = "dy/da at a = 0, b = 1", no_power = "dy/db at a = b = 0",
                           by_sign = "1 or -1, by the sign of the zero,",
                           whole = "dy/da at a whole a", origin = "at a = b = 0 dy/da, dy/db",
                           all_zero = "dy/da where all are 0";

constexpr Taken table[] = {
    {"abs", at_zero, "0", here},
    {"abs", at_zero, "0", pytorch},
    {"abs", at_zero, "0", stan},
    {"abs", at_zero, "0", tmb},
    {"abs", at_zero, "0", boost},
    {"abs", at_zero, "0", adolc_reverse},
    {"abs", at_zero, "1", sacado},
    {"abs", at_zero, "1", jax},
    {"abs", at_zero, "1", adolc_forward},
    {"abs", at_zero, "-1", tensorflow_js},
    {"abs", at_zero, by_sign, ceres},
    {"relu", at_zero, "0", here},
    {"relu", at_zero, "0", pytorch},
    {"relu", at_zero, "0", tensorflow_js},
    {"leaky_relu", at_zero, "0.01", here},
    {"leaky_relu", at_zero, "0.01", tensorflow_js},
    {"sign", at_zero, "0", here},
    {"sign", at_zero, "0", pytorch},
    {"sign", at_zero, "0", tensorflow_js},
    {"floor", whole, "0", here},
    {"floor", whole, "0", pytorch},
    {"floor", whole, "0", tensorflow_js},
    {"floor", whole, "0", stan},
    {"floor", whole, "0", ceres},
    {"floor", whole, "0", boost},
    {"floor", whole, "0", adolc_reverse},
    {"floor", whole, "0", adolc_forward},
    {"ceil", whole, "0", here},
    {"ceil", whole, "0", pytorch},
    {"ceil", whole, "0", tensorflow_js},
    {"ceil", whole, "0", stan},
    {"ceil", whole, "0", ceres},
    {"ceil", whole, "0", boost},
    {"ceil", whole, "0", adolc_reverse},
    {"ceil", whole, "0", adolc_forward},
    {"hypot", origin, "0, 0", here},
    {"hypot", origin, "nan, nan", pytorch},
    {"hypot", origin, "nan, nan", stan},
    {"hypot", origin, "nan, nan", ceres},
    {"norm", all_zero, "0", here},
    {"norm", all_zero, "0", pytorch},
    {"norm", all_zero, "nan", tensorflow_js},
    {"max", tie, "0.5, 0.5", here},
    {"max", tie, "0.5, 0.5", pytorch},
    {"max", tie, "0.5, 0.5", jax},
    {"max", tie, "1, 0", tensorflow_js},
    {"max", tie, "1, 0", sacado},
    {"max", tie, "0, 1", stan},
    {"max", tie, "0, 1", ceres},
    {"max", tie, "1, 1", adolc_forward},
    {"min", tie, "0.5, 0.5", here},
    {"min", tie, "1, 0", tensorflow_js},
    {"pow", first_power, "1", here},
    {"pow", first_power, "1", pytorch},
    {"pow", first_power, "1", ceres},
    {"pow", first_power, "1", tensorflow_js},
    {"pow", first_power, "0", stan},
    {"pow", first_power, "0", tmb},
    {"pow", first_power, "0", adolc_reverse},
    {"pow", no_power, "0", here},
    {"pow", no_power, "0", tensorflow_js},
    {"pow", no_power, "-inf", tmb},
    {"pow", no_power, "nan", ceres},
};

/// Cuts the rows before the first that is `other`; they are taken from `rows`.
template <class Other>
std::span<const Taken> taken_from(std::span<const Taken>& rows, Other other) {
  const auto end = std::ranges::find_if(rows, other);
  const auto front = rows.first(static_cast<std::size_t>(end - rows.begin()));
  rows = rows.subspan(front.size());
  return front;
}

std::string libraries(std::span<const Taken> rows) {
  std::vector<std::string> names;
  for (const Taken& row : rows) names.emplace_back(row.library);
  return listed(names);
}

/// Of the rows of one point.
std::string compared(std::span<const Taken> rows) {
  std::string text = fmt::format("{} is {} here", rows.front().which, rows.front().slope);
  for (bool own = true; !rows.empty(); own = false) {
    const auto same = taken_from(
        rows, [slope = rows.front().slope](const Taken& row) { return row.slope != slope; });
    if (!own)
      text += fmt::format("; {} in {}", same.front().slope, libraries(same));
    else if (same.size() > 1)
      text += fmt::format(", as in {}", libraries(same.subspan(1)));
  }
  return text;
}

}  // namespace

std::span<const Taken> taken_elsewhere() { return table; }

std::vector<std::string> compared_with_others(std::string_view operation) {
  std::vector<std::string> texts;
  for (std::span<const Taken> rows = table; !rows.empty();) {
    const auto point = taken_from(rows, [first = rows.front()](const Taken& row) {
      return row.operation != first.operation || row.which != first.which;
    });
    if (point.front().operation == operation) texts.push_back(compared(point));
  }
  return texts;
}

}  // namespace stepgrad
