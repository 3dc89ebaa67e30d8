// What a gradient is taken of: a number, a vector or a matrix, walked through entry by entry.
//
// A matrix is anything with rows(), cols() and (i, j), as Eigen's are, or a vector of vectors. Its
// entries come row by row.
#pragma once

#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

namespace stepgrad {

template <class X>
concept Rectangular = requires(X x) {
  x.rows();
  x.cols();
  x(0, 0);
};

/// A number, a vector or a matrix.
template <class X>
concept Enterable = std::is_arithmetic_v<X> || Rectangular<X> || requires(X x) {
  x.size();
  x[0];
};

/// Calls visit(entry) for each entry in turn; the entries of a const x are const.
template <class X, class Visit>
void for_each_entry(X& x, Visit&& visit) {
  if constexpr (std::is_arithmetic_v<std::remove_const_t<X>>) {
    visit(x);
  } else if constexpr (Rectangular<X>) {
    using Index = decltype(x.rows());
    for (Index i = 0; i < x.rows(); ++i)
      for (Index j = 0; j < x.cols(); ++j) visit(x(i, j));
  } else {
    for (auto& part : x) for_each_entry(part, visit);
  }
}

/// All entries as plain numbers.
template <class X>
std::vector<double> entries(const X& x) {
  std::vector<double> all;
  for_each_entry(x, [&](const auto& entry) { all.push_back(static_cast<double>(entry)); });
  return all;
}

/// A copy of x with other entries.
template <class X>
X with_entries(X x, const std::vector<double>& numbers) {
  std::size_t next = 0;
  for_each_entry(x, [&](auto& entry) {
    entry = static_cast<std::remove_reference_t<decltype(entry)>>(numbers[next++]);
  });
  return x;
}

/// Rows and columns; a vector has one column, a number one of each.
struct Shape {
  std::size_t rows = 1, columns = 1;

  bool operator==(const Shape&) const = default;
};

/// The shape of x. Of a vector of vectors, the first says how many columns there are.
template <class X>
Shape shape(const X& x) {
  if constexpr (std::is_arithmetic_v<X>) {
    return {};
  } else if constexpr (Rectangular<X>) {
    return {static_cast<std::size_t>(x.rows()), static_cast<std::size_t>(x.cols())};
  } else {
    const std::size_t rows = static_cast<std::size_t>(x.size());
    return {rows, rows == 0 ? 1 : shape(x[0]).rows};
  }
}

/// "x"; "x[0]", "x[1]", …; "x[0][0]", "x[0][1]", …
template <class X>
std::vector<std::string> entry_names(const X& x, const std::string& name = "x") {
  std::vector<std::string> names;
  if constexpr (std::is_arithmetic_v<X>) {
    names = {name};
  } else if constexpr (Rectangular<X>) {
    const auto [rows, columns] = shape(x);
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < columns; ++j)
        names.push_back(columns == 1 ? fmt::format("{}[{}]", name, i)
                        : rows == 1  ? fmt::format("{}[{}]", name, j)
                                     : fmt::format("{}[{}][{}]", name, i, j));
  } else {
    std::size_t i = 0;
    for (const auto& part : x)
      for (std::string& inner : entry_names(part, fmt::format("{}[{}]", name, i++)))
        names.push_back(std::move(inner));
  }
  return names;
}

}  // namespace stepgrad
