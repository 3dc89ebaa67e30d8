#include <stepgrad/train/sample_formula.hpp>

#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

/// The shortest text that reads back as the same number, in parentheses after a sign.
template <class S>
std::string literal(S number) {
  return number < 0 ? fmt::format("({})", number) : fmt::format("{}", number);
}

/// What stands before the formula, a line for each group of inputs.
class Inputs {
 public:
  void begin_line() { text_ += text_.empty() || text_.back() == '\n' ? "" : "\n"; }

  template <class S>
  std::string add(std::string name, S number) {
    if (!text_.empty() && text_.back() != '\n') text_ += "; ";
    text_ += fmt::format("{} = {}", name, number);
    return name;
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// One layer's matrices: its weights and its bias, and of batch normalisation what it keeps.
template <class S>
struct LayerNumbers {
  Matrix<S> weights, bias;
  Matrix<S> gamma, beta, mean, variance;  // without rows where there is no normalisation
};

template <class S>
std::vector<LayerNumbers<S>> layers_of(Model<S>& model) {
  const std::size_t count = model.architecture().sizes.size() - 1;
  const bool norm = model.architecture().batch_norm;
  const std::vector<Tensor<S>> parameters = model.parameters();
  const std::vector<Matrix<S>*> averages = model.averages();
  auto next = parameters.begin();
  auto average = averages.begin();
  std::vector<LayerNumbers<S>> layers(count);
  for (std::size_t i = 0; i < count; ++i) {
    layers[i].weights = (next++)->value();
    layers[i].bias = (next++)->value();
    if (!norm || i + 1 == count) continue;
    layers[i].gamma = (next++)->value();
    layers[i].beta = (next++)->value();
    layers[i].mean = **average++;
    layers[i].variance = **average++;
  }
  return layers;
}

/// W x + b of one neuron.
template <class S>
std::string sum_of(const LayerNumbers<S>& layer, Index row, const std::string& number,
                   const std::vector<std::string>& from, Inputs* inputs) {
  std::vector<std::string> terms;
  for (Index k = 0; k < layer.weights.cols(); ++k) {
    const S weight = layer.weights(row, k);
    terms.push_back((inputs ? inputs->add(fmt::format("W{}_{}_{}", number, row + 1, k + 1), weight)
                            : literal(weight)) +
                    "*" + from[static_cast<std::size_t>(k)]);
  }
  const S bias = layer.bias(row, 0);
  terms.push_back(inputs ? inputs->add(fmt::format("b{}_{}", number, row + 1), bias)
                         : literal(bias));
  return fmt::format("{}", fmt::join(terms, " + "));
}

/// γ (a - μ) / √(σ² + ε) + β of one neuron.
template <class S>
std::string normalised(const LayerNumbers<S>& layer, Index row, const std::string& sum) {
  constexpr double epsilon = 1e-5;
  return fmt::format("{}*({} - {})/sqrt({} + {}) + {}", literal(layer.gamma(row, 0)), sum,
                     literal(layer.mean(row, 0)), literal(layer.variance(row, 0)), epsilon,
                     literal(layer.beta(row, 0)));
}

/// The loss of what the last layer comes to.
template <class S>
std::string loss_of_outputs(const Model<S>& model, const std::vector<std::string>& outputs,
                            int label, const Eigen::VectorX<S>& targets) {
  std::vector<std::string> terms;
  if (model.loss().suits == Task::numbers) {
    for (std::size_t k = 0; k < outputs.size(); ++k)
      terms.push_back(
          fmt::format("square({} - {})", outputs[k], literal(targets[static_cast<Index>(k)])));
    return fmt::format("L = mean({})", fmt::join(terms, ", "));
  }
  if (outputs.size() == 1) {  // one output for two classes stands for the logits 0 and z
    return fmt::format("L = softplus({}{})", label == 1 ? "-" : "", outputs.front());
  }
  const std::string& right = outputs[static_cast<std::size_t>(label)];
  const bool hinge = model.architecture().loss == "hinge";
  for (const std::string& output : outputs) {
    if (!hinge)
      terms.push_back(fmt::format("exp({})", output));
    else if (output != right)
      terms.push_back(fmt::format("relu({} - {} + 1)", output, right));
  }
  return hinge ? fmt::format("L = {}", fmt::join(terms, " + "))
               : fmt::format("L = log({}) - {}", fmt::join(terms, " + "), right);
}

template <class S>
void check_sample(const Model<S>& model, const Eigen::VectorX<S>& inputs, int label,
                  const Eigen::VectorX<S>& targets, const std::optional<NeuronPlace>& open) {
  const std::vector<Index>& sizes = model.architecture().sizes;
  const auto fail = [](const std::string& what, const std::string& mend) {
    throw Error(what, "", mend);
  };
  if (model.architecture().is_reduced())
    fail("a reduction is many networks, and no formula", "Train one model for all classes.");
  const auto features = static_cast<Index>(model.purpose().feature_names.size());
  if (inputs.size() != features)
    fail(fmt::format("{} features for a model that takes {}", inputs.size(), features),
         "Give it a sample with the same features in the same order.");
  const bool classes = model.loss().suits == Task::classes;
  if (classes && (label < 0 || label >= static_cast<int>(model.purpose().class_names.size())))
    fail(fmt::format("a label {} of {} classes", label, model.purpose().class_names.size()),
         "Labels count the classes from 0.");
  if (!classes && targets.size() != sizes.back())
    fail(fmt::format("{} targets for {} outputs", targets.size(), sizes.back()),
         "Give a number for each.");
  if (open && (open->layer < 1 || open->layer >= sizes.size() || open->neuron < 1 ||
               static_cast<Index>(open->neuron) > sizes[open->layer]))
    fail(fmt::format("there is no neuron {} in layer {} of {}", open->neuron, open->layer,
                     shown(sizes)),
         "Layers and neurons count from 1; the features are no layer.");
}

}  // namespace

template <class S>
std::string sample_formula(Model<S>& model, const Eigen::VectorX<S>& inputs, int label,
                           const Eigen::VectorX<S>& targets, std::optional<NeuronPlace> open) {
  check_sample(model, inputs, label, targets, open);
  Inputs given;
  std::vector<std::string> from;
  for (const Index i : model.purpose().seen_features())
    from.push_back(given.add(fmt::format("x{}", i + 1), inputs[i]));
  std::string body;
  const std::vector<LayerNumbers<S>> layers = layers_of(model);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const bool last = i + 1 == layers.size();
    const std::string number = std::to_string(i + 1);
    std::vector<std::string> to;
    for (Index row = 0; row < layers[i].weights.rows(); ++row) {
      const bool is_open = !open || (open->layer == i + 1 && open->neuron == to.size() + 1);
      if (is_open) given.begin_line();
      std::string sum = sum_of(layers[i], row, number, from, is_open ? &given : nullptr);
      const std::string place =
          last ? std::to_string(row + 1) : fmt::format("{}_{}", number, row + 1);
      if (!last && layers[i].gamma.rows() > 0) {
        body += fmt::format("a{} = {}\n", place, sum);
        sum = normalised(layers[i], row, "a" + place);
      }
      to.push_back((last ? "z" : "h") + place);
      body += last ? fmt::format("{} = {}\n", to.back(), sum)
                   : fmt::format("{} = {}({})\n", to.back(), model.architecture().activation, sum);
    }
    from = std::move(to);
  }
  return given.text() + "\n" + body + loss_of_outputs(model, from, label, targets);
}

template std::string sample_formula(Model<float>&, const Eigen::VectorX<float>&, int,
                                    const Eigen::VectorX<float>&, std::optional<NeuronPlace>);
template std::string sample_formula(Model<double>&, const Eigen::VectorX<double>&, int,
                                    const Eigen::VectorX<double>&, std::optional<NeuronPlace>);

}  // namespace stepgrad
