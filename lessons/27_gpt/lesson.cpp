// Lesson 27. A GPT in one graph: its parts, a training step counted in nodes and edges, training while
// one watches, a weight asked for the story of its slope, and the way around that keeps slopes alive.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>

#include <lessons/25_counts/letter_counts.hpp>
#include <lessons/27_gpt/one_graph.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/language/gpt_attention.hpp>
#include <stepgrad/language/names.hpp>

namespace stepgrad {
namespace {

using namespace one_graph;

double cut(double number, double parts = 1000) { return std::round(parts * number) / parts; }

// ---- its parts

void parts(Lesson& lesson) {
  constexpr GptShape shape{.letters = 27};
  const double width = 16, letters = 27, context = 16;
  lesson.screen("How large is the smallest GPT?");
  lesson.say(
      "A vector x of 16 numbers stands for the letter that is read. It goes through the model, and "
      "whatever is found out on the way is **added** to it.");
  lesson.order(
      "What happens to a letter, in order?",
      {{"x is the sum of a vector of the letter and one of its place", false,
        "before all else there has to be an x."},
       {"what it hears from the letters before is added to x", false,
        "first it looks around, then it thinks about what it has heard."},
       {"what a layer of neurons makes of x is added to x", false,
        "neurons work on what the letter has heard."},
       {"27 scores are made of x", false, "scores are made at the end, of all that is in x."},
       {"softmax, and -log p of the letter that came next", false, "the loss is the end."}},
      {.hints = {"The letter, the others, the thoughts, the answer, its price."},
       .reveal =
           "Attention mixes letters, neurons mix the numbers of one. Larger GPTs do the middle "
           "two many times over; that is all the difference in form."});
  lesson.listing(
      "x = norm(wte[letter] + wpe[place])\n"
      "n = norm(x)\n"
      "x = x + Wo attention(Wq n, Wk n, Wv n)\n"
      "n = norm(x)\n"
      "x = x + W2 relu(W1 n)\n"
      "scores = W x\n"
      "loss = -log softmax(scores)[next]\n");
  lesson.predict_all(
      "norm divides a vector by the root of the mean of its squares, so that none grows or fades. "
      "What is norm of (1, 7)?",
      {{"first", 1.0 / 5}, {"second", 7.0 / 5}},
      {.hints = {"The mean of 1 and 49 is 25."},
       .remarks = {Remark(exact(Numbers{1 / std::sqrt(50.0), 7 / std::sqrt(50.0)}),
                          "by the root of the mean of the squares, not of their sum.")},
       .reveal = "It is [[20_deep]]'s normalisation without a mean taken away."});
  lesson.predict_all(
      "27 letters, the end among them; 16 places; 16 numbers wide; 64 neurons. How "
      "many weights has each part?",
      {{"letters, wte", letters * width},
       {"places, wpe", context * width},
       {"attention, Wq Wk Wv Wo", 4 * width * width},
       {"neurons, W1 and W2", 8 * width * width},
       {"scores, W", letters * width}},
      {.hints = {"A vector of 16 for each letter, and one for each place.",
                 "Wq, Wk, Wv and Wo are 16 x 16. W1 is 64 x 16, W2 is 16 x 64."},
       .remarks = {Remark::entry(2, width * width, "four such matrices."),
                   Remark::entry(3, 4 * width * width, "there and back: W1 and W2.")},
       .reveal = told("Together {}, as published for microgpt.py. There are no biases.",
                      static_cast<double>(weights_of(shape))),
       .within = 1e-9});
  lesson.plot(Bars{.title = "Weights",
                   .bars = {{"letters", letters * width},
                            {"places", context * width},
                            {"attention", 4 * width * width},
                            {"neurons", 8 * width * width, true},
                            {"scores", letters * width}}},
              "Half of them are neurons. Among billions of weights it is more: two thirds.");
}

// ---- one step, counted

void one_step(Lesson& lesson, const GptTrainer& trainer, const GptStep& step) {
  const std::string& name = trainer.name(0);
  const double said = static_cast<double>(step.letters.size() - 1);
  lesson.screen("One training step, counted");
  lesson.say(
      "The kit's names have {} letters, with the end. The first name is {}: the end is read and its "
      "letters, and after each the next is guessed, {} guesses. All of it is one graph of scalars, "
      "as in [[02_graph]].",
      static_cast<double>(trainer.alphabet().size()), name, said);
  lesson.predict_all(
      told("A row of weights times x is one node. How many nodes are the queries of all {} letters "
           "that are read, Wq of 16 x 16? And how many edges lead into them?",
           said),
      {{"nodes", said * 16}, {"edges", said * 16 * 32}},
      {.hints = {"16 rows, for each letter that is read.",
                 "A node of a row times x has 16 weights and 16 numbers of x."},
       .remarks = {Remark::entry(0, 16, "for one letter."),
                   Remark::entry(1, said * 16 * 16, "x's numbers are operands, too.")},
       .reveal = "An edge is a step of the chain rule: a slope times what has arrived.",
       .within = 1e-9});
  std::vector<std::vector<std::string>> rows;
  Counted all{"together"};
  Bars bars{.title = "Edges, in thousands", .bars = {}};
  for (const Counted& part : counted(step)) {
    rows.push_back({part.name, shown(part.nodes), shown(part.edges), shown(part.of_two)});
    bars.bars.push_back({part.name, cut(part.edges / 1000, 10)});
    all.nodes += part.nodes, all.edges += part.edges, all.of_two += part.of_two;
  }
  lesson.choose("Where are most of the edges?",
                {{"in attention", false, "shares and means are few: 4 heads, 7 letters."},
                 {"in the neurons", true},
                 {"in softmax", false, "25 numbers for each letter are little."}},
                {.hints = {"Which part has most weights? Each is used for every letter."}});
  lesson.plot(bars, "Each weight makes an edge for each letter that is read.");
  rows.push_back({all.name, shown(all.nodes), shown(all.edges), shown(all.of_two)});
  lesson.table({"", "nodes", "edges", "nodes, if each has two operands"}, rows);
  lesson.predict(
      "A node is 24 bytes on the tape: its operation with two operands' places, its value and its "
      "gradient, 8 each. How many bytes is this step?",
      24 * all.nodes,
      {.hints = {told("24 times {}.", all.nodes)},
       .remarks = {{24 * all.of_two, "that is with a node for every two operands."},
                   {8 * all.nodes, "a node has three such numbers."}},
       .reveal =
           "Less than a photograph takes, and the next step has the same room again. (Operands "
           "that do not stand side by side take a little more.)"});
  lesson.say(
      "In microgpt.py each product and each sum is an object: the last column. Same numbers, same "
      "chain rule; a dot product has it done for a whole row at once.");
}

// ---- training

struct Session {
  std::vector<std::string> names = made_up_names();
  std::span<const std::string> others{names.data() + names.size() - 50, 50};
  GptTrainer trainer;
  Numbers losses = {};

  explicit Session(double rate, std::size_t steps)
      : trainer({.width = 12, .heads = 2, .context = 8, .steps = steps, .seed = 27, .rate = rate},
                {names.begin(), names.end() - 50}) {}

  void until(std::size_t step) {
    while (trainer.steps_done() < step) losses.push_back(trainer.step());
  }

  /// A new name, at a temperature of 0.5.
  std::string name(PythonRandom& random) const {
    return sampled(trainer.gpt(), trainer.alphabet(), 0.5, random);
  }

  /// The mean loss of names that it never learns from.
  double of_others(std::size_t count = 50) const {
    double sum = 0;
    for (const std::string& name : others.first(count)) {
      const Scope scope;
      sum += trainer.gpt().loss(trainer.alphabet().numbers(name)).data();
    }
    return sum / static_cast<double>(count);
  }
};

double guessing() { return std::log(25.0); }

Experiment::Trial train_with(double rate) {
  const Scope scope;
  Session session(rate, 50);
  Plot plot{
      .title = told("Rate {}", rate),
      .x = {.label = "step", .whole = true},
      .y = {.label = "loss of 20 others"},
      .series = {{"GPT", {}}, {"guessing", {{0, guessing()}, {50, guessing()}}, Plot::Look::line}},
      .marks = {},
      .area = Area{0, 50, 0, 6}};
  for (const std::size_t step : {0u, 25u, 50u}) {
    session.until(step);
    plot.series[0].points.push_back(
        {static_cast<double>(step), std::min(6.0, session.of_others(20))});
  }
  const double last = plot.series[0].points.back().y;
  return {last > guessing() - 0.2 ? (last > guessing() + 0.05 ? 2u : 0u) : 1u, still(plot),
          last < 6 ? fmt::format("After 50 names: {:.1f}.", last) : "After 50 names: above 6."};
}

void training(Lesson& lesson) {
  const Scope scope;
  Session session(0.01, 200);
  lesson.screen("Train it while you watch");
  lesson.say(
      "A smaller one, 12 wide with two heads, so that it learns here and now: {} weights. A name "
      "a step, 200 steps with Adam, and the rate falls to 0 on the way, as in [[19_rates]].",
      static_cast<double>(session.trainer.gpt().weights().size()));
  lesson.predict("What will the loss be before the first step, about?", session.of_others(),
                 {.hints = {"25 letters, and it knows nothing.", "log(25)."},
                  .remarks = {{std::log(27.0), "here there are 25 letters, the end among them."},
                              {1.0 / 25, "that is p."}},
                  .reveal = told("{}; guessing is {}.", fmt::format("{:.3f}", session.of_others()),
                                 fmt::format("{:.3f}", guessing())),
                  .within = 0.015});
  const Alphabet& alphabet = session.trainer.alphabet();
  std::vector<std::string> read;
  for (std::size_t step = 0; step < 200; ++step) read.push_back(session.trainer.name(step));
  const double table = letter_counts::LetterCounts(alphabet, read, 1).loss(session.others, 0.1);
  Film film{{}, "Means of 10 steps, and the loss of 50 names that it does not learn from.", {0, 4}};
  Plot plot{.title = "A GPT learns",
            .x = {.label = "step", .whole = true},
            .y = {.label = "loss"},
            .series = {{"names it reads", {}, Plot::Look::line},
                       {"50 others", {}},
                       {"guessing", {{0, guessing()}, {200, guessing()}}, Plot::Look::line}},
            .marks = {},
            .area = Area{0, 200, 1.5, 3.5}};
  std::set<std::string> known(session.names.begin(), session.names.end());
  std::size_t made_new = 0, made = 0;
  for (const std::size_t step : {0u, 25u, 50u, 100u, 200u}) {
    session.until(step);
    for (std::size_t end = 10 * (plot.series[0].points.size() + 1); end <= step; end += 10) {
      double sum = 0;
      for (std::size_t i = end - 10; i < end; ++i) sum += session.losses[i] / 10;
      plot.series[0].points.push_back({static_cast<double>(end) - 5, sum});
    }
    plot.series[1].points.push_back({static_cast<double>(step), session.of_others()});
    PythonRandom random(27);
    std::vector<std::string> names;
    for (int i = 0; i < 4; ++i) names.push_back(session.name(random));
    film.frames.push_back({told("step {}", step), plot,
                           fmt::format("The others: {:.2f}. It says: {}.",
                                       plot.series[1].points.back().y, fmt::join(names, ", "))});
  }
  PythonRandom random(1);
  for (; made < 20; ++made) made_new += !known.contains(session.name(random));
  const double last = plot.series[1].points.back().y;
  lesson.choose(
      "It reads 200 names, each once. And the table of pairs of [[25_counts]], counted on the same 200? "
      "Which will be better on the 50 others?",
      {{"the table, by far", false, "it looks at one letter, and the GPT at all."},
       {last < table ? "the GPT, by a little" : "the table, by a little", true},
       {"the GPT, by far", false, "200 names are few, for 2,000 weights and more."}},
      {.hints = {"The GPT can look further back, but has to learn everything from a few samples."},
       .reveal = fmt::format("The table has {:.2f}, the GPT {:.2f}. With more names the table "
                             "soon knows all it can know; the GPT goes on.",
                             table, last)});
  lesson.film(film);
  lesson.plot(
      in_percent(attention_maps(session.trainer.gpt(), alphabet, session.others[0])),
      "What its two heads heed now, in percent, as in [[26_attention]]: a row for each letter "
      "that asks. Nobody told them what to look for.");
  lesson.say(
      "Of 20 names that it makes at a temperature of 0.5, {} are none of the 2000 that there are. "
      "microgpt.py, with 32,033 names, goes from 3.3660 to 2.6497 in 1,000 steps (published): people's "
      "names are harder than those that a grammar makes.",
      static_cast<double>(made_new));
  lesson.experiment({.ask = "50 steps from the beginning. Choose a rate: where will others be?",
                     .setting = "rate",
                     .offered = {0.0001, 0.01, 0.1, 1},
                     .least = 0.00001,
                     .most = 10,
                     .outcomes = {"near guessing", "clearly below", "above guessing"},
                     .run = train_with});
}

// ---- any weight

/// The first weight of a row.
Value weight_of(const GptTrainer& trainer, std::string_view part, std::size_t row) {
  return std::ranges::find(trainer.gpt().parts(), part, &Gpt::Part::name)->weights.row(row)[0];
}

Experiment::Trial ask_weight(std::string_view part, std::string_view which) {
  const Scope scope;
  const GptTrainer trainer({}, made_up_names());
  const GptStep step(trainer, trainer.name(0));
  const std::size_t row =
      which == "of z" ? trainer.alphabet().numbers("z")[1] : trainer.alphabet().numbers("a")[1];
  const Numbers shares = by_position(step, weight_of(trainer, part, row));
  Bars bars{.title = fmt::format("{}, row {}", part, which), .bars = {}};
  std::size_t some = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    bars.bars.push_back({fmt::format("reading {}", trainer.alphabet().letter(step.letters[i])),
                         cut(shares[i], 10000)});
    some += shares[i] != 0;
  }
  return {some == 0 ? 0u : some < shares.size() ? 1u : 2u, still(bars)};
}

void any_weight(Lesson& lesson, const GptTrainer& trainer, const GptStep& step) {
  lesson.screen("Ask any weight why");
  const std::string& name = trainer.name(0);
  lesson.say(
      "One weight of {}, and its slope at the first step, reading {}. It is used once for each letter "
      "that is read, so its slope has as many shares, as in [[05_many_paths]].",
      static_cast<double>(trainer.gpt().weights().size()), name);
  const std::size_t a = step.letters[1], z = trainer.alphabet().numbers("z")[1];
  const Numbers of_score = by_position(step, weight_of(trainer, "lm_head", a));
  Bars bars{.title = "The first weight of a's score, lm_head[a][0]", .bars = {}};
  double sum = 0;
  for (std::size_t i = 0; i < of_score.size(); ++i) {
    bars.bars.push_back(
        {fmt::format("reading {}, then {}", trainer.alphabet().letter(step.letters[i]),
                     trainer.alphabet().letter(step.letters[i + 1])),
         cut(of_score[i], 10000), step.letters[i + 1] == a});
    sum += of_score[i];
  }
  lesson.plot(bars, "Each share is (p - 1) * x0 / 7 where a came next, and p * x0 / 7 elsewhere.");
  lesson.choose(
      "Two of the bars are much longer than the others. Why those?",
      {{"there x was larger than elsewhere", false,
        "x is normalised on its way, about as large everywhere."},
       {"there a came next: p - 1 is near -1, and elsewhere p is near 1/25", true},
       {"they are at the beginning, where little is known", false, "the third is there, too."}},
      {.hints = {"What are the errors p - onehot(y) of an untrained model?"},
       .reveal = told("The slope is the sum of all seven, {}.", shown(sum, 3))});
  lesson.choose(
      told("No z is in {}. What is the slope of the weights in z's vector, wte[z]?", name),
      {{"small, but not 0", false, "where would it be used?"},
       {"0 exactly",
        by_position(step, weight_of(trainer, "wte", z)) == Numbers(of_score.size(), 0.0)},
       {"as large as that of other letters", false, "those are read."}},
      {.hints = {"On which path could it reach the loss?"},
       .reveal =
           "It is not in the graph. But z's **score** is, at every letter: each time it is told "
           "that z did not come."});
  lesson.experiment(
      {.ask =
           "Choose a matrix and a row. How many of the seven letters send something to the first "
           "weight of that row?",
       .settings = {{.name = "matrix", .names = {"wte", "lm_head"}},
                    {.name = "row", .names = {"of a", "of z"}}},
       .outcomes = {"none", "some", "all seven"},
       .run = ask_weight});
  lesson.say(
      "`./stepgrad gpt explain --step 1 --weight \"layer0.attn_wq[3][5]\"` tells the whole story of "
      "that one, or of any other.");
}

// ---- the way around

void the_way_around(Lesson& lesson, const GptTrainer& trainer, const GptStep& step) {
  lesson.screen("x + …: the way around");
  constexpr std::size_t number = 12;
  Value weight;
  for (const Gpt::Part& part : trainer.gpt().parts())
    if (part.name == "wte") weight = part.weights.row(trainer.alphabet().end())[number];
  const double all = over_paths(step, weight, true, true),
               straight = over_paths(step, weight, false, false),
               heard = over_paths(step, weight, true, false) - straight,
               thought = over_paths(step, weight, false, true) - straight,
               both = all - straight - heard - thought;
  lesson.say(
      "Attention adds to x, neurons add to x, and x itself goes on. So from the loss back to a weight "
      "of the dot's vector, wte[.][12], there are four kinds of ways: straight along x, through "
      "attention, through the neurons, and through both.");
  lesson.plot(Bars{.title = "Its slope, by ways",
                   .bars = {{"straight", cut(straight, 10000)},
                            {"through attention", cut(heard, 10000)},
                            {"through the neurons", cut(thought, 10000)},
                            {"through both", cut(both, 10000)}}},
              "Found by closing ways in the graph, and sweeping back again.");
  lesson.predict("What is its slope?", all,
                 {.hints = {"Ways add up, each with its sign."},
                  .remarks = {{straight, "that is the way straight along x alone."},
                              {straight + heard + thought, "and the ways through both."}},
                  .reveal = "Small, for attention and the straight way pull against each other.",
                  .around = 0.0002});
  lesson.predict(
      "Somebody writes the way back by hand: through the neurons, through attention. The x of x + … "
      "is forgotten, both times. What is left?",
      both,
      {.hints = {"At each of the two sums only the other branch is taken.",
                 "Which ways go through both?"},
       .remarks = {{all - straight, "each sum is passed by its second branch alone: through both."},
                   {heard + thought, "those go along x at one of the two sums."}},
       .reveal = "The derivative of x + f(x) is 1 + f'(x). The 1 is forgotten.",
       .around = 0.0002,
       .seen = "it is asked which of the bars is left"});
  lesson.diagram(traced("y = x + w2*relu(w1*x)", {{"x", 2}, {"w1", 0.5}, {"w2", -0.5}}),
                 "Such a layer of one neuron. dy/dx is 1 - 0.25: along x, and through the neuron.");
  lesson.mistake(
      "To forget the x in x + f(x) on the way back. The slopes have the right shapes and wrong "
      "numbers; a check by nudging finds it at once, as in [[07_checking]].");
  lesson.choose(
      "16 layers, with weights as a GPT begins with: f(x) is a tenth of x or less. How large is the "
      "slope at the bottom, beside that at the top, if x is **not** added: x becomes f(x)?",
      {{"about as large", false, "each layer multiplies it by a tenth or less."},
       {"a millionth or less",
        slope_at_the_bottom(16, false, false) < 1e-6 * slope_at_the_bottom(16, true, true)},
       {"a hundredth", false, "that is what one or two layers do."}},
      {.hints = {"A tenth, sixteen times."}});
  Plot plot{.title = "Slope at the bottom",
            .x = {.label = "layers"},
            .y = {.label = "length of dL/dx", .logarithmic = true},
            .series = {{"x + f(norm(x))", {}}, {"x + f(x)", {}}, {"f(norm(x))", {}}, {"f(x)", {}}},
            .marks = {}};
  for (const std::size_t layers : {1u, 2u, 4u, 8u, 12u, 16u})
    for (std::size_t i = 0; i < 4; ++i)
      plot.series[i].points.push_back(
          {static_cast<double>(layers), slope_at_the_bottom(layers, i < 2, i % 2 == 0)});
  lesson.plot(
      plot,
      "Layers of 32 neurons. With x + the slope arrives whole; norm alone saves it, too, but "
      "through random matrices.");
  lesson.choose(
      "Why does norm alone keep the slope from fading?",
      {{"it adds x as well", false, "it divides by the length of x, and adds nothing."},
       {"it makes a small f(x) large again, and multiplies the slope on the way back by as much",
        true},
       {"it makes all weights larger", false, "weights stay as they are."}},
      {.hints = {"norm divides by a small number. And the slope of x/c?"},
       .reveal = "But what comes through sixteen random matrices says little of the loss. "
                 "A GPT has both."});
}

void the_end(Lesson& lesson) {
  lesson.screen("What a large one has more of");
  lesson.table({"", "weights", "layers", "width", "context"},
               {{"microgpt.py (published)", "4,192", "1", "16", "16 letters"},
                {"GPT-2, smallest (published)", "124 million", "12", "768", "1,024 tokens"},
                {"GPT-3 (published)", "175 billion", "96", "12,288", "2,048 tokens"}});
  lesson.predict(
      "12 layers of width 768: attention and neurons have 12 * width^2 weights in each layer, as here. "
      "How many millions is that?",
      12.0 * 12 * 768 * 768 / 1e6,
      {.hints = {"12 * 12 * 768 * 768."},
       .remarks = {{12.0 * 768 * 768 / 1e6, "that is one layer."},
                   {124, "that is all of it. The rest are vectors of tokens and places."}},
       .reveal = "Most of the rest are vectors for 50,257 tokens (published), pieces of words "
                 "instead of letters."});
  lesson.choose("What would you need to understand that is not in this graph?",
                {{"another chain rule", false, "there is only the one."},
                 {"nothing in the derivative: more of the same, made fast", true},
                 {"how machines think", false, "nobody knows that of this one either."}},
                {.hints = {"Which operation have you not seen in this course?"},
                 .reveal = "Much in how to feed it, to make it fast, and to teach it manners."});
  lesson.remember(
      "A GPT is x, to which attention and neurons add. Its slopes are sums over letters and over "
      "ways; x + keeps the straight way open. One sweep back finds all of them.");
  lesson.say(
      "You began with one nudge, in [[01_derivative]]. This model has thousands of weights, and you can "
      "ask each of them why. Here the course ends; `./stepgrad gpt --data names.txt` trains it on names of your own.");
}

void teach(Lesson& lesson) {
  const Scope scope;
  const GptTrainer trainer({}, made_up_names());
  const GptStep step(trainer, trainer.name(0));
  parts(lesson);
  one_step(lesson, trainer, step);
  training(lesson);
  any_weight(lesson, trainer, step);
  the_way_around(lesson, trainer, step);
  the_end(lesson);
  lesson.source(
      "Andrej Karpathy, microgpt.py (February 2026): the model, its 4,192 weights and its losses.");
  lesson.source(
      "Kaiming He and others, Deep Residual Learning for Image Recognition (2015): x + f(x).");
  lesson.source(
      "Alec Radford and others, Language Models are Unsupervised Multitask Learners (2019); "
      "Tom Brown and others, Language Models are Few-Shot Learners (2020): the sizes.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_27_gpt{"27_gpt", "A GPT in one graph", teach};
}

}  // namespace stepgrad
