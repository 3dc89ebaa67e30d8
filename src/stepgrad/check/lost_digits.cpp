#include <stepgrad/check/lost_digits.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>

namespace stepgrad {
namespace {

// The first that fits is taken, so the larger stand before their parts.
constexpr Remedy table[] = {
    {"log(1 + exp(u))", "softplus(u)"},
    {"log(exp(u) + exp(v))", "log_sum_exp(u, v)"},
    {"log(1 + u)", "log1p(u)"},
    {"log(1 - u)", "log1p(-u)"},
    {"log(sigmoid(u))", "-softplus(-u)"},
    {"(exp(u) - exp(-u)) / (exp(u) + exp(-u))", "tanh(u)"},
    {"exp(u) - 1", "expm1(u)"},
    {"-1 + exp(u)", "expm1(u)"},
    {"1 - exp(u)", "-expm1(u)"},
    {"exp(u) - exp(v)", "exp(v) * expm1(u - v)"},
    {"1 - cos(u)", "2 * sin(u / 2)^2"},
    {"cos(u) - 1", "-2 * sin(u / 2)^2"},
    {"1 - sigmoid(u)", "sigmoid(-u)"},
    {"sigmoid(u) - 1", "-sigmoid(-u)"},
    {"1 - tanh(u)", "2 * sigmoid(-2 * u)"},
    {"tanh(u) - 1", "-2 * sigmoid(-2 * u)"},
    {"1 - tanh(u)^2", "4 * sigmoid(2 * u) * sigmoid(-2 * u)"},
    {"u^2 - 1", "(u - 1) * (u + 1)"},
    {"1 - u^2", "(1 - u) * (1 + u)"},
    {"u^2 - v^2", "(u - v) * (u + v)"},
    {"u * u - v * v", "(u - v) * (u + v)"},
    {"sqrt(u^2 + v) - u", "v / (sqrt(u^2 + v) + u)"},
    {"sqrt(u + v) - sqrt(u)", "v / (sqrt(u + v) + sqrt(u))"},
    {"sqrt(u) - sqrt(v)", "(u - v) / (sqrt(u) + sqrt(v))"},
    {"sqrt(1 + u) - 1", "u / (sqrt(1 + u) + 1)"},
    {"log(u) - log(v)", "log(u / v)"},
    {"1 / u - 1 / v", "(v - u) / (u * v)"},
};

constexpr double worth_a_word = 1e-10;  // six of sixteen digits

const std::vector<std::pair<Formula, Formula>>& read_remedies() {
  static const auto read = [] {
    std::vector<std::pair<Formula, Formula>> all;
    for (const auto& [loses, keeps] : table) all.emplace_back(parse(loses), parse(keeps));
    return all;
  }();
  return read;
}

/// How far off a node may be, relative to itself; 0 where it is exact.
double relative_error(const Rounded& node) {
  return node.error() == 0 ? 0 : node.error() / std::abs(node.value);
}

/// A node that a remedy fits, and what its letters stand for there.
class Match {
 public:
  explicit Match(const Trace& trace) : trace_(trace) {}

  bool fits(const Formula& pattern, Id id) {
    bound_.clear();
    return fits(pattern, pattern.output, id);
  }
  Id bound(const std::string& letter) const { return bound_.at(letter); }

 private:
  bool fits(const Formula& pattern, std::size_t place, Id id) {
    const Formula::Term& term = pattern.terms[place];
    const Trace::Node& node = trace_.node(id);
    if (term.kind == Formula::Kind::number) return !node.row && node.value == term.number;
    if (term.kind == Formula::Kind::input) {
      const auto [entry, is_new] = bound_.emplace(term.name, id);
      return is_new || same(entry->second, id);
    }
    if (!node.row) return false;
    if (*term.row == op::pow && *node.row == op::square)
      return pattern.terms[term.operands[1]].number == 2 &&
             fits(pattern, term.operands[0], node.operands[0]);
    if (*term.row != *node.row || term.operands.size() != node.operands.size()) return false;
    const auto before = bound_;
    if (fit_in_turn(pattern, term, node.operands)) return true;
    bound_ = before;
    if (*term.row != op::add && *term.row != op::mul) return false;
    if (fit_in_turn(pattern, term, {node.operands[1], node.operands[0]})) return true;
    bound_ = before;
    return false;
  }

  bool fit_in_turn(const Formula& pattern, const Formula::Term& term,
                   const std::vector<Id>& operands) {
    for (std::size_t i = 0; i < operands.size(); ++i)
      if (!fits(pattern, term.operands[i], operands[i])) return false;
    return true;
  }

  /// Are they the same expression?
  bool same(Id one, Id other) const {
    if (one == other) return true;
    const Trace::Node &a = trace_.node(one), &b = trace_.node(other);
    if (a.kind != b.kind || a.row != b.row || a.kind == Trace::Kind::input) return false;
    if (!a.row) return a.value == b.value;
    return std::ranges::equal(a.operands, b.operands,
                              [&](Id of_a, Id of_b) { return same(of_a, of_b); });
  }

  const Trace& trace_;
  std::map<std::string, Id, std::less<>> bound_;
};

/// Tells the story of one trace.
class Story {
 public:
  Story(const Trace& trace, std::span<const Rounded> nodes)
      : trace_(trace), nodes_(nodes), words_(expressions(trace)) {}

  LostDigits told() const { return {cause(), remedy()}; }

 private:
  std::string cause() const {
    for (const auto& pattern :
         {&Story::vanished, &Story::absorbed, &Story::cancelled, &Story::shares_cancelled})
      if (std::string sentence = (this->*pattern)(); !sentence.empty()) return sentence;
    return "";
  }

  /// What is 0 only because it is too small for a double.
  std::string vanished() const {
    for (const Trace::Node& node : trace_.nodes)
      if (node.row && node.reached && node.value == 0 && nodes_[node.id].doubt > 0 &&
          nodes_[node.id].error() < 1e-300)
        return fmt::format("{} is too small for a double and becomes 0.", text(node.id));
    return "";
  }

  const std::string& text(Id id) const { return words_[id].text; }
  bool is_sum(const Trace::Node& node) const {
    return node.row && (*node.row == op::add || *node.row == op::sub);
  }

  /// The first sum of which little but rounding is left.
  std::string cancelled() const {
    const auto first = std::ranges::find_if(trace_.nodes, [&](const Trace::Node& node) {
      return is_sum(node) && node.reached && relative_error(nodes_[node.id]) > worth_a_word;
    });
    if (first == trace_.nodes.end()) return "";
    const auto number = [&](std::size_t i) {
      return shown(trace_.node(first->operands[i]).value, 10);
    };
    return fmt::format(
        "{} makes {} of {} and {}: "
        "their first digits cancel, and what is left is rounding.",
        text(first->id), shown(first->value, 3), number(0), number(1));
  }

  /// A sum in which an operand is lost altogether and is missed later.
  std::string absorbed() const {
    bool is_missed = false;
    for (const Trace::Node& node : trace_.nodes)
      is_missed = is_missed || (node.reached && relative_error(nodes_[node.id]) > worth_a_word);
    if (!is_missed) return "";
    for (const Trace::Node& node : trace_.nodes) {
      if (!is_sum(node) || !node.reached) continue;
      for (const std::size_t i : {0u, 1u}) {
        const Trace::Node& small = trace_.node(node.operands[i]);
        const Trace::Node& large = trace_.node(node.operands[1 - i]);
        if (small.value != 0 && large.value != 0 && std::abs(node.value) == std::abs(large.value) &&
            std::abs(small.value) < std::abs(large.value))
          return fmt::format(
              "{} is lost beside {} in {}: {} and {} are too far apart for the 16 "
              "digits of a double.",
              text(small.id), text(large.id), text(node.id), shown(small.value, 3),
              shown(large.value, 3));
      }
    }
    return "";
  }

  /// Shares that an input, or a node on the way to it, receives and that leave nothing.
  std::string shares_cancelled() const {
    std::map<Id, double> sizes;
    for (const Step& step : trace_.steps)
      sizes[step.to] = std::max(sizes[step.to], std::abs(step.contribution));
    for (const auto& [id, size] : sizes) {
      if (!(std::abs(trace_.node(id).grad) < worth_a_word * size * 1e4)) continue;
      return fmt::format(
          "The shares that {} receives, of the size of {}, all but cancel, and what "
          "is left is rounding.",
          text(id), shown(size, 3));
    }
    return "";
  }

  std::string remedy() const {
    Match match(trace_);
    for (const auto& [loses, keeps] : read_remedies())
      for (const Trace::Node& node : trace_.nodes) {
        if (!node.reached || !node.row || !(relative_error(nodes_[node.id]) > worth_a_word))
          continue;
        if (!match.fits(loses, node.id)) continue;
        const auto leaf = [&](const Formula::Term& term) {
          return term.kind == Formula::Kind::number ? written_number(term.number)
                                                    : words_[match.bound(term.name)];
        };
        const auto in_words = [&](const Formula& formula) {
          return evaluate_terms<Written>(formula, leaf, write_operation)[formula.output].text;
        };
        return fmt::format("Write {} for {}: it keeps its digits.", in_words(keeps),
                           in_words(loses));
      }
    return "";
  }

  const Trace& trace_;
  std::span<const Rounded> nodes_;
  std::vector<Written> words_;
};

}  // namespace

std::span<const Remedy> remedies() { return table; }

Written written(const Trace::Node& node) {
  return node.kind == Trace::Kind::constant ? written_number(node.value) : written_atom(node.name);
}

std::vector<Written> expressions(const Trace& trace) {
  constexpr std::size_t longest = 40;
  std::vector<Written> all;
  for (const Trace::Node& node : trace.nodes) {
    all.push_back(written(node));
    if (!node.row || node.named) continue;
    std::vector<Written> operands;
    for (const Id operand : node.operands) operands.push_back(all[operand]);
    const Written expression = write_operation(*node.row, operands);
    if (expression.text.size() <= longest) all.back() = expression;
  }
  return all;
}

LostDigits where_digits_went(const Trace& trace, std::span<const Rounded> nodes) {
  return Story(trace, nodes).told();
}

}  // namespace stepgrad
