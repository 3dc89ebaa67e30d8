// Choices as tables: what can be chosen by its name is a row of a table, and the row says all about
// it.
//
// A row is a struct, or a pointer to one, with a `name` and what it is, `about`. The command line,
// the configuration of a run, the files of models and the trainer read the table; there is no other
// list of the names. Members of rows that every row must say have no default: leaving one out does
// not compile (CMakeLists.txt makes an error of -Wmissing-field-initializers where tables are).
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {

/// What a person may choose: a row without what the program does with it.
struct Named {
  std::string name, about;
};

namespace detail {
template <class Row>
const auto& row(const Row& item) {
  if constexpr (std::is_pointer_v<Row>)
    return *item;
  else
    return item;
}
}  // namespace detail

/// The names and sentences of a table, in its order.
template <class Table>
std::vector<Named> choices_of(const Table& table) {
  std::vector<Named> choices;
  for (const auto& item : table)
    choices.push_back({std::string(detail::row(item).name), std::string(detail::row(item).about)});
  return choices;
}

/// The names alone.
template <class Table>
std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  for (const auto& item : table) names.emplace_back(detail::row(item).name);
  return names;
}

/// The row of that name. Throws Error where there is none, with the nearest: "there is no loss
/// 'msee'", `what` being "loss".
template <class Table>
const auto& row_named(const Table& table, std::string_view what, std::string_view name) {
  for (const auto& item : table)
    if (detail::row(item).name == name) return detail::row(item);
  const std::vector<std::string> names = names_of(table);
  throw Error(fmt::format("there is no {} '{}'", what, shortened(printable(name), 40)), "",
              did_you_mean(name, names, fmt::format("Choose one of {}.", listed(names))));
}

}  // namespace stepgrad
