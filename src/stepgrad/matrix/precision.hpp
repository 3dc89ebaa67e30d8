// How exactly numbers are kept: `float` is what training wants, `double` what checking wants.
#pragma once

#include <string_view>
#include <type_traits>

#include <stepgrad/base/table.hpp>

namespace stepgrad {

struct Precision {
  std::string_view name, about;
};

inline constexpr Precision precisions[] = {
    {.name = "float", .about = "7 digits: fast, and enough to train"},
    {.name = "double", .about = "16 digits"},
};

/// The name of float or double.
template <class Scalar>
constexpr std::string_view precision_name = precisions[std::is_same_v<Scalar, double>].name;

/// Calls use.operator()<float>() or <double>, whichever has that name. Throws Error for another.
template <class Use>
auto in_precision(std::string_view name, Use use) {
  const bool is_double = &row_named(precisions, "precision", name) == &precisions[1];
  return is_double ? use.template operator()<double>() : use.template operator()<float>();
}

}  // namespace stepgrad
