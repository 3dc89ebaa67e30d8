#include <stepgrad/language/names.hpp>

#include <set>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/base/utf8_mark.hpp>

namespace stepgrad {
namespace {

/// One of the pieces of a name; those that are often heard stand there more than once.
constexpr std::string_view onsets[] = {
    "m", "m", "k", "k", "l", "l", "r", "s", "s",  "t",  "t",  "d",  "d",  "j",  "j",  "b",  "n",
    "h", "f", "g", "p", "v", "w", "y", "z", "br", "ch", "dr", "gr", "kr", "sh", "st", "th", "tr"};
constexpr std::string_view vowels[] = {"a", "a", "a", "a", "e", "e",  "e", "i",
                                       "i", "i", "o", "o", "u", "ai", "ia"};
constexpr std::string_view open_vowels[] = {"a", "a", "e", "e", "i", "o", "u"};
constexpr std::string_view softs[] = {"l", "l", "r", "r", "n", "n", "m", "m", "s", "v", "d", "t"};
constexpr std::string_view endings[] = {
    "na",  "na",  "la",  "la",  "ra",  "lia", "nia",  "ria",  "mi",  "li",  "ri",  "lyn",
    "len", "lin", "rin", "ron", "ren", "ley", "den",  "don",  "ton", "son", "man", "mir",
    "nan", "las", "ros", "ric", "vin", "van", "nell", "bert", "ry",  "tte", "ya",  "rah"};

class Grammar {
 public:
  explicit Grammar(std::uint64_t seed) : random_(seed) {}

  std::string name() {
    std::string name = beginning();
    if (random_.uniform() < 0.35) name += middle();
    return name += one_of(endings);
  }

 private:
  std::string beginning() {
    if (random_.uniform() < 0.2) return std::string(one_of(open_vowels));
    const std::string_view onset = one_of(onsets);
    return fmt::format("{}{}", onset, one_of(vowels));
  }
  std::string middle() {
    const std::string_view soft = one_of(softs);
    return fmt::format("{}{}", soft, one_of(vowels));
  }
  std::string_view one_of(std::span<const std::string_view> pieces) {
    return pieces[random_.below(pieces.size())];
  }

  Random random_;
};

}  // namespace

std::vector<std::string> read_names(const std::filesystem::path& file) {
  std::string text = read_file(file);
  if (text.starts_with(utf8_mark)) text.erase(0, utf8_mark.size());
  std::vector<std::string> names;
  for (const std::string_view line : split(text, '\n'))
    if (std::string name = trimmed(line); !name.empty()) names.push_back(std::move(name));
  if (names.empty())
    throw Error("there are no names in this file", fmt::format("  {}", printable(file.string())),
                "Give a text with a name on each line.");
  return names;
}

std::vector<std::string> made_up_names(std::size_t count, std::uint64_t seed) {
  if (constexpr std::size_t most = 4000; count > most)
    throw Error(fmt::format("{} names are too many to make up", count), "",
                fmt::format("Ask for {} or less.", most));
  Grammar grammar(seed);
  std::vector<std::string> names;
  std::set<std::string> known;
  while (names.size() < count)
    if (std::string name = grammar.name(); known.insert(name).second)
      names.push_back(std::move(name));
  return names;
}

}  // namespace stepgrad
