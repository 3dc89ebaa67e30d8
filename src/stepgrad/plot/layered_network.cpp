#include <stepgrad/plot/layered_network.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/plot/palette.hpp>
#include <stepgrad/plot/svg_page.hpp>

namespace stepgrad {
namespace {

using Numbers = LayeredNetwork::Numbers;

constexpr double narrow = 190, wide = 300;  // from column to column: without numbers, and with
constexpr double unit_height = 64, radius = 17, top = 84, side = 70, narrow_side = 46;
constexpr std::size_t most_units = 9, half = 4;  // of more, so many of each end are drawn
constexpr std::size_t most_numbers = 9;          // on the lines between two layers

/// The units of a layer that are drawn, and where their circles stand.
struct Column {
  double x;
  std::vector<std::size_t> units;
  std::vector<double> y;
  std::optional<double> dots;  // where some are left out
};

Column column_of(const LayeredNetwork::Layer& layer, double x, double height) {
  Column column{.x = x, .units = {}, .y = {}, .dots = {}};
  const bool all = layer.units <= most_units;
  const std::size_t places = all ? layer.units : 2 * half + 1;
  const double first = top + (height - unit_height * static_cast<double>(places - 1)) / 2;
  for (std::size_t i = 0; i < places; ++i) {
    const double y = first + unit_height * static_cast<double>(i);
    if (!all && i == half) {
      column.dots = y;
      continue;
    }
    column.units.push_back(all || i < half ? i : layer.units - places + i);
    column.y.push_back(y);
  }
  return column;
}

[[noreturn]] void refuse(std::size_t layers) {
  throw Error(fmt::format("a network of {} layers whose weights do not fit between them", layers),
              "", "Give a matrix, units of the next layer × units, for each layer but the last.");
}

void check(const LayeredNetwork& network) {
  const auto fits = [&](const std::vector<Numbers>& between) {
    if (between.size() + 1 != network.layers.size()) return false;
    for (std::size_t l = 0; l < between.size(); ++l)
      if (between[l].rows != network.layers[l + 1].units ||
          between[l].columns != network.layers[l].units ||
          between[l].all.size() != between[l].rows * between[l].columns)
        return false;
    return true;
  };
  if (network.layers.size() < 2 || !fits(network.weights) ||
      (!network.gradients.empty() && !fits(network.gradients)))
    refuse(network.layers.size());
}

double largest_of(const Numbers& numbers) {
  double largest = 0;
  for (const double number : numbers.all)
    if (std::isfinite(number)) largest = std::max(largest, std::abs(number));
  return largest;
}

class NetworkPainter {
 public:
  /// On a page that is so wide; without a width, as wide as the numbers on the lines want it.
  explicit NetworkPainter(const LayeredNetwork& network, std::optional<double> width = {})
      : network_(network), has_numbers_(!width), side_(width ? narrow_side : side) {
    std::size_t most = 1;
    for (const LayeredNetwork::Layer& layer : network.layers)
      most = std::max(most, std::min(layer.units, most_units));
    height_ = unit_height * static_cast<double>(most - 1);
    double x = side_;
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
      columns_.push_back(column_of(network.layers[l], x, height_));
      if (l == network.weights.size()) break;
      x += width ? (*width - 2 * side_) / static_cast<double>(network.weights.size())
         : has_numbers(network.weights[l]) ? wide
                                           : narrow;
    }
  }

  std::string drawn() {
    const double width = columns_.back().x + side_;
    SvgPage page(width, top + height_ + 62, network_.title);
    page.add(R"(<text x="{}" y="24" font-size="15" text-anchor="middle">{}</text>)", width / 2,
             escaped(shortened(network_.title, static_cast<std::size_t>(width / 9.5))));
    for (std::size_t l = 0; l < network_.weights.size(); ++l) lines(page, l);
    for (std::size_t l = 0; l < network_.weights.size(); ++l) numbers(page, l);
    for (std::size_t l = 0; l < columns_.size(); ++l) units(page, l);
    page.add(R"(<text x="{}" y="{}" text-anchor="middle" font-size="12">)"
             R"(line: above 0, dashes: below 0; the wider the larger</text>)",
             width / 2, top + height_ + 50);
    return std::move(page).finish();
  }

 private:
  bool has_numbers(const Numbers& weights) const {
    return has_numbers_ && weights.rows * weights.columns <= most_numbers;
  }

  bool is_out(std::size_t layer, std::size_t unit) const {
    return network_.layers[layer].crossed_out.contains(unit);
  }

  /// Calls visit(number of the line, from, to) for each line that is drawn.
  template <class Visit>
  void for_each_line(std::size_t l, Visit visit) const {
    const Column &from = columns_[l], &to = columns_[l + 1];
    for (std::size_t i = 0; i < from.units.size(); ++i)
      for (std::size_t j = 0; j < to.units.size(); ++j)
        if (!is_out(l, from.units[i]) && !is_out(l + 1, to.units[j])) visit(i, j);
  }

  void lines(SvgPage& page, std::size_t l) const {
    const Column &from = columns_[l], &to = columns_[l + 1];
    const double largest = largest_of(network_.weights[l]);
    for_each_line(l, [&](std::size_t i, std::size_t j) {
      const double weight = network_.weights[l](to.units[j], from.units[i]);
      const double share = largest > 0 ? std::min(1.0, std::abs(weight) / largest) : 0;
      const bool below = weight < 0;
      page.add(R"(<path d="M{} {}L{} {}" stroke="{}" stroke-width="{:.2f}"{}/>)", from.x, from.y[i],
               to.x, to.y[j], below ? "#b3541e" : "#0072b2",
               std::isfinite(share) ? 0.4 + 4.6 * share : 0.4,
               below ? R"( stroke-dasharray="7 4")" : "");
    });
  }

  /// Each stands on its own part of the way, so that none is above another.
  void numbers(SvgPage& page, std::size_t l) const {
    const Column &from = columns_[l], &to = columns_[l + 1];
    if (!has_numbers(network_.weights[l])) return;
    constexpr double margin = radius + 12;
    const double part =
        (to.x - from.x - 2 * margin) / static_cast<double>(from.units.size() * to.units.size());
    for_each_line(l, [&](std::size_t i, std::size_t j) {
      const auto before = static_cast<double>(j * from.units.size() + i);
      const double x = from.x + margin + part * (before + 0.5);
      const double way = (x - from.x) / (to.x - from.x);
      const double y = from.y[i] + way * (to.y[j] - from.y[i]);
      number(page, x, y - 4, network_.weights[l](to.units[j], from.units[i]), "#1a7f37");
      if (!network_.gradients.empty())
        number(page, x, y + 12, network_.gradients[l](to.units[j], from.units[i]), "#b3261e");
    });
  }

  static void number(SvgPage& page, double x, double y, double number, std::string_view color) {
    page.add(R"(<text x="{:.1f}" y="{:.1f}" font-size="11" text-anchor="middle" fill="{}" )"
             R"(paint-order="stroke" stroke="#ffffff" stroke-width="3.5">{}</text>)",
             x, y, color, escaped(shown(number, 3)));
  }

  void units(SvgPage& page, std::size_t l) const {
    const Column& column = columns_[l];
    const LayeredNetwork::Layer& layer = network_.layers[l];
    page.add(R"(<text x="{}" y="{}" text-anchor="middle">{}</text>)", column.x, top - 32,
             escaped(layer.name));
    for (std::size_t i = 0; i < column.units.size(); ++i) {
      const std::size_t unit = column.units[i];
      const bool out = is_out(l, unit);
      page.add(R"(<circle cx="{}" cy="{}" r="{}" fill="#ffffff" stroke="{}" stroke-width="1.5"/>)",
               column.x, column.y[i], radius, out ? "#999999" : "#222222");
      if (unit < layer.labels.size())
        page.add(R"(<text x="{}" y="{}" font-size="11" text-anchor="middle">{}</text>)", column.x,
                 column.y[i] + 4, escaped(shortened(layer.labels[unit], 6)));
      if (out) cross(page, column.x, column.y[i]);
    }
    if (column.dots)
      page.add(R"(<text x="{}" y="{}" text-anchor="middle">⋮ {} more</text>)", column.x,
               *column.dots + 4, layer.units - column.units.size());
  }

  static void cross(SvgPage& page, double x, double y) {
    constexpr double arm = 0.9 * radius;
    page.add(R"(<path d="M{0} {1}L{2} {3}M{0} {3}L{2} {1}" stroke="#222222" stroke-width="2"/>)",
             x - arm, y - arm, x + arm, y + arm);
  }

  const LayeredNetwork& network_;
  bool has_numbers_;
  double side_;
  double height_ = 0;
  std::vector<Column> columns_;
};

}  // namespace

LayeredNetwork layered_network(const MatrixTrace& trace) {
  LayeredNetwork network{.title = trace.title, .layers = {}, .weights = {}};
  bool has_gradients = true;
  for (const MatrixTrace::Node& node : trace.nodes) {
    if (node.operation != "affine" && node.operation != "matmul") continue;
    const MatrixTrace::Node& weights = trace.node(node.operands[0]);
    if (weights.kind != MatrixTrace::Kind::parameter) continue;
    if (network.layers.empty()) network.layers.push_back({"inputs", weights.value.columns});
    if (network.layers.back().units != weights.value.columns)
      throw Error("the products of this trace are no layers one after the other", "",
                  "Draw its gates instead.");
    network.layers.push_back({fmt::format("hidden {}", network.layers.size()), weights.value.rows});
    network.weights.push_back(weights.value);
    network.gradients.push_back(weights.gradient);
    has_gradients = has_gradients && !weights.gradient.all.empty();
  }
  if (network.weights.empty())
    throw Error("there are no layers in this trace", "", "Draw its gates instead.");
  network.layers.back().name = "outputs";
  if (!has_gradients) network.gradients.clear();
  return network;
}

LayeredNetwork layered_network(std::string title,
                               const std::vector<std::vector<std::string>>& labels,
                               const std::vector<std::vector<std::vector<double>>>& weights) {
  LayeredNetwork network{.title = std::move(title), .layers = {}, .weights = {}};
  for (std::size_t l = 0; l < labels.size(); ++l)
    network.layers.push_back({l == 0                  ? "inputs"
                              : l + 1 < labels.size() ? fmt::format("hidden {}", l)
                                                      : "outputs",
                              labels[l].size(), labels[l]});
  for (const std::vector<std::vector<double>>& rows : weights) {
    Numbers numbers{rows.size(), rows.empty() ? 0 : rows[0].size()};
    for (std::size_t j = 0; j < numbers.columns; ++j)
      for (const std::vector<double>& row : rows) {
        if (row.size() != numbers.columns) refuse(network.layers.size());
        numbers.all.push_back(row[j]);
      }
    network.weights.push_back(std::move(numbers));
  }
  return network;
}

std::string svg(const LayeredNetwork& network) {
  check(network);
  return NetworkPainter(network).drawn();
}

std::string narrow_svg(const LayeredNetwork& network) {
  check(network);
  return NetworkPainter(network, narrow_width).drawn();
}

Plot plot(const LayeredNetwork& network) {
  check(network);
  Plot plot{.title = network.title,
            .x = {.label = "layer", .whole = true},
            .y = {},
            .series = {{"weights above 0", {}, Plot::Look::line},
                       {"below 0", {}, Plot::Look::line},
                       {"units", {}, Plot::Look::points}},
            .marks = {}};
  const auto place = [&](std::size_t layer, std::size_t unit) {
    const auto below = static_cast<double>(network.layers[layer].units - 1) / 2;
    return Plot::Point{static_cast<double>(layer), below - static_cast<double>(unit)};
  };
  const auto is_out = [&](std::size_t layer, std::size_t unit) {
    return network.layers[layer].crossed_out.contains(unit);
  };
  for (std::size_t l = 0; l < network.weights.size(); ++l)
    for (std::size_t i = 0; i < network.layers[l + 1].units; ++i)
      for (std::size_t j = 0; j < network.layers[l].units; ++j)
        if (const double w = network.weights[l](i, j); w != 0 && !is_out(l, j) && !is_out(l + 1, i))
          for (const Plot::Point& end :
               {place(l, j), place(l + 1, i), Plot::Point{std::nan(""), std::nan("")}})
            plot.series[w > 0 ? 0 : 1].points.push_back(end);
  for (std::size_t l = 0; l < network.layers.size(); ++l)
    for (std::size_t i = 0; i < network.layers[l].units; ++i) {
      const std::vector<std::string>& labels = network.layers[l].labels;
      plot.series[2].points.push_back(place(l, i));
      const std::string label = i < labels.size() ? labels[i] : "";
      plot.marks.push_back({place(l, i), is_out(l, i) ? label + " (out)" : label});
    }
  plot.area = Area{-0.2, static_cast<double>(network.weights.size()) + 0.2, 0, 0};
  return plot;
}

}  // namespace stepgrad
