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

/// Is it a table of things by the same things, such as letters by letters?
bool is_square(const NumberGrid& grid) {
  return !grid.row_names.empty() && grid.row_names == grid.column_names;
}

/// There nan leaves a gap.
bool is_gap(const NumberGrid& grid, double number) { return is_square(grid) && std::isnan(number); }

std::string text_of(const NumberGrid& grid, double number) {
  return is_gap(grid, number) ? "" : shown(number, digits_of_entry);
}

Color cell_color(double number, double most) {
  if (!std::isfinite(number) || most == 0) return white;
  return mixed(white, palette(number < 0 ? orange : blue), 0.75 * std::abs(number) / most);
}

/// The columns of its row names.
std::size_t names_of(const NumberGrid& grid) {
  std::size_t names = 0;
  for (const std::string& name : grid.row_names) names = std::max(names, columns(name));
  return names;
}

// ---- text

/// The head of its columns, if they have names, and its rows.
std::vector<std::string> lines_of_numbers(const NumberGrid& grid, bool color) {
  const std::size_t names = names_of(grid);
  std::vector<std::size_t> wide(grid.columns(), 0);
  for (std::size_t j = 0; j < grid.columns(); ++j) {
    if (!grid.column_names.empty()) wide[j] = columns(grid.column_names[j]);
    for (const std::vector<double>& row : grid.rows)
      wide[j] = std::max(wide[j], text_of(grid, row[j]).size());
  }
  std::vector<std::string> lines;
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
      const std::string text = text_of(grid, number);
      line += (names + j == 0 ? "" : "  ") + std::string(wide[j] - text.size(), ' ');
      line += colored(number < 0 ? "33" : "34", text, color && number != 0);
    }
    lines.push_back(line);
  }
  return lines;
}

/// An entry of a picture: nothing for 0, else a block, or its sign.
std::string sign(double number, double most, bool color) {
  if (number == 0) return " ";
  if (!std::isfinite(number)) return "?";
  if (!color) return number < 0 ? "-" : "+";
  const Color ground = cell_color(number, most);
  return colored(fmt::format("38;2;{};{};{}", ground.red, ground.green, ground.blue), "█", true);
}

/// A column for each entry, or two where they fit, between lines that show where the picture ends.
std::vector<std::string> lines_of_picture(const NumberGrid& grid, std::size_t width, double most,
                                          bool color) {
  const std::size_t names = names_of(grid), edges = names + (names > 0 ? 3 : 2);
  const std::size_t times = edges + 2 * grid.columns() <= width ? 2 : 1;
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < grid.rows.size(); ++i) {
    std::string line = names > 0 ? right_aligned(grid.row_names[i], names) + " │" : "│";
    for (const double number : grid.rows[i])
      for (std::size_t k = 0; k < times; ++k)
        line += is_gap(grid, number) ? "·" : sign(number, most, color);
    lines.push_back(line + "│");
  }
  return lines;
}

std::size_t width_of(const std::vector<std::string>& lines) {
  std::size_t width = 0;
  for (const std::string& line : lines) width = std::max(width, columns(line));
  return width;
}

/// A grid as text: its name, and its numbers, or their picture where those are too wide.
std::vector<std::string> lines_of(const NumberGrid& grid, std::size_t width, double most,
                                  bool color) {
  const bool picture = grid.as_picture || width_of(lines_of_numbers(grid, false)) > width;
  std::vector<std::string> lines =
      picture ? lines_of_picture(grid, width, most, color) : lines_of_numbers(grid, color);
  if (!grid.name.empty()) lines.insert(lines.begin(), colored("1", grid.name, color));
  return lines;
}

/// A grid as it stands on a terminal: colours take no columns.
struct TextGrid {
  TextGrid(const NumberGrid& grid, std::size_t width_there_is, double most, bool color)
      : lines(lines_of(grid, width_there_is, most, color)),
        plain(lines_of(grid, width_there_is, most, false)),
        width(width_of(plain)) {}

  /// A line with blanks behind it, as wide as the grid.
  std::string line(std::size_t i) const {
    if (i >= lines.size()) return std::string(width, ' ');
    return lines[i] + std::string(width - columns(plain[i]), ' ');
  }

  std::vector<std::string> lines, plain;
  std::size_t width;
};

// ---- SVG

/// What a grid takes of a page that is so wide: its cells are smaller where they have to be, and
/// hold no numbers where those would not fit.
struct Measures {
  static constexpr double letter = 8, head = 20, edge = 12;

  Measures(const NumberGrid& grid, double page) {
    constexpr double cell_width = 62, cell_height = 34, square = 22, least_square = 2;
    names = letter * static_cast<double>(names_of(grid)) + (grid.row_names.empty() ? 0 : 6);
    const double count = std::max(1.0, static_cast<double>(grid.columns()));
    const double there_is = (page - 2 * edge - names) / count;
    std::size_t letters = 0;
    for (const std::vector<double>& row : grid.rows)
      for (const double number : row) letters = std::max(letters, text_of(grid, number).size());
    has_numbers = !grid.as_picture && there_is >= letter * static_cast<double>(letters) + 2;
    const double widest = is_square(grid) ? cell_height : cell_width;
    across = has_numbers ? std::min(widest, there_is) : std::clamp(there_is, least_square, square);
    down = has_numbers && !is_square(grid) ? cell_height : across;
    width =
        names + std::max(across * count, letter * 1.15 * static_cast<double>(columns(grid.name)));
    height = down * static_cast<double>(grid.rows.size()) + (has_heads(grid) ? head : 0);
  }

  /// Columns whose cells hold no numbers have no room for names either, but for letters.
  bool has_heads(const NumberGrid& grid) const {
    return !grid.column_names.empty() && (has_numbers || (is_square(grid) && across >= 14));
  }
  /// Rows may be lower than a line of text.
  bool has_row_names(const NumberGrid& grid) const { return !grid.row_names.empty() && down >= 12; }

  double names, across, down, width, height;
  bool has_numbers;
};

/// The grid with its upper left corner there.
void draw(SvgPage& page, const NumberGrid& grid, const Measures& measures, double x, double y,
          double most) {
  const double left = x + measures.names;
  page.add(R"(<text x="{}" y="{}" font-size="15">{}</text>)", left, y - 10, escaped(grid.name));
  const auto column = [&](std::size_t j) {
    return left + measures.across * static_cast<double>(j);
  };
  const double middle = measures.across / 2;
  if (measures.has_heads(grid)) {
    for (std::size_t j = 0; j < grid.columns(); ++j)
      page.add(R"(<text x="{:.2f}" y="{}" text-anchor="middle">{}</text>)", column(j) + middle,
               y + 13, escaped(grid.column_names[j]));
    y += Measures::head;
  }
  for (std::size_t i = 0; i < grid.rows.size(); ++i, y += measures.down) {
    const double line = y + measures.down / 2 + 5;
    if (measures.has_row_names(grid))
      page.add(R"(<text x="{}" y="{:.2f}" text-anchor="end">{}</text>)", left - 6, line,
               escaped(grid.row_names[i]));
    for (std::size_t j = 0; j < grid.columns(); ++j) {
      if (is_gap(grid, grid.rows[i][j])) continue;
      page.add(
          R"(<rect class="cell" x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}" fill="{}" stroke="#dddddd"/>)",
          column(j), y, measures.across, measures.down, hex(cell_color(grid.rows[i][j], most)));
      if (measures.has_numbers)
        page.add(R"(<text class="in-cell" x="{:.2f}" y="{:.2f}" text-anchor="middle">{}</text>)",
                 column(j) + middle, line, text_of(grid, grid.rows[i][j]));
    }
  }
}

/// The grids on a page that is so wide at most, as many side by side as fit.
std::string on_page(std::span<const NumberGrid> grids, double most_wide) {
  constexpr double gap = 36, above = 30;
  struct At {
    double x, y;
  };
  std::vector<At> places;
  std::vector<std::string> titles;
  double x = Measures::edge, y = above, width = Measures::edge, bottom = 0;
  for (const NumberGrid& grid : grids) {
    check(grid);
    titles.push_back(grid.name);
    const Measures measures(grid, most_wide);
    if (x > Measures::edge && x + measures.width + Measures::edge > most_wide)
      x = Measures::edge, y = bottom + above + Measures::edge;
    places.push_back({x, y});
    x += measures.width + gap;
    width = std::max(width, x - gap + Measures::edge);
    bottom = std::max(bottom, y + measures.height);
  }
  SvgPage page(width, bottom + Measures::edge, listed(titles));
  for (std::size_t i = 0; i < grids.size(); ++i)
    draw(page, grids[i], Measures(grids[i], most_wide), places[i].x, places[i].y, largest(grids));
  return std::move(page).finish();
}

}  // namespace

std::string svg(std::span<const NumberGrid> grids) { return on_page(grids, 720); }
std::string narrow_svg(std::span<const NumberGrid> grids) { return on_page(grids, narrow_width); }

std::string text_grids(std::span<const NumberGrid> grids, std::size_t width, bool color) {
  constexpr std::size_t gap = 4;
  std::string text;
  for (std::size_t first = 0, last = 0; first < grids.size(); first = last) {
    std::vector<TextGrid> beside;
    std::size_t taken = 0, height = 0;
    for (; last < grids.size(); ++last) {
      check(grids[last]);
      const TextGrid next(grids[last], width, largest(grids), color);
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
