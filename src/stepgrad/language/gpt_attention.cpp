#include <stepgrad/language/gpt_attention.hpp>

#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace stepgrad {
namespace {

constexpr double masked = std::numeric_limits<double>::quiet_NaN();  // leaves a gap

/// Maps of this GPT that are still empty.
std::vector<NumberGrid> empty_maps(const GptShape& shape, const std::vector<std::string>& letters) {
  std::vector<NumberGrid> maps;
  for (std::size_t layer = 0; layer < shape.layers; ++layer)
    for (std::size_t head = 0; head < shape.heads; ++head)
      maps.push_back({.name = shape.layers == 1 ? fmt::format("head {}", head)
                                                : fmt::format("head {}, layer {}", head, layer),
                      .rows = {letters.size(), std::vector<double>(letters.size(), masked)},
                      .row_names = letters,
                      .column_names = letters});
  return maps;
}

}  // namespace

std::vector<NumberGrid> attention_maps(const Gpt& gpt, const Alphabet& alphabet,
                                       const std::string& name) {
  const Scope scope;
  const std::vector<std::size_t> numbers = alphabet.numbers(name);
  std::vector<GptStage> stages;
  gpt.loss(numbers, &stages);
  std::vector<std::string> letters;
  for (std::size_t i = 0; i <= stages.back().position; ++i)
    letters.push_back(alphabet.letter(numbers[i]));
  std::vector<NumberGrid> maps = empty_maps(gpt.shape(), letters);
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const auto& [stage, position, layer, head, begin] = stages[i];
    if (stage != "shares") continue;
    // The shares themselves are what the stage computes last, one for each letter so far.
    const std::size_t seen = position + 1, first = stages[i + 1].begin - seen;
    for (std::size_t at = 0; at < seen; ++at)
      maps[layer * gpt.shape().heads + head].rows[position][at] =
          tape().value(static_cast<Id>(first + at));
  }
  return maps;
}

std::vector<NumberGrid> in_percent(std::vector<NumberGrid> maps) {
  for (NumberGrid& map : maps)
    for (std::vector<double>& row : map.rows)
      for (double& share : row) share = std::round(100 * share);
  return maps;
}

}  // namespace stepgrad
