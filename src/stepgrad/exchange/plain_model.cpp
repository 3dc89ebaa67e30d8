#include <stepgrad/exchange/plain_model.hpp>

#include <type_traits>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/exchange/description.hpp>
#include <stepgrad/train/evaluation.hpp>

namespace stepgrad {
namespace {

/// A sample that is made up, about as large as what the model has learnt from.
std::vector<double> made_up_sample(const Purpose& purpose, Random& random) {
  const bool images = purpose.width > 0;
  std::vector<double> sample;
  for (std::size_t i = 0; i < purpose.given_features().size(); ++i)
    sample.push_back(
        purpose.features.undone(static_cast<Index>(i), random.uniform(images ? 0 : -1, 1)));
  return sample;
}

/// What the model says of it. Throws Error where that is not finite.
template <class S>
std::vector<double> said_of(Model<S>& model, const std::vector<double>& sample) {
  Dataset data;
  data.feature_names = model.purpose().given_features();
  data.inputs = Eigen::Map<const Eigen::VectorXd>(sample.data(), static_cast<Index>(sample.size()));
  see(data, model.purpose());
  const Matrix<double> said = predictions(model, converted<S>(data)).template cast<double>();
  return {said.data(), said.data() + said.size()};
}

/// A few examples; fewer, or none, where the model (of a logarithm, say) mostly has no value.
template <class S>
std::vector<PlainExample> examples_of(Model<S>& model) {
  constexpr std::size_t wanted = 3, most_tried = 50;
  Random random(1);
  std::vector<PlainExample> examples;
  for (std::size_t i = 0; i < most_tried && examples.size() < wanted; ++i) {
    std::vector<double> sample = made_up_sample(model.purpose(), random);
    try {
      std::vector<double> said = said_of(model, sample);
      examples.push_back({std::move(sample), std::move(said)});
    } catch (const Error&) {
    }
  }
  return examples;
}

/// How many networks stand side by side: of a reduction one for each question.
Index count_of_networks(const Architecture& architecture) {
  return architecture.is_reduced() ? architecture.codes.cols() : 1;
}

/// Adds a network's layer beside those that are there.
void put_beside(PlainLayer& all, const PlainLayer& layer, bool takes_the_features) {
  const Index rows = all.weights.rows(), columns = takes_the_features ? 0 : all.weights.cols();
  all.weights.conservativeResizeLike(
      Matrix<double>::Zero(rows + layer.outputs(), columns + layer.inputs()));
  all.weights.block(rows, columns, layer.outputs(), layer.inputs()) = layer.weights;
  for (const auto part : {&PlainLayer::bias, &PlainLayer::gamma, &PlainLayer::beta,
                          &PlainLayer::mean, &PlainLayer::variance}) {
    const Index before = (all.*part).size();
    (all.*part).conservativeResize(before + (layer.*part).size());
    (all.*part).tail((layer.*part).size()) = layer.*part;
  }
  all.function = layer.function;
}

std::vector<PlainLayer> side_by_side(const std::vector<std::vector<PlainLayer>>& networks) {
  std::vector<PlainLayer> all = networks.front();
  for (std::size_t j = 1; j < networks.size(); ++j)
    for (std::size_t i = 0; i < all.size(); ++i) put_beside(all[i], networks[j][i], i == 0);
  return all;
}

/// The networks that stand side by side. Throws Error where they have come to share weights.
std::vector<std::vector<PlainLayer>> apart(const PlainModel& plain) {
  const Index count = count_of_networks(plain.architecture);
  std::vector<std::vector<PlainLayer>> networks(static_cast<std::size_t>(count));
  for (Index j = 0; j < count; ++j)
    for (const PlainLayer& all : plain.layers) {
      const bool first = &all == &plain.layers.front();
      const Index rows = all.outputs() / count,
                  columns = first ? all.inputs() : all.inputs() / count;
      PlainLayer layer = all;
      layer.weights = all.weights.block(j * rows, first ? 0 : j * columns, rows, columns);
      for (const auto part : {&PlainLayer::bias, &PlainLayer::gamma, &PlainLayer::beta,
                              &PlainLayer::mean, &PlainLayer::variance})
        if ((all.*part).size() > 0) layer.*part = (all.*part).segment(j * rows, rows).eval();
      networks[static_cast<std::size_t>(j)].push_back(std::move(layer));
    }
  const std::vector<PlainLayer> again = side_by_side(networks);
  for (std::size_t i = 0; i < again.size(); ++i)
    if (again[i].weights != plain.layers[i].weights)
      throw Error("the learners of this reduction have come to share weights", "",
                  "Beside the blocks of each on the diagonal there must be zeros.");
  return networks;
}

/// Throws Error for a reduction whose layers side by side are too large.
void require_reasonable(const Architecture& architecture) {
  if (!architecture.is_reduced()) return;
  constexpr double most = 2e7;
  double numbers = 0;
  const auto learners = static_cast<double>(architecture.codes.cols());
  for (std::size_t i = 1; i < architecture.sizes.size(); ++i)
    numbers += static_cast<double>(architecture.sizes[i]) *
               static_cast<double>(architecture.sizes[i - 1]) * learners * (i > 1 ? learners : 1);
  if (numbers > most)
    throw Error(fmt::format("{:.0f} learners {} side by side have {:.0f} weights, most of them 0",
                            learners, shown(architecture.sizes), numbers),
                "", fmt::format("Up to {:.0f} can be exported: take smaller learners.", most));
}

/// Throws Error unless the layers are those of the architecture: before memory is taken for it.
void check_layers(const PlainModel& plain) {
  std::vector<Index> sizes = plain.architecture.sizes;
  for (std::size_t i = 1; i < sizes.size(); ++i) sizes[i] *= count_of_networks(plain.architecture);
  bool fits = plain.layers.size() + 1 == sizes.size();
  for (std::size_t i = 0; fits && i < plain.layers.size(); ++i) {
    const PlainLayer& layer = plain.layers[i];
    const auto is_for_each = [&](const Eigen::VectorXd& numbers) {
      return numbers.size() == sizes[i + 1];
    };
    const bool hidden = i + 1 < plain.layers.size();
    fits = layer.outputs() == sizes[i + 1] && layer.inputs() == sizes[i] &&
           is_for_each(layer.bias) &&
           layer.is_normalised() == (hidden && plain.architecture.batch_norm);
    if (fits && layer.is_normalised())
      fits = is_for_each(layer.gamma) && is_for_each(layer.beta) && is_for_each(layer.mean) &&
             is_for_each(layer.variance);
  }
  if (!fits)
    throw Error(
        fmt::format("the arrays are not those of a model {}", shown(plain.architecture.sizes)), "",
        "Is the file as it was written?");
}

}  // namespace

template <class S>
PlainModel plain_model(Model<S>& model) {
  require_reasonable(model.architecture());
  PlainModel plain{
      model.architecture(), model.purpose(), std::is_same_v<S, float> ? "float32" : "float64", {}};
  // First come the parameters, layer by layer, then the averages (Learner::weights).
  std::vector<Matrix<double>> numbers;
  for (const Matrix<S>& matrix : model.weights()) numbers.push_back(matrix.template cast<double>());
  auto parameter = numbers.begin(), average = numbers.begin();
  average += static_cast<std::ptrdiff_t>(model.parameters().size());
  const std::size_t count = plain.architecture.sizes.size() - 1;
  std::vector<std::vector<PlainLayer>> networks(
      static_cast<std::size_t>(count_of_networks(plain.architecture)));
  for (std::vector<PlainLayer>& network : networks)
    for (std::size_t i = 0; i < count; ++i) {
      PlainLayer layer{.weights = *parameter++, .bias = *parameter++};  // a column
      const bool hidden = i + 1 < count;
      if (hidden && plain.architecture.batch_norm) {
        layer.gamma = *parameter++;
        layer.beta = *parameter++;
        layer.mean = *average++;
        layer.variance = *average++;
      }
      if (hidden) layer.function = plain.architecture.activation;
      network.push_back(std::move(layer));
    }
  plain.layers = side_by_side(networks);
  plain.examples = examples_of(model);
  return plain;
}

template <class S>
Model<S> model_of(const PlainModel& plain) {
  check_layers(plain);
  std::vector<Matrix<S>> parameters, averages;
  const auto put = [](std::vector<Matrix<S>>& into, const auto& numbers) {
    into.push_back(numbers.template cast<S>());
  };
  for (const std::vector<PlainLayer>& network : apart(plain))
    for (const PlainLayer& layer : network) {
      put(parameters, layer.weights);
      put(parameters, layer.bias);
      if (!layer.is_normalised()) continue;
      put(parameters, layer.gamma);
      put(parameters, layer.beta);
      put(averages, layer.mean);
      put(averages, layer.variance);
    }
  parameters.insert(parameters.end(), averages.begin(), averages.end());
  Model<S> model(plain.architecture, plain.purpose, 0);
  model.set_weights(parameters);
  return model;
}

ArrayFile arrays_of(const PlainModel& plain) {
  ArrayFile file{{}, {{std::string(description_entry), description(plain)}}};
  std::size_t number = 0;
  for (const PlainLayer& layer : plain.layers) {
    const auto add = [&](const char* part, const auto& numbers) {
      file.arrays.push_back(array_of(fmt::format("{}.{}", number, part), numbers, plain.type));
    };
    add("weight", layer.weights);
    add("bias", layer.bias);
    ++number;
    if (layer.is_normalised()) {
      add("weight", layer.gamma);
      add("bias", layer.beta);
      add("running_mean", layer.mean);
      add("running_var", layer.variance);
      ++number;
    }
    if (!layer.function.empty()) ++number;
  }
  return file;
}

template PlainModel plain_model(Model<float>&);
template PlainModel plain_model(Model<double>&);
template Model<float> model_of(const PlainModel&);
template Model<double> model_of(const PlainModel&);

}  // namespace stepgrad
