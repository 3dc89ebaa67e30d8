#include <stepgrad/course/drill_layers.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/course/drill_kinds.hpp>

namespace stepgrad {
namespace {

using Kind = Problem::Kind;

// ---- the gradient of a softmax

/// What softmax says of a sample, and what it should.
struct Prediction {
  DrillNumbers odds;  // e to the power of each score
  DrillNumbers p;
  std::size_t label;
  DrillNumbers x;  // what its scores are made of: s = W x

  /// dL/ds = p - onehot(label), for L = -ln p of the label.
  DrillNumbers gradient() const {
    DrillNumbers slopes = p;
    slopes[label] -= 1;
    return slopes;
  }
  /// A row of dL/dW = dL/ds xᵀ.
  DrillNumbers row_of(std::size_t k) const { return scaled(x, gradient()[k]); }
};

Prediction some_prediction(Random& random) {
  constexpr std::size_t classes = 3;
  for (;;) {
    Prediction made;
    for (std::size_t k = 0; k < classes; ++k)
      made.odds.push_back(1.0 + static_cast<double>(random.below(6)));
    const double all = std::accumulate(made.odds.begin(), made.odds.end(), 0.0);
    if (all != 4 && all != 5 && all != 10) continue;  // so that all of p is short
    made.p = scaled(made.odds, 1 / all);
    made.label = random.below(classes);
    made.x = several(2, random);
    return made;
  }
}

/// Remarks on the usual ways to miss dL/ds, carried on to what is asked by `asked`.
template <class Asked>
std::vector<Remark> softmax_remarks(const DrillNumbers& answer, const Prediction& made,
                                    Asked asked) {
  DrillRemarks remarks(answer);
  DrillNumbers truth(made.p.size()), all_less_one = made.p;
  truth[made.label] = 1;
  for (double& p : all_less_one) p -= 1;
  remarks.add(asked(scaled(made.gradient(), -1)),
              "that is `onehot - p`, the way down. The gradient points up the loss: `p - onehot`.");
  remarks.add(asked(made.p), "that is made of p alone: the label's class has 1 less.");
  remarks.add(asked(all_less_one), "only the label's class has 1 less; the others keep their p.");
  remarks.add(asked(truth), "that is made of the label alone. What does softmax say of the class?");
  DrillNumbers own_slope = made.p;
  for (double& p : own_slope) p *= 1 - p;
  remarks.add(asked(own_slope),
              "`p (1 - p)` is the slope of a p in its own score, not that of the loss.");
  return std::move(remarks).take();
}

std::string told(const Prediction& made, std::size_t level) {
  std::string text;
  if (level >= 3) text += fmt::format("x = {}, and its scores are s = W x\n", in_brackets(made.x));
  if (level == 4) {
    std::vector<std::string> scores;
    for (const double odds : made.odds)
      scores.push_back(odds == 1 ? "0" : fmt::format("ln {}", shown(odds)));
    text += fmt::format("s = ({})\n", fmt::join(scores, ", "));
  } else {
    text += fmt::format("softmax makes p = {} of the scores s\n", in_brackets(made.p));
  }
  return text +
         fmt::format("the label is class {}, and L = -ln p{}", made.label + 1, made.label + 1);
}

const std::string softmax_rule =
    "With cross-entropy the slope in each score is what softmax says less what is right: "
    "`p - onehot`.";

void ask_scores(Problem& problem, const Prediction& made, Random& random) {
  const std::size_t k = random.below(made.p.size());
  const std::string reveal =
      fmt::format("`dL/ds = p - onehot(label) = {}`.", in_brackets(made.gradient()));
  if (problem.level == 1) {
    const auto one = [&](const DrillNumbers& slopes) { return DrillNumbers{slopes[k]}; };
    problem.questions = {
        number_asked(fmt::format("What is `dL/ds{}`?", k + 1), made.gradient()[k],
                     {.hints = {softmax_rule, k == made.label ? "It is the label's class."
                                                              : "It is not the label's class."},
                      .remarks = softmax_remarks(one(made.gradient()), made, one),
                      .reveal = reveal})};
    return;
  }
  const auto same = [](const DrillNumbers& slopes) { return slopes; };
  problem.questions = {numbers_asked("What is `dL/ds`, one number for each class?",
                                     {"dL/ds1", "dL/ds2", "dL/ds3"}, made.gradient(),
                                     {.hints = {softmax_rule, "The three add up to 0."},
                                      .remarks = softmax_remarks(made.gradient(), made, same),
                                      .reveal = reveal})};
}

void ask_row(Problem& problem, const Prediction& made, Random& random) {
  const std::size_t k = random.below(made.p.size());
  const auto carried = [&](const DrillNumbers& slopes) { return scaled(made.x, slopes[k]); };
  problem.questions = {numbers_asked(
      fmt::format("What is row {} of `dL/dW`, the row of class {}?", k + 1, k + 1),
      {"its first entry", "its second"}, made.row_of(k),
      {.hints = {softmax_rule,
                 fmt::format("Row {} of W makes the score s{} = w{} x, so its gradient is "
                             "`dL/ds{}` times x.",
                             k + 1, k + 1, k + 1, k + 1)},
       .remarks = softmax_remarks(made.row_of(k), made, carried),
       .reveal =
           fmt::format("{}`dL/ds{} = {}`, times x: {}.",
                       problem.level == 4 ? fmt::format("p is {}. ", in_brackets(made.p)) : "",
                       k + 1, shown(made.gradient()[k]), in_brackets(made.row_of(k)))})};
}

void ask_batch(Problem& problem, const Prediction& one, const Prediction& other, Random& random) {
  const std::size_t k = random.below(one.p.size());
  const DrillNumbers both = sum(one.row_of(k), other.row_of(k));
  DrillRemarks remarks(scaled(both, 0.5));
  remarks.add(both, "that is the sum over the batch; the loss is the mean.");
  remarks.add(one.row_of(k), "that is the first sample's gradient alone.");
  remarks.add(other.row_of(k), "that is the second sample's gradient alone.");
  remarks.add(scaled(both, -0.5), "that is the way down; the gradient points up the loss.");
  problem.given = {
      Listing{fmt::format("A batch of two, and L is the mean of their losses.\n"
                          "1:  x = {}, p = {}, the label is class {}\n"
                          "2:  x = {}, p = {}, the label is class {}",
                          in_brackets(one.x), in_brackets(one.p), one.label + 1,
                          in_brackets(other.x), in_brackets(other.p), other.label + 1)}};
  problem.questions = {
      numbers_asked(fmt::format("What is row {} of `dL/dW`, where s = W x?", k + 1),
                    {"its first entry", "its second"}, scaled(both, 0.5),
                    {.hints = {softmax_rule, "Do it for each sample, then take the mean."},
                     .remarks = std::move(remarks).take(),
                     .reveal = fmt::format("The samples' own are {} and {}; their mean is {}.",
                                           in_brackets(one.row_of(k)), in_brackets(other.row_of(k)),
                                           in_brackets(scaled(both, 0.5)))})};
}

bool ask_softmax(Problem& problem, Random& random) {
  const Prediction made = some_prediction(random);
  problem.given = {Listing{told(made, static_cast<std::size_t>(problem.level))}};
  if (problem.level <= 2)
    ask_scores(problem, made, random);
  else if (problem.level <= 4)
    ask_row(problem, made, random);
  else
    ask_batch(problem, made, some_prediction(random), random);
  return true;
}

// ---- shapes

struct MatrixSize {
  std::size_t rows, columns;
  bool operator==(const MatrixSize&) const = default;
};

std::string told(MatrixSize shape) { return fmt::format("{} x {}", shape.rows, shape.columns); }
MatrixSize transposed(MatrixSize shape) { return {shape.columns, shape.rows}; }
DrillNumbers as_numbers(MatrixSize shape) {
  return {static_cast<double>(shape.rows), static_cast<double>(shape.columns)};
}

/// A layer a = W o + b for a batch, and the gradient G = dL/da that arrives.
struct Layer {
  std::size_t outputs, inputs, batch;

  MatrixSize w() const { return {outputs, inputs}; }
  MatrixSize o() const { return {inputs, batch}; }
  MatrixSize g() const { return {outputs, batch}; }
};

Layer some_layer(bool one_sample, Random& random) {
  DrillNumbers sizes{2, 3, 4, 5, 6, 7, 8};
  random.shuffle(std::span(sizes));
  const auto size = [&](std::size_t i) { return static_cast<std::size_t>(sizes[i]); };
  return {size(0), size(1), one_sample ? 1 : size(2)};
}

std::string told(const Layer& layer) {
  return fmt::format("a = W o + b, {}\nW is {}, o is {}, and b one column for all",
                     layer.batch == 1
                         ? "for one sample"
                         : fmt::format("for a batch of {}, a sample in each column", layer.batch),
                     told(layer.w()), told(layer.o()));
}

Question shape_asked(const std::string& of_what, MatrixSize answer,
                     const std::vector<MatrixSize>& others, std::string hint, std::string reveal) {
  DrillRemarks remarks(as_numbers(answer));
  remarks.add(as_numbers(transposed(answer)), "rows come first, then columns.");
  for (const MatrixSize other : others)
    remarks.add(as_numbers(other), "that is the shape of another matrix of this layer.");
  return numbers_asked(fmt::format("What shape has {}?", of_what), {"rows", "columns"},
                       as_numbers(answer),
                       {.hints = {std::move(hint)},
                        .remarks = std::move(remarks).take(),
                        .reveal = std::move(reveal)});
}

/// A product that somebody may take for the gradient.
struct Product {
  std::string text;
  MatrixSize left, right;

  bool fits() const { return left.columns == right.rows; }
  MatrixSize shape() const { return {left.rows, right.columns}; }
};

Question product_asked(const std::string& of_what, MatrixSize wanted, std::vector<Product> products,
                       Random& random) {
  random.shuffle(std::span(products));
  Question question{
      .kind = Question::Kind::choice,
      .ask = fmt::format("G is `dL/da`. Which product is {}?", of_what),
      .answer = "",
      .choices = {},
      .inputs = {},
      .help = {.hints = {fmt::format("It has the shape {}. Which product has?", told(wanted))}}};
  for (const Product& product : products) {
    const bool is_right = product.fits() && product.shape() == wanted;
    const std::string sizes =
        fmt::format("({}) times ({})", told(product.left), told(product.right));
    question.choices.push_back(
        {fmt::format("`{}`", product.text), is_right,
         is_right         ? ""
         : product.fits() ? fmt::format("{} is {}, and {} has the shape {}.", sizes,
                                        told(product.shape()), of_what, told(wanted))
                          : fmt::format("{} is no product: {} columns meet {} rows.", sizes,
                                        product.left.columns, product.right.rows)});
    if (!is_right) continue;
    question.answer = std::to_string(question.choices.size());
    question.help.reveal = fmt::format("{} is {}.", sizes, told(wanted));
  }
  return question;
}

bool ask_shapes(Problem& problem, Random& random) {
  const Layer layer = some_layer(problem.level == 4, random);
  const MatrixSize w = layer.w(), o = layer.o(), g = layer.g();
  problem.given = {Listing{told(layer)}};
  switch (problem.level) {
    case 1:
      problem.questions = {
          shape_asked("a", g, {w, o}, "The inner sizes of W o meet; the outer ones are left.",
                      fmt::format("({}) times ({}): the inner {} meets, and {} is left.", told(w),
                                  told(o), layer.inputs, told(g)))};
      break;
    case 2:
      problem.questions = {
          shape_asked(
              "`dL/dW`", w, {o, g}, "There is one slope for each entry of W.",
              fmt::format("A gradient is shaped as what it is taken in: W is {}.", told(w))),
          shape_asked(
              "`dL/do`", o, {w, g}, "There is one slope for each entry of o.",
              fmt::format("A gradient is shaped as what it is taken in: o is {}.", told(o)))};
      break;
    case 3:
      problem.questions = {product_asked("`dL/dW`", w,
                                         {{"G oᵀ", g, transposed(o)},
                                          {"o Gᵀ", o, transposed(g)},
                                          {"oᵀ G", transposed(o), g},
                                          {"G o", g, o}},
                                         random)};
      break;
    case 4: {
      const std::size_t entries = layer.outputs * layer.inputs;
      problem.questions = {
          shape_asked("the Jacobian of a in all entries of W", {layer.outputs, entries}, {w},
                      "A row for each entry of a, a column for each entry of W.",
                      fmt::format("a has {} entries and W {} times {} = {}.", layer.outputs,
                                  layer.outputs, layer.inputs, entries)),
          number_asked("How many of its entries can differ from 0?", static_cast<double>(entries),
                       {.hints = {"Which entries of a does one entry of W have a part in?"},
                        .remarks = {{static_cast<double>(layer.outputs * entries),
                                     "that is all of them. Which ones does a weight move?"}},
                        .reveal = fmt::format("Each of the {} weights moves one entry of a alone.",
                                              entries)})};
      break;
    }
    default:
      problem.questions = {
          product_asked("`dL/do`", o,
                        {{"Wᵀ G", transposed(w), g},
                         {"W G", w, g},
                         {"G Wᵀ", g, transposed(w)},
                         {"Gᵀ W", transposed(g), w}},
                        random),
          shape_asked("`dL/db`", {layer.outputs, 1}, {g, w},
                      "b is one column, used for every sample.",
                      fmt::format("b is {} x 1: its gradient is the sum of the {} columns of G.",
                                  layer.outputs, layer.batch))};
  }
  return true;
}

}  // namespace

bool ask_of_layers(Problem& problem, Random& random) {
  return problem.kind == Kind::softmax ? ask_softmax(problem, random) : ask_shapes(problem, random);
}

}  // namespace stepgrad
