// Lesson 13. Classes from two-class learners: questions of yes and no, and how answers become one of
// many classes.
#include <algorithm>
#include <cmath>
#include <span>

#include <stepgrad/base/random.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/train/logistic_regression.hpp>
#include <stepgrad/train/reductions.hpp>

namespace stepgrad {
namespace {

using Names = std::vector<std::string>;
const Names good_order{"cat", "dog", "car", "ship"}, bad_order{"cat", "ship", "dog", "car"};

/// Where the samples of a class lie: animals on the left, vehicles on the right.
Place corner(const std::string& name) {
  return {name == "cat" || name == "dog" ? -1.0 : 1.0, name == "cat" || name == "car" ? 1.0 : -1.0};
}

/// 12 samples around each corner, the same ones for every order of the classes.
Dataset animals_and_vehicles(const Names& order) {
  constexpr int each = 12;
  Dataset data;
  data.class_names = order;
  data.feature_names = {"x1", "x2"};
  data.inputs.resize(2, 4 * each);
  Random random(13);
  for (int i = 0; i < 4 * each; ++i) {
    const std::string& name = good_order[static_cast<std::size_t>(i / each)];
    data.inputs(0, i) = corner(name).x + random.uniform(-1.2, 1.2);
    data.inputs(1, i) = corner(name).y + random.uniform(-1.2, 1.2);
    data.labels.push_back(
        static_cast<int>(std::find(order.begin(), order.end(), name) - order.begin()));
  }
  return data;
}

TwoClassLearner<double> learner() {
  LogisticRegression options;
  options.epochs = 30;
  options.batch = 48;
  options.rate = 0.2;
  return logistic_regression<double>(options);
}

int right(const Dataset& data, const Reduction<double>& model) {
  const std::vector<int> said = model.labels(data.inputs);
  int count = 0;
  for (std::size_t i = 0; i < said.size(); ++i) count += said[i] == data.labels[i];
  return count;
}

/// The classes whose own classifier says yes.
std::vector<int> claims(const Decoded& decoded) {
  std::vector<int> yes;
  for (std::size_t k = 0; k < decoded.scores.size(); ++k)
    if (decoded.scores[k] > 0) yes.push_back(static_cast<int>(k));
  return yes;
}

/// How many are right on average if one of those that say yes is drawn; one of all, if none does.
double right_by_lot(const Dataset& data, const Reduction<double>& model) {
  double sum = 0;
  const std::vector<Decoded> decoded = model.predict(data.inputs);
  for (std::size_t i = 0; i < decoded.size(); ++i) {
    const std::vector<int> yes = claims(decoded[i]);
    if (yes.empty())
      sum += 1.0 / data.classes();
    else if (std::find(yes.begin(), yes.end(), data.labels[i]) != yes.end())
      sum += 1.0 / static_cast<double>(yes.size());
  }
  return sum;
}

/// The plane, each cell with the label that `say` gives it.
template <class Say>
DecisionRegions regions(const Dataset& data, const Reduction<double>& model, std::string title,
                        Names names, Say say) {
  DecisionRegions drawn{.title = std::move(title),
                        .area = {-2.4, 2.4, -2.4, 2.4},
                        .columns = 32,
                        .rows = 20,
                        .cells = {},
                        .samples = {},
                        .x_label = {},
                        .y_label = {},
                        .class_names = std::move(names)};
  const std::vector<Place> places = centres(drawn.area, drawn.columns, drawn.rows);
  Matrix<double> at(2, static_cast<Eigen::Index>(places.size()));
  for (std::size_t i = 0; i < places.size(); ++i) {
    at(0, static_cast<Eigen::Index>(i)) = places[i].x;
    at(1, static_cast<Eigen::Index>(i)) = places[i].y;
  }
  for (const Decoded& decoded : model.predict(at)) drawn.cells.push_back({say(decoded), 1});
  const std::vector<Decoded> decoded = model.predict(data.inputs);
  for (std::size_t i = 0; i < decoded.size(); ++i) {
    const auto column = static_cast<Eigen::Index>(i);
    drawn.samples.push_back(
        {{data.inputs(0, column), data.inputs(1, column)}, data.labels[i], say(decoded[i])});
  }
  drawn.x_label = "x1";
  drawn.y_label = "x2";
  return drawn;
}

DecisionRegions classes(const Dataset& data, const Reduction<double>& model, std::string title) {
  return regions(data, model, std::move(title), data.class_names,
                 [](const Decoded& decoded) { return decoded.label; });
}

DecisionRegions claimed(const Dataset& data, const Reduction<double>& model) {
  return regions(data, model, "Who says yes?", {"cat", "dog", "car", "ship", "none", "two or more"},
                 [](const Decoded& decoded) {
                   const std::vector<int> yes = claims(decoded);
                   return yes.empty() ? 4 : yes.size() > 1 ? 5 : yes[0];
                 });
}

void the_question(Lesson& lesson, const Dataset& data, const Reduction<double>& all) {
  lesson.screen("Your learner knows yes and no. Can it tell four apart?");
  lesson.say(
      "Logistic regression answers one question: is it this, or is it not? Here are pictures of "
      "four things, each picture a point. A cat, a dog, a car, or a ship?");
  DecisionRegions cat =
      regions(data, all, "Is it a cat?", {"cat", "not a cat"},
              [](const Decoded& decoded) { return decoded.scores[0] > 0 ? 0 : 1; });
  for (DecisionRegions::Sample& sample : cat.samples) sample.label = sample.label != 0;
  lesson.plot(std::move(cat),
              "One classifier draws one line: cat, or not. Animals "
              "are on the left, vehicles on the right.");
  lesson.say(
      "The way out is to ask several such questions, and to make one class of the answers. That is "
      "called a **reduction**. The learner stays as it is.");
  lesson.choose(
      "You ask for each class: is it this one, or any of the others? At the centre of the "
      "plane, far from all corners, what will the four classifiers say?",
      {{"one says yes, the others no", false, "nothing makes them agree: each was trained alone."},
       {"all say yes", false, "each has three times as many samples of no as of yes."},
       {"all say no, or nearly all", true}},
      {.hints = {"Each classifier draws its line between its corner and the other three."},
       .reveal = "Each line cuts off its own corner. What is left over is nobody's."});
}

void one_against_all(Lesson& lesson, const Dataset& data, const Reduction<double>& all) {
  lesson.screen("One versus all");
  lesson.say("Colour the plane by who says yes:");
  lesson.plot(claimed(data, all),
              "Two kinds of places have no answer: those that nobody claims, "
              "and those that two claim.");
  lesson.choose(
      "Two classifiers say yes to a point, with the scores 0.4 for dog and 2.5 for ship. "
      "Which class would you take?",
      {{"one of the two, by lot", false, "that is a rule, too. But you know more than yes."},
       {"ship", true},
       {"dog", false, "it says yes, but only just."}},
      {.hints = {"A score says how sure the classifier is."},
       .reveal = "The surest decides. The same rule serves where all say no: the largest "
                 "score is then the least unsure no."});
  lesson.plot(classes(data, all, "The surest decides"), "Now every point has a class.");
  const double lot = right_by_lot(data, all);
  lesson.table({"who decides", "right of 48"},
               {{"a lot among those that say yes (on average)", shown(lot, 3)},
                {"the surest", fmt::format("{}", right(data, all))}});
  lesson.mistake(
      "To count the yeses, and to expect exactly one. The classifiers never saw each other: "
      "one wrong answer is enough to leave a point without a class, or with two.");
}

void one_against_one(Lesson& lesson, const Dataset& data, const Reduction<double>& pairs) {
  lesson.screen("One versus one");
  lesson.say(
      "Or ask about two classes at a time: a classifier for each pair, trained with the "
      "samples of these two alone. Call the classes 1 to 4. The six pairs, + for the first of "
      "a pair and - for the second:");
  lesson.table({"sample", "its class", "(1,2)", "(1,3)", "(3,4)", "(4,2)", "(1,4)", "(3,2)"},
               {{"x2", "3", "", "-", "+", "", "", "+"},
                {"x3", "4", "", "", "-", "+", "-", ""},
                {"x5", "1", "+", "+", "", "", "+", ""}});
  lesson.predict_all("Sample x1 is of class 2. Which signs does it get? Type 1 for +, -1 for -.",
                     {{"(1,2)", -1}, {"(4,2)", -1}, {"(3,2)", -1}},
                     {.hints = {"Is 2 the first or the second of the pair?"},
                      .remarks = {Remark("1 1 1", "it is the other way around: 2 stands second."),
                                  Remark("-1 1 1",
                                         "(4,2) has its "
                                         "4 first: + means 4, whatever is larger.")},
                      .reveal = "2 is the second of all three. The "
                                "three pairs without a 2 never see x1.",
                      .seen = "the table has signs of other samples"});
  lesson.choose(
      "A new point gets, in the order of the table, the signs `-++-++`. "
      "Which class has most votes?",
      {{"1", false, "1 has two votes, from (1,3) and (1,4). Who has three?"},
       {"2", false, "2 has two votes, from (1,2) and (4,2)."},
       {"3", false, "3 has two votes, from (3,4) and (3,2)."},
       {"none: three classes have as many", true}},
      {.hints = {"Write down the class that each sign votes for: 2, 1, …"},
       .reveal = "2, 1, 3, 2, 1, 3: two votes each. 1 beats 3, 3 beats 2, and 2 beats 1. "
                 "Votes can go round in a circle; then scores decide."});
  lesson.plot(classes(data, pairs, "Six pairs vote"), "The six lines together.");
}

double pairs_of(double classes) { return classes * (classes - 1) / 2; }

void counting(Lesson& lesson) {
  lesson.screen("How many must be trained?");
  lesson.predict("With 10 classes, how many classifiers does one versus one train?", pairs_of(10),
                 {.hints = {"Each of 10 classes meets 9 others. Is (1,2) another pair than (2,1)?"},
                  .remarks = {{90.0, "that counts each pair twice."},
                              {100.0, "no class meets itself, and each pair counts once."},
                              {10.0, "that is one versus all."}},
                  .reveal = "$10 * 9 / 2 = 45$."});
  lesson.predict(
      "And a tree: each question halves the classes that are left. With 10 classes, "
      "how many does it train?",
      static_cast<double>(tree_codes(10).cols()),
      {.hints = {"With 2 classes it is 1, with 3 it is 2, with 4 it is 3."},
       .remarks = {{4.0, "so many are asked, at most. All branches have to be trained."},
                   {10.0, "10 leaves. A fork for each join of two: one less."}},
       .reveal = "Each fork parts one group in two. From 1 group to 10 takes 9 forks.",
       .seen = "the 9 above counts the other classes that one meets"});
  std::vector<std::vector<std::string>> rows;
  for (const int c : {3, 10, 20000})
    rows.push_back({fmt::format("{}", c), fmt::format("{}", c), fmt::format("{:.0f}", pairs_of(c)),
                    fmt::format("{}", c - 1), fmt::format("{:.0f}", std::ceil(std::log2(c)))});
  lesson.table({"classes", "one versus all", "one versus one", "tree", "of which asked, at most"},
               rows);
  lesson.say(
      "One versus one asks all it has trained, and so does one versus all. But each of the "
      "pairs learns from two classes' samples only.");
}

void codes(Lesson& lesson, const Dataset& data, const Reduction<double>& coded) {
  lesson.screen("Codes that forgive");
  lesson.say(
      "Ask more than is needed. With four classes there are seven ways to put them on two "
      "sides. Each class is a row of seven signs, its **code word**:");
  std::vector<std::vector<std::string>> rows;
  for (int k = 0; k < data.classes(); ++k) {
    rows.push_back({data.class_names[static_cast<std::size_t>(k)]});
    for (Eigen::Index j = 0; j < coded.codes().cols(); ++j)
      rows.back().push_back(coded.codes()(k, j) > 0 ? "+" : "-");
  }
  lesson.table({"class", "1", "2", "3", "4", "5", "6", "7"}, rows);
  const int distance = row_distance(coded.codes());
  lesson.predict(
      "In how many places do the words of cat and dog differ?", distance,
      {
          .hints = {"Go through the two rows, column by column."},
          .remarks = {{7.0 - distance, "so many places are the same."}},
          .reveal = "This count is the **Hamming distance**. Here any two words have it.",
          .seen = "it is counted in the table",
      });
  lesson.predict(
      "The answers are taken for the nearest word. How "
      "many wrong answers can never do harm?",
      (distance - 1) / 2,
      {.hints = {"After one wrong answer the distance to the right word is 1. And to the "
                 "others, at least?"},
       .remarks = {{2.0, "then two words may be equally near: 2 and 2."},
                   {3.0, "then another word is nearer: 1 against 3."}},
       .reveal = "1 against 3 at least: the right word "
                 "is nearer. With two wrong it may be a tie.",
       .seen = "a small number that stands in tables"});
  lesson.say(
      "That is needed here. One of the seven asks: cat or ship, against dog or car? They lie "
      "across from each other, and no line parts them.");
  lesson.plot(classes(data, coded, "The nearest word decides"),
              told("No line answers one of the questions, and still {} of 48 are right.",
                   right(data, coded)));
}

void tree(Lesson& lesson, const Dataset& data) {
  lesson.screen("A tree, and its order");
  const Dataset other = animals_and_vehicles(bad_order);
  const Reduction<double> good = tree_reduction(data, learner()),
                          bad = tree_reduction(other, learner());
  lesson.listing(
      "          good                     bad\n"
      "           |                        |\n"
      "      +----+----+              +----+----+\n"
      "   animal    vehicle         cat or    dog or\n"
      "    |  |      |   |           ship      car\n"
      "  cat dog   car  ship        |   |     |   |\n"
      "                            cat ship  dog car\n");
  lesson.choose(
      "The first question of the bad tree is the one that no line can answer. What "
      "becomes of a cat that it puts on the side of dogs and cars?",
      {{"the next question puts it right", false, "the next one asks: dog or car?"},
       {"it is lost", true},
       {"the tree asks again", false, "each answer rules out a side for good."}},
      {.hints = {"Which classes are left after the answer?"},
       .reveal = "Nothing below can say cat any more. A tree has no forgiveness, so the "
                 "first question should be the easiest."});
  lesson.plot(classes(data, good, "The good order"),
              told("{} of 48 are right.", right(data, good)));
  lesson.plot(classes(other, bad, "The bad order"), told("{} of 48 are right.", right(other, bad)));
}

/// Softmax regression on the same samples, as many steps as each classifier makes.
int right_by_softmax(const Dataset& data) {
  Graph<double> graph;
  const Tensor<double> w = graph.parameter(Matrix<double>::Zero(4, 2), "W");
  const Tensor<double> b = graph.parameter(Matrix<double>::Zero(4, 1), "b");
  Optimiser<double> optimiser(Adam{}, {w, b});
  for (int i = 0; i < 30; ++i) {
    const GraphScope<double> step(graph);
    graph.zero_grad();
    backward(softmax_cross_entropy(affine(w, graph.constant(data.inputs), b),
                                   std::span<const int>(data.labels)));
    optimiser.step(0.2);
  }
  const Matrix<double> logits = (w.value() * data.inputs).colwise() + b.value().col(0);
  int count = 0;
  for (Eigen::Index i = 0; i < logits.cols(); ++i) {
    Eigen::Index said = 0;
    logits.col(i).maxCoeff(&said);
    count += static_cast<int>(said) == data.labels[static_cast<std::size_t>(i)];
  }
  return count;
}

void beside_softmax(Lesson& lesson, const Dataset& data, const Reduction<double>& all,
                    const Reduction<double>& pairs, const Reduction<double>& coded) {
  lesson.screen("Beside softmax");
  const auto row = [&](const char* name, std::size_t trained, int count) {
    return std::vector<std::string>{name, fmt::format("{}", trained), fmt::format("{}", count)};
  };
  const Reduction<double> good = tree_reduction(data, learner());
  lesson.table({"way", "classifiers", "right of 48"},
               {row("one versus all", all.classifiers(), right(data, all)),
                row("one versus one", pairs.classifiers(), right(data, pairs)),
                row("code words", coded.classifiers(), right(data, coded)),
                row("tree, good order", good.classifiers(), right(data, good)),
                row("softmax", 1, right_by_softmax(data))});
  lesson.say(
      "All are counted on the samples they learnt from. Softmax trains its scores together, so that "
      "they can be compared; the scores of one versus all were never made to be.");
  lesson.remember(
      "A reduction asks questions of yes and no, and turns the answers into a class. Where answers "
      "clash or are missing, scores decide. More questions forgive errors; a tree forgives none.");
  lesson.say(
      "All of these draw straight lines. What if the classes want a curve? Then the inputs have to "
      "be bent first, by a layer in between.");
}

void teach(Lesson& lesson) {
  const Dataset data = animals_and_vehicles(good_order);
  const Reduction<double> all = one_versus_all(data, learner());
  const Reduction<double> pairs = one_versus_one(data, learner());
  const Reduction<double> coded = error_correcting(data, learner());
  the_question(lesson, data, all);
  one_against_all(lesson, data, all);
  one_against_one(lesson, data, pairs);
  counting(lesson);
  codes(lesson, data, coded);
  tree(lesson, data);
  beside_softmax(lesson, data, all, pairs, coded);
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural Networks, sections 1.8 to 1.10: reductions to "
      "two classes, and the table of six pairs.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_13_reductions{"13_reductions", "Classes from two-class learners",
                                          teach};
}

}  // namespace stepgrad
