#include <stepgrad/matrix/trace.hpp>

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
      : node_(node), letters_(words.operands), number_(words.number) {
    const MatrixTrace::Numbers& first = trace.node(node.operands[0]).value;
    samples_ = first.columns;
    entries_ = first.all.size();
  }

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
    else if (name == "k")
      number(shown(number_));
    else if (name == "s")
      number(fmt::format("{}", samples_));
    else if (name == "n")
      number(fmt::format("{}", entries_));
    else
      text(name);
  }

  /// A vector of ones stands beside a matrix; a number 1 does not.
  bool is_ones() const {
    if (words_[at_] != '1') return false;
    const bool transposed = at_ + 1 < words_.size() && words_[at_ + 1] == '\'';
    const bool beside = at_ >= 2 && words_[at_ - 1] == ' ' &&
                        (is_letter(words_[at_ - 2]) || words_[at_ - 2] == ')');
    return transposed || beside;
  }
  void ones() {
    ++at_;
    read_.push_back(
        {.kind = Piece::Kind::ones, .length = node_.value.columns, .transposed = transposed()});
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
  const std::string_view letters_;
  const double number_;
  std::size_t samples_, entries_;
  std::string_view words_;
  std::size_t at_ = 0;
  Words read_;
};

bool uses_column(const MatrixTrace& trace, const MatrixTrace::Node& node,
                 const OperationWords& words) {
  return words.operands == "AB" && node.value.columns > 1 &&
         trace.node(node.operands[1]).value.columns == 1;
}

/// The column B, once for every sample, is B 1'.
std::string with_column(std::string_view words) {
  const bool bare = words == "A + B" || words == "A - B";
  std::string result;
  for (const char c : words)
    if (c == 'B')
      result += bare ? "B 1'" : "(B 1')";
    else
      result += c;
  return result;
}

}  // namespace

Words definition_of(const MatrixTrace& trace, const MatrixTrace::Node& node,
                    const OperationWords& words) {
  return Reader(trace, node, words)
      .read(uses_column(trace, node, words) ? with_column(words.definition)
                                            : std::string(words.definition));
}

Words where_of(const MatrixTrace& trace, const MatrixTrace::Node& node,
               const OperationWords& words) {
  return Reader(trace, node, words).read(words.where);
}

Words rule_of(const MatrixTrace& trace, const MatrixTrace::Node& node, std::size_t operand,
              const OperationWords& words) {
  std::string rule(words.rule[operand]);
  if (uses_column(trace, node, words)) {
    rule = with_column(rule);
    if (operand == 1) rule = rule.find(' ') == std::string::npos ? rule + " 1" : "(" + rule + ") 1";
  }
  return Reader(trace, node, words).read(rule);
}

void name_nodes(MatrixTrace& trace, const std::vector<char>& letters) {
  const auto is_output = [&](const MatrixTrace::Node& node) { return node.id == trace.output; };
  std::map<std::string, int, std::less<>> alike;
  for (MatrixTrace::Node& node : trace.nodes) {
    if (is_output(node)) continue;
    if (node.name.empty()) node.name = std::string(1, letters[node.id]);
    ++alike[node.name];
  }
  trace.nodes[trace.output].name = "L";
  std::set<std::string, std::less<>> taken{"L"};
  for (const auto& [name, count] : alike)
    if (count == 1) taken.insert(name);
  std::map<std::string, int, std::less<>> given;
  for (MatrixTrace::Node& node : trace.nodes) {
    if (is_output(node) || (alike[node.name] == 1 && node.name != "L")) continue;
    std::string name;
    do name = fmt::format("{}{}", node.name, ++given[node.name]);
    while (!taken.insert(name).second);
    node.name = name;
  }
}

}  // namespace stepgrad::detail
