#include <stepgrad/train/evaluation.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/data/batches.hpp>

namespace stepgrad {

namespace {

/// Runs `visit(batch)` over batches of the samples, in their order, each in a scope of the graph.
template <class S, class Visit>
void for_each_batch(const Learner<S>& learner, const DatasetOf<S>& data,
                    std::vector<std::size_t> samples, Visit visit) {
  Batches<S> batches(data, learner.samples_at_a_time(), std::move(samples));
  for (std::size_t i = 0; i < batches.count(); ++i) {
    const GraphScope<S> scope(learner.graph());
    visit(batches[i]);
  }
}

template <class S>
void require_features(const Model<S>& model, const DatasetOf<S>& data) {
  const std::size_t wanted = model.purpose().feature_names.size();
  if (data.features() != wanted)
    throw Error(
        fmt::format("the data has {} features, the model takes {}", data.features(), wanted), "",
        "Give it samples with the same features in the same order.");
}

/// Throws Error if what the model says of a sample is not finite; the first of the batch is sample
/// `done` of all.
template <class S>
void require_finite(const Model<S>& model, const DatasetOf<S>& data, const Batch<S>& batch,
                    const Matrix<S>& said, Index done) {
  if (said.allFinite()) return;
  Index sample = 0;
  while (said.col(sample).allFinite()) ++sample;
  const auto i = static_cast<std::size_t>(done + sample);
  const std::string place =
      data.lines.empty() ? fmt::format("sample {}", i + 1) : fmt::format("line {}", data.lines[i]);
  const auto features = batch.inputs.col(sample);
  const Purpose& purpose = model.purpose();
  const std::vector<Index> seen = purpose.seen_features();
  const Index feature =
      *std::ranges::max_element(seen, {}, [&](Index f) { return std::abs(features[f]); });
  const double number = purpose.features.undone(feature, static_cast<double>(features[feature]));
  throw Error(
      fmt::format("what the model says of {} is not a finite number", place),
      fmt::format(
          "  its largest feature, '{}', is {}",
          shortened(printable(purpose.feature_names[static_cast<std::size_t>(feature)]), 40),
          shown(number)),
      "A sample must be like those that the model has learnt from.");
}

}  // namespace

template <class S>
Score score(Learner<S>& learner, const DatasetOf<S>& data, std::span<const std::size_t> samples) {
  if (samples.empty()) return {};
  double loss = 0;
  double hits = 0;
  for_each_batch(learner, data, {samples.begin(), samples.end()}, [&](const Batch<S>& batch) {
    const Judged<S> judged = learner.judge(batch, Pass::evaluation);
    loss += static_cast<double>(judged.loss.item()) * static_cast<double>(batch.inputs.cols());
    hits += judged.outputs ? static_cast<double>(right(judged.outputs->value(), batch.labels))
                           : Epoch::none;
  });
  const auto count = static_cast<double>(samples.size());
  return {loss / count, data.labels.empty() ? Epoch::none : hits / count};
}

template <class S>
Score score(Model<S>& model, const DatasetOf<S>& data, std::span<const std::size_t> samples) {
  require_features(model, data);
  return score(static_cast<Learner<S>&>(model), data, samples);
}

template <class S>
Matrix<S> predictions(Model<S>& model, const DatasetOf<S>& data) {
  require_features(model, data);
  const Scale& scale = model.purpose().targets;
  const Purpose& purpose = model.purpose();
  const auto rows =
      (purpose.class_names.empty() ? purpose.target_names : purpose.class_names).size();
  Matrix<S> all(static_cast<Index>(rows), static_cast<Index>(data.samples()));
  Index done = 0;
  for_each_batch<S>(model, data, data.all_samples(), [&](const Batch<S>& batch) {
    const Tensor<S> outputs = model(model.seen(batch.inputs));
    require_finite<S>(model, data, batch, outputs.value(), done);
    Matrix<S> said = model.said(outputs);
    for (Index i = 0; scale.is_set() && i < said.rows(); ++i)
      said.row(i) = said.row(i).unaryExpr(
          [&](S z) { return static_cast<S>(scale.undone(i, static_cast<double>(z))); });
    require_finite<S>(model, data, batch, said, done);
    all.middleCols(done, batch.inputs.cols()) = said;
    done += batch.inputs.cols();
  });
  return all;
}

template <class S>
std::vector<Decoded> verdicts(Model<S>& model, const DatasetOf<S>& data) {
  require_features(model, data);
  std::vector<Decoded> all;
  Index done = 0;
  for_each_batch<S>(model, data, data.all_samples(), [&](const Batch<S>& batch) {
    const Matrix<S>& scores = model(model.seen(batch.inputs)).value();
    require_finite<S>(model, data, batch, scores, done);
    for (Decoded& verdict : model.verdicts(scores)) all.push_back(std::move(verdict));
    done += batch.inputs.cols();
  });
  return all;
}

template <class S>
Matrix<S> input_gradients(Model<S>& model, const DatasetOf<S>& data) {
  require_features(model, data);
  if (data.labels.empty() && data.targets.rows() == 0)
    throw Error("a loss without a word of what is right", "", "Give data with its labels.");
  const std::vector<Index> seen = model.purpose().seen_features();
  Matrix<S> all = Matrix<S>::Zero(data.inputs.rows(), static_cast<Index>(data.samples()));
  Index done = 0;
  for_each_batch<S>(model, data, data.all_samples(), [&](const Batch<S>& batch) {
    const Index samples = batch.inputs.cols();
    const Tensor<S> x = model.graph().parameter(Matrix<S>(batch.inputs(seen, Eigen::all)), "X");
    backward(model.loss(model(x), batch));
    all(seen, Eigen::seqN(done, samples)) =
        static_cast<S>(samples) * x.grad();  // the loss is their mean
    done += samples;
  });
  const Scale& scale = model.purpose().features;
  for (Index i = 0; scale.is_set() && i < all.rows(); ++i)
    all.row(i) /= static_cast<S>(scale.deviation[i]);
  return all;
}

template <class S>
std::vector<Matrix<S>> gradients(Learner<S>& learner, const DatasetOf<S>& data,
                                 std::span<const std::size_t> samples) {
  const std::vector<Tensor<S>> parameters = learner.parameters();
  std::vector<Matrix<S>> all;
  for (const Tensor<S>& parameter : parameters)
    all.push_back(Matrix<S>::Zero(parameter.rows(), parameter.columns()));
  for_each_batch(learner, data, {samples.begin(), samples.end()}, [&](const Batch<S>& batch) {
    learner.graph().zero_grad();
    backward(learner.judge(batch, Pass::evaluation).loss);
    const S share = static_cast<S>(batch.inputs.cols()) / static_cast<S>(samples.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] += share * parameters[i].grad();
  });
  learner.graph().zero_grad();
  return all;
}

template <class S>
std::vector<Matrix<S>> activations(Model<S>& model, const Matrix<S>& inputs) {
  const Architecture& architecture = model.architecture();
  if (architecture.is_reduced())
    throw Error("a reduction is many networks, and has no layers of its own", "",
                "Train one model for all classes: leave --reduction out.");
  const auto features = static_cast<Index>(model.purpose().feature_names.size());
  if (inputs.rows() != features)
    throw Error(fmt::format("{} features for a model that takes {}", inputs.rows(), features), "",
                "Give it samples with the same features in the same order.");
  const GraphScope<S> scope(model.graph());
  const std::vector<Tensor<S>> results = model.layers().results(model.seen(inputs));
  const std::size_t hidden = architecture.sizes.size() - 2;
  std::vector<Matrix<S>> all;
  for (std::size_t i = 0; i < hidden; ++i)  // the layers between are as many for each
    all.push_back(results[(i + 1) * (results.size() - 1) / hidden - 1].value());
  all.push_back(model.said(model.of_outputs(results.back())));
  return all;
}

template <class S>
std::vector<int> drawn(const Matrix<S>& probabilities, Random& random) {
  std::vector<int> classes;
  for (Index i = 0; i < probabilities.cols(); ++i) {
    double left = random.uniform();
    Index k = 0;
    while (k + 1 < probabilities.rows() && left >= static_cast<double>(probabilities(k, i)))
      left -= static_cast<double>(probabilities(k++, i));
    classes.push_back(static_cast<int>(k));
  }
  return classes;
}

template <class S>
std::vector<std::size_t> worst_mistakes(const Matrix<S>& probabilities, std::span<const int> labels,
                                        std::size_t most) {
  const auto said = [&](std::size_t i) {
    return likeliest<S>(probabilities, static_cast<Index>(i));
  };
  const auto sureness = [&](std::size_t i) {
    return probabilities(said(i), static_cast<Index>(i));
  };
  std::vector<std::size_t> wrong;
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (said(i) != labels[i]) wrong.push_back(i);
  std::stable_sort(wrong.begin(), wrong.end(),
                   [&](std::size_t a, std::size_t b) { return sureness(a) > sureness(b); });
  wrong.resize(std::min(wrong.size(), most));
  return wrong;
}

#define STEPGRAD_EVALUATION(S)                                                             \
  template Score score(Learner<S>&, const DatasetOf<S>&, std::span<const std::size_t>);    \
  template Score score(Model<S>&, const DatasetOf<S>&, std::span<const std::size_t>);      \
  template Matrix<S> predictions(Model<S>&, const DatasetOf<S>&);                          \
  template Matrix<S> input_gradients(Model<S>&, const DatasetOf<S>&);                      \
  template std::vector<Decoded> verdicts(Model<S>&, const DatasetOf<S>&);                  \
  template std::vector<Matrix<S>> gradients(Learner<S>&, const DatasetOf<S>&,              \
                                            std::span<const std::size_t>);                 \
  template std::vector<Matrix<S>> activations(Model<S>&, const Matrix<S>&);                \
  template std::vector<int> drawn(const Matrix<S>&, Random&);                              \
  template std::vector<std::size_t> worst_mistakes(const Matrix<S>&, std::span<const int>, \
                                                   std::size_t);
STEPGRAD_EVALUATION(float)
STEPGRAD_EVALUATION(double)
#undef STEPGRAD_EVALUATION

}  // namespace stepgrad
