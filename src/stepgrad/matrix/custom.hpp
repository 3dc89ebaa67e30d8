// Operations of one's own, made while the program runs, so that they may capture what they like: a
// function of each entry, and a change of a gradient on its way back.
//
//   const double k = 2;
//   const EntryFunction snake{.name = "snake",  // Liu et al. (2020)
//                             .value = [=](double a) { return a + std::pow(std::sin(k * a), 2) / k; },
//                             .slope = [=](double a, double) { return 1 + std::sin(2 * k * a); },
//                             .rule = "1 + sin(4 * a)"};
//   Tensor<double> y = custom(x, snake);
//   Tensor<double> z = on_gradient(y, "reverse", [](Matrix<double>& g) { g = -g; });
//
// Traces, diagrams and errors tell of them as of the kit's own; check_gradient checks them so. An
// operation of matrices that captures nothing is a row as those of op.hpp.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/matrix/entrywise.hpp>

namespace stepgrad {

/// y = f(a) for each entry a, and its slope f'(a).
struct EntryFunction {
  std::string name;
  std::function<double(double a)> value;
  std::function<double(double a, double y)> slope;
  std::string rule;  // the slope in words, of a and y, such as "1 - y^2"
};

namespace detail {

/// An operation that owns its words, which the row views.
template <class S>
struct OwnOperation : MatrixOp<S> {
  OwnOperation(std::string own_name, std::string own_definition, std::string own_rule)
      : MatrixOp<S>{.name = {},
                    .operands = "A",
                    .definition = {},
                    .rule = {},
                    .forward = {},
                    .pull = {}},
        name_(std::move(own_name)),
        definition_(std::move(own_definition)),
        rule_(std::move(own_rule)) {
    this->name = name_;
    this->definition = definition_;
    this->rule[0] = rule_;
  }
  OwnOperation(const OwnOperation&) = delete;
  OwnOperation& operator=(const OwnOperation&) = delete;

 private:
  std::string name_, definition_, rule_;
};

template <class S>
struct EntryOperation : OwnOperation<S> {
  explicit EntryOperation(const EntryFunction& f)
      : OwnOperation<S>(f.name, f.name + "(A)",
                        std::string(std::string_view(matrix_op::share_in_words(f.rule)))),
        function(f) {
    this->letter = 'H';
    this->forward = [](Call<S>& c) {
      const auto& value = static_cast<const EntryOperation&>(c.op()).function.value;
      c.y() = c.x(0).unaryExpr([&](S a) { return static_cast<S>(value(a)); });
    };
    this->pull = [](Call<S>& c) {
      const auto& slope = static_cast<const EntryOperation&>(c.op()).function.slope;
      const auto share = [&](S a, S y) { return static_cast<S>(slope(a, y)); };
      c.give(0, c.g().cwiseProduct(c.x(0).binaryExpr(c.y(), share)));
    };
  }

  EntryFunction function;
};

template <class S>
struct GradientOperation : OwnOperation<S> {
  using Change = std::function<void(Matrix<S>& gradient)>;

  GradientOperation(const std::string& name, Change what)
      : OwnOperation<S>(name, "A", name + "(G)"), change(std::move(what)) {
    this->forward = [](Call<S>& c) { c.y() = c.x(0); };
    this->pull = [](Call<S>& c) {
      Matrix<S>& share = c.kept(0);
      share = c.g();
      static_cast<const GradientOperation&>(c.op()).change(share);
      if (share.rows() != c.g().rows() || share.cols() != c.g().cols())
        refuse_shapes(c.op().name, {c.g().rows(), c.g().cols()}, {share.rows(), share.cols()},
                      "It may change the numbers of a gradient, not its shape.");
      c.give(0, share);
    };
  }

  Change change;
};

}  // namespace detail

/// The function as an operation, which may be recorded as often as one likes: with
/// graph.record(*operation, {&x, 1}, {.owner = operation}). Throws Error if a part of it is missing.
template <class S>
std::shared_ptr<const MatrixOp<S>> operation_of(const EntryFunction& function) {
  if (!function.value || !function.slope || function.rule.empty() || function.name.size() < 2)
    throw Error(fmt::format("the function '{}' is not complete", function.name), "",
                "It needs a name of two letters or more, its value, its slope, and the slope in "
                "words, such as \"1 - y^2\".");
  return std::make_shared<const detail::EntryOperation<S>>(function);
}

/// The function of each entry of a.
template <class S>
Tensor<S> custom(Tensor<S> a, const EntryFunction& function) {
  const auto operation = operation_of<S>(function);
  return a.graph().record(*operation, {&a, 1}, {.owner = operation});
}

/// The same matrix; on the way back `change` may change the gradient that goes to a, as clipping and
/// reversal do. It is told by its name: a gets name(G). Backward throws Error if it changes the
/// shape.
template <class S>
Tensor<S> on_gradient(Tensor<S> a, std::string name,
                      std::type_identity_t<std::function<void(Matrix<S>& gradient)>> change) {
  const auto operation =
      std::make_shared<const detail::GradientOperation<S>>(std::move(name), std::move(change));
  return a.graph().record(*operation, {&a, 1}, {.owner = operation});
}

}  // namespace stepgrad
