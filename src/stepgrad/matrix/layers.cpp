#include <stepgrad/matrix/layers.hpp>

namespace stepgrad {

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
  template Sequential<S> mlp(Graph<S>&, const std::vector<Index>&, Random&, const Hidden&); \
  template Sequential<S> softmax_regression(Graph<S>&, Index, Index);
STEPGRAD_MODELS(float)
STEPGRAD_MODELS(double)
#undef STEPGRAD_MODELS

}  // namespace stepgrad
