#include <stepgrad/scalar/formula_parser.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <numbers>
#include <optional>
#include <set>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/scalar/formula_scanner.hpp>

namespace stepgrad {
namespace {

using detail::Scanner;
using detail::Token;

constexpr int deepest_nesting = 200;

/// Functions that learners may look for, and how they are written here.
struct Alias {
  std::string_view word, write;
};
constexpr Alias aliases[] = {
    {"ln", "log(x)"},
    {"lg", "log10(x)"},
    {"power", "x^n"},
    {"sine", "sin(x)"},
    {"cosine", "cos(x)"},
    {"tangent", "tan(x)"},
    {"arcsin", "asin(x)"},
    {"arccos", "acos(x)"},
    {"arctan", "atan(x)"},
    {"arctan2", "atan2(y, x)"},
    {"arcsinh", "asinh(x)"},
    {"arccosh", "acosh(x)"},
    {"arctanh", "atanh(x)"},
    {"logistic", "sigmoid(x)"},
    {"silu", "swish(x)"},
    {"logsigmoid", "log_sigmoid(x)"},
    {"leakyrelu", "leaky_relu(x)"},
    {"sgn", "sign(x)"},
    {"ceiling", "ceil(x)"},
    {"round", "floor(x + 0.5)"},
    {"maximum", "max(a, b)"},
    {"minimum", "min(a, b)"},
    {"clip", "clamp(x, lo, hi)"},
    {"where", "select([x > 0], a, b)"},
    {"average", "mean(a, b, c)"},
    {"product", "a * b * c"},
    {"softmax", "exp(a - log_sum_exp(a, b, c))"},
    {"logsumexp", "log_sum_exp(a, b)"},
    {"lse", "log_sum_exp(a, b)"},
};

constexpr std::size_t many = SIZE_MAX;
constexpr Composition composed_functions[] = {
    {"max", "max(a1, a2, ...)", "max(max(a1, a2), ...)", "The largest of many.", 2, many},
    {"min", "min(a1, a2, ...)", "min(min(a1, a2), ...)", "The smallest of many.", 2, many},
    {"mean", "mean(a1, a2, ...)", "sum(a1, a2, ...) / n", "The mean of n numbers.", 1, many},
    {"clamp", "clamp(x, lo, hi)", "max(lo, min(x, hi))", "x, or the nearest number from lo to hi.",
     3, 3},
    {"select", "select(c, a, b)", "mask(a, c) + mask(b, [c = 0])",
     "a where c is not 0, else b; the value of the other does not count.", 3, 3},
};

/// "3 arguments", "1 or more arguments".
std::string arguments(std::size_t least, bool or_more) {
  return fmt::format("{}{} argument{}", least, or_more ? " or more" : "",
                     least == 1 && !or_more ? "" : "s");
}

const Composition* find_composition(std::string_view name) {
  const auto found = std::ranges::find(composed_functions, name, &Composition::name);
  return found == std::end(composed_functions) ? nullptr : found;
}

class Parser {
 public:
  Parser(std::string_view source, const Bindings& bound)
      : source_(source), bound_(bound), scanner_(source_) {
    if (const std::size_t bad = invalid_utf8(source); bad != std::string_view::npos)
      throw Error("the formula is not UTF-8 text", fmt::format("byte {}", bad + 1),
                  "Save or type it as UTF-8.");
    formula_.source = source;
  }

  Formula formula() {
    advance();
    std::optional<Id> output;
    for (;;) {
      while (token_.kind == Token::Kind::separator) advance();
      if (token_.kind == Token::Kind::end) break;
      output = statement();
      if (token_.kind != Token::Kind::separator && token_.kind != Token::Kind::end) unexpected();
    }
    if (!output) throw Error("the formula is empty", "", "Try \"x * y\" x=2 y=3.");
    formula_.output = *output;
    return std::move(formula_);
  }

 private:
  using Term = Formula::Term;
  using Kind = Formula::Kind;

  // statement = [ name "=" ] expression
  Id statement() {
    if (token_.kind != Token::Kind::name) return expression();
    const Token name = token_;
    const Scanner before = scanner_;
    advance();
    if (!is("=")) {
      scanner_ = before;
      token_ = name;
      return expression();
    }
    advance();
    if (is("="))
      fail("'==' does not belong in a formula", token_, "write one '=' to name a result");
    const std::size_t first_new = formula_.terms.size();
    return define(name, expression(), first_new);
  }

  /// Lets a name stand for a term from here on.
  Id define(const Token& name, Id term, std::size_t first_new) {
    const std::string key(name.text);
    const auto number = plain_number(term);
    const auto known = names_.find(name.text);
    if (known != names_.end() && !(number && awaits_number(known->second, key)))
      defined_again(name, known->second, first_new);
    if (constants_used_.contains(name.text))
      fail(fmt::format("'{}' has been used as a constant", key), name,
           "Move this statement up, before the first use, or give the result another name.");
    if (number) {
      formula_.terms.resize(first_new);
      const Id place = known != names_.end() ? known->second : input(name);
      formula_.terms[place].number = *number;
      formula_.terms[place].has_number = true;
      return place;
    }
    if (bound_.contains(key))
      fail(fmt::format("'{}' is computed by the formula, so it cannot be given a number", key),
           name, fmt::format("leave {}=... away, or give the result another name", key));
    names_.emplace(key, term);
    if (formula_.terms[term].name.empty() && formula_.terms[term].kind == Kind::operation)
      formula_.terms[term].name = key;
    return term;
  }

  /// Is this the input with that name (not another name of it), and without a number of its own?
  bool awaits_number(Id term, std::string_view name) const {
    const Term& input = formula_.terms[term];
    return input.kind == Kind::input && input.name == name && !input.has_number;
  }

  /// The number, if the term is nothing but one, with or without a sign.
  std::optional<double> plain_number(Id term) const {
    const Term& last = formula_.terms[term];
    if (last.kind == Kind::number) return last.number;
    if (last.kind != Kind::operation || *last.row != op::neg) return std::nullopt;
    const Term& operand = formula_.terms[last.operands[0]];
    return operand.kind == Kind::number ? std::optional(-operand.number) : std::nullopt;
  }

  // expression = term { ( "+" | "-" ) term }
  Id expression() {
    Id left = term();
    while (is("+") || is("-")) {
      const Token symbol = take();
      const Id right = term();
      left = operation(symbol.text == "+" ? op::add : op::sub, {left, right}, symbol);
    }
    return left;
  }

  // term = signed { ( "*" | "/" ) signed }
  Id term() {
    Id left = signed_power();
    while (is("*") || is("/")) {
      const Token symbol = take();
      if (is("*") && symbol.text == "*")
        fail("'**' is a power in Python; here it is '^'", symbol, "write x^2", 2);
      const Id right = signed_power();
      left = operation(symbol.text == "*" ? op::mul : op::div, {left, right}, symbol);
    }
    return left;
  }

  // signed = ( "-" | "+" ) signed | power
  Id signed_power() {
    const Depth depth(*this);
    if (is("+")) {
      take();
      return signed_power();
    }
    if (!is("-")) return power();
    const Token symbol = take();
    const Id operand = signed_power();
    return operation(op::neg, {operand}, symbol);
  }

  // power = atom [ "^" signed ]
  Id power() {
    const Id base = atom();
    if (!is("^")) return base;
    const Token symbol = take();
    const Id exponent = signed_power();
    return operation(op::pow, {base, exponent}, symbol);
  }

  // atom = number | name | function "(" … ")" | "(" expression ")" | "[" comparison "]"
  Id atom() {
    if (token_.kind == Token::Kind::number) return number(take());
    if (token_.kind == Token::Kind::name) {
      const Token name = take();
      return is("(") ? call(name) : variable(name);
    }
    if (is("(")) {
      const Token open = enter();
      const Id inner = expression();
      leave(open, ")");
      return inner;
    }
    if (is("[")) return bracket();
    if (token_.kind == Token::Kind::end || token_.kind == Token::Kind::separator)
      fail("something is missing here", token_,
           token_.text == "\n" ? "A number, a name or '(' should follow. Only inside parentheses "
                                 "may it stand on the next line."
                               : "A number, a name or '(' should follow.");
    fail(fmt::format("'{}' is not expected here", token_.text), token_,
         "A number, a name or '(' should stand here.");
  }

  // "[" expression ( ">" | "<" | "=" ) expression "]"
  Id bracket() {
    const Token open = enter();
    const Id left = expression();
    if (!is(">") && !is("<") && !is("="))
      fail("a comparison should stand in [ ]", token_, "write [x > 0]: 1 where it is true, else 0");
    const Token symbol = take();
    if (is("="))
      fail(fmt::format("'{}=' does not belong in a formula", symbol.text), symbol,
           symbol.text == "=" ? "write one '='"
                              : fmt::format("write [a {} b] + [a = b]", symbol.text),
           2);
    const Id right = expression();
    leave(open, "]");
    if (symbol.text == "=") return operation(op::equal, {left, right}, symbol);
    return symbol.text == ">" ? operation(op::greater, {left, right}, symbol)
                              : operation(op::greater, {right, left}, symbol);
  }

  // function "(" expression { "," expression } ")"
  Id call(const Token& name) {
    const op::Op* row = op::find(name.text);
    const Composition* composition = find_composition(name.text);
    if (!row && !composition) unknown_function(name);
    const Token open = enter();
    std::vector<Id> operands;
    if (!is(")")) {
      operands.push_back(expression());
      while (is(",")) {
        take();
        operands.push_back(expression());
      }
    }
    leave(open, ")");
    if (composition && (!row || operands.size() > 2)) return composed(*composition, operands, name);
    check_count(*row, operands.size(), name);
    return operation(*row, std::move(operands), name);
  }

  /// A function that is made of several rows.
  Id composed(const Composition& function, const std::vector<Id>& x, const Token& name) {
    const auto made = [&](const op::Op& row, std::vector<Id> operands) {
      return operation(row, std::move(operands), name);
    };
    const auto number = [&](double value) {
      return add({.kind = Kind::number, .number = value, .position = name.position});
    };
    if (x.size() < function.least || x.size() > function.most)
      fail(fmt::format("{} takes {}, not {}", function.name,
                       arguments(function.least, function.most == many), x.size()),
           name, fmt::format("{} is {}", function.written, function.definition));
    if (function.name == "mean")
      return made(op::div, {made(op::sum, x), number(static_cast<double>(x.size()))});
    if (function.name == "clamp") return made(op::max, {x[1], made(op::min, {x[0], x[2]})});
    if (function.name == "select") {
      const Id no = made(op::equal, {x[0], number(0)});
      return made(op::add, {made(op::mask, {x[1], x[0]}), made(op::mask, {x[2], no})});
    }
    const op::Op& row = function.name == "max" ? op::max : op::min;
    Id best = x[0];
    for (std::size_t i = 1; i < x.size(); ++i) best = made(row, {best, x[i]});
    return best;
  }

  void check_count(const op::Op& row, std::size_t count, const Token& name) {
    if (const auto takes = static_cast<std::size_t>(row.arity);
        row.arity != op::any && count != takes)
      fail(fmt::format("{} takes {}, not {}", row.name,
                       arguments(takes, find_composition(row.name) != nullptr), count),
           name, fmt::format("{} is {}", row.name, row.definition));
    if (row.arity == op::any && count == 0)
      fail(fmt::format("{} needs at least one argument", row.name), name,
           fmt::format("{} is {}", row.name, row.definition));
    if (row == op::dot && count % 2 != 0)
      fail(fmt::format("dot takes two vectors of one length, not {} numbers", count), name,
           "give the first vector, then the second: dot(a1, a2, b1, b2)");
  }

  Id number(const Token& text) {
    const auto value = read_number(text.text);
    if (!value) unreadable_number(text);
    if (token_.kind == Token::Kind::name || is("("))
      fail("a '*' is missing", token_,
           fmt::format("write {}*{}", text.text, is("(") ? "(...)" : token_.text));
    return add({.kind = Kind::number, .number = *value, .position = text.position});
  }

  Id variable(const Token& name) {
    if (const auto known = names_.find(name.text); known != names_.end()) return known->second;
    const bool given = bound_.contains(name.text);
    if (!given && (name.text == "pi" || name.text == "e")) {
      constants_used_.insert(name.text);
      return add({.kind = Kind::number,
                  .number = name.text == "pi" ? std::numbers::pi : std::numbers::e,
                  .position = name.position});
    }
    if (!given && op::find(name.text) &&
        (token_.kind == Token::Kind::name || token_.kind == Token::Kind::number))
      fail(fmt::format("{} is a function: its argument stands in parentheses", name.text), name,
           fmt::format("write {}({})", name.text, token_.text));
    return input(name);
  }

  Id input(const Token& name) {
    const Id place =
        add({.kind = Kind::input, .name = std::string(name.text), .position = name.position});
    names_.emplace(name.text, place);
    return place;
  }

  Id operation(const op::Op& row, std::vector<Id> operands, const Token& at) {
    return add({.kind = Kind::operation,
                .row = &row,
                .operands = std::move(operands),
                .position = at.position});
  }

  Id add(Term term) {
    formula_.terms.push_back(std::move(term));
    return static_cast<Id>(formula_.terms.size() - 1);
  }

  // ---- tokens

  bool is(std::string_view symbol) const {
    return token_.kind == Token::Kind::symbol && token_.text == symbol;
  }
  void advance() { token_ = scanner_.next(open_ > 0); }
  Token take() {
    const Token token = token_;
    advance();
    return token;
  }
  Token enter() {
    ++open_;
    return take();
  }
  void leave(const Token& open, std::string_view close) {
    if (!is(close)) {
      if (token_.kind == Token::Kind::end || token_.kind == Token::Kind::separator)
        fail(fmt::format("this '{}' is never closed", open.text), open,
             fmt::format("add a '{}'", close));
      if (is(")") || is("]"))
        fail(fmt::format("a '{}' cannot close a '{}'", token_.text, open.text), token_,
             fmt::format("write '{}'", close));
      unexpected();
    }
    --open_;
    advance();
  }

  /// Counts how deep the functions above call each other.
  struct Depth {
    explicit Depth(Parser& parser) : parser(parser) {
      if (++parser.depth_ > deepest_nesting)
        parser.fail(fmt::format("the formula is nested more than {} deep", deepest_nesting),
                    parser.token_,
                    "Name the inner parts in statements of their own: a = ...; b = f(a).");
    }
    ~Depth() { --parser.depth_; }
    Parser& parser;
  };

  // ---- what can be wrong

  [[noreturn]] void fail(const std::string& what, const Token& at, const std::string& mend,
                         std::size_t length = 0) const {
    throw Error(what, detail::marked(source_, at.position, length ? length : at.text.size()), mend);
  }

  [[noreturn]] void unexpected() {
    if (is(")") || is("]"))
      fail(fmt::format("'{}' closes nothing", token_.text), token_,
           "Take it away, or open one before it.");
    if (token_.kind == Token::Kind::number || token_.kind == Token::Kind::name || is("(") ||
        is("["))
      fail("an operator is missing", token_,
           "Multiplication is written with '*', statements end with ';'.");
    if (is("=")) fail("only a name can stand before '='", token_, "write name = expression");
    if (is(">") || is("<"))
      fail("a comparison stands in brackets", token_, "write [x > 0]: 1 where it is true, else 0");
    fail("a ',' stands only between the arguments of a function", token_,
         "Decimals are written with '.', statements end with ';'.");
  }

  [[noreturn]] void defined_again(const Token& name, Id known, std::size_t first_new) const {
    if (!awaits_number(known, name.text))
      fail(fmt::format("'{}' has a value already", name.text), name,
           "A name is given a value once; call the new result something else.");
    if (known >= first_new)
      fail(fmt::format("'{}' is computed from itself", name.text), name,
           "Call the new result something else.");
    fail(fmt::format("'{}' is used before it is computed", name.text), name,
         "Move this statement up, before the first use.");
  }

  [[noreturn]] void unreadable_number(const Token& number) const {
    const std::size_t last_point = number.text.rfind('.');
    if (last_point != std::string_view::npos && number.text.find_first_of(".eE") < last_point)
      fail(fmt::format("'{}' is not a number", number.text), number,
           "A number has one decimal point, before its exponent.");
    fail(fmt::format("'{}' is too large for a double", number.text), number,
         "The largest double is about 1.8e308.");
  }

  [[noreturn]] void unknown_function(const Token& name) const {
    if (names_.contains(name.text) || bound_.contains(name.text))
      fail(fmt::format("'{}' is not a function", name.text), name,
           fmt::format("to multiply, write {}*(...)", name.text));
    const std::string what = fmt::format("unknown function '{}'", name.text);
    for (const auto& [word, write] : aliases)
      if (word == name.text) fail(what, name, fmt::format("write {}", write));
    std::vector<std::string> known;
    for (const op::Op* row : op::all) known.emplace_back(row->name);
    for (const Composition& function : compositions()) known.emplace_back(function.name);
    fail(
        what, name,
        did_you_mean(name.text, known,
                     fmt::format("'stepgrad ops' lists the functions; to multiply, write {}*(...).",
                                 name.text)));
  }

  std::string source_;
  const Bindings& bound_;
  Scanner scanner_;
  Token token_{};
  Formula formula_;
  std::map<std::string, Id, std::less<>> names_;
  std::set<std::string_view> constants_used_;
  int depth_ = 0;
  int open_ = 0;
};

}  // namespace

std::span<const Composition> compositions() { return composed_functions; }

Formula parse(std::string_view source, const Bindings& bound) {
  return Parser(source, bound).formula();
}

}  // namespace stepgrad
