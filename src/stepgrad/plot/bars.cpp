#include <stepgrad/plot/bars.hpp>

#include <algorithm>
#include <cmath>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/plot/palette.hpp>
#include <stepgrad/plot/svg_page.hpp>

namespace stepgrad {
namespace {

constexpr int digits = 4;

/// What the bars have in common: the longest to either side, and the widest words.
struct Room {
  explicit Room(const Bars& bars) {
    double longest = 0;
    for (const Bars::Bar& bar : bars.bars) {
      names = std::max(names, columns(bar.name));
      numbers = std::max(numbers, shown(bar.length, digits).size());
      if (!std::isfinite(bar.length)) continue;
      longest = std::max(longest, std::abs(bar.length));
      if (bar.length < 0) both_sides = true;
    }
    full = bars.full > 0 ? std::max(bars.full, longest) : longest > 0 ? longest : 1;
  }

  /// The share of the room that a bar takes, 0 … 1.
  double share(const Bars::Bar& bar) const {
    return std::isfinite(bar.length) ? std::abs(bar.length) / full : 0;
  }

  double full;
  bool both_sides = false;
  std::size_t names = 0, numbers = 0;
};

/// A row of blocks of so many eighths of a column.
std::string blocks(std::size_t eighths) {
  constexpr std::string_view parts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  std::string row;
  for (std::size_t i = 0; i < eighths / 8; ++i) row += "█";
  return row + std::string(parts[eighths % 8]);
}

}  // namespace

Bars histogram(std::string title, std::span<const double> numbers, double least, double most,
               std::size_t count) {
  if (!(least < most) || count == 0)
    throw Error(fmt::format("a histogram from {} to {} in {} parts is none", shown(least),
                            shown(most), count),
                "", "Let it go from a smaller number to a larger one, in one part at least.");
  Bars bars{.title = std::move(title), .bars = {}};
  const double width = (most - least) / static_cast<double>(count);
  for (std::size_t i = 0; i < count; ++i)
    bars.bars.push_back({shown(least + width * (static_cast<double>(i) + 0.5), 3), 0});
  for (const double number : numbers) {
    if (!(number >= least && number <= most)) continue;
    const auto part = static_cast<std::size_t>((number - least) / width);
    ++bars.bars[std::min(part, count - 1)].length;
  }
  return bars;
}

std::string svg(const Bars& bars) {
  constexpr double width = 480, line = 28, letter = 8, head = 36, thickness = 18;
  const Room room(bars);
  const double left = 20 + letter * static_cast<double>(room.names);
  const double numbers = 16 + letter * static_cast<double>(room.numbers);
  const double end = width - numbers, middle = room.both_sides ? (left + numbers + end) / 2 : left;
  const double top = bars.title.empty() ? 12 : head;
  SvgPage page(width, top + line * static_cast<double>(bars.bars.size()) + 8, bars.title);
  if (!bars.title.empty())
    page.add(R"(<text x="{}" y="22" font-size="15" text-anchor="middle">{}</text>)", width / 2,
             escaped(bars.title));
  for (std::size_t i = 0; i < bars.bars.size(); ++i) {
    const Bars::Bar& bar = bars.bars[i];
    const double y = top + line * static_cast<double>(i),
                 long_as = (end - middle) * room.share(bar);
    const bool turned = bar.length < 0;
    page.add(R"(<text x="{}" y="{}" text-anchor="end">{}</text>)", left - 8, y + 14,
             escaped(bar.name));
    page.add(R"(<rect x="{:.2f}" y="{}" width="{:.2f}" height="{}" fill="{}"/>)",
             turned ? middle - long_as : middle, y, long_as, thickness,
             hex(palette(bar.lit ? 1 : 0)));
    page.add(R"(<text x="{:.2f}" y="{}"{}>{}</text>)",
             turned ? middle - long_as - 6 : middle + long_as + 6, y + 14,
             turned ? R"( text-anchor="end")" : "", shown(bar.length, digits));
  }
  page.add(R"(<path d="M{0} {1}V{2}" stroke="#222222"/>)", middle, top - 4,
           top + line * static_cast<double>(bars.bars.size()) - 4);
  return std::move(page).finish();
}

std::string text_bars(const Bars& bars, std::size_t width, bool color) {
  const Room room(bars);
  const std::size_t taken = room.names + room.numbers + 3;
  const std::size_t most = width > taken + 8 ? std::min<std::size_t>(width - taken, 40) : 8;
  std::string text = bars.title.empty() ? "" : wrapped(bars.title, width);
  for (const Bars::Bar& bar : bars.bars) {
    const auto eighths =
        static_cast<std::size_t>(std::lround(8 * static_cast<double>(most) * room.share(bar)));
    const std::string row =
        fmt::format("{}  {} {}", right_aligned(bar.name, room.names),
                    right_aligned(shown(bar.length, digits), room.numbers), blocks(eighths));
    const std::size_t end = row.find_last_not_of(' ') + 1;
    text += (bar.lit ? colored("33", row.substr(0, end), color) : row.substr(0, end)) + '\n';
  }
  return text;
}

}  // namespace stepgrad
