#include <stepgrad/train/learner.hpp>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>

namespace stepgrad {
namespace {

template <class S>
std::vector<Matrix<S>> copied(const std::vector<Tensor<S>>& parameters,
                              const std::vector<Matrix<S>*>& averages) {
  std::vector<Matrix<S>> all;
  for (const Tensor<S>& parameter : parameters) all.push_back(parameter.value());
  for (const Matrix<S>* average : averages) all.push_back(*average);
  return all;
}

template <class S>
void put_back(const std::vector<Matrix<S>>& weights, const std::vector<Tensor<S>>& parameters,
              const std::vector<Matrix<S>*>& averages) {
  auto next = weights.begin();
  for (const Tensor<S>& parameter : parameters) parameter.graph().change(parameter) = *next++;
  for (Matrix<S>* average : averages) *average = *next++;
}

std::string name_of(std::size_t i) { return fmt::format("weights{}", i); }

template <class S>
void write(const std::vector<Matrix<S>>& weights, Archive<S>& archive) {
  for (std::size_t i = 0; i < weights.size(); ++i) archive.put(name_of(i), weights[i]);
}

/// As many matrices, of the same shapes. Throws Error for others.
template <class S>
std::vector<Matrix<S>> read(std::vector<Matrix<S>> like, const Archive<S>& archive) {
  std::size_t count = 0;
  while (archive.has(name_of(count))) ++count;
  if (count != like.size())
    throw Error(fmt::format("a file of {} matrices for a learner of {}", count, like.size()), "",
                "Make it as the one that was saved was made.");
  for (std::size_t i = 0; i < like.size(); ++i)
    like[i] = archive.matrix(name_of(i), like[i].rows(), like[i].cols());
  return like;
}

}  // namespace

template <class S>
void Learner<S>::save(Archive<S>& archive) const {
  write(weights(), archive);
}

template <class S>
void Learner<S>::restore(const Archive<S>& archive) {
  set_weights(read(weights(), archive));
}

template <class S>
Graph<S>& Learner<S>::graph() const {
  const std::vector<Tensor<S>> all = parameters();
  if (all.empty())
    throw Error("there is nothing to train: the learner has no parameters", "",
                "Give it a layer with weights, such as Linear.");
  return all.front().graph();
}

template <class S>
std::vector<Matrix<S>> Learner<S>::weights() const {
  return copied(parameters(), averages());
}

template <class S>
void Learner<S>::set_weights(const std::vector<Matrix<S>>& weights) {
  put_back(weights, parameters(), averages());
}

template <class S>
void save(const Sequential<S>& layers, const std::filesystem::path& file) {
  Archive<S> archive;
  write(copied(layers.parameters(), layers.averages()), archive);
  write_file(file, archive.bytes());
}

template <class S>
void load(Sequential<S>& layers, const std::filesystem::path& file) {
  const auto archive = Archive<S>::from_bytes(read_file(file), file.string());
  const auto parameters = layers.parameters();
  const auto averages = layers.averages();
  put_back(read(copied(parameters, averages), archive), parameters, averages);
}

#define STEPGRAD_LEARNERS(S)                                              \
  template class Learner<S>;                                              \
  template void save(const Sequential<S>&, const std::filesystem::path&); \
  template void load(Sequential<S>&, const std::filesystem::path&);
STEPGRAD_LEARNERS(float)
STEPGRAD_LEARNERS(double)
#undef STEPGRAD_LEARNERS

}  // namespace stepgrad
