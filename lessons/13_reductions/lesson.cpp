// Lesson 13. Classes from two-class learners: questions of yes and no, and how answers become one of
// many classes.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include <stepgrad/course/lesson.hpp>
#include <stepgrad/train/reductions.hpp>

#include "samples.hpp"

namespace stepgrad {
namespace {

using namespace reductions_lesson;

/// The questions of one versus all, one after the other, and then who says yes.
Film questions(const Dataset& data, const Reduction<double>& all) {
  Film film{{}, "Each question has its line. At the end, all answers on one picture."};
  for (std::size_t k = 0; k < data.class_names.size(); ++k)
    film.frames.push_back({told("{}, or not?", data.class_names[k]), own(data, all, k)});
  film.frames.push_back({"who says yes", claimed(data, all)});
  return film;
}

void the_question(Lesson& lesson, const Dataset& data, const Reduction<double>& all) {
  lesson.screen("Your learner knows yes and no. Can it tell four apart?");
  lesson.say(
      "Logistic regression answers one question: is it this, or is it not? Here are pictures of "
      "four things, each picture a point. A cat, a dog, a car, or a ship?");
  lesson.plot(own(data, all, 0),
              "One classifier draws one line. Animals are on the left, vehicles on the right.");
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
  lesson.say(
      "Four classifiers then, one for each class, and each learns from all 48 samples. Look at "
      "them one by one, and at what they say together:");
  lesson.film(questions(data, all));
  lesson.say(
      "Two kinds of places have no answer: those that nobody claims, and those that two claim. A "
      "lecture's rule is: take one of those that say yes, by lot.");
  lesson.predict(
      "A cat: its own classifier says yes, and one other errs and says yes, too. How often does the "
      "lot give a wrong answer?",
      0.5,
      {.hints = {"Two say yes, and one of them is drawn."},
       .remarks = {{1.0, "the cat's own classifier says yes as well, and may be drawn."},
                   {0.25, "the two that say no are not drawn."},
                   {0.75, "the two that say no are not drawn."}},
       .reveal = "One error of one classifier, and every second answer is wrong."});
  lesson.choose(
      "Another cat: its own classifier errs and says no, and the others say no as well. What does "
      "the lot do?",
      {{"it is wrong three times out of four", false, "it draws among those that say yes."},
       {"it has nothing to draw from", true},
       {"it is right", false, "nobody says cat."}},
      {.hints = {"Who says yes?"},
       .reveal = "The rule says nothing of such places. One has to add something to it."});
  lesson.choose(
      "The scores of two that say yes are 0.4 for dog and 2.5 for ship. Which would you take?",
      {{"one of the two, by lot", false, "you know more than yes."},
       {"ship", true},
       {"dog", false, "it says yes, but only just."}},
      {.hints = {"A score says how sure the classifier is."},
       .reveal = "The surest decides. Where all say no, it is the one with the least unsure no."});
  lesson.plot(classes(data, all, "The surest decides"), "Now every point has a class.");
  const std::array<Judged, 3> counts = judged(data, all);
  const auto row = [&](const char* name, auto of) {
    return std::vector<std::string>{name, told("{}", of(counts[0])), told("{}", of(counts[1])),
                                    told("{}", of(counts[2]))};
  };
  lesson.table({"classifiers that err:", "0", "1", "more"},
               {row("samples", [](const Judged& of) { return of.samples; }),
                row("nobody claims", [](const Judged& of) { return of.unclaimed; }),
                row("lot wrong", [](const Judged& of) { return of.lot_wrong; }),
                row("surest wrong", [](const Judged& of) { return of.surest_wrong; })});
  lesson.say(
      "The 48 samples. What the lot gets wrong is an average, of those where it can draw. A lecture "
      "warns that one versus all will probably err as soon as one classifier does: the surest is "
      "wrong in {} of {} such cases.",
      counts[1].surest_wrong, counts[1].samples);
  lesson.mistake(
      "To count the yeses, and to expect exactly one. The classifiers never saw each other: one "
      "wrong answer is enough to leave a point without a class, or with two.");
}

/// Three classes side by side, of which the second is lifted by so much.
Experiment::Trial lifted(double lift) {
  const Dataset data =
      around_places({"left", "middle", "right"}, {{-1.5, -1}, {0, lift - 1}, {1.5, -1}}, 8, 0.6);
  const Reduction<double> all = one_versus_all<double>(data, learnt);
  int found = 0;
  const std::vector<Decoded> decoded = all.predict(data.inputs);
  for (std::size_t i = 0; i < decoded.size(); ++i)
    found += data.labels[i] == 1 && decoded[i].scores[1] > 0;
  Film film = questions(data, all);
  film.caption = "Three questions, who says yes, and who wins.";
  film.frames.push_back({"the surest", classes(data, all, "The surest decides")});
  film.stills = {1, 3, 4};
  return {found == 0  ? 0u
          : found < 8 ? 1u
                      : 2u,
          film,
          told("It says yes to {} of its 8. The surest is right for {} of 24.", found,
               right(data, all))};
}

void three_in_a_row(Lesson& lesson) {
  lesson.screen("Three in a row");
  lesson.say(
      "Three classes stand side by side, 8 samples each. The middle one can be lifted above the "
      "others, by 0 to 3. One versus all asks: is it the middle one, or not?");
  lesson.experiment(
      {.ask = "Choose a lift. To how many of its own 8 samples does the middle one say yes?",
       .setting = "lift",
       .offered = {0, 1, 2, 3},
       .least = 0,
       .most = 3,
       .outcomes = {"to none", "to some", "to all 8"},
       .run = lifted});
  lesson.choose(
      "In a row, no line has the middle on one side and both others on the other. Where the surest "
      "decides, who gets the middle?",
      {{"left or right", false, "both are quite sure there that it is none of theirs."},
       {"the middle", lifted(0).outcome == 0},
       {"it cannot be said", false, "the largest score decides, also where all are below 0."}},
      {.hints = {"Its classifier cannot draw its line, so it says an unsure no everywhere."},
       .reveal = "Its no is the least unsure there: a right answer, by a classifier that is wrong "
                 "about every sample of its class. One versus one has no such trouble: middle or "
                 "left, middle or right, each has its line."});
}

/// The six questions of one versus one, each with the samples that it has learnt from, then the
/// votes.
Film pairs_film(const Dataset& data, const Reduction<double>& pairs) {
  Film film{{}, "Six lines, each learnt from two classes. Then they vote."};
  for (Eigen::Index j = 0; j < pairs.codes().cols(); ++j) {
    int first = 0, second = 0;
    for (int k = 0; k < data.classes(); ++k)
      if (pairs.codes()(k, j) > 0)
        first = k;
      else if (pairs.codes()(k, j) < 0)
        second = k;
    const std::string name = told("{} or {}?", data.class_names[static_cast<std::size_t>(first)],
                                  data.class_names[static_cast<std::size_t>(second)]);
    DecisionRegions drawn =
        regions(data, pairs, name, data.class_names, [=](const Decoded& decoded) {
          return decoded.scores[static_cast<std::size_t>(j)] > 0 ? first : second;
        });
    std::erase_if(drawn.samples, [&](const DecisionRegions::Sample& sample) {
      return sample.label != first && sample.label != second;
    });
    film.frames.push_back({name, drawn});
  }
  film.frames.push_back({"the votes", classes(data, pairs, "Six pairs vote")});
  film.stills = {0, 6};
  return film;
}

void one_against_one(Lesson& lesson, const Dataset& data, const Reduction<double>& pairs) {
  lesson.screen("One versus one");
  lesson.say(
      "Or ask about two classes at a time: a classifier for each pair, trained with the samples of "
      "these two alone. A lecture's six pairs of four classes are (1,2), (1,3), (3,4), (4,2), (1,4) "
      "and (3,2) (published). A sample gets + from a pair whose **first** class it is, and - if it "
      "is the second.");
  lesson.table({"sample", "its class", "its pairs"}, {{"x1", "2", "(1,2) (4,2) (3,2)"},
                                                      {"x2", "3", "(1,3) (3,4) (3,2)"},
                                                      {"x3", "4", "(3,4) (4,2) (1,4)"},
                                                      {"x4", "2", "(1,2) (4,2) (3,2)"},
                                                      {"x5", "1", "(1,2) (1,3) (1,4)"}});
  lesson.predict_matrix(
      "Which signs do the five samples get? A row for each, 1 for + and -1 for -.",
      {{-1, -1, -1}, {-1, 1, 1}, {-1, 1, -1}, {-1, -1, -1}, {1, 1, 1}},
      {.hints = {"x1 is of class 2. Is 2 the first or the second of (1,2)?",
                 "In (4,2) the 4 stands first: + means 4, whichever number is larger."},
       .remarks = {Remark::times(-1, "it is the other way round: + for the first of a pair."),
                   Remark::entry(1, 1, "x1: (4,2) has its 4 first, so class 2 is -."),
                   Remark::entry(2, 1, "x1: (3,2) has its 3 first, so class 2 is -."),
                   Remark::entry(5, -1, "x2: (3,2) has its 3 first, so class 3 is +."),
                   Remark::entry(7, -1, "x3: (4,2) has its 4 first, so class 4 is +.")},
       .reveal =
           "Two of the pairs are turned, (4,2) and (3,2). A program that trains pairs and one "
           "that counts their votes must agree about that."});
  lesson.choose(
      "A new point gets, in the order (1,2), (1,3), (3,4), (4,2), (1,4), (3,2), the signs "
      "`-++-++`. Which class has most votes?",
      {{"1", false, "1 has two votes, from (1,3) and (1,4). Who has three?"},
       {"2", false, "2 has two votes, from (1,2) and (4,2)."},
       {"3", false, "3 has two votes, from (3,4) and (3,2)."},
       {"none: three classes have as many", true}},
      {.hints = {"Write down the class that each sign votes for: 2, 1, …"},
       .reveal = "2, 1, 3, 2, 1, 3: two votes each. 1 beats 3, 3 beats 2, and 2 beats 1. "
                 "Votes can go round in a circle; then scores decide."});
  lesson.film(pairs_film(data, pairs));
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
  lesson.predict(
      "The 10 classes have 100 samples each. One versus all trains 10 classifiers, each with all "
      "1000: it looks at 10000 samples. At how many do the pairs of one versus "
      "one look, all together?",
      pairs_of(10) * 200,
      {.hints = {"How many samples has one pair?"},
       .remarks = {{45000.0, "a pair is trained with its own two classes, not with all."},
                   {4500.0, "a pair has two classes: 200 samples."}},
       .reveal = "45 times 200: more classifiers, and yet less to look at. Each learns an easier "
                 "thing, from fewer samples."});
  const auto in_words = [](double number) {
    return number < 1e6 ? fmt::format("{:.0f}", number)
                        : told("{} million", shown(number / 1e6, 5));
  };
  const auto row = [&](const char* name, double (*of)(double)) {
    return std::vector<std::string>{name, in_words(of(3)), in_words(of(10)), in_words(of(20000))};
  };
  lesson.table({"classes", "3", "10", "20000"},
               {row("one versus all", [](double c) { return c; }), row("one versus one", pairs_of),
                row("a tree", [](double c) { return c - 1; }),
                row("and it asks, at most", [](double c) { return std::ceil(std::log2(c)); })});
  lesson.say(
      "ImageNet has been used with 20000 classes (published). One versus one and one versus all ask "
      "every classifier that they have trained; a tree asks few.");
}

/// What becomes of every class's word when so many answers are wrong, in all ways there are.
Experiment::Trial spoilt(const CodeMatrix& words, int wrong) {
  double all = 0, right = 0, tie = 0;
  const auto length = static_cast<int>(words.cols());
  for (unsigned pattern = 0; pattern < 1u << length; ++pattern) {
    if (std::popcount(pattern) != wrong) continue;
    for (Eigen::Index k = 0; k < words.rows(); ++k) {
      std::vector<int> distance(static_cast<std::size_t>(words.rows()));
      for (Eigen::Index other = 0; other < words.rows(); ++other)
        for (int j = 0; j < length; ++j)
          distance[static_cast<std::size_t>(other)] +=
              (words(k, j) != words(other, j)) != ((pattern >> j & 1) == 1);
      const int least = *std::ranges::min_element(distance);
      const bool own = distance[static_cast<std::size_t>(k)] == least;
      const bool alone = std::ranges::count(distance, least) == 1;
      ++all, right += own && alone, tie += own && !alone;
    }
  }
  const double other = all - right - tie;
  Film film{
      {},
      "Every class's word, spoilt in all ways there are.",
      {},
  };
  film.frames.push_back(
      {told("{} wrong", wrong), Bars{.title = told("Nearest to the answers, {} of 7 wrong", wrong),
                                     .bars = {{"the right word alone", right / all, true},
                                              {"it and another", tie / all},
                                              {"another", other / all}},
                                     .full = 1}});
  return {
      right == all ? 0u
      : other == 0 ? 1u
                   : 2u,
      film,
      told("{} ways, and {} of them keep the right word the nearest.", shown(all), shown(right))};
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
  const CodeMatrix words = coded.codes();
  lesson.experiment(
      {.ask = "Choose how many of the seven answers are wrong, and say what the nearest word is.",
       .setting = "wrong answers",
       .offered = {1, 2, 3, 4},
       .least = 0,
       .most = 7,
       .outcomes = {"always the right one", "sometimes two are as near, but never another alone",
                    "sometimes another one"},
       .run = [words](double wrong) { return spoilt(words, static_cast<int>(wrong)); },
       .whole = true});
  lesson.say(
      "That is needed here. One of the seven asks: cat or ship, against dog or car? They lie "
      "across from each other, and no line parts them.");
  lesson.plot(classes(data, coded, "The nearest word decides"),
              told("No line answers one of the questions, and still {} of 48 are right.",
                   right(data, coded)));
}

/// The first question of a tree, and what comes of all of them.
Film descended(const Dataset& data, const Reduction<double>& model, const Names& titles) {
  const auto side = [&](int label) { return model.codes()(label, 0) > 0 ? 0 : 1; };
  Names sides(2);
  for (int k = 0; k < data.classes(); ++k) {
    std::string& name = sides[static_cast<std::size_t>(side(k))];
    name += (name.empty() ? "" : " or ") + data.class_names[static_cast<std::size_t>(k)];
  }
  DecisionRegions first = regions(data, model, titles[0], sides, [](const Decoded& decoded) {
    return decoded.scores[0] > 0 ? 0 : 1;
  });
  for (DecisionRegions::Sample& sample : first.samples) sample.label = side(sample.label);
  return {{{"first question", first},
           {"all questions", in_order(classes(data, model, titles[1]), good_order),
            told("{} of 48 are right.", right(data, model))}},
          told("{}: what its first question says, and what becomes of it.", titles[1])};
}

void tree(Lesson& lesson, const Dataset& data) {
  lesson.screen("A tree, and its order");
  const Dataset other = animals_and_vehicles(bad_order);
  const Reduction<double> good = tree_reduction<double>(data, learnt),
                          bad = tree_reduction<double>(other, learnt);
  lesson.say(
      "Labels often come in a tree of their own: a husky is a dog, a dog a mammal; a trimaran is a "
      "ship, a ship a vehicle (published). Then each fork is a question. But one may also pair the "
      "classes as one likes:");
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
  const Film good_film = descended(data, good, {"animal or vehicle?", "The good order"}),
             bad_film = descended(other, bad, {"cat or ship, not dog or car?", "The bad order"});
  lesson.film(good_film);
  lesson.film(bad_film);
  lesson.predict(
      "A tree of 16 classes asks 4 questions, and each answer is right with 0.9, whatever the "
      "others are. How often is the class right?",
      std::pow(0.9, 4),
      {.hints = {"All four have to be right."},
       .remarks = {{0.9, "that is one of the four answers."},
                   {0.6, "4 times 0.1 is nearly what is lost, but not quite: multiply."}},
       .reveal = told("{}. For a tree of 20000 classes it would be 0.9 to the power of 15: {}.",
                      shown(std::pow(0.9, 4), 4), shown(std::pow(0.9, 15), 2))});
}

void beside_softmax(Lesson& lesson, const Dataset& data, const Reduction<double>& all,
                    const Reduction<double>& pairs, const Reduction<double>& coded) {
  lesson.screen("Beside softmax");
  const auto row = [&](const char* name, std::size_t trained, int count) {
    return std::vector<std::string>{name, fmt::format("{}", trained), fmt::format("{}", count)};
  };
  const Reduction<double> good = tree_reduction<double>(data, learnt);
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
      "be bent first, by a layer in between: [[14_network]].");
}

void teach(Lesson& lesson) {
  const Dataset data = animals_and_vehicles(good_order);
  const Reduction<double> all = one_versus_all<double>(data, learnt);
  const Reduction<double> pairs = one_versus_one<double>(data, learnt);
  const Reduction<double> coded = error_correcting<double>(data, learnt);
  the_question(lesson, data, all);
  one_against_all(lesson, data, all);
  three_in_a_row(lesson);
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
