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
struct BarRoom {
  explicit BarRoom(const Bars& bars) {
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

/// The bars on a page that is so wide.
class BarChart {
 public:
  BarChart(const Bars& bars, double width) : bars_(bars), room_(bars), width_(width) {
    double names = 0;
    for (const Bars::Bar& bar : bars.bars) {
      names_.push_back(lines_within(bar.name, most_for_names * width));
      for (const std::string& line : names_.back())
        names = std::max(names, letter * static_cast<double>(columns(line)));
    }
    if (!bars.title.empty()) title_ = lines_within(bars.title, width - 20, title_size);
    const double numbers = 16 + letter * static_cast<double>(room_.numbers);
    left_ = 20 + names;
    end_ = width - numbers;
    middle_ = room_.both_sides ? (left_ + numbers + end_) / 2 : left_;
  }

  std::string draw() const {
    const double top = 12 + (title_.empty() ? 0 : 24 + title_line * double_of(title_.size() - 1));
    double bottom = top;
    for (const std::vector<std::string>& name : names_) bottom += height(name);
    SvgPage page(width_, bottom + 8, bars_.title);
    for (std::size_t i = 0; i < title_.size(); ++i)
      page.add(R"(<text x="{}" y="{}" font-size="{}" text-anchor="middle">{}</text>)", width_ / 2,
               22 + title_line * double_of(i), title_size, escaped(title_[i]));
    double y = top;
    for (std::size_t i = 0; i < bars_.bars.size(); y += height(names_[i++]))
      bar(page, bars_.bars[i], names_[i], y);
    page.add(R"(<path d="M{0} {1}V{2}" stroke="#222222"/>)", middle_, top - 4, bottom - 4);
    return std::move(page).finish();
  }

 private:
  static constexpr double letter = 8, thickness = 18, gap = 10, name_line = 16;
  static constexpr double title_size = 15, title_line = 18, most_for_names = 0.4;

  static double double_of(std::size_t number) { return static_cast<double>(number); }

  static double height(const std::vector<std::string>& name) {
    return std::max(thickness, name_line * double_of(name.size())) + gap;
  }

  /// A bar with its name in the middle of the room that it has from y on.
  void bar(SvgPage& page, const Bars::Bar& bar, const std::vector<std::string>& name,
           double y) const {
    const double middle = y + (height(name) - gap) / 2;
    for (std::size_t i = 0; i < name.size(); ++i)
      page.add(R"(<text x="{}" y="{}" text-anchor="end">{}</text>)", left_ - 8,
               middle + 5 + name_line * (double_of(i) - (double_of(name.size()) - 1) / 2),
               escaped(name[i]));
    const double length = (end_ - middle_) * room_.share(bar);
    const bool turned = bar.length < 0;
    page.add(R"(<rect x="{:.2f}" y="{}" width="{:.2f}" height="{}" fill="{}"/>)",
             turned ? middle_ - length : middle_, middle - thickness / 2, length, thickness,
             hex(palette(bar.lit ? 1 : 0)));
    page.add(R"(<text x="{:.2f}" y="{}"{}>{}</text>)",
             turned ? middle_ - length - 6 : middle_ + length + 6, middle + 5,
             turned ? R"( text-anchor="end")" : "", shown(bar.length, digits));
  }

  const Bars& bars_;
  const BarRoom room_;
  double width_, left_, end_, middle_;  // where names end, the longest bar ends, and bars begin
  std::vector<std::string> title_;
  std::vector<std::vector<std::string>> names_;
};

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

std::string svg(const Bars& bars) { return BarChart(bars, 480).draw(); }
std::string narrow_svg(const Bars& bars) { return BarChart(bars, narrow_width).draw(); }

std::string text_bars(const Bars& bars, std::size_t width, bool color) {
  const BarRoom room(bars);
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
