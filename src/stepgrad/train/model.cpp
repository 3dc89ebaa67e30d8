#include <stepgrad/train/model.hpp>

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stepgrad/base/epoch.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/data/features.hpp>

namespace stepgrad {

extern template Tensor<float> softmax(Tensor<float>);  // compiled in matrix/losses.cpp
extern template Tensor<double> softmax(Tensor<double>);

namespace {

constexpr std::size_t most_layers = 1000;
constexpr const char* names_are_given = "named";         // the field for features_are_named
constexpr const char* made_of_others = "made_features";  // only where there are any
constexpr const char *reduced_by = "reduction", *codes_of_classes = "codes";  // of reductions only

/// How many numbers the matrices of these layers have, without the biases.
double weights_of(const std::vector<Index>& sizes) {
  double numbers = 0;
  for (std::size_t i = 1; i < sizes.size(); ++i)
    numbers += static_cast<double>(sizes[i]) * static_cast<double>(sizes[i - 1]);
  return numbers;
}

void check_sizes(const std::vector<Index>& sizes) {
  double numbers = 0;
  for (std::size_t i = 1; i < sizes.size(); ++i)
    numbers += static_cast<double>(sizes[i]) * static_cast<double>(sizes[i - 1] + 1);
  if (numbers > static_cast<double>(most_numbers))
    throw Error(fmt::format("a model {} has {} numbers", shown(sizes), shown(numbers)), "",
                fmt::format("Up to {} are possible.", most_numbers));
}

template <class S>
Sequential<S> network_of(Graph<S>& graph, const Architecture& architecture, Random& random) {
  return mlp<S>(graph, architecture.sizes, random,
                {.activation = architecture.activation,
                 .batch_norm = architecture.batch_norm,
                 .dropout = architecture.dropout,
                 .initial = architecture.initial});
}

/// One network, or of a reduction a learner for each question.
template <class S>
Sequential<S> layers_of(Graph<S>& graph, const Architecture& architecture, std::uint64_t seed) {
  check_sizes(architecture.sizes);
  Random random(seed);
  if (!architecture.is_reduced()) return network_of(graph, architecture, random);
  std::vector<Sequential<S>> learners;
  for (Index j = 0; j < architecture.codes.cols(); ++j)
    learners.push_back(network_of(graph, architecture, random));
  Sequential<S> side_by_side;
  side_by_side.template add<Parallel<S>>(std::move(learners));
  return side_by_side;
}

/// The mean over the samples of Σ log(1 + exp(-side · score)) over the questions that concern them,
/// times the weight of the sample.
template <class S>
Tensor<S> loss_of_questions(Tensor<S> scores, const CodeMatrix& codes, const Batch<S>& batch) {
  Matrix<S> sides(codes.cols(), scores.columns());
  for (Index s = 0; s < sides.cols(); ++s)
    sides.col(s) =
        codes.row(batch.labels[static_cast<std::size_t>(s)]).transpose().template cast<S>();
  Matrix<S> weights = sides.cwiseAbs();
  if (batch.weights.rows() > 0) weights.array().rowwise() *= batch.weights.row(0).array();
  Graph<S>& graph = scores.graph();
  const Tensor<S> losses = softplus(-(graph.constant(sides) * scores));
  return mean(column_sums(graph.constant(weights) * losses));
}

/// Calls visit(name, field) for each part of a model but its numbers, in the order of its file.
template <class Architecture, class Purpose, class Visit>
void for_each_field(Architecture& architecture, Purpose& purpose, Visit visit) {
  visit("sizes", architecture.sizes);
  visit("activation", architecture.activation);
  visit("batch_norm", architecture.batch_norm);
  visit("dropout", architecture.dropout);
  visit("loss", architecture.loss);
  visit("features", purpose.feature_names);
  visit("classes", purpose.class_names);
  visit("targets", purpose.target_names);
  visit("label", purpose.label_name);
  visit("width", purpose.width);
  visit("height", purpose.height);
  visit("mean", purpose.features.mean);
  visit("deviation", purpose.features.deviation);
  visit("target_mean", purpose.targets.mean);
  visit("target_deviation", purpose.targets.deviation);
}

// A field as a text, and back. Numbers are written in full, whatever the model's precision.

std::string in_file(const std::string& text) { return text; }
std::string in_file(bool yes) { return yes ? "yes" : "no"; }
std::string in_file(int number) { return std::to_string(number); }
std::string in_file(double number) { return exact(number); }
std::string in_file(const std::vector<Index>& sizes) { return shown(sizes); }
std::string in_file(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += fmt::format("{}\n{}\n", name.size(), name);
  return text;
}
std::string in_file(const Eigen::VectorXd& numbers) {
  std::vector<std::string> texts;
  for (const double number : numbers) texts.push_back(exact(number));
  return in_file(texts);
}

template <class S>
class FieldReader {
 public:
  explicit FieldReader(const Archive<S>& archive) : archive_(archive) {}

  void operator()(const char* name, std::string& text) const { text = archive_.text(name); }
  void operator()(const char* name, bool& yes) const { yes = archive_.text(name) == "yes"; }
  void operator()(const char* name, double& number) const { number = archive_.number(name); }
  void operator()(const char* name, int& count) const {
    count = static_cast<int>(std::min<std::uint64_t>(archive_.count(name), most_numbers));
  }
  void operator()(const char* name, std::vector<Index>& sizes) const {
    sizes = read_sizes(archive_.text(name));
  }
  void operator()(const char* name, std::vector<std::string>& names) const {
    std::string_view text = archive_.text(name);
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
  }
  void operator()(const char* name, Eigen::VectorXd& numbers) const {
    std::vector<std::string> texts;
    (*this)(name, texts);
    numbers.resize(static_cast<Index>(texts.size()));
    for (std::size_t i = 0; i < texts.size(); ++i)
      numbers[static_cast<Index>(i)] = read_number(texts[i]).value_or(Epoch::none);
  }

 private:
  const Archive<S>& archive_;
};

/// Files of before there was this field tell it by what the first feature is called.
template <class S>
bool has_named_features(const Archive<S>& archive, const Purpose& purpose) {
  if (archive.has(names_are_given)) return archive.text(names_are_given) == "yes";
  return !purpose.feature_names.empty() && purpose.feature_names.front() != "x1";
}

/// Throws Error unless the purpose fits the sizes: whoever uses the model counts on it.
void check_purpose(const Architecture& architecture, const Purpose& purpose) {
  const std::size_t features = purpose.feature_names.size(), seen = purpose.seen_features().size();
  const auto outputs = static_cast<std::size_t>(architecture.sizes.back());
  const auto scales = [](const Scale& scale, std::size_t numbers) {
    const auto size = static_cast<Index>(numbers);
    return scale.mean.size() == scale.deviation.size() &&
           (!scale.is_set() || scale.mean.size() == size);
  };
  const auto pixels = static_cast<std::size_t>(std::max(purpose.width, 0)) *
                      static_cast<std::size_t>(std::max(purpose.height, 0));
  const std::size_t classes = purpose.class_names.size();
  const bool outputs_fit =
      architecture.is_reduced()
          ? outputs == 1 && architecture.codes.rows() == static_cast<Index>(classes)
      : classes == 0 ? purpose.target_names.size() == outputs
                     : classes == outputs || (classes == 2 && outputs == 1);
  const bool fits = seen == static_cast<std::size_t>(architecture.sizes.front()) && outputs_fit &&
                    scales(purpose.features, features) && scales(purpose.targets, outputs) &&
                    (pixels == 0 || pixels == features);
  if (!fits)
    throw Error(fmt::format("a model {} does not fit the data that it is for: {} features, {}",
                            shown(architecture.sizes), seen,
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

template <class S>
void see(DatasetOf<S>& data, const Purpose& purpose) {
  add_features(data, purpose.made_features);
  scale(data, purpose);
}
template void see(DatasetOf<float>&, const Purpose&);
template void see(DatasetOf<double>&, const Purpose&);

std::vector<std::string> Purpose::given_features() const {
  const std::size_t made = std::min(count_made(made_features), feature_names.size());
  return {feature_names.begin(), feature_names.end() - static_cast<std::ptrdiff_t>(made)};
}

std::vector<Index> Purpose::seen_features() const {
  const std::vector<std::size_t> left_out = read_features(made_features, given_features()).left_out;
  std::vector<Index> seen;
  for (std::size_t i = 0; i < feature_names.size(); ++i)
    if (std::ranges::count(left_out, i) == 0) seen.push_back(static_cast<Index>(i));
  return seen;
}

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

template <class S>
Model<S>::Model(Architecture architecture, Purpose purpose, std::uint64_t seed)
    : architecture_(std::move(architecture)),
      purpose_(std::move(purpose)),
      seen_features_(purpose_.seen_features()),
      loss_(loss_named(architecture_.loss)),
      graph_(std::make_unique<Graph<S>>()),
      layers_(layers_of(*graph_, architecture_, seed)),
      parameters_(layers_.parameters()) {
  check_purpose(architecture_, purpose_);
}

template <class S>
bool Model<S>::has_one_output_for_two() const {
  return !architecture_.is_reduced() && architecture_.sizes.back() == 1 &&
         purpose_.class_names.size() == 2;
}

template <class S>
Tensor<S> Model<S>::operator()(Tensor<S> inputs, Pass pass) {
  return of_outputs(layers_(inputs, pass));
}

template <class S>
Tensor<S> Model<S>::of_outputs(Tensor<S> last) const {
  if (!has_one_output_for_two()) return last;
  return above(graph_->constant(Matrix<S>::Zero(1, last.columns())), last);
}

template <class S>
Tensor<S> Model<S>::loss(Tensor<S> outputs, const Batch<S>& batch) {
  if (architecture_.is_reduced()) return loss_of_questions(outputs, architecture_.codes, batch);
  return loss_of<S>(loss_, outputs, batch.labels, batch.targets, batch.weights);
}

template <class S>
std::vector<Decoded> Model<S>::verdicts(const Matrix<S>& scores) const {
  const Decoding decoding = row_named(reductions(), "reduction", architecture_.reduction).decoding;
  std::vector<Decoded> verdicts;
  for (Index s = 0; s < scores.cols(); ++s) {
    const Eigen::VectorXd of_sample = scores.col(s).template cast<double>();
    verdicts.push_back(
        verdict(architecture_.codes, {of_sample.begin(), of_sample.end()}, decoding));
  }
  return verdicts;
}

template <class S>
Matrix<S> Model<S>::said(Tensor<S> outputs) const {
  if (purpose_.class_names.empty()) return outputs.value();
  if (!architecture_.is_reduced()) return softmax(outputs).value();
  Matrix<S> votes = Matrix<S>::Zero(architecture_.codes.rows(), outputs.columns());
  Index s = 0;
  for (const Decoded& verdict : verdicts(outputs.value())) {
    const S share = S(1) / static_cast<S>(verdict.tied.size() + 1);
    for (const int k : verdict.tied) votes(k, s) = share;
    votes(verdict.label, s++) = 2 * share;
  }
  return votes;
}

template <class S>
Judged<S> Model<S>::judge(const Batch<S>& batch, Pass pass) {
  const Tensor<S> outputs = (*this)(seen(batch.inputs), pass);
  const Tensor<S> cost = loss(outputs, batch);
  return {cost, architecture_.is_reduced() ? graph_->constant(said(outputs)) : outputs};
}

template <class S>
void Model<S>::reseed(std::uint64_t seed) {
  if (architecture_.dropout != 0) layers_.reseed(seed);
}

/// So few that what the layers make of them takes no more memory than training does.
template <class S>
std::size_t Model<S>::samples_at_a_time() const {
  constexpr std::size_t most = 500, numbers = 4'000'000;
  std::size_t a_sample = 0;
  for (const Index size : architecture_.sizes) a_sample += static_cast<std::size_t>(size);
  if (architecture_.is_reduced()) a_sample *= static_cast<std::size_t>(architecture_.codes.cols());
  return std::clamp<std::size_t>(numbers / a_sample, 1, most);
}

template <class S>
void Model<S>::check(const DatasetOf<S>& data) const {
  const bool classes = loss_.suits == Task::classes;
  const auto outputs = classes ? static_cast<Index>(data.classes()) : data.targets.rows();
  const Index known =
      classes ? static_cast<Index>(purpose_.class_names.size()) : architecture_.sizes.back();
  if (data.features() != purpose_.feature_names.size() || outputs != known)
    throw Error(fmt::format("a model {} for {} features and {} {}", shown(architecture_.sizes),
                            data.features(), outputs, classes ? "classes" : "targets"),
                "", "Its first size must be the features, its last the classes or targets.");
}

template <class S>
void Model<S>::save(Archive<S>& archive) const {
  for_each_field(architecture_, purpose_,
                 [&](const char* name, const auto& field) { archive.put(name, in_file(field)); });
  archive.put(names_are_given, in_file(purpose_.features_are_named));
  if (!purpose_.made_features.empty()) archive.put(made_of_others, purpose_.made_features);
  if (architecture_.is_reduced()) {
    archive.put(reduced_by, architecture_.reduction);
    archive.put(codes_of_classes, shown(architecture_.codes));
  }
  Learner<S>::save(archive);
}

template <class S>
void Model<S>::restore(const Archive<S>& archive) {
  const Model saved = load(archive);
  if (saved.architecture().sizes != architecture_.sizes)
    throw Error("the checkpoint is of another run", "",
                "Resume with the configuration and the data that it began with.");
  this->set_weights(saved.weights());
}

template <class S>
Model<S> Model<S>::load(const Archive<S>& archive) {
  Architecture architecture;
  Purpose purpose;
  for_each_field(architecture, purpose, FieldReader<S>(archive));
  if (archive.has(made_of_others)) {
    purpose.made_features = archive.text(made_of_others);
    if (count_made(purpose.made_features) >= purpose.feature_names.size())
      throw Error("the list of names in the model is damaged", "", "Train it again.");
  }
  if (archive.has(reduced_by)) {
    architecture.reduction = row_named(reductions(), "reduction", archive.text(reduced_by)).name;
    architecture.codes = read_codes(archive.text(codes_of_classes));
  }
  const double learners =
      architecture.is_reduced() ? static_cast<double>(architecture.codes.cols()) : 1;
  const double wanted =  // before memory is taken for them
      learners * weights_of(architecture.sizes);
  if (static_cast<double>(archive.numbers()) < wanted)
    throw Error(fmt::format("a model {} has {:.0f} weights, the file {} numbers",
                            shown(architecture.sizes), wanted, archive.numbers()),
                "", "The file is damaged. Another copy, or a new run, mends it.");
  purpose.features_are_named = has_named_features(archive, purpose);
  Model model(std::move(architecture), std::move(purpose), 0);
  model.Learner<S>::restore(archive);
  return model;
}

template class Model<float>;
template class Model<double>;

}  // namespace stepgrad
