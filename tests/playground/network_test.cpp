// A network to play with comes to what `stepgrad train` comes to, forwards and backwards.
#include "playground/network.hpp"

#include <stepgrad/run/training_run.hpp>
#include <stepgrad/scalar/trace.hpp>
#include <stepgrad/train/sample_formula.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "playground/network_view.hpp"
#include "workplace.hpp"

using namespace stepgrad;
using namespace stepgrad::playground;
using stepgrad::test::Workplace;

namespace {

const std::string moons =
    "data = moons\nsamples = 120\nmodel = 2-5-4-2\nactivation = tanh\nepochs = 30\nseed = 3\n";

NetworkSession begun(const std::string& settings) {
  NetworkSession session;
  session.begin(settings);
  return session;
}

std::string bytes_at(NetworkSession& session, int epoch) {
  session.go_to(epoch);
  return session.model_file();
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a network in the playground comes to the numbers of stepgrad train", "[network]") {
  const Workplace place;
  for (const std::string& more :
       {std::string(), std::string("dropout = 0.2\nbatch_norm = yes\noptimiser = adam\n"),
        std::string("l2 = 0.01\nschedule = cosine\npatience = 4\nrate = 0.5\n")}) {
    INFO(more);
    NetworkSession session = begun(moons + more);
    while (session.epoch()) {
    }
    TrainingRun<float> run(read_configuration(moons + more, "settings"),
                           place / std::to_string(more.size()), Begin::anew);
    CHECK(run.train());
    run.finish();
    const std::vector<Epoch>& log = run.epochs();
    REQUIRE(session.moments().size() == log.size() + 1);
    for (std::size_t i = 0; i < log.size(); ++i) {
      const Epoch& epoch = session.moments()[i + 1].epoch;
      CHECK(epoch.loss == log[i].loss);
      CHECK(epoch.accuracy == log[i].accuracy);
      CHECK(epoch.validation_loss == log[i].validation_loss);
    }
    CHECK(session.model_file() == read_file(run.folder() + "/model.stepgrad"));
  }
}

TEST_CASE("going back and on again ends with the same bits", "[network]") {
  NetworkSession session = begun(moons);
  const std::string at_5 = bytes_at(session, 5), at_21 = bytes_at(session, 21),
                    at_30 = bytes_at(session, 30);
  CHECK(session.is_over());
  CHECK(bytes_at(session, 21) == at_21);
  CHECK(session.moments().size() == 31);  // what lies ahead is known still
  CHECK(bytes_at(session, 5) == at_5);
  CHECK(session.step());
  CHECK(bytes_at(session, 30) == at_30);
  CHECK(bytes_at(session, 0) == begun(moons).model_file());
}

TEST_CASE("a step is a batch, and the last one ends the epoch", "[network]") {
  NetworkSession session = begun(moons);  // 86 samples to learn from: 3 batches
  session.step();
  session.step();
  CHECK(session.epochs_done() == 0);
  session.step();
  CHECK(session.epochs_done() == 1);
  NetworkSession other = begun(moons);
  other.epoch();
  CHECK(session.model_file() == other.model_file());
}

TEST_CASE("a long run keeps few snapshots and still finds every epoch", "[network]") {
  NetworkSession session =
      begun("data = moons\nsamples = 20\nmodel = softmax\nepochs = 3000\nrate = 0.001\n");
  const std::string at_1003 = bytes_at(session, 1003);
  session.go_to(3000);
  CHECK(bytes_at(session, 1003) == at_1003);
}

TEST_CASE("a weight that is changed by hand makes another run, which is found again, too",
          "[network]") {
  NetworkSession session = begun(moons);
  session.go_to(10);
  const std::string at_10 = session.model_file();
  session.go_to(20);
  session.go_to(10);
  session.set(0, 1, 0, 2.5f);
  CHECK(session.moments().size() == 11);
  CHECK_FALSE(session.is_repeatable());
  CHECK(session.model_file() != at_10);
  const std::string at_17 = bytes_at(session, 17);
  session.go_to(3);
  CHECK(session.is_repeatable());
  CHECK(bytes_at(session, 17) == at_17);
  session.go_to(3);
  session.epoch();  // from here on, the weight is not changed
  CHECK(session.moments().size() == 5);
  CHECK(bytes_at(session, 10) == at_10);
  CHECK(error_of([&] { session.set(0, 9, 0, 1); }) ==
        "there is no such weight\nRows and columns count from 0.");
  CHECK(has(error_of([&] { session.set(0, 0, 0, std::nanf("")); }), "must be a finite number"));
}

TEST_CASE("what decides how a run goes on can be changed on the way", "[network]") {
  NetworkSession session = begun(moons);
  session.go_to(10);
  const std::string at_10 = session.model_file();
  CHECK(session.change(moons + "rate = 0.3\n"));
  CHECK(session.epochs_done() == 10);
  CHECK(session.model_file() == at_10);
  session.go_to(14);
  CHECK(session.moments().back().epoch.learning_rate == 0.3);
  session.go_to(8);  // before the change: the old rate
  session.epoch();
  CHECK(session.moments()[9].epoch.learning_rate == 0.05);
  CHECK_FALSE(session.change(moons + "activation = relu\n"));
  CHECK(session.epochs_done() == 0);
  CHECK(session.is_repeatable());
}

TEST_CASE("more epochs leave the run what it is", "[network]") {
  NetworkSession session = begun(moons);
  session.go_to(30);
  CHECK(session.is_over());
  std::string longer = moons;
  longer.replace(longer.find("= 30"), 4, "= 40");
  CHECK(session.change(longer));
  CHECK(session.is_repeatable());
  CHECK(has(session.command(), "--epochs 40"));
  session.go_to(40);
  NetworkSession whole = begun(longer);
  CHECK(bytes_at(whole, 40) == session.model_file());
}

TEST_CASE("a run that diverges says where, and can be taken back", "[network]") {
  NetworkSession session = begun(moons + "rate = 1e6\nl2 = 1\n");
  const std::string error = error_of([&] { session.go_to(30); });
  CHECK(has(error, "epoch"));
  CHECK(has(error, "--l2"));
  session.go_to(0);
  CHECK(session.sentence().substr(0, 8) == "epoch 0,");
}

TEST_CASE("what cannot be drawn as one network is refused, and what was there stays", "[network]") {
  NetworkSession session = begun(moons);
  CHECK(has(error_of([&] { session.begin(moons + "reduction = one-versus-all\n"); }),
            "many networks"));
  CHECK(has(error_of([&] { session.begin("data = mons\n"); }), "did you mean 'moons'?"));
  CHECK(has(session.command(), "stepgrad train --samples 120 --model 2-5-4-2 --activation tanh"));
}

TEST_CASE("a sample's formula has the loss and the slopes of the network", "[network]") {
  for (const std::string& settings :
       {moons,
        std::string("data = spirals\nsamples = 90\nmodel = 4-6-3\nbatch_norm = yes\n"
                    "features = x1*x2, sin(x1)\n"),
        std::string("data = spirals\nsamples = 90\nmodel = 2-4-3\nfeatures = x1*x2, -x1\n"),
        std::string("data = xor\nsamples = 60\nmodel = 2-3-1\nactivation = sigmoid\n"),
        std::string("data = blobs\nsamples = 60\nmodel = 2-3-3\nloss = hinge\n"),
        std::string("data = sine\nsamples = 60\nmodel = 1-4-1\nactivation = tanh\n")}) {
    INFO(settings);
    NetworkSession session = begun(settings);
    session.go_to(2);
    const Trial<float>& trial = session.trial();
    const DatasetOf<float>& data = trial.data.data;
    for (const std::size_t sample : {trial.data.training[0], trial.data.training[5]}) {
      const auto column = static_cast<Index>(sample);
      const std::string text = sample_formula<float>(
          session.model(), data.inputs.col(column), data.labels.empty() ? 0 : data.labels[sample],
          data.targets.rows() > 0 ? Eigen::VectorX<float>(data.targets.col(column))
                                  : Eigen::VectorX<float>());
      INFO(text);
      const Trace trace = stepgrad::trace(parse(text), {});
      const std::vector<std::size_t> alone{sample};
      CHECK(trace.node(trace.output).value ==
            Approx(score<float>(session.model(), data, alone).loss).epsilon(1e-4));
      const std::vector<Matrix<float>> slopes = gradients<float>(session.model(), data, alone);
      for (const Id id : trace.inputs())
        if (trace.node(id).name == "W1_2_1")
          CHECK(trace.node(id).grad == Approx(slopes[0](1, 0)).epsilon(1e-3).margin(1e-6));
    }
  }
}

TEST_CASE("of a formula only the neuron that is looked into has inputs", "[network]") {
  NetworkSession session = begun(moons);
  NetworkView view(session);
  view.begun();
  const Formula formula = parse(view.formula(0, 2, 3));
  CHECK(formula.inputs() == std::vector<std::string>{"x1", "x2", "W2_3_1", "W2_3_2", "W2_3_3",
                                                     "W2_3_4", "W2_3_5", "b2_3"});
  CHECK(has(error_of([&] { view.formula(0, 2, 5); }), "there is no neuron 5 in layer 2"));
  CHECK(has(error_of([&] { view.formula(120, 1, 1); }), "there is no sample 121"));
}

TEST_CASE("a map holds what each neuron comes to at the centre of each cell", "[network]") {
  NetworkSession session = begun(
      "data = spirals\nsamples = 90\nmodel = 3-4-3\nfeatures = x1*x2\n"
      "standardise = yes\n");
  NetworkView view(session);
  view.begun();
  const std::vector<float> map = view.map(10);
  REQUIRE(map.size() == 100 * (3 + 4 + 3));
  for (std::size_t cell = 0; cell < 100; ++cell)  // probabilities
    CHECK(map[700 + cell] + map[800 + cell] + map[900 + cell] == Approx(1).epsilon(1e-5));
  CHECK(view.samples().size() == 90 * 4);
  CHECK(view.said().size() == 90);
  CHECK(view.parameters().size() == view.gradients().size());
  CHECK(view.parameters().size() == 4 * 3 + 4 + 3 * 4 + 3);
  CHECK(has(view.at(0, 0), "\"said\": [{\"name\": \"0\""));
}

TEST_CASE("a feature that is left out has no tile, and the plane stays as it is", "[network]") {
  NetworkSession session = begun("data = spirals\nsamples = 90\nfeatures = x1^2, -x1\n");
  NetworkView view(session);
  view.begun();
  CHECK(view.has_plane());
  CHECK(has(view.description(), R"("sizes": [2, 16, 16, 3], "features": ["x2", "x1^2"], )"
                                R"("given": ["x1", "x2"])"));
  const std::vector<float> map = view.map(10);
  REQUIRE(map.size() == 100 * (2 + 16 + 16 + 3));
  CHECK(map[0] == map[9]);  // x2, the same along a row
  CHECK(map[0] > map[90]);
  CHECK(map[100] == Approx(map[190]));  // x1^2, the same along a column
  const std::string at = view.at(-3, 2);
  CHECK(has(at, R"("layers": [["2", "9"], )"));
  CHECK(has(session.command(), "--features 'x1^2, -x1'"));
  CHECK(model_for("data = moons\nfeatures = -x2\n", "4") == "1-4-2");
  CHECK(has(error_of([&] { session.begin("data = moons\nfeatures = -x1, -x2\n"); }),
            "no feature is left"));
}

TEST_CASE("the page is told every setting as it is decided, and how it is usually", "[network]") {
  NetworkSession session = begun(moons);
  NetworkView view(session);
  view.begun();
  for (const char* setting : {"\"test\": \"0.2\"", "\"rate\": \"0.05\"", "\"optimiser\": \"sgd\"",
                              "\"epochs\": \"30\"", "\"noise\": \"\""})
    CHECK(has(view.description(), setting));
  CHECK(has(network_choices(), "\"usual\": \"sgd\", \"choices\": [{\"name\": \"sgd\""));
  CHECK(has(network_choices(), "\"usual\": \"moons\""));
}

TEST_CASE("images have no map, and all the rest", "[network]") {
  NetworkSession session = begun("data = digits\nsamples = 60\nmodel = 784-8-10\nepochs = 2\n");
  NetworkView view(session);
  view.begun();
  session.go_to(1);
  CHECK(view.samples().empty());
  CHECK(view.said().size() == 60);
  CHECK(has(error_of([&] { view.map(10); }), "the data is not in a plane"));
  CHECK(has(view.confusion(), "\"of\": \"the test\""));
  CHECK(parse(view.formula(0, 2, 1)).inputs().size() == 784 + 8 + 1);
}
