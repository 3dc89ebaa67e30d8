#include "playground/formula.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/check/differentiable.hpp>
#include <stepgrad/story/json.hpp>

namespace stepgrad::playground {
namespace {

/// "x=-2 y=5" as numbers. Throws Error that says which word cannot be used.
Bindings read_numbers(std::string_view text) {
  Bindings numbers;
  for (const std::string_view word : split(text, ' ')) {
    if (word.empty()) continue;
    const std::size_t sign = word.find('=');
    const std::optional<double> number =
        sign == word.npos ? std::nullopt : read_number(word.substr(sign + 1));
    if (!number)
      throw Error(fmt::format("'{}' gives no input a number", printable(word)), "",
                  "Write x=-2 or x=1e-3.");
    numbers[std::string(word.substr(0, sign))] = *number;
  }
  return numbers;
}

/// What each input has: a number that was given, one of its own in the formula, the one that it had
/// before, or 1.
Bindings numbers_for(const Formula& formula, const Bindings& given, const Bindings& before) {
  Bindings numbers = given;
  for (const Formula::Term& term : formula.terms) {
    if (term.kind != Formula::Kind::input || given.contains(term.name)) continue;
    const auto old = before.find(term.name);
    numbers[term.name] = term.has_number ? term.number : old != before.end() ? old->second : 1;
  }
  return complete(formula, numbers);
}

/// How far a slider goes: 5 to both sides, or to the next power of ten above the number.
double reach(double number) {
  constexpr double usual = 5;
  if (!std::isfinite(number) || std::abs(number) <= usual) return usual;
  return std::pow(10, std::ceil(std::log10(std::abs(number))));
}

std::string row_of(std::string_view cell, const std::vector<std::string>& texts) {
  std::string row;
  for (const std::string& text : texts) row += fmt::format("<{0}>{1}</{0}>", cell, escaped(text));
  return fmt::format("<tr>{}</tr>", row);
}

/// An array of texts. Numbers need no escapes, and there are many.
std::string texts_as_json(const std::vector<std::string>& texts) {
  std::string json = "[";
  for (const std::string& text : texts) {
    if (json.size() > 1) json += ',';
    const bool is_plain = text.find_first_not_of("0123456789.+-e=infa ") == text.npos;
    json += is_plain ? fmt::format("\"{}\"", text) : json_text(text);
  }
  return json + "]";
}

/// Into the drawing of a whole trace: its nodes and edges say which numbers are theirs.
void renew_whole(Drawing& drawing, const Trace& trace) {
  const auto number_in = [](const std::string& id) { return std::stoul(id.substr(1)); };
  const std::optional<NonFinite> broken = first_non_finite(trace);
  for (Drawing::Node& node : drawing.nodes) {
    const Trace::Node& now = trace.node(static_cast<Id>(number_in(node.id)));
    node.value = now.value;
    if (node.gradient) node.gradient = now.grad;
    node.at_kink = at_kink(trace, now);
    node.breaks_down = broken && !broken->step && broken->node == now.id;
  }
  for (Drawing::Edge& edge : drawing.edges) {
    if (!edge.local) continue;
    const Step& step = trace.steps[number_in(edge.id) - 1];
    edge.local = step.local;
    if (edge.contribution) edge.contribution = step.contribution;
  }
}

}  // namespace

void FormulaSession::read(const std::string& source, std::string_view numbers, Flow flow) {
  const Bindings given = read_numbers(numbers);
  Formula formula = parse(source, given);
  Bindings bound = numbers_for(formula, given, numbers_);
  Trace traced = stepgrad::trace(formula, bound);
  sheets_ = sheets(traced);  // the last that may throw
  formula_ = std::move(formula);
  numbers_ = std::move(bound);
  stale_.assign(sheets_.all.size(), false);
  plans_.clear();
  for (const DiagramSheet& sheet : sheets_.all) plans_.push_back(circuit_plan(sheet.drawing, flow));
  film_ = stepgrad::moments(traced);
  find_sheets(film_, traced, sheets_);
  follow();
}

void FormulaSession::set(std::string_view input, double number) {
  const auto found = numbers_.find(input);
  if (found == numbers_.end())
    throw Error(fmt::format("there is no input '{}'", printable(input)), "", "");
  found->second = number;
  follow();
  stale_.assign(sheets_.all.size(), true);
}

void FormulaSession::follow() {
  panels_.reset();
  trace_ = stepgrad::trace(formula_, numbers_);
  panels_.emplace(trace_);
}

/// A sheet with the numbers that there are now. Where all is drawn these have known places; of parts,
/// the one that is looked at is drawn anew.
const DiagramSheet& FormulaSession::renewed(std::size_t i) const {
  DiagramSheet& sheet = sheets_.all.at(i);
  if (!stale_[i]) return sheet;
  stale_[i] = false;
  if (sheets_.parts)
    renew(sheet, sheets_, trace_);
  else
    renew_whole(sheet.drawing, trace_);
  return sheet;
}

std::string FormulaSession::inputs() const {
  std::vector<std::string> entries;
  for (const std::string& name : formula_.inputs()) {
    const double number = numbers_.find(name)->second, end = reach(number);
    entries.push_back(
        fmt::format(R"({{"name": {}, "number": "{}", "least": {}, "most": {}, "step": {}}})",
                    json_text(name), exact(number), -end, end, end / 500));
  }
  return json_lines(entries);
}

std::string FormulaSession::drawn() const { return texts_as_json(drawn_numbers(trace_, film_)); }

std::string FormulaSession::sheet(std::size_t i) const {
  const DiagramSheet& sheet = renewed(i);
  return sheet_html(sheet, circuit_picture(sheet.drawing, plans_.at(i)).svg);
}

std::string FormulaSession::texts(std::size_t i) const {
  return texts_as_json(circuit_texts(renewed(i).drawing, plans_.at(i)));
}

std::string FormulaSession::numbers() const {
  std::string text;
  for (const std::string& name : formula_.inputs())
    text +=
        fmt::format("{}{}={}", text.empty() ? "" : " ", name, exact(numbers_.find(name)->second));
  return text;
}

std::string FormulaSession::sentence() const {
  const Trace::Node& output = trace_.node(trace_.output);
  std::string text = fmt::format("{} is {}", output.name, shown(output.value));
  for (const Id id : trace_.inputs())
    text +=
        fmt::format(", the gradient of {} {}", trace_.node(id).name, shown(trace_.node(id).grad));
  return printable(text) + ".";
}

std::string FormulaSession::check() const {
  if (formula_.inputs().empty())
    return "<p>There are no inputs, so there is no gradient to check.</p>";
  const GradientReport report = check_formula(formula_, numbers_);
  std::vector<std::vector<std::string>> cells = cells_of(report);
  std::string html = "<table><thead>" + row_of("th", cells.front()) + "</thead><tbody>";
  for (std::size_t i = 1; i < cells.size(); ++i) html += row_of("td", cells[i]);
  html += "</tbody></table>";
  for (const std::string& finding : findings_of(report))
    html += fmt::format("<p>{}</p>", escaped(finding));
  return html;
}

std::string FormulaSession::json() const { return as_json(trace_); }

}  // namespace stepgrad::playground
