#include <stepgrad/course/picture.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/draw/dot.hpp>
#include <stepgrad/draw/graphviz.hpp>
#include <stepgrad/draw/matrix_drawing.hpp>
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

// ---- on a page

/// The images in rows on a page that is so wide, five in a row unless they are large, each over its
/// name.
std::string on_page(const Images& images, double width) {
  constexpr double least_pixel = 4, least_image = 64, gap = 14, name_line = 17;
  if (images.images.empty()) return SvgPage(width, gap, "").finish();
  const auto [columns, rows, ink] = images.images[0];
  const auto across_image = static_cast<double>(columns);
  const double pixel = std::max(
      {least_pixel, least_image / across_image, std::floor((width / 5 - gap) / across_image)});
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
std::string svg_of(const MatrixMoment& moment) { return diagram(moment, Flow::right); }

std::string narrow_svg_of(const Plot& plot) { return narrow_svg(plot); }
std::string narrow_svg_of(const DecisionRegions& regions) { return narrow_svg(plot(regions)); }
std::string narrow_svg_of(const Bars& bars) { return narrow_svg(bars); }
std::string narrow_svg_of(const std::vector<NumberGrid>& grids) { return narrow_svg(grids); }
std::string narrow_svg_of(const Images& images) { return on_page(images, narrow_width); }
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
std::string label_of(const MatrixMoment& moment) { return "diagram of " + moment.trace->title; }

}  // namespace

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
