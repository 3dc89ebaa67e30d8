#include <stepgrad/plot/confusion_matrix.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/plot/palette.hpp>
#include <stepgrad/plot/svg_page.hpp>

namespace stepgrad {
namespace {

double ratio(std::size_t part, std::size_t whole) {
  return whole == 0 ? ConfusionMatrix::none
                    : static_cast<double>(part) / static_cast<double>(whole);
}

/// "98.5", "100"; a dash where there is none.
std::string percent(double share) {
  return std::isnan(share) ? "–" : fmt::format("{:.{}f}", 100 * share, share == 1 ? 0 : 1);
}

std::string score_of(const ConfusionMatrix& matrix) {
  return fmt::format("{} % right ({} of {})", percent(matrix.accuracy()), matrix.right(),
                     matrix.samples());
}

std::size_t largest(const ConfusionMatrix& matrix) {
  std::size_t most = 0;
  for (std::size_t k = 0; k < matrix.classes(); ++k)
    for (std::size_t j = 0; j < matrix.classes(); ++j) most = std::max(most, matrix.count(k, j));
  return most;
}

/// The end of the text, in at most so many columns.
std::string end_of(const std::string& text, std::size_t most) {
  std::size_t begin = 0;
  const auto inside_a_letter = [&] { return (text[begin] & 0xc0) == 0x80; };  // UTF-8
  while (begin < text.size() && (inside_a_letter() || columns(text.substr(begin)) > most)) ++begin;
  return text.substr(begin);
}

/// The class names cut to so many columns: at the end, or in the middle where their beginnings are
/// the same. Those that are still alike have their number at the end.
std::vector<std::string> short_names(const ConfusionMatrix& matrix, std::size_t most) {
  const std::vector<std::string>& names = matrix.class_names();
  std::vector<std::string> shorter;
  for (const std::string& name : names) shorter.push_back(shortened(printable(name), most));
  const auto change_those_alike = [&](auto change) {
    std::map<std::string, int> times;
    for (const std::string& name : shorter) ++times[name];
    for (std::size_t k = 0; k < names.size(); ++k)
      if (times[shorter[k]] > 1) shorter[k] = change(printable(names[k]), k);
  };
  change_those_alike([&](const std::string& name, std::size_t) {
    return columns(name) <= most ? name : shortened(name, most / 2) + end_of(name, most - most / 2);
  });
  change_those_alike([&](const std::string& name, std::size_t k) {
    const std::string number = fmt::format(" #{}", k + 1);
    return shortened(name, most - std::min(most, number.size())) + number;
  });
  return shorter;
}

// ---- SVG ----------------------------------------------------------------------------------------

constexpr double letter_width = 0.63;  // of the font's size

/// The table on a page: where its fields are, and how large its letters.
class ConfusionTable {
 public:
  ConfusionTable(const ConfusionMatrix& matrix, bool is_narrow)
      : matrix_(matrix),
        is_narrow_(is_narrow),
        field_(is_narrow ? narrow_field_size(matrix) : field_size(matrix.classes())),
        font_(is_narrow ? narrow_font : font_size(field_, 4)),
        count_font_(font_size(field_, std::to_string(largest(matrix)).size())),
        side_(field_ * static_cast<double>(matrix.classes())) {
    names_ = short_names(matrix, is_narrow ? narrow_names : 16);
    names_width_ = width_of(names_, font_);
    names_stand_ = names_width_ > field_;
    left_ = edge + std::max(names_width_, is_narrow ? 0 : 64.0);
    top_ = 76 + (names_stand_ ? names_width_ : font_ + 12);
  }

  std::string draw() && {
    SvgPage page(left_ + side_ + margin_width(), top_ + side_ + (is_narrow_ ? 12 : field_ + 28),
                 score_of(matrix_));
    page.add(R"(<text x="20" y="30" font-size="16">{}</text>)", score_of(matrix_));
    page.add(R"(<text x="{}" y="62" text-anchor="middle">predicted class</text>)",
             left_ + side_ / 2);
    page.add(
        R"-(<text transform="translate(28 {}) rotate(-90)" text-anchor="middle">true class</text>)-",
        top_ + side_ / 2);
    page.add(R"(<g font-size="{:.1f}">)", font_);
    for (std::size_t k = 0; k < matrix_.classes(); ++k) {
      name(page, k);
      for (std::size_t j = 0; j < matrix_.classes(); ++j) field(page, k, j);
    }
    page.add(R"(<rect x="{0}" y="{1}" width="{2}" height="{2}" fill="none" stroke="#888888"/>)",
             left_, top_, side_);
    if (!is_narrow_) margins(page);
    page.add("</g>");
    return std::move(page).finish();
  }

 private:
  static double field_size(std::size_t classes) {
    if (classes <= 12) return 48;
    return classes <= 30 ? 36 : std::max(12.0, 1080 / static_cast<double>(classes));
  }

  static double font_size(double field, std::size_t letters) {
    return std::min(13.0, (field - 6) / (letter_width * static_cast<double>(letters)));
  }

  static double width_of(const std::vector<std::string>& names, double font) {
    std::size_t longest = 1;
    for (const std::string& name : names) longest = std::max(longest, columns(name));
    return static_cast<double>(longest) * font * letter_width + 12;
  }

  /// What the names leave.
  static double narrow_field_size(const ConfusionMatrix& matrix) {
    const double names = width_of(short_names(matrix, narrow_names), narrow_font);
    return std::clamp((narrow_width - edge - names - 12) / static_cast<double>(matrix.classes()),
                      8.0, 44.0);
  }

  double margin_width() const { return is_narrow_ ? 12 : std::max(field_, 64.0) + 20; }
  double x(std::size_t column) const { return left_ + field_ * static_cast<double>(column); }
  double y(std::size_t row) const { return top_ + field_ * static_cast<double>(row); }
  double middle() const { return field_ / 2 + font_ * 0.35; }

  void name(SvgPage& page, std::size_t k) const {
    page.add(R"(<text x="{:.2f}" y="{:.2f}" text-anchor="end">{}</text>)", left_ - 8,
             y(k) + middle(), escaped(names_[k]));
    if (names_stand_)
      page.add(R"-(<text transform="translate({:.2f} {:.2f}) rotate(-90)">{}</text>)-",
               x(k) + middle(), top_ - 8, escaped(names_[k]));
    else
      page.add(R"(<text x="{:.2f}" y="{:.2f}" text-anchor="middle">{}</text>)", x(k) + field_ / 2,
               top_ - 8, escaped(names_[k]));
  }

  void field(SvgPage& page, std::size_t truth, std::size_t said) const {
    constexpr double least_font = 5;
    const std::size_t count = matrix_.count(truth, said);
    if (count == 0) return;
    const bool right = truth == said;
    const double share = ratio(count, matrix_.of_class(truth));
    // Few mistakes should be seen, too: the root lifts small shares.
    const double strength = right ? share : std::sqrt(share);
    const Color color = mixed(white, palette(right ? 0 : 1), 0.08 + 0.92 * strength);
    page.add(R"(<g><title>{} of class {}, said to be {}</title>)", count,
             escaped(matrix_.class_names()[truth]), escaped(matrix_.class_names()[said]));
    page.add(R"(<rect x="{0:.2f}" y="{1:.2f}" width="{2}" height="{2}" fill="{3}"/>)", x(said),
             y(truth), field_, hex(color));
    if (count_font_ >= least_font)
      page.add(
          R"(<text class="in-cell" x="{:.2f}" y="{:.2f}" font-size="{:.1f}" text-anchor="middle" fill="{}">{}</text>)",
          x(said) + field_ / 2, y(truth) + field_ / 2 + count_font_ * 0.35, count_font_,
          strength > 0.55 ? "#ffffff" : "#222222", count);
    page.add("</g>");
  }

  void margins(SvgPage& page) const {
    page.add(R"(<text x="{}" y="{}">recall %</text>)", left_ + side_ + 8, top_ - 8);
    page.add(R"(<text x="{}" y="{}" text-anchor="end">precision %</text>)", left_ - 8,
             top_ + side_ + middle());
    for (std::size_t k = 0; k < matrix_.classes(); ++k) {
      page.add(R"(<text x="{:.2f}" y="{:.2f}">{}</text>)", left_ + side_ + 8, y(k) + middle(),
               percent(matrix_.recall(k)));
      page.add(R"(<text x="{:.2f}" y="{:.2f}" text-anchor="middle">{}</text>)", x(k) + field_ / 2,
               top_ + side_ + middle(), percent(matrix_.precision(k)));
    }
  }

  static constexpr double edge = 44, narrow_font = 11;
  static constexpr std::size_t narrow_names = 10;

  const ConfusionMatrix& matrix_;
  bool is_narrow_;
  double field_;              // the side of a count's square
  double font_, count_font_;  // of names and percentages; of counts
  double side_;               // of all counts together
  std::vector<std::string> names_;
  double names_width_ = 0;
  bool names_stand_ = false;  // above the columns: upright, where they are too wide
  double left_ = 0, top_ = 0;
};

// ---- text ---------------------------------------------------------------------------------------

/// Widths of the text's columns.
struct Widths {
  std::size_t names, counts, whole;

  explicit Widths(const ConfusionMatrix& matrix) : names(9), counts(5) {
    for (const std::string& name : matrix.class_names()) {
      const std::size_t wide = columns(printable(name));
      names = std::max(names, std::min<std::size_t>(wide, 16));
      counts = std::max(counts, std::min<std::size_t>(wide, 10));
    }
    counts = std::max(counts, std::to_string(largest(matrix)).size());
    whole = names + matrix.classes() * (counts + 1) + 8;
  }
};

std::string table(const ConfusionMatrix& matrix, const Widths& widths, bool color) {
  const std::vector<std::string> heads = short_names(matrix, 9), names = short_names(matrix, 15);
  std::string text = right_aligned("", widths.names);
  std::string last = right_aligned("precision", widths.names);
  for (std::size_t k = 0; k < matrix.classes(); ++k) {
    text += " " + right_aligned(heads[k], widths.counts);
    last += " " + right_aligned(percent(matrix.precision(k)), widths.counts);
  }
  text += "  recall\n";
  for (std::size_t k = 0; k < matrix.classes(); ++k) {
    text += right_aligned(names[k], widths.names);
    for (std::size_t j = 0; j < matrix.classes(); ++j) {
      const std::size_t count = matrix.count(k, j);
      text += " " + colored(k == j ? "1" : "2", fmt::format("{:>{}}", count, widths.counts),
                            color && (k == j || count == 0));
    }
    text += right_aligned(percent(matrix.recall(k)), 8) + "\n";
  }
  return text + last + "\n";
}

/// A line for each class, or a sentence where that is too wide.
std::string list(const ConfusionMatrix& matrix, const Widths& widths, std::size_t width) {
  const std::vector<std::string> names = short_names(matrix, 15);
  if (widths.names + 29 > width) {
    std::string sentences;
    for (std::size_t k = 0; k < matrix.classes(); ++k)
      sentences += wrapped(fmt::format("{}: {}, recall {}, precision {}", names[k],
                                       counted(matrix.of_class(k), "sample"),
                                       percent(matrix.recall(k)), percent(matrix.precision(k))),
                           width, 2);
    return sentences;
  }
  std::string text = right_aligned("class", widths.names) + "  samples   recall  precision\n";
  for (std::size_t k = 0; k < matrix.classes(); ++k)
    text += fmt::format("{}{:>9}{}{}\n", right_aligned(names[k], widths.names), matrix.of_class(k),
                        right_aligned(percent(matrix.recall(k)), 9),
                        right_aligned(percent(matrix.precision(k)), 11));
  return text;
}

/// The most frequent confusions, in words.
std::string in_words(const ConfusionMatrix& matrix, std::size_t width) {
  constexpr std::size_t most = 5;
  struct Confusion {
    std::size_t truth, said, count;
  };
  std::vector<Confusion> all;
  for (std::size_t k = 0; k < matrix.classes(); ++k)
    for (std::size_t j = 0; j < matrix.classes(); ++j)
      if (k != j && matrix.count(k, j) > 0) all.push_back({k, j, matrix.count(k, j)});
  std::stable_sort(all.begin(), all.end(),
                   [](const Confusion& a, const Confusion& b) { return a.count > b.count; });
  if (all.size() > most) all.resize(most);
  std::vector<std::string> words;
  for (const auto& [truth, said, count] : all)
    words.push_back(fmt::format("{} for {} ({})", printable(matrix.class_names()[truth]),
                                printable(matrix.class_names()[said]), count));
  return words.empty() ? ""
                       : wrapped(fmt::format("Most often taken: {}.", listed(words)), width, 2);
}

}  // namespace

ConfusionMatrix::ConfusionMatrix(std::vector<std::string> class_names)
    : class_names_(std::move(class_names)), counts_(class_names_.size() * class_names_.size()) {}

void ConfusionMatrix::add(int truth, int said, std::size_t samples) {
  for (const int label : {truth, said})
    if (label < 0 || static_cast<std::size_t>(label) >= classes())
      throw Error(fmt::format("a confusion matrix of {} classes, and a label {}", classes(), label),
                  "", "Labels count the names of the classes from 0.");
  counts_[static_cast<std::size_t>(truth) * classes() + static_cast<std::size_t>(said)] += samples;
}

std::size_t ConfusionMatrix::of_class(std::size_t truth) const {
  std::size_t sum = 0;
  for (std::size_t j = 0; j < classes(); ++j) sum += count(truth, j);
  return sum;
}

std::size_t ConfusionMatrix::said_to_be(std::size_t said) const {
  std::size_t sum = 0;
  for (std::size_t k = 0; k < classes(); ++k) sum += count(k, said);
  return sum;
}

std::size_t ConfusionMatrix::samples() const {
  return std::accumulate(counts_.begin(), counts_.end(), std::size_t{0});
}

std::size_t ConfusionMatrix::right() const {
  std::size_t sum = 0;
  for (std::size_t k = 0; k < classes(); ++k) sum += count(k, k);
  return sum;
}

double ConfusionMatrix::recall(std::size_t k) const { return ratio(count(k, k), of_class(k)); }

double ConfusionMatrix::precision(std::size_t k) const { return ratio(count(k, k), said_to_be(k)); }

double ConfusionMatrix::accuracy() const { return ratio(right(), samples()); }

std::string svg(const ConfusionMatrix& matrix) { return ConfusionTable(matrix, false).draw(); }

std::string narrow_svg(const ConfusionMatrix& matrix) {
  return ConfusionTable(matrix, true).draw();
}

std::string text_table(const ConfusionMatrix& matrix, std::size_t width, bool color) {
  const Widths widths(matrix);
  return wrapped(score_of(matrix), width) +
         (widths.whole <= width ? table(matrix, widths, color) : list(matrix, widths, width)) +
         in_words(matrix, width);
}

}  // namespace stepgrad
