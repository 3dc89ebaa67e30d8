// Lesson 15. From sums to matrices: a layer is one product, its way back two more, and the huge
// Jacobian between them is never built.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>

#include <stepgrad/course/lesson.hpp>
#include <stepgrad/matrix/functions.hpp>
#include <stepgrad/matrix/trace.hpp>
#include <stepgrad/scalar/neurons.hpp>

namespace stepgrad {
namespace {

using Numbers = std::vector<double>;
using Rows = std::vector<Numbers>;

Rows product(const Rows& a, const Rows& b) {
  Rows c(a.size(), Numbers(b[0].size(), 0.0));
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < b[0].size(); ++j)
      for (std::size_t k = 0; k < b.size(); ++k) c[i][j] += a[i][k] * b[k][j];
  return c;
}

Rows transposed(const Rows& a) {
  Rows t(a[0].size(), Numbers(a.size()));
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < a[0].size(); ++j) t[j][i] = a[i][j];
  return t;
}

// ---- the worked example of CS231n: f = |W x|^2

const Rows W{{0.1, 0.5}, {-0.3, 0.8}}, x{{0.2}, {0.4}};

Rows doubled(Rows a) {
  for (Numbers& row : a)
    for (double& number : row) number *= 2;
  return a;
}

void one_product(Lesson& lesson, const Rows& q) {
  lesson.screen("All of it has been known since the 1960s. Why only now?");
  lesson.say(
      "Networks of neurons are from the 1950s, and going back through them by the chain rule from "
      "the 1960s. For decades they were little used. Since the 2010s they are everywhere.");
  lesson.choose(
      "What had been missing?",
      {{"the idea of hidden units", false, "that is as old as the rest."},
       {"machines that multiply large matrices fast", true},
       {"a better way to get slopes", false, "backpropagation is still the same."}},
      {.hints = {"In those years, graphics cards were first used for something other than games."},
       .reveal =
           "Large collections of data came at about the same time. But what have matrices to do "
           "with neurons? That is this lesson."});
  lesson.say(
      "A layer of neurons, without its activation: unit i adds up its weights times the inputs. "
      "Write the weights as a table W, a row for each unit. Then all the sums together are **one** "
      "product, W times the column x.");
  lesson.formula("q1 = w11 * x1 + w12 * x2");
  lesson.formula("q2 = w21 * x1 + w22 * x2");
  lesson.plot(std::vector<NumberGrid>{{"W", W}, {"x", x}},
              "Two units, two inputs; the numbers are an example of CS231n's. Blue is "
              "above 0, orange below.");
  lesson.predict_all(
      "What is q = W x?", {{"q1", q[0][0]}, {"q2", q[1][0]}},
      {.hints = {"q1 is the first row times x: 0.1 * 0.2 + 0.5 * 0.4."},
       .remarks = {Remark::entry(0, 0.1 * 0.2 - 0.3 * 0.4,
                                 "that is the first column. Unit 1 has the first row."),
                   Remark::entry(1, 0.5 * 0.2 + 0.8 * 0.4,
                                 "that is the second column. Unit 2 has the second row.")},
       .reveal = told("{} and {}.", q[0][0], q[1][0])});
  lesson.say(
      "And the biases? One may add a column b. Or give x one number more that is always 1, and W "
      "one column more: here 1 and -1.");
  const Rows more{{0.1, 0.5, 1}, {-0.3, 0.8, -1}}, with_one{{0.2}, {0.4}, {1}};
  const Rows biased = product(more, with_one);
  lesson.plot(std::vector<NumberGrid>{{"W and b", more}, {"x and 1", with_one}},
              "The bias as the weight of an input that is always 1.");
  lesson.predict_all("What is the product now?", {{"q1", biased[0][0]}, {"q2", biased[1][0]}},
                     {.hints = {"As before, and 1 * 1 or -1 * 1 more."},
                      .remarks = {Remark::entry(1, q[1][0] + 1, "its bias is -1.")},
                      .reveal = "W x + b. Some lectures write no b for that reason."});
}

/// The slope of f in an input, by the central difference.
double nudged(std::size_t input) {
  constexpr double h = 1e-5;
  const auto f = [&](double by) {
    Rows moved = x;
    moved[input][0] += by;
    const Rows q = product(W, moved);
    return q[0][0] * q[0][0] + q[1][0] * q[1][0];
  };
  return (f(h) - f(-h)) / (2 * h);
}

void the_way_back(Lesson& lesson, const Rows& g) {
  lesson.screen("The way back: rows become columns");
  lesson.say("To have something to go back from, take the sum of squares as the end of it:");
  lesson.formula("f = q1^2 + q2^2");
  const Trace trace =
      traced("q1 = w11*x1 + w12*x2; q2 = w21*x1 + w22*x2; f = q1^2 + q2^2",
             {{"w11", 0.1}, {"w12", 0.5}, {"w21", -0.3}, {"w22", 0.8}, {"x1", 0.2}, {"x2", 0.4}});
  lesson.graph(trace, "The same, a node for each sum and product. Follow x1: where does it go?");
  lesson.predict_all("What is the gradient g of f in q?", {{"g1", g[0][0]}, {"g2", g[1][0]}},
                     {.hints = {"The slope of q1^2 is 2 * q1."},
                      .remarks = {Remark::times(0.5, "the slope of a square has a 2 in it.")},
                      .reveal = told("2q: {} and {}.", g[0][0], g[1][0])});
  const Rows of_x = product(transposed(W), g), wrong = product(W, g);
  lesson.predict(
      "x1 reaches f by two paths, through q1 and through q2. What is $∂f/∂x1$?", of_x[0][0],
      {.hints = {"Through q1 its slope is w11 = 0.1, through q2 it is w21 = -0.3.",
                 "0.1 * 0.44 - 0.3 * 0.52."},
       .remarks = {{wrong[0][0], "that uses w11 and w12. Which weights is x1 multiplied by?"},
                   {0.044, "that is the path through q1 alone."},
                   {-0.156, "that is the path through q2 alone."}},
       .reveal =
           told("{}. Unit i uses **row** i of W on the way forward; input j gets its slope by "
                "**column** j on the way back.",
                shown(of_x[0][0], 4))});
  lesson.say("So a programmer writes the way back as a product, too: W times g.");
  lesson.table({"", "df/dx1", "df/dx2"},
               {{"W g", shown(wrong[0][0], 4), shown(wrong[1][0], 4)},
                {"by nudging x", shown(nudged(0), 4), shown(nudged(1), 4)}});
  lesson.choose("It ran without complaint. What should have been written?",
                {{"g W", false, "a column of 2 cannot stand before a 2 x 2 matrix."},
                 {"W' g, W with its rows as columns", true},
                 {"2 W g", false, "the 2 is in g already."}},
                {.hints = {"Input j needs column j of W."},
                 .reveal = "W' is W **transposed**. Column j of W is row j of W'."});
  lesson.plot(std::vector<NumberGrid>{{"W'", transposed(W)}, {"g", g}, {"W' g", of_x}},
              "Back through a layer: the same numbers, mirrored.");
  lesson.mistake(
      "W g for W' g. As long as a layer has as many units as inputs, both can be computed, and "
      "nothing complains. A test with 2 x 2 shows nothing: test with 3 x 2.");
}

MatrixTrace example() {
  Graph<double> graph;
  Matrix<double> weights(2, 2), inputs(2, 1);
  weights << 0.1, 0.5, -0.3, 0.8;
  inputs << 0.2, 0.4;
  const Tensor<double> q =
      named(matmul(graph.parameter(weights, "W"), graph.parameter(inputs, "x")), "q");
  return trace(named(sum(square(q)), "f"));
}

void outer_product(Lesson& lesson, const Rows& g) {
  lesson.screen("And the weights: column times row");
  const Rows of_W = product(g, transposed(x));
  lesson.say(
      "Learning changes the weights, not the inputs. w12 reaches f by one path only: it is "
      "multiplied by x2 and goes into q1. So its slope is g1 times x2.");
  lesson.predict_matrix(
      "What is the gradient in W, row after row?", of_W,
      {.hints = {"Row i is g_i times (x1, x2).", "The first row: 0.44 * 0.2 and 0.44 * 0.4."},
       .remarks = {Remark(exact(Numbers{of_W[0][0], of_W[1][0], of_W[0][1], of_W[1][1]}),
                          "transposed: row i belongs to g_i."),
                   Remark::times(0.5, "g is 2q.")},
       .reveal = "A table of all products of a number of g and one of x: the **outer product**, "
                 "g x', a column times a row."});
  lesson.steps(example(),
               "The whole example as a graph of matrices: three nodes, two products back.");
  lesson.choose(
      "A layer of 3 units with 2 inputs: W is 3 x 2, g is 3 x 1, x is 2 x 1. Which product has the "
      "shape of W?",
      {{"g x': 3 x 1 times 1 x 2", true},
       {"x g': 2 x 1 times 1 x 3", false, "that is 2 x 3, W lying on its side."},
       {"W' g: 2 x 3 times 3 x 1", false, "that is 2 x 1: the gradient in x."},
       {"g' x: 1 x 3 times 2 x 1", false, "3 and 2 do not meet."}},
      {.hints = {"In a product, the inner numbers have to agree, and the outer ones remain."},
       .reveal = "A gradient always has the shape of what it is the gradient of. Who has forgotten "
                 "the formula can find it by that."});
  lesson.table({"here, and in most programs", "in some lectures"},
               {{"a gradient is shaped as its parameter", "a gradient is a row"},
                {"W' stands left of g", "the Jacobian stands right of the row"},
                {"w12: to unit 1 from input 2", "w21, or both in one text"},
                {"W^2 is W squared", "w^2 is the weights of layer 2"}});
  lesson.say(
      "Numbers are the same, tables lie on their sides. Where two texts differ, write the shapes "
      "below the letters. One chain in our sources has a slip, too: for y(u(v(x))) the factors are "
      "the Jacobians of y in u, of u in **v**, of v in **x**.");
}

// ---- the Jacobian that nobody builds

/// The slopes of sigmoid(W x) in all weights: a row for each unit, a column for each weight, row
/// after row of W.
Rows jacobian(const Rows& weights, const Rows& inputs) {
  const Rows a = product(weights, inputs);
  const std::size_t units = weights.size(), count = inputs.size();
  Rows all(units, Numbers(units * count, 0.0));
  for (std::size_t j = 0; j < units; ++j) {
    const double phi = sigmoid(a[j][0]);
    for (std::size_t d = 0; d < count; ++d) all[j][j * count + d] = phi * (1 - phi) * inputs[d][0];
  }
  return all;
}

const Rows W3{{0.5, -1}, {1, 1}, {-2, 0.5}}, x2{{1}, {2}};

std::vector<std::string> weights_named(std::size_t units, std::size_t inputs) {
  std::vector<std::string> names;
  for (std::size_t j = 1; j <= units; ++j)
    for (std::size_t d = 1; d <= inputs; ++d) names.push_back(fmt::format("w{}{}", j, d));
  return names;
}

Rows rounded(Rows a) {
  for (Numbers& row : a)
    for (double& number : row) number = std::round(number * 1000) / 1000;
  return a;
}

/// Where the Jacobian of so many units with 3 inputs is not 0.
GreyImage pattern(std::size_t units) {
  constexpr std::size_t inputs = 3;
  const std::size_t width = inputs * units;
  GreyImage image{width, units, Numbers(width * units, 0.0)};
  for (std::size_t j = 0; j < units; ++j)
    for (std::size_t d = 0; d < inputs; ++d) image.ink[j * width + inputs * j + d] = 1;
  return image;
}

void the_jacobian(Lesson& lesson) {
  lesson.screen("The matrix that nobody builds");
  lesson.say(
      "Between W and the units stands a matrix of slopes, too, the **Jacobian**: how does each unit "
      "change with each weight? Take 3 units, phi = sigmoid(W x), and 2 inputs. There are 6 weights:");
  const Rows J = jacobian(W3, x2);
  lesson.choose("What is the slope of unit 1 in w21, a weight of unit 2?",
                {{"x1", false, "w21 is multiplied by x1, but in whose sum?"},
                 {"0", J[0][2] == 0.0},
                 {"phi1 * (1 - phi1) * x1", false, "that is its slope in w11."}},
                {.hints = {"Does unit 1 use w21 at all?"}});
  lesson.plot(
      std::vector<NumberGrid>{{"J", rounded(J), {"phi1", "phi2", "phi3"}, weights_named(3, 2)}},
      "All of it. Each unit has slopes in its own weights, and in no other.");
  lesson.derive("With J units and D inputs, what share of it is zeros?", "(J - 1)/J", {"J", "D"},
                {.hints = {"A row has J * D numbers. D of them are not 0.", "1 - D / (J * D)."},
                 .remarks = {{"1/J", "that is the share of what is not 0."},
                             {"(D - 1)/D", "D numbers of each row are not 0. Of how many?"}},
                 .reveal = "(J - 1)/J, whatever D is. With 3 units two thirds; and with more?"});
  Film film{{}, "A dot for each slope that is not 0; 3 inputs.", {0, 2}};
  for (const std::size_t units : {3u, 6u, 12u, 24u})
    film.frames.push_back(
        {told("J = {}", units), Images{{pattern(units)}},
         told("{} % zeros.", shown(100 - 100.0 / static_cast<double>(units), 3))});
  lesson.film(film);
  lesson.predict(
      "A layer for pictures of digits: 784 inputs, 100 units. How many numbers has its Jacobian?",
      100.0 * 100 * 784,
      {.hints = {"100 rows. How many weights?", "100 * 78400."},
       .remarks = {{78400.0, "that is the number of weights, its columns. And the rows?"}},
       .reveal = told("{}, for **one** sample, and {} % of them are 0.",
                      shown(100.0 * 100 * 784, 8), 100.0 * 99 / 100),
       .within = 1e-9});
  const Rows g{{1}, {-2}, {0.5}};
  Rows delta = g;
  for (std::size_t j = 0; j < 3; ++j) delta[j][0] *= J[j][2 * j] / x2[0][0];
  const Rows row = product(transposed(g), J), outer = product(delta, transposed(x2));
  lesson.say(
      "What is it for? A gradient g arrives at the three units, say (1, -2, 0.5). As a row, times "
      "the Jacobian, it gives the slopes in all weights. And beside it the short way: each g times "
      "the slope of its sigmoid, as a column, times x as a row.");
  lesson.plot(std::vector<NumberGrid>{{"g' J", rounded(row), {}, weights_named(3, 2)},
                                      {"outer product", rounded(outer)}},
              "6 numbers as a row, and the same 6 as a table.");
  lesson.choose(
      "Somebody numbers the columns of J the other way: w11, w21, w31, w12, w22, w32. Then the row "
      "is made a 3 x 2 table again, row by row. Which weight's slope lands in the place of w12?",
      {{"that of w12", false, "it stands fourth in the row now."},
       {"that of w21", true},
       {"that of w31", false, "that lands in the second row."}},
      {.hints = {"The first row of the table is made of the first two numbers."},
       .reveal =
           "All six numbers are right, and four of them in wrong places. A row of "
           "J * D numbers says nothing of its order; the outer product cannot get it wrong."});
  std::vector<std::vector<std::string>> rows;
  for (const auto& [units, inputs] : {std::pair{3.0, 2.0}, {100.0, 784.0}, {1000.0, 1000.0}})
    rows.push_back({shown(units), shown(inputs), shown(units * units * inputs, 10),
                    shown(units * inputs, 10)});
  lesson.table({"units", "inputs", "numbers in the Jacobian", "in the outer product"}, rows);
}

void a_batch(Lesson& lesson) {
  lesson.screen("Many samples at once");
  const Rows U{{1, 0.5}, {2, 4}}, G{{3, 2}, {0.5, -1.5}};
  const Rows of_W = product(G, transposed(U)), turned = product(G, U);
  lesson.say(
      "Put samples side by side, a column for each: U. Then W U is the layer for all of them, and "
      "its gradient G has a column for each sample, too.");
  lesson.plot(std::vector<NumberGrid>{{"U", U, {}, {"s1", "s2"}}, {"G", G, {}, {"s1", "s2"}}},
              "Two inputs and two units; two samples, s1 and s2.");
  lesson.predict_matrix(
      "What is G U'?", of_W,
      {.hints = {"U' has the samples as rows: (1, 2) and (0.5, 4).",
                 "The first row: 3 * (1, 2) + 2 * (0.5, 4)."},
       .remarks = {Remark(exact(Numbers{turned[0][0], turned[0][1], turned[1][0], turned[1][1]}),
                          "that is G U. Turn U first."),
                   Remark("3 6 0.5 1", "that is the first sample alone.")},
       .reveal =
           "It is the sum of both samples' outer products. The product adds up over samples by "
           "itself: nothing else is needed for a batch."});
  lesson.predict_all(
      "Each sample moves b as well. What is the gradient in b?",
      {{"b1", G[0][0] + G[0][1]}, {"b2", G[1][0] + G[1][1]}},
      {.hints = {"b is added to every column. So the columns of its gradient add up."},
       .remarks = {Remark("3.5 0.5", "that is each sample's sum over the units.")},
       .reveal = "The sums of the rows of G, or G times a column of ones."});
  lesson.choose(
      "One unit, no activation, n samples X as columns, targets y as a row, and the mean of squares "
      "as the loss: G is 2/n (w X - y). So the gradient in w is 2/n (w X - y) X'. "
      "Where was that before?",
      {{"in softmax", false, "there the error was p - onehot(y)."},
       {"in linear regression", true},
       {"nowhere yet", false, "one unit without an activation is a line."}},
      {.hints = {"The mean of 2 * (w*x + b - y) * x, over all points."},
       .reveal =
           "That is [[10_descent]] in one line, for any number of inputs: each error times its x, "
           "and the mean of that."});
}

// ---- one network, two graphs

const std::vector<std::size_t> sizes{8, 32, 32, 4};

Matrix<double> any_matrix(std::size_t rows, std::size_t columns, Random& random) {
  Matrix<double> all(static_cast<Index>(rows), static_cast<Index>(columns));
  for (Index i = 0; i < all.size(); ++i) all.data()[i] = random.uniform(-1, 1);
  return all;
}

/// What a pass told: gradients neuron by neuron, as the kit's MLP lists them; nodes; seconds.
struct Pass {
  Numbers gradients;
  std::size_t nodes;
  double seconds;
};

template <class Act>
double seconds_of(Act&& act) {
  const auto begin = std::chrono::steady_clock::now();
  act();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

Pass by_scalars(const Matrix<double>& inputs, const Matrix<double>& targets) {
  const Scope scope;
  const MLP model(sizes, {.seed = 15});
  const std::size_t before = tape().operations();
  Pass pass{};
  pass.seconds = seconds_of([&] {
    std::vector<Value> squares;
    for (Index sample = 0; sample < inputs.cols(); ++sample) {
      std::vector<Value> values;
      for (Index i = 0; i < inputs.rows(); ++i) values.push_back(constant(inputs(i, sample)));
      const std::vector<Value> out = model(values);
      for (std::size_t k = 0; k < out.size(); ++k)
        squares.push_back(square(out[k] - targets(static_cast<Index>(k), sample)));
    }
    backward(sum(squares));
  });
  pass.nodes = tape().operations() - before;
  for (const Value& value : model.parameters()) pass.gradients.push_back(value.grad());
  return pass;
}

Pass by_matrices(const Matrix<double>& inputs, const Matrix<double>& targets) {
  Numbers numbers;
  {
    const Scope scope;
    for (const Value& value : MLP(sizes, {.seed = 15}).parameters())
      numbers.push_back(value.data());
  }
  Graph<double> graph;
  std::vector<Tensor<double>> weights, biases;
  std::size_t at = 0;
  for (std::size_t l = 1; l < sizes.size(); ++l) {
    Matrix<double> w(static_cast<Index>(sizes[l]), static_cast<Index>(sizes[l - 1])),
        b(w.rows(), 1);
    for (Index i = 0; i < w.rows(); ++i) {
      for (Index j = 0; j < w.cols(); ++j) w(i, j) = numbers[at++];
      b(i, 0) = numbers[at++];
    }
    weights.push_back(graph.parameter(w));
    biases.push_back(graph.parameter(b));
  }
  const std::size_t before = graph.size();
  Pass pass{};
  pass.seconds = seconds_of([&] {
    Tensor<double> o = graph.constant(inputs);
    for (std::size_t l = 0; l < weights.size(); ++l) {
      o = affine(weights[l], o, biases[l]);
      if (l + 1 < weights.size()) o = tanh(o);
    }
    backward(sum(square(o - graph.constant(targets))));
  });
  pass.nodes = graph.size() - before;
  for (std::size_t l = 0; l < weights.size(); ++l)
    for (Index i = 0; i < weights[l].rows(); ++i) {
      for (Index j = 0; j < weights[l].columns(); ++j)
        pass.gradients.push_back(weights[l].grad()(i, j));
      pass.gradients.push_back(biases[l].grad()(i, 0));
    }
  return pass;
}

void two_graphs(Lesson& lesson) {
  lesson.screen("One network, two graphs");
  lesson.say(
      "A network 8-32-32-4 with tanh, and the sum of squares at its end. Once as a graph of numbers, "
      "as in [[14_network]]: two nodes or more for each neuron and each sample. And once "
      "as a graph of matrices.");
  Plot plot{.title = "Nodes of the graph",
            .x = {.label = "samples", .logarithmic = true},
            .y = {.label = "nodes", .logarithmic = true},
            .series = {{"of numbers", {}}, {"of matrices", {}}},
            .marks = {}};
  Random random(15);
  Pass scalars{}, matrices{};
  for (const std::size_t samples : {1u, 2u, 4u, 8u, 16u}) {
    const Matrix<double> inputs = any_matrix(8, samples, random),
                         targets = any_matrix(4, samples, random);
    scalars = by_scalars(inputs, targets);
    matrices = by_matrices(inputs, targets);
    plot.series[0].points.push_back(
        {static_cast<double>(samples), static_cast<double>(scalars.nodes)});
    plot.series[1].points.push_back(
        {static_cast<double>(samples), static_cast<double>(matrices.nodes)});
  }
  lesson.choose("The number of samples doubles. What do the two graphs do?",
                {{"both double", false, "a matrix with twice as many columns is one matrix."},
                 {"that of numbers doubles, that of matrices stays", true},
                 {"neither grows", false, "each sample has its own sums and products."}},
                {.hints = {"How many matrices are there?"}});
  lesson.plot(plot, told("With 16 samples: {} nodes and {}. Each of the few does the work of many.",
                         scalars.nodes, matrices.nodes));
  double apart = 0;
  for (std::size_t i = 0; i < scalars.gradients.size(); ++i)
    apart = std::max(apart, std::abs(scalars.gradients[i] - matrices.gradients[i]) /
                                std::max(1.0, std::abs(scalars.gradients[i])));
  lesson.choose(
      told("Both have a gradient of {} numbers, by the same chain rule. How far apart are they?",
           scalars.gradients.size()),
      {{"exactly equal, digit for digit", false,
        "sums are made in another order, and each addition is rounded."},
       {"equal to 12 digits or more", apart < 1e-12},
       {"equal to 3 digits or so", false, "nothing is approximated: only rounding differs."}},
      {.hints = {"Doubles have 16 digits, and a sum loses one or two of them."},
       .reveal = told("The largest difference is {} 1e-12.", apart < 1e-12 ? "below" : "above")});
  lesson.say(
      "And the time, forward and backward, just now on the machine that computed this page:");
  lesson.measured("{} ms for the graph of numbers, {} ms for that of matrices: {} times as fast.",
                  shown(1000 * scalars.seconds, 2), shown(1000 * matrices.seconds, 2),
                  shown(std::round(scalars.seconds / matrices.seconds)));
  lesson.say(
      "It grows with the size of the layers, for a processor multiplies several numbers at once and "
      "reads each one once for many products; a graphics card multiplies thousands. That is what "
      "had been missing for fifty years.");
  lesson.remember(
      "A layer is v = W u. Back: W' g for what stands below, g u' for the weights, the sum over "
      "samples for the bias. Shapes tell which is which. The Jacobian is never built.");
  lesson.say("One layer, there and back. Many, one after the other, are [[16_layers]].");
}

void teach(Lesson& lesson) {
  const Rows q = product(W, x), g = doubled(q);
  one_product(lesson, q);
  the_way_back(lesson, g);
  outer_product(lesson, g);
  the_jacobian(lesson);
  a_batch(lesson);
  two_graphs(lesson);
  lesson.source(
      "Linear Algebraic View of Backpropagation (lecture of 3 March): v = W u, its two gradients, "
      "and why only now.");
  lesson.source(
      "CS 181, Lecture of 20 February, scribe notes: the Jacobian of J x JD, and its zeros.");
  lesson.source("CS231n, Stanford, Backpropagation, slides: the vectorized example f = |W x|^2.");
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural Networks, section 2.2: layers as matrices, and "
      "a bias as a neuron that is always 1.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_15_matrices{"15_matrices", "From sums to matrices", teach};
}

}  // namespace stepgrad
