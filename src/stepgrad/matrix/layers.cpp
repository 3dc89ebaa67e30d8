#include <stepgrad/matrix/layers.hpp>

#include <cmath>

namespace stepgrad {

template <class S>
Matrix<S> glorot(Index outputs, Index inputs, Random& random) {
  const double most = std::sqrt(6 / static_cast<double>(inputs + outputs));
  Matrix<S> weights(outputs, inputs);
  for (Index i = 0; i < weights.size(); ++i)
    weights.data()[i] = static_cast<S>(most * (2 * random.uniform() - 1));
  return weights;
}

template <class S>
Matrix<S> he(Index outputs, Index inputs, Random& random) {
  const double deviation = std::sqrt(2 / static_cast<double>(inputs));
  Matrix<S> weights(outputs, inputs);
  for (Index i = 0; i < weights.size(); ++i)
    weights.data()[i] = static_cast<S>(deviation * random.normal());
  return weights;
}

namespace {

constexpr InitialRow all_initials[] = {
    {.name = "zero",
     .about = "all at 0: hidden units stay alike, and learn nothing but the last bias",
     .make = [](Index outputs, Index inputs, Random&) -> Matrix<double> {
       return Matrix<double>::Zero(outputs, inputs);
     }},
    {.name = "constant",
     .about = "all at 1 / inputs: the units of a layer stay alike",
     .make = [](Index outputs, Index inputs, Random&) -> Matrix<double> {
       return Matrix<double>::Constant(outputs, inputs, 1 / static_cast<double>(inputs));
     }},
    {.name = "uniform",
     .about = "uniform in ±1 / √inputs, as PyTorch's layers begin",
     .make =
         [](Index outputs, Index inputs, Random& random) {
           const double most = 1 / std::sqrt(static_cast<double>(inputs));
           Matrix<double> weights(outputs, inputs);
           for (double& weight : weights.reshaped()) weight = random.uniform(-most, most);
           return weights;
         }},
    {.name = "glorot",
     .about = "also called Xavier: uniform in ±√(6 / (inputs + outputs)), for tanh",
     .make = glorot<double>},
    {.name = "he", .about = "normal with deviation √(2 / inputs), for relu", .make = he<double>},
};

}  // namespace

std::span<const InitialRow> initials() { return all_initials; }

template <class S>
Sequential<S> mlp(Graph<S>& graph, const std::vector<Index>& sizes, Random& random,
                  const Hidden& hidden) {
  for (const Index size : sizes)
    if (size < 1)
      throw Error(fmt::format("a layer of {}", size), "", "Each size must be 1 or more.");
  if (sizes.size() < 2)
    throw Error("a network needs the numbers of its inputs and its outputs", "",
                "Give two sizes or more, such as {2, 16, 2}.");
  const bool narrow = saturates(activation_named<S>(hidden.activation));
  const bool is_said = hidden.initial != Hidden().initial;
  Sequential<S> model;
  for (std::size_t i = 1; i < sizes.size(); ++i) {
    const bool last = i + 1 == sizes.size();
    const std::string suitable = last || narrow ? "glorot" : "he";
    const InitialRow& initial =
        row_named(initials(), "way to begin", is_said ? hidden.initial : suitable);
    model.template add<Linear<S>>(
        graph, initial.make(sizes[i], sizes[i - 1], random).template cast<S>(), std::to_string(i));
    if (last) break;
    if (hidden.batch_norm) model.template add<BatchNorm<S>>(graph, sizes[i]);
    model.template add<Activation<S>>(hidden.activation);
    if (hidden.dropout != 0) model.template add<Dropout<S>>(hidden.dropout, i);
  }
  return model;
}

template <class S>
Sequential<S> softmax_regression(Graph<S>& graph, Index features, Index classes) {
  Sequential<S> model;
  model.template add<Linear<S>>(graph, Matrix<S>::Zero(classes, features));
  return model;
}

#define STEPGRAD_MODELS(S)                                                                  \
  STEPGRAD_LAYERS(, S)                                                                      \
  template Matrix<S> glorot(Index, Index, Random&);                                         \
  template Matrix<S> he(Index, Index, Random&);                                             \
  template Sequential<S> mlp(Graph<S>&, const std::vector<Index>&, Random&, const Hidden&); \
  template Sequential<S> softmax_regression(Graph<S>&, Index, Index);
STEPGRAD_MODELS(float)
STEPGRAD_MODELS(double)
#undef STEPGRAD_MODELS

}  // namespace stepgrad
