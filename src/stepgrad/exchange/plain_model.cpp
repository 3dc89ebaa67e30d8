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

/// Throws Error unless the layers are those of the architecture: before memory is taken for it.
void check_layers(const PlainModel& plain) {
  const std::vector<Index>& sizes = plain.architecture.sizes;
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
    throw Error(fmt::format("the arrays are not those of a model {}", shown(sizes)), "",
                "Is the file as it was written?");
}

}  // namespace

template <class S>
PlainModel plain_model(Model<S>& model) {
  if (model.architecture().is_reduced())
    throw Error("a reduction cannot be exported", "",
                "Its learners vote, which no other program does. Train one model of all classes: "
                "leave --reduction out.");
  PlainModel plain{
      model.architecture(), model.purpose(), std::is_same_v<S, float> ? "float32" : "float64", {}};
  // First come the parameters, layer by layer, then the averages (Learner::weights).
  std::vector<Matrix<double>> numbers;
  for (const Matrix<S>& matrix : model.weights()) numbers.push_back(matrix.template cast<double>());
  auto parameter = numbers.begin(), average = numbers.begin();
  average += static_cast<std::ptrdiff_t>(model.parameters().size());
  const std::size_t count = plain.architecture.sizes.size() - 1;
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
    plain.layers.push_back(std::move(layer));
  }
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
  for (const PlainLayer& layer : plain.layers) {
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
