// What a model is worth, counted over all samples at once or piece by piece.
#include <stepgrad/base/files.hpp>
#include <stepgrad/data/prepare.hpp>
#include <stepgrad/run/data.hpp>
#include <stepgrad/run/tally.hpp>
#include <stepgrad/run/training_run.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "workplace.hpp"

using namespace stepgrad;
using stepgrad::test::Workplace;

namespace {

/// A run of one epoch on made-up data, in this folder.
TrainingRun<double> trained(const std::string& data, const std::string& folder,
                            const std::string& reduction = "none") {
  Configuration asked;
  asked.data = data;
  asked.samples = 300;
  asked.epochs = 1;
  asked.reduction = reduction;
  return TrainingRun<double>(asked, folder, Begin::anew);
}

/// The tally of these samples in pieces of so many.
Tally<double> in_pieces(Model<double>& model, const DatasetOf<double>& data, std::size_t size) {
  Tally<double> tally(model, 5);
  const std::vector<std::size_t> all = data.all_samples();
  for (std::size_t i = 0; i < all.size(); i += size)
    tally.add(chosen<double>(data, std::span(all).subspan(i, std::min(size, all.size() - i))));
  return tally;
}

}  // namespace

TEST_CASE("samples in pieces are worth what they are at once", "[run]") {
  const Workplace place;
  for (const char* data : {"moons", "blobs", "sine"}) {
    INFO(data);
    TrainingRun<double> run = trained(data, place / data);
    run.train();
    const DatasetOf<double>& samples = run.shown_data();
    const Tally<double> whole = in_pieces(run.model(), samples, samples.samples()),
                        parts = in_pieces(run.model(), samples, 7);
    CHECK(whole.samples() == samples.samples());
    CHECK(parts.samples() == samples.samples());
    CHECK(parts.result_text() == whole.result_text());
    CHECK(parts.confusion().right() == whole.confusion().right());
  }
}

TEST_CASE("the votes of a reduction in pieces are those at once, drawn ties too", "[run]") {
  const Workplace place;
  TrainingRun<double> run = trained("blobs", place / "run", "one-versus-one");
  run.train();
  const DatasetOf<double>& samples = run.shown_data();
  const Tally<double> whole = in_pieces(run.model(), samples, samples.samples()),
                      parts = in_pieces(run.model(), samples, 7);
  REQUIRE(whole.contenders().size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(parts.contenders()[i].accuracy == Approx(whole.contenders()[i].accuracy));
    CHECK(parts.contenders()[i].asked == Approx(whole.contenders()[i].asked));
    CHECK(parts.contenders()[i].tied == whole.contenders()[i].tied);
  }
}

TEST_CASE("nothing can be said of samples that do not say what is right", "[run]") {
  const Workplace place;
  TrainingRun<double> run = trained("moons", place / "run");
  DatasetOf<double> samples = run.shown_data();
  samples.labels.clear();
  Tally<double> tally(run.model());
  CHECK(error_of([&] { tally.add(samples); }).starts_with("the data does not say what is right\n"));
  CHECK(tally.samples() == 0);
}
