#include <stepgrad/check/report.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t wide = 76;  // Catch2 indents a matcher's text and wraps it at 80

struct Band {
  double upto;
  std::string_view name;
};
constexpr std::array<Band, 4> bands{
    {{1e-7, "happy"},
     {1e-4, "fine where there are kinks"},
     {1e-2, "suspicious"},
     {std::numeric_limits<double>::infinity(), "almost surely wrong"}}};

/// How bad a relative error is; one that is not a number is worst.
double badness(double relative_error) {
  return std::isnan(relative_error) ? std::numeric_limits<double>::infinity() : relative_error;
}

/// Cells in columns, numbers to the right, the first and the last column to the left.
class Table {
 public:
  explicit Table(std::vector<std::string> heads) { add(std::move(heads)); }
  void add(std::vector<std::string> row) {
    widths_.resize(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) widths_[i] = std::max(widths_[i], columns(row[i]));
    rows_.push_back(std::move(row));
  }
  /// Line i without its last cell, which may be coloured.
  std::string line(std::size_t i) const {
    std::string line;
    for (std::size_t j = 0; j + 1 < widths_.size(); ++j) {
      const std::string padding(widths_[j] - columns(rows_[i][j]), ' ');
      line += j == 0 ? rows_[i][j] + padding : "  " + padding + rows_[i][j];
    }
    return line + "  ";
  }
  const std::string& last(std::size_t i) const { return rows_[i].back(); }
  std::size_t size() const { return rows_.size(); }
  const std::vector<std::vector<std::string>>& rows() const { return rows_; }

 private:
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> widths_;
};

std::string colored(std::string_view text, Verdict verdict, bool color) {
  if (!color) return std::string(text);
  const int code = verdict == Verdict::agree ? 32 : verdict == Verdict::disagree ? 31 : 33;
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::vector<const GradientEntry*> worst_first(const GradientReport& report) {
  std::vector<const GradientEntry*> order;
  for (const GradientEntry& entry : report.entries) order.push_back(&entry);
  std::ranges::stable_sort(order, [](const GradientEntry* a, const GradientEntry* b) {
    if (a->verdict != b->verdict) return a->verdict > b->verdict;
    return badness(a->relative_error()) > badness(b->relative_error());
  });
  return order;
}

/// As many digits of a number as the report has, or as tell it from the other.
std::string told_from(double number, double other, int digits) {
  while (digits < 17 && number != other && shown(number, digits) == shown(other, digits)) ++digits;
  return shown(number, digits);
}

Table table_of(const std::vector<const GradientEntry*>& entries, const GradientReport& report) {
  const bool has_forward =
      std::ranges::any_of(entries, [](const auto* entry) { return entry->forward.has_value(); });
  std::vector<std::string> heads{"", report.given};
  if (has_forward) heads.push_back("forward");
  for (const char* head : {"numerical", "abs err", "rel err", "h", "verdict"})
    heads.emplace_back(head);
  Table table(heads);
  for (const GradientEntry* entry : entries) {
    std::vector<std::string> row{entry->name};
    const bool differ = entry->verdict == Verdict::disagree || entry->verdict == Verdict::rounding;
    const auto digits = [&](double number, double other, int usual) {
      return differ ? told_from(number, other, usual) : shown(number, usual);
    };
    const double given = entry->given, forward = entry->forward.value_or(given);
    const bool unlike_forward = differ && forward != given;
    row.push_back(digits(given, unlike_forward ? forward : entry->numerical, 7));
    if (has_forward) row.push_back(entry->forward ? digits(forward, given, 7) : "");
    row.push_back(digits(entry->numerical, given, report.digits));
    row.push_back(shown(entry->absolute_error(), 2));
    row.push_back(shown(entry->relative_error(), 2));
    row.push_back(entry->step == 0 ? "-" : shown(entry->step, 2));
    row.push_back(in_words(entry->verdict));
    table.add(std::move(row));
  }
  return table;
}

/// "All 3 agree.", "It stands at a kink." or "Of 3, 2 agree and 1 disagrees."
std::string summary(const GradientReport& report) {
  const std::size_t all = report.entries.size();
  std::array<std::size_t, static_cast<std::size_t>(Verdict::disagree) + 1> counts{};
  for (const GradientEntry& entry : report.entries)
    ++counts[static_cast<std::size_t>(entry.verdict)];
  std::vector<std::string> parts;
  const auto say = [&](Verdict verdict, std::string_view one, std::string_view many) {
    const std::size_t count = counts[static_cast<std::size_t>(verdict)];
    if (count == all)
      parts = {count == 1   ? fmt::format("It {}.", one)
               : count == 2 ? fmt::format("Both {}.", many)
                            : fmt::format("All {} {}.", all, many)};
    else if (count > 0)
      parts.push_back(fmt::format("{} {}", count, count == 1 ? one : many));
  };
  say(Verdict::agree, "agrees", "agree");
  say(Verdict::disagree, "disagrees", "disagree");
  say(Verdict::kink, "stands at a kink", "stand at kinks");
  say(Verdict::noisy, "is noisy", "are noisy");
  say(Verdict::rounding, "is lost in rounding", "are lost in rounding");
  say(Verdict::outside, "is outside the domain", "are outside the domain");
  std::string result = parts.size() == 1 ? parts[0] : fmt::format("Of {}, {}.", all, listed(parts));
  const double largest = report.max_relative_error();
  if (report.verdict() != Verdict::agree || largest > report.tolerance) return result;
  return result +
         fmt::format(" The largest relative error is {}: {}.", shown(largest, 2), band(largest));
}

/// The summary first, and then the diagnosis of all, or of each of these entries.
std::vector<std::string> findings_of(const GradientReport& report,
                                     const std::vector<const GradientEntry*>& entries) {
  std::vector<std::string> findings{summary(report)};
  if (!report.diagnosis.empty()) findings.push_back(report.diagnosis);
  for (const GradientEntry* entry : entries)
    if (!entry->diagnosis.empty() && report.diagnosis.empty())
      findings.push_back(fmt::format("{}: {}", entry->name, entry->diagnosis));
  return findings;
}

std::string tableau_text(const GradientEntry& entry) {
  std::string result =
      fmt::format("\n{}: differences at h, h/2, h/4, ..., extrapolated row by row\n", entry.name);
  for (const std::vector<double>& row : entry.tableau) {
    std::string line = " ";
    for (const double number : row) line += " " + shown(number, 12);
    result += line + '\n';
  }
  return result;
}

/// What the columns and the verdicts mean.
std::string legend(const GradientReport& report) {
  std::string ranges;
  for (const auto& [upto, name] : bands)
    ranges += std::isinf(upto) ? fmt::format("beyond that {}", name)
                               : fmt::format("up to {} {}, ", shown(upto), name);
  return wrapped(fmt::format("rel err = |{0} - numerical| / max(|{0}|, |numerical|): {1}. Here up "
                             "to {2} agrees, or within 4 times the error that the numerical "
                             "derivative may have. It is made by {3}.",
                             report.given, ranges, shown(report.tolerance), report.method),
                 wide, 2);
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::agree:
      return "agree";
    case Verdict::kink:
      return "kink";
    case Verdict::noisy:
      return "noisy";
    case Verdict::rounding:
      return "rounding";
    case Verdict::outside:
      return "outside";
    case Verdict::disagree:
      break;
  }
  return "disagree";
}

std::string in_words(Verdict verdict) {
  return verdict == Verdict::agree    ? "agrees"
       : verdict == Verdict::disagree ? "DISAGREES"
                                      : std::string(name_of(verdict));
}

double GradientEntry::absolute_error() const { return std::abs(given - numerical); }

double GradientEntry::relative_error() const {
  const double larger = std::max(std::abs(given), std::abs(numerical));
  return larger == 0 ? 0 : given == numerical ? 0 : absolute_error() / larger;
}

void GradientReport::join(GradientReport other) {
  if (entries.empty())
    *this = std::move(other);
  else
    std::ranges::move(other.entries, std::back_inserter(entries));
}

Verdict GradientReport::verdict() const {
  Verdict worst = Verdict::agree;
  for (const GradientEntry& entry : entries) worst = std::max(worst, entry.verdict);
  return worst;
}

double GradientReport::max_relative_error() const {
  double largest = 0;
  for (const GradientEntry& entry : entries)
    if (badness(entry.relative_error()) > badness(largest)) largest = entry.relative_error();
  return largest;
}

std::string_view band(double relative_error) {
  return std::ranges::find_if(
             bands, [&](const Band& band) { return badness(relative_error) <= band.upto; })
      ->name;
}

std::vector<std::vector<std::string>> cells_of(const GradientReport& report) {
  return table_of(worst_first(report), report).rows();
}

std::vector<std::string> findings_of(const GradientReport& report) {
  return findings_of(report, worst_first(report));
}

std::string as_text(const GradientReport& report, bool color, std::size_t most) {
  if (report.entries.empty()) return "There is nothing to check: no inputs.\n";
  std::vector<const GradientEntry*> entries = worst_first(report);
  const std::size_t left_out = entries.size() - std::min(entries.size(), most);
  entries.resize(entries.size() - left_out);
  const Table table = table_of(entries, report);
  std::string result;
  for (std::size_t i = 0; i < table.size(); ++i)
    result += table.line(i) +
              (i == 0 ? table.last(0) : colored(table.last(i), entries[i - 1]->verdict, color)) +
              '\n';
  if (left_out > 0) result += fmt::format("... and {} more, none of them worse\n", left_out);
  const std::vector<std::string> findings = findings_of(report, entries);
  result += '\n' + wrapped(findings[0], wide);
  for (std::size_t i = 1; i < findings.size(); ++i) result += wrapped(findings[i], wide, 2);
  for (const GradientEntry* entry : entries)
    if (!entry->tableau.empty()) result += tableau_text(*entry);
  return result + '\n' + legend(report);
}

}  // namespace stepgrad
