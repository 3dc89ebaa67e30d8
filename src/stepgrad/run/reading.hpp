// How a run reads its files, as settings in words: what the reader would else find out by itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/base/table.hpp>
#include <stepgrad/data/csv.hpp>
#include <stepgrad/data/idx.hpp>

namespace stepgrad {

/// Every guess of the readers, overruled by a word. A run keeps them, so that samples for its model
/// are read as those that it has learnt from.
struct Reading {
  std::string header = "auto";
  std::string delimiter = "auto", decimal = "auto";
  std::string row_names = "auto";
  std::string missing = "refuse";
  std::string transpose = "auto";
  // Only for what is learnt from: a model knows its columns and what it says.
  std::string labels = "auto", words = "refuse";
  std::vector<std::string> without;

  bool operator==(const Reading&) const = default;
};

/// What there is to choose from.
struct ReadingChoices {
  std::vector<Named> yes_or_no, decimal, missing, labels, words;
};
const ReadingChoices& reading_choices();

/// Calls visit(name, setting, help, choices) for those that any file is read by.
template <class Settings, class Visit>
void for_each_setting_of_files(Settings& s, Visit visit) {
  const ReadingChoices& choices = reading_choices();
  visit("header", s.header, "CSV: does line 1 name the columns?", choices.yes_or_no);
  visit("delimiter", s.delimiter,
        "CSV: what stands between the columns: auto, comma, semicolon, tab, bar, colon, blank, or "
        "any other sign",
        std::vector<Named>());
  visit("decimal", s.decimal, "CSV: what stands before a number's decimals", choices.decimal);
  visit("row_names", s.row_names, "CSV: does column 1 only name or number the rows?",
        choices.yes_or_no);
  visit("missing", s.missing, "CSV: what becomes of missing values (nothing, ?, NA, nan, null)",
        choices.missing);
  visit("transpose", s.transpose, "IDX: are images stored column after column? auto: EMNIST's are",
        choices.yes_or_no);
}

/// Calls visit for the others.
template <class Settings, class Visit>
void for_each_setting_of_learning(Settings& s, Visit visit) {
  const ReadingChoices& choices = reading_choices();
  visit("labels", s.labels, "CSV: what is predicted", choices.labels);
  visit("words", s.words, "CSV: what becomes of features that are words", choices.words);
  visit("without", s.without, "CSV: a column that is not read, by name or number; may be repeated",
        std::vector<Named>());
}

/// The numbers of a list such as "0.9,0.1". Throws Error, which names the option, for any other text.
std::vector<double> number_list(std::string_view option, std::string_view text);

/// Is anything said of CSV files, or of IDX files?
bool overrules_csv(const Reading& reading);
bool overrules_idx(const Reading& reading);

/// What is not said ("") is taken from the reading of a run.
void fill_in(Reading& asked, const Reading& learnt);

CsvOptions csv_options(const Reading& reading);
Transposed transposed(const Reading& reading);

}  // namespace stepgrad
