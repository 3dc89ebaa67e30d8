#include <stepgrad/language/gpt_story_text.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr int digits = 4;

std::string percent(double share) {
  const std::string text =
      std::abs(share) < 9.95 ? fmt::format("{:.1f}", share) : fmt::format("{:.0f}", share);
  return text == "-0.0" ? "0.0" : text;
}

double percent_of(const GptStory& story, double share) { return 100 * share / story.gradient; }

std::string counted_paths(double paths) {
  return paths < 1e6 ? fmt::format("{:.0f}", paths) : fmt::format("{:.1e}", paths);
}

/// Stages through which a way goes in any case: between two that are named it goes along x.
bool is_understood(std::string_view stage) {
  return stage.starts_with("x after") || stage.starts_with("norm") || stage == "softmax" ||
         stage == "mean" || stage == "neurons out" || stage == "out";
}

std::string uses_table(const GptStory& story) {
  const bool multiplied = !story.uses.front().with.empty();
  std::string lines = fmt::format("  {:>8}  {:<5}  {:>14}", "position", "reads",
                                  fmt::format("dL/d{}", story.uses.front().into));
  lines += multiplied ? fmt::format("  * {:>12}", story.uses.front().with) : "";
  lines += fmt::format("  = {:>12}\n", "share");
  for (const GptStory::Use& use : story.uses) {
    lines += fmt::format("  {:>8}  {:<5}  {:>14}", use.position, story.letters[use.position],
                         shown(use.upstream, digits));
    lines += multiplied ? fmt::format("  * {:>12}", shown(use.slope, digits)) : "";
    lines += fmt::format("  = {:>12}", shown(use.share, digits));
    if (story.gradient != 0)
      lines += fmt::format("  {:>6} %", percent(percent_of(story, use.share)));
    lines += '\n';
  }
  return lines + fmt::format("  {:>{}}  = {:>12}  its gradient\n", "together", multiplied ? 47 : 31,
                             shown(story.gradient, digits));
}

/// The columns of a stretch of positions; with the last one stands what all come to.
std::string table_of(const GptTable& table, const GptStory& story, std::size_t begin,
                     std::size_t end) {
  const bool last = end == story.letters.size();
  std::size_t names = 0;
  for (const GptTable::Row& row : table.rows) names = std::max(names, row.stage.size());
  std::string lines = fmt::format("  {:<{}}", "", names);
  for (std::size_t i = begin; i < end; ++i) lines += right_aligned(story.letters[i], 6);
  lines += last ? "   all\n" : "\n";
  for (const GptTable::Row& row : table.rows) {
    lines += fmt::format("  {:<{}}", row.stage, names);
    for (std::size_t i = begin; i < end; ++i)
      lines += row.percent[i] == 0 ? "     ." : right_aligned(percent(row.percent[i]), 6);
    lines += last ? right_aligned(percent(row.all), 6) + "\n" : "\n";
  }
  return lines;
}

std::string path_lines(const GptStory::Path& path, const GptStory& story, const GptShape& shape) {
  std::string lines =
      fmt::format("  {:>8}  {:<27}{:<21}{:>9}{:>11}\n", "position", "", "", "slope", "product");
  double product = 1;
  for (const GptStory::Path::Edge& edge : path.edges) {
    const GptStage& stage = story.boxes[edge.box].stage;
    product *= edge.slope;
    lines +=
        fmt::format("  {:>8}  {:<27}{:<21}{:>9}{:>11}\n", stage.position, stage_name(stage, shape),
                    edge.to, shown(edge.slope, 3), shown(product, digits));
  }
  return lines;
}

/// Only the vectors of letters and of positions can be left out.
std::string why_unused(const GptStory& story) {
  if (story.letter.empty())
    return fmt::format(
        "It is not used: row {} of wpe is the vector of position {}, and of this name only the "
        "positions 0 to {} are read. Ask for a longer name.",
        story.weight.row, story.weight.row, story.letters.size() - 1);
  return fmt::format(
      "It is not used: row {} of wte is the vector of the letter '{}', and where \"{}\" is read, "
      "that is not among the letters. Ask for a name that has it: --name.",
      story.weight.row, story.letter, printable(story.name));
}

/// How many ways there are, and how much of the gradient those that are told bring.
std::string routes_in_words(const GptStory& story) {
  const auto& [told, found, are_all] = story.routes;
  double sum = 0;
  for (const GptStory::Route& route : told) sum += route.share;
  std::string words = "Ways from the weight to L";
  if (are_all && told.size() == found)
    words += fmt::format(": all that there are, {} of them", found);
  else if (are_all)
    words += fmt::format(
        ": the heaviest {} of {}, which bring {} % of the gradient together; the "
        "others bring the rest",
        told.size(), found, percent(percent_of(story, sum)));
  else
    words += fmt::format(
        ": the heaviest {} of {} that were found by following the heaviest beginnings first. They "
        "bring {} % of the gradient together; the rest comes along others, far more than can be listed",
        told.size(), found, percent(percent_of(story, sum)));
  return words +
         ". Each stands for all its paths (where attention or neurons of a layer are not named, it "
         "goes past them, along x):";
}

}  // namespace

GptTable stage_table(const GptStory& story, const GptShape& shape) {
  GptTable table;
  const auto row_of = [&](const std::string& stage) -> GptTable::Row& {
    for (GptTable::Row& row : table.rows)
      if (row.stage == stage) return row;
    return table.rows.emplace_back(
        GptTable::Row{stage, std::vector<double>(story.letters.size()), 0});
  };
  for (const GptStory::Box& box : story.boxes) {
    if (box.stage.name == "mean") continue;
    GptTable::Row& row = row_of(stage_name(box.stage, shape));
    const double share = percent_of(story, box.share);
    row.percent[box.stage.position] += share;
    row.all += share;
  }
  std::erase_if(table.rows, [](const GptTable::Row& row) {
    return std::all_of(row.percent.begin(), row.percent.end(), [](double p) { return p == 0; });
  });
  return table;
}

GptWords words_of(const GptStory& story) {
  GptWords words;
  words.title = fmt::format("The gradient of {} while the name \"{}\" is read", story.weight.name,
                            story.name);
  words.gradient = fmt::format(
      "The weight is {}, and the loss L is {}. The gradient of the weight, dL/dw, is {}",
      shown(story.value, digits), shown(story.loss, digits), shown(story.gradient, digits));
  words.gradient += story.gradient == 0
                      ? ": a small change of it changes nothing."
                      : fmt::format(": where it grows by 0.001, L {} by about {}.",
                                    story.gradient > 0 ? "grows" : "falls",
                                    shown(std::abs(0.001 * story.gradient), digits));
  words.size = fmt::format(
      "The whole computation has {} nodes, and the sweep back {} steps of the chain rule. From this "
      "weight {} paths lead to L.",
      story.nodes, story.steps, counted_paths(story.paths));
  if (story.gradient != 0) {
    words.table =
        "How much of the gradient comes through what, in percent. A column is a letter that is read; "
        "a row that all of it has to go through has 100 in all:";
    words.routes = routes_in_words(story);
    const double product = story.heaviest.front().product;
    words.path = fmt::format(
        "The heaviest of the {} paths brings {}, which is {} % of the gradient (the others, with "
        "signs of both kinds, make up the rest). Slope by slope:",
        counted_paths(story.paths), shown(product, digits), percent(percent_of(story, product)));
  }
  if (story.uses.empty()) {
    words.uses = why_unused(story);
    return words;
  }
  const GptStory::Use& use = story.uses.front();
  const bool nothing_arrives =
      std::ranges::all_of(story.uses, [](const GptStory::Use& any) { return any.upstream == 0; });
  const std::string times =
      story.uses.size() == 1 ? "once" : fmt::format("{} times", story.uses.size());
  words.uses =
      use.with.empty()
          ? fmt::format(
                "It is a part of {}, {}. Each use brings what arrives there, for the slope of a "
                "sum is 1:",
                use.into, times)
          : fmt::format(
                "It is multiplied with {}, which makes a part of {}: {}, once for each letter "
                "that is read. Each use brings what arrives, times the other factor:",
                use.with, use.into, times);
  if (nothing_arrives)
    words.uses.insert(words.uses.size() - 1, fmt::format(". Here nothing arrives at {}, so it has "
                                                         "no effect on L",
                                                         use.into));
  return words;
}

std::string in_words(const GptStory& story, const GptStory::Route& route, const GptShape& shape) {
  std::string words;
  std::size_t position = story.letters.size(), layer = shape.layers;
  for (const std::size_t box : route.boxes) {
    const GptStage& stage = story.boxes[box].stage;
    if (is_understood(stage.name)) continue;
    if (!words.empty()) words += " > ";
    if (std::exchange(position, stage.position) != stage.position)
      words += fmt::format("position {}: ", position);
    if (shape.layers > 1 && is_of_layer(stage) && std::exchange(layer, stage.layer) != stage.layer)
      words += fmt::format("layer {}: ", layer);
    words += stage.name == "head" || stage.name == "shares"
               ? fmt::format("{} {}", stage.name == "head" ? "head" : "shares of head", stage.head)
               : std::string(stage.name);
  }
  return words;
}

std::string as_text(const GptStory& story, const GptShape& shape, std::size_t width) {
  const GptWords words = words_of(story);
  const auto paragraph = [&](const std::string& text) { return wrapped(text, width) + "\n"; };
  std::string text = paragraph(words.title) + paragraph(words.gradient + " " + words.size) +
                     wrapped(words.uses, width);
  if (!story.uses.empty()) text += uses_table(story);
  if (story.gradient == 0) return text;
  text += "\n" + wrapped(words.table, width);
  const GptTable table = stage_table(story, shape);
  constexpr std::size_t columns_a_table = 8;
  for (std::size_t begin = 0; begin < story.letters.size(); begin += columns_a_table)
    text += (begin == 0 ? "" : "\n") +
            table_of(table, story, begin, std::min(begin + columns_a_table, story.letters.size()));
  text += "\n" + wrapped(words.routes, width);
  for (const GptStory::Route& route : story.routes.heaviest)
    text += wrapped(fmt::format("  {:>6} %  {}", percent(percent_of(story, route.share)),
                                in_words(story, route, shape)),
                    width, 12);
  const GptStory::Path& path = story.heaviest.front();
  return text + "\n" + wrapped(words.path, width) + path_lines(path, story, shape);
}

}  // namespace stepgrad
