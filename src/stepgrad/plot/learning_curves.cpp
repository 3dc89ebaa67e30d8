#include <stepgrad/plot/learning_curves.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/plot/seeds.hpp>

namespace stepgrad {
namespace {

using Quantity = double Epoch::*;

/// A quantity on the training samples and on those kept apart.
struct Pair {
  std::string name;
  Quantity training, validation;
};

const Pair losses{"loss", &Epoch::loss, &Epoch::validation_loss};
const Pair accuracies{"accuracy", &Epoch::accuracy, &Epoch::validation_accuracy};

/// Was it measured at all? What is not finite counts: it was measured, and has gone wrong.
bool has(std::span<const Epoch> epochs, Quantity quantity) {
  return std::any_of(epochs.begin(), epochs.end(),
                     [&](const Epoch& epoch) { return !std::isnan(epoch.*quantity); });
}

std::vector<double> all(std::span<const Epoch> epochs, Quantity quantity) {
  std::vector<double> numbers;
  for (const Epoch& epoch : epochs) numbers.push_back(epoch.*quantity);
  return numbers;
}

Range range_of(std::span<const double> numbers) {
  Range range;
  for (const double number : numbers) range.include(number);
  return range;
}

/// Do the numbers reach over two powers of ten, all of them above 0?
bool spans_decades(std::span<const double> numbers) {
  const Range range = range_of(numbers);
  return range.least > 0 && range.most >= 100 * range.least;
}

/// " (not finite from epoch 7 on)", if the training loss ends like that.
std::string divergence(std::span<const Epoch> epochs) {
  const Epoch* first = nullptr;
  for (const Epoch& epoch : epochs)
    if (std::isfinite(epoch.loss))
      first = nullptr;
    else if (!first)
      first = &epoch;
  return first ? fmt::format(" (not finite from epoch {} on)", first->number) : "";
}

Plot::Series series_of(std::span<const Epoch> epochs, std::string name, Quantity quantity,
                       double scale) {
  Plot::Series series{std::move(name), {}};
  for (const Epoch& epoch : epochs)
    series.points.push_back({static_cast<double>(epoch.number), epoch.*quantity * scale});
  return series;
}

Plot curves_of(std::span<const Epoch> epochs, const Pair& pair, double scale) {
  Plot plot;
  plot.title = pair.name;
  plot.x = {.label = "epoch", .whole = true};
  plot.series.push_back(series_of(epochs, "training", pair.training, scale));
  const bool apart = has(epochs, pair.validation);
  if (apart) plot.series.push_back(series_of(epochs, "validation", pair.validation, scale));
  if (const Epoch* best = best_epoch(epochs)) {
    const double number = best->*(apart ? pair.validation : pair.training) * scale;
    plot.series.push_back({fmt::format("best: epoch {}, {}", best->number, shown(number, 3)),
                           {{static_cast<double>(best->number), number}},
                           Plot::Look::rings});
  }
  return plot;
}

bool has_accuracy(std::span<const Epoch> epochs) {
  return has(epochs, accuracies.training) || has(epochs, accuracies.validation);
}

/// One line for a terminal.
struct Summary {
  std::string name, first, last;
  std::vector<double> numbers;
};

Summary summary(std::span<const Epoch> epochs, const Pair& pair) {
  const bool apart = has(epochs, pair.validation);
  const std::vector<double> numbers = all(epochs, apart ? pair.validation : pair.training);
  Summary line{(apart ? "validation " : "training ") + pair.name, shown(numbers.front(), 3),
               shown(numbers.back(), 3), numbers};
  if (spans_decades(numbers))
    for (double& number : line.numbers) number = std::log10(number);
  return line;
}

}  // namespace

const Epoch* best_epoch(std::span<const Epoch> epochs) {
  const Quantity loss = has(epochs, losses.validation) ? losses.validation : losses.training;
  const Epoch* best = nullptr;
  for (const Epoch& epoch : epochs)
    if (std::isfinite(epoch.*loss) && (!best || epoch.*loss < best->*loss)) best = &epoch;
  return best;
}

std::vector<Plot> learning_curves(std::span<const Epoch> epochs) {
  std::vector<Plot> plots{curves_of(epochs, losses, 1)};
  std::vector<double> both = all(epochs, losses.training);
  for (const Epoch& epoch : epochs) both.push_back(epoch.validation_loss);
  plots[0].title += divergence(epochs);
  plots[0].y = {.label = "loss", .logarithmic = spans_decades(both)};
  if (has_accuracy(epochs)) {
    plots.push_back(curves_of(epochs, accuracies, 100));
    plots[1].y.label = "accuracy in %";
  }
  return plots;
}

std::vector<Epoch> mean_of(std::span<const std::vector<Epoch>> runs) {
  if (runs.empty()) throw Error("the mean of no runs", "", "Give one or more.");
  std::vector<Epoch> mean = *std::ranges::min_element(runs, {}, &std::vector<Epoch>::size);
  for (std::size_t i = 0; i < mean.size(); ++i)
    for (const Quantity quantity :
         {&Epoch::learning_rate, losses.training, losses.validation, accuracies.training,
          accuracies.validation, &Epoch::seconds, &Epoch::samples_per_second}) {
      double sum = 0;
      for (const std::vector<Epoch>& run : runs) sum += run[i].*quantity;
      mean[i].*quantity = sum / static_cast<double>(runs.size());
    }
  return mean;
}

std::vector<Plot> learning_curves(std::span<const std::vector<Epoch>> runs) {
  const std::vector<Epoch> mean = mean_of(runs);
  std::vector<Plot> plots = learning_curves(mean);
  if (runs.size() == 1) return plots;
  const auto put_bands = [&](Plot& plot, const Pair& pair, double scale) {
    for (Plot::Series& series : plot.series) {
      if (series.look == Plot::Look::rings) continue;
      const Quantity quantity = series.name == "training" ? pair.training : pair.validation;
      std::vector<Run> curves;
      for (const std::vector<Epoch>& run : runs)
        curves.push_back(series_of(std::span(run).first(mean.size()), "", quantity, scale).points);
      series = with_spread(series.name, curves);
    }
    plot.title += fmt::format(", mean of {} runs, from the least to the most", runs.size());
  };
  put_bands(plots[0], losses, 1);
  if (plots.size() > 1) put_bands(plots[1], accuracies, 100);
  return plots;
}

std::string sparkline(std::span<const double> numbers, std::size_t width) {
  constexpr std::array<std::string_view, 8> blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const std::size_t count = std::min(width, numbers.size());
  std::vector<double> means(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t from = i * numbers.size() / count, to = (i + 1) * numbers.size() / count;
    for (const double number : numbers.subspan(from, to - from))
      means[i] += number / static_cast<double>(to - from);
  }
  const auto [least, most] = range_of(means);
  const bool flat = !(most - least > 1e-9 * std::abs(most));  // means of equal numbers differ a bit
  std::string line;
  for (const double mean : means) {
    const double share = flat ? 0 : (mean - least) / (most - least);
    line += std::isfinite(mean) ? blocks[static_cast<std::size_t>(std::lround(7 * share))] : "×";
  }
  return line;
}

std::string text_curves(std::span<const Epoch> epochs, std::size_t width) {
  if (epochs.empty()) return "";
  std::vector<Summary> lines{summary(epochs, losses)};
  if (has_accuracy(epochs)) lines.push_back(summary(epochs, accuracies));
  std::size_t names = 0, firsts = 0, lasts = 0;
  for (const Summary& line : lines) {
    names = std::max(names, line.name.size());
    firsts = std::max(firsts, line.first.size());
    lasts = std::max(lasts, line.last.size());
  }
  constexpr std::size_t short_curve = 5;
  const std::size_t taken = names + firsts + lasts + 3;
  std::string text;
  if (width < taken + short_curve) {  // the name gets a line of its own
    const std::size_t room = width > taken - names + 2 ? width - (taken - names + 1) : 1;
    for (const Summary& line : lines)
      text += fmt::format("{}\n  {:>{}} {} {}\n", line.name, line.first, firsts,
                          sparkline(line.numbers, room), line.last);
    return text;
  }
  for (const Summary& line : lines)
    text += fmt::format("{:<{}} {:>{}} {} {}\n", line.name, names, line.first, firsts,
                        sparkline(line.numbers, width > taken ? width - taken : 1), line.last);
  return text;
}

}  // namespace stepgrad
