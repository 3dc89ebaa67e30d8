// Lesson 24. Further: what curvature says about the rate, forward or backward by a function's shape,
// how compute has grown, two learners with one model, what travels with a model, what is open.
#include <algorithm>
#include <cmath>
#include <cstddef>

#include <lessons/24_further/curvature.hpp>
#include <lessons/24_further/shapes.hpp>
#include <lessons/24_further/sharing.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/scalar/derivatives.hpp>

namespace stepgrad {
namespace {

using namespace lesson_24;

// ---- the slopes of slopes

void slopes_of_slopes(Lesson& lesson) {
  lesson.screen("How fast does a slope itself change?");
  lesson.say(
      "All descent goes by the slope where it stands. One step on, it is another one. By how much? "
      "That decides how far one may go. Take two weights, at x = 1 and y = 2:");
  lesson.formula("L = x^2*y + y^3");
  const Trace trace = traced("L = x^2*y + y^3", {{"x", 1}, {"y", 2}});
  const std::vector<Numbers> H = hessian(trace);
  const Numbers g = forward_gradient(trace), Hd = hessian_vector_product(trace, Numbers{1, 1});
  lesson.predict_all("What is the gradient there?", {{"dL/dx", g[0]}, {"dL/dy", g[1]}},
                     {.hints = {"2*x*y, and x^2 + 3*y^2."},
                      .remarks = {Remark::entry(1, 12, "y is in the first term, too.")}});
  lesson.predict_matrix(
      "Each of these two slopes has two slopes of its own. First row: those of dL/dx in x and in y.",
      H,
      {.hints = {"dL/dx is 2*x*y. Its slope in x is 2*y.", "dL/dy is x^2 + 3*y^2."},
       .remarks = {Remark::entry(3, 6, "the slope of 3*y^2 is 6*y, and y is 2.")},
       .reveal = "This matrix is the **Hessian**, H. What stands opposite is equal: x, then y is "
                 "the same as y, then x."});
  lesson.plot(std::vector<NumberGrid>{{"H", H, {"dL/dx", "dL/dy"}, {"in x", "in y"}}},
              "How much each slope grows, when x grows, and when y does.");
  lesson.predict_all(
      "Now both weights move at once, in the direction d = (1, 1). How fast do "
      "the two slopes change?",
      {{"of dL/dx", Hd[0]}, {"of dL/dy", Hd[1]}},
      {.hints = {"Each row times d: add what x does and what y does."},
       .remarks = {{"4 12", "that is each weight on its own slope. The other one moves, too."}},
       .reveal =
           "The product H d, a **Hessian-vector product**: how the gradient changes along d."});
}

// ---- without the matrix

void without_matrix(Lesson& lesson) {
  lesson.screen("The matrix that nobody builds, again");
  const double weights = 784 * 10 + 10;
  lesson.predict(
      told(
          "A single layer for digits, 784 to 10, has {} numbers to learn. How many has its Hessian?",
          weights),
      weights * weights,
      {.hints = {"A row for each, and a column for each."},
       .remarks = {{2 * weights, "each slope has a slope in **every** number."},
                   {weights * (weights + 1) / 2,
                    "so many are different. It has nearly twice as many."}},
       .reveal = told("{} millions. For a network of a million weights it is a million millions.",
                      shown(weights * weights / 1e6, 3)),
       .within = 1e-6});
  lesson.say(
      "But H d has only as many numbers as there are weights, and needs no H: d says where to look. "
      "Nudge all weights along d by h, forward and back, and take the gradient at both places:");
  lesson.formula("Hd = (g_plus - g_minus)/(2*h)");
  lesson.choose(
      "Which h is best in that formula, roughly?",
      {{"0.1", false, "then the slope bends on the way: the error grows with $h^2$."},
       {"0.00001", true},
       {"1e-12", false,
        "then both gradients agree in nearly all their digits, and what is left is noise."}},
      {.hints = {"It is a central difference, as in [[01_derivative]].",
                 "The cube root of the machine's precision, 1e-16."}});
  lesson.plot(three_ways(),
              "At the left rounding, at the right bending. L alone, taken three times, loses half "
              "of all digits; gradients on both sides keep ten.");
  lesson.say(
      "The kit does it without any h: it goes back through the graph once, with numbers that carry "
      "their change along d. That costs two sweeps instead of one (published: Pearlmutter, 1994), "
      "and is exact. `check --second` compares it with differences.");
  lesson.mistake(
      "To take h as small as possible. Halving it helps only as long as the error is from bending.");
}

// ---- the direction that curves most

Experiment::Trial try_rate(double rate) {
  Plot plot = bowl_plot(told("Ten steps, rate {}", rate));
  Plot::Series path{"path", {{-2.4, 0.6}}};
  Numbers w{-2.4, 0.6};
  for (int i = 0; i < 10; ++i) {
    w = moved(w, bowl_gradient(w), -rate);
    if (std::abs(w[0]) < 3 && std::abs(w[1]) < 2) path.points.push_back({w[0], w[1]});
  }
  plot.series.push_back(path);
  const double across = std::abs(1 - 4 * rate);
  return {across < 1 - 1e-9 ? 0u : 1u, still(plot),
          told("Along (1, 1) each step leaves {} of the distance, along (1, -1) {}.",
               shown(1 - 4 * rate, 3), shown(1 - 2 * rate, 3))};
}

void most_curved(Lesson& lesson) {
  lesson.screen("Which way does it curve most?");
  lesson.say("A bowl, whose contours lie askew. Its gradient is (3x + y, x + 3y).");
  lesson.formula("L = (3*x^2 + 2*x*y + 3*y^2)/2");
  lesson.say(
      "Take any direction d of length 1. $d*H*d$ says how much the bowl curves along it. Then let "
      "d be H d, made as long as 1 again, and so on: what curves much grows most. That is "
      "called **power iteration**.");
  lesson.predict_all("d is (1, 0). What is H d?", {{"first", 3}, {"second", 1}},
                     {.hints = {"How does (3x + y, x + 3y) change when x grows by 1?"},
                      .remarks = {{"3 0", "the second slope has an x in it, too."}},
                      .reveal = "So it has turned towards (1, 1). Curved along (1, 0): 3.",
                      .seen = "a 3 and a 1 stand everywhere"});
  lesson.predict(
      "Made as long as 1 it is (3, 1), divided by the root of 10. How much does it curve "
      "along **that** direction, $d*H*d$?",
      3.6,
      {.hints = {"H times (3, 1) is (3*3 + 1, 3 + 3*1).", "(3*10 + 1*6)/10."},
       .remarks = {{36, "d has to be 1 long: divide by 10."},
                   {std::sqrt(136.0 / 10), "that is how long H d is. Multiply by d, and add up."}},
       .reveal = "More than 3. And on it goes."});
  lesson.film(turning());
  lesson.say("It comes to rest at (1, 1), where H d is 4 d. No direction curves more.");
  lesson.predict(
      "Along a direction that curves by $lambda$, a step leaves $1 - eta*lambda$ of the distance. "
      "From which rate on does this bowl throw descent out?",
      0.5,
      {.hints = {"It must not become more than 1, whatever its sign.", "$1 - 4*eta = -1$."},
       .remarks = {{0.25, "that is the best rate along (1, 1): there it arrives in one step."},
                   {1, "that holds for (1, -1), which curves by 2. The other is worse."}},
       .reveal = "2 over the largest curvature. The other directions may wait."});
  lesson.experiment({.ask = "Choose a rate, and say what ten steps will do.",
                     .setting = "rate",
                     .offered = {0.1, 0.3, 0.48, 0.52, 0.6},
                     .least = 0.01,
                     .most = 0.9,
                     .outcomes = {"it comes nearer", "it leaves"},
                     .run = try_rate});
}

// ---- a network

Experiment::Trial go_on(const Net& from, double limit, double rate) {
  Net net = from;
  Plot plot{.title = told("Rate {}", rate),
            .x = {.label = "step", .whole = true},
            .y = {.label = "loss"},
            .series = {{"loss", {}, Plot::Look::line}},
            .marks = {}};
  bool rises = false;
  double before = mean_loss(net, exclusive_or(), log_loss);
  for (int step = 0; step <= 30; ++step) {
    const double now = mean_loss(net, exclusive_or(), log_loss);
    plot.series[0].points.push_back({static_cast<double>(step), now});
    rises = rises || now > before + 1e-9;
    before = now;
    learn(net, exclusive_or(), log_loss, rate, 1);
  }
  return {rises ? 1u : 0u, still(plot),
          told("The rate is {} of the limit.", shown(rate / limit, 2))};
}

void network_rate(Lesson& lesson) {
  lesson.screen("And in a network?");
  const Net net = trained(4, 3, 60);
  const double most = farthest(gradient_of(net), net.p), limit = 2 / most;
  lesson.say(
      "A network of 2-4-1 on XOR, after 60 rounds: 17 numbers. Power iteration with differences of "
      "its gradient finds the largest curvature {}.",
      shown(most, 3));
  lesson.predict(
      "What is the largest rate there?", 2 / std::stod(shown(most, 3)),
      {.hints = {"2 over it."},
       .remarks = {{1 / std::stod(shown(most, 3)),
                    "that is where the most curved direction arrives in one step."}},
       .reveal = "Here, and only near here: in a network the curvature changes on the way.",
       .within = 0.02});
  lesson.experiment(
      {.ask = "Go on from there for 30 steps. Choose a rate: will the loss ever rise?",
       .setting = "rate",
       .offered = {0.5, 1, 2, 4, 8},
       .least = 0.1,
       .most = 12,
       .outcomes = {"it falls at every step", "at some step it rises"},
       .run = [net, limit](double rate) { return go_on(net, limit, rate); }});
}

void at_rest(Lesson& lesson) {
  lesson.screen("Stuck: a hollow or a saddle?");
  lesson.say(
      "Where all slopes are nearly 0, descent rests. The curvature says what kind of place it is: "
      "in a hollow every direction curves up; on a saddle one curves down, and there is a way out. "
      "Take the XOR network from 20 beginnings, 600 rounds each, as in [[14_network]].");
  lesson.choose(
      "How does one find the **least** curvature with power iteration, which finds the one that "
      "is farthest from 0?",
      {{"start it at another d", false, "from nearly every d it comes to the same."},
       {"subtract the largest $lambda$: iterate with H d - $lambda$*d", true},
       {"divide by H d", false, "a list of numbers cannot be divided by."}},
      {.hints = {"If all curvatures were less by $lambda$, which is farthest from 0 then?"},
       .reveal =
           "The largest becomes 0, the least the farthest below. Where curvatures lie as close together "
           "as in a network, that takes thousands of rounds."});
  Film film{
      {}, "A point for each beginning. Above: stuck. Left of 0: there is a way down.", {0, 1, 3}};
  Bars bars{.title = "Stuck, of 20 beginnings", .bars = {}, .full = 20};
  double steepest = 0, lowest = 1;
  Numbers ways_down;
  std::size_t left = 0;
  for (const std::size_t hidden : {2u, 3u, 4u, 8u}) {
    Plot plot{.title = told("2-{}-1, 20 beginnings", hidden),
              .x = {.label = "least curvature"},
              .y = {.label = "loss"},
              .series = {{"arrived", {}, Plot::Look::points}, {"stuck", {}, Plot::Look::rings}},
              .marks = {}};
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const Net net = trained(hidden, seed, 600);
      const Gradient g = gradient_of(net);
      const double most = std::abs(farthest(g, net.p)), low = least(g, net.p, most);
      const double loss = mean_loss(net, exclusive_or(), log_loss);
      const bool is_stuck = loss > 0.2;
      plot.series[is_stuck].points.push_back({low, loss});
      if (is_stuck) steepest = std::max(steepest, most), lowest = std::min(lowest, low);
      if (is_stuck && hidden == 3)
        left += mean_loss(after(net, 3000), exclusive_or(), log_loss) < 0.2;
    }
    ways_down.push_back(static_cast<double>(
        std::ranges::count_if(plot.series[1].points, [](const auto& at) { return at.x < 0; })));
    const auto stuck = static_cast<double>(plot.series[1].points.size());
    bars.bars.push_back({told("2-{}-1", hidden), stuck});
    film.frames.push_back({told("2-{}-1", hidden), plot, told("{} of 20 are stuck.", stuck)});
  }
  lesson.choose(
      told("Look at those that are stuck. The largest curvature there is up to {}. And the least?",
           shown(steepest, 1)),
      {{"far below 0: they sit on saddles", false, "then descent would have slid down long ago."},
       {"nearly 0: a shelf, flat in some direction", std::abs(lowest) < 0.01},
       {"far above 0: each sits in a round bowl", false,
        "round means: curved in all of 9 directions. Some of them change nothing here."}},
      {.hints = {"600 rounds have led away from every way down that is steep enough."}});
  lesson.film(film);
  lesson.plot(bars, "The share that is stuck, by hidden units.");
  lesson.say(
      "Of those that are stuck, {} of {} have a way down with two units, and {} of {} with three: "
      "there are more directions, and one of them leads down. But how steep is it?",
      ways_down[0], bars.bars[0].length, ways_down[1], bars.bars[1].length);
  lesson.predict(
      "Along a curvature of -0.001 a step with the rate 0.5 leaves $1 + 0.5*0.001$ of the distance. "
      "After how many steps is it twice as far?",
      std::log(2.0) / std::log1p(0.0005),
      {.hints = {"$1.0005^n = 2$.", "log(2)/log(1.0005)."},
       .remarks = {{2000, "it grows by what it has become, as money does."}},
       .reveal = told(
           "And meanwhile the shelf becomes flatter still: after 3000 rounds more, {} of those "
           "with three units has left it. With many units there is nearly always a steeper "
           "way, and a shelf is only passed. Why just so well, nobody has proved.",
           left == 0 ? "none" : shown(static_cast<double>(left))),
       .within = 0.05});
}

// ---- forward or back?

void by_shape(Lesson& lesson) {
  lesson.screen("Forward or back? Look at the shape");
  lesson.say(
      "Sweeps for one loss were counted in [[06_backpropagation]]. A sweep forward takes one input, and "
      "finds its slope in every output. A sweep back takes one output, and finds the slopes of it "
      "in every input.");
  lesson.predict_all("A picture of 784 inputs, one loss: how many sweeps for all slopes?",
                     {{"forward", 784}, {"back", 1}},
                     {.hints = {"Forward: one for each input. Back: one for each output."},
                      .remarks = {{"1 784", "the other way round."}}});
  lesson.predict_all(
      "The flight of a rocket: one input, the thrust, and its height at 1000 moments?",
      {{"forward", 1}, {"back", 1000}},
      {.hints = {"What is there only one of?"},
       .remarks = {{"1000 1", "the other way round: one input, so one sweep forward."}}});
  std::vector<Numbers> rows;
  for (const std::size_t m : {1u, 10u, 100u}) {
    rows.emplace_back();
    for (const std::size_t n : {1u, 10u, 100u}) {
      const Cost counted = cost(n, m);
      rows.back().push_back(std::round(100 * std::log10(counted.forward / counted.back)) / 100);
    }
  }
  lesson.choose(
      "n inputs, eleven layers of three units, m outputs, and all n * m slopes wanted. Where is "
      "going back cheaper?",
      {{"always", false, "and the rocket?"},
       {"where there are more inputs than outputs", true},
       {"where there are more outputs than inputs", false, "each output needs a sweep back."}},
      {.hints = {"n sweeps forward against m sweeps back."}});
  lesson.plot(std::vector<NumberGrid>{{"forward over back, powers of 10",
                                       rows,
                                       {"1 output", "10", "100"},
                                       {"1 input", "10", "100"}}},
              "Counted by the kit. Blue: forward costs more, at 2 a hundred times as much. Orange: "
              "back costs more.");
  const Numbers at{0.3, -0.2, 0.5};
  const auto two = [](const std::vector<Value>& x) { return outputs_of(x, 2); };
  const std::vector<Numbers> J = jacobian(two, at);
  std::size_t equal = 0;
  for (std::size_t j = 0; j < 2; ++j) {
    const auto row = [&](const std::vector<Value>& x) { return outputs_of(x, 2)[j]; };
    const Numbers slopes = forward_gradient(traced(row, at));
    for (std::size_t i = 0; i < 3; ++i) equal += std::abs(slopes[i] - J[j][i]) < 1e-12;
  }
  lesson.say("And both agree: {} of 6 slopes of 2 outputs in 3 inputs are equal to 12 decimals.",
             equal);
  lesson.choose(
      "The gradient is itself a function: n weights in, n slopes out. For H d, its change "
      "along **one** direction, which sweep?",
      {{"one forward, through the sweep back", true},
       {"n back, one for each slope", false, "that gives all of H."},
       {"n forward, one for each weight", false, "d is one direction, not n."}},
      {.hints = {"A sweep forward serves one direction of the inputs."},
       .reveal = "That is how the kit does it: forward over back. Two sweeps, no h."});
}

// ---- compute

void growth(Lesson& lesson) {
  lesson.screen("Three numbers that do not fit together");
  lesson.say(
      "How much is computed for the largest training runs? From 2012 on, one lecture quotes, it "
      "doubled every 3.4 months, and has grown by more than 300,000 times. \"A 2-year doubling "
      "period would yield only a 7x increase\" (published: OpenAI, AI and compute, 2018).");
  const double doublings = std::log2(300000.0), months = 3.4 * doublings;
  const double slow = std::exp2(months / 24), seven = 24 * std::log2(7.0);
  lesson.predict("How many doublings are a factor of 300,000?", doublings,
                 {.hints = {"$2^10$ is about 1000, $2^8$ is 256.", "log(300000)/log(2)."},
                  .remarks = {{150000, "each doubling doubles what the one before has left."}},
                  .within = 0.02});
  lesson.predict("And how many months, at 3.4 for each?", months,
                 {.hints = {told("{} of them.", shown(doublings, 3))}, .within = 0.02});
  lesson.predict("In those months, what factor comes of doubling every 24?", slow,
                 {.hints = {told("{} months are how many times 24?", shown(months, 3)),
                            told("2 to the power of {}.", shown(months / 24, 3))},
                  .remarks = {{7, "that is what is published. Compute it."},
                              {months / 24, "so many doublings. And the factor?"},
                              {2 * months / 24, "each doubling is times 2, not plus 2."}},
                  .reveal = told("{}, and not 7.", shown(slow, 3)),
                  .within = 0.02});
  const auto line = [](std::string name, double doubling) {
    Plot::Series series{std::move(name), {}, Plot::Look::line};
    for (int month = 0; month <= 72; month += 2)
      series.points.push_back({static_cast<double>(month), std::exp2(month / doubling)});
    return series;
  };
  Plot plot{.title = "Growth since 2012",
            .x = {.label = "months"},
            .y = {.label = "times"},
            .series = {line("doubling in 3.4 months", 3.4), line("doubling in 24 months", 24)},
            .marks = {{{months, 300000}, "300,000"}, {{seven, 7}, "7"}}};
  Film film{{{"equal steps add", plot, "Nothing is to be seen of the beginning, or of 24 months."}},
            "The same two lines, on two axes.",
            {0, 1}};
  plot.y.logarithmic = true;
  film.frames.push_back({"equal steps multiply", plot,
                         "On a logarithmic axis, doubling again and again is straight."});
  lesson.choose(
      "On an axis where equal steps multiply, what does such growth look like?",
      {{"a curve that bends up", false, "that is on an axis where equal steps add."},
       {"a straight line", true},
       {"a curve that flattens", false, "each doubling is one step up, as high as the last."}},
      {.hints = {"In 3.4 months it goes up by one doubling, always."}});
  lesson.film(film);
  lesson.predict(
      "A factor of 7 at 24 months takes 67.4 months. What factor do 3.4 make of those?",
      std::exp2(seven / 3.4),
      {.hints = {"67.4/3.4 doublings.", "2^19.8."},
       .remarks = {{seven / 3.4, "so many doublings. And the factor?"}},
       .reveal = "Three times what is published. \"More than 300,000\" is not wrong then, "
                 "only the three do not belong to one date. Two minutes with a "
                 "logarithm find that out; do it with every growth you read of.",
       .within = 0.05});
}

// ---- two learners

Experiment::Trial share_batch(double batch) {
  Plot plot{.title = told("A batch of {}", batch),
            .x = {.label = "learners", .logarithmic = true},
            .y = {.label = "times as fast as one"},
            .series = {{"as many", {}, Plot::Look::line}, {"with sending", {}}},
            .marks = {}};
  double best = 1;
  for (double learners = 1; learners <= 32; learners += learners < 8 ? 1 : 4) {
    const double gain = step_time(batch, 1) / step_time(batch, learners);
    if (learners <= 8) plot.series[0].points.push_back({learners, learners});
    plot.series[1].points.push_back({learners, gain});
    if (step_time(batch, learners) < step_time(batch, best)) best = learners;
  }
  return {best == 1  ? 0u
          : best < 8 ? 1u
                     : 2u,
          still(plot),
          best == 1 ? "Sending takes longer than what it saves."
                    : told("{} learners are best: {} times as fast as one.", best,
                           shown(step_time(batch, 1) / step_time(batch, best), 2))};
}

void two_learners(Lesson& lesson) {
  lesson.screen("Two learners, one model");
  lesson.say(
      "A gradient is a mean over samples. So two learners, each with a copy of the weights, may "
      "take one half each. Let the model be w*x at w = 1, and the loss the mean of $(w*x - y)^2$.");
  lesson.table({"x", "y", "error x - y", "2 * error * x"}, {{"1", "2", "-1", "-2"},
                                                            {"2", "3", "-1", "-4"},
                                                            {"3", "5", "-2", "-12"},
                                                            {"4", "9", "-5", "-40"}});
  lesson.predict_all(
      "The first has the first two rows, the second the others. What slope does each find, and "
      "what is their mean?",
      {{"first", slope_over(0, 2)}, {"second", slope_over(2, 4)}, {"mean", slope_over(0, 4)}},
      {.hints = {"Each takes the mean over its own two."},
       .remarks = {{"-6 -52 -29", "those are sums. Divide each by its two samples."}},
       .reveal = "-14.5 is what one learner finds with all four: -58/4."});
  lesson.predict(
      "Now the first has one row only, and the second three. What do they get by the "
      "plain mean of their two slopes?",
      (slope_over(0, 1) + slope_over(1, 4)) / 2,
      {.hints = {"-2, and (-4 - 12 - 40)/3."},
       .remarks = {{-14.5, "that would be right. The plain mean is something else."}},
       .reveal = "Not -14.5. A slope over three samples has to count three times."});
  lesson.mistake(
      "The plain mean of gradients over unequal shares. Weigh each by its number of samples.");
  lesson.say(
      "A network 2-4-1, 32 samples, 40 steps: once by one learner, once by two halves that swap "
      "gradients at each step. {} of its 17 numbers are equal to 12 decimals at the end.",
      equal_after_steps());
  lesson.say(
      "But gradients have to be sent, as many numbers as there are weights. Say a sample costs 6 "
      "multiplications for each weight, and sending a number takes as long as 100, for each "
      "learner in turn.");
  lesson.experiment({.ask = "Choose a batch. How many learners make a step fastest?",
                     .setting = "batch",
                     .offered = {16, 64, 256, 1024, 4096},
                     .least = 1,
                     .most = 100000,
                     .outcomes = {"one alone", "2 to 7", "8 or more"},
                     .run = share_batch,
                     .whole = true});
  lesson.choose(
      "A model ten times as large, the same batch. Does sharing pay more?",
      {{"yes, there is more to compute", false, "and to send."},
       {"neither more nor less", true},
       {"less, there is more to send", false, "and to compute."}},
      {.hints = {"What does a sample cost for each weight, and what is sent for each?"},
       .reveal = "Both grow with the weights. What counts is the samples for each learner: "
                 "that is why such runs have large batches."});
  const auto time = [](std::size_t samples, std::size_t learners) {
    return fmt::format("{:.0f}", measured(samples, learners));
  };
  lesson.measured(
      "A gradient on this machine, just now, in microseconds. Of a small batch: {} by one thread, {} "
      "by two. Of a large one: {} by one, {} by two.",
      time(16, 1), time(16, 2), time(8192, 1), time(8192, 2));
  lesson.say(
      "`mpirun -n 2 ./stepgrad train ...` trains by two processes. For digits and 784-128-64-10 a "
      "sample took 5 microseconds on one machine, and summing the 109,386 gradients of two "
      "processes 1000 (measured).");
  lesson.predict("From which batch on are two processes faster than one?", 400,
                 {.hints = {"One takes 5*b for b samples, two take 5*b/2 + 1000."},
                  .remarks = {{200, "each of the two still has half of the batch to compute."}},
                  .reveal = "With 128 samples two made half as many a second as one there, with "
                            "2048 1.7 times as many."});
}

// ---- to other programs

Bars said(const std::string& title, const std::vector<Numbers>& W, const Numbers& x,
          const std::vector<std::string>& names) {
  const Numbers b{0, 0, 0.2};
  Numbers e;
  double sum = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    e.push_back(std::exp(W[k][0] * x[0] + W[k][1] * x[1] + b[k]));
    sum += e.back();
  }
  Bars bars{.title = title, .bars = {}, .full = 1};
  for (std::size_t k = 0; k < 3; ++k)
    bars.bars.push_back({names[k], std::round(1000 * e[k] / sum) / 1000});
  return bars;
}

void travels(Lesson& lesson) {
  lesson.screen("Your model moves out");
  lesson.say(
      "A model tells animals apart by length and mass. Its inputs were prepared: less the mean, "
      "divided by the deviation. Another program gets the weights, nothing else.");
  lesson.table({"", "mean", "deviation", "this animal"},
               {{"length, cm", "50", "10", "65"}, {"mass, kg", "20", "8", "26"}});
  const Numbers z{1.5, 0.75}, raw{65, 26}, exchanged{-2.4, 5.625};
  lesson.predict_all("What does the model see of this animal?", {{"z1", z[0]}, {"z2", z[1]}},
                     {.hints = {"(65 - 50)/10."}, .remarks = {{"15 6", "and divided."}}});
  const std::vector<Numbers> W{{2, -1}, {-1, 1.5}, {-0.5, -0.5}},
      turned{{2, -1}, {-0.5, -1}, {1.5, -0.5}};
  const std::vector<std::string> names{"seal", "cat", "hare"}, sorted{"cat", "hare", "seal"};
  const Bars right = said("As trained", W, z, names);
  lesson.plot(right, "What it says here.");
  lesson.choose(
      "Three other programs say this of it. In which of them are the classes' names in order of "
      "the alphabet, and all else as it was?",
      {{"A", false, "here the probabilities are others, too.", said("A", turned, z, names)},
       {"B", true, "", said("B", W, z, sorted)},
       {"C", false, "so sure: that is no matter of names.", said("C", W, raw, names)}},
      {.hints = {"What changes if only names do?"},
       .reveal = "The same bars, other names. In A the weights were read column after column, and "
                 "in C nothing was subtracted. None of the three complained."});
  Film film{
      {{"all of it", right, "As here."},
       {"not prepared", said("Nothing subtracted", W, raw, names),
        "Right by luck, and far too sure."},
       {"columns exchanged", said("Mass, then length", W, exchanged, names), "Sure, and wrong."},
       {"W turned", said("W read in columns", turned, z, names), "A little off."},
       {"names sorted", said("Names by the alphabet", W, z, sorted), "Another animal."}},
      "What comes of it when one thing stays behind.",
      {1, 3}};
  lesson.film(film);
  lesson.table({"what travels", "without it"},
               {{"weights, with their shapes and order", "W lies on its side"},
                {"means and deviations of the inputs", "it is sure, and wrong"},
                {"the columns' names", "mass is taken for length"},
                {"the classes' names, in order", "a seal is a cat"},
                {"each layer's activation", "another function"},
                {"a few samples, with what it says", "nobody notices"}});
  lesson.say(
      "The kit's model files hold all but the last; `predict` finds columns by their names. "
      "PyTorch keeps W as outputs x inputs, as here, but samples as rows: x W' + b. An ONNX file "
      "holds the operations, too, so preparation can be its first node.");
}

// ---- what is open

void open_questions(Lesson& lesson) {
  lesson.screen("What nobody knows yet");
  lesson.order("To end with, the whole of it. Put one step of learning in its order.",
               {{"prepare the samples", false, "the model sees only prepared ones."},
                {"forward: values, and the loss", false, "back needs the values."},
                {"back: a slope for every weight", false, "a step needs the slopes."},
                {"average them over all learners", false, "then all of them take the same step."},
                {"the step, downhill", false, "when there is a slope of all samples."},
                {"look at samples it has not seen", false, "at what the step has made of it."}},
               {.hints = {"What does each need that another makes?"},
                .reveal = "Each of these six you can now do by hand, and in code of your own."});
  lesson.say("One lecture ends with four big mysteries (published):");
  lesson.point("Why are certain architectures better for certain problems? (A tent: depth folds.)");
  lesson.point("Why do gradient methods work where nothing is convex? (XOR: wide, rarely stuck.)");
  lesson.point("Why can networks generalise that could overfit? (More weights than samples.)");
  lesson.point("What does descent itself prefer? (From 0, small weights.)");
  lesson.choose(
      "Which of them could a learner with this kit experiment on?",
      {{"none: that takes large machines", false,
        "you have just looked at the second, with 17 numbers."},
       {"the second only", false, "width, depth, samples and rates are all settings of `train`."},
       {"every one, in small", true}},
      {.hints = {"What could you change in `train`, and count over 20 seeds?"},
       .reveal = "A small network hides nothing. What you find there is no proof for "
                 "large ones, but it is how most good questions began."});
  lesson.remember(
      "A slope says which way, curvature how far: the rate has to stay below 2 over the largest. H d "
      "costs two gradients. Many inputs, go back; many outputs, go forward.");
  lesson.say(
      "Here the lectures end. You began with one nudge, in [[01_derivative]], and every network is "
      "made of what you know now. Even one that writes: it begins with counting, in [[25_counts]].");
}

void teach(Lesson& lesson) {
  slopes_of_slopes(lesson);
  without_matrix(lesson);
  most_curved(lesson);
  network_rate(lesson);
  at_rest(lesson);
  by_shape(lesson);
  growth(lesson);
  two_learners(lesson);
  travels(lesson);
  open_questions(lesson);
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural Networks: compute and its growth, "
      "the big mysteries.");
  lesson.source(
      "Linear Algebraic View of Backpropagation (lecture of 3 March): losses that are not convex.");
  lesson.source("Barak A. Pearlmutter, Fast Exact Multiplication by the Hessian (1994).");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_24_further{"24_further", "Where to from here?", teach};
}

}  // namespace stepgrad
