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

}  // namespace

void any_bytes(std::string_view bytes) {
  test::told_well([&] {
    const Dataset data = parse_csv(bytes, "data.csv");
    check(data);
    const Dataset again =
        parse_csv(csv(data), "again.csv",
                  {.delimiter = ',',
                   .header = true,
                   .labels = data.labels.empty() ? Labels::numbers : Labels::classes,
                   .class_names = data.class_names});
    require(again.inputs == data.inputs, "read again, a feature is another number");
    require(again.labels == data.labels, "read again, a label is another class");
  });
}
