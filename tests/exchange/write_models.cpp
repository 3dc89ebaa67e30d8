// Writes models of every activation and every layer into a directory, in every format: NAME.onnx and so
// on, with NAME.samples.json, which says what the kit says of some samples; and compare.cpp, a program
// that compares the headers with that.
//
//   write_models DIRECTORY
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/op.hpp>
#include <stepgrad/exchange/export.hpp>
#include <stepgrad/matrix/activations.hpp>
#include <stepgrad/train/evaluation.hpp>

using namespace stepgrad;

namespace {

std::string directory, comparisons, includes;

/// [[1, 2], [3, 4]]: a line of samples, in JSON or with other brackets in C++.
std::string rows(const Matrix<double>& matrix, const char* open, const char* close) {
  std::vector<std::string> lines;
  for (Index column = 0; column < matrix.cols(); ++column) {
    std::vector<std::string> numbers;
    for (const double number : matrix.col(column)) numbers.push_back(exact(number));
    lines.push_back(fmt::format("{}{}{}", open, fmt::join(numbers, ", "), close));
  }
  return fmt::format("{}", fmt::join(lines, ",\n"));
}

void write_comparison(const std::string& name, const Matrix<double>& given,
                      const Matrix<double>& said) {
  includes += fmt::format("#include \"{}.hpp\"\n", name);
  comparisons += fmt::format(
      "  {{\n    const std::array<double, {}> given[] = {{{}}};\n"
      "    const std::array<double, {}> said[] = {{{}}};\n"
      "    failed += compare(\"{}\", {}_model::predict, given, said);\n  }}\n",
      given.rows(), rows(given, "{", "}"), said.rows(), rows(said, "{", "}"), name, name);
}

/// The model in every format, and what it says of samples in the units of the data.
template <class S>
void write(const std::string& name, Model<S> model, const Matrix<double>& given) {
  Dataset data;
  data.feature_names = model.purpose().given_features();
  data.inputs = given;
  see(data, model.purpose());
  const Matrix<double> said = predictions(model, converted<S>(data)).template cast<double>();
  const PlainModel plain = plain_model(model);
  for (const char* ending : {".onnx", ".safetensors", ".npz", ".hpp", ".json"})
    write_file(directory + "/" + name + ending, exported(plain, name + ending));
  write_file(directory + "/" + name + ".samples.json",
             fmt::format("{{\"given\": [{}], \"said\": [{}]}}\n", rows(given, "[", "]"),
                         rows(said, "[", "]")));
  write_comparison(name, given, said);
}

using Names = std::vector<std::string>;

Purpose purpose_for(Names features, Names classes, Names targets) {
  Purpose purpose;
  purpose.feature_names = std::move(features);
  purpose.class_names = std::move(classes);
  purpose.target_names = std::move(targets);
  return purpose;
}

/// Numbers of its own for every parameter and average, variances above 0.
template <class S>
Model<S> with_any_numbers(Architecture architecture, Purpose purpose) {
  Model<S> model(std::move(architecture), std::move(purpose), 1);
  Random random(2);
  std::vector<Matrix<S>> weights = model.weights();
  for (Matrix<S>& matrix : weights)
    for (S& number : matrix.reshaped()) number = static_cast<S>(random.uniform(0.1, 1.5) - 0.5);
  for (std::size_t i = model.parameters().size(); i < weights.size(); ++i)
    weights[i] = weights[i].cwiseAbs().array() + S(0.1);
  model.set_weights(weights);
  return model;
}

/// One number in, the function of it out, at the probes of its row and elsewhere in its domain.
void write_activation(const std::string& name) {
  const op::Op& row = *op::find(name);
  std::vector<double> places{-20, -8, 8, 20};
  for (int i = -24; i <= 24; ++i) places.push_back(0.125 * i + 0.01);
  for (const op::Probe& probe : row.probes) places.push_back(probe.a);
  std::erase_if(places, [&](double place) {
    const double value = row.value(place, place);
    const bool loses_digits = row == op::log1mexp && place > -0.5;  // by log(1 - exp(a)), in float
    return !std::isfinite(value) || std::abs(value) > 1e6 || loses_digits;
  });
  const Purpose purpose = purpose_for({"x"}, {}, {"y"});
  Model<float> model({.sizes = {1, 1, 1}, .activation = name, .loss = "mse"}, purpose, 1);
  const Matrix<float> one = Matrix<float>::Ones(1, 1), zero = Matrix<float>::Zero(1, 1);
  model.set_weights({one, zero, one, zero});
  Matrix<double> given(1, static_cast<Index>(places.size()));
  for (Index i = 0; i < given.cols(); ++i)
    given(0, i) = static_cast<float>(places[static_cast<std::size_t>(i)]);
  write(name, std::move(model), given);
}

Matrix<double> any_samples(Index features) {
  Random random(3);
  Matrix<double> samples(features, 20);
  for (double& number : samples.reshaped()) number = static_cast<float>(random.uniform(-2, 2));
  return samples;
}

const Scale scale_of_two{Eigen::Vector2d(0.5, -0.25), Eigen::Vector2d(1.5, 0.75)};

/// Every reduction of four classes, of learners with hidden layers and without.
void write_reductions() {
  Purpose purpose = purpose_for({"x1", "x2"}, {"a", "b", "c", "d"}, {});
  purpose.features = scale_of_two;
  for (const ReductionRow& row : reductions()) {
    const Architecture learners{.sizes = {2, 3, 2, 1},
                                .activation = "tanh",
                                .batch_norm = true,
                                .reduction = std::string(row.name),
                                .codes = row.codes(4, 1)};
    Architecture lines = learners;
    lines.sizes = {2, 1};
    lines.batch_norm = false;
    std::string name(row.name);
    std::ranges::replace(name, '-', '_');
    write(name, with_any_numbers<float>(learners, purpose), any_samples(2));
    write(name + "_lines", with_any_numbers<double>(lines, purpose), any_samples(2));
  }
}

void write_layers() {
  const Purpose classes = purpose_for({"x1", "x2"}, {"a", "\"b\"", "ç"}, {});
  write("classes", with_any_numbers<float>({.sizes = {2, 5, 4, 3}, .activation = "tanh"}, classes),
        any_samples(2));
  write("linear", with_any_numbers<float>({.sizes = {2, 3}}, classes), any_samples(2));
  Purpose scaled = classes;
  scaled.features = scale_of_two;
  write(
      "batch_norm",
      with_any_numbers<float>({.sizes = {2, 5, 4, 3}, .batch_norm = true, .dropout = 0.5}, scaled),
      any_samples(2));
  Purpose made = classes;
  made.feature_names.insert(made.feature_names.end(), {"x1*x2^2", "x2*sin(x1)^2"});
  made.made_features = "x1*x2^2, x2*sin(x1)^2";
  made.features = {Eigen::Vector4d(0.5, -0.25, 1, 0.125), Eigen::Vector4d(1.5, 0.75, 2, 0.5)};
  write("made_features", with_any_numbers<float>({.sizes = {4, 4, 3}, .activation = "gelu"}, made),
        any_samples(2));
  Purpose left_out = made;
  left_out.made_features += ", -x1";
  write("left_out", with_any_numbers<float>({.sizes = {3, 4, 3}, .activation = "tanh"}, left_out),
        any_samples(2));
  Purpose two = scaled;
  two.class_names = {"no", "yes"};
  write("one_output", with_any_numbers<float>({.sizes = {2, 4, 1}, .activation = "elu"}, two),
        any_samples(2));
  Purpose numbers = purpose_for({"x1", "x2"}, {}, {"u", "v"});
  numbers.features = numbers.targets = scale_of_two;
  write("numbers",
        with_any_numbers<float>({.sizes = {2, 4, 2}, .activation = "sigmoid", .loss = "mse"},
                                numbers),
        any_samples(2));
  write("in_double",
        with_any_numbers<double>({.sizes = {2, 4, 2}, .activation = "softplus", .loss = "mse"},
                                 numbers),
        any_samples(2));
}

constexpr const char* program = R"(// Compares what the headers say with what the models have said.
#include <cstdio>

{}
template <std::size_t features, std::size_t outputs, std::size_t count>
int compare(const char* name, std::array<double, outputs> (*predict)(const std::array<double, features>&),
            const std::array<double, features> (&given)[count],
            const std::array<double, outputs> (&said)[count]) {{
  double furthest = 0;
  for (std::size_t i = 0; i < count; ++i) {{
    const std::array<double, outputs> y = predict(given[i]);
    for (std::size_t k = 0; k < outputs; ++k)
      furthest = std::max(furthest, std::abs(y[k] - said[i][k]) / std::max(1.0, std::abs(said[i][k])));
  }}
  if (furthest > 1e-6) std::printf("%s: %g off\n", name, furthest);
  return furthest <= 1e-6 ? 0 : 1;
}}

int main() {{
  int failed = 0;
{}  std::printf("%d headers say something else\n", failed);
  return failed > 0;
}}
)";

}  // namespace

int main(int, char** words) {
  try {
    directory = words[1];
    make_directory(directory);
    for (const Named& activation : activations()) write_activation(activation.name);
    write_layers();
    write_reductions();
    write_file(directory + "/compare.cpp",
               fmt::format(fmt::runtime(program), includes, comparisons));
  } catch (const Error& error) {
    std::printf("%s\n", error.what());
    return 1;
  }
  return 0;
}
