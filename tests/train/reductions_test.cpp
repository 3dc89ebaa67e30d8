// Reductions: with learners made by hand, and with logistic regression on real data.
#include <stepgrad/train/reductions.hpp>

#include <algorithm>
#include <cmath>
#include <map>

#include <stepgrad/data/generators.hpp>
#include <stepgrad/matrix/layers.hpp>
#include <stepgrad/train/logistic_regression.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

using M = Matrix<double>;

/// One sample of each of these classes, its feature being the number of the class.
Dataset numbered(int classes, const std::vector<int>& labels) {
  Dataset data;
  data.labels = labels;
  data.inputs = M(1, static_cast<Eigen::Index>(labels.size()));
  std::copy(labels.begin(), labels.end(), data.inputs.data());
  data.feature_names = {"number"};
  for (int k = 0; k < classes; ++k) data.class_names.push_back(std::to_string(k));
  return data;
}

Dataset numbered(int classes) {
  std::vector<int> labels;
  for (int k = 0; k < classes; ++k) labels.push_back(k);
  return numbered(classes, labels);
}

/// Knows its samples by heart; of others it says 0, barely.
Scorer<double> by_heart(const Dataset& data) {
  std::map<double, int> known;
  for (std::size_t i = 0; i < data.samples(); ++i)
    known[data.inputs(0, static_cast<Eigen::Index>(i))] = data.labels[i];
  return [known](const M& inputs) {
    std::vector<double> scores;
    for (const double x : inputs.reshaped())
      scores.push_back(!known.contains(x) ? -0.1 : known.at(x) == 1 ? 1 : -1);
    return scores;
  };
}

/// Writes down what it is given to learn.
struct Diary {
  std::vector<Dataset> lessons;
  TwoClassLearner<double> learner() {
    return [this](const Dataset& data) {
      lessons.push_back(data);
      return by_heart(data);
    };
  }
};

std::vector<Reduction<double>> every_kind(const Dataset& data,
                                          const TwoClassLearner<double>& learner) {
  return {one_versus_all(data, learner), one_versus_one(data, learner),
          error_correcting(data, learner), error_correcting(data, learner, Decoding::scores),
          tree_reduction(data, learner)};
}

double accuracy(const std::vector<int>& said, const std::vector<int>& labels) {
  double right = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) right += said[i] == labels[i];
  return right / static_cast<double>(labels.size());
}

/// How many of the test samples softmax regression gets right.
double softmax_accuracy(const Split& data, int epochs, double rate) {
  Graph<double> graph;
  const Sequential<double> model =
      softmax_regression(graph, data.train.inputs.rows(), data.train.classes());
  Optimiser<double> optimiser(Adam{}, model.parameters());
  Batches<double> batches(data.train, 32);
  Random random(1);
  for (int epoch = 0; epoch < epochs; ++epoch) {
    batches.shuffle(random);
    for (std::size_t i = 0; i < batches.count(); ++i) {
      const GraphScope<double> step(graph);
      const Batch<double> batch = batches[i];
      graph.zero_grad();
      backward(softmax_cross_entropy(model(graph.constant(batch.inputs)), batch.labels));
      optimiser.step(rate);
    }
  }
  const M logits = model(graph.constant(data.test.inputs)).value();
  std::vector<int> said(data.test.samples());
  for (Eigen::Index i = 0; i < logits.cols(); ++i)
    logits.col(i).maxCoeff(&said[static_cast<std::size_t>(i)]);
  return accuracy(said, data.test.labels);
}

}  // namespace

TEST_CASE("with learners that know two classes by heart, all classes are known", "[reductions]") {
  for (const int classes : {2, 3, 4, 7, 10}) {
    const Dataset data = numbered(classes);
    for (const Reduction<double>& model : every_kind(data, by_heart)) {
      INFO(classes << " classes, " << model.classifiers() << " classifiers");
      CHECK(model.labels(data.inputs) == data.labels);
    }
  }
}

TEST_CASE("each learner gets the samples of its question, and the names of its sides",
          "[reductions]") {
  const Dataset data = numbered(3, {2, 0, 1, 0});
  Diary all, pairs, halves;
  one_versus_all(data, all.learner());
  REQUIRE(all.lessons.size() == 3);
  CHECK(all.lessons[0].labels == std::vector<int>{0, 1, 0, 1});
  CHECK(all.lessons[0].class_names == std::vector<std::string>{"1 and 2", "0"});
  one_versus_one(data, pairs.learner());
  REQUIRE(pairs.lessons.size() == 3);
  CHECK(pairs.lessons[0].inputs == (M(1, 3) << 0, 1, 0).finished());
  CHECK(pairs.lessons[0].class_names == std::vector<std::string>{"1", "0"});
  tree_reduction(data, halves.learner());
  REQUIRE(halves.lessons.size() == 2);
  CHECK(halves.lessons[0].class_names == std::vector<std::string>{"2", "0 and 1"});
  CHECK(halves.lessons[1].labels == std::vector<int>{1, 0, 1});
}

TEST_CASE("a tree asks one sample log2 of the classes, and nothing else", "[reductions]") {
  const Dataset data = numbered(10);
  const Reduction<double> model = tree_reduction<double>(data, by_heart);
  CHECK(model.classifiers() == 9);
  for (const Decoded& decoded : model.predict(data.inputs)) {
    CHECK(decoded.questions >= 3);
    CHECK(decoded.questions <= 4);
    CHECK(decoded.tied == std::vector<int>{decoded.label});
    CHECK(std::count_if(decoded.scores.begin(), decoded.scores.end(),
                        [](double score) { return !std::isnan(score); }) == decoded.questions);
  }
  for (const Decoded& decoded : one_versus_one<double>(data, by_heart).predict(data.inputs))
    CHECK(decoded.questions == 45);
}

TEST_CASE("an ambiguous vote is seen in what is decoded", "[reductions]") {
  // No classifier of one-versus-all knows the sample 7: each says "not mine".
  const Reduction<double> model = one_versus_all<double>(numbered(3), by_heart);
  const std::vector<Decoded> decoded = model.predict((M(1, 2) << 7, 1).finished());
  CHECK(decoded[0].tied == std::vector<int>{0, 1, 2});
  CHECK(decoded[0].scores == std::vector<double>{-0.1, -0.1, -0.1});
  CHECK(decoded[1].tied == std::vector<int>{1});
}

TEST_CASE("a class without samples is never asked about, and never said", "[reductions]") {
  for (const int missing : {0, 2, 5}) {
    std::vector<int> labels;
    for (int k = 0; k < 6; ++k)
      if (k != missing) labels.push_back(k);
    const Dataset data = numbered(6, labels);
    for (const Reduction<double>& model : every_kind(data, by_heart)) {
      INFO("class " << missing << ", " << model.classifiers() << " classifiers");
      CHECK(model.codes().row(missing).isZero());
      CHECK(model.labels(data.inputs) == labels);
      for (const int label : model.labels(M::Constant(1, 1, missing))) CHECK(label != missing);
    }
    CHECK(one_versus_one<double>(data, by_heart).classifiers() == 10);
  }
}

TEST_CASE("of no samples nothing is decoded", "[reductions]") {
  for (const Reduction<double>& model : every_kind(numbered(3), by_heart))
    CHECK(model.predict(M(1, 0)).empty());
}

TEST_CASE("what cannot be reduced is refused", "[reductions]") {
  const auto trained = [](const Dataset& data) {
    return error_of([&] { one_versus_all<double>(data, by_heart); });
  };
  CHECK(trained(numbered(3, {1, 1})) ==
        "all samples are of one class\nThere is nothing to learn: give it two.");
  CHECK(trained(numbered(1)) ==
        "a reduction of 1 class to two\nThere must be two classes or more to tell apart.");
  CHECK(trained(numbered(2, {0, 5})) ==
        "a label 5 of 2 classes\nLabels count the names of the classes from 0.");
  Dataset unlabelled = numbered(2);
  unlabelled.labels.clear();
  CHECK(trained(unlabelled) ==
        "a reduction of data without a label for each sample\n"
        "Reductions are for classification: give each sample a class.");
  const auto coded = [](const CodeMatrix& codes) {
    return error_of([&] { Reduction<double>(numbered(3), codes, Decoding::votes, by_heart); });
  };
  CHECK(coded(one_versus_all_codes(2)) ==
        "codes for 2 classes, and data of 3\nGive a row of codes for each class.");
  CHECK(coded((CodeMatrix(3, 1) << 1, -1, -1).finished()) ==
        "no question tells class 1 from class 2\n"
        "Some column must have + for one and - for the other.");
}

TEST_CASE("scorers that keep no promise are found out", "[reductions]") {
  const auto predicted = [](const Scorer<double>& scorer, const M& inputs) {
    const Reduction<double> model =
        one_versus_all<double>(numbered(2), [&](const Dataset&) { return scorer; });
    return error_of([&] { model.predict(inputs); });
  };
  const Scorer<double> none = [](const M&) { return std::vector<double>{}; };
  const Scorer<double> nan = [](const M& x) {
    return std::vector<double>(static_cast<std::size_t>(x.cols()), std::nan(""));
  };
  CHECK(predicted(none, M(1, 2)) ==
        "0 scores for 2 samples\nA scorer must give one for each column.");
  CHECK(predicted(nan, M(1, 2)) ==
        "the score of question 1 is not a number\n"
        "Standardise the data, or train with a smaller learning rate.");
  CHECK(predicted(none, M(2, 2)) ==
        "a model of 1 features is given 2\nColumns are samples: give it features × samples.");
}

TEST_CASE("on three clouds every reduction is as good as softmax regression", "[reductions]") {
  Random random(1);
  const Split data = split(make("blobs", {.samples = 300}), 0.3, random, Strata::classes);
  const double softmax = softmax_accuracy(data, 30, 0.02);
  for (const Reduction<double>& model :
       every_kind(data.train, logistic_regression<double>({.epochs = 30}))) {
    INFO(model.classifiers() << " classifiers, softmax regression " << softmax);
    CHECK(accuracy(model.labels(data.test.inputs), data.test.labels) >= softmax - 0.1);
  }
}

TEST_CASE("on digits every reduction is far above chance, and near softmax regression",
          "[reductions]") {
  Random random(1);
  const Split data = split(make("digits", {.samples = 600}), 0.5, random, Strata::classes);
  const double softmax = softmax_accuracy(data, 8, 0.01);
  for (const Reduction<double>& model :
       every_kind(data.train, logistic_regression<double>({.epochs = 6, .rate = 0.01}))) {
    const double found = accuracy(model.labels(data.test.inputs), data.test.labels);
    INFO(model.classifiers() << " classifiers: " << found << ", softmax regression " << softmax);
    CHECK(found > 0.2);  // chance is 0.1
    CHECK(found > softmax - 0.3);
  }
}

TEST_CASE("learners that learn at the same time say the same to the last bit", "[reductions]") {
  const Dataset data = make("digits", {.samples = 200});
  const auto learner = logistic_regression<double>({.epochs = 3, .rate = 0.01});
  const Reduction<double> alone = one_versus_one(data, learner),
                          together = one_versus_one(data, learner, 4);
  REQUIRE(together.classifiers() == 45);
  const auto expected = alone.predict(data.inputs), found = together.predict(data.inputs);
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(found[i].scores == expected[i].scores);
}

TEST_CASE("logistic regression separates what a line can, with scores that are logits",
          "[reductions]") {
  const Dataset data = numbered(2, {0, 0, 1, 1});
  const Scorer<double> scorer = logistic_regression<double>({.epochs = 200, .rate = 0.1})(data);
  const std::vector<double> scores = scorer((M(1, 3) << 0, 0.5, 1).finished());
  CHECK(scores[0] < 0);
  CHECK(scores[2] > 0);
  CHECK(scores[1] == Approx((scores[0] + scores[2]) / 2));  // linear
}
