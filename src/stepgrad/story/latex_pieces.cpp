#include <stepgrad/story/latex_pieces.hpp>

#include <cstdint>
#include <set>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

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

std::string latex_inline(const Math& math) { return fmt::format("${}$", latex(math)); }

std::string latex_row(const Math& equation, double line, std::string_view end) {
  const bool has_sides = equation.kind == Math::Kind::infix && equation.text == "=";
  const std::size_t sides = has_sides ? equation.parts.size() : 1;
  const auto side = [&](std::size_t i) -> const Math& {
    return has_sides ? equation.parts[i] : equation;
  };
  std::string row = latex(side(0));
  const double left = breadth(side(0));
  double used = left;
  for (std::size_t i = 1; i < sides; ++i) {
    const double wide = breadth(side(i)) + 1.3;
    const bool breaks = i > 1 && used + wide > line;
    row += fmt::format("{}{}= {}", breaks ? " \\\\*\n   " : " ", i == 1 || breaks ? "&" : "",
                       latex(side(i)));
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
