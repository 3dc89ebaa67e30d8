// Names, read and made up, and the numbers of their letters.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <stepgrad/base/files.hpp>
#include <stepgrad/language/alphabet.hpp>
#include <stepgrad/language/names.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "workplace.hpp"

using namespace stepgrad;

namespace {

using Counts = std::map<std::string, double>;

/// The mean of -log2 share over all that was counted.
double entropy(const Counts& counts) {
  double total = 0, sum = 0;
  for (const auto& [what, count] : counts) total += count;
  for (const auto& [what, count] : counts) sum -= count * std::log2(count / total);
  return sum / total;
}

}  // namespace

TEST_CASE("letters are numbered in the order of the alphabet, and the end comes last",
          "[alphabet]") {
  const std::vector<std::string> names{"cab", "abba"};
  const Alphabet alphabet(names);
  CHECK(alphabet.size() == 4);
  CHECK(alphabet.end() == 3);
  CHECK(alphabet.numbers("cab") == std::vector<std::size_t>{3, 2, 0, 1, 3});
  CHECK(alphabet.numbers("") == std::vector<std::size_t>{3, 3});
  CHECK(alphabet.letter(2) == "c");
  CHECK(alphabet.letter(3) == ".");
}

TEST_CASE("letters are code points, whatever the language", "[alphabet]") {
  const std::vector<std::string> names{"Zoë", "Ørsted", "Мир"};
  const Alphabet alphabet(names);
  CHECK(alphabet.letters() ==
        std::vector<std::string>{"Z", "d", "e", "o", "r", "s", "t", "Ø", "ë", "М", "и", "р"});
  CHECK(alphabet.numbers("Zoë") == std::vector<std::size_t>{12, 0, 3, 8, 12});
}

TEST_CASE("what an alphabet cannot number is said", "[alphabet]") {
  const std::vector<std::string> names{"ann", "bob"};
  CHECK(error_of([&] { Alphabet(names).numbers("eve"); }) ==
        "the letter 'e' of 'eve' is not among those that the model knows\n"
        "It knows a b n o.");
  CHECK(error_of([] { Alphabet(std::vector<std::string>{}); }) ==
        "there are no names to learn from\nGive some, one a line.");
  CHECK(error_of([] { Alphabet(std::vector<std::string>{"a\xff"}); }) ==
        "the name 'a\xef\xbf\xbd' is not UTF-8\n"
        "Save the names as UTF-8: iconv -t UTF-8 does it.");
}

TEST_CASE("a file has a name on each line, whatever else its editor has left there", "[names]") {
  const test::Workplace place;
  write_file(place / "names.txt",
             "\xef\xbb\xbf"
             "emma\r\n  mary ann\t\n\n\nolivia");
  CHECK(read_names(place / "names.txt") == std::vector<std::string>{"emma", "mary ann", "olivia"});
  write_file(place / "blank.txt", " \n\n");
  CHECK_THAT(error_of([&] { read_names(place / "blank.txt"); }),
             Catch::StartsWith("there are no names in this file"));
}

TEST_CASE("made-up names are the same for a seed, and all different", "[names]") {
  const std::vector<std::string> names = made_up_names();
  CHECK(names.size() == 2000);
  CHECK(std::set(names.begin(), names.end()).size() == names.size());
  CHECK(names == made_up_names(2000, 1));
  CHECK(names != made_up_names(2000, 2));
  CHECK(std::vector(names.begin(), names.begin() + 4) ==
        std::vector<std::string>{"eden", "hiseton", "trali", "mitiry"});
  const auto longest = std::max_element(names.begin(), names.end(),
                                        [](auto& a, auto& b) { return a.size() < b.size(); });
  CHECK(longest->size() < 16);  // one that a context of 16 reads to its end
  CHECK(error_of([] { made_up_names(5000); }) ==
        "5000 names are too many to make up\nAsk for 4000 or less.");
}

TEST_CASE("there is something to learn of made-up names: letters tell of their neighbours",
          "[names]") {
  Counts letters, pairs;
  for (const std::string& name : made_up_names()) {
    const std::string whole = "." + name + ".";
    for (std::size_t i = 0; i + 1 < whole.size(); ++i)
      ++letters[whole.substr(i, 1)], ++pairs[whole.substr(i, 2)];
  }
  CHECK(letters.size() >= 24);
  // In bits: what the next letter leaves open when its neighbour is known, beside a guess.
  const double open = entropy(pairs) - entropy(letters);
  CHECK(open > 1.5);
  CHECK(open < entropy(letters) - 1);
}
