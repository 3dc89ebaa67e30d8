#include "playground/descent.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/table.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/matrix/schedules.hpp>
#include <stepgrad/plot/contours.hpp>
#include <stepgrad/plot/decision_regions.hpp>
#include <stepgrad/scalar/forward.hpp>
#include <stepgrad/story/json.hpp>

namespace stepgrad::playground {
namespace {

constexpr int most_steps = 20'000;

/// Throws Error unless from <= number <= to.
void within(const char* what, double number, double from, double to) {
  if (number >= from && number <= to) return;
  throw Error(fmt::format("the {} cannot be {}", what, shown(number)), "",
              fmt::format("It is from {} to {}.", shown(from), shown(to)));
}

}  // namespace

void DescentSession::read(const std::string& source) {
  Formula formula = parse(source);
  std::vector<std::string> names = formula.inputs();
  if (names.size() != 2)
    throw Error(fmt::format("a function of {} input{}", names.size(), names.size() == 1 ? "" : "s"),
                "", "To go down on a map it takes two, such as x^2 + 10*y^2.");
  formula_ = std::move(formula);
  names_ = std::move(names);
}

double DescentSession::height(double x, double y) const {
  return evaluate(formula_, {{names_[0], x}, {names_[1], y}});
}

const std::vector<float>& DescentSession::heights(const Area& area, int cells) {
  within("number of cells", cells, 2, 400);
  heights_.clear();
  const auto wide = static_cast<std::size_t>(cells);
  for (const Place& place : centres(area, wide, wide))
    heights_.push_back(static_cast<float>(height(place.x, place.y)));
  return heights_;
}

const std::vector<float>& DescentSession::lines(const Area& area, int levels) {
  within("number of lines", levels, 1, 60);
  double least = std::numeric_limits<double>::infinity(), most = -least;
  for (const Place& place : centres(area, 40, 40))
    if (const double now = height(place.x, place.y); std::isfinite(now)) {
      least = std::min(least, now);
      most = std::max(most, now);
    }
  lines_.clear();
  if (!(most > least)) return lines_;
  std::vector<double> heights;
  for (int i = 1; i <= levels; ++i)
    heights.push_back(least + (most - least) * std::pow(static_cast<double>(i) / (levels + 1), 3));
  const Surface surface = [&](double x, double y) { return height(x, y); };
  for (const Plot::Series& line : contours("f", surface, area, heights)) {
    for (const Plot::Point& point : line.points)
      for (const double number : {point.x, point.y}) lines_.push_back(static_cast<float>(number));
    lines_.insert(lines_.end(), 2, std::numeric_limits<float>::quiet_NaN());
  }
  return lines_;
}

Trace DescentSession::trace_at(double x, double y) const {
  return stepgrad::trace(formula_, {{names_[0], x}, {names_[1], y}});
}

std::vector<DescentStep> DescentSession::descend(double x, double y,
                                                 const DescentRules& rules) const {
  within("rate", rules.rate, 0, 1e6);
  within("momentum", rules.momentum, 0, 0.9999);
  within("number of steps", rules.steps, 0, most_steps);
  const OptimiserRow& row = row_named(optimisers, "optimiser", rules.optimiser);
  const Schedule schedule =
      row_named(schedules(), "schedule", rules.schedule).make(rules.rate, std::max(2, rules.steps));
  Graph<double> graph;
  const Tensor<double> place = graph.parameter(Matrix<double>{{x}, {y}}, "place");
  Optimiser<double> optimiser(row.make({.momentum = rules.momentum}), {place});
  std::vector<DescentStep> way;
  for (int step = 0;; ++step) {
    const double at_x = place.value()(0, 0), at_y = place.value()(1, 0);
    if (!std::isfinite(at_x) || !std::isfinite(at_y)) return way;
    const Trace trace = trace_at(at_x, at_y);
    const double now = trace.node(trace.output).value;
    if (!std::isfinite(now)) return way;
    way.push_back({at_x, at_y, now});
    if (step == rules.steps) return way;
    Matrix<double>& slope = graph.change_grad(place);
    for (Index i = 0; const Id input : trace.inputs()) slope(i++, 0) = trace.node(input).grad;
    optimiser.step(schedule(step));
  }
}

DescentSession::Curvature DescentSession::curvature(double x, double y) const {
  const Trace trace = trace_at(x, y);
  const std::vector<std::vector<double>> h = hessian(trace);
  const std::vector<Id> inputs = trace.inputs();
  const double xx = h[0][0], xy = h[0][1], yy = h[1][1];
  const double middle = (xx + yy) / 2, apart = std::hypot((xx - yy) / 2, xy);
  const double angle = std::atan2(2 * xy, xx - yy) / 2;
  return {.height = trace.node(trace.output).value,
          .slope_x = trace.node(inputs[0]).grad,
          .slope_y = trace.node(inputs[1]).grad,
          .xx = xx,
          .xy = xy,
          .yy = yy,
          .least = middle - apart,
          .most = middle + apart,
          .along_x = std::cos(angle),
          .along_y = std::sin(angle)};
}

std::vector<std::string> DescentSession::about(const Curvature& there, double rate,
                                               double momentum) {
  const double least = there.least, most = there.most;
  if (!std::isfinite(least) || !std::isfinite(most))
    return {"There is no curvature here that is a number."};
  if (most <= 0)
    return {
        "The ground bends downwards in every direction: it is the top of a hill, or flat. Any rate leaves it."};
  std::vector<std::string> all;
  if (least < 0)
    all.push_back(
        fmt::format("One eigenvalue is negative, {}: the ground is a saddle. Along that "
                    "direction every step goes further away, and faster each time.",
                    shown(least, 3)));
  const double limit = 2 * (1 + momentum) / most;
  all.push_back(fmt::format(
      "As a bowl, steepest with λ = {}: sgd with momentum {} comes to rest for rates below "
      "2 (1 + μ) / λ = {}. The rate {} is {}.",
      shown(most, 3), shown(momentum, 3), shown(limit, 3), shown(rate, 3),
      rate < limit ? "below it" : "above it: it is thrown out, further each time"));
  if (least <= 0) return all;
  const double condition = most / least;
  const double root = std::sqrt(condition), share = (root - 1) / (root + 1);
  all.push_back(fmt::format(
      "The condition number is {}. Without momentum the best rate is 2 / (λ_min + λ_max) = {}, and "
      "{} of the way is left after each step.",
      shown(condition, 3), shown(2 / (least + most), 3),
      shown((condition - 1) / (condition + 1), 3)));
  all.push_back(fmt::format(
      "With momentum the best are the rate {} and μ = {}: {} of the way is left after each step.",
      shown(std::pow(2 / (std::sqrt(least) + std::sqrt(most)), 2), 3), shown(share * share, 3),
      shown(share, 3)));
  return all;
}

std::string optimiser_choices() {
  std::vector<std::string> entries;
  for (const OptimiserRow& row : optimisers)
    entries.push_back(fmt::format(R"({{"name": {}, "about": {}, "rate": {}}})", json_text(row.name),
                                  json_text(row.about), row.rate));
  return json_lines(entries);
}

std::string as_json(const DescentSession::Curvature& there, double rate, double momentum) {
  std::vector<std::string> sentences;
  for (const std::string& sentence : DescentSession::about(there, rate, momentum))
    sentences.push_back(json_text(sentence));
  const auto text = [](double number) { return fmt::format("\"{}\"", shown(number, 4)); };
  return fmt::format(R"({{"height": {}, "gradient": [{}, {}], "hessian": [[{}, {}], [{}, {}]], )"
                     R"("eigenvalues": [{}, {}], "along": [{}, {}], "sentences": [{}]}})",
                     text(there.height), text(there.slope_x), text(there.slope_y), text(there.xx),
                     text(there.xy), text(there.xy), text(there.yy), text(there.least),
                     text(there.most), std::isfinite(there.along_x) ? there.along_x : 0,
                     std::isfinite(there.along_y) ? there.along_y : 0, fmt::join(sentences, ", "));
}

}  // namespace stepgrad::playground
