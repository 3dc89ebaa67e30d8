#include <stepgrad/story/latex.hpp>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/story/math_names.hpp>

namespace stepgrad {
namespace {

using Kind = Math::Kind;

bool is_ascii_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

/// A letter or digits: italic and upright by themselves.
std::string index(std::string_view text) {
  if (const Greek* letter = greek(text)) return fmt::format("\\{}", letter->command);
  if (is_ascii_word(text) && (is_letter(text) || is_digits(text))) return std::string(text);
  return is_ascii_word(text) ? fmt::format("\\mathrm{{{}}}", text)
                             : fmt::format("\\text{{{}}}", latex_text(text));
}

std::string latex_name(std::string_view given) {
  const auto [base, indices] = name_parts(given);
  const std::string above = index(base);
  if (indices.empty()) return above;
  if (above.starts_with("\\text")) return index(shown_whole(given));
  std::string below;
  for (const std::string& i : indices) below += (below.empty() ? "" : ",") + index(i);
  if (above.starts_with("\\mathrm")) return fmt::format("\\mathrm{{{}_{{{}}}}}", base, below);
  return fmt::format("{}_{{{}}}", above, below);
}

std::string_view latex_sign(std::string_view text) {
  if (text == "*") return " \\cdot ";
  if (text == "x") return " \\times ";
  if (text == ",") return ", ";
  if (text == "+") return " + ";
  if (text == "-") return " - ";
  return text == ">" ? " > " : " = ";
}

std::string_view latex_symbol(std::string_view text) {
  if (text == "pi") return "\\pi";
  if (text == "1") return "\\mathbf{1}";
  if (text == "inf") return "\\infty";
  if (text == "nan") return "\\mathrm{nan}";
  return text == "e" ? "e" : "\\ldots";
}

/// A function's name, its underscores as spaces.
std::string latex_function(std::string_view name) {
  constexpr std::string_view known[] = {"exp",    "log",  "sin",  "cos",  "tan", "arcsin", "arccos",
                                        "arctan", "sinh", "cosh", "tanh", "max", "min"};
  if (std::find(std::begin(known), std::end(known), name) != std::end(known))
    return fmt::format("\\{}", name);
  std::string upright;
  for (const char c : name) upright += c == '_' ? std::string("\\ ") : std::string(1, c);
  return fmt::format("\\mathrm{{{}}}", upright);
}

std::string latex_fenced(std::string_view fence, const Math& inside) {
  const std::string_view opening = fence == "|" ? "\\lvert " : fence;
  const std::string_view closing = fence == "(" ? ")" : fence == "[" ? "]" : " \\rvert";
  const bool tall = is_tall(inside);
  return fmt::format("{}{}{}{}{}", tall ? "\\left" : "", opening, as_latex(inside),
                     tall ? "\\right" : "", tall && fence == "|" ? "\\rvert" : closing);
}

/// Runs of letters among signs are set upright.
std::string signs(std::string_view words) {
  std::string tex, run;
  const auto finish = [&] {
    if (run.size() > 1)
      tex += fmt::format(R"(\text{{{}}})", run);
    else
      tex += run;
    run.clear();
  };
  for (const char c : words) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter || (c == ' ' && run.size() > 1)) {
      run += c;
      continue;
    }
    finish();
    tex += c == '*' ? R"(\circ )" : std::string(1, c);
  }
  finish();
  return tex;
}

// ---- documents

/// The characters of valid UTF-8 text that plain LaTeX has no letter for.
std::set<std::string> characters_without_a_letter(std::string_view text) {
  std::set<std::string> found;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    while (end < text.size() && (text[end] & 0xc0) == 0x80) ++end;
    const std::string_view character = text.substr(i, end - i);
    const bool accented_latin = character >= "\u00c0" && character <= "\u017e";
    if (end - i > 1 && !accented_latin && character != "…") found.emplace(character);
    i = end;
  }
  return found;
}

std::uint32_t code_point(std::string_view character) {
  std::uint32_t point = static_cast<unsigned char>(character[0]) & (0xff >> (character.size() + 1));
  for (const char c : character.substr(1)) point = point << 6 | (c & 0x3f);
  return point;
}

/// Makes TeX show such a character as its number in a box, whatever program compiles it.
std::string substitutes(std::string_view text) {
  std::string in_bytes, in_characters;
  for (const std::string& character : characters_without_a_letter(text)) {
    const std::string box = fmt::format("\\fbox{{\\scriptsize {:04X}}}", code_point(character));
    in_bytes +=
        fmt::format("  \\DeclareUnicodeCharacter{{{:04X}}}{{{}}}\n", code_point(character), box);
    in_characters +=
        fmt::format("  \\catcode`{0}=\\active \\protected\\def{0}{{{1}}}\n", character, box);
  }
  if (in_bytes.empty()) return "";
  return fmt::format(
      "% Letters that these fonts lack; take this away with a font that has them.\n"
      "\\ifdefined\\DeclareUnicodeCharacter\n{}\\else\n{}\\fi\n",
      in_bytes, in_characters);
}

}  // namespace

std::string latex_text(std::string_view given) {
  constexpr std::string_view dots = "…";
  std::string text = printable(given), result;
  const bool shortened = text.ends_with(dots);
  if (shortened) text.resize(text.size() - dots.size());
  for (const char c : text) {
    if (std::string_view("{}$&#_%").find(c) != std::string_view::npos)
      result += std::string("\\") + c;
    else if (c == '\\')
      result += "\\textbackslash{}";
    else if (c == '~')
      result += "\\textasciitilde{}";
    else if (c == '^')
      result += "\\textasciicircum{}";
    else if (c == '<')
      result += "\\textless{}";
    else if (c == '>')
      result += "\\textgreater{}";
    else if (c == '|')
      result += "\\textbar{}";
    else
      result += c;
  }
  return shortened ? result + "\\ldots{}" : result;
}

std::string as_latex(const Math& math) {
  const auto part = [&](std::size_t i) { return as_latex(math.parts[i]); };
  switch (math.kind) {
    case Kind::number:
      return math.text;
    case Kind::symbol:
      return std::string(latex_symbol(math.text));
    case Kind::name:
      return latex_name(math.text);
    case Kind::words:
      return fmt::format("\\text{{ {}}}", latex_text(math.text));
    case Kind::blank:
      return "\\underline{\\qquad\\qquad}";
    case Kind::infix: {
      std::string row = part(0);
      for (std::size_t i = 1; i < math.parts.size(); ++i)
        row += fmt::format("{}{}", latex_sign(math.text), part(i));
      return row;
    }
    case Kind::minus:
      return "-" + part(0);
    case Kind::fraction:
      return fmt::format("\\frac{{{}}}{{{}}}", part(0), part(1));
    case Kind::power:
    case Kind::index:
      return fmt::format("{}^{{{}}}", part(0), part(1));
    case Kind::root:
      return fmt::format("\\sqrt{{{}}}", part(0));
    case Kind::partial:
      return (math.text == "d" ? "\\mathrm{d} " : "\\partial ") + part(0);
    case Kind::call:
      return latex_function(math.text) + latex_fenced("(", math.parts[0]);
    case Kind::fenced:
      return latex_fenced(math.text, math.parts[0]);
    case Kind::row: {
      std::string row;
      for (std::size_t i = 0; i < math.parts.size(); ++i) row += part(i);
      return row;
    }
    case Kind::transposed:
      return part(0) + "^\\top";
    case Kind::signs:
      return signs(math.text);
  }
  return "";
}

std::string latex_inline(const Math& math) { return fmt::format("${}$", as_latex(math)); }

std::string latex_row(const Math& equation, double line, std::string_view end) {
  const bool has_sides = equation.kind == Math::Kind::infix && equation.text == "=";
  const std::size_t sides = has_sides ? equation.parts.size() : 1;
  const auto side = [&](std::size_t i) -> const Math& {
    return has_sides ? equation.parts[i] : equation;
  };
  std::string row = as_latex(side(0));
  const double left = breadth(side(0));
  double used = left;
  for (std::size_t i = 1; i < sides; ++i) {
    const double wide = breadth(side(i)) + 1.3;
    const bool breaks = i > 1 && used + wide > line;
    row += fmt::format("{}{}= {}", breaks ? " \\\\*\n   " : " ", i == 1 || breaks ? "&" : "",
                       as_latex(side(i)));
    used = (breaks ? left : used) + wide;
  }
  return row += end;
}

std::string latex_align(std::string_view rows) {
  return rows.empty() ? "" : fmt::format("\\begin{{align*}}\n{}\n\\end{{align*}}\n", rows);
}

std::string latex_document(const std::string& body) {
  return fmt::format(
      "\\documentclass[11pt,a4paper]{{article}}\n"
      "\\usepackage{{amsmath}}\n"
      "\\usepackage{{graphicx}}\n"
      "\\setlength{{\\textwidth}}{{16cm}}\n"
      "\\setlength{{\\oddsidemargin}}{{0cm}}\n"
      "\\setlength{{\\topmargin}}{{-1.5cm}}\n"
      "\\setlength{{\\textheight}}{{24.5cm}}\n"
      "\\setlength{{\\parindent}}{{0pt}}\n"
      "{}\\begin{{document}}\n\n{}\n\\end{{document}}\n",
      substitutes(body), body);
}

std::string latex_picture(const std::string& path) {
  return fmt::format(
      "\\begin{{center}}\n"
      "\\setbox0=\\hbox{{\\includegraphics{{\\detokenize{{{}}}}}}}\n"
      "\\ifdim\\wd0>\\linewidth \\resizebox{{\\linewidth}}{{!}}{{\\box0}}\\else\\box0\\fi\n"
      "\\end{{center}}\n",
      path);
}

}  // namespace stepgrad
