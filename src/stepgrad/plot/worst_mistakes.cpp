#include <stepgrad/plot/worst_mistakes.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/plot/svg_page.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t per_row = 6;
constexpr double picture = 112, gap = 28, margin = 24, caption = 52, head_height = 48;
constexpr std::size_t longest_name = 14;

void draw(SvgPage& page, const Mistake& mistake, double x, double y) {
  const double width = static_cast<double>(mistake.image.width);
  const double height = static_cast<double>(mistake.image.height);
  const double scale = picture / std::max(width, height);
  const double percent = 100 * mistake.probability;
  page.add(R"(<g><title>is {}, said {} ({:.1f} %)</title>)", escaped(mistake.truth),
           escaped(mistake.said), percent);
  page.add(R"(<image x="{}" y="{}" width="{}" height="{}" style="image-rendering:pixelated" )"
           R"(href="{}"/>)",
           x, y, width * scale, height * scale, data_link(bitmap(mistake.image)));
  page.add(R"(<rect x="{}" y="{}" width="{}" height="{}" fill="none" stroke="#dddddd"/>)", x, y,
           width * scale, height * scale);
  page.add(R"(<text x="{}" y="{}">is {},</text>)", x, y + picture + 17,
           escaped(shortened(mistake.truth, longest_name)));
  page.add(R"(<text x="{}" y="{}">said {} ({:.0f} %)</text>)", x, y + picture + 33,
           escaped(shortened(mistake.said, longest_name)), percent);
  page.add("</g>");
}

}  // namespace

std::string svg(std::span<const Mistake> mistakes) {
  const std::size_t columns = std::clamp<std::size_t>(mistakes.size(), 3, per_row);
  const std::size_t rows = (mistakes.size() + columns - 1) / columns;
  const auto place = [](std::size_t i, double size) {
    return static_cast<double>(i) * (size + gap);
  };
  const double width = 2 * margin + place(columns, picture) - gap;
  const double height = head_height + margin + static_cast<double>(rows) * (picture + caption);
  const std::string title = mistakes.empty() ? "No mistakes" : "The worst mistakes";
  SvgPage page(width, height, title);
  page.add(R"(<text x="{}" y="30" font-size="16">{}</text>)", margin, title);
  for (std::size_t i = 0; i < mistakes.size(); ++i)
    draw(page, mistakes[i], margin + place(i % columns, picture),
         head_height + static_cast<double>(i / columns) * (picture + caption));
  return std::move(page).finish();
}

}  // namespace stepgrad
