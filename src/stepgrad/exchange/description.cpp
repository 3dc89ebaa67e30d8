#include <stepgrad/exchange/description.hpp>

#include <algorithm>
#include <type_traits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/data/features.hpp>

namespace stepgrad {
namespace {

using Described = nlohmann::ordered_json;

std::vector<double> listed_numbers(const Eigen::VectorXd& vector) {
  return {vector.begin(), vector.end()};
}

[[noreturn]] void refuse_description() {
  throw Error("what stands in the file under 'stepgrad' describes no model", "",
              "Was it changed? Export the model again.");
}

/// Calls visit(key, field) for each field that stands in a description under its own name.
template <class Architecture, class Purpose, class Visit>
void for_each_described(Architecture& architecture, Purpose& purpose, Visit visit) {
  visit("activation", architecture.activation);
  visit("batch_norm", architecture.batch_norm);
  visit("loss", architecture.loss);
  visit("features", purpose.feature_names);
  visit("features_are_named", purpose.features_are_named);
  visit("made_features", purpose.made_features);
  visit("mean", purpose.features.mean);
  visit("deviation", purpose.features.deviation);
  visit("classes", purpose.class_names);
  visit("targets", purpose.target_names);
  visit("target_mean", purpose.targets.mean);
  visit("target_deviation", purpose.targets.deviation);
  visit("label", purpose.label_name);
  visit("width", purpose.width);
  visit("height", purpose.height);
}

/// As PyTorch would print them.
std::vector<std::string> layer_names(const PlainModel& plain) {
  std::vector<std::string> names;
  for (const PlainLayer& layer : plain.layers) {
    names.push_back(fmt::format("Linear({}, {})", layer.inputs(), layer.outputs()));
    if (layer.is_normalised()) names.push_back(fmt::format("BatchNorm1d({})", layer.outputs()));
    if (!layer.function.empty()) names.push_back(layer.function);
  }
  return names;
}

/// The questions as rows of -1, 0 and 1, one for each class.
Described rows_of(const CodeMatrix& codes) {
  Described rows = Described::array();
  for (const auto& row : codes.rowwise()) rows.push_back(std::vector<int>(row.begin(), row.end()));
  return rows;
}

CodeMatrix read_codes(const Described& rows) {
  const auto numbers = rows.get<std::vector<std::vector<int>>>();
  if (numbers.empty() || numbers[0].empty()) refuse_description();
  CodeMatrix codes(numbers.size(), numbers[0].size());
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    if (numbers[k].size() != numbers[0].size()) refuse_description();
    for (std::size_t j = 0; j < numbers[k].size(); ++j) {
      if (std::abs(numbers[k][j]) > 1) refuse_description();
      codes(static_cast<Index>(k), static_cast<Index>(j)) = numbers[k][j];
    }
  }
  return codes;
}

Described described(const PlainModel& plain) {
  Described json;
  json["model"] = shown(plain.architecture.sizes);
  if (plain.architecture.is_reduced()) {
    json["reduction"] = plain.architecture.reduction;
    json["codes"] = rows_of(plain.architecture.codes);
  }
  json["layers"] = layer_names(plain);
  for_each_described(plain.architecture, plain.purpose, [&](const char* key, const auto& field) {
    if constexpr (std::is_same_v<std::decay_t<decltype(field)>, Eigen::VectorXd>)
      json[key] = listed_numbers(field);
    else
      json[key] = field;
  });
  return json;
}

std::string written(const Described& json, int indent) {
  return json.dump(indent, ' ', false, Described::error_handler_t::replace);
}

Described rows_of(const Matrix<double>& matrix) {
  Described rows = Described::array();
  for (Index row = 0; row < matrix.rows(); ++row)
    rows.push_back(listed_numbers(matrix.row(row).transpose()));
  return rows;
}

Described layer_of(const PlainLayer& layer) {
  Described json{{"weights", rows_of(layer.weights)}, {"bias", listed_numbers(layer.bias)}};
  if (layer.is_normalised())
    json["batch_norm"] = {{"gamma", listed_numbers(layer.gamma)},
                          {"beta", listed_numbers(layer.beta)},
                          {"mean", listed_numbers(layer.mean)},
                          {"variance", listed_numbers(layer.variance)},
                          {"epsilon", batch_norm_epsilon}};
  if (!layer.function.empty()) json["activation"] = layer.function;
  return json;
}

}  // namespace

std::string description(const PlainModel& plain) { return written(described(plain), -1); }

PlainModel read_description(std::string_view text) {
  PlainModel plain;
  try {
    const Described json = Described::parse(text);
    plain.architecture.sizes = read_sizes(json.at("model").get<std::string>());
    if (json.contains("codes")) {
      plain.architecture.reduction = json.at("reduction").get<std::string>();
      plain.architecture.codes = read_codes(json.at("codes"));
    }
    for_each_described(plain.architecture, plain.purpose, [&](const char* key, auto& field) {
      using Field = std::decay_t<decltype(field)>;
      if constexpr (std::is_same_v<Field, Eigen::VectorXd>) {
        const auto numbers = json.at(key).get<std::vector<double>>();
        field =
            Eigen::Map<const Eigen::VectorXd>(numbers.data(), static_cast<Index>(numbers.size()));
      } else if constexpr (std::is_same_v<Field, int>) {
        field = static_cast<int>(std::min(json.at(key).get<std::size_t>(), most_numbers));
      } else {
        field = json.at(key).get<Field>();
      }
    });
  } catch (const nlohmann::json::exception&) {
    refuse_description();
  }
  if (count_made(plain.purpose.made_features) >= plain.purpose.feature_names.size())
    refuse_description();
  return plain;
}

std::string as_json(const PlainModel& plain) {
  Described json = described(plain);
  json["network"] = Described::array();
  for (const PlainLayer& layer : plain.layers) json["network"].push_back(layer_of(layer));
  json["examples"] = Described::array();
  for (const PlainExample& example : plain.examples)
    json["examples"].push_back({{"given", example.given}, {"said", example.said}});
  return written(json, 1) + "\n";
}

}  // namespace stepgrad
