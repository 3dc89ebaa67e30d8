#include <stepgrad/plot/text_canvas.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr std::string_view in_bold = "1";

/// The dots of a character of braille, from its upper left to its lower right.
constexpr unsigned braille_bits[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

std::string braille(unsigned dots) {
  return {'\xe2', static_cast<char>(0xa0 | dots >> 6), static_cast<char>(0x80 | (dots & 0x3f))};
}

std::size_t whole(double number) { return static_cast<std::size_t>(std::lround(number)); }

Color pixel(const Bitmap& picture, std::size_t x, std::size_t y) {
  const auto channels = static_cast<std::size_t>(picture.colors);
  const std::uint8_t* bytes = &picture.bytes[(y * picture.width + x) * channels];
  return channels == 1 ? Color{bytes[0], bytes[0], bytes[0]} : Color{bytes[0], bytes[1], bytes[2]};
}

std::string rgb(Color color) {
  return fmt::format("2;{};{};{}", color.red, color.green, color.blue);
}

/// How dark the colour is, 0 … 1.
double ink(Color color) {
  return 1 - (0.299 * color.red + 0.587 * color.green + 0.114 * color.blue) / 255;
}

}  // namespace

const TextPen& text_pen(std::size_t place) {
  static constexpr std::array<TextPen, 10> pens{{{"o", "●", "36", "#"},
                                                 {"x", "■", "33", "######  "},
                                                 {"+", "▲", "35", "##  "},
                                                 {"*", "◆", "32", "######  ##  "},
                                                 {"#", "▼", "31", "####    "},
                                                 {"%", "●", "34", "#"},
                                                 {"&", "■", "96", "######  "},
                                                 {"=", "▲", "93", "##  "},
                                                 {"s", "◆", "95", "######  ##  "},
                                                 {"v", "▼", "92", "####    "}}};
  return pens[place % pens.size()];
}

TextCanvas::TextCanvas(std::size_t columns, std::size_t rows, bool color)
    : columns_(columns), rows_(rows), color_(color), cells_(columns * rows) {}

void TextCanvas::lay(const Bitmap& picture) {
  if (picture.width == 0 || picture.height == 0) return;
  const auto part = [](std::size_t i, std::size_t of, std::size_t pixels) {
    return (2 * i + 1) * pixels / (2 * of);
  };
  for (std::size_t row = 0; row < rows_; ++row)
    for (std::size_t column = 0; column < columns_; ++column) {
      const std::size_t x = part(column, columns_, picture.width);
      Cell& cell = cells_[row * columns_ + column];
      cell.upper = pixel(picture, x, part(2 * row, 2 * rows_, picture.height));
      cell.lower = pixel(picture, x, part(2 * row + 1, 2 * rows_, picture.height));
    }
}

std::size_t TextCanvas::column_at(double x) const { return whole(x) / dots_across(); }
std::size_t TextCanvas::row_at(double y) const { return rows_ - 1 - whole(y) / dots_down(); }

TextCanvas::Cell& TextCanvas::cell_at(const Dot& at) {
  return cells_[row_at(at.y) * columns_ + column_at(at.x)];
}

void TextCanvas::dot(const Dot& at, std::size_t series) {
  if (!color_) return stamp(at, text_pen(series).plain, series);
  Cell& cell = cell_at(at);
  cell.dots |= braille_bits[3 - whole(at.y) % 4][whole(at.x) % 2];
  cell.series = series;
}

void TextCanvas::stamp(const Dot& at, std::string_view character,
                       std::optional<std::size_t> series) {
  Cell& cell = cell_at(at);
  cell.stamped = character;
  cell.series = series;
}

std::string TextCanvas::character(const Cell& cell) const {
  if (!cell.stamped.empty()) return std::string(cell.stamped);
  if (cell.dots != 0) return braille(cell.dots);
  if (!cell.upper) return " ";
  if (color_) return "▀";
  constexpr std::array<std::string_view, 4> shades{" ", "░", "▒", "▓"};
  const double dark = ink(mixed(*cell.upper, *cell.lower, 0.5));
  return std::string(shades[static_cast<std::size_t>(std::min(dark * 5, 3.0))]);
}

/// "" for what has no colour. Over a picture the palette's colours are darker, so that they stand
/// out from it.
std::string TextCanvas::style(const Cell& cell) const {
  if (!color_) return "";
  if (!cell.upper) {
    if (cell.is_blank()) return "";
    return std::string(cell.series ? text_pen(*cell.series).color : in_bold);
  }
  if (cell.is_blank()) return fmt::format("38;{};48;{}", rgb(*cell.upper), rgb(*cell.lower));
  constexpr Color black{0, 0, 0};
  constexpr double darker = 0.35;
  const Color pen = cell.series ? mixed(palette(*cell.series), black, darker) : black;
  return fmt::format("38;{};48;{}", rgb(pen), rgb(mixed(*cell.upper, *cell.lower, 0.5)));
}

std::string TextCanvas::row(std::size_t number) const {
  std::string text, run, run_style;
  for (std::size_t column = 0; column < columns_; ++column) {
    const Cell& cell = cells_[number * columns_ + column];
    const std::string style = this->style(cell);
    if (style != run_style) {
      text += colored(run_style, run, !run_style.empty());
      run.clear();
      run_style = style;
    }
    run += character(cell);
  }
  if (run_style.empty()) run.erase(run.find_last_not_of(' ') + 1);
  return text + colored(run_style, run, !run_style.empty());
}

}  // namespace stepgrad
