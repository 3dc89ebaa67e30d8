#include <stepgrad/story/matrix_blocks.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/story/matrix_story.hpp>

namespace stepgrad {
namespace {

/// How many characters stand before the point.
std::size_t before_point(std::string_view number) {
  return std::min(number.find('.'), number.size());
}

/// The numbers of one column, point below point and equally wide.
std::vector<std::string> aligned(const std::vector<std::string>& numbers) {
  std::size_t before = 0, after = 0;
  for (const std::string& number : numbers) {
    before = std::max(before, before_point(number));
    after = std::max(after, number.size() - before_point(number));
  }
  std::vector<std::string> result;
  for (const std::string& number : numbers) {
    const std::size_t point = before_point(number);
    result.push_back(std::string(before - point, ' ') + number +
                     std::string(after - (number.size() - point), ' '));
  }
  return result;
}

struct Brackets {
  std::string_view left, right;
};
Brackets brackets(std::size_t line, std::size_t lines) {
  if (lines == 1) return {"[", "]"};
  if (line == 0) return {"⎡", "⎤"};
  return line + 1 == lines ? Brackets{"⎣", "⎦"} : Brackets{"⎢", "⎥"};
}

}  // namespace

Block block(std::string_view text) { return {{std::string(text)}, columns(text)}; }

Block block(const MatrixTrace::Numbers& matrix, bool transposed, std::string_view color) {
  const std::size_t rows = transposed ? matrix.columns : matrix.rows;
  const std::size_t across = transposed ? matrix.rows : matrix.columns;
  std::vector<std::string> lines(rows);
  std::size_t width = matrix.all.size() > 1 ? 2 : 0;  // of the brackets
  for (std::size_t j = 0; j < across; ++j) {
    std::vector<std::string> column;
    for (std::size_t i = 0; i < rows; ++i)
      column.push_back(shown(transposed ? matrix(j, i) : matrix(i, j), matrix_digits));
    column = aligned(column);
    for (std::size_t i = 0; i < rows; ++i) lines[i] += (j > 0 ? "  " : "") + column[i];
    width += column[0].size() + (j > 0 ? 2 : 0);
  }
  for (std::size_t i = 0; i < rows; ++i) {
    lines[i] = colored(color, lines[i], !color.empty());
    if (matrix.all.size() > 1)
      lines[i] = fmt::format("{}{}{}", brackets(i, rows).left, lines[i], brackets(i, rows).right);
  }
  return {lines, width};
}

Block beside(const std::vector<Block>& blocks) {
  std::size_t height = 0;
  for (const Block& block : blocks) height = std::max(height, block.lines.size());
  Block all{std::vector<std::string>(height), 0};
  for (const Block& block : blocks) {
    const std::size_t above = (height - block.lines.size()) / 2;
    for (std::size_t i = 0; i < height; ++i)
      all.lines[i] += i < above || i >= above + block.lines.size() ? std::string(block.width, ' ')
                                                                   : block.lines[i - above];
    all.width += block.width;
  }
  return all;
}

std::string laid_out(const std::vector<Block>& blocks, std::size_t width, std::size_t indent,
                     std::size_t gap) {
  std::string text;
  for (std::size_t i = 0; i < blocks.size();) {
    std::vector<Block> row{block(std::string(indent, ' ')), blocks[i]};
    std::size_t used = indent + blocks[i].width;
    for (++i; i < blocks.size() && used + gap + blocks[i].width <= width; ++i) {
      row.push_back(block(std::string(gap, ' ')));
      row.push_back(blocks[i]);
      used += gap + blocks[i].width;
    }
    for (std::string& line : beside(row).lines) {
      line.erase(line.find_last_not_of(' ') + 1);
      text += line + "\n";
    }
  }
  return text;
}

}  // namespace stepgrad
