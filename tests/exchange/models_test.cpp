// Models as plain records: out of the kit and back, bit for bit; and what is understood of networks of
// others, or asked for.
#include <fmt/format.h>

#include <stepgrad/base/op.hpp>
#include <stepgrad/exchange/description.hpp>
#include <stepgrad/exchange/export.hpp>
#include <stepgrad/exchange/foreign.hpp>
#include <stepgrad/exchange/formula_text.hpp>
#include <stepgrad/exchange/npy.hpp>
#include <stepgrad/exchange/protobuf.hpp>
#include <stepgrad/exchange/safetensors.hpp>
#include <stepgrad/scalar/formula_parser.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

Purpose some_purpose() {
  Purpose purpose;
  purpose.feature_names = {"length", "wid\"th", "length*length"};
  purpose.made_features = "length*length";
  purpose.class_names = {"a", "ä", "c"};
  purpose.features = {Eigen::Vector3d(1, 2, 3), Eigen::Vector3d(0.1, 1.0 / 3, 0.7)};
  return purpose;
}

template <class S>
Model<S> some_model() {
  return Model<S>({.sizes = {3, 5, 4, 3}, .activation = "gelu", .batch_norm = true}, some_purpose(),
                  7);
}

/// The same, but that it sees only what is made of the first feature, and the second.
template <class S>
Model<S> model_without_first() {
  Purpose purpose = some_purpose();
  purpose.made_features += ", -length";
  return Model<S>({.sizes = {2, 4, 3}, .activation = "tanh"}, purpose, 7);
}

template <class S>
std::string bytes_of_model(const Model<S>& model) {
  Archive<S> archive;
  model.save(archive);
  return archive.bytes();
}

NamedArray array(const std::string& name, std::vector<std::size_t> shape) {
  std::size_t count = 1;
  for (const std::size_t size : shape) count *= size;
  NamedArray array{name, "float32", std::move(shape), {}};
  for (std::size_t i = 0; i < count; ++i) array.numbers.push_back(0.5 * static_cast<double>(i) - 1);
  return array;
}

const ArrayFile perceptron{{array("fc2.weight", {2, 3}), array("fc2.bias", {2}),
                            array("fc10.weight", {4, 2}), array("fc10.bias", {4}),
                            array("fc1.weight", {3, 5}), array("fc1.bias", {3})}};

/// The first line of the error.
std::string refusal(const ArrayFile& file, const ForeignFacts& facts) {
  const std::string error = error_of([&] { understood(file, facts); });
  return error.substr(0, error.find('\n'));
}

}  // namespace

TEST_CASE("a model comes back from safetensors and npz with the same bits", "[exchange]") {
  const auto check = []<class S>(Model<S> model) {
    const PlainModel plain = plain_model(model);
    const std::string own = bytes_of_model(model);
    CHECK(bytes_of_model(model_of<S>(plain)) == own);
    for (const ArrayFile& file : {read_safetensors(as_safetensors(arrays_of(plain)), "a"),
                                  read_npz(as_npz(arrays_of(plain)), "a")})
      CHECK(bytes_of_model(model_of<S>(understood(file, {}))) == own);
  };
  check(some_model<float>());
  check(some_model<double>());
  check(model_without_first<float>());
}

TEST_CASE("arrays are called as those of torch.nn.Sequential", "[exchange]") {
  Model<float> model = some_model<float>();
  std::vector<std::string> names;
  for (const NamedArray& array : arrays_of(plain_model(model)).arrays) names.push_back(array.name);
  CHECK(names == std::vector<std::string>{"0.weight", "0.bias", "1.weight", "1.bias",
                                          "1.running_mean", "1.running_var", "3.weight", "3.bias",
                                          "4.weight", "4.bias", "4.running_mean", "4.running_var",
                                          "6.weight", "6.bias"});
}

TEST_CASE("every activation can be exported in every format", "[exchange]") {
  for (const Named& activation : activations()) {
    INFO(activation.name);
    Model<float> model({.sizes = {3, 2, 3}, .activation = activation.name}, some_purpose(), 1);
    const PlainModel plain = plain_model(model);
    for (const ExportFormat& format : export_formats())
      CHECK_FALSE(exported(plain, fmt::format("0.weight{}", format.ending)).empty());
  }
}

TEST_CASE("as a formula a model says of the example what it has said", "[exchange]") {
  const auto value = [](const PlainModel& plain) {
    return evaluate(parse(as_formula_text(plain)), {});
  };
  Model<double> classes = some_model<double>();
  PlainModel plain = plain_model(classes);
  CHECK(value(plain) == Approx(-std::log(plain.examples[0].said[0])).epsilon(1e-12));

  Model<double> without_first = model_without_first<double>();
  plain = plain_model(without_first);
  CHECK(plain.examples[0].given.size() == 2);
  CHECK(value(plain) == Approx(-std::log(plain.examples[0].said[0])).epsilon(1e-12));

  Purpose purpose = some_purpose();
  purpose.class_names = {"no", "yes"};
  Model<double> one({.sizes = {3, 4, 1}, .activation = "swish"}, purpose, 3);
  plain = plain_model(one);
  CHECK(value(plain) == Approx(-std::log(plain.examples[0].said[0])).epsilon(1e-12));

  purpose.class_names = {};
  purpose.target_names = {"y"};
  purpose.targets = {Eigen::VectorXd::Constant(1, -3.5), Eigen::VectorXd::Constant(1, 2.5)};
  Model<double> numbers({.sizes = {3, 4, 1}, .loss = "mse"}, purpose, 3);
  plain = plain_model(numbers);
  CHECK(value(plain) == Approx(plain.examples[0].said[0]).epsilon(1e-12));
}

TEST_CASE("an ending that is unknown lists what there is", "[exchange]") {
  const std::string error = error_of([] { export_format_of("model.pt"); });
  CHECK(error.starts_with("a model cannot be exported as 'model.pt'\n"));
  for (const ExportFormat& format : export_formats())
    CHECK(error.find(fmt::format("\n  {} ", format.ending)) != error.npos);
}

TEST_CASE("a reduction goes and comes back: its learners side by side, and their codes",
          "[exchange]") {
  const Purpose purpose = some_purpose();
  const auto classes = static_cast<int>(purpose.class_names.size());
  for (const ReductionRow& row : reductions()) {
    Model<double> model({.sizes = {3, 4, 2, 1},
                         .activation = "tanh",
                         .batch_norm = true,
                         .reduction = std::string(row.name),
                         .codes = row.codes(classes, 1)},
                        purpose, 1);
    const Index learners = model.architecture().codes.cols();
    const PlainModel plain = plain_model(model);
    REQUIRE(plain.layers.size() == 3);
    CHECK(plain.layers[0].weights.rows() == 4 * learners);
    CHECK(plain.layers[1].weights.rows() == 2 * learners);
    CHECK(plain.layers[1].weights.cols() == 4 * learners);
    CHECK(plain.layers[1].weights.bottomLeftCorner(2, 4).isZero());
    CHECK(plain.layers[2].weights.rows() == learners);
    const PlainModel again = understood(read_arrays(as_safetensors(arrays_of(plain)), "here"), {});
    CHECK(again.architecture.codes == model.architecture().codes);
    CHECK(bytes_of_model(model_of<double>(again)) == bytes_of_model(model));
    PlainModel shared = plain;
    shared.layers[1].weights(0, 4) = 0.5;
    CHECK(error_of([&] {
            model_of<double>(shared);
          }).starts_with("the learners of this reduction have come to share weights\n"));
  }
}

TEST_CASE("a reduction that would be mostly zeros, or a formula, is refused in words",
          "[exchange]") {
  const Purpose purpose = some_purpose();
  const auto classes = static_cast<int>(purpose.class_names.size());
  Model<float> large({.sizes = {3, 2000, 2000, 1},
                      .reduction = "one-versus-all",
                      .codes = one_versus_all_codes(classes)},
                     purpose, 1);
  CHECK(error_of([&] { plain_model(large); }).find("most of them 0") != std::string::npos);
  Model<float> small(
      {.sizes = {3, 1}, .reduction = "one-versus-all", .codes = one_versus_all_codes(classes)},
      purpose, 1);
  CHECK(error_of([&] { as_formula_text(plain_model(small)); }).find("no formula") !=
        std::string::npos);
}

TEST_CASE("protocol buffers are written as the specification's example", "[exchange]") {
  CHECK(ProtobufMessage().number(1, 150).all() == "\x08\x96\x01");
  CHECK(ProtobufMessage().bytes(2, "testing").all() == "\x12\x07testing");
  CHECK(ProtobufMessage().message(3, ProtobufMessage().number(1, 150)).all() ==
        "\x1a\x03\x08\x96\x01");
  CHECK(ProtobufMessage().real(4, 1).all() == std::string("\x25\0\0\x80\x3f", 5));
}

TEST_CASE("layers are ordered by the numbers in their names", "[exchange]") {
  const PlainModel plain = understood(perceptron, {.activation = "tanh"});
  CHECK(plain.architecture.sizes == std::vector<Index>{5, 3, 2, 4});
  CHECK(plain.layers[2].weights(1, 0) == 0);  // rows are units: the third number of eight
  CHECK(plain.purpose.class_names == std::vector<std::string>{"0", "1", "2", "3"});
  CHECK(plain.purpose.feature_names.front() == "x1");
  CHECK_FALSE(plain.purpose.features_are_named);
}

TEST_CASE("scikit-learn's weights are turned", "[exchange]") {
  const ArrayFile file{{array("coefs_0", {3, 3}), array("coefs_1", {3, 3}),
                        array("intercepts_0", {3}), array("intercepts_1", {3})}};
  const PlainModel plain = understood(file, {.activation = "relu"});
  CHECK(plain.layers[0].weights(1, 0) == -0.5);  // the second number of the first row
  const ArrayFile unnamed{
      {array("arr_0", {5, 3}), array("arr_1", {3, 2}), array("arr_2", {3}), array("arr_3", {2})}};
  CHECK(understood(unnamed, {.activation = "relu"}).architecture.sizes ==
        std::vector<Index>{5, 3, 2});
}

TEST_CASE("what a file does not say is asked for, with what stands in it", "[exchange]") {
  CHECK(error_of([] { understood(perceptron, {}); }) ==
        "the file does not say which function stands behind the hidden layers\n"
        "  fc2.weight   2×3  float32\n  fc2.bias     2  float32\n"
        "  fc10.weight  4×2  float32\n  fc10.bias    4  float32\n"
        "  fc1.weight   3×5  float32\n  fc1.bias     3  float32\n"
        "Say which: --activation relu, or tanh, sigmoid, ...");
  const ArrayFile square{{array("a.weight", {2, 2}), array("b.weight", {2, 2})}};
  CHECK(refusal(square, {.activation = "relu"}) == "the order of the layers is not plain");
  CHECK(refusal(square, {.layers = "b,a", .activation = "relu"}) == "(no error)");
  CHECK(refusal(square, {.layers = "b,c"}) == "there is no layer 'c' in the file");
  CHECK(refusal(perceptron, {.layers = "fc1,fc10"}) ==
        "in this order the layers do not fit to each other");
  const ArrayFile turned_or_not{{array("W1", {2, 2}), array("b1", {2})}};
  CHECK(refusal(turned_or_not, {}) ==
        "it is not plain whether the weights of a unit are a row or a column");
  CHECK(refusal(turned_or_not, {.units = "columns"}) == "(no error)");
  const ArrayFile one{{array("weight", {1, 2}), array("bias", {1})}};
  CHECK(refusal(one, {}) == "it is not plain what its one output means");
  CHECK(refusal(one, {.classes = "no,yes"}) == "(no error)");
  CHECK(refusal(one, {.targets = "price"}) == "(no error)");
  CHECK(refusal(perceptron, {.activation = "rleu"}) == "there is no activation 'rleu'");
}

TEST_CASE("what would change nothing is refused", "[exchange]") {
  const ArrayFile one{{array("weight", {2, 2}), array("bias", {2})}};
  const ArrayFile torch{{array("fc.weight", {2, 2}), array("fc.bias", {2})}};
  CHECK(refusal(one, {.units = "rows", .activation = "relu"}) ==
        "--activation has no effect: there is no hidden layer");
  CHECK(refusal(torch, {.units = "rows"}) ==
        "--units has no effect: weights under PyTorch's names are rows");
  Model<float> model = some_model<float>();
  CHECK(refusal(arrays_of(plain_model(model)), {.classes = "a,b,c"}) ==
        "this file says itself what the model is");
}

TEST_CASE("networks of other layers are refused", "[exchange]") {
  const ArrayFile convolution{{array("0.weight", {4, 1, 3, 3}), array("0.bias", {4})}};
  CHECK(refusal(convolution, {.activation = "relu"}) ==
        "the layer '0' is neither linear nor batch normalisation");
  const ArrayFile recurrent{{array("rnn.weight_ih_l0", {4, 2}), array("fc.weight", {2, 4})}};
  CHECK(refusal(recurrent, {.activation = "relu"}) ==
        "'rnn.weight_ih_l0' is no part of a fully connected layer");
  const ArrayFile layer_norm{{array("0.weight", {3, 2}), array("0.bias", {3}),
                              array("1.weight", {3}), array("1.bias", {3}),
                              array("2.weight", {2, 3})}};
  CHECK(refusal(layer_norm, {.activation = "relu"}) ==
        "the layer '1' is neither linear nor batch normalisation");
  ArrayFile after{{array("0.weight", {3, 2}), array("2.weight", {3}), array("2.bias", {3}),
                   array("2.running_mean", {3}), array("2.running_var", {3}),
                   array("3.weight", {2, 3})}};
  CHECK(refusal(after, {.activation = "relu"}) == "between the layers 0 and 2 stands another");
  const ArrayFile none{{array("x", {3})}};
  CHECK(refusal(none, {.activation = "relu"}) ==
        "these arrays are not weights and biases in pairs");
  ArrayFile diverged = perceptron;
  diverged.arrays[1].numbers[0] = std::numeric_limits<double>::quiet_NaN();
  CHECK(refusal(diverged, {.activation = "relu"}) ==
        "'fc2.bias' holds a number that is not finite");
}

TEST_CASE("a description that was changed is refused", "[exchange]") {
  Model<float> model = some_model<float>();
  ArrayFile file = arrays_of(plain_model(model));
  std::string& text = file.texts["stepgrad"];
  const std::string whole = text;
  const auto changed = [&](const std::string& from, const std::string& to) {
    text = whole;
    text.replace(text.find(from), from.size(), to);
    return error_of([&] { model_of<float>(understood(file, {})); });
  };
  CHECK(changed("{", "[") ==
        "what stands in the file under 'stepgrad' describes no model\n"
        "Was it changed? Export the model again.");
  CHECK(changed("3-5-4-3", "900000-900000-900000-3")
            .starts_with("the arrays are not those of a model"));
  CHECK(changed("3-5-4-3", "3").starts_with("'3' has no layer"));
  CHECK(changed("\"length*length\"]", "\"length*length\",\"more\"]") != "(no error)");
  CHECK(changed("\"made_features\":\"", "\"made_features\":\"a,b,c,")
            .starts_with("what stands in the"));
  CHECK(changed("gelu\",\"batch", "gelo\",\"batch") != "(no error)");
}
