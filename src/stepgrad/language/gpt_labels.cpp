#include <stepgrad/language/gpt_labels.hpp>

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace stepgrad {
namespace {

/// A vector of numbers that the stage computes, one after the other.
struct Row {
  std::string_view format;  // "q[{}]", with the place in it
  std::size_t size;
};

std::string single(std::string_view format, std::size_t place) {
  return fmt::format(fmt::runtime(format), place);
}

}  // namespace

GptLabels::GptLabels(const Gpt& gpt, const Alphabet& alphabet, const Unfolded& unfolded,
                     std::vector<GptStage> stages)
    : gpt_(gpt), alphabet_(alphabet), stages_(std::move(stages)) {
  for (GptStage& stage : stages_) stage.begin = unfolded.begin(stage.begin);
  for (const Gpt::Part& part : gpt.parts())
    part_begins_.push_back(unfolded.id(part.weights.entries.range().first));
}

std::size_t GptLabels::stage_of(Id node) const {
  const auto after =
      std::upper_bound(stages_.begin(), stages_.end(), node,
                       [](Id id, const GptStage& stage) { return id < stage.begin; });
  return after == stages_.begin() ? none : static_cast<std::size_t>(after - stages_.begin()) - 1;
}

std::string GptLabels::label(Id node) const {
  const std::size_t stage = stage_of(node);
  if (stage != none) return in_stage(stages_[stage], node - stages_[stage].begin);
  for (std::size_t i = 0; i < part_begins_.size(); ++i) {
    const Gpt::Part& part = gpt_.parts()[i];
    const std::size_t size = part.weights.entries.size();
    if (node < part_begins_[i] || node >= part_begins_[i] + size) continue;
    const std::size_t columns = size / part.weights.rows, place = node - part_begins_[i];
    return fmt::format("{}[{}][{}]", part.name, place / columns, place % columns);
  }
  return "";
}

/// What each stage computes, in its order: vectors.hpp and gpt.cpp.
std::string GptLabels::in_stage(const GptStage& stage, std::size_t place) const {
  const GptShape& shape = gpt_.shape();
  const std::size_t width = shape.width, of_head = width / shape.heads, seen = stage.position + 1;
  const auto normalised = [&](std::string_view vector) {
    return std::vector<Row>{{"sum of squares", 1}, {"mean square", 1},  {"mean square + 1e-5", 1},
                            {"its root", 1},       {"1 / its root", 1}, {vector, width}};
  };
  std::vector<Row> rows;
  std::size_t first = 0;  // the place of the first in its vector
  if (stage.name == "embedding") {
    rows = normalised("x[{}]");
    rows.insert(rows.begin(), Row{"e[{}]", width});
  } else if (stage.name.starts_with("norm")) {
    rows = normalised("n[{}]");
  } else if (stage.name == "query") {
    rows = {{"q[{}]", width}};
  } else if (stage.name == "key") {
    rows = {{"k[{}]", width}};
  } else if (stage.name == "value") {
    rows = {{"v[{}]", width}};
  } else if (stage.name == "shares") {
    rows = {{"q k of position {}", seen},   {"scaled, position {}", seen},
            {"less the largest, {}", seen}, {"exp, position {}", seen},
            {"sum of the exp", 1},          {"share of position {}", seen}};
  } else if (stage.name == "head") {
    rows = {{"heard[{}]", of_head}};
    first = stage.head * of_head;
  } else if (stage.name == "out") {
    rows = {{"out[{}]", width}};
  } else if (stage.name.starts_with("x after")) {
    rows = {{"x[{}]", width}};
  } else if (stage.name == "neurons") {
    rows = {{"h[{}]", 4 * width}, {"relu(h[{}])", 4 * width}};
  } else if (stage.name == "neurons out") {
    rows = {{"back[{}]", width}};
  } else if (stage.name == "loss") {
    rows = {{"log p", 1}, {"-log p", 1}};
  } else if (stage.name == "mean") {
    rows = {{"sum of the losses", 1}, {"loss", 1}};
  } else {
    const std::size_t letters = shape.letters;
    if (stage.name == "logits") rows = {{"logit({})", letters}};
    if (stage.name == "softmax")
      rows = {{"logit({}) less largest", letters},
              {"exp({})", letters},
              {"sum of the exp", 1},
              {"p({})", letters}};
  }
  for (const auto& [format, size] : rows) {
    if (place < size) {
      const bool of_letter = stage.name == "logits" || stage.name == "softmax";
      if (of_letter && size > 1) return fmt::format(fmt::runtime(format), alphabet_.letter(place));
      return single(format, first + place);
    }
    place -= size;
  }
  return "";
}

}  // namespace stepgrad
