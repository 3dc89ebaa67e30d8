// CSV files: what is read is finite, consistent, and the same when it is written and read again.
#include <stepgrad/data/csv.hpp>

#include <cmath>

#include "fuzz/parser.hpp"

using namespace stepgrad;
using stepgrad::test::require;

namespace {

void check(const Dataset& data) {
  const auto samples = static_cast<std::size_t>(data.inputs.cols());
  require(data.inputs.allFinite() && data.targets.allFinite(), "a number is not finite");
  require(static_cast<std::size_t>(data.inputs.rows()) == data.feature_names.size(),
          "a feature has no name");
  require(data.labels.empty() || data.labels.size() == samples, "a sample has no label");
  for (const int label : data.labels)
    require(label >= 0 && label < static_cast<int>(data.class_names.size()), "a label is no class");
  for (const std::string& name : data.class_names)
    require(invalid_utf8(name) == std::string::npos, "the name of a class is not UTF-8");
}

/// What a model knows, drawn from the bytes themselves: names and words that stand in them.
CsvOptions known_by_a_model(std::string_view bytes) {
  CsvOptions options{
      .labels = Labels::classes, .class_names = {"a", "b"}, .feature_names = {"x1", "x2"}};
  const std::size_t sum = bytes.size();
  options.features_are_named = sum % 2 == 0;
  if (sum % 3 == 0) options.feature_names = {"x1", "x2=a", "x2=b"};
  if (sum % 5 == 0) options.labels = Labels::skipped;
  if (sum % 7 == 0) options.missing = Missing::gaps;
  return options;
}

void read_for_a_model(std::string_view bytes) {
  const CsvOptions options = known_by_a_model(bytes);
  const Dataset data = parse_csv(bytes, "data.csv", options);
  for (const int label : data.labels)
    require(label >= 0 && label < 2, "a label is no class of the model");
  require(options.missing == Missing::gaps || data.inputs.allFinite(), "a number is not finite");
}

void read_and_read_again(std::string_view bytes) {
  const Dataset data = parse_csv(bytes, "data.csv");
  check(data);
  const Dataset again =
      parse_csv(csv(data), "again.csv",
                {.delimiter = ',',
                 .header = true,
                 .row_names = false,
                 .labels = data.labels.empty() ? Labels::numbers : Labels::classes,
                 .missing = Missing::words,
                 .class_names = data.class_names});
  require(again.inputs == data.inputs, "read again, a feature is another number");
  require(again.labels == data.labels, "read again, a label is another class");
}

/// Every rule that a person may ask for.
void read_otherwise(std::string_view bytes) {
  check(parse_csv(bytes, "data.csv",
                  {.decimal = ',', .missing = Missing::drop, .spread_words = true}));
}

}  // namespace

void any_bytes(std::string_view bytes) {
  for (const auto read : {read_and_read_again, read_for_a_model, read_otherwise})
    test::told_well([&] { read(bytes); });
}
