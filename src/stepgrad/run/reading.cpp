#include <stepgrad/run/reading.hpp>

#include <cctype>
#include <cmath>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

template <class Value>
struct Choice {
  std::string_view name, about;
  Value value;
};

constexpr Choice<std::optional<bool>> yes_or_no[] = {
    {"auto", "", std::nullopt}, {"yes", "", true}, {"no", "", false}};

constexpr Choice<char> delimiters[] = {
    {"auto", "", '\0'},  {"comma", "", ','}, {"semicolon", "", ';'}, {"tab", "", '\t'},
    {"tabs", "", '\t'},  {"\\t", "", '\t'},  {"bar", "", '|'},       {"pipe", "", '|'},
    {"colon", "", ':'},  {"blank", "", ' '}, {"blanks", "", ' '},    {"space", "", ' '},
    {"spaces", "", ' '},
};

constexpr Choice<char> decimals[] = {
    {"auto", "a point; in files without commas between columns, a comma as well", '\0'},
    {"point", "1.5, and commas between thousands: 1,234.5", '.'},
    {"comma", "1,5, and points between thousands: 1.234,5", ','},
    {".", "as point", '.'},
    {",", "as comma", ','},
};

constexpr Choice<Missing> missing_values[] = {
    {"refuse", "they are told, and nothing is trained", Missing::refused},
    {"drop", "lines that have one are left out", Missing::drop},
    {"mean", "in a feature, the mean of those learnt from is taken", Missing::gaps},
    {"never", "NA, ? and the like are words as others", Missing::words},
};

constexpr Choice<Labels> label_kinds[] = {
    {"auto", "classes, if they are words or a few whole numbers that come again",
     Labels::found_out},
    {"classes", "classes, whatever they are", Labels::classes},
    {"numbers", "amounts, also if they are few and whole", Labels::numbers},
};

constexpr Choice<bool> word_rules[] = {
    {"refuse", "they are told, and nothing is trained", false},
    {"columns", "each word becomes a column of 0 and 1", true},
};

/// By its name; any other sign stands for itself, unless it is a part of numbers and words.
char delimiter_of(const std::string& word) {
  for (const Choice<char>& known : delimiters)
    if (known.name == word) return known.value;
  if (word.size() == 1 && !std::isalnum(static_cast<unsigned char>(word[0])) && word[0] != '"' &&
      (word[0] == '\t' || word == printable(word)))
    return word[0];
  const std::vector<std::string> names = names_of(choices_of(delimiters));
  throw Error(fmt::format("--delimiter cannot be '{}'", word), "",
              did_you_mean(word, names,
                           "Write one sign of ASCII that is no letter, digit or quote, such as ^; "
                           "or comma, semicolon, tab, bar, colon, blank."));
}

}  // namespace

const ReadingChoices& reading_choices() {
  static const ReadingChoices choices{.yes_or_no = choices_of(yes_or_no),
                                      .decimal = choices_of(decimals),
                                      .missing = choices_of(missing_values),
                                      .labels = choices_of(label_kinds),
                                      .words = choices_of(word_rules)};
  return choices;
}

std::vector<double> number_list(std::string_view option, std::string_view text) {
  std::vector<double> numbers;
  for (const std::string_view word : split(text, ',')) {
    const std::optional<double> number = read_number(trimmed(word));
    if (!number || !std::isfinite(*number))
      throw Error(fmt::format("{} cannot be '{}'", option, shortened(printable(text), 60)), "",
                  "It is a list of numbers, such as 0.9,0.1.");
    numbers.push_back(*number);
  }
  return numbers;
}

bool overrules_csv(const Reading& reading) {
  Reading rest = reading;
  fill_in(rest, {});
  rest.transpose = "auto";
  return rest != Reading();
}

bool overrules_idx(const Reading& reading) {
  return !reading.transpose.empty() && reading.transpose != "auto";
}

void fill_in(Reading& asked, const Reading& learnt) {
  std::vector<const std::string*> all;
  for_each_setting_of_files(
      learnt, [&](const char*, const std::string& setting, auto&&...) { all.push_back(&setting); });
  auto next = all.begin();
  for_each_setting_of_files(asked, [&](const char*, std::string& setting, auto&&...) {
    if (setting.empty()) setting = **next;
    ++next;
  });
  if (asked.without.empty()) asked.without = learnt.without;
}

CsvOptions csv_options(const Reading& reading) {
  return {.delimiter = delimiter_of(reading.delimiter),
          .decimal = row_named(decimals, "decimal sign", reading.decimal).value,
          .header = row_named(yes_or_no, "header", reading.header).value,
          .row_names = row_named(yes_or_no, "row names", reading.row_names).value,
          .without = reading.without,
          .labels = row_named(label_kinds, "kind of labels", reading.labels).value,
          .missing = row_named(missing_values, "rule for missing values", reading.missing).value,
          .spread_words = row_named(word_rules, "rule for words", reading.words).value};
}

Transposed transposed(const Reading& reading) {
  const auto said = row_named(yes_or_no, "transposition", reading.transpose).value;
  return !said ? Transposed::found_out : *said ? Transposed::yes : Transposed::no;
}

}  // namespace stepgrad
