#include <stepgrad/plot/number_grid.hpp>

#include <algorithm>
#include <cmath>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/plot/palette.hpp>
#include <stepgrad/plot/svg_page.hpp>

namespace stepgrad {
namespace {

constexpr int digits_of_entry = 3;
constexpr std::size_t blue = 0, orange = 1;  // of the palette

void check(const NumberGrid& grid) {
  const bool rows = std::ranges::all_of(
      grid.rows, [&](const std::vector<double>& row) { return row.size() == grid.columns(); });
  const auto named = [](const std::vector<std::string>& names, std::size_t count) {
    return names.empty() || names.size() == count;
  };
  if (!rows || !named(grid.row_names, grid.rows.size()) ||
      !named(grid.column_names, grid.columns()))
    throw Error(fmt::format("the grid '{}' is no matrix with a name for each row or column",
                            printable(grid.name)),
                "", "Give rows of the same length, and as many names as there are, or none.");
}

double largest(std::span<const NumberGrid> grids) {
  double most = 0;
  for (const NumberGrid& grid : grids)
    for (const std::vector<double>& row : grid.rows)
      for (const double number : row)
        if (std::isfinite(number)) most = std::max(most, std::abs(number));
  return most;
}

Color cell_color(double number, double most) {
  if (!std::isfinite(number) || most == 0) return white;
  return mixed(white, palette(number < 0 ? orange : blue), 0.75 * std::abs(number) / most);
}

/// A grid as text: the head of its columns, if they have names, and its rows.
std::vector<std::string> lines_of(const NumberGrid& grid, bool color) {
  std::size_t names = 0;
  for (const std::string& name : grid.row_names) names = std::max(names, columns(name));
  std::vector<std::size_t> wide(grid.columns(), 0);
  for (std::size_t j = 0; j < grid.columns(); ++j) {
    if (!grid.column_names.empty()) wide[j] = columns(grid.column_names[j]);
    for (const std::vector<double>& row : grid.rows)
      wide[j] = std::max(wide[j], shown(row[j], digits_of_entry).size());
  }
  std::vector<std::string> lines;
  if (!grid.name.empty()) lines.push_back(colored("1", grid.name, color));
  if (!grid.column_names.empty()) {
    std::string head(names, ' ');
    for (std::size_t j = 0; j < wide.size(); ++j)
      head += (names + j == 0 ? "" : "  ") + right_aligned(grid.column_names[j], wide[j]);
    lines.push_back(head);
  }
  for (std::size_t i = 0; i < grid.rows.size(); ++i) {
    std::string line = grid.row_names.empty() ? "" : right_aligned(grid.row_names[i], names);
    for (std::size_t j = 0; j < wide.size(); ++j) {
      const double number = grid.rows[i][j];
      const std::string text = shown(number, digits_of_entry);
      line += (names + j == 0 ? "" : "  ") + std::string(wide[j] - text.size(), ' ');
      line += colored(number < 0 ? "33" : "34", text, color && number != 0);
    }
    lines.push_back(line);
  }
  return lines;
}

/// A grid as it stands on a terminal: colours take no columns.
struct TextGrid {
  TextGrid(const NumberGrid& grid, bool color)
      : lines(lines_of(grid, color)), plain(lines_of(grid, false)) {
    for (const std::string& line : plain) width = std::max(width, columns(line));
  }

  /// A line with blanks behind it, as wide as the grid.
  std::string line(std::size_t i) const {
    if (i >= lines.size()) return std::string(width, ' ');
    return lines[i] + std::string(width - columns(plain[i]), ' ');
  }

  std::vector<std::string> lines, plain;
  std::size_t width = 0;
};

/// What a grid takes of a picture.
struct Measures {
  static constexpr double cell_width = 62, cell = 34, letter = 8, head = 20;

  explicit Measures(const NumberGrid& grid) {
    std::size_t longest = 0;
    for (const std::string& name : grid.row_names) longest = std::max(longest, columns(name));
    names = letter * static_cast<double>(longest);
    width = names + std::max(cell_width * static_cast<double>(grid.columns()),
                             letter * static_cast<double>(columns(grid.name)));
    height = cell * static_cast<double>(grid.rows.size()) + (grid.column_names.empty() ? 0 : head);
  }

  double names, width, height;
};

/// The grid with its upper left corner there.
void draw(SvgPage& page, const NumberGrid& grid, double x, double y, double most) {
  const Measures measures(grid);
  const double left = x + measures.names;
  page.add(R"(<text x="{}" y="{}" font-size="15">{}</text>)", left, y - 10, escaped(grid.name));
  const auto column = [&](std::size_t j) {
    return left + Measures::cell_width * static_cast<double>(j);
  };
  if (!grid.column_names.empty()) {
    for (std::size_t j = 0; j < grid.columns(); ++j)
      page.add(R"(<text x="{}" y="{}" text-anchor="middle">{}</text>)",
               column(j) + Measures::cell_width / 2, y + 13, escaped(grid.column_names[j]));
    y += Measures::head;
  }
  for (std::size_t i = 0; i < grid.rows.size(); ++i, y += Measures::cell) {
    const double line = y + Measures::cell / 2 + 5;
    if (!grid.row_names.empty())
      page.add(R"(<text x="{}" y="{}" text-anchor="end">{}</text>)", left - 6, line,
               escaped(grid.row_names[i]));
    for (std::size_t j = 0; j < grid.columns(); ++j) {
      page.add(
          R"(<rect class="cell" x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="#dddddd"/>)",
          column(j), y, Measures::cell_width, Measures::cell,
          hex(cell_color(grid.rows[i][j], most)));
      page.add(R"(<text class="in-cell" x="{}" y="{}" text-anchor="middle">{}</text>)",
               column(j) + Measures::cell_width / 2, line, shown(grid.rows[i][j], digits_of_entry));
    }
  }
}

}  // namespace

std::string svg(std::span<const NumberGrid> grids) {
  constexpr double gap = 36, above = 30, edge = 12;
  double width = 2 * edge - gap, height = 0;
  std::vector<std::string> titles;
  for (const NumberGrid& grid : grids) {
    check(grid);
    titles.push_back(grid.name);
    width += Measures(grid).width + gap;
    height = std::max(height, Measures(grid).height);
  }
  SvgPage page(std::max(width, edge), above + height + edge, listed(titles));
  double x = edge;
  for (const NumberGrid& grid : grids) {
    draw(page, grid, x, above, largest(grids));
    x += Measures(grid).width + gap;
  }
  return std::move(page).finish();
}

std::string text_grids(std::span<const NumberGrid> grids, std::size_t width, bool color) {
  constexpr std::size_t gap = 4;
  std::string text;
  for (std::size_t first = 0, last = 0; first < grids.size(); first = last) {
    std::vector<TextGrid> beside;
    std::size_t taken = 0, height = 0;
    for (; last < grids.size(); ++last) {
      check(grids[last]);
      const TextGrid next(grids[last], color);
      if (!beside.empty() && taken + gap + next.width > width) break;
      taken += (beside.empty() ? 0 : gap) + next.width;
      height = std::max(height, next.lines.size());
      beside.push_back(next);
    }
    if (first > 0) text += '\n';
    for (std::size_t i = 0; i < height; ++i) {
      std::string line;
      for (const TextGrid& grid : beside)
        line += (line.empty() ? "" : std::string(gap, ' ')) + grid.line(i);
      text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
    }
  }
  return text;
}

}  // namespace stepgrad
