#include <stepgrad/story/math_names.hpp>

#include <algorithm>
#include <iterator>

#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t most_columns = 24;

constexpr Greek letters[] = {
    {"alpha", "α", "alpha"},
    {"beta", "β", "beta"},
    {"gamma", "γ", "gamma"},
    {"delta", "δ", "delta"},
    {"epsilon", "ε", "varepsilon"},
    {"zeta", "ζ", "zeta"},
    {"eta", "η", "eta"},
    {"theta", "θ", "theta"},
    {"iota", "ι", "iota"},
    {"kappa", "κ", "kappa"},
    {"lambda", "λ", "lambda"},
    {"mu", "μ", "mu"},
    {"nu", "ν", "nu"},
    {"xi", "ξ", "xi"},
    {"pi", "π", "pi"},
    {"rho", "ρ", "rho"},
    {"sigma", "σ", "sigma"},
    {"tau", "τ", "tau"},
    {"upsilon", "υ", "upsilon"},
    {"phi", "φ", "varphi"},
    {"chi", "χ", "chi"},
    {"psi", "ψ", "psi"},
    {"omega", "ω", "omega"},
    {"Gamma", "Γ", "Gamma"},
    {"Delta", "Δ", "Delta"},
    {"Theta", "Θ", "Theta"},
    {"Lambda", "Λ", "Lambda"},
    {"Xi", "Ξ", "Xi"},
    {"Pi", "Π", "Pi"},
    {"Sigma", "Σ", "Sigma"},
    {"Phi", "Φ", "Phi"},
    {"Psi", "Ψ", "Psi"},
    {"Omega", "Ω", "Omega"},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Has it letters, digits and _ only? Whatever is not ASCII counts as a letter.
bool is_plain(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c & 0x80) || c == '_' || is_digit(c) || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
  });
}

}  // namespace

std::string shown_whole(std::string_view name) { return shortened(printable(name), most_columns); }

NameParts name_parts(std::string_view given) {
  const std::string name = shown_whole(given);
  std::vector<std::string> pieces;
  for (const std::string_view piece : split(name, '_')) pieces.emplace_back(piece);
  const bool has_gap = std::any_of(pieces.begin(), pieces.end(),
                                   [](const std::string& piece) { return piece.empty(); });
  if (has_gap || !is_plain(name)) return {name, {}};
  std::string base = pieces[0];
  pieces.erase(pieces.begin());
  const std::size_t letters_end = base.find_last_not_of("0123456789") + 1;
  if (letters_end > 0 && letters_end < base.size()) {
    pieces.insert(pieces.begin(), base.substr(letters_end));
    base.resize(letters_end);
  }
  return {base, pieces};
}

const Greek* greek(std::string_view text) {
  const auto found = std::find_if(std::begin(letters), std::end(letters), [&](const Greek& greek) {
    return text == greek.word || text == greek.letter;
  });
  return found == std::end(letters) ? nullptr : found;
}

bool is_letter(std::string_view text) {
  const auto starts = [](char c) { return (c & 0xc0) != 0x80; };
  return std::count_if(text.begin(), text.end(), starts) == 1 && !is_digits(text);
}

bool is_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

}  // namespace stepgrad
