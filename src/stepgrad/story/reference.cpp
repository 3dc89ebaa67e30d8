#include <stepgrad/story/reference.hpp>

#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/elsewhere.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

/// How the operation is written in a formula: "a * b", "tanh(a)", "sum(a1, a2, ...)".
std::string usage(const op::Op& row) {
  if (row == op::greater || row == op::equal) return std::string(row.definition);
  if (row == op::neg) return "-a";
  if (row == op::dot) return "dot(a1, a2, ..., b1, b2, ...)";
  if (!row.symbol.empty()) return fmt::format("a {} b", row.symbol);
  if (row.arity == op::any) return fmt::format("{}(a1, a2, ...)", row.name);
  return fmt::format("{}({})", row.name, row.arity == 1 ? "a" : "a, b");
}

std::vector<std::string> probes(const op::Op& row) {
  std::vector<std::string> points;
  for (const op::Probe& probe : row.probes)
    points.push_back(row.arity == 1 ? shown(probe.a)
                                    : fmt::format("({}, {})", shown(probe.a), shown(probe.b)));
  return points;
}

std::string_view slope_name(int operand) { return operand == 0 ? "dy/da" : "dy/db"; }

/// Everything about one row.
std::string entry(const op::Op& row, bool color) {
  constexpr std::size_t width = 80;
  const std::string written = usage(row);
  std::string head = written;
  if (row.definition != written) head += fmt::format(" = {}", row.definition);
  if (written.find(row.name) == std::string::npos) head += fmt::format("   ({})", row.name);
  std::string text = colored("1", written, color) + wrapped(head, width, 4).substr(written.size());
  for (int i = 0; i < 2; ++i)
    if (!row.rule[i].empty())
      text += wrapped(fmt::format("    {} = {}", slope_name(i), row.rule[i]), width, 8);
  if (row.kink.gap) text += fmt::format("    at the kink {} {}\n", row.kink.where, row.kink.taken);
  for (const std::string& comparison : compared_with_others(row.name))
    text += wrapped(fmt::format("    {}.", comparison), width, 6);
  text += fmt::format("    {}\n", row.about);
  text += fmt::format("    Checked with a nudge at {}.\n", fmt::join(probes(row), ", "));
  return text;
}

}  // namespace

std::string as_text(std::span<const op::Op* const> rows, std::span<const Composition> made,
                    bool color) {
  std::string text =
      "The operations y = op(a, b), with their slopes. [a > b] is 1 where that is true,\n"
      "else 0; log is the natural logarithm; angles are in radians.\n";
  for (const op::Op* row : rows) text += "\n" + entry(*row, color);
  if (!made.empty()) text += "\nMade of several, whose slopes they have:\n";
  for (const Composition& function : made)
    text += fmt::format("\n{} = {}\n    {}\n", colored("1", std::string(function.written), color),
                        function.definition, function.about);
  return text;
}

std::string as_markdown(std::span<const op::Op* const> rows, std::span<const Composition> made) {
  std::string text =
      "| name | written | y = | slopes | about |\n"
      "|---|---|---|---|---|\n";
  for (const op::Op* row : rows) {
    std::string slopes = fmt::format("`{} = {}`", slope_name(0), row->rule[0]);
    if (!row->rule[1].empty()) slopes += fmt::format("<br>`dy/db = {}`", row->rule[1]);
    std::string about(row->about);
    if (row->kink.gap) about += fmt::format(" At {} {}.", row->kink.where, row->kink.taken);
    for (const std::string& comparison : compared_with_others(row->name))
      about += fmt::format(" {}.", comparison);
    text += fmt::format("| {} | `{}` | `{}` | {} | {} |\n", row->name, usage(*row), row->definition,
                        slopes, about);
  }
  for (const auto& [name, written, definition, about, least, most] : made)
    text += fmt::format("| {} | `{}` | `{}` | as made | {} |\n", name, written, definition, about);
  return text;
}

}  // namespace stepgrad
