// Code matrices: what is asked of the classifiers, and what their answers make.
#include <stepgrad/train/codes.hpp>

#include <cmath>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

using Classes = std::vector<int>;

Classes all(int classes) {
  Classes labels;
  for (int k = 0; k < classes; ++k) labels.push_back(k);
  return labels;
}

Decoded voted(const CodeMatrix& codes, const std::vector<double>& scores,
              Decoding decoding = Decoding::votes) {
  return decode(codes, all(static_cast<int>(codes.rows())), scores, decoding);
}

/// What classifiers that make no mistake say about class `k`; those that do not know it are silent.
std::vector<double> faultless(const CodeMatrix& codes, Eigen::Index k) {
  std::vector<double> scores;
  for (Eigen::Index j = 0; j < codes.cols(); ++j)
    scores.push_back(codes(k, j) == 0 ? std::nan("") : codes(k, j));
  return scores;
}

std::vector<CodeMatrix> every_kind(int classes) {
  Random random(1);
  return {one_versus_all_codes(classes), one_versus_one_codes(classes), exhaustive_codes(classes),
          random_codes(classes, 12, random), tree_codes(classes)};
}

}  // namespace

TEST_CASE("every question has classes on both sides", "[codes]") {
  for (int classes = 2; classes <= 9; ++classes)
    for (const CodeMatrix& codes : every_kind(classes))
      for (Eigen::Index j = 0; j < codes.cols(); ++j) {
        INFO(classes << " classes, question " << j);
        CHECK(separates(codes, all(classes), j));
      }
}

TEST_CASE("classifiers that make no mistake find every class", "[codes]") {
  for (int classes = 2; classes <= 9; ++classes)
    for (const CodeMatrix& codes : every_kind(classes))
      for (int k = 0; k < classes; ++k) {
        INFO(classes << " classes, " << codes.cols() << " questions, class " << k);
        CHECK(voted(codes, faultless(codes, k)).label == k);
        CHECK(voted(codes, faultless(codes, k), Decoding::scores).label == k);
        CHECK(voted(codes, faultless(codes, k)).tied == Classes{k});
      }
}

TEST_CASE("there are as many questions as the lecture counts", "[codes]") {
  for (int classes = 2; classes <= 11; ++classes) {
    CHECK(one_versus_all_codes(classes).cols() == classes);
    CHECK(one_versus_one_codes(classes).cols() == classes * (classes - 1) / 2);
    CHECK(exhaustive_codes(classes).cols() == (1 << (classes - 1)) - 1);
    CHECK(tree_codes(classes).cols() == classes - 1);
  }
}

TEST_CASE("one-versus-one asks about each pair once, and about nothing else", "[codes]") {
  const CodeMatrix codes = one_versus_one_codes(5);
  std::set<std::pair<Eigen::Index, Eigen::Index>> pairs;
  for (Eigen::Index j = 0; j < codes.cols(); ++j) {
    Eigen::Index plus, minus;
    codes.col(j).maxCoeff(&plus);
    codes.col(j).minCoeff(&minus);
    pairs.insert({std::min(plus, minus), std::max(plus, minus)});
    CHECK(codes.col(j).cwiseAbs().sum() == 2);
  }
  CHECK(pairs.size() == 10);
}

TEST_CASE("rows of exhaustive codes differ in 2^(C-2) questions", "[codes]") {
  for (int classes = 2; classes <= 9; ++classes)
    CHECK(row_distance(exhaustive_codes(classes)) == 1 << (classes - 2));
}

TEST_CASE("random codes tell all classes apart, better the longer they are", "[codes]") {
  Random random(7);
  for (const int classes : {2, 3, 16, 26})
    CHECK(row_distance(random_codes(classes, 5, random)) >= 1);
  CHECK(row_distance(random_codes(10, 80, random)) > row_distance(random_codes(10, 20, random)));
  Random again(3), same(3);
  CHECK(random_codes(10, 15, again) == random_codes(10, 15, same));
}

TEST_CASE("as many wrong answers as the distance allows do no harm", "[codes]") {
  const CodeMatrix codes = exhaustive_codes(5);  // distance 8: three wrong ones
  const std::size_t questions = static_cast<std::size_t>(codes.cols());
  for (int k = 0; k < 5; ++k)
    for (std::size_t a = 0; a < questions; ++a)
      for (std::size_t b = a + 1; b < questions; ++b)
        for (std::size_t c = b + 1; c < questions; ++c) {
          std::vector<double> scores = faultless(codes, k);
          for (const std::size_t wrong : {a, b, c}) scores[wrong] = -scores[wrong];
          if (voted(codes, scores).label != k) FAIL(k << ": " << a << ' ' << b << ' ' << c);
        }
}

TEST_CASE("one-versus-all: who says mine is a candidate, the surest wins", "[codes]") {
  const CodeMatrix codes = one_versus_all_codes(3);
  const Decoded clear = voted(codes, {-1, 0.1, -9});
  CHECK(clear.label == 1);
  CHECK(clear.tied == Classes{1});
  CHECK(clear.votes == Classes{1, 3, 1});
  const Decoded two = voted(codes, {1, 2, -1});
  CHECK(two.label == 1);
  CHECK(two.tied == Classes{0, 1});
  const Decoded nobody = voted(codes, {-3, -1, -2});
  CHECK(nobody.label == 1);
  CHECK(nobody.tied == Classes{0, 1, 2});
}

TEST_CASE("one-versus-one: in a circle each has one vote, and scores decide", "[codes]") {
  // 0 beats 1, 2 beats 0, 1 beats 2. The sums: 1 - 5, -1 + 2, 5 - 2.
  const Decoded circle = voted(one_versus_one_codes(3), {1, -5, 2});
  CHECK(circle.votes == Classes{1, 1, 1});
  CHECK(circle.tied == Classes{0, 1, 2});
  CHECK(circle.label == 2);
  CHECK(circle.questions == 3);
}

TEST_CASE("by scores one sure answer outweighs two that are not", "[codes]") {
  const CodeMatrix codes = one_versus_one_codes(3);
  const std::vector<double> scores{0.1, 0.1, 9};  // 0 wins both of its pairs, barely
  CHECK(voted(codes, scores).label == 0);
  CHECK(voted(codes, scores, Decoding::scores).label == 1);
}

TEST_CASE("in a tree a class is found with log2 of the classes, rounded", "[codes]") {
  for (int classes = 2; classes <= 20; ++classes) {
    const CodeMatrix codes = tree_codes(classes);
    for (Eigen::Index k = 0; k < classes; ++k) {
      const auto questions = codes.row(k).cwiseAbs().sum();
      CHECK(questions >= std::floor(std::log2(classes)));
      CHECK(questions <= std::ceil(std::log2(classes)));
    }
  }
}

TEST_CASE("a score of 0 or without an end is an answer, too", "[codes]") {
  const double inf = std::numeric_limits<double>::infinity();
  const CodeMatrix codes = one_versus_one_codes(3);
  CHECK(voted(codes, {0, 0, 0}).label == 2);  // not above 0: the second of each pair
  CHECK(voted(codes, {inf, inf, -inf}).label == 0);
  CHECK(voted(codes, {std::nan(""), 1, 1}).questions == 2);
}

TEST_CASE("codes that cannot be are refused", "[codes]") {
  Random random(1);
  CHECK(error_of([] { one_versus_all_codes(1); }) ==
        "a reduction of 1 class to two\nThere must be two classes or more to tell apart.");
  CHECK(error_of([&] { random_codes(10, 3, random); }) ==
        "codes of length 3 for 10 classes\nGive 4 or more.");
  CHECK(error_of([] { exhaustive_codes(12); }) ==
        "every way to put 12 classes on two sides\nUse random codes for more than 11.");
  CHECK(error_of([] { decode(tree_codes(2), {}, {1}, Decoding::votes); }) ==
        "a verdict on no classes\nName one or more.");
}

TEST_CASE("a tree of one's own is read by names and by numbers", "[codes]") {
  const std::vector<std::string> names{"cat", "dog", "big wolf", "7"};
  const CodeMatrix codes = read_tree(R"((cat ("big wolf" (7 1))))", names);
  CHECK(shown(codes) == "+00\n---\n-+0\n--+\n");
  CHECK(read_codes(shown(codes)) == codes);
  CHECK(read_tree("((0 1) (2 3))", {"a", "b", "c", "d"}) == tree_codes(4));
  const Decoded found = verdict(codes, {-1, 1, 1}, Decoding::elimination);
  CHECK(found.label == 2);
  CHECK(found.questions == 2);
  CHECK(std::isnan(found.scores[2]));  // what no longer matters is not asked
}

TEST_CASE("what is no tree of the classes is refused, with the reason", "[codes]") {
  const std::vector<std::string> names{"a", "b", "c"};
  for (const auto& [text, why] : {std::pair{"((a b) a)", "class 'a' is there twice"},
                                  {"(a b)", "class 'c' is missing"},
                                  {"(a b c)", "a fork has two sides, (a b)"},
                                  {"(a)", "a fork has two sides, (a b)"},
                                  {"((a b) d)", "there is no class 'd'"},
                                  {"((a b) 3)", "there is no class '3'"},
                                  {"((a b) c) c", "something stands behind its end"},
                                  {"(\"a b)", "a quote is open"},
                                  {"(((((a", "3 classes have 2 forks"},
                                  {"", "a fork has two sides, (a b)"}}) {
    INFO(text);
    CHECK(error_of([&] { read_tree(text, names); }) ==
          fmt::format("'{}' is no tree of the classes: {}\n"
                      "Name each once, two to a fork: (a c) and so on.",
                      text, why));
  }
}

TEST_CASE("one-versus-all draws among those that say yes, among all where none does", "[codes]") {
  const CodeMatrix codes = one_versus_all_codes(3);
  const auto counts = [&](std::vector<double> scores) {
    std::vector<int> counts(3);
    Random random(1);
    const Decoded decoded = verdict(codes, std::move(scores), Decoding::votes);
    for (const int k : drawn_of_tied(std::vector<Decoded>(3000, decoded), random))
      ++counts[static_cast<std::size_t>(k)];
    return counts;
  };
  CHECK(counts({-1, 2, -1}) == std::vector<int>{0, 3000, 0});
  const std::vector<int> two = counts({1, 2, -1});
  CHECK(two[2] == 0);
  CHECK(std::abs(two[0] - 1500) < 150);
  for (const int count : counts({-1, -2, -3})) CHECK(std::abs(count - 1000) < 150);
}
