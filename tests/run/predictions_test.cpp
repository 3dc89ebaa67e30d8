// What a model says of samples, whole or piece by piece.
#include <stepgrad/base/files.hpp>
#include <stepgrad/run/predictions.hpp>

#include "catch.hpp"
#include "workplace.hpp"

using namespace stepgrad;

namespace {

Purpose two_classes() {
  Purpose purpose;
  purpose.feature_names = {"a", "b"};
  purpose.class_names = {"=1+1", "b, c"};
  return purpose;
}

Model<float> small_model() {
  Architecture architecture;
  architecture.sizes = {2, 3, 2};
  return Model<float>(architecture, two_classes(), 1);
}

}  // namespace

TEST_CASE("samples in pieces are told as they are at once, drawn ones too", "[run]") {
  const test::Workplace place;
  std::string text = "a,b\n";
  for (int i = 0; i < 50; ++i)
    text += std::to_string(i % 7 - 3) + "," + std::to_string(i % 5 - 2) + "\n";
  write_file(place / "t.csv", text);
  Configuration asked;
  asked.data = place / "t.csv";
  std::vector<DatasetOf<float>> whole_file, pieces;
  const auto keep_in = [](auto& kept) {
    return [&kept](DatasetOf<float> data) { kept.push_back(std::move(data)); };
  };
  load_for<float>(two_classes(), asked, Truth::skipped, {}, keep_in(whole_file));
  load_for<float>(two_classes(), asked, Truth::skipped, {}, keep_in(pieces), 30);
  REQUIRE(whole_file.size() == 1);  // there is room for it
  REQUIRE(pieces.size() == 4);
  const DatasetOf<float>& all = whole_file.front();
  for (std::size_t i = 0; i < pieces.size(); ++i)
    CHECK(pieces[i].inputs ==
          all.inputs.middleCols(15 * static_cast<Eigen::Index>(i), pieces[i].inputs.cols()));

  Model<float> model = small_model();
  PredictionTable<float> whole(model, {.drawn_by = 3}), parts(model, {.drawn_by = 3});
  const std::vector<std::size_t> first{0, 1, 2}, order = all.all_samples();
  const std::string told = whole.lines(all);
  const std::string begun = parts.lines(chosen<float>(all, first));
  CHECK(told == begun + parts.lines(chosen<float>(all, std::span(order).subspan(3))));
  CHECK(told.find("'=1+1\n") != told.npos);
  CHECK(told.find("\"b, c\"\n") != told.npos);
  CHECK(PredictionTable<float>(model, {.probabilities = true}).header() ==
        "prediction,p(=1+1),\"p(b, c)\"\n");
}
