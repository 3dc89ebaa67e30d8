#include <stepgrad/matrix/initials.hpp>

#include <cmath>

namespace stepgrad {

using Eigen::Index;

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

template Matrix<float> glorot(Index, Index, Random&);
template Matrix<double> glorot(Index, Index, Random&);
template Matrix<float> he(Index, Index, Random&);
template Matrix<double> he(Index, Index, Random&);

}  // namespace stepgrad
