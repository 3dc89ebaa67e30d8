#include <stepgrad/matrix/trace.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>

namespace stepgrad::detail {
namespace {

using Piece = MatrixTrace::Piece;
using Words = MatrixTrace::Words;

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

/// Reads the words of an operation (see MatrixOp) and puts matrices and numbers in the place of
/// letters.
class Reader {
 public:
  Reader(const MatrixTrace& trace, const MatrixTrace::Node& node, const OperationWords& words)
      : node_(node),
        first_(trace.node(node.operands[0]).value),
        letters_(words.operands),
        number_(words.number),
        own_(words.own),
        range_{words.first, words.last} {}

  Words read(std::string_view words) {
    words_ = words;
    while (at_ < words_.size())
      if (is_letter(words_[at_]))
        name();
      else if (is_ones())
        ones();
      else
        text(words_[at_++]);
    return std::move(read_);
  }

 private:
  void name() {
    const std::size_t start = at_;
    while (at_ < words_.size() && is_letter(words_[at_])) ++at_;
    const std::string_view name = words_.substr(start, at_ - start);
    const std::size_t operand = letters_.find(name);
    if (name.size() > 1)
      text(name);
    else if (operand != std::string_view::npos)
      matrix(Piece::Kind::value, node_.operands[operand]);
    else if (name == "Y")
      matrix(Piece::Kind::value, node_.id);
    else if (name == "G" || name == "g")
      matrix(Piece::Kind::gradient, node_.id, name == "g");
    else if (own_)
      text(name);
    else if (name == "k")
      number(shown(number_));
    else if (name == "s")
      number(fmt::format("{}", first_.columns));
    else if (name == "r")
      number(fmt::format("{}", first_.rows));
    else if (name == "n")
      number(fmt::format("{}", first_.all.size()));
    else if (name == "p" || name == "q")
      text(fmt::format("{}", range_[name == "q"]));
    else
      text(name);
  }

  /// A vector of ones stands beside a matrix; a number 1 does not.
  bool is_ones() const { return words_[at_] == '1' && (stands_after() || stands_before()); }
  bool stands_after() const {
    return at_ >= 2 && words_[at_ - 1] == ' ' &&
           (is_letter(words_[at_ - 2]) || words_[at_ - 2] == ')' || words_[at_ - 2] == '1');
  }
  bool stands_before() const {
    const std::string_view after = words_.substr(at_ + 1);
    return after.starts_with("'") ||
           (after.size() > 1 && after[0] == ' ' && after[1] >= 'A' && after[1] <= 'Z');
  }
  /// It is as long as the matrix with which it makes another, the larger of the first operand and
  /// the result, has rows (before that matrix) or columns (after it).
  void ones() {
    const MatrixTrace::Numbers& matrix = letters_ == "A" ? first_ : node_.value;
    const bool before = !stands_after() || words_.substr(at_ + 1).starts_with(" 1'");
    ++at_;
    read_.push_back({.kind = Piece::Kind::ones,
                     .length = before ? matrix.rows : matrix.columns,
                     .transposed = transposed()});
  }

  void matrix(Piece::Kind kind, std::size_t node, bool is_number = false) {
    read_.push_back({.kind = kind, .node = node, .transposed = transposed()});
    if (is_number) no_sign_after_number();
  }
  bool transposed() {
    const bool yes = at_ < words_.size() && words_[at_] == '\'';
    at_ += yes;
    return yes;
  }

  /// "2 * G" is written 2 G.
  void number(std::string_view digits) {
    text(digits);
    no_sign_after_number();
  }
  void no_sign_after_number() {
    if (words_.substr(at_).starts_with(" * ")) {
      text(' ');
      at_ += 3;
    }
  }

  void text(char c) {
    text(std::string_view(&c, 1));
    const bool last_digit =
        std::isdigit(static_cast<unsigned char>(c)) != 0 && (at_ == 1 || words_[at_ - 2] != '^');
    if (last_digit) no_sign_after_number();
  }
  void text(std::string_view more) {
    if (read_.empty() || read_.back().kind != Piece::Kind::text) read_.push_back({});
    read_.back().text += more;
  }

  const MatrixTrace::Node& node_;
  const MatrixTrace::Numbers& first_;  // operand
  const std::string_view letters_;
  const double number_;
  const bool own_;
  const std::array<std::size_t, 2> range_;
  std::string_view words_;
  std::size_t at_ = 0;
  Words read_;
};

/// How an operand is spread over a larger result: a column once for every sample, a row once for
/// every feature, a number everywhere.
enum class Spread { none, column, row, number };

Spread spread_of(const MatrixTrace& trace, const MatrixTrace::Node& node, std::size_t operand) {
  const MatrixTrace::Numbers& y = node.value;
  const MatrixTrace::Numbers& x = trace.node(node.operands[operand]).value;
  if (x.rows == y.rows && x.columns == y.columns) return Spread::none;
  if (x.all.size() == 1) return Spread::number;
  return x.columns < y.columns ? Spread::column : Spread::row;
}

/// Do the operands have the shape of the result, perhaps by being spread?
bool works_by_entry(const MatrixTrace& trace, const MatrixTrace::Node& node,
                    const OperationWords& words) {
  if (words.operands != "AB") return false;
  const MatrixTrace::Numbers& a = trace.node(node.operands[0]).value;
  const MatrixTrace::Numbers& b = trace.node(node.operands[1]).value;
  return std::max(a.rows, b.rows) == node.value.rows &&
         std::max(a.columns, b.columns) == node.value.columns;
}

/// Writes B 1' for a column B that is spread, and 1 B for a row; a number stays as it is.
std::string with_spreads(const MatrixTrace& trace, const MatrixTrace::Node& node,
                         const OperationWords& words, std::string_view text) {
  if (!works_by_entry(trace, node, words)) return std::string(text);
  const bool bare = text == "A + B" || text == "A - B";
  std::string result;
  for (const char c : text) {
    const Spread spread = c == 'A' || c == 'B' ? spread_of(trace, node, c == 'B') : Spread::none;
    const std::string written = spread == Spread::column ? std::string{c} + " 1'"
                              : spread == Spread::row    ? std::string("1 ") + c
                                                         : std::string{c};
    result += written.size() > 1 && !bare ? "(" + written + ")" : written;
  }
  return result;
}

/// What is used several times gets the sum over its uses.
std::string summed(const std::string& rule, Spread spread) {
  const std::string atom = rule.find(' ') == std::string::npos ? rule : "(" + rule + ")";
  switch (spread) {
    case Spread::column:
      return atom + " 1";
    case Spread::row:
      return "1' " + atom;
    case Spread::number:
      return "sum" + (atom == rule ? "(" + rule + ")" : atom);
    case Spread::none:
      break;
  }
  return rule;
}

}  // namespace

Words definition_of(const MatrixTrace& trace, const MatrixTrace::Node& node,
                    const OperationWords& words) {
  return Reader(trace, node, words).read(with_spreads(trace, node, words, words.definition));
}

Words where_of(const MatrixTrace& trace, const MatrixTrace::Node& node,
               const OperationWords& words) {
  return Reader(trace, node, words).read(words.where);
}

Words rule_of(const MatrixTrace& trace, const MatrixTrace::Node& node, std::size_t operand,
              const OperationWords& words) {
  const std::string rule = with_spreads(trace, node, words, words.rule[operand]);
  const Spread spread =
      works_by_entry(trace, node, words) ? spread_of(trace, node, operand) : Spread::none;
  return Reader(trace, node, words).read(summed(rule, spread));
}

bool is_number(const std::string& name) { return read_number(name).has_value(); }

void name_nodes(MatrixTrace& trace, const std::vector<char>& letters) {
  const auto is_output = [&](const MatrixTrace::Node& node) { return node.id == trace.output; };
  std::map<std::string, int, std::less<>> alike;
  for (MatrixTrace::Node& node : trace.nodes) {
    if (is_output(node) || node.kind == MatrixTrace::Kind::number) continue;
    if (node.name.empty()) node.name = std::string(1, letters[node.id]);
    ++alike[node.name];
  }
  MatrixTrace::Node& output = trace.nodes[trace.output];
  if (output.kind != MatrixTrace::Kind::operation || output.name.empty()) output.name = "L";
  std::set<std::string, std::less<>> taken{output.name};
  for (const auto& [name, count] : alike)
    if (count == 1) taken.insert(name);
  std::map<std::string, int, std::less<>> given;
  for (MatrixTrace::Node& node : trace.nodes) {
    if (is_output(node) || node.kind == MatrixTrace::Kind::number) continue;
    if (alike[node.name] == 1 && node.name != output.name) continue;
    std::string name;
    do name = fmt::format("{}{}", node.name, ++given[node.name]);
    while (!taken.insert(name).second);
    node.name = name;
  }
}

}  // namespace stepgrad::detail
