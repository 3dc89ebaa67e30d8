// The confusion matrix: counts, recall and precision, and how they are shown.
#include <stepgrad/plot/confusion_matrix.hpp>
#include <stepgrad/plot/svg_page.hpp>

#include <algorithm>
#include <cmath>

#include <stepgrad/base/text.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "rendered.hpp"
#include "svg.hpp"

using namespace stepgrad;

namespace {

/// Of 10 cats 8 are found; of 5 dogs 1, and 4 are said to be cats; nobody is said to be a bird.
ConfusionMatrix pets() {
  ConfusionMatrix matrix({"cat", "dog", "bird"});
  matrix.add(0, 0, 8);
  matrix.add(0, 1, 2);
  matrix.add(1, 1);
  matrix.add(1, 0, 4);
  return matrix;
}

ConfusionMatrix large(int classes, std::size_t count) {
  std::vector<std::string> names;
  for (int k = 0; k < classes; ++k) names.push_back("a class with the number " + std::to_string(k));
  ConfusionMatrix matrix(names);
  for (int k = 0; k < classes; ++k) {
    matrix.add(k, k, count);
    matrix.add(k, (k + 3) % classes, count / 50);
  }
  return matrix;
}

bool has(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

}  // namespace

TEST_CASE("recall and precision are shares of the row and of the column", "[confusion]") {
  const ConfusionMatrix matrix = pets();
  CHECK(matrix.recall(0) == Approx(0.8));
  CHECK(matrix.recall(1) == Approx(0.2));
  CHECK(std::isnan(matrix.recall(2)));
  CHECK(matrix.precision(0) == Approx(8.0 / 12));
  CHECK(matrix.precision(1) == Approx(1.0 / 3));
  CHECK(std::isnan(matrix.precision(2)));
  CHECK(matrix.accuracy() == Approx(0.6));
}

TEST_CASE("long names that begin alike are still told apart", "[confusion]") {
  std::vector<std::string> names;
  for (int k = 1; k <= 40; ++k)
    names.push_back("a species of very small frogs " + std::to_string(k));
  names.push_back("a species of very small frogs é, seen here");
  names.push_back("a species of very small frogs è, seen here");  // differ in the middle
  const std::vector<std::string> texts = test::texts(svg(ConfusionMatrix(names)));
  for (const char* name : {"a specie… frogs 1", "a specie…frogs 40", "a species of… #41"}) {
    INFO(name);
    CHECK(has(texts, name));
  }
}

TEST_CASE("the picture has every count, recall and precision", "[confusion]") {
  const std::vector<std::string> texts = test::texts(svg(pets()));
  for (const char* text : {"60.0 % right (9 of 15)", "true class", "predicted class", "cat", "8",
                           "2", "1", "4", "80.0", "20.0", "66.7", "33.3", "–"}) {
    INFO(text);
    CHECK(has(texts, text));
  }
  CHECK_FALSE(has(texts, "0"));  // what never happened is left white
}

TEST_CASE("matrices of one class and of fifty can be drawn", "[confusion]") {
  CHECK(test::faults_of(svg(ConfusionMatrix({}))) == "");
  CHECK(test::faults_of(svg(ConfusionMatrix({"<&>"}))) == "");
  for (const int classes : {2, 10, 26, 50})
    for (const std::size_t count : {1, 1000, 6000000}) {
      INFO(classes << " classes, " << count << " each");
      CHECK(test::faults_of(svg(large(classes, count))) == "");
    }
}

TEST_CASE("a terminal shows the table and says what is confused most often", "[confusion]") {
  CHECK(text_table(pets(), 80, false) ==
        "60.0 % right (9 of 15)\n"
        "            cat   dog  bird  recall\n"
        "      cat     8     2     0    80.0\n"
        "      dog     4     1     0    20.0\n"
        "     bird     0     0     0       –\n"
        "precision  66.7  33.3     –\n"
        "Most often taken: dog for cat (4) and cat for dog (2).\n");
}

TEST_CASE("where the table is too wide, each class has a line", "[confusion]") {
  ConfusionMatrix matrix({"cat", "dog", "bird", "fox"});
  matrix.add(0, 0, 8);
  matrix.add(0, 1, 2);
  matrix.add(1, 0, 4);
  matrix.add(1, 1, 1);
  CHECK(text_table(matrix, 40, false) ==
        "60.0 % right (9 of 15)\n"
        "    class  samples   recall  precision\n"
        "      cat       10     80.0       66.7\n"
        "      dog        5     20.0       33.3\n"
        "     bird        0        –          –\n"
        "      fox        0        –          –\n"
        "Most often taken: dog for cat (4) and\n"
        "  cat for dog (2).\n");
}

TEST_CASE("where even that is too wide, each class has a sentence", "[confusion]") {
  ConfusionMatrix matrix({"cat", "dog\x1b[31m"});
  matrix.add(0, 0, 3);
  matrix.add(1, 0, 1);
  CHECK(text_table(matrix, 20, false) ==
        "75.0 % right (3 of\n4)\n"
        "cat: 3 samples,\n  recall 100,\n  precision 75.0\n"
        "dog\uFFFD[31m: 1 sample,\n  recall 0.0,\n  precision –\n"
        "Most often taken:\n  dog\uFFFD[31m for cat\n  (1).\n");
}

TEST_CASE("colours change no column of a confusion matrix", "[confusion]") {
  std::string colored = text_table(pets(), 80, true);
  CHECK(colored != text_table(pets(), 80, false));
  for (std::size_t at; (at = colored.find('\x1b')) != std::string::npos;)
    colored.erase(at, colored.find('m', at) - at + 1);
  CHECK(colored == text_table(pets(), 80, false));
}

TEST_CASE("a label without a class is refused", "[confusion]") {
  ConfusionMatrix matrix = pets();
  CHECK(error_of([&] { matrix.add(0, 3); }) ==
        "a confusion matrix of 3 classes, and a label 3\n"
        "Labels count the names of the classes from 0.");
  CHECK(error_of([&] { matrix.add(-1, 0); }) != "(no error)");
}

TEST_CASE("on a phone ten classes have room for their counts", "[confusion]") {
  std::vector<std::string> digits;
  for (int i = 0; i < 10; ++i) digits.push_back(std::to_string(i));
  ConfusionMatrix matrix(digits);
  matrix.add(3, 5, 120);
  const std::string drawn = narrow_svg(matrix);
  const double width = std::stod(drawn.substr(drawn.find("width=\"") + 7));
  CHECK(width <= narrow_width);
  CHECK(drawn.find(">120</text>") != std::string::npos);
  CHECK(drawn.find("recall") == std::string::npos);
}
