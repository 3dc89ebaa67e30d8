#include <stepgrad/train/model.hpp>

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stepgrad/base/epoch.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

template <class S>
struct NamedActivation {
  std::string_view name;
  Tensor<S> (*function)(Tensor<S>);
};

template <class S>
constexpr std::array<NamedActivation<S>, 7> activations{{
    {"relu", &relu<S>},
    {"leaky_relu", &leaky_relu<S>},
    {"elu", &elu<S>},
    {"gelu", &gelu<S>},
    {"tanh", &tanh<S>},
    {"sigmoid", &sigmoid<S>},
    {"softplus", &softplus<S>},
}};

template <class S>
Hidden<S> hidden_of(const Architecture& architecture) {
  for (const NamedActivation<S>& activation : activations<S>)
    if (activation.name == architecture.activation)
      return {activation.function, architecture.batch_norm, architecture.dropout};
  const std::vector<std::string> names = activation_names();
  const std::string near = nearest(architecture.activation, names);
  throw Error(fmt::format("there is no activation '{}'", architecture.activation), "",
              near.empty() ? fmt::format("Choose one of {}.", listed(names))
                           : fmt::format("did you mean '{}'?", near));
}

constexpr std::size_t most_layers = 1000;

void check_sizes(const std::vector<Index>& sizes) {
  double numbers = 0;
  for (std::size_t i = 1; i < sizes.size(); ++i)
    numbers += static_cast<double>(sizes[i]) * static_cast<double>(sizes[i - 1] + 1);
  if (numbers > static_cast<double>(most_numbers))
    throw Error(fmt::format("a model {} has {} numbers", shown(sizes), shown(numbers)), "",
                fmt::format("Up to {} are possible.", most_numbers));
}

template <class S>
Sequential<S> layers_of(Graph<S>& graph, const Architecture& architecture, std::uint64_t seed) {
  check_sizes(architecture.sizes);
  Random random(seed);
  return mlp<S>(graph, architecture.sizes, random, hidden_of<S>(architecture));
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += fmt::format("{}\n{}\n", name.size(), name);
  return text;
}

std::vector<std::string> parted(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::size_t line = text.find('\n');
    const std::optional<double> size = read_number(text.substr(0, line));
    if (line == text.npos || !size || !(*size >= 0) ||
        *size + 1 > static_cast<double>(text.size() - line - 1))
      throw Error("the list of names in the model is damaged", "", "Train it again.");
    const auto length = static_cast<std::size_t>(*size);
    names.emplace_back(text.substr(line + 1, length));
    text.remove_prefix(line + 1 + length + 1);
  }
  return names;
}

std::string joined(const Eigen::VectorXd& numbers) {  // in full, whatever the model's precision
  std::vector<std::string> texts;
  for (const double number : numbers) texts.push_back(exact(number));
  return joined(texts);
}

Eigen::VectorXd numbers_in(std::string_view text) {
  const std::vector<std::string> texts = parted(text);
  Eigen::VectorXd numbers(static_cast<Index>(texts.size()));
  for (std::size_t i = 0; i < texts.size(); ++i)
    numbers[static_cast<Index>(i)] = read_number(texts[i]).value_or(Epoch::none);
  return numbers;
}

/// Throws Error unless the purpose fits the sizes: whoever uses the model counts on it.
void check_purpose(const Architecture& architecture, const Purpose& purpose) {
  const auto features = static_cast<std::size_t>(architecture.sizes.front());
  const auto outputs = static_cast<std::size_t>(architecture.sizes.back());
  const auto scales = [](const Scale& scale, std::size_t numbers) {
    const auto size = static_cast<Index>(numbers);
    return scale.mean.size() == scale.deviation.size() &&
           (!scale.is_set() || scale.mean.size() == size);
  };
  const auto pixels = static_cast<std::size_t>(std::max(purpose.width, 0)) *
                      static_cast<std::size_t>(std::max(purpose.height, 0));
  const bool fits =
      purpose.feature_names.size() == features &&
      (purpose.class_names.empty() ? purpose.target_names : purpose.class_names).size() ==
          outputs &&
      scales(purpose.features, features) && scales(purpose.targets, outputs) &&
      (pixels == 0 || pixels == features);
  if (!fits)
    throw Error(fmt::format("a model {} does not fit the data that it is for: {} features, {}",
                            shown(architecture.sizes), purpose.feature_names.size(),
                            purpose.class_names.empty()
                                ? fmt::format("{} targets", purpose.target_names.size())
                                : fmt::format("{} classes", purpose.class_names.size())),
                "", "The first size is the number of features, the last that of the outputs.");
}

}  // namespace

template <class S>
void scale(DatasetOf<S>& data, const Purpose& purpose) {
  if (purpose.features.is_set())
    Standardiser(purpose.features.mean, purpose.features.deviation).apply(data);
  if (!purpose.targets.is_set()) return;
  for (Index i = 0; i < data.targets.rows(); ++i)
    data.targets.row(i) =
        ((data.targets.row(i).template cast<double>().array() - purpose.targets.mean[i]) /
         purpose.targets.deviation[i])
            .template cast<S>();
}
template void scale(DatasetOf<float>&, const Purpose&);
template void scale(DatasetOf<double>&, const Purpose&);

std::string shown(const std::vector<Index>& sizes) {
  return fmt::format("{}", fmt::join(sizes, "-"));
}

std::vector<Index> read_sizes(std::string_view text) {
  constexpr double most = 1e6;
  std::vector<Index> sizes;
  for (const std::string_view word : split(text, '-')) {
    const std::optional<double> size = read_number(word);
    if (!size || !(*size >= 1 && *size <= most) || *size != static_cast<Index>(*size) ||
        sizes.size() == most_layers)
      throw Error(fmt::format("'{}' is no list of sizes", shortened(printable(text), 60)), "",
                  "Write the features, the hidden layers and the outputs, each from 1 to 1000000, "
                  "such as 784-128-64-10.");
    sizes.push_back(static_cast<Index>(*size));
  }
  if (sizes.size() < 2)
    throw Error(fmt::format("'{}' has no layer", text), "",
                "Write the sizes from features to outputs, 2-16-2; 2-2 is one layer.");
  return sizes;
}

std::string name_of(Loss loss) {
  return loss == Loss::cross_entropy ? "cross_entropy" : loss == Loss::hinge ? "hinge" : "mse";
}

Loss loss_named(const std::string& name) {
  for (const Loss loss : {Loss::cross_entropy, Loss::hinge, Loss::mean_squared_error})
    if (name_of(loss) == name) return loss;
  throw Error(fmt::format("there is no loss '{}'", shortened(printable(name), 40)), "",
              "There are cross_entropy, hinge and mse.");
}

std::vector<std::string> activation_names() {
  std::vector<std::string> names;
  for (const auto& activation : activations<double>) names.emplace_back(activation.name);
  return names;
}

template <class S>
Model<S>::Model(Architecture architecture, Purpose purpose, std::uint64_t seed)
    : architecture_(std::move(architecture)),
      purpose_(std::move(purpose)),
      graph_(std::make_unique<Graph<S>>()),
      layers_(layers_of(*graph_, architecture_, seed)),
      parameters_(layers_.parameters()) {
  check_purpose(architecture_, purpose_);
}

template <class S>
Tensor<S> Model<S>::loss(Tensor<S> outputs, std::span<const int> labels,
                         const Eigen::Ref<const Matrix<S>>& targets) {
  switch (architecture_.loss) {
    case Loss::mean_squared_error:
      return mean_squared_error(outputs, graph_->constant(targets));
    case Loss::hinge:
      return multiclass_hinge(outputs, labels);
    case Loss::cross_entropy:
      break;
  }
  return softmax_cross_entropy(outputs, labels);
}

template <class S>
std::vector<Matrix<S>> Model<S>::weights() const {
  std::vector<Matrix<S>> all;
  for (const Tensor<S>& parameter : parameters_) all.push_back(parameter.value());
  for (const Matrix<S>* average : layers_.averages()) all.push_back(*average);
  return all;
}

template <class S>
void Model<S>::set_weights(const std::vector<Matrix<S>>& weights) {
  auto next = weights.begin();
  for (const Tensor<S>& parameter : parameters_) graph_->change(parameter) = *next++;
  for (Matrix<S>* average : layers_.averages()) *average = *next++;
}

template <class S>
void Model<S>::save(Archive<S>& archive) const {
  archive.put("sizes", shown(architecture_.sizes));
  archive.put("activation", architecture_.activation);
  archive.put("batch_norm", architecture_.batch_norm ? "yes" : "no");
  archive.put("dropout", architecture_.dropout);
  archive.put("loss", name_of(architecture_.loss));
  archive.put("features", joined(purpose_.feature_names));
  archive.put("classes", joined(purpose_.class_names));
  archive.put("targets", joined(purpose_.target_names));
  archive.put("label", purpose_.label_name);
  archive.put("width", purpose_.width);
  archive.put("height", purpose_.height);
  archive.put("mean", joined(purpose_.features.mean));
  archive.put("deviation", joined(purpose_.features.deviation));
  archive.put("target_mean", joined(purpose_.targets.mean));
  archive.put("target_deviation", joined(purpose_.targets.deviation));
  const std::vector<Matrix<S>> all = weights();
  for (std::size_t i = 0; i < all.size(); ++i) archive.put(fmt::format("weights{}", i), all[i]);
}

template <class S>
Model<S> Model<S>::load(const Archive<S>& archive) {
  Architecture architecture{.sizes = read_sizes(archive.text("sizes")),
                            .activation = archive.text("activation"),
                            .batch_norm = archive.text("batch_norm") == "yes",
                            .dropout = archive.number("dropout"),
                            .loss = loss_named(archive.text("loss"))};
  Purpose purpose{
      .feature_names = parted(archive.text("features")),
      .class_names = parted(archive.text("classes")),
      .target_names = parted(archive.text("targets")),
      .label_name = archive.text("label"),
      .width = static_cast<int>(std::min<std::uint64_t>(archive.count("width"), most_numbers)),
      .height = static_cast<int>(std::min<std::uint64_t>(archive.count("height"), most_numbers)),
      .features = {numbers_in(archive.text("mean")), numbers_in(archive.text("deviation"))},
      .targets = {numbers_in(archive.text("target_mean")),
                  numbers_in(archive.text("target_deviation"))}};
  Model model(std::move(architecture), std::move(purpose), 0);
  std::vector<Matrix<S>> weights = model.weights();
  for (std::size_t i = 0; i < weights.size(); ++i)
    weights[i] = archive.matrix(fmt::format("weights{}", i), weights[i].rows(), weights[i].cols());
  model.set_weights(weights);
  return model;
}

template class Model<float>;
template class Model<double>;

}  // namespace stepgrad
