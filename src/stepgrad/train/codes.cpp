#include <stepgrad/train/codes.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/base/whole.hpp>

namespace stepgrad {
namespace {

using Eigen::Index;

void need_two(int classes) {
  if (classes < 2)
    throw Error(fmt::format("a reduction of {} class{} to two", classes, classes == 1 ? "" : "es"),
                "", "There must be two classes or more to tell apart.");
}

/// The questions that tell the classes from `first` up to `last` apart, from column `column` on.
/// Returns the column after them.
Index plant(CodeMatrix& codes, int first, int last, Index column) {
  if (last - first < 2) return column;
  const int middle = first + (last - first + 1) / 2;
  codes.col(column).segment(first, middle - first).setConstant(1);
  codes.col(column).segment(middle, last - middle).setConstant(-1);
  return plant(codes, middle, last, plant(codes, first, middle, column + 1));
}

/// The digits of 0 … C - 1 in base two, C shuffled, tell all classes apart; the other columns are
/// tossed, again where all classes fall on one side.
CodeMatrix tossed_codes(int classes, int length, Random& random) {
  const std::vector<std::size_t> numbers = random.order(static_cast<std::size_t>(classes));
  CodeMatrix codes = CodeMatrix::Zero(classes, length);
  int digits = 0;
  for (; (1 << digits) < classes; ++digits)
    for (Index k = 0; k < classes; ++k)
      codes(k, digits) = numbers[static_cast<std::size_t>(k)] >> digits & 1 ? 1 : -1;
  for (Index j = digits; j < length; ++j)
    while (std::abs(codes.col(j).sum()) == classes || codes(0, j) == 0)
      for (Index k = 0; k < classes; ++k) codes(k, j) = random.below(2) == 1 ? 1 : -1;
  return codes;
}

/// The answer that a score gives.
int answer(double score) { return score > 0 ? 1 : -1; }

/// The classes that have most of something.
template <class Number>
std::vector<int> most(const std::vector<int>& classes, const std::vector<Number>& numbers) {
  const auto number = [&](int k) { return numbers[static_cast<std::size_t>(k)]; };
  const int best = *std::max_element(classes.begin(), classes.end(),
                                     [&](int a, int b) { return number(a) < number(b); });
  std::vector<int> first{best};
  for (const int k : classes)
    if (k != best && number(k) == number(best)) first.push_back(k);
  return first;
}

/// Reads a tree, fork by fork: tree = class | "(" tree tree ")".
class TreeReader {
 public:
  TreeReader(std::string_view text, const std::vector<std::string>& names)
      : text_(text), names_(names), codes_(CodeMatrix::Zero(classes(), classes() - 1)) {}

  CodeMatrix codes() {
    const std::vector<Index> all = tree();
    if (!next().empty()) fail("something stands behind its end");
    for (Index k = 0; k < classes(); ++k)
      if (std::ranges::count(all, k) != 1)
        fail(fmt::format("class '{}' is {}", names_[static_cast<std::size_t>(k)],
                         std::ranges::count(all, k) == 0 ? "missing" : "there twice"));
    return codes_;
  }

 private:
  Index classes() const { return static_cast<Index>(names_.size()); }

  /// The classes of the tree that begins here.
  std::vector<Index> tree() {
    const std::string_view word = next();
    if (word != "(") return {class_of(word)};
    if (forks_ == codes_.cols() || ++depth_ > most_depth)
      fail(fmt::format("{} classes have {} forks", classes(), codes_.cols()));
    const Index fork = forks_++;
    std::vector<Index> left = tree();
    const std::vector<Index> right = tree();
    if (next() != ")") fail("a fork has two sides, (a b)");
    --depth_;
    for (const Index k : left) codes_(k, fork) = 1;
    for (const Index k : right) codes_(k, fork) = -1;
    left.insert(left.end(), right.begin(), right.end());
    return left;
  }

  /// A bracket, or what stands between blanks, brackets or quotes; "" at the end.
  std::string_view next() {
    const std::size_t from = text_.find_first_not_of(" \t", at_);
    if (from == text_.npos) return {};
    std::size_t to = from + 1;
    if (text_[from] == '"') {
      to = text_.find('"', to);
      if (to == text_.npos) fail("a quote is open");
      at_ = to + 1;
      return text_.substr(from + 1, to - from - 1);
    }
    if (text_[from] != '(' && text_[from] != ')') to = text_.find_first_of(" \t()", from);
    at_ = std::min(to, text_.size());
    return text_.substr(from, at_ - from);
  }

  /// By its name, or by its number where no class has that name.
  Index class_of(std::string_view word) const {
    const auto named = std::ranges::find(names_, word);
    if (named != names_.end()) return named - names_.begin();
    if (const auto number = read_whole(word, 0, names_.size() - 1))
      return static_cast<Index>(*number);
    fail(word.empty() || word == ")" ? "a fork has two sides, (a b)"
                                     : fmt::format("there is no class '{}'", word));
  }

  [[noreturn]] void fail(const std::string& why) const {
    throw Error(fmt::format("'{}' is no tree of the classes: {}", shortened(printable(text_), 60),
                            printable(why)),
                "",
                fmt::format("Name each once, two to a fork: ({} {}) and so on.",
                            printable(names_.front()), printable(names_.back())));
  }

  static constexpr int most_depth = 500;
  std::string_view text_;
  const std::vector<std::string>& names_;
  CodeMatrix codes_;
  Index forks_ = 0;
  int depth_ = 0;
  std::size_t at_ = 0;
};

constexpr ReductionRow all_reductions[] = {
    {.name = "one-versus-all",
     .about = "each class against all others; the surest decides",
     .decoding = Decoding::votes,
     .codes = [](int classes, std::uint64_t) { return one_versus_all_codes(classes); }},
    {.name = "one-versus-one",
     .about = "each class against each other; they vote",
     .decoding = Decoding::votes,
     .codes = [](int classes, std::uint64_t) { return one_versus_one_codes(classes); }},
    {.name = "codes",
     .about = "error-correcting output codes; the nearest code wins",
     .decoding = Decoding::votes,
     .codes = correcting_codes},
    {.name = "tree",
     .about = "each answer rules out half of the classes; --tree says which",
     .decoding = Decoding::elimination,
     .codes = [](int classes, std::uint64_t) { return tree_codes(classes); }},
};

}  // namespace

std::span<const ReductionRow> reductions() { return all_reductions; }

CodeMatrix one_versus_all_codes(int classes) {
  need_two(classes);
  CodeMatrix codes = CodeMatrix::Constant(classes, classes, -1);
  codes.diagonal().setConstant(1);
  return codes;
}

CodeMatrix one_versus_one_codes(int classes) {
  need_two(classes);
  CodeMatrix codes = CodeMatrix::Zero(classes, Index{classes} * (classes - 1) / 2);
  Index pair = 0;
  for (Index k = 0; k < classes; ++k)
    for (Index other = k + 1; other < classes; ++other, ++pair) {
      codes(k, pair) = 1;
      codes(other, pair) = -1;
    }
  return codes;
}

CodeMatrix exhaustive_codes(int classes) {
  constexpr int most = 11;
  need_two(classes);
  if (classes > most)
    throw Error(fmt::format("every way to put {} classes on two sides", classes), "",
                fmt::format("Use random codes for more than {}.", most));
  CodeMatrix codes = CodeMatrix::Ones(classes, (1 << (classes - 1)) - 1);
  for (Index question = 0; question < codes.cols(); ++question)
    for (Index k = 1; k < classes; ++k)
      if ((question + 1) >> (k - 1) & 1) codes(k, question) = -1;
  return codes;
}

CodeMatrix random_codes(int classes, int length, Random& random) {
  constexpr int tosses = 100;
  need_two(classes);
  if (length < 31 && (1LL << std::max(length, 0)) < classes)
    throw Error(fmt::format("codes of length {} for {} classes", length, classes), "",
                fmt::format("Give {} or more.", std::ceil(std::log2(classes))));
  CodeMatrix best = tossed_codes(classes, length, random);
  int best_distance = row_distance(best);
  for (int toss = 1; toss < tosses; ++toss) {
    CodeMatrix codes = tossed_codes(classes, length, random);
    if (const int distance = row_distance(codes); distance > best_distance) {
      best = std::move(codes);
      best_distance = distance;
    }
  }
  return best;
}

CodeMatrix tree_codes(int classes) {
  need_two(classes);
  CodeMatrix codes = CodeMatrix::Zero(classes, classes - 1);
  plant(codes, 0, classes, 0);
  return codes;
}

CodeMatrix correcting_codes(int classes, std::uint64_t seed) {
  if (classes <= 5) return exhaustive_codes(classes);
  Random random(seed);
  return random_codes(classes, static_cast<int>(std::ceil(10 * std::log2(classes))), random);
}

CodeMatrix read_tree(std::string_view text, const std::vector<std::string>& class_names) {
  need_two(static_cast<int>(class_names.size()));
  return TreeReader(text, class_names).codes();
}

std::string shown(const CodeMatrix& codes) {
  std::string text;
  for (Index k = 0; k < codes.rows(); ++k) {
    for (const int side : codes.row(k)) text += side > 0 ? '+' : side < 0 ? '-' : '0';
    text += '\n';
  }
  return text;
}

CodeMatrix read_codes(std::string_view text) {
  std::vector<std::string_view> lines = split(text, '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  CodeMatrix codes(static_cast<Index>(lines.size()),
                   lines.empty() ? 0 : static_cast<Index>(lines.front().size()));
  for (Index k = 0; k < codes.rows(); ++k) {
    const std::string_view line = lines[static_cast<std::size_t>(k)];
    if (static_cast<Index>(line.size()) != codes.cols() ||
        line.find_first_not_of("+-0") != line.npos)
      throw Error("the codes of the classes are damaged", "",
                  "They are lines of + - 0, all of one length.");
    for (Index j = 0; j < codes.cols(); ++j) {
      const char sign = line[static_cast<std::size_t>(j)];
      codes(k, j) = sign == '+' ? 1 : sign == '-' ? -1 : 0;
    }
  }
  return codes;
}

int row_distance(const CodeMatrix& codes) {
  Index least = codes.cols();
  for (Index k = 0; k < codes.rows(); ++k)
    for (Index other = k + 1; other < codes.rows(); ++other)
      least = std::min(least, (codes.row(k).array() * codes.row(other).array() < 0).count());
  return static_cast<int>(least);
}

Decoded decode(const CodeMatrix& codes, const std::vector<int>& candidates,
               std::vector<double> scores, Decoding decoding) {
  if (candidates.empty()) throw Error("a verdict on no classes", "", "Name one or more.");
  Decoded decoded;
  decoded.votes.assign(static_cast<std::size_t>(codes.rows()), 0);
  std::vector<double> sums(decoded.votes.size());
  std::vector<int> left = candidates;
  for (std::size_t j = 0; j < scores.size(); ++j) {
    if (std::isnan(scores[j])) continue;
    const auto question = static_cast<Index>(j);
    ++decoded.questions;
    left = remaining(codes, left, question, scores[j]);
    for (const int k : candidates)
      if (const int side = codes(k, question); side != 0) {
        decoded.votes[static_cast<std::size_t>(k)] += side == answer(scores[j]);
        sums[static_cast<std::size_t>(k)] += side * scores[j];
      }
  }
  decoded.tied = decoding == Decoding::elimination ? left : most(candidates, decoded.votes);
  decoded.label = most(decoding == Decoding::scores ? candidates : decoded.tied, sums).front();
  decoded.scores = std::move(scores);
  return decoded;
}

Decoded verdict(const CodeMatrix& codes, std::vector<double> scores, Decoding decoding) {
  std::vector<int> candidates(static_cast<std::size_t>(codes.rows()));
  std::iota(candidates.begin(), candidates.end(), 0);
  std::vector<int> left = candidates;
  for (std::size_t j = 0; decoding == Decoding::elimination && j < scores.size(); ++j) {
    const auto question = static_cast<Index>(j);
    if (separates(codes, left, question))
      left = remaining(codes, left, question, scores[j]);
    else
      scores[j] = std::numeric_limits<double>::quiet_NaN();
  }
  return decode(codes, candidates, std::move(scores), decoding);
}

std::vector<int> drawn_of_tied(const std::vector<Decoded>& verdicts, Random& random) {
  std::vector<int> labels;
  for (const Decoded& verdict : verdicts)
    labels.push_back(verdict.tied[random.below(verdict.tied.size())]);
  return labels;
}

std::vector<int> remaining(const CodeMatrix& codes, const std::vector<int>& candidates,
                           Index question, double score) {
  std::vector<int> left;
  std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(left),
               [&](int k) { return codes(k, question) != -answer(score); });
  return left.empty() ? candidates : left;
}

bool separates(const CodeMatrix& codes, const std::vector<int>& candidates, Index question) {
  const auto is_on = [&](int side) {
    return std::any_of(candidates.begin(), candidates.end(),
                       [&](int k) { return codes(k, question) == side; });
  };
  return is_on(1) && is_on(-1);
}

}  // namespace stepgrad
