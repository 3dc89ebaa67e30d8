#include <stepgrad/course/sentence.hpp>

#include <algorithm>
#include <map>
#include <span>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/scalar/formula_parser.hpp>

namespace stepgrad {
namespace {

// ---- mathematics

constexpr std::string_view round_d = "partial_";  // stands for ∂ in the formula language

/// The formula with its quoted parts, and each ∂, replaced by names that the formula language
/// knows.
struct Unquoted {
  std::string text;
  std::map<std::string, std::string, std::less<>> quoted;  // by the name that stands for it
};

Unquoted unquoted(std::string_view formula) {
  Unquoted result;
  const std::vector<std::string_view> pieces = split(formula, '\'');
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i % 2 == 0) {
      result.text += replaced(std::string(pieces[i]), "∂", round_d);
      continue;
    }
    const std::string name = fmt::format("quoted_{}", i);
    result.quoted[name] = pieces[i];
    result.text += name;
  }
  return result;
}

/// dF over dx: a derivative, not a quotient. So is partial_F over partial_x.
bool is_derivative(const op::Op& row, std::span<const Math> operands, std::string_view sign) {
  return row == op::div && std::ranges::all_of(operands, [sign](const Math& math) {
           return math.kind == Math::Kind::name && math.text.size() > sign.size() &&
                  math.text.starts_with(sign);
         });
}

Math derivative(std::span<const Math> operands, std::string_view sign, std::string_view shown) {
  std::vector<Math> parts;
  for (const Math& operand : operands)
    parts.push_back({.kind = Math::Kind::partial,
                     .text = std::string(shown),
                     .parts = {math::name(operand.text.substr(sign.size()))}});
  return {.kind = Math::Kind::fraction, .parts = std::move(parts), .binding = 4};
}

Math one_side(std::string_view side, const Unquoted& whole) {
  const Formula formula = parse(side);
  const auto leaf = [&](const Formula::Term& term) {
    if (term.kind == Formula::Kind::number) return math::constant(term.number);
    const auto quoted = whole.quoted.find(term.name);
    return quoted == whole.quoted.end() ? math::name(term.name) : math::words(quoted->second);
  };
  const auto apply = [](const op::Op& row, std::span<const Math> operands) {
    if (is_derivative(row, operands, "d")) return derivative(operands, "d", "d");
    if (is_derivative(row, operands, round_d)) return derivative(operands, round_d, "∂");
    return math::operation(row, operands);
  };
  return evaluate_terms<Math>(formula, leaf, apply)[formula.output];
}

// ---- sentences

/// Words, or what stands between two $.
struct Part {
  bool is_math;
  std::string_view text;
};

/// The next place of a $ that is none of `code`; npos if there is none.
std::size_t next_dollar(std::string_view sentence, std::size_t from) {
  bool in_code = false;
  for (std::size_t i = from; i < sentence.size(); ++i) {
    if (sentence[i] == '`') in_code = !in_code;
    if (sentence[i] == '$' && !in_code) return i;
  }
  return sentence.npos;
}

/// A $ without a partner is a part of the words, the last ones.
std::vector<Part> parts_of(std::string_view sentence) {
  std::vector<Part> parts;
  for (std::size_t at = 0;;) {
    const std::size_t begin = next_dollar(sentence, at);
    const std::size_t end = begin == sentence.npos ? begin : sentence.find('$', begin + 1);
    if (end == sentence.npos) {
      parts.push_back({false, sentence.substr(at)});
      return parts;
    }
    parts.push_back({false, sentence.substr(at, begin - at)});
    parts.push_back({true, sentence.substr(begin + 1, end - begin - 1)});
    at = end + 1;
  }
}

}  // namespace

Math mathematics(std::string_view formula) {
  const Unquoted readable = unquoted(formula);
  std::vector<Math> sides;
  for (const std::string_view side : split(readable.text, '='))
    sides.push_back(one_side(side, readable));
  return math::equation(sides);
}

std::string set_mathematics(std::string_view sentence, const Setter& setter,
                            const std::function<std::string(std::string_view)>& words) {
  std::string result;
  for (const auto& [is_math, text] : parts_of(sentence)) {
    if (!is_math) {
      result += words(text);
      continue;
    }
    try {
      result += setter(mathematics(text));
    } catch (const Error&) {
      result += words(fmt::format("${}$", text));
    }
  }
  return result;
}

std::string set_mathematics(std::string_view sentence, const Setter& setter) {
  return set_mathematics(sentence, setter,
                         [](std::string_view words) { return std::string(words); });
}

void check_mathematics(std::string_view sentence) {
  const std::vector<Part> parts = parts_of(sentence);
  if (next_dollar(parts.back().text, 0) != sentence.npos)
    throw Error("a $ has no partner", std::string(sentence),
                "Mathematics stands between two: $w * x$.");
  for (const auto& [is_math, text] : parts) {
    if (!is_math) continue;
    try {
      mathematics(text);
    } catch (const Error& error) {
      throw Error(fmt::format("the mathematics of a sentence cannot be read: ${}$", text),
                  error.what(),
                  "What the formula language does not know stands in quotes: $'f(x)'$.");
    }
  }
}

}  // namespace stepgrad
