#include <stepgrad/course/picture.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/draw/dot.hpp>
#include <stepgrad/draw/graphviz.hpp>
#include <stepgrad/draw/matrix_drawing.hpp>
#include <stepgrad/page/markup.hpp>
#include <stepgrad/plot/svg_page.hpp>
#include <stepgrad/plot/text_plot.hpp>
#include <stepgrad/story/matrix_text_page.hpp>

namespace stepgrad {
namespace {

// ---- on a terminal

std::string text_of(const Plot& plot, const Typesetting& set) {
  constexpr std::size_t most_columns = 76, most_rows = 20;
  return text_plot(plot, {.width = std::min(set.width, most_columns),
                          .height = set.height == 0 ? most_rows : std::min(set.height, most_rows),
                          .color = set.color});
}

std::string text_of(const LayeredNetwork& network, const Typesetting& set) {
  return text_of(plot(network), set);
}

std::string text_of(const DecisionRegions& regions, const Typesetting& set) {
  constexpr std::size_t most = 48;  // columns: what is twice as wide as high stays on a screen
  return text_map(regions, std::min(set.width, most), set.color);
}

std::string text_of(const Bars& bars, const Typesetting& set) {
  return text_bars(bars, set.width, set.color);
}

std::string text_of(const std::vector<NumberGrid>& grids, const Typesetting& set) {
  return text_grids(grids, set.width, set.color);
}

std::string without_end(const std::string& line) {
  return line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
}

/// Two rows of an image's pixels as a line: ink is a block, or half of one.
std::string blocks(const GreyImage& image, std::size_t row) {
  constexpr double dark = 0.35;
  const auto ink = [&](std::size_t y, std::size_t x) {
    return y < image.height && image.ink[y * image.width + x] > dark;
  };
  std::string line;
  for (std::size_t x = 0; x < image.width; ++x)
    line += ink(row, x) ? (ink(row + 1, x) ? "█" : "▀") : ink(row + 1, x) ? "▄" : " ";
  return line;
}

/// As many side by side as fit.
std::string text_of(const Images& images, const Typesetting& set) {
  constexpr std::size_t gap = 2;
  std::string text;
  for (std::size_t first = 0, last = 0; first < images.images.size(); first = last) {
    const auto [width, height, ink] = images.images[first];
    last = std::min(images.images.size(),
                    first + std::max<std::size_t>(1, (set.width + gap) / (width + gap)));
    if (first > 0) text += '\n';
    std::string line;
    for (std::size_t row = 0; row < height; row += 2, text += without_end(line), line.clear())
      for (std::size_t i = first; i < last; ++i)
        line += blocks(images.images[i], row) + std::string(gap, ' ');
    for (std::size_t i = first; i < last && !images.names.empty(); ++i) {
      const std::string name = shortened(images.names[i], width);
      line += name + std::string(width + gap - columns(name), ' ');
    }
    if (!line.empty()) text += without_end(line);
  }
  return text;
}

std::string text_of(const MatrixMoment& moment, const Typesetting& set) {
  return as_text(*moment.trace, moment.step, {.color = set.color, .width = set.width});
}

std::string text_of(const ConfusionMatrix& matrix, const Typesetting& set) {
  return text_table(matrix, set.width, set.color);
}

/// How many columns a line takes, its colours left out.
std::size_t seen_columns(std::string_view line) {
  std::string seen;
  for (std::size_t i = 0; i < line.size(); ++i)
    if (line[i] == '\x1b')
      i = std::min(line.size(), line.find('m', i));
    else
      seen += line[i];
  return columns(seen);
}

/// Lines of these texts beside each other, each text so wide.
std::string in_columns(const std::vector<std::string>& texts, std::size_t width, std::size_t gap) {
  std::vector<std::vector<std::string_view>> lines;
  std::size_t height = 0;
  for (const std::string& text : texts) {
    lines.push_back(split(text, '\n'));
    height = std::max(height, lines.back().size() - 1);  // without the empty piece at its end
  }
  std::string result;
  for (std::size_t i = 0; i < height; ++i) {
    std::string line;
    std::size_t taken = 0;
    for (std::size_t k = 0; k < lines.size(); ++k) {
      const std::string_view part = i < lines[k].size() ? lines[k][i] : "";
      const std::size_t begin = k * (width + gap);
      line += std::string(begin > taken ? begin - taken : 0, ' ') + std::string(part);
      taken = std::max(taken, begin) + seen_columns(part);
    }
    result += without_end(line);
  }
  return result;
}

std::string text_of(const SideBySide& beside, const Typesetting& set) {
  constexpr std::size_t gap = 3, least = 32;
  const std::size_t count = std::max<std::size_t>(1, beside.pictures.size());
  Typesetting part = set;
  part.width = (set.width + gap) / count - std::min(gap, set.width);
  const bool fits = part.width >= least && part.width < set.width;
  if (!fits) part = set, part.height = set.height / count;
  std::vector<std::string> texts;
  for (const Picture& picture : beside.pictures) texts.push_back(picture_text(picture, part));
  if (fits) return in_columns(texts, part.width, gap);
  return fmt::format("{}", fmt::join(texts, "\n"));
}

// ---- on a page

/// Drawings for phones in rows of so many.
std::string in_rows(const SideBySide& beside, std::size_t per_row) {
  constexpr double gap = 12;
  std::string parts;
  double top = 0, row = 0;
  for (std::size_t i = 0; i < beside.pictures.size(); ++i) {
    if (std::holds_alternative<MatrixMoment>(beside.pictures[i]))
      throw Error("a diagram of matrices stands beside another picture", "",
                  "Show it in a figure of its own.");
    std::string svg = narrow_picture_svg(beside.pictures[i]);
    if (i % per_row == 0) top += i == 0 ? 0 : row + gap, row = 0;
    row = std::max(row, svg_length(svg, "height"));
    const double room = narrow_width - svg_length(svg, "width");
    const double x =
        static_cast<double>(i % per_row) * (narrow_width + gap) + std::max(0.0, room / 2);
    parts += svg.insert(svg.find(' '), fmt::format(R"( x="{}" y="{}")", x, top));
  }
  const double across = static_cast<double>(std::min(per_row, beside.pictures.size()));
  SvgPage page(across * (narrow_width + gap) - gap, top + row, picture_label(beside));
  page.add("{}", parts);
  return std::move(page).finish();
}

/// The images in rows on a page that is so wide, five in a row unless they are large, fewer ones as if
/// they were three, each over its name.
std::string on_page(const Images& images, double width) {
  constexpr double least_pixel = 4, least_image = 64, gap = 14, name_line = 17;
  if (images.images.empty()) return SvgPage(width, gap, "").finish();
  const auto [columns, rows, ink] = images.images[0];
  const auto across_image = static_cast<double>(columns),
             in_a_row = std::clamp(static_cast<double>(images.images.size()), 3.0, 5.0);
  const double pixel = std::max({least_pixel, least_image / across_image,
                                 std::floor((width / in_a_row - gap) / across_image)});
  const double wide = pixel * static_cast<double>(columns),
               high = pixel * static_cast<double>(rows);
  std::vector<std::vector<std::string>> names;
  std::size_t lines = 0;
  for (const std::string& name : images.names) {
    names.push_back(lines_within(name, wide + gap));
    lines = std::max(lines, names.back().size());
  }
  const auto across =
      std::min(images.images.size(),
               std::max<std::size_t>(1, static_cast<std::size_t>(width / (wide + gap))));
  const std::size_t down = (images.images.size() + across - 1) / across;
  const double row = high + gap + name_line * static_cast<double>(lines);
  SvgPage page((wide + gap) * static_cast<double>(across), row * static_cast<double>(down),
               listed(images.names));
  for (std::size_t i = 0; i < images.images.size(); ++i) {
    const double x = (wide + gap) * static_cast<double>(i % across) + gap / 2;
    const double y = row * static_cast<double>(i / across);
    page.add(
        R"(<image x="{}" y="{}" width="{}" height="{}" style="image-rendering:pixelated" href="{}"/>)",
        x, y, wide, high, data_link(bitmap(images.images[i])));
    for (std::size_t line = 0; i < names.size() && line < names[i].size(); ++line)
      page.add(R"(<text x="{}" y="{}" text-anchor="middle">{}</text>)", x + wide / 2,
               y + high + name_line * static_cast<double>(line + 1), escaped(names[i][line]));
  }
  return std::move(page).finish();
}

std::string diagram(const MatrixMoment& moment, Flow flow) {
  return graphviz_picture(dot_source(drawing(*moment.trace, moment.step), Style::circuit, flow),
                          PictureFormat::svg);
}

std::string svg_of(const Plot& plot) { return svg(plot); }
std::string svg_of(const DecisionRegions& regions) { return svg(plot(regions)); }
std::string svg_of(const Bars& bars) { return svg(bars); }
std::string svg_of(const std::vector<NumberGrid>& grids) { return svg(grids); }
std::string svg_of(const Images& images) { return on_page(images, 720); }
std::string svg_of(const ConfusionMatrix& matrix) { return svg(matrix); }
std::string svg_of(const SideBySide& beside) { return in_rows(beside, 2); }
std::string svg_of(const LayeredNetwork& network) { return svg(network); }
std::string svg_of(const MatrixMoment& moment) { return diagram(moment, Flow::right); }

std::string narrow_svg_of(const Plot& plot) { return narrow_svg(plot); }
std::string narrow_svg_of(const DecisionRegions& regions) { return narrow_svg(plot(regions)); }
std::string narrow_svg_of(const Bars& bars) { return narrow_svg(bars); }
std::string narrow_svg_of(const std::vector<NumberGrid>& grids) { return narrow_svg(grids); }
std::string narrow_svg_of(const Images& images) { return on_page(images, narrow_width); }
std::string narrow_svg_of(const ConfusionMatrix& matrix) { return narrow_svg(matrix); }
std::string narrow_svg_of(const SideBySide& beside) { return in_rows(beside, 1); }
std::string narrow_svg_of(const LayeredNetwork& network) { return narrow_svg(network); }
std::string narrow_svg_of(const MatrixMoment& moment) { return diagram(moment, Flow::down); }

// ---- in words

std::string label_of(const Plot& plot) {
  std::vector<std::string> names;
  for (const Plot::Series& series : plot.series)
    if (!series.name.empty()) names.push_back(series.name);
  return fmt::format("{}. Plotted: {}", plot.title, fmt::join(names, "; "));
}
std::string label_of(const DecisionRegions& regions) { return label_of(plot(regions)); }
std::string label_of(const Bars& bars) {
  return text_bars({bars.title, bars.bars, bars.full}, 30, false);
}
std::string label_of(const std::vector<NumberGrid>& grids) { return text_grids(grids, 80, false); }
std::string label_of(const Images& images) {
  return fmt::format("images: {}", listed(images.names));
}
std::string label_of(const ConfusionMatrix& matrix) { return text_table(matrix, 80, false); }
std::string label_of(const SideBySide& beside) {
  std::vector<std::string> labels;
  for (const Picture& picture : beside.pictures) labels.push_back(picture_label(picture));
  return fmt::format("{}", fmt::join(labels, "; "));
}
std::string label_of(const LayeredNetwork& network) {
  std::vector<std::string> units;
  for (const LayeredNetwork::Layer& layer : network.layers)
    units.push_back(fmt::format("{} {}", layer.units, layer.name));
  return fmt::format("{}. A network in layers: {}", network.title, listed(units));
}
std::string label_of(const MatrixMoment& moment) { return "diagram of " + moment.trace->title; }

}  // namespace

std::vector<Plot*> plots_in(Picture& picture) {
  if (Plot* plot = std::get_if<Plot>(&picture)) return {plot};
  std::vector<Plot*> all;
  if (SideBySide* beside = std::get_if<SideBySide>(&picture))
    for (Picture& one : beside->pictures)
      for (Plot* plot : plots_in(one)) all.push_back(plot);
  return all;
}

std::string picture_text(const Picture& picture, const Typesetting& set) {
  return std::visit([&](const auto& one) { return text_of(one, set); }, picture);
}

std::string picture_svg(const Picture& picture) {
  return std::visit([](const auto& one) { return svg_of(one); }, picture);
}

std::string narrow_picture_svg(const Picture& picture) {
  return std::visit([](const auto& one) { return narrow_svg_of(one); }, picture);
}

std::string picture_label(const Picture& picture) {
  return std::visit([](const auto& one) { return label_of(one); }, picture);
}

}  // namespace stepgrad
