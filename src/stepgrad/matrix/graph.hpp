// The graph: matrix operations in the order in which they were done, and the sweep back.
//
// It has the verbs of the scalar tape. What differs is what a node holds: a whole matrix, whose
// columns are samples, and whose gradient has the same shape. A pull-back is one matrix product in
// the place of thousands of steps.
//
// Nodes keep their memory when a scope gives them back. So a training step that records the same
// operations again, one scope a step, allocates nothing after the first.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <stepgrad/base/error.hpp>
#include <stepgrad/matrix/eigen.hpp>
#include <stepgrad/matrix/graph_place.hpp>
#include <stepgrad/matrix/products.hpp>
#include <stepgrad/matrix/shapes.hpp>

namespace stepgrad {

template <class Scalar>
class Call;
template <class Scalar>
class Graph;
template <class Scalar>
class GraphScope;

/// An operation on matrices: what it computes, and what each operand gets of the gradient.
///
/// In words, Y is the result and G its gradient (g, where they are numbers), k a plain number, n
/// how many entries, s how many samples and r how many rows the first operand has, and p to q the
/// rows or columns that are taken. What stands side by side is
/// multiplied as matrices; * / ^ work entry by entry; ' transposes; a 1 beside a matrix is a vector
/// of ones. The narrators write the names of matrices for the letters.
template <class Scalar>
struct MatrixOp {
  std::string_view name;
  std::string_view operands;             // a letter for each
  std::string_view definition;           // the result in words
  std::array<std::string_view, 3> rule;  // the gradient of each operand in words
  std::string_view where = "";           // what else they name
  char letter = 'V';                     // begins the names of results that are given none
  void (*forward)(Call<Scalar>& call);
  void (*pull)(Call<Scalar>& call);
};

/// What an operation is told besides its operands. A node keeps a copy of the labels.
template <class Scalar>
struct Settings {
  Scalar number = 0;
  std::span<const int> labels = {};
  Index first = 0, count = 0;                          // the rows or columns that it is about
  std::shared_ptr<const MatrixOp<Scalar>> owner = {};  // kept alive, where it was made at run time
};

/// A handle to a matrix on a graph: small, copied freely, valid until its scope ends. Used later, or
/// after its graph, it throws Error.
template <class Scalar>
class Tensor {
 public:
  /// A handle to nothing yet; using it throws Error.
  Tensor() = default;

  Index rows() const { return value().rows(); }
  Index columns() const { return value().cols(); }
  MatrixShape shape() const {
    const Matrix<Scalar>& matrix = value();
    return {matrix.rows(), matrix.cols()};
  }

  const Matrix<Scalar>& value() const;
  /// dL/dthis after `backward(L)`, of the same shape; zeros before.
  const Matrix<Scalar>& grad() const;
  /// The number of a 1 x 1 matrix. Throws Error for another.
  Scalar item() const;
  /// As it was given; "" without one.
  const std::string& name() const;

  /// The graph that it stands on. Throws Error for a handle to nothing, or where the graph is gone.
  Graph<Scalar>& graph() const;

 private:
  friend class Graph<Scalar>;
  Tensor(GraphPlace<Scalar>* place, std::uint32_t id, std::uint64_t era)
      : place_(place), era_(era), id_(id) {}

  GraphPlace<Scalar>* place_ = nullptr;
  std::uint64_t era_ = 0;
  std::uint32_t id_ = 0;
};

/// A record of matrix operations, of `float` to train or `double` to check.
template <class Scalar>
class Graph {
 public:
  Graph() : place_(GraphPlace<Scalar>::take()), first_era_(place_->next_era), era_(first_era_) {
    place_->graph = this;
  }
  ~Graph() {
    *place_ = {nullptr, era_ + 1};
    GraphPlace<Scalar>::give_back(place_);
  }
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;

  /// A matrix, or a map of somebody else's memory as a batch is: copied once, into the graph.
  using Values = Eigen::Ref<const Matrix<Scalar>>;

  /// A matrix that gradient flows to, such as weights.
  Tensor<Scalar> parameter(const Values& value, std::string_view name = "") {
    return leaf(value, name, true);
  }
  /// A matrix that no gradient is wanted of, such as a batch of samples.
  Tensor<Scalar> constant(const Values& value, std::string_view name = "") {
    return leaf(value, name, false);
  }

  /// Does the operation now, and records it.
  Tensor<Scalar> record(const MatrixOp<Scalar>& op, std::span<const Tensor<Scalar>> operands,
                        const Settings<Scalar>& settings = {}) {
    Node& node = next();
    node.op = &op;
    node.labels.assign(settings.labels.begin(), settings.labels.end());
    node.settings = settings;
    node.settings.labels = node.labels;
    node.name.clear();
    node.count = static_cast<std::uint8_t>(operands.size());
    node.wants_gradient = false;
    for (std::size_t i = 0; i < operands.size(); ++i) {
      node.operands[i] = id(operands[i]);
      node.wants_gradient = node.wants_gradient || nodes_[node.operands[i]]->wants_gradient;
    }
    const Tensor<Scalar> result = last();
    Call<Scalar> call(*this, result.id_);
    op.forward(call);
    return result;
  }

  /// Who is told of each share: the node that it comes from, which of its operands it goes to, the
  /// share, and the gradient of that operand by then.
  using Watcher = std::function<void(std::uint32_t from, std::size_t operand,
                                     const Matrix<Scalar>& share, const Matrix<Scalar>& total)>;

  /// What `backward` does where the gradient of a parameter is one product, G Xᵀ: it may be left, for
  /// who can use it while it is computed, an Optimiser. Its matrices stay as they are until the scope
  /// ends or another sweep begins; a product with a parameter in it, which would not stay as it is,
  /// is computed all the same.
  enum class Products { computed, left };

  /// Adds dL/dparameter to every parameter that the output, a 1 x 1 matrix L, depends on. Results
  /// in between start from zero each time; parameters add up until `zero_grad`. Throws Error for an
  /// output of another shape. It does the same, bit for bit, whether somebody watches or not.
  void backward(Tensor<Scalar> output, const Watcher& watcher = {},
                Products products = Products::computed) {
    const std::uint32_t from = id(output);
    if (output.shape() != MatrixShape{1, 1})
      throw Error("backward from a matrix of " + shown(output.shape()), "",
                  "It starts at a 1 x 1 matrix, the loss: take a sum or a mean first.");
    for (std::uint32_t i = 0; i <= from; ++i)
      if (nodes_[i]->op) nodes_[i]->has_gradient = false;
    Call<Scalar>(*this, from).start();
    for (std::uint32_t i = from + 1; i-- > 0;)
      if (Node& node = *nodes_[i]; node.op && node.has_gradient && node.wants_gradient) {
        Call<Scalar> call(*this, i, watcher ? &watcher : nullptr, products);
        node.op->pull(call);
      }
  }

  /// Takes the product that was left at a parameter, if one was (Products).
  std::optional<Product<Scalar>> take_product(Tensor<Scalar> parameter) {
    return std::exchange(nodes_[id(parameter)]->product, std::nullopt);
  }

  /// Names a result, as traces and errors call it then.
  void set_name(Tensor<Scalar> tensor, std::string_view name) { nodes_[id(tensor)]->name = name; }

  void zero_grad() {
    for (std::uint32_t i = 0; i < size_; ++i) {
      nodes_[i]->has_gradient = false;
      nodes_[i]->product.reset();
    }
  }

  /// The matrix of a parameter, to be changed by a training step; what was computed from it is not
  /// computed again. Throws Error for anything but a parameter.
  Matrix<Scalar>& change(Tensor<Scalar> parameter) {
    Node& node = *nodes_[id(parameter)];
    if (node.op || !node.wants_gradient)
      throw Error("only a parameter can be changed; this Tensor is a result or a constant", "",
                  "Change the parameters, then record the operations again.");
    return node.value;
  }

  /// The gradient of a parameter, to be changed before a training step, as clipping does. Throws
  /// Error as `change`.
  Matrix<Scalar>& change_grad(Tensor<Scalar> parameter) {
    change(parameter);  // throws
    Node& node = *nodes_[id(parameter)];
    parameter.grad();  // zeros, where there is none yet
    node.has_gradient = true;
    return node.gradient;
  }

  /// The first matrix up to this one that holds an inf or a nan, in words; "" if none does.
  std::string first_not_finite(Tensor<Scalar> last) const {
    for (std::uint32_t i = 0; i <= id(last); ++i)
      if (const Node& node = *nodes_[i]; !node.value.allFinite()) {
        const std::string shape = shown(MatrixShape{node.value.rows(), node.value.cols()});
        if (node.op) return "the result of " + std::string(node.op->name) + ", " + shape;
        return (node.wants_gradient ? "the parameter " : "the constant ") + node.name + ", " +
               shape;
      }
    return "";
  }

  /// A node as it stands in the record.
  struct Node {
    const MatrixOp<Scalar>* op = nullptr;  // null for a leaf
    std::array<std::uint32_t, 3> operands = {};
    std::uint8_t count = 0;
    bool wants_gradient = false, has_gradient = false;
    Matrix<Scalar> value, gradient;
    std::optional<Product<Scalar>> product;  // the gradient, still to be computed
    std::array<Matrix<Scalar>, 3> kept;      // by forward for the pull-back, and by that
    Settings<Scalar> settings;
    std::vector<int> labels;
    std::string name;
    std::uint64_t era = 0;  // when it was recorded
  };
  const Node& node(std::uint32_t id) const { return *nodes_[id]; }

  /// Throws Error for a handle that is unset, of another graph, or from a scope that has ended.
  std::uint32_t id(const Tensor<Scalar>& tensor) const {
    if (&tensor.graph() != this)
      throw Error("a Tensor is used with another graph than the one that made it", "",
                  "Make all operands on one graph.");
    if (tensor.id_ >= size_ || nodes_[tensor.id_]->era != tensor.era_)
      throw Error("a Tensor is used after the scope in which it was made has ended", "",
                  "Read what you need before the scope ends, or make it before the scope begins.");
    return tensor.id_;
  }

  std::size_t size() const { return size_; }
  /// Gives back, keeping its memory, everything recorded since there were so many nodes.
  void release(std::size_t size) {
    size_ = std::min(size_, size);
    ++era_;
  }

 private:
  friend class Tensor<Scalar>;
  friend class Call<Scalar>;
  friend class GraphScope<Scalar>;

  Tensor<Scalar> leaf(const Values& value, std::string_view name, bool wants_gradient) {
    if (value.size() == 0)
      throw Error("a matrix of " + shown(MatrixShape{value.rows(), value.cols()}), "",
                  "It needs an entry: check the data that it is made of.");
    Node& node = next();
    node.op = nullptr;
    node.count = 0;
    node.value = value;
    node.wants_gradient = wants_gradient;
    node.name = name;
    return last();
  }

  static void compute_product(Node& node) {
    if (!node.product) return;
    compute(*node.product, Into::assign, node.gradient);
    node.has_gradient = true;
    node.product.reset();
  }

  Node& node(const Tensor<Scalar>& tensor) { return *nodes_[id(tensor)]; }

  Node& next() {
    if (size_ == nodes_.size()) nodes_.push_back(std::make_unique<Node>());
    Node& node = *nodes_[size_++];
    node.has_gradient = false;
    node.product.reset();
    node.era = era_;
    return node;
  }
  Tensor<Scalar> last() const { return {place_, static_cast<std::uint32_t>(size_ - 1), era_}; }

  std::vector<std::unique_ptr<Node>> nodes_;  // each stays where it is while others come
  std::size_t size_ = 0;                      // how many are in use
  GraphPlace<Scalar>* const place_;
  const std::uint64_t first_era_;  // older Tensors are of a graph that was at this place before
  std::uint64_t era_;              // goes on with every scope that ends
};

/// One operation at work: its operands, its result, and where its pull-back puts the gradients.
template <class Scalar>
class Call {
 public:
  using Watcher = typename Graph<Scalar>::Watcher;
  using Products = typename Graph<Scalar>::Products;

  Call(Graph<Scalar>& graph, std::uint32_t id, const Watcher* watcher = nullptr,
       Products products = Products::computed)
      : graph_(graph), node_(*graph.nodes_[id]), id_(id), watcher_(watcher), products_(products) {}

  const Matrix<Scalar>& x(std::size_t operand) const { return operand_node(operand).value; }
  Matrix<Scalar>& y() { return node_.value; }
  const Matrix<Scalar>& g() const { return node_.gradient; }
  Matrix<Scalar>& kept(std::size_t i = 0) { return node_.kept[i]; }
  const Settings<Scalar>& settings() const { return node_.settings; }
  const MatrixOp<Scalar>& op() const { return *node_.op; }

  /// Adds an expression, or a Product, to the operand's gradient. Where no gradient is wanted, it
  /// is not even computed: both are computed where they are put.
  template <class Share>
  void give(std::size_t operand, const Share& share) {
    auto& to = operand_node(operand);
    if (!to.wants_gradient) return;
    if constexpr (std::is_same_v<Share, Product<Scalar>>)
      if (is_left(to, share)) {
        to.product = share;
        return;
      }
    Graph<Scalar>::compute_product(to);  // a second share comes
    compute(share, to.has_gradient ? Into::add : Into::assign, to.gradient);
    to.has_gradient = true;
    if (!watcher_) return;
    Matrix<Scalar> alone;
    compute(share, Into::assign, alone);
    (*watcher_)(id_, operand, alone, to.gradient);
  }

  /// dL/dL = 1.
  void start() {
    if (node_.op || !node_.has_gradient) node_.gradient.setZero(1, 1);
    node_.gradient(0, 0) += 1;
    node_.has_gradient = true;
  }

 private:
  auto& operand_node(std::size_t operand) const { return *graph_.nodes_[node_.operands[operand]]; }

  /// See Graph::Products. A product of one row is no faster in parts.
  bool is_left(const typename Graph<Scalar>::Node& to, const Product<Scalar>& share) const {
    if (products_ == Products::computed || to.op || to.has_gradient || to.product) return false;
    for (std::size_t i = 0; i < node_.count; ++i)
      if (const auto& node = operand_node(i); !node.op && node.wants_gradient)
        if (share.a == &node.value || share.b == &node.value) return false;
    return share.rows() > 1 && share.columns() > 1;
  }

  Graph<Scalar>& graph_;
  typename Graph<Scalar>::Node& node_;
  const std::uint32_t id_;
  const Watcher* const watcher_;
  const Products products_;
};

template <class Scalar>
Graph<Scalar>& Tensor<Scalar>::graph() const {
  if (!place_)
    throw Error("a Tensor is used before it was given a matrix", "",
                "Make it with graph.parameter(matrix), or assign a result to it first.");
  if (!place_->graph || era_ < place_->graph->first_era_)
    throw Error(
        "a Tensor is used after the graph that made it is gone", "",
        "Keep the graph for as long as its Tensors, or copy what you need: value(), grad().");
  return *place_->graph;
}

template <class Scalar>
const Matrix<Scalar>& Tensor<Scalar>::value() const {
  return graph().node(*this).value;
}

template <class Scalar>
const std::string& Tensor<Scalar>::name() const {
  return graph().node(*this).name;
}

template <class Scalar>
const Matrix<Scalar>& Tensor<Scalar>::grad() const {
  auto& node = graph().node(*this);
  if (!node.has_gradient) node.gradient.setZero(node.value.rows(), node.value.cols());
  return node.gradient;
}

template <class Scalar>
Scalar Tensor<Scalar>::item() const {
  if (shape() != MatrixShape{1, 1})
    throw Error("the number of a matrix of " + shown(shape()), "",
                "Only a 1 x 1 matrix is one number: take a sum or a mean first.");
  return value()(0, 0);
}

/// Gives back, when it ends, everything that was recorded since it began: one training step, one
/// scope.
template <class Scalar>
class GraphScope {
 public:
  explicit GraphScope(Graph<Scalar>& graph)
      : place_(graph.place_), first_era_(graph.first_era_), size_(graph.size()) {}
  ~GraphScope() {
    Graph<Scalar>* const graph = place_->graph;
    if (graph && graph->first_era_ == first_era_) graph->release(size_);
  }
  GraphScope(const GraphScope&) = delete;
  GraphScope& operator=(const GraphScope&) = delete;

 private:
  GraphPlace<Scalar>* place_;
  std::uint64_t first_era_;
  std::size_t size_;
};

/// Adds dL/dparameter to every parameter, L being the output. See Graph::backward.
template <class Scalar>
void backward(Tensor<Scalar> output) {
  output.graph().backward(output);
}

}  // namespace stepgrad
