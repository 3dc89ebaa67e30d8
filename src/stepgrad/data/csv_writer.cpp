// What is written as CSV, so that it reads back as it was.
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/data/csv.hpp>

#include <fmt/format.h>

namespace stepgrad {
namespace {

/// A field as it stands in a file.
std::string field(const std::string& text) {
  const bool plain = !text.empty() && text.find_first_of(",;\t\"\r\n") == std::string::npos &&
                     text.front() != ' ' && text.back() != ' ' &&
                     text.find_first_of("#[{<%@") != 0 && !text.starts_with("sep=");
  if (plain) return text;
  return fmt::format("\"{}\"", replaced(text, "\"", "\"\""));
}

const std::string& name_of_class(const Dataset& data, Eigen::Index sample) {
  return data.class_names[static_cast<std::size_t>(data.labels[static_cast<std::size_t>(sample)])];
}

}  // namespace

std::string csv_line(std::span<const std::string> fields) {
  std::string line;
  for (const std::string& text : fields) line += (line.empty() ? "" : ",") + field(text);
  return line + "\n";
}

std::string csv(const Dataset& data) {
  std::vector<std::string> line = data.feature_names;
  if (data.classes() > 0) line.push_back("label");
  line.insert(line.end(), data.target_names.begin(), data.target_names.end());
  std::string text = csv_line(line);
  for (Eigen::Index i = 0; i < data.inputs.cols(); ++i) {
    line.clear();
    for (const double number : data.inputs.col(i)) line.push_back(exact(number));
    if (data.classes() > 0) line.push_back(name_of_class(data, i));
    for (Eigen::Index t = 0; t < data.targets.rows(); ++t)
      line.push_back(exact(data.targets(t, i)));
    text += csv_line(line);
  }
  return text;
}

}  // namespace stepgrad
