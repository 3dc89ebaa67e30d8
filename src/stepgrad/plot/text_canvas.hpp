// A drawing made of characters. Where a terminal shows colours, each character has 2 × 4 dots of
// braille, in the colour of the series that was drawn there last, over a picture if there is one.
// Otherwise a character is one dot, and each series has a letter or sign of its own.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/plot/bitmap.hpp>
#include <stepgrad/plot/palette.hpp>

namespace stepgrad {

/// How a series is drawn, by its place; the tenth is followed by the first.
struct TextPen {
  std::string_view plain;   // o x + …
  std::string_view shape;   // of a point, where there are colours: ● ■ ▲
  std::string_view color;   // ANSI code; it follows the terminal's own colours
  std::string_view dashes;  // of a curve, a dot each: "##  " is two dots drawn and two left out
};
const TextPen& text_pen(std::size_t place);

class TextCanvas {
 public:
  struct Dot {
    double x, y;  // from the left and from the bottom: 0 … last_x(), 0 … last_y()
  };

  TextCanvas(std::size_t columns, std::size_t rows, bool color);

  double last_x() const { return static_cast<double>(columns_ * dots_across() - 1); }
  double last_y() const { return static_cast<double>(rows_ * dots_down() - 1); }

  /// The character that a dot is in; rows are counted from the top.
  std::size_t column_at(double x) const;
  std::size_t row_at(double y) const;

  /// Lays the picture behind everything, stretched: two pixels a character, one above the other,
  /// or, without colours, ░▒▓ for the darkness of its parts.
  void lay(const Bitmap& picture);

  /// One dot of a curve.
  void dot(const Dot& at, std::size_t series);

  /// A character at a point, in bold if it is of no series.
  void stamp(const Dot& at, std::string_view character, std::optional<std::size_t> series);

  /// A row of characters, from the top.
  std::string row(std::size_t number) const;

 private:
  struct Cell {
    std::string_view stamped = {};
    unsigned dots = 0;  // of braille
    std::optional<std::size_t> series = {};
    std::optional<Color> upper = {}, lower = {};  // of the picture

    bool is_blank() const { return stamped.empty() && dots == 0; }
  };

  std::size_t dots_across() const { return color_ ? 2 : 1; }
  std::size_t dots_down() const { return color_ ? 4 : 1; }
  Cell& cell_at(const Dot& at);
  std::string character(const Cell& cell) const;
  std::string style(const Cell& cell) const;

  std::size_t columns_, rows_;
  bool color_;
  std::vector<Cell> cells_;  // row after row from the top
};

}  // namespace stepgrad
