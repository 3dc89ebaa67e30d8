// Learning curves: what is measured is drawn, and what has gone wrong is said.
#include <stepgrad/base/text.hpp>
#include <stepgrad/plot/learning_curves.hpp>

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "error_text.hpp"
#include "rendered.hpp"
#include "svg.hpp"

using namespace stepgrad;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

std::vector<Epoch> with_losses(const std::vector<double>& losses) {
  std::vector<Epoch> epochs;
  for (const double loss : losses)
    epochs.push_back({.number = static_cast<int>(epochs.size()) + 1, .loss = loss});
  return epochs;
}

/// Falls for three epochs of five on the samples kept apart.
std::vector<Epoch> overfitted() {
  std::vector<Epoch> epochs = with_losses({0.8, 0.6, 0.4, 0.3, 0.2});
  const std::vector<double> validation{0.95, 0.7, 0.5, 0.6, 0.65};
  for (std::size_t i = 0; i < epochs.size(); ++i) {
    epochs[i].validation_loss = validation[i];
    epochs[i].accuracy = epochs[i].validation_accuracy = 0.5 + 0.05 * static_cast<double>(i);
  }
  return epochs;
}

std::vector<std::string> names(const Plot& plot) {
  std::vector<std::string> names;
  for (const Plot::Series& series : plot.series) names.push_back(series.name);
  return names;
}

}  // namespace

TEST_CASE("loss and accuracy stand side by side, the best epoch ringed in both", "[curves]") {
  const std::vector<Epoch> epochs = overfitted();
  const std::vector<Plot> plots = learning_curves(epochs);
  REQUIRE(plots.size() == 2);
  CHECK(names(plots[0]) ==
        std::vector<std::string>{"training", "validation", "best: epoch 3, 0.5"});
  CHECK(names(plots[1]) == std::vector<std::string>{"training", "validation", "best: epoch 3, 60"});
  CHECK(plots[1].series[2].points[0].y == Approx(60));
  const std::string page = svg(plots);
  CHECK(test::faults_of(page) == "");
  CHECK(page.find("translate(520 0)") != std::string::npos);
  CHECK(svg(plots) == page);
}

TEST_CASE("without accuracy or samples kept apart there is one curve", "[curves]") {
  const std::vector<Plot> plots = learning_curves(with_losses({3, 2, 1}));
  REQUIRE(plots.size() == 1);
  CHECK(names(plots[0]) == std::vector<std::string>{"training", "best: epoch 3, 1"});
}

TEST_CASE("the axis of the loss is logarithmic where it spans two decades", "[curves]") {
  CHECK_FALSE(learning_curves(with_losses({2, 0.1}))[0].y.logarithmic);
  CHECK(learning_curves(with_losses({2, 0.01}))[0].y.logarithmic);
  CHECK_FALSE(learning_curves(with_losses({2, 0}))[0].y.logarithmic);  // 0 has no logarithm
}

TEST_CASE("curves of any length and any numbers are drawn", "[curves]") {
  std::vector<double> thousand(1000);
  for (std::size_t i = 0; i < thousand.size(); ++i)
    thousand[i] = std::exp(-static_cast<double>(i) / 100);
  for (const std::vector<double>& losses : std::vector<std::vector<double>>{
           {}, {0.7}, {inf}, {NAN, NAN}, {1, inf, 1}, {-1, -2}, {1e300, 1e-300}, thousand}) {
    const std::vector<Epoch> epochs = with_losses(losses);
    const std::string page = svg(learning_curves(epochs));
    INFO(losses.size() << " epochs");
    CHECK(test::faults_of(page) == "");
    CHECK(page.find("nan") == std::string::npos);
    CHECK(page.find("inf") == std::string::npos);
  }
}

TEST_CASE("a loss that is no longer finite is said in the title", "[curves]") {
  const auto title = [](const std::vector<double>& losses) {
    return learning_curves(with_losses(losses))[0].title;
  };
  CHECK(title({1, 2, inf, NAN}) == "loss (not finite from epoch 3 on)");
  CHECK(title({1, inf, 2}) == "loss");
}

TEST_CASE("epochs are counted in whole numbers", "[curves]") {
  const std::vector<Epoch> epochs = with_losses({0.5, 0.4});
  for (const std::string& text : test::texts(svg(learning_curves(epochs))))
    CHECK_FALSE(text == "1.5");
}

TEST_CASE("the best epoch has the lowest validation loss, else training loss", "[curves]") {
  CHECK(best_epoch(overfitted())->number == 3);
  const std::vector<Epoch> falling = with_losses({3, NAN, 2});
  CHECK(best_epoch(falling)->number == 3);
  const std::vector<Epoch> none = with_losses({NAN});
  CHECK(best_epoch(none) == nullptr);
}

TEST_CASE("a sparkline reaches from the least to the most", "[curves]") {
  const std::vector<double> steps{0, 1, 2, 3, 4, 5, 6, 7};
  CHECK(sparkline(steps, 80) == "▁▂▃▄▅▆▇█");
  CHECK(sparkline(steps, 4) == "▁▃▆█");  // means 0.5, 2.5, 4.5, 6.5
  CHECK(sparkline(std::vector<double>{1, NAN, 2, inf}, 9) == "▁×█×");
  CHECK(sparkline(std::vector<double>{5, 5}, 9) == "▁▁");
  CHECK(sparkline({}, 9) == "");
}

TEST_CASE("what stays the same is flat in a sparkline, whatever rounding does to its means",
          "[curves]") {
  const std::string line = sparkline(std::vector<double>(400, 0.9), 45);
  CHECK(line.find("█") == std::string::npos);
}

TEST_CASE("a terminal has a line for loss and one for accuracy", "[curves]") {
  CHECK(text_curves(overfitted(), 80) ==
        "validation loss     0.95 █▄▁▃▃ 0.65\n"
        "validation accuracy  0.5 ▁▃▅▆█ 0.7\n");
  CHECK(text_curves(with_losses({4, 3}), 80) == "training loss 4 █▁ 3\n");
  CHECK(text_curves({}, 80) == "");
}

TEST_CASE("a narrow terminal has a line for a curve's name, and one for the curve", "[curves]") {
  CHECK(text_curves(overfitted(), 33) ==
        "validation loss\n  0.95 █▄▁▃▃ 0.65\nvalidation accuracy\n   0.5 ▁▃▅▆█ 0.7\n");
  for (std::size_t width = 20; width < 80; ++width) {
    const std::string text = text_curves(overfitted(), width);
    for (const std::string_view line : split(text, '\n')) CHECK(columns(line) <= width);
  }
}

TEST_CASE("the curves of several runs are their means, in bands from the least to the most",
          "[plot]") {
  const std::vector<std::vector<Epoch>> runs{overfitted(), with_losses({0.4, 0.2, 0.2})};
  const std::vector<Epoch> mean = mean_of(runs);
  REQUIRE(mean.size() == 3);  // as far as the shortest
  CHECK(mean[0].loss == Approx(0.6));
  CHECK(mean[2].loss == Approx(0.3));
  const Plot plot = learning_curves(runs).at(0);
  REQUIRE(plot.series.at(0).name == "training");
  CHECK(plot.series[0].points[1].y == Approx(0.4));
  CHECK(plot.series[0].below[1].y == Approx(0.2));
  CHECK(plot.series[0].above[1].y == Approx(0.6));
  CHECK(plot.title.find("mean of 2 runs") != std::string::npos);
  CHECK(error_of([] { mean_of({}); }).find("the mean of no runs") == 0);
}
