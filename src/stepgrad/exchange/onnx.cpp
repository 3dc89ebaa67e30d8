#include <stepgrad/exchange/onnx.hpp>

#include <initializer_list>
#include <utility>

#include <stepgrad/base/table.hpp>
#include <stepgrad/data/features.hpp>
#include <stepgrad/exchange/description.hpp>
#include <stepgrad/exchange/expansion.hpp>
#include <stepgrad/exchange/protobuf.hpp>

namespace stepgrad {
namespace {

/// The numbers of the fields, message by message, as onnx.proto has them.
namespace field {
namespace model {
constexpr int ir_version = 1, producer = 2, graph = 7, opset = 8, metadata = 14;
}
namespace opset {
constexpr int version = 2;
}
namespace graph {
constexpr int node = 1, name = 2, initializer = 5, input = 11, output = 12;
}
namespace node {
constexpr int input = 1, output = 2, name = 3, operation = 4, attribute = 5;
}
namespace attribute {
constexpr int name = 1, real = 2, whole = 3, type = 20;
}
namespace tensor {
constexpr int dimension = 1, type = 2, name = 8, bytes = 9;
}
namespace value {  // of inputs and outputs: a type, in it one of tensors, in that a shape
constexpr int name = 1, type = 2, tensor = 1, element = 1, shape = 2, dimension = 1;
constexpr int size = 1, variable = 2;  // of a dimension: a number, or a name
}  // namespace value
namespace entry {  // of the metadata
constexpr int key = 1, text = 2;
}
}  // namespace field

constexpr std::uint64_t ir_version = 7, opset_version = 13;
constexpr std::uint64_t element_float = 1, element_int64 = 7, attribute_real = 1,
                        attribute_whole = 2;

/// What ONNX calls an operation of the table. What is missing here is said by its definition.
struct OnnxName {
  const op::Op& row;
  const char* name;
};
constexpr OnnxName onnx_names[] = {
    {op::add, "Add"},         {op::sub, "Sub"},     {op::mul, "Mul"},
    {op::div, "Div"},         {op::neg, "Neg"},     {op::pow, "Pow"},
    {op::sqrt, "Sqrt"},       {op::exp, "Exp"},     {op::log, "Log"},
    {op::sin, "Sin"},         {op::cos, "Cos"},     {op::tan, "Tan"},
    {op::asin, "Asin"},       {op::acos, "Acos"},   {op::atan, "Atan"},
    {op::sinh, "Sinh"},       {op::cosh, "Cosh"},   {op::asinh, "Asinh"},
    {op::acosh, "Acosh"},     {op::atanh, "Atanh"}, {op::tanh, "Tanh"},
    {op::sigmoid, "Sigmoid"}, {op::relu, "Relu"},   {op::leaky_relu, "LeakyRelu"},
    {op::elu, "Elu"},         {op::selu, "Selu"},   {op::softplus, "Softplus"},
    {op::erf, "Erf"},         {op::abs, "Abs"},     {op::sign, "Sign"},
    {op::floor, "Floor"},     {op::ceil, "Ceil"},   {op::max, "Max"},
    {op::min, "Min"},
};  // leaky_relu, elu and selu have ONNX's own constants

/// A graph that is put together. A value is known by its name; so is who computes it.
class OnnxGraph {
 public:
  using Attributes = std::initializer_list<std::pair<const char*, double>>;

  std::string node(const char* operation, const std::vector<std::string>& inputs,
                   Attributes wholes = {}, Attributes reals = {}, std::string output = "") {
    if (output.empty()) output = fmt::format("{}_{}", operation, ++count_);
    ProtobufMessage node;
    for (const std::string& input : inputs) node.bytes(field::node::input, input);
    node.bytes(field::node::output, output);
    node.bytes(field::node::name, output);
    node.bytes(field::node::operation, operation);
    for (const auto& [name, number] : wholes)
      node.message(field::node::attribute,
                   ProtobufMessage()
                       .bytes(field::attribute::name, name)
                       .number(field::attribute::whole, static_cast<std::uint64_t>(number))
                       .number(field::attribute::type, attribute_whole));
    for (const auto& [name, number] : reals)
      node.message(field::node::attribute,
                   ProtobufMessage()
                       .bytes(field::attribute::name, name)
                       .real(field::attribute::real, static_cast<float>(number))
                       .number(field::attribute::type, attribute_real));
    graph_.message(field::graph::node, node);
    return output;
  }

  /// Numbers that are always the same: a matrix, row after row, or a vector; and one number.
  template <class Numbers>
  std::string constant(std::string name, const Numbers& numbers) {
    const NamedArray array = array_of(std::move(name), numbers, "float32");
    return constant(array.name, array.shape, element_float, bytes_of(array));
  }
  std::string number(double number) {
    const NamedArray array{fmt::format("number_{}", ++count_), "float32", {}, {number}};
    return constant(array.name, array.shape, element_float, bytes_of(array));
  }
  /// Whole numbers: the places of columns for Gather, an axis, a depth.
  std::string wholes(const std::vector<Index>& numbers) {
    std::string bytes;
    for (const Index number : numbers) append_whole(bytes, static_cast<std::uint64_t>(number), 8);
    return constant(fmt::format("whole_{}", ++count_), {numbers.size()}, element_int64, bytes);
  }
  std::string whole(std::size_t number) { return wholes({static_cast<Index>(number)}); }

  void input(const std::string& name, Index columns) {
    graph_.message(field::graph::input, value_of(name, columns));
  }
  void output(const std::string& name, Index columns) {
    graph_.message(field::graph::output, value_of(name, columns));
  }

  ProtobufMessage finished(const std::string& name) {
    graph_.bytes(field::graph::name, name);
    return graph_;
  }

 private:
  std::string constant(const std::string& name, const std::vector<std::size_t>& shape,
                       std::uint64_t type, const std::string& bytes) {
    ProtobufMessage tensor;
    for (const std::size_t size : shape) tensor.number(field::tensor::dimension, size);
    tensor.number(field::tensor::type, type);
    tensor.bytes(field::tensor::name, name);
    tensor.bytes(field::tensor::bytes, bytes);
    graph_.message(field::graph::initializer, tensor);
    return name;
  }

  /// So many columns of float, and any number of samples.
  static ProtobufMessage value_of(const std::string& name, Index columns) {
    using namespace field::value;
    ProtobufMessage rows, sizes, of_both, floats;
    rows.bytes(variable, "samples");
    sizes.number(size, static_cast<std::uint64_t>(columns));
    of_both.message(dimension, rows).message(dimension, sizes);
    floats.number(element, element_float).message(shape, of_both);
    return ProtobufMessage()
        .bytes(field::value::name, name)
        .message(type, ProtobufMessage().message(tensor, floats));
  }

  ProtobufMessage graph_;
  int count_ = 0;
};

/// The features that are made of others, behind these.
std::string with_made_features(OnnxGraph& graph, std::string x, const Purpose& purpose) {
  const std::vector<MadeFeature> made =
      read_features(purpose.made_features, purpose.given_features()).made;
  if (made.empty()) return x;
  std::vector<std::string> columns{x};
  for (const MadeFeature& feature_made : made) {
    std::string product;
    for (const auto& [feature, power, is_sine] : feature_made.factors) {
      std::string column = graph.node("Gather", {x, graph.whole(feature)}, {{"axis", 1}});
      if (is_sine) column = graph.node("Sin", {column});
      for (int i = 0; i < power; ++i)
        product = product.empty() ? column : graph.node("Mul", {product, column});
    }
    columns.push_back(product);
  }
  return graph.node("Concat", columns, {{"axis", 1}});
}

std::string activated(OnnxGraph& graph, const std::string& x, const std::string& function) {
  const auto number = [&](double constant) { return graph.number(constant); };
  const auto known = [&](const op::Op& row, std::span<const std::string> operands) {
    for (const OnnxName& named : onnx_names)
      if (named.row == row)
        return std::optional(graph.node(named.name, {operands.begin(), operands.end()}));
    return std::optional<std::string>();
  };
  return expanded<std::string>(row_named(op::all, "activation", function), std::span(&x, 1), number,
                               known);
}

std::string through(OnnxGraph& graph, std::string x, const PlainLayer& layer, int i) {
  const auto constant = [&](const char* name, const auto& numbers) {
    return graph.constant(fmt::format("{}{}", name, i), numbers);
  };
  x = graph.node("Gemm", {x, constant("W", layer.weights), constant("b", layer.bias)},
                 {{"transB", 1}});
  if (layer.is_normalised())
    x = graph.node("BatchNormalization",
                   {x, constant("gamma", layer.gamma), constant("beta", layer.beta),
                    constant("mean", layer.mean), constant("variance", layer.variance)},
                   {}, {{"epsilon", batch_norm_epsilon}});
  return layer.function.empty() ? x : activated(graph, x, layer.function);
}

/// One output z for two classes becomes two, 0 and z: a row of zeros above its weights.
std::vector<PlainLayer> with_an_output_for_each(const PlainModel& plain) {
  std::vector<PlainLayer> layers = plain.layers;
  if (!plain.has_one_output_for_two()) return layers;
  PlainLayer& last = layers.back();
  Matrix<double> weights = Matrix<double>::Zero(2, last.inputs());
  weights.row(1) = last.weights;
  last.weights = weights;
  last.bias = Eigen::Vector2d(0, last.bias[0]);
  return layers;
}

/// What the votes of learners come to, as Model::said has it, of their scores, samples × learners.
///
/// Answers are 1 where a score is above 0, else -1. A class that k questions concern, with n of them
/// answered its way, has n - (k - n) = answers · codes; so twice its votes are k more than that. Tied
/// are those with most of them, or by elimination those of whom no answer was wrong.
void vote(OnnxGraph& graph, const std::string& scores, const Architecture& architecture,
          const char* output) {
  const Decoding decoding = row_named(reductions(), "reduction", architecture.reduction).decoding;
  const Matrix<double> codes = architecture.codes.transpose().cast<double>();
  const auto classes = static_cast<std::size_t>(codes.cols());
  const std::string one = graph.number(1), zero = graph.number(0), of_classes = graph.whole(1),
                    codes_of_classes = graph.constant("codes", codes),
                    off_and_on =
                        graph.constant("off_and_on", Eigen::VectorXd(Eigen::Vector2d(0, 1)));
  const auto largest = [&](const std::string& numbers) {  // 1 for the first of them, else 0
    const std::string place = graph.node("ArgMax", {numbers}, {{"axis", 1}, {"keepdims", 0}});
    return graph.node("OneHot", {place, graph.whole(classes), off_and_on});
  };
  const std::string positive = graph.node("Greater", {scores, zero}),
                    answers = graph.node("Where", {positive, one, graph.number(-1)}),
                    balance = graph.node("MatMul", {answers, codes_of_classes}),
                    concerned = graph.constant(
                        "questions", Eigen::VectorXd(codes.cwiseAbs().colwise().sum().transpose()));
  std::string tied;
  if (decoding == Decoding::elimination) {
    tied = graph.node("Equal", {balance, concerned});
  } else {
    const std::string votes = graph.node("Add", {balance, concerned}),
                      of_first = graph.node("Mul", {votes, largest(votes)}),
                      most = graph.node("ReduceSum", {of_first, of_classes});
    tied = graph.node("Equal", {votes, most});
  }
  const std::string sums = graph.node("MatMul", {scores, codes_of_classes}),
                    candidates = decoding == Decoding::scores
                                   ? sums
                                   : graph.node("Where", {tied, sums, graph.number(-3e38)}),
                    said = graph.node("Greater", {largest(candidates), zero}),
                    ones = graph.node("Where", {tied, one, zero}),
                    shares = graph.node("Where", {said, graph.number(2), ones}),
                    count = graph.node("ReduceSum", {ones, of_classes});
  graph.node("Div", {shares, graph.node("Add", {count, one})}, {}, {}, output);
}

}  // namespace

std::string as_onnx(const PlainModel& plain) {
  const Purpose& purpose = plain.purpose;
  OnnxGraph graph;
  std::string x = "features";
  graph.input(x, static_cast<Index>(purpose.given_features().size()));
  x = with_made_features(graph, x, purpose);
  if (purpose.features.is_set()) {
    x = graph.node("Sub", {x, graph.constant("mean", purpose.features.mean)});
    x = graph.node("Div", {x, graph.constant("deviation", purpose.features.deviation)});
  }
  if (const std::vector<Index> seen = purpose.seen_features();
      seen.size() < purpose.feature_names.size())
    x = graph.node("Gather", {x, graph.wholes(seen)}, {{"axis", 1}});
  int number = 0;
  for (const PlainLayer& layer : with_an_output_for_each(plain))
    x = through(graph, x, layer, ++number);
  const bool reduced = plain.architecture.is_reduced();
  const char* const output = reduced ? "votes" : plain.says_classes() ? "probabilities" : "numbers";
  if (reduced) {
    vote(graph, x, plain.architecture, output);
  } else if (plain.says_classes()) {
    graph.node("Softmax", {x}, {{"axis", 1}}, {}, output);
  } else if (purpose.targets.is_set()) {
    x = graph.node("Mul", {x, graph.constant("target_deviation", purpose.targets.deviation)});
    graph.node("Add", {x, graph.constant("target_mean", purpose.targets.mean)}, {}, {}, output);
  } else {
    graph.node("Identity", {x}, {}, {}, output);
  }
  graph.output(output, plain.says_classes() ? static_cast<Index>(purpose.class_names.size())
                                            : plain.architecture.sizes.back());
  return ProtobufMessage()
      .number(field::model::ir_version, ir_version)
      .bytes(field::model::producer, "stepgrad")
      .message(field::model::graph, graph.finished(shown(plain.architecture.sizes)))
      .message(field::model::opset, ProtobufMessage().number(field::opset::version, opset_version))
      .message(field::model::metadata, ProtobufMessage()
                                           .bytes(field::entry::key, description_entry)
                                           .bytes(field::entry::text, description(plain)))
      .all();
}

}  // namespace stepgrad
