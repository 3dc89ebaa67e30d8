#include <stepgrad/story/mathml.hpp>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/story/math_names.hpp>
#include <stepgrad/story/matrix_story.hpp>

namespace stepgrad {
namespace {

using Kind = Math::Kind;

constexpr std::string_view minus_sign = "−", apply_function = "&#x2061;";

std::string element(std::string_view tag, std::string_view inside) {
  return fmt::format("<{0}>{1}</{0}>", tag, inside);
}

std::string mathml_sign(std::string_view text) {
  const std::string_view written = text == "-" ? minus_sign
                                 : text == "*" ? "⋅"
                                 : text == "x" ? "×"
                                 : text == ">" ? "&gt;"
                                               : text;
  return element("mo", written);
}

std::string mathml_symbol(std::string_view text) {
  if (text == "…") return element("mo", text);
  return element("mi", text == "pi" ? "π" : text == "inf" ? "∞" : text);
}

/// A letter is set in italics, a word upright, as <mi> does by itself.
std::string identifier(std::string_view text) {
  if (const Greek* letter = greek(text)) return element("mi", letter->letter);
  return element(!text.empty() && is_digits(text) ? "mn" : "mi", escaped(text));
}

std::string mathml_name(std::string_view given) {
  const auto [base, indices] = name_parts(given);
  if (indices.empty()) return identifier(base);
  std::string below;
  for (const std::string& index : indices)
    below += (below.empty() ? "" : element("mo", ",")) + identifier(index);
  if (indices.size() > 1) below = element("mrow", below);
  return element("msub", identifier(base) + below);
}

/// A function's name, its underscores as spaces.
std::string mathml_function(std::string_view given) {
  std::string text;
  for (const char c : given) text += c == '_' ? std::string("\u00a0") : std::string(1, c);
  return element("mi", escaped(text)) + element("mo", apply_function);
}

/// A fence grows with what it holds only if it has to: browsers give a growing one more room.
std::string mathml_fenced(std::string_view fence, const Math& inside) {
  const std::string_view closing = fence == "(" ? ")" : fence == "[" ? "]" : fence;
  const std::string_view fixed = is_tall(inside) ? "" : R"( stretchy="false")";
  return element("mrow",
                 fmt::format(R"(<mo form="prefix"{0}>{1}</mo>{2}<mo form="postfix"{0}>{3}</mo>)",
                             fixed, fence, mathml_inside(inside), closing));
}

/// A raised part; above an index it stands, not after it.
std::string raised(const Math& math) {
  const std::string base = mathml_inside(math.parts[0]), above = mathml_inside(math.parts[1]);
  constexpr std::string_view open = "<msub>", close = "</msub>";
  if (math.parts[0].kind != Kind::name || !base.starts_with(open))
    return element("msup", base + above);
  return element("msubsup",
                 base.substr(open.size(), base.size() - open.size() - close.size()) + above);
}

}  // namespace

std::string mathml_inside(const Math& math) {
  const auto part = [&](std::size_t i) { return mathml_inside(math.parts[i]); };
  switch (math.kind) {
    case Kind::number:
      return element("mn", math.text);
    case Kind::symbol:
      return mathml_symbol(math.text);
    case Kind::name:
      return mathml_name(math.text);
    case Kind::words:
      return element("mtext", "\u00a0" + escaped(math.text));
    case Kind::blank:
      return R"(<mspace class="blank" width="5em" height="1em" depth="0.3em"></mspace>)";
    case Kind::infix: {
      std::string row = part(0);
      for (std::size_t i = 1; i < math.parts.size(); ++i) row += mathml_sign(math.text) + part(i);
      return element("mrow", row);
    }
    case Kind::minus:
      return element("mrow", element("mo", minus_sign) + part(0));
    case Kind::fraction:
      return element("mfrac", part(0) + part(1));
    case Kind::power:
    case Kind::index:
      return raised(math);
    case Kind::root:
      return element("msqrt", part(0));
    case Kind::partial:
      return element("mrow", element("mi", math.text.empty() ? "∂" : math.text) + part(0));
    case Kind::call:
      return element("mrow", mathml_function(math.text) + mathml_fenced("(", math.parts[0]));
    case Kind::fenced:
      return mathml_fenced(math.text, math.parts[0]);
    case Kind::row: {
      std::string row;
      for (std::size_t i = 0; i < math.parts.size(); ++i) row += part(i);
      return element("mrow", row);
    }
    case Kind::transposed:
      return element("msup", part(0) + element("mi", "T"));
    case Kind::signs:
      return element("mtext", escaped(as_formula(math)));
  }
  return "";
}

std::string as_mathml(const Math& math, Display display) {
  return fmt::format("<math{}>{}</math>", display == Display::block ? " display=\"block\"" : "",
                     mathml_inside(math));
}

std::string mathml_inside(const MatrixTrace::Numbers& matrix, bool transposed) {
  if (!is_small(matrix)) return element("mtext", escaped(summary(matrix)));
  const auto cell = [&](std::size_t i, std::size_t j) {
    const double number = transposed ? matrix(j, i) : matrix(i, j);
    return mathml_inside(math::number(std::stod(shown(number, matrix_digits))));
  };
  if (matrix.all.size() == 1) return cell(0, 0);
  const std::size_t rows = transposed ? matrix.columns : matrix.rows;
  const std::size_t columns = transposed ? matrix.rows : matrix.columns;
  std::string table;
  for (std::size_t i = 0; i < rows; ++i) {
    std::string row;
    for (std::size_t j = 0; j < columns; ++j) row += element("mtd", cell(i, j));
    table += element("mtr", row);
  }
  return element("mrow", element("mo", "[") + element("mtable", table) + element("mo", "]"));
}

std::string mathml_inside(const MatrixTrace& trace, const MatrixTrace::Words& words) {
  using Piece = MatrixTrace::Piece;
  std::string row;
  bool has_matrix = false;
  for (const Piece& piece : words) {
    if (piece.kind == Piece::Kind::text || piece.kind == Piece::Kind::ones) {
      row += mathml_inside(in_names(trace, {piece}));
      continue;
    }
    const MatrixTrace::Node& node = trace.node(piece.node);
    const MatrixTrace::Numbers& matrix =
        piece.kind == Piece::Kind::value ? node.value : node.gradient;
    if (!is_small(matrix)) return "";
    has_matrix = true;
    row += mathml_inside(matrix, piece.transposed);
  }
  return has_matrix ? element("mrow", row) : "";
}

}  // namespace stepgrad
