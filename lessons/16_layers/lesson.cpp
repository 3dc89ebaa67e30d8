// Lesson 16. Backpropagation, layer by layer: one error a unit, handed down through W turned and the
// slope of the activation; and what becomes of it where W has moved too early.
#include <cmath>
#include <cstddef>

#include <stepgrad/base/random.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/matrix/functions.hpp>
#include <stepgrad/matrix/trace.hpp>
#include <stepgrad/plot/layered_network.hpp>

namespace stepgrad {
namespace {

using M = Matrix<double>;
using Rows = std::vector<std::vector<double>>;

Rows rows_of(const M& a) {
  Rows all(static_cast<std::size_t>(a.rows()));
  for (std::size_t i = 0; i < all.size(); ++i)
    for (Index j = 0; j < a.cols(); ++j) all[i].push_back(a(static_cast<Index>(i), j));
  return all;
}

// ---- layers by hand

/// What an activation makes of a sum, and its slope, told by what it has made of it.
struct Squashing {
  double (*value)(double a);
  double (*slope)(double o);
};
const Squashing by_sigmoid{[](double a) { return sigmoid(a); },
                           [](double o) { return o * (1 - o); }};
const Squashing by_tanh{[](double a) { return std::tanh(a); }, [](double o) { return 1 - o * o; }};

struct Weights {
  M W, b;
};
using Layers = std::vector<Weights>;

/// x, and what every layer says.
std::vector<M> forward(const Layers& layers, const M& x, const Squashing& h) {
  std::vector<M> o{x};
  for (const Weights& layer : layers)
    o.push_back(((layer.W * o.back()).colwise() + layer.b.col(0)).unaryExpr(h.value));
  return o;
}

/// Half the sum of squares.
double loss_of(const M& o, const M& t) { return (o - t).squaredNorm() / 2; }

/// The errors dL/da of every layer. `moving`: by this rate every W moves as soon as its gradient is
/// known, so that the layer below is told by what it has become.
std::vector<M> deltas(Layers layers, const M& x, const M& t, const Squashing& h,
                      double moving = 0) {
  const std::vector<M> o = forward(layers, x, h);
  std::vector<M> delta(layers.size());
  for (std::size_t l = layers.size(); l-- > 0;) {
    const M above =
        l + 1 == layers.size() ? M(o.back() - t) : M(layers[l + 1].W.transpose() * delta[l + 1]);
    delta[l] = above.cwiseProduct(o[l + 1].unaryExpr(h.slope));
    layers[l].W -= moving * delta[l] * o[l].transpose();
  }
  return delta;
}

/// After one step of all weights, by these errors; biases move where `biases` says so.
Layers stepped(Layers layers, const M& x, const Squashing& h, const std::vector<M>& delta,
               double rate, bool biases = false) {
  const std::vector<M> o = forward(layers, x, h);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    layers[l].W -= rate * delta[l] * o[l].transpose();
    if (biases) layers[l].b -= rate * delta[l].rowwise().sum();
  }
  return layers;
}

// ---- the example that everybody reads

M column(double above, double below) {
  M both(2, 1);
  both << above, below;
  return both;
}

M square_of(double a, double b, double c, double d) {
  M all(2, 2);
  all << a, b, c, d;
  return all;
}

const M x = column(0.05, 0.10), t = column(0.01, 0.99);
const Layers example{{square_of(0.15, 0.20, 0.25, 0.30), column(0.35, 0.35)},
                     {square_of(0.40, 0.45, 0.50, 0.55), column(0.60, 0.60)}};
constexpr double rate = 0.5;

double loss_after(const Layers& layers) {
  return loss_of(forward(layers, x, by_sigmoid).back(), t);
}

/// a = W o + b of a layer.
Math sums(const std::string& layer, const std::string& below) {
  return math::equal(math::name("a" + layer),
                     math::row({math::name("W" + layer), math::signs(" "), math::name(below),
                                math::signs(" + "), math::name("b" + layer)}));
}

/// o = h(a) of a layer.
Math activated(const std::string& layer) {
  return math::equal(math::name("o" + layer),
                     math::row({math::signs("h("), math::name("a" + layer), math::signs(")")}));
}

void forward_pass(Lesson& lesson, const std::vector<M>& o) {
  lesson.screen("The output is wrong. Who tells the layers in the middle?");
  lesson.say(
      "The last layer can compare what it says with what it should say. A layer in the middle has "
      "no target. Yet its weights have to move. Number the layers: each makes of what the one "
      "below says, first a sum, then what the activation h makes of that.");
  lesson.formula(sums("1", "x"));
  lesson.formula(activated("1"));
  lesson.formula(sums("2", "o1"));
  lesson.formula(activated("2"));
  lesson.plot(layered_network("2-2-2", {{"x1", "x2"}, {"o1: 1", "o1: 2"}, {"o2: 1", "o2: 2"}},
                              {rows_of(example[0].W), rows_of(example[1].W)}),
              "Two inputs, two hidden units, two outputs, all of them with a sigmoid.");
  lesson.plot(
      std::vector<NumberGrid>{
          {"W1", rows_of(example[0].W)}, {"b1", rows_of(example[0].b)}, {"x", rows_of(x)}},
      "Its numbers are those of a worked example that very many have read (Mazur, 2015).");
  lesson.plot(
      std::vector<NumberGrid>{
          {"W2", rows_of(example[1].W)}, {"b2", rows_of(example[1].b)}, {"t", rows_of(t)}},
      "The second layer, and what it should say: the targets t.");
  const M a1 = example[0].W * x + example[0].b;
  lesson.predict("What is the first number of a1?", a1(0, 0),
                 {.hints = {"The first row of W1 times x: 0.15 * 0.05 + 0.20 * 0.10. Then b."},
                  .remarks = {{0.0275, "the bias is missing."},
                              {0.15 * 0.05 + 0.25 * 0.10 + 0.35, "that is a column of W1."},
                              {o[1](0, 0), "that is o1 already: the sigmoid of it."}},
                  .reveal = told("{}; its sigmoid is {}.", a1(0, 0), shown(o[1](0, 0), 9)),
                  .within = 1e-4});
  lesson.table({"", "first", "second"}, {{"o1", shown(o[1](0, 0), 9), shown(o[1](1, 0), 9)},
                                         {"o2", shown(o[2](0, 0), 9), shown(o[2](1, 0), 9)},
                                         {"t", shown(t(0, 0)), shown(t(1, 0))}});
  const double squares = 2 * loss_of(o[2], t);
  lesson.say("How wrong is that? Texts agree on squares, and on nothing else. For these outputs:");
  lesson.table(
      {"loss", "here", "slope in an output o"},
      {{"sum of squares", shown(squares, 9), "2 (o - t)"},
       {"half of that", shown(squares / 2, 9), "o - t"},
       {"mean over all entries, as in the kit", shown(squares / 2, 9), "2 (o - t) / 2"},
       {"sum of squares, slope without its 2", shown(squares, 9), "o - t, which is wrong"}});
  lesson.say(
      "The example takes half the sum, and has {} (published: 0.298371109). Before you compare your "
      "slopes with anybody's, compare the losses.",
      shown(squares / 2, 9));
}

void the_last_layer(Lesson& lesson, const std::vector<M>& o, const std::vector<M>& delta) {
  lesson.screen("The last layer: an error for each unit");
  lesson.say(
      "Call the slope of L in a unit's sum a its **error**, δ. For the outputs that is two links: L "
      "in o, and o in a. The slope of a sigmoid is o * (1 - o).");
  lesson.formula("δ = (o - t) * o * (1 - o)");
  lesson.predict_all(
      "What are the errors of the two outputs, to two digits?",
      {{"first", delta[1](0, 0)}, {"second", delta[1](1, 0)}},
      {.hints = {told("The first: ({0} - 0.01) * {0} * (1 - {0}).", shown(o[2](0, 0), 4)),
                 told("The second: ({0} - 0.99) * {0} * (1 - {0}).", shown(o[2](1, 0), 4))},
       .remarks = {Remark::times(-1, "o - t: the first output is too large, so L grows with it."),
                   Remark::times(2, "half the sum of squares: its slope has no 2."),
                   Remark::entry(0, o[2](0, 0) - 0.01, "that is the slope in o. And o in a?")},
       .reveal = told("{} and {}. The first has to come down, the second to go up.",
                      shown(delta[1](0, 0), 9), shown(delta[1](1, 0), 9)),
       .within = 0.03});
  lesson.choose(
      "W2 gets δ times o1 as a row ([[15_matrices]]). And b2? Two of our sources never say.",
      {{"0: a bias is no weight", false, "it moves a, and a moves L."},
       {"δ itself", true},
       {"δ times b2", false, "the slope of a sum in a bias is 1."}},
      {.hints = {"a = W o + b. What is the slope of a in b?"},
       .reveal = "As if b were the weight of an input that is always 1. For a batch: the sum of δ "
                 "over the samples."});
  lesson.plot(std::vector<NumberGrid>{{"delta 2", rows_of(delta[1])},
                                      {"o1'", rows_of(o[1].transpose())},
                                      {"dL/dW2", rows_of(delta[1] * o[1].transpose())},
                                      {"dL/db2", rows_of(delta[1])}},
              "A column times a row, and the column itself.");
}

/// The way from the sums of the hidden layer to the loss, which for two outputs is half the sum of
/// squares and their mean as well.
MatrixTrace traced_example() {
  Graph<double> graph;
  const M a1 = example[0].W * x + example[0].b;
  const Tensor<double> o1 = named(sigmoid(graph.parameter(a1, "a1")), "o1");
  const Tensor<double> a2 = named(
      affine(graph.parameter(example[1].W, "W2"), o1, graph.parameter(example[1].b, "b2")), "a2");
  const Tensor<double> o2 = named(sigmoid(a2), "o2");
  return trace(named(mean_squared_error(o2, graph.constant(t, "t")), "L"));
}

void one_layer_down(Lesson& lesson, const std::vector<M>& o, const std::vector<M>& delta) {
  lesson.screen("One layer down");
  lesson.say(
      "Now hidden unit 1. It has no target, but it is heard by both outputs: it reaches L by two "
      "paths, and along each of them an error is known already.");
  lesson.derive(
      "Its weights to the outputs are u and v, the outputs' errors d and e, and what it says is o. "
      "What is its own error?",
      "(u*d + v*e)*o*(1 - o)", {"u", "v", "d", "e", "o"},
      {.hints = {"The slope of L in o is a sum over both paths: u*d + v*e.",
                 "From o to a: times the slope of the sigmoid."},
       .remarks = {{"u*d + v*e", "that is the slope in o. And o in a?"},
                   {"(d + e)*o*(1 - o)", "how strongly does each output listen?"},
                   {"(u + v)*(d + e)*o*(1 - o)", "each error goes with its own weight."},
                   {"(u*d + v*e)*o", "the slope of a sigmoid is o * (1 - o)."}},
       .reveal = "For all units at once: W2' δ2, a column; then entry by entry times the slope. No "
                 "target was needed."});
  lesson.formula(
      math::equal(math::name("δ1"),
                  math::row({math::transposed(math::name("W2")), math::signs(" "), math::name("δ2"),
                             math::signs(" * h'("), math::name("a1"), math::signs(")")})));
  lesson.predict(
      "The first: u = 0.40, v = 0.50, with the errors from above and o = 0.5933. To two digits?",
      delta[0](0, 0),
      {.hints = {"0.40 * 0.1385 - 0.50 * 0.0381.", "That is 0.03635. Times 0.5933 * 0.4067."},
       .remarks = {{0.03635, "that is the slope in o. The sigmoid's slope is missing."},
                   {0.0092, "that is W2 without turning it: 0.45 is the weight of unit 2."},
                   {0.0214, "the second error is negative: it pulls the other way."}},
       .reveal = told("{}, and {} for the second unit. Small: it went through two sigmoids, whose "
                      "slope is at most 1/4.",
                      shown(delta[0](0, 0), 9), shown(delta[0](1, 0), 9)),
       .within = 0.03});
  lesson.plot(std::vector<NumberGrid>{{"W2'", rows_of(example[1].W.transpose())},
                                      {"delta 2", rows_of(delta[1])},
                                      {"W2' delta 2", rows_of(example[1].W.transpose() * delta[1])},
                                      {"slope at a1", rows_of(o[1].unaryExpr(by_sigmoid.slope))},
                                      {"delta 1", rows_of(delta[0])}},
              "From the outputs' errors to those of the hidden units.");
  lesson.say(
      "That is all. Here is the same on the kit's graph of matrices, from $a1$ up and back again, "
      "each step by its rule:");
  lesson.steps(traced_example(), "What arrives at a1 at last is its error, found as above.");
}

// ---- the trap

void eight_digits(Lesson& lesson, const std::vector<M>& delta) {
  lesson.screen("A famous step, and its seventh digit");
  const Layers right = stepped(example, x, by_sigmoid, delta, rate);
  const Rows published1{{0.149780716, 0.19956143}, {0.24975114, 0.29950229}},
      published2{{0.35891648, 0.408666186}, {0.511301270, 0.561370121}};
  lesson.say(
      "One step now, with the rate 0.5; the example holds its biases fast. Its new weights, and ours:");
  std::vector<std::vector<std::string>> rows;
  for (std::size_t l = 0; l < 2; ++l)
    for (Index i = 0; i < 2; ++i)
      for (Index j = 0; j < 2; ++j) {
        const Rows& published = l == 0 ? published1 : published2;
        rows.push_back(
            {fmt::format("w{}", 4 * l + static_cast<std::size_t>(2 * i + j) + 1),
             shown(published[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)], 9),
             shown(right[l].W(i, j), 9)});
      }
  lesson.table({"", "published", "by these rules"}, rows);
  const double after = loss_after(right);
  lesson.say(
      "All eight agree, in every digit that is printed. So the loss after the step has to agree as well:");
  lesson.table({"", "published", "by these rules"},
               {{"before", "0.298371109", shown(loss_after(example), 9)},
                {"after", "0.291027924", shown(after, 9)}});
  const std::vector<M> wrong = deltas(example, x, t, by_sigmoid, rate);
  Layers rounded = right;
  rounded[0].W = square_of(published1[0][0], published1[0][1], published1[1][0], published1[1][1]);
  rounded[1].W = square_of(published2[0][0], published2[0][1], published2[1][0], published2[1][1]);
  const double by_rounded = loss_after(rounded),
               with_biases = loss_after(stepped(example, x, by_sigmoid, delta, rate, true)),
               without_slope =
                   loss_after(stepped(example, x, by_sigmoid,
                                      {M(example[1].W.transpose() * delta[1]), delta[1]}, rate)),
               overwritten = loss_after(stepped(example, x, by_sigmoid, wrong, rate));
  lesson.say(
      "It does not: the seventh digit is another. That number has been copied into many a text and many a test. "
      "Where does it come from? Here are four suspicions. Choose one, and the kit computes it.");
  const auto comes_to = [](double loss) { return told("that gives {}.", shown(loss, 9)); };
  lesson.choose(
      "Which program prints 0.291027924?",
      {{"one that goes on with the weights as printed, rounded to 9 digits", false,
        comes_to(by_rounded)},
       {"one that moves the biases, too", false, comes_to(with_biases)},
       {"one that moves W2 first, and goes down through the **new** W2",
        std::abs(overwritten - 0.291027924) < 5e-10},
       {"one that forgets the sigmoid's slope in the hidden layer", false,
        comes_to(without_slope)}},
      {.hints = {"The weights as printed are right. So somewhere else another step was made.",
                 "Too little has happened, not too much: by what is δ1 made smaller?"},
       .reveal = told("Nine digits: {}. So the printed weights are those of the right step, and "
                      "the printed loss is that of another, in which W2 had moved before "
                      "it was used.",
                      shown(overwritten, 9))});
  lesson.plot(Bars{.title = "Errors of the hidden units",
                   .bars = {{"unit 1, W2 as it was", delta[0](0, 0)},
                            {"unit 1, W2 moved", wrong[0](0, 0), true},
                            {"unit 2, W2 as it was", delta[0](1, 0)},
                            {"unit 2, W2 moved", wrong[0](1, 0), true}}},
              "The wrong ones are smaller, and nothing looks suspicious.");
  lesson.mistake(
      "To overwrite W before the layer below has used it. Written as a loop, \"error of layer l; "
      "move W of layer l; next layer\" does just that, and one of our lectures prints the loop so, to ask whether it is right. "
      "The loss falls, and only the digits tell.");
}

Experiment::Trial try_rate(double tried) {
  const std::vector<M> right = deltas(example, x, t, by_sigmoid),
                       wrong = deltas(example, x, t, by_sigmoid, tried);
  const double off = (wrong[0] - right[0]).norm() / right[0].norm();
  Film film{{}, "The error of hidden unit 1, right and with W2 moved, as the rate grows to yours."};
  for (int i = 1; i <= 4; ++i) {
    const double now = tried * i / 4;
    film.frames.push_back(
        {told("rate {}", now),
         Bars{.title = told("Rate {}", shown(now, 3)),
              .bars = {{"W2 as it was", right[0](0, 0)},
                       {"W2 moved", deltas(example, x, t, by_sigmoid, now)[0](0, 0), true}},
              .full = 0.03}});
  }
  return {off < 0.01 ? 0u
          : off < 1  ? 1u
                     : 2u,
          film, told("The hidden errors are {} % off.", shown(100 * off, 3))};
}

void how_bad(Lesson& lesson) {
  lesson.screen("How bad is it?");
  lesson.experiment(
      {.ask = "Choose a rate, and say how far the errors of the hidden layer are off "
              "when W2 has moved first.",
       .setting = "rate",
       .offered = {0.01, 0.5, 2, 6},
       .least = 0.001,
       .most = 10,
       .outcomes = {"less than 1 %", "1 to 100 %", "more than 100 %: they point the other way"},
       .run = try_rate});
  lesson.say(
      "With small rates it hides. With large ones the layers below climb, and one blames the rate.");
  lesson.order(
      "Put one step of training in its order.",
      {{"forward: $o1$, then $o2$", false, "without the values nothing can be said of errors."},
       {"the error of the outputs, from $o2$ and $t$", false,
        "it needs o2, and all else needs it."},
       {"the error of the hidden layer, from that and W2", false,
        "it needs the error of the layer above, and W2 as it was."},
       {"W1 and W2 move", false, "whatever still needs them has to come before."}},
      {.hints = {"Who needs whom?"},
       .reveal = "So W may be overwritten, but not before the layer below has its error. (Or take "
                 "that error first, and move W then.)"});
}

// ---- any number of layers

Layers any_layers(const std::vector<Index>& sizes, Random& random) {
  Layers layers;
  for (std::size_t l = 1; l < sizes.size(); ++l) {
    Weights layer{M(sizes[l], sizes[l - 1]), M::Zero(sizes[l], 1)};
    for (Index i = 0; i < layer.W.size(); ++i)
      layer.W.data()[i] =
          random.uniform(-1, 1) * std::sqrt(3.0 / static_cast<double>(sizes[l - 1]));
    layers.push_back(layer);
  }
  return layers;
}

void any_depth(Lesson& lesson) {
  lesson.screen("Any number of layers");
  lesson.say("The whole of it is two loops, and then all weights move:");
  lesson.listing(
      "o[0] = x\n"
      "for l = 1 ... n:\n"
      "  a     = W[l] o[l-1] + b[l]\n"
      "  o[l]  = h(a)\n"
      "above = o[n] - t\n"
      "for l = n ... 1:\n"
      "  delta = above * slope(o[l])\n"
      "  dW[l] = delta o[l-1]'\n"
      "  db[l] = sums of delta's rows\n"
      "  above = W[l]' delta\n"
      "for all l:\n"
      "  W[l] -= rate * dW[l]\n"
      "  b[l] -= rate * db[l]\n");
  Random random(16);
  const Layers layers = any_layers({4, 6, 6, 6, 6, 3}, random);
  M inputs(4, 5), targets(3, 5);
  for (Index i = 0; i < inputs.size(); ++i) inputs.data()[i] = random.uniform(-1, 1);
  for (Index i = 0; i < targets.size(); ++i) targets.data()[i] = random.uniform(-0.9, 0.9);
  const std::vector<M> o = forward(layers, inputs, by_tanh),
                       right = deltas(layers, inputs, targets, by_tanh),
                       wrong = deltas(layers, inputs, targets, by_tanh, 0.1);
  Graph<double> graph;
  std::vector<Tensor<double>> W, b;
  Tensor<double> out = graph.constant(inputs);
  for (const Weights& layer : layers) {
    W.push_back(graph.parameter(layer.W));
    b.push_back(graph.parameter(layer.b));
    out = tanh(affine(W.back(), out, b.back()));
  }
  backward(half_square_sum(out - graph.constant(targets)));
  lesson.say(
      "Is it right? Five layers of tanh, 4-6-6-6-6-3, five samples, and beside it the kit's engine, "
      "which knows nothing of layers. And once more with the trap, at the rate 0.1.");
  lesson.choose(
      "Which layer's gradients are right even with the trap?",
      {{"the first, nearest to the inputs", false, "its error has come through all others."},
       {"the last", true},
       {"none", false, "which layer's error needs no W at all?"}},
      {.hints = {"The error of the last layer is made of o and t."}});
  std::vector<std::vector<std::string>> rows;
  Bars bars{.title = "With W moved too early: % off", .bars = {}};
  for (std::size_t l = layers.size(); l-- > 0;) {
    const M by_hand = right[l] * o[l].transpose(), trapped = wrong[l] * o[l].transpose();
    const double apart =
        std::max((by_hand - W[l].grad()).cwiseAbs().maxCoeff(),
                 (right[l].rowwise().sum() - b[l].grad().col(0)).cwiseAbs().maxCoeff());
    const double off = 100 * (trapped - by_hand).norm() / by_hand.norm();
    rows.push_back(
        {told("{}", l + 1), apart < 1e-12 ? "below 1e-12" : shown(apart), shown(off, 2)});
    bars.bars.push_back({told("layer {}", l + 1), off});
  }
  lesson.table({"layer", "by hand and by the engine differ by", "with the trap, % off"}, rows);
  lesson.plot(bars, "The farther down, the more moved W an error has passed.");
}

// ---- softmax at the end

void softmax_at_the_end(Lesson& lesson) {
  lesson.screen("Classes: is softmax just another h?");
  const M p = (M(3, 1) << 0.2, 0.5, 0.3).finished();
  lesson.say(
      "At the end of a classifier stand softmax and the log loss ([[12_softmax]]). Let p be (0.2, "
      "0.5, 0.3), and the label the second class. A student has learnt the rule: slope of L in the "
      "output, times slope of the activation, entry by entry.");
  lesson.predict("L is -log of the second p. What is its slope in that p?", -2,
                 {.hints = {"The slope of log(p) is 1/p."},
                  .remarks = {{2.0, "L falls when p grows."}, {-0.5, "that is p - 1."}},
                  .reveal = "-1/0.5. In the two other p it is 0: L does not contain them.",
                  .seen = "2 stands everywhere"});
  lesson.predict_all(
      "So by that rule, with the slope p * (1 - p), what are the three errors?",
      {{"first", 0}, {"second", -0.5}, {"third", 0}},
      {.hints = {"0 times anything; -2 * 0.5 * 0.5; and 0."},
       .remarks = {Remark("0.2 -0.5 0.3",
                          "that is right, as you know from before. But what does the "
                          "student's rule give?")},
       .reveal =
           "The label's row is right: p - 1. The two others are 0, and should be 0.2 and 0.3!"});
  const M diagonal = p.asDiagonal();
  const M full = diagonal - p * p.transpose();
  M alone = M::Zero(3, 3);
  for (Index i = 0; i < 3; ++i) alone(i, i) = full(i, i);
  lesson.plot(std::vector<NumberGrid>{{"slopes of softmax", rows_of(full)},
                                      {"what the rule has used", rows_of(alone)}},
              "Each p depends on all scores, not only on its own.");
  lesson.choose(
      "Why does the label's row come out right all the same?",
      {{"by chance", false, "it does for every p."},
       {"its slope in its own score is on the diagonal, and L depends on that p alone", true},
       {"because the rule is right for the class that counts", false,
        "all classes count: the others have to come down."}},
      {.hints = {"The error of score k is the sum over j: slope of L in p_j, times slope of "
                 "p_j in score k. Which j is not 0?"},
       .reveal = "A test that looks at the label's row alone finds nothing. Entry by entry "
                 "holds for activations that work entry by entry. For softmax with its log "
                 "loss the error is p - onehot(y), and no slope is multiplied to it."});
  lesson.remember(
      "Each layer has an error δ. Down: W' δ, times the slope where the layer stood. From δ: the "
      "gradient in W is δ times the layer below as a row, that in b is δ. No W moves before the layer "
      "below has its error.");
  lesson.say(
      "One pass over all samples, one step. With a million samples, has one to see them all before "
      "the first step? See [[17_batches]].");
}

void teach(Lesson& lesson) {
  const std::vector<M> o = forward(example, x, by_sigmoid),
                       delta = deltas(example, x, t, by_sigmoid);
  forward_pass(lesson, o);
  the_last_layer(lesson, o, delta);
  one_layer_down(lesson, o, delta);
  eight_digits(lesson, delta);
  how_bad(lesson);
  any_depth(lesson);
  softmax_at_the_end(lesson);
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural Networks, section 3.2: backpropagation in "
      "matrix notation, its algorithm, and the question whether to overwrite.");
  lesson.source(
      "Matt Mazur, A Step by Step Backpropagation Example (2015): the network 2-2-2, "
      "its weights and losses.");
  lesson.source("CS 181, Lecture of 20 February, scribe notes: gradients of all layers.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_16_layers{"16_layers", "Backprop, layer by layer", teach};
}

}  // namespace stepgrad
